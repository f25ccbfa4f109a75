//! What the names of a file mean: `use org::{Account, account::{self, Industry}}`.
//!
//! Orgs have objects called `Event`, `Group` and `Task`, and so have other crates types. A name stands
//! for the bindings only where it comes from a place in which they can be: from this crate, from a
//! module of the file, or from where the settings say that they are.

mod tree;

use std::collections::{HashMap, HashSet};

use proc_macro2::Delimiter;
use sf_schema::Object;

use super::super::bindings::{self, Bindings};
use super::homes::Homes;
use super::is_after_path;
use crate::source::tokens::Tokens;
use tree::{Leaf, tree};

/// What a name stands for.
#[derive(Clone, Copy)]
pub(super) enum Means<'a, 's> {
    /// The type of an object.
    Type(&'s Object),
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
    /// First names of paths that can lead to the bindings.
    local: HashSet<&'a str>,
    homes: &'a Homes<'a>,
    by_name: HashMap<&'a str, Means<'a, 's>>,
    /// Names that stand for something else: imported, or defined here.
    others: HashSet<&'a str>,
    /// Whether all of a local module is imported.
    has_glob: bool,
    /// The objects of whose modules everything is imported.
    globs: Vec<&'s Object>,
    /// The objects of whose module `fields` everything is imported.
    constants: Vec<&'s Object>,
    /// Names from this program: the module each is in, if one is named, and what it is called there.
    locals: HashMap<&'a str, (Option<&'a str>, &'a str)>,
    /// The crate that a name from elsewhere comes from.
    foreign: HashMap<&'a str, &'a str>,
    /// Whether all of some module of this program is imported.
    has_local_glob: bool,
    /// Where each `use` begins and ends.
    ranges: Vec<(usize, usize)>,
    /// Names of other crates that are imported in braces, and where those are.
    inner: Vec<(&'a str, usize, usize)>,
    /// Each name of a `use` that stands for something.
    leaves: Vec<(usize, Means<'a, 's>)>,
}

impl<'a, 's> Imports<'a, 's> {
    pub(super) fn of(
        tokens: &'a Tokens<'a>,
        bindings: &'a Bindings<'s>,
        homes: &'a Homes<'a>,
    ) -> Self {
        let mut imports = Self {
            bindings,
            local: ["crate", "self", "super", homes.root].into(),
            homes,
            by_name: HashMap::new(),
            others: HashSet::new(),
            has_glob: false,
            globs: Vec::new(),
            constants: Vec::new(),
            locals: HashMap::new(),
            foreign: HashMap::new(),
            has_local_glob: false,
            ranges: Vec::new(),
            inner: Vec::new(),
            leaves: Vec::new(),
        };
        let mut leaves = Vec::new();
        let mut braces: Vec<(usize, usize)> = Vec::new();
        for at in 0..tokens.len() {
            while braces.last().is_some_and(|(_, end)| *end <= at) {
                braces.pop();
            }
            if let Some(close) = tokens.group(at, Delimiter::Brace) {
                braces.push((at, close));
            }
            match tokens.ident(at) {
                // `use<'a>` captures lifetimes.
                Some("use") if !tokens.is_punct(at + 1, '<') => {
                    let end = (at..tokens.len()).find(|at| tokens.is_punct(*at, ';'));
                    let end = end.unwrap_or(tokens.len());
                    imports.ranges.push((at, end));
                    tree(tokens, at + 1, end, braces.last().copied(), &mut leaves);
                }
                // As in `include_sobjects!(pub mod org)`.
                Some("mod") => imports.local.extend(tokens.ident(at + 1)),
                Some("struct" | "enum" | "type" | "trait" | "union") => {
                    imports.others.extend(tokens.ident(at + 1));
                }
                Some("const" | "static") if tokens.is_punct(at + 2, ':') => {
                    imports.others.extend(tokens.ident(at + 1));
                }
                _ => {}
            }
        }
        imports.spread(&leaves);
        for leaf in &leaves {
            imports.import(leaf);
        }
        imports
    }

    /// What the name at this place stands for.
    pub(super) fn meaning(&self, tokens: &Tokens<'a>, at: usize) -> Option<Means<'a, 's>> {
        let name = tokens.ident(at)?;
        if is_after_path(tokens, at) {
            let path = path_before(tokens, at);
            // What is in the module of an object is read from there.
            let is_inside = path
                .first()
                .is_some_and(|last| self.bindings.of_module(last).is_some());
            let is_ours = is_custom(name) || self.is_local(path.last().copied(), &path);
            return self.known(name, &path).filter(|_| is_ours && !is_inside);
        }
        let is_inner = |(inner, start, end): &(&str, usize, usize)| {
            *inner == name && (*start..*end).contains(&at)
        };
        if self.inner.iter().any(is_inner) {
            return None;
        }
        if let Some(means) = self.by_name.get(name) {
            return Some(*means);
        }
        if self.others.contains(name) {
            return None;
        }
        if self.has_glob || is_custom(name) {
            let known = self.known(name, &[]);
            if known.is_some() || !self.has_glob {
                return known.or_else(|| self.of_glob(name));
            }
        }
        self.of_glob(name)
    }

    /// What a name is that a `use account::*` or `use account::fields::*` brought.
    fn of_glob(&self, name: &'a str) -> Option<Means<'a, 's>> {
        let items = ["Required", "Draft", "record_types"];
        let is_common = items.contains(&name);
        let item = self.globs.iter().find_map(|object| {
            if name == "fields" {
                return Some(Means::Fields(object));
            }
            let is_item = is_common || bindings::item(object, name).is_some();
            is_item.then_some(Means::Item(object, name))
        });
        item.or_else(|| {
            let mut all = self.constants.iter();
            let found = all.find(|object| bindings::marker(object, name).is_some())?;
            Some(Means::Item(found, name))
        })
    }

    /// Whether several objects have a custom getter of this name.
    pub(super) fn is_shared(&self, name: &str) -> bool {
        self.bindings.is_shared(name)
    }

    /// What a name that comes from elsewhere in this program is there: its module, and its own name.
    pub(super) fn local(&self, name: &str) -> Option<(Option<&'a str>, &'a str)> {
        self.locals.get(name).copied()
    }

    pub(super) fn has_local_glob(&self) -> bool {
        self.has_local_glob
    }

    /// Whether a name was imported from another crate.
    pub(super) fn is_other(&self, name: &str) -> bool {
        self.others.contains(name) && !self.locals.contains_key(name)
    }

    /// Whether a name, with this in front, can be the runtime's.
    pub(super) fn is_runtimes(&self, before: Option<&str>, name: &str) -> bool {
        const RUNTIME: &str = "sf_runtime";
        match before {
            Some(before) => {
                before == RUNTIME
                    || self
                        .foreign
                        .get(before)
                        .is_some_and(|root| *root == RUNTIME)
            }
            None => self.foreign.get(name).is_none_or(|root| *root == RUNTIME),
        }
    }

    /// Whether a path through this name stays in this program.
    pub(super) fn is_way(&self, name: &str) -> bool {
        self.local.contains(name)
    }

    /// Where the `use` ends that begins here.
    pub(super) fn end_of(&self, at: usize) -> Option<usize> {
        let found = self.ranges.binary_search_by_key(&at, |(start, _)| *start);
        let (_, end) = self.ranges.get(found.ok()?)?;
        Some(*end)
    }

    /// What a `use` names.
    pub(super) fn leaves(&self, start: usize, end: usize) -> Vec<(usize, Means<'a, 's>)> {
        let inside = |(at, _): &&(usize, Means<'a, 's>)| (start..end).contains(at);
        self.leaves.iter().filter(inside).copied().collect()
    }

    /// Notes the names that lead to local modules, through each other.
    fn spread(&mut self, leaves: &[Leaf<'a>]) {
        for _ in 0..3 {
            for leaf in leaves {
                let root = leaf.path.first().copied().or(Some(leaf.name));
                if self.is_local(root, &leaf.path) {
                    let itself = leaf.path.last().copied().unwrap_or(leaf.alias);
                    let is_self = leaf.alias == "self";
                    self.local.insert(if is_self { itself } else { leaf.alias });
                }
            }
        }
    }

    fn is_local(&self, root: Option<&str>, path: &[&str]) -> bool {
        root.is_some_and(|root| self.local.contains(root)) || self.homes.is_on(path)
    }

    /// What a name is behind such a path. Of a type that the program defines as well, only the path
    /// tells.
    fn known(&self, name: &str, path: &[&str]) -> Option<Means<'a, 's>> {
        let is_other = self.homes.is_ambiguous(name) && !self.homes.is_on(path);
        let ty = self.bindings.of_type(name).filter(|_| !is_other);
        let ty = ty.map(Means::Type);
        ty.or_else(|| self.bindings.of_module(name).map(Means::Module))
    }

    fn import(&mut self, leaf: &Leaf<'a>) {
        let Leaf {
            at,
            inside,
            name,
            alias,
            ref path,
        } = *leaf;
        if !self.is_local(path.first().copied().or(Some(name)), path) {
            match inside {
                Some((start, end)) => self.inner.push((alias, start, end)),
                None => {
                    self.others.insert(alias);
                }
            }
            if let Some(root) = path.first() {
                self.foreign.insert(alias, root);
            }
            return;
        }
        if name == "*" {
            // The bindings themselves have no functions.
            self.has_local_glob |= !self.homes.is_on(path);
        } else if name != "self" {
            self.locals.insert(alias, (path.last().copied(), name));
        }
        let mut before = path.iter().rev();
        let (last, second) = (before.next(), before.next());
        let module = |name: Option<&&'a str>| name.and_then(|name| self.bindings.of_module(name));
        let means = match (module(last), module(second)) {
            (Some(object), _) if name == "*" => {
                self.globs.push(object);
                return;
            }
            (Some(object), _) if name == "self" => {
                let alias = if alias == "self" {
                    last.copied().unwrap_or(alias)
                } else {
                    alias
                };
                self.by_name.insert(alias, Means::Module(object));
                self.leaves.push((at, Means::Module(object)));
                return;
            }
            (Some(object), _) if name == "fields" => Means::Fields(object),
            (Some(object), _) if name == bindings::bare(&object.name.rust) => Means::Type(object),
            (Some(object), _) => Means::Item(object, name),
            (None, Some(object)) if last == Some(&"fields") => {
                match name {
                    "*" => {
                        self.constants.push(object);
                        return;
                    }
                    // `fields::{self as f}`
                    "self" if alias == "self" => {
                        self.by_name.insert("fields", Means::Fields(object));
                        return;
                    }
                    "self" => Means::Fields(object),
                    _ => Means::Item(object, name),
                }
            }
            _ if name == "*" => {
                self.has_glob = true;
                return;
            }
            _ => match self.known(name, path) {
                Some(means) => means,
                None => {
                    self.others.insert(alias);
                    return;
                }
            },
        };
        self.leaves.push((at, means));
        self.by_name.insert(alias, means);
    }
}

/// The names in front of `::`, the last one first.
fn path_before<'a>(tokens: &Tokens<'a>, mut at: usize) -> Vec<&'a str> {
    let mut path = Vec::new();
    while is_after_path(tokens, at) {
        let Some(name) = at.checked_sub(3).and_then(|before| tokens.ident(before)) else {
            break;
        };
        path.push(name);
        at -= 3;
    }
    path
}

/// Whether a name is a custom object's, and so nobody else's.
fn is_custom(name: &str) -> bool {
    name.contains("__")
}
