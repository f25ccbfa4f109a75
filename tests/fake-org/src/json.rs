//! JSON text, written straight into a string.
//!
//! Records are most of what an org answers, and most of what it does for a page is to write them. So
//! they are not taken through a serializer; what stands around them may be.
//!
//! Must not know: fields, records, what an org answers.

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

/// What writes itself as JSON.
pub(crate) trait WriteJson {
    fn write(&self, out: &mut String);
}

/// An object, member by member.
pub(crate) struct Members<'a> {
    out: &'a mut String,
    is_empty: bool,
}

impl<'a> Members<'a> {
    pub(crate) fn open(out: &'a mut String) -> Self {
        out.push('{');
        Self {
            out,
            is_empty: true,
        }
    }

    pub(crate) fn member(&mut self, key: &str, value: &(impl WriteJson + ?Sized)) {
        value.write(self.key(key));
    }

    /// Where the value of the next member has to be written.
    pub(crate) fn key(&mut self, key: &str) -> &mut String {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(',');
        }
        key.write(self.out);
        self.out.push(':');
        self.out
    }

    pub(crate) fn close(self) {
        self.out.push('}');
    }
}

/// Text as it stands between quotes.
pub(crate) fn write_escaped(text: &str, out: &mut String) {
    // Looking at all of it is quicker than to stop where an escape is found: few texts have one.
    let has_escape = text.bytes().fold(false, |found, byte| {
        found | (byte < b' ') | (byte == b'"') | (byte == b'\\')
    });
    if has_escape {
        // Text can always be written.
        let quoted = serde_json::to_string(text).unwrap_or_default();
        let inner = quoted
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        out.push_str(inner.unwrap_or_default());
    } else {
        out.push_str(text);
    }
}

impl WriteJson for str {
    fn write(&self, out: &mut String) {
        out.push('"');
        write_escaped(self, out);
        out.push('"');
    }
}

impl WriteJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

impl<T: WriteJson> WriteJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

/// The same text as part of what a serializer writes.
pub(crate) fn serialize<S: Serializer>(
    value: &impl WriteJson,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut text = String::new();
    value.write(&mut text);
    RawValue::from_string(text)
        .map_err(S::Error::custom)?
        .serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_json_wants_it() {
        for text in [
            "",
            "plain, é and 中",
            "\"",
            "a\\b",
            "\n\t\u{0}\u{1f}",
            "\u{7f}\u{2028}",
        ] {
            let mut out = String::new();
            text.write(&mut out);
            assert_eq!(out, serde_json::to_string(text).unwrap());
        }
    }
}
