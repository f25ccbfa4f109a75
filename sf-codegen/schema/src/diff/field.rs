//! Differences of a field.

use crate::schema::{Field, FieldFlags, FieldType};

use super::object::{deprecated, spelling};
use super::{Change, Class, Difference, Notes, picklist, reference};

/// What a query does with a field.
const QUERIES: &[(FieldFlags, Change, &str)] = &[
    (FieldFlags::FILTERABLE, Change::Filterable, "filtered"),
    (FieldFlags::SORTABLE, Change::Sortable, "sorted"),
    (FieldFlags::GROUPABLE, Change::Groupable, "grouped"),
    (FieldFlags::AGGREGATABLE, Change::Aggregatable, "aggregated"),
    (
        FieldFlags::QUERY_BY_DISTANCE,
        Change::Distance,
        "asked for by distance",
    ),
];

/// Notes the differences of a field.
pub(super) fn compare(
    old: Option<&Field>,
    new: Option<&Field>,
    object: &str,
    found: &mut Vec<Difference>,
) {
    let Some(either) = new.or(old) else {
        return;
    };
    let mut notes = Notes {
        object,
        field: Some(&either.name.api),
        found,
    };
    match (old, new) {
        (Some(old), Some(new)) => both(old, new, &mut notes),
        (Some(_), None) => notes.note(Change::FieldRemoved, Class::Breaking, "the field is gone"),
        (None, Some(new)) if new.is_required_on_create() => notes.note(
            Change::FieldAdded,
            Class::Breaking,
            "the field is new, and no record can be created without it",
        ),
        (None, _) => notes.note(Change::FieldAdded, Class::Compatible, "the field is new"),
    }
}

fn both(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    spelling(&old.name.api, &new.name.api, notes);
    if old.data != new.data {
        ty(old, new, notes);
    }
    if old.data == new.data || same_in_rust(old, new) {
        size(old, new, notes);
    }
    writing(old, new, notes);
    for (flag, change, done) in QUERIES {
        match (old.is(*flag), new.is(*flag)) {
            (true, false) => {
                notes.note(
                    *change,
                    Class::Breaking,
                    format!("it cannot be {done} any more"),
                );
            }
            (false, true) => {
                notes.note(*change, Class::Compatible, format!("it can be {done} now"));
            }
            _ => {}
        }
    }
    default(old, new, notes);
    keys(old, new, notes);
    formula(old, new, notes);
    picklist::compare(old, new, notes);
    reference::compare(old, new, notes);
    let hidden = FieldFlags::DEPRECATED_AND_HIDDEN;
    deprecated("field", old.is(hidden), new.is(hidden), notes);
}

fn ty(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let (before, now) = (old.data.name(), new.data.name());
    let same_in_rust = same_in_rust(old, new);
    // The org checks what an address of mail looks like, and of no other text (M).
    let (class, why) = if same_in_rust && !(new.data == FieldType::Email && is_written(old)) {
        (
            Class::Risky,
            "values are of the same kind, the org treats them in another way",
        )
    } else if same_in_rust {
        (Class::Breaking, "what is not an address is refused")
    } else {
        (Class::Breaking, "values are of another kind")
    };
    notes.note(
        Change::Type,
        class,
        format!("the type is {now} now, it was {before}: {why}"),
    );
}

/// Whether values are texts before and now, or decimals.
fn same_in_rust(old: &Field, new: &Field) -> bool {
    old.data.is_text() && new.data.is_text() || old.data.is_decimal() && new.data.is_decimal()
}

fn is_written(field: &Field) -> bool {
    field.is(FieldFlags::CREATEABLE) || field.is(FieldFlags::UPDATEABLE)
}

/// How much fits in.
fn size(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let is_written = is_written(old);
    let mut compare = |change, what: &str, refused: &str, old: u32, new: u32, lost: Class| {
        let said = format!("{what} is {new} now, it was {old}");
        match new.cmp(&old) {
            std::cmp::Ordering::Less if is_written => {
                notes.note(change, Class::Breaking, format!("{said}: {refused}"));
            }
            std::cmp::Ordering::Less => notes.note(change, lost, said),
            std::cmp::Ordering::Greater => notes.note(change, Class::Compatible, said),
            std::cmp::Ordering::Equal => {}
        }
    };
    if old.data.is_text() || old.data == FieldType::MultiPicklist {
        // A length of 0 says nothing.
        if old.length > 0 && new.length > 0 {
            compare(
                Change::Length,
                "the length",
                "longer values are refused",
                old.length,
                new.length,
                Class::Compatible,
            );
        }
    } else if old.data.is_decimal() {
        let before = |field: &Field| u32::from(field.precision.saturating_sub(field.scale));
        let digits = "the number of digits before the point";
        let larger = "larger numbers are refused";
        compare(
            Change::Precision,
            digits,
            larger,
            before(old),
            before(new),
            Class::Compatible,
        );
        let digits = "the number of digits after the point";
        let finer = "numbers that have more are refused or rounded";
        let (old, new) = (u32::from(old.scale), u32::from(new.scale));
        compare(Change::Scale, digits, finer, old, new, Class::Risky);
    } else if matches!(old.data, FieldType::Int | FieldType::Long) {
        let larger = "larger numbers are refused";
        let (old, new) = (u32::from(old.digits), u32::from(new.digits));
        compare(
            Change::Precision,
            "the number of digits",
            larger,
            old,
            new,
            Class::Compatible,
        );
    }
}

fn writing(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let was = |flag| old.is(flag);
    let is = |flag| new.is(flag);
    let (required_before, required) = (old.is_required_on_create(), new.is_required_on_create());

    let create = FieldFlags::CREATEABLE;
    if was(create) && !is(create) {
        let reason = format!("it cannot be set on create any more{}", because(new));
        notes.note(Change::Createable, Class::Breaking, reason);
    } else if required && !required_before {
        let reason = "no record can be created without it now";
        notes.note(Change::Required, Class::Breaking, reason);
    } else {
        if !was(create) && is(create) {
            notes.note(
                Change::Createable,
                Class::Compatible,
                "it can be set on create now",
            );
        }
        if required_before && !required {
            let reason =
                "a record can be created without it now: `Required` of the bindings has it no more";
            notes.note(Change::Required, Class::Risky, reason);
        }
    }
    let update = FieldFlags::UPDATEABLE;
    if was(update) && !is(update) {
        let reason = format!("it cannot be set on update any more{}", because(new));
        notes.note(Change::Updateable, Class::Breaking, reason);
    } else if !was(update) && is(update) {
        notes.note(
            Change::Updateable,
            Class::Compatible,
            "it can be set on update now",
        );
    }
    let nillable = FieldFlags::NILLABLE;
    if was(nillable) && !is(nillable) {
        let (class, reason) = if is_written(new) {
            (Class::Breaking, "null is refused now")
        } else {
            (
                Class::Risky,
                "it is never null now: rows have a value where they had an Option",
            )
        };
        notes.note(Change::Nullable, class, reason);
    } else if !was(nillable) && is(nillable) {
        let reason = "it can be null now: rows have an Option where they had a value";
        notes.note(Change::Nullable, Class::Risky, reason);
    }
}

/// What a record has in the field that is created without it. Nobody is refused, and what is read later
/// is another value.
fn default(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let calculated = FieldFlags::CALCULATED;
    if old.is(calculated) || new.is(calculated) {
        return;
    }
    let is_given = |field: &Field| field.is(FieldFlags::DEFAULTED_ON_CREATE);
    let value = |field: &Field| {
        let values = field.picklist.iter().flat_map(|picklist| &picklist.values);
        let chosen = values.filter(|value| value.default);
        let mut chosen: Vec<String> = chosen.map(|value| value.name.api.clone()).collect();
        // The order of values is nothing that a program can tell.
        chosen.sort();
        let formula = field.default_formula.clone();
        (formula.filter(|formula| !formula.is_empty()), chosen)
    };
    let (before, now) = (value(old), value(new));
    let is_any = |field: &Field, (formula, chosen): &(Option<String>, Vec<String>)| {
        is_given(field) || formula.is_some() || !chosen.is_empty()
    };
    // Whether the field must be given is said where it is.
    let is_said = old.is_required_on_create() != new.is_required_on_create();
    let reason = match (is_any(old, &before), is_any(new, &now)) {
        (true, false) if !is_said => {
            "it has no default any more: a record that is created without it has no value"
        }
        (false, true) if !is_said => {
            "it has a default now: a record that is created without it has a value"
        }
        (true, true) if before != now => {
            "the default is another one: a record that is created without it has another value"
        }
        _ => return,
    };
    notes.note(Change::Default, Class::Risky, reason);
}

/// What the field is that it is no longer written.
fn because(new: &Field) -> &'static str {
    if new.is(FieldFlags::CALCULATED) && new.formula.is_some() {
        ": it is a formula"
    } else if new.is(FieldFlags::CALCULATED) {
        ": it is a roll-up summary"
    } else if new.is(FieldFlags::AUTO_NUMBER) {
        ": the org numbers it"
    } else {
        ""
    }
}

fn keys(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let was = |flag| old.is(flag);
    let is = |flag| new.is(flag);
    match (
        old.is(FieldFlags::EXTERNAL_ID),
        new.is(FieldFlags::EXTERNAL_ID),
    ) {
        (true, false) => notes.note(
            Change::ExternalId,
            Class::Breaking,
            "it is no external ID any more: records cannot be upserted or referred to by it",
        ),
        (false, true) => {
            notes.note(
                Change::ExternalId,
                Class::Compatible,
                "it is an external ID now",
            );
        }
        // An external ID is always looked up by.
        _ => match (was(FieldFlags::ID_LOOKUP), is(FieldFlags::ID_LOOKUP)) {
            (true, false) => {
                let reason = "records cannot be upserted by it any more";
                notes.note(Change::IdLookup, Class::Breaking, reason);
            }
            (false, true) => {
                let reason = "records can be upserted by it now";
                notes.note(Change::IdLookup, Class::Compatible, reason);
            }
            _ => {}
        },
    }
    match (was(FieldFlags::UNIQUE), is(FieldFlags::UNIQUE)) {
        (false, true) => {
            let reason = "it is unique now: a value that another record has is refused";
            notes.note(Change::Unique, Class::Breaking, reason);
        }
        (true, false) => {
            let reason = "it is not unique any more: several records can have one value";
            notes.note(Change::Unique, Class::Risky, reason);
        }
        _ => {}
    }
    match (
        was(FieldFlags::CASE_SENSITIVE),
        is(FieldFlags::CASE_SENSITIVE),
    ) {
        (false, true) => {
            let reason = "case counts now when values are compared";
            notes.note(Change::CaseSensitive, Class::Risky, reason);
        }
        (true, false) => {
            let reason = "case does not count any more when values are compared";
            notes.note(Change::CaseSensitive, Class::Risky, reason);
        }
        _ => {}
    }
}

fn formula(old: &Field, new: &Field, notes: &mut Notes<'_>) {
    let calculated = FieldFlags::CALCULATED;
    if old.is(calculated) && new.is(calculated) {
        if old.formula != new.formula {
            notes.note(
                Change::Formula,
                Class::Risky,
                "it is computed in another way",
            );
        }
    } else if new.is(calculated) {
        notes.note(Change::Formula, Class::Risky, "the org computes it now");
    } else if old.is(calculated) {
        notes.note(
            Change::Formula,
            Class::Risky,
            "the org does not compute it any more",
        );
    }
}
