//! What a character that is no ASCII letter or digit becomes in a name.
//!
//! This module must not know which names there are.

/// Latin letters from U+00C0 to U+017F without their marks; empty for the two signs among them.
#[rustfmt::skip]
const LETTERS: [&str; 0xC0] = [
    "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",
    "D", "N", "O", "O", "O", "O", "O", "", "O", "U", "U", "U", "U", "Y", "Th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "y",
    "A", "a", "A", "a", "A", "a", "C", "c", "C", "c", "C", "c", "C", "c", "D", "d",
    "D", "d", "E", "e", "E", "e", "E", "e", "E", "e", "E", "e", "G", "g", "G", "g",
    "G", "g", "G", "g", "H", "h", "H", "h", "I", "i", "I", "i", "I", "i", "I", "i",
    "I", "i", "IJ", "ij", "J", "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L",
    "l", "L", "l", "N", "n", "N", "n", "N", "n", "n", "N", "n", "O", "o", "O", "o",
    "O", "o", "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
    "S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U", "u",
    "U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s",
];

/// A Latin letter in ASCII, without its marks.
pub(super) fn base(c: char) -> Option<&'static str> {
    match c {
        'Ș' => return Some("S"),
        'ș' => return Some("s"),
        'Ț' => return Some("T"),
        'ț' => return Some("t"),
        'ẞ' => return Some("SS"),
        _ => {}
    }
    let index = usize::try_from(u32::from(c).checked_sub(0xC0)?).ok()?;
    LETTERS.get(index).copied().filter(|base| !base.is_empty())
}

/// Whether this mark belongs to the letter before it, as in decomposed text.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Punctuation and signs beyond ASCII that only separate words.
pub(super) fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{BF}'
            | '×'
            | '÷'
            | '\u{2000}'..='\u{206F}'
            | '™'
            | '\u{3000}'..='\u{3003}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// The name of an ASCII sign.
pub(super) fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '!' => "Bang",
        '"' => "Quote",
        '#' => "Hash",
        '$' => "Dollar",
        '%' => "Percent",
        '&' => "And",
        '\'' => "Apostrophe",
        '(' => "Open",
        ')' => "Close",
        '*' => "Star",
        '+' => "Plus",
        ',' => "Comma",
        '-' => "Dash",
        '.' => "Dot",
        '/' => "Slash",
        ':' => "Colon",
        ';' => "Semicolon",
        '<' => "Less",
        '=' => "Equal",
        '>' => "Greater",
        '?' => "Question",
        '@' => "At",
        '[' => "OpenSquare",
        '\\' => "Backslash",
        ']' => "CloseSquare",
        '^' => "Caret",
        '_' => "Underscore",
        '`' => "Backtick",
        '{' => "OpenCurly",
        '|' => "Pipe",
        '}' => "CloseCurly",
        '~' => "Tilde",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters() {
        for (c, expected) in [
            ('À', Some("A")),
            ('é', Some("e")),
            ('ß', Some("ss")),
            ('Ø', Some("O")),
            ('ÿ', Some("y")),
            ('Ā', Some("A")),
            ('ł', Some("l")),
            ('œ', Some("oe")),
            ('ž', Some("z")),
            ('ſ', Some("s")),
            ('×', None),
            ('½', None),
            ('ƀ', None),
            ('日', None),
        ] {
            assert_eq!(base(c), expected, "{c}");
        }
    }

    #[test]
    fn every_ascii_sign_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = (' '..='~')
            .filter(|c| c.is_ascii_punctuation())
            .map(|c| symbol(c).unwrap())
            .collect();
        assert_eq!(names.len(), 32);
    }
}
