//! Rows: a struct for what is selected, and how it is read.
//!
//! ```text
//! selection -> tree (which struct has which members) -> tokens
//! ```

mod emit;
mod tree;

pub(crate) use emit::{Naming, emit};
pub(crate) use tree::{Member, Struct, Value, tree};
