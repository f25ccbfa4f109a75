//! Which variables hold records and drafts, as far as it is written down.

use std::collections::{HashMap, HashSet};

use proc_macro2::Delimiter;
use sf_schema::Object;

use super::super::bindings::{self, Operation, Used};
use super::imports::{Imports, Means};
use super::{after_path, is_path};
use crate::source::tokens::{Kind, Tokens};

/// What a variable holds.
#[derive(Clone, Copy)]
pub(super) enum Holds<'s> {
    Record(&'s Object),
    Draft(&'s Object, Operation),
}

/// The variables of the function that is being read, and the fields of the file's structs.
#[derive(Default)]
pub(super) struct Variables<'a, 's> {
    local: HashMap<&'a str, Holds<'s>>,
    fields: HashMap<&'a str, &'s Object>,
    /// Methods whose receiver is known.
    done: HashSet<usize>,
}

impl<'a, 's> Variables<'a, 's> {
    pub(super) fn get(&self, name: &str) -> Option<Holds<'s>> {
        self.local.get(name).copied()
    }

    /// The object of a record that a field of this name holds.
    pub(super) fn field(&self, name: &str) -> Option<&'s Object> {
        self.fields.get(name).copied()
    }

    /// Notes that the receiver of this method is known.
    pub(super) fn done(&mut self, method: usize) {
        self.done.insert(method);
    }

    pub(super) fn is_done(&self, method: usize) -> bool {
        self.done.contains(&method)
    }

    /// Notes the fields of all structs.
    pub(super) fn fields(&mut self, tokens: &'a Tokens<'a>, imports: &Imports<'a, 's>) {
        for at in 0..tokens.len() {
            if tokens.ident(at) != Some("struct") {
                continue;
            }
            let mut open = at + 2;
            // Behind generics and bounds.
            while matches!(tokens.kind(open), Some(Kind::Ident | Kind::Punct(..)))
                && !tokens.is_punct(open, ';')
            {
                open += 1;
            }
            let Some(close) = tokens.group(open, Delimiter::Brace) else {
                continue;
            };
            for at in open + 1..close {
                if let (Some(name), Some(object)) = (tokens.ident(at), typed(tokens, imports, at)) {
                    self.fields.insert(name, object);
                }
            }
        }
    }

    /// Notes what the token here says of a variable.
    pub(super) fn see(&mut self, tokens: &'a Tokens<'a>, imports: &Imports<'a, 's>, at: usize) {
        let Some(word) = tokens.ident(at) else {
            return;
        };
        match word {
            "fn" => self.local.clear(),
            "let" => {
                let name = if tokens.ident(at + 1) == Some("mut") {
                    at + 2
                } else {
                    at + 1
                };
                self.binding(tokens, imports, name);
            }
            "for" => {
                let is_in = tokens.ident(at + 2) == Some("in");
                let from = tokens.ident(at + 3).and_then(|from| self.get(from));
                let from = from.or_else(|| {
                    // `for account in &accounts`
                    let is_reference = tokens.is_punct(at + 3, '&');
                    tokens
                        .ident(at + 4)
                        .filter(|_| is_reference)
                        .and_then(|from| self.get(from))
                });
                if let (Some(name), Some(holds), true) = (tokens.ident(at + 1), from, is_in) {
                    self.local.insert(name, holds);
                }
            }
            name => {
                // A parameter: `account: &Account`.
                if let Some(object) = typed(tokens, imports, at) {
                    self.local.insert(name, Holds::Record(object));
                }
            }
        }
    }

    /// `let name[: Type] = value;`
    fn binding(&mut self, tokens: &'a Tokens<'a>, imports: &Imports<'a, 's>, at: usize) {
        let Some(name) = tokens.ident(at) else {
            return;
        };
        let mut end = at + 1;
        while end < tokens.len() && !tokens.is_punct(end, ';') {
            if matches!(tokens.kind(end), Some(Kind::Close(_))) {
                break;
            }
            end = tokens.after(end);
        }
        let is_typed = tokens.is_punct(at + 1, ':') && !is_path(tokens, at);
        let holds = match typed(tokens, imports, at) {
            Some(object) => Some(Holds::Record(object)),
            None if is_typed => None,
            None => self.value(tokens, imports, at + 1, end),
        };
        match holds {
            Some(holds) => self.local.insert(name, holds),
            None => self.local.remove(name),
        };
    }

    /// What an expression is: a draft, something read as a named type, or another variable.
    fn value(
        &self,
        tokens: &'a Tokens<'a>,
        imports: &Imports<'a, 's>,
        start: usize,
        end: usize,
    ) -> Option<Holds<'s>> {
        let is_sent = (start..end).any(|at| tokens.ident(at) == Some("send"));
        for at in start..end {
            let Some(name) = tokens.ident(at) else {
                continue;
            };
            if let Some(Means::Type(object)) = imports.meaning(tokens, at) {
                let used = after_path(tokens, at)
                    .and_then(|next| bindings::associated(object, tokens.ident(next)?));
                let operation = match used {
                    Some(Used::Create) => Operation::Create,
                    Some(Used::Update) => Operation::Update,
                    Some(Used::Upsert(_)) => Operation::Upsert,
                    // `get::<Account>(id)`
                    None if at > 0 && tokens.is_punct(at - 1, '<') => {
                        return Some(Holds::Record(object));
                    }
                    _ => return None,
                };
                return (!is_sent).then_some(Holds::Draft(object, operation));
            }
            let is_first = at == start + 1;
            if is_first
                && !is_sent
                && let Some(Holds::Draft(object, operation)) = self.get(name)
            {
                return Some(Holds::Draft(object, operation));
            }
        }
        None
    }
}

/// The object of the type that is written behind a name: `: &Account`, `: Option<Vec<Account>>`.
fn typed<'s>(tokens: &Tokens<'_>, imports: &Imports<'_, 's>, at: usize) -> Option<&'s Object> {
    if !tokens.is_punct(at + 1, ':') || tokens.is_punct(at + 2, ':') {
        return None;
    }
    // `a::b: …` is no declaration.
    if at > 0 && tokens.is_punct(at - 1, ':') {
        return None;
    }
    let mut at = at + 2;
    loop {
        match tokens.kind(at)? {
            Kind::Punct('&' | '\'', _) | Kind::Open(Delimiter::Bracket, _) => at += 1,
            Kind::Ident => {
                let name = tokens.ident(at)?;
                let is_lifetime = at > 0 && tokens.is_punct(at - 1, '\'');
                if is_lifetime || matches!(name, "mut" | "dyn") {
                    at += 1;
                } else if is_path(tokens, at) {
                    at += 3;
                } else if let Some(Means::Type(object)) = imports.meaning(tokens, at) {
                    return Some(object);
                } else if matches!(name, "Option" | "Vec" | "Box" | "Rc" | "Arc") {
                    if !tokens.is_punct(at + 1, '<') {
                        return None;
                    }
                    at += 2;
                } else {
                    return None;
                }
            }
            _ => return None,
        }
    }
}
