//! Writes a graph, and checks the org's limits for it.

use std::collections::HashSet;

use http::Method;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::call::{Path, Request, Safety};
use crate::client::Client;
use crate::error::Error;
use crate::types::{AnyObject, Id};

use super::super::parts::{Known, Resource, Wire, allow_any};
use super::super::reference::Nonce;
use super::Graph;

/// Parts a call, and so a graph.
pub(super) const NODES: usize = 500;
/// How long a chain of references may be.
const DEPTH: usize = 15;
/// How many kinds of parts a call has: a kind is a method and an object.
pub(super) const KINDS: usize = 15;

/// A graph as it is sent.
pub(super) struct Planned {
    pub(super) known: Known,
    pub(super) wire: Box<RawValue>,
    pub(super) nodes: usize,
    pub(super) kinds: HashSet<Kind>,
    pub(super) safety: Safety,
}

/// Method and object.
pub(super) type Kind = (Method, String);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GraphWire<'a> {
    graph_id: String,
    composite_request: &'a [Wire],
}

impl Graph {
    /// Writes the graph, of which `place` is told in errors.
    pub(super) fn plan(self, client: &Client, place: usize) -> Result<Planned, Error> {
        let refuse = |why: String| Err(Error::request(format!("graph {place}: {why}")));
        let nodes = self.parts.len();
        if nodes == 0 {
            return refuse("it has no parts".to_owned());
        }
        if nodes > NODES {
            return refuse(format!(
                "it has {nodes} parts, and a graph takes {NODES}: what need not be undone together \
                 can go into several"
            ));
        }
        let mut kinds = HashSet::new();
        let plan = self.parts.plan(client, |request| {
            let object = allow_graph(request)?;
            kinds.insert((request.method().clone(), object));
            Ok(Resource::Records)
        })?;
        if kinds.len() > KINDS {
            return refuse(format!(
                "it has {} kinds of parts (method and object), and a graph takes {KINDS}",
                kinds.len()
            ));
        }
        let depth = depth(plan.known());
        if depth > DEPTH {
            return refuse(format!(
                "its references form a chain of {depth}, and a graph takes {DEPTH}"
            ));
        }
        let wire = to_raw_value(&GraphWire {
            graph_id: graph_id(plan.known().nonce),
            composite_request: plan.wires(),
        })
        .map_err(|error| Error::request(format!("graph {place}: it is not JSON: {error}")))?;
        Ok(Planned {
            known: plan.known().clone(),
            wire,
            nodes,
            kinds,
            safety: plan.safety(),
        })
    }
}

/// The org wants fewer than 40 characters, the first a letter or digit, and no point.
pub(super) fn graph_id(nonce: Nonce) -> String {
    nonce.reference(0)
}

/// The longest chain of references.
fn depth(known: &Known) -> usize {
    let mut depths: Vec<usize> = Vec::with_capacity(known.parts.len());
    for part in &known.parts {
        let above = part.parents.iter().filter_map(|parent| depths.get(*parent));
        depths.push(1 + above.max().copied().unwrap_or(0));
    }
    depths.into_iter().max().unwrap_or(0)
}

/// The object in lower case, if the request is one of a single record.
fn allow_graph(request: &Request) -> Result<String, String> {
    let refusal = || {
        "a graph takes creates, updates, upserts, deletes and reads of single records alone: send \
         it by itself, or in a composite"
            .to_owned()
    };
    allow_any(request)?;
    let Path::Data(path) = request.path() else {
        return Err(refusal());
    };
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let names_record =
        |segment: &str| Id::<AnyObject>::parse(segment).is_ok() || segment.contains("%40%7B");
    match *segments.as_slice() {
        ["sobjects", object] if *request.method() == Method::POST => Ok(object.to_lowercase()),
        ["sobjects", object, id] if names_record(id) => Ok(object.to_lowercase()),
        ["sobjects", object, field, _] if !names_record(field) => Ok(object.to_lowercase()),
        _ => Err(refusal()),
    }
}
