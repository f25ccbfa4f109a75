//! Graphs: many composites in one call, each of them all or none.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use crate::call::{Call, Path, Request, Response, Safety};
use crate::client::Client;
use crate::error::Error;
use crate::types::{AnyObject, Id};

use super::answer::{Answers, completed};
use super::completed::{Completed, foreign};
use super::handle::Handle;
use super::parts::{Known, Parts, Resource, Wire, allow_any, worse};
use super::reference::Nonce;
use super::{BYTES, bounded};

/// Graphs a call.
const GRAPHS: usize = 75;
/// Parts a call, and so a graph.
const NODES: usize = 500;
/// How long a chain of references may be.
const DEPTH: usize = 15;
/// How many kinds of parts a call has: a kind is a method and an object.
const KINDS: usize = 15;

/// Up to 500 reads and writes of single records, of which everything is undone if one fails.
///
/// A graph takes more parts than a [`Composite`](super::Composite), and nothing but records. Its
/// references may form a chain of at most 15, and it may have at most 15 kinds of parts, where a
/// kind is a method and an object (Composite Graph Limits; API 50.0 and later).
#[derive(Debug)]
#[must_use = "nothing is sent until the graph is"]
pub struct Graph {
    parts: Parts,
}

/// Graphs that stand each for itself, in as few calls as hold them: 75 graphs, 500 parts and 15
/// kinds of parts each.
///
/// ```no_run
/// # use sf_runtime::{Client, Create, Draft, Error, NewId};
/// # use sf_runtime::composite::{Graph, Graphs};
/// # fn order() -> Draft<Create> { unimplemented!() }
/// # fn item(_: NewId) -> Draft<Create> { unimplemented!() }
/// # async fn run(sf: &Client) -> Result<(), Error> {
/// let mut graphs = Graphs::new();
/// let mut orders = Vec::new();
/// for _ in 0..100 {
///     let mut graph = Graph::new();
///     let order = graph.add(order());
///     graph.add(item(order.id()));
///     graphs.add(graph);
///     orders.push(order);
/// }
/// let done = graphs.send(sf).await?;
/// for order in &orders {
///     match done.get(order) {
///         Ok(id) => println!("{id}"),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use = "nothing is sent until the graphs are"]
pub struct Graphs {
    graphs: Vec<Graph>,
}

/// What became of graphs.
#[derive(Debug)]
pub struct GraphsCompleted {
    graphs: Vec<Result<Completed, Arc<Error>>>,
    places: HashMap<Nonce, usize>,
}

/// A graph as it is sent.
struct Planned {
    known: Known,
    wire: Box<RawValue>,
    nodes: usize,
    kinds: HashSet<Kind>,
    safety: Safety,
}

/// Method and object.
type Kind = (Method, String);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GraphWire<'a> {
    graph_id: String,
    composite_request: &'a [Wire],
}

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

impl Graph {
    /// A graph without parts.
    pub fn new() -> Self {
        Self {
            parts: Parts::new(),
        }
    }

    /// Adds a part: a create, an update, an upsert, a delete or a read of one record. What is wrong
    /// with it is told when the graph is sent.
    pub fn add<C: Call>(&mut self, call: C) -> Handle<C::Output> {
        self.parts.add(&call)
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are no parts.
    pub fn is_empty(&self) -> bool {
        self.parts.len() == 0
    }

    /// Sends this graph alone.
    ///
    /// # Errors
    /// As [`Graphs::send`].
    pub async fn send(self, client: &Client) -> Result<Completed, Error> {
        let mut done = Graphs::from_iter([self]).send(client).await?;
        match done.graphs.pop() {
            Some(Ok(done)) => Ok(done),
            Some(Err(error)) => Err(Error::Shared(error)),
            None => Err(Error::request("a call of no graphs")),
        }
    }

    fn plan(self, client: &Client, place: usize) -> Result<Planned, Error> {
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

impl Graphs {
    /// No graphs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a graph.
    pub fn add(&mut self, graph: Graph) {
        self.graphs.push(graph);
    }

    /// How many graphs there are.
    pub fn len(&self) -> usize {
        self.graphs.len()
    }

    /// Whether there are no graphs.
    pub fn is_empty(&self) -> bool {
        self.graphs.is_empty()
    }

    /// Sends all graphs, one call after the other.
    ///
    /// Graphs that were undone because another transaction held a record are sent again, alone, as
    /// often as the client's [`RetryPolicy`](crate::retry::RetryPolicy) says. After more than 14
    /// failed graphs the org does not begin the rest of a call
    /// ([`Halt::NotStarted`](crate::error::Halt)).
    ///
    /// # Errors
    /// A part is invalid or cannot be a part, a graph is too large, or no call succeeded. That a
    /// graph failed is no error here, but of [`GraphsCompleted::get`].
    pub async fn send(self, client: &Client) -> Result<GraphsCompleted, Error> {
        let planned: Vec<Planned> = self
            .graphs
            .into_iter()
            .enumerate()
            .map(|(place, graph)| graph.plan(client, place))
            .collect::<Result<_, _>>()?;
        let places = planned.iter().enumerate();
        let places = places.map(|(place, graph)| (graph.known.nonce, place));
        let places = places.collect();
        let mut graphs = Vec::with_capacity(planned.len());
        let mut ended: Option<Arc<Error>> = None;
        let mut succeeded = planned.is_empty();
        for call in calls(&planned) {
            let outcome = match &ended {
                Some(error) => Err(Arc::clone(error)),
                None => send(client, call).await.map_err(Arc::new),
            };
            match outcome {
                Ok(done) => {
                    succeeded = true;
                    graphs.extend(done);
                }
                Err(error) => {
                    if error.ends_all() {
                        ended.get_or_insert_with(|| Arc::clone(&error));
                    }
                    graphs.extend(call.iter().map(|_| Err(Arc::clone(&error))));
                }
            }
        }
        if !succeeded && let Some(Err(error)) = graphs.first() {
            let error = Arc::clone(error);
            drop((graphs, ended));
            return Err(Arc::try_unwrap(error).unwrap_or_else(Error::Shared));
        }
        Ok(GraphsCompleted { graphs, places })
    }
}

impl GraphsCompleted {
    /// The result of a part of one of the graphs.
    ///
    /// # Errors
    /// As [`Completed::get`], and [`Error::Shared`] where the call that held its graph failed as a
    /// whole.
    pub fn get<O>(&self, handle: &Handle<O>) -> Result<O, Error> {
        let place = self.places.get(&handle.nonce).ok_or_else(foreign)?;
        match self.graphs.get(*place) {
            Some(Ok(done)) => done.get(handle),
            Some(Err(error)) => Err(Error::Shared(Arc::clone(error))),
            None => Err(foreign()),
        }
    }

    /// What became of each graph, in the order of adding; an error where the call that held it
    /// failed as a whole.
    pub fn graphs(&self) -> impl Iterator<Item = Result<&Completed, &Error>> {
        self.graphs
            .iter()
            .map(|graph| graph.as_ref().map_err(|error| &**error))
    }

    /// Whether every part of every graph was done.
    pub fn is_success(&self) -> bool {
        self.graphs()
            .all(|graph| graph.is_ok_and(Completed::is_success))
    }
}

/// Splits graphs into calls, in order.
fn calls(mut graphs: &[Planned]) -> Vec<&[Planned]> {
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
async fn send(
    client: &Client,
    graphs: &[Planned],
) -> Result<Vec<Result<Completed, Arc<Error>>>, Error> {
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
                *slot = result;
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
    let request = bounded(
        Request::post("composite/graph", &[])?
            .json(&body)?
            .with_safety(safety),
    )?;
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

/// The org wants fewer than 40 characters, the first a letter or digit, and no point.
fn graph_id(nonce: Nonce) -> String {
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

impl Default for Graph {
    fn default() -> Self {
        Self::new()
    }
}

impl FromIterator<Graph> for Graphs {
    fn from_iter<I: IntoIterator<Item = Graph>>(graphs: I) -> Self {
        Self {
            graphs: graphs.into_iter().collect(),
        }
    }
}
