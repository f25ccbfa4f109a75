//! `Name`, where it is made of a first and a last name. It is stored, so that it can be filtered.

use super::{Changes, set};
use crate::schema::Object;
use crate::store::Row;
use crate::value::Value;

/// The parts in the order in which they are joined; the salutation is none of them.
const PARTS: [&str; 4] = ["FirstName", "MiddleName", "LastName", "Suffix"];

/// Sets the name where the object has parts of one; `before` is the record as it was.
pub(super) fn compose(object: &Object, changes: &mut Changes, before: Option<&Row>) {
    let Some(name) = object.compound_name() else {
        return;
    };
    let parts: Vec<&str> = PARTS
        .iter()
        .filter_map(|part| {
            let field = object.find(part)?;
            let changed = changes.iter().find(|(known, _)| *known == field);
            match changed {
                Some((_, value)) => value.as_text(),
                None => before?.get(field).as_text(),
            }
        })
        .collect();
    // An account that is no person keeps its own name.
    if !parts.is_empty() {
        let whole = Value::text(&parts.join(" "));
        set(changes, name, whole);
    }
}
