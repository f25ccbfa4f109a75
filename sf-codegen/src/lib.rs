//! Generates typed Rust bindings from Salesforce describe JSON.
//!
//! In a build script, one call makes the bindings of a whole snapshot ([`Builder`]); on the command
//! line, the binary of the same name writes them into a source tree, to be read and committed.
//!
//! ```text
//! load (describe JSON) -> lower (schema model) -> names -> emit (source text) -> file set
//!     -> persist (only what changed)
//! ```
//!
//! # Features
//!
//! | feature | on by default | what it brings |
//! |---|---|---|
//! | `fetch` | no | describes from an org, with every login of `sf-runtime`, and writing snapshots |
//! | `cli` | no | the `sf-codegen` binary, and what only it needs: pictures and the data dictionary; implies `fetch` |
//! | `source` | no | `source` and `impact`: the queries in a source tree, and what touches it; part of `cli` |
//!
//! A build script needs neither: what it builds is serde and this crate.

pub mod config;
#[cfg(feature = "cli")]
pub mod dictionary;
pub mod emit;
pub mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod generate;
#[cfg(feature = "cli")]
pub mod graph;
#[cfg(feature = "source")]
pub mod impact;
pub mod load;
pub mod lock_file;
pub mod model;
pub mod names;
pub mod orgs;
#[cfg(feature = "cli")]
pub mod revision;
pub mod snapshot;
#[cfg(feature = "source")]
pub mod source;

mod builder;
mod digest;
mod fileset;
mod glob;
mod key_prefix;
mod parallel;

pub use builder::Builder;
pub use config::Config;
pub use error::{Error, Problem};
pub use fileset::Changes;
pub use sf_runtime::lower;
pub use sf_schema::diff;
