//! Text to tokens. Every byte is looked at a bounded number of times; nothing recurses.

use super::token::{Kind, Token};
use super::{MALFORMED_QUERY, Options, SYNTAX};
use crate::diagnostic::{Diagnostic, Span};
use crate::steps::step;

/// The message of a text without an end.
pub(super) const UNCLOSED_TEXT: &str = "the string is not closed";

/// The tokens of a text, the last being [`Kind::End`], and what cannot be a token.
pub(super) fn lex(source: &str, options: &Options) -> (Vec<Token>, Vec<Diagnostic>) {
    let mut lexer = Lexer {
        source,
        at: 0,
        binds: options.binds,
        findings: Vec::new(),
    };
    let mut tokens = Vec::new();
    loop {
        lexer.skip(is_space);
        let start = lexer.at;
        let kind = lexer.token();
        let span = Span::new(start, lexer.at);
        tokens.push(Token { kind, span });
        if kind == Kind::End {
            return (tokens, lexer.findings);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
    binds: bool,
    findings: Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn token(&mut self) -> Kind {
        let Some(c) = self.peek() else {
            return Kind::End;
        };
        match c {
            '0'..='9' => self.number_or_date(),
            '.' if matches!(self.byte(1), Some(b'0'..=b'9')) => self.number(),
            '\'' => self.text(),
            '"' => self.double_quoted(),
            '{' if self.binds => self.braced(),
            c if c.is_alphabetic() || c == '_' => self.word(),
            c => {
                self.at += c.len_utf8();
                match c {
                    '(' => Kind::LeftParen,
                    ')' => Kind::RightParen,
                    ',' => Kind::Comma,
                    ':' => Kind::Colon,
                    '+' => Kind::Plus,
                    '-' => Kind::Minus,
                    '=' => Kind::Equal,
                    '!' if self.eat('=') => Kind::NotEqual,
                    '<' if self.eat('>') => Kind::NotEqual,
                    '<' if self.eat_spaced_equal() => Kind::LessEqual,
                    '<' => Kind::Less,
                    '>' if self.eat_spaced_equal() => Kind::GreaterEqual,
                    '>' => Kind::Greater,
                    // One at the end is overlooked, as Salesforce's parser does.
                    ';' if self.is_blank() => {
                        self.at = self.source.len();
                        Kind::End
                    }
                    _ => Kind::Unknown,
                }
            }
        }
    }

    /// Whether nothing but spaces follows.
    fn is_blank(&self) -> bool {
        let rest = self.rest();
        let after = rest.trim_start_matches(is_space);
        step(rest.len() - after.len() + 1);
        after.is_empty()
    }

    /// `Account.Owner.Name` is one token: there is no space round the points.
    fn word(&mut self) -> Kind {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        self.skip(part);
        while self.peek() == Some('.') {
            let mut after = self.rest().chars().skip(1);
            if !after.next().is_some_and(|c| c.is_alphabetic() || c == '_') {
                break;
            }
            self.at += 1;
            self.skip(part);
        }
        Kind::Word
    }

    fn number(&mut self) -> Kind {
        self.skip(|c| c.is_ascii_digit());
        if self.peek() == Some('.') && matches!(self.byte(1), Some(b'0'..=b'9')) {
            self.at += 1;
            self.skip(|c| c.is_ascii_digit());
        }
        Kind::Number
    }

    fn number_or_date(&mut self) -> Kind {
        if self.shape("0000-00-00") {
            if matches!(self.peek(), Some('T' | 't')) && self.looks_like(1, "00:00") {
                self.at += 1;
                if self.shape("00:00:00") {
                    self.fraction();
                    if self.zone() {
                        return Kind::DateTime;
                    }
                }
                self.skip(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '+' | '-'));
                return Kind::Unknown;
            }
            return Kind::Date;
        }
        if self.looks_like(0, "00:00") {
            if self.shape("00:00:00") {
                self.fraction();
                if self.zone() {
                    return Kind::Time;
                }
            }
            self.skip(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.'));
            return Kind::Unknown;
        }
        self.number()
    }

    fn fraction(&mut self) {
        if self.peek() == Some('.') && matches!(self.byte(1), Some(b'0'..=b'9')) {
            self.at += 1;
            self.skip(|c| c.is_ascii_digit());
        }
    }

    /// `Z`, `±hh:mm` or `±hhmm`.
    fn zone(&mut self) -> bool {
        if self.eat('Z') || self.eat('z') {
            return true;
        }
        let signed = matches!(self.peek(), Some('+' | '-'));
        if signed && (self.looks_like(1, "00:00") || self.looks_like(1, "0000")) {
            self.at += 1;
            return self.shape("00:00") || self.shape("0000");
        }
        false
    }

    /// Up to the closing quote; what the escapes mean is decided by the place.
    fn text(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        loop {
            self.skip(|c| !matches!(c, '\'' | '\\' | '\n'));
            match self.peek() {
                Some('\'') => {
                    self.at += 1;
                    return Kind::Text;
                }
                Some('\\') => {
                    self.at += 1;
                    if let Some(c) = self.peek() {
                        self.at += c.len_utf8();
                    }
                }
                Some(_) => {
                    self.malformed(
                        "a line break in a string",
                        self.at..self.at + 1,
                        "write \\n",
                    );
                    self.at += 1;
                }
                None => {
                    let help = "close it with a single quote; a quote inside is written \\'";
                    self.malformed(UNCLOSED_TEXT, start..start + 1, help);
                    return Kind::Text;
                }
            }
        }
    }

    /// Up to the closing quote of the same line; without one, the quote alone.
    fn double_quoted(&mut self) -> Kind {
        self.at += 1;
        let inside = self.rest();
        let end = inside.find(['"', '\n']);
        step(end.unwrap_or(inside.len()) + 1);
        match end {
            Some(end) if inside[end..].starts_with('"') => {
                self.at += end + 1;
                Kind::DoubleQuoted
            }
            // The next quote need not look again.
            Some(end) => {
                self.at += end;
                Kind::Unknown
            }
            None => {
                self.at = self.source.len();
                Kind::Unknown
            }
        }
    }

    /// A Rust expression: up to the brace that closes the first, but for those in literals.
    fn braced(&mut self) -> Kind {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '"' => self.rust_string(),
                '\'' => self.rust_char(),
                'r' | 'b' if self.rust_raw_string() => {}
                c if c.is_alphabetic() || c == '_' => {
                    self.skip(|c| c.is_alphanumeric() || c == '_')
                }
                c => {
                    self.at += c.len_utf8();
                    depth += usize::from(c == '{');
                    if c == '}' {
                        depth -= 1;
                        if depth == 0 {
                            return Kind::Braced;
                        }
                    }
                }
            }
        }
        self.malformed(
            "the brace is not closed",
            start..start + 1,
            "close it with }",
        );
        Kind::Braced
    }

    fn rust_string(&mut self) {
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                '"' => return,
                '\\' => self.at += self.peek().map_or(0, char::len_utf8),
                _ => {}
            }
        }
    }

    /// `'{'` and `'\''` are skipped; the quote of a lifetime stands alone.
    fn rust_char(&mut self) {
        self.at += 1;
        let mut after = self.rest().chars();
        match (after.next(), after.next(), after.next()) {
            (Some('\\'), Some(c), _) => {
                self.at += 1 + c.len_utf8();
                self.skip(|c| c.is_ascii_alphanumeric() || matches!(c, '{' | '}'));
                self.eat('\'');
            }
            (Some(c), Some('\''), _) => self.at += c.len_utf8() + 1,
            _ => {}
        }
    }

    /// `r"..."`, `r#"..."#`, `br"..."`.
    fn rust_raw_string(&mut self) -> bool {
        let rest = self.rest();
        let after = rest.trim_start_matches('b');
        step(rest.len() - after.len() + 1);
        let Some(after) = after
            .strip_prefix('r')
            .filter(|_| rest.len() - after.len() <= 1)
        else {
            return false;
        };
        let quoted = after.trim_start_matches('#');
        let hashes = after.len() - quoted.len();
        step(hashes + 1);
        let Some(inside) = quoted.strip_prefix('"') else {
            return false;
        };
        // Bounded, so that hostile text cannot make the search quadratic; Rust allows 255.
        if hashes > 255 {
            return false;
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let end = inside
            .find(&close)
            .map_or(inside.len(), |end| end + close.len());
        step(end);
        self.at = self.source.len() - (inside.len() - end);
        true
    }

    fn malformed(&mut self, message: &str, span: std::ops::Range<usize>, help: &str) {
        let found = Diagnostic::error(MALFORMED_QUERY, message, span).with_help(help);
        self.findings.push(found.of_rule(SYNTAX));
    }

    /// Takes what has this shape, in which `0` is any digit.
    fn shape(&mut self, shape: &str) -> bool {
        let fits = self.looks_like(0, shape);
        if fits {
            self.at += shape.len();
        }
        fits
    }

    fn looks_like(&self, offset: usize, shape: &str) -> bool {
        step(shape.len());
        let bytes = self.source.as_bytes();
        shape.bytes().enumerate().all(|(i, wanted)| {
            let found = bytes.get(self.at + offset + i).copied();
            found.is_some_and(|b| {
                if wanted == b'0' {
                    b.is_ascii_digit()
                } else {
                    b == wanted
                }
            })
        })
    }

    /// `=`, after spaces: Salesforce's parser takes `< =`.
    fn eat_spaced_equal(&mut self) -> bool {
        let rest = self.rest();
        let spaces = rest.len() - rest.trim_start_matches(is_space).len();
        step(spaces);
        let found = self.byte(spaces) == Some(b'=');
        if found {
            self.at += spaces + 1;
        }
        found
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn skip(&mut self, which: impl Fn(char) -> bool) {
        let rest = self.rest();
        let skipped = rest.find(|c| !which(c)).unwrap_or(rest.len());
        step(skipped + 1);
        self.at += skipped;
    }

    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        step(1);
        self.rest().chars().next()
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        step(1);
        self.source.as_bytes().get(self.at + offset).copied()
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}
