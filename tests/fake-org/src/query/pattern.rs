//! LIKE: `%` stands for any text, `_` for one character. Case does not count.

use sf_schema::soql::PatternPart;

/// A pattern, folded.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    One(char),
    AnyOne,
    AnyMany,
}

impl Pattern {
    pub(crate) fn new(parts: &[PatternPart]) -> Self {
        let mut pieces = Vec::new();
        for part in parts {
            match part {
                PatternPart::Text(text) => {
                    pieces.extend(text.to_lowercase().chars().map(Piece::One))
                }
                PatternPart::AnyOne => pieces.push(Piece::AnyOne),
                // Two in a row are one, so that matching cannot take long.
                PatternPart::AnyMany if pieces.last() == Some(&Piece::AnyMany) => {}
                PatternPart::AnyMany => pieces.push(Piece::AnyMany),
            }
        }
        Self(pieces)
    }

    /// Goes back to the last `%` alone, so the work is at most the product of the lengths.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.to_lowercase().chars().collect();
        let pieces = &self.0;
        let (mut at, mut piece) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while at < text.len() {
            match pieces.get(piece) {
                Some(Piece::AnyMany) => {
                    retry = Some((piece, at));
                    piece += 1;
                }
                Some(Piece::AnyOne) => {
                    at += 1;
                    piece += 1;
                }
                Some(Piece::One(c)) if *c == text[at] => {
                    at += 1;
                    piece += 1;
                }
                _ => {
                    let Some((star, from)) = retry else {
                        return false;
                    };
                    retry = Some((star, from + 1));
                    at = from + 1;
                    piece = star + 1;
                }
            }
        }
        pieces[piece..].iter().all(|piece| *piece == Piece::AnyMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        let parts: Vec<PatternPart> = text
            .chars()
            .map(|c| match c {
                '%' => PatternPart::AnyMany,
                '_' => PatternPart::AnyOne,
                // Stands for an escaped wildcard here.
                '!' => PatternPart::Text("%".to_owned()),
                c => PatternPart::Text(c.to_string()),
            })
            .collect();
        Pattern::new(&parts)
    }

    #[test]
    fn wildcards() {
        for (like, text, expected) in [
            ("acme", "ACME", true),
            ("acme", "acme inc", false),
            ("ac%", "Acme", true),
            ("%me", "Acme", true),
            ("%c%e%", "Acme", true),
            ("%%", "x", true),
            ("a_me", "acme", true),
            ("a_me", "ame", false),
            ("_", "é", true),
            ("É%", "éa", true),
            ("50!", "50%", true),
            ("50!", "500", false),
            ("%ab", "aab", true),
            ("%a_b%", "xaaxbz", true),
            ("", "x", false),
        ] {
            assert_eq!(pattern(like).matches(text), expected, "{like} {text}");
        }
    }

    #[test]
    fn many_wildcards_take_no_time() {
        assert!(!pattern(&"%a".repeat(500)).matches(&"b".repeat(10_000)));
        assert!(!pattern(&("%a".repeat(300) + "c")).matches(&"a".repeat(3_000)));
    }
}
