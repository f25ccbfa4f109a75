//! SOQL over the records: `V/query`, `V/queryAll`, the pages after the first, and `explain`.
//!
//! A text is parsed by `sf-schema`, resolved against the schema into a [`plan::Plan`] (here the org's
//! refusals are), run once, and answered page by page: a cursor keeps the numbers of the rows, never
//! the rows. The org's time zone is UTC and its week begins on Sunday; a fiscal year is a calendar
//! year.
//!
//! Must not know: sockets, how records are written.

use sf_schema::soql::{self, Options};

use crate::api::{ApiError, ApiRequest, ApiResponse, Call, Outcome};
use crate::id::Id;
use crate::schema::{ObjectIx, Schema};
use crate::store::{Row, RowIx, Store};

mod cursor;
mod date;
mod error;
mod explain;
mod filter;
mod format;
mod group;
mod key;
mod literal;
mod page;
mod path;
mod pattern;
mod plan;
mod rows;
mod scalar;
mod select;
#[cfg(test)]
mod tests;

pub(crate) use cursor::Cursors;
pub(crate) use page::RecordPage;
pub(crate) use plan::Plan;

pub(crate) use error::Refusal;

use plan::Planner;

/// Rows of a page where the client asks for no other number.
const DEFAULT_PAGE: usize = 2000;
/// What a client may ask for.
const PAGES: std::ops::RangeInclusive<usize> = 200..=2000;

/// What is looked at while a query runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) store: &'a Store,
}

/// A row and the object it is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) object: ObjectIx,
    pub(crate) row: &'a Row,
}

impl<'a> World<'a> {
    pub(crate) fn of(call: &'a Call<'_>) -> Self {
        Self {
            schema: &call.org.schema,
            store: call.store,
        }
    }

    fn at(self, object: ObjectIx, row: RowIx) -> Option<At<'a>> {
        let row = self.store.table(object).get(row)?;
        Some(At { object, row })
    }

    fn locate(self, id: Id) -> Option<At<'a>> {
        let (object, row) = self.store.locate(id)?;
        self.at(object, row)
    }
}

/// `GET V/query?q=...` and `V/queryAll?q=...`, which sees deleted records too.
pub(crate) fn query(call: &Call<'_>, request: &ApiRequest, deleted_too: bool) -> Outcome {
    if let Some(text) = request.param("explain") {
        return explain::explain(call, text);
    }
    let text = request.param("q").unwrap_or_default();
    let plan = plan(call, text, deleted_too).map_err(|refusal| refusal.api(text))?;
    page::first(call, request, plan).map_err(|refusal| refusal.api(text))
}

/// `GET V/query/{locator}`
pub(crate) fn more(call: &Call<'_>, request: &ApiRequest, locator: &str) -> Outcome {
    page::more(call, request, locator)
        .map_err(|()| ApiError::new(400, "INVALID_QUERY_LOCATOR", "invalid query locator"))
}

/// A text as what is to be done.
pub(crate) fn plan(call: &Call<'_>, text: &str, deleted_too: bool) -> Result<Plan, Refusal> {
    let query = soql::parse(text, &Options::default())
        .into_result()
        .map_err(|findings| Refusal::of_findings(&findings))?;
    Planner::new(call, deleted_too).root(&query)
}

/// The rows of a plan that something else holds of too, in its order and number.
pub(crate) fn search(world: World<'_>, plan: &Plan, holds: impl Fn(RowIx) -> bool) -> Vec<RowIx> {
    rows::select_if(world, plan, None, holds)
}

/// How many rows a page holds, children included.
fn page_size(call: &Call<'_>, request: &ApiRequest) -> usize {
    let asked = request.header("Sforce-Query-Options").and_then(|options| {
        let pairs = options
            .split([',', ';'])
            .filter_map(|pair| pair.split_once('='));
        let mut sizes = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case("batchSize"));
        sizes.next()?.1.trim().parse::<usize>().ok()
    });
    // A hint: what is out of range is taken for the nearest that is not [M].
    let size = asked.map_or(DEFAULT_PAGE, |size| {
        size.clamp(*PAGES.start(), *PAGES.end())
    });
    size.min(call.org.settings.query_page_size).max(1)
}

/// A whole answer.
fn answer(body: &impl serde::Serialize) -> ApiResponse {
    ApiResponse::json(200, body)
}
