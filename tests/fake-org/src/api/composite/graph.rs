//! Graphs: many composites of single records, each all or none.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::Answers;
use super::part::{self, Part};
use super::run::{Run, halted};
use crate::api::{ApiError, ApiRequest, ApiResponse, Call, Outcome, Version, body};

const GRAPHS: usize = 75;
const NODES: usize = 500;
const DEPTH: usize = 15;
/// Different nodes a payload.
const KINDS: usize = 15;
/// With more failed graphs than this, the rest is not begun.
const FAILURES: usize = 14;
const SINCE: Version = Version(50);

#[derive(Deserialize)]
struct Graphs<'a> {
    #[serde(borrow)]
    graphs: Vec<Graph<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Graph<'a> {
    graph_id: String,
    #[serde(borrow)]
    composite_request: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Response {
    graphs: Vec<Answer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    graph_id: String,
    graph_response: Answers,
    is_successful: bool,
}

pub(super) fn answer(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    if request.version < SINCE {
        return Err(ApiError::not_found());
    }
    let asked: Graphs<'_> = body::parse(body::text(request)?)?;
    check(&asked.graphs)?;
    // A graph that somebody else's lock meets fails with its first part.
    let locked = std::mem::take(&mut call.context.locked);
    let mut failures = 0;
    let mut graphs = Vec::with_capacity(asked.graphs.len());
    for (place, graph) in asked.graphs.into_iter().enumerate() {
        let parts = &graph.composite_request;
        let composite_response = if failures > FAILURES {
            // [M]
            let message =
                "The graph wasn't processed, since too many graphs of the request failed.";
            parts.iter().map(|part| halted(part, message)).collect()
        } else {
            let run = Run {
                all_or_none: true,
                collated: false,
                locked: if locked.contains(&place) {
                    vec![0]
                } else {
                    Vec::new()
                },
                limited: Vec::new(),
                allows: is_allowed,
            };
            run.answers(call, parts)
        };
        let is_successful = !composite_response.iter().any(part::Answer::is_failure);
        failures += usize::from(!is_successful);
        graphs.push(Answer {
            graph_id: graph.graph_id,
            graph_response: Answers { composite_response },
            is_successful,
        });
    }
    Ok(ApiResponse::json(200, &Response { graphs }))
}

fn is_allowed(part: &Part<'_>) -> bool {
    let below = part.url.strip_prefix("/services/data/").unwrap_or_default();
    let version = below.split('/').next().and_then(Version::parse);
    part.is_allowed_in_graph() && version.is_some_and(|version| version >= SINCE)
}

/// Refuses the whole request [M].
fn check(graphs: &[Graph<'_>]) -> Result<(), ApiError> {
    let exceeded = |what: &str, limit: usize| {
        let message = format!("The request can’t contain more than {limit} {what}.");
        Err(ApiError::new(400, "LIMIT_EXCEEDED", message))
    };
    if graphs.len() > GRAPHS {
        return exceeded("graphs", GRAPHS);
    }
    let parts = || graphs.iter().flat_map(|graph| &graph.composite_request);
    if parts().count() > NODES {
        return exceeded("nodes", NODES);
    }
    let kinds: HashSet<_> = parts().map(Part::kind).collect();
    if kinds.len() > KINDS {
        return exceeded("different nodes", KINDS);
    }
    let mut ids = HashSet::new();
    for graph in graphs {
        let id = graph.graph_id.as_str();
        let fits = id.len() < 40
            && !id.contains('.')
            && id.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !fits || !ids.insert(id) {
            let message = format!(
                "The graphId '{id}' must be unique, begin with a letter or a digit, have no point \
                 and be shorter than 40 characters"
            );
            return Err(ApiError::parser(message));
        }
        part::check(&graph.composite_request)?;
        if depth(&graph.composite_request) > DEPTH {
            return exceeded("levels in a graph", DEPTH);
        }
    }
    Ok(())
}

/// The longest chain of references.
fn depth(parts: &[Part<'_>]) -> usize {
    let mut depths: HashMap<&str, usize> = HashMap::new();
    for part in parts {
        let above = part.parents().filter_map(|name| depths.get(name)).max();
        let depth = 1 + above.copied().unwrap_or(0);
        depths.insert(&part.reference_id, depth);
    }
    depths.into_values().max().unwrap_or(0)
}
