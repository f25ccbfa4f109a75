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

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error as _};

use crate::sobject::{Page, RawText};
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

/// What a query can be read as: any type that serde reads, and the rows of checked queries.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the row of a query",
    label = "serde does not read it, and it is no row of `soql!`",
    note = "derive `serde::Deserialize` or `SoqlRow` for it; `SELECT COUNT()` has no rows, and its number is \
            what `.count(&client)` gives"
)]
pub trait QueryRow: Sized {
    /// Reads a row of a checked query: takes each column once. Whatever cannot be read is noted in
    /// the cells and makes the row one that nobody sees.
    #[doc(hidden)]
    fn read(cells: &mut Cells<'_>) -> Self;

    /// Reads a record from its JSON.
    #[doc(hidden)]
    fn from_record(text: &str) -> Result<Self, Fault> {
        let mut cells = Cells::of(text)?;
        let row = Self::read(&mut cells);
        cells.end()?;
        Ok(row)
    }

    /// Reads a page from its JSON.
    #[doc(hidden)]
    fn page(json: &str) -> Result<Page<Self>, serde_json::Error> {
        Page::of_rows(json, |text| {
            Self::from_record(text).map_err(serde_json::Error::custom)
        })
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> QueryRow for T {
    // Only the macros call it, and only for their own rows.
    fn read(_: &mut Cells<'_>) -> Self {
        unreachable!("a row that serde reads has no cells")
    }

    fn from_record(text: &str) -> Result<Self, Fault> {
        serde_json::from_str(text).map_err(|error| Fault::new("", error.to_string()))
    }

    fn page(json: &str) -> Result<Page<Self>, serde_json::Error> {
        Page::from_text(json)
    }
}

/// A row that is a struct of the program's own, read column by column. The macro implements it.
pub trait Row: Sized {
    /// The keys in the answer, in the order of the columns.
    const COLUMNS: &'static [&'static str];

    /// As [`QueryRow::read`], the columns in their order.
    fn read(cells: &mut Cells<'_>) -> Self;

    /// [`read`](Self::read) of cells of which it is not known whose they are.
    #[doc(hidden)]
    fn read_in_order(cells: &mut Cells<'_>) -> Self {
        cells.expect(Self::COLUMNS);
        Self::read(cells)
    }

    /// Reads a record from its JSON.
    ///
    /// # Errors
    /// The first column that cannot be read.
    #[doc(hidden)]
    fn from_text(text: &str) -> Result<Self, Fault> {
        let mut cells = Cells::of(text)?;
        let row = Self::read_in_order(&mut cells);
        cells.end()?;
        Ok(row)
    }
}

/// One of several rows, by the type of the record: what `TYPEOF` gives.
pub trait RowByType: Sized {
    /// Reads a record of this object.
    fn read(object: &str, cells: &mut Cells<'_>) -> Self;
}

/// What a query is of: its rows, groups of them, or their number.
pub trait Selected {
    /// The object after FROM.
    type Object: SObject;
}

/// Rows that are records of an object, and no groups of them: they can be ordered by any field.
pub trait Records {
    /// The object after FROM.
    type Object: SObject;
}

impl<R: Records> Selected for R {
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

/// What a row's `Debug` does: it is called as the first of the names, and its members as the rest.
///
/// # Errors
/// As [`fmt::Debug`].
#[doc(hidden)]
pub fn debug_row(
    f: &mut fmt::Formatter<'_>,
    names: &str,
    values: &[&dyn fmt::Debug],
) -> fmt::Result {
    let mut names = names.split(' ');
    let mut row = f.debug_struct(names.next().unwrap_or_default());
    for (name, value) in names.zip(values) {
        row.field(name, value);
    }
    row.finish()
}
