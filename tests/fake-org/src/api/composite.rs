//! Several calls in one: composites, batches, graphs and trees.
//!
//! A part is a request like any other and goes through the same dispatch; what is taken back is
//! taken back by a savepoint around the parts.

use http::Method;
use serde::{Deserialize, Serialize};

use super::{ApiError, ApiRequest, ApiResponse, Call, Outcome, Version, body};

mod batch;
mod expression;
mod graph;
mod part;
mod run;
mod tree;

use part::Part;
use run::Run;

/// Parts a composite.
const PARTS: usize = 25;
/// Of them queries and collections.
const WIDE_PARTS: usize = 5;
const SINCE: Version = Version(38);
/// `collateSubrequests` is true where it is not said.
const COLLATED_SINCE: Version = Version(49);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Composite<'a> {
    #[serde(default)]
    all_or_none: Option<bool>,
    #[serde(default)]
    collate_subrequests: Option<bool>,
    #[serde(borrow)]
    composite_request: Vec<Part<'a>>,
}

/// What a composite or a graph answers.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answers {
    composite_response: Vec<part::Answer>,
}

pub(super) fn route(call: &mut Call<'_>, request: &ApiRequest, path: &[&str]) -> Outcome {
    if !matches!(path, [] | ["batch" | "graph"] | ["tree", _]) {
        return Err(ApiError::not_found());
    }
    if request.method != Method::POST {
        return Err(ApiError::method(&request.method, "POST"));
    }
    match path {
        ["batch"] => batch::answer(call, request),
        ["graph"] => graph::answer(call, request),
        ["tree", object] => tree::answer(call, request, object),
        _ => composite(call, request),
    }
}

fn composite(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    if request.version < SINCE {
        return Err(ApiError::not_found());
    }
    let asked: Composite<'_> = body::parse(body::text(request)?)?;
    let parts = &asked.composite_request;
    if parts.len() > PARTS {
        return Ok(too_many(format!(
            "The request can’t contain more than {PARTS} operations."
        )));
    }
    if parts.iter().filter(|part| part.is_wide()).count() > WIDE_PARTS {
        // [M]
        return Ok(too_many(format!(
            "The request can’t contain more than {WIDE_PARTS} query or collection operations."
        )));
    }
    part::check(parts)?;
    let collated = request.version >= COLLATED_SINCE;
    let composite_response = Run {
        all_or_none: asked.all_or_none == Some(true),
        collated: asked.collate_subrequests.unwrap_or(collated),
        locked: std::mem::take(&mut call.context.locked),
        limited: std::mem::take(&mut call.context.limited),
        allows: |part| part.is_allowed_in_composite(),
    }
    .answers(call, parts);
    Ok(ApiResponse::json(200, &Answers { composite_response }))
}

/// Too many parts are told as the answer of a part without a name [GH].
fn too_many(message: String) -> ApiResponse {
    let error = ApiError::new(400, "LIMIT_EXCEEDED", message);
    let composite_response = vec![part::Answer::new(None, &error.response())];
    ApiResponse::json(200, &Answers { composite_response })
}

/// A name that the org takes: letters, digits and underscores, the first no underscore.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
