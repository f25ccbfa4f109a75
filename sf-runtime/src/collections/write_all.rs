//! The write of many records, as it is set up and awaited.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

use crate::client::Client;
use crate::error::Error;
use crate::types::AnyObject;

use super::batch::{RECORDS, batches};
use super::record::{Entry, Verb};
use super::run::Run;
use super::{Outcome, Report};

/// A write of many records. Await it for a [`Report`], or take the [`outcomes`](Self::outcomes) as
/// they come; nothing is sent before.
///
/// Each record is checked against describe first, and not sent where the org would refuse it. Those
/// that another transaction holds (`UNABLE_TO_LOCK_ROW`) are sent again, alone, as often as the
/// client's [`RetryPolicy`](crate::retry::RetryPolicy) says. A create whose answer was lost is not
/// sent again, unless the policy repeats writes: its outcome is [`Outcome::Unknown`]. When the login
/// fails or the org's calls of the day are used up, what is left is not sent.
#[must_use = "nothing is sent before it is awaited"]
pub struct WriteAll<'a, T = AnyObject> {
    client: Client,
    verb: Verb,
    records: BoxStream<'a, Entry>,
    all_or_none: bool,
    batch_size: usize,
    concurrency: usize,
    object: PhantomData<fn() -> T>,
}

impl<'a, T: 'static> WriteAll<'a, T> {
    pub(super) fn new(client: Client, verb: Verb, records: BoxStream<'a, Entry>) -> Self {
        Self {
            client,
            verb,
            records,
            all_or_none: false,
            batch_size: RECORDS,
            concurrency: 1,
            object: PhantomData,
        }
    }

    /// Whether one failed record undoes the others of its call; false if not said.
    ///
    /// This holds for each call, of [`batch_size`](Self::batch_size) records at most, by itself, and a
    /// call also ends where records of an eleventh run of one object, another external ID, or more than
    /// 45 MB would come into it: a call that fails leaves what the calls before it did, and does not stop those after it. Where
    /// a record of a call is invalid, nothing of that call is sent. Records that must stand or fall
    /// together belong into one call, or into a [`Graph`](crate::composite::Graph).
    pub fn all_or_none(mut self, all_or_none: bool) -> Self {
        self.all_or_none = all_or_none;
        self
    }

    /// How many records a call has at most: 200 if not said, which is also the org's limit. Fewer
    /// help where triggers or flows run into governor limits.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch_size = records.clamp(1, RECORDS);
        self
    }

    /// How many calls are under way at once: 1 if not said, so that records are written in the
    /// order of the input and do not lock each other out.
    ///
    /// More is faster where the records have no parent in common. The org refuses calls beyond 25
    /// (5 in Developer Edition) that take longer than 20 seconds, over all its clients.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// The outcome of each record, in the order of the input, as the calls come back.
    ///
    /// No more records are held than the calls under way have. The stream ends when the input has
    /// ended; dropped earlier, it leaves the rest of the input unsent.
    pub fn outcomes(self) -> BoxStream<'a, Outcome<T>> {
        let run = Arc::new(Run {
            client: self.client,
            verb: self.verb,
            all_or_none: self.all_or_none,
            stopped: OnceLock::new(),
        });
        batches(self.records, self.verb, self.batch_size)
            .map(move |batch| {
                let run = Arc::clone(&run);
                async move { run.outcomes(batch).await }
            })
            .buffered(self.concurrency)
            .flat_map(stream::iter)
            .map(Outcome::cast)
            .boxed()
    }
}

impl<'a, T: 'static> IntoFuture for WriteAll<'a, T> {
    /// An error only where nothing was done with any record, such as when the login failed: it is
    /// that of the first call. Otherwise each record has an outcome.
    type Output = Result<Report<T>, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        async move {
            let outcomes: Vec<Outcome<T>> = self.outcomes().collect().await;
            let nothing = outcomes
                .iter()
                .all(|outcome| matches!(outcome, Outcome::NotDone(_)));
            if nothing {
                first_error(outcomes)
            } else {
                Ok(Report::new(outcomes))
            }
        }
        .boxed()
    }
}

/// The first of the errors for which nothing was done; no error where there were no records.
fn first_error<T>(outcomes: Vec<Outcome<T>>) -> Result<Report<T>, Error> {
    let mut outcomes = outcomes.into_iter();
    let first = outcomes.next();
    // The others share it.
    drop(outcomes);
    match first {
        Some(Outcome::NotDone(error)) => match Arc::try_unwrap(error) {
            Ok(error) => Err(error),
            Err(shared) => Err(Error::Shared(shared)),
        },
        _ => Ok(Report::new(Vec::new())),
    }
}

impl<T> fmt::Debug for WriteAll<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteAll")
            .field("verb", &self.verb)
            .field("all_or_none", &self.all_or_none)
            .field("batch_size", &self.batch_size)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
