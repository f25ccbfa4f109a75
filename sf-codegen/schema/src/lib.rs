//! The schema of a Salesforce org, as the rest of the house sees it.
//!
//! [`schema`] holds the validated model (objects, fields, relationships, and the Rust name that
//! stands for each API name) and its compact text index, by which a build step hands the model to
//! the macros. [`diff`] tells what is different between two schemas. [`soql`] reads, prints and checks
//! queries. [`diagnostic`] holds what a check found, with a span and a help line.
//!
//! `sf-derive`, `sf-codegen` and, behind features, `sf-runtime` use this package.
//!
//! Features: `diff` for the module of that name, `uses` for what a query uses. The macros need
//! neither, and an application waits for the macros.
//!
//! Invariants: this package uses the standard library alone. It never reads describe JSON, never
//! decides a Rust name (`sf-codegen` does, and writes it down here), and never touches the network.

pub mod diagnostic;
#[cfg(feature = "diff")]
pub mod diff;
pub mod schema;
pub mod soql;

mod steps;

pub use diagnostic::{Diagnostic, Level, Span};
pub use schema::{Name, Object, Schema};
