//! What a field of a stored record holds.
//!
//! Must not know: fields, objects. How a value reads in JSON is here, because it depends on the
//! value alone: doubles always show a fraction, instants end in `+0000`.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::clock::{self, Millis};
use crate::id::Id;

/// A stored value. Text is never empty: an org keeps empty text as null.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Number(Decimal),
    Text(Box<str>),
    Id(Id),
    Date(Date),
    DateTime(Millis),
    Time(Time),
    /// The body of a base64 field. Reads as a URL, which the record view writes.
    Blob(Arc<[u8]>),
    /// JSON text of a field whose type has no form of its own.
    Json(Box<str>),
}

/// Where a field has no value.
pub(crate) static NULL: Value = Value::Null;

impl Value {
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(text.into())
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Id(id) => Some(id.as_str()),
            _ => None,
        }
    }

    pub(crate) fn as_id(&self) -> Option<Id> {
        match self {
            Self::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// By what an index finds the value: text without regard to case unless told otherwise.
    pub(crate) fn key(&self, case_sensitive: bool) -> Option<Box<str>> {
        Some(match self {
            Self::Null | Self::Blob(_) => return None,
            Self::Text(text) if case_sensitive => text.clone(),
            Self::Text(text) => text.to_lowercase().into(),
            Self::Bool(value) => value.to_string().into(),
            Self::Int(value) => value.to_string().into(),
            Self::Number(value) => value.normalize().to_string().into(),
            Self::Id(id) => id.as_str().into(),
            Self::Date(date) => date.to_string().into(),
            Self::DateTime(at) => at.to_string().into(),
            Self::Time(at) => at.to_string().into(),
            Self::Json(text) => text.clone(),
        })
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::Blob(_) => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Number(value) => raw(number_text(*value), serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Id(id) => serializer.serialize_str(id.as_str()),
            Self::Date(date) => serializer.collect_str(date),
            Self::DateTime(at) => serializer.serialize_str(&clock::datetime_text(*at)),
            Self::Time(at) => serializer.serialize_str(&clock::time_text(*at)),
            Self::Json(text) => raw(text.to_string(), serializer),
        }
    }
}

/// JSON text as it stands.
fn raw<S: Serializer>(text: String, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(text)
        .map_err(S::Error::custom)?
        .serialize(serializer)
}

/// A double as Java prints it, which is what an org answers: always with a fraction, and with an
/// exponent from 1.0E7 on and below 0.001 [M]. All digits are kept.
pub(crate) fn number_text(value: Decimal) -> String {
    let value = value.normalize();
    if value.is_zero() {
        return "0.0".to_owned();
    }
    let digits = value.mantissa().unsigned_abs().to_string();
    let digits = digits.trim_end_matches('0');
    let whole = value.mantissa().unsigned_abs().to_string().len();
    // The power of ten of the first digit.
    let exponent = i64::try_from(whole).unwrap_or(0) - i64::from(value.scale()) - 1;
    let mut text = String::new();
    if value.is_sign_negative() {
        text.push('-');
    }
    if (-3..7).contains(&exponent) {
        let plain = value.abs().to_string();
        text.push_str(&plain);
        if !plain.contains('.') {
            text.push_str(".0");
        }
        return text;
    }
    let (first, rest) = digits.split_at(1);
    let rest = if rest.is_empty() { "0" } else { rest };
    // Writing to a string cannot fail.
    let _ = write!(text, "{first}.{rest}E{exponent}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_java_doubles() {
        for (number, text) in [
            ("0", "0.0"),
            ("100", "100.0"),
            ("-5.50", "-5.5"),
            ("1234567.891", "1234567.891"),
            ("10000000", "1.0E7"),
            ("139000000", "1.39E8"),
            ("123456789012345678", "1.23456789012345678E17"),
            ("0.001", "0.001"),
            ("0.00025", "2.5E-4"),
        ] {
            assert_eq!(number_text(number.parse().unwrap()), text);
            let back: f64 = text.parse().unwrap();
            assert_eq!(back, number.parse::<f64>().unwrap());
        }
    }

    #[test]
    fn values_are_small() {
        assert!(size_of::<Value>() <= 24);
    }
}
