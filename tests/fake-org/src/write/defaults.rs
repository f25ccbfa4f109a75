//! What the org sets itself when a record is created.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{Changes, set};
use crate::api::Call;
use crate::clock;
use crate::schema::{Field, FieldIx, FieldType, Object, ObjectIx};
use crate::value::Value;

/// Fills fields that the record does not name, or names as null where null cannot be.
pub(super) fn fill(call: &mut Call<'_>, object: ObjectIx, changes: &mut Changes) {
    let schema = call.org.schema.clone();
    let described = schema.object(object);
    for (index, field) in described.fields() {
        let given = changes.iter().find(|(known, _)| *known == index);
        let keep = match given {
            Some((_, value)) => !value.is_null() || field.nillable,
            None => false,
        };
        if keep {
            continue;
        }
        let value = match (field.name.as_str(), field.kind) {
            _ if field.auto_number => auto_number(call, object, index, field),
            (_, FieldType::Boolean) => boolean(field),
            _ if field.calculated => Value::Null,
            ("CreatedDate" | "LastModifiedDate" | "SystemModstamp", _) => {
                Value::DateTime(clock::now_in_seconds())
            }
            ("CreatedById" | "LastModifiedById" | "OwnerId", _) => {
                call.context.user.map_or(Value::Null, Value::Id)
            }
            ("RecordTypeId", _) => record_type(described),
            ("EventUuid", FieldType::Text) if described.is_event() => {
                Value::text(&call.org.random_uuid())
            }
            _ => default(field),
        };
        if !value.is_null() {
            set(changes, index, value);
        }
    }
    person(described, changes);
}

/// An account with a last name is a person.
fn person(object: &Object, changes: &mut Changes) {
    let (Some(flag), Some(last)) = (object.find("IsPersonAccount"), object.find("LastName")) else {
        return;
    };
    if changes
        .iter()
        .any(|(field, value)| *field == last && !value.is_null())
    {
        set(changes, flag, Value::Bool(true));
    }
}

/// Eight digits: describe does not say the format.
fn auto_number(call: &mut Call<'_>, object: ObjectIx, index: FieldIx, field: &Field) -> Value {
    let number = call.store.next_number(object, index);
    match field.kind {
        FieldType::Text => Value::text(&format!("{number:08}")),
        _ => Value::Int(i64::try_from(number).unwrap_or(i64::MAX)),
    }
}

fn boolean(field: &Field) -> Value {
    Value::Bool(!field.calculated && default(field) == Value::Bool(true))
}

fn record_type(object: &Object) -> Value {
    let default = object
        .record_types
        .iter()
        .find(|kind| kind.default && !kind.master);
    default.map_or(Value::Null, |kind| Value::Id(kind.id))
}

/// `defaultValue`, or a formula that is a literal or one of the few that need nothing else.
fn default(field: &Field) -> Value {
    let formula = field.default_formula.as_deref().map(str::trim);
    match (&field.default, field.kind) {
        (Json::Bool(value), FieldType::Boolean) => Value::Bool(*value),
        (Json::Number(number), FieldType::Int) => number.as_i64().map_or(Value::Null, Value::Int),
        (Json::Number(number), FieldType::Double) => number
            .to_string()
            .parse()
            .map_or(Value::Null, Value::Number),
        (
            Json::String(text),
            FieldType::Text | FieldType::Email | FieldType::Picklist | FieldType::MultiPicklist,
        ) => Value::text(text),
        (Json::String(text), FieldType::Double) => text.parse().map_or(Value::Null, Value::Number),
        (Json::String(text), FieldType::Int) => text.parse().map_or(Value::Null, Value::Int),
        _ => match (formula, field.kind) {
            (Some("TODAY()"), FieldType::Date) => Value::Date(
                jiff::Timestamp::now()
                    .to_zoned(jiff::tz::TimeZone::UTC)
                    .date(),
            ),
            (Some("NOW()"), FieldType::DateTime) => Value::DateTime(clock::now_in_seconds()),
            (Some("true" | "TRUE"), FieldType::Boolean) => Value::Bool(true),
            (Some(text), FieldType::Double) => {
                text.parse().map_or(Value::Null, |number: Decimal| {
                    // A formula counts a percentage in parts of one [M].
                    let percent = field.type_name == "percent";
                    let factor = if percent {
                        Decimal::ONE_HUNDRED
                    } else {
                        Decimal::ONE
                    };
                    number
                        .checked_mul(factor)
                        .map_or(Value::Null, Value::Number)
                })
            }
            (Some(text), FieldType::Int) => text.parse().map_or(Value::Null, Value::Int),
            (Some(text), FieldType::Text) => {
                let literal = text
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'));
                literal
                    .filter(|text| !text.contains('"'))
                    .map_or(Value::Null, Value::text)
            }
            _ => Value::Null,
        },
    }
}
