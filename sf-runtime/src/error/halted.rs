//! A part of a larger call that another part stopped.

use std::error::Error as StdError;
use std::fmt;

use crate::call::CallInfo;

use super::ApiError;
use super::api::OPEN;

/// A part of a composite, graph or batch that the org did not do, or undid, because of another part.
///
/// Its own request may be right: the [`culprit`](Self::culprit) is what to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct HaltedError {
    pub(crate) call: CallInfo,
    pub(crate) halt: Halt,
    pub(crate) culprit: Option<ApiError>,
}

/// How another part stopped this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Halt {
    /// It refers to a part that failed, so it was not tried.
    Dependent,
    /// It was undone, or not tried, since all parts stand or fall together.
    RolledBack,
    /// The org stopped before it: after a failure in a batch that halts on errors, or after more than
    /// 14 failed graphs in one call.
    NotStarted,
}

impl HaltedError {
    /// The part.
    pub fn call(&self) -> &CallInfo {
        &self.call
    }

    /// How it was stopped.
    pub fn halt(&self) -> Halt {
        self.halt
    }

    /// Whether an attempt before, whose answer was lost, may have done it.
    pub(super) fn was_open(&self) -> bool {
        self.call.was_open || self.culprit.as_ref().is_some_and(|cause| cause.was_open)
    }

    /// What the org has against the part that failed first, where the answer tells.
    pub fn culprit(&self) -> Option<&ApiError> {
        self.culprit.as_ref()
    }
}

impl fmt::Display for HaltedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.halt {
            Halt::Dependent => "not tried, since it refers to a part that failed",
            Halt::RolledBack => "rolled back with the other parts",
            Halt::NotStarted => "not tried, since the org stopped after failures before it",
        };
        write!(f, "{}: {what}", self.call)?;
        match &self.culprit {
            // It says by itself that it was open.
            Some(cause) => write!(f, ": {cause}"),
            None if self.call.was_open => f.write_str(OPEN),
            None => Ok(()),
        }
    }
}

impl StdError for HaltedError {}
