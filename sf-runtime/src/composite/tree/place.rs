//! Finds each record's place in a tree, and checks the org's limits.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::sobject::{Create, Draft, Relationship};

use super::super::reference::Found;
use super::{LEVELS, Node, OBJECTS, Parent, Placed, RECORDS, Tree};

impl Tree {
    /// Finds each record's parent and checks the org's limits.
    pub(super) fn place(&self) -> Result<Vec<Placed<'_>>, Error> {
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
}

fn refusal(place: usize, draft: &Draft<Create>, why: &str) -> Error {
    let object = draft.table().api;
    Error::request(format!("record {place} of the tree ({object}): {why}"))
}
