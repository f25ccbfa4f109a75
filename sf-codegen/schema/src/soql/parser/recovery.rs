//! How reading goes on after what cannot be read.
//!
//! What is skipped is remembered, with the item round it: what is wrong at the end of it follows
//! from the first slip, and the names in it are no more than guesses.

use super::Parser;
use super::cursor::UNEXPECTED;
use crate::diagnostic::{Diagnostic, Span, in_order};
use crate::soql::lexer::UNCLOSED_TEXT;
use crate::soql::token::Kind;
use crate::steps::step;

/// The words behind which an item or a condition begins.
const BORDERS: &[&str] = &[
    "SELECT", "FROM", "WHERE", "AND", "OR", "BY", "HAVING", "USING", "WITH", "LIMIT", "OFFSET",
];

impl Parser<'_> {
    /// Reads what is in parentheses. If that fails, its end is skipped to, so that whoever goes on
    /// is outside.
    pub(super) fn enclosed<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.expect(Kind::LeftParen)?;
        self.open += 1;
        let read = read(self);
        self.open -= 1;
        let closed = self.close(read.is_some());
        read.filter(|_| closed)
    }

    /// The end of what was in parentheses, or was not read.
    fn close(&mut self, was_read: bool) -> bool {
        let is_there =
            was_read && (std::mem::take(&mut self.unclosed) || self.kind() == Kind::RightParen);
        if was_read && !is_there {
            self.unexpected::<()>();
        }
        if !is_there {
            self.skip_to(|_| false);
        }
        let end = self.at;
        self.eat(Kind::RightParen);
        if !is_there {
            self.doubt(end);
        }
        is_there
    }

    /// Whether the parentheses around this token have an end.
    pub(super) fn is_closed(&self) -> bool {
        self.closes(0)
    }

    /// Whether more parentheses are closed from here on than are opened here and these.
    fn closes(&self, mut open: usize) -> bool {
        for token in self.tokens.iter().skip(self.at) {
            match token.kind {
                Kind::LeftParen => open += 1,
                Kind::RightParen if open == 0 => return true,
                Kind::RightParen => open -= 1,
                _ => {}
            }
        }
        false
    }

    /// Skips to a token at which `is_end`, or to the end of the parentheses that it is in.
    pub(super) fn skip_to(&mut self, is_end: fn(&Self) -> bool) {
        let from = self.at;
        let mut open = 0_usize;
        while !self.is_at_end() {
            match self.kind() {
                Kind::LeftParen => open += 1,
                Kind::RightParen if open == 0 => break,
                Kind::RightParen => open -= 1,
                _ if open == 0 && is_end(self) => break,
                _ => {}
            }
            self.advance();
        }
        self.doubt(from);
    }

    /// Skips past a parenthesis that closes what nothing opened: where the opening one is missing,
    /// what the two should hold is no clause nor item of the query outside.
    pub(super) fn skip_surplus(&mut self) {
        if self.closes(self.open) {
            self.skip_to(|_| false);
            let end = self.at;
            self.eat(Kind::RightParen);
            self.doubt(end);
        }
    }

    /// Notes that what stands from here to the next token was not understood, together with the
    /// rest of the item or the condition that it is in.
    pub(super) fn doubt(&mut self, from: usize) {
        let end = self.at;
        let floor = match self.doubts.last_mut() {
            Some(last) if from <= last.end => {
                last.end = end.max(last.end);
                return;
            }
            Some(last) => last.end,
            None => 0,
        };
        let mut start = from;
        while start > floor && !self.is_border(start - 1) {
            step(1);
            start -= 1;
        }
        self.doubts.push(start..end);
    }

    /// Whether an item or a condition may begin behind this token.
    fn is_border(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else {
            return true;
        };
        let text = self.source.get(token.span.start..token.span.end);
        match token.kind {
            Kind::Comma => true,
            Kind::Word => BORDERS
                .iter()
                .any(|border| text.is_some_and(|text| text.eq_ignore_ascii_case(border))),
            _ => false,
        }
    }

    /// Whether reading has not gone on since something was skipped: what is wrong here has been
    /// said.
    pub(super) fn is_follow_on(&self) -> bool {
        self.doubts.last().is_some_and(|last| last.end == self.at)
    }

    /// The places whose names are no more than guesses.
    pub(super) fn guesses(&self) -> Vec<Span> {
        let start = |at: usize| {
            let token = self.tokens.get(at);
            token.map_or(self.source.len(), |token| token.span.start)
        };
        let skipped = self.doubts.iter();
        skipped
            .map(|doubt| Span::new(start(doubt.start), start(doubt.end)))
            .chain(self.spoilt.iter().copied())
            .collect()
    }

    /// The findings in the order of the text, without those that follow from another one.
    pub(super) fn settled(&mut self) -> Vec<Diagnostic> {
        let findings = std::mem::take(&mut self.findings);
        let unclosed = findings.iter().find(|found| found.message == UNCLOSED_TEXT);
        let Some(open) = unclosed.map(|found| found.span.start) else {
            return in_order(findings);
        };
        // A quote too many turns the texts behind it inside out. If nothing is wrong before the
        // last one, it is what hides the end of the query.
        let is_doubtful = self
            .guesses()
            .iter()
            .any(|guess| guess.start < open && open < guess.end);
        let follows = is_doubtful && findings.iter().any(|found| found.span.start < open);
        let kept = findings.into_iter().filter(|found| {
            found.span.start < open || !follows && !found.message.starts_with(UNEXPECTED)
        });
        in_order(kept.collect())
    }
}
