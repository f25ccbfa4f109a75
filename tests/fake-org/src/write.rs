//! Creates, changes and deletes records as far as describe allows it.
//!
//! Every way of writing (one record, a collection, a composite, a seed) ends here. A function that
//! answers an error has changed nothing.
//!
//! Must not know: HTTP, how results are listed.

use crate::api::{ApiError, Call, JsonRecord};
use crate::clock;
use crate::id::Id;
use crate::schema::{FieldIx, FieldType, Object, ObjectIx};
use crate::store::{Row, RowIx};
use crate::value::Value;

mod content;
mod defaults;
mod delete;
mod fields;
mod name;
mod reference;
mod unique;
mod value;

pub(crate) use delete::delete;
pub(crate) use value::{convert as key_of, key as key_value};

/// Which rules a write follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Create,
    Update,
    /// As a test fills the org: fields that no client may write are allowed.
    Seed,
}

/// The fields of a record to be written, checked one by one.
type Changes = Vec<(FieldIx, Value)>;

/// Creates a record. `text` is the body that the record is a part of.
pub(crate) fn create(
    call: &mut Call<'_>,
    object: ObjectIx,
    record: &JsonRecord<'_>,
    text: &str,
    mode: Mode,
) -> Result<Id, ApiError> {
    let schema = call.org.schema.clone();
    let described = schema.object(object);
    let (Some(prefix), true) = (
        described.key_prefix,
        described.createable || mode == Mode::Seed,
    ) else {
        return Err(cannot(described, "inserted"));
    };
    let mut changes = fields::read(call, object, record, text, mode)?;
    let given = take_id(described, &mut changes);
    require(described, &changes, mode)?;
    defaults::fill(call, object, &mut changes);
    content::fill(call, object, &mut changes);
    name::compose(described, &mut changes, None);
    require_defaults(described, &changes, mode)?;
    unique::check(call, object, &changes, None)?;
    let id = match given {
        Some(id) => id,
        None => call.store.new_id(prefix),
    };
    if let Some(row) = call.store.table(object).find(id) {
        let id = call.store.table(object).row(row).id;
        return Err(unique::duplicate("Id", id));
    }
    if let Some(field) = described.find("Id") {
        set(&mut changes, field, Value::Id(id));
    }
    call.store.insert(object, Row::new(id, changes));
    Ok(id)
}

/// Changes a record that is not deleted.
pub(crate) fn update(
    call: &mut Call<'_>,
    object: ObjectIx,
    row: RowIx,
    record: &JsonRecord<'_>,
    text: &str,
) -> Result<(), ApiError> {
    let schema = call.org.schema.clone();
    let described = schema.object(object);
    if !described.updateable {
        return Err(cannot(described, "updated"));
    }
    let mut changes = fields::read(call, object, record, text, Mode::Update)?;
    require(described, &changes, Mode::Update)?;
    unique::check(call, object, &changes, Some(row))?;
    let before = call.store.table(object).row(row).clone();
    name::compose(described, &mut changes, Some(&before));
    for (field, value) in stamp(call, described) {
        set(&mut changes, field, value);
    }
    call.store.update(object, row, changes);
    Ok(())
}

/// Who changed a record last, and when.
fn stamp(call: &Call<'_>, object: &Object) -> Changes {
    let now = Value::DateTime(clock::now_in_seconds());
    let user = call.context.user.map_or(Value::Null, Value::Id);
    [
        ("LastModifiedDate", now.clone()),
        ("SystemModstamp", now),
        ("LastModifiedById", user),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((object.find(name)?, value)))
    .collect()
}

/// Refuses a record that lacks a required field, or empties one.
fn require(object: &Object, changes: &Changes, mode: Mode) -> Result<(), ApiError> {
    let value = |field| {
        changes
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, value)| value)
    };
    // The last name of a person stands for the name of the account.
    let person = object.compound_name().is_some()
        && object
            .find("LastName")
            .and_then(value)
            .is_some_and(|name| !name.is_null());
    // White space alone is no value [M].
    let is_blank = |value: &Value| match value {
        Value::Text(text) => text.trim().is_empty(),
        value => value.is_null(),
    };
    let missing: Vec<&str> = object
        .fields()
        .filter(|(index, field)| match (value(*index), mode) {
            (None, Mode::Create) => field.required() && !(person && field.name == "Name"),
            (Some(value), Mode::Create) => is_blank(value) && field.required(),
            (Some(value), Mode::Update) => is_blank(value) && !field.nillable,
            _ => false,
        })
        .map(|(_, field)| field.name.as_str())
        .collect();
    refuse_missing(&missing)
}

/// Refuses a record that names null where null cannot be and the org has nothing to put there.
fn require_defaults(object: &Object, changes: &Changes, mode: Mode) -> Result<(), ApiError> {
    let is_left_empty = |(index, value): &&(FieldIx, Value)| {
        let field = object.field(*index);
        value.is_null() && field.createable && !field.nillable
    };
    let given = changes.iter().filter(|_| mode == Mode::Create);
    let missing: Vec<&str> = given
        .filter(is_left_empty)
        .map(|(index, _)| object.field(*index).name.as_str())
        .collect();
    refuse_missing(&missing)
}

fn refuse_missing(missing: &[&str]) -> Result<(), ApiError> {
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("Required fields are missing: [{}]", missing.join(", "));
    Err(ApiError::record("REQUIRED_FIELD_MISSING", message, missing))
}

/// Takes the id out of a seeded record.
fn take_id(object: &Object, changes: &mut Changes) -> Option<Id> {
    let at = changes
        .iter()
        .position(|(field, _)| object.field(*field).kind == FieldType::Id)?;
    changes.remove(at).1.as_id()
}

fn set(changes: &mut Changes, field: FieldIx, value: Value) {
    match changes.iter_mut().find(|(known, _)| *known == field) {
        Some(known) => known.1 = value,
        None => changes.push((field, value)),
    }
}

/// The object as a whole does not take such a call [M].
fn cannot(object: &Object, what: &str) -> ApiError {
    let message = format!("entity type cannot be {what}: {}", object.label);
    ApiError::record("INVALID_TYPE_FOR_OPERATION", message, &[])
}
