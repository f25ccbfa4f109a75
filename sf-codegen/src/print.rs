//! Prints tokens for the compiler: fast, a line for each item and statement, no layout.
//!
//! The generated files in `OUT_DIR` are read by rustc, by go-to-definition and in error messages,
//! so they have lines; laying them out as people would costs ten times the rest of the work.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens as source text.
pub(crate) fn print(tokens: TokenStream) -> String {
    let mut out = String::with_capacity(1 << 16);
    write(tokens, &mut out);
    out
}

fn write(tokens: TokenStream, out: &mut String) {
    use std::fmt::Write;

    // Words stand apart from words; punctuation that belongs together stays together.
    let mut word = false;
    let mut attribute = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{\n", "}\n"),
                    Delimiter::None => ("", ""),
                };
                out.push_str(open);
                write(group.stream(), out);
                out.push_str(close);
                if attribute && group.delimiter() == Delimiter::Bracket {
                    out.push('\n');
                }
                (word, attribute) = (false, false);
            }
            TokenTree::Punct(punct) => {
                let c = punct.as_char();
                out.push(c);
                attribute = c == '#';
                word = false;
                match (c, punct.spacing()) {
                    (';', _) => out.push('\n'),
                    ('.' | '#', _) | (_, Spacing::Joint) => {}
                    _ => out.push(' '),
                }
            }
            TokenTree::Ident(ident) => {
                if word {
                    out.push(' ');
                }
                let _ = write!(out, "{ident}");
                (word, attribute) = (true, false);
            }
            TokenTree::Literal(literal) => {
                if word {
                    out.push(' ');
                }
                let _ = write!(out, "{literal}");
                (word, attribute) = (true, false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_tokens_are_the_same_tokens() {
        for source in [
            r##"#[doc = "a \" b"] pub fn f<'a, T: ?Sized>(&self, x: &'a mut T) -> ::core::option::Option<&'a T> where T: A + 'a { x.0.f(1, -2.5, b"x", 'c') as _; }"##,
            "static X: &[&[u16]] = &[&[0, 1], &[]];",
            "match x { \"a\" => Self::A(y), _ if a && !b => c..=d, }",
        ] {
            let tokens: TokenStream = source.parse().expect("the test's own source");
            let again: TokenStream = print(tokens.clone())
                .parse()
                .expect("printed source parses");
            assert_eq!(again.to_string(), tokens.to_string());
        }
    }
}
