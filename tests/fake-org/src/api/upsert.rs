//! Records by external ID: read, upsert, delete.

use http::Method;
use serde_json::value::{RawValue, to_raw_value};

use super::record::{location, on_row, saved};
use super::{
    ApiError, ApiRequest, ApiResponse, Call, JsonRecord, Outcome, Version, body, multipart,
};
use crate::schema::{Field, FieldIx, FieldType, ObjectIx};
use crate::store::RowIx;
use crate::value::Value;
use crate::write::{self, Mode};

/// The first version whose upsert says whether it created, and answers an update with a body.
const SAYS_CREATED: Version = Version(46);

/// `/sobjects/Account/Ext__c/value`
pub(super) fn by_external_id(
    call: &mut Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    field: &str,
    text: &str,
) -> Outcome {
    let index = key_field(call, object, field)?;
    let schema = call.org.schema.clone();
    let described = schema.object(object).field(index);
    let rows = match write::key_value(described, text) {
        Some(value) => matches(call, object, index, &value),
        None => Vec::new(),
    };
    match (rows.as_slice(), &request.method) {
        ([_, _, ..], _) => Ok(several(call, request, object, &rows)),
        (_, &Method::PATCH) => upsert(call, request, object, index, text, rows.first().copied()),
        (&[row], _) => on_row(call, request, object, row),
        ([], _) if request.is_get() || request.method == Method::DELETE => {
            Err(ApiError::not_found())
        }
        ([], method) => Err(ApiError::method(method, "DELETE,GET,HEAD,PATCH")),
    }
}

/// `POST /sobjects/Account/Id` creates, whatever the body.
pub(super) fn create_by_id(call: &mut Call<'_>, request: &ApiRequest, object: ObjectIx) -> Outcome {
    let text = body::text(request)?;
    let record: JsonRecord<'_> = body::parse(text)?;
    let id = write::create(call, object, &record, text, Mode::Create)?;
    let name = &call.org.schema.object(object).name;
    Ok(saved(201, id, Some(true)).header("Location", location(request, name, id)))
}

/// The field by which a path finds records.
pub(super) fn key_field(
    call: &Call<'_>,
    object: ObjectIx,
    name: &str,
) -> Result<FieldIx, ApiError> {
    let described = call.org.schema.object(object);
    described
        .find(name)
        .filter(|index| described.field(*index).is_external_id())
        .ok_or_else(|| ApiError::no_external_id(name))
}

/// The records whose key is `value`.
pub(super) fn matches(
    call: &Call<'_>,
    object: ObjectIx,
    field: FieldIx,
    value: &Value,
) -> Vec<RowIx> {
    let table = call.store.table(object);
    if call.org.schema.object(object).field(field).kind != FieldType::Id {
        return table.find_by(field, value);
    }
    let found = value.as_id().and_then(|id| table.find(id));
    found
        .filter(|row| !table.row(*row).deleted)
        .into_iter()
        .collect()
}

fn upsert(
    call: &mut Call<'_>,
    request: &ApiRequest,
    object: ObjectIx,
    index: FieldIx,
    value: &str,
    found: Option<RowIx>,
) -> Outcome {
    let schema = call.org.schema.clone();
    let described = schema.object(object);
    let field = described.field(index);
    let text = multipart::text(request, described)?;
    let mut record: JsonRecord<'_> = body::parse(&text)?;
    if record.has(&field.name) {
        // [M]
        let message = "The External ID field should not be specified in the sobject data.";
        return Err(ApiError::new(400, "INVALID_FIELD", message));
    }
    if record.has("Id") {
        let message = "The Id field should not be specified in the sobject data.";
        return Err(ApiError::new(400, "INVALID_FIELD", message));
    }
    let says_created = request.version >= SAYS_CREATED;
    if let Some(row) = found {
        let id = call.store.table(object).row(row).id;
        write::update(call, object, row, &record, &text)?;
        return Ok(if says_created {
            saved(200, id, Some(false))
        } else {
            ApiResponse::empty(204)
        });
    }
    let update_only = request
        .param("updateOnly")
        .is_some_and(|flag| flag == "true");
    if update_only || field.kind == FieldType::Id {
        // [M]
        return Err(ApiError::not_found());
    }
    let key = key_json(field, value);
    record.fields.push((field.name.as_str().into(), &key));
    let id = write::create(call, object, &record, &text, Mode::Create)?;
    let response = saved(201, id, says_created.then_some(true));
    Ok(response.header("Location", location(request, &described.name, id)))
}

/// The key of a path as it would stand in a body.
fn key_json(field: &Field, text: &str) -> Box<RawValue> {
    // What else is JSON, such as `null`, is no number.
    let is_number = matches!(field.kind, FieldType::Int | FieldType::Double)
        && write::key_value(field, text).is_some();
    let number = is_number
        .then(|| RawValue::from_string(text.to_owned()).ok())
        .flatten();
    number
        .or_else(|| to_raw_value(text).ok())
        .unwrap_or_else(|| RawValue::NULL.to_owned())
}

/// Several records have the key: the answer lists where they are.
fn several(call: &Call<'_>, request: &ApiRequest, object: ObjectIx, rows: &[RowIx]) -> ApiResponse {
    let name = &call.org.schema.object(object).name;
    let table = call.store.table(object);
    let urls: Vec<String> = rows
        .iter()
        .map(|row| location(request, name, table.row(*row).id))
        .collect();
    ApiResponse::json(300, &urls)
}
