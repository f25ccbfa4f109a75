//! The names of the program's types and traits, and which type a name means where.

use std::collections::{HashMap, HashSet};

use super::super::imports::Imports;
use super::Part;

/// The types of the program, by name.
#[derive(Default)]
pub(in super::super) struct Names<'a> {
    /// File and name of each, by its number.
    all: Vec<(usize, &'a str)>,
    traits: HashSet<usize>,
    by_name: HashMap<&'a str, Vec<usize>>,
    by_file: HashMap<usize, Vec<usize>>,
    /// The token of each name.
    places: Vec<usize>,
    /// By file and the token of the name.
    by_place: HashMap<(usize, usize), usize>,
    /// The module that each file is.
    modules: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(parts: &[Part<'a, '_>]) -> Self {
        let mut names = Self {
            modules: parts.iter().map(|part| part.module).collect(),
            ..Self::default()
        };
        for (file, part) in parts.iter().enumerate() {
            for at in 0..part.tokens.len() {
                let Some(word @ ("struct" | "enum" | "type" | "trait")) = part.tokens.ident(at)
                else {
                    continue;
                };
                if let Some(name) = part.tokens.ident(at + 1) {
                    let def = names.all.len();
                    if word == "trait" {
                        names.traits.insert(def);
                    }
                    names.all.push((file, name));
                    names.places.push(at + 1);
                    names.by_place.insert((file, at + 1), def);
                    names.by_name.entry(name).or_default().push(def);
                    names.by_file.entry(file).or_default().push(def);
                }
            }
        }
        names
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The type whose name is this token.
    pub(in super::super) fn at(&self, file: usize, token: usize) -> Option<usize> {
        self.by_place.get(&(file, token)).copied()
    }

    /// `Self::name` at a token: an `impl` says its types before it uses them.
    pub(in super::super) fn associated(&self, file: usize, name: &str, at: usize) -> Option<usize> {
        let all = self.by_name.get(name)?.iter().copied();
        let is_before = |def: &usize| {
            let place = self.all.get(*def).zip(self.places.get(*def));
            place.is_some_and(|((found, _), place)| *found == file && *place < at)
        };
        all.rev().find(is_before)
    }

    /// Whether it is a trait, of which only its methods are known.
    pub(in super::super) fn is_trait(&self, def: usize) -> bool {
        self.traits.contains(&def)
    }

    pub(super) fn name(&self, def: usize) -> Option<&'a str> {
        Some(self.all.get(def)?.1)
    }

    pub(super) fn of_file(&self, file: usize) -> impl Iterator<Item = usize> {
        self.by_file.get(&file).into_iter().flatten().copied()
    }

    /// Whether a function of this file, and of this module in it, is in a module of this name.
    pub(super) fn is_module(&self, file: usize, module: &str, inner: Option<&str>) -> bool {
        match inner {
            Some(inner) => inner == module,
            None => self.modules.get(file).is_some_and(|name| *name == module),
        }
    }

    /// The type that a name means in a file, with this module in front.
    pub(in super::super) fn def(
        &self,
        file: usize,
        module: Option<&str>,
        name: &str,
        imports: &Imports<'a, '_>,
    ) -> Option<usize> {
        let here = |name: &str| {
            let all = self.by_name.get(name)?.iter().copied();
            let mut here = all.filter(|def| self.all.get(*def).is_some_and(|def| def.0 == file));
            here.next()
        };
        let (module, name) = match (module, imports.local(name)) {
            (Some(module), _) => (Some(module), name),
            (None, Some((module, name))) => (module, name),
            (None, None) => {
                let found = here(name);
                if found.is_some() || !imports.has_local_glob() || imports.is_other(name) {
                    return found;
                }
                (None, name)
            }
        };
        let all = self.by_name.get(name)?;
        let is_in = |def: &&usize| match self.all.get(**def) {
            Some((file, _)) => module.is_some_and(|module| self.is_module(*file, module, None)),
            None => false,
        };
        let mut inside = all.iter().filter(is_in);
        match (inside.next(), inside.next(), all.as_slice()) {
            (Some(one), None, _) => Some(*one),
            // Re-exported, or in a module within a file.
            (None, _, [one]) if module.is_none_or(|module| imports.is_way(module)) => Some(*one),
            _ => None,
        }
    }
}
