//! WHERE and HAVING.

use super::{Operand, Query, Value};
use crate::diagnostic::Span;

/// A condition. Parentheses are kept: where a semi-join may stand depends on them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition {
    /// At least two, joined by AND.
    And(Vec<Condition>, Span),
    /// At least two, joined by OR.
    Or(Vec<Condition>, Span),
    /// `NOT` and what follows it. It is the first of its group, and alone.
    Not(Box<Condition>, Span),
    /// In parentheses, which the span includes.
    Group(Box<Condition>, Span),
    /// A comparison.
    Predicate(Box<Predicate>),
}

/// `Amount > 5`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// What is compared.
    pub left: Operand,
    /// How.
    pub operator: Operator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// With what.
    pub right: Right,
    /// All of it.
    pub span: Span,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=` or `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `LIKE`
    Like,
    /// `IN`
    In,
    /// `NOT IN`
    NotIn,
    /// `INCLUDES`
    Includes,
    /// `EXCLUDES`
    Excludes,
}

/// The right side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// A value. After IN, NOT IN, INCLUDES and EXCLUDES it is a bind.
    Value(Value),
    /// Values in parentheses, at least one.
    List(Vec<Value>, Span),
    /// A semi-join, after IN and NOT IN; the span of the query is inside the parentheses.
    Query(Box<Query>),
}

impl Condition {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::And(_, span) | Self::Or(_, span) | Self::Not(_, span) | Self::Group(_, span) => {
                *span
            }
            Self::Predicate(predicate) => predicate.span,
        }
    }

    /// Calls `see` with every comparison, in the order of the text.
    pub fn each_predicate<'c>(&'c self, see: &mut impl FnMut(&'c Predicate)) {
        match self {
            Self::And(terms, _) | Self::Or(terms, _) => {
                for term in terms {
                    term.each_predicate(see);
                }
            }
            Self::Not(inner, _) | Self::Group(inner, _) => inner.each_predicate(see),
            Self::Predicate(predicate) => see(predicate),
        }
    }
}

impl Operator {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Like => "LIKE",
            Self::In => "IN",
            Self::NotIn => "NOT IN",
            Self::Includes => "INCLUDES",
            Self::Excludes => "EXCLUDES",
        }
    }

    /// Whether it takes a list.
    pub fn takes_list(self) -> bool {
        matches!(
            self,
            Self::In | Self::NotIn | Self::Includes | Self::Excludes
        )
    }

    /// Whether it asks which value comes first.
    pub fn is_range(self) -> bool {
        matches!(
            self,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual
        )
    }
}
