//! The text of a query, and where in the program each part of it stands.
//!
//! A query is given as string literals, or as tokens. Rust says where a token stands, but not where
//! a character of a literal does; so a finding is put on the token, or on the literal with a line
//! and a caret inside of the message.

mod tokens;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::TokenStreamExt;
use sf_schema::diagnostic::Span as Place;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use crate::types::is_plain_name;

/// A query and its spans.
pub(crate) struct Source {
    pub(crate) text: String,
    pub(crate) is_tokens: bool,
    /// In the order of the text.
    pieces: Vec<Piece>,
}

/// A literal or a token.
struct Piece {
    place: Place,
    span: Span,
    /// The expression of a bind that was given as tokens.
    bind: Option<TokenStream>,
}

/// The first and the last token of a part.
#[derive(Clone, Copy)]
pub(crate) struct Spans {
    pub(crate) first: Span,
    pub(crate) last: Span,
}

impl Source {
    /// Literals where the first token is one, tokens otherwise.
    pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(syn::Error::new(
                Span::call_site(),
                "no query: write soql!(\"SELECT Id FROM Account\")",
            ));
        }
        match input.peek(LitStr) {
            true => Self::literals(input),
            false => tokens::source(input.parse()?),
        }
    }

    /// The one text of several literals.
    pub(crate) fn of_literals(literals: &[LitStr]) -> Self {
        let mut source = Self {
            text: String::new(),
            is_tokens: false,
            pieces: Vec::new(),
        };
        for literal in literals {
            let start = source.text.len();
            source.text.push_str(&literal.value());
            source.pieces.push(Piece {
                place: Place::new(start, source.text.len()),
                span: literal.span(),
                bind: None,
            });
        }
        source
    }

    fn literals(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut literals = Vec::new();
        while !input.is_empty() {
            if !literals.is_empty() && input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                if input.is_empty() {
                    break;
                }
                return Err(input.error(
                    "a query takes no further arguments: values are bound in the text, `:name` or \
                     `:{expression}`",
                ));
            }
            literals.push(input.parse::<LitStr>()?);
        }
        Ok(Self::of_literals(&literals))
    }

    /// The text, if it is that of literals, in which no place has a span of its own.
    pub(crate) fn literal(&self) -> Option<&str> {
        (!self.is_tokens).then_some(self.text.as_str())
    }

    /// Where a part of the text stands in the program.
    pub(crate) fn spans(&self, place: Place) -> Spans {
        let touches =
            |piece: &&Piece| piece.place.end > place.start && piece.place.start < place.end;
        let first = self
            .pieces
            .iter()
            .find(touches)
            .or_else(|| {
                self.pieces
                    .iter()
                    .find(|piece| piece.place.end > place.start)
            })
            .or(self.pieces.last());
        let last = self.pieces.iter().rev().find(touches).or(first);
        let span = |piece: Option<&Piece>| piece.map_or_else(Span::call_site, |piece| piece.span);
        Spans {
            first: span(first),
            last: span(last),
        }
    }

    /// The expression of a bind that stands here: its own tokens, or those of its text.
    ///
    /// # Errors
    /// The text is not made of Rust tokens.
    pub(crate) fn bind(&self, text: &str, place: Place) -> Result<TokenStream, String> {
        let given = self
            .pieces
            .iter()
            .find(|piece| piece.bind.is_some() && piece.place.end > place.start);
        if self.is_tokens
            && let Some(Piece {
                bind: Some(tokens), ..
            }) = given
        {
            return Ok(tokens.clone());
        }
        let span = self.spans(place).first;
        if is_plain_name(text) {
            return Ok(TokenTree::Ident(Ident::new(text, span)).into());
        }
        let tokens: TokenStream = text
            .parse()
            .map_err(|error| format!("`{text}` is not a Rust expression: {error}"))?;
        Ok(respanned(tokens, span))
    }
}

/// The tokens as if they stood here, so that their names are found where the query is written.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let mut moved = TokenStream::new();
    for mut token in tokens {
        if let TokenTree::Group(group) = &token {
            let inner = respanned(group.stream(), span);
            token = Group::new(group.delimiter(), inner).into();
        }
        token.set_span(span);
        moved.append(token);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;
    use syn::parse::Parser;

    fn source(tokens: TokenStream) -> syn::Result<Source> {
        Source::parse.parse2(tokens)
    }

    fn text(tokens: TokenStream) -> String {
        source(tokens).expect("a query").text
    }

    #[test]
    fn literals_are_joined() {
        let source = source(quote!("SELECT Id " r#"FROM "A""# "!",)).expect("a query");
        assert_eq!(source.text, "SELECT Id FROM \"A\"!");
        assert_eq!(source.pieces.len(), 3);
        let places: Vec<_> = source.pieces.iter().map(|piece| piece.place).collect();
        assert_eq!(
            places,
            [Place::new(0, 10), Place::new(10, 18), Place::new(18, 19)]
        );
        assert_eq!(text(quote!("a\n\t'é")), "a\n\t'é");
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for (tokens, said) in [
            (quote!(), "no query"),
            (quote!("SELECT Id", 5), "no further arguments"),
            (quote!("SELECT Id" 5), "expected string literal"),
        ] {
            let error = source(tokens).err().expect("refused");
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn a_bind_is_made_of_tokens() {
        let source = source(quote!("x = :{a.b(\"c\")[0]}")).expect("a query");
        let bind = source.bind("a.b(\"c\")[0]", Place::new(6, 17));
        assert_eq!(
            bind.expect("tokens").to_string(),
            quote!(a.b("c")[0]).to_string()
        );
        assert!(source.bind("a(", Place::new(6, 8)).is_err());
    }
}
