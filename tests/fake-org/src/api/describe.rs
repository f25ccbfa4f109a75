//! Describes, as they were recorded.

use serde_json::{Value as Json, json};

use super::{ApiError, ApiRequest, ApiResponse, Body, Call, Outcome};
use crate::clock;
use crate::read::{AttributesView, FieldView};
use crate::schema::ObjectIx;

/// `GET V/sobjects`: every object, without its fields.
pub(super) fn global(call: &Call<'_>, request: &ApiRequest) -> Outcome {
    if let Some(answer) = not_modified(call, request) {
        return Ok(answer);
    }
    let entries: Vec<&Json> = call
        .org
        .schema
        .objects()
        .iter()
        .map(|object| &object.entry)
        .collect();
    let body = json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": entries});
    Ok(described(call, request, &body.to_string()))
}

/// `GET V/sobjects/Account/describe`
pub(super) fn describe(call: &Call<'_>, request: &ApiRequest, object: ObjectIx) -> Outcome {
    let name = &call.org.schema.object(object).name;
    if call.org.settings.denied.contains(name) {
        // [M]
        let message = "insufficient access rights on object";
        return Err(ApiError::new(403, "INSUFFICIENT_ACCESS", message));
    }
    if let Some(answer) = not_modified(call, request) {
        return Ok(answer);
    }
    Ok(described(
        call,
        request,
        &call.org.schema.object(object).describe,
    ))
}

/// `GET V/sobjects/Account`
pub(super) fn basic(call: &Call<'_>, request: &ApiRequest, object: ObjectIx) -> Outcome {
    let described_object = call.org.schema.object(object);
    let recent = call.store.recent().filter(|(of, _)| *of == object).take(5);
    let items: Vec<Json> = recent
        .map(|(_, row)| {
            let row = call.store.table(object).row(row);
            let attributes = AttributesView {
                object: described_object,
                row,
                version: request.version,
            };
            let mut item = json!({"attributes": attributes, "Id": row.id.as_str()});
            if let Some(field) = described_object.name_field() {
                let name = FieldView {
                    object: described_object,
                    row,
                    field,
                    version: request.version,
                };
                item[&described_object.field(field).name] = json!(name);
            }
            item
        })
        .collect();
    let body = json!({"objectDescribe": described_object.entry, "recentItems": items});
    Ok(described(call, request, &body.to_string()))
}

/// A describe with its links in the version that was asked for, and when it last changed.
fn described(call: &Call<'_>, request: &ApiRequest, text: &str) -> ApiResponse {
    let links = format!("\"/services/data/{}/", request.version);
    let mut response = ApiResponse::empty(200);
    response.body = Body::Json(text.replace("\"/services/data/v66.0/", &links));
    response.header("Last-Modified", clock::http_date(call.org.schema.modified))
}

fn not_modified(call: &Call<'_>, request: &ApiRequest) -> Option<ApiResponse> {
    let since = clock::parse_http_date(request.header("If-Modified-Since")?)?;
    let at = call.org.schema.modified;
    (at <= since).then(|| ApiResponse::empty(304).header("Last-Modified", clock::http_date(at)))
}
