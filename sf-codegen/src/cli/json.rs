//! JSON for other programs.

use std::fmt::Write as _;

use serde::Serialize;
use sf_codegen::{Error, Problem};
use sf_schema::Level;

/// JSON in ASCII, as lines: nothing in it can drive a terminal, and no encoding can break it.
pub(super) fn line(json: &str) -> String {
    let mut line = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if matches!(c, ' '..='~') {
            line.push(c);
        } else {
            // Inside of strings only: what is around them is ASCII.
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(line, "\\u{unit:04x}");
            }
        }
    }
    line.push('\n');
    line
}

/// A value as a line.
pub(super) fn line_of<T: Serialize>(value: &T) -> Result<String, Error> {
    let json = serde_json::to_string(value).map_err(|error| Problem::new(error.to_string()))?;
    Ok(line(&json))
}

/// A level, as every answer in JSON names it.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
