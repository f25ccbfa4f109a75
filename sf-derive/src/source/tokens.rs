//! A query that is given as tokens: `soql!(SELECT Id FROM Account WHERE Name = "x")`.
//!
//! SOQL's texts are in single quotes, which Rust keeps for one character; so a text is a Rust
//! string here. Whatever else Rust's lexer takes stands for itself.

use proc_macro2::{Delimiter, Literal, Spacing, Span, TokenStream, TokenTree};
use sf_schema::diagnostic::Span as Place;
use syn::Lit;

use super::{Piece, Source};

pub(super) fn source(tokens: TokenStream) -> syn::Result<Source> {
    let mut writer = Writer {
        source: Source {
            text: String::new(),
            is_tokens: true,
            pieces: Vec::new(),
        },
        after: None,
    };
    writer.stream(tokens)?;
    Ok(writer.source)
}

struct Writer {
    source: Source,
    /// The end of the token before, and whether Rust says that the next one is joined to it.
    after: Option<(Span, bool)>,
}

impl Writer {
    fn stream(&mut self, tokens: TokenStream) -> syn::Result<()> {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    self.put("(", group.span_open(), false, None);
                    self.after = None;
                    self.stream(group.stream())?;
                    self.after = None;
                    self.put(")", group.span_close(), false, None);
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                    self.stream(group.stream())?;
                }
                TokenTree::Group(group) => {
                    return Err(syn::Error::new(
                        group.span(),
                        "SOQL has only round parentheses; a bind of an expression is `:{expression}`",
                    ));
                }
                TokenTree::Punct(colon) if colon.as_char() == ':' => {
                    self.put(":", colon.span(), false, None);
                    self.after = Some((colon.span(), true));
                    match tokens.peek() {
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            // The text only has to be one bind; the tokens are what counts.
                            self.put("{_}", group.span(), false, Some(group.stream()));
                            tokens.next();
                        }
                        Some(TokenTree::Ident(name)) => {
                            let span = name.span();
                            let mut path = TokenStream::new();
                            let mut text = String::new();
                            while let Some(TokenTree::Ident(name)) = tokens.peek() {
                                text.push_str(&plain(&name.to_string()));
                                path.extend(tokens.next());
                                let mut ahead = tokens.clone();
                                let is_dot = matches!(ahead.next(), Some(TokenTree::Punct(dot)) if dot.as_char() == '.');
                                if !is_dot || !matches!(ahead.next(), Some(TokenTree::Ident(_))) {
                                    break;
                                }
                                text.push('.');
                                path.extend(tokens.next());
                            }
                            self.put(&text, span, false, Some(path));
                        }
                        _ => {}
                    }
                }
                TokenTree::Punct(punct) => {
                    let joined = punct.spacing() == Spacing::Joint;
                    self.put(&punct.as_char().to_string(), punct.span(), joined, None);
                }
                TokenTree::Ident(name) => {
                    self.put(&plain(&name.to_string()), name.span(), false, None);
                }
                TokenTree::Literal(literal) => self.literal(&literal)?,
            }
        }
        Ok(())
    }

    fn literal(&mut self, literal: &Literal) -> syn::Result<()> {
        let text = match Lit::new(literal.clone()) {
            Lit::Str(text) => quoted(&text.value()),
            Lit::Char(c) => quoted(&c.value().to_string()),
            Lit::Int(_) | Lit::Float(_) => literal.to_string(),
            _ => {
                return Err(syn::Error::new(
                    literal.span(),
                    "not a value of SOQL: a text is written \"text\" here",
                ));
            }
        };
        self.put(&text, literal.span(), false, None);
        Ok(())
    }

    /// Appends a token, with a space before it unless it touches the one before.
    fn put(&mut self, text: &str, span: Span, joined: bool, bind: Option<TokenStream>) {
        let touches = match self.after {
            None => true,
            Some((_, true)) => true,
            Some((before, false)) => touch(before, span),
        };
        if is_parted(&self.source.text, text, touches) {
            self.source.text.push(' ');
        }
        let start = self.source.text.len();
        self.source.text.push_str(text);
        self.source.pieces.push(Piece {
            place: Place::new(start, self.source.text.len()),
            span,
            bind,
        });
        self.after = Some((span, joined));
    }
}

/// Whether a space goes between a text and the token after it. Two words never touch, wherever they
/// are said to stand: an editor's macro server gives every token the same line and column.
fn is_parted(before: &str, token: &str, touches: bool) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    match before.chars().next_back() {
        None => false,
        Some(_) if !touches => true,
        Some(last) => is_word(last) && token.starts_with(is_word),
    }
}

/// Whether nothing is between two tokens.
fn touch(before: Span, after: Span) -> bool {
    // Outside of a compiler there are no places.
    if !proc_macro::is_available() {
        return false;
    }
    let (end, start) = (before.unwrap().end(), after.unwrap().start());
    (end.line(), end.column()) == (start.line(), start.column())
}

/// A name without `r#`, which Rust wants before its own words.
fn plain(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

/// A text as SOQL quotes it. In a pattern a backslash before a wildcard keeps its meaning.
fn quoted(text: &str) -> String {
    let mut out = String::from("'");
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if matches!(chars.peek(), Some('%' | '_')) => out.push('\\'),
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_wherever_they_stand() {
        let joined = |tokens: &[&str]| {
            tokens.iter().fold(String::new(), |mut text, token| {
                if is_parted(&text, token, true) {
                    text.push(' ');
                }
                text.push_str(token);
                text
            })
        };
        assert_eq!(
            joined(&[
                "SELECT", "Id", ",", "Owner", ".", "Name", "FROM", "A", "LIMIT", "5"
            ]),
            "SELECT Id,Owner.Name FROM A LIMIT 5"
        );
        assert_eq!(
            joined(&["D", ">", "2026", "-", "01", "-", "02", "AND"]),
            "D>2026-01-02 AND"
        );
        assert!(is_parted("D", ">", false));
        assert!(!is_parted("", "SELECT", false));
    }
}
