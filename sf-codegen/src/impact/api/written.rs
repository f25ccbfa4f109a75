//! Types as they are written: `Result<Vec<org::Account>, Error>`.

use std::sync::Arc;

use proc_macro2::Delimiter;

use super::super::bindings::{Operation, bare};
use super::imports::{Imports, Means};
use super::program::Names;
use super::ty::{Layer, Ty};
use super::{is_after_path, is_path};
use crate::source::tokens::{Kind, Tokens};

/// The head of a function or type has no more tokens; what has is not read as one.
pub(super) const LONGEST: usize = 4_096;

/// Deeper than this nothing is told of types.
const DEEPEST: usize = 64;

/// How the types of a file are read.
#[derive(Clone, Copy)]
pub(super) struct Written<'r, 'a, 's> {
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) imports: &'r Imports<'a, 's>,
    pub(super) names: &'r Names<'a>,
    /// The number of the file.
    pub(super) file: usize,
    /// What `Self` is.
    pub(super) own: Option<&'r Ty<'s>>,
    /// The first generic parameter.
    pub(super) param: Option<&'a str>,
    /// What else the parameters are bound to.
    pub(super) bounds: &'r [(&'a str, Ty<'s>)],
}

impl<'a, 's> Written<'_, 'a, 's> {
    /// The type that begins here.
    pub(super) fn at(&self, at: usize, end: usize) -> Option<Ty<'s>> {
        self.read(at, end, 0).0
    }

    /// The type that begins here, and what follows it.
    fn read(&self, at: usize, end: usize, depth: usize) -> (Option<Ty<'s>>, usize) {
        let (mut found, mut at) = self.one(at, end, depth);
        // More bounds: `+ Send + 'a`.
        while at < end && self.tokens.is_punct(at, '+') {
            let (more, next) = self.one(at + 1, end, depth);
            // Of a trait of the program less is known than of others.
            let is_trait = match &found {
                Some(Ty::Own(def, _)) => self.names.is_trait(*def),
                _ => false,
            };
            found = match is_trait {
                true => more.or(found),
                false => found.or(more),
            };
            at = next.max(at + 1);
        }
        (found, at)
    }

    fn one(&self, mut at: usize, end: usize, depth: usize) -> (Option<Ty<'s>>, usize) {
        let tokens = self.tokens;
        if depth > DEEPEST {
            return (None, end);
        }
        while at < end {
            match tokens.kind(at) {
                Some(Kind::Punct('&' | '*' | '?' | ':', _)) => at += 1,
                Some(Kind::Punct('\'', _)) => at += 2,
                Some(Kind::Ident) => match tokens.ident(at) {
                    Some("mut" | "const" | "dyn" | "impl" | "unsafe" | "async" | "extern") => {
                        at += 1;
                    }
                    Some("for") => at = after_angles(tokens, at + 1, end),
                    _ => return self.path(at, end, depth),
                },
                Some(Kind::Open(delimiter, close)) => {
                    let found = match delimiter {
                        Delimiter::Parenthesis => self.tuple(at + 1, close, depth),
                        Delimiter::Bracket => self.read(at + 1, close, depth + 1).0.map(Ty::around),
                        _ => None,
                    };
                    return (found, close + 1);
                }
                _ => return (None, at),
            }
        }
        (None, end)
    }

    fn tuple(&self, start: usize, end: usize, depth: usize) -> Option<Ty<'s>> {
        let parts = self.list(start, end, depth);
        match parts.as_slice() {
            [] => None,
            [one] if !self.tokens.is_punct(end.saturating_sub(1), ',') => one.clone(),
            parts if parts.iter().all(Option::is_none) => None,
            _ => Some(Ty::Tuple(parts.into())),
        }
    }

    /// Types between commas.
    pub(super) fn list(&self, start: usize, end: usize, depth: usize) -> Vec<Option<Ty<'s>>> {
        let mut parts = Vec::new();
        let mut at = start;
        while at < end {
            let (part, next) = self.read(at, end, depth + 1);
            parts.push(part);
            at = next;
            while at < end && !self.tokens.is_punct(at, ',') {
                at = self.tokens.after(at);
            }
            at += 1;
        }
        parts
    }

    fn path(&self, start: usize, end: usize, depth: usize) -> (Option<Ty<'s>>, usize) {
        let tokens = self.tokens;
        let mut last = start;
        while is_path(tokens, last) && tokens.ident(last + 3).is_some() && last + 3 < end {
            last += 3;
        }
        let mut open = last + 1;
        if is_path(tokens, last) && tokens.is_punct(last + 3, '<') {
            open = last + 3;
        }
        let name = tokens.ident(last).unwrap_or_default();
        if open < end && tokens.group(open, Delimiter::Parenthesis).is_some() {
            // `Fn(A) -> B` is what it gives: nothing else is done with it.
            let next = tokens.after(open);
            if tokens.is_punct(next, '-') && tokens.is_punct(next + 1, '>') {
                return self.read(next + 2, end, depth + 1);
            }
            return (None, next);
        }
        if open >= end || !tokens.is_punct(open, '<') {
            return (self.named(last, name, &[], None), last + 1);
        }
        let next = after_angles(tokens, open, end);
        let close = next.saturating_sub(1);
        let (arguments, first) = self.arguments(open + 1, close, depth);
        (self.named(last, name, &arguments, first), next)
    }

    /// What is between `<` and `>`, and the name of the first of it.
    fn arguments(
        &self,
        start: usize,
        end: usize,
        depth: usize,
    ) -> (Vec<Option<Ty<'s>>>, Option<&'a str>) {
        let tokens = self.tokens;
        let mut parts = Vec::new();
        let mut first = None;
        let mut at = start;
        while at < end {
            let is_lifetime = tokens.is_punct(at, '\'');
            // `Item = T`
            let is_named = tokens.is_punct(at + 1, '=');
            let from = if is_named { at + 2 } else { at };
            let (part, next) = self.read(from, end, depth + 1);
            if !is_lifetime {
                if parts.is_empty() {
                    let last = next.checked_sub(1).and_then(|last| tokens.ident(last));
                    first = last.or_else(|| tokens.ident(from));
                }
                parts.push(part);
            }
            at = next;
            while at < end && !tokens.is_punct(at, ',') {
                at = tokens.after(at);
            }
            at += 1;
        }
        (parts, first)
    }

    fn named(
        &self,
        at: usize,
        name: &'a str,
        arguments: &[Option<Ty<'s>>],
        first: Option<&str>,
    ) -> Option<Ty<'s>> {
        if let Some(found) = self.of_bindings(at, name, first) {
            return Some(found);
        }
        let argument = || arguments.first().cloned().flatten();
        let is_qualified = is_after_path(self.tokens, at);
        if !is_qualified {
            if name == "Self" {
                return self.own.cloned();
            }
            if self.param == Some(name) {
                let bound = self.bounds.iter().find(|(bound, _)| *bound == name);
                return Some(bound.map_or(Ty::Param, |(_, ty)| ty.clone()));
            }
            if let Some((_, ty)) = self.bounds.iter().find(|(bound, _)| *bound == name) {
                return Some(ty.clone());
            }
        }
        let before = at.checked_sub(3).filter(|_| is_qualified);
        let before = before.and_then(|at| self.tokens.ident(at));
        if before == Some("Self") {
            let def = self.names.associated(self.file, name, at)?;
            return Some(Ty::Own(def, None));
        }
        if let Some(def) = self.names.def(self.file, before, name, self.imports) {
            return Some(Ty::Own(def, argument().map(Arc::new)));
        }
        match name {
            "Client" | "Id" | "Query" if !self.imports.is_runtimes(before, name) => None,
            "Client" => Some(Ty::Client),
            "Id" => match argument()? {
                Ty::Record(object) => Some(Ty::Id(object)),
                Ty::Param => None,
                _ => None,
            },
            "Query" => Some(Ty::Around(Layer::Query, Arc::new(argument()?))),
            _ if TRANSPARENT.contains(&name) => argument(),
            _ if LOCKS.contains(&name) => argument().map(Ty::locked),
            _ if MAPS.contains(&name) => {
                if arguments.iter().all(Option::is_none) {
                    return None;
                }
                let pair = Ty::Tuple(arguments.iter().take(2).cloned().collect());
                Some(Ty::Around(Layer::Map, Arc::new(pair)))
            }
            _ if LAYERS.contains(&name) => argument().map(Ty::around),
            _ => None,
        }
    }

    /// What the bindings have under this name.
    fn of_bindings(&self, at: usize, name: &str, first: Option<&str>) -> Option<Ty<'s>> {
        let module = at
            .checked_sub(3)
            .filter(|_| is_after_path(self.tokens, at))
            .and_then(|at| self.imports.meaning(self.tokens, at));
        let (object, name) = match (module, self.imports.meaning(self.tokens, at)) {
            (Some(Means::Module(object)), _) => (object, name),
            (_, Some(Means::Type(object))) => return Some(Ty::Record(object)),
            (_, Some(Means::Item(object, own))) => (object, own),
            _ => return None,
        };
        let operation = match first {
            Some("Create") => Operation::Create,
            Some("Update") => Operation::Update,
            Some("Upsert") => Operation::Upsert,
            _ => Operation::Any,
        };
        match name {
            "Draft" => Some(Ty::Draft(object, operation, None)),
            "Required" => Some(Ty::Required(object)),
            _ if name == bare(&object.name.rust) => Some(Ty::Record(object)),
            _ => None,
        }
    }
}

/// What is as good as what it holds.
pub(super) const TRANSPARENT: [&str; 27] = [
    "Json",
    "Form",
    "State",
    "Extension",
    "Data",
    "Box",
    "Rc",
    "Arc",
    "Cow",
    "Pin",
    "Ref",
    "RefMut",
    "Cell",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
    "LazyLock",
    "LazyCell",
    "Lazy",
    "Future",
    "IntoFuture",
    "BoxFuture",
    "LocalBoxFuture",
    "AsRef",
    "Borrow",
    "Into",
    "Deref",
];

/// What gives what it holds only when asked.
pub(super) const LOCKS: [&str; 7] = [
    "Mutex",
    "RwLock",
    "RefCell",
    "OnceCell",
    "OnceLock",
    "ReentrantMutex",
    "Weak",
];

/// What is around what it holds.
const LAYERS: [&str; 33] = [
    "Option",
    "Result",
    "Vec",
    "VecDeque",
    "LinkedList",
    "BinaryHeap",
    "HashSet",
    "BTreeSet",
    "IndexSet",
    "SmallVec",
    "ArrayVec",
    "Iterator",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FusedIterator",
    "Peekable",
    "Stream",
    "TryStream",
    "BoxStream",
    "LocalBoxStream",
    "IntoIter",
    "Iter",
    "IterMut",
    "Page",
    "RowStream",
    "FieldValue",
    "Poll",
    "Sender",
    "Receiver",
    "UnboundedSender",
    "UnboundedReceiver",
    "RetrieveAll",
];

pub(super) const MAPS: [&str; 4] = ["HashMap", "BTreeMap", "IndexMap", "DashMap"];

/// What comes behind the `>` that ends what begins here with `<`.
pub(super) fn after_angles(tokens: &Tokens<'_>, open: usize, end: usize) -> usize {
    let end = end.min(open + LONGEST);
    let mut depth = 0;
    let mut at = open;
    while at < end {
        match tokens.kind(at) {
            Some(Kind::Punct('<', _)) => depth += 1,
            Some(Kind::Punct('>', _)) if !tokens.is_punct(at.saturating_sub(1), '-') => {
                depth -= 1;
                if depth <= 0 {
                    return at + 1;
                }
            }
            Some(Kind::Punct(';', _) | Kind::Close(_) | Kind::Open(Delimiter::Brace, _)) => {
                return at;
            }
            None => return at,
            _ => {}
        }
        at = tokens.after(at);
    }
    end
}
