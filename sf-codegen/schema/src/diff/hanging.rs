//! Differences of what hangs on an object: child relationships, record types, scopes.

use std::collections::BTreeMap;

use crate::Object;
use crate::schema::{ChildRelationship, RecordType};

use super::{Change, Class, Notes, pairs};

/// Notes the differences.
pub(super) fn compare(old: &Object, new: &Object, notes: &mut Notes<'_>) {
    children(old, new, notes);
    record_types(old, new, notes);
    for (before, now) in pairs(old.scopes.iter(), new.scopes.iter(), |scope| &scope.name) {
        match (before, now) {
            (Some(scope), None) => {
                let reason = format!("USING SCOPE {} is refused now", scope.name);
                notes.part(&scope.name, Change::ScopeRemoved, Class::Breaking, reason);
            }
            (None, Some(scope)) => {
                let reason = format!("USING SCOPE {} is taken now", scope.name);
                notes.part(&scope.name, Change::ScopeAdded, Class::Compatible, reason);
            }
            _ => {}
        }
    }
}

/// A child relationship by the lookup that makes it: it keeps that when its name changes.
type Lookup = (String, String);

/// The child relationships of an object, by lookup and name.
struct Children<'a> {
    by_lookup: BTreeMap<Lookup, Vec<&'a ChildRelationship>>,
}

impl<'a> Children<'a> {
    fn of(object: &'a Object) -> Self {
        let mut by_lookup: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for child in &object.children {
            by_lookup.entry(lookup(child)).or_default().push(child);
        }
        Self { by_lookup }
    }

    /// Those of the same lookup.
    fn like(&self, child: &ChildRelationship) -> &[&'a ChildRelationship] {
        self.by_lookup
            .get(&lookup(child))
            .map_or(&[], Vec::as_slice)
    }

    /// The one of the same lookup and name.
    fn find(&self, child: &ChildRelationship) -> Option<&'a ChildRelationship> {
        let mut like = self.like(child).iter().copied();
        like.find(|other| label(other).eq_ignore_ascii_case(label(child)))
    }
}

fn lookup(child: &ChildRelationship) -> Lookup {
    (child.object.to_lowercase(), child.field.to_lowercase())
}

fn children(old: &Object, new: &Object, notes: &mut Notes<'_>) {
    let (all_before, all_now) = (Children::of(old), Children::of(new));
    // The new names of what has another one, which is not new.
    let mut renamed = Vec::new();
    for before in &old.children {
        let Some(name) = &before.name else {
            continue;
        };
        let name = &name.api;
        if let Some(now) = all_now.find(before) {
            restricted_delete(before, now, notes);
            continue;
        }
        let mut others = all_now.like(before).iter();
        let other = others.find(|now| now.name.is_some() && all_before.find(now).is_none());
        if let Some(other) = other {
            let to = label(other);
            let reason = format!("the child relationship `{name}` is `{to}` now");
            notes.part(name, Change::ChildName, Class::Breaking, reason);
            renamed.push(*other);
        } else {
            let ChildRelationship { object, field, .. } = before;
            let reason = format!("the child relationship `{name}` ({object}.{field}) is gone");
            notes.part(name, Change::ChildRemoved, Class::Breaking, reason);
        }
    }
    for now in &new.children {
        let is_known = all_before.find(now).is_some() || renamed.contains(&now);
        if let Some(name) = now.name.as_ref().filter(|_| !is_known) {
            let (name, object, field) = (&name.api, &now.object, &now.field);
            let reason = format!("the child relationship `{name}` ({object}.{field}) is new");
            notes.part(name, Change::ChildAdded, Class::Compatible, reason);
        }
    }
}

fn restricted_delete(before: &ChildRelationship, now: &ChildRelationship, notes: &mut Notes<'_>) {
    let (class, can) = match (before.restricted_delete, now.restricted_delete) {
        (false, true) => (Class::Breaking, "cannot be deleted any more"),
        (true, false) => (Class::Compatible, "can be deleted now"),
        _ => return,
    };
    let ChildRelationship { object, field, .. } = now;
    let reason = format!("a record {can} while one of {object} refers to it ({field})");
    notes.part(label(now), Change::RestrictedDelete, class, reason);
}

/// The name; empty where there is none.
fn label(child: &ChildRelationship) -> &str {
    child.name.as_ref().map_or("", |name| &name.api)
}

/// By developer name; ids differ between orgs, and what is available between users.
fn record_types(old: &Object, new: &Object, notes: &mut Notes<'_>) {
    let named = |object: &'_ Object| object.record_types.iter().any(|ty| !ty.name.api.is_empty());
    // Without any there is nothing to compare: record types are hidden from some users.
    if !named(old) || !named(new) {
        return;
    }
    let name = |ty: &RecordType| -> String { ty.name.api.clone() };
    for (before, now) in pairs(old.record_types.iter(), new.record_types.iter(), |ty| {
        &ty.name.api
    }) {
        let was = before.filter(|ty| ty.active);
        let is = now.filter(|ty| ty.active);
        match (was, is) {
            (Some(ty), None) => {
                let (api, how) = (
                    name(ty),
                    if now.is_some() {
                        "not active any more"
                    } else {
                        "gone"
                    },
                );
                let reason = format!("the record type `{api}` is {how}");
                notes.part(&api, Change::RecordTypeRemoved, Class::Breaking, reason);
            }
            (None, Some(ty)) => {
                let (api, how) = (
                    name(ty),
                    if before.is_some() {
                        "active again"
                    } else {
                        "new"
                    },
                );
                let reason = format!("the record type `{api}` is {how}");
                notes.part(&api, Change::RecordTypeAdded, Class::Compatible, reason);
            }
            _ => {}
        }
    }
}
