//! What became of a composite's parts.

use std::fmt;

use crate::call::CallInfo;
use crate::error::{ApiError, Error, ErrorEntry, Halt, HaltedError};

use super::handle::Handle;
use super::parts::{Known, KnownPart};
use super::state::{Answered, State, cause, is_accepted, is_open};

/// What became of the parts of a [`Composite`](super::Composite) or a [`Graph`](super::Graph).
pub struct Completed {
    known: Known,
    answers: Vec<Option<Answered>>,
    culprit: Option<(usize, ApiError)>,
}

impl Completed {
    pub(super) fn new(known: Known, answers: Vec<Option<Answered>>) -> Self {
        let culprit = answers.iter().enumerate().find_map(|(place, answered)| {
            let failed = answered
                .as_ref()
                .filter(|answered| answered.state == State::Failed)?;
            Some((place, cause(failed)))
        });
        Self {
            known,
            answers,
            culprit,
        }
    }

    /// The result of a part.
    ///
    /// # Errors
    /// - [`Error::Api`]: the org refused the part.
    /// - [`Error::Halted`]: the org did not do it or undid it, because another part failed; the
    ///   error holds what the org has against that one.
    /// - [`Error::Decode`]: the answer does not tell of the part, or what it tells cannot be read.
    /// - [`Error::Request`]: the handle is of another composite.
    pub fn get<O>(&self, handle: &Handle<O>) -> Result<O, Error> {
        let (Some(part), Some(answered)) = (
            self.known.parts.get(handle.place),
            self.answers.get(handle.place),
        ) else {
            return Err(foreign());
        };
        if handle.nonce != self.known.nonce {
            return Err(foreign());
        }
        let Some(answered) = answered else {
            return Err(untold(part));
        };
        match answered.state {
            State::Halted(halt) => Err(self.halted(part, halt)),
            State::Done | State::Failed => (handle.decode)(answered.response.clone().accepted()?),
        }
    }

    /// This, if every part was done.
    ///
    /// # Errors
    /// What the org has against the part that failed first.
    pub fn into_result(self) -> Result<Self, Error> {
        if self.is_success() {
            return Ok(self);
        }
        if let Some((_, error)) = self.culprit {
            return Err(Error::Api(Box::new(error)));
        }
        let mut parts = self.known.parts.iter().zip(&self.answers);
        let not_done = parts.find_map(|(part, answered)| match answered {
            Some(answered) => match answered.state {
                State::Halted(halt) => Some(self.halted(part, halt)),
                State::Done | State::Failed => None,
            },
            None => Some(untold(part)),
        });
        // Without a culprit a part was halted or is not told of.
        Err(not_done.unwrap_or_else(foreign))
    }

    /// Whether every part was done.
    pub fn is_success(&self) -> bool {
        self.answers.iter().all(|answered| {
            answered
                .as_ref()
                .is_some_and(|answered| answered.state == State::Done)
        })
    }

    /// Whether everything was undone because a part failed.
    pub fn is_rolled_back(&self) -> bool {
        self.answers.iter().flatten().any(|answered| {
            answered.state == State::Halted(Halt::RolledBack)
                // Many records of which one failed.
                || (answered.state == State::Failed && is_accepted(&answered.response))
        })
    }

    /// The part that failed first: its place in the order of adding, and what the org has against
    /// it.
    pub fn culprit(&self) -> Option<(usize, &ApiError)> {
        self.culprit.as_ref().map(|(place, error)| (*place, error))
    }

    fn halted(&self, part: &KnownPart, halt: Halt) -> Error {
        Error::Halted(Box::new(HaltedError {
            call: CallInfo {
                was_open: self.was_open(),
                ..part.info.clone()
            },
            halt,
            culprit: self.culprit.as_ref().map(|(_, error)| error.clone()),
        }))
    }

    /// Nothing was done, and no part is to blame: the org did not begin.
    pub(super) fn not_started(mut self) -> Self {
        if self.culprit.is_none() {
            for answered in self.answers.iter_mut().flatten() {
                answered.state = State::Halted(Halt::NotStarted);
            }
        }
        self
    }

    /// Whether an attempt before, whose answer was lost, may have done it.
    pub(super) fn was_open(&self) -> bool {
        let mut answers = self.answers.iter().flatten();
        answers.any(|answered| answered.response.call.was_open)
    }

    /// The same after such an attempt: that it is refused now says nothing of that one.
    pub(super) fn left_open(mut self) -> Self {
        for answered in self.answers.iter_mut().flatten() {
            answered.response.call.was_open = true;
        }
        if let Some((_, error)) = &mut self.culprit {
            error.was_open = true;
        }
        self
    }

    /// Whether nothing is left of it and another transaction is to blame. A part whose answer leaves
    /// open whether it was done may be.
    pub(super) fn is_locked(&self) -> bool {
        let is_undone = self.answers.iter().all(|answered| {
            answered.as_ref().is_some_and(|answered| {
                answered.state != State::Done && !is_open(&answered.response)
            })
        });
        is_undone && self.errors().iter().any(ErrorEntry::is_locked)
    }

    /// What the org has against the part that failed first.
    pub(super) fn errors(&self) -> &[ErrorEntry] {
        self.culprit
            .as_ref()
            .map_or(&[], |(_, error)| &error.errors)
    }
}

fn untold(part: &KnownPart) -> Error {
    Error::decode(
        part.info.clone(),
        "the answer to the composite says nothing of this part",
        None,
    )
}

pub(super) fn foreign() -> Error {
    Error::request("the handle is of another composite, graph, tree or batch")
}

impl fmt::Debug for Completed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for (part, answered) in self.known.parts.iter().zip(&self.answers) {
            match answered {
                Some(answered) => list.entry(&format_args!(
                    "{}: {} {:?}",
                    part.info, answered.response.status, answered.state
                )),
                None => list.entry(&format_args!("{}: no answer", part.info)),
            };
        }
        list.finish()
    }
}
