//! What a field of a stored record holds.
//!
//! Must not know: fields, objects. How a value reads in JSON is here, because it depends on the
//! value alone: doubles always show a fraction, instants end in `+0000`.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::clock::{self, Millis};
use crate::id::Id;
use crate::json::WriteJson;

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

// Writing to a string cannot fail.
impl WriteJson for Value {
    fn write(&self, out: &mut String) {
        match self {
            Self::Null | Self::Blob(_) => out.push_str("null"),
            Self::Bool(value) => value.write(out),
            Self::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Number(value) => write_number(*value, out),
            Self::Text(text) => text.write(out),
            Self::Id(id) => id.as_str().write(out),
            Self::Date(date) => {
                let _ = write!(out, "\"{date}\"");
            }
            Self::DateTime(at) => {
                out.push('"');
                clock::write_datetime(*at, out);
                out.push('"');
            }
            Self::Time(at) => clock::time_text(*at).write(out),
            Self::Json(text) => out.push_str(text),
        }
    }
}

/// A double as Java prints it, which is what an org answers: always with a fraction, and with an
/// exponent from 1.0E7 on and below 0.001 [M]. All digits are kept.
fn write_number(value: Decimal, out: &mut String) {
    let value = value.normalize();
    if value.is_zero() {
        out.push_str("0.0");
        return;
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    let start = out.len();
    let mantissa = value.mantissa().unsigned_abs();
    let _ = match u64::try_from(mantissa) {
        // Much quicker than of 128 bits.
        Ok(mantissa) => write!(out, "{mantissa}"),
        Err(_) => write!(out, "{mantissa}"),
    };
    let digits = out.len() - start;
    let scale = value.scale() as usize;
    // The power of ten of the first digit.
    let exponent = i64::try_from(digits).unwrap_or(0) - i64::from(value.scale()) - 1;
    match exponent {
        -3..7 if scale == 0 => out.push_str(".0"),
        0..7 => out.insert(start + digits - scale, '.'),
        -3..0 => out.insert_str(start, &"0.000"[..2 + scale - digits]),
        _ => {
            let end = out.trim_end_matches('0').len();
            out.truncate(end);
            out.insert(start + 1, '.');
            if end == start + 1 {
                out.push('0');
            }
            let _ = write!(out, "E{exponent}");
        }
    }
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
            ("0.01", "0.01"),
            ("0.0123", "0.0123"),
            ("-0.5", "-0.5"),
            ("9999999", "9999999.0"),
            ("-20000000", "-2.0E7"),
            ("0.0000000000000000000000000001", "1.0E-28"),
            (
                "79228162514264337593543950335",
                "7.9228162514264337593543950335E28",
            ),
            (
                "7922816251426.4337593543950335",
                "7.9228162514264337593543950335E12",
            ),
            (
                "7.9228162514264337593543950335",
                "7.9228162514264337593543950335",
            ),
        ] {
            let mut written = String::new();
            write_number(number.parse().unwrap(), &mut written);
            assert_eq!(written, text);
            let back: f64 = text.parse().unwrap();
            assert_eq!(back, number.parse::<f64>().unwrap());
        }
    }

    #[test]
    fn values_are_small() {
        assert!(size_of::<Value>() <= 24);
    }
}
