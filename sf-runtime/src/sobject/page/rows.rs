//! The rows of a page, one after the other.
//!
//! Must not know: how a page is read, and the pages after it.

use std::fmt;
use std::iter::FusedIterator;

use super::{Page, RecordError, RowResult};

/// The rows of a page by reference, in the org's order: what [`Page::iter`] gives.
///
/// ```
/// use sf_runtime::Page;
///
/// let page: Page<i32> = serde_json::from_str(
///     r#"{"totalSize": 3, "done": true, "records": [1, "no number", 3]}"#,
/// )?;
/// assert_eq!(page.iter().rev().flatten().collect::<Vec<_>>(), [&3, &1]);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct PageRows<'a, T>(std::slice::Iter<'a, RowResult<T>>);

impl<T> Page<T> {
    /// The rows of this page, each of which is there or cannot be read. `flatten` leaves out those
    /// that cannot.
    ///
    /// ```
    /// # use sf_runtime::Page;
    /// # #[derive(serde::Deserialize)]
    /// # #[serde(rename_all = "PascalCase")]
    /// # struct Contact {
    /// #     email: String,
    /// # }
    /// # let contacts: Page<Contact> = serde_json::from_str(
    /// #     r#"{"totalSize": 2, "done": true, "records": [
    /// #         {"Email": "a@acme.example"}, {"Email": null}]}"#,
    /// # )?;
    /// let mut unread = Vec::new();
    /// for contact in &contacts {
    ///     match contact {
    ///         Ok(contact) => assert_eq!(contact.email, "a@acme.example"),
    ///         Err(error) => unread.push(error.field.as_deref()),
    ///     }
    /// }
    /// assert_eq!(unread, [Some("Email")]);
    /// assert_eq!(contacts.iter().flatten().count(), 1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn iter(&self) -> PageRows<'_, T> {
        PageRows(self.records.iter())
    }

    /// How many rows this page has, those counted that cannot be read. `total_size` tells how many
    /// the whole answer has.
    ///
    /// ```
    /// # let page: sf_runtime::Page<i32> =
    /// #     serde_json::from_str(r#"{"totalSize": 9, "nextRecordsUrl": "/n", "records": [1, 2]}"#)?;
    /// assert_eq!((page.len(), page.total_size), (2, 9));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether this page has no row. One that is not the last (`done`) may have none as well.
    ///
    /// ```
    /// let page = sf_runtime::Page::<i32>::default();
    /// assert!(page.is_empty() && page.done);
    /// ```
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = Result<&'a T, &'a RecordError>;
    type IntoIter = PageRows<'a, T>;

    fn into_iter(self) -> PageRows<'a, T> {
        self.iter()
    }
}

/// The rows themselves, of this page alone.
///
/// ```
/// # let page: sf_runtime::Page<i32> =
/// #     serde_json::from_str(r#"{"totalSize": 2, "done": true, "records": [1, 2]}"#)?;
/// let mut sum = 0;
/// for row in page {
///     sum += row?;
/// }
/// assert_eq!(sum, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<T> IntoIterator for Page<T> {
    type Item = Result<T, Box<RecordError>>;
    type IntoIter = std::vec::IntoIter<Result<T, Box<RecordError>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.records.into_iter()
    }
}

impl<'a, T> Iterator for PageRows<'a, T> {
    type Item = Result<&'a T, &'a RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(by_reference)
    }

    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        self.0.nth(n).map(by_reference)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> DoubleEndedIterator for PageRows<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(by_reference)
    }
}

impl<T> ExactSizeIterator for PageRows<'_, T> {}

impl<T> FusedIterator for PageRows<'_, T> {}

// By hand, because derive would ask the same of `T`.
impl<T> Clone for PageRows<'_, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for PageRows<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

fn by_reference<T>(row: &RowResult<T>) -> Result<&T, &RecordError> {
    row.as_ref().map_err(|error| &**error)
}
