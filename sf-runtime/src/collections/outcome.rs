//! What became of one record.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, ErrorEntry};
use crate::sobject::Invalid;
use crate::types::{AnyObject, Id};

/// What became of one record of many.
#[non_exhaustive]
pub enum Outcome<T = AnyObject> {
    /// It is new.
    Created(Id<T>),
    /// It was there and has the new values.
    Updated(Id<T>),
    /// It is deleted, or was already.
    Deleted(Id<T>),
    /// The org refused it, and said why.
    Failed(Vec<ErrorEntry>),
    /// Nothing is wrong with it, but another record of the same call failed or is invalid, and the
    /// call was [all or none](super::WriteAll::all_or_none).
    RolledBack,
    /// The org would refuse it, so it was not sent.
    Invalid(Box<Invalid>),
    /// Nothing was done with it: its call failed as a whole, or it cannot be sent so.
    NotDone(Arc<Error>),
    /// Its call failed in a way that leaves open whether the org did it: the answer was lost, or
    /// cannot be read, or it is refused by an attempt that came after one whose answer was lost.
    /// Look before it is sent again.
    Unknown(Arc<Error>),
}

impl<T> Outcome<T> {
    /// The outcome of the records of a call that failed.
    pub(super) fn of_call(error: &Arc<Error>) -> Self {
        if error.may_have_happened() {
            Self::Unknown(Arc::clone(error))
        } else {
            Self::NotDone(Arc::clone(error))
        }
    }

    /// The record's id, if it was created, updated or deleted.
    pub fn id(&self) -> Option<Id<T>> {
        match self {
            Self::Created(id) | Self::Updated(id) | Self::Deleted(id) => Some(*id),
            _ => None,
        }
    }

    /// Whether it was created, updated or deleted.
    pub fn is_success(&self) -> bool {
        self.id().is_some()
    }

    /// Whether the org may have done it although it does not say so.
    pub fn may_have_happened(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// What the org has against the record; none unless it [failed](Self::Failed).
    pub fn errors(&self) -> &[ErrorEntry] {
        match self {
            Self::Failed(errors) => errors,
            _ => &[],
        }
    }

    /// The error of the record's call, where the call failed.
    pub fn call_error(&self) -> Option<&Error> {
        match self {
            Self::NotDone(error) | Self::Unknown(error) => Some(error),
            _ => None,
        }
    }

    /// Whether another transaction held the record, or one that it needs.
    pub(super) fn is_locked(&self) -> bool {
        self.errors().iter().any(ErrorEntry::is_locked)
    }

    /// The same outcome of a record of another object.
    pub fn cast<U>(self) -> Outcome<U> {
        match self {
            Self::Created(id) => Outcome::Created(id.cast()),
            Self::Updated(id) => Outcome::Updated(id.cast()),
            Self::Deleted(id) => Outcome::Deleted(id.cast()),
            Self::Failed(errors) => Outcome::Failed(errors),
            Self::RolledBack => Outcome::RolledBack,
            Self::Invalid(invalid) => Outcome::Invalid(invalid),
            Self::NotDone(error) => Outcome::NotDone(error),
            Self::Unknown(error) => Outcome::Unknown(error),
        }
    }
}

impl<T> Clone for Outcome<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Created(id) => Self::Created(*id),
            Self::Updated(id) => Self::Updated(*id),
            Self::Deleted(id) => Self::Deleted(*id),
            Self::Failed(errors) => Self::Failed(errors.clone()),
            Self::RolledBack => Self::RolledBack,
            Self::Invalid(invalid) => Self::Invalid(invalid.clone()),
            Self::NotDone(error) => Self::NotDone(Arc::clone(error)),
            Self::Unknown(error) => Self::Unknown(Arc::clone(error)),
        }
    }
}

impl<T> fmt::Debug for Outcome<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(id) => write!(f, "Created({id})"),
            Self::Updated(id) => write!(f, "Updated({id})"),
            Self::Deleted(id) => write!(f, "Deleted({id})"),
            Self::Failed(errors) => f.debug_tuple("Failed").field(errors).finish(),
            Self::RolledBack => f.write_str("RolledBack"),
            Self::Invalid(invalid) => f.debug_tuple("Invalid").field(invalid).finish(),
            Self::NotDone(error) => f.debug_tuple("NotDone").field(error).finish(),
            Self::Unknown(error) => f.debug_tuple("Unknown").field(error).finish(),
        }
    }
}

impl<T> fmt::Display for Outcome<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(id) => write!(f, "{id} created"),
            Self::Updated(id) => write!(f, "{id} updated"),
            Self::Deleted(id) => write!(f, "{id} deleted"),
            Self::Failed(errors) if errors.is_empty() => {
                f.write_str("the org refused it without a reason")
            }
            Self::Failed(errors) => {
                for (place, error) in errors.iter().enumerate() {
                    write!(f, "{}{error}", if place == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::RolledBack => f.write_str("rolled back: another record of its call failed"),
            Self::Invalid(invalid) => write!(f, "not sent: {invalid}"),
            Self::NotDone(error) => write!(f, "not done: {error}"),
            Self::Unknown(error) => write!(f, "may be done or not: {error}"),
        }
    }
}
