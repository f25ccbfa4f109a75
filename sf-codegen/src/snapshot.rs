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
//! Describes are of what one user sees. Which record types are `available` to that user, and which one
//! is the default, is left out: no binding and no query needs it, and colleagues would write over each
//! other's. What the user may not see is not there, what the user may not write is not writable, and
//! labels are in the user's language; so a team fetches as one user, best as the one that the program
//! runs as.
//!
//! `names.lock` has no hash in the manifest: whatever makes bindings adds names to it, and the snapshot
//! is the same. `sf-codegen check` tells whether it is what the snapshot gives.
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
#[cfg(feature = "fetch")]
mod twice;

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
