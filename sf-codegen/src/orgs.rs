//! One schema of several orgs: a sandbox and its production, or the orgs of many customers.
//!
//! Objects are brought together by API name, once the namespaces of each org are those of the first
//! ([`Namespaces`]). An [intersection](Mode::Intersection) holds what every org has, and allows what
//! every org allows: a program of it works in all of them. A [union](Mode::Union) holds what any org
//! has and allows what any allows, and says what is missing where.
//!
//! Whatever the mode, a field that may be null in one org, or that one org has not, is read as an
//! `Option`. This module must not know files, settings or Rust names.

mod field;
mod namespaces;
mod picklist;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sf_schema::Object;
use sf_schema::schema::{ChildRelationship, ObjectFlags, RecordType, Scope};

use crate::{Error, Problem};

pub use namespaces::Namespaces;

/// An org of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Org {
    /// What people call it, such as `production`.
    pub name: String,
    /// Its objects, without Rust names.
    pub objects: Vec<Object>,
}

/// What of several orgs a program may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Mode {
    /// What every org has and allows.
    #[default]
    Intersection,
    /// What any org has or allows.
    Union,
}

/// The objects of several orgs as those of one.
///
/// Labels, help texts and formulas are those of the first org that has the thing.
///
/// # Errors
/// In a union, fields of one name that cannot have one type, all of them. An intersection leaves
/// such fields out.
///
/// ```
/// use sf_codegen::orgs::{Mode, Org, merge};
/// use sf_schema::{Name, Object};
///
/// let object = |api: &str| Object { name: Name::new(api, ""), ..Object::default() };
/// let orgs = [
///     Org { name: "production".into(), objects: vec![object("Account"), object("Old__c")] },
///     Org { name: "sandbox".into(), objects: vec![object("Account"), object("New__c")] },
/// ];
/// let names = |mode| -> Result<Vec<String>, sf_codegen::Error> {
///     Ok(merge(&orgs, mode)?.into_iter().map(|object| object.name.api).collect())
/// };
/// assert_eq!(names(Mode::Intersection)?, ["Account"]);
/// assert_eq!(names(Mode::Union)?, ["Account", "New__c", "Old__c"]);
/// # Ok::<(), sf_codegen::Error>(())
/// ```
pub fn merge(orgs: &[Org], mode: Mode) -> Result<Vec<Object>, Error> {
    let mut by_name: BTreeMap<String, Vec<(&str, &Object)>> = BTreeMap::new();
    for org in orgs {
        for object in &org.objects {
            let there = by_name.entry(object.name.api.to_lowercase()).or_default();
            there.push((&org.name, object));
        }
    }
    let mut problems = Vec::new();
    let mut merged: Vec<Object> = by_name
        .into_values()
        .filter(|there| mode == Mode::Union || there.len() == orgs.len())
        .filter_map(|there| object(orgs, &there, mode, &mut problems))
        .collect();
    Error::check(problems)?;
    merged.sort_by(|a, b| a.name.api.cmp(&b.name.api));
    Ok(merged)
}

/// One object of those orgs that have it.
fn object(
    orgs: &[Org],
    there: &[(&str, &Object)],
    mode: Mode,
    problems: &mut Vec<Problem>,
) -> Option<Object> {
    let (_, first) = there.first()?;
    let mut by_name = BTreeMap::new();
    for (org, object) in there {
        for field in &object.fields {
            let fields: &mut Vec<_> = by_name.entry(field.name.api.to_lowercase()).or_default();
            fields.push((*org, *object, field));
        }
    }
    let names: Vec<&str> = there.iter().map(|(org, _)| *org).collect();
    let mut fields: Vec<_> = by_name
        .into_values()
        .filter(|fields| mode == Mode::Union || fields.len() == there.len())
        .filter_map(|fields| match field::merge(&names, &fields, mode) {
            Ok(field) => Some(field),
            Err(_) if mode == Mode::Intersection => None,
            Err(problem) => {
                problems.push(problem.object(&first.name.api));
                None
            }
        })
        .collect();
    fields.sort_by(|a, b| a.name.api.cmp(&b.name.api));
    picklist::settle(&mut fields, there, mode);
    let objects = || there.iter().map(|(_, object)| *object);
    Some(Object {
        flags: flags(objects().map(|object| object.flags), mode),
        fields,
        key_prefix: same(objects().map(|object| object.key_prefix.as_ref())).cloned(),
        children: children(&objects().collect::<Vec<_>>(), mode),
        record_types: record_types(&objects().collect::<Vec<_>>(), mode),
        scopes: scopes(&objects().collect::<Vec<_>>(), mode),
        missing_in: missing(orgs.iter().map(|org| &*org.name), &names),
        ..(*first).clone()
    })
}

/// The orgs that are not among those that have a thing.
fn missing<'a>(all: impl Iterator<Item = &'a str>, there: &[&str]) -> Vec<String> {
    all.filter(|org| !there.contains(org))
        .map(str::to_owned)
        .collect()
}

/// What all have, if it is the same.
fn same<T: PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = all.next()??;
    all.all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

fn flags(all: impl Iterator<Item = ObjectFlags> + Clone, mode: Mode) -> ObjectFlags {
    // What an object is, rather than what may be done with it.
    const FACTS: &[ObjectFlags] = &[
        ObjectFlags::CUSTOM,
        ObjectFlags::CUSTOM_SETTING,
        ObjectFlags::DEPRECATED_AND_HIDDEN,
    ];
    ObjectFlags::ALL
        .iter()
        .fold(ObjectFlags::none(), |set, flag| {
            let mut has = all.clone().map(|flags| flags.contains(*flag));
            let on = if FACTS.contains(flag) || mode == Mode::Union {
                has.any(|on| on)
            } else {
                has.all(|on| on)
            };
            set.with(*flag, on)
        })
}

/// The relationships of every org, or of any, by child and field. A name that leads elsewhere in
/// another org is that of the first.
fn children(objects: &[&Object], mode: Mode) -> Vec<ChildRelationship> {
    let key = |child: &ChildRelationship| (child.object.to_lowercase(), child.field.to_lowercase());
    let mut found: BTreeMap<_, Vec<&ChildRelationship>> = BTreeMap::new();
    for object in objects {
        for child in &object.children {
            found.entry(key(child)).or_default().push(child);
        }
    }
    let mut taken = Vec::new();
    let mut children: Vec<ChildRelationship> = found
        .into_values()
        .filter(|all| mode == Mode::Union || all.len() >= objects.len())
        .filter_map(|all| {
            let mut child = (*all.first()?).clone();
            let names = all.iter().map(|child| child.name.as_ref());
            child.name = match mode {
                Mode::Intersection => same(names).cloned(),
                Mode::Union => names.flatten().next().cloned(),
            };
            if let Some(name) = &child.name {
                let lower = name.api.to_lowercase();
                if taken.contains(&lower) {
                    child.name = None;
                }
                taken.push(lower);
            }
            Some(child)
        })
        .collect();
    children.sort();
    children
}

/// The record types of one developer name and one id: an id that differs stands for nothing.
fn record_types(objects: &[&Object], mode: Mode) -> Vec<RecordType> {
    let mut found: BTreeMap<&str, Vec<&RecordType>> = BTreeMap::new();
    for object in objects {
        for record_type in &object.record_types {
            found
                .entry(&record_type.name.api)
                .or_default()
                .push(record_type);
        }
    }
    let mut types: Vec<RecordType> = found
        .into_values()
        .filter(|all| mode == Mode::Union || all.len() == objects.len())
        .filter(|all| same(all.iter().map(|one| Some(&one.id))).is_some())
        .filter_map(|all| {
            let every = |test: fn(&RecordType) -> bool| all.iter().all(|one| test(one));
            Some(RecordType {
                active: every(|one| one.active),
                ..(*all.first()?).clone()
            })
        })
        .collect();
    types.sort();
    types
}

fn scopes(objects: &[&Object], mode: Mode) -> Vec<Scope> {
    let has = |object: &Object, scope: &Scope| object.scopes.iter().any(|s| s.name == scope.name);
    let mut scopes: Vec<Scope> = objects.iter().flat_map(|o| o.scopes.clone()).collect();
    scopes.retain(|scope| mode == Mode::Union || objects.iter().all(|object| has(object, scope)));
    scopes.sort();
    scopes.dedup_by(|later, earlier| later.name == earlier.name);
    scopes
}
