//! Differences of an object.

use crate::Object;
use crate::schema::ObjectFlags;

use super::{Change, Class, Difference, Notes, field, hanging, pairs, picklist, rename};

/// What is done with records: the flag, its name in describe, and what it is called.
const OPERATIONS: &[(ObjectFlags, &str, &str)] = &[
    (ObjectFlags::QUERYABLE, "queryable", "queried"),
    (ObjectFlags::RETRIEVEABLE, "retrieveable", "read by id"),
    (ObjectFlags::CREATEABLE, "createable", "created"),
    (ObjectFlags::UPDATEABLE, "updateable", "updated"),
    (ObjectFlags::DELETABLE, "deletable", "deleted"),
    (ObjectFlags::UNDELETABLE, "undeletable", "undeleted"),
    (ObjectFlags::SEARCHABLE, "searchable", "searched"),
    (
        ObjectFlags::REPLICATEABLE,
        "replicateable",
        "asked for since a time",
    ),
    (ObjectFlags::MERGEABLE, "mergeable", "merged"),
];

/// Notes the differences of an object, and of all that is in it.
pub(super) fn compare(old: Option<&Object>, new: Option<&Object>, found: &mut Vec<Difference>) {
    let Some(either) = new.or(old) else {
        return;
    };
    let mut notes = Notes {
        object: &either.name.api,
        field: None,
        found,
    };
    match (old, new) {
        (Some(old), Some(new)) => {
            whole(old, new, &mut notes);
            hanging::compare(old, new, &mut notes);
            let start = notes.found.len();
            for (before, now) in pairs(old.fields.iter(), new.fields.iter(), |f| &f.name.api) {
                field::compare(before, now, &either.name.api, notes.found);
                if let (Some(before), Some(now)) = (before, now) {
                    let mut notes = Notes {
                        object: &either.name.api,
                        field: Some(&now.name.api),
                        found: notes.found,
                    };
                    picklist::valid_for(before, now, &old.fields, &new.fields, &mut notes);
                }
            }
            rename::fields(old, new, notes.found, start);
        }
        (Some(_), None) => notes.note(Change::ObjectRemoved, Class::Breaking, "the object is gone"),
        (None, _) => notes.note(Change::ObjectAdded, Class::Compatible, "the object is new"),
    }
}

fn whole(old: &Object, new: &Object, notes: &mut Notes<'_>) {
    for (flag, name, done) in OPERATIONS {
        match (old.flags.contains(*flag), new.flags.contains(*flag)) {
            (true, false) => {
                let reason = format!("records cannot be {done} any more");
                notes.part(name, Change::OperationLost, Class::Breaking, reason);
            }
            (false, true) => {
                let reason = format!("records can be {done} now");
                notes.part(name, Change::OperationGained, Class::Compatible, reason);
            }
            _ => {}
        }
    }
    if old.key_prefix != new.key_prefix && old.key_prefix.is_some() {
        let prefix = |object: &Object| match &object.key_prefix {
            Some(prefix) => format!("`{prefix}`"),
            None => "nothing in particular".to_owned(),
        };
        notes.note(
            Change::KeyPrefix,
            Class::Risky,
            format!(
                "ids begin with {} now, they began with {}: ids that were kept lead nowhere",
                prefix(new),
                prefix(old)
            ),
        );
    }
    let hidden = |object: &Object| object.flags.contains(ObjectFlags::DEPRECATED_AND_HIDDEN);
    deprecated("object", hidden(old), hidden(new), notes);
    spelling(&old.name.api, &new.name.api, notes);
}

/// That something is on its way out, or no longer.
pub(super) fn deprecated(what: &str, old: bool, new: bool, notes: &mut Notes<'_>) {
    if new && !old {
        let reason = format!("the {what} is deprecated and hidden: it can go with any release");
        notes.note(Change::Deprecated, Class::Risky, reason);
    } else if old && !new {
        let reason = format!("the {what} is no longer deprecated and hidden");
        notes.note(Change::Deprecated, Class::Compatible, reason);
    }
}

/// That a name has other capitals, as answers have it.
pub(super) fn spelling(old: &str, new: &str, notes: &mut Notes<'_>) {
    if old != new {
        let reason = format!("it was spelled `{old}`: answers have the new spelling");
        notes.note(Change::Spelling, Class::Risky, reason);
    }
}
