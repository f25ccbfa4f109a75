//! Rust as a flat list of tokens, each with its bytes in the file.

use proc_macro2::{Delimiter, LexError, Spacing, TokenStream, TokenTree, token_stream};
use sf_schema::Span;

/// The tokens of a file.
pub(crate) struct Tokens<'t> {
    /// The file.
    text: &'t str,
    tokens: Vec<Token>,
}

/// A token, or the beginning or end of what is in parentheses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Ident,
    /// Whether the next one is joined to it.
    Punct(char, bool),
    Literal,
    /// With the number of the token that closes it.
    Open(Delimiter, usize),
    /// With the number of the token that opens it.
    Close(usize),
}

impl<'t> Tokens<'t> {
    /// The tokens of a file, or why there are none and where.
    pub(crate) fn read(text: &'t str) -> Result<Self, (String, Span)> {
        let start = after_shebang(text);
        let rust = text.get(start..).unwrap_or_default();
        let read = rust.parse::<TokenStream>();
        let tokens = match read {
            Ok(stream) => Ok(Self {
                text,
                tokens: flat(stream, start),
            }),
            Err(error) => Err(fault(&error, start, text)),
        };
        // Every file that was read is kept for its spans otherwise.
        proc_macro2::extra::invalidate_current_thread_spans();
        tokens
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn get(&self, at: usize) -> Option<Token> {
        self.tokens.get(at).copied()
    }

    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        Some(self.tokens.get(at)?.kind)
    }

    /// The text of a token.
    pub(crate) fn text(&self, at: usize) -> &'t str {
        let span = self.tokens.get(at).map(|token| token.span);
        span.and_then(|span| self.text.get(span.start..span.end))
            .unwrap_or_default()
    }

    /// An identifier, without `r#`.
    pub(crate) fn ident(&self, at: usize) -> Option<&'t str> {
        (self.kind(at)? == Kind::Ident).then(|| plain(self.text(at)))
    }

    pub(crate) fn is_punct(&self, at: usize, c: char) -> bool {
        matches!(self.kind(at), Some(Kind::Punct(found, _)) if found == c)
    }

    /// Where the group that opens here ends: the number of its last token.
    pub(crate) fn group(&self, at: usize, delimiter: Delimiter) -> Option<usize> {
        match self.kind(at)? {
            Kind::Open(found, close) if found == delimiter => Some(close),
            _ => None,
        }
    }

    /// The token after this one, or after the group that opens here.
    pub(crate) fn after(&self, at: usize) -> usize {
        match self.kind(at) {
            Some(Kind::Open(_, close)) => close + 1,
            _ => at + 1,
        }
    }
}

/// A name without `r#`, which Rust wants before its own words.
pub(crate) fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn flat(stream: TokenStream, start: usize) -> Vec<Token> {
    let span = |span: proc_macro2::Span| {
        let bytes = span.byte_range();
        Span::new(bytes.start + start, bytes.end + start)
    };
    let mut tokens: Vec<Token> = Vec::new();
    // The groups that are open: what is left of each, where it began, and the span of its end.
    let mut open: Vec<(token_stream::IntoIter, usize, Span)> = Vec::new();
    let mut current = stream.into_iter();
    loop {
        let Some(tree) = current.next() else {
            let Some((rest, at, end)) = open.pop() else {
                return tokens;
            };
            let close = tokens.len();
            if let Some(Token {
                kind: Kind::Open(_, to),
                ..
            }) = tokens.get_mut(at)
            {
                *to = close;
            }
            tokens.push(Token {
                kind: Kind::Close(at),
                span: end,
            });
            current = rest;
            continue;
        };
        let (kind, span) = match tree {
            TokenTree::Group(group) => {
                let at = tokens.len();
                let inner = group.stream().into_iter();
                open.push((
                    std::mem::replace(&mut current, inner),
                    at,
                    span(group.span_close()),
                ));
                (Kind::Open(group.delimiter(), at), span(group.span_open()))
            }
            TokenTree::Ident(ident) => (Kind::Ident, span(ident.span())),
            TokenTree::Punct(punct) => {
                let is_joint = punct.spacing() == Spacing::Joint;
                (Kind::Punct(punct.as_char(), is_joint), span(punct.span()))
            }
            TokenTree::Literal(literal) => (Kind::Literal, span(literal.span())),
        };
        tokens.push(Token { kind, span });
    }
}

fn fault(error: &LexError, start: usize, text: &str) -> (String, Span) {
    let at = (error.span().byte_range().start + start).min(text.len());
    (
        "the file cannot be read as Rust from here on".to_owned(),
        Span::new(at, at),
    )
}

/// Where Rust begins: behind a first line for the shell.
fn after_shebang(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("#!") else {
        return 0;
    };
    if rest.trim_start().starts_with('[') {
        return 0;
    }
    text.find('\n').unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_know_their_ends() {
        let tokens = Tokens::read("a! { é(b), [\"c\"] }").expect("tokens");
        let texts: Vec<_> = (0..tokens.len()).map(|at| tokens.text(at)).collect();
        assert_eq!(
            texts,
            [
                "a", "!", "{", "é", "(", "b", ")", ",", "[", "\"c\"", "]", "}"
            ]
        );
        assert_eq!(tokens.group(2, Delimiter::Brace), Some(11));
        assert_eq!(tokens.group(4, Delimiter::Parenthesis), Some(6));
        assert_eq!(tokens.kind(10), Some(Kind::Close(8)));
        assert_eq!((tokens.after(4), tokens.after(5)), (7, 6));
    }

    #[test]
    fn a_line_for_the_shell() {
        let tokens = Tokens::read("#!/usr/bin/env rust-script\nfn").expect("tokens");
        assert_eq!((tokens.len(), tokens.text(0)), (1, "fn"));
        assert_eq!(Tokens::read("#![allow(x)]").expect("tokens").len(), 8);
    }

    #[test]
    fn what_is_no_rust_has_a_place() {
        for (text, at) in [("a\n)", 2), ("fn f() {\n  \"abc\n", 11), ("é '", 3)] {
            let (_, span) = Tokens::read(text).err().expect("no tokens");
            assert_eq!(span.start, at, "{text}");
        }
    }

    #[test]
    fn nesting_takes_no_stack() {
        let deep = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(Tokens::read(&deep).expect("tokens").len(), 200_000);
        assert!(Tokens::read(&"[".repeat(100_000)).is_err());
    }
}
