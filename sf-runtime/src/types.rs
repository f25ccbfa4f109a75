//! The values that Salesforce fields hold: ids, picklists, decimals, instants, addresses, blobs.
//!
//! Each type reads what an org answers, keeps what it does not know, and writes what the org
//! takes. Nothing here knows about records, requests or describe: a value is told what it must be
//! by its type parameter alone.

mod address;
mod blob;
#[cfg(feature = "chrono")]
pub(crate) mod chrono;
pub(crate) mod datetime;
pub(crate) mod decimal;
mod field_value;
mod id;
mod location;
mod multi_picklist;
mod null;
mod picklist;
mod polymorphic;
mod sobject_type;
mod text;

pub use address::Address;
pub use blob::{Blob, BlobRef, BlobRefError};
#[cfg(feature = "chrono")]
pub use chrono::ToChrono;
pub use datetime::{Date, Time, Timestamp};
pub use decimal::Decimal;
pub use field_value::{FieldState, FieldValue, MissingField};
pub use id::{Id, IdError, IdErrorKind};
pub use location::Location;
pub use multi_picklist::{MultiPicklist, MultiPicklistError};
pub use null::Null;
pub use picklist::debug_picklist;
pub use picklist::{ControllingValue, DependentPicklist, Picklist, PicklistEntry, PicklistValue};
pub use polymorphic::{Accepts, PolymorphicId};
pub use sobject_type::{AnyObject, SObject};
