//! A page of query results.

mod read;
mod rows;

use std::borrow::Cow;
#[cfg(feature = "client")]
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::handed::table_of;
use super::raw_json::RawText;
use super::read::read_record;
use super::{Described, RecordError};
#[cfg(feature = "client")]
use read::AtOnce;
use read::{ReadPage, RowByRow, handed_over, page_of_table, read_page, row_of};

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
