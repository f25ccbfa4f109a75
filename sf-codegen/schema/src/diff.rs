//! What is different between two schemas, and what that does to a program.
//!
//! ```text
//! old, new -> objects, fields, picklists, references, what hangs on an object -> differences -> likely renames
//! ```
//!
//! Only what a program can feel is said: neither labels, help texts, the order of values nor the ids
//! of record types, which differ between orgs of one making, are looked at. Names are compared
//! without regard to case, as the org does. This module knows nothing but the schema model: neither
//! files nor how differences are shown.

mod change;
mod compared;
mod field;
mod hanging;
mod object;
mod picklist;
mod reference;
mod rename;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use crate::Schema;

pub use change::Change;
pub use compared::compared;

/// What a difference does to a program that was written for the old schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Whatever worked works as it did.
    Compatible,
    /// The org takes what it took; but values can be other than before, or code has to be changed
    /// where bindings are made again.
    Risky,
    /// The org can refuse what it took, or what was read is gone.
    Breaking,
}

/// One difference between two schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// API name of the object, as the new schema spells it where it has it.
    pub object: String,
    /// API name of the field, where it is about one.
    pub field: Option<String>,
    /// The picklist value, relationship, record type, scope or flag of the object (`queryable`), where
    /// it is about one.
    pub part: Option<String>,
    /// What kind of difference it is.
    pub change: Change,
    /// What it does to a program.
    pub class: Class,
    /// Why, as a sentence: lower case, without a full stop.
    pub reason: String,
    /// What is now most likely called otherwise: the new name.
    pub renamed: Option<String>,
}

/// Every difference, ordered by object, then field; what is about the whole comes before its parts.
///
/// ```
/// use sf_schema::diff::{Change, Class, diff};
/// use sf_schema::{Name, Object, Schema};
/// use sf_schema::schema::Field;
///
/// let account = |fields: &[&str]| {
///     let fields = fields.iter().map(|api| Field { name: Name::new(*api, ""), ..Field::default() });
///     Schema::new([Object {
///         name: Name::new("Account", ""),
///         fields: fields.collect(),
///         ..Object::default()
///     }])
/// };
/// let found = diff(&account(&["Fax", "Name"])?, &account(&["Name"])?);
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].change, found[0].class), (Change::FieldRemoved, Class::Breaking));
/// assert_eq!(found[0].to_string(), "breaking: Account.Fax: the field is gone");
/// # Ok::<(), sf_schema::schema::DuplicateObject>(())
/// ```
pub fn diff(old: &Schema, new: &Schema) -> Vec<Difference> {
    let mut found = Vec::new();
    for (old, new) in pairs(old.objects(), new.objects(), |object| &object.name.api) {
        object::compare(old, new, &mut found);
    }
    rename::objects(old, new, &mut found);
    found
}

/// Whether any of these is as bad as this, or worse.
pub fn any_at_least(differences: &[Difference], class: Class) -> bool {
    differences
        .iter()
        .any(|difference| difference.class >= class)
}

impl Class {
    /// Every class, the worst first.
    pub const ALL: &'static [Class] = &[Class::Breaking, Class::Risky, Class::Compatible];

    /// The name: `breaking`, `risky` or `compatible`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Risky => "risky",
            Self::Compatible => "compatible",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Difference {
    /// What it is about: `Account`, `Account.Industry`.
    pub fn subject(&self) -> String {
        match &self.field {
            Some(field) => format!("{}.{field}", self.object),
            None => self.object.clone(),
        }
    }
}

impl fmt::Display for Difference {
    /// One line: class, subject, reason, the likely new name. Names are as the org gave them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.class, self.subject(), self.reason)?;
        match &self.renamed {
            Some(name) => write!(f, " (most likely it is `{name}` now)"),
            None => Ok(()),
        }
    }
}

/// Where differences are noted, for one object or one field of it.
struct Notes<'n> {
    object: &'n str,
    field: Option<&'n str>,
    found: &'n mut Vec<Difference>,
}

impl Notes<'_> {
    fn note(&mut self, change: Change, class: Class, reason: impl Into<String>) {
        self.push(None, change, class, reason.into());
    }

    /// About a part of it.
    fn part(&mut self, part: &str, change: Change, class: Class, reason: impl Into<String>) {
        self.push(Some(part.to_owned()), change, class, reason.into());
    }

    fn push(&mut self, part: Option<String>, change: Change, class: Class, reason: String) {
        self.found.push(Difference {
            object: self.object.to_owned(),
            field: self.field.map(str::to_owned),
            part,
            change,
            class,
            reason,
            renamed: None,
        });
    }
}

/// What stands on both sides, or on one, by name without regard to case; in the order of the names.
/// Of several with one name the first counts.
fn pairs<'a, T: 'a>(
    old: impl Iterator<Item = &'a T>,
    new: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &str,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut by_name: BTreeMap<String, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for item in old {
        let pair = by_name.entry(name(item).to_lowercase()).or_default();
        pair.0 = pair.0.or(Some(item));
    }
    for item in new {
        let pair = by_name.entry(name(item).to_lowercase()).or_default();
        pair.1 = pair.1.or(Some(item));
    }
    by_name.into_values().collect()
}
