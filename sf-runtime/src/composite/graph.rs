//! Graphs: many composites in one call, each of them all or none.

mod plan;
mod send;

use std::collections::HashMap;
use std::sync::Arc;

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;

use super::completed::{Completed, foreign};
use super::handle::Handle;
use super::parts::Parts;
use super::reference::Nonce;
use plan::Planned;
use send::{calls, send};

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
/// ```
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
                        ended.get_or_insert_with(|| error.of_unsent());
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
