//! What stands for a part of a composite before and after it is sent.

use std::fmt;

use crate::call::Response;
use crate::collections::Report;
use crate::error::Error;
use crate::rest::Upserted;
use crate::sobject::{Described, NewId, Page};
use crate::types::{Id, SObject};

use super::reference::Nonce;

/// A part of a composite, graph or tree, whose answer is an `O`.
///
/// Before it is sent it hands out the ids that the part will bring, to be used in later parts of the
/// same composite; afterwards it gets the part's result.
pub struct Handle<O> {
    pub(super) nonce: Nonce,
    pub(super) place: usize,
    pub(super) decode: fn(Response) -> Result<O, Error>,
}

impl<O> Handle<O> {
    /// An expression for a value of the part's answer. Case matters to the org.
    fn refer<T>(&self, path: fmt::Arguments<'_>) -> NewId<T> {
        let reference = self.nonce.reference(self.place);
        NewId::new(format!("@{{{reference}{path}}}"))
    }

    /// The id at a place of the part's answer that no other method knows, such as
    /// `records[0].Account.Id` or `records[0].AccountId` of a query. Case matters to the org.
    ///
    /// ```
    /// # use sf_runtime::{AnyObject, Create, Draft, NewId};
    /// # use sf_runtime::composite::{Composite, Handle};
    /// # fn owner(rows: &Handle<serde_json::Value>) -> NewId {
    /// rows.id_in("records[0].OwnerId")
    /// # }
    /// ```
    pub fn id_in<T: SObject>(&self, path: &str) -> NewId<T> {
        let separator = if path.starts_with('[') { "" } else { "." };
        self.refer(format_args!("{separator}{path}"))
    }
}

/// A create.
impl<T> Handle<Id<T>> {
    /// The id of the new record.
    pub fn id(&self) -> NewId<T> {
        self.refer(format_args!(".id"))
    }
}

/// An upsert.
impl<T> Handle<Upserted<T>> {
    /// The id of the record, new or not. API versions before 46.0 do not tell that of one that was
    /// there.
    pub fn id(&self) -> NewId<T> {
        self.refer(format_args!(".id"))
    }
}

/// A record that is read.
impl<T: Described> Handle<T> {
    /// The id of the record.
    pub fn id(&self) -> NewId<T> {
        self.refer(format_args!(".Id"))
    }
}

/// A query.
impl<T> Handle<Page<T>> {
    /// The id of the nth row, from 0. The query must select `Id`; where it finds fewer rows, the
    /// parts that use this fail.
    pub fn id_at(&self, row: usize) -> NewId<T> {
        self.refer(format_args!(".records[{row}].Id"))
    }
}

/// Many records that are written.
impl<T> Handle<Report<T>> {
    /// The id of the nth record, from 0. Where it is not written, the parts that use this fail.
    pub fn id_at(&self, record: usize) -> NewId<T> {
        self.refer(format_args!("[{record}].id"))
    }
}

/// Many records that are read.
impl<T> Handle<Vec<Option<T>>> {
    /// The id of the nth record, from 0. Where there is none, the parts that use this fail.
    pub fn id_at(&self, record: usize) -> NewId<T> {
        self.refer(format_args!("[{record}].Id"))
    }
}

impl<O> Clone for Handle<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O> Copy for Handle<O> {}

impl<O> fmt::Debug for Handle<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.nonce.reference(self.place))
    }
}
