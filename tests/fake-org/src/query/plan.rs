//! What a query does: of which object, which rows, in which order, and what is answered.

use std::sync::Arc;

use jiff::civil::Date;
use sf_schema::soql::check::Rows;
use sf_schema::soql::{Count, CountKind, OrderItem, Predicate, Query, Right};

use super::error::Refusal;
use super::filter::{Check, Filter, Fold, Test};
use super::group::Grouping;
use super::key::Key;
use super::path::{About, FieldPath, Leaf, Source};
use super::scalar::Scalar;
use super::select::{ChildPlan, Selection};
use super::{World, date};
use crate::api::Call;
use crate::clock;
use crate::id::Id;
use crate::schema::ObjectIx;
use crate::value::Value;

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

/// Makes plans of queries that have been checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planner<'a> {
    pub(crate) world: World<'a>,
    pub(crate) today: Date,
    user: Option<Id>,
    deleted_too: bool,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(call: &'a Call<'_>, deleted_too: bool) -> Self {
        Self {
            world: World::of(call),
            today: date::day_of(clock::now()),
            user: call.context.user.or(call.org.user),
            deleted_too,
        }
    }

    /// The whole of a query, which gives these rows.
    pub(crate) fn root(&self, query: &Query, rows: Rows) -> Result<Plan, Refusal> {
        let name = query.from.object.path.single();
        let object = name.and_then(|name| self.world.schema.find(&name.text));
        let object = object.ok_or_else(|| Refusal::unforeseen(query.from.span))?;
        let source = self.source(query, object, None)?;
        let mut plan = self.filtered(query, &source)?;
        match rows {
            Rows::Count => {}
            Rows::Groups => {
                plan.shape = Shape::Groups(Box::new(self.grouping(query, &source)?));
            }
            Rows::Records => self.records(&mut plan, query, &source)?,
        }
        Ok(plan)
    }

    /// What a query of records answers, and in which order.
    pub(super) fn records(
        &self,
        plan: &mut Plan,
        query: &Query,
        source: &Source<'_>,
    ) -> Result<(), Refusal> {
        plan.shape = Shape::Records(self.selection(query, source)?);
        for item in &query.order_by {
            let (scalar, about) = source.scalar(&item.operand)?;
            plan.order.push(Order::new(scalar, &about, item));
        }
        Ok(())
    }

    /// The rows of a query, with nothing selected and in no order.
    pub(crate) fn filtered(&self, query: &Query, source: &Source<'_>) -> Result<Plan, Refusal> {
        no_all_rows(query)?;
        let filter = match &query.filter {
            Some(condition) => Some(super::filter::build(condition, &mut |predicate| {
                self.test(predicate, source)
            })?),
            None => None,
        };
        let filters: Vec<_> = filter
            .into_iter()
            .chain(self.scope(query, source))
            .collect();
        Ok(Plan {
            object: source.object,
            deleted_too: self.deleted_too,
            filter: (!filters.is_empty()).then_some(Filter::All(filters)),
            order: Vec::new(),
            limit: number(query.limit.as_ref(), "LIMIT")?,
            offset: number(query.offset.as_ref(), "OFFSET")?.unwrap_or_default(),
            shape: Shape::Count,
        })
    }

    /// The names that a FROM gives; a child sub-query has a relationship there.
    pub(crate) fn source(
        &self,
        query: &Query,
        object: ObjectIx,
        relationship: Option<&str>,
    ) -> Result<Source<'a>, Refusal> {
        let mut source = Source {
            relationship: relationship.map(str::to_owned),
            ..Source::of(self.world.schema, object)
        };
        let own = query.from.object.alias.as_ref();
        let own = own.map(|alias| (alias.text.clone(), Vec::new()));
        source.aliases.extend(own);
        // One alias may stand for what begins with another, and goes before the object's own.
        let mut others = 0;
        for item in &query.from.aliases {
            let hops = source.hops(&item.path)?;
            if let Some(alias) = &item.alias {
                source.aliases.insert(others, (alias.text.clone(), hops));
                others += 1;
            }
        }
        Ok(source)
    }

    fn test(&self, predicate: &Predicate, source: &Source<'_>) -> Result<Test<Scalar>, Refusal> {
        if let Right::Query(query) = &predicate.right {
            return self.semi_join(source, predicate, query);
        }
        let (scalar, about) = source.scalar(&predicate.left)?;
        Test::new(scalar, &about, predicate, self.today)
    }

    /// `USING SCOPE`: those of the user's own records leave others out. There are no groups, teams,
    /// territories and delegates here that the other scopes could go by.
    fn scope(&self, query: &Query, source: &Source<'_>) -> Option<Filter<Scalar>> {
        let own = ["mine", "mine_and_my_groups"];
        let scope = query.scope.as_ref()?;
        own.iter().find(|name| scope.is(name))?;
        let object = self.world.schema.object(source.object);
        let owner = object.find("OwnerId")?;
        let path = FieldPath {
            hops: Vec::new(),
            leaf: Leaf::Field(owner),
            about: About::of(object.field(owner)),
        };
        Some(Filter::Test(Test {
            left: Scalar::Field(path),
            fold: Fold::Exact,
            check: Check::Equal(self.user.map_or(Key::Null, Key::Id)),
        }))
    }
}

/// ALL ROWS is for Apex, and the check only warns of it; here there is queryAll. [P]
fn no_all_rows(query: &Query) -> Result<(), Refusal> {
    match query.all_rows {
        Some(span) => Err(Refusal::malformed("unexpected token: 'ALL'", span)),
        None => Ok(()),
    }
}

/// The number of a LIMIT or OFFSET; of one that is odd the check only warns. [E]
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
        CountKind::Bind(_) => Err(Refusal::unforeseen(count.span)),
    }
}

impl<L> Order<L> {
    pub(crate) fn new(left: L, about: &About, item: &OrderItem) -> Self {
        Self {
            left,
            fold: about.fold(),
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
