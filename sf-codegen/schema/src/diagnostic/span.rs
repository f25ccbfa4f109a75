//! A place in a source text.

use std::ops::Range;

/// Bytes `start..end` of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A place for people: row and column, both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub row: usize,
    /// The character in the line.
    pub column: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of this to the end of `other`.
    #[must_use]
    pub const fn to(self, other: Span) -> Self {
        Self::new(self.start, other.end)
    }

    /// Row and column of the start.
    ///
    /// ```
    /// use sf_schema::diagnostic::{Position, Span};
    ///
    /// let source = "SELECT Id\nFROM Acount";
    /// assert_eq!(Span::new(15, 21).position(source), Position { row: 2, column: 6 });
    /// ```
    pub fn position(self, source: &str) -> Position {
        let (before, _, _) = self.split(source);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            row: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }

    /// The source before, in and after the span; a span that does not fit is made to: cut at the
    /// end, grown to whole characters, empty where it ends before it starts.
    pub(super) fn split(self, source: &str) -> (&str, &str, &str) {
        let mut start = self.start.min(source.len());
        while !source.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = self.end.clamp(start, source.len());
        while !source.is_char_boundary(end) {
            end += 1;
        }
        let (before, rest) = source.split_at(start);
        let (inside, after) = rest.split_at(end - start);
        (before, inside, after)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining() {
        assert_eq!(Span::new(1, 2).to(Span::new(5, 7)), Span::from(1..7));
    }

    #[test]
    fn positions_count_characters() {
        let source = "é客\r\nb";
        let at = |start| {
            let Position { row, column } = Span::new(start, start).position(source);
            (row, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(5), (1, 3));
        assert_eq!(at(7), (2, 1));
        assert_eq!(at(8), (2, 2));
        assert_eq!(at(usize::MAX), (2, 2));
        assert_eq!(at(1), (1, 1), "inside a character");
    }

    #[test]
    fn any_span_splits_any_source() {
        let source = "a\né客🎉";
        for start in 0..source.len() + 3 {
            for end in 0..source.len() + 3 {
                let (before, inside, after) = Span::new(start, end).split(source);
                assert_eq!(format!("{before}{inside}{after}"), source);
            }
        }
        assert_eq!(Span::new(3, 4).split(source), ("a\n", "é", "客🎉"));
        assert_eq!(Span::new(5, 2).split("abcdef"), ("abcde", "", "f"));
    }
}
