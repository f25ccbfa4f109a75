//! Hands a record over to the type that holds it, through serde alone.
//!
//! A page of a generated object is read at once, with the shapes of its records shared; a page of
//! any other row is read as serde reads it. Which of the two it is, is not in the types, because
//! generated objects are rows as any other. So the row is asked: [`Record::deserialize`] tells its
//! table to a deserializer that asks for it by a name of its own, and takes from it the record that
//! it holds. To every other deserializer it is an ordinary map.

use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::raw_json::RawText;
use super::read::read_record;
use super::{Record, Table};

/// The name by which a generated object asks for a record that was read already.
const NAME: &str = "$sf_runtime::Record";

/// What passes between a generated object and the deserializers here, which call it and are called
/// by it in one go.
enum Passing {
    Nothing,
    Table(&'static Table),
    Record(Record),
}

thread_local! {
    static PASSING: RefCell<Passing> = const { RefCell::new(Passing::Nothing) };
}

fn pass(what: Passing) -> Passing {
    PASSING.replace(what)
}

/// The table of a generated object, or of a type that reads as one; none for any other type.
pub(super) fn table_of<'de, T: Deserialize<'de>>() -> Option<&'static Table> {
    // The probe answers with an error once it has the table.
    let _ = T::deserialize(Giver(None));
    match pass(Passing::Nothing) {
        Passing::Table(table) => Some(table),
        _ => None,
    }
}

/// The record as a type of which [`table_of`] told the table.
pub(super) fn hand_over<'de, T: Deserialize<'de>>(
    record: Record,
) -> Result<T, serde::de::value::Error> {
    T::deserialize(Giver(Some(record)))
}

/// Reads a record: the other side of [`hand_over`], and what generated objects deserialize by.
pub(super) fn receive<'de, D: Deserializer<'de>>(
    table: &'static Table,
    deserializer: D,
) -> Result<Record, D::Error> {
    deserializer.deserialize_newtype_struct(NAME, Receiver(table))
}

/// A deserializer that holds a record, or asks for a table.
struct Giver(Option<Record>);

impl<'de> Deserializer<'de> for Giver {
    type Error = serde::de::value::Error;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if name != NAME {
            return visitor.visit_newtype_struct(self);
        }
        pass(self.0.map_or(Passing::Nothing, Passing::Record));
        visitor.visit_unit()
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("not a generated object"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Receiver(&'static Table);

impl Receiver {
    fn read<E: Error>(self, text: &str) -> Result<Record, E> {
        read_record(self.0, text).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for Receiver {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a record of {}", self.0.api)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Record, D::Error> {
        self.read(&RawText.deserialize(inner)?)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Record, A::Error> {
        self.read(&RawText.visit_map(map)?)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Record, D::Error> {
        self.visit_newtype_struct(inner)
    }

    /// What only a [`Giver`] answers with a record; of anything else it is no record.
    fn visit_unit<E: Error>(self) -> Result<Record, E> {
        match pass(Passing::Table(self.0)) {
            Passing::Record(record) if std::ptr::eq(record.table(), self.0) => {
                pass(Passing::Nothing);
                Ok(record)
            }
            _ => Err(E::invalid_type(serde::de::Unexpected::Unit, &self)),
        }
    }
}
