//! Differences of a lookup.

use crate::schema::{Field, FieldFlags, Reference};

use super::{Change, Class, Notes};

/// Notes the differences of two lookups, where both fields are one.
pub(super) fn compare(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let (Some(before), Some(now)) = (&old.reference, &new.reference) else {
        return;
    };
    targets(old, new, before, now, notes);
    names(before, now, notes);

    let deletes = |field: &Field| field.is(FieldFlags::CASCADE_DELETE);
    if before.order.is_some() != now.order.is_some() {
        let reason = match now.order {
            Some(_) => "it is a master-detail field now: the parent decides who sees and deletes",
            None => "it is a plain lookup now, no master-detail field",
        };
        notes.note(Change::MasterDetail, Class::Risky, reason);
    } else if deletes(old) != deletes(new) {
        let reason = match deletes(new) {
            true => "the record is deleted with its parent now",
            false => "the record is not deleted with its parent any more",
        };
        notes.note(Change::MasterDetail, Class::Risky, reason);
    }
    if before.target_field != now.target_field {
        notes.note(
            Change::ReferenceTargetField,
            Class::Breaking,
            match &now.target_field {
                Some(field) => format!("the parent is found by its `{field}` now"),
                None => "the parent is not found by a field of its own any more".to_owned(),
            },
        );
    }
}

fn targets(old: &Field, new: &Field, before: &Reference, now: &Reference, notes: &mut Notes<'_>) {
    let missing = |from: &Reference, of: &Reference| -> Vec<String> {
        let all = of.to.iter();
        let missing = all.filter(|to| !from.to.iter().any(|other| other.eq_ignore_ascii_case(to)));
        missing.cloned().collect()
    };
    let (gone, added) = (missing(now, before), missing(before, now));
    let is_polymorphic = |reference: &Reference| reference.to.len() > 1;
    let mut said = Vec::new();
    if !gone.is_empty() {
        said.push(format!("does not lead to {} any more", gone.join(", ")));
    }
    if !added.is_empty() {
        said.push(format!("leads to {} now", added.join(", ")));
    }
    let said = format!("it {}", said.join(" and "));
    if is_polymorphic(before) != is_polymorphic(now) {
        let why = match is_polymorphic(now) {
            true => "ids are of several kinds, and a path ends at `Name`",
            false => "ids are of one kind",
        };
        notes.note(
            Change::ReferenceTo,
            Class::Breaking,
            format!("{said}: {why}"),
        );
    } else if !gone.is_empty() {
        let reason = format!("{said}: ids and paths to it are refused");
        notes.note(Change::ReferenceTo, Class::Breaking, reason);
    } else if !added.is_empty() {
        let reason = format!("{said}: ids can be of a kind that was not there");
        notes.note(Change::ReferenceTo, Class::Risky, reason);
    } else if new.is(FieldFlags::NAME_POINTING) && !old.is(FieldFlags::NAME_POINTING) {
        let reason = "a path through it ends at `Name` now";
        notes.note(Change::ReferenceTo, Class::Breaking, reason);
    }
}

fn names(before: &Reference, now: &Reference, notes: &mut Notes<'_>) {
    let name = |reference: &Reference| {
        let name = reference.relationship.as_ref();
        name.map(|name| name.api.clone())
    };
    let change = Change::RelationshipName;
    match (name(before), name(now)) {
        (Some(before), Some(now)) if !before.eq_ignore_ascii_case(&now) => {
            let reason = format!("the relationship is `{now}` now, it was `{before}`");
            notes.part(&before, change, Class::Breaking, reason);
        }
        (Some(before), None) => {
            let reason =
                format!("the relationship `{before}` is gone: no query reaches the parent");
            notes.part(&before, change, Class::Breaking, reason);
        }
        (None, Some(now)) => {
            let reason = format!("queries reach the parent by `{now}` now");
            notes.part(&now, change, Class::Compatible, reason);
        }
        _ => {}
    }
}
