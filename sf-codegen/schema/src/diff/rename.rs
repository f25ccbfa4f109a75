//! What is most likely not gone, but has another name.
//!
//! A rename in the org looks like one removal and one addition. It is offered where both are of the
//! same kind in all that matters and their labels or names are near; where several fit equally
//! well, nothing is offered.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::nearest;
use crate::schema::Field;
use crate::{Object, Schema};

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
    let names = |field: &'_ Field| (field.name.api.clone(), field.label.to_lowercase());
    for (from, to) in matched(&removed, &added, same_kind, names) {
        mark(found, Change::FieldRemoved, &to.name.api, |difference| {
            difference.field.as_deref() == Some(&from.name.api)
        });
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
    let names = |object: &'_ Object| (object.name.api.clone(), object.label.to_lowercase());
    for (from, to) in matched(&removed, &added, same_fields, names) {
        mark(found, Change::ObjectRemoved, &to.name.api, |difference| {
            difference.object == from.name.api
        });
    }
}

fn mark(found: &mut [Difference], change: Change, to: &str, is_it: impl Fn(&Difference) -> bool) {
    for difference in found {
        if difference.change == change && is_it(difference) {
            difference.renamed = Some(to.to_owned());
        }
    }
}

/// The pairs that belong together: first those with one label, then those with near names. A pair is
/// only one where each has no other choice.
fn matched<'a, T>(
    removed: &[&'a T],
    added: &[&'a T],
    fits: impl Fn(&T, &T) -> bool,
    names: impl Fn(&T) -> (String, String),
) -> Vec<(&'a T, &'a T)> {
    let name_all = |items: &[&T]| items.iter().map(|item| names(item)).collect::<Vec<_>>();
    let (old_names, new_names) = (name_all(removed), name_all(added));
    // By their places; none of them is there twice.
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for by_label in [true, false] {
        let free: Vec<usize> = (0..added.len())
            .filter(|new| !pairs.values().any(|taken| taken == new))
            .collect();
        let mut chosen: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (old, (from, (api, label))) in removed.iter().zip(&old_names).enumerate() {
            if pairs.contains_key(&old) {
                continue;
            }
            let fitting = free
                .iter()
                .filter(|new| added.get(**new).is_some_and(|to| fits(from, to)));
            let named = fitting.filter_map(|new| Some((*new, new_names.get(*new)?)));
            let near: Vec<usize> = if by_label {
                let same = named.filter(|(_, (_, other))| !label.is_empty() && other == label);
                same.map(|(new, _)| new).collect()
            } else {
                let named: Vec<_> = named.collect();
                let near = nearest(api, named.iter().map(|(_, (api, _))| api.as_str()));
                let is_near =
                    |(_, (api, _)): &&(usize, &(String, String))| near == Some(api.as_str());
                named.iter().filter(is_near).map(|(new, _)| *new).collect()
            };
            if let [only] = near.as_slice() {
                chosen.entry(*only).or_default().push(old);
            }
        }
        for (new, old) in chosen {
            if let [only] = old.as_slice() {
                pairs.insert(*only, new);
            }
        }
    }
    let both = |(old, new): (usize, usize)| Some((*removed.get(old)?, *added.get(new)?));
    pairs.into_iter().filter_map(both).collect()
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
