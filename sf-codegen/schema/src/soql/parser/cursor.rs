//! Looking at tokens, taking them, and saying what is wrong with them.

use super::{Parser, Place};
use crate::diagnostic::{Diagnostic, Span};
use crate::soql::token::{Kind, Token, is_name, is_reserved};
use crate::soql::tree::{Name, Query};
use crate::soql::{MALFORMED_QUERY, MAX_DEPTH, MAX_FINDINGS, MAX_QUERY_DEPTH, SYNTAX};
use crate::steps::step;

/// How the message of a token that cannot stand where it does begins.
pub(super) const UNEXPECTED: &str = "unexpected token";
/// How much of a token a message repeats, in characters.
const SHOWN: usize = 60;

impl<'s> Parser<'s> {
    pub(super) fn kind(&self) -> Kind {
        self.kind_at(0)
    }

    pub(super) fn kind_at(&self, offset: usize) -> Kind {
        step(1);
        self.tokens
            .get(self.at + offset)
            .map_or(Kind::End, |token| token.kind)
    }

    pub(super) fn span(&self) -> Span {
        step(1);
        let end = Span::new(self.source.len(), self.source.len());
        self.tokens.get(self.at).map_or(end, |token| token.span)
    }

    /// Where the token before ends.
    pub(super) fn end(&self) -> usize {
        self.at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |token| token.span.end)
    }

    /// From a start up to the token before.
    pub(super) fn since(&self, start: usize) -> Span {
        Span::new(start, self.end().max(start))
    }

    pub(super) fn text(&self) -> &'s str {
        self.text_at(0)
    }

    pub(super) fn text_at(&self, offset: usize) -> &'s str {
        step(1);
        let span = self.tokens.get(self.at + offset).map(|token| token.span);
        span.and_then(|span| self.source.get(span.start..span.end))
            .unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.kind() == Kind::End
    }

    pub(super) fn advance(&mut self) {
        step(1);
        // The end is never passed.
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.is_word_at(0, word)
    }

    pub(super) fn is_word_at(&self, offset: usize, word: &str) -> bool {
        self.kind_at(offset) == Kind::Word && self.text_at(offset).eq_ignore_ascii_case(word)
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn eat(&mut self, kind: Kind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.advance();
        }
        found
    }

    pub(super) fn expect(&mut self, kind: Kind) -> Option<()> {
        if self.eat(kind) {
            return Some(());
        }
        self.unexpected()
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Option<()> {
        if self.eat_word(word) {
            return Some(());
        }
        self.unexpected()
    }

    /// Whether the next token can stand as a name without points.
    pub(super) fn is_name(&self) -> bool {
        self.kind() == Kind::Word && is_name(self.text()) && !is_reserved(self.text())
    }

    /// A name without points.
    pub(super) fn name(&mut self) -> Option<Name> {
        if !self.is_name() {
            return self.unexpected();
        }
        let name = Name {
            text: self.text().to_owned(),
            span: self.span(),
        };
        step(name.text.len());
        self.advance();
        Some(name)
    }

    /// Reports the next token as one that cannot stand here, in the words of the org.
    pub(super) fn unexpected<T>(&mut self) -> Option<T> {
        if !self.is_follow_on() {
            let found = self.complaint();
            self.push(found);
        }
        None
    }

    pub(super) fn unexpected_help<T>(&mut self, help: &str) -> Option<T> {
        if !self.is_follow_on() {
            self.misplaced(help);
        }
        None
    }

    /// Reports the next token, whatever was skipped just before it.
    pub(super) fn misplaced(&mut self, help: &str) {
        let found = self.complaint().with_help(help);
        self.push(found);
    }

    fn complaint(&self) -> Diagnostic {
        let mut shown: String = self.text().chars().take(SHOWN).collect();
        if shown.len() < self.text().len() {
            shown.push('…');
        }
        if self.is_at_end() {
            "<EOF>".clone_into(&mut shown);
        }
        let found = Diagnostic::error(
            MALFORMED_QUERY,
            format!("{UNEXPECTED}: '{shown}'"),
            self.span(),
        );
        let help = match self.kind() {
            Kind::DoubleQuoted => "text takes single quotes",
            Kind::Unknown if shown.starts_with('"') => "text takes single quotes",
            Kind::Unknown if shown == "/" => "SOQL has no comments",
            Kind::Unknown if shown == "*" => "COUNT() counts records, COUNT(Id) those with an id",
            Kind::Unknown if shown.contains('T') || shown.contains('t') => {
                "a datetime is written 2020-02-29T10:00:00Z: seconds and a zone are needed"
            }
            Kind::Unknown if shown.contains(':') => "a time is written 10:00:00Z",
            Kind::Minus if self.text_at(1) == "-" => "SOQL has no comments",
            Kind::Equal if self.text_at(1) == "=" || self.previous_is_equal() => {
                "equality is one ="
            }
            Kind::Word | Kind::Number | Kind::Text if self.follows_text() => {
                "a quote inside a text is written \\'"
            }
            Kind::Word if !shown.is_ascii() => "names are made of ASCII letters, digits and _",
            _ => return found,
        };
        found.with_help(help)
    }

    fn previous(&self) -> Option<&Token> {
        self.at
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
    }

    fn previous_is_equal(&self) -> bool {
        self.previous()
            .is_some_and(|token| token.kind == Kind::Equal)
    }

    /// Whether a text ends where this token begins.
    fn follows_text(&self) -> bool {
        self.previous()
            .is_some_and(|token| token.kind == Kind::Text && token.span.end == self.span().start)
    }

    pub(super) fn malformed(&mut self, message: impl Into<String>, span: Span, help: &str) {
        let found = Diagnostic::error(MALFORMED_QUERY, message, span).with_help(help);
        self.push(found);
    }

    /// What is refused by a rule of its own, which is more than a token that cannot stand there.
    pub(super) fn malformed_by(
        &mut self,
        rule: &'static str,
        message: impl Into<String>,
        span: Span,
        help: &str,
    ) {
        let found = Diagnostic::error(MALFORMED_QUERY, message, span).with_help(help);
        self.push(found.of_rule(rule));
    }

    fn push(&mut self, mut found: Diagnostic) {
        if found.rule.is_empty() {
            found.rule = SYNTAX;
        }
        // What stops an inner reader may stop the outer one at the same place: once is enough.
        let again = self
            .findings
            .last()
            .is_some_and(|last| last.span == found.span && last.message == found.message);
        if !self.stopped && !again {
            self.findings.push(found);
            if self.findings.len() >= MAX_FINDINGS {
                self.stop();
            }
        }
    }

    /// Ends the text here.
    pub(super) fn stop(&mut self) {
        self.stopped = true;
        self.at = self.tokens.len().saturating_sub(1);
    }

    /// Reads a condition in parentheses; too deep is the end of the text.
    pub(super) fn parenthesised<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return self.too_deep(format!("parentheses nest deeper than {MAX_DEPTH} levels"));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Reads a query in parentheses, likewise.
    pub(super) fn sub_query(&mut self, place: Place) -> Option<Query> {
        if self.queries >= MAX_QUERY_DEPTH {
            let message = format!("sub-queries nest deeper than {MAX_QUERY_DEPTH} levels");
            return self.too_deep(message);
        }
        self.queries += 1;
        let query = self.query(place);
        self.queries -= 1;
        if query.is_none() {
            // Its end is here all the same.
            self.skip_to(|_| false);
        }
        query
    }

    fn too_deep<T>(&mut self, message: String) -> Option<T> {
        let found = Diagnostic::error(MALFORMED_QUERY, message, self.span());
        self.push(found);
        self.stop();
        None
    }

    /// One or more, with commas between.
    pub(super) fn list_of<T>(&mut self, read: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        loop {
            items.push(read(self)?);
            if !self.eat(Kind::Comma) {
                return Some(items);
            }
        }
    }
}
