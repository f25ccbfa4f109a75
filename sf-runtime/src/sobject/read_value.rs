//! Reads one value of a field: by its JSON type where that says enough, by its text otherwise.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::types::datetime::{parse_date, parse_datetime, parse_time};
use crate::types::decimal::parse_json_number;
use crate::types::{AnyObject, Id};

use super::raw_json::RawText;
use super::read::Mode;
use super::value::Repr;
use super::{FieldDef, Kind};

/// A picklist longer than this is kept as text: looking a value up would cost more than it saves.
const SHORT_PICKLIST: usize = 64;

/// Reads one value of a field and appends it.
///
/// A value that is returned instead is copied on its way, which costs a tenth of reading a page.
pub(super) struct ReadValue<'a> {
    pub(super) field: &'static FieldDef,
    pub(super) values: &'a mut Vec<Repr>,
    pub(super) mode: &'a Mode,
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
pub(super) fn push_json(field: &FieldDef, text: Cow<'_, str>, values: &mut Vec<Repr>) {
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
