//! Turns the JSON of one field into a value, or says why the org refuses it.

use std::borrow::Cow;
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use serde_json::value::RawValue;

use crate::api::{ApiError, place};
use crate::clock;
use crate::id::Id;
use crate::schema::{Field, FieldType, Object};
use crate::value::Value;

/// A JSON value as it was written.
enum Scalar<'a> {
    Null,
    Flag(bool),
    Number(&'a str),
    Text(Cow<'a, str>),
    Structure,
}

/// A text that may have to be unescaped.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Scalar<'a> {
    fn of(raw: &'a RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Flag(true),
            Some(b'f') => Self::Flag(false),
            Some(b'{' | b'[') | None => Self::Structure,
            Some(b'"') => serde_json::from_str::<Text<'a>>(text)
                .map_or(Self::Structure, |text| Self::Text(text.0)),
            Some(_) => Self::Number(text),
        }
    }

    /// What the org's parser calls it.
    fn token(&self) -> (&'static str, &str) {
        match self {
            Self::Null => ("VALUE_NULL", "null"),
            Self::Flag(true) => ("VALUE_TRUE", "true"),
            Self::Flag(false) => ("VALUE_FALSE", "false"),
            Self::Number(text) if text.contains(['.', 'e', 'E']) => ("VALUE_NUMBER_FLOAT", text),
            Self::Number(text) => ("VALUE_NUMBER_INT", text),
            Self::Text(text) => ("VALUE_STRING", text),
            Self::Structure => ("START_OBJECT", ""),
        }
    }
}

/// Converts a field of a record of `object`; `text` is the whole body.
pub(crate) fn convert(
    object: &Object,
    field: &Field,
    raw: &RawValue,
    text: &str,
) -> Result<Value, ApiError> {
    let scalar = Scalar::of(raw);
    if let (Scalar::Null, FieldType::Boolean) = (&scalar, field.kind) {
        return Err(not_of_type(field, "null"));
    }
    // An empty id is null as well. [?] It may be a MALFORMED_ID.
    let is_empty = matches!(&scalar, Scalar::Text(text) if text.is_empty());
    if matches!(&scalar, Scalar::Null) || is_empty && field.kind != FieldType::Boolean {
        return Ok(Value::Null);
    }
    let unfit = || {
        let (token, value) = scalar.token();
        let kind = &field.type_name;
        let place = place(text, raw.get());
        ApiError::parser(format!(
            "Cannot deserialize instance of {kind} from {token} value {value} or request may be \
             missing a required field at {place}"
        ))
    };
    match (field.kind, &scalar) {
        (FieldType::Any, _) => Ok(Value::Json(raw.get().into())),
        (FieldType::Boolean, Scalar::Flag(value)) => Ok(Value::Bool(*value)),
        (FieldType::Int, Scalar::Number(number)) => int(field, number)?.ok_or_else(unfit),
        (FieldType::Int, Scalar::Text(number)) => {
            int(field, number)?.ok_or_else(|| not_of_type(field, number))
        }
        (FieldType::Double, Scalar::Number(number)) => double(field, number)?.ok_or_else(unfit),
        (FieldType::Double, Scalar::Text(number)) => {
            double(field, number)?.ok_or_else(|| not_of_type(field, number))
        }
        (FieldType::Date, Scalar::Text(date)) => {
            clock::parse_date(date).map(Value::Date).ok_or_else(unfit)
        }
        (FieldType::DateTime, Scalar::Text(at)) => clock::parse_datetime(at)
            .map(Value::DateTime)
            .ok_or_else(unfit),
        (FieldType::Time, Scalar::Text(at)) => {
            clock::parse_time(at).map(Value::Time).ok_or_else(unfit)
        }
        (FieldType::Id | FieldType::Reference, Scalar::Text(id)) => Id::parse(id)
            .map(Value::Id)
            .ok_or_else(|| ApiError::malformed_id(&field.label, id, &field.name)),
        (FieldType::Base64, Scalar::Text(body)) => STANDARD
            .decode(body.as_bytes())
            .map(|bytes| Value::Blob(Arc::from(bytes)))
            .map_err(|_| unfit()),
        (FieldType::Email, Scalar::Text(text)) => {
            fits(object, field, text)?;
            email(field, text)
        }
        (FieldType::Picklist, Scalar::Text(text)) => {
            allowed(field, text)?;
            fits(object, field, text)?;
            Ok(Value::text(text))
        }
        (FieldType::MultiPicklist, Scalar::Text(text)) => {
            let values: Vec<&str> = text.split(';').filter(|value| !value.is_empty()).collect();
            for value in &values {
                allowed(field, value)?;
            }
            fits(object, field, text)?;
            Ok(Value::text(&values.join(";")))
        }
        (FieldType::Text | FieldType::Encrypted, Scalar::Text(text)) => {
            fits(object, field, text)?;
            Ok(Value::text(text))
        }
        _ => Err(unfit()),
    }
}

/// A value by which a record is looked up, from the text of a path segment.
pub(crate) fn key(field: &Field, text: &str) -> Option<Value> {
    match field.kind {
        FieldType::Int => text.parse().ok().map(Value::Int),
        FieldType::Double => decimal(text).map(Value::Number),
        FieldType::Id | FieldType::Reference => Id::parse(text).map(Value::Id),
        _ if text.is_empty() => None,
        _ => Some(Value::text(text)),
    }
}

fn int(field: &Field, text: &str) -> Result<Option<Value>, ApiError> {
    let whole = !text.contains(['.', 'e', 'E']);
    let Some(number) = decimal(text).filter(|_| whole) else {
        return Ok(None);
    };
    let value = i64::try_from(number)
        .ok()
        .filter(|value| field.type_name == "long" || i32::try_from(*value).is_ok());
    let digits = number.abs().trunc().normalize().to_string().len();
    match value {
        Some(value) if field.digits == 0 || digits <= field.digits as usize => {
            Ok(Some(Value::Int(value)))
        }
        _ => Err(out_of_range(field, text)),
    }
}

fn double(field: &Field, text: &str) -> Result<Option<Value>, ApiError> {
    let Some(number) = decimal(text) else {
        // Beyond 28 digits is still a number.
        return match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Err(out_of_range(field, text)),
            _ => Ok(None),
        };
    };
    if field.precision == 0 {
        return Ok(Some(Value::Number(number)));
    }
    // Extra digits after the point are cut off without a word.
    let cut = number.trunc_with_scale(field.scale);
    let whole = cut.abs().trunc().to_string();
    let digits = if whole == "0" { 0 } else { whole.len() };
    if digits > field.precision.saturating_sub(field.scale) as usize {
        return Err(out_of_range(field, text));
    }
    Ok(Some(Value::Number(cut)))
}

fn decimal(text: &str) -> Option<Decimal> {
    // The library takes digits in groups, an org does not.
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
    {
        return None;
    }
    if text.contains(['e', 'E']) {
        Decimal::from_scientific(text).ok()
    } else {
        Decimal::from_str(text).ok()
    }
}

/// Lengths are counted in characters.
fn fits(object: &Object, field: &Field, text: &str) -> Result<(), ApiError> {
    if field.length == 0 || text.chars().count() <= field.length {
        return Ok(());
    }
    let message = format!(
        "{}: data value too large: {text} (max length={})",
        labelled(object, field),
        field.length
    );
    Err(ApiError::record("STRING_TOO_LONG", message, &[&field.name]))
}

/// `Account Name`: the label of a name alone does not tell the object.
fn labelled<'a>(object: &Object, field: &'a Field) -> Cow<'a, str> {
    if field.name == "Name" && field.label == "Name" {
        Cow::Owned(format!("{} Name", object.label))
    } else {
        Cow::Borrowed(&field.label)
    }
}

fn allowed(field: &Field, value: &str) -> Result<(), ApiError> {
    match &field.restricted_to {
        Some(values) if !values.contains(value) => {
            let label = &field.label;
            Err(ApiError::record(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                format!("{label}: bad value for restricted picklist field: {value}"),
                &[&field.name],
            ))
        }
        _ => Ok(()),
    }
}

fn email(field: &Field, text: &str) -> Result<Value, ApiError> {
    let sound = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(char::is_whitespace)
            && !host.contains('@')
    });
    if sound {
        return Ok(Value::text(text));
    }
    let message = format!("{}: invalid email address: {text}", field.label);
    Err(ApiError::record(
        "INVALID_EMAIL_ADDRESS",
        message,
        &[&field.name],
    ))
}

fn not_of_type(field: &Field, value: &str) -> ApiError {
    let message = format!("{}: value not of required type: {value}", field.label);
    ApiError::record("INVALID_TYPE_ON_FIELD_IN_RECORD", message, &[&field.name])
}

fn out_of_range(field: &Field, value: &str) -> ApiError {
    let message = format!(
        "{}: value outside of valid range on numeric field: {value}",
        field.label
    );
    ApiError::record("NUMBER_OUTSIDE_VALID_RANGE", message, &[&field.name])
}
