//! Reads what a file does with records and drafts, by following what its expressions hold.
//!
//! Rust is read here as far as that needs: blocks, bindings, calls, closures. What is not understood is
//! walked over piece by piece, so that nothing hides what is in it: the arguments of a macro are read as
//! expressions, whatever the macro makes of them. Where types end, so does what is told.

mod applied;
mod call;
mod chain;
mod closure;
mod layer;
mod lock;
mod method;
mod pattern;
mod statement;

use std::collections::HashSet;

use proc_macro2::Delimiter;
use sf_schema::schema::Field;
use sf_schema::{Object, Schema};

use super::super::bindings::Used;
use super::imports::Imports;
use super::program::{Part, Program};
use super::scope::Scope;
use super::ty::{Flow, Layer, Ty};
use super::written::{MAPS, Written};
use crate::source::tokens::{Kind, Tokens};

/// Groups in each other beyond this are not followed.
const DEEPEST: usize = 100;

/// What was found in a file.
#[derive(Default)]
pub(super) struct Found<'s> {
    /// What is used, at which token.
    pub(super) uses: Vec<(usize, &'s Object, Used<'s>)>,
    /// Methods whose receiver is known.
    pub(super) known: HashSet<usize>,
    /// Calls of `upsert_by_…`, with the field that is the key.
    pub(super) upserts: Vec<(usize, &'s Object, &'s Field)>,
    /// What is set on drafts of an upsert.
    pub(super) set: Vec<(Flow, &'s Field)>,
    /// Where drafts of an upsert go.
    pub(super) flows: Vec<(Flow, usize)>,
}

/// A file that is read.
pub(super) struct Reader<'r, 'a, 's> {
    tokens: &'a Tokens<'a>,
    imports: &'r Imports<'a, 's>,
    part: &'r Part<'a, 's>,
    program: &'r Program<'a, 's>,
    schema: &'s Schema,
    /// Its number in the program.
    file: usize,
    scope: Scope<'a, 's>,
    /// What `Self` is.
    own: Option<Ty<'s>>,
    /// The generic parameters of the function.
    param: Option<&'a str>,
    bounds: Vec<(&'a str, Ty<'s>)>,
    /// Reads whose object is said by what they are bound to.
    unsaid: Vec<(usize, Doing)>,
    /// What each loop around gives by `break`.
    breaks: Vec<Option<Ty<'s>>>,
    depth: usize,
    found: Found<'s>,
}

/// What a call does with records of an object that only its type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    Read,
    Delete,
    Query,
    Search,
    Follow,
}

/// Expressions between commas.
#[derive(Default)]
struct Items<'s> {
    values: Vec<Option<Ty<'s>>>,
    has_commas: bool,
}

impl<'s> Items<'s> {
    /// The last of them.
    fn last(mut self) -> Option<Ty<'s>> {
        self.values.pop().flatten()
    }

    fn first(self) -> Option<Ty<'s>> {
        self.values.into_iter().next().flatten()
    }
}

impl<'r, 'a, 's> Reader<'r, 'a, 's> {
    pub(super) fn new(
        part: &'r Part<'a, 's>,
        program: &'r Program<'a, 's>,
        schema: &'s Schema,
        file: usize,
    ) -> Self {
        Self {
            tokens: part.tokens,
            imports: &part.imports,
            part,
            program,
            schema,
            file,
            scope: Scope::default(),
            own: None,
            param: None,
            bounds: Vec::new(),
            unsaid: Vec::new(),
            breaks: Vec::new(),
            depth: 0,
            found: Found::default(),
        }
    }

    pub(super) fn read(mut self) -> Found<'s> {
        for (name, ty) in self.program.statics(self.file) {
            let ty = self.program.resolve(ty.clone());
            self.scope.bind(name, Some(ty));
        }
        self.items(0, self.tokens.len(), &[]);
        self.found
    }

    fn note(&mut self, at: usize, object: &'s Object, used: Used<'s>) {
        self.found.uses.push((at, object, used));
    }

    /// How types are read here.
    fn types(&self) -> Written<'_, 'a, 's> {
        Written {
            param: self.param,
            bounds: &self.bounds,
            ..self.program.types(self.file, self.part, self.own.as_ref())
        }
    }

    /// The type that is written here.
    fn written(&self, at: usize, end: usize) -> Option<Ty<'s>> {
        let ty = self.types().at(at, end)?;
        Some(self.program.resolve(ty))
    }

    /// Whether a type leaves something out: `Vec<_>`.
    fn has_hole(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.tokens.ident(at) == Some("_"))
    }

    /// What was collected into a type that leaves something out.
    fn collected(&self, ty: Ty<'s>, from: usize, to: usize) -> Ty<'s> {
        let is_map = |at| {
            self.tokens
                .ident(at)
                .is_some_and(|name| MAPS.contains(&name))
        };
        match &ty {
            Ty::Around(Layer::Plain, inner) if matches!(**inner, Ty::Tuple(_)) => {
                match (from..to).any(is_map) {
                    true => Ty::Around(Layer::Map, inner.clone()),
                    false => ty,
                }
            }
            _ => ty,
        }
    }

    /// What is in braces, with variables of its own.
    fn block(&mut self, open: usize) -> Option<Ty<'s>> {
        let mark = self.scope.mark();
        let end = self.tokens.after(open).saturating_sub(1);
        let items = self.items(open + 1, end, &[]);
        self.scope.leave(mark);
        items.last()
    }

    /// Expressions and statements; closures among them get these for parameters.
    fn items(&mut self, start: usize, end: usize, given: &[Option<Ty<'s>>]) -> Items<'s> {
        let mut items = Items::default();
        if self.depth >= DEEPEST {
            return items;
        }
        self.depth += 1;
        let mut item = Item::new();
        let mut at = start;
        while at < end {
            at = self.piece(at, end, &mut item, &mut items, given);
        }
        self.finish(item, &mut items);
        self.depth -= 1;
        items
    }

    fn finish(&mut self, item: Item<'a, 's>, items: &mut Items<'s>) {
        if let (true, Some(given)) = (item.is_break, self.breaks.last_mut()) {
            *given = given.take().or_else(|| item.value.clone());
        }
        if let (Some(name), Some(ty)) = (item.target, &item.value) {
            self.scope.assign(name, ty.clone());
        }
        if !item.is_empty {
            items.values.push(item.value);
        }
    }

    /// Reads what is here, and says where it ends.
    fn piece(
        &mut self,
        at: usize,
        end: usize,
        item: &mut Item<'a, 's>,
        items: &mut Items<'s>,
        given: &[Option<Ty<'s>>],
    ) -> usize {
        let tokens = self.tokens;
        match tokens.kind(at) {
            Some(Kind::Punct(',', _)) => {
                let done = std::mem::replace(item, Item::new());
                self.finish(
                    Item {
                        is_empty: false,
                        ..done
                    },
                    items,
                );
                items.has_commas = true;
            }
            Some(Kind::Punct(';', _)) => {
                let done = std::mem::replace(item, Item::new());
                self.finish(done, &mut Items::default());
                // A value behind which one stands is not what the block is.
                items.values.clear();
                self.unsaid.clear();
            }
            Some(Kind::Punct('#', _)) => {
                let open = at + 1 + usize::from(tokens.is_punct(at + 1, '!'));
                if tokens.group(open, Delimiter::Bracket).is_some() {
                    return tokens.after(open);
                }
            }
            Some(Kind::Punct('\'', _)) => return at + 2,
            Some(Kind::Punct('|', _)) if self.begins_closure(at) => {
                let (value, next) = match (given, items.values.as_slice()) {
                    // `fold(first, |sum, one| …)`
                    ([None, one], [first @ Some(_)]) => {
                        self.closure(at, end, &[first.clone(), one.clone()])
                    }
                    _ => self.closure(at, end, given),
                };
                item.add(value, None);
                return next;
            }
            Some(Kind::Punct('=', _)) if self.is_assignment(at) => {
                let target = item.name.take();
                *item = Item::new();
                item.target = target;
            }
            Some(Kind::Punct('&' | '*' | '!' | '-', _)) if item.is_empty => {}
            Some(Kind::Punct(..)) => item.operator(),
            Some(Kind::Ident | Kind::Literal | Kind::Open(..)) => {
                return self.operand(at, end, item);
            }
            Some(Kind::Close(_)) | None => {}
        }
        at + 1
    }

    fn operand(&mut self, at: usize, end: usize, item: &mut Item<'a, 's>) -> usize {
        if self.tokens.ident(at) == Some("as") {
            item.operator();
            return at + 1;
        }
        if let Some((piece, next)) = self.statement(at, end) {
            match piece {
                Piece::Block(value) => *item = Item::of(value, item),
                Piece::Word if item.is_empty => {
                    item.is_break |= self.tokens.ident(at) == Some("break");
                }
                Piece::Word => item.is_done = true,
            }
            return next.max(at + 1);
        }
        if item.is_done {
            *item = Item::new();
        }
        let name = self.tokens.ident(at).filter(|_| item.is_empty);
        let (value, next) = self.chain(at, end);
        let name = name.filter(|_| next == at + 1);
        item.add(value, name);
        next.max(at + 1)
    }

    /// Whether `=` here gives a value to something.
    fn is_assignment(&self, at: usize) -> bool {
        let joins = |at: usize| matches!(self.tokens.kind(at), Some(Kind::Punct(_, true)));
        let before = at.checked_sub(1);
        !joins(at) && !before.is_some_and(joins)
    }
}

/// What a keyword begins.
enum Piece<'s> {
    /// Nothing but itself.
    Word,
    /// Something in braces, and what that is.
    Block(Option<Ty<'s>>),
}

/// An expression that is being read.
struct Item<'a, 's> {
    value: Option<Ty<'s>>,
    /// The variable that is all of it so far.
    name: Option<&'a str>,
    /// The variable that gets the value.
    target: Option<&'a str>,
    /// Whether there is nothing of it so far.
    is_empty: bool,
    /// Whether it is what a loop gives.
    is_break: bool,
    /// Whether it was a statement that ends without a semicolon.
    is_done: bool,
}

impl<'a, 's> Item<'a, 's> {
    fn new() -> Self {
        Self {
            value: None,
            name: None,
            target: None,
            is_empty: true,
            is_break: false,
            is_done: false,
        }
    }

    /// A block, behind which another statement can begin.
    fn of(value: Option<Ty<'s>>, before: &Self) -> Self {
        let is_first = before.is_empty || before.is_done;
        Self {
            value: value.filter(|_| is_first),
            target: before.target,
            is_empty: false,
            is_done: true,
            ..Self::new()
        }
    }

    fn add(&mut self, value: Option<Ty<'s>>, name: Option<&'a str>) {
        if self.is_empty {
            self.value = value;
            self.name = name;
        } else {
            self.operator();
        }
        self.is_empty = false;
    }

    /// What is joined by an operator is none of its operands.
    fn operator(&mut self) {
        self.value = None;
        self.name = None;
        self.is_empty = false;
    }
}
