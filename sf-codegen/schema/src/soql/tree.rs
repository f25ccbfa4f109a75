//! The tree of a query. Every node knows which bytes of the text it came from.
//!
//! The tree says what was written, not what it means: a path is words, a function may be unknown,
//! an alias may stand where none may. Deciding that is for who knows the schema.

mod condition;
mod expression;
mod function;
mod literal;

use crate::diagnostic::Span;

pub use condition::{Condition, Operator, Predicate, Right};
pub use expression::{Argument, Call, Name, Operand, Path};
pub use function::{DateFunction, FieldSet, Function};
pub use literal::{Bind, DateLiteral, DateRange, DateUnit, Literal, PatternPart, Value};

/// A query: the whole, a child sub-query of a SELECT, or the inner one of a semi-join (which has no
/// more than one item, FROM, WHERE and WITH).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is selected. Empty only where nothing could be read.
    pub select: Vec<SelectItem>,
    /// Of what.
    pub from: From,
    /// `USING SCOPE`
    pub scope: Option<Name>,
    /// `WHERE`
    pub filter: Option<Condition>,
    /// `WITH`, in order; of several, all but the first are names or contexts.
    pub with: Vec<With>,
    /// `GROUP BY`
    pub group_by: Option<GroupBy>,
    /// `HAVING`
    pub having: Option<Condition>,
    /// `ORDER BY`
    pub order_by: Vec<OrderItem>,
    /// `LIMIT`
    pub limit: Option<Count>,
    /// `OFFSET`
    pub offset: Option<Count>,
    /// `FOR VIEW` or `FOR REFERENCE`
    pub usage: Option<Usage>,
    /// `UPDATE TRACKING`, `UPDATE VIEWSTAT`, or both
    pub tracking: Vec<Tracking>,
    /// Where `FOR UPDATE` stands. Apex has it; whether REST takes it is not documented.
    pub for_update: Option<Span>,
    /// Where `ALL ROWS` stands. Apex has it; for REST there is `V/queryAll`.
    pub all_rows: Option<Span>,
    /// From SELECT to the end, parentheses not included.
    pub span: Span,
}

/// One item of a SELECT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectItem {
    /// What is selected.
    pub expr: SelectExpr,
    /// The name that the answer gets. Any item may have one here; the org takes it on few.
    pub alias: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// What is selected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectExpr {
    /// `Account.Name`
    Field(Path),
    /// `COUNT(Id)`
    Call(Call),
    /// `FIELDS(ALL)`
    Fields(FieldSet, Span),
    /// `TYPEOF What WHEN Account THEN Phone END`
    TypeOf(TypeOf),
    /// `(SELECT Id FROM Contacts)`; the span of the query is inside the parentheses.
    Child(Box<Query>),
}

/// `TYPEOF`: other fields for each type of a polymorphic parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeOf {
    /// The relationship.
    pub relationship: Path,
    /// The branches, at least one.
    pub branches: Vec<When>,
    /// `ELSE`; empty where there is none.
    pub otherwise: Vec<Path>,
    /// From TYPEOF to END.
    pub span: Span,
}

/// `WHEN Account THEN Phone, Owner.Name`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The object.
    pub object: Name,
    /// What is selected of it, at least one.
    pub fields: Vec<Path>,
    /// From WHEN to the last field.
    pub span: Span,
}

/// `FROM`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// The object, or in a child sub-query the relationship, which may have the outer object or
    /// its alias in front.
    pub object: FromItem,
    /// More aliases, for relationships: `FROM Contact c, c.Account a`.
    pub aliases: Vec<FromItem>,
    /// What follows FROM.
    pub span: Span,
}

/// One item of a FROM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromItem {
    /// An object or a path of relationships.
    pub path: Path,
    /// Another name for it.
    pub alias: Option<Name>,
}

/// One `WITH`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum With {
    /// `WITH DATA CATEGORY Geography__c AT usa__c AND ...`
    DataCategory(Vec<CategoryFilter>, Span),
    /// `WITH SECURITY_ENFORCED`, `WITH USER_MODE`: any name parses.
    Mode(Name),
    /// `WITH UserId = '005...'`
    Filter(Path, Value, Span),
    /// `WITH RecordVisibilityContext (maxDescriptorPerRecord = 100, ...)`
    Context(Name, Vec<(Name, Value)>, Span),
}

/// `Geography__c ABOVE (usa__c, uk__c)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryFilter {
    /// The data category group.
    pub group: Name,
    /// Which side of the categories.
    pub operator: CategoryOperator,
    /// The categories, at least one.
    pub categories: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// Which side of a data category is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the keyword of the same name
pub enum CategoryOperator {
    At,
    Above,
    Below,
    AboveOrBelow,
}

/// `GROUP BY`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupBy {
    /// Plain or with subtotals.
    pub kind: GroupKind,
    /// By what, at least one.
    pub items: Vec<Operand>,
    /// From GROUP to the end.
    pub span: Span,
}

/// Which groups are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// One for each combination.
    Plain,
    /// And subtotals from right to left.
    Rollup,
    /// And every subtotal.
    Cube,
}

/// `Name DESC NULLS LAST`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderItem {
    /// By what.
    pub operand: Operand,
    /// As written; ascending without.
    pub direction: Option<Direction>,
    /// As written; first without.
    pub nulls: Option<Nulls>,
    /// All of it.
    pub span: Span,
}

/// The direction of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `ASC`
    Ascending,
    /// `DESC`
    Descending,
}

/// Where nulls go, whatever the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// `NULLS FIRST`
    First,
    /// `NULLS LAST`
    Last,
}

/// The number of a LIMIT or OFFSET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub kind: CountKind,
    /// Where it stands.
    pub span: Span,
}

/// A number or what will be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountKind {
    /// As written; one beyond 64 bits is held at the end of them. It may be below zero, which
    /// parses and is refused later.
    Number(i64),
    /// A bind.
    Bind(Bind),
}

/// `FOR VIEW` and `FOR REFERENCE`: what the org notes about the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Usage {
    /// `FOR VIEW`: they were viewed.
    View,
    /// `FOR REFERENCE`: they were referenced.
    Reference,
}

/// What `UPDATE` notes about articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tracking {
    /// `UPDATE TRACKING`: the search terms.
    Tracking,
    /// `UPDATE VIEWSTAT`: the views.
    ViewStat,
}

impl Query {
    /// The child sub-queries, with the item each is.
    pub fn children(&self) -> impl Iterator<Item = (&SelectItem, &Query)> {
        self.select.iter().filter_map(|item| match &item.expr {
            SelectExpr::Child(query) => Some((item, &**query)),
            _ => None,
        })
    }

    /// Whether this is `SELECT COUNT() FROM ...`.
    pub fn is_count(&self) -> bool {
        matches!(
            self.select.as_slice(),
            [SelectItem { expr: SelectExpr::Call(call), .. }]
                if call.function == Function::Count && call.args.is_empty()
        )
    }
}

impl OrderItem {
    /// Whether from high to low.
    pub fn is_descending(&self) -> bool {
        self.direction == Some(Direction::Descending)
    }

    /// Whether nulls come last; they come first unless it is said.
    pub fn nulls_last(&self) -> bool {
        self.nulls == Some(Nulls::Last)
    }
}

impl SelectExpr {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Field(path) => path.span,
            Self::Call(call) => call.span,
            Self::Fields(_, span) => *span,
            Self::TypeOf(type_of) => type_of.span,
            Self::Child(query) => query.span,
        }
    }
}
