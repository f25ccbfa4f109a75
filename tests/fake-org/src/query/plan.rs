//! What a query does, resolved: which object, which rows, in which order, and what is answered.

use std::sync::Arc;

use jiff::civil::Date;
use sf_schema::soql::{
    Condition, Count, CountKind, Literal, OrderItem, Path, Predicate, Query, Right, SelectExpr,
};

use super::error::Refusal;
use super::filter::{Check, Filter, Fold, Test};
use super::group::Grouping;
use super::key::Key;
use super::path::{About, Source};
use super::scalar::Scalar;
use super::select::{ChildPlan, Selection};
use super::{World, date};
use crate::api::{Call, Version};
use crate::clock;
use crate::id::Id;
use crate::schema::ObjectIx;
use crate::value::Value;

mod check;
mod child;

/// A query, resolved.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) object: ObjectIx,
    pub(crate) deleted_too: bool,
    pub(crate) filter: Option<Filter<Scalar>>,
    pub(crate) order: Vec<Order<Scalar>>,
    pub(crate) limit: Option<usize>,
    pub(crate) offset: usize,
    pub(crate) shape: Shape,
}

/// What is answered.
#[derive(Debug)]
pub(crate) enum Shape {
    /// `COUNT()`, or the inner query of a semi-join.
    Count,
    Records(Selection),
    Groups(Box<Grouping>),
}

/// One item of an ORDER BY.
#[derive(Debug)]
pub(crate) struct Order<L> {
    left: L,
    fold: Fold,
    /// The order of a picklist.
    ranks: Vec<String>,
    descending: bool,
    nulls_last: bool,
}

/// Resolves queries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planner<'a> {
    pub(crate) world: World<'a>,
    pub(crate) today: Date,
    pub(crate) in_semi_join: bool,
    user: Option<Id>,
    version: Version,
    deleted_too: bool,
    /// 1 for the root.
    level: usize,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(call: &'a Call<'_>, deleted_too: bool) -> Self {
        Self {
            world: World::of(call),
            today: date::day_of(clock::now()),
            in_semi_join: false,
            user: call.context.user.or(call.org.user),
            version: call.context.version,
            deleted_too,
            level: 1,
        }
    }

    /// For what is inside a semi-join.
    pub(crate) fn inner(self) -> Self {
        Self {
            in_semi_join: true,
            ..self
        }
    }

    /// The whole of a query.
    pub(crate) fn root(&self, query: &Query) -> Result<Plan, Refusal> {
        check::clauses(query)?;
        let (object, _) = self.object(&query.from.object.path)?;
        let source = self.source(query, object)?;
        let is_grouped = query.group_by.is_some() || query.having.is_some() || {
            let is_aggregate = |expr: &SelectExpr| match expr {
                SelectExpr::Call(call) => {
                    call.is_aggregate() || call.function == sf_schema::soql::Function::Grouping
                }
                _ => false,
            };
            query.select.iter().any(|item| is_aggregate(&item.expr))
        };
        Self::check_offsets(query)?;
        let mut plan = self.filtered(query, &source)?;
        if query.is_count() {
            check::count(query)?;
        } else if is_grouped {
            check::overall(query)?;
            plan.shape = Shape::Groups(Box::new(self.grouping(query, &source)?));
        } else {
            plan.shape = Shape::Records(self.selection(query, &source)?);
            plan.order = self.order(query, &source)?;
        }
        Ok(plan)
    }

    /// The rows of a query, with nothing selected and in no order.
    pub(crate) fn filtered(&self, query: &Query, source: &Source<'_>) -> Result<Plan, Refusal> {
        check::categories(query, &self.world.schema.object(source.object).name)?;
        let mut filter = match &query.filter {
            Some(condition) => Some(self.filter(condition, source)?),
            None => None,
        };
        if let Some(mine) = self.scope(query, source)? {
            filter = Some(match filter {
                Some(filter) => Filter::All(vec![filter, mine]),
                None => mine,
            });
        }
        Ok(Plan {
            object: source.object,
            deleted_too: self.deleted_too,
            filter,
            order: Vec::new(),
            limit: number(query.limit.as_ref(), "LIMIT")?,
            offset: check::offset(query)?,
            shape: Shape::Count,
        })
    }

    /// The object that a FROM names.
    pub(crate) fn object(&self, path: &Path) -> Result<(ObjectIx, &'a str), Refusal> {
        let written = path.to_string();
        let index = path
            .single()
            .and_then(|name| self.world.schema.find(&name.text));
        let index = index.ok_or_else(|| Refusal::no_object(&written, path.span))?;
        let object = self.world.schema.object(index);
        if !object.queryable {
            let message = format!("entity type {} does not support query", object.name);
            return Err(Refusal::new(
                "INVALID_TYPE_FOR_OPERATION",
                message,
                path.span,
            ));
        }
        Ok((index, &object.name))
    }

    /// The names that a FROM gives.
    pub(crate) fn source(&self, query: &Query, object: ObjectIx) -> Result<Source<'a>, Refusal> {
        let mut source = Source {
            schema: self.world.schema,
            object,
            aliases: Vec::new(),
        };
        if let Some(alias) = &query.from.object.alias {
            source.aliases.push((alias.text.clone(), Vec::new()));
        }
        for item in &query.from.aliases {
            let hops = source.hops(&item.path.names)?;
            let name = item
                .alias
                .as_ref()
                .map_or(item.path.last(), |alias| &alias.text);
            source.aliases.push((name.to_owned(), hops));
        }
        Ok(source)
    }

    pub(crate) fn filter(
        &self,
        condition: &Condition,
        source: &Source<'_>,
    ) -> Result<Filter<Scalar>, Refusal> {
        super::filter::check_places(condition)?;
        super::filter::build(condition, &mut |predicate| self.test(predicate, source))
    }

    fn test(&self, predicate: &Predicate, source: &Source<'_>) -> Result<Test<Scalar>, Refusal> {
        if let Right::Query(query) = &predicate.right {
            return self.semi_join(source, predicate, query);
        }
        let (scalar, about) = source.scalar(&predicate.left)?;
        check::filterable(&scalar, predicate)?;
        Test::new(scalar, &about, predicate, self.today)
    }

    pub(super) fn order(
        &self,
        query: &Query,
        source: &Source<'_>,
    ) -> Result<Vec<Order<Scalar>>, Refusal> {
        let mut order = Vec::new();
        for item in &query.order_by {
            let (scalar, about) = source.scalar(&item.operand)?;
            check::sortable(&scalar, item)?;
            order.push(Order::new(scalar, &about, item));
        }
        Ok(order)
    }

    /// `USING SCOPE`: of all of them only `mine` leaves records out, since there is one user.
    fn scope(&self, query: &Query, source: &Source<'_>) -> Result<Option<Filter<Scalar>>, Refusal> {
        let Some(scope) = &query.scope else {
            return Ok(None);
        };
        let object = self.world.schema.object(source.object);
        let known = |name: &String| scope.is(name);
        if !object.scopes.iter().any(known) && !scope.is("everything") {
            let message = format!("Invalid filter scope: {}", scope.text);
            return Err(Refusal::new("INVALID_QUERY_SCOPE", message, scope.span));
        }
        if !scope.is("mine") {
            return Ok(None);
        }
        let Some(owner) = object.find("OwnerId") else {
            return Ok(None);
        };
        let path = super::path::FieldPath {
            hops: Vec::new(),
            leaf: super::path::Leaf::Field(owner),
            about: About::of(object.field(owner), &object.name),
        };
        Ok(Some(Filter::Test(Test {
            left: Scalar::Field(path),
            fold: Fold::Exact,
            check: Check::Equal(self.user.map_or(Key::Null, Key::Id)),
        })))
    }

    /// Whether FIELDS(ALL) may stand: LIMIT up to 200, or up to 200 ids asked for. [D66]
    pub(super) fn is_bounded(&self, query: &Query, source: &Source<'_>) -> bool {
        const MOST: i64 = 200;
        let limited = query.limit.as_ref().is_some_and(|limit| match limit.kind {
            CountKind::Number(number) => number <= MOST,
            CountKind::Bind(_) => false,
        });
        let filter = query
            .filter
            .as_ref()
            .and_then(|filter| self.filter(filter, source).ok());
        let by_id = filter.is_some_and(|filter| {
            filter.required().iter().any(|test| {
                let is_id = test.left.path().is_some_and(|path| path.id() == "Id");
                is_id
                    && match &test.check {
                        Check::Equal(_) => true,
                        Check::In(keys, _) => keys.len() <= 200,
                        _ => false,
                    }
            })
        });
        limited || by_id
    }
}

/// The number of a LIMIT.
fn number(count: Option<&Count>, clause: &str) -> Result<Option<usize>, Refusal> {
    let Some(count) = count else {
        return Ok(None);
    };
    match count.kind {
        CountKind::Number(number) if number < 0 => {
            let message = format!(
                "SOQL {} must be a non-negative value",
                clause.to_lowercase()
            );
            Err(Refusal::malformed(message, count.span))
        }
        CountKind::Number(number) if i32::try_from(number).is_err() => {
            let message = format!("{clause} is out of range: {number}");
            Err(Refusal::new(
                "NUMBER_OUTSIDE_VALID_RANGE",
                message,
                count.span,
            ))
        }
        CountKind::Number(number) => Ok(usize::try_from(number).ok()),
        CountKind::Bind(_) => {
            let message = "Bind variables only allowed in Apex code";
            Err(Refusal::malformed(message, count.span))
        }
    }
}

impl<L> Order<L> {
    pub(crate) fn new(left: L, about: &About, item: &OrderItem) -> Self {
        Self {
            left,
            fold: if about.case_sensitive {
                Fold::Exact
            } else {
                Fold::Case
            },
            ranks: about
                .picklist
                .iter()
                .map(|(value, _)| value.clone())
                .collect(),
            descending: item.is_descending(),
            nulls_last: item.nulls_last(),
        }
    }

    /// Picklists are in the order of their values, all else by value.
    fn key(&self, value: &Value) -> Key {
        match value {
            Value::Text(text) if !self.ranks.is_empty() => {
                let rank = self.ranks.iter().position(|known| **known == **text);
                Key::Rank(rank.unwrap_or(usize::MAX), super::key::fold(text, false))
            }
            _ => self.fold.key(value),
        }
    }

    fn compare(&self, a: &Key, b: &Key) -> std::cmp::Ordering {
        use std::cmp::Ordering as O;
        match (a.is_null(), b.is_null()) {
            (true, true) => O::Equal,
            (true, false) if self.nulls_last => O::Greater,
            (true, false) => O::Less,
            (false, true) if self.nulls_last => O::Less,
            (false, true) => O::Greater,
            (false, false) if self.descending => b.cmp(a),
            (false, false) => a.cmp(b),
        }
    }

    /// Sorts what has values; what is equal keeps its order.
    pub(crate) fn sort<T>(order: &[Self], items: &mut Vec<T>, value: impl Fn(&L, &T) -> Value) {
        if order.is_empty() {
            return;
        }
        let keys = |item: &T| -> Vec<Key> {
            order
                .iter()
                .map(|by| by.key(&value(&by.left, item)))
                .collect()
        };
        let mut keyed: Vec<(Vec<Key>, T)> =
            items.drain(..).map(|item| (keys(&item), item)).collect();
        keyed.sort_by(|(a, _), (b, _)| {
            let mut each = order.iter().zip(a.iter().zip(b));
            each.find_map(|(by, (a, b))| Some(by.compare(a, b)).filter(|order| order.is_ne()))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        items.extend(keyed.into_iter().map(|(_, item)| item));
    }
}

impl Plan {
    /// The sub-queries of each record.
    pub(crate) fn children(&self) -> &[ChildPlan] {
        match &self.shape {
            Shape::Records(selection) => &selection.children,
            _ => &[],
        }
    }

    pub(crate) fn shared(self) -> Arc<Self> {
        Arc::new(self)
    }
}

/// Whether a value is one that no field path can be compared with.
pub(super) fn is_date_literal(predicate: &Predicate) -> bool {
    let is = |value: &sf_schema::soql::Value| matches!(value.literal, Literal::DateLiteral(_));
    match &predicate.right {
        Right::Value(value) => is(value),
        Right::List(values, _) => values.iter().any(is),
        Right::Query(_) => false,
    }
}
