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

    /// Where the value of the next member has to be written, whose [`lead`] is this.
    pub(crate) fn led(&mut self, lead: &str) -> &mut String {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(',');
        }
        self.out.push_str(lead);
        self.out
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

/// What stands before the value of a member of this key.
pub(crate) fn lead(key: &str) -> String {
    let mut lead = String::new();
    key.write(&mut lead);
    lead.push(':');
    lead
}

/// Text as it stands between quotes.
pub(crate) fn write_escaped(text: &str, out: &mut String) {
    if has_escape(text.as_bytes()) {
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

/// Whether any byte is one that JSON escapes: eight at a time, since texts are short and few have one.
fn has_escape(bytes: &[u8]) -> bool {
    let mut words = bytes.chunks_exact(8);
    let mut last = [b' '; 8];
    let rest = words.remainder();
    last[..rest.len()].copy_from_slice(rest);
    let mut found = special(u64::from_le_bytes(last));
    for word in &mut words {
        let mut eight = [0; 8];
        eight.copy_from_slice(word);
        found |= special(u64::from_le_bytes(eight));
    }
    found != 0
}

/// Not zero where a byte of the word is below a space, a quote or a backslash.
fn special(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // The high bit of a byte that is below `least`, and perhaps those of bytes above such a one.
    let below = |word: u64, least: u8| word.wrapping_sub(EACH * u64::from(least)) & !word;
    let equal = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    (below(word, b' ') | equal(b'"') | equal(b'\\')) & (EACH << 7)
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
            "12345678",
            "1234567\u{1f}",
            "12345678901\"",
            "\\23456789",
            "éééééééé\t",
            "ÿ\u{80}\u{a0}\u{a2}\u{dc}",
        ] {
            let mut out = String::new();
            text.write(&mut out);
            assert_eq!(out, serde_json::to_string(text).unwrap());
        }
    }
}
