//! `@{ref.field}` in a part's URL and body, replaced by what an earlier part answered.

use std::collections::HashMap;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::api::ApiError;

/// How deep expressions may lie in each other.
const DEPTH: usize = 8;
/// How long a part may be once its expressions are replaced, in bytes.
const FILLED: usize = 50 << 20;

/// What the parts answered so far, by their names.
#[derive(Default)]
pub(super) struct Known(HashMap<String, Value>);

/// A text with its expressions replaced.
enum Filled<'a> {
    /// The text was one expression, which stands for this.
    Value(&'a Value),
    Text(String),
}

impl Known {
    pub(super) fn add(&mut self, reference: &str, answer: Value) {
        self.0.insert(reference.to_owned(), answer);
    }

    /// A URL whose expressions are replaced, encoded as values.
    pub(super) fn fill_url(&self, url: &str) -> Result<String, ApiError> {
        let mut out = String::new();
        let mut rest = url;
        while let Some((before, after)) = rest.split_once("@{") {
            out.push_str(before);
            match self.expression(after, 0)? {
                Some((value, after)) => {
                    // [M]
                    out.extend(utf8_percent_encode(&text_of(value), NON_ALPHANUMERIC));
                    bounded(&out)?;
                    rest = after;
                }
                // Nor has anything that comes after it.
                None => {
                    out.push_str("@{");
                    rest = after;
                    break;
                }
            }
        }
        out.push_str(rest);
        Ok(out)
    }

    /// JSON whose expressions are replaced. Everything else stays as it was written, to the digit.
    pub(super) fn fill_json(&self, json: &str) -> Result<String, ApiError> {
        let mut out = String::with_capacity(json.len());
        let mut rest = json;
        while let Some(start) = rest.find('"') {
            let (before, from) = rest.split_at(start);
            let (token, after) = from.split_at(token_end(from));
            out.push_str(before);
            let is_key = after.trim_start().starts_with(':');
            let text: Option<String> = serde_json::from_str(token).ok();
            match text.filter(|text| !is_key && text.contains("@{")) {
                Some(text) => out.push_str(&match self.fill(&text)? {
                    // What is no text keeps its kind, null too [M].
                    Filled::Value(value) => value.to_string(),
                    Filled::Text(text) => Value::String(text).to_string(),
                }),
                None => out.push_str(token),
            }
            bounded(&out)?;
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn fill(&self, text: &str) -> Result<Filled<'_>, ApiError> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("@{") {
            out.push_str(before);
            match self.expression(after, 0)? {
                Some((value, after)) => {
                    if out.is_empty() && after.is_empty() {
                        return Ok(Filled::Value(value));
                    }
                    out.push_str(&text_of(value));
                    bounded(&out)?;
                    rest = after;
                }
                // Nor has anything that comes after it.
                None => {
                    out.push_str("@{");
                    rest = after;
                    break;
                }
            }
        }
        out.push_str(rest);
        Ok(Filled::Text(out))
    }

    /// The value of the expression that begins `text`, and what comes after it. None where it has
    /// no end.
    fn expression<'t>(
        &self,
        text: &'t str,
        depth: usize,
    ) -> Result<Option<(&Value, &'t str)>, ApiError> {
        let mut path = String::new();
        let mut rest = text;
        loop {
            let Some(end) = rest.find('}') else {
                return Ok(None);
            };
            match rest.find("@{").filter(|inner| *inner < end) {
                Some(_) if depth >= DEPTH => return Err(missing(&path)),
                Some(inner) => {
                    path.push_str(&rest[..inner]);
                    let Some((value, after)) = self.expression(&rest[inner + 2..], depth + 1)?
                    else {
                        return Ok(None);
                    };
                    path.push_str(&text_of(value));
                    rest = after;
                }
                None => {
                    path.push_str(&rest[..end]);
                    let value = self.find(&path).ok_or_else(|| missing(&path))?;
                    return Ok(Some((value, &rest[end + 1..])));
                }
            }
        }
    }

    /// The value at `ref.records[0].Id`. Case matters.
    fn find(&self, path: &str) -> Option<&Value> {
        let end = path.find(['.', '['])?;
        let (name, mut rest) = path.split_at(end);
        let mut value = self.0.get(name)?;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('[') {
                let (index, after) = after.split_once(']')?;
                value = value.get(index.parse::<usize>().ok()?)?;
                rest = after;
            } else {
                let after = rest.strip_prefix('.')?;
                let end = after.find(['.', '[']).unwrap_or(after.len());
                value = value.get(&after[..end])?;
                rest = &after[end..];
            }
        }
        (!value.is_object() && !value.is_array()).then_some(value)
    }
}

/// The names of the parts that a text refers to.
pub(super) fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split("@{").skip(1).map(|after| {
        let end = after.find(['.', '[', '}']).unwrap_or(after.len());
        &after[..end]
    })
}

/// Where the JSON string at the start of `text` ends.
fn token_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What parts are filled with counts as much as what was sent.
fn bounded(filled: &str) -> Result<(), ApiError> {
    if filled.len() <= FILLED {
        return Ok(());
    }
    let message = "The request is larger than the org takes";
    Err(ApiError::new(400, "EXCEEDED_MAX_SIZE_REQUEST", message))
}

fn missing(path: &str) -> ApiError {
    let name = path.split(['.', '[']).next().unwrap_or_default();
    let message = format!(
        "Invalid reference specified. No value for {path} found in {name}. Provided referenceId \
         ('{path}') must start with a letter or a number, and it can contain only letters, numbers \
         and underscores ('_')."
    );
    ApiError::new(400, "PROCESSING_HALTED", message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> Known {
        let mut known = Known::default();
        known.add("a", json!({"id": "001", "n": 12.50, "none": null, "i": 1}));
        known.add("q", json!({"records": [{"Id": "x"}, {"Id": "y&z"}]}));
        known
    }

    #[test]
    fn expressions_are_replaced_in_values_alone() {
        let json = r#"{"@{a.id}": "@{a.id}", "B": ["<@{q.records[1].Id}>", "\"@{a.id}"], "N": 1.10, "Z": "@{a.none}", "M": "@{a.n}"}"#;
        assert_eq!(
            known().fill_json(json).unwrap(),
            r#"{"@{a.id}": "001", "B": ["<y&z>", "\"001"], "N": 1.10, "Z": null, "M": 12.5}"#
        );
        let url = "x/@{a.id}?q=@{q.records[@{a.i}].Id}&r=@{";
        assert_eq!(known().fill_url(url).unwrap(), "x/001?q=y%26z&r=@{");
    }

    #[test]
    fn much_is_filled_in_little_time_and_no_more_than_a_call_may_hold() {
        let open = format!("\"{}\"", "@{".repeat(1_000_000));
        assert_eq!(known().fill_json(&open).unwrap(), open);
        let mut known = known();
        known.add("long", json!({"text": "x".repeat(1 << 20)}));
        let many = format!("[{}0]", "\"@{long.text}\",".repeat(60));
        let error = known.fill_json(&many).unwrap_err();
        assert_eq!(error.code, "EXCEEDED_MAX_SIZE_REQUEST");
    }

    #[test]
    fn case_matters_and_a_missing_value_is_told() {
        for path in [
            "a.Id",
            "b.id",
            "q.records[2].Id",
            "q.records",
            "a",
            "a.id.x",
            "q.records[-1].Id",
            "",
        ] {
            let error = known().fill_json(&format!("\"@{{{path}}}\"")).unwrap_err();
            assert_eq!(error.code, "PROCESSING_HALTED", "{path}");
            assert!(
                error
                    .message
                    .contains(&format!("No value for {path} found"))
            );
        }
    }

    #[test]
    fn nothing_of_a_value_is_an_expression_again() {
        let mut known = known();
        known.add("t", json!({"text": "@{a.id}"}));
        let filled = known.fill_json(r#"["@{t.text} @{a.id}"]"#).unwrap();
        assert_eq!(filled, r#"["@{a.id} 001"]"#);
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = "@{".repeat(100_000) + &"}".repeat(100_000);
        assert!(known().fill_url(&deep).is_err());
    }

    #[test]
    fn the_parts_that_a_text_refers_to_are_known() {
        let found: Vec<&str> = references("x @{a.b} @{c[0].d} @{e}").collect();
        assert_eq!(found, ["a", "c", "e"]);
    }
}
