//! The objects of a snapshot and the lookups between them, as text that other tools draw: Mermaid
//! and DOT.
//!
//! What is drawn is a pure function of the schema and the options; names from the org are quoted
//! and escaped on the way out. This module reads no file and runs no program.

mod dot;
mod mermaid;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use sf_schema::Schema;
use sf_schema::diagnostic::nearest;
use sf_schema::schema::FieldFlags;

use crate::{Error, Problem, glob};

/// What of a schema is drawn.
///
/// ```
/// use sf_codegen::graph::Options;
///
/// let options = Options {
///     objects: vec!["Account".to_owned(), "acme__*".to_owned()],
///     ..Options::default()
/// };
/// assert_eq!(options.skip, ["CreatedById", "LastModifiedById"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// API names of objects, with `*` and `?`. None means every one.
    pub objects: Vec<String>,
    /// API names of fields that draw no line, with `*` and `?`. At first those that every record
    /// has for its history, and that lead from every object to `User`.
    pub skip: Vec<String>,
    /// Only what is so many lookups away from this object, up or down.
    pub focus: Option<Focus>,
    /// Also objects that are referenced and not in the snapshot.
    pub outside: bool,
}

/// The middle of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// API name of the object, in any case.
    pub object: String,
    /// How many lookups away the others may be.
    pub depth: usize,
}

/// Objects and the lookups between them, both in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The objects.
    pub nodes: Vec<Node>,
    /// The lookups.
    pub edges: Vec<Edge>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// API name.
    pub object: String,
    /// Label; empty where there is none.
    pub label: String,
    /// Whether the snapshot has it.
    pub inside: bool,
}

/// A lookup from a child to one of the objects that may be its parent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// API name of the object that has the field.
    pub child: String,
    /// API name of the field.
    pub field: String,
    /// API name of the object that it leads to.
    pub parent: String,
    /// Whether the parent owns the child: master-detail.
    pub master_detail: bool,
    /// Whether the field may not be null.
    pub required: bool,
    /// Whether the field may lead to other objects too.
    pub polymorphic: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            objects: Vec::new(),
            skip: ["CreatedById", "LastModifiedById"]
                .map(str::to_owned)
                .to_vec(),
            focus: None,
            outside: false,
        }
    }
}

impl Graph {
    /// What the options leave of a schema.
    ///
    /// # Errors
    /// A pattern for objects matches none, or the focus is no object of the schema.
    pub fn of(schema: &Schema, options: &Options) -> Result<Self, Error> {
        let names = || schema.objects().map(|object| &*object.name.api);
        let mut problems = Vec::new();
        for pattern in &options.objects {
            if !names().any(|name| glob::matches(pattern, name)) {
                problems.push(unknown(pattern, names()));
            }
        }
        let focus = options.focus.as_ref();
        let middle = focus.and_then(|focus| schema.object(&focus.object));
        if let Some(focus) = focus
            && middle.is_none()
        {
            problems.push(unknown(&focus.object, names()));
        }
        Error::check(problems)?;

        let mut nodes = BTreeMap::new();
        for object in schema.objects() {
            let api = &object.name.api;
            let is_middle = middle.is_some_and(|middle| middle.name.api == *api);
            if is_middle || selects(&options.objects, api) {
                let node = Node {
                    object: api.clone(),
                    label: object.label.clone(),
                    inside: true,
                };
                nodes.insert(api.clone(), node);
            }
        }
        if options.outside {
            for api in schema.outside() {
                let node = Node {
                    object: api.to_owned(),
                    label: String::new(),
                    inside: false,
                };
                nodes.insert(api.to_owned(), node);
            }
        }
        let mut edges = edges(schema, options, &nodes);
        if let (Some(focus), Some(middle)) = (focus, middle) {
            let near = around(&middle.name.api, focus.depth, &edges);
            nodes.retain(|api, _| near.contains(api));
            edges.retain(|edge| near.contains(&edge.child) && near.contains(&edge.parent));
        } else if options.outside {
            // What only other objects refer to is not drawn alone.
            let ends: BTreeSet<&String> = edges.iter().map(|edge| &edge.parent).collect();
            nodes.retain(|api, node| node.inside || ends.contains(api));
        }
        Ok(Self {
            nodes: nodes.into_values().collect(),
            edges,
        })
    }

    /// As an entity relationship diagram of Mermaid, which GitHub and many others draw.
    pub fn mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// As a graph of graphviz.
    pub fn dot(&self) -> String {
        dot::write(self)
    }
}

fn selects(patterns: &[String], name: &str) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| glob::matches(pattern, name))
}

/// Every lookup between two nodes, ordered by child, field and parent.
fn edges(schema: &Schema, options: &Options, nodes: &BTreeMap<String, Node>) -> Vec<Edge> {
    let mut edges = Vec::new();
    for object in schema.objects() {
        if !nodes.contains_key(&object.name.api) {
            continue;
        }
        for field in &object.fields {
            let name = &field.name.api;
            let Some(reference) = &field.reference else {
                continue;
            };
            if options.skip.iter().any(|skip| glob::matches(skip, name)) {
                continue;
            }
            for to in &reference.to {
                let parent = schema.object(to).map_or(to, |object| &object.name.api);
                if nodes.contains_key(parent) {
                    edges.push(Edge {
                        child: object.name.api.clone(),
                        field: name.clone(),
                        parent: parent.clone(),
                        master_detail: field.is_master_detail(),
                        required: !field.is(FieldFlags::NILLABLE),
                        polymorphic: reference.to.len() > 1,
                    });
                }
            }
        }
    }
    edges.sort();
    edges
}

/// The objects that are at most `depth` lookups away.
fn around(middle: &str, depth: usize, edges: &[Edge]) -> BTreeSet<String> {
    let mut neighbours: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for edge in edges {
        for (from, to) in [(&edge.child, &edge.parent), (&edge.parent, &edge.child)] {
            neighbours.entry(from).or_default().push(to);
        }
    }
    let mut near = BTreeSet::from([middle.to_owned()]);
    let mut waiting = VecDeque::from([(middle, 0)]);
    while let Some((object, distance)) = waiting.pop_front() {
        if distance == depth {
            continue;
        }
        for next in neighbours.get(object).into_iter().flatten() {
            if near.insert((*next).to_owned()) {
                waiting.push_back((next, distance + 1));
            }
        }
    }
    near
}

fn unknown<'a>(pattern: &str, names: impl Iterator<Item = &'a str>) -> Problem {
    let problem = Problem::new("the snapshot has no such object").object(pattern);
    match nearest(pattern, names) {
        Some(near) => problem.help(format!("did you mean {near}?")),
        None => problem.help("take it with the snapshot, or see what is there"),
    }
}
