//! What the names of a file mean: `use org::{Account, account::{self, Industry}}`.

use std::collections::{HashMap, HashSet};

use sf_schema::Object;

use super::super::bindings::Bindings;
use crate::source::tokens::{Kind, Tokens};

/// What an imported name stands for.
#[derive(Clone, Copy)]
pub(super) enum Import<'a, 's> {
    /// The module of an object.
    Module(&'s Object),
    /// Its module `fields`.
    Fields(&'s Object),
    /// Something in its module, by its own name.
    Item(&'s Object, &'a str),
}

/// The imports of a file.
pub(super) struct Imports<'a, 's> {
    bindings: &'a Bindings<'s>,
    by_name: HashMap<&'a str, Import<'a, 's>>,
    /// Other names of types.
    types: HashMap<&'a str, &'s Object>,
    /// Types of these names are the file's own.
    own: HashSet<&'a str>,
    /// Where each `use` begins and ends.
    ranges: Vec<(usize, usize)>,
    /// Each name of an item: its place, its object, itself.
    leaves: Vec<(usize, &'s Object, &'a str)>,
}

impl<'a, 's> Imports<'a, 's> {
    pub(super) fn of(tokens: &'a Tokens<'a>, bindings: &'a Bindings<'s>) -> Self {
        let mut imports = Self {
            bindings,
            by_name: HashMap::new(),
            types: HashMap::new(),
            own: HashSet::new(),
            ranges: Vec::new(),
            leaves: Vec::new(),
        };
        for at in 0..tokens.len() {
            match tokens.ident(at) {
                // `use<'a>` captures lifetimes.
                Some("use") if !tokens.is_punct(at + 1, '<') => {
                    let end = (at..tokens.len()).find(|at| tokens.is_punct(*at, ';'));
                    let end = end.unwrap_or(tokens.len());
                    imports.ranges.push((at, end));
                    imports.tree(tokens, at + 1, end);
                }
                Some("struct" | "enum" | "type" | "trait" | "union") => {
                    imports.own.extend(tokens.ident(at + 1));
                }
                _ => {}
            }
        }
        imports
    }

    /// The object whose type has this name here.
    pub(super) fn of_type(&self, name: &str) -> Option<&'s Object> {
        let other = self.types.get(name).copied();
        other.or_else(|| {
            self.bindings
                .of_type(name)
                .filter(|_| !self.own.contains(name))
        })
    }

    pub(super) fn get(&self, name: &str) -> Option<Import<'a, 's>> {
        self.by_name.get(name).copied()
    }

    /// Where the `use` ends that begins here.
    pub(super) fn end_of(&self, at: usize) -> Option<usize> {
        let found = self.ranges.binary_search_by_key(&at, |(start, _)| *start);
        let (_, end) = self.ranges.get(found.ok()?)?;
        Some(*end)
    }

    /// The items that a `use` names.
    pub(super) fn leaves(&self, start: usize, end: usize) -> Vec<(usize, &'s Object, &'a str)> {
        let inside = |(at, ..): &&(usize, &'s Object, &'a str)| (start..end).contains(at);
        self.leaves.iter().filter(inside).copied().collect()
    }

    fn tree(&mut self, tokens: &'a Tokens<'a>, start: usize, end: usize) {
        // The module in which a name stands, and those around the open braces.
        let mut inside: Option<Import<'a, 's>> = None;
        let mut open = Vec::new();
        let mut at = start;
        while at < end {
            match tokens.kind(at) {
                Some(Kind::Open(..)) => open.push(inside),
                Some(Kind::Close(_)) => inside = open.pop().flatten(),
                Some(Kind::Punct(',', _)) => inside = open.last().copied().flatten(),
                Some(Kind::Ident) => {
                    let name = tokens.ident(at).unwrap_or_default();
                    if tokens.is_punct(at + 1, ':') {
                        inside = match inside {
                            Some(Import::Module(object)) if name == "fields" => {
                                Some(Import::Fields(object))
                            }
                            _ => self.bindings.of_module(name).map(Import::Module),
                        };
                    } else if name != "as" {
                        let mut alias = name;
                        let place = at;
                        if tokens.ident(at + 1) == Some("as") {
                            alias = tokens.ident(at + 2).unwrap_or(name);
                            at += 2;
                        }
                        self.leaf(place, inside, name, alias);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn leaf(&mut self, at: usize, inside: Option<Import<'a, 's>>, name: &'a str, alias: &'a str) {
        let import = match inside {
            Some(module) if name == "self" => {
                let Import::Module(object) = module else {
                    return;
                };
                if alias != "self" {
                    self.by_name.insert(alias, Import::Module(object));
                }
                return;
            }
            Some(Import::Module(object)) if name == "fields" => Import::Fields(object),
            Some(Import::Module(object) | Import::Fields(object)) => {
                self.leaves.push((at, object, name));
                Import::Item(object, name)
            }
            Some(Import::Item(..)) => return,
            None => {
                if let Some(object) = self.bindings.of_type(name) {
                    self.types.insert(alias, object);
                    return;
                }
                match self.bindings.of_module(name) {
                    Some(object) => Import::Module(object),
                    None => return,
                }
            }
        };
        self.by_name.insert(alias, import);
    }
}
