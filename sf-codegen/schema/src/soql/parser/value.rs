//! Values: literals and binds.

mod string;

use super::Parser;
use crate::diagnostic::Span;
use crate::soql::MAX_STRING_CHARACTERS;
use crate::soql::print::write_parts;
use crate::soql::token::Kind;
use crate::soql::tree::{Bind, DateLiteral, Literal, PatternPart, Value};
use crate::steps::step;

impl Parser<'_> {
    pub(super) fn value(&mut self) -> Option<Value> {
        let start = self.span().start;
        let text = self.text();
        let literal = match self.kind() {
            Kind::Text => {
                let mut resolved = String::new();
                for part in self.string(false) {
                    if let PatternPart::Text(text) = part {
                        resolved = text;
                    }
                }
                Literal::Text(resolved)
            }
            Kind::Number => Literal::Number(text.to_owned()),
            Kind::Date => Literal::Date(text.to_owned()),
            Kind::DateTime => Literal::DateTime(text.to_owned()),
            Kind::Time => Literal::Time(text.to_owned()),
            Kind::Plus | Kind::Minus => {
                let sign = if self.kind() == Kind::Minus { "-" } else { "" };
                self.advance();
                if self.kind() != Kind::Number {
                    return self.unexpected();
                }
                Literal::Number(format!("{sign}{}", self.text()))
            }
            Kind::Colon => return self.bind(),
            Kind::Word => return self.word_value(),
            _ => return self.unexpected(),
        };
        self.advance();
        Some(Value {
            literal,
            span: self.since(start),
        })
    }

    /// What follows LIKE: a text with wildcards. Other values parse too.
    pub(super) fn pattern(&mut self) -> Option<Value> {
        if self.kind() == Kind::LeftParen {
            return self.unexpected_help("LIKE takes one text; join several with OR");
        }
        if self.kind() != Kind::Text {
            return self.value();
        }
        let span = self.span();
        let literal = Literal::Pattern(self.string(true));
        self.advance();
        Some(Value { literal, span })
    }

    /// `null`, `true`, `USD5.50`, `LAST_N_DAYS:30`.
    fn word_value(&mut self) -> Option<Value> {
        let start = self.span().start;
        let text = self.text();
        let literal = match text.to_ascii_uppercase().as_str() {
            "NULL" => Literal::Null,
            "TRUE" => Literal::Boolean(true),
            "FALSE" => Literal::Boolean(false),
            _ => {
                if let Some((code, number)) = currency(text) {
                    return self.currency(code, number);
                }
                let Some(counted) = DateLiteral::wants_number(text) else {
                    let help = "a value: text takes single quotes, and a field cannot be \
                                compared with a field";
                    return self.unexpected_help(help);
                };
                self.advance();
                return self.date_literal(text, start, counted);
            }
        };
        self.advance();
        Some(Value {
            literal,
            span: self.since(start),
        })
    }

    /// The fraction is a token of its own, and no word may follow at once, as it may a plain number.
    fn currency(&mut self, code: &str, number: &str) -> Option<Value> {
        let start = self.span().start;
        let mut number = number.to_owned();
        let end = self.span().end;
        self.advance();
        let is_fraction = match self.kind() {
            Kind::Number => self.text().starts_with('.'),
            Kind::Unknown => self.text() == ".",
            _ => false,
        };
        if is_fraction && self.span().start == end {
            // `USD5.` is read, and is `USD5`.
            number.push_str(self.text().trim_end_matches('.'));
            let end = self.span().end;
            self.advance();
            if self.kind() == Kind::Word && self.span().start == end {
                return self.unexpected_help("a blank after the amount");
            }
        }
        Some(Value {
            literal: Literal::Currency(code.to_ascii_uppercase(), number),
            span: self.since(start),
        })
    }

    fn date_literal(&mut self, word: &str, start: usize, counted: bool) -> Option<Value> {
        let mut number = 0;
        if counted {
            if self.kind() != Kind::Colon {
                let message = format!("{} needs a number", word.to_ascii_uppercase());
                let help = format!("write {}:30", word.to_ascii_uppercase());
                self.malformed(message, self.since(start), &help);
                return None;
            }
            self.advance();
            match self.text().parse() {
                Ok(n) if self.kind() == Kind::Number => number = n,
                _ if self.kind() == Kind::Colon => return self.bound_date_literal(word, start),
                _ if self.binds && matches!(self.kind(), Kind::Word | Kind::Braced) => {
                    let help = format!(
                        "a bind has a colon of its own: {}::{}",
                        word.to_ascii_uppercase(),
                        self.text()
                    );
                    return self.unexpected_help(&help);
                }
                _ => return self.unexpected_help("a whole number from 0"),
            }
            self.advance();
        } else if self.kind() == Kind::Colon {
            let help = "this date literal takes no number; LAST_N_DAYS:n does";
            return self.unexpected_help(help);
        }
        let literal = DateLiteral::new(word, number)?;
        Some(Value {
            literal: Literal::DateLiteral(literal),
            span: self.since(start),
        })
    }

    /// `LAST_N_DAYS::days`, from the second colon on.
    fn bound_date_literal(&mut self, word: &str, start: usize) -> Option<Value> {
        let (range, unit) = DateLiteral::range(word)?;
        let Literal::Bind(bind) = self.bind()?.literal else {
            return None;
        };
        Some(Value {
            literal: Literal::BoundDateLiteral(range, unit, bind),
            span: self.since(start),
        })
    }

    fn bind(&mut self) -> Option<Value> {
        let start = self.span().start;
        self.advance();
        let token = self.span();
        let (braced, span) = match self.kind() {
            Kind::Word => (false, token),
            // Without the braces, of which the second may be missing.
            Kind::Braced => {
                let inside = self.text().get(1..).unwrap_or_default();
                let length = inside.strip_suffix('}').unwrap_or(inside).len();
                (true, Span::new(token.start + 1, token.start + 1 + length))
            }
            _ if self.binds => {
                return self.unexpected_help("a bind is :name or :{expression}");
            }
            _ => return self.no_binds(start),
        };
        let text = self
            .source
            .get(span.start..span.end)
            .unwrap_or_default()
            .to_owned();
        self.advance();
        if !self.binds {
            self.no_binds::<()>(start);
        }
        Some(Value {
            literal: Literal::Bind(Bind { text, braced, span }),
            span: self.since(start),
        })
    }

    fn no_binds<T>(&mut self, start: usize) -> Option<T> {
        let span = self.since(start);
        let message = "Bind variables only allowed in Apex code";
        let help = "write the value, its quotes escaped";
        // Row 40.
        self.malformed_by("bind_without_macro", message, span, help);
        None
    }

    /// The text of the token, in parts if it is a pattern, else in one.
    fn string(&mut self, is_pattern: bool) -> Vec<PatternPart> {
        let token = self.span();
        let raw = self.text();
        let inside = raw.strip_prefix('\'').unwrap_or(raw);
        let inside = string::without_closing_quote(inside);
        let (parts, bad) = string::resolve(inside, is_pattern);
        step(inside.len());
        for (at, length) in bad {
            let at = token.start + 1 + at;
            let span = Span::new(at, at + length);
            let help = if matches!(self.source.get(at..at + length), Some("\\_" | "\\%")) {
                "only the text after LIKE has wildcards to escape"
            } else {
                "one of \\n \\r \\t \\b \\f \\\" \\' \\\\ and \\uXXXX"
            };
            self.malformed("Invalid Escape Character", span, help);
        }
        if is_long(inside)
            || inside.len() > MAX_STRING_CHARACTERS / 6 && is_printed_long(&parts, is_pattern)
        {
            let message = format!("the text is longer than {MAX_STRING_CHARACTERS} characters");
            self.malformed(
                message,
                token,
                "split the query, or filter by something shorter",
            );
        }
        parts
    }
}

fn is_long(text: &str) -> bool {
    text.chars().nth(MAX_STRING_CHARACTERS).is_some()
}

/// A character that nobody sees is printed as six.
fn is_printed_long(parts: &[PatternPart], is_pattern: bool) -> bool {
    let mut printed = String::new();
    let _ = write_parts(&mut printed, parts, is_pattern);
    is_long(&printed)
}

/// `USD5000`: three letters and digits.
fn currency(word: &str) -> Option<(&str, &str)> {
    let (code, number) = word.split_at_checked(3)?;
    let letters = code.bytes().all(|b| b.is_ascii_alphabetic());
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (letters && digits).then_some((code, number))
}
