//! What the escapes of a string mean.

use crate::soql::tree::PatternPart;

/// The string without the quote at its end; one that a backslash escapes is not it.
pub(super) fn without_closing_quote(inside: &str) -> &str {
    let Some(before) = inside.strip_suffix('\'') else {
        return inside;
    };
    let slashes = before.len() - before.trim_end_matches('\\').len();
    if slashes % 2 == 0 { before } else { inside }
}

/// The parts of a string, and where escapes are that do not exist (offset, length). Wildcards and
/// their escapes exist in a pattern only; a string that is none has one part or, empty, none.
pub(super) fn resolve(inside: &str, is_pattern: bool) -> (Vec<PatternPart>, Vec<(usize, usize)>) {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut bad = Vec::new();
    let mut rest = inside;
    while let Some(c) = rest.chars().next() {
        let at = inside.len() - rest.len();
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '_' | '%' if is_pattern => {
                if !text.is_empty() {
                    parts.push(PatternPart::Text(std::mem::take(&mut text)));
                }
                parts.push(if c == '_' {
                    PatternPart::AnyOne
                } else {
                    PatternPart::AnyMany
                });
            }
            '\\' => match escape(rest, is_pattern) {
                Some((c, length)) => {
                    text.push(c);
                    rest = rest.get(length..).unwrap_or_default();
                }
                None => {
                    let next = rest.chars().next();
                    bad.push((at, 1 + next.map_or(0, char::len_utf8)));
                    if let Some(next) = next {
                        text.push(next);
                        rest = rest.get(next.len_utf8()..).unwrap_or_default();
                    }
                }
            },
            c => text.push(c),
        }
    }
    if !text.is_empty() {
        parts.push(PatternPart::Text(text));
    }
    (parts, bad)
}

/// What follows a backslash: the character it stands for, and how long it is.
fn escape(rest: &str, is_pattern: bool) -> Option<(char, usize)> {
    let c = rest.chars().next()?;
    let stands_for = match c {
        'n' | 'N' => '\n',
        'r' | 'R' => '\r',
        't' | 'T' => '\t',
        'b' | 'B' => '\u{8}',
        'f' | 'F' => '\u{c}',
        '"' | '\'' | '\\' => c,
        '_' | '%' if is_pattern => c,
        'u' | 'U' => return unicode(rest),
        _ => return None,
    };
    Some((stands_for, 1))
}

/// `uXXXX`, or two of them where the first is half a character; half alone is U+FFFD.
fn unicode(rest: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.get(1..5)?;
        let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    // Salesforce's parser refuses this one, which is no character.
    let high = unit(rest).filter(|code| *code != 0xffff)?;
    if (0xd800..0xdc00).contains(&high) {
        let second = rest.get(5..).and_then(|rest| rest.strip_prefix('\\'));
        let second = second.filter(|text| text.starts_with(['u', 'U']));
        if let Some(low) = second
            .and_then(unit)
            .filter(|low| (0xdc00..0xe000).contains(low))
        {
            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            return Some((
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
                11,
            ));
        }
    }
    Some((
        char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER),
        5,
    ))
}
