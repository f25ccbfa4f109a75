//! The fields of one record: whether they exist, whether this call may write them, and what value
//! they get.

use serde_json::value::RawValue;

use super::{Changes, Mode, reference, value};
use crate::api::{ApiError, Call, JsonRecord};
use crate::schema::{Field, FieldIx, FieldType, Object, ObjectIx};
use crate::value::Value;

/// Reads all fields. Those that may not be written are named in one error.
pub(super) fn read(
    call: &Call<'_>,
    object: ObjectIx,
    record: &JsonRecord<'_>,
    text: &str,
    mode: Mode,
) -> Result<Changes, ApiError> {
    let schema = &call.org.schema;
    let described = schema.object(object);
    let mut changes: Changes = Vec::with_capacity(record.fields.len() + 16);
    let mut refused: Vec<&str> = Vec::new();
    for (name, raw) in &record.fields {
        let target = target(described, name, raw)?;
        let field = described.field(target.index());
        if let Some(error) = id_in_body(field, mode) {
            return Err(error);
        }
        if !writable(field, mode) {
            refused.push(&field.name);
            continue;
        }
        let value = match target {
            Target::Field(_) => value::convert(described, field, raw, text)?,
            Target::Parent(_) => reference::by_external_id(call, field, raw, text)?,
        };
        if let (Value::Id(id), FieldType::Reference) = (&value, field.kind) {
            reference::check(call, described, field, *id, mode)?;
        }
        super::set(&mut changes, target.index(), value);
    }
    if refused.is_empty() {
        return Ok(changes);
    }
    let message = format!(
        "Unable to create/update fields: {}. Please check the security settings of this field and \
         verify that it is read/write for your profile or permission set.",
        refused.join(", ")
    );
    Err(ApiError::record(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        message,
        &refused,
    ))
}

/// What a key of a record stands for.
#[derive(Clone, Copy)]
enum Target {
    Field(FieldIx),
    /// The field behind a relationship whose parent is named by an external ID.
    Parent(FieldIx),
}

impl Target {
    fn index(self) -> FieldIx {
        match self {
            Self::Field(index) | Self::Parent(index) => index,
        }
    }
}

fn target(object: &Object, name: &str, raw: &RawValue) -> Result<Target, ApiError> {
    if let Some(index) = object.find(name) {
        return Ok(Target::Field(index));
    }
    let structured = raw.get().starts_with('{') || raw.get() == "null";
    match object.relationship(name) {
        Some(index) if structured => Ok(Target::Parent(index)),
        _ => Err(ApiError::no_column(name, &object.name)),
    }
}

fn writable(field: &Field, mode: Mode) -> bool {
    match mode {
        Mode::Create => field.createable,
        Mode::Update => field.updateable,
        Mode::Seed => !matches!(field.kind, FieldType::Address | FieldType::Location),
    }
}

/// The id of a record does not belong into its body.
fn id_in_body(field: &Field, mode: Mode) -> Option<ApiError> {
    if field.kind != FieldType::Id {
        return None;
    }
    match mode {
        Mode::Create => Some(ApiError::record(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "cannot specify Id in an insert call",
            &["Id"],
        )),
        Mode::Update => Some(ApiError::new(
            400,
            "INVALID_FIELD",
            "The Id field should not be specified in the sobject data.",
        )),
        Mode::Seed => None,
    }
}
