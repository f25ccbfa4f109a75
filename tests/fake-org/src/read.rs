//! How a stored record reads: `attributes` first, then the fields in the order they were asked for.
//!
//! Values are written straight from the row; no map is built. Compound fields are composed here from
//! their components.
//!
//! Must not know: how the record was found, HTTP.

use base64::Engine as _;
use serde::ser::{Serialize, Serializer};

use crate::api::Version;
use crate::json::{self, Members, WriteJson};
use crate::schema::{FieldIx, FieldType, Object};
use crate::store::Row;
use crate::value::Value;

/// A record with some of its fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordView<'a> {
    pub(crate) object: &'a Object,
    pub(crate) row: &'a Row,
    pub(crate) fields: &'a [FieldIx],
    pub(crate) version: Version,
}

/// `attributes` of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AttributesView<'a> {
    pub(crate) object: &'a Object,
    pub(crate) row: &'a Row,
    pub(crate) version: Version,
}

/// One field of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldView<'a> {
    pub(crate) object: &'a Object,
    pub(crate) row: &'a Row,
    pub(crate) field: FieldIx,
    pub(crate) version: Version,
}

/// `/services/data/v66.0/sobjects/Account/001...`
pub(crate) fn record_url(version: Version, object: &Object, row: &Row) -> String {
    format!(
        "/services/data/{version}/sobjects/{}/{}",
        object.name, row.id
    )
}

impl WriteJson for RecordView<'_> {
    fn write(&self, out: &mut String) {
        let Self {
            object,
            row,
            version,
            ..
        } = *self;
        let mut members = Members::open(out);
        let attributes = AttributesView {
            object,
            row,
            version,
        };
        members.member("attributes", &attributes);
        for &field in self.fields {
            let view = FieldView {
                object,
                row,
                field,
                version,
            };
            members.member(&object.field(field).name, &view);
        }
        members.close();
    }
}

impl AttributesView<'_> {
    /// All before the id, which is the same for all records of the object.
    pub(crate) fn write_lead(object: &Object, version: Version, out: &mut String) {
        let mut members = Members::open(out);
        members.member("type", object.name.as_str());
        // As `record_url` has it.
        let url = members.key("url");
        url.push_str("\"/services/data/");
        version.write(url);
        url.push_str("/sobjects/");
        json::write_escaped(&object.name, url);
        url.push('/');
    }

    /// All after it.
    pub(crate) fn write_end(out: &mut String) {
        out.push_str("\"}");
    }
}

impl WriteJson for AttributesView<'_> {
    fn write(&self, out: &mut String) {
        Self::write_lead(self.object, self.version, out);
        out.push_str(self.row.id.as_str());
        Self::write_end(out);
    }
}

impl WriteJson for FieldView<'_> {
    fn write(&self, out: &mut String) {
        let field = self.object.field(self.field);
        match (field.kind, self.row.get(self.field)) {
            (FieldType::Address | FieldType::Location, _) => self.compound(out),
            (_, Value::Blob(_)) => {
                let record = record_url(self.version, self.object, self.row);
                format!("{record}/{}", field.name).write(out);
            }
            (FieldType::Encrypted, Value::Text(text)) => masked(text).write(out),
            (_, value) => value.write(out),
        }
    }
}

impl Serialize for RecordView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

impl Serialize for AttributesView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

impl Serialize for FieldView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

impl FieldView<'_> {
    /// The components as one object; null where all of them are.
    fn compound(&self, out: &mut String) {
        let whole = &self.object.field(self.field).name;
        let mut parts: Vec<(String, &Value)> = self
            .object
            .components(self.field)
            .map(|(index, field)| (component(whole, &field.name), self.row.get(index)))
            .collect();
        if parts.iter().all(|(_, value)| value.is_null()) {
            out.push_str("null");
            return;
        }
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        let mut members = Members::open(out);
        for (name, value) in parts {
            members.member(&name, value);
        }
        members.close();
    }
}

/// `BillingPostalCode` of `BillingAddress` is `postalCode`, `Place__Latitude__s` is `latitude`.
fn component(whole: &str, part: &str) -> String {
    let prefix = whole.strip_suffix("Address").unwrap_or(whole);
    let prefix = prefix
        .strip_suffix("__c")
        .map_or_else(|| prefix.to_owned(), |name| format!("{name}__"));
    let name = part.strip_prefix(prefix.as_str()).unwrap_or(part);
    let name = name.strip_suffix("__s").unwrap_or(name);
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

/// What an encrypted text shows: its last four characters [M].
fn masked(text: &str) -> String {
    let hidden = text.chars().count().saturating_sub(4);
    let stars = std::iter::repeat_n('*', hidden);
    stars.chain(text.chars().skip(hidden)).collect()
}

/// A record as JSON for tests: every field, base64 bodies included.
pub(crate) fn whole(object: &Object, row: &Row) -> serde_json::Value {
    let fields: Vec<FieldIx> = object.fields().map(|(index, _)| index).collect();
    let view = RecordView {
        object,
        row,
        fields: &fields,
        version: Version::LATEST,
    };
    let mut json = serde_json::to_value(view).unwrap_or_default();
    for (index, field) in object.fields() {
        match row.get(index) {
            Value::Blob(bytes) => {
                json[&field.name] = base64::engine::general_purpose::STANDARD
                    .encode(bytes)
                    .into();
            }
            Value::Text(text) if field.kind == FieldType::Encrypted => {
                json[&field.name] = text.as_ref().into();
            }
            _ => {}
        }
    }
    json
}
