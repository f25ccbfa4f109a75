//! Splits graphs into calls, sends them, and finds each graph's answer.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::{Request, Response, Safety};
use crate::client::Client;
use crate::error::Error;

use super::super::answer::{Answers, completed};
use super::super::completed::Completed;
use super::super::parts::worse;
use super::super::{BYTES, bounded, lost};
use super::plan::{KINDS, Kind, NODES, Planned, graph_id};

const PATH: &str = "composite/graph";
/// Graphs a call.
const GRAPHS: usize = 75;

#[derive(Serialize)]
struct Body<'a> {
    graphs: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    graphs: Vec<GraphAnswer<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GraphAnswer<'a> {
    graph_id: String,
    #[serde(borrow)]
    graph_response: Answers<'a>,
    is_successful: bool,
}

/// Splits graphs into calls, in order.
pub(super) fn calls(mut graphs: &[Planned]) -> Vec<&[Planned]> {
    let mut calls = Vec::new();
    while !graphs.is_empty() {
        let (mut nodes, mut bytes, mut count) = (0, 0, 0);
        let mut kinds: HashSet<&Kind> = HashSet::new();
        for graph in graphs {
            nodes += graph.nodes;
            bytes += graph.wire.get().len() + 1;
            kinds.extend(&graph.kinds);
            // The frame around them takes a few bytes.
            let fits = nodes <= NODES && kinds.len() <= KINDS && bytes + 100 <= BYTES;
            if count > 0 && (count == GRAPHS || !fits) {
                break;
            }
            count += 1;
        }
        let (call, rest) = graphs.split_at(count);
        calls.push(call);
        graphs = rest;
    }
    calls
}

/// Sends one call, and again those graphs that were undone for a lock.
pub(super) async fn send(
    client: &Client,
    graphs: &[Planned],
) -> Result<Vec<Result<Completed, Arc<Error>>>, Error> {
    let call = Request::post(PATH, &[])?.info().clone();
    let all: Vec<&Planned> = graphs.iter().collect();
    let mut done: Vec<_> = once(client, &all).await?.into_iter().map(Ok).collect();
    let mut retries = 0;
    loop {
        let mut errors = Vec::new();
        let mut locked = Vec::new();
        for (place, graph) in done.iter().enumerate() {
            if let Ok(graph) = graph
                && Completed::is_locked(graph)
            {
                errors.extend_from_slice(graph.errors());
                locked.push(place);
            }
        }
        if locked.is_empty() || !client.wait_for_lock(&errors, retries).await {
            return Ok(done);
        }
        retries += 1;
        let again = locked.iter().filter_map(|place| graphs.get(*place));
        let again: Vec<&Planned> = again.collect();
        let told: Vec<_> = match once(client, &again).await {
            Ok(told) => told.into_iter().map(Ok).collect(),
            // What is known of the others is not lost for it.
            Err(error) => {
                let error = Arc::new(error);
                again.iter().map(|_| Err(Arc::clone(&error))).collect()
            }
        };
        for (place, result) in locked.into_iter().zip(told) {
            if let Some(slot) = done.get_mut(place) {
                let was_open = matches!(slot, Ok(graph) if graph.was_open());
                *slot = match result {
                    Ok(graph) if was_open => Ok(graph.left_open()),
                    Err(error) if was_open => Err(Arc::new(lost(&call, error))),
                    result => result,
                };
            }
        }
    }
}

async fn once(client: &Client, graphs: &[&Planned]) -> Result<Vec<Completed>, Error> {
    let safety = graphs
        .iter()
        .fold(Safety::Read, |safety, graph| worse(safety, graph.safety));
    let body = Body {
        graphs: graphs.iter().map(|graph| &*graph.wire).collect(),
    };
    let request = bounded(Request::post(PATH, &[])?.json(&body)?.with_safety(safety))?;
    read(&client.send(&request).await?, graphs)
}

fn read(response: &Response, graphs: &[&Planned]) -> Result<Vec<Completed>, Error> {
    let answer: Answer<'_> = response.json()?;
    let mut answers: HashMap<String, GraphAnswer<'_>> = answer
        .graphs
        .into_iter()
        .map(|graph| (graph.graph_id.clone(), graph))
        .collect();
    Ok(graphs
        .iter()
        .map(|graph| match answers.remove(&graph_id(graph.known.nonce)) {
            Some(answer) => {
                let done = completed(response, answer.graph_response, &graph.known, true);
                if answer.is_successful {
                    done
                } else {
                    done.not_started()
                }
            }
            None => Completed::new(
                graph.known.clone(),
                graph.known.parts.iter().map(|_| None).collect(),
            ),
        })
        .collect())
}
