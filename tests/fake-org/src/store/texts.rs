//! The values of a table's rows as JSON, row after row.
//!
//! Rows are read far more often than they are written, and most of what a page costs is to fetch
//! scattered values from memory. So each value is put into JSON once, when its row is written, and
//! rows that were written one after the other stand side by side.
//!
//! Must not know: fields, which rows there are.

use super::Row;
use crate::json::WriteJson;

/// Less than this is not worth a clean-up, in bytes.
const LITTLE: usize = 1 << 20;

/// The texts of a table.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    json: String,
    /// Where each value ends.
    ends: Vec<usize>,
    /// Bytes of rows that are no more.
    unused: usize,
}

/// Where a row's texts stand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Stretch {
    json: usize,
    ends: usize,
}

impl Texts {
    /// The value at a place of a row that is in the table, as JSON. That of a blob is null.
    pub(crate) fn at(&self, row: &Row, place: usize) -> &str {
        let ends = self.ends.get(row.stretch.ends..).unwrap_or_default();
        let start = place
            .checked_sub(1)
            .map_or(Some(&row.stretch.json), |before| ends.get(before));
        let text = start
            .zip(ends.get(place))
            .and_then(|(start, end)| self.json.get(*start..*end));
        text.unwrap_or("null")
    }

    /// Takes up a row.
    pub(super) fn add(&mut self, row: &mut Row) {
        row.stretch = Stretch {
            json: self.json.len(),
            ends: self.ends.len(),
        };
        for value in row.values() {
            value.write(&mut self.json);
            self.ends.push(self.json.len());
        }
    }

    /// Gives up a row.
    pub(super) fn remove(&mut self, row: &Row) {
        let last = (row.stretch.ends + row.values().len()).checked_sub(1);
        let end = last.and_then(|last| self.ends.get(last));
        self.unused += end.map_or(0, |end| end.saturating_sub(row.stretch.json));
    }

    /// Bytes of all texts.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.json.len()
    }

    /// Whether most of it is of rows that are no more.
    pub(super) fn is_wasteful(&self) -> bool {
        self.unused > LITTLE.max(self.json.len() / 2)
    }
}
