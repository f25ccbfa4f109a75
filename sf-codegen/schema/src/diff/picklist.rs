//! Differences of a picklist.

use std::collections::BTreeSet;

use crate::schema::{Controller, Field, FieldFlags, FieldType, Picklist, PicklistValue};

use super::{Change, Class, Notes, pairs};

/// Notes the differences of two picklists, where both fields are one.
pub(super) fn compare(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let is_picklist =
        |field: &Field| matches!(field.data, FieldType::Picklist | FieldType::MultiPicklist);
    let (Some(before), Some(now)) = (&old.picklist, &new.picklist) else {
        return;
    };
    if !is_picklist(old) || !is_picklist(new) {
        return;
    }
    let restricted = FieldFlags::RESTRICTED_PICKLIST;
    match (old.is(restricted), new.is(restricted)) {
        (false, true) => notes.note(
            Change::Restricted,
            Class::Breaking,
            "the picklist is restricted now: values that are not listed are refused",
        ),
        (true, false) => notes.note(
            Change::Restricted,
            Class::Compatible,
            "the picklist is not restricted any more",
        ),
        _ => {}
    }
    values(before, now, new.is(restricted), notes);
    dependence(before, now, notes);
}

fn values(old: &Picklist, new: &Picklist, is_restricted: bool, notes: &mut Notes<'_>) {
    let (class, why) = if is_restricted {
        (Class::Breaking, "the org refuses it")
    } else {
        (Class::Risky, "the bindings have it no more")
    };
    for (before, now) in pairs_of_values(old, new) {
        let was_active = before.is_some_and(|value| value.active);
        let is_active = now.is_some_and(|value| value.active);
        let Some(PicklistValue { name, .. }) = now.or(before) else {
            continue;
        };
        let value = &name.api;
        if was_active && now.is_none() {
            let reason = format!("the value `{value}` is gone: {why}");
            notes.part(value, Change::ValueRemoved, class, reason);
        } else if was_active && !is_active {
            let reason = format!("the value `{value}` is not active any more: {why}");
            notes.part(value, Change::ValueDeactivated, class, reason);
        } else if is_active && !was_active {
            let reason = match before {
                Some(_) => format!("the value `{value}` is active again"),
                None => format!("the value `{value}` is new"),
            };
            let reason = format!("{reason}: it is unknown to bindings that were made before");
            notes.part(value, Change::ValueAdded, Class::Risky, reason);
        }
    }
}

/// Values by what they are; case counts, as in the enum of the bindings.
fn pairs_of_values<'a>(
    old: &'a Picklist,
    new: &'a Picklist,
) -> Vec<(Option<&'a PicklistValue>, Option<&'a PicklistValue>)> {
    let find = |list: &'a Picklist, api: &str| list.values.iter().find(|v| v.name.api == api);
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for value in old.values.iter().chain(&new.values) {
        let api = value.name.api.as_str();
        if seen.insert(api) {
            found.push((find(old, api), find(new, api)));
        }
    }
    found
}

fn dependence(old: &Picklist, new: &Picklist, notes: &mut Notes<'_>) {
    match (&old.controller, &new.controller) {
        (None, None) => {}
        (None, Some(now)) => notes.note(
            Change::Controller,
            Class::Risky,
            format!("`{}` decides now which values are valid", now.field()),
        ),
        (Some(before), None) => notes.note(
            Change::Controller,
            Class::Risky,
            format!(
                "`{}` does not decide any more which values are valid",
                before.field()
            ),
        ),
        (Some(before), Some(now)) if !before.field().eq_ignore_ascii_case(now.field()) => notes
            .note(
                Change::Controller,
                Class::Risky,
                format!(
                    "`{}` decides now which values are valid, it was `{}`",
                    now.field(),
                    before.field()
                ),
            ),
        _ => {}
    }
}

/// Notes which values are valid for other values of the controlling field than before. Indexes
/// count the controlling values, which may have moved: so values are compared, not indexes.
pub(super) fn valid_for(
    old: &Field,
    new: &Field,
    old_siblings: &[Field],
    new_siblings: &[Field],
    notes: &mut Notes<'_>,
) {
    let (Some(before), Some(now)) = (&old.picklist, &new.picklist) else {
        return;
    };
    let (Some(old_controller), Some(new_controller)) = (&before.controller, &now.controller) else {
        return;
    };
    if !old_controller
        .field()
        .eq_ignore_ascii_case(new_controller.field())
    {
        return;
    }
    let (Some(old_names), Some(new_names)) = (
        controlling(old_controller, old_siblings),
        controlling(new_controller, new_siblings),
    ) else {
        return;
    };
    for (before, now) in pairs(before.values.iter(), now.values.iter(), |value| {
        &value.name.api
    }) {
        let (Some(before), Some(now)) = (before, now) else {
            continue;
        };
        if !before.active || !now.active {
            continue;
        }
        let (was, is) = (allowed(before, &old_names), allowed(now, &new_names));
        // What went with its controlling value is said there.
        let lost: Vec<&str> = was
            .difference(&is)
            .copied()
            .filter(|value| new_names.contains(value))
            .collect();
        let won: Vec<&str> = is
            .difference(&was)
            .copied()
            .filter(|value| old_names.contains(value))
            .collect();
        let value = &now.name.api;
        let list = |values: &[&str]| values.join("`, `");
        if !lost.is_empty() {
            let reason = format!("`{value}` is not valid any more for `{}`", list(&lost));
            notes.part(value, Change::ValidFor, Class::Risky, reason);
        }
        if !won.is_empty() {
            let reason = format!("`{value}` is valid now for `{}`", list(&won));
            notes.part(value, Change::ValidFor, Class::Compatible, reason);
        }
    }
}

/// The names of the controlling values, by their index.
fn controlling<'a>(controller: &Controller, siblings: &'a [Field]) -> Option<Vec<&'a str>> {
    match controller {
        Controller::Checkbox(_) => Some(vec!["false", "true"]),
        Controller::Picklist(name) => {
            let mut all = siblings.iter();
            let field = all.find(|field| field.name.api.eq_ignore_ascii_case(name))?;
            let values = &field.picklist.as_ref()?.values;
            Some(values.iter().map(|value| value.name.api.as_str()).collect())
        }
    }
}

fn allowed<'a>(value: &PicklistValue, names: &[&'a str]) -> BTreeSet<&'a str> {
    value
        .valid_for
        .iter()
        .filter_map(|index| names.get(usize::from(*index)).copied())
        .collect()
}
