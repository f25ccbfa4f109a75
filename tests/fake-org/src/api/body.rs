//! Reads request bodies: records field by field, each value as it was written, so that no digit of
//! a number is lost and an error can say where it stands.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{ApiError, ApiRequest};

/// A record as it came: the fields in their order.
#[derive(Debug, Default)]
pub(crate) struct JsonRecord<'a> {
    /// `attributes.type`
    pub(crate) object: Option<String>,
    pub(crate) fields: Vec<(Cow<'a, str>, &'a RawValue)>,
}

impl<'a> JsonRecord<'a> {
    /// Takes a field out, by name without regard to case.
    pub(crate) fn take(&mut self, name: &str) -> Option<&'a RawValue> {
        let named = |(known, _): &(Cow<'_, str>, _)| known.eq_ignore_ascii_case(name);
        let at = self.fields.iter().position(named)?;
        Some(self.fields.remove(at).1)
    }

    /// The JSON of a field, by name without regard to case.
    pub(crate) fn find(&self, name: &str) -> Option<&'a RawValue> {
        let mut named = self
            .fields
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        named.next().map(|(_, raw)| *raw)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
}

/// A key of an object, borrowed unless it is escaped.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(serde::Deserialize)]
struct Attributes {
    #[serde(rename = "type")]
    object: Option<String>,
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonRecord<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = JsonRecord<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut record = JsonRecord::default();
                while let Some(Key(key)) = map.next_key()? {
                    if key == "attributes" {
                        let attributes: Option<Attributes> = map.next_value()?;
                        record.object = attributes.and_then(|found| found.object);
                    } else {
                        record.fields.push((key, map.next_value()?));
                    }
                }
                Ok(record)
            }
        }

        from.deserialize_map(Fields)
    }
}

/// The body as text.
pub(crate) fn text(request: &ApiRequest) -> Result<&str, ApiError> {
    let kind = request.header("content-type").unwrap_or_default();
    if !kind.is_empty() && !kind.to_ascii_lowercase().contains("json") {
        // [M]
        let message = format!("Content type {kind} is not supported: send application/json");
        return Err(ApiError::new(415, "UNSUPPORTED_MEDIA_TYPE", message));
    }
    let text = std::str::from_utf8(&request.body)
        .map_err(|_| ApiError::parser("Invalid UTF-8 in the request body"))?;
    if text.trim().is_empty() {
        return Err(ApiError::parser(
            "The HTTP entity body is required, but this request has no entity body.",
        ));
    }
    Ok(text)
}

/// Parses JSON that a client wrote.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let what = match error.classify() {
            serde_json::error::Category::Eof => "Unexpected end-of-input",
            serde_json::error::Category::Data => "Cannot deserialize the request",
            _ => "Unexpected character",
        };
        ApiError::parser(format!("{what} at [line:{line}, column:{column}]"))
    })
}

/// Where a part of a text stands, as `[line:1, column:18]`.
pub(crate) fn place(text: &str, part: &str) -> String {
    let at = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let before = at.and_then(|at| text.get(..at)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    format!("[line:{line}, column:{column}]")
}
