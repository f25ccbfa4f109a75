//! SOQL over the records: `V/query`, `V/queryAll`, the pages after the first, and `explain`.
//!
//! A text is parsed and checked by `sf-schema`, whose findings are the org's refusals, then made into
//! a [`plan::Plan`], run once, and answered page by page: a cursor keeps the numbers of the rows,
//! never the rows. What has no finding is answered; little is refused later, such as a day that no
//! calendar has. The org's time zone is UTC and its week begins on Sunday; a fiscal year is a
//! calendar year.
//!
//! Must not know: sockets, how records are written.

use sf_schema::diagnostic::Span;
use sf_schema::soql::check::{CheckOptions, Lints};
use sf_schema::soql::{self, Options};

use crate::api::{ApiError, ApiRequest, ApiResponse, Call, Outcome};
use crate::id::Id;
use crate::schema::{ObjectIx, Schema};
use crate::store::{Row, RowIx, Store};

mod ahead;
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
mod wording;

pub(crate) use ahead::{Ahead, Made};
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

/// A text as what is to be done. Here a query is checked: once, however many pages it has.
pub(crate) fn plan(call: &Call<'_>, text: &str, deleted_too: bool) -> Result<Plan, Refusal> {
    let parsed = soql::parse(text, &Options::default());
    let query = match (Refusal::of(&parsed.findings), parsed.query) {
        (None, Some(query)) => query,
        (Some(refusal), _) => return Err(refusal),
        (None, None) => return Err(Refusal::unforeseen(Span::new(0, text.len()))),
    };
    let options = CheckOptions {
        api_version: u32::from(call.context.version.0),
        // What the org takes is answered.
        lints: Lints::off(),
    };
    let checked = soql::check(&query, &*call.org.schema, &options);
    if let Some(refusal) = Refusal::of(&checked.findings) {
        return Err(refusal);
    }
    let Some(resolution) = checked.resolution else {
        return Err(Refusal::unforeseen(query.span));
    };
    Planner::new(call, deleted_too).root(&query, resolution.selection.rows)
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
