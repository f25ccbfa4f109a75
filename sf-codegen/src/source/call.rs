//! Calls of `soql!`: what is said before the query, and the query as literals or as tokens.
//!
//! Reads a call as the macro does, as far as that decides what the query is. A call that the macro
//! refuses is a warning here: it may be another macro of that name, and the compiler tells.

use std::ops::Range;

use proc_macro2::Delimiter;
use sf_schema::soql::check::Lint;
use sf_schema::{Diagnostic, Level, Span};

use super::literal::{self, Piece};
use super::map::{Place, Text};
use super::tokens::{Kind, Tokens, plain};
use super::{Finding, Query, QueryKind, UNREADABLE_QUERY};
use crate::config;

const NAME: &str = "soql";

/// Whether there can be a call; cheaper than to look.
pub(super) fn may_be_in(text: &str) -> bool {
    text.contains(NAME)
}

/// Every call, in the order of the text.
pub(super) fn queries(tokens: &Tokens<'_>) -> Vec<Query> {
    let names = names(tokens);
    let mut queries = Vec::new();
    for at in 0..tokens.len() {
        let is_call = tokens.ident(at).is_some_and(|name| names.contains(&name))
            && tokens.is_punct(at + 1, '!');
        if let Some(Kind::Open(_, close)) = tokens.kind(at + 2)
            && is_call
        {
            queries.extend(Call::read(tokens, at, at + 3..close));
        }
    }
    queries
}

/// The names of the macro in the file: its own, and those that it is given by `use`.
fn names<'t>(tokens: &Tokens<'t>) -> Vec<&'t str> {
    let mut names = vec![NAME];
    for at in 0..tokens.len() {
        if tokens.ident(at) == Some(NAME) && tokens.ident(at + 1) == Some("as") {
            names.extend(tokens.ident(at + 2));
        }
    }
    names
}

struct Call<'a, 't> {
    tokens: &'a Tokens<'t>,
    /// What has not been read yet.
    rest: Range<usize>,
    query: Query,
}

impl<'a, 't> Call<'a, 't> {
    /// The query of the call that begins at `at`; none where it is made of a macro's arguments.
    fn read(tokens: &'a Tokens<'t>, at: usize, inside: Range<usize>) -> Option<Query> {
        let span = |at| tokens.get(at).map_or(Span::default(), |token| token.span);
        let mut call = Self {
            tokens,
            query: Query {
                file: 0,
                span: span(at).to(span(inside.end)),
                kind: QueryKind::Macro,
                text: String::new(),
                map: super::Map::default(),
                lints: Vec::new(),
                findings: Vec::new(),
                is_named: false,
                is_sure: true,
                held: Vec::new(),
            },
            rest: inside.clone(),
        };
        // In the body of a `macro_rules!` there is no query yet.
        if inside.into_iter().any(|at| tokens.is_punct(at, '$')) {
            return None;
        }
        call.settings();
        call.name();
        let mut text = Text::default();
        match call.text(&mut text) {
            Ok(()) => {
                call.query.text = text.text;
                call.query.map = text.map;
            }
            Err((message, at)) => call.unreadable(message, at),
        }
        Some(call.query)
    }

    /// `in crate::org, allow(apex-only),`
    fn settings(&mut self) {
        loop {
            let at = self.rest.start;
            let word = self.tokens.ident(at);
            let group = self.tokens.group(at + 1, Delimiter::Parenthesis);
            let level = match (word, group) {
                (Some("in"), _) => {
                    while self.rest.start < self.rest.end && !self.eat(',') {
                        self.rest.start += 1;
                    }
                    continue;
                }
                (Some(word), Some(_)) => level(word),
                _ => None,
            };
            let (Some(level), Some(close)) = (level, group) else {
                return;
            };
            let (lints, findings) = lints(self.tokens, at + 2..close, level);
            self.query.lints.extend(lints);
            self.query.findings.extend(findings);
            self.rest.start = close + 1;
            if !self.eat(',') {
                return;
            }
        }
    }

    /// `pub struct OpenDeal:`
    fn name(&mut self) {
        let mut at = self.rest.start;
        while self.tokens.is_punct(at, '#') && at < self.rest.end {
            at = self.tokens.after(at + 1);
        }
        if self.tokens.ident(at) == Some("pub") {
            at += 1;
            if let Some(close) = self.tokens.group(at, Delimiter::Parenthesis) {
                at = close + 1;
            }
        }
        if self.tokens.ident(at) == Some("struct") && self.tokens.is_punct(at + 2, ':') {
            self.rest.start = at + 3;
            self.query.is_named = true;
        }
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest.start < self.rest.end && self.tokens.is_punct(self.rest.start, c);
        if found {
            self.rest.start += 1;
        }
        found
    }

    /// The query, or what is wrong and at which token.
    fn text(&mut self, text: &mut Text) -> Result<(), (&'static str, usize)> {
        let first = self.rest.start;
        if self.rest.is_empty() {
            return Err(("no query: write soql!(\"SELECT Id FROM Account\")", first));
        }
        if self.string(first).is_none() {
            let mut writer = Writer {
                tokens: self.tokens,
                text,
                after: None,
            };
            return writer.put_all(self.rest.clone());
        }
        for at in self.rest.clone() {
            match self.string(at) {
                Some(pieces) => literal::append(&pieces, 0, text),
                None if self.tokens.is_punct(at, ',') && at + 1 == self.rest.end => {}
                None => return Err(("a query is string literals and nothing after them", at)),
            }
        }
        Ok(())
    }

    fn string(&self, at: usize) -> Option<Vec<Piece>> {
        string(self.tokens, at)
    }

    fn unreadable(&mut self, message: &str, at: usize) {
        let found = self.tokens.get(at).filter(|_| self.rest.contains(&at));
        let span = found.map_or(self.query.span, |token| token.span);
        self.query.findings.push(Finding {
            file: 0,
            diagnostic: Diagnostic::warning(UNREADABLE_QUERY, message, span)
                .with_help("the query was not checked"),
        });
    }
}

/// The parts of a string literal.
pub(super) fn string(tokens: &Tokens<'_>, at: usize) -> Option<Vec<Piece>> {
    let token = tokens.get(at).filter(|token| token.kind == Kind::Literal)?;
    literal::pieces(tokens.text(at), token.span.start)
}

/// What a word in front of a list of lints makes of them.
pub(super) fn level(word: &str) -> Option<Option<Level>> {
    match word {
        "allow" => Some(None),
        "warn" => Some(Some(Level::Warning)),
        "deny" => Some(Some(Level::Error)),
        _ => None,
    }
}

/// The lints of a list, `offset-without-order` or with underscores, and those that there are not.
pub(super) fn lints(
    tokens: &Tokens<'_>,
    list: Range<usize>,
    level: Option<Level>,
) -> (Vec<(Lint, Option<Level>)>, Vec<Finding>) {
    let (mut lints, mut findings) = (Vec::new(), Vec::new());
    let mut name = String::new();
    let mut span = None;
    for at in list.start..=list.end {
        if at < list.end && !tokens.is_punct(at, ',') {
            name.push_str(&tokens.text(at).replace('_', "-"));
            let here = tokens.get(at).map(|token| token.span);
            span = match (span, here) {
                (Some(first), Some(here)) => Some(Span::to(first, here)),
                (first, here) => first.or(here),
            };
            continue;
        }
        let Some(span) = span.take() else {
            continue;
        };
        let name = std::mem::take(&mut name);
        match config::lint(&name) {
            Ok(lint) => lints.push((lint, level)),
            Err(message) => findings.push(Finding {
                file: 0,
                diagnostic: Diagnostic::error("unknown-lint", message, span),
            }),
        }
    }
    (lints, findings)
}

/// Writes tokens as SOQL. Texts are Rust strings there, because Rust keeps single quotes for one
/// character; all else stands for itself.
struct Writer<'a, 't, 'w> {
    tokens: &'a Tokens<'t>,
    text: &'w mut Text,
    /// Where the token before ended; none where nothing is to be between.
    after: Option<usize>,
}

impl Writer<'_, '_, '_> {
    fn put_all(&mut self, range: Range<usize>) -> Result<(), (&'static str, usize)> {
        let mut at = range.start;
        while at < range.end {
            let Some(token) = self.tokens.get(at) else {
                return Ok(());
            };
            let text = self.tokens.text(at);
            match token.kind {
                Kind::Open(Delimiter::Parenthesis, _) => {
                    self.put(at);
                    self.after = None;
                }
                Kind::Close(open) if self.tokens.group(open, Delimiter::Parenthesis).is_some() => {
                    self.after = None;
                    self.put(at);
                }
                Kind::Open(..) | Kind::Close(_) => {
                    return Err((
                        "SOQL has only round parentheses; a bind of an expression is `:{expression}`",
                        at,
                    ));
                }
                Kind::Punct(':', _) => {
                    self.put(at);
                    self.after = None;
                    if let Some(close) = self.tokens.group(at + 1, Delimiter::Brace) {
                        let end = self.tokens.get(close).map_or(token.span, |end| end.span);
                        let span = Span::new(token.span.end, end.end);
                        self.text.instead("{_}", Place { file: 0, span });
                        self.after = Some(end.end);
                        at = close;
                    }
                }
                Kind::Literal => self.literal(at, text)?,
                Kind::Ident if plain(text) != text => {
                    self.space(token.span);
                    let span = token.span;
                    self.text.instead(plain(text), Place { file: 0, span });
                    self.after = Some(span.end);
                }
                Kind::Ident | Kind::Punct(..) => self.put(at),
            }
            at += 1;
        }
        Ok(())
    }

    fn literal(&mut self, at: usize, text: &str) -> Result<(), (&'static str, usize)> {
        let Some(token) = self.tokens.get(at) else {
            return Ok(());
        };
        let start = token.span.start;
        let pieces =
            literal::pieces(text, start).or_else(|| Some(vec![literal::character(text, start)?]));
        match pieces {
            Some(pieces) => {
                self.space(token.span);
                self.quoted(&pieces, token.span);
                self.after = Some(token.span.end);
            }
            None if text.starts_with(|c: char| c.is_ascii_digit()) => self.put(at),
            None => return Err(("not a value of SOQL: a text is written \"text\" here", at)),
        }
        Ok(())
    }

    /// A text as SOQL quotes it. In a pattern a backslash before a wildcard keeps its meaning.
    fn quoted(&mut self, pieces: &[Piece], whole: Span) {
        let quote = |at| Place {
            file: 0,
            span: Span::new(at, at + 1),
        };
        self.text.instead("'", quote(whole.start));
        let mut all = pieces
            .iter()
            .flat_map(|piece| {
                let chars = piece.text.char_indices();
                chars.map(move |(by, c)| {
                    let start = piece.span.start + by;
                    let here = Span::new(start, start + c.len_utf8());
                    (c, piece.same, if piece.same { here } else { piece.span })
                })
            })
            .peekable();
        while let Some((c, same, span)) = all.next() {
            let place = Place { file: 0, span };
            let escaped = match c {
                '\\' if all
                    .peek()
                    .is_some_and(|(next, ..)| matches!(next, '%' | '_')) =>
                {
                    "\\"
                }
                '\\' => "\\\\",
                '\'' => "\\'",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                c => {
                    let mut buffer = [0; 4];
                    let text = c.encode_utf8(&mut buffer);
                    if same {
                        self.text.same(text, 0, span.start);
                    } else {
                        self.text.instead(text, place);
                    }
                    continue;
                }
            };
            self.text.instead(escaped, place);
        }
        self.text.instead("'", quote(whole.end.saturating_sub(1)));
    }

    fn put(&mut self, at: usize) {
        if let Some(token) = self.tokens.get(at) {
            self.space(token.span);
            self.text.same(self.tokens.text(at), 0, token.span.start);
            self.after = Some(token.span.end);
        }
    }

    /// A space, unless nothing was between the tokens.
    fn space(&mut self, next: Span) {
        if self.after.is_some_and(|after| after != next.start) {
            self.text.unwritten(" ");
        }
    }
}
