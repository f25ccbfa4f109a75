//! What is most likely not gone, but has another name.
//!
//! A rename in the org looks like one removal and one addition. It is offered where both are of the
//! same kind in all that matters and their labels or names are near; where several fit equally
//! well, nothing is offered.

use std::collections::BTreeSet;

use sf_schema::diagnostic::nearest;
use sf_schema::schema::Field;
use sf_schema::{Object, Schema};

use super::{Change, Difference};

/// Marks removals of fields that have a likely new name, among the differences from `start` on.
pub(super) fn fields(old: &Object, new: &Object, found: &mut [Difference], start: usize) {
    let found = found.get_mut(start..).unwrap_or_default();
    let noted = |change| -> BTreeSet<String> {
        let of_kind = found
            .iter()
            .filter(|difference| difference.change == change);
        of_kind
            .filter_map(|difference| difference.field.clone())
            .collect()
    };
    let (gone, new_names) = (noted(Change::FieldRemoved), noted(Change::FieldAdded));
    if gone.is_empty() || new_names.is_empty() {
        return;
    }
    let removed: Vec<&Field> = named(old, &gone);
    let added: Vec<&Field> = named(new, &new_names);
    for (from, to) in matched(&removed, &added, same_kind, |field| {
        (&field.name.api, &field.label)
    }) {
        let differences = found.get_mut(start..).unwrap_or_default().iter_mut();
        mark(
            differences,
            Change::FieldRemoved,
            &to.name.api,
            |difference| difference.field.as_deref() == Some(&from.name.api),
        );
    }
}

fn named<'a>(object: &'a Object, names: &BTreeSet<String>) -> Vec<&'a Field> {
    let fields = object.fields.iter();
    fields
        .filter(|field| names.contains(&field.name.api))
        .collect()
}

/// Marks removals of objects that have a likely new name.
pub(super) fn objects(old: &Schema, new: &Schema, found: &mut [Difference]) {
    let added: Vec<&Object> = new
        .objects()
        .filter(|object| old.object(&object.name.api).is_none())
        .collect();
    let removed: Vec<&Object> = old
        .objects()
        .filter(|object| new.object(&object.name.api).is_none())
        .collect();
    for (from, to) in matched(&removed, &added, same_fields, |object| {
        (&object.name.api, &object.label)
    }) {
        mark(
            found.iter_mut(),
            Change::ObjectRemoved,
            &to.name.api,
            |difference| difference.object == from.name.api,
        );
    }
}

fn mark<'d>(
    differences: impl Iterator<Item = &'d mut Difference>,
    change: Change,
    to: &str,
    is_it: impl Fn(&Difference) -> bool,
) {
    for difference in differences.filter(|difference| difference.change == change) {
        if is_it(difference) {
            difference.renamed = Some(to.to_owned());
        }
    }
}

/// The pairs that belong together: first those with one label, then those with near names.
fn matched<'a, T>(
    removed: &[&'a T],
    added: &[&'a T],
    fits: impl Fn(&T, &T) -> bool,
    names: impl Fn(&T) -> (&str, &str),
) -> Vec<(&'a T, &'a T)> {
    let mut pairs: Vec<(&T, &T)> = Vec::new();
    for by_label in [true, false] {
        let free = |pairs: &[(&'a T, &'a T)]| {
            let is_free = |item: &T| !pairs.iter().any(|(_, to)| std::ptr::eq(*to, item));
            added
                .iter()
                .copied()
                .filter(|to| is_free(to))
                .collect::<Vec<_>>()
        };
        for from in removed {
            if pairs.iter().any(|(taken, _)| std::ptr::eq(*taken, *from)) {
                continue;
            }
            let (api, label) = names(from);
            let mut candidates = free(&pairs);
            candidates.retain(|to| fits(from, to));
            if by_label {
                candidates
                    .retain(|to| !label.is_empty() && names(to).1.eq_ignore_ascii_case(label));
            } else {
                let near = nearest(api, candidates.iter().map(|to| names(to).0));
                let near = near.map(str::to_owned);
                candidates.retain(|to| near.as_deref() == Some(names(to).0));
            }
            if let [to] = candidates.as_slice() {
                pairs.push((from, to));
            }
        }
    }
    pairs
}

/// Whether two fields are the same but for their names.
fn same_kind(from: &Field, to: &Field) -> bool {
    let targets = |field: &Field| {
        field
            .reference
            .as_ref()
            .map(|reference| reference.to.clone())
    };
    from.data == to.data
        && from.flags == to.flags
        && (from.length, from.precision, from.scale) == (to.length, to.precision, to.scale)
        && targets(from) == targets(to)
}

/// Whether two objects have most fields of their own in common.
fn same_fields(from: &Object, to: &Object) -> bool {
    let own = |object: &Object| {
        let fields = object.fields.iter();
        fields.filter(|field| field.name.api.contains("__")).count()
    };
    let common = from
        .fields
        .iter()
        .filter(|field| field.name.api.contains("__") && to.field(&field.name.api).is_some())
        .count();
    let most = own(from).max(own(to));
    common * 3 >= most * 2 && from.name.api.contains("__") == to.name.api.contains("__")
}
