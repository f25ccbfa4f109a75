//! What errors say, and what they come from.

use std::error::Error as StdError;
use std::fmt;

use super::{
    BudgetError, DecodeError, Error, ForeignHost, RequestError, RowCountError, TransportError,
    TransportErrorKind,
};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Ambiguous(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Invalid(error) => error.fmt(f),
            Self::Request(error) => error.fmt(f),
            Self::Budget(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::ForeignHost(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Record(error) => error.fmt(f),
            Self::RowCount(error) => error.fmt(f),
            Self::Report(error) => error.fmt(f),
            Self::Halted(error) => error.fmt(f),
            Self::Shared(error) => error.fmt(f),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Auth(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Shared(error) => error.source(),
            _ => None,
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for RequestError {}

impl fmt::Display for BudgetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of the org's {} calls a day are used, and this client stops at {}: try again in some \
             minutes, when it asks the org anew, or raise the cap of its `ApiBudget`",
            self.used, self.max, self.cap
        )
    }
}

impl StdError for BudgetError {}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TransportErrorKind::Connect => "no connection to the org; nothing was sent",
            TransportErrorKind::Timeout => "no answer in time; the org may have done it",
            TransportErrorKind::Interrupted => "the answer was cut; the org may have done it",
        };
        write!(f, "{}: {what}", self.call)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl fmt::Display for RowCountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found {
            0 => f.write_str("the query found no row, and one was asked for"),
            found => write!(
                f,
                "the query found {found} rows, and one was asked for: add LIMIT 1 if any of them \
                 will do"
            ),
        }
    }
}

impl StdError for RowCountError {}

impl fmt::Display for ForeignHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} points to {}, which is not the org's host {}: it was not followed",
            self.what, self.found, self.expected
        )
    }
}

impl StdError for ForeignHost {}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.call, self.what)
    }
}

impl StdError for DecodeError {}
