//! The words and marks of SOQL.

use crate::diagnostic::Span;

/// A token and where it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What a token is; its text is in the source.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a dotted path, a keyword: which, the place decides.
    Word,
    /// Digits with at most one point, without a sign.
    Number,
    Date,
    DateTime,
    Time,
    /// In single quotes, closed or not.
    Text,
    /// In double quotes, which SOQL does not have.
    DoubleQuoted,
    /// `{...}`: only where binds are taken, the expression of one.
    Braced,
    LeftParen,
    RightParen,
    Comma,
    Colon,
    Plus,
    Minus,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// Any other character.
    Unknown,
    End,
}

/// Words that are never a name on their own; in a dotted path they may be. Keywords that are not
/// here (`GROUP`, `ORDER`, `OFFSET`, `TYPEOF`...) are names wherever they do not begin a clause.
/// As Salesforce's parser has them.
const RESERVED: &[&str] = &[
    "AND",
    "AS",
    "ASC",
    "BIND",
    "BY",
    "CUBE",
    "DESC",
    "ELSE",
    "EXCLUDES",
    "FALSE",
    "FIRST",
    "FOR",
    "FROM",
    "HAVING",
    "HIERARCHICAL",
    "IN",
    "INCLUDES",
    "LAST",
    "LIKE",
    "LIMIT",
    "LOOKUP",
    "NOT",
    "NULL",
    "NULLS",
    "OR",
    "ROLLUP",
    "SELECT",
    "TRUE",
    "UPDATE",
    "USING",
    "WHERE",
    "WITH",
];

/// Keywords that are names too, but for that of a scope. As Salesforce's parser has them.
const SOFT: &[&str] = &[
    "ABOVE",
    "ABOVE_OR_BELOW",
    "AT",
    "BELOW",
    "CASE",
    "CATEGORY",
    "COUNT",
    "DATA",
    "DISTANCE",
    "END",
    "FIELDS",
    "FLAT",
    "GEOLOCATION",
    "GROUP",
    "OFFSET",
    "ORDER",
    "REFERENCE",
    "SCOPE",
    "THEN",
    "TYPEOF",
    "VIEW",
    "WHEN",
];

/// Whether a word is a keyword that is a name too.
pub(super) fn is_soft_keyword(word: &str) -> bool {
    SOFT.iter().any(|soft| soft.eq_ignore_ascii_case(word))
}

/// Whether a word cannot be a name.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED
        .iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(word))
}

/// Whether a word is ASCII letters, digits and underscores, beginning with a letter.
pub(super) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
