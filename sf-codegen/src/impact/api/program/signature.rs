//! The heads of functions, of `impl` and of types, as they are written.

use proc_macro2::Delimiter;

use super::super::ty::Ty;
use super::super::written::{LONGEST, Written, after_angles};
use super::shape::{fields, is_open, variants};
use super::{Def, Function, Owner, Part, Program};
use crate::source::tokens::{Kind, Tokens};

/// Where the parts of a function are.
pub(in super::super) struct Signature<'a, 's> {
    /// Its parameters, in parentheses.
    pub(in super::super) open: usize,
    pub(in super::super) close: usize,
    /// Where what it gives begins.
    pub(in super::super) gives: Option<usize>,
    /// The brace of its body, or the semicolon instead.
    pub(in super::super) body: usize,
    /// The first generic parameter.
    pub(in super::super) param: Option<&'a str>,
    /// What generic parameters are bound to.
    pub(in super::super) bounds: Vec<(&'a str, Ty<'s>)>,
}

impl<'a, 's> Signature<'a, 's> {
    /// Of the function whose name is this token.
    pub(in super::super) fn at(
        types: &Written<'_, 'a, 's>,
        name: usize,
        end: usize,
    ) -> Option<Self> {
        let tokens = types.tokens;
        let end = end.min(name + LONGEST);
        let mut open = name + 1;
        let mut bounds = Vec::new();
        let mut param = None;
        if tokens.is_punct(open, '<') {
            let after = after_angles(tokens, open, end);
            param = first_param(tokens, open, after);
            bound(types, open + 1, after, &mut bounds);
            open = after;
        }
        let close = tokens.group(open, Delimiter::Parenthesis)?;
        let mut at = close + 1;
        let mut gives = None;
        if tokens.is_punct(at, '-') && tokens.is_punct(at + 1, '>') {
            gives = Some(at + 2);
        }
        while at < end && !tokens.is_punct(at, ';') && tokens.group(at, Delimiter::Brace).is_none()
        {
            if tokens.ident(at) == Some("where") {
                let from = at + 1;
                while at < end
                    && !tokens.is_punct(at, ';')
                    && tokens.group(at, Delimiter::Brace).is_none()
                {
                    at = tokens.after(at);
                }
                bound(types, from, at, &mut bounds);
                break;
            }
            at = tokens.after(at);
        }
        Some(Self {
            open,
            close,
            gives,
            body: at,
            param,
            bounds,
        })
    }

    /// What is given to the closure that the function takes, wherever its head says so; nothing where
    /// it takes several.
    fn passes(&self, types: &Written<'_, 'a, 's>, name: usize) -> Vec<Option<Ty<'s>>> {
        let tokens = types.tokens;
        let is_closure = |at: &usize| {
            let is_named = matches!(tokens.ident(*at), Some("Fn" | "FnMut" | "FnOnce"));
            is_named && tokens.group(*at + 1, Delimiter::Parenthesis).is_some()
        };
        let wheres = (self.close..self.body).find(|at| tokens.ident(*at) == Some("where"));
        let head = (name..self.close).chain(wheres.unwrap_or(self.body)..self.body);
        let mut closures = head.filter(is_closure);
        match (closures.next(), closures.next()) {
            (Some(one), None) => types.list(one + 2, tokens.after(one + 1) - 1, 0),
            _ => Vec::new(),
        }
    }
}

/// Where a parameter begins, its colon, and where it ends.
pub(in super::super) struct Parameter {
    pub(in super::super) start: usize,
    pub(in super::super) colon: Option<usize>,
    pub(in super::super) end: usize,
}

/// The parameters from here to a token: of a function, or of a closure to its `|`.
pub(in super::super) fn parameters(
    tokens: &Tokens<'_>,
    start: usize,
    end: usize,
) -> (Vec<Parameter>, usize) {
    let mut found = Vec::new();
    let mut at = start;
    let is_end = |at: usize| at >= end || tokens.is_punct(at, '|');
    while !is_end(at) {
        let mut parameter = Parameter {
            start: at,
            colon: None,
            end: at,
        };
        while !is_end(at) && !tokens.is_punct(at, ',') {
            if tokens.is_punct(at, ':') {
                if tokens.is_punct(at + 1, ':') {
                    at += 2;
                    continue;
                }
                parameter.colon = parameter.colon.or(Some(at));
            }
            at = if tokens.is_punct(at, '<') {
                after_angles(tokens, at, end).max(at + 1)
            } else {
                tokens.after(at)
            };
        }
        parameter.end = at.min(end);
        found.push(parameter);
        if tokens.is_punct(at, ',') {
            at += 1;
        }
    }
    (found, at.min(end))
}

/// The first type among generic parameters.
fn first_param<'a>(tokens: &Tokens<'a>, open: usize, end: usize) -> Option<&'a str> {
    let mut at = open + 1;
    while at < end {
        if tokens.is_punct(at, '\'') {
            at += 2;
        } else {
            match tokens.ident(at) {
                Some("const") => return None,
                Some(name) if tokens.is_punct(at - 1, '<') || tokens.is_punct(at - 1, ',') => {
                    return Some(name);
                }
                _ => at = tokens.after(at),
            }
        }
    }
    None
}

/// Notes what is written as `I: Iterator<Item = Account>`.
fn bound<'a, 's>(
    types: &Written<'_, 'a, 's>,
    start: usize,
    end: usize,
    bounds: &mut Vec<(&'a str, Ty<'s>)>,
) {
    let tokens = types.tokens;
    let mut at = start;
    while at < end {
        let is_bound = tokens.is_punct(at + 1, ':')
            && !tokens.is_punct(at + 2, ':')
            && !tokens.is_punct(at.wrapping_sub(1), ':')
            && !tokens.is_punct(at.wrapping_sub(1), '\'');
        if let Some(name) = tokens.ident(at).filter(|_| is_bound)
            && let Some(ty) = types.at(at + 2, end)
        {
            bounds.push((name, ty));
        }
        at = tokens.after(at);
    }
}

impl<'a, 's> Program<'a, 's> {
    /// Notes what a file defines.
    pub(super) fn read(&mut self, file: usize, part: &Part<'a, 's>) {
        let tokens = part.tokens;
        let mut own: Vec<(usize, Option<Ty<'s>>)> = Vec::new();
        let mut modules: Vec<(usize, Option<&'a str>)> = Vec::new();
        for at in 0..tokens.len() {
            while own.last().is_some_and(|(end, _)| *end <= at) {
                own.pop();
            }
            while modules.last().is_some_and(|(end, _)| *end <= at) {
                modules.pop();
            }
            let Some(word) = tokens.ident(at) else {
                continue;
            };
            match word {
                "mod" => {
                    if let Some(end) = tokens.group(at + 2, Delimiter::Brace) {
                        modules.push((end, tokens.ident(at + 1)));
                    }
                }
                "impl" => {
                    let types = self.types(file, part, None);
                    if let Some((ty, open)) = implemented(&types, at) {
                        own.push((tokens.after(open) - 1, ty.map(|ty| self.resolve(ty))));
                    }
                }
                "trait" => {
                    let end = tokens.len().min(at + LONGEST);
                    let open = (at..end).find(|at| {
                        tokens.group(*at, Delimiter::Brace).is_some() || tokens.is_punct(*at, ';')
                    });
                    if let Some(open) = open {
                        let def = self.names.at(file, at + 1);
                        let ty = def.map(|def| Ty::Own(def, None));
                        own.push((tokens.after(open).max(open + 1) - 1, ty));
                    }
                }
                "struct" | "enum" | "type" => self.define(file, part, at),
                "static" | "const" => self.constant(file, part, at),
                "fn" => {
                    let is_method = !own.is_empty();
                    let own = own.last().and_then(|(_, ty)| ty.clone());
                    let module = modules.last().and_then(|(_, name)| *name);
                    self.function_at(file, part, at + 1, own, is_method, module);
                }
                _ => {}
            }
        }
    }

    pub(in super::super) fn types<'r>(
        &'r self,
        file: usize,
        part: &'r Part<'a, 's>,
        own: Option<&'r Ty<'s>>,
    ) -> Written<'r, 'a, 's> {
        Written {
            tokens: part.tokens,
            imports: &part.imports,
            names: &self.names,
            file,
            own,
            param: None,
            bounds: &[],
        }
    }

    fn function_at(
        &mut self,
        file: usize,
        part: &Part<'a, 's>,
        at: usize,
        own: Option<Ty<'s>>,
        is_method: bool,
        module: Option<&'a str>,
    ) {
        let Some(name) = part.tokens.ident(at) else {
            return;
        };
        let end = part.tokens.len();
        let types = self.types(file, part, own.as_ref());
        let Some(signature) = Signature::at(&types, at, end) else {
            return;
        };
        let types = Written {
            param: signature.param,
            bounds: &signature.bounds,
            ..types
        };
        let gives = signature
            .gives
            .and_then(|from| types.at(from, signature.body));
        let mut takes = Vec::new();
        if gives.as_ref().is_some_and(Ty::is_generic) {
            let (all, _) = parameters(part.tokens, signature.open + 1, signature.close);
            let typed = all
                .into_iter()
                .filter_map(|one| Some((one.colon?, one.end)));
            takes.extend(typed.map(|(colon, end)| types.at(colon + 1, end)));
        }
        let number = self.functions.len();
        self.functions.push(Function {
            name,
            file,
            module,
            gives,
            takes,
            passes: signature.passes(&types, at),
        });
        self.by_place.insert((file, at), number);
        match own.as_ref().and_then(Owner::of) {
            Some(owner) => {
                self.methods.insert((owner, name), number);
            }
            None if !is_method => self.free.entry(name).or_default().push(number),
            None => {}
        }
    }

    /// `struct`, `enum` or `type`.
    fn define(&mut self, file: usize, part: &Part<'a, 's>, at: usize) {
        let tokens = part.tokens;
        let end = tokens.len().min(at + LONGEST);
        let Some(def) = self.names.at(file, at + 1) else {
            return;
        };
        let mut open = at + 2;
        let mut param = None;
        if tokens.is_punct(open, '<') {
            let after = after_angles(tokens, open, end);
            param = first_param(tokens, open, after);
            open = after;
        }
        let types = Written {
            param,
            ..self.types(file, part, None)
        };
        let mut found = Def::default();
        if tokens.ident(at) == Some("type") {
            if tokens.is_punct(open, '=') {
                found.alias = types.at(open + 1, end);
            }
        } else {
            // Behind bounds.
            while open < end && !tokens.is_punct(open, ';') && !is_open(tokens, open) {
                open += 1;
            }
            if tokens.ident(at) == Some("enum") {
                found.variants = variants(&types, open);
            } else {
                found.fields = fields(&types, open);
            }
        }
        if let Some(place) = self.defs.get_mut(def) {
            *place = found;
        }
    }

    /// `static NAME: Type = …`
    fn constant(&mut self, file: usize, part: &Part<'a, 's>, at: usize) {
        let mut name = at + 1;
        if part.tokens.ident(name) == Some("mut") {
            name += 1;
        }
        let is_typed = part.tokens.is_punct(name + 1, ':') && !part.tokens.is_punct(name + 2, ':');
        let Some(word) = part.tokens.ident(name).filter(|_| is_typed) else {
            return;
        };
        let types = self.types(file, part, None);
        if let Some(ty) = types.at(name + 2, part.tokens.len()) {
            self.statics.entry(file).or_default().push((word, ty));
        }
    }
}

/// For what an `impl` is, and the brace that begins it.
pub(in super::super) fn implemented<'s>(
    types: &Written<'_, '_, 's>,
    at: usize,
) -> Option<(Option<Ty<'s>>, usize)> {
    let tokens = types.tokens;
    let mut from = at + 1;
    if tokens.is_punct(from, '<') {
        from = after_angles(tokens, from, tokens.len());
    }
    let mut open = from;
    let end = tokens.len().min(at + LONGEST);
    while tokens.group(open, Delimiter::Brace).is_none() {
        if open >= end {
            return None;
        }
        // `impl Trait` in a type.
        match tokens.kind(open)? {
            Kind::Punct(';' | ',' | '=' | ')', _) | Kind::Close(_) => return None,
            _ => {}
        }
        if tokens.ident(open) == Some("for") && !tokens.is_punct(open + 1, '<') {
            from = open + 1;
        }
        if tokens.ident(open) == Some("where") {
            while tokens.group(open, Delimiter::Brace).is_none() {
                tokens.kind(open).filter(|_| open < end)?;
                open = tokens.after(open);
            }
            break;
        }
        open = if tokens.is_punct(open, '<') {
            after_angles(tokens, open, tokens.len()).max(open + 1)
        } else {
            tokens.after(open)
        };
    }
    Some((types.at(from, open), open))
}
