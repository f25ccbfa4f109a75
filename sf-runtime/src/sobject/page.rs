//! A page of query results.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::handed::{hand_over, table_of};
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
        Ok(page_from_json(T::TABLE, json)?.map(T::from_record))
    }
}

#[cfg(feature = "client")]
impl<T: serde::de::DeserializeOwned> Page<T> {
    /// Reads a page of any rows from its whole text, which is not gone over first as a part of a
    /// larger text has to be.
    pub(crate) fn from_text(json: &str) -> Result<Self, serde_json::Error> {
        match table_of::<T>() {
            Some(table) => handed_over(page_from_json(table, json)?),
            None => serde_json::from_str(json),
        }
    }
}

impl<T> Page<T> {
    /// The page with each of its rows changed.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            total_size: self.total_size,
            done: self.done,
            next_records_url: self.next_records_url,
            records: self.records.into_iter().map(change).collect(),
        }
    }
}

impl<T, E> Page<Result<T, E>> {
    /// The page, if all of its rows could be read.
    ///
    /// # Errors
    /// The first that could not.
    pub fn all(self) -> Result<Page<T>, E> {
        Ok(Page {
            total_size: self.total_size,
            done: self.done,
            next_records_url: self.next_records_url,
            records: self.records.into_iter().collect::<Result<_, _>>()?,
        })
    }
}

fn page_from_json(table: &'static Table, json: &str) -> Result<Page<Record>, serde_json::Error> {
    read_text(json, |input, mode| {
        input.deserialize_map(ReadPage { table, mode })
    })
}

/// Any row that serde reads: a generated object, or a struct of one's own. `null`, which the org
/// says where there are no child records, is a page of none.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(table) = table_of::<T>() else {
            return deserializer.deserialize_any(ReadAnyPage(PhantomData));
        };
        let text = RawText.deserialize(deserializer)?;
        if *text == *"null" {
            return Ok(Self::default());
        }
        let page = page_from_json(table, &text).map_err(D::Error::custom)?;
        handed_over(page)
    }
}

fn handed_over<'de, T: Deserialize<'de>, E: Error>(page: Page<Record>) -> Result<Page<T>, E> {
    page.map(hand_over).all().map_err(E::custom)
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

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Page<Record>, A::Error> {
        read_page(map, |map| {
            let mut shapes = Shapes::take(self.table);
            let records = map.next_value_seed(ReadRecords {
                table: self.table,
                shapes: &mut shapes,
                mode: self.mode,
            });
            shapes.put(self.table);
            records
        })
    }
}

/// Reads a page of rows of which nothing is known.
struct ReadAnyPage<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ReadAnyPage<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of records")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Page<T>, A::Error> {
        read_page(map, A::next_value)
    }

    fn visit_unit<E: Error>(self) -> Result<Page<T>, E> {
        Ok(Page::default())
    }

    fn visit_none<E: Error>(self) -> Result<Page<T>, E> {
        Ok(Page::default())
    }
}

fn read_page<'de, A: MapAccess<'de>, T>(
    mut map: A,
    records: impl Fn(&mut A) -> Result<Vec<T>, A::Error>,
) -> Result<Page<T>, A::Error> {
    let mut page = Page::default();
    let mut has_records = false;
    while let Some(key) = map.next_key::<Cow<'de, str>>()? {
        match &*key {
            // A page is not lost for a count that is none.
            "totalSize" => {
                page.total_size = map.next_value_seed(RawText)?.parse().unwrap_or_default();
            }
            "done" => page.done = map.next_value()?,
            "nextRecordsUrl" => page.next_records_url = map.next_value()?,
            "records" => {
                page.records = records(&mut map)?;
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
