//! Tokens to a tree.
//!
//! A function that reads something returns none after it has reported why it could not. Whoever
//! reads a list or the clauses then skips to where reading can go on, so that one slip does not
//! hide the next.

mod clauses;
mod condition;
mod cursor;
mod expression;
mod query;
mod recovery;
mod select;
mod value;

use std::ops::Range;

use super::token::Token;
use super::{MAX_FINDINGS, Options, Parse};
use crate::diagnostic::{Diagnostic, Span};

/// Where a query stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Child,
    SemiJoin,
}

pub(super) struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    /// The next token.
    at: usize,
    /// Open parentheses round conditions, and round queries.
    depth: u32,
    queries: u32,
    binds: bool,
    findings: Vec<Diagnostic>,
    /// Nothing more is read nor reported.
    stopped: bool,
    /// A parenthesis that is missing, and was reported as that.
    unclosed: bool,
    /// Parentheses that are open here.
    open: usize,
    /// The tokens that were not understood, in order.
    doubts: Vec<Range<usize>>,
    /// Queries of which it is not known what they ask.
    spoilt: Vec<Span>,
}

impl<'s> Parser<'s> {
    pub(super) fn new(source: &'s str, options: &Options) -> Self {
        let (tokens, mut findings) = super::lexer::lex(source, options);
        let stopped = findings.len() >= MAX_FINDINGS;
        findings.truncate(MAX_FINDINGS);
        Self {
            source,
            tokens,
            at: 0,
            depth: 0,
            queries: 0,
            binds: options.binds,
            findings,
            stopped,
            unclosed: false,
            open: 0,
            doubts: Vec::new(),
            spoilt: Vec::new(),
        }
    }

    /// The query, and the places whose names are no more than guesses.
    pub(super) fn parse(mut self) -> (Parse, Vec<Span>) {
        if self.stopped {
            self.stop();
        }
        let query = self.query(Place::Root);
        if query.is_some() && !self.is_at_end() {
            self.unexpected::<()>();
        }
        let findings = self.settled();
        (Parse { query, findings }, self.guesses())
    }
}
