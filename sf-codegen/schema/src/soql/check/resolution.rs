//! What a query that is in order means: the typed selection, and every bind.

use crate::diagnostic::Span;
use crate::schema::{ChildRelationship, Field, Object};
use crate::soql::tree::{Bind, Function, Operator};

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution<'a> {
    /// What the answer holds.
    pub selection: Selection<'a>,
    /// Every bind, those of sub-queries included, in the order of the text.
    pub binds: Vec<BoundBind<'a>>,
}

/// What one SELECT gives of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection<'a> {
    /// The object.
    pub object: &'a Object,
    /// What a row is.
    pub rows: Rows,
    /// The columns in the order of the SELECT, `FIELDS()` spread out. None for [`Rows::Count`].
    pub columns: Vec<Column<'a>>,
}

/// What a row of the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rows {
    /// A record.
    Records,
    /// A group of records, or all of them: an `AggregateResult`.
    Groups,
    /// There is none: `SELECT COUNT()` answers with its `totalSize`.
    Count,
}

/// One column of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<'a> {
    /// The key in the answer: in a record, below the relationships of the path. As describe spells
    /// it, or the alias, or `expr0`.
    pub key: String,
    /// The alias, as written.
    pub alias: Option<&'a str>,
    /// Whether the value may be null, as far as describe tells: the field or a lookup on the way is
    /// nillable, a subtotal leaves it out, there is nothing to aggregate, no branch for the parent or
    /// no child record.
    pub nillable: bool,
    /// What it is.
    pub kind: ColumnKind<'a>,
    /// Where it was selected.
    pub span: Span,
}

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind<'a> {
    /// A field, perhaps of a parent.
    Field(FieldPath<'a>),
    /// A function's value.
    Value {
        /// The outermost function.
        function: Function,
        /// The field that it is of; none for `COUNT()`.
        path: Option<FieldPath<'a>>,
        /// The type of the value.
        data: ValueType<'a>,
    },
    /// Other fields for each type of a polymorphic parent.
    TypeOf(TypeOfColumn<'a>),
    /// Child records.
    Children {
        /// The relationship by which they are found.
        relationship: &'a ChildRelationship,
        /// What is selected of them.
        selection: Selection<'a>,
    },
    /// Nothing that is known, under the name that was written: only in a [`sketch`](super::sketch).
    Unknown {
        /// The lookups on the way to it.
        steps: Vec<Step<'a>>,
    },
}

/// A field and the lookups on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath<'a> {
    /// From the object of the query to the one that has the field.
    pub steps: Vec<Step<'a>>,
    /// The object that has the field.
    pub object: &'a Object,
    /// The field.
    pub field: &'a Field,
}

/// One lookup of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    /// The object that has the lookup.
    pub from: &'a Object,
    /// The lookup.
    pub field: &'a Field,
    /// Where it leads: for a polymorphic one the object `Name`, of which all its targets have the
    /// fields.
    pub object: &'a Object,
    /// Whether it may lead to records of several objects.
    pub polymorphic: bool,
    /// Whether it may as well not be polymorphic, as far as describe tells: `object` is then one to
    /// which it leads, and a record of another one may not have what follows.
    pub in_doubt: bool,
}

/// `TYPEOF`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeOfColumn<'a> {
    /// The lookups before the polymorphic one.
    pub steps: Vec<Step<'a>>,
    /// The polymorphic lookup.
    pub field: &'a Field,
    /// The branches.
    pub branches: Vec<TypeOfBranch<'a>>,
    /// `ELSE`: columns of `Name`; empty where there is none.
    pub otherwise: Vec<Column<'a>>,
}

/// `WHEN ... THEN ...`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeOfBranch<'a> {
    /// The object.
    pub object: &'a Object,
    /// What is selected of it.
    pub columns: Vec<Column<'a>>,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType<'a> {
    /// That of the field.
    Field(&'a Field),
    /// A whole number.
    Integer,
    /// A number with digits after the point.
    Double,
    /// A day.
    Date,
    /// Text.
    Text,
}

/// A bind and what it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundBind<'a> {
    /// The bind.
    pub bind: &'a Bind,
    /// What it stands for.
    pub place: BindPlace<'a>,
}

/// What a bind stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BindPlace<'a> {
    /// `Amount > :x`: one value, of this type.
    Value(Compared<'a>),
    /// `Industry IN ('Energy', :x)`: one of the values in parentheses.
    Element(Compared<'a>),
    /// `Industry IN :x`: all values.
    List(Compared<'a>),
    /// `LAST_N_DAYS::x`: a whole number from 0.
    DateNumber,
    /// `LIMIT :x`: a whole number from 0.
    Limit,
    /// `OFFSET :x`: a whole number from 0 to 2000.
    Offset,
    /// A latitude or longitude of `GEOLOCATION`, in degrees.
    Coordinate,
    /// The unit of `DISTANCE`: `mi` or `km`.
    Unit,
    /// The value of `WITH UserId = :x`: text.
    With,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared<'a> {
    /// How.
    pub operator: Operator,
    /// The field on the left, or the one in the function there.
    pub path: Option<FieldPath<'a>>,
    /// The outermost function on the left.
    pub function: Option<Function>,
    /// The type of the left side.
    pub data: ValueType<'a>,
}

impl TypeOfColumn<'_> {
    /// Whether the value may be null: there may be no parent, or none that a branch is for.
    pub fn is_nillable(&self) -> bool {
        self.parent_is_nillable() || self.steps.iter().any(Step::is_nillable)
    }

    /// The same where the lookups on the way lead to a record.
    pub fn parent_is_nillable(&self) -> bool {
        let lacks = |step: &Step<'_>| step.in_doubt || step.object.may_lack(self.field);
        self.otherwise.is_empty()
            || self.field.may_be_absent()
            || self.steps.last().is_some_and(lacks)
    }
}

impl FieldPath<'_> {
    /// Whether the value may be null: the field or a lookup on the way is nillable.
    pub fn is_nillable(&self) -> bool {
        self.field_is_nillable() || self.steps.iter().any(Step::is_nillable)
    }

    /// Whether a record that has the field may have no value of it.
    pub fn field_is_nillable(&self) -> bool {
        let is_sure = |step: &Step<'_>| !step.in_doubt;
        self.object.may_lack(self.field) || !self.steps.last().is_none_or(is_sure)
    }

    /// The path in describe's spelling: `Account.Owner.Name`.
    pub fn api(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            text.push_str(step.name());
            text.push('.');
        }
        text + &self.field.name.api
    }
}

impl Step<'_> {
    /// Whether there may be no parent.
    pub fn is_nillable(&self) -> bool {
        self.from.may_lack(self.field) || self.in_doubt
    }

    /// The name of the relationship.
    pub fn name(&self) -> &str {
        self.field.relationship().map_or("", |name| &name.api)
    }
}
