//! Which resource a request is for.

use http::Method;

use super::{
    ApiError, ApiRequest, ApiResponse, Call, Outcome, blob, collections, composite, describe,
    discovery, limits, record, relationship, replication, upsert,
};
use crate::id::Id;
use crate::{query, search};

/// Answers a request of any resource below a version. Changes of a call that fails are taken back.
pub(crate) fn dispatch(call: &mut Call<'_>, request: &ApiRequest) -> ApiResponse {
    // A subrequest may be of another version than what it is a part of.
    let outer = std::mem::replace(&mut call.context.version, request.version);
    let kept = call.store.keep_recent(!request.updates_recent());
    let savepoint = call.store.begin();
    let response = match route(call, request) {
        Ok(response) => {
            call.store.commit(savepoint);
            response
        }
        Err(error) => {
            call.store.rollback(savepoint);
            error.response()
        }
    };
    call.store.keep_recent(kept);
    call.context.version = outer;
    response
}

fn route(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    let segments: Vec<&str> = request.segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        [] => only_get(request).and_then(|()| discovery::resources(call, request)),
        ["sobjects", rest @ ..] => sobjects(call, request, rest),
        ["composite", "sobjects", rest @ ..] => collections::route(call, request, rest),
        ["composite", rest @ ..] => composite::route(call, request, rest),
        ["limits"] => only_get(request).and_then(|()| limits::limits(call)),
        ["limits", "recordCount"] => {
            only_get(request).and_then(|()| limits::record_count(call, request))
        }
        [kind @ ("query" | "queryAll")] => {
            only_get(request)?;
            query::query(call, request, *kind == "queryAll")
        }
        ["query" | "queryAll", locator] => {
            only_get(request)?;
            query::more(call, request, locator)
        }
        ["search"] => only_get(request).and_then(|()| search::search(call, request)),
        ["parameterizedSearch"] if request.is_get() || request.method == Method::POST => {
            search::parameterized(call, request)
        }
        ["parameterizedSearch"] => Err(ApiError::method(&request.method, "GET,HEAD,POST")),
        ["recent"] => only_get(request).and_then(|()| limits::recent(call, request)),
        _ => Err(ApiError::not_found()),
    }
}

fn sobjects(call: &mut Call<'_>, request: &ApiRequest, path: &[&str]) -> Outcome {
    let [name, rest @ ..] = path else {
        only_get(request)?;
        return describe::global(call, request);
    };
    let object = call.org.schema.find(name).ok_or_else(ApiError::not_found)?;
    match rest {
        [] if request.is_get() => describe::basic(call, request, object),
        [] if request.method == Method::POST => record::create(call, request, object),
        [] => Err(ApiError::method(&request.method, "GET,HEAD,POST")),
        ["describe"] => only_get(request).and_then(|()| describe::describe(call, request, object)),
        ["updated"] => only_get(request).and_then(|()| replication::updated(call, request, object)),
        ["deleted"] => only_get(request).and_then(|()| replication::deleted(call, request, object)),
        ["Id" | "id"] if request.method == Method::POST => {
            upsert::create_by_id(call, request, object)
        }
        [id] => record::by_id(call, request, object, id),
        [id, name] if names_record(call, object, id) => {
            if let Some(field) = call.org.schema.object(object).blob(name) {
                only_get(request)?;
                return blob::read(call, object, id, field);
            }
            relationship::follow(call, request, object, id, name)
        }
        [field, value] => upsert::by_external_id(call, request, object, field, value),
        _ => Err(ApiError::not_found()),
    }
}

/// Whether a segment is an id and not the name of a field.
fn names_record(call: &Call<'_>, object: usize, segment: &str) -> bool {
    Id::parse(segment).is_some() && call.org.schema.object(object).find(segment).is_none()
}

fn only_get(request: &ApiRequest) -> Result<(), ApiError> {
    if request.is_get() {
        Ok(())
    } else {
        Err(ApiError::method(&request.method, "GET,HEAD"))
    }
}

/// The path without the version and without what differs from call to call, by which calls are
/// counted: `/sobjects/{object}/{id}`.
pub(crate) fn template(segments: &[String]) -> String {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let parts: Vec<&str> = match segments.as_slice() {
        ["sobjects", _, last @ ("describe" | "updated" | "deleted")] => {
            vec!["sobjects", "{object}", last]
        }
        ["sobjects", _, "Id" | "id"] => vec!["sobjects", "{object}", "Id"],
        ["sobjects", _, _] => vec!["sobjects", "{object}", "{id}"],
        ["sobjects", _, id, _] if Id::parse(id).is_some() => {
            vec!["sobjects", "{object}", "{id}", "{relationship}"]
        }
        ["sobjects", _, _, _] => vec!["sobjects", "{object}", "{field}", "{value}"],
        ["sobjects", _] => vec!["sobjects", "{object}"],
        ["composite", kind @ ("sobjects" | "tree"), _] => vec!["composite", kind, "{object}"],
        ["composite", "sobjects", _, _] => vec!["composite", "sobjects", "{object}", "{field}"],
        [kind @ ("query" | "queryAll"), _] => vec![kind, "{locator}"],
        other => other
            .iter()
            .map(|part| {
                if Id::parse(part).is_some() {
                    "{id}"
                } else {
                    part
                }
            })
            .collect(),
    };
    format!("/{}", parts.join("/"))
}
