//! What a string literal of Rust stands for, and where each part of that is in the literal.

use sf_schema::Span;

use super::map::{Place, Text};

/// A part of a literal's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// What it stands for.
    pub(super) text: String,
    /// Where it stands in the file.
    pub(super) span: Span,
    /// Whether it stands for itself.
    pub(super) same: bool,
}

/// The parts of a string literal that stands at this byte of its file; none for another literal.
pub(super) fn pieces(literal: &str, start: usize) -> Option<Vec<Piece>> {
    let (opening, is_raw) = if literal.starts_with('"') {
        (1, false)
    } else {
        let rest = literal.strip_prefix('r')?;
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        rest.get(hashes..)?.strip_prefix('"')?;
        (hashes + 2, true)
    };
    let end = literal.rfind('"')?;
    let inside = literal.get(opening..end)?;
    let mut reader = Reader {
        inside,
        start: start + opening,
        pieces: Vec::new(),
    };
    reader.read(is_raw);
    Some(reader.pieces)
}

/// The character of a character literal.
pub(super) fn character(literal: &str, start: usize) -> Option<Piece> {
    let inside = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut reader = Reader {
        inside,
        start: start + 1,
        pieces: Vec::new(),
    };
    reader.read(false);
    reader.pieces.pop()
}

/// Appends the parts to a text.
pub(super) fn append(pieces: &[Piece], file: usize, text: &mut Text) {
    for piece in pieces {
        if piece.same {
            text.same(&piece.text, file, piece.span.start);
        } else {
            let span = piece.span;
            text.instead(&piece.text, Place { file, span });
        }
    }
}

struct Reader<'l> {
    inside: &'l str,
    /// Where the inside stands in the file.
    start: usize,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn read(&mut self, is_raw: bool) {
        let mut at = 0;
        while let Some(rest) = self.inside.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = rest
                .find(|c| c == '\r' || c == '\\' && !is_raw)
                .unwrap_or(rest.len());
            if plain > 0 {
                self.piece(rest.get(..plain).unwrap_or_default(), at, plain, true);
                at += plain;
            } else if rest.starts_with("\r\n") {
                // Rust reads it as a newline.
                self.piece("\n", at, 2, false);
                at += 2;
            } else if rest.starts_with('\r') {
                self.piece("\r", at, 1, true);
                at += 1;
            } else {
                let (stands_for, length) = escape(rest);
                if let Some(c) = stands_for {
                    self.piece(c.encode_utf8(&mut [0; 4]), at, length, false);
                }
                at += length;
            }
        }
    }

    fn piece(&mut self, text: &str, at: usize, length: usize, same: bool) {
        let start = self.start + at;
        self.pieces.push(Piece {
            text: text.to_owned(),
            span: Span::new(start, start + length),
            same,
        });
    }
}

/// What an escape stands for, and its length in bytes: nothing for a newline with a backslash before.
fn escape(rest: &str) -> (Option<char>, usize) {
    let mut chars = rest.chars();
    chars.next();
    let simple = |c| (Some(c), 2);
    match chars.next() {
        Some('n') => simple('\n'),
        Some('r') => simple('\r'),
        Some('t') => simple('\t'),
        Some('0') => simple('\0'),
        Some('x') => {
            let digits = rest.get(2..4).unwrap_or_default();
            let c = u8::from_str_radix(digits, 16).ok().map(char::from);
            (c, 2 + digits.len())
        }
        Some('u') => {
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            let digits = rest.get(3..end - 1).unwrap_or_default().replace('_', "");
            let c = u32::from_str_radix(&digits, 16).ok();
            (c.and_then(char::from_u32), end)
        }
        Some('\n' | '\r') => {
            let after = rest.get(1..).unwrap_or_default();
            let kept = after.trim_start_matches([' ', '\t', '\n', '\r']);
            (None, rest.len() - kept.len())
        }
        Some(c) => (Some(c), 1 + c.len_utf8()),
        None => (None, rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value; each part is where it says.
    fn joined(source: &str) -> String {
        let pieces = pieces(source, 0).expect("a string");
        for piece in &pieces {
            let written = &source[piece.span.start..piece.span.end];
            assert_eq!(piece.same, written == piece.text, "{piece:?}");
        }
        pieces.into_iter().map(|piece| piece.text).collect()
    }

    /// The same against what Rust makes of it.
    fn value(source: &str) -> String {
        let value = joined(source);
        let parsed: syn::LitStr = syn::parse_str(source).expect("a literal of Rust");
        assert_eq!(value, parsed.value(), "{source}");
        value
    }

    #[test]
    fn literals_are_read_as_rust_does() {
        assert_eq!(value(r#""SELECT Id""#), "SELECT Id");
        assert_eq!(value(r##"r"a\n'b'""##), "a\\n'b'");
        assert_eq!(value(r###"r##"a "#b" c"##"###), "a \"#b\" c");
        assert_eq!(
            value(r#""a\n\t\r\0\\\"\' é \u{e9}\u{1F6_00}\x41""#),
            "a\n\t\r\0\\\"' é é\u{1f600}A"
        );
        assert_eq!(value("\"a \\\n    b \\\r\n\n  c\""), "a b c");
        assert_eq!(value("\"a\r\nb\""), "a\nb");
        // The compiler does this to the file, before there are literals.
        assert_eq!(joined("r\"a\r\nb\""), "a\nb");
        assert_eq!(value("\"\""), "");
    }

    #[test]
    fn places_count_from_the_literal() {
        let pieces = pieces(r#""a\u{e9}b""#, 100).expect("a string");
        let spans: Vec<_> = pieces.iter().map(|p| (p.span.start, p.span.end)).collect();
        assert_eq!(spans, [(101, 102), (102, 108), (108, 109)]);
    }

    #[test]
    fn what_is_no_string() {
        for literal in [
            "b\"a\"",
            "c\"a\"",
            "'a'",
            "5",
            "br#\"a\"#",
            "",
            "r",
            "/// text",
        ] {
            assert_eq!(pieces(literal, 0), None, "{literal}");
        }
        assert_eq!(character(r"'\n'", 0).expect("one").text, "\n");
        assert_eq!(character("'é'", 7).expect("one").span, Span::new(8, 10));
    }

    #[test]
    fn broken_escapes_end() {
        for literal in [
            r#""\u{""#, r#""\x""#, r#""\x4""#, r#""\u""#, r#""\q""#, "\"\\",
        ] {
            let _ = pieces(literal, 0);
        }
    }
}
