//! Queries without any text: what is selected, of which object, in which order.
//!
//! Must not know: how a condition is written, or where a clause stands in a text.

use std::fmt;
use std::marker::PhantomData;

use crate::error::Error;
use crate::sobject::{Both, Described, Field, FieldPath, SortOnly};

use super::filter::{Condition, write_path};
use super::{Query, Records, Selected, Soql};

/// A field of `O`, perhaps of a parent, to be selected.
pub struct Column<O> {
    path: FieldPath,
    object: PhantomData<fn() -> O>,
}

/// A column of a selection of `O`: a field, or a [`Column`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no field of `{O}`",
    label = "not a field that a query of `{O}` can select"
)]
pub trait IntoColumn<O> {
    /// The column.
    fn into_column(self) -> Column<O>;
}

/// What is selected of `O`: one field, several in a tuple, or any number of [`Column`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no selection of `{O}`",
    label = "not a field of `{O}`, nor several of them",
    note = "select a field, a tuple of up to sixteen fields, or a list of `Column`s"
)]
pub trait Columns<O> {
    /// The columns, in order.
    fn columns(self) -> Vec<Column<O>>;
}

/// A field and the direction to order by it.
#[must_use = "an order does nothing until a query has it"]
pub struct Order<O> {
    path: FieldPath,
    descending: bool,
    nulls_last: Option<bool>,
    object: PhantomData<fn() -> O>,
}

/// What the org allows to be ordered by.
#[diagnostic::on_unimplemented(
    message = "`{F}` cannot be sorted by: the org marks it sortable = false",
    label = "it cannot be in ORDER BY"
)]
pub trait Sortable<F> {}

#[diagnostic::do_not_recommend]
impl<F> Sortable<F> for Both {}
#[diagnostic::do_not_recommend]
impl<F> Sortable<F> for SortOnly {}

/// A place in an order.
impl<O, F, K, A> Field<O, F, K, A> {
    /// The smallest first. Nulls come before them, unless it is said otherwise (SOQL reference) \[D\].
    pub fn asc(&self) -> Order<O>
    where
        A: Sortable<F>,
    {
        Order::of(self.path(), false)
    }

    /// The largest first. Nulls come before them, unless it is said otherwise (SOQL reference) \[D\].
    pub fn desc(&self) -> Order<O>
    where
        A: Sortable<F>,
    {
        Order::of(self.path(), true)
    }
}

impl<O> Order<O> {
    fn of(path: FieldPath, descending: bool) -> Self {
        Self {
            path,
            descending,
            nulls_last: None,
            object: PhantomData,
        }
    }

    /// Nulls before everything else.
    pub fn nulls_first(mut self) -> Self {
        self.nulls_last = Some(false);
        self
    }

    /// Nulls after everything else.
    pub fn nulls_last(mut self) -> Self {
        self.nulls_last = Some(true);
        self
    }

    fn to_soql(&self) -> Result<String, Error> {
        let mut out = String::new();
        write_path(&self.path, &mut out)?;
        if self.descending {
            out.push_str(" DESC");
        }
        out.push_str(match self.nulls_last {
            Some(true) => " NULLS LAST",
            Some(false) => " NULLS FIRST",
            None => "",
        });
        Ok(out)
    }
}

impl<O: Described> Query<O> {
    /// A query for these columns of all records. What was not selected is
    /// [`FieldValue::NotSelected`](crate::FieldValue::NotSelected) in what comes back; that of a
    /// parent is in the record that the parent's getter gives.
    ///
    /// Generated objects have a `select` that does the same: `Account::select((ID, NAME))`. A
    /// column that is given twice is selected once.
    pub fn select(columns: impl Columns<O>) -> Self {
        let mut paths: Vec<FieldPath> = Vec::new();
        for column in columns.columns() {
            if !paths.contains(&column.path) {
                paths.push(column.path);
            }
        }
        let mut text = String::from("SELECT ");
        let mut refusal = None;
        for (place, path) in paths.iter().enumerate() {
            if place > 0 {
                text.push_str(", ");
            }
            if let Err(error) = write_path(path, &mut text) {
                refusal = Some(error);
            }
        }
        if paths.is_empty() {
            refusal = Some(Error::request("a query has to select something"));
        }
        text.push_str(" FROM ");
        text.push_str(O::API_NAME);
        let mut soql = Soql::new(text);
        if let Some(error) = refusal {
            soql.add().refuse(&error);
        }
        Self::new(soql)
    }
}

impl<T: Selected> Query<T> {
    /// Asks only for the rows for which this holds as well: it is joined by AND to the condition
    /// that the query has, whatever that is.
    #[must_use]
    pub fn filter(mut self, condition: impl Condition<T::Object>) -> Self {
        self.soql.add().filter(condition.into_node().0);
        self
    }
}

impl<T: Records> Query<T> {
    /// Orders the rows by this, where those before it are equal.
    #[must_use]
    pub fn order_by(mut self, order: Order<<T as Records>::Object>) -> Self {
        self.soql.add().order_by(order.to_soql());
        self
    }

    /// At most so many rows, instead of those that the query says.
    #[must_use]
    pub fn limit(mut self, rows: u32) -> Self {
        self.soql.add().limit(rows);
        self
    }

    /// Without the first so many rows, which are 2,000 at most: a query that leaves out more is an
    /// error before it is sent.
    #[must_use]
    pub fn offset(mut self, rows: u32) -> Self {
        self.soql.add().offset(rows);
        self
    }
}

impl<O, F, K, A> From<Field<O, F, K, A>> for Column<O> {
    fn from(field: Field<O, F, K, A>) -> Self {
        Self {
            path: field.path(),
            object: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<O, F, K, A> IntoColumn<O> for Field<O, F, K, A> {
    fn into_column(self) -> Column<O> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<O> IntoColumn<O> for Column<O> {
    fn into_column(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<O, F, K, A> Columns<O> for Field<O, F, K, A> {
    fn columns(self) -> Vec<Column<O>> {
        vec![self.into()]
    }
}

impl<O> Columns<O> for Vec<Column<O>> {
    fn columns(self) -> Self {
        self
    }
}

impl<O, const N: usize> Columns<O> for [Column<O>; N] {
    fn columns(self) -> Vec<Column<O>> {
        self.into()
    }
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<O, $first: IntoColumn<O>, $($rest: IntoColumn<O>),*> Columns<O>
            for ($first, $($rest,)*)
        {
            #[allow(non_snake_case)]
            fn columns(self) -> Vec<Column<O>> {
                let ($first, $($rest,)*) = self;
                vec![$first.into_column(), $($rest.into_column()),*]
            }
        }

        tuples!($($rest)*);
    };
    () => {};
}

tuples!(A B C D E F G H I J K L M N P Q);

impl<O> Clone for Column<O> {
    fn clone(&self) -> Self {
        Self {
            path: self.path,
            object: PhantomData,
        }
    }
}

impl<O> Clone for Order<O> {
    fn clone(&self) -> Self {
        Self {
            path: self.path,
            ..*self
        }
    }
}

impl<O> fmt::Debug for Column<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({})", self.path)
    }
}

impl<O> fmt::Debug for Order<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({})", self.path)?;
        Ok(())
    }
}
