//! Which rows a plan selects, as their numbers: found by an index where one helps, filtered, sorted,
//! cut.

use super::filter::{Check, Filter};
use super::key::Key;
use super::path::Leaf;
use super::plan::{Order, Plan};
use super::scalar::Scalar;
use super::{At, World};
use crate::id::Id;
use crate::schema::FieldIx;
use crate::store::RowIx;
use crate::value::Value;

/// The rows of a plan, in order, LIMIT and OFFSET done; `parent` are the field and id that all have.
pub(crate) fn select(world: World<'_>, plan: &Plan, parent: Option<(FieldIx, Id)>) -> Vec<RowIx> {
    select_if(world, plan, parent, |_| true)
}

/// The same, of rows of which something else holds too.
pub(crate) fn select_if(
    world: World<'_>,
    plan: &Plan,
    parent: Option<(FieldIx, Id)>,
    holds: impl Fn(RowIx) -> bool,
) -> Vec<RowIx> {
    let mut rows = matching_if(world, plan, parent, holds);
    Order::sort(&plan.order, &mut rows, |scalar, row| {
        match world.at(plan.object, *row) {
            Some(at) => scalar.value(world, at).into_owned(),
            None => Value::Null,
        }
    });
    cut(rows, plan)
}

/// OFFSET and LIMIT.
pub(crate) fn cut<T>(mut rows: Vec<T>, plan: &Plan) -> Vec<T> {
    if plan.offset > 0 {
        rows.drain(..plan.offset.min(rows.len()));
    }
    if let Some(limit) = plan.limit {
        rows.truncate(limit);
    }
    rows
}

/// The rows that the filter takes, in the order of insertion.
pub(crate) fn matching(world: World<'_>, plan: &Plan, parent: Option<(FieldIx, Id)>) -> Vec<RowIx> {
    matching_if(world, plan, parent, |_| true)
}

fn matching_if(
    world: World<'_>,
    plan: &Plan,
    parent: Option<(FieldIx, Id)>,
    holds: impl Fn(RowIx) -> bool,
) -> Vec<RowIx> {
    let table = world.store.table(plan.object);
    let accepts = |row: &RowIx| {
        let Some(at) = world.at(plan.object, *row) else {
            return false;
        };
        (plan.deleted_too || !at.row.deleted) && accepts(world, plan, at) && holds(*row)
    };
    if let Some((field, id)) = parent {
        let mut rows = table.find_by(field, &Value::Id(id));
        // No index knows the deleted ones.
        if plan.deleted_too && table.has_deleted() {
            let gone = table
                .rows()
                .filter(|(_, row)| row.deleted && row.get(field).as_id() == Some(id));
            rows.extend(gone.map(|(at, _)| at));
            rows.sort_unstable();
        }
        rows.retain(accepts);
        return rows;
    }
    if let Some(mut rows) = indexed(world, plan) {
        rows.sort_unstable();
        rows.dedup();
        rows.retain(accepts);
        return rows;
    }
    // Enough of them is enough, where no order has to be made.
    let most = match plan.limit {
        Some(limit) if plan.order.is_empty() => limit.saturating_add(plan.offset),
        _ => usize::MAX,
    };
    let all = table.rows().map(|(at, _)| at);
    let needs_all = matches!(plan.shape, super::plan::Shape::Groups(_));
    all.filter(accepts)
        .take(if needs_all { usize::MAX } else { most })
        .collect()
}

fn accepts<'a>(world: World<'a>, plan: &Plan, at: At<'a>) -> bool {
    let value = |scalar: &Scalar| match scalar {
        Scalar::Field(path) => path.compared(world, at),
        _ => scalar.value(world, at),
    };
    plan.filter
        .as_ref()
        .is_none_or(|filter| filter.accepts(&value))
}

/// The rows that can match at all, where the filter asks for ids or for the value of a key or parent;
/// deleted rows are in no index but that of ids.
fn indexed(world: World<'_>, plan: &Plan) -> Option<Vec<RowIx>> {
    let table = world.store.table(plan.object);
    let object = world.schema.object(plan.object);
    let tests = plan.filter.as_ref().map(Filter::required)?;
    for test in tests {
        let Scalar::Field(path) = &test.left else {
            continue;
        };
        let (Leaf::Field(index), true) = (&path.leaf, path.hops.is_empty()) else {
            continue;
        };
        let field = object.field(*index);
        if field.name == "Id" {
            let ids: Vec<Id> = match &test.check {
                Check::Equal(Key::Id(id)) => vec![*id],
                Check::Equal(Key::Null) => Vec::new(),
                Check::In(keys, _) => keys.iter().filter_map(id_of).collect(),
                Check::Members(ids) => ids.iter().copied().collect(),
                _ => continue,
            };
            return Some(ids.into_iter().filter_map(|id| table.find(id)).collect());
        }
        if plan.deleted_too || !field.is_parent_index() {
            continue;
        }
        let ids: Vec<Id> = match &test.check {
            Check::Equal(Key::Id(id)) => vec![*id],
            Check::In(keys, _) if !keys.contains(&Key::Null) => {
                keys.iter().filter_map(id_of).collect()
            }
            Check::Members(ids) => ids.iter().copied().collect(),
            _ => continue,
        };
        let rows = ids
            .into_iter()
            .flat_map(|id| table.find_by(*index, &Value::Id(id)));
        return Some(rows.collect());
    }
    None
}

fn id_of(key: &Key) -> Option<Id> {
    match key {
        Key::Id(id) => Some(*id),
        _ => None,
    }
}
