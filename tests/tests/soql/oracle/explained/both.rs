//! Cutting and replacing.

use std::ops::Range;

use super::super::super::pieces::{is_word, split_from};

/// A text with a part of it exchanged.
pub(super) fn with(text: &str, part: Range<usize>, new: &str) -> String {
    let mut changed = text.to_owned();
    changed.replace_range(part, new);
    changed
}

/// The word round a place: letters, digits, `_`, points, and what is not ASCII.
pub(super) fn word(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].trim_end_matches(is_word).len();
    let rest = &text[at..];
    let end = at + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    start..end
}

/// Where some tokens stand in a row, in any case. `*` is any word.
pub(super) fn find(text: &str, wanted: &[&str]) -> impl Iterator<Item = Vec<Range<usize>>> {
    let tokens: Vec<(Range<usize>, &str)> = after(text, 0).collect();
    let rows = tokens.windows(wanted.len()).filter(|row| {
        row.iter()
            .zip(wanted)
            .all(|((_, token), wanted)| match *wanted {
                "*" => token.chars().all(is_word),
                wanted => token.eq_ignore_ascii_case(wanted),
            })
    });
    let found: Vec<_> = rows
        .map(|row| row.iter().map(|(range, _)| range.clone()).collect())
        .collect();
    found.into_iter()
}

/// The tokens from a place on.
pub(super) fn after(text: &str, at: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    split_from(text, at).map(|(at, token)| (at..at + token.len(), token))
}

/// The last token before a place.
pub(super) fn before(text: &str, at: usize) -> Option<(Range<usize>, &str)> {
    after(text, 0)
        .take_while(|(range, _)| range.end <= at)
        .last()
}
