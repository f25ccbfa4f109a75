//! Batches: calls that have nothing to do with each other, 25 a request.

mod send;

use std::fmt;
use std::sync::Arc;

use crate::call::{Call, CallInfo, Request, Response};
use crate::client::Client;
use crate::error::{ApiError, Error, ErrorCode, ErrorEntry, Halt, HaltedError};

use super::completed::foreign;
use super::reference::Nonce;
use super::state::is_accepted;
use send::{Planned, plan, send};

/// Calls a request.
const CALLS: usize = 25;

/// Calls that have nothing to do with each other, sent 25 at a time.
///
/// The org does them one after the other, commits each by itself, and counts each against its rate
/// limits: a batch saves round trips and nothing else. It takes more resources than a
/// [`Composite`](super::Composite), such as search and limits.
///
/// ```
/// # use sf_runtime::{Call, Client, Error};
/// # use sf_runtime::composite::Batch;
/// # async fn run(sf: &Client, limits: impl Call, recent: impl Call) -> Result<(), Error> {
/// let mut batch = Batch::new();
/// let limits = batch.add(limits);
/// let recent = batch.add(recent);
/// let done = batch.send(sf).await?;
/// let (limits, recent) = (done.get(&limits)?, done.get(&recent)?);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the batch is"]
pub struct Batch {
    nonce: Nonce,
    calls: Vec<Result<Request, Error>>,
    halt_on_error: bool,
}

/// A call of a batch, whose answer is an `O`.
pub struct BatchHandle<O> {
    nonce: Nonce,
    place: usize,
    decode: fn(Response) -> Result<O, Error>,
}

/// What became of the calls of a [`Batch`].
pub struct BatchCompleted {
    nonce: Nonce,
    parts: Vec<Part>,
}

struct Part {
    info: CallInfo,
    result: Result<Response, Missing>,
}

/// Why a call has no answer of its own.
enum Missing {
    /// The answer does not tell of it.
    Untold,
    /// The request that held it failed.
    Request(Arc<Error>),
}

impl Batch {
    /// A batch without calls.
    pub fn new() -> Self {
        Self {
            nonce: Nonce::new(),
            calls: Vec::new(),
            halt_on_error: false,
        }
    }

    /// Whether the org stops at the first call that fails; what was done before it stays. A batch
    /// that halts takes 25 calls. Not if not said.
    pub fn halt_on_error(mut self, halt: bool) -> Self {
        self.halt_on_error = halt;
        self
    }

    /// Adds a call. What is wrong with it is told when the batch is sent.
    pub fn add<C: Call>(&mut self, call: C) -> BatchHandle<C::Output> {
        let place = self.calls.len();
        self.calls.push(call.request());
        BatchHandle {
            nonce: self.nonce,
            place,
            decode: C::decode,
        }
    }

    /// How many calls there are.
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether there are no calls.
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Sends the calls, 25 a request, in order.
    ///
    /// Those that another transaction stopped by its locks are sent again, alone, as often as the
    /// client's [`RetryPolicy`](crate::retry::RetryPolicy) says, unless the batch halts on errors.
    ///
    /// # Errors
    /// A call is invalid or cannot be in a batch, there are none, more than 25 are to halt on
    /// errors, or no request succeeded. That a call failed is no error here, but of
    /// [`BatchCompleted::get`].
    pub async fn send(self, client: &Client) -> Result<BatchCompleted, Error> {
        if self.calls.is_empty() {
            return Err(Error::request("a batch without calls"));
        }
        if let Some((name, _)) = client.call_headers(false).next() {
            return Err(Error::request(format!(
                "a batch cannot carry {name} to its calls: send it by a handle without it, or use a \
                 composite"
            )));
        }
        if self.halt_on_error && self.calls.len() > CALLS {
            return Err(Error::request(format!(
                "a batch of {} calls that halts on errors: it takes {CALLS}; without \
                 `halt_on_error` it may have any number",
                self.calls.len()
            )));
        }
        let root = format!("v{}", client.api_version());
        let planned: Vec<Planned> = self
            .calls
            .into_iter()
            .enumerate()
            .map(|(place, request)| plan(place, &request?, &root))
            .collect::<Result<_, _>>()?;
        let mut parts = Vec::with_capacity(planned.len());
        let mut ended: Option<Arc<Error>> = None;
        let mut succeeded = false;
        for chunk in planned.chunks(CALLS) {
            let outcome = match &ended {
                Some(error) => Err(Arc::clone(error)),
                None => send(client, chunk, self.halt_on_error)
                    .await
                    .map_err(Arc::new),
            };
            let results = match outcome {
                Ok(results) => {
                    succeeded = true;
                    results
                }
                Err(error) => {
                    if error.ends_all() {
                        ended.get_or_insert_with(|| error.of_unsent());
                    }
                    let failed = || Err(Missing::Request(Arc::clone(&error)));
                    chunk.iter().map(|_| failed()).collect()
                }
            };
            let infos = chunk.iter().map(|planned| planned.info.clone());
            parts.extend(
                infos
                    .zip(results)
                    .map(|(info, result)| Part { info, result }),
            );
        }
        if !succeeded
            && let Some(Err(Missing::Request(error))) = parts.first().map(|part| &part.result)
        {
            let error = Arc::clone(error);
            drop((parts, ended));
            return Err(Arc::try_unwrap(error).unwrap_or_else(Error::Shared));
        }
        Ok(BatchCompleted {
            nonce: self.nonce,
            parts,
        })
    }
}

impl BatchCompleted {
    /// The result of a call.
    ///
    /// # Errors
    /// - [`Error::Api`]: the org refused the call.
    /// - [`Error::Halted`]: the org stopped before it; the error holds what it has against the call
    ///   that failed.
    /// - [`Error::Shared`]: the request that held the call failed as a whole.
    /// - [`Error::Decode`]: the answer does not tell of the call, or what it tells cannot be read.
    /// - [`Error::Request`]: the handle is of another batch.
    pub fn get<O>(&self, handle: &BatchHandle<O>) -> Result<O, Error> {
        let part = self
            .parts
            .get(handle.place)
            .filter(|_| handle.nonce == self.nonce)
            .ok_or_else(foreign)?;
        match &part.result {
            Ok(response) if is_halted(response) => Err(Error::Halted(Box::new(HaltedError {
                call: response.call.clone(),
                halt: Halt::NotStarted,
                culprit: self.culprit().map(|(_, error)| error),
            }))),
            Ok(response) => (handle.decode)(response.clone().accepted()?),
            Err(Missing::Request(error)) => Err(Error::Shared(Arc::clone(error))),
            Err(Missing::Untold) => Err(Error::decode(
                part.info.clone(),
                "the answer to the batch says nothing of this call",
                None,
            )),
        }
    }

    /// Whether every call was done.
    pub fn is_success(&self) -> bool {
        self.parts
            .iter()
            .all(|part| part.result.as_ref().is_ok_and(is_accepted))
    }

    /// The call that failed first: its place in the order of adding, and what the org has against
    /// it.
    pub fn culprit(&self) -> Option<(usize, ApiError)> {
        self.parts.iter().enumerate().find_map(|(place, part)| {
            let response = part.result.as_ref().ok()?;
            if is_accepted(response) || is_halted(response) {
                return None;
            }
            let status = response.status.as_u16();
            let error = ApiError::from_body(response.call.clone(), status, &response.body);
            Some((place, error))
        })
    }
}

/// Whether the org stopped before this call.
fn is_halted(response: &Response) -> bool {
    !is_accepted(response)
        && ErrorEntry::from_body(&response.body).is_some_and(|errors| {
            errors
                .iter()
                .any(|error| error.code == ErrorCode::BatchProcessingHalted)
        })
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("calls", &self.calls.len())
            .field("halt_on_error", &self.halt_on_error)
            .finish_non_exhaustive()
    }
}

impl<O> Clone for BatchHandle<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O> Copy for BatchHandle<O> {}

impl<O> fmt::Debug for BatchHandle<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BatchHandle({})", self.place)
    }
}

impl fmt::Debug for BatchCompleted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for part in &self.parts {
            match &part.result {
                Ok(response) => list.entry(response),
                Err(Missing::Untold) => list.entry(&format_args!("{}: no answer", part.info)),
                Err(Missing::Request(error)) => list.entry(&format_args!("{}: {error}", part.info)),
            };
        }
        list.finish()
    }
}
