//! The rows of a page, each by itself.

use crate::call::Response;
use crate::error::Error;
use crate::sobject::Page;

use super::QueryRow;

/// Reads a page.
pub(crate) fn rows_of<T: QueryRow>(response: &Response) -> Result<Page<T>, Error> {
    let page = T::page(response.text()?).map_err(|error| response.unreadable(error))?;
    if !page.done && page.next_records_url.is_none() {
        return Err(Error::decode(response.call.clone(), NO_NEXT_PAGE, None));
    }
    Ok(page)
}

pub(super) const NO_NEXT_PAGE: &str = "the page says that it is not the last and names no next one";

/// The link to the next page, if it stands before the records, as the org writes it: known before
/// the records are read, so that the one can be fetched while the others are.
pub(crate) fn next_link_of(response: &Response) -> Option<String> {
    // The records are by far the most of it, and are checked to be text when they are read.
    let end = memchr::memmem::find(&response.body, b"\"records\"")?;
    let head = std::str::from_utf8(response.body.get(..end)?).ok()?;
    // A head that is none would not read as one.
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
