//! Patterns: what their variables hold.

use proc_macro2::Delimiter;

use super::super::is_path;
use super::super::program::NUMBERS;
use super::super::ty::Ty;
use super::super::written::TRANSPARENT;
use super::Reader;
use crate::source::tokens::Kind;

impl<'s> Reader<'_, '_, 's> {
    /// Binds the variables of the pattern between two tokens, which something of this type matches.
    pub(super) fn bind(&mut self, start: usize, end: usize, ty: Option<Ty<'s>>) {
        if self.depth >= super::DEEPEST {
            return;
        }
        self.depth += 1;
        let mut at = start;
        while at < end {
            at = self.pattern(at, end, ty.as_ref()).max(at + 1);
        }
        self.depth -= 1;
    }

    /// One pattern of several between `|`, and where it ends.
    fn pattern(&mut self, at: usize, end: usize, ty: Option<&Ty<'s>>) -> usize {
        let tokens = self.tokens;
        match tokens.kind(at) {
            Some(Kind::Open(Delimiter::Parenthesis, close)) => {
                self.tuple(at + 1, close, ty);
                close + 1
            }
            Some(Kind::Open(Delimiter::Bracket, close)) => {
                let inner = ty.filter(|ty| ty.is_layered()).map(Ty::peel);
                let mut from = at + 1;
                while from < close {
                    let stop = self.comma(from, close);
                    let is_rest = tokens.is_punct(from + 1, '@') && tokens.is_punct(from + 2, '.');
                    self.bind(
                        from,
                        stop,
                        if is_rest { ty.cloned() } else { inner.clone() },
                    );
                    from = stop + 1;
                }
                close + 1
            }
            Some(Kind::Open(_, close)) => close + 1,
            Some(Kind::Ident) => self.named(at, end, ty),
            _ => at + 1,
        }
    }

    fn comma(&self, mut at: usize, end: usize) -> usize {
        while at < end && !self.tokens.is_punct(at, ',') {
            at = self.tokens.after(at);
        }
        at.min(end)
    }

    fn tuple(&mut self, start: usize, end: usize, ty: Option<&Ty<'s>>) {
        let first = self.comma(start, end);
        if first >= end {
            // Only parentheses.
            self.bind(start, end, ty.cloned());
            return;
        }
        let parts = match ty {
            Some(Ty::Tuple(parts)) => Some(parts.clone()),
            _ => None,
        };
        let (mut at, mut number, mut is_known) = (start, 0, true);
        while at < end {
            let stop = self.comma(at, end);
            is_known &= !(tokens_rest(self, at) && stop == at + 2);
            let parts = parts.as_deref().unwrap_or_default();
            let part = parts.get(number).cloned().flatten();
            self.bind(at, stop, part.filter(|_| is_known));
            number += 1;
            at = stop + 1;
        }
    }

    /// A variable, or what begins with the name of a type or variant.
    fn named(&mut self, at: usize, end: usize, ty: Option<&Ty<'s>>) -> usize {
        let tokens = self.tokens;
        let Some(name) = tokens.ident(at) else {
            return at + 1;
        };
        if matches!(name, "ref" | "mut" | "box" | "_" | "if") {
            return at + 1;
        }
        let mut last = at;
        while is_path(tokens, last) && tokens.ident(last + 3).is_some() {
            last += 3;
        }
        let next = last + 1;
        match tokens.kind(next) {
            Some(Kind::Open(Delimiter::Parenthesis, close)) if next < end => {
                self.held(at, last, next + 1, close, ty);
                close + 1
            }
            Some(Kind::Open(Delimiter::Brace, close)) if next < end => {
                self.fields(at, last, next + 1, close, ty);
                close + 1
            }
            _ => {
                let is_variable = last == at && !name.starts_with(char::is_uppercase);
                if is_variable {
                    self.scope.bind(name, ty.cloned());
                }
                next
            }
        }
    }

    /// `Some(…)`, or a type or variant of the program with fields without names.
    fn held(&mut self, first: usize, last: usize, start: usize, end: usize, ty: Option<&Ty<'s>>) {
        let own = self.type_of_pattern(first, last);
        let variant = self.tokens.ident(last).unwrap_or_default();
        let mut at = start;
        let mut number = 0;
        while at < end {
            let stop = self.comma(at, end);
            let part = match &own {
                Some((Ty::Own(def, _), true)) => {
                    let name = NUMBERS.get(number);
                    name.and_then(|name| self.program.variant(*def, variant, name))
                }
                Some((own, _)) => {
                    // With the argument of what is matched.
                    let own = ty.filter(|ty| is_same(own, ty)).unwrap_or(own);
                    let name = NUMBERS.get(number);
                    name.and_then(|name| self.program.field(own, name))
                }
                None if variant == "Err" => None,
                // `Json(account)`
                None if TRANSPARENT.contains(&variant) => ty.cloned(),
                None => ty.filter(|ty| ty.is_layered() && number == 0).map(Ty::peel),
            };
            self.bind(at, stop, part);
            number += 1;
            at = stop + 1;
        }
    }

    /// `Type { name, other: pattern, .. }`
    fn fields(&mut self, first: usize, last: usize, start: usize, end: usize, ty: Option<&Ty<'s>>) {
        let tokens = self.tokens;
        let own = self.type_of_pattern(first, last);
        let variant = tokens.ident(last).unwrap_or_default();
        let mut at = start;
        while at < end {
            let stop = self.comma(at, end);
            let mut name_at = at;
            while matches!(tokens.ident(name_at), Some("ref" | "mut")) {
                name_at += 1;
            }
            if let Some(name) = tokens.ident(name_at).filter(|_| name_at < stop) {
                let part = match &own {
                    Some((Ty::Own(def, _), true)) => self.program.variant(*def, variant, name),
                    Some((own, _)) => {
                        let own = ty.filter(|ty| is_same(own, ty)).unwrap_or(own);
                        self.program.field(own, name)
                    }
                    None => None,
                };
                let from = if tokens.is_punct(name_at + 1, ':') {
                    name_at + 2
                } else {
                    name_at
                };
                self.bind(from, stop, part);
            }
            at = stop + 1;
        }
    }

    /// The type that a pattern names, and whether a variant of it.
    fn type_of_pattern(&self, first: usize, last: usize) -> Option<(Ty<'s>, bool)> {
        if let Some(ty) = self.written(first, last + 1) {
            return Some((ty, false));
        }
        let before = last.checked_sub(3).filter(|before| *before >= first)?;
        let ty = self.written(first, before + 1)?;
        Some((ty, true))
    }
}

fn is_same(one: &Ty<'_>, other: &Ty<'_>) -> bool {
    matches!((one, other), (Ty::Own(one, _), Ty::Own(other, _)) if one == other)
}

fn tokens_rest(reader: &Reader<'_, '_, '_>, at: usize) -> bool {
    reader.tokens.is_punct(at, '.') && reader.tokens.is_punct(at + 1, '.')
}
