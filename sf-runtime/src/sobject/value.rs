//! One value of a field, as it is kept.

use rust_decimal::Decimal;

use crate::types::{AnyObject, Date, Time, Timestamp};

use super::NewId;
use super::draft::ParentRef;

/// A value on its way from or to the org.
///
/// Its inside is the runtime's own: it is made by [`IntoField`](super::IntoField) and read through
/// typed accessors.
#[derive(Clone, PartialEq, Debug)]
pub struct Value(pub(super) Repr);

/// 24 bytes, so that a record of twenty fields stays near what a hand-written struct takes.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Repr {
    Null,
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Float(f64),
    Text(Box<str>),
    /// The API value of a known picklist value.
    Static(&'static str),
    /// Place of an active value among the field's picklist entries.
    Entry(u16),
    Id([u8; 18]),
    Date(Date),
    Time(Time),
    DateTime(Timestamp),
    Bytes(Box<[u8]>),
    /// The text of any JSON that has no better place.
    Json(Box<str>),
    /// `attributes` as the org always writes it: type, id and the API version in tenths.
    Attributes(u16),
    /// The id of a record that the same composite creates.
    NewId(NewId<AnyObject>),
    /// A parent named by its external ID.
    Parent(Box<ParentRef<()>>),
}

impl Value {
    /// JSON `null`: clears a field.
    pub const NULL: Self = Self(Repr::Null);
}

impl From<Repr> for Value {
    fn from(repr: Repr) -> Self {
        Self(repr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_24_bytes() {
        assert_eq!(std::mem::size_of::<Value>(), 24);
    }
}
