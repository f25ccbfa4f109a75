//! A record as it was read.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Deserializer;
use serde::de::DeserializeOwned;

use crate::types::{
    Address, AnyObject, BlobRef, Date, FieldValue, Id, Location, MultiPicklist, Picklist,
    PicklistValue, PolymorphicId, Time, Timestamp,
};

use super::handed::receive;
use super::read::read_record;
use super::shape::{Key, Shape};
use super::value::Repr;
use super::{Described, Page, Table};

/// What the org sent of one record: the fields that were selected, nulls, and whatever else was
/// there, in the order of the response.
///
/// Typed accessors are on the generated types; this one reads by place or by name. Nothing is
/// lost: keys and values that the snapshot does not know are kept and written back.
#[derive(Clone)]
pub struct Record {
    shape: Arc<Shape>,
    values: Box<[Repr]>,
}

impl Record {
    pub(super) fn new(shape: Arc<Shape>, values: Vec<Repr>) -> Self {
        Self {
            shape,
            values: values.into_boxed_slice(),
        }
    }

    /// Reads a record of `table` from JSON.
    ///
    /// # Errors
    /// The text is not a JSON object.
    pub fn from_json(table: &'static Table, json: &str) -> Result<Self, serde_json::Error> {
        read_record(table, json)
    }

    /// Reads a record of `table` from any serde format, by way of its JSON text.
    ///
    /// # Errors
    /// What the format reports, or a value that is no map.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        table: &'static Table,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        receive(table, deserializer)
    }

    /// The table of the record's object.
    pub fn table(&self) -> &'static Table {
        self.shape.table
    }

    /// The record's id, if it was selected.
    pub fn id(&self) -> Option<Id<AnyObject>> {
        let field = self.shape.table.index_of("Id")?;
        match self.repr(field)? {
            Repr::Id(raw) => Some(Id::from_raw(*raw)),
            _ => None,
        }
    }

    /// The names of all keys of the record, in the order of the response.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.shape.keys.iter().map(|key| self.shape.name(key))
    }

    /// The value of a key as JSON: a field, a relationship, or what the snapshot does not know.
    pub fn json(&self, name: &str) -> Option<String> {
        let place = match self.shape.table.index_of(name) {
            Some(field) => self.shape.position(field)?,
            None if name == "attributes" => self
                .shape
                .keys
                .iter()
                .position(|key| *key == Key::Attributes)?,
            None => self.shape.position_of_other(name)?,
        };
        serde_json::to_string(&self.wire(place)?).ok()
    }

    /// The parent record under a relationship name, such as `Owner`; read anew at each call.
    pub fn parent<T: Described>(&self, relationship: &str) -> FieldValue<T> {
        match self.related(relationship) {
            FieldValue::NotSelected => FieldValue::NotSelected,
            FieldValue::Null => FieldValue::Null,
            FieldValue::Unreadable => FieldValue::Unreadable,
            FieldValue::Value(text) => {
                readable(Record::from_json(T::TABLE, text).ok()).map(T::from_record)
            }
        }
    }

    /// The child records under a relationship name, such as `Contacts`; read anew at each call.
    /// The org says null where there are none, which is an empty page here.
    pub fn children<T: Described>(&self, relationship: &str) -> FieldValue<Page<T>> {
        match self.related(relationship) {
            FieldValue::NotSelected => FieldValue::NotSelected,
            FieldValue::Null => FieldValue::Value(Page::default()),
            FieldValue::Unreadable => FieldValue::Unreadable,
            FieldValue::Value(text) => readable(Page::from_json(text).ok()),
        }
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.shape
    }

    pub(super) fn reprs(&self) -> &[Repr] {
        &self.values
    }

    fn related(&self, relationship: &str) -> FieldValue<&str> {
        match self
            .shape
            .position_of_other(relationship)
            .and_then(|place| self.values.get(place))
        {
            None => FieldValue::NotSelected,
            Some(Repr::Json(text)) if **text == *"null" => FieldValue::Null,
            Some(Repr::Json(text)) => FieldValue::Value(text),
            Some(_) => FieldValue::Unreadable,
        }
    }

    /// Whether every key of this record has the same value in the other one.
    fn is_within(&self, other: &Self) -> bool {
        let mut pairs = self.shape.keys.iter().zip(&self.values);
        pairs.all(|(key, value)| {
            let theirs = other.shape.keys.iter().position(|theirs| theirs == key);
            theirs.and_then(|place| other.values.get(place)) == Some(value)
        })
    }

    fn repr(&self, field: u16) -> Option<&Repr> {
        self.values.get(self.shape.position(field)?)
    }

    fn read<'a, T>(
        &'a self,
        field: u16,
        read: impl FnOnce(&'a Repr) -> Option<T>,
    ) -> FieldValue<T> {
        match self.repr(field) {
            None => FieldValue::NotSelected,
            Some(Repr::Null) => FieldValue::Null,
            Some(repr) => readable(read(repr)),
        }
    }
}

/// What generated accessors call: the value of the field at a place of the table.
impl Record {
    /// Text.
    pub fn text(&self, field: u16) -> FieldValue<&str> {
        self.read(field, |repr| match repr {
            Repr::Text(text) => Some(&**text),
            _ => None,
        })
    }

    /// A checkbox.
    pub fn boolean(&self, field: u16) -> FieldValue<bool> {
        self.read(field, |repr| match repr {
            Repr::Bool(value) => Some(*value),
            _ => None,
        })
    }

    /// A whole number of 32 bits.
    pub fn int(&self, field: u16) -> FieldValue<i32> {
        self.read(field, |repr| match repr {
            Repr::Int(value) => i32::try_from(*value).ok(),
            _ => None,
        })
    }

    /// A whole number of 64 bits.
    pub fn long(&self, field: u16) -> FieldValue<i64> {
        self.read(field, |repr| match repr {
            Repr::Int(value) => Some(*value),
            _ => None,
        })
    }

    /// An exact number.
    pub fn decimal(&self, field: u16) -> FieldValue<Decimal> {
        self.read(field, |repr| match repr {
            Repr::Decimal(value) => Some(*value),
            _ => None,
        })
    }

    /// A number as `f64`.
    pub fn float(&self, field: u16) -> FieldValue<f64> {
        self.read(field, |repr| match repr {
            Repr::Float(value) => Some(*value),
            _ => None,
        })
    }

    /// A civil date.
    pub fn date(&self, field: u16) -> FieldValue<Date> {
        self.read(field, |repr| match repr {
            Repr::Date(value) => Some(*value),
            _ => None,
        })
    }

    /// An instant.
    pub fn datetime(&self, field: u16) -> FieldValue<Timestamp> {
        self.read(field, |repr| match repr {
            Repr::DateTime(value) => Some(*value),
            _ => None,
        })
    }

    /// A time of day.
    pub fn time(&self, field: u16) -> FieldValue<Time> {
        self.read(field, |repr| match repr {
            Repr::Time(value) => Some(*value),
            _ => None,
        })
    }

    /// An id.
    pub fn reference<T>(&self, field: u16) -> FieldValue<Id<T>> {
        self.read(field, |repr| match repr {
            Repr::Id(raw) => Some(Id::from_raw(*raw)),
            _ => None,
        })
    }

    /// An id of one of several objects.
    pub fn polymorphic<P: PolymorphicId>(&self, field: u16) -> FieldValue<P> {
        self.reference::<AnyObject>(field).map(P::from_id)
    }

    /// A picklist value.
    pub fn picklist<E: PicklistValue>(&self, field: u16) -> FieldValue<Picklist<E>> {
        self.read(field, |repr| match repr {
            Repr::Entry(entry) => E::from_index(usize::from(*entry)).map(Picklist::Known),
            Repr::Text(text) => Some(Picklist::from_value(text)),
            _ => None,
        })
    }

    /// The values of a multi-select picklist.
    pub fn multi_picklist<E: PicklistValue>(&self, field: u16) -> FieldValue<MultiPicklist<E>> {
        self.read(field, |repr| match repr {
            Repr::Text(text) => Some(MultiPicklist::parse(text)),
            _ => None,
        })
    }

    /// Where a body can be fetched.
    pub fn blob(&self, field: u16) -> FieldValue<BlobRef> {
        self.read(field, |repr| match repr {
            Repr::Text(path) => BlobRef::new(path.clone()).ok(),
            _ => None,
        })
    }

    /// A compound address.
    pub fn address(&self, field: u16) -> FieldValue<Address> {
        self.compound(field)
    }

    /// A geolocation.
    pub fn location(&self, field: u16) -> FieldValue<Location> {
        self.compound(field)
    }

    /// Any JSON.
    pub fn any(&self, field: u16) -> FieldValue<serde_json::Value> {
        self.compound(field)
    }

    fn compound<T: DeserializeOwned>(&self, field: u16) -> FieldValue<T> {
        self.read(field, |repr| match repr {
            Repr::Json(text) => serde_json::from_str(text).ok(),
            _ => None,
        })
    }
}

fn readable<T>(value: Option<T>) -> FieldValue<T> {
    value.map_or(FieldValue::Unreadable, FieldValue::Value)
}

/// Two records are equal when they hold the same keys with the same values, in any order.
impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        if !std::ptr::eq(self.table(), other.table()) || self.values.len() != other.values.len() {
            return false;
        }
        if self.shape.keys == other.shape.keys {
            return self.values == other.values;
        }
        // A key can come twice, so as many keys are not yet the same ones.
        self.is_within(other) && other.is_within(self)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(self.table().api);
        for (place, name) in self.keys().enumerate() {
            if name != "attributes" {
                out.field(name, &Shown(serde_json::to_string(&self.wire(place)).ok()));
            }
        }
        out.finish()
    }
}

/// A value in `Debug`, as its JSON.
struct Shown(Option<String>);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("?"))
    }
}
