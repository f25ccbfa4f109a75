//! Names, paths and calls.

use super::{Function, Literal, Value};
use crate::diagnostic::Span;

/// A name as it was written; names do not differ by case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Names joined by points, at least one: `Account.Owner.Name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Relationships, and a field or object at the end.
    pub names: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// What is compared, grouped or ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A field.
    Field(Path),
    /// A function of one.
    Call(Call),
}

/// `FORMAT(MIN(CloseDate))`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The name as written.
    pub name: Name,
    /// Which function that is.
    pub function: Function,
    /// None for `COUNT()`, one for all others but DISTANCE and GEOLOCATION.
    pub args: Vec<Argument>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// What a function is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A field.
    Field(Path),
    /// Another function; these nest two deep.
    Call(Call),
    /// A unit or a coordinate.
    Value(Value),
}

impl Name {
    /// Whether it is this name, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.text.eq_ignore_ascii_case(name)
    }
}

impl Path {
    /// The last name: a field, where the path is one of a field.
    pub fn last(&self) -> &str {
        self.names.last().map_or("", |name| &name.text)
    }

    /// All names but the last: the relationships on the way.
    pub fn parents(&self) -> &[Name] {
        self.names.split_last().map_or(&[], |(_, parents)| parents)
    }

    /// The name, where there is but one.
    pub fn single(&self) -> Option<&Name> {
        match self.names.as_slice() {
            [name] => Some(name),
            _ => None,
        }
    }
}

impl Operand {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(path) => path.span,
            Self::Call(call) => call.span,
        }
    }
}

impl Call {
    /// The field that it is of, through a call inside.
    pub fn field(&self) -> Option<&Path> {
        let mut call = self;
        loop {
            match call.args.first()? {
                Argument::Field(path) => return Some(path),
                Argument::Call(inner) => call = inner,
                Argument::Value(_) => return None,
            }
        }
    }

    /// The function inside.
    pub fn inner(&self) -> Option<&Call> {
        match self.args.first() {
            Some(Argument::Call(call)) => Some(call),
            _ => None,
        }
    }

    /// Whether it, or what is inside, is an aggregate.
    pub fn is_aggregate(&self) -> bool {
        self.function.is_aggregate() || self.inner().is_some_and(Call::is_aggregate)
    }
}

impl Argument {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(path) => path.span,
            Self::Call(call) => call.span,
            Self::Value(value) => value.span,
        }
    }

    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Value(Value {
                literal: Literal::Text(text),
                ..
            }) => Some(text),
            _ => None,
        }
    }
}
