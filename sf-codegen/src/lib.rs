//! Generates typed Rust bindings from Salesforce describe JSON.
//!
//! In a build script, one call makes the bindings of a whole snapshot ([`Builder`]); on the command
//! line, the binary of the same name does, formatted, for people to read and commit.
//!
//! ```text
//! load (describe JSON) -> lower (schema model) -> names -> emit (tokens) -> print or format
//!     -> file set -> persist (only what changed)
//! ```
//!
//! # Features
//!
//! | feature | on by default | what it brings |
//! |---|---|---|
//! | `format` | no | code laid out by prettyplease |
//! | `cli` | no | the `sf-codegen` binary |
//!
//! A build script needs neither: what it builds is serde, quote and this crate.

pub mod config;
pub mod emit;
pub mod error;
pub mod generate;
pub mod load;
pub mod lock_file;
pub mod lower;
pub mod model;
pub mod names;

mod builder;
mod digest;
mod fileset;
mod glob;
mod key_prefix;
mod parallel;
mod print;

pub use builder::Builder;
pub use config::Config;
pub use error::{Error, Problem};
pub use fileset::Changes;
