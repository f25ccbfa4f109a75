//! All rows of an answer, page after page.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{Stream, StreamExt};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::call::{CallInfo, Request, Response};
use crate::client::Client;
use crate::error::{Error, RecordError};
use crate::sobject::Page;

use super::rows::NO_NEXT_PAGE;
use super::whole::{Whole, next_page};
use super::{QueryRow, next_link_of};

/// All rows of a query, or the children of a record: a stream that holds one page and fetches the
/// next one while that one is used.
///
/// A row that cannot be read ([`Error::Record`]) does not end the stream; any other error does.
/// Dropping it stops the call that is under way. The org keeps the pages to come for two days.
#[must_use = "nothing is fetched until the stream is polled"]
pub struct RowStream<T> {
    client: Client,
    batch_size: Option<u16>,
    total_size: Option<u64>,
    rows: std::vec::IntoIter<Result<T, Box<RecordError>>>,
    next: Option<Fetch>,
    /// The page that is being read.
    read: Option<Read>,
    /// Links of pages that may come again.
    links: Links,
}

/// A page, as soon as its lists are whole.
struct Read {
    page: Whole,
    /// The link to the next page, as it stands before the records.
    early: Option<String>,
    /// Whether that page was there before.
    is_back: bool,
}

/// Tells a chain of links that never ends, by one of them kept (Brent's algorithm).
#[derive(Default)]
pub(super) struct Links {
    kept: Option<String>,
    seen_since: u64,
    room: u64,
}

/// A page on its way.
enum Fetch {
    Here(BoxFuture<'static, Result<Response, Error>>),
    Elsewhere(Task),
}

/// A task that ends when nobody waits for it any more.
struct Task(JoinHandle<Result<Response, Error>>);

// No row is ever pinned.
impl<T> Unpin for RowStream<T> {}

impl<T: QueryRow> RowStream<T> {
    /// The rows of a page, and of those after it.
    pub fn new(page: Page<T>, client: &Client) -> Self {
        let mut stream = Self::empty(client.clone(), None);
        stream.begin(page);
        stream
    }

    pub(super) fn first(
        client: Client,
        request: Result<Request, Error>,
        batch_size: Option<u16>,
    ) -> Self {
        let mut stream = Self::empty(client.clone(), batch_size);
        let fetch = async move { client.send(&request?).await };
        stream.next = Some(Fetch::Here(fetch.boxed()));
        stream
    }

    fn empty(client: Client, batch_size: Option<u16>) -> Self {
        Self {
            client,
            batch_size,
            total_size: None,
            rows: Vec::new().into_iter(),
            next: None,
            read: None,
            links: Links::default(),
        }
    }

    /// How many rows there are in all, as the first page told.
    pub fn total_size(&self) -> Option<u64> {
        self.total_size
    }

    /// The next row; none after the last. The same as that of [`StreamExt`], which need not be
    /// there.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        StreamExt::next(self).await
    }

    /// All rows that are still to come.
    ///
    /// # Errors
    /// The first row that cannot be read, or the call that failed.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(row) = self.next().await {
            all.push(row?);
        }
        Ok(all)
    }

    /// Begins to read an answer; the page after it is on its way meanwhile.
    fn begin_to_read(&mut self, response: Response) {
        let early = next_link_of(&response);
        let is_back = self.follow(early.as_deref());
        self.read = Some(Read {
            page: Whole::new(self.client.clone(), self.batch_size, response),
            early,
            is_back,
        });
    }

    /// Gives the rows of the page that is being read.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let Some(read) = &mut self.read else {
            return Poll::Ready(Ok(()));
        };
        let page = ready!(read.page.poll_page(cx));
        let Some(read) = self.read.take() else {
            return Poll::Ready(Ok(()));
        };
        let page: Page<T> = page.inspect_err(|_| self.next = None)?;
        let mut is_back = read.is_back;
        // What the whole page says counts.
        if page.next_link() != read.early.as_deref() {
            is_back = self.follow(page.next_link());
        }
        if is_back {
            let error = came_back(read.page.response());
            self.next = Some(Fetch::Here(std::future::ready(Err(error)).boxed()));
        }
        self.give(page);
        Poll::Ready(Ok(()))
    }

    /// Begins to fetch the page at the link, unless it was there before, which is told.
    fn follow(&mut self, link: Option<&str>) -> bool {
        let is_back = link.is_some_and(|link| self.links.are_back_at(link));
        let link = link.filter(|_| !is_back);
        self.next = link.map(|link| self.fetch(link.to_owned()));
        is_back
    }

    /// Gives the rows of a page, and begins to fetch the one after it.
    fn begin(&mut self, page: Page<T>) {
        self.next = match page.next_link() {
            Some(link) => Some(self.fetch(link.to_owned())),
            None if page.done => None,
            // A child page that ends too early, which its parent's answer does not tell.
            None => {
                let error = Error::decode(CallInfo::default(), NO_NEXT_PAGE, None);
                Some(Fetch::Here(std::future::ready(Err(error)).boxed()))
            }
        };
        self.give(page);
    }

    fn give(&mut self, page: Page<T>) {
        self.total_size.get_or_insert(page.total_size);
        self.rows = page.records.into_iter();
    }

    /// Begins to fetch the next page.
    fn fetch(&self, link: String) -> Fetch {
        let client = self.client.clone();
        let batch_size = self.batch_size;
        let fetch = async move { client.send(&next_page(link, batch_size)?).await };
        let fetch = fetch.in_current_span();
        match Handle::try_current() {
            Ok(runtime) => Fetch::Elsewhere(Task(runtime.spawn(fetch))),
            Err(_) => Fetch::Here(fetch.boxed()),
        }
    }
}

impl<T: QueryRow> Stream for RowStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(row.map_err(Error::from)));
            }
            if self.read.is_some() {
                if let Err(error) = ready!(self.poll_read(cx)) {
                    return Poll::Ready(Some(Err(error)));
                }
                continue;
            }
            let Some(fetch) = &mut self.next else {
                return Poll::Ready(None);
            };
            let answer = ready!(fetch.poll_unpin(cx));
            self.next = None;
            match answer {
                Ok(response) => self.begin_to_read(response),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let here = self.rows.len();
        let is_last = self.next.is_none() && self.read.is_none();
        (here, is_last.then_some(here))
    }
}

impl<T: QueryRow> Page<T> {
    /// The rows of this page and of those after it, as in [`RowStream`]: a page of child records
    /// that is not the last goes on too.
    pub fn stream(self, client: &Client) -> RowStream<T> {
        RowStream::new(self, client)
    }

    /// The rows of this page and of those after it.
    ///
    /// # Errors
    /// The first row that cannot be read, or the call that failed.
    pub async fn fetch_all(self, client: &Client) -> Result<Vec<T>, Error> {
        if self.done {
            return Ok(self.all()?);
        }
        self.stream(client).all().await
    }
}

/// That a chain of pages leads back to itself.
pub(super) fn came_back(response: &Response) -> Error {
    Error::decode(
        response.call.clone(),
        "the org names a page that it has sent before as the next one: it was not fetched again",
        None,
    )
}

impl Links {
    /// Notes a link, and tells whether it was there before.
    pub(super) fn are_back_at(&mut self, link: &str) -> bool {
        if self.kept.as_deref() == Some(link) {
            return true;
        }
        if self.seen_since == self.room {
            self.kept = Some(link.to_owned());
            self.room = (2 * self.room).max(1);
            self.seen_since = 0;
        }
        self.seen_since += 1;
        false
    }
}

impl Future for Fetch {
    type Output = Result<Response, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Here(future) => future.poll_unpin(cx),
            Self::Elsewhere(Task(handle)) => match ready!(handle.poll_unpin(cx)) {
                Ok(answer) => Poll::Ready(answer),
                Err(error) => Poll::Ready(Err(Error::request(format!(
                    "the next page was not fetched: its task ended ({error})"
                )))),
            },
        }
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T> fmt::Debug for RowStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream")
            .field("total_size", &self.total_size)
            .field("rows", &self.rows.len())
            .field(
                "is_last_page",
                &(self.next.is_none() && self.read.is_none()),
            )
            .finish_non_exhaustive()
    }
}
