//! What keywords begin: bindings, branches, loops, functions.

use proc_macro2::Delimiter;

use super::super::program::{Parameter, Signature, implemented, parameters};
use super::super::ty::{Flow, Ty};
use super::super::written::{LONGEST, Written, after_angles};
use super::{Piece, Reader};
use crate::source::tokens::Kind;

impl<'s> Reader<'_, '_, 's> {
    /// What the keyword here begins, and where that ends.
    pub(super) fn statement(&mut self, at: usize, end: usize) -> Option<(Piece<'s>, usize)> {
        let word = self.tokens.ident(at)?;
        // `r#type`, and `x.await`.
        if self.tokens.text(at) != word || at > 0 && self.tokens.is_punct(at - 1, '.') {
            return None;
        }
        let block = |(value, next)| (Piece::Block(value), next);
        Some(match word {
            "let" => (Piece::Word, self.binding(at, end)),
            "fn" => (Piece::Block(None), self.function(at, end)?),
            "if" | "while" => block(self.branch(at, end)?),
            "for" => (Piece::Block(None), self.each(at, end)?),
            "match" => block(self.choice(at, end)?),
            "loop" => block(self.endless(at, end)?),
            "impl" => (Piece::Block(None), self.implementation(at)?),
            "struct" | "enum" | "type" | "use" => (Piece::Block(None), self.definition(at, end)),
            "mod" | "trait" => {
                let open = self.brace(at + 1, end)?;
                let mark = self.scope.mark();
                let of_trait = self.program.names.at(self.file, at + 1);
                let of_trait = of_trait.filter(|_| word == "trait");
                let of_trait = of_trait.map(|def| Ty::Own(def, None));
                let own = std::mem::replace(&mut self.own, of_trait);
                self.items(open + 1, self.tokens.after(open) - 1, &[]);
                self.own = own;
                self.scope.leave(mark);
                (Piece::Block(None), self.tokens.after(open))
            }
            "unsafe" | "async" | "move" | "return" | "break" | "continue" | "else" | "mut"
            | "ref" | "dyn" | "pub" | "const" | "static" | "in" | "where" | "yield" | "extern" => {
                (Piece::Word, at + 1)
            }
            _ => return None,
        })
    }

    /// The first brace from here on that is in no other group, before a semicolon.
    fn brace(&self, mut at: usize, end: usize) -> Option<usize> {
        for _ in 0..LONGEST {
            if at >= end || self.tokens.is_punct(at, ';') {
                return None;
            }
            if self.tokens.group(at, Delimiter::Brace).is_some() {
                return Some(at);
            }
            at = self.tokens.after(at);
        }
        None
    }

    /// `let pattern: Type = value else { … };`: up to the semicolon.
    fn binding(&mut self, at: usize, end: usize) -> usize {
        let tokens = self.tokens;
        let start = at + 1;
        let mut stop = start;
        let (mut colon, mut value, mut otherwise) = (None, None, None);
        while stop < end && !tokens.is_punct(stop, ';') {
            if value.is_none() {
                let is_path = tokens.is_punct(stop, ':') && tokens.is_punct(stop + 1, ':');
                if is_path {
                    stop += 2;
                    continue;
                }
                if tokens.is_punct(stop, ':') && colon.is_none() {
                    colon = Some(stop);
                } else if tokens.is_punct(stop, '<') && colon.is_some() {
                    // `Iterator<Item = T>`
                    stop = after_angles(tokens, stop, end).max(stop + 1);
                    continue;
                } else if tokens.is_punct(stop, '=') && self.is_assignment(stop) {
                    value = Some(stop);
                }
            } else if tokens.ident(stop) == Some("else")
                && !matches!(tokens.kind(stop - 1), Some(Kind::Close(open))
                    if tokens.group(open, Delimiter::Brace).is_some())
            {
                otherwise = Some(stop);
                break;
            }
            stop = tokens.after(stop);
        }
        let stop = stop.min(end);
        let type_end = value.unwrap_or(stop);
        let pattern_end = colon.unwrap_or(type_end);
        let written = colon.and_then(|colon| self.written(colon + 1, type_end));
        let has_hole = colon.is_none_or(|colon| self.has_hole(colon, type_end));
        let said = self.unsaid.len();
        let mut held = None;
        if let Some(value) = value {
            held = self.items(value + 1, stop, &[]).last();
        }
        if let Some(written) = &written {
            self.said(said, value.unwrap_or(stop) + 1, written);
        }
        if let Some(otherwise) = otherwise {
            self.block_at(otherwise + 1);
        }
        let ty = match written {
            // The draft is the same one, and says where it comes from.
            Some(written) => match held.as_ref().and_then(Ty::flow) {
                Some(flow) => Some(written.through(flow)),
                None => Some(written),
            },
            None => {
                let from = colon.unwrap_or(type_end);
                held.filter(|_| has_hole)
                    .map(|held| self.collected(held, from, type_end))
            }
        };
        self.bind(start, pattern_end, ty);
        otherwise.map_or(stop, |otherwise| {
            let after = tokens.after(otherwise + 1);
            after.min(end)
        })
    }

    fn block_at(&mut self, open: usize) -> Option<Ty<'s>> {
        self.tokens.group(open, Delimiter::Brace)?;
        self.block(open)
    }

    /// `if`, `while`, and what follows `else`.
    fn branch(&mut self, mut at: usize, end: usize) -> Option<(Option<Ty<'s>>, usize)> {
        let mut value = None;
        let mut found = None;
        loop {
            let Some(open) = self.brace(at + 1, end) else {
                return found.map(|next| (value, next));
            };
            let mark = self.scope.mark();
            self.condition(at + 1, open);
            let of_block = self.block(open);
            self.scope.leave(mark);
            value = value.or(of_block);
            let next = self.tokens.after(open);
            found = Some(next);
            if next >= end || self.tokens.ident(next) != Some("else") {
                return Some(self.postfixed(value, next, end));
            }
            if self.tokens.ident(next + 1) == Some("if") {
                at = next + 1;
                continue;
            }
            let of_block = self.block_at(next + 1);
            let next = self.tokens.after(next + 1);
            return Some(self.postfixed(value.or(of_block), next, end));
        }
    }

    /// `let pattern = value && …`, whose variables are there in what follows.
    fn condition(&mut self, start: usize, end: usize) {
        let tokens = self.tokens;
        let mut at = start;
        while at < end {
            let mut stop = at;
            while stop < end && !(tokens.is_punct(stop, '&') && tokens.is_punct(stop + 1, '&')) {
                stop = tokens.after(stop);
            }
            let stop = stop.min(end);
            if tokens.ident(at) == Some("let") {
                let mut equals = at + 1;
                while equals < stop && !(tokens.is_punct(equals, '=') && self.is_assignment(equals))
                {
                    equals = tokens.after(equals);
                }
                let ty = self.items(equals + 1, stop, &[]).last();
                self.bind(at + 1, equals.min(stop), ty);
            } else {
                self.items(at, stop, &[]);
            }
            at = stop + 2;
        }
    }

    /// `loop { … break value; … }`
    fn endless(&mut self, at: usize, end: usize) -> Option<(Option<Ty<'s>>, usize)> {
        let open = at + 1;
        self.tokens.group(open, Delimiter::Brace)?;
        self.breaks.push(None);
        self.block(open);
        let value = self.breaks.pop().flatten();
        Some(self.postfixed(value, self.tokens.after(open), end))
    }

    /// `for pattern in value { … }`
    fn each(&mut self, at: usize, end: usize) -> Option<usize> {
        let open = self.brace(at + 1, end)?;
        let mut is_in = at + 1;
        while self.tokens.ident(is_in) != Some("in") {
            if is_in >= open {
                return None;
            }
            is_in = self.tokens.after(is_in);
        }
        let all = self.items(is_in + 1, open, &[]).last();
        let mark = self.scope.mark();
        let one = all.and_then(|all| self.iterated(&all));
        self.bind(at + 1, is_in, one.map(|all| all.peel()));
        self.block(open);
        self.scope.leave(mark);
        Some(self.tokens.after(open))
    }

    /// `match value { pattern if guard => value, … }`
    fn choice(&mut self, at: usize, end: usize) -> Option<(Option<Ty<'s>>, usize)> {
        let tokens = self.tokens;
        let open = self.brace(at + 1, end)?;
        let of = self.items(at + 1, open, &[]).last();
        let close = tokens.after(open).saturating_sub(1);
        let mut value = None;
        let mut at = open + 1;
        while at < close {
            if tokens.is_punct(at, '#') {
                at = tokens.after(at + 1);
                continue;
            }
            let (mut guard, mut arrow) = (None, at);
            while arrow < close && !(tokens.is_punct(arrow, '=') && tokens.is_punct(arrow + 1, '>'))
            {
                if tokens.ident(arrow) == Some("if") && guard.is_none() {
                    guard = Some(arrow);
                }
                arrow = tokens.after(arrow);
            }
            let arrow = arrow.min(close);
            let mark = self.scope.mark();
            self.bind(at, guard.unwrap_or(arrow), of.clone());
            if let Some(guard) = guard {
                self.condition(guard + 1, arrow);
            }
            let body = arrow + 2;
            let mut stop = body;
            if tokens.group(body, Delimiter::Brace).is_some() {
                stop = tokens.after(body);
                let of_arm = self.block(body);
                value = value.or(of_arm);
                if !matches!(tokens.kind(stop), Some(Kind::Punct('.' | '?', _))) {
                    self.scope.leave(mark);
                    at = if tokens.is_punct(stop, ',') {
                        stop + 1
                    } else {
                        stop
                    };
                    continue;
                }
            }
            while stop < close && !tokens.is_punct(stop, ',') {
                stop = tokens.after(stop);
            }
            let of_arm = self.items(body, stop.min(close), &[]).last();
            value = value.or(of_arm);
            self.scope.leave(mark);
            at = stop + 1;
        }
        Some(self.postfixed(value, close + 1, end))
    }

    fn function(&mut self, at: usize, end: usize) -> Option<usize> {
        let outer = std::mem::take(&mut self.bounds);
        let signature = Signature::at(&self.types(), at + 1, end);
        let Some(signature) = signature else {
            self.bounds = outer;
            return None;
        };
        let param = std::mem::replace(&mut self.param, signature.param);
        self.bounds = signature.bounds;
        let flow = self.program.at(self.file, at + 1).map(Flow::Through);
        let mark = self.scope.mark();
        self.parameters(signature.open + 1, signature.close, flow);
        let said = self.unsaid.len();
        let mut next = signature.body + 1;
        if self
            .tokens
            .group(signature.body, Delimiter::Brace)
            .is_some()
        {
            let value = self.block(signature.body);
            if let (Some(flow), Some(Flow::Through(to))) = (value.as_ref().and_then(Ty::flow), flow)
            {
                self.found.flows.push((flow, to));
            }
            let gives = signature
                .gives
                .and_then(|from| self.written(from, signature.body));
            if let Some(gives) = gives {
                self.said(said, signature.body + 1, &gives);
            }
            next = self.tokens.after(signature.body);
        }
        self.unsaid.truncate(said);
        self.scope.leave(mark);
        self.param = param;
        self.bounds = outer;
        Some(next)
    }

    /// `self, name: Type, …`
    fn parameters(&mut self, start: usize, end: usize, flow: Option<Flow>) {
        let (all, _) = parameters(self.tokens, start, end);
        for Parameter { start, colon, end } in all {
            match colon {
                Some(colon) => {
                    let mut ty = self.written(colon + 1, end);
                    if let Some(flow) = flow {
                        ty = ty.map(|ty| ty.through(flow));
                    }
                    self.bind(start, colon, ty);
                }
                None => {
                    if (start..end).any(|at| self.tokens.ident(at) == Some("self")) {
                        self.scope.bind("self", self.own.clone());
                    }
                }
            }
        }
    }

    fn implementation(&mut self, at: usize) -> Option<usize> {
        let types = Written {
            own: None,
            ..self.types()
        };
        let (ty, open) = implemented(&types, at)?;
        let ty = ty.map(|ty| self.program.resolve(ty));
        let own = std::mem::replace(&mut self.own, ty);
        self.block(open);
        self.own = own;
        Some(self.tokens.after(open))
    }

    /// Behind a type's definition, or a `use`.
    fn definition(&self, at: usize, end: usize) -> usize {
        let tokens = self.tokens;
        let is_type = matches!(tokens.ident(at), Some("struct" | "enum"));
        let mut at = at + 1;
        while at < end && !tokens.is_punct(at, ';') {
            if is_type && tokens.group(at, Delimiter::Brace).is_some() {
                return tokens.after(at);
            }
            at = tokens.after(at);
        }
        at + 1
    }
}
