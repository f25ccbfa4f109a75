//! What a program defines that leads to the bindings: its types, and what its functions give.
//!
//! A name is followed to another file only where that file is of this program and it is the only one
//! that has it: two functions of the same name are told apart by their modules, or not at all.

mod names;
mod shape;
mod signature;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use sf_schema::Object;

use super::imports::Imports;
use super::ty::Ty;
use crate::source::tokens::Tokens;

pub(super) use names::Names;
pub(super) use shape::NUMBERS;
pub(super) use signature::{Parameter, Signature, implemented, parameters};

/// A file of the program.
pub(super) struct Part<'a, 's> {
    /// By its number in the sources.
    pub(super) number: usize,
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) imports: Imports<'a, 's>,
    /// The last name of its path, without `.rs`.
    pub(super) module: &'a str,
}

/// All types and functions.
pub(super) struct Program<'a, 's> {
    pub(super) names: Names<'a>,
    defs: Vec<Def<'a, 's>>,
    functions: Vec<Function<'a, 's>>,
    /// By the token of the name in its file.
    by_place: HashMap<(usize, usize), usize>,
    free: HashMap<&'a str, Vec<usize>>,
    methods: HashMap<(Owner, &'a str), usize>,
    statics: HashMap<usize, Vec<(&'a str, Ty<'s>)>>,
}

/// A type of the program.
#[derive(Default)]
struct Def<'a, 's> {
    /// What it is another name for.
    alias: Option<Ty<'s>>,
    /// By name, or by number for those without names.
    fields: HashMap<&'a str, Ty<'s>>,
    /// The same of its variants.
    variants: HashMap<&'a str, HashMap<&'a str, Ty<'s>>>,
}

struct Function<'a, 's> {
    name: &'a str,
    file: usize,
    /// The module in the file that it is in.
    module: Option<&'a str>,
    gives: Option<Ty<'s>>,
    /// What it takes, where that says what it gives.
    takes: Vec<Option<Ty<'s>>>,
    /// What it gives to the closure that it takes.
    passes: Vec<Option<Ty<'s>>>,
}

/// Whose method it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Own(usize),
    Object(usize),
}

impl Owner {
    fn of(ty: &Ty<'_>) -> Option<Self> {
        match ty {
            Ty::Own(def, _) => Some(Self::Own(*def)),
            Ty::Record(object) => Some(Self::of_object(object)),
            _ => None,
        }
    }

    fn of_object(object: &Object) -> Self {
        Self::Object(std::ptr::from_ref(object).addr())
    }
}

impl<'a, 's> Program<'a, 's> {
    pub(super) fn of(parts: &[Part<'a, 's>]) -> Self {
        let names = Names::of(parts);
        let mut program = Self {
            defs: (0..names.len()).map(|_| Def::default()).collect(),
            names,
            functions: Vec::new(),
            by_place: HashMap::new(),
            free: HashMap::new(),
            methods: HashMap::new(),
            statics: HashMap::new(),
        };
        for (file, part) in parts.iter().enumerate() {
            program.read(file, part);
        }
        program
    }

    /// The type behind all its names.
    pub(super) fn resolve(&self, ty: Ty<'s>) -> Ty<'s> {
        self.resolved(ty, 0)
    }

    fn resolved(&self, ty: Ty<'s>, depth: usize) -> Ty<'s> {
        // Names for each other; none are in a circle in a program that compiles.
        if depth > 16 {
            return ty;
        }
        match &ty {
            Ty::Own(def, argument) => {
                let alias = self.defs.get(*def).and_then(|def| def.alias.as_ref());
                match alias.and_then(|alias| alias.with(argument.as_deref())) {
                    Some(next) => self.resolved(next, depth + 1),
                    None => ty,
                }
            }
            Ty::Around(layer, inner) => {
                let inner = self.resolved(Ty::clone(inner), depth + 1);
                Ty::Around(*layer, Arc::new(inner))
            }
            // What is deeper could be as large as its names multiply.
            Ty::Tuple(parts) if depth < 3 => {
                let parts = parts.iter().map(|part| {
                    let part = part.clone()?;
                    Some(self.resolved(part, depth + 1))
                });
                Ty::Tuple(parts.collect())
            }
            _ => ty,
        }
    }

    /// The field of a type.
    pub(super) fn field(&self, ty: &Ty<'s>, name: &str) -> Option<Ty<'s>> {
        let Ty::Own(def, argument) = ty else {
            return None;
        };
        let field = self.defs.get(*def)?.fields.get(name)?;
        field.with(argument.as_deref()).map(|ty| self.resolve(ty))
    }

    /// The field of a variant of an enum.
    pub(super) fn variant(&self, def: usize, variant: &str, field: &str) -> Option<Ty<'s>> {
        let found = self.defs.get(def)?.variants.get(variant)?.get(field)?;
        Some(self.resolve(found.clone()))
    }

    /// Whether an enum has a variant of this name that holds something.
    pub(super) fn has_variant(&self, def: usize, variant: &str) -> bool {
        let def = self.defs.get(def);
        def.is_some_and(|def| def.variants.contains_key(variant))
    }

    /// The record that every type of this file has in a field of this name.
    pub(super) fn field_of_any(&self, file: usize, name: &str) -> Option<Ty<'s>> {
        let mut found: Option<Ty<'s>> = None;
        for def in self.names.of_file(file) {
            let Some(field) = self.defs.get(def).and_then(|def| def.fields.get(name)) else {
                continue;
            };
            let is_other = |found: &Ty<'s>| match (found.object(), field.object()) {
                (Some(one), Some(other)) => !Ty::is_same_object(one, other),
                _ => true,
            };
            if found.as_ref().is_some_and(is_other) {
                return None;
            }
            found = Some(field.clone());
        }
        found.map(|ty| self.resolve(ty))
    }

    pub(super) fn statics(&self, file: usize) -> &[(&'a str, Ty<'s>)] {
        self.statics.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The function whose name is this token.
    pub(super) fn at(&self, file: usize, token: usize) -> Option<usize> {
        self.by_place.get(&(file, token)).copied()
    }

    /// What a function gives, for this argument in `::<…>` and what it is called with.
    pub(super) fn gives(
        &self,
        function: usize,
        generic: Option<&Ty<'s>>,
        arguments: &[Option<Ty<'s>>],
    ) -> Option<Ty<'s>> {
        let function = self.functions.get(function)?;
        let mut pairs = function.takes.iter().zip(arguments);
        let said = generic
            .cloned()
            .or_else(|| pairs.find_map(|(takes, given)| takes.as_ref()?.param_in(given.as_ref()?)));
        let gives = function.gives.as_ref()?;
        gives.with(said.as_ref()).map(|ty| self.resolve(ty))
    }

    /// Whether all that is known of a value is a trait that it has.
    pub(super) fn is_trait(&self, ty: &Ty<'s>) -> bool {
        matches!(ty, Ty::Own(def, _) if self.names.is_trait(*def))
    }

    /// What the closure gets that a function takes.
    pub(super) fn passes(&self, function: usize) -> Vec<Option<Ty<'s>>> {
        let function = self.functions.get(function);
        let passes = function.into_iter().flat_map(|function| &function.passes);
        let passed = |ty: &Ty<'s>| ty.with(None).map(|ty| self.resolve(ty));
        passes.map(|ty| ty.as_ref().and_then(passed)).collect()
    }

    pub(super) fn method(&self, of: &Ty<'s>, name: &str) -> Option<usize> {
        self.methods.get(&(Owner::of(of)?, name)).copied()
    }

    /// The function of this name, called in a file with such a path in front.
    pub(super) fn function(
        &self,
        file: usize,
        path: &[&str],
        name: &str,
        imports: &Imports<'a, 's>,
    ) -> Option<usize> {
        let (module, name) = match path.last() {
            Some(&module) => (Some(module), name),
            None => match imports.local(name) {
                Some((module, name)) => (module, name),
                None => (None, name),
            },
        };
        let is_imported = path.is_empty() && imports.local(name).is_some();
        let all = self.free.get(name)?;
        let module = module.filter(|module| !matches!(*module, "crate" | "self" | "super"));
        let mut found = all.iter().copied().filter(|function| {
            let function = self.functions.get(*function);
            function.is_some_and(|function| match module {
                Some(module) => self.names.is_module(function.file, module, function.module),
                None => true,
            })
        });
        let here = |function: &usize| {
            let function = self.functions.get(*function);
            function.is_some_and(|function| function.file == file)
        };
        if module.is_none() && !is_imported {
            let own = all.iter().copied().find(here);
            if own.is_some() || (path.is_empty() && !imports.has_local_glob()) {
                return own;
            }
        }
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The names of whatever leads to the bindings.
    pub(super) fn carriers(&self) -> HashSet<&'a str> {
        let mut carries: HashSet<usize> = HashSet::new();
        loop {
            let before = carries.len();
            for (number, def) in self.defs.iter().enumerate() {
                let own = |def: usize| carries.contains(&def);
                let fields = def.fields.values();
                let variants = def.variants.values().flat_map(HashMap::values);
                let mut all = fields.chain(variants).chain(&def.alias);
                if !own(number) && all.any(|ty| ty.carries(&own)) {
                    carries.insert(number);
                }
            }
            if carries.len() == before {
                break;
            }
        }
        let own = |def: usize| carries.contains(&def);
        let functions = self.functions.iter();
        let functions = functions.filter(|f| {
            let mut all = f.gives.iter().chain(f.passes.iter().flatten());
            all.any(|ty| ty.carries(&own))
        });
        let defs = carries.iter().filter_map(|def| self.names.name(*def));
        functions
            .map(|function| function.name)
            .chain(defs)
            .collect()
    }
}
