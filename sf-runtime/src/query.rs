//! Queries: SOQL in, rows out, page by page.
//!
//! A row is a [`QueryRow`]: any type that serde reads, such as a generated object, a struct of one's
//! own or an [`AggregateRow`], and the row of a checked query. A row that cannot be read is an error of its own
//! ([`Error::Record`]) and costs no other row. Values go into the text by
//! [`Soql::bind`], never by hand. Nothing here checks a query against a schema.

mod additions;
mod aggregate;
mod bind;
mod date_literal;
mod explain;
mod fetch;
mod filter;
mod like;
mod literal;
mod outline;
mod row;
mod rows;
mod select;
mod soql;
mod stream;
mod whole;

use std::fmt;
use std::marker::PhantomData;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::sobject::Page;

pub use aggregate::{AggregateRow, whole};
pub use bind::{
    AnyId, Bind, BindWhole, DateLiteralNumber, IdOf, IdOfOne, Limit, ListOf, NoField, Offset,
    OrNull, Pattern, ValueOf, ValuesOf, WholeNumber, WholeNumberTo2000,
};
pub use date_literal::DateLiteral;
pub use explain::{Explain, PlanNote, QueryPlan, QueryPlans};
pub use fetch::{FetchAll, FetchOne, FetchOptional, FetchPage};
pub use filter::{
    Compared, Condition, Filter, Filterable, MultiSelect, Ordered, SameRecords, SemiJoin, Textual,
};
pub use like::Like;
pub use literal::Literal;
pub use row::{
    Cells, ChildRow, Count, Fault, Item, ParentRow, QueryRow, ReadAs, Records, Row, RowBinds,
    RowByType, Selected, SoqlRow,
};
#[doc(hidden)]
pub use row::{
    Doubt, Said, all_children, are_targets, children, debug_row, has_binds, has_type_of, is_longer,
    levels, overlap, parents, read_by_type, read_row, relationships, soql_of,
};
pub(crate) use rows::{next_link_of, rows_of};
pub use select::{Column, Columns, IntoColumn, Order, Sortable};
pub use soql::Soql;
pub use stream::RowStream;

/// A query whose rows are read as `T`.
///
/// As a call it is one page: at most 2,000 rows, those of child sub-queries counted, and maybe
/// fewer. [`stream`](Self::stream) and [`fetch_all`](Self::fetch_all) go on to the last.
///
/// A query that is too long for a URL goes inside a batch, which makes no difference to what comes
/// back; one of more than 100,000 characters is refused.
///
/// ```
/// use sf_runtime::{Call, Query};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Row {
///     id: sf_runtime::Id,
///     name: Option<String>,
/// }
///
/// let query = Query::<Row>::new("SELECT Id, Name FROM Account WHERE Name = :name")
///     .bind("name", "O'Brien")
///     .all_rows();
/// let request = query.request()?;
/// assert!(request.path_below("v66.0").starts_with("v66.0/queryAll?q=SELECT%20Id"));
/// assert!(request.query_string().ends_with("Name%20%3D%20%27O%5C%27Brien%27"));
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub struct Query<T> {
    soql: Soql,
    all_rows: bool,
    batch_size: Option<u16>,
    row: PhantomData<fn() -> T>,
}

impl<T> Query<T> {
    /// The query of this SOQL.
    pub fn new(soql: impl Into<Soql>) -> Self {
        Self {
            soql: soql.into(),
            all_rows: false,
            batch_size: None,
            row: PhantomData,
        }
    }

    /// A query that a macro has checked: its text with marks, and a value for each.
    #[doc(hidden)]
    pub fn checked<const N: usize>(text: &'static str, values: [Literal; N]) -> Self {
        Self::new(Soql::checked(text, values))
    }

    /// Puts a value in the place of `:name`. See [`Soql::bind`].
    #[must_use]
    pub fn bind(mut self, name: &str, value: impl Into<Literal>) -> Self {
        self.soql = self.soql.bind(name, value);
        self
    }

    /// Also rows that are deleted or merged, and archived tasks and events (`queryAll`).
    #[must_use]
    pub fn all_rows(mut self) -> Self {
        self.all_rows = true;
        self
    }

    /// How many rows a page should hold, from 200 to 2,000. The org may still send fewer.
    #[must_use]
    pub fn batch_size(mut self, rows: u16) -> Self {
        self.batch_size = Some(rows);
        self
    }

    /// What is asked.
    pub fn soql(&self) -> &Soql {
        &self.soql
    }

    /// The same query, its rows read as another type.
    #[must_use]
    pub fn rows<U>(self) -> Query<U> {
        Query {
            soql: self.soql,
            all_rows: self.all_rows,
            batch_size: self.batch_size,
            row: PhantomData,
        }
    }

    fn options(&self, request: Request) -> Result<Request, Error> {
        match self.batch_size {
            None => Ok(request),
            Some(rows @ 200..=2_000) => {
                request.header("sforce-query-options", &format!("batchSize={rows}"))
            }
            Some(rows) => Err(Error::request(format!(
                "a page cannot hold {rows} rows: the batch size is from 200 to 2000"
            ))),
        }
    }
}

// What is no row is said by the bound of each function; of a bound here only what it lacks would be.
impl<T> Query<T> {
    /// All rows, one after the other, with one page in memory and the next under way.
    ///
    /// Child records that a row of `SoqlRow` holds as a `Vec` are all there: what the org did not send
    /// with their record is fetched before the page is given, and so it is by the functions below.
    ///
    /// A row that cannot be read is an error that does not end the stream; a call that fails is
    /// one that does.
    pub fn stream(&self, client: &Client) -> RowStream<T>
    where
        T: QueryRow,
    {
        RowStream::first(client.clone(), self.ask(), self.batch_size)
    }

    /// All rows.
    ///
    /// # Errors
    /// A row that cannot be read, and whatever else is in [`Error`].
    pub fn fetch_all(&self, client: &Client) -> FetchAll<T>
    where
        T: QueryRow,
    {
        FetchAll::new(self.stream(client))
    }

    /// The first page.
    ///
    /// # Errors
    /// See [`Error`]. A row that cannot be read is an error in the page.
    pub fn fetch_page(&self, client: &Client) -> FetchPage<T>
    where
        T: QueryRow,
    {
        FetchPage::new(client, self.ask(), self.batch_size)
    }

    /// The one row that there is.
    ///
    /// # Errors
    /// There is no row or there are several ([`Error::RowCount`]), and whatever else is in
    /// [`Error`].
    pub fn fetch_one(&self, client: &Client) -> FetchOne<T>
    where
        T: QueryRow,
    {
        self.fetch_optional(client).one()
    }

    /// The one row that there is, if there is one.
    ///
    /// # Errors
    /// There are several rows ([`Error::RowCount`]), and whatever else is in [`Error`].
    pub fn fetch_optional(&self, client: &Client) -> FetchOptional<T>
    where
        T: QueryRow,
    {
        FetchOptional::new(client, self.ask(), self.batch_size)
    }
}

impl<T> Query<T> {
    /// How many rows there are. For `SELECT COUNT() FROM …` nothing else is sent; any other query
    /// sends its first page too.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn count(&self, client: &Client) -> Result<u64, Error> {
        Query::<Count<T>>::decode(client.send(&self.ask()?).await?)
    }

    fn ask(&self) -> Result<Request, Error> {
        let text = self.soql.text()?;
        let template = if self.all_rows { "queryAll" } else { "query" };
        let request = self.options(Request::get(template, &[])?.query("q", &text))?;
        Ok(if self.soql.has_new_id() {
            request.with_new_id()
        } else {
            request
        })
    }
}

impl<T: QueryRow> Call for Query<T> {
    type Output = Page<T>;

    fn request(&self) -> Result<Request, Error> {
        self.ask()
    }

    fn decode(response: Response) -> Result<Page<T>, Error> {
        rows_of(&response)
    }
}

/// As a part of a composite or a batch, `SELECT COUNT()` brings the number.
impl<O> Call for Query<Count<O>> {
    type Output = u64;

    fn request(&self) -> Result<Request, Error> {
        self.ask()
    }

    /// # Errors
    /// The answer tells no number, which a page of rows could do without.
    fn decode(response: Response) -> Result<u64, Error> {
        #[derive(serde::Deserialize)]
        struct Counted {
            #[serde(rename = "totalSize")]
            total_size: u64,
        }
        Ok(response.json::<Counted>()?.total_size)
    }
}

impl Client {
    /// All rows of a query. [`Query`] and [`Query::stream`] do more.
    ///
    /// ```
    /// # async fn run(sf: &sf_runtime::Client) -> Result<(), sf_runtime::Error> {
    /// use sf_runtime::Soql;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Row {
    ///     #[serde(rename = "Name")]
    ///     name: String,
    /// }
    /// let soql = Soql::new("SELECT Name FROM Account WHERE Industry = :industry")
    ///     .bind("industry", "Energy");
    /// let rows: Vec<Row> = sf.query(soql).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn query<T: QueryRow>(&self, soql: impl Into<Soql>) -> Result<Vec<T>, Error> {
        Query::new(soql).fetch_all(self).await
    }

    /// All rows of a query, one after the other. See [`Query::stream`].
    pub fn query_stream<T: QueryRow>(&self, soql: impl Into<Soql>) -> RowStream<T> {
        Query::new(soql).stream(self)
    }

    /// The one row of a query. See [`Query::fetch_one`].
    ///
    /// # Errors
    /// There is no row or there are several ([`Error::RowCount`]), and whatever else is in
    /// [`Error`].
    pub async fn query_one<T: QueryRow>(&self, soql: impl Into<Soql>) -> Result<T, Error> {
        Query::new(soql).fetch_one(self).await
    }

    /// The one row of a query, if there is one. See [`Query::fetch_optional`].
    ///
    /// # Errors
    /// There are several rows ([`Error::RowCount`]), and whatever else is in [`Error`].
    pub async fn query_optional<T: QueryRow>(
        &self,
        soql: impl Into<Soql>,
    ) -> Result<Option<T>, Error> {
        Query::new(soql).fetch_optional(self).await
    }

    /// How many rows a query finds: `SELECT COUNT() FROM Account WHERE …`.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn count(&self, soql: impl Into<Soql>) -> Result<u64, Error> {
        Query::<()>::new(soql).count(self).await
    }

    /// How the org would go about a query. See [`Explain`].
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn explain(&self, soql: impl Into<Soql>) -> Result<QueryPlans, Error> {
        self.call(&Explain::new(soql)).await
    }
}

// By hand, because derive would ask the same of `T`, which is only a name.
impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        Self {
            soql: self.soql.clone(),
            all_rows: self.all_rows,
            batch_size: self.batch_size,
            row: PhantomData,
        }
    }
}

/// The query without its values.
impl<T> fmt::Debug for Query<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("soql", &self.soql)
            .field("all_rows", &self.all_rows)
            .field("batch_size", &self.batch_size)
            .finish()
    }
}

#[cfg(test)]
mod tests;
