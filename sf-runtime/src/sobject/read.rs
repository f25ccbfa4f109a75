//! Reads records from the text of JSON.
//!
//! Tolerant: a key that the table does not know is kept, a value that is not what describe
//! promised is kept as JSON. Only malformed input is an error.
//!
//! The text is read fast, trusting that a field holds what describe says. Where one does not, and
//! a number or a structure would lose something on its way through serde, the text is read again,
//! exactly. Other formats than JSON text are made into text first.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;

use super::attributes::{attributes_repr, id_of};
use super::raw_json::RawText;
use super::read_value::{ReadValue, push_json};
use super::record::Record;
use super::shape::{Key, Shape, Shapes};
use super::value::Repr;
use super::{FieldDef, Table};

/// How values are read.
#[derive(Default)]
pub(super) struct Mode {
    /// Every value by its text, whatever the field.
    exact: bool,
    /// A value was met that only exact reading keeps.
    pub(super) inexact: Cell<bool>,
}

/// A reader of JSON text.
pub(super) type Text<'de> = serde_json::Deserializer<StrRead<'de>>;

/// Reads the whole text: fast, and exactly if that is needed.
pub(super) fn read_text<'de, T>(
    text: &'de str,
    read: impl Fn(&mut Text<'de>, &Mode) -> Result<T, serde_json::Error>,
) -> Result<T, serde_json::Error> {
    let whole = |mode: &Mode| {
        let mut input = serde_json::Deserializer::from_str(text);
        let value = read(&mut input, mode)?;
        input.end()?;
        Ok(value)
    };
    let mode = Mode::default();
    match whole(&mode) {
        Ok(value) if !mode.inexact.get() => Ok(value),
        // An error too may come from a number that is out of range, or from deep nesting.
        _ => whole(&Mode {
            exact: true,
            ..Mode::default()
        }),
    }
}

/// Reads one record of a table.
pub(super) struct ReadRecord<'a> {
    pub(super) table: &'static Table,
    pub(super) shapes: &'a mut Shapes,
    pub(super) mode: &'a Mode,
}

impl<'de> DeserializeSeed<'de> for ReadRecord<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ReadRecord<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a record of {}", self.table.api)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let expected = self.shapes.expected();
        let mut keys = Keys {
            table: self.table,
            expected: expected.as_deref(),
            seen: 0,
            diverged: None,
        };
        let mut values = Vec::with_capacity(expected.as_ref().map_or(8, |shape| shape.keys.len()));
        let mut attributes = None;
        while let Some(place) = map.next_key_seed(&mut keys)? {
            match place {
                Place::Attributes => {
                    attributes = Some((values.len(), map.next_value_seed(RawText)?));
                    values.push(Repr::Null);
                }
                Place::Field(field) if self.mode.exact => {
                    let text = map.next_value_seed(RawText)?;
                    push_json(field, text, &mut values);
                }
                Place::Field(field) => map.next_value_seed(ReadValue {
                    field,
                    values: &mut values,
                    mode: self.mode,
                })?,
                Place::Other => {
                    let text = map.next_value_seed(RawText)?;
                    values.push(Repr::Json(text.into()));
                }
            }
        }
        let Keys { seen, diverged, .. } = keys;
        let shape = match (diverged, expected) {
            (None, Some(shape)) if seen == shape.keys.len() => shape,
            // The record ended before the one that it is like.
            (None, Some(shape)) => {
                let keys = shape.keys.iter().take(seen).cloned().collect();
                self.shapes.intern(self.table, keys)
            }
            (diverged, _) => self.shapes.intern(self.table, diverged.unwrap_or_default()),
        };
        if let Some((place, text)) = attributes {
            let repr = attributes_repr(self.table, &text, id_of(&shape, &values));
            if let Some(slot) = values.get_mut(place) {
                *slot = repr;
            }
        }
        Ok(Record::new(shape, values))
    }
}

/// Where the next value belongs.
enum Place {
    Attributes,
    Field(&'static FieldDef),
    Other,
}

/// The keys met so far: those expected, until one is not.
struct Keys<'a> {
    table: &'static Table,
    expected: Option<&'a Shape>,
    seen: usize,
    diverged: Option<Vec<Key>>,
}

impl Keys<'_> {
    fn next(&mut self, name: &str) -> Place {
        if self.diverged.is_none()
            && let Some(place) = self.expected_place(name)
        {
            self.seen += 1;
            return place;
        }
        self.diverge(name)
    }

    /// Where the value belongs if `name` is the key that is expected next.
    #[inline]
    fn expected_place(&self, name: &str) -> Option<Place> {
        match self.expected?.keys.get(self.seen)? {
            Key::Field(field) => self
                .table
                .fields
                .get(usize::from(*field))
                .filter(|field| field.api == name)
                .map(Place::Field),
            Key::Attributes => (name == "attributes").then_some(Place::Attributes),
            Key::Other(other) => (**other == *name).then_some(Place::Other),
        }
    }

    #[cold]
    fn diverge(&mut self, name: &str) -> Place {
        let field = self.table.index_of(name).and_then(|index| {
            let field = self.table.fields.get(usize::from(index))?;
            Some((index, field))
        });
        let (key, place) = match field {
            Some((index, field)) => (Key::Field(index), Place::Field(field)),
            None if name == "attributes" => (Key::Attributes, Place::Attributes),
            None => (Key::Other(name.into()), Place::Other),
        };
        let (expected, seen) = (self.expected, self.seen);
        self.diverged
            .get_or_insert_with(|| {
                expected.map_or_else(Vec::new, |shape| {
                    shape.keys.iter().take(seen).cloned().collect()
                })
            })
            .push(key);
        place
    }
}

impl<'de> DeserializeSeed<'de> for &mut Keys<'_> {
    type Value = Place;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Place, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for &mut Keys<'_> {
    type Value = Place;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key of a record")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Place, E> {
        Ok(self.next(name))
    }
}

/// Reads a record with the thread's shapes.
pub(super) fn read_record(table: &'static Table, text: &str) -> Result<Record, serde_json::Error> {
    read_text(text, |input, mode| {
        let mut shapes = Shapes::take(table);
        let record = ReadRecord {
            table,
            shapes: &mut shapes,
            mode,
        }
        .deserialize(input);
        shapes.put(table);
        record
    })
}

/// Reads an array of records with one set of shapes.
pub(super) struct ReadRecords<'a> {
    pub(super) table: &'static Table,
    pub(super) shapes: &'a mut Shapes,
    pub(super) mode: &'a Mode,
}

impl<'de> DeserializeSeed<'de> for ReadRecords<'_> {
    type Value = Vec<Record>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Record>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ReadRecords<'_> {
    type Value = Vec<Record>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array of records of {}", self.table.api)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Record>, A::Error> {
        let mut records = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(2_000));
        while let Some(record) = seq.next_element_seed(ReadRecord {
            table: self.table,
            shapes: &mut *self.shapes,
            mode: self.mode,
        })? {
            records.push(record);
        }
        Ok(records)
    }
}
