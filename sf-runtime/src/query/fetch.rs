//! Queries on their way, as futures that have names.
//!
//! What an `async fn` gives has a type of its own for each kind of row, which the compiler works out
//! anew in every function that awaits one. These it only has to look at.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::StreamExt;

use crate::call::{Request, Response};
use crate::client::Client;
use crate::error::{Error, RowCountError};
use crate::sobject::Page;

use super::whole::Whole;
use super::{QueryRow, RowStream};

/// All rows of a query on their way: what [`Query::fetch_all`](super::Query::fetch_all) gives.
#[must_use = "nothing is fetched until it is awaited"]
pub struct FetchAll<T> {
    stream: RowStream<T>,
    rows: Vec<T>,
}

/// The first page of a query on its way: what [`Query::fetch_page`](super::Query::fetch_page) gives.
#[must_use = "nothing is fetched until it is awaited"]
pub struct FetchPage<T> {
    client: Client,
    batch_size: Option<u16>,
    /// What was answered.
    whole: Option<Whole>,
    answer: BoxFuture<'static, Result<Response, Error>>,
    row: std::marker::PhantomData<fn() -> T>,
}

/// The one row of a query on its way, if there is one: what
/// [`Query::fetch_optional`](super::Query::fetch_optional) gives.
#[must_use = "nothing is fetched until it is awaited"]
pub struct FetchOptional<T> {
    client: Client,
    page: FetchPage<T>,
    /// What follows a first page without rows.
    rest: Option<RowStream<T>>,
}

/// The one row of a query on its way: what [`Query::fetch_one`](super::Query::fetch_one) gives.
#[must_use = "nothing is fetched until it is awaited"]
pub struct FetchOne<T>(FetchOptional<T>);

// No row is ever pinned.
impl<T> Unpin for FetchAll<T> {}
impl<T> Unpin for FetchPage<T> {}
impl<T> Unpin for FetchOptional<T> {}
impl<T> Unpin for FetchOne<T> {}

impl<T> FetchAll<T> {
    pub(super) fn new(stream: RowStream<T>) -> Self {
        Self {
            stream,
            rows: Vec::new(),
        }
    }
}

impl<T> FetchPage<T> {
    pub(super) fn new(
        client: &Client,
        request: Result<Request, Error>,
        batch_size: Option<u16>,
    ) -> Self {
        let asked = client.clone();
        Self {
            client: client.clone(),
            batch_size,
            whole: None,
            answer: async move { asked.send(&request?).await }.boxed(),
            row: std::marker::PhantomData,
        }
    }
}

impl<T> FetchOptional<T> {
    pub(super) fn new(
        client: &Client,
        request: Result<Request, Error>,
        batch_size: Option<u16>,
    ) -> Self {
        Self {
            client: client.clone(),
            page: FetchPage::new(client, request, batch_size),
            rest: None,
        }
    }

    pub(super) fn one(self) -> FetchOne<T> {
        FetchOne(self)
    }
}

impl<T: QueryRow> Future for FetchAll<T> {
    type Output = Result<Vec<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { stream, rows } = &mut *self;
        while let Some(row) = ready!(stream.poll_next_unpin(cx)) {
            match row {
                Ok(row) => rows.push(row),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        Poll::Ready(Ok(std::mem::take(rows)))
    }
}

impl<T: QueryRow> Future for FetchPage<T> {
    type Output = Result<Page<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            if let Some(whole) = &mut self.whole {
                return whole.poll_page(cx);
            }
            let response = ready!(self.answer.poll_unpin(cx))?;
            self.whole = Some(Whole::new(self.client.clone(), self.batch_size, response));
        }
    }
}

impl<T: QueryRow> Future for FetchOptional<T> {
    type Output = Result<Option<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { client, page, rest } = &mut *self;
        if rest.is_none() {
            let page = ready!(page.poll_unpin(cx))?;
            let found = page.total_size.max(page.records.len() as u64);
            if found > 1 {
                return Poll::Ready(Err(Error::RowCount(RowCountError { found })));
            }
            // A page may have fewer rows than there are, also none.
            if !page.records.is_empty() {
                let row = page.records.into_iter().next().transpose();
                return Poll::Ready(row.map_err(Error::from));
            }
            *rest = Some(RowStream::new(page, client));
        }
        match rest {
            Some(stream) => stream.poll_next_unpin(cx).map(Option::transpose),
            None => Poll::Ready(Ok(None)),
        }
    }
}

impl<T: QueryRow> Future for FetchOne<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let row = ready!(self.0.poll_unpin(cx))?;
        Poll::Ready(row.ok_or(Error::RowCount(RowCountError { found: 0 })))
    }
}

impl<T> fmt::Debug for FetchAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchAll")
            .field("rows", &self.rows.len())
            .field("stream", &self.stream)
            .finish()
    }
}

macro_rules! debug {
    ($($name:ident)*) => {$(
        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

debug! { FetchPage FetchOptional FetchOne }
