//! References to parents: whether the record exists and is of a right object, and parents named by
//! an external ID.

use serde_json::value::RawValue;

use super::{Mode, value};
use crate::api::{ApiError, Call, JsonRecord, parse};
use crate::id::Id;
use crate::schema::{Field, FieldType, Object, ObjectIx};
use crate::value::Value;

/// Refuses an id that the field may not hold. An object outside the snapshot has no records here,
/// so its ids are believed.
pub(super) fn check(
    call: &Call<'_>,
    object: &Object,
    field: &Field,
    id: Id,
    mode: Mode,
) -> Result<(), ApiError> {
    if field.name == "RecordTypeId" && !object.record_types.is_empty() {
        let usable = |id| {
            let mut types = object.record_types.iter();
            types.any(|kind| kind.id == id && kind.active && kind.available)
        };
        return if mode == Mode::Seed || usable(id) {
            Ok(())
        } else {
            // [M]
            let message = format!(
                "{}: this ID value isn't valid for the user: {id}",
                field.label
            );
            Err(ApiError::record(
                "INVALID_CROSS_REFERENCE_KEY",
                message,
                &[&field.name],
            ))
        };
    }
    let schema = &call.org.schema;
    let with_prefix = schema.with_prefix(id.key_prefix());
    let targets: Vec<Option<ObjectIx>> = field
        .reference_to
        .iter()
        .map(|name| schema.find(name))
        .collect();
    let fits = |object: &ObjectIx| targets.contains(&Some(*object));
    if with_prefix.is_empty() && targets.contains(&None) {
        return Ok(());
    }
    if !with_prefix.iter().any(fits) {
        return Err(ApiError::malformed_id(
            &field.label,
            id.as_str(),
            &field.name,
        ));
    }
    if mode == Mode::Seed {
        return Ok(());
    }
    let parent = call
        .store
        .locate(id)
        .filter(|(object, row)| fits(object) && !call.store.table(*object).row(*row).deleted);
    let Some((parent, row)) = parent else {
        let message = "invalid cross reference id";
        return Err(ApiError::record(
            "INVALID_CROSS_REFERENCE_KEY",
            message,
            &[],
        ));
    };
    let active = schema.object(parent).find("IsActive");
    let inactive = |flag| *call.store.table(parent).row(row).get(flag) == Value::Bool(false);
    if field.name == "OwnerId" && active.is_some_and(inactive) {
        let message = format!("operation performed with inactive user [{id}] as owner");
        return Err(ApiError::record("INACTIVE_OWNER_OR_USER", message, &[]));
    }
    Ok(())
}

/// The parent that `{"Ext__c": "value"}` names.
pub(super) fn by_external_id(
    call: &Call<'_>,
    field: &Field,
    raw: &RawValue,
    text: &str,
) -> Result<Value, ApiError> {
    if raw.get() == "null" {
        return Ok(Value::Null);
    }
    let named: JsonRecord<'_> = parse(raw.get())?;
    let parent = parent_object(call, field, &named)?;
    let described = call.org.schema.object(parent);
    let [(name, raw)] = named.fields.as_slice() else {
        let message = format!(
            "{}: a parent is named by one external ID field",
            field.relationship.as_deref().unwrap_or(&field.name)
        );
        return Err(ApiError::new(400, "INVALID_FIELD", message));
    };
    let key = described
        .find(name)
        .ok_or_else(|| ApiError::no_column(name, &described.name))?;
    let key_field = described.field(key);
    if !key_field.is_external_id() {
        let message = format!(
            "Field name provided, {name} is not an External ID or indexed field for {}",
            described.name
        );
        return Err(ApiError::new(400, "INVALID_FIELD", message));
    }
    let value = value::convert(described, key_field, raw, text)?;
    if key_field.kind == FieldType::Id {
        return Ok(value);
    }
    let rows = call.store.table(parent).find_by(key, &value);
    match rows.as_slice() {
        [row] => Ok(Value::Id(call.store.table(parent).row(*row).id)),
        [] => {
            let value = raw.get().trim_matches('"');
            let message = format!(
                "Foreign key external ID: {value} not found for field {} in entity {}",
                key_field.name, described.name
            );
            Err(ApiError::record("INVALID_FIELD", message, &[]))
        }
        _ => {
            // [M]
            let message = format!(
                "More than one record found for external id field: {}",
                key_field.name
            );
            Err(ApiError::record("INVALID_FIELD", message, &[]))
        }
    }
}

/// Which object the parent is of: `attributes.type`, where the field may refer to several.
fn parent_object(
    call: &Call<'_>,
    field: &Field,
    named: &JsonRecord<'_>,
) -> Result<ObjectIx, ApiError> {
    let schema = &call.org.schema;
    let name = match (&named.object, field.reference_to.as_slice()) {
        (Some(name), targets) => targets
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name)),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    name.and_then(|name| schema.find(name)).ok_or_else(|| {
        // [M]
        let message = format!(
            "The relationship {} needs the object of the parent: give attributes with a type",
            field.relationship.as_deref().unwrap_or(&field.name)
        );
        ApiError::new(400, "INVALID_FIELD", message)
    })
}
