//! Reads records from the text of JSON.
//!
//! Tolerant: a key that the table does not know is kept, a value that is not what describe
//! promised is kept as JSON. Only malformed input is an error.
//!
//! The text is read fast, trusting that a field holds what describe says. Where one does not, and
//! a number or a structure would lose something on its way through serde, the text is read again,
//! exactly. Other formats than JSON text are made into text first.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::de::StrRead;

use crate::types::datetime::{parse_date, parse_datetime, parse_time};
use crate::types::decimal::parse_json_number;
use crate::types::{AnyObject, Id};

use super::raw_json::RawText;
use super::record::Record;
use super::shape::{Key, Shape, Shapes};
use super::value::Repr;
use super::{FieldDef, Kind, Table};

/// A picklist longer than this is kept as text: looking a value up would cost more than it saves.
const SHORT_PICKLIST: usize = 64;

/// How values are read.
#[derive(Default)]
pub(super) struct Mode {
    /// Every value by its text, whatever the field.
    exact: bool,
    /// A value was met that only exact reading keeps.
    inexact: Cell<bool>,
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

/// Reads one value of a field and appends it.
///
/// A value that is returned instead is copied on its way, which costs a tenth of reading a page.
struct ReadValue<'a> {
    field: &'static FieldDef,
    values: &'a mut Vec<Repr>,
    mode: &'a Mode,
}

impl ReadValue<'_> {
    /// A value that is not of the field's type, with its exact text.
    fn unexpected<E>(self, json: impl ToString) -> Result<(), E> {
        self.values.push(Repr::Json(json.to_string().into()));
        Ok(())
    }

    /// A value of which serde does not give the exact text.
    fn inexact<E>(self) -> Result<(), E> {
        self.mode.inexact.set(true);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for ReadValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.field.kind {
            Kind::Integer | Kind::Decimal | Kind::Float | Kind::Json => {
                let text = RawText.deserialize(deserializer)?;
                self.values.push(repr_of_json(self.field.kind, text));
                Ok(())
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for ReadValue<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value of {}", self.field.api)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        push_text(self.field, text, self.values);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        if self.field.kind != Kind::Boolean {
            return self.unexpected(value);
        }
        self.values.push(Repr::Bool(value));
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.values.push(Repr::Null);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.unexpected(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.unexpected(value)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.inexact()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.inexact()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.inexact()
    }
}

/// Appends a JSON string in a field of text, or of anything that is written as text.
fn push_text(field: &FieldDef, text: &str, values: &mut Vec<Repr>) {
    match field.kind {
        Kind::Id => {
            if let Some(id) = Id::<AnyObject>::from_text_unchecked_prefix(text) {
                return values.push(Repr::Id(id.raw()));
            }
        }
        Kind::Date => {
            if let Some(date) = parse_date(text) {
                return values.push(Repr::Date(date));
            }
        }
        Kind::DateTime => {
            if let Some(instant) = parse_datetime(text) {
                return values.push(Repr::DateTime(instant));
            }
        }
        Kind::Time => {
            if let Some(time) = parse_time(text) {
                return values.push(Repr::Time(time));
            }
        }
        Kind::Picklist if field.picklist.len() <= SHORT_PICKLIST => {
            if let Some(entry) = entry_of(field, text) {
                return values.push(Repr::Entry(entry));
            }
        }
        _ => {}
    }
    values.push(Repr::Text(text.into()));
}

fn entry_of(field: &FieldDef, text: &str) -> Option<u16> {
    // Values of one picklist tend to begin alike; the last byte spares most of the comparisons.
    let last = text.as_bytes().last();
    let place = field.picklist.iter().position(|entry| {
        entry.value.len() == text.len()
            && entry.value.as_bytes().last() == last
            && entry.value == text
    })?;
    u16::try_from(place).ok()
}

/// Appends a value of any field by its text.
fn push_json(field: &FieldDef, text: Cow<'_, str>, values: &mut Vec<Repr>) {
    match (field.kind, text.as_bytes().first()) {
        (Kind::Integer | Kind::Decimal | Kind::Float | Kind::Json, _) => {
            values.push(repr_of_json(field.kind, text));
        }
        (_, Some(b'"')) => match serde_json::from_str::<String>(&text) {
            Ok(text) => push_text(field, &text, values),
            // A lone surrogate is JSON and is no text.
            Err(_) => values.push(Repr::Json(text.into())),
        },
        (Kind::Boolean, Some(b't' | b'f')) => values.push(Repr::Bool(text == "true")),
        _ => values.push(repr_of_json(Kind::Json, text)),
    }
}

/// A JSON value in a field of numbers, or of anything.
fn repr_of_json(kind: Kind, text: Cow<'_, str>) -> Repr {
    if text == "null" {
        return Repr::Null;
    }
    let typed = match kind {
        Kind::Integer => text.parse().ok().map(Repr::Int).or_else(|| {
            let decimal = parse_json_number(&text)?;
            i64::try_from(decimal)
                .ok()
                .filter(|_| decimal.is_integer())
                .map(Repr::Int)
        }),
        Kind::Decimal => parse_json_number(&text).map(Repr::Decimal),
        Kind::Float => text
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .map(Repr::Float),
        _ => None,
    };
    typed.unwrap_or_else(|| Repr::Json(text.into()))
}

fn id_of<'a>(shape: &Shape, values: &'a [Repr]) -> Option<&'a [u8; 18]> {
    let place = shape.position(shape.table.index_of("Id")?)?;
    match values.get(place)? {
        Repr::Id(id) => Some(id),
        _ => None,
    }
}

/// `{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001…"}` says nothing that the
/// table and the id do not, the API version aside; anything else is kept as it is.
fn attributes_repr(table: &Table, text: &str, id: Option<&[u8; 18]>) -> Repr {
    let version = || {
        let rest = text.strip_prefix("{\"type\":\"")?.strip_prefix(table.api)?;
        let rest = rest.strip_prefix("\",\"url\":\"/services/data/v")?;
        let (version, rest) = rest.split_once('/')?;
        let rest = rest.strip_prefix("sobjects/")?.strip_prefix(table.api)?;
        let found = rest.strip_prefix('/')?.strip_suffix("\"}")?;
        (found.as_bytes() == id?).then(|| parse_version(version))?
    };
    match version() {
        Some(tenths) => Repr::Attributes(tenths),
        None if text == "null" => Repr::Null,
        None => Repr::Json(text.into()),
    }
}

/// The API version that `tenths` stands for, such as `66.0`.
pub(super) fn format_version(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The inverse of [`format_version`], for exactly what that writes.
fn parse_version(version: &str) -> Option<u16> {
    let (major, minor) = version.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let canonical = minor.len() == 1 && (major.len() == 1 || !major.starts_with('0'));
    if !canonical || !digits(major) || !digits(minor) {
        return None;
    }
    let tenths = major.parse::<u16>().ok()?.checked_mul(10)?;
    tenths.checked_add(minor.parse().ok()?)
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
