//! Trees: new records with their children, all or none.

mod body;
mod place;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::call::{CallInfo, Request, Response};
use crate::client::Client;
use crate::collections::{Outcome, Report, left_open};
use crate::error::{ApiError, Error, ErrorEntry};
use crate::rest::Write;
use crate::sobject::{Create, Draft, IntoDraft};
use crate::types::{Id, SObject};

use super::completed::foreign;
use super::handle::Handle;
use super::lost;
use super::reference::Nonce;
use body::request;

/// Records a tree.
const RECORDS: usize = 200;
/// Objects a tree.
const OBJECTS: usize = 5;
/// How deep a tree is.
const LEVELS: usize = 5;

/// Up to 200 new records in one call, nested below records of one object: all of them, or none.
///
/// At most 5 objects and 5 levels. A record names its parent by the lookup to it, or is added below
/// it by the name of the relationship:
///
/// ```
/// # use sf_runtime::{Client, Create, Draft, Error, NewId};
/// # use sf_runtime::composite::Tree;
/// # fn account() -> Draft<Create> { unimplemented!() }
/// # fn contact() -> Draft<Create> { unimplemented!() }
/// # async fn run(sf: &Client) -> Result<(), Error> {
/// let mut tree = Tree::new();
/// let acme = tree.add(account());
/// let ann = tree.add_child(&acme, "Contacts", contact());
/// // The same, with a setter of generated bindings:
/// // let ann = tree.add(contact().account_id(acme.id()));
/// let done = tree.send(sf).await?;
/// println!("{} {}", done.get(&acme)?, done.get(&ann)?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "nothing is sent until the tree is"]
pub struct Tree {
    nonce: Nonce,
    nodes: Vec<Node>,
}

/// The ids of the records of a [`Tree`], all of which are created.
#[derive(Debug)]
pub struct TreeCompleted {
    nonce: Nonce,
    ids: Vec<Id>,
}

#[derive(Debug)]
struct Node {
    draft: Draft<Create>,
    /// What the caller says of the parent.
    below: Option<(Nonce, usize, Box<str>)>,
}

/// A record at its place in the tree.
struct Placed<'a> {
    draft: &'a Draft<Create>,
    reference: String,
    /// The relationship to the parent: the place of the parent, its name for the children, and the
    /// children's lookup, which is not written.
    parent: Option<Parent>,
    level: usize,
}

#[derive(Clone, Copy)]
struct Parent {
    place: usize,
    relationship: &'static str,
    lookup: &'static str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    has_errors: bool,
    #[serde(default)]
    results: Vec<RecordAnswer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordAnswer {
    /// Not there where the tree as a whole is refused.
    #[serde(default)]
    reference_id: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    errors: Option<Vec<ErrorEntry>>,
}

impl Tree {
    /// A tree without records.
    pub fn new() -> Self {
        Self {
            nonce: Nonce::new(),
            nodes: Vec::new(),
        }
    }

    /// Adds a record: below the one whose [`NewId`](crate::NewId) a lookup of the draft holds, or at
    /// the root if none does. What is wrong with it is told when the tree is sent.
    pub fn add<D: IntoDraft<Create>>(&mut self, draft: D) -> Handle<Id<D::Object>> {
        self.push(draft, None)
    }

    /// Adds a record below another, by the name of the relationship, such as `Contacts`. What is
    /// wrong with it is told when the tree is sent.
    pub fn add_child<P, D: IntoDraft<Create>>(
        &mut self,
        parent: &Handle<Id<P>>,
        relationship: &str,
        draft: D,
    ) -> Handle<Id<D::Object>> {
        self.push(
            draft,
            Some((parent.nonce, parent.place, relationship.into())),
        )
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Creates all records.
    ///
    /// A tree that was undone because another transaction held a record is sent again, as often as
    /// the client's [`RetryPolicy`](crate::retry::RetryPolicy) says.
    ///
    /// # Errors
    /// - [`Error::Report`]: the org refused records, so none is created. The report has an outcome
    ///   for each, in the order of adding: those that were refused, and those rolled back for them.
    /// - [`Error::Invalid`], [`Error::Request`]: a record is invalid, a relationship does not exist,
    ///   or the tree is empty or too large; nothing was sent.
    /// - Whatever else is in [`Error`].
    pub async fn send(self, client: &Client) -> Result<TreeCompleted, Error> {
        let placed = self.place()?;
        let request = request(&placed)?;
        let (mut retries, mut call) = (0, request.info().clone());
        loop {
            let mut response = match client.answer(&request).await {
                Err(error) if call.was_open => return Err(lost(&call, Arc::new(error))),
                answer => answer?,
            };
            // Also of an attempt that came before one which was undone.
            call.was_open |= response.call.was_open;
            response.call.was_open = call.was_open;
            let answer = read(response)?;
            if !answer.has_errors {
                return self.completed(&request, answer);
            }
            let (errors, is_locked) = answer.errors();
            if !is_locked || !client.wait_for_lock(&errors, retries).await {
                return Err(self.failed(call, answer, errors));
            }
            retries += 1;
        }
    }

    fn push<D: IntoDraft<Create>>(
        &mut self,
        draft: D,
        below: Option<(Nonce, usize, Box<str>)>,
    ) -> Handle<Id<D::Object>> {
        let place = self.nodes.len();
        self.nodes.push(Node {
            draft: draft.into_draft(),
            below,
        });
        Handle {
            nonce: self.nonce,
            place,
            decode: <Create as Write>::decode::<D::Object>,
        }
    }

    fn completed(&self, request: &Request, answer: Answer) -> Result<TreeCompleted, Error> {
        let mut told = HashMap::new();
        for result in answer.results {
            let id = result.id.and_then(|id| id.parse::<Id>().ok());
            if let (Some(place), Some(id)) = (self.nonce.place(&result.reference_id), id) {
                told.insert(place, id);
            }
        }
        let ids = (0..self.nodes.len()).map(|place| told.get(&place).copied());
        match ids.collect() {
            Some(ids) => Ok(TreeCompleted {
                nonce: self.nonce,
                ids,
            }),
            None => Err(Error::decode(
                request.info().clone(),
                "the answer does not tell the id of every record",
                None,
            )),
        }
    }

    fn failed(&self, call: CallInfo, answer: Answer, errors: Vec<ErrorEntry>) -> Error {
        let mut is_told = false;
        let mut outcomes: Vec<Outcome> = self.nodes.iter().map(|_| Outcome::RolledBack).collect();
        for result in answer.results {
            let place = self.nonce.place(&result.reference_id);
            let slot = place.and_then(|place| outcomes.get_mut(place));
            if let (Some(slot), Some(errors)) = (slot, result.errors) {
                *slot = Outcome::Failed(errors);
                is_told = true;
            }
        }
        if call.was_open {
            let open = |outcome| left_open(outcome, &call);
            outcomes = outcomes.into_iter().map(open).collect();
        }
        match Report::new(outcomes).into_result() {
            Err(error) if is_told => error,
            // The tree is refused, and no record of it.
            _ => Error::Api(Box::new(ApiError {
                was_open: call.was_open,
                call,
                status: 400,
                errors,
                text: String::new(),
            })),
        }
    }
}

impl Answer {
    /// What the org has against the records, and whether it is nothing but locks.
    fn errors(&self) -> (Vec<ErrorEntry>, bool) {
        let of_records = self
            .results
            .iter()
            .filter_map(|record| record.errors.as_ref());
        let mut is_locked = true;
        let mut all = Vec::new();
        for errors in of_records {
            is_locked &= errors.iter().any(ErrorEntry::is_locked);
            all.extend_from_slice(errors);
        }
        let is_locked = is_locked && !all.is_empty();
        (all, is_locked)
    }
}

impl TreeCompleted {
    /// The id of a record.
    ///
    /// # Errors
    /// The handle is of another tree.
    pub fn get<T: SObject>(&self, handle: &Handle<Id<T>>) -> Result<Id<T>, Error> {
        self.ids
            .get(handle.place)
            .filter(|_| handle.nonce == self.nonce)
            .map(|id| id.cast())
            .ok_or_else(foreign)
    }

    /// The ids of all records, in the order of adding.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }
}

/// The answer, of which one that says what is wrong with records comes with status 400 [M].
fn read(response: Response) -> Result<Answer, Error> {
    if let Ok(answer) = response.json::<Answer>() {
        return Ok(answer);
    }
    let response = response.accepted()?;
    let answer: Answer = response.json()?;
    Ok(answer)
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}
