//! The rows of a page, each by itself.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::call::Response;
use crate::error::{Error, RecordError};
use crate::sobject::Page;

/// One page of rows, each of which is there or is an error of its own
/// ([`Error::Record`]). [`Page::all`] wants all of them.
pub type Rows<T> = Page<Result<T, Error>>;

/// Reads a page: as a whole, and row by row only if that fails.
pub(crate) fn rows_of<T: DeserializeOwned>(response: &Response) -> Result<Rows<T>, Error> {
    let text = response.text()?;
    let rows = match Page::<T>::from_text(text) {
        Ok(page) => page.map(Ok),
        Err(error) => serde_json::from_str::<Page<&RawValue>>(text)
            .map_err(|_| response.unreadable(error))?
            .map(|row| row_of(row.get())),
    };
    if !rows.done && rows.next_records_url.is_none() {
        return Err(Error::decode(
            response.call.clone(),
            "the page says that it is not the last and names no next one",
            None,
        ));
    }
    Ok(rows)
}

/// The link to the next page, if it stands before the records, as the org writes it: known before
/// the records are read, so that the one can be fetched while the others are.
pub(crate) fn next_link_of(response: &Response) -> Option<String> {
    let text = response.text().ok()?;
    let (head, _) = text.split_once("\"records\"")?;
    // The records are by far the most of it; a head that is none would not read as one.
    let head = head.trim_end().strip_suffix(',')?;
    let head: Head = serde_json::from_str(&format!("{head}}}")).ok()?;
    head.next_records_url.filter(|_| !head.done)
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    done: bool,
    #[serde(default)]
    next_records_url: Option<String>,
}

impl<T> Page<T> {
    /// The link to the next page, if this is not the last.
    pub(crate) fn next_link(&self) -> Option<&str> {
        self.next_records_url.as_deref().filter(|_| !self.done)
    }
}

fn row_of<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| RecordError::new(text, error).into())
}
