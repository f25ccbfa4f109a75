//! Rows of checked queries: plain structs whose columns are known.
//!
//! The macros emit the struct and a [`Row`], which is little more than a list of columns, so that
//! a query costs the compiler next to nothing; how a record is read is here, once. A record is
//! first cut into the texts of its values ([`Cells`]) and each is then read as the type that its
//! column has. Keys that no column asks for are passed over.
//!
//! Must not know: how the text of a query is made, who sends it.

mod cells;
mod named_binds;
mod read_as;
mod soql_row;
mod whole;

use serde::de::{Deserializer, Error as _};

use crate::sobject::RawText;
use crate::types::SObject;

pub use crate::sobject::Fault;
pub use cells::{Cells, read_by_type};
pub use named_binds::{Said, has_binds};
pub use read_as::ReadAs;
pub use soql_row::{
    ChildRow, Item, ParentRow, RowBinds, SoqlRow, are_targets, has_type_of, levels, overlap,
    parents, soql_of,
};

pub use whole::{Doubt, all_children, children, is_longer, relationships};

use serde::de::DeserializeSeed;

/// A row of a checked query. The macros implement it.
pub trait Row: Sized {
    /// The object that the columns are of.
    type Object: SObject;

    /// The keys in the answer, in the order of the columns.
    const COLUMNS: &'static [&'static str];

    /// Reads every column once, in their order. Whatever cannot be read is noted in the cells and
    /// makes the row one that nobody sees.
    fn read(cells: &mut Cells<'_>) -> Self;

    /// Reads a record from its JSON.
    ///
    /// # Errors
    /// The first column that cannot be read.
    #[doc(hidden)]
    fn from_text(text: &str) -> Result<Self, Fault> {
        let mut cells = Cells::of(text, Self::COLUMNS)?;
        let row = Self::read(&mut cells);
        cells.end()?;
        Ok(row)
    }
}

/// One of several rows, by the type of the record: what `TYPEOF` gives.
pub trait RowByType: Sized {
    /// Reads a record of this object.
    fn read(object: &str, cells: &mut Cells<'_>) -> Self;

    /// The keys that a record of this object has.
    fn columns(object: &str) -> &'static [&'static str];
}

/// What a query is of: its rows, or their number.
pub trait Selected {
    /// The object after FROM.
    type Object: SObject;
}

impl<R: Row> Selected for R {
    type Object = R::Object;
}

/// `SELECT COUNT()`: there are no rows, only their number, which
/// [`Query::count`](super::Query::count) gives, and a handle of a
/// [`Composite`](crate::composite::Composite) or [`Batch`](crate::composite::Batch).
pub struct Count<O>(std::marker::PhantomData<O>);

impl<O: SObject> Selected for Count<O> {
    type Object = O;
}

/// What a row's `Deserialize` does.
///
/// # Errors
/// As [`Row::from_text`].
#[doc(hidden)]
pub fn read_row<'de, R: Row, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    let text = RawText.deserialize(deserializer)?;
    R::from_text(&text).map_err(D::Error::custom)
}
