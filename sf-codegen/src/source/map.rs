//! Where each part of a query's text was written.

use sf_schema::Span;

/// From places in the text of a query to places in files.
///
/// A part of the text stands in the source as it is, or stands for something else there: an escape,
/// or a field whose Rust name became an API name. Parts that stand for nothing, such as the words
/// around the filter of a row, belong to what comes after them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map {
    /// In the order of the text, without overlap.
    parts: Vec<Part>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, by its number in the sources.
    pub file: usize,
    /// Where in the file.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    text: Span,
    source: Place,
    /// Whether both are the same, byte for byte.
    same: bool,
}

/// A text that is put together, with its map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) map: Map,
}

impl Map {
    /// Where this part of the text was written; none where nothing of the text was.
    ///
    /// What spans several files is said to be in the first of them.
    pub fn place(&self, span: impl Into<Span>) -> Option<Place> {
        let span = span.into();
        let first = self
            .parts
            .partition_point(|part| part.text.end <= span.start);
        let Some(first) = self.parts.get(first) else {
            // Behind the last character.
            let Place { file, span } = self.parts.last()?.source;
            let span = Span::new(span.end, span.end);
            return Some(Place { file, span });
        };
        let start = first.source.span.start
            + if first.same {
                span.start.saturating_sub(first.text.start)
            } else {
                0
            };
        let file = first.source.file;
        if span.end <= span.start {
            let span = Span::new(start, start);
            return Some(Place { file, span });
        }
        let after = self
            .parts
            .partition_point(|part| part.text.start < span.end);
        let last = after.checked_sub(1).and_then(|last| self.parts.get(last));
        let last = last
            .filter(|last| last.source.file == file && last.text.start >= first.text.start)
            .unwrap_or(first);
        // A part that only begins behind the span is meant as a whole.
        let ends_inside = last.text.start < span.end && span.end < last.text.end;
        let end = if last.same && ends_inside {
            last.source.span.start + (span.end - last.text.start)
        } else {
            last.source.span.end
        };
        let span = Span::new(start, end.max(start));
        Some(Place { file, span })
    }

    pub(super) fn number(&mut self, file: usize) {
        for part in &mut self.parts {
            part.source.file = file;
        }
    }
}

impl Text {
    /// Appends what stands in the file as it is, from this byte on.
    pub(super) fn same(&mut self, text: &str, file: usize, start: usize) {
        let (from, to) = (self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        let source = Span::new(start, start + text.len());
        if let Some(last) = self.map.parts.last_mut()
            && last.same
            && last.text.end == from
            && last.source.file == file
            && last.source.span.end == start
        {
            last.text.end = to;
            last.source.span.end = source.end;
        } else if !text.is_empty() {
            self.part(Span::new(from, to), Place { file, span: source }, true);
        }
    }

    /// Appends what stands for something else in a file.
    pub(super) fn instead(&mut self, text: &str, source: Place) {
        let (from, to) = (self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        self.part(Span::new(from, to), source, false);
    }

    /// Appends what nobody wrote.
    pub(super) fn unwritten(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends another text.
    pub(super) fn append(&mut self, other: &Text) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.map
            .parts
            .extend(other.map.parts.iter().map(|part| Part {
                text: Span::new(part.text.start + by, part.text.end + by),
                ..*part
            }));
    }

    fn part(&mut self, text: Span, source: Place, same: bool) {
        self.map.parts.push(Part { text, source, same });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(map: &Map, start: usize, end: usize) -> (usize, usize, usize) {
        let Place { file, span } = map.place(start..end).expect("a place");
        (file, span.start, span.end)
    }

    #[test]
    fn parts_that_are_the_same_and_that_are_not() {
        let mut text = Text::default();
        text.same("SELECT ", 0, 10);
        text.same("Id", 0, 17);
        text.instead(
            "\n",
            Place {
                file: 0,
                span: Span::new(19, 21),
            },
        );
        text.unwritten("FROM ");
        text.same("Account", 0, 30);
        assert_eq!(text.text, "SELECT Id\nFROM Account");
        assert_eq!(text.map.parts.len(), 3);
        let map = &text.map;
        assert_eq!(at(map, 0, 6), (0, 10, 16));
        assert_eq!(at(map, 7, 9), (0, 17, 19));
        assert_eq!(at(map, 9, 10), (0, 19, 21), "an escape is whole");
        assert_eq!(at(map, 7, 10), (0, 17, 21));
        assert_eq!(at(map, 10, 14), (0, 30, 37), "what nobody wrote");
        assert_eq!(at(map, 17, 20), (0, 32, 35));
        assert_eq!(at(map, 0, 22), (0, 10, 37));
        assert_eq!(at(map, 15, 15), (0, 30, 30));
        assert_eq!(at(map, 22, 22), (0, 37, 37), "the end");
        assert_eq!(at(map, 99, 120), (0, 37, 37));
        assert_eq!(Map::default().place(0..1), None);
    }

    #[test]
    fn two_files() {
        let mut text = Text::default();
        text.same("Account", 0, 5);
        text.unwritten(".");
        text.same("Name", 1, 50);
        assert_eq!(at(&text.map, 0, 7), (0, 5, 12));
        assert_eq!(at(&text.map, 8, 12), (1, 50, 54));
        assert_eq!(at(&text.map, 0, 12), (0, 5, 12));
    }

    #[test]
    fn any_span_has_a_place() {
        let mut text = Text::default();
        text.unwritten("(");
        text.same("ab", 0, 3);
        text.instead(
            "c",
            Place {
                file: 0,
                span: Span::new(9, 9),
            },
        );
        text.unwritten(")");
        for start in 0..8 {
            for end in 0..8 {
                let place = text.map.place(start..end).expect("a place");
                assert!(place.span.start <= place.span.end, "{start}..{end}");
            }
        }
    }
}
