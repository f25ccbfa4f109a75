//! Pages whose rows have all of their child records, where a row wants them as a list.
//!
//! The org sends the first page of a record's child records with the record. A row is read from the
//! text of the record, by serde too, and neither takes a client along; so what a list lacks is noted
//! beside the reading of a page. Who has a client fetches it and reads the page again, until
//! nothing is missing: child records may have lists of their own.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::de::IgnoredAny;
use tracing::Instrument;

use crate::call::{Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::sobject::Page;

use super::stream::{Links, came_back};
use super::{QueryRow, rows_of};

/// So many lists are fetched at once, each page after page.
const AT_ONCE: usize = 4;

/// A page that is read, and whose lists are fetched.
pub(super) struct Whole {
    client: Client,
    batch_size: Option<u16>,
    response: Response,
    lists: Lists,
    fetch: Option<BoxFuture<'static, Result<Vec<List>, Error>>>,
}

/// The link to what a list lacks, and the texts of the pages from there on.
type List = (String, Arc<[String]>);

/// What lists lack, while a page is read.
#[derive(Default)]
struct Lists {
    fetched: BTreeMap<String, Arc<[String]>>,
    missing: BTreeSet<String>,
}

thread_local! {
    /// Those of the page that is being read on this thread, if what they lack can be fetched.
    static READ: RefCell<Option<Lists>> = const { RefCell::new(None) };
}

/// The texts of the pages from this link on. None where they are not there, which is noted.
pub(in crate::query) fn rest_of_list(link: &str) -> Option<Arc<[String]>> {
    READ.with_borrow_mut(|lists| {
        let lists = lists.as_mut()?;
        let fetched = lists.fetched.get(link).cloned();
        if fetched.is_none() {
            lists.missing.insert(link.to_owned());
        }
        fetched
    })
}

impl Whole {
    pub(super) fn new(client: Client, batch_size: Option<u16>, response: Response) -> Self {
        Self {
            client,
            batch_size,
            response,
            lists: Lists::default(),
            fetch: None,
        }
    }

    /// The page's answer.
    pub(super) fn response(&self) -> &Response {
        &self.response
    }

    /// The page, as soon as its lists are whole.
    ///
    /// # Errors
    /// The page cannot be read, or a call failed.
    pub(super) fn poll_page<T: QueryRow>(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Page<T>, Error>> {
        loop {
            if let Some(fetch) = &mut self.fetch {
                let fetched = ready!(fetch.poll_unpin(cx));
                self.fetch = None;
                self.lists.fetched.extend(fetched?);
            }
            let page = self.lists.reading(|| rows_of(&self.response))?;
            let missing = mem::take(&mut self.lists.missing);
            if missing.is_empty() {
                return Poll::Ready(Ok(page));
            }
            let (client, batch_size) = (self.client.clone(), self.batch_size);
            self.fetch = Some(fetch(client, missing, batch_size).boxed());
        }
    }
}

impl Lists {
    /// Reads a page, with these lists.
    fn reading<T>(&mut self, read: impl FnOnce() -> T) -> T {
        /// Puts back what was there, also where a row panics.
        struct End<'l> {
            lists: &'l mut Lists,
            before: Option<Lists>,
        }

        impl Drop for End<'_> {
            fn drop(&mut self) {
                *self.lists = READ.replace(self.before.take()).unwrap_or_default();
            }
        }

        let before = READ.replace(Some(mem::take(self)));
        let _end = End {
            lists: self,
            before,
        };
        read()
    }
}

async fn fetch(
    client: Client,
    links: BTreeSet<String>,
    batch_size: Option<u16>,
) -> Result<Vec<List>, Error> {
    // All of them first: a stream over what borrows is more than the compiler can prove `Send`.
    let lists: Vec<_> = links
        .into_iter()
        .map(|link| list(client.clone(), link, batch_size))
        .collect();
    let lists = stream::iter(lists).buffered(AT_ONCE).try_collect();
    lists.in_current_span().await
}

/// Fetches a list, page after page.
async fn list(client: Client, first: String, batch_size: Option<u16>) -> Result<List, Error> {
    let (mut texts, mut links) = (Vec::new(), Links::default());
    links.are_back_at(&first);
    let mut next = Some(first.clone());
    while let Some(link) = next {
        let response = client.send(&next_page(link, batch_size)?).await?;
        let page = rows_of::<IgnoredAny>(&response)?;
        if page.next_link().is_some_and(|link| links.are_back_at(link)) {
            return Err(came_back(&response));
        }
        texts.push(response.text()?.to_owned());
        next = page.next_link().map(str::to_owned);
    }
    Ok((first, texts.into()))
}

/// The call for the page at a link.
pub(super) fn next_page(link: String, batch_size: Option<u16>) -> Result<Request, Error> {
    let request = Request::follow(link, "query/{locator}");
    match batch_size {
        Some(rows) => request.header("sforce-query-options", &format!("batchSize={rows}")),
        None => Ok(request),
    }
}
