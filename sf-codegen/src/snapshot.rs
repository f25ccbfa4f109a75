//! The snapshot of an org's schema: a folder of files to commit.
//!
//! ```text
//! salesforce/
//!     _snapshot.json      the manifest: format, API version, org, when, and a hash for each object
//!     Account.json        an object
//!     names.lock          the Rust names as they were first given
//!     sf.toml             settings, if any
//! ```
//!
//! An object's file is describe JSON in another layout, so whatever reads describes reads it: keys
//! that say nothing are left out (false, zero, null, empty), and so is what no binding, query or
//! comparison needs (links, layouts, sizes in bytes, SOAP types). A field is one line, and so is each
//! value of a picklist; name and type come first, other keys by name. Fields, child relationships,
//! record types and scopes are in the order of their names, picklist values in that of the org, by
//! which dependent picklists count. The same schema gives the same bytes.
//!
//! Describes are of what one user sees, and two facts of that user stay in them: which record types
//! are `available`, and which is the default. Bindings have both, as `RecordType::available` and
//! `default`, and have to be the same whether made of a snapshot or of the describes.
//!
//! A folder of describes as they came from an org is none of this and is read all the same: it only
//! has no manifest, so nothing guards it.
//!
//! These modules must not know how describes are had from an org, or what is generated from them.

mod beside;
mod conflict;
mod file_name;
mod manifest;
mod object;

#[cfg(feature = "fetch")]
mod folder;
#[cfg(feature = "fetch")]
mod swap;

pub(crate) use beside::is_interrupted;
pub use file_name::file_name;
pub use manifest::{FORMAT, MANIFEST_FILE, Manifest, Selection};
pub use object::render;

#[cfg(feature = "fetch")]
pub use folder::{Draft, Replaced, recover};
#[cfg(feature = "fetch")]
pub(crate) use {
    beside::beside,
    folder::{resolve, tidy},
};

#[cfg(all(test, feature = "fetch"))]
mod tests;
