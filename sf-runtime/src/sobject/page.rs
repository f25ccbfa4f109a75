//! A page of query results.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::raw_json::RawText;
use super::read::{Mode, ReadRecords, read_text};
use super::shape::Shapes;
use super::{Described, Record, Table};

/// One page of a query's answer, or of a child sub-query's.
///
/// A page holds at most 2,000 rows, child rows included, and may hold fewer than were asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// `totalSize`: rows in the whole answer.
    pub total_size: u64,
    /// Whether this is the last page.
    pub done: bool,
    /// `nextRecordsUrl`: the path of the next page.
    pub next_records_url: Option<String>,
    /// The rows of this page.
    pub records: Vec<T>,
}

impl<T> Default for Page<T> {
    /// An answer of no rows.
    fn default() -> Self {
        Self {
            total_size: 0,
            done: true,
            next_records_url: None,
            records: Vec::new(),
        }
    }
}

impl<T: Described> Page<T> {
    /// Reads a page from JSON, without compiling a parser into the calling crate.
    ///
    /// # Errors
    /// The text is not a page of a query's answer.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        Ok(page_from_json(T::TABLE, json)?.typed())
    }
}

impl Page<Record> {
    fn typed<T: Described>(self) -> Page<T> {
        Page {
            total_size: self.total_size,
            done: self.done,
            next_records_url: self.next_records_url,
            records: self.records.into_iter().map(T::from_record).collect(),
        }
    }
}

fn page_from_json(table: &'static Table, json: &str) -> Result<Page<Record>, serde_json::Error> {
    read_text(json, |input, mode| {
        input.deserialize_map(ReadPage { table, mode })
    })
}

impl<'de, T: Described> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = RawText.deserialize(deserializer)?;
        Self::from_json(&text).map_err(D::Error::custom)
    }
}

struct ReadPage<'a> {
    table: &'static Table,
    mode: &'a Mode,
}

impl<'de> Visitor<'de> for ReadPage<'_> {
    type Value = Page<Record>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page of {}", self.table.label_plural)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Page<Record>, A::Error> {
        let mut page = Page::default();
        let mut has_records = false;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            match &*key {
                // A page is not lost for a count that is none.
                "totalSize" => {
                    page.total_size = map.next_value_seed(RawText)?.parse().unwrap_or_default();
                }
                "done" => page.done = map.next_value()?,
                "nextRecordsUrl" => page.next_records_url = map.next_value()?,
                "records" => {
                    let mut shapes = Shapes::take(self.table);
                    let records = map.next_value_seed(ReadRecords {
                        table: self.table,
                        shapes: &mut shapes,
                        mode: self.mode,
                    });
                    shapes.put(self.table);
                    page.records = records?;
                    has_records = true;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if has_records {
            Ok(page)
        } else {
            Err(Error::missing_field("records"))
        }
    }
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("totalSize", &self.total_size)?;
        map.serialize_entry("done", &self.done)?;
        if let Some(url) = &self.next_records_url {
            map.serialize_entry("nextRecordsUrl", url)?;
        }
        map.serialize_entry("records", &self.records)?;
        map.end()
    }
}
