//! Record types, as the snapshot had them.

use crate::types::{AnyObject, Id};

/// A record type of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordType {
    /// `developerName`: the same in every org that the type was deployed to.
    pub developer_name: &'static str,
    /// What users see.
    pub label: &'static str,
    /// `recordTypeId` in the org of the snapshot. Another org has another one.
    pub id: &'static str,
    /// Whether the type is active.
    pub active: bool,
    /// Whether the user of the snapshot may use it.
    pub available: bool,
    /// Whether it is that user's default.
    pub default: bool,
    /// Whether it is the master record type, which stands for none.
    pub master: bool,
}

impl RecordType {
    /// The id in the org of the snapshot, if describe gave a valid one.
    pub fn id(&self) -> Option<Id<AnyObject>> {
        self.id.parse().ok()
    }
}
