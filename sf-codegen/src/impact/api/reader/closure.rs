//! Closures, whose parameters are what the method they are given to has.

use proc_macro2::Delimiter;

use super::super::program::{Parameter, parameters};
use super::super::ty::Ty;
use super::super::written::after_angles;
use super::Reader;
use crate::source::tokens::Kind;

impl<'s> Reader<'_, '_, 's> {
    /// Whether `|` here is not an operator.
    pub(super) fn begins_closure(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        match self.tokens.kind(before) {
            Some(Kind::Ident) => matches!(
                self.tokens.ident(before),
                Some("move" | "async" | "return" | "else" | "break" | "in" | "static")
            ),
            Some(Kind::Open(..)) => true,
            Some(Kind::Punct('?', _)) => false,
            Some(Kind::Punct(..)) => true,
            _ => false,
        }
    }

    /// What the body of the closure that begins here is, and where it ends.
    pub(super) fn closure(
        &mut self,
        at: usize,
        end: usize,
        given: &[Option<Ty<'s>>],
    ) -> (Option<Ty<'s>>, usize) {
        let tokens = self.tokens;
        let mark = self.scope.mark();
        let (all, at) = parameters(tokens, at + 1, end);
        for (number, Parameter { start, colon, end }) in all.into_iter().enumerate() {
            let written = colon.and_then(|colon| self.written(colon + 1, end));
            let given = given.get(number).cloned().flatten();
            let is_said = colon.is_some_and(|colon| !self.has_hole(colon + 1, end));
            let ty = written.or(given.filter(|_| !is_said));
            self.bind(start, colon.unwrap_or(end), ty);
        }
        let mut body = at + 1;
        let mut written = None;
        if tokens.is_punct(body, '-') && tokens.is_punct(body + 1, '>') {
            let from = body;
            while body < end && tokens.group(body, Delimiter::Brace).is_none() {
                body = tokens.after(body);
            }
            written = self.written(from + 2, body.min(end));
        }
        while matches!(tokens.ident(body), Some("async" | "move" | "unsafe")) {
            body += 1;
        }
        let (value, next) = if tokens.group(body, Delimiter::Brace).is_some() {
            let value = self.block(body);
            self.postfixed(value, tokens.after(body), end)
        } else {
            let mut stop = body;
            while stop < end && !matches!(tokens.kind(stop), Some(Kind::Punct(',' | ';', _))) {
                let is_path = tokens.is_punct(stop, ':') && tokens.is_punct(stop + 1, ':');
                stop = if is_path && tokens.is_punct(stop + 2, '<') {
                    after_angles(tokens, stop + 2, end).max(stop + 3)
                } else {
                    tokens.after(stop)
                };
            }
            let stop = stop.min(end);
            (self.items(body.min(stop), stop, &[]).last(), stop)
        };
        self.scope.leave(mark);
        (written.or(value), next)
    }
}
