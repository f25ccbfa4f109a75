//! The bodies of base64 fields.

use bytes::Bytes;

use super::{ApiError, ApiResponse, Call, Outcome};
use crate::id::Id;
use crate::schema::{FieldIx, ObjectIx};
use crate::value::Value;

/// The raw bytes; a record without a body has an empty one.
pub(super) fn read(call: &Call<'_>, object: ObjectIx, id: &str, field: FieldIx) -> Outcome {
    let table = call.store.table(object);
    let row = Id::parse(id)
        .and_then(|id| table.find(id))
        .map(|row| table.row(row));
    let row = row
        .filter(|row| !row.deleted)
        .ok_or_else(ApiError::not_found)?;
    let bytes = match row.get(field) {
        Value::Blob(bytes) => Bytes::copy_from_slice(bytes),
        _ => Bytes::new(),
    };
    Ok(ApiResponse::bytes("application/octetstream", bytes))
}
