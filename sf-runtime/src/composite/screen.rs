//! Looks for text that the org would take for a reference.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::call::CallInfo;
use crate::error::Error;

use super::reference::{Found, Nonce};

/// What is looked at: a part, and the composite that it is in.
pub(super) struct Screen<'a> {
    pub(super) nonce: Nonce,
    pub(super) place: usize,
    pub(super) info: &'a CallInfo,
    /// The parts that it refers to.
    pub(super) parts: Vec<usize>,
}

impl Screen<'_> {
    /// Looks at a URL, encoded or not: whether the org decodes before or after is not told.
    pub(super) fn url(&mut self, url: &str) -> Result<(), Error> {
        self.text("its URL", &percent_decode_str(url).decode_utf8_lossy())
    }

    /// Looks at a body.
    pub(super) fn body(&mut self, json: &[u8]) -> Result<(), Error> {
        let has = |what: &[u8]| json.windows(what.len()).any(|part| part == what);
        // Nothing that is written here is escaped so, but a call may bring a body of its own.
        if !has(b"@{") && !has(b"\\u") {
            return Ok(());
        }
        let body: Value = serde_json::from_slice(json).map_err(|error| {
            Error::request(format!(
                "part {} ({}): its body cannot be searched for references: {error}",
                self.place, self.info
            ))
        })?;
        self.value("", &body)
    }

    /// No deeper than serde reads, which is 128.
    fn value(&mut self, field: &str, value: &Value) -> Result<(), Error> {
        match value {
            Value::String(text) => self.text(&format!("its field {field}"), text),
            Value::Array(items) => items.iter().try_for_each(|item| self.value(field, item)),
            Value::Object(entries) => entries.iter().try_for_each(|(key, value)| {
                self.text("a key of its body", key)?;
                if field.is_empty() {
                    self.value(key, value)
                } else {
                    self.value(&format!("{field}.{key}"), value)
                }
            }),
            _ => Ok(()),
        }
    }

    fn text(&mut self, place: &str, text: &str) -> Result<(), Error> {
        for found in self.nonce.find(text) {
            match found {
                Found::Part(part) if part < self.place => self.parts.push(part),
                Found::Part(_) => {
                    return Err(self.refusal(
                        place,
                        "names a record that no earlier part brings: add the part that brings it \
                         first",
                    ));
                }
                Found::Elsewhere => {
                    return Err(self.refusal(
                        place,
                        "names a record that another composite brings: use this one's handles, or \
                         the record's id once it has one",
                    ));
                }
                Found::Text => {
                    return Err(self.refusal(
                        place,
                        "holds the characters `@{`, which the org would take for a reference to \
                         another part: send it alone, or with `Client::create_all` and its kin",
                    ));
                }
            }
        }
        Ok(())
    }

    /// The text itself is not told: it may be anybody's.
    fn refusal(&self, place: &str, why: &str) -> Error {
        Error::request(format!(
            "part {} ({}): {place} {why}",
            self.place, self.info
        ))
    }
}
