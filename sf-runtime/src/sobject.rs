//! The generic machinery behind every generated type.
//!
//! An object contributes a static [`Table`] and inline accessors; everything else is here, once.
//! What was read is a [`Record`]: the keys of the response, in order, shared by all records of a
//! page (its shape), and one value a key. What will be written is a [`Draft`]: only the fields
//! that were set.
//!
//! Invariants: nothing here knows HTTP, an endpoint, or an object by name. A record that the org
//! sent is never lost for a value that describe did not promise.

mod attributes;
mod check;
mod draft;
#[cfg(all(test, feature = "client"))]
pub(crate) mod example;
mod fault;
mod field;
mod handed;
mod into_field;
#[cfg(feature = "client")]
mod nearest;
mod new_id;
mod page;
mod place;
mod raw_json;
mod read;
mod read_value;
mod record;
mod record_error;
mod record_type;
mod refusal;
mod shape;
mod table;
mod value;
mod write;

pub use check::{Invalid, Violation};
pub use draft::{
    Create, Draft, ExternalKey, IntoDraft, Operation, ParentRef, Reference, Target, Update, Upsert,
};
#[doc(hidden)]
pub use fault::Fault;
#[cfg(feature = "client")]
pub(crate) use field::FieldPath;
pub use field::{Below, Both, Field, FilterOnly, Parent, SelectOnly, SortOnly};
#[doc(hidden)]
pub use field::{OWN, Parents};
pub use into_field::{
    Bytes, Checkbox, CivilDate, CivilTime, Filled, Float, Instant, Int, IntoField, Json, Long,
    MayBeNull, Nillable, Number, Poly, Ref, Restricted, Set, Text, Unrestricted,
};
#[cfg(feature = "client")]
pub(crate) use nearest::nearest;
pub use new_id::{NewId, RecordKey};
pub use page::{Page, PageRows};
#[cfg(feature = "client")]
pub(crate) use raw_json::RawText;
pub use record::Record;
pub use record_error::RecordError;
#[cfg(feature = "client")]
pub(crate) use record_error::id_in_record;
pub use record_type::RecordType;
pub use refusal::{
    AutoNumberField, CompoundField, CreateOnlyField, FormulaField, IdField, NoPermissionField,
    RollUpField, SystemField, UpdateOnlyField,
};
pub use table::{Described, FieldDef, Kind, Relationship, Table};
pub use value::Value;
