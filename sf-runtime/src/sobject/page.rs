//! A page of query results.

mod rows;

use std::borrow::Cow;
use std::fmt;
#[cfg(feature = "client")]
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::handed::{hand_over, table_of};
use super::raw_json::RawText;
use super::read::{Mode, ReadRecords, read_record, read_text};
use super::shape::Shapes;
use super::{Described, Record, RecordError, Table};

pub use rows::PageRows;

/// One page of a query's answer, or of a child sub-query's.
///
/// A page holds at most 2,000 rows, child rows included, and may hold fewer than were asked for.
/// Each of its rows is there, or is an error of its own that names the record and the field: one
/// that cannot be read costs no other row, and a child costs neither its siblings nor its parent.
///
/// ```
/// use sf_runtime::Page;
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Account {
///     name: String,
///     contacts: Page<Contact>,
/// }
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Contact {
///     email: String,
/// }
/// let account: Account = serde_json::from_str(
///     r#"{"Name": "Acme", "Contacts": {"totalSize": 2, "done": true, "records": [
///         {"Email": "a@acme.example"}, {"Email": null}]}}"#,
/// )?;
/// assert_eq!(account.name, "Acme");
/// let emails: Vec<&str> = account.contacts.iter().flatten().map(|row| &*row.email).collect();
/// assert_eq!(emails, ["a@acme.example"]);
/// let unread = account.contacts.iter().find_map(Result::err);
/// assert_eq!(unread.and_then(|error| error.field.as_deref()), Some("Email"));
/// assert!(account.contacts.all().is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// `totalSize`: rows in the whole answer.
    pub total_size: u64,
    /// Whether this is the last page.
    pub done: bool,
    /// `nextRecordsUrl`: the path of the next page.
    pub next_records_url: Option<String>,
    /// The rows of this page, each of which is there or cannot be read.
    pub records: Vec<RowResult<T>>,
}

/// Rows that a page has at most, as the org makes it.
const MOST_ROWS: u64 = 2_000;

/// A row, or what is wrong with it.
type RowResult<T> = Result<T, Box<RecordError>>;

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
        let page = match page_of_table(T::TABLE, json) {
            Ok(page) => Ok(page),
            Err(error) => read_page(
                json,
                RowByRow(|row: &Cow<'_, str>| read_record(T::TABLE, row)),
            )
            .map_err(|_| error),
        };
        page.map(|page| page.map(T::from_record))
    }
}

#[cfg(feature = "client")]
impl<T: serde::de::DeserializeOwned> Page<T> {
    /// Reads a page of any rows from its whole text: at once, and row by row only if that fails.
    pub(crate) fn from_text(json: &str) -> Result<Self, serde_json::Error> {
        let at_once = match table_of::<T>() {
            Some(table) => page_of_table(table, json).and_then(handed_over),
            None => read_page(json, AtOnce(PhantomData)),
        };
        at_once.or_else(|_| read_page(json, RowByRow(row_of)))
    }
}

#[cfg(feature = "client")]
impl<T> Page<T> {
    /// Reads a page of rows that are each read like this.
    pub(crate) fn of_rows(
        json: &str,
        read: impl Fn(&str) -> Result<T, serde_json::Error>,
    ) -> Result<Self, serde_json::Error> {
        read_page(json, RowByRow(|row: &Cow<'_, str>| read(row)))
    }
}

impl<T> Page<T> {
    /// The page with each of its rows changed.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            total_size: self.total_size,
            done: self.done,
            next_records_url: self.next_records_url,
            records: self
                .records
                .into_iter()
                .map(|row| row.map(&mut change))
                .collect(),
        }
    }

    /// The rows of this page, if all of them could be read.
    ///
    /// # Errors
    /// The first that could not.
    pub fn all(self) -> Result<Vec<T>, Box<RecordError>> {
        self.records.into_iter().collect()
    }
}

/// Any row that serde reads: a generated object, or a struct of one's own. `null`, which the org
/// says where there are no child records, is a page of none.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(table) = table_of::<T>() else {
            return deserializer.deserialize_any(ReadPage {
                records: RowByRow(row_of),
                or_null: true,
            });
        };
        let text = RawText.deserialize(deserializer)?;
        if *text == *"null" {
            return Ok(Self::default());
        }
        if let Ok(page) = page_of_table(table, &text).and_then(handed_over) {
            return Ok(page);
        }
        let rows = RowByRow(|row: &Cow<'_, str>| row_of(&Cow::Owned(row.as_ref().to_owned())));
        read_page(&text, rows).map_err(D::Error::custom)
    }
}

/// Reads a row. What it borrows, it borrows from the input that lends.
#[allow(clippy::ptr_arg, reason = "whether the input lends it is what matters")]
fn row_of<'de, T: Deserialize<'de>>(text: &Cow<'de, str>) -> Result<T, serde_json::Error> {
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

fn page_of_table(table: &'static Table, json: &str) -> Result<Page<Record>, serde_json::Error> {
    read_text(json, |input, mode| {
        input.deserialize_map(ReadPage {
            records: OfTable { table, mode },
            or_null: false,
        })
    })
}

fn handed_over<'de, T: Deserialize<'de>>(page: Page<Record>) -> Result<Page<T>, serde_json::Error> {
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

fn read_page<'de, R: Records<'de>>(
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
trait Records<'de> {
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
struct AtOnce<T>(PhantomData<T>);

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
struct RowByRow<F>(F);

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

struct ReadPage<R> {
    records: R,
    /// Whether null is a page of no rows.
    or_null: bool,
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

/// As the org writes a page. A row that could not be read cannot be written either.
impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("totalSize", &self.total_size)?;
        map.serialize_entry("done", &self.done)?;
        if let Some(url) = &self.next_records_url {
            map.serialize_entry("nextRecordsUrl", url)?;
        }
        map.serialize_entry("records", &Written(&self.records))?;
        map.end()
    }
}

struct Written<'a, T>(&'a [RowResult<T>]);

impl<T: Serialize> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for row in self.0 {
            seq.serialize_element(row.as_ref().map_err(S::Error::custom)?)?;
        }
        seq.end()
    }
}
