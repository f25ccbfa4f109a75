//! Many records at once: 200 a call, an outcome for each, in the order of the input.
//!
//! A set of records is split into calls of sObject Collections. The org knows no transaction that
//! spans calls, so [`all_or_none`](WriteAll::all_or_none) holds for each call by itself. Nothing
//! here knows the HTTP library.
//!
//! ```
//! # use sf_runtime::{Client, Create, Draft, Error};
//! # async fn create(sf: &Client, contacts: Vec<Draft<Create>>) -> Result<(), Error> {
//! let report = sf.create_all(contacts).await?;
//! println!("{report}");
//! for (place, outcome) in report.failures() {
//!     eprintln!("contact {place}: {outcome}");
//! }
//! # Ok(())
//! # }
//! ```

mod answer;
mod batch;
mod call;
mod outcome;
mod record;
mod report;
mod retrieve;
mod run;
mod write_all;

pub(crate) use answer::left_open;
pub use call::{Collection, CollectionVerb, Delete, RetrieveMany};
pub use outcome::Outcome;
pub use report::{Report, ReportError};
pub use retrieve::RetrieveAll;
pub use write_all::WriteAll;

use futures_util::{Stream, StreamExt, stream};

use crate::client::Client;
use crate::sobject::{Create, Described, IntoDraft, Operation, Update, Upsert};
use crate::types::{Id, SObject};

use record::{Verb, prepare, prepare_delete};

/// Many records.
impl Client {
    /// Creates many records, of one object or of several.
    ///
    /// Where objects alternate, a call ends after ten runs of one object, which is all that the org
    /// takes in a call: sort the input by object to save calls.
    ///
    /// ```
    /// # use sf_runtime::{Client, Create, Draft, Error};
    /// # async fn create(sf: &Client, drafts: Vec<Draft<Create>>) -> Result<(), Error> {
    /// let ids = sf.create_all(drafts).all_or_none(true).await?.into_result()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_all<'a, I>(&self, drafts: I) -> WriteAll<'a, ObjectOf<I::Item, Create>>
    where
        I: IntoIterator,
        I::Item: IntoDraft<Create>,
        I::IntoIter: Send + 'a,
    {
        self.create_stream(stream::iter(drafts))
    }

    /// Updates many records, of one object or of several; see [`create_all`](Self::create_all).
    pub fn update_all<'a, I>(&self, drafts: I) -> WriteAll<'a, ObjectOf<I::Item, Update>>
    where
        I: IntoIterator,
        I::Item: IntoDraft<Update>,
        I::IntoIter: Send + 'a,
    {
        self.update_stream(stream::iter(drafts))
    }

    /// Creates or updates many records by their external IDs.
    ///
    /// A call takes records of one object and one external-ID field (API 46.0 and later), so a new
    /// call begins wherever the next record has another.
    pub fn upsert_all<'a, I>(&self, drafts: I) -> WriteAll<'a, ObjectOf<I::Item, Upsert>>
    where
        I: IntoIterator,
        I::Item: IntoDraft<Upsert>,
        I::IntoIter: Send + 'a,
    {
        self.upsert_stream(stream::iter(drafts))
    }

    /// Deletes many records. One that is deleted already counts as deleted.
    ///
    /// ```
    /// # use sf_runtime::{Client, Error, Id};
    /// # async fn clear(sf: &Client, ids: Vec<Id>) -> Result<(), Error> {
    /// let report = sf.delete_all(ids).await?;
    /// assert!(report.is_success(), "{report}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_all<'a, T: SObject, I>(&self, ids: I) -> WriteAll<'a, T>
    where
        I: IntoIterator<Item = Id<T>>,
        I::IntoIter: Send + 'a,
    {
        self.delete_stream(stream::iter(ids))
    }

    /// Reads these fields of many records of one object, 2,000 a call.
    ///
    /// The answer has a place for each id, in order: `None` where there is no such record, or none
    /// that the user may see.
    ///
    /// ```
    /// # use sf_runtime::{Client, Described, Error, Id};
    /// # async fn read<Account: Described + Send + 'static>(sf: &Client, ids: Vec<Id<Account>>) -> Result<(), Error> {
    /// let accounts: Vec<Option<Account>> = sf.retrieve_all(ids, ["Id", "Name"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn retrieve_all<'a, T: Described, I, F>(&self, ids: I, fields: F) -> RetrieveAll<'a, T>
    where
        I: IntoIterator<Item = Id<T>>,
        I::IntoIter: Send + 'a,
        F: IntoIterator,
        F::Item: Into<String>,
    {
        self.retrieve_stream(stream::iter(ids), fields)
    }
}

/// Records that arrive one by one, of which no more are held than the calls under way need.
impl Client {
    /// As [`create_all`](Self::create_all).
    ///
    /// ```
    /// # use futures_util::{Stream, StreamExt};
    /// # use sf_runtime::{Client, Create, Draft};
    /// # async fn load(sf: &Client, drafts: impl Stream<Item = Draft<Create>> + Send) {
    /// let mut outcomes = sf.create_stream(drafts).concurrency(3).outcomes();
    /// while let Some(outcome) = outcomes.next().await {
    ///     println!("{outcome}");
    /// }
    /// # }
    /// ```
    pub fn create_stream<'a, S>(&self, drafts: S) -> WriteAll<'a, ObjectOf<S::Item, Create>>
    where
        S: Stream + Send + 'a,
        S::Item: IntoDraft<Create>,
    {
        self.write_all(Verb::Create, drafts)
    }

    /// As [`update_all`](Self::update_all).
    pub fn update_stream<'a, S>(&self, drafts: S) -> WriteAll<'a, ObjectOf<S::Item, Update>>
    where
        S: Stream + Send + 'a,
        S::Item: IntoDraft<Update>,
    {
        self.write_all(Verb::Update, drafts)
    }

    /// As [`upsert_all`](Self::upsert_all).
    pub fn upsert_stream<'a, S>(&self, drafts: S) -> WriteAll<'a, ObjectOf<S::Item, Upsert>>
    where
        S: Stream + Send + 'a,
        S::Item: IntoDraft<Upsert>,
    {
        self.write_all(Verb::Upsert, drafts)
    }

    /// As [`delete_all`](Self::delete_all).
    pub fn delete_stream<'a, T: SObject, S>(&self, ids: S) -> WriteAll<'a, T>
    where
        S: Stream<Item = Id<T>> + Send + 'a,
    {
        let ids = ids.map(|id| Ok(prepare_delete(id.erase()))).boxed();
        WriteAll::new(self.clone(), Verb::Delete, ids)
    }

    /// As [`retrieve_all`](Self::retrieve_all).
    pub fn retrieve_stream<'a, T: Described, S, F>(&self, ids: S, fields: F) -> RetrieveAll<'a, T>
    where
        S: Stream<Item = Id<T>> + Send + 'a,
        F: IntoIterator,
        F::Item: Into<String>,
    {
        RetrieveAll::new(
            self.clone(),
            ids.map(Id::erase).boxed(),
            fields.into_iter().map(Into::into).collect(),
        )
    }

    fn write_all<'a, O, S>(&self, verb: Verb, drafts: S) -> WriteAll<'a, ObjectOf<S::Item, O>>
    where
        O: Operation,
        S: Stream + Send + 'a,
        S::Item: IntoDraft<O>,
    {
        let records = drafts.map(move |draft| prepare(verb, &draft.into_draft()));
        WriteAll::new(self.clone(), verb, records.boxed())
    }
}

/// The object of a draft, as its type tells.
type ObjectOf<D, O> = <D as IntoDraft<O>>::Object;
