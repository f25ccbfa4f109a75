//! What the org tells of a file itself: its size, its kind, its place among the versions.

use super::{Changes, set};
use crate::api::Call;
use crate::schema::{FieldType, Object, ObjectIx};
use crate::value::Value;

/// Fills the fields that describe a body, and those of a file's first version.
pub(super) fn fill(call: &mut Call<'_>, object: ObjectIx, changes: &mut Changes) {
    let schema = call.org.schema.clone();
    let described = schema.object(object);
    let bytes = changes.iter().find_map(|(field, value)| match value {
        Value::Blob(bytes) if described.field(*field).kind == FieldType::Base64 => {
            i64::try_from(bytes.len()).ok()
        }
        _ => None,
    });
    if let Some(bytes) = bytes {
        for name in ["ContentSize", "BodyLength"] {
            put(described, changes, name, Value::Int(bytes));
        }
    }
    if described.name != "ContentVersion" {
        return;
    }
    let path = described.find("PathOnClient").and_then(|field| {
        let given = changes.iter().find(|(known, _)| *known == field);
        given
            .and_then(|(_, value)| value.as_text())
            .map(str::to_owned)
    });
    let extension = path
        .as_deref()
        .and_then(|path| path.rsplit_once('.'))
        .map(|(_, end)| end);
    put(
        described,
        changes,
        "FileExtension",
        Value::text(extension.unwrap_or_default()),
    );
    let kind = extension.map_or_else(|| "UNKNOWN".to_owned(), str::to_uppercase);
    put(described, changes, "FileType", Value::text(&kind));
    put(described, changes, "VersionNumber", Value::text("1"));
    let latest = described.find("IsLatest");
    changes.retain(|(field, _)| Some(*field) != latest);
    put(described, changes, "IsLatest", Value::Bool(true));
    let document = call.store.new_id(*b"069");
    put(described, changes, "ContentDocumentId", Value::Id(document));
}

/// Sets a field that the object has and the record does not.
fn put(object: &Object, changes: &mut Changes, name: &str, value: Value) {
    if let Some(field) = object.find(name)
        && !value.is_null()
        && !changes.iter().any(|(known, _)| *known == field)
    {
        set(changes, field, value);
    }
}
