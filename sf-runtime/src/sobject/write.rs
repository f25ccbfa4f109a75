//! Writes records and drafts as the REST API wants them.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::types::datetime::{
    format_date, format_datetime_read, format_datetime_write, format_time,
};
use crate::types::decimal::JsonDecimal;
use crate::types::{AnyObject, Id};

use super::attributes::format_version;
use super::record::Record;
use super::value::Repr;
use super::{FieldDef, Table, raw_json};

/// A value with what is needed to write it.
pub(super) struct Wire<'a> {
    repr: &'a Repr,
    field: Option<&'static FieldDef>,
    form: Form<'a>,
}

/// Instants are read with `+0000` and written with `Z`.
#[derive(Clone, Copy)]
enum Form<'a> {
    Read(&'a Record),
    Write,
}

impl Record {
    /// The value at a place of the record.
    pub(super) fn wire(&self, place: usize) -> Option<Wire<'_>> {
        let key = self.shape().keys.get(place)?;
        Some(Wire {
            repr: self.reprs().get(place)?,
            field: match key {
                super::shape::Key::Field(field) => self.table().fields.get(usize::from(*field)),
                _ => None,
            },
            form: Form::Read(self),
        })
    }
}

impl<'a> Wire<'a> {
    /// A value that is on its way to the org.
    pub(super) fn to_org(repr: &'a Repr, field: Option<&'static FieldDef>) -> Self {
        Self {
            repr,
            field,
            form: Form::Write,
        }
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.reprs().len()))?;
        for (place, name) in self.keys().enumerate() {
            map.serialize_entry(name, &self.wire(place))?;
        }
        map.end()
    }
}

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.repr {
            Repr::Null => serializer.serialize_unit(),
            Repr::Bool(value) => serializer.serialize_bool(*value),
            Repr::Int(value) => serializer.serialize_i64(*value),
            Repr::Decimal(value) => JsonDecimal(value).serialize(serializer),
            // JSON has no such number, and serde would write null, which clears the field.
            Repr::Float(value) if !value.is_finite() => Err(serde::ser::Error::custom(
                format_args!("{value} is not a number that JSON can hold"),
            )),
            Repr::Float(value) => serializer.serialize_f64(*value),
            Repr::Text(text) => serializer.serialize_str(text),
            Repr::Static(text) => serializer.serialize_str(text),
            Repr::Entry(entry) => serializer.serialize_str(
                self.field
                    .and_then(|field| field.picklist.get(usize::from(*entry)))
                    .map_or("", |entry| entry.value),
            ),
            Repr::Id(raw) => serializer.serialize_str(Id::<AnyObject>::from_raw(*raw).as_str()),
            Repr::Date(date) => serializer.serialize_str(&format_date(*date)),
            Repr::Time(time) => serializer.serialize_str(&format_time(*time)),
            Repr::DateTime(instant) => serializer.serialize_str(&match self.form {
                Form::Read(_) => format_datetime_read(*instant),
                Form::Write => format_datetime_write(*instant),
            }),
            Repr::Bytes(bytes) => serializer.collect_str(&base64::display::Base64Display::new(
                bytes,
                &base64::engine::general_purpose::STANDARD,
            )),
            Repr::Json(text) => raw_json::serialize(text, serializer),
            Repr::Attributes(version) => {
                let (table, id) = match self.form {
                    Form::Read(record) => (Some(record.table()), record.id()),
                    Form::Write => (None, None),
                };
                attributes(table, id.as_ref().map(Id::as_str), *version, serializer)
            }
            Repr::NewId(id) => serializer.serialize_str(id.expression()),
            Repr::Parent(parent) => {
                let mut map = serializer.serialize_map(None)?;
                if parent.polymorphic {
                    map.serialize_entry(
                        "attributes",
                        &Type {
                            r#type: parent.object,
                        },
                    )?;
                }
                map.serialize_entry(parent.field, &Wire::to_org(&parent.key.0, None))?;
                map.end()
            }
        }
    }
}

#[derive(Serialize)]
struct Type {
    r#type: &'static str,
}

fn attributes<S: Serializer>(
    table: Option<&Table>,
    id: Option<&str>,
    version: u16,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (api, id) = (table.map_or("", |table| table.api), id.unwrap_or_default());
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("type", api)?;
    map.serialize_entry(
        "url",
        &format_args!(
            "/services/data/v{}/sobjects/{api}/{id}",
            format_version(version)
        ),
    )?;
    map.end()
}
