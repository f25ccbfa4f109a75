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
//! | `cli` | no | the `sf-codegen` binary; implies `fetch` |
//! | `fetch` | no | describes from an org, with every login of `sf-runtime`, and writing snapshots |
//!
//! A build script needs neither: what it builds is serde and this crate.

pub mod config;
pub mod emit;
pub mod error;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod generate;
pub mod graph;
pub mod load;
pub mod lock_file;
pub mod lower;
pub mod model;
pub mod names;
pub mod snapshot;

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
