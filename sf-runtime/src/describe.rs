//! What an org answers when it is asked to describe itself.
//!
//! [`SObjectDescribe`] is the answer of `/sobjects/{name}/describe`, [`GlobalDescribe`] that of
//! `/sobjects`. Both read the bodies of every API version from v23 to v66. An object must have a
//! `name` and `fields`, a field a `name` and a `type`; whatever else is missing, null or of the wrong
//! JSON type reads as its default, and keys not known here are ignored. Text without escapes is
//! borrowed from the body.
//!
//! Layout links and action overrides are left out. Invariants: nothing here decides what describe
//! means for bindings, names a Rust item or does I/O.

#[macro_use]
mod keyed;

mod field;
mod global;
mod object;
mod tolerant;

pub use field::{FieldDescribe, FilteredLookupInfo, PicklistEntry};
pub use global::{GlobalDescribe, GlobalSObject};
pub use object::{ChildRelationship, RecordTypeInfo, SObjectDescribe, SupportedScope};

#[cfg(test)]
mod tests;
