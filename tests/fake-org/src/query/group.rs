//! GROUP BY and aggregates: what is grouped and computed, and the rows that come of it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use sf_schema::soql::GroupKind;

use super::World;
use super::filter::{Filter, Fold};
use super::key::Key;
use super::path::About;
use super::plan::Order;
use super::scalar::{Apply, Scalar};
use crate::schema::ObjectIx;
use crate::store::RowIx;
use crate::value::Value;

mod build;

/// A query that answers groups.
#[derive(Debug)]
pub(crate) struct Grouping {
    pub(crate) keys: Vec<GroupKey>,
    kind: GroupKind,
    aggregates: Vec<Aggregate>,
    /// What is answered, with its key.
    outputs: Vec<(String, Cell)>,
    having: Option<Filter<Cell>>,
    pub(crate) order: Vec<Order<Cell>>,
}

/// By what is grouped.
#[derive(Debug)]
pub(crate) struct GroupKey {
    scalar: Scalar,
    about: About,
    fold: Fold,
}

/// What is computed of the rows of a group.
#[derive(Debug, PartialEq, Eq)]
struct Aggregate {
    function: Of,
    /// Equal where the same is computed.
    id: String,
}

#[derive(Debug)]
struct Of {
    function: AggregateFunction,
    scalar: Scalar,
    fold: Fold,
}

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function
    }
}

impl Eq for Of {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AggregateFunction {
    Count,
    CountDistinct,
    Sum,
    Avg,
    Min,
    Max,
}

/// One value of a group.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Key(usize),
    Aggregate(usize),
    /// 1 where the key is one that this row sums over.
    Grouping(usize),
    /// A function of one of these.
    Of(Apply, Box<Cell>),
}

/// A group under way, then done.
#[derive(Debug)]
struct Group {
    keys: Vec<Value>,
    /// Whether each key is summed over.
    summed: Vec<bool>,
    sums: Vec<Sum>,
}

#[derive(Debug, Default)]
struct Sum {
    count: u64,
    total: Decimal,
    distinct: HashSet<Key>,
    least: Option<(Key, Value)>,
    most: Option<(Key, Value)>,
}

/// The values of a row of the answer, in the order of its keys.
pub(crate) type GroupRow = Vec<Value>;

impl Grouping {
    /// The keys of a row.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|(name, _)| name.as_str())
    }

    /// The rows of the answer, before LIMIT and OFFSET.
    pub(crate) fn rows(&self, world: World<'_>, object: ObjectIx, rows: &[RowIx]) -> Vec<GroupRow> {
        let mut groups = Vec::new();
        for summed in self.sets() {
            self.collect(world, object, rows, summed, &mut groups);
        }
        if let Some(having) = &self.having {
            groups.retain(|group| {
                having.accepts(&|cell: &Cell| Cow::Owned(self.evaluate(cell, group)))
            });
        }
        Order::sort(&self.order, &mut groups, |cell, group| {
            self.evaluate(cell, group)
        });
        let row = |group: &Group| {
            let cells = self
                .outputs
                .iter()
                .map(|(_, cell)| self.evaluate(cell, group));
            cells.collect()
        };
        groups.iter().map(row).collect()
    }

    /// Which keys are summed over, for each pass: none, for ROLLUP ever more from the right, for CUBE
    /// every choice.
    fn sets(&self) -> Vec<Vec<bool>> {
        let count = self.keys.len();
        match self.kind {
            GroupKind::Plain => vec![vec![false; count]],
            GroupKind::Rollup => (0..=count)
                .map(|summed| (0..count).map(|at| at >= count - summed).collect())
                .collect(),
            GroupKind::Cube => (0..1_usize << count)
                .map(|bits| {
                    (0..count)
                        .map(|at| bits >> (count - 1 - at) & 1 == 1)
                        .collect()
                })
                .collect(),
        }
    }

    fn collect(
        &self,
        world: World<'_>,
        object: ObjectIx,
        rows: &[RowIx],
        summed: Vec<bool>,
        groups: &mut Vec<Group>,
    ) {
        let new = |keys| Group {
            keys,
            summed: summed.clone(),
            sums: self.aggregates.iter().map(|_| Sum::default()).collect(),
        };
        let mut found: Vec<(Vec<Key>, Group)> = Vec::new();
        let mut places: HashMap<Vec<Key>, usize> = HashMap::new();
        for row in rows {
            let Some(at) = world.at(object, *row) else {
                continue;
            };
            let values: Vec<Cow<'_, Value>> = self
                .keys
                .iter()
                .zip(&summed)
                .map(|(key, summed)| {
                    if *summed {
                        Cow::Owned(Value::Null)
                    } else {
                        key.scalar.value(world, at)
                    }
                })
                .collect();
            let keys: Vec<Key> = self
                .keys
                .iter()
                .zip(&values)
                .map(|(key, value)| key.fold.key(value))
                .collect();
            let place = *places.entry(keys).or_insert_with_key(|keys| {
                let values = values.into_iter().map(Cow::into_owned).collect();
                found.push((keys.clone(), new(values)));
                found.len() - 1
            });
            for (aggregate, sum) in self.aggregates.iter().zip(&mut found[place].1.sums) {
                let of = &aggregate.function;
                sum.add(of, &of.scalar.value(world, at));
            }
        }
        // Without GROUP BY there is one row, of no records if need be.
        if self.keys.is_empty() && found.is_empty() {
            found.push((Vec::new(), new(Vec::new())));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        groups.extend(found.into_iter().map(|(_, group)| group));
    }

    fn evaluate(&self, cell: &Cell, group: &Group) -> Value {
        let key = |at: &usize| group.keys.get(*at).cloned().unwrap_or(Value::Null);
        match cell {
            Cell::Key(at) => key(at),
            Cell::Aggregate(at) => match (self.aggregates.get(*at), group.sums.get(*at)) {
                (Some(aggregate), Some(sum)) => sum.result(aggregate.function.function),
                _ => Value::Null,
            },
            Cell::Grouping(at) => {
                Value::Int(i64::from(group.summed.get(*at).copied().unwrap_or(false)))
            }
            Cell::Of(apply, inner) => apply.value(&self.evaluate(inner, group)),
        }
    }
}

impl Sum {
    fn add(&mut self, of: &Of, value: &Value) {
        if value.is_null() {
            return;
        }
        self.count += 1;
        match of.function {
            AggregateFunction::Count => {}
            AggregateFunction::CountDistinct => {
                self.distinct.insert(of.fold.key(value));
            }
            AggregateFunction::Sum | AggregateFunction::Avg => {
                if let Key::Number(number) = Key::of(value, false) {
                    self.total = self.total.saturating_add(number);
                }
            }
            AggregateFunction::Min => {
                keep(&mut self.least, of.fold.key(value), value, |new, old| {
                    new < old
                })
            }
            AggregateFunction::Max => {
                keep(&mut self.most, of.fold.key(value), value, |new, old| {
                    new > old
                })
            }
        }
    }

    fn result(&self, function: AggregateFunction) -> Value {
        let count = |count: u64| Value::Int(i64::try_from(count).unwrap_or(i64::MAX));
        match function {
            AggregateFunction::Count => count(self.count),
            AggregateFunction::CountDistinct => {
                count(u64::try_from(self.distinct.len()).unwrap_or(u64::MAX))
            }
            AggregateFunction::Sum if self.count == 0 => Value::Null,
            AggregateFunction::Sum => Value::Number(self.total),
            AggregateFunction::Avg => self
                .total
                .checked_div(Decimal::from(self.count))
                .map_or(Value::Null, Value::Number),
            AggregateFunction::Min => kept(&self.least),
            AggregateFunction::Max => kept(&self.most),
        }
    }
}

fn keep(
    slot: &mut Option<(Key, Value)>,
    key: Key,
    value: &Value,
    better: impl Fn(&Key, &Key) -> bool,
) {
    if slot.as_ref().is_none_or(|(known, _)| better(&key, known)) {
        *slot = Some((key, value.clone()));
    }
}

fn kept(slot: &Option<(Key, Value)>) -> Value {
    slot.as_ref()
        .map_or(Value::Null, |(_, value)| value.clone())
}
