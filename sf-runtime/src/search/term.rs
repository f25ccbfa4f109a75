//! What is sought, as SOSL wants it between its braces.

use crate::error::Error;

/// A longer term finds nothing \[D66\].
const LONGEST: usize = 10_000;
/// Operators in a longer term are dropped \[D66\].
const LONGEST_EXPRESSION: usize = 4_000;
/// A shorter term finds nothing (SOSL reference).
const SHORTEST: usize = 2;

#[derive(Clone)]
pub(super) struct Term {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Prefix,
    Expression,
}

impl Term {
    pub(super) fn text(text: String) -> Self {
        let kind = Kind::Text;
        Self { text, kind }
    }

    pub(super) fn prefix(text: String) -> Self {
        let kind = Kind::Prefix;
        Self { text, kind }
    }

    pub(super) fn expression(text: String) -> Self {
        let kind = Kind::Expression;
        Self { text, kind }
    }

    /// The term as it stands in SOSL and in a parameter: the org reads both so.
    pub(super) fn to_sosl(&self) -> Result<String, Error> {
        self.check()?;
        Ok(match self.kind {
            Kind::Text => escape(&self.text),
            Kind::Prefix => format!("{}*", escape(self.text.trim_end())),
            Kind::Expression => self.text.clone(),
        })
    }

    fn check(&self) -> Result<(), Error> {
        let length = self.text.trim().chars().count();
        let longest = match self.kind {
            Kind::Expression => LONGEST_EXPRESSION,
            _ => LONGEST,
        };
        if length < SHORTEST {
            return Err(Error::request(
                "the org finds nothing by less than two characters",
            ));
        }
        if self.kind == Kind::Expression && has_open_brace(&self.text) {
            return Err(Error::request(
                "a brace in a search expression would end it: write it as `\\{` or `\\}`",
            ));
        }
        if length > longest {
            return Err(Error::request(format!(
                "a search term of {length} characters: the org takes {longest}"
            )));
        }
        Ok(())
    }
}

/// What is sought may be a person's name.
impl std::fmt::Debug for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} characters", self.text.chars().count())
    }
}

/// Whether there is a brace that no backslash escapes.
fn has_open_brace(text: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            '{' | '}' => return true,
            _ => {}
        }
    }
    // A backslash at the end would escape the closing brace.
    text.chars()
        .rev()
        .take_while(|letter| *letter == '\\')
        .count()
        % 2
        == 1
}

/// The text with SOSL's reserved characters escaped and its reserved words quoted (SOSL reference,
/// `FIND {SearchQuery}`).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (place, word) in text.split_whitespace().enumerate() {
        if place > 0 {
            out.push(' ');
        }
        let is_operator = ["and", "or", "not"]
            .iter()
            .any(|operator| word.eq_ignore_ascii_case(operator));
        if is_operator {
            out.push('"');
            out.push_str(word);
            out.push('"');
            continue;
        }
        for c in word.chars() {
            let is_reserved = matches!(
                c,
                '?' | '&'
                    | '|'
                    | '!'
                    | '{'
                    | '}'
                    | '['
                    | ']'
                    | '('
                    | ')'
                    | '^'
                    | '~'
                    | '*'
                    | ':'
                    | '\\'
                    | '"'
                    | '\''
                    | '+'
                    | '-'
            );
            if is_reserved {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}
