//! Several calls in one: with references between them, all or none, or just together.
//!
//! | | parts | undone together | a part can use another's id |
//! |---|---|---|---|
//! | [`Composite`] | 25 calls, 5 of them queries or collections | if wanted | yes |
//! | [`Graphs`] | 500 writes and reads of records in 75 graphs | each graph | yes |
//! | [`Tree`] | 200 new records of 5 objects | yes | parents and children |
//! | [`Batch`] | any calls, 25 a request | no | no |
//!
//! The id of a record that is still to be created is a [`NewId`](crate::NewId): the handle of the
//! part that creates it hands it out, and it stands wherever an id may.
//!
//! ```
//! # use sf_runtime::{Client, Create, Draft, Error, NewId};
//! # use sf_runtime::composite::Composite;
//! # fn account() -> Draft<Create> { unimplemented!() }
//! # fn contact(_: NewId) -> Draft<Create> { unimplemented!() }
//! # async fn run(sf: &Client) -> Result<(), Error> {
//! let mut composite = Composite::all_or_none();
//! let account = composite.add(account());
//! let contact = composite.add(contact(account.id()));
//! let done = composite.send(sf).await?;
//! println!("{} {}", done.get(&account)?, done.get(&contact)?);
//! # Ok(())
//! # }
//! ```
//!
//! # Text that looks like a reference
//!
//! The org replaces `@{ref.field}` wherever it stands in a part's URL or body, also in what a user
//! typed. So names of parts are random here, and a part whose text holds `@{` without being one of
//! the composite's own references is refused before anything is sent: send such a record alone.

mod answer;
mod batch;
mod completed;
mod graph;
mod handle;
mod parts;
mod reference;
mod screen;
mod state;
mod tree;

pub use batch::{Batch, BatchCompleted, BatchHandle};
pub use completed::Completed;
pub use graph::{Graph, Graphs, GraphsCompleted};
pub use handle::Handle;
pub use tree::{Tree, TreeCompleted};

use std::sync::Arc;

use serde::Serialize;

use crate::call::{Call, CallInfo, Request};
use crate::client::Client;
use crate::error::{Error, TransportErrorKind};

use parts::{Parts, Wire};

/// Parts a composite.
const PARTS: usize = 25;
/// Of them queries and calls of many records.
const WIDE_PARTS: usize = 5;
/// Bytes a call.
const BYTES: usize = 50_000_000;

/// Up to 25 calls in one, of which a later one can use what an earlier one brought.
///
/// It counts as one API call, and as a whole takes 10 minutes at most. At most 5 parts may be
/// queries or [collections](crate::collections::Collection).
#[derive(Debug)]
#[must_use = "nothing is sent until the composite is"]
pub struct Composite {
    parts: Parts,
    all_or_none: bool,
    collate: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    all_or_none: bool,
    collate_subrequests: bool,
    composite_request: &'a [Wire],
}

impl Composite {
    /// A composite whose parts stand each for itself: what fails stops only the parts that refer to
    /// it.
    pub fn new() -> Self {
        Self {
            parts: Parts::new(),
            all_or_none: false,
            collate: false,
        }
    }

    /// A composite of which everything is undone if one part fails.
    ///
    /// It rules over the parts: a [collection](crate::collections::Collection) that is not all or
    /// none by itself is undone too, and undoes the rest, if one of its records fails.
    pub fn all_or_none() -> Self {
        Self {
            all_or_none: true,
            ..Self::new()
        }
    }

    /// Whether the org may put parts together that do not refer to each other, and so do them in
    /// another order (`collateSubrequests`). Faster where many records of one object are written.
    /// Not if not said here, although it is the API's default.
    pub fn collate(mut self, collate: bool) -> Self {
        self.collate = collate;
        self
    }

    /// Adds a part. What is wrong with it is told when the composite is sent.
    pub fn add<C: Call>(&mut self, call: C) -> Handle<C::Output> {
        self.parts.add(&call)
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are no parts.
    pub fn is_empty(&self) -> bool {
        self.parts.len() == 0
    }

    /// Sends all parts in one call.
    ///
    /// One that is all or none and was undone because another transaction held a record is sent
    /// again, as often as the client's [`RetryPolicy`](crate::retry::RetryPolicy) says.
    ///
    /// # Errors
    /// A part is invalid or cannot be a part, there are none or too many, or the call failed as a
    /// whole. That a part failed is no error here, but of [`Completed::get`].
    pub async fn send(self, client: &Client) -> Result<Completed, Error> {
        if self.parts.len() > PARTS {
            return Err(Error::request(format!(
                "a composite of {} parts: it takes {PARTS}; use graphs for up to 500 records, or \
                 `Client::create_all` and its kin",
                self.parts.len()
            )));
        }
        let plan = self.parts.plan(client, parts::allow_composite)?;
        let wide = plan.wide();
        if wide > WIDE_PARTS {
            return Err(Error::request(format!(
                "{wide} parts of the composite are queries or calls of many records: it takes \
                 {WIDE_PARTS}; send the others by themselves"
            )));
        }
        if plan.is_empty() {
            return Err(Error::request("a composite without parts"));
        }
        let request = bounded(
            Request::post("composite", &[])?
                .json(&Body {
                    all_or_none: self.all_or_none,
                    collate_subrequests: self.collate,
                    composite_request: plan.wires(),
                })?
                .with_safety(plan.safety()),
        )?;
        let (mut retries, mut was_open) = (0, false);
        loop {
            let sent = client
                .send(&request)
                .await
                .and_then(|response| answer::composite(&response, plan.known(), self.all_or_none));
            let done = match sent {
                Ok(done) if was_open => done.left_open(),
                Err(error) if was_open => return Err(lost(request.info(), Arc::new(error))),
                sent => sent?,
            };
            was_open |= done.was_open();
            let again = done.is_locked() && client.wait_for_lock(done.errors(), retries).await;
            if !again {
                return Ok(done);
            }
            retries += 1;
        }
    }
}

impl Default for Composite {
    fn default() -> Self {
        Self::new()
    }
}

/// The error of a later attempt, where one before, whose answer was lost, may have done what was
/// asked.
fn lost(call: &CallInfo, error: Arc<Error>) -> Error {
    if error.may_have_happened() {
        return Error::Shared(error);
    }
    let source = Some(Box::new(Error::Shared(error)).into());
    Error::transport(call.clone(), TransportErrorKind::Interrupted, source)
}

/// The request, if it is not larger than what the org takes.
fn bounded(request: Request) -> Result<Request, Error> {
    let size = request.body().len();
    if size <= BYTES as u64 {
        return Ok(request);
    }
    Err(Error::request(format!(
        "{}: {size} bytes, and a call takes {BYTES}: send the parts by themselves",
        request.info()
    )))
}
