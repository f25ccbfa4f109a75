//! The id of a record that does not exist yet.
//!
//! Must not know: what a composite is made of, or how its request is written.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::types::{AnyObject, Id};

use super::draft::Target;

/// The id that an earlier subrequest of the same composite will bring: the org puts it in when it
/// gets there.
///
/// It stands wherever an `Id<T>` may: in a lookup of a later record, as the record to update, in a
/// query. A composite or a graph hands it out, and only there it means something; a call that holds
/// one is not sent by itself.
pub struct NewId<T = AnyObject> {
    expression: Arc<str>,
    object: PhantomData<fn() -> T>,
}

/// What names a record of `T` to update or delete: its [`Id`], or the [`NewId`] of one that the same
/// composite creates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a record of `{T}`",
    label = "expected `Id<{T}>`"
)]
pub trait RecordKey<T> {
    /// The record.
    fn into_target(self) -> Target;
}

impl<T> NewId<T> {
    /// An id by its expression, such as `@{refAccount.id}`.
    #[cfg(feature = "client")]
    pub(crate) fn new(expression: impl Into<Arc<str>>) -> Self {
        Self {
            expression: expression.into(),
            object: PhantomData,
        }
    }

    /// The expression that the org replaces by the id, such as `@{refAccount.id}`.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// The same id, of any object.
    pub fn erase(self) -> NewId<AnyObject> {
        NewId {
            expression: self.expression,
            object: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T> RecordKey<T> for Id<T> {
    fn into_target(self) -> Target {
        Target::Id(self.erase())
    }
}

#[diagnostic::do_not_recommend]
impl<T> RecordKey<T> for &NewId<T> {
    fn into_target(self) -> Target {
        Target::NewId(self.clone().erase())
    }
}

#[diagnostic::do_not_recommend]
impl<T> RecordKey<T> for NewId<T> {
    fn into_target(self) -> Target {
        Target::NewId(self.erase())
    }
}

impl<T> Clone for NewId<T> {
    fn clone(&self) -> Self {
        Self {
            expression: Arc::clone(&self.expression),
            object: PhantomData,
        }
    }
}

impl<T> PartialEq for NewId<T> {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl<T> Eq for NewId<T> {}

impl<T> fmt::Debug for NewId<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewId({})", self.expression)
    }
}
