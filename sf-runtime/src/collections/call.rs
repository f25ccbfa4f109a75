//! One call of many records, as data: to be sent alone or as part of a composite.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::call::{Call, Request, Response, Safety};
use crate::error::{Error, RecordError};
use crate::sobject::{Create, Described, IntoDraft, Record, Update, Upsert};
use crate::types::{AnyObject, Id, SObject};

use super::answer::{left_open, outcomes};
use super::batch::{RECORDS, Room, request};
use super::record::{Entry, Prepared, Verb, prepare_any, prepare_delete};
use super::{Outcome, Report};

/// Records a call that reads.
pub(super) const READ: usize = 2_000;

/// What one call does with its records: [`Create`], [`Update`], [`Upsert`] or [`Delete`].
pub trait CollectionVerb: sealed::Sealed + 'static {}

/// The removal of records known by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delete {}

/// At most 200 records in one call, to be a part of a composite or a batch.
///
/// [`Client::create_all`](crate::Client::create_all) and its kin take any number of records, and do
/// more for them: use those where the call stands alone.
///
/// ```
/// use sf_runtime::collections::Collection;
/// use sf_runtime::{Call, Id};
///
/// let ids = ["001D000000IqhSLIAZ".parse::<Id>()?];
/// let call = Collection::delete(ids).all_or_none(true);
/// assert_eq!(
///     call.request()?.path_below("v66.0"),
///     "v66.0/composite/sobjects?ids=001D000000IqhSLIAZ&allOrNone=true"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Collection<V, T = AnyObject> {
    entries: Vec<Entry>,
    all_or_none: bool,
    marker: PhantomData<fn() -> (V, T)>,
}

/// The same fields of at most 2,000 records of one object, in one call.
///
/// Its answer has a place for each id: `None` where there is no such record, or none that the user
/// may see.
pub struct RetrieveMany<T> {
    ids: Vec<Id>,
    fields: Vec<String>,
    object: PhantomData<fn() -> T>,
}

mod sealed {
    pub trait Sealed {
        const VERB: super::Verb;
    }
}

macro_rules! verbs {
    ($($name:ident)*) => {$(
        impl sealed::Sealed for $name {
            const VERB: Verb = Verb::$name;
        }
        impl CollectionVerb for $name {}
    )*};
}

verbs!(Create Update Upsert Delete);

impl<T> Collection<Create, T> {
    /// Creates these records.
    pub fn create(drafts: impl IntoIterator<Item: IntoDraft<Create, Object = T>>) -> Self {
        Self::new(
            drafts
                .into_iter()
                .map(|draft| prepare_any(Verb::Create, &draft.into_draft())),
        )
    }
}

impl<T> Collection<Update, T> {
    /// Updates these records.
    pub fn update(drafts: impl IntoIterator<Item: IntoDraft<Update, Object = T>>) -> Self {
        Self::new(
            drafts
                .into_iter()
                .map(|draft| prepare_any(Verb::Update, &draft.into_draft())),
        )
    }
}

impl<T> Collection<Upsert, T> {
    /// Creates or updates these records by one external-ID field.
    pub fn upsert(drafts: impl IntoIterator<Item: IntoDraft<Upsert, Object = T>>) -> Self {
        Self::new(
            drafts
                .into_iter()
                .map(|draft| prepare_any(Verb::Upsert, &draft.into_draft())),
        )
    }
}

impl<T> Collection<Delete, T> {
    /// Deletes these records.
    pub fn delete(ids: impl IntoIterator<Item = Id<T>>) -> Self {
        Self::new(ids.into_iter().map(|id| Ok(prepare_delete(id.erase()))))
    }
}

impl<V, T> Collection<V, T> {
    fn new(entries: impl Iterator<Item = Entry>) -> Self {
        Self {
            entries: entries.collect(),
            all_or_none: false,
            marker: PhantomData,
        }
    }

    /// Whether one failed record undoes the others; false if not said. In a composite that is all
    /// or none itself, the composite's word counts.
    #[must_use]
    pub fn all_or_none(mut self, all_or_none: bool) -> Self {
        self.all_or_none = all_or_none;
        self
    }
}

impl<V: CollectionVerb, T> Call for Collection<V, T> {
    type Output = Report<T>;

    /// # Errors
    /// A record is invalid, there are no records, or they do not fit into one call: more than 200,
    /// more than ten runs of one object, or an upsert of several objects or external-ID fields.
    fn request(&self) -> Result<Request, Error> {
        let mut room = Room::default();
        let mut records: Vec<&Prepared> = Vec::with_capacity(self.entries.len());
        for (place, entry) in self.entries.iter().enumerate() {
            let record = match entry {
                Ok(record) => record,
                Err(Outcome::Invalid(invalid)) => return Err(Error::Invalid(invalid.clone())),
                Err(outcome) => return Err(Error::request(format!("record {place}: {outcome}"))),
            };
            if !room.takes(record, V::VERB) {
                return Err(Error::request(format!(
                    "record {place} does not fit into one call, which takes {RECORDS} records in \
                     at most ten runs of one object, and upserts of one object and external ID: \
                     use `Client::create_all` and its kin, or several calls"
                )));
            }
            room.fill(record);
            records.push(record);
        }
        if records.is_empty() {
            return Err(Error::request("a call of many records has none"));
        }
        request(V::VERB, &records, self.all_or_none)
    }

    fn decode(response: Response) -> Result<Report<T>, Error> {
        let outcomes = outcomes(V::VERB, true, &response, |_| None)?.into_iter();
        let told = outcomes.map(|outcome| match response.call.was_open {
            true => left_open(outcome, &response.call),
            false => outcome,
        });
        Ok(Report::new(told.map(Outcome::cast).collect()))
    }
}

impl<T: Described> RetrieveMany<T> {
    /// Reads these fields of these records.
    pub fn new(
        ids: impl IntoIterator<Item = Id<T>>,
        fields: impl IntoIterator<Item: Into<String>>,
    ) -> Self {
        Self {
            ids: ids.into_iter().map(Id::erase).collect(),
            fields: fields.into_iter().map(Into::into).collect(),
            object: PhantomData,
        }
    }
}

impl<T: Described> Call for RetrieveMany<T> {
    type Output = Vec<Option<T>>;

    /// # Errors
    /// There are no ids, more than 2,000, or no fields.
    fn request(&self) -> Result<Request, Error> {
        read_request(T::API_NAME, &self.ids, &self.fields)
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        read_records(&response)?.into_iter().collect()
    }
}

/// The request that reads these records. By POST: a URL holds no more than some 800 ids.
pub(super) fn read_request(
    object: &'static str,
    ids: &[Id],
    fields: &[String],
) -> Result<Request, Error> {
    #[derive(Serialize)]
    struct Body<'a> {
        ids: &'a [Id],
        fields: &'a [String],
    }
    if ids.is_empty() || ids.len() > READ {
        return Err(Error::request(format!(
            "a call reads 1 to {READ} records, and this one names {}: use `Client::retrieve_all`",
            ids.len()
        )));
    }
    if fields.is_empty() {
        return Err(Error::request(format!(
            "no field of {object} is named: name those to read, such as \"Id\""
        )));
    }
    Ok(Request::post("composite/sobjects/{object}", &[object])?
        .about(object)
        .json(&Body { ids, fields })?
        .expecting(ids.len())
        .with_safety(Safety::Read))
}

/// The records of the answer, null where there is none. One that cannot be read is an error of its
/// own.
pub(super) fn read_records<T: Described>(
    response: &Response,
) -> Result<Vec<Result<Option<T>, Error>>, Error> {
    let items: Vec<Option<&RawValue>> = response.json()?;
    if let Some(count) = response.call.results.filter(|count| *count != items.len()) {
        let what = format!("the answer has {} places for {count} ids", items.len());
        return Err(Error::decode(response.call.clone(), what, None));
    }
    let read = |item: Option<&RawValue>| {
        let Some(item) = item else { return Ok(None) };
        let record = Record::from_json(T::TABLE, item.get());
        record
            .map(|record| Some(T::from_record(record)))
            .map_err(|error| RecordError::new(item.get(), &error).into())
    };
    Ok(items.into_iter().map(read).collect())
}

impl<V: CollectionVerb, T: SObject> fmt::Debug for Collection<V, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, count) = (V::VERB, self.entries.len());
        write!(f, "{verb:?} of {count} {}", T::API_NAME)
    }
}

impl<T: SObject> fmt::Debug for RetrieveMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (fields, count) = (&self.fields, self.ids.len());
        write!(f, "Retrieve {fields:?} of {count} {}", T::API_NAME)
    }
}
