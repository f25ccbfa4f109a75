//! Everything that can go wrong in a call.
//!
//! One enum, whose parts are boxed so that a result stays small. What the org said is kept whole, but
//! for tokens. Nothing here holds a token, a body that was sent, or a type of the HTTP library.

mod api;
mod code;
mod display;
mod entry;
mod halted;
mod secret;

use std::error::Error as StdError;
use std::sync::Arc;

use crate::auth::AuthError;
use crate::call::CallInfo;
use crate::collections::ReportError;
use crate::sobject::Invalid;

pub use crate::sobject::RecordError;
pub use api::{Ambiguous, ApiError};
pub use code::ErrorCode;
pub use entry::{DuplicateResult, ErrorEntry, MatchRecord, MatchResult};
pub use halted::{Halt, HaltedError};
pub(crate) use secret::{without_token, without_tokens};

/// What went wrong in a call.
///
/// The first word of each message is the call, such as `POST sobjects/Account`.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The org refused the call.
    Api(Box<ApiError>),
    /// An external ID matches several records, so none was written or read.
    Ambiguous(Box<Ambiguous>),
    /// No token could be had.
    Auth(Box<AuthError>),
    /// The record would be refused by the org, and was not sent.
    Invalid(Box<Invalid>),
    /// The call would be refused by the org or cannot be written as a request, and was not sent.
    Request(Box<RequestError>),
    /// The soft cap on API calls is reached, and the call was not sent.
    Budget(Box<BudgetError>),
    /// The network failed.
    Transport(Box<TransportError>),
    /// The answer points to another host than the org's; it was not followed.
    ForeignHost(Box<ForeignHost>),
    /// The answer is not what the resource promises.
    Decode(Box<DecodeError>),
    /// One record of an answer is not the row that was asked for. The others are not affected.
    Record(Box<RecordError>),
    /// One row was asked for, and there is none, or there are several.
    RowCount(RowCountError),
    /// Of many records some were not written, or nobody knows whether they were.
    Report(Box<ReportError>),
    /// A part of a composite that was not tried or was undone, because another one failed.
    Halted(Box<HaltedError>),
    /// The call that this was one part of failed as a whole; every part has this error.
    Shared(Arc<Error>),
}

/// One row was asked for, and there is none, or there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowCountError {
    /// How many there are.
    pub found: u64,
}

/// A call that was not sent, since it cannot succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    message: String,
}

/// A call that was not sent, to leave the rest of the day's calls to others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BudgetError {
    /// Calls used in the last 24 hours, by the org's last word.
    pub used: u64,
    /// The org's limit of calls in 24 hours.
    pub max: u64,
    /// The soft cap, in calls.
    pub cap: u64,
}

/// The network failed.
#[derive(Debug)]
pub struct TransportError {
    call: CallInfo,
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// How the network failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing was sent.
    Connect,
    /// No answer in time.
    Timeout,
    /// The connection broke, or the answer is cut short.
    Interrupted,
}

/// An address in an answer that is not on the org's own host.
///
/// Only the host is told: the rest may hold anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignHost {
    pub(crate) what: &'static str,
    pub(crate) found: String,
    pub(crate) expected: String,
}

/// An answer that is not what the resource promises.
///
/// Its message may quote the value that is not right, which may be a person's: that is how it is
/// found. Log it as such, or log [`call`](Self::call).
#[derive(Debug)]
pub struct DecodeError {
    call: CallInfo,
    what: String,
}

impl Error {
    /// The org's answer, where it refused the call.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Shared(error) => error.api(),
            _ => None,
        }
    }

    /// The org's first code, where it refused the call.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.api()?.errors.first().map(|entry| &entry.code)
    }

    /// The record that is not the row which was asked for, where that is the error.
    pub fn record(&self) -> Option<&RecordError> {
        match self {
            Self::Record(error) => Some(error),
            _ => None,
        }
    }

    /// Whether the same call may succeed later, as it is. Says nothing of whether it is safe to
    /// send it again: see [`may_have_happened`](Self::may_have_happened).
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => error.is_retryable(),
            Self::Auth(error) => error.is_retryable(),
            Self::Transport(_) => true,
            Self::Halted(error) => error.culprit().is_some_and(ApiError::is_retryable),
            Self::Shared(error) => error.is_retryable(),
            _ => false,
        }
    }

    /// Whether the org has such a record already.
    pub fn is_duplicate(&self) -> bool {
        self.any_entry(ErrorEntry::is_duplicate)
    }

    /// Whether another transaction held a record.
    pub fn is_locked(&self) -> bool {
        self.any_entry(ErrorEntry::is_locked)
    }

    /// Whether there is no such record or resource, or none that the user may see.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::RowCount(error) if error.found == 0)
            || self.any_entry(|entry| {
                matches!(entry.code, ErrorCode::NotFound | ErrorCode::EntityIsDeleted)
            })
            || self.api().is_some_and(|error| error.status == 404)
    }

    /// Whether the org's daily limit of calls is used up, or the soft cap under it is.
    pub fn is_daily_limit(&self) -> bool {
        match self {
            Self::Budget(_) => true,
            Self::Shared(error) => error.is_daily_limit(),
            _ => self.any_entry(ErrorEntry::is_daily_limit),
        }
    }

    /// Whether the session was refused, also after a new login.
    pub fn is_unauthorized(&self) -> bool {
        self.api().is_some_and(|error| error.status == 401)
    }

    /// Whether a conditional call was refused because the record has changed.
    pub fn is_precondition_failed(&self) -> bool {
        self.api().is_some_and(|error| error.status == 412)
    }

    /// Whether a validation rule of the org refused the record.
    pub fn is_validation(&self) -> bool {
        self.any_entry(|entry| entry.code == ErrorCode::FieldCustomValidationException)
    }

    /// Whether the org may have done what was asked although the call failed: the answer was lost,
    /// or (420, 429 and 5xx) does not tell, be it of the last attempt or of one before.
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Transport(error) => error.kind != TransportErrorKind::Connect,
            Self::Api(error) => {
                error.was_open || ErrorEntry::leaves_open(error.status, &error.errors)
            }
            // Undone, but an attempt before may have done it.
            Self::Halted(error) => error.was_open(),
            Self::Decode(_) | Self::ForeignHost(_) => true,
            Self::Report(error) => error.may_have_happened(),
            Self::Shared(error) => error.may_have_happened(),
            _ => false,
        }
    }

    /// Whether the next call would fail as this one did: there is no token, or no call left today.
    pub(crate) fn ends_all(&self) -> bool {
        let no_session = matches!(self, Self::Auth(_)) || self.is_unauthorized();
        (no_session && !self.is_retryable()) || self.is_daily_limit()
    }

    /// This error, of the calls that were not sent because it [ends all](Self::ends_all): that an
    /// attempt before may have done the call it is of says nothing of them.
    pub(crate) fn of_unsent(self: &Arc<Self>) -> Arc<Self> {
        match self.api() {
            Some(error) if error.was_open => {
                let mut error = error.clone();
                (error.was_open, error.call.was_open) = (false, false);
                Arc::new(Self::Api(Box::new(error)))
            }
            _ => Arc::clone(self),
        }
    }

    fn any_entry(&self, test: impl Fn(&ErrorEntry) -> bool) -> bool {
        self.api()
            .is_some_and(|error| error.errors.iter().any(test))
    }

    /// A call that was not sent.
    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self::Request(Box::new(RequestError {
            message: message.into(),
        }))
    }

    /// The network failed.
    pub(crate) fn transport(
        call: CallInfo,
        kind: TransportErrorKind,
        source: Option<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self::Transport(Box::new(TransportError { call, kind, source }))
    }

    /// An answer that cannot be read.
    pub(crate) fn decode(
        call: CallInfo,
        what: impl Into<String>,
        source: Option<serde_json::Error>,
    ) -> Self {
        let mut what = what.into();
        if let Some(source) = source {
            what = format!("{what}: {source}");
        }
        let what = without_tokens(&what).into_owned();
        Self::Decode(Box::new(DecodeError { call, what }))
    }
}

impl TransportError {
    /// How the network failed.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The call that failed.
    pub fn call(&self) -> &CallInfo {
        &self.call
    }
}

impl DecodeError {
    /// The call whose answer cannot be read.
    pub fn call(&self) -> &CallInfo {
        &self.call
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        Self::Auth(Box::new(error))
    }
}

impl From<Invalid> for Error {
    fn from(error: Invalid) -> Self {
        Self::Invalid(Box::new(error))
    }
}

impl From<Box<RecordError>> for Error {
    fn from(error: Box<RecordError>) -> Self {
        Self::Record(error)
    }
}

impl From<RecordError> for Error {
    fn from(error: RecordError) -> Self {
        Self::Record(Box::new(error))
    }
}

/// As `?` meets it where the rows of a page are only looked at.
impl From<&RecordError> for Error {
    fn from(error: &RecordError) -> Self {
        error.clone().into()
    }
}

#[cfg(test)]
mod tests;
