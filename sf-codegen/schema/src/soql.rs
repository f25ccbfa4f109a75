//! SOQL: tokens, tree, findings, the tree printed back, and the tree checked against a schema.
//!
//! [`parse`] reads a query text into a [`Query`] and says everything that is wrong with it. The
//! grammar is that of Salesforce's own parser (what `V/query` takes), and what it refuses is
//! refused here with the error code and, where known, the words of the org. Whether the objects,
//! fields and types exist is not asked: only [`check`](mod@check) knows the schema, and none of its
//! siblings may. Nor does anything here run a query.
//!
//! Text is hostile: it is read in linear time, to a bounded depth, and never panics.

pub mod check;

mod lexer;
mod parser;
mod print;
pub mod row;
mod token;
mod tree;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Span};

pub use check::check;
pub use tree::{
    Argument, Bind, Call, CategoryFilter, CategoryOperator, Condition, Count, CountKind,
    DateFunction, DateLiteral, DateRange, DateUnit, Direction, FieldSet, From, FromItem, Function,
    GroupBy, GroupKind, Literal, Name, Nulls, Operand, Operator, OrderItem, Path, PatternPart,
    Predicate, Query, Right, SelectExpr, SelectItem, Tracking, TypeOf, Usage, Value, When, With,
};

/// The longest query, in characters. Salesforce documents it (D66).
pub const MAX_CHARACTERS: usize = 100_000;

/// The longest text between quotes, in characters. Salesforce documents it (D66).
pub const MAX_STRING_CHARACTERS: usize = 4_000;

/// How deep the parentheses of conditions may nest, over all sub-queries: more than any person
/// writes, and little enough that neither reading nor dropping the tree can exhaust a stack.
pub const MAX_DEPTH: u32 = 100;

/// How deep sub-queries may nest, for the same reason. The org takes five levels in all (D66).
pub const MAX_QUERY_DEPTH: u32 = 10;

/// How many findings are reported; the parser stops at the last.
pub const MAX_FINDINGS: usize = 20;

/// How a text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Take `:name`, `:name.field` and `:{expression}` where a value may stand. Without it (the
    /// REST API knows no binds) each is a finding, and is in the tree all the same.
    pub binds: bool,
}

/// What came of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parse {
    /// The query, as far as it could be read: where there are findings, parts may be missing.
    pub query: Option<Query>,
    /// What the org would refuse, in the order of the text. Each is an error.
    pub findings: Vec<Diagnostic>,
}

impl Parse {
    /// The query, if nothing is wrong with it.
    ///
    /// # Errors
    /// The findings, of which there is at least one.
    pub fn into_result(self) -> Result<Query, Vec<Diagnostic>> {
        match self.query {
            Some(query) if self.findings.is_empty() => Ok(query),
            _ => Err(self.findings),
        }
    }
}

/// Reads a query.
///
/// ```
/// use sf_schema::soql::{self, Options};
///
/// let parse = soql::parse("select Id from Account where Name like 'A%' limit 5", &Options::default());
/// let query = parse.into_result().expect("a query");
/// assert_eq!(query.to_string(), "SELECT Id FROM Account WHERE Name LIKE 'A%' LIMIT 5");
///
/// let parse = soql::parse("SELECT Id, FROM Account", &Options::default());
/// assert_eq!(parse.findings[0].message, "unexpected token: 'FROM'");
/// ```
pub fn parse(text: &str, options: &Options) -> Parse {
    parse_guessing(text, options).0
}

/// Reads a query, and tells where the names in it are no more than guesses, which is round what
/// could not be read.
fn parse_guessing(text: &str, options: &Options) -> (Parse, Vec<Span>) {
    if text.chars().nth(MAX_CHARACTERS).is_some() {
        let finding = Diagnostic::error(
            MALFORMED_QUERY,
            format!("the query is longer than {MAX_CHARACTERS} characters"),
            Span::new(0, text.len()),
        )
        .of_rule("too_long");
        let parse = Parse {
            query: None,
            findings: vec![finding],
        };
        return (parse, Vec::new());
    }
    parser::Parser::new(text, options).parse()
}

/// The org's code for text that is not SOQL, and the code of every finding of [`parse`].
pub const MALFORMED_QUERY: &str = "MALFORMED_QUERY";

/// The rule of what is not SOQL, row 39 of the table of [`check`](mod@check).
const SYNTAX: &str = "syntax";
