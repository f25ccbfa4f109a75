//! Paths: variables, calls of functions, macros, values of structs.

use proc_macro2::Delimiter;

use super::super::super::bindings::{self, Operation, Used};
use super::super::imports::Means;
use super::super::ty::{Flow, Layer, Ty};
use super::super::written::{LOCKS, after_angles};
use super::super::{is_after_path, is_path};
use super::{Doing, Reader};
use crate::source::tokens::Kind;

/// A path as it is written.
pub(super) struct Path {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Between the `<` and `>` behind the last name, or the one before it.
    generics: Option<(usize, usize)>,
    /// Where the path of its type ends with generics: `Query::<Account>` of `Query::<Account>::new`.
    pub(super) next: usize,
}

impl<'a, 's> Reader<'_, 'a, 's> {
    /// What a path stands for, the variable that it is, and where it ends.
    pub(super) fn path(
        &mut self,
        at: usize,
        end: usize,
    ) -> (Option<Ty<'s>>, Option<&'a str>, usize) {
        let tokens = self.tokens;
        let path = self.path_at(at, end);
        let next = path.next;
        let name = tokens.ident(path.last).unwrap_or_default();
        let is_alone = path.first == path.last;
        if next >= end {
            return self.variable(name, is_alone, next);
        }
        match tokens.kind(next) {
            Some(Kind::Punct('!', _)) if !tokens.is_punct(next + 1, '=') => {
                let mut open = next + 1;
                if tokens.ident(open).is_some() {
                    // `macro_rules! name { … }`
                    open += 1;
                }
                match tokens.kind(open) {
                    Some(Kind::Open(_, close)) if open < end => {
                        (self.expanded(name, open + 1, close), None, close + 1)
                    }
                    _ => (None, None, next),
                }
            }
            Some(Kind::Open(Delimiter::Parenthesis, close)) => {
                let (variable, ..) = self.variable(name, is_alone, next);
                if variable.is_some() {
                    // A closure is what it gives.
                    return (variable, None, next);
                }
                (self.call(&path, next, close), None, close + 1)
            }
            Some(Kind::Open(Delimiter::Brace, close))
                if name == "Self" || name.starts_with(char::is_uppercase) =>
            {
                let ty = self.written(path.first, next);
                self.items(next + 1, close, &[]);
                (ty, None, close + 1)
            }
            _ => self.variable(name, is_alone, next),
        }
    }

    fn variable(
        &self,
        name: &'a str,
        is_alone: bool,
        next: usize,
    ) -> (Option<Ty<'s>>, Option<&'a str>, usize) {
        match self.scope.get(name).filter(|_| is_alone) {
            Some(ty) => (ty.cloned(), Some(name), next),
            None => (None, None, next),
        }
    }

    pub(super) fn path_at(&self, at: usize, end: usize) -> Path {
        let tokens = self.tokens;
        let mut path = Path {
            first: at,
            last: at,
            generics: None,
            next: at + 1,
        };
        while path.next + 2 < end && is_path(tokens, path.next - 1) {
            let after = path.next + 2;
            if tokens.is_punct(after, '<') {
                path.next = after_angles(tokens, after, end);
                path.generics = Some((after + 1, path.next.saturating_sub(1)));
            } else if tokens.ident(after).is_some() {
                path.last = after;
                path.next = after + 1;
            } else {
                break;
            }
        }
        path
    }

    /// What a macro makes of its arguments.
    fn expanded(&mut self, name: &str, start: usize, end: usize) -> Option<Ty<'s>> {
        let mark = self.scope.mark();
        let items = self.items(start, end, &[]);
        self.scope.leave(mark);
        match name {
            "vec" if items.values.is_empty() => Some(Ty::Empty(Layer::Plain)),
            "vec" => items.first().map(Ty::around),
            "dbg" | "pin" => items.first(),
            "join" | "try_join" => {
                let values = items.values.into_iter();
                if name == "join" {
                    return Some(Ty::Tuple(values.collect()));
                }
                let parts = values.map(|value| value.map(|value| value.peel()));
                Some(Ty::Tuple(parts.collect()).around())
            }
            _ => None,
        }
    }

    /// What a call gives.
    fn call(&mut self, path: &Path, open: usize, close: usize) -> Option<Ty<'s>> {
        let tokens = self.tokens;
        let name = tokens.ident(path.last).unwrap_or_default();
        let qualifier = self.names_before(path);
        let (program, imports) = (self.program, self.imports);
        let named = program.function(self.file, &qualifier, name, imports);
        let given = named.map_or_else(Vec::new, |function| program.passes(function));
        let arguments = self.items(open + 1, close, &given).values;
        let argument = |number: usize| arguments.get(number).cloned().flatten();
        let generic = path.generics.and_then(|(from, to)| self.written(from, to));
        let of = is_after_path(tokens, path.last)
            .then(|| self.type_before(path))
            .flatten();
        if let Some(of) = &of
            && let Some(found) = self.associated(of, name, path.last)
        {
            return Some(found);
        }
        if let Some(Ty::Own(def, _)) = &of
            && self.program.has_variant(*def, name)
        {
            return of;
        }
        // Of `<Type as Trait>::name` the type is not looked at.
        let is_qualified = is_after_path(tokens, path.first);
        let function = match &of {
            Some(of) => self.program.method(of, name),
            None if is_qualified => None,
            None => named,
        };
        if let Some(function) = function {
            return self.of_function(function, &arguments, generic.as_ref());
        }
        if let Some(own) = self.written(path.first, path.last + 1) {
            // A struct whose fields have no names.
            return matches!(own, Ty::Own(..)).then_some(own);
        }
        let owner = qualifier.last().copied().unwrap_or_default();
        match (owner, name) {
            (_, "Some" | "Ok" | "Value" | "Ready") => argument(0).map(Ty::around),
            ("Rc" | "Arc", "downgrade") => argument(0).map(Ty::locked),
            ("Box" | "Rc" | "Arc" | "Cell" | "Cow" | "Pin", _) => argument(0),
            (_, "new" | "new_cyclic" | "from" | "const_new") if LOCKS.contains(&owner) => {
                argument(0).map(Ty::locked)
            }
            ("Vec" | "VecDeque" | "HashSet" | "BTreeSet" | "IndexSet", "new" | "with_capacity") => {
                Some(Ty::Empty(Layer::Plain))
            }
            ("HashMap" | "BTreeMap" | "IndexMap", "new" | "with_capacity") => {
                Some(Ty::Empty(Layer::Map))
            }
            ("Vec" | "VecDeque" | "HashSet" | "BTreeSet", "from" | "from_iter") => argument(0),
            ("stream" | "iter", "iter") => argument(0),
            ("stream" | "iter" | "future", "once" | "repeat") => argument(0).map(Ty::around),
            ("mem", "take" | "replace") => argument(0),
            (_, "try_join_all") => argument(0),
            (_, "join_all") => argument(0),
            (_, "identity" | "ready") => argument(0),
            (_, "spawn" | "spawn_blocking") => argument(0).map(Ty::around),
            ("Get" | "Delete", "new" | "of") => match argument(0)? {
                Ty::Id(object) => {
                    let doing = if owner == "Get" {
                        Doing::Read
                    } else {
                        Doing::Delete
                    };
                    self.note(path.last, object, Used::Done(doing.flag()));
                    Some(Ty::Record(object).around())
                }
                _ => None,
            },
            ("Returning", "of") => {
                let object = generic?.object()?;
                self.note(path.last, object, Used::Done(Doing::Search.flag()));
                Some(Ty::Record(object).around())
            }
            (_, "from_str" | "from_value" | "from_slice" | "from_reader" | "from_json") => {
                generic.map(Ty::around)
            }
            _ => None,
        }
    }

    /// What a function of the program gives, and where drafts go that it is given.
    pub(super) fn of_function(
        &mut self,
        function: usize,
        arguments: &[Option<Ty<'s>>],
        generic: Option<&Ty<'s>>,
    ) -> Option<Ty<'s>> {
        for flow in arguments.iter().flatten().filter_map(Ty::flow) {
            self.found.flows.push((flow, function));
        }
        let gives = self.program.gives(function, generic, arguments)?;
        Some(gives.through(Flow::Through(function)))
    }

    /// `Account::…`, `Query::<Account>::…`
    fn associated(&mut self, of: &Ty<'s>, name: &str, at: usize) -> Option<Ty<'s>> {
        match of {
            Ty::Record(object) => match bindings::associated(object, name) {
                Some(Used::Create) => Some(Ty::Draft(object, Operation::Create, None)),
                Some(Used::Update) => Some(Ty::Draft(object, Operation::Update, None)),
                Some(Used::Upsert(key)) => {
                    let flow = Flow::Made(self.file, at);
                    self.found.upserts.push((at, object, key));
                    Some(Ty::Draft(object, Operation::Upsert, Some(flow)))
                }
                Some(_) => None,
                None if name == "select" => {
                    self.note(at, object, Used::Done("queryable"));
                    Some(Ty::Around(Layer::Query, Ty::Record(object).into()))
                }
                // `Account::owner(&account)`
                None => self.got(object, bindings::getter(object, name)?),
            },
            Ty::Around(Layer::Query, inner) => {
                match inner.object() {
                    Some(object) => self.note(at, object, Used::Done("queryable")),
                    None => return None,
                }
                Some(of.clone())
            }
            // `Get::<Account>::new(id)`, `Vec::<Account>::new()`
            Ty::Around(..) if matches!(name, "new" | "of" | "by_external_id" | "with_capacity") => {
                Some(of.clone())
            }
            _ => None,
        }
    }

    /// The type in front of the last name.
    pub(super) fn type_before(&mut self, path: &Path) -> Option<Ty<'s>> {
        let tokens = self.tokens;
        let end = path.last.checked_sub(2)?;
        let mut name = end.checked_sub(1)?;
        if tokens.is_punct(name, '>') {
            // `Query::<Account>::new`: what is asked for is what counts.
            let (from, _) = path.generics?;
            name = from.checked_sub(4)?;
            let word = tokens.ident(name)?;
            let of = self.written(from, end)?;
            let object = of.object()?;
            let doing = match word {
                "Query" => return Some(Ty::Around(Layer::Query, of.into())),
                "GetParent" => return Some(of.around()),
                "GetChildren" => return Some(of.layers(2)),
                "Get" | "GetBlob" => Doing::Read,
                "Delete" => Doing::Delete,
                "GetUpdated" | "GetDeleted" => Doing::Follow,
                _ => return self.written(path.first, end),
            };
            self.note(path.last, object, Used::Done(doing.flag()));
            return Some(of.around());
        }
        if tokens.ident(name) == Some("Query") && !is_after_path(tokens, name) {
            // Of what is said elsewhere.
            self.unsaid.push((path.last, Doing::Query));
        }
        if matches!(
            self.imports.meaning(tokens, name),
            Some(Means::Module(_) | Means::Fields(_))
        ) {
            return None;
        }
        self.written(path.first, end)
    }

    /// The names in front of the last one.
    pub(super) fn names_before(&self, path: &Path) -> Vec<&'a str> {
        let names = path.first..path.last;
        names.filter_map(|at| self.tokens.ident(at)).collect()
    }
}
