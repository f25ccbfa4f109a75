//! Trees: new records with their children, all or none.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

use crate::call::{Request, Response};
use crate::client::Client;
use crate::collections::{Outcome, Report};
use crate::error::{ApiError, Error, ErrorEntry};
use crate::rest::Write;
use crate::sobject::{Create, Draft, IntoDraft, Relationship};
use crate::types::{Id, SObject};

use super::bounded;
use super::completed::foreign;
use super::handle::Handle;
use super::reference::{Found, Nonce};

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
/// ```no_run
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
        let mut retries = 0;
        loop {
            let response = client.answer(&request).await?;
            let answer = read(response)?;
            if !answer.has_errors {
                return self.completed(&request, answer);
            }
            let errors = answer
                .results
                .iter()
                .filter_map(|result| result.errors.as_ref());
            let locked = |errors: &Vec<ErrorEntry>| errors.iter().any(ErrorEntry::is_locked);
            let mut each = errors.clone().peekable();
            let is_locked = each.peek().is_some() && each.all(locked);
            let errors: Vec<ErrorEntry> = errors.flatten().cloned().collect();
            if !is_locked || !client.wait_for_lock(&errors, retries).await {
                return Err(self.failed(&request, answer, errors));
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

    /// Finds each record's parent and checks the org's limits.
    fn place(&self) -> Result<Vec<Placed<'_>>, Error> {
        if self.nodes.is_empty() || self.nodes.len() > RECORDS {
            return Err(Error::request(format!(
                "a tree of {} records: it takes 1 to {RECORDS}; use a graph for up to 500, or \
                 several trees",
                self.nodes.len()
            )));
        }
        let mut placed: Vec<Placed<'_>> = Vec::with_capacity(self.nodes.len());
        for (place, node) in self.nodes.iter().enumerate() {
            node.draft.check()?;
            let parent = self.parent_of(place, node)?;
            let level = match parent {
                Some(parent) => 1 + placed.get(parent.place).map_or(0, |above| above.level),
                None => 1,
            };
            if level > LEVELS {
                return Err(refusal(
                    place,
                    &node.draft,
                    &format!("it is {level} levels deep, and a tree has {LEVELS}"),
                ));
            }
            placed.push(Placed {
                draft: &node.draft,
                reference: self.nonce.reference(place),
                parent,
                level,
            });
        }
        let objects = placed.iter().map(|node| node.draft.table().api);
        let objects: BTreeSet<&str> = objects.collect();
        if objects.len() > OBJECTS {
            return Err(Error::request(format!(
                "a tree of {} objects: it takes {OBJECTS}; use a graph",
                objects.len()
            )));
        }
        Ok(placed)
    }

    fn parent_of(&self, place: usize, node: &Node) -> Result<Option<Parent>, Error> {
        let refuse = |why: &str| Err(refusal(place, &node.draft, why));
        let mut named = None;
        for (lookup, id) in node.draft.new_ids() {
            match self.nonce.find(id.expression()).next() {
                Some(Found::Part(parent)) if parent < place && named.is_none() => {
                    named = Some((lookup, parent));
                }
                Some(Found::Part(parent)) if parent < place => {
                    return refuse(
                        "it names two records of the tree, and is nested below one: use a graph or \
                         a composite",
                    );
                }
                _ => {
                    return refuse(&format!(
                        "{lookup} names a record that is not in the tree before it: use this \
                         tree's handles, or the record's id once it has one"
                    ));
                }
            }
        }
        let child = &node.draft;
        match (&node.below, named) {
            (None, None) => Ok(None),
            (None, Some((lookup, parent))) => self
                .relationship(parent, child, |_, field| field == lookup)
                .map(Some)
                .ok_or_else(|| {
                    refusal(
                        place,
                        child,
                        &format!(
                            "the snapshot knows no child relationship to it by {lookup}: use a \
                             composite"
                        ),
                    )
                }),
            (Some((nonce, parent, name)), named) => {
                if *nonce != self.nonce || *parent >= place {
                    return refuse("the handle of its parent is of another tree");
                }
                let found = self.relationship(*parent, child, |known, _| known == &**name);
                let Some(found) = found else {
                    return refuse(&self.no_relationship(*parent, child, name));
                };
                match named {
                    Some(named) if named != (found.lookup, *parent) => {
                        refuse("a lookup names another parent than the one that it is added below")
                    }
                    _ => Ok(Some(found)),
                }
            }
        }
    }

    /// The relationship from a record to a child that fits.
    fn relationship(
        &self,
        parent: usize,
        child: &Draft<Create>,
        fits: impl Fn(&str, &str) -> bool,
    ) -> Option<Parent> {
        self.children_of(parent, child)
            .find(|(name, field)| fits(name, field))
            .map(|(relationship, lookup)| Parent {
                place: parent,
                relationship,
                lookup,
            })
    }

    /// The relationships from a record to the child's object: names and lookups.
    fn children_of<'a>(
        &'a self,
        parent: usize,
        child: &'a Draft<Create>,
    ) -> impl Iterator<Item = (&'static str, &'static str)> + 'a {
        let table = self.nodes.get(parent).map(|node| node.draft.table());
        let relationships = table.map_or(&[][..], |table| table.relationships);
        relationships.iter().filter_map(|known| match known {
            Relationship::Child {
                name,
                object,
                field,
                ..
            } if *object == child.table().api => Some((*name, *field)),
            _ => None,
        })
    }

    fn no_relationship(&self, parent: usize, child: &Draft<Create>, name: &str) -> String {
        let table = self
            .nodes
            .get(parent)
            .map_or("", |node| node.draft.table().api);
        let object = child.table().api;
        let known: Vec<&str> = self
            .children_of(parent, child)
            .map(|(name, _)| name)
            .collect();
        let known = if known.is_empty() {
            "there is none".to_owned()
        } else {
            format!("there is {}", known.join(", "))
        };
        format!("{table} has no child relationship {name:?} to {object}: {known}")
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

    fn failed(&self, request: &Request, answer: Answer, errors: Vec<ErrorEntry>) -> Error {
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
        match Report::new(outcomes).into_result() {
            Err(error) if is_told => error,
            // The tree is refused, and no record of it.
            _ => Error::Api(Box::new(ApiError {
                call: request.info().clone(),
                status: 400,
                errors,
                text: String::new(),
            })),
        }
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

fn refusal(place: usize, draft: &Draft<Create>, why: &str) -> Error {
    let object = draft.table().api;
    Error::request(format!("record {place} of the tree ({object}): {why}"))
}

fn request(placed: &[Placed<'_>]) -> Result<Request, Error> {
    let roots: Vec<usize> = (0..placed.len())
        .filter(|place| placed.get(*place).is_some_and(|node| node.parent.is_none()))
        .collect();
    let objects = roots.iter().filter_map(|place| placed.get(*place));
    let mut objects: Vec<&'static str> = objects.map(|node| node.draft.table().api).collect();
    objects.dedup();
    let [object] = *objects.as_slice() else {
        return Err(Error::request(format!(
            "the roots of a tree are of one object, and these are of {}: use several trees, or a \
             graph",
            objects.join(", ")
        )));
    };
    let body = Nested {
        placed,
        records: &roots,
    };
    bounded(
        Request::post("composite/tree/{object}", &[object])?
            .about(object)
            .json(&body)?,
    )
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

/// `{"records": […]}`, of roots and of children.
struct Nested<'a> {
    placed: &'a [Placed<'a>],
    records: &'a [usize],
}

struct Records<'a>(&'a Nested<'a>);

struct Record<'a> {
    placed: &'a [Placed<'a>],
    place: usize,
    node: &'a Placed<'a>,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("records", &Records(self))?;
        map.end()
    }
}

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Nested { placed, records } = *self.0;
        let mut seq = serializer.serialize_seq(Some(records.len()))?;
        for place in records {
            if let Some(node) = placed.get(*place) {
                seq.serialize_element(&Record {
                    placed,
                    place: *place,
                    node,
                })?;
            }
        }
        seq.end()
    }
}

impl Serialize for Record<'_> {
    /// No deeper than a tree has levels.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Attributes<'a> {
            r#type: &'static str,
            reference_id: &'a str,
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(
            "attributes",
            &Attributes {
                r#type: self.node.draft.table().api,
                reference_id: &self.node.reference,
            },
        )?;
        let lookup = self.node.parent.map(|parent| parent.lookup);
        self.node.draft.serialize_fields(&mut map, lookup)?;
        let mut children: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for (place, child) in self.placed.iter().enumerate() {
            let Some(parent) = child.parent.filter(|parent| parent.place == self.place) else {
                continue;
            };
            match children
                .iter_mut()
                .find(|(name, _)| *name == parent.relationship)
            {
                Some((_, records)) => records.push(place),
                None => children.push((parent.relationship, vec![place])),
            }
        }
        for (relationship, records) in &children {
            map.serialize_entry(
                relationship,
                &Nested {
                    placed: self.placed,
                    records,
                },
            )?;
        }
        map.end()
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Placed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reference)
    }
}
