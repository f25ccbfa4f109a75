//! Record types, as the snapshot had them.

use std::fmt;
use std::marker::PhantomData;

use crate::types::{AnyObject, Id, SObject};

/// A record type of an object; `T` is the org's `RecordType` object, so that a setter of a record
/// type takes it and no other lookup does.
///
/// Which record types a user may use, and which one is the default, differs from user to user: the
/// describe that the program's own user gets says so, as
/// [`available`](crate::describe::RecordTypeInfo::available) and
/// [`default_record_type_mapping`](crate::describe::RecordTypeInfo::default_record_type_mapping).
pub struct RecordType<T = AnyObject> {
    /// `developerName`: the same in every org that the type was deployed to.
    pub developer_name: &'static str,
    /// What users see.
    pub label: &'static str,
    /// `recordTypeId` in the org of the snapshot. Another org has another one.
    pub id: &'static str,
    /// Whether the type is active.
    pub active: bool,
    /// Whether it is the master record type, which stands for none.
    pub master: bool,
    #[doc(hidden)]
    pub object: PhantomData<fn() -> T>,
}

impl<T: SObject> RecordType<T> {
    /// The id in the org of the snapshot, if describe gave a valid one.
    pub fn id(&self) -> Option<Id<T>> {
        self.id.parse().ok()
    }
}

impl<T> Clone for RecordType<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RecordType<T> {}

impl<T> PartialEq for RecordType<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.developer_name == other.developer_name
    }
}

impl<T> Eq for RecordType<T> {}

impl<T> fmt::Debug for RecordType<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordType({} {})", self.developer_name, self.id)
    }
}
