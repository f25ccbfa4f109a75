//! Locks and cells: what is asked of them, and what of the value that they hold.
//!
//! The standard library's give a result, tokio's a future and others the value at once. So what a lock
//! gives is a layer that one `unwrap` or `?` takes off, and that whatever else the value has passes by.

use super::super::ty::{Layer, Ty};

/// Methods of a lock itself that give its value, or a way to it.
const TAKING: [&str; 22] = [
    "lock",
    "read",
    "write",
    "try_lock",
    "try_read",
    "try_write",
    "lock_owned",
    "read_owned",
    "write_owned",
    "lock_arc",
    "read_arc",
    "write_arc",
    "upgradable_read",
    "blocking_lock",
    "blocking_read",
    "blocking_write",
    "try_borrow",
    "try_borrow_mut",
    "get",
    "get_mut",
    "into_inner",
    "upgrade",
];

/// Methods of a cell that give its value itself.
const GIVING: [&str; 5] = ["borrow", "borrow_mut", "take", "replace", "get_or_init"];

/// Methods that give the lock again.
const SAME: [&str; 4] = ["clone", "as_ref", "to_owned", "deref"];

/// What takes a guard out of its result.
const OPENING: [&str; 4] = ["unwrap", "expect", "unwrap_or_else", "unwrap_unchecked"];

/// What results have and no value that is locked: those would be moved out.
const OF_RESULT: [&str; 5] = ["map", "and_then", "map_err", "ok", "ok_or_else"];

/// What a method is called on: the lock or its guard, or the value in it.
pub(super) fn seen<'s>(of: Ty<'s>, name: &str) -> Ty<'s> {
    let is_its_own = |layer| match layer {
        Layer::Lock => {
            TAKING.contains(&name)
                || GIVING.contains(&name)
                || SAME.contains(&name)
                || matches!(name, "get_or_try_init" | "downgrade")
        }
        Layer::Guard => OPENING.contains(&name) || OF_RESULT.contains(&name),
        _ => true,
    };
    match of {
        Ty::Around(layer, inner) if !is_its_own(layer) => seen(Ty::clone(&inner), name),
        other => other,
    }
}

/// What a method of a lock or a guard gives.
pub(super) fn method<'s>(
    layer: Layer,
    inner: &Ty<'s>,
    name: &str,
    arguments: &[Option<Ty<'s>>],
) -> Option<Ty<'s>> {
    let guard = || Ty::Around(Layer::Guard, inner.clone().into());
    match layer {
        Layer::Lock if SAME.contains(&name) => Some(inner.clone().locked()),
        Layer::Lock if GIVING.contains(&name) => Some(inner.clone()),
        Layer::Lock => Some(guard()),
        _ if OPENING.contains(&name) => Some(inner.clone()),
        _ if name == "map" => arguments.first().cloned().flatten().map(Ty::around),
        _ if name == "and_then" => arguments.first().cloned().flatten(),
        _ => Some(guard()),
    }
}
