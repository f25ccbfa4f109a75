//! A query with its names bound to the schema: what the rules look at.
//!
//! Every part keeps the syntax that it stands for. What could not be bound is none, and why not is
//! in [`Bound::problems`]; a rule says nothing about what is none.

use super::keys::Keys;
use super::problem::Problem;
use super::resolution::{FieldPath, Step, ValueType};
use crate::diagnostic::Span;
use crate::schema::{ChildRelationship, Field, FieldFlags, FieldType, Object};
use crate::soql::tree::{
    self, Call, DateFunction, FieldSet, Function, Path, Predicate, Query, SelectItem, When,
};
use crate::steps::step;

/// Where a query stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Root,
    /// In the SELECT of another, so many levels below the root.
    Child(u32),
    /// After IN.
    SemiJoin,
}

/// A query, its names bound.
pub(super) struct Bound<'a> {
    pub(super) query: &'a Query,
    pub(super) place: Place,
    /// None where it is not known.
    pub(super) object: Option<&'a Object>,
    /// For a child sub-query.
    pub(super) relationship: Option<&'a ChildRelationship>,
    pub(super) items: Vec<Item<'a>>,
    pub(super) filter: Vec<Comparison<'a>>,
    pub(super) groups: Vec<Expr<'a>>,
    /// The keys of the groups that are known.
    pub(super) group_keys: Keys,
    /// Whether those are all; where they are not, nothing is known to be ungrouped.
    pub(super) knows_groups: bool,
    /// Whether anything is aggregated in the SELECT.
    pub(super) has_aggregates: bool,
    pub(super) having: Vec<Comparison<'a>>,
    pub(super) order: Vec<Expr<'a>>,
    /// What further items of FROM stand for: `FROM Contact c, c.Account a`.
    pub(super) aliases: Vec<Option<Vec<Step<'a>>>>,
    /// Why what is none is none, sub-queries not included.
    pub(super) problems: Vec<Problem<'a>>,
}

/// One item of a SELECT.
pub(super) struct Item<'a> {
    pub(super) syntax: &'a SelectItem,
    pub(super) kind: ItemKind<'a>,
}

pub(super) enum ItemKind<'a> {
    Expr(Expr<'a>),
    Fields(FieldSet),
    TypeOf(TypeOf<'a>),
    Child(Box<Bound<'a>>),
}

/// `TYPEOF`
pub(super) struct TypeOf<'a> {
    pub(super) syntax: &'a tree::TypeOf,
    pub(super) steps: Vec<Step<'a>>,
    /// The lookup; none where it is not known.
    pub(super) field: Option<&'a Field>,
    pub(super) branches: Vec<Branch<'a>>,
    pub(super) otherwise: Vec<Expr<'a>>,
}

/// `WHEN ... THEN ...`
pub(super) struct Branch<'a> {
    pub(super) syntax: &'a When,
    pub(super) object: Option<&'a Object>,
    pub(super) fields: Vec<Expr<'a>>,
}

/// A field or a function.
pub(super) struct Expr<'a> {
    pub(super) syntax: Syntax<'a>,
    /// The field, or the first one in the function.
    pub(super) path: Option<FieldPath<'a>>,
}

#[derive(Clone, Copy)]
pub(super) enum Syntax<'a> {
    Field(&'a Path),
    Call(&'a Call),
}

/// A comparison and what is around it.
pub(super) struct Comparison<'a> {
    pub(super) syntax: &'a Predicate,
    pub(super) left: Expr<'a>,
    /// The query of a semi-join.
    pub(super) inner: Option<Box<Bound<'a>>>,
    pub(super) around: Around,
}

/// What is around a comparison.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    /// An OR outside of any parentheses.
    pub(super) or: bool,
    /// An OR in parentheses.
    pub(super) nested_or: bool,
    pub(super) not: bool,
}

// Lists are made of what many rules go through: an iterator of adapters is compiled anew with each
// adapter that a rule puts on it.
impl<'a> Bound<'a> {
    /// Whether it gives groups of records rather than records.
    pub(super) fn is_grouped(&self) -> bool {
        self.query.group_by.is_some() || self.has_aggregates || !self.having.is_empty()
    }

    /// Whether the records are one group: there are aggregates and no GROUP BY.
    pub(super) fn is_overall(&self) -> bool {
        self.query.group_by.is_none() && !self.query.is_count() && self.has_aggregates
    }

    /// Whether something is grouped, by its key.
    pub(super) fn groups_by(&self, key: &str) -> bool {
        self.group_keys.contains(key)
    }

    /// The fields that `FIELDS()` stands for.
    pub(super) fn field_set(&self, set: FieldSet) -> impl Iterator<Item = &'a Field> + use<'a> {
        let fields = self.object.map_or(&[][..], |object| &object.fields).iter();
        fields.inspect(|_| step(1)).filter(move |field| match set {
            FieldSet::All => true,
            FieldSet::Custom => field.is(FieldFlags::CUSTOM),
            FieldSet::Standard => !field.is(FieldFlags::CUSTOM),
        })
    }

    /// The fields and functions of the SELECT.
    pub(super) fn exprs(&self) -> impl Iterator<Item = &Expr<'a>> {
        let items = self.items.iter().inspect(|_| step(1));
        items.filter_map(|item| match &item.kind {
            ItemKind::Expr(expr) => Some(expr),
            _ => None,
        })
    }

    /// The child sub-queries.
    pub(super) fn children(&self) -> impl Iterator<Item = &Bound<'a>> {
        let items = self.items.iter().inspect(|_| step(1));
        items.filter_map(|item| match &item.kind {
            ItemKind::Child(child) => Some(&**child),
            _ => None,
        })
    }

    /// The comparisons of WHERE and of HAVING.
    pub(super) fn comparisons(&self) -> Vec<&Comparison<'a>> {
        let mut all = Vec::new();
        all.extend(&self.filter);
        all.extend(&self.having);
        step(all.len());
        all
    }

    /// The inner queries of the semi-joins.
    pub(super) fn semi_joins(&self) -> Vec<(&Comparison<'a>, &Bound<'a>)> {
        let mut all = Vec::new();
        for comparison in self.comparisons() {
            if let Some(inner) = &comparison.inner {
                all.push((comparison, &**inner));
            }
        }
        all
    }

    /// Every TYPEOF.
    pub(super) fn type_ofs(&self) -> impl Iterator<Item = &TypeOf<'a>> {
        let items = self.items.iter().inspect(|_| step(1));
        items.filter_map(|item| match &item.kind {
            ItemKind::TypeOf(type_of) => Some(type_of),
            _ => None,
        })
    }

    /// Every field and function with the clause that it stands in.
    pub(super) fn all_exprs(&self) -> Vec<(Clause, &Expr<'a>)> {
        let mut all = Vec::new();
        for expr in self.exprs() {
            all.push((Clause::Select, expr));
        }
        for comparison in &self.filter {
            all.push((Clause::Where, &comparison.left));
        }
        for expr in &self.groups {
            all.push((Clause::GroupBy, expr));
        }
        for comparison in &self.having {
            all.push((Clause::Having, &comparison.left));
        }
        for expr in &self.order {
            all.push((Clause::OrderBy, expr));
        }
        step(all.len());
        all
    }

    /// The same, and those in the branches of TYPEOF, without their clauses.
    pub(super) fn exprs_and_branches(&self) -> Vec<&Expr<'a>> {
        let mut all = Vec::new();
        for (_, expr) in self.all_exprs() {
            all.push(expr);
        }
        for type_of in self.type_ofs() {
            for branch in &type_of.branches {
                all.extend(&branch.fields);
            }
            all.extend(&type_of.otherwise);
        }
        step(all.len());
        all
    }
}

/// A clause that holds fields and functions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Clause {
    Select,
    Where,
    GroupBy,
    Having,
    OrderBy,
}

impl Clause {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Select => "SELECT",
            Self::Where => "WHERE",
            Self::GroupBy => "GROUP BY",
            Self::Having => "HAVING",
            Self::OrderBy => "ORDER BY",
        }
    }
}

impl<'a> Expr<'a> {
    pub(super) fn span(&self) -> Span {
        match self.syntax {
            Syntax::Field(path) => path.span,
            Syntax::Call(call) => call.span,
        }
    }

    pub(super) fn call(&self) -> Option<&'a Call> {
        match self.syntax {
            Syntax::Call(call) => Some(call),
            Syntax::Field(_) => None,
        }
    }

    /// Whether it is a field without a function, and known.
    pub(super) fn plain(&self) -> Option<&FieldPath<'a>> {
        match self.syntax {
            Syntax::Field(_) => self.path.as_ref(),
            Syntax::Call(_) => None,
        }
    }

    /// Whether it is known what it means.
    pub(super) fn is_known(&self) -> bool {
        let is_of_none = self.call().is_some_and(|call| call.field().is_none());
        self.path.is_some() || is_of_none
    }

    pub(super) fn is_aggregate(&self) -> bool {
        self.call().is_some_and(Call::is_aggregate)
    }

    /// The function of a date, where that is the outermost.
    pub(super) fn date_function(&self) -> Option<DateFunction> {
        match self.call()?.function {
            Function::Date(function) => Some(function),
            _ => None,
        }
    }

    /// What is the same for what means the same; none where a part is not known.
    pub(super) fn key(&self) -> Option<String> {
        step(1);
        match self.syntax {
            Syntax::Field(_) => self.field_key(),
            Syntax::Call(call) => self.call_key(call),
        }
    }

    /// The key of the field alone.
    pub(super) fn field_key(&self) -> Option<String> {
        self.path.as_ref().map(key_of)
    }

    /// The key of what is in the outermost function.
    pub(super) fn inner_key(&self) -> Option<String> {
        match self.call()?.inner() {
            Some(inner) => self.call_key(inner),
            None => self.field_key(),
        }
    }

    fn call_key(&self, call: &Call) -> Option<String> {
        let mut key = String::new();
        let mut calls = Some(call);
        while let Some(call) = calls {
            key.push_str(&call.name.text.to_ascii_lowercase());
            key.push('(');
            calls = call.inner();
        }
        // DISTANCE has more than a field in it.
        if call.function == Function::Distance {
            key.push_str(&call.to_string());
        }
        if call.field().is_some() {
            key.push_str(&self.field_key()?);
        }
        Some(key)
    }

    /// The type of the value; none where it is not known.
    pub(super) fn value_type(&self) -> Option<ValueType<'a>> {
        let field = || self.path.as_ref().map(|path| ValueType::Field(path.field));
        match self.call().map(|call| call.function) {
            None => field(),
            Some(function) => match function {
                Function::Count | Function::CountDistinct | Function::Grouping => {
                    Some(ValueType::Integer)
                }
                Function::Avg | Function::Sum | Function::Distance => Some(ValueType::Double),
                Function::Min | Function::Max | Function::ConvertCurrency => {
                    match self.call().and_then(Call::inner).map(|call| call.function) {
                        Some(Function::Date(DateFunction::DayOnly)) => Some(ValueType::Date),
                        Some(Function::Date(_)) => Some(ValueType::Integer),
                        _ => field(),
                    }
                }
                Function::Date(DateFunction::DayOnly) => Some(ValueType::Date),
                Function::Date(_) => Some(ValueType::Integer),
                Function::Format | Function::ToLabel => Some(ValueType::Text),
                Function::ConvertTimezone | Function::Geolocation | Function::Unknown => None,
            },
        }
    }
}

/// What is the same for paths that lead to the same field.
pub(super) fn key_of(path: &FieldPath<'_>) -> String {
    path.api().to_ascii_lowercase()
}

/// The name of the field in an expression.
pub(super) fn field_name<'a>(expr: &Expr<'a>) -> Option<&'a str> {
    Some(&expr.path.as_ref()?.field.name.api)
}

/// Whether a lookup may lead to records of several objects.
///
/// Describe says so with `namePointing`; several targets without it are taken for the same (?).
pub(super) fn is_polymorphic(field: &Field) -> bool {
    let targets = field.reference.as_ref().map_or(0, |to| to.to.len());
    field.is(FieldFlags::NAME_POINTING) || targets > 1
}

/// Whether describe does not agree with itself on that: a lookup that is "may lead to records of several
/// objects" by all of `namePointing`, `polymorphicForeignKey` and more than one target, or by none of
/// them, is in no doubt.
pub(super) fn may_be_plain(field: &Field) -> bool {
    let targets = field.reference.as_ref().map_or(0, |to| to.to.len());
    let agrees = field.is(FieldFlags::NAME_POINTING | FieldFlags::POLYMORPHIC) && targets > 1;
    is_polymorphic(field) && !agrees
}

/// What a type is called in a message, with its article.
pub(super) fn noun(data: &FieldType) -> String {
    let known = match data {
        FieldType::String
        | FieldType::Textarea
        | FieldType::Phone
        | FieldType::Url
        | FieldType::Email
        | FieldType::Combobox
        | FieldType::DataCategoryGroupReference => "text",
        FieldType::EncryptedString => "encrypted text",
        FieldType::Boolean => "a boolean",
        FieldType::Int | FieldType::Long => "an integer",
        FieldType::Double => "a number",
        FieldType::Currency => "a currency amount",
        FieldType::Percent => "a percentage",
        FieldType::Date => "a date",
        FieldType::DateTime => "a datetime",
        FieldType::Time => "a time",
        FieldType::Id => "an id",
        FieldType::Reference => "a lookup",
        FieldType::Picklist => "a picklist",
        FieldType::MultiPicklist => "a multi-select picklist",
        FieldType::Base64 => "binary data",
        FieldType::Address => "an address",
        FieldType::Location => "a location",
        other => return format!("of type {}", other.name()),
    };
    known.to_owned()
}
