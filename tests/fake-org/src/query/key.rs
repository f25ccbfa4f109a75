//! Values as they are compared, ordered and grouped: text without regard to case unless the field
//! has it, numbers by value whatever their type.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use crate::id::Id;
use crate::value::Value;

/// A comparable value. Null comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    Null,
    Bool(bool),
    Number(Decimal),
    /// The place in the order that a picklist has, and the value for those that have none.
    Rank(usize, Box<str>),
    Text(Box<str>),
    Id(Id),
    Date(Date),
    DateTime(i64),
    Time(Time),
}

impl Key {
    pub(crate) fn of(value: &Value, case_sensitive: bool) -> Self {
        match value {
            Value::Null | Value::Blob(_) => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Number(Decimal::from(*value)),
            Value::Number(value) => Self::Number(value.normalize()),
            Value::Text(text) | Value::Json(text) => Self::Text(fold(text, case_sensitive)),
            Value::Id(id) => Self::Id(*id),
            Value::Date(date) => Self::Date(*date),
            Value::DateTime(at) => Self::DateTime(*at),
            Value::Time(at) => Self::Time(*at),
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }
}

/// Text as it is compared.
pub(crate) fn fold(text: &str, case_sensitive: bool) -> Box<str> {
    folded(text, case_sensitive).into()
}

fn folded(text: &str, case_sensitive: bool) -> Cow<'_, str> {
    if case_sensitive {
        Cow::Borrowed(text)
    } else if text.is_ascii() {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Owned(text.to_lowercase())
    }
}
