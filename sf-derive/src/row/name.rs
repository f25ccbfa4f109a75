//! The object `Name`, which stands for the records that a lookup to several objects leads to. It cannot
//! be queried, but a row of it can be read of such a parent.

use sf_schema::Object;
use sf_schema::schema::ObjectFlags;
use sf_schema::soql::check::{Lookup, Objects};

use crate::schema::Snapshot;

const NAME: &str = "Name";

/// The schema as if `Name` could be queried.
pub(super) struct WithName<'a> {
    snapshot: &'a Snapshot,
}

impl<'a> WithName<'a> {
    /// None where the row is of another object, or has clauses, which a parent never has.
    pub(super) fn of(snapshot: &'a Snapshot, from: &str, has_clauses: bool) -> Option<Self> {
        if has_clauses || !from.eq_ignore_ascii_case(NAME) {
            return None;
        }
        match snapshot.lookup(from) {
            Lookup::Found(name) if !name.flags.contains(ObjectFlags::QUERYABLE) => {
                Some(Self { snapshot })
            }
            _ => None,
        }
    }
}

impl Objects for WithName<'_> {
    fn lookup(&self, api: &str) -> Lookup<'_> {
        self.snapshot.lookup(api)
    }

    fn names(&self) -> Vec<&str> {
        self.snapshot.names()
    }

    fn is_queryable(&self, object: &Object) -> bool {
        object.name.api.eq_ignore_ascii_case(NAME) || self.snapshot.is_queryable(object)
    }

    fn key_prefix(&self, api: &str) -> Option<&str> {
        self.snapshot.key_prefix(api)
    }
}
