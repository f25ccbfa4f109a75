//! Full-text search: SOSL in, records of several objects out.
//!
//! The term that is sought is taken as text, whatever it holds; operators are asked for by name.

mod parameterized;
mod results;
mod returning;
mod term;

use std::borrow::Cow;

use serde::Serialize;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::query::Literal;
use crate::sobject::Described;
use crate::types::Id;

pub use parameterized::ParameterizedSearch;
pub use results::{SearchRecord, SearchResults};
pub use returning::Returning;

use term::Term;

/// An org takes so many characters (SOSL reference) \[D66\].
const LONGEST: usize = 100_000;
/// A search gives so many records at most \[D66\].
const MOST: u16 = 2_000;

/// A search by SOSL.
///
/// ```
/// # mod org {
/// #     use sf_runtime::__private::{FieldDef, Kind, Record, Table};
/// #     pub struct Account(Record);
/// #     static __TABLE: Table = Table {
/// #         api: "Account",
/// #         label: "Account",
/// #         label_plural: "Accounts",
/// #         key_prefix: Some("001"),
/// #         fields: &[FieldDef::text("Industry", 255), FieldDef::text("Name", 255)],
/// #         relationships: &[],
/// #     };
/// #     sf_runtime::__sobject!(Account);
/// # }
/// # use org::Account;
/// use sf_runtime::search::{Returning, Scope, Search};
/// use sf_runtime::Soql;
///
/// let search = Search::find("Acme (UK) and sons*")
///     .in_fields(Scope::Name)
///     .returning::<Account>(["Name"])
///     .returning_as(
///         Returning::named("Contact")
///             .fields(["Id", "Email"])
///             .filter(Soql::new("LastName = :name").bind("name", "O'Brien"))
///             .order_by("LastName DESC")
///             .limit(10),
///     )
///     .limit(50);
/// assert_eq!(
///     search.sosl()?,
///     "FIND {Acme \\(UK\\) \"and\" sons\\*} IN NAME FIELDS RETURNING Account(Name), \
///      Contact(Id, Email WHERE LastName = 'O\\'Brien' ORDER BY LastName DESC LIMIT 10) LIMIT 50"
/// );
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Search {
    term: Term,
    scope: Option<Scope>,
    returning: Vec<Returning>,
    with: With,
    limit: Option<u16>,
}

/// Which fields are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Scope {
    /// All that can be searched: the org's default.
    All,
    /// Names.
    Name,
    /// Email addresses.
    Email,
    /// Phone numbers.
    Phone,
    /// Those of the drop-down lists of the sidebar.
    Sidebar,
}

/// The clauses that begin with `WITH`.
#[derive(Debug, Clone, Default)]
struct With {
    division: Option<String>,
    network: Option<Id>,
    snippet: Option<u16>,
    highlight: bool,
    spell_correction: Option<bool>,
    labels: bool,
}

impl Search {
    /// Records in which all of these words are. Reserved characters and the words `and`, `or` and
    /// `not` are sought as they are.
    pub fn find(text: impl Into<String>) -> Self {
        Self::new(Term::text(text.into()))
    }

    /// Records with words that begin so.
    pub fn find_prefix(text: impl Into<String>) -> Self {
        Self::new(Term::prefix(text.into()))
    }

    /// Records that an expression with SOSL's own operators (`*`, `?`, `AND`, `OR`, `AND NOT`,
    /// quotes) finds. Not for text of a user: [`find`](Self::find) is. A brace in it is refused if
    /// it is not escaped.
    pub fn find_expression(expression: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Term::expression(expression.into().into_owned()))
    }

    fn new(term: Term) -> Self {
        Self {
            term,
            scope: None,
            returning: Vec::new(),
            with: With::default(),
            limit: None,
        }
    }

    /// Searches these fields alone.
    #[must_use]
    pub fn in_fields(mut self, scope: Scope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Gives records of `T` with these fields; without any, the id alone. A field that the object
    /// does not have is refused before anything is sent.
    #[must_use]
    pub fn returning<T: Described>(
        self,
        fields: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.returning_as(Returning::of::<T>().fields(fields))
    }

    /// Gives records of an object, filtered, ordered and bounded.
    #[must_use]
    pub fn returning_as(mut self, returning: Returning) -> Self {
        self.returning.push(returning);
        self
    }

    /// Searches one division (`WITH DIVISION`).
    #[must_use]
    pub fn in_division(mut self, division: impl Into<String>) -> Self {
        self.with.division = Some(division.into());
        self
    }

    /// Searches one Experience Cloud site (`WITH NETWORK`).
    #[must_use]
    pub fn in_network(mut self, network: Id) -> Self {
        self.with.network = Some(network);
        self
    }

    /// Gives excerpts of articles, cases and feeds, of so many characters (`WITH SNIPPET`).
    #[must_use]
    pub fn with_snippet(mut self, length: u16) -> Self {
        self.with.snippet = Some(length);
        self
    }

    /// Marks what was found (`WITH HIGHLIGHT`).
    #[must_use]
    pub fn with_highlight(mut self) -> Self {
        self.with.highlight = true;
        self
    }

    /// Whether words are sought in other spellings too, as the org does by default.
    #[must_use]
    pub fn spell_correction(mut self, is_on: bool) -> Self {
        self.with.spell_correction = Some(is_on);
        self
    }

    /// Tells the labels of the fields as well (`WITH METADATA = 'LABELS'`):
    /// [`SearchResults::metadata`].
    #[must_use]
    pub fn with_labels(mut self) -> Self {
        self.with.labels = true;
        self
    }

    /// At most so many records in all: up to 2,000.
    #[must_use]
    pub fn limit(mut self, records: u16) -> Self {
        self.limit = Some(records);
        self
    }

    /// The same search by parameters and not by SOSL.
    pub fn by_parameters(self) -> ParameterizedSearch {
        ParameterizedSearch::new(self)
    }

    /// The search in SOSL.
    ///
    /// # Errors
    /// The org would refuse it: the term is too short or too long, a field is not one of its
    /// object, a value has no form in SOSL, the limit is out of range.
    pub fn sosl(&self) -> Result<String, Error> {
        let mut out = format!("FIND {{{}}}", self.term.to_sosl()?);
        if let Some(scope) = self.scope {
            out.push_str(" IN ");
            out.push_str(scope.name());
            out.push_str(" FIELDS");
        }
        for (place, returning) in self.returning.iter().enumerate() {
            out.push_str(if place == 0 { " RETURNING " } else { ", " });
            returning.write(&mut out)?;
        }
        self.with.write(&mut out)?;
        if let Some(limit) = checked_limit(self.limit)? {
            out.push_str(&format!(" LIMIT {limit}"));
        }
        let length = out.chars().count();
        if length > LONGEST {
            return Err(Error::request(format!(
                "the search has {length} characters, and the org takes {LONGEST}"
            )));
        }
        Ok(out)
    }
}

impl Scope {
    fn name(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Name => "NAME",
            Self::Email => "EMAIL",
            Self::Phone => "PHONE",
            Self::Sidebar => "SIDEBAR",
        }
    }
}

impl With {
    fn write(&self, out: &mut String) -> Result<(), Error> {
        if let Some(division) = &self.division {
            out.push_str(" WITH DIVISION = ");
            out.push_str(&Literal::from(division).to_soql()?);
        }
        if let Some(length) = self.snippet {
            out.push_str(&format!(" WITH SNIPPET (target_length={length})"));
        }
        if self.highlight {
            out.push_str(" WITH HIGHLIGHT");
        }
        if let Some(network) = self.network {
            out.push_str(&format!(" WITH NETWORK = '{network}'"));
        }
        if let Some(is_on) = self.spell_correction {
            out.push_str(&format!(" WITH SPELL_CORRECTION = {is_on}"));
        }
        if self.labels {
            out.push_str(" WITH METADATA = 'LABELS'");
        }
        Ok(())
    }
}

fn checked_limit(limit: Option<u16>) -> Result<Option<u16>, Error> {
    match limit {
        Some(limit @ (0 | 2_001..)) => Err(Error::request(format!(
            "a search cannot give {limit} records: its limit is from 1 to {MOST}"
        ))),
        other => Ok(other),
    }
}

impl Call for Search {
    type Output = SearchResults;

    fn request(&self) -> Result<Request, Error> {
        Ok(Request::get("search", &[])?.query("q", &self.sosl()?))
    }

    fn decode(response: Response) -> Result<SearchResults, Error> {
        SearchResults::read(&response)
    }
}

impl Client {
    /// Searches.
    ///
    /// ```
    /// # async fn run(sf: &sf_runtime::Client) -> Result<(), sf_runtime::Error> {
    /// use sf_runtime::search::Search;
    ///
    /// for record in sf.search(&Search::find("Acme")).await?.records() {
    ///     println!("{:?} {:?}", record.object(), record.id());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn search(&self, search: &Search) -> Result<SearchResults, Error> {
        self.call(search).await
    }
}

#[cfg(test)]
mod tests;
