//! How a page is read: its rows at once where that goes, else each by itself.
//!
//! Must not know: who asked for it, and how the pages after it are fetched.

use std::borrow::Cow;
use std::fmt;
#[cfg(feature = "client")]
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Page, RowResult};
use crate::sobject::handed::hand_over;
use crate::sobject::raw_json::RawText;
use crate::sobject::read::{Mode, ReadRecords, read_text};
use crate::sobject::shape::Shapes;
use crate::sobject::{Record, RecordError, Table};

/// Rows that a page has at most, as the org makes it.
const MOST_ROWS: u64 = 2_000;

/// Reads a row. What it borrows, it borrows from the input that lends.
#[allow(clippy::ptr_arg, reason = "whether the input lends it is what matters")]
pub(super) fn row_of<'de, T: Deserialize<'de>>(
    text: &Cow<'de, str>,
) -> Result<T, serde_json::Error> {
    match text {
        Cow::Borrowed(text) => serde_json::from_str(text),
        // From a reader nothing is borrowed, so that the text need not live as long as the row.
        Cow::Owned(text) => {
            let mut input = serde_json::Deserializer::from_reader(text.as_bytes());
            let row = T::deserialize(&mut input)?;
            input.end()?;
            Ok(row)
        }
    }
}

pub(super) fn page_of_table(
    table: &'static Table,
    json: &str,
) -> Result<Page<Record>, serde_json::Error> {
    read_text(json, |input, mode| {
        input.deserialize_map(ReadPage {
            records: OfTable { table, mode },
            or_null: false,
        })
    })
}

pub(super) fn handed_over<'de, T: Deserialize<'de>>(
    page: Page<Record>,
) -> Result<Page<T>, serde_json::Error> {
    let rows = page.records.into_iter().map(|row| match row {
        Ok(record) => hand_over(record).map(Ok),
        Err(error) => Ok(Err(error)),
    });
    Ok(Page {
        total_size: page.total_size,
        done: page.done,
        next_records_url: page.next_records_url,
        records: rows
            .collect::<Result<_, _>>()
            .map_err(<serde_json::Error as Error>::custom)?,
    })
}

pub(super) fn read_page<'de, R: Records<'de>>(
    json: &'de str,
    records: R,
) -> Result<Page<R::Row>, serde_json::Error> {
    let mut input = serde_json::Deserializer::from_str(json);
    let page = input.deserialize_map(ReadPage {
        records,
        or_null: false,
    })?;
    input.end()?;
    Ok(page)
}

/// How the records of a page are read.
pub(super) trait Records<'de> {
    type Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of records")
    }

    /// Reads them, of which there are hardly more than so many.
    fn read<A: MapAccess<'de>>(
        &self,
        map: &mut A,
        most: usize,
    ) -> Result<Vec<RowResult<Self::Row>>, A::Error>;
}

/// Records of one object, with their shapes shared.
struct OfTable<'a> {
    table: &'static Table,
    mode: &'a Mode,
}

impl<'de> Records<'de> for OfTable<'_> {
    type Row = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a page of {}", self.table.label_plural)
    }

    fn read<A: MapAccess<'de>>(
        &self,
        map: &mut A,
        _: usize,
    ) -> Result<Vec<RowResult<Record>>, A::Error> {
        let mut shapes = Shapes::take(self.table);
        let records = map.next_value_seed(ReadRecords {
            table: self.table,
            shapes: &mut shapes,
            mode: self.mode,
        });
        shapes.put(self.table);
        Ok(records?.into_iter().map(Ok).collect())
    }
}

/// Rows of which nothing is known, the first bad one of which ends it.
#[cfg(feature = "client")]
pub(super) struct AtOnce<T>(pub(super) PhantomData<T>);

#[cfg(feature = "client")]
struct RowsAtOnce<T> {
    /// How many there may be.
    most: usize,
    row: PhantomData<T>,
}

#[cfg(feature = "client")]
impl<'de, T: Deserialize<'de>> Records<'de> for AtOnce<T> {
    type Row = T;

    fn read<A: MapAccess<'de>>(
        &self,
        map: &mut A,
        most: usize,
    ) -> Result<Vec<RowResult<T>>, A::Error> {
        map.next_value_seed(RowsAtOnce {
            most,
            row: PhantomData,
        })
    }
}

#[cfg(feature = "client")]
impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for RowsAtOnce<T> {
    type Value = Vec<RowResult<T>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

#[cfg(feature = "client")]
impl<'de, T: Deserialize<'de>> Visitor<'de> for RowsAtOnce<T> {
    type Value = Vec<RowResult<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::with_capacity(self.most);
        while let Some(row) = seq.next_element()? {
            rows.push(Ok(row));
        }
        Ok(rows)
    }
}

/// Rows that are each cut out first, and then read.
pub(super) struct RowByRow<F>(pub(super) F);

impl<'de, T, F> Records<'de> for RowByRow<F>
where
    F: Fn(&Cow<'de, str>) -> Result<T, serde_json::Error>,
{
    type Row = T;

    fn read<A: MapAccess<'de>>(
        &self,
        map: &mut A,
        _: usize,
    ) -> Result<Vec<RowResult<T>>, A::Error> {
        map.next_value_seed(self)
    }
}

impl<'de, T, F> DeserializeSeed<'de> for &RowByRow<F>
where
    F: Fn(&Cow<'de, str>) -> Result<T, serde_json::Error>,
{
    type Value = Vec<RowResult<T>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T, F> Visitor<'de> for &RowByRow<F>
where
    F: Fn(&Cow<'de, str>) -> Result<T, serde_json::Error>,
{
    type Value = Vec<RowResult<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(MOST_ROWS as usize));
        while let Some(text) = seq.next_element_seed(RawText)? {
            let row = (self.0)(&text);
            rows.push(row.map_err(|error| Box::new(RecordError::new(&text, &error))));
        }
        Ok(rows)
    }
}

pub(super) struct ReadPage<R> {
    pub(super) records: R,
    /// Whether null is a page of no rows.
    pub(super) or_null: bool,
}

impl<R> ReadPage<R> {
    fn none<'de, E: Error>(self) -> Result<Page<R::Row>, E>
    where
        R: Records<'de>,
    {
        if self.or_null {
            return Ok(Page::default());
        }
        Err(E::invalid_type(serde::de::Unexpected::Unit, &self))
    }
}

impl<'de, R: Records<'de>> Visitor<'de> for ReadPage<R> {
    type Value = Page<R::Row>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.records.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut page = Page::default();
        let (mut has_records, mut done) = (false, None);
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                // A page is not lost for a count that is none.
                "totalSize" => {
                    page.total_size = map.next_value_seed(RawText)?.parse().unwrap_or_default();
                }
                "done" => done = Some(map.next_value()?),
                "nextRecordsUrl" => page.next_records_url = map.next_value()?,
                "records" => {
                    let most = page.total_size.min(MOST_ROWS) as usize;
                    page.records = self.records.read(&mut map, most)?;
                    has_records = true;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        // Where it is not said, a next page says that this is not the last.
        page.done = done.unwrap_or(page.next_records_url.is_none());
        if has_records {
            Ok(page)
        } else {
            Err(Error::missing_field("records"))
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.none()
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.none()
    }
}
