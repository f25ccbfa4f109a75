//! A file of one query.

use sf_schema::Span;

use super::map::Text;
use super::{Query, QueryKind};

/// The query of a file; none where there are only comments and spaces.
pub(super) fn query(file: &str) -> Option<Query> {
    let start = after_comments(file);
    let query = file.get(start..).unwrap_or_default();
    if query.trim().is_empty() {
        return None;
    }
    let mut text = Text::default();
    text.same(query, 0, start);
    Some(Query {
        file: 0,
        span: Span::new(start, file.len()),
        kind: QueryKind::File,
        text: text.text,
        map: text.map,
        lints: Vec::new(),
        findings: Vec::new(),
        is_named: false,
        is_sure: true,
        held: Vec::new(),
    })
}

/// Where the query begins: SOQL has no comments, but editors keep lines of them (`//`) at the top of
/// a file and do not send them (M).
pub fn after_comments(text: &str) -> usize {
    let mut start = 0;
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        line_start += line.len();
        let line = line.trim();
        if line.starts_with("//") {
            start = line_start;
        } else if !line.is_empty() {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_at_the_top() {
        let rest = |text: &'static str| &text[after_comments(text)..];
        assert_eq!(rest("// a\n\n  // b\r\n\nSELECT"), "\nSELECT");
        assert_eq!(rest("SELECT\n// a\n"), "SELECT\n// a\n");
        assert_eq!(rest("\n SELECT"), "\n SELECT");
        assert_eq!(rest("// a"), "");
        assert_eq!(rest(""), "");
    }

    #[test]
    fn a_file_of_nothing_is_no_query() {
        assert_eq!(query("// a\n \n"), None);
        let found = query("// a\nSELECT").expect("a query");
        assert_eq!((&*found.text, found.span), ("SELECT", Span::new(5, 11)));
    }
}
