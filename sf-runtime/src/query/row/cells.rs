//! The values of one record, by column.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Fault, QueryRow, RowByType};
use crate::sobject::Page;
use crate::types::datetime::{parse_date, parse_datetime, parse_time};
use crate::types::decimal::parse_json_number;
use crate::types::{
    Address, BlobRef, Date, Decimal, Id, Location, MultiPicklist, Picklist, PicklistValue,
    PolymorphicId, Time, Timestamp,
};

/// The values of a record, each taken by the key of its column.
///
/// Each method takes a column as one type; those that end in `_or_null` take a null too. What cannot
/// be read is noted, and a value that stands for it is given; the row is thrown away then.
#[derive(Debug)]
pub struct Cells<'a> {
    /// Keys and the JSON of their values, in the order of the answer.
    entries: Vec<(Cow<'a, str>, &'a str)>,
    /// Where the next key is expected: the org answers in the order of the query.
    expected: usize,
    /// The columns of a row that takes them one after the other, and how many are taken.
    columns: &'static [&'static str],
    pub(super) next: usize,
    /// Whether there is no record, and every value is but a stand-in.
    is_blank: bool,
    fault: Option<Fault>,
}

impl<'a> Cells<'a> {
    /// Cuts a record into its values.
    pub(super) fn of(text: &'a str) -> Result<Self, Fault> {
        let mut cells = Self::blank();
        cells.is_blank = false;
        cells.entries.reserve(8);
        let mut input = serde_json::Deserializer::from_str(text);
        input
            .deserialize_map(Cut(&mut cells.entries))
            .map_err(|error| Fault::new("", error.to_string()))?;
        Ok(cells)
    }

    /// From now on these columns are taken, one after the other.
    pub(super) fn expect(&mut self, columns: &'static [&'static str]) {
        self.columns = columns;
        self.next = 0;
    }

    pub(super) fn blank() -> Self {
        Self {
            entries: Vec::new(),
            expected: 0,
            columns: &[],
            next: 0,
            is_blank: true,
            fault: None,
        }
    }

    pub(super) fn end(self) -> Result<(), Fault> {
        self.fault.map_or(Ok(()), Err)
    }

    /// The key of the next column in order.
    pub(super) fn next_key(&mut self) -> &'static str {
        let key = self.columns.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        key
    }

    /// The JSON of a column, if it was sent.
    fn json(&mut self, key: &str) -> Option<&'a str> {
        let place = match self.entries.get(self.expected) {
            Some((found, _)) if found == key => self.expected,
            _ => self
                .entries
                .iter()
                .position(|(found, _)| found.eq_ignore_ascii_case(key))?,
        };
        self.expected = place + 1;
        self.entries.get(place).map(|(_, json)| *json)
    }

    pub(super) fn note(&mut self, key: &str, fault: Fault) {
        if !self.is_blank && self.fault.is_none() {
            self.fault = Some(fault.below(key));
        }
    }

    /// The value of a column that is not nillable.
    pub(super) fn filled<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&'a str) -> Result<T, Fault>,
        stand_in: impl FnOnce() -> T,
    ) -> T {
        let value = match self.json(key) {
            Some("null") => Err("it is null, and the schema says that it never is"),
            Some(json) => Ok(read(json)),
            None => Err("the answer does not have it"),
        };
        let value = value.unwrap_or_else(|said| Err(Fault::new("", said)));
        value.unwrap_or_else(|fault| {
            self.note(key, fault);
            stand_in()
        })
    }

    pub(super) fn nullable<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&'a str) -> Result<T, Fault>,
    ) -> Option<T> {
        let json = self.json(key).filter(|json| *json != "null")?;
        match read(json) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.note(key, fault);
                None
            }
        }
    }

    /// A parent: the columns of a record inside of the record.
    pub fn parent<R: QueryRow>(&mut self, key: &str) -> R {
        self.filled(key, R::from_record, || R::read(&mut Cells::blank()))
    }

    /// A parent that there need not be.
    pub fn parent_or_null<R: QueryRow>(&mut self, key: &str) -> Option<R> {
        self.nullable(key, R::from_record)
    }

    /// A parent whose columns depend on its type.
    pub fn typed<T: RowByType>(&mut self, key: &str) -> T {
        self.filled(key, typed, || T::read("", &mut Cells::blank()))
    }

    /// A parent whose columns depend on its type, and that there need not be.
    pub fn typed_or_null<T: RowByType>(&mut self, key: &str) -> Option<T> {
        self.nullable(key, typed)
    }

    /// Child records: the first page of them. The org says null where there are none.
    pub fn children<R: QueryRow>(&mut self, key: &str) -> Page<R> {
        self.nullable(key, read_children).unwrap_or_default()
    }
}

/// A page of child records.
pub(super) fn read_children<R: QueryRow>(json: &str) -> Result<Page<R>, Fault> {
    R::page(json).map_err(|error| {
        let said = error.to_string();
        match Fault::parts(&said) {
            Some((path, reason)) => Fault::new(path, without_place(reason)),
            None => Fault::new("", without_place(&said)),
        }
    })
}

/// serde_json says where in the text; the text is the program's, not the reader's.
fn without_place(said: &str) -> &str {
    said.rsplit_once(" at line ").map_or(said, |(said, _)| said)
}

macro_rules! columns {
    ($($(#[$doc:meta])* $filled:ident $nullable:ident [$($generic:tt)*] $ty:ty = $read:expr, $stand_in:expr;)*) => {
        impl Cells<'_> {
            $(
                $(#[$doc])*
                pub fn $filled<$($generic)*>(&mut self, key: &str) -> $ty {
                    self.filled(key, $read, $stand_in)
                }

                $(#[$doc])*
                ///
                /// None where it is null.
                pub fn $nullable<$($generic)*>(&mut self, key: &str) -> Option<$ty> {
                    self.nullable(key, $read)
                }
            )*
        }
    };
}

columns! {
    /// Text.
    text text_or_null [] String = |json| string(json).map(Cow::into_owned), String::new;
    /// A checkbox.
    boolean boolean_or_null [] bool = boolean, || false;
    /// A whole number of 32 bits.
    int int_or_null [] i32 = whole, || 0;
    /// A whole number of 64 bits.
    long long_or_null [] i64 = whole, || 0;
    /// An exact number.
    decimal decimal_or_null [] Decimal = decimal, || Decimal::ZERO;
    /// A number as `f64`.
    float float_or_null [] f64 = float, || 0.0;
    /// A civil date.
    date date_or_null [] Date = |json| of_text(json, "a date", parse_date), || Date::ZERO;
    /// An instant.
    datetime datetime_or_null [] Timestamp
        = |json| of_text(json, "a datetime", parse_datetime), || Timestamp::UNIX_EPOCH;
    /// A time of day.
    time time_or_null [] Time = |json| of_text(json, "a time", parse_time), Time::midnight;
    /// An id.
    id id_or_null [T] Id<T> = id, blank_id;
    /// An id of one of several objects.
    polymorphic polymorphic_or_null [P: PolymorphicId] P
        = |json| id(json).map(P::from_id), || P::from_id(blank_id());
    /// A picklist value.
    picklist picklist_or_null [E: PicklistValue] Picklist<E>
        = |json| string(json).map(|text| Picklist::from_value(&text)), || Picklist::other("");
    /// The values of a multi-select picklist.
    multi_picklist multi_picklist_or_null [E: PicklistValue] MultiPicklist<E>
        = |json| string(json).map(|text| MultiPicklist::parse(&text)), MultiPicklist::new;
    /// Where the body of a binary field is.
    blob blob_or_null [] BlobRef
        = |json| of_text(json, "the path of a body", |text| BlobRef::new(text).ok()), blank_blob;
    /// A compound address.
    address address_or_null [] Address = any, Address::default;
    /// A geolocation.
    location location_or_null [] Location
        = any, || Location { latitude: 0.0, longitude: 0.0 };
    /// Any JSON.
    json_value json_value_or_null [] serde_json::Value = any, || serde_json::Value::Null;
}

pub(super) fn blank_id<T>() -> Id<T> {
    Id::from_raw(*b"000000000000000AAA")
}

fn blank_blob() -> BlobRef {
    BlobRef::blank()
}

fn not(json: &str, what: &str) -> Fault {
    let mut start: String = json.chars().take(40).collect();
    if start.len() < json.len() {
        start.push('…');
    }
    Fault::new("", format!("{start} is not {what}"))
}

/// The text of a JSON string, borrowed where it has no escapes.
pub(super) fn string(json: &str) -> Result<Cow<'_, str>, Fault> {
    if let Some(inside) = json
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        if !inside.as_bytes().contains(&b'\\') {
            return Ok(Cow::Borrowed(inside));
        }
        if let Ok(text) = serde_json::from_str(json) {
            return Ok(Cow::Owned(text));
        }
    }
    Err(not(json, "a text"))
}

pub(super) fn of_text<T>(
    json: &str,
    what: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Fault> {
    string(json)
        .ok()
        .and_then(|text| read(&text))
        .ok_or_else(|| not(json, what))
}

pub(super) fn boolean(json: &str) -> Result<bool, Fault> {
    match json {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(not(json, "a boolean")),
    }
}

pub(super) fn decimal(json: &str) -> Result<Decimal, Fault> {
    parse_json_number(json).ok_or_else(|| not(json, "a number"))
}

pub(super) fn float(json: &str) -> Result<f64, Fault> {
    let number = json.parse::<f64>().ok();
    number
        .filter(|number| number.is_finite() && !json.starts_with(['+', 'i', 'n', 'N']))
        .ok_or_else(|| not(json, "a number"))
}

/// The org writes a whole number as `300`, `300.0` or `3E2`.
pub(super) fn whole<T: TryFrom<i64>>(json: &str) -> Result<T, Fault> {
    let number = json.parse::<i64>().ok().or_else(|| {
        let decimal = parse_json_number(json).filter(Decimal::is_integer)?;
        i64::try_from(decimal).ok()
    });
    number
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| not(json, "a whole number in range"))
}

pub(super) fn id<T>(json: &str) -> Result<Id<T>, Fault> {
    of_text(json, "an id", Id::from_text_unchecked_prefix)
}

pub(super) fn any<T: DeserializeOwned>(json: &str) -> Result<T, Fault> {
    serde_json::from_str(json)
        .map_err(|error| Fault::new("", without_place(&error.to_string()).to_owned()))
}

/// Reads a record as one of several rows, by its type.
///
/// # Errors
/// It does not tell its type, or the first column that cannot be read.
#[doc(hidden)]
pub fn read_by_type<T: RowByType>(json: &str) -> Result<T, Fault> {
    typed(json)
}

fn typed<T: RowByType>(json: &str) -> Result<T, Fault> {
    #[derive(serde::Deserialize)]
    struct Head<'a> {
        #[serde(borrow)]
        attributes: Attributes<'a>,
    }
    #[derive(serde::Deserialize)]
    struct Attributes<'a> {
        #[serde(rename = "type", borrow)]
        object: Cow<'a, str>,
    }

    let head: Head<'_> = serde_json::from_str(json)
        .map_err(|_| Fault::new("attributes", "it does not tell the type of the record"))?;
    let object = &*head.attributes.object;
    let mut cells = Cells::of(json)?;
    let row = T::read(object, &mut cells);
    cells.end()?;
    Ok(row)
}

/// Notes the text of each value with its key.
struct Cut<'c, 'a>(&'c mut Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Visitor<'a> for Cut<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Key<'a>>()? {
            self.0
                .push((key.0, map.next_value::<&'a RawValue>()?.get()));
        }
        Ok(())
    }
}

/// A key, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
