//! One record: create it, and read, change or delete it by id.

use http::Method;
use serde::Serialize;
use serde_json::json;

use super::{
    ApiError, ApiRequest, ApiResponse, Call, JsonRecord, Outcome, body, conditional, multipart,
};
use crate::id::Id;
use crate::read::RecordView;
use crate::schema::{FieldIx, Object, ObjectIx};
use crate::store::RowIx;
use crate::write::{self, Mode};

/// The answer to a write that made or changed a record.
#[derive(Serialize)]
struct Saved<'a> {
    id: &'a str,
    success: bool,
    errors: [(); 0],
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<bool>,
}

pub(super) fn saved(status: u16, id: Id, created: Option<bool>) -> ApiResponse {
    let body = Saved {
        id: id.as_str(),
        success: true,
        errors: [],
        created,
    };
    ApiResponse::json(status, &body)
}

pub(super) fn create(call: &mut Call<'_>, request: &ApiRequest, object: ObjectIx) -> Outcome {
    let described = call.org.schema.object(object);
    let (name, is_event) = (described.name.clone(), described.is_event());
    let text = multipart::text(request, described)?;
    let record: JsonRecord<'_> = body::parse(&text)?;
    let id = write::create(call, object, &record, &text, Mode::Create)?;
    if is_event {
        return Ok(published(call, object, id));
    }
    Ok(saved(201, id, None).header("Location", location(request, &name, id)))
}

pub(super) fn location(request: &ApiRequest, object: &str, id: Id) -> String {
    format!("/services/data/{}/sobjects/{object}/{id}", request.version)
}

fn published(call: &Call<'_>, object: ObjectIx, id: Id) -> ApiResponse {
    let body = json!({
        "id": id.as_str(),
        "success": true,
        "errors": [enqueued(call, object, id).in_results()],
    });
    ApiResponse::json(201, &body)
}

/// A published event is in the queue and that is listed as an error, success or not.
pub(super) fn enqueued(call: &Call<'_>, object: ObjectIx, id: Id) -> ApiError {
    let table = call.store.table(object);
    let uuid = call
        .org
        .schema
        .object(object)
        .find("EventUuid")
        .and_then(|field| {
            let row = table.row(table.find(id)?);
            row.get(field).as_text()
        });
    let message = uuid.map_or_else(|| call.org.random_uuid(), str::to_owned);
    ApiError::record("OPERATION_ENQUEUED", message, &[])
}

pub(super) fn by_id(
    call: &mut Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    id: &str,
) -> Outcome {
    let row = find(call, object, id, request.is_get())?;
    on_row(call, request, object, row)
}

/// Reads, changes or deletes a record that was found.
pub(super) fn on_row(
    call: &mut Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    row: RowIx,
) -> Outcome {
    match request.method {
        Method::GET | Method::HEAD => read(call, request, object, row),
        Method::PATCH => {
            if let Some(answer) = conditional::row(call, request, object, row)? {
                return Ok(answer);
            }
            let text = multipart::text(request, call.org.schema.object(object))?;
            let record: JsonRecord<'_> = body::parse(&text)?;
            write::update(call, object, row, &record, &text)?;
            Ok(ApiResponse::empty(204))
        }
        Method::DELETE => {
            write::delete(call, object, row)?;
            Ok(ApiResponse::empty(204))
        }
        _ => Err(ApiError::method(&request.method, "DELETE,GET,HEAD,PATCH")),
    }
}

fn read(call: &mut Call<'_>, request: &ApiRequest, object: ObjectIx, row: RowIx) -> Outcome {
    let described = call.org.schema.object(object);
    if !described.retrieveable {
        return Err(ApiError::not_found());
    }
    if let Some(answer) = conditional::row(call, request, object, row)? {
        return Ok(answer);
    }
    let fields = match request.fields() {
        Some(names) => selected(described, &names)?,
        None => described.fields().map(|(index, _)| index).collect(),
    };
    let view = RecordView {
        object: described,
        row: call.store.table(object).row(row),
        fields: &fields,
        version: request.version,
    };
    let mut response = ApiResponse::json(200, &view);
    response.headers = conditional::headers(call, object, row);
    let id = call.store.table(object).row(row).id;
    call.store.touch(object, id);
    Ok(response)
}

/// The fields of a `fields` parameter, and `Id` last where it is not among them.
pub(super) fn selected(object: &Object, names: &[&str]) -> Result<Vec<FieldIx>, ApiError> {
    let mut fields = Vec::with_capacity(names.len() + 1);
    for name in names {
        let field = object
            .find(name)
            .ok_or_else(|| ApiError::no_such_field(name, &object.name))?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if let Some(id) = object.find("Id").filter(|id| !fields.contains(id)) {
        fields.push(id);
    }
    Ok(fields)
}

/// The record of an id in a path. What is no id of the object is taken for the name of an
/// external-ID field, as the org does.
fn find(call: &Call<'_>, object: ObjectIx, text: &str, reads: bool) -> Result<RowIx, ApiError> {
    let described = call.org.schema.object(object);
    let id = Id::parse(text)
        .filter(|id| Some(id.key_prefix()) == described.key_prefix)
        .ok_or_else(|| ApiError::no_external_id(text))?;
    let table = call.store.table(object);
    match table.find(id) {
        Some(row) if table.row(row).deleted => Err(deleted()),
        Some(row) => Ok(row),
        None if reads => Err(ApiError::not_found()),
        None => Err(unknown().status(404)),
    }
}

/// A record in the recycle bin.
pub(super) fn deleted() -> ApiError {
    ApiError::new(404, "ENTITY_IS_DELETED", "entity is deleted").fields(&[])
}

/// An id that no record has.
pub(super) fn unknown() -> ApiError {
    let message = "invalid cross reference id";
    ApiError::record("INVALID_CROSS_REFERENCE_KEY", message, &[])
}
