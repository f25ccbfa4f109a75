//! One operand: what it begins with, and the fields, calls and `?` behind it.

use proc_macro2::Delimiter;

use super::super::super::bindings::{self, Given, Used};
use super::super::is_path;
use super::super::ty::{Layer, Ty};
use super::super::written::after_angles;
use super::Reader;
use crate::source::tokens::Kind;

impl<'a, 's> Reader<'_, 'a, 's> {
    /// What the operand that begins here is, and where it ends.
    pub(super) fn chain(&mut self, at: usize, end: usize) -> (Option<Ty<'s>>, usize) {
        let (value, root, next) = match self.tokens.kind(at) {
            Some(Kind::Open(delimiter, close)) => {
                let value = match delimiter {
                    Delimiter::Brace => self.block(at),
                    Delimiter::Bracket => self.items(at + 1, close, &[]).first().map(Ty::around),
                    _ => self.grouped(at + 1, close),
                };
                (value, None, close + 1)
            }
            Some(Kind::Ident) => self.path(at, end),
            _ => (None, None, at + 1),
        };
        self.postfix(value, root, next, end)
    }

    /// What is in parentheses: a tuple, or one value.
    fn grouped(&mut self, start: usize, end: usize) -> Option<Ty<'s>> {
        let items = self.items(start, end, &[]);
        if !items.has_commas {
            return items.last();
        }
        items
            .values
            .iter()
            .any(Option::is_some)
            .then(|| Ty::Tuple(items.values.into()))
    }

    /// A value and what stands behind it.
    pub(super) fn postfixed(
        &mut self,
        value: Option<Ty<'s>>,
        at: usize,
        end: usize,
    ) -> (Option<Ty<'s>>, usize) {
        self.postfix(value, None, at, end)
    }

    fn postfix(
        &mut self,
        mut value: Option<Ty<'s>>,
        mut root: Option<&'a str>,
        start: usize,
        end: usize,
    ) -> (Option<Ty<'s>>, usize) {
        let tokens = self.tokens;
        let mut at = start;
        while at < end {
            match tokens.kind(at) {
                Some(Kind::Punct('?', _)) => {
                    value = value.map(|value| value.peel());
                    at += 1;
                }
                Some(Kind::Punct('.', _)) if !tokens.is_punct(at + 1, '.') => {
                    let name = at + 1;
                    if name >= end {
                        break;
                    }
                    match tokens.kind(name) {
                        Some(Kind::Ident) => {
                            // What a lock holds is the variable's still.
                            let is_locked = value.as_ref().is_some_and(Ty::is_locked);
                            (value, at) = self.member(value, root, name, end);
                            root = root.filter(|_| is_locked);
                        }
                        Some(Kind::Literal) => {
                            // `pair.0.1` has a literal `0.1`.
                            for number in tokens.text(name).split('.') {
                                value = self.part(value, number);
                            }
                            at = name + 1;
                        }
                        _ => break,
                    }
                }
                Some(Kind::Open(Delimiter::Bracket, close)) => {
                    let is_range = (at + 1..close)
                        .any(|at| tokens.is_punct(at, '.') && tokens.is_punct(at + 1, '.'));
                    self.items(at + 1, close, &[]);
                    value = value.and_then(|value| match value.unlocked() {
                        value if is_range => Some(value),
                        Ty::Around(Layer::Map, pair) => value_of(&pair),
                        Ty::Around(_, inner) => Some(Ty::clone(&inner)),
                        _ => None,
                    });
                    at = close + 1;
                }
                // A closure is what it gives.
                Some(Kind::Open(Delimiter::Parenthesis, close)) => {
                    self.items(at + 1, close, &[]);
                    at = close + 1;
                }
                _ => break,
            }
        }
        (value, at)
    }

    /// `.name`, `.name(…)` or `.await`, and where it ends.
    fn member(
        &mut self,
        value: Option<Ty<'s>>,
        root: Option<&'a str>,
        at: usize,
        end: usize,
    ) -> (Option<Ty<'s>>, usize) {
        let tokens = self.tokens;
        let name = tokens.ident(at).unwrap_or_default();
        if name == "await" {
            return (value, at + 1);
        }
        let mut open = at + 1;
        let mut generics = None;
        if is_path(tokens, at) && tokens.is_punct(at + 3, '<') {
            open = after_angles(tokens, at + 3, end);
            generics = Some((at + 4, open.saturating_sub(1)));
        }
        if let Some(close) = tokens
            .group(open, Delimiter::Parenthesis)
            .filter(|_| open < end)
        {
            let value = self.method(value, root, at, generics, open, close);
            return (value, close + 1);
        }
        (self.field(value, at), open)
    }

    /// A field by its name.
    fn field(&mut self, of: Option<Ty<'s>>, at: usize) -> Option<Ty<'s>> {
        let name = self.tokens.ident(at)?;
        let of = of.map(Ty::unlocked);
        match &of {
            Some(Ty::Required(object)) => {
                if let Some(field) = bindings::field(object, name) {
                    self.note(at, object, Used::Required(field, Given::Other));
                }
                None
            }
            Some(own @ Ty::Own(..)) => self.program.field(own, name),
            // A page's: each can be one that could not be read.
            Some(Ty::Around(Layer::Plain, inner)) if name == "records" => {
                Some(Ty::clone(inner).layers(2))
            }
            Some(_) => None,
            None => self.program.field_of_any(self.file, name),
        }
    }

    /// A field by its number.
    fn part(&self, of: Option<Ty<'s>>, number: &str) -> Option<Ty<'s>> {
        match of?.unlocked() {
            Ty::Tuple(parts) => parts.get(number.parse::<usize>().ok()?)?.clone(),
            own @ Ty::Own(..) => self.program.field(&own, number),
            // `json.0`
            record @ Ty::Record(_) => Some(record),
            _ => None,
        }
    }
}

/// The value of a key and a value.
pub(super) fn value_of<'s>(pair: &Ty<'s>) -> Option<Ty<'s>> {
    match pair {
        Ty::Tuple(parts) => parts.get(1)?.clone(),
        _ => None,
    }
}
