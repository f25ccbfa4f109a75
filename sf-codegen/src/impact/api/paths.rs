//! What paths name: the type of an object, what is in its module, and what is made with it.

use std::collections::HashSet;

use proc_macro2::Delimiter;
use sf_schema::Object;
use sf_schema::schema::Field;

use super::super::bindings::{self, Operation, Place, Used, bare};
use super::imports::{Imports, Means};
use super::program::Part;
use super::written::LONGEST;
use super::{after_path, is_after_path, is_path};
use crate::source::tokens::Tokens;

/// A file whose paths are read.
pub(super) struct Paths<'r, 'a, 's> {
    tokens: &'a Tokens<'a>,
    imports: &'r Imports<'a, 's>,
    /// Methods whose receiver is known.
    known: &'r HashSet<usize>,
    /// The objects that the file names at all.
    named: Vec<&'s Object>,
    /// Where each `impl` for an enum of the bindings ends, and for which.
    own: Vec<(usize, &'s Object, &'s Field)>,
    uses: Vec<(usize, &'s Object, Used<'s>)>,
}

impl<'r, 'a, 's> Paths<'r, 'a, 's> {
    pub(super) fn new(part: &'r Part<'a, 's>, known: &'r HashSet<usize>) -> Self {
        let (tokens, imports) = (part.tokens, &part.imports);
        let mut seen = HashSet::new();
        let mut named: Vec<&Object> = Vec::new();
        for at in 0..tokens.len() {
            let object = match imports.meaning(tokens, at) {
                Some(Means::Module(object)) => Some(object).filter(|_| is_path(tokens, at)),
                Some(Means::Type(object) | Means::Fields(object) | Means::Item(object, _)) => {
                    Some(object)
                }
                None => None,
            };
            if let Some(object) = object.filter(|object| seen.insert(&*object.name.api)) {
                named.push(object);
            }
        }
        Self {
            tokens,
            imports,
            known,
            named,
            own: Vec::new(),
            uses: Vec::new(),
        }
    }

    pub(super) fn read(mut self) -> Vec<(usize, &'s Object, Used<'s>)> {
        if self.named.is_empty() {
            return Vec::new();
        }
        let mut at = 0;
        while at < self.tokens.len() {
            if let Some(end) = self.imports.end_of(at) {
                self.in_use(at, end);
                at = end;
                continue;
            }
            while self.own.last().is_some_and(|(end, ..)| *end <= at) {
                self.own.pop();
            }
            match self.tokens.ident(at) {
                Some("impl") => self.own.extend(self.implemented(at)),
                Some("Self") => self.of_self(at),
                Some(_) => self.ident(at),
                None => {}
            }
            at += 1;
        }
        self.uses
    }

    fn note(&mut self, object: &'s Object, used: Used<'s>, at: usize) {
        self.uses.push((at, object, used));
    }

    /// The constant of a field that is named here, with what is done with it.
    fn note_marker(&mut self, object: &'s Object, used: Used<'s>, at: usize) {
        let used = match used {
            Used::Marker(field, _) => Used::Marker(field, self.place(at)),
            other => other,
        };
        self.note(object, used, at);
    }

    /// What is done with the constant that is named here: by its method, or that of the path that it
    /// ends, as in `OWNER.then(NAME).eq("x")`.
    fn place(&self, name: usize) -> Place {
        let tokens = self.tokens;
        let (mut first, mut last) = (name, name);
        loop {
            while is_after_path(tokens, first) && first >= 3 {
                first -= 3;
            }
            while first > 0 && tokens.is_punct(first - 1, '&') {
                first -= 1;
            }
            if tokens.is_punct(last + 1, '.') {
                return Place::of(tokens.ident(last + 2).unwrap_or_default());
            }
            let open = first.checked_sub(1);
            let Some(open) =
                open.filter(|open| tokens.group(*open, Delimiter::Parenthesis) == Some(last + 1))
            else {
                return Place::Any;
            };
            // `(NAME)`, or the rest of a path.
            let before = open.checked_sub(1);
            let is_path = before.is_some_and(|at| tokens.ident(at) == Some("then"));
            if before.is_some_and(|at| tokens.ident(at).is_some()) && !is_path {
                return Place::Any;
            }
            last += 1;
            first = match is_path {
                true => open.saturating_sub(3),
                false => open,
            };
        }
    }

    /// The enum that is `Self` in the `impl` here, and where that ends.
    fn implemented(&self, at: usize) -> Option<(usize, &'s Object, &'s Field)> {
        let tokens = self.tokens;
        let mut last = None;
        for at in at + 1..tokens.len().min(at + LONGEST) {
            if let Some(close) = tokens.group(at, Delimiter::Brace) {
                let last: usize = last?;
                let before = last.checked_sub(3).filter(|_| is_after_path(tokens, last));
                let module = before.and_then(|before| self.imports.meaning(tokens, before));
                let (object, name) = match (module, self.imports.meaning(tokens, last)) {
                    (Some(Means::Module(object)), _) => (object, tokens.ident(last)?),
                    (_, Some(Means::Item(object, name))) => (object, name),
                    _ => return None,
                };
                return Some((close, object, bindings::item(object, name)?));
            }
            match tokens.ident(at) {
                Some("for") => last = None,
                Some(_) if !is_path(tokens, at) => last = last.or(Some(at)),
                _ => {}
            }
            if tokens.is_punct(at, ';') {
                return None;
            }
        }
        None
    }

    /// `Self::Energy`
    fn of_self(&mut self, at: usize) {
        let Some((_, object, field)) = self.own.last().copied() else {
            return;
        };
        let next = after_path(self.tokens, at);
        let value = next.and_then(|next| {
            let name = self.tokens.ident(next)?;
            Some((next, bindings::variant(field, name)?))
        });
        if let Some((next, value)) = value {
            self.note(object, Used::Value(field, value), next);
        }
    }

    /// The names of a `use`, which are gone with what they name.
    fn in_use(&mut self, start: usize, end: usize) {
        for (at, means) in self.imports.leaves(start, end) {
            match means {
                Means::Type(object) => self.note(object, Used::Type, at),
                Means::Module(object) | Means::Fields(object) => {
                    self.note(object, Used::Module, at);
                }
                Means::Item(object, name) => match name {
                    "Required" => self.note(object, Used::Create, at),
                    "Draft" => self.note(object, Used::Draft, at),
                    _ => {
                        if let Some(field) = bindings::item(object, name) {
                            self.note(object, Used::Item(field), at);
                        } else if let Some(used) = bindings::marker(object, name) {
                            self.note(object, used, at);
                        } else {
                            self.note(object, Used::Module, at);
                        }
                    }
                },
            }
        }
    }

    fn ident(&mut self, at: usize) {
        let tokens = self.tokens;
        let Some(name) = tokens.ident(at) else {
            return;
        };
        let before = at.checked_sub(1);
        if before.is_some_and(|before| tokens.is_punct(before, '.')) {
            self.method(name, at);
            return;
        }
        let defines = ["struct", "enum", "mod", "fn", "trait", "type"];
        let word = before.and_then(|before| tokens.ident(before));
        if word.is_some_and(|word| defines.contains(&word)) {
            return;
        }
        match (self.imports.meaning(tokens, at), after_path(tokens, at)) {
            (Some(Means::Type(object)), next) => self.of_type(object, at, next),
            (Some(Means::Module(object)), Some(next)) => {
                self.note(object, Used::Module, at);
                self.item(object, next);
            }
            (Some(Means::Fields(object)), Some(next)) => self.marker(object, next),
            (Some(Means::Item(object, name)), _) => self.item_of_name(object, name, at),
            _ => {}
        }
    }

    fn of_type(&mut self, object: &'s Object, at: usize, next: Option<usize>) {
        self.note(object, Used::Type, at);
        if let Some(next) = next {
            self.associated(object, next);
        }
    }

    /// `account::…`
    fn item(&mut self, object: &'s Object, at: usize) {
        if let Some(name) = self.tokens.ident(at) {
            self.item_of_name(object, name, at);
        }
    }

    fn item_of_name(&mut self, object: &'s Object, name: &str, at: usize) {
        let next = after_path(self.tokens, at);
        match (name, next) {
            ("Required", _) => {
                self.note(object, Used::Create, at);
                self.required(object, at);
            }
            ("Draft", _) => self.note(object, Used::Draft, at),
            ("fields", Some(next)) => self.marker(object, next),
            ("record_types", Some(next)) => {
                let name = self.tokens.ident(next).unwrap_or_default();
                if let Some(name) = bindings::record_type(object, name) {
                    self.note(object, Used::RecordType(name), next);
                }
            }
            _ if name == bare(&object.name.rust) => self.of_type(object, at, next),
            _ => {
                let Some(field) = bindings::item(object, name) else {
                    // A constant that was imported.
                    if let Some(used) = bindings::marker(object, name) {
                        self.note_marker(object, used, at);
                    }
                    return;
                };
                self.note(object, Used::Item(field), at);
                let value = next.and_then(|next| {
                    let name = self.tokens.ident(next)?;
                    Some((next, bindings::variant(field, name)?))
                });
                if let Some((next, value)) = value {
                    self.note(object, Used::Value(field, value), next);
                }
            }
        }
    }

    fn marker(&mut self, object: &'s Object, at: usize) {
        let name = self.tokens.ident(at).unwrap_or_default();
        if let Some(used) = bindings::marker(object, name) {
            self.note_marker(object, used, at);
        }
    }

    /// `Required { name: …, … }`
    fn required(&mut self, object: &'s Object, name: usize) {
        let open = name + 1;
        let Some(close) = self.tokens.group(open, Delimiter::Brace) else {
            return;
        };
        if is_type(self.tokens, name) {
            return;
        }
        let mut is_whole = true;
        let mut at = open + 1;
        while at < close {
            let begins = at == open + 1 || self.tokens.is_punct(at - 1, ',');
            let field = self.tokens.ident(at).filter(|_| begins);
            if let Some(field) = field.and_then(|name| bindings::field(object, name)) {
                let end = (at..close).find(|at| self.tokens.is_punct(*at, ','));
                let end = end.unwrap_or(close);
                let given = bindings::given(self.tokens, field, at + 2, end);
                self.note(object, Used::Required(field, given), at);
            }
            // The rest comes from another, or is not looked at.
            is_whole &= !(begins && self.tokens.is_punct(at, '.'));
            at = self.tokens.after(at);
        }
        if is_whole {
            self.note(object, Used::Demands, name);
        }
    }

    /// `Account::…`
    fn associated(&mut self, object: &'s Object, at: usize) {
        let name = self.tokens.ident(at).unwrap_or_default();
        let Some(used) = bindings::associated(object, name) else {
            // `.map(Account::name)`
            if let Some(used) = bindings::getter(object, name) {
                self.note(object, used, at);
            }
            return;
        };
        self.note(object, used, at);
        let is_empty = self.tokens.group(at + 1, Delimiter::Parenthesis) == Some(at + 2);
        if matches!(used, Used::Create) && is_empty {
            self.note(object, Used::Demands, at);
        }
    }

    /// A method of something of which nothing is known: the names of custom fields tell.
    fn method(&mut self, name: &str, at: usize) {
        let arguments = at + 1;
        let is_call = self
            .tokens
            .group(arguments, Delimiter::Parenthesis)
            .is_some();
        let is_known = self.known.contains(&at);
        if !name.contains("__") || !is_call || is_known || self.imports.is_shared(name) {
            return;
        }
        let after = self.tokens.after(arguments);
        let is_getter = after == arguments + 2;
        let found = self.named.iter().find_map(|object| {
            let used = match is_getter {
                true => bindings::getter(object, name)?,
                false => {
                    let field = bindings::field(object, name)?;
                    let given = bindings::given(self.tokens, field, arguments + 1, after - 1);
                    Used::Set(field, Operation::Any, given)
                }
            };
            Some((*object, used))
        });
        if let Some((object, used)) = found {
            self.note(object, used, at);
        }
    }
}

/// Whether the path that ends here is a type before a block: `-> account::Required {`.
fn is_type(tokens: &Tokens<'_>, mut at: usize) -> bool {
    while at >= 3 && is_after_path(tokens, at) {
        at -= 3;
    }
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let is_arrow = tokens.is_punct(before, '>') && at >= 2 && tokens.is_punct(at - 2, '-');
    is_arrow || tokens.ident(before) == Some("for")
}
