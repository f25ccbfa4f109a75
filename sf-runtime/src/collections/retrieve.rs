//! The reading of many records, as it is set up and awaited.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt, TryStreamExt};

use crate::client::Client;
use crate::error::Error;
use crate::sobject::Described;
use crate::types::Id;

use super::call::{READ, read_records, read_request};

/// How many calls are under way if not said.
const CALLS: usize = 4;

/// The reading of many records. Await it for all of them, or take the
/// [`records`](Self::records) as they come; nothing is sent before.
#[must_use = "nothing is sent before it is awaited"]
pub struct RetrieveAll<'a, T> {
    client: Client,
    ids: BoxStream<'a, Id>,
    fields: Arc<[String]>,
    batch_size: usize,
    concurrency: usize,
    object: PhantomData<fn() -> T>,
}

impl<'a, T: Described + Send + 'a> RetrieveAll<'a, T> {
    /// How many records a call has at most: 2,000 if not said, which is also the org's limit.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch_size = records.clamp(1, READ);
        self
    }

    /// How many calls are under way at once: 4 if not said.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls.max(1);
        self
    }

    /// The record of each id, in order, as the calls come back: as many as there are ids. One that
    /// cannot be read is an error of its own, a call that failed one for each of its ids
    /// ([`Error::Shared`]); the stream goes on after it.
    pub fn records(self) -> BoxStream<'a, Result<Option<T>, Error>> {
        let (client, fields) = (self.client, self.fields);
        self.ids
            .chunks(self.batch_size)
            .map(move |ids| {
                let (client, fields) = (client.clone(), Arc::clone(&fields));
                async move {
                    match read(&client, &ids, &fields).await {
                        Ok(records) => records,
                        Err(error) => {
                            let error = Arc::new(error);
                            let shared = |_| Err(Error::Shared(Arc::clone(&error)));
                            ids.iter().map(shared).collect()
                        }
                    }
                }
            })
            .buffered(self.concurrency)
            .flat_map(stream::iter)
            .boxed()
    }
}

impl<T> RetrieveAll<'_, T> {
    pub(super) fn new<'a>(
        client: Client,
        ids: BoxStream<'a, Id>,
        fields: Vec<String>,
    ) -> RetrieveAll<'a, T> {
        RetrieveAll {
            client,
            ids,
            fields: fields.into(),
            batch_size: READ,
            concurrency: CALLS,
            object: PhantomData,
        }
    }
}

impl<'a, T: Described + Send + 'a> IntoFuture for RetrieveAll<'a, T> {
    /// A record for each id, in order, or the first error.
    type Output = Result<Vec<Option<T>>, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        async move {
            let records: Result<_, Error> = self.records().try_collect().await;
            // Nobody else has a part of it by now.
            records.map_err(|error| match error {
                Error::Shared(shared) => Arc::try_unwrap(shared).unwrap_or_else(Error::Shared),
                error => error,
            })
        }
        .boxed()
    }
}

async fn read<T: Described>(
    client: &Client,
    ids: &[Id],
    fields: &[String],
) -> Result<Vec<Result<Option<T>, Error>>, Error> {
    let request = read_request(T::API_NAME, ids, fields)?;
    let response = client.send(&request).await?;
    read_records(&response)
}

impl<T> fmt::Debug for RetrieveAll<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetrieveAll")
            .field("fields", &self.fields)
            .field("batch_size", &self.batch_size)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
