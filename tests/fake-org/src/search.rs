//! SOSL: `V/search` and `V/parameterizedSearch`.
//!
//! A term is looked for word by word in the text fields of an object: a word of the term is found
//! where it is part of a word of a value, `*` and `?` stand for characters. The WHERE, ORDER BY, LIMIT
//! and OFFSET of a RETURNING are those of a query and are done by [`crate::query`].
//!
//! Must not know: sockets, how records are written.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::api::{ApiError, ApiRequest, ApiResponse, Call, Outcome};
use crate::query::{self, RecordPage, Refusal, World};
use crate::schema::{FieldType, ObjectIx};

mod find;
mod parameterized;
mod parse;
mod term;

use find::Find;
use term::Term;

/// Records of one answer, and the most that may be asked for. [D57]
const MOST: usize = 2000;
/// A longer term finds nothing. [D66]
const LONGEST_TERM: usize = 10_000;

/// What is searched for where.
#[derive(Debug)]
struct Search {
    term: Term,
    group: Group,
    /// Empty: every searchable object, ids alone.
    returning: Vec<Returning>,
    limit: usize,
}

/// Which fields are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    All,
    Name,
    Email,
    Phone,
    /// The fields of the sidebar search: names, emails, phones.
    Sidebar,
}

/// One object of a RETURNING: as SOQL, of which the condition and the order are used.
#[derive(Debug)]
struct Returning {
    soql: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    search_records: Vec<Box<RawValue>>,
}

/// `GET V/search?q=FIND {...} ...`
pub(crate) fn search(call: &Call<'_>, request: &ApiRequest) -> Outcome {
    let text = request.param("q").unwrap_or_default();
    let search = parse::search(text)?;
    run(call, request, &search)
}

/// `GET V/parameterizedSearch?q=...` and `POST` with the same as JSON.
pub(crate) fn parameterized(call: &Call<'_>, request: &ApiRequest) -> Outcome {
    let search = if request.is_get() {
        parameterized::of_query(request)?
    } else {
        parameterized::of_body(request)?
    };
    run(call, request, &search)
}

fn run(call: &Call<'_>, request: &ApiRequest, search: &Search) -> Outcome {
    let world = World::of(call);
    let page = RecordPage {
        world,
        version: request.version,
    };
    let mut found: Vec<Box<RawValue>> = Vec::new();
    let find = Find {
        world,
        term: &search.term,
        group: search.group,
    };
    let everything;
    let returning = if search.returning.is_empty() {
        everything = searchable(call);
        &everything
    } else {
        &search.returning
    };
    for returning in returning {
        let plan = query::plan(call, &returning.soql, false)
            .map_err(|refusal| in_search(&refusal, &returning.soql))?;
        let object = call.org.schema.object(plan.object);
        if !object.searchable {
            // An entity that no search looks at. The org's words are not known.
            let message = format!("entity type {} does not support search", object.name);
            return Err(ApiError::new(400, "INVALID_TYPE", message));
        }
        let rows = find.rows(&plan);
        found.extend(page.records(&plan, &rows));
    }
    found.truncate(search.limit);
    // Up to v36 the list stood alone.
    if request.version < crate::api::Version(37) {
        return Ok(ApiResponse::json(200, &found));
    }
    let answer = Answer {
        search_records: found,
    };
    Ok(ApiResponse::json(200, &answer))
}

fn searchable(call: &Call<'_>) -> Vec<Returning> {
    let objects = call.org.schema.objects().iter();
    let searchable = objects.filter(|object| object.searchable && object.queryable);
    searchable
        .map(|object| Returning {
            soql: format!("SELECT Id FROM {}", object.name),
        })
        .collect()
}

/// What is wrong with a RETURNING is said as it would be of a query, but for the grammar.
fn in_search(refusal: &Refusal, soql: &str) -> ApiError {
    let mut error = refusal.api(soql);
    if error.code == sf_schema::soql::MALFORMED_QUERY {
        error.code = "MALFORMED_SEARCH";
    }
    error
}

fn malformed(message: impl Into<String>) -> ApiError {
    ApiError::new(400, "MALFORMED_SEARCH", message)
}

impl Group {
    fn from_name(name: &str) -> Option<Self> {
        let all = [
            ("ALL", Self::All),
            ("NAME", Self::Name),
            ("EMAIL", Self::Email),
            ("PHONE", Self::Phone),
            ("SIDEBAR", Self::Sidebar),
        ];
        let found = all
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, group)| *group)
    }

    /// Whether a field of an object is looked at.
    fn has(self, field: &crate::schema::Field) -> bool {
        let is_name = field.name_field || field.compound.as_deref() == Some("Name");
        let is_email = field.kind == FieldType::Email;
        let is_phone = field.type_name == "phone";
        match self {
            Self::All => matches!(
                field.kind,
                FieldType::Text | FieldType::Email | FieldType::Picklist | FieldType::MultiPicklist
            ),
            Self::Name => is_name,
            Self::Email => is_email,
            Self::Phone => is_phone,
            Self::Sidebar => is_name || is_email || is_phone,
        }
    }
}

impl World<'_> {
    fn text_fields(self, object: ObjectIx, group: Group) -> Vec<crate::schema::FieldIx> {
        let fields = self.schema.object(object).fields();
        fields
            .filter(|(_, field)| group.has(field))
            .map(|(index, _)| index)
            .collect()
    }
}
