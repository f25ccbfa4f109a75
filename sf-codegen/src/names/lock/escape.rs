//! Any text within one line of the lock.
//!
//! `\s` is a space, `\e` an empty text, `\=` an equals sign; also `\\ \n \r \t` and `\u{1f}`.

use std::borrow::Cow;
use std::fmt::Write as _;

/// An API name without spaces.
pub(super) fn escape_name(name: &str) -> Cow<'_, str> {
    escape(name, |c, _| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
    })
}

/// A picklist value, with spaces as they are.
pub(super) fn escape_value(value: &str) -> Cow<'_, str> {
    let last = value.len().saturating_sub(1);
    // A space at an end is lost too easily.
    escape(value, |c, at| {
        c.is_ascii_graphic() && !matches!(c, '\\' | '=') || c == ' ' && at != 0 && at != last
    })
}

/// The text with all ASCII escaped that is not `plain`, and what cannot be seen beyond ASCII.
fn escape(text: &str, plain: impl Fn(char, usize) -> bool) -> Cow<'_, str> {
    if text.is_empty() {
        return Cow::Borrowed("\\e");
    }
    if text.char_indices().all(|(at, c)| plain(c, at)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            c if plain(c, at) || !c.is_ascii() && is_visible(c) => escaped.push(c),
            ' ' => escaped.push_str("\\s"),
            '=' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    Cow::Owned(escaped)
}

fn is_visible(c: char) -> bool {
    !c.is_control()
        && !c.is_whitespace()
        && !matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{206f}' | '\u{feff}')
}

/// The text that was escaped; none where an escape is not known.
pub(super) fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    if text == "\\e" {
        return Some(Cow::Borrowed(""));
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = after.chars().next()?;
        rest = &after[escape.len_utf8()..];
        plain.push(match escape {
            's' => ' ',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '=' | '\\' => escape,
            'u' => {
                let (code, after) = rest.strip_prefix('{')?.split_once('}')?;
                rest = after;
                char::from_u32(u32::from_str_radix(code, 16).ok()?)?
            }
            _ => return None,
        });
    }
    plain.push_str(rest);
    Some(Cow::Owned(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for text in [
            "",
            " ",
            "a",
            "a b",
            " a ",
            "a = b",
            "=",
            "\\",
            "\\e",
            "\\s",
            "#",
            "\t\n\r",
            "\u{85}",
            "\u{2028}x",
            "Cafe\u{301}",
            "日本",
            "<<<<<<<",
            "a\u{202e}b",
            "\u{0}",
        ] {
            for escaped in [escape_name(text), escape_value(text)] {
                assert_eq!(unescape(&escaped).as_deref(), Some(text), "{escaped}");
                assert!(!escaped.contains(" = ") && escaped.lines().count() == 1);
            }
            assert!(!escape_name(text).contains(' '));
        }
        for text in ["\\", "\\x", "\\u", "\\u{", "\\u{d800}", "\\u{zz}", "\\é"] {
            assert_eq!(unescape(text), None, "{text}");
        }
    }
}
