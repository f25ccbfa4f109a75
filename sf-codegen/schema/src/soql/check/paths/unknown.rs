//! Rules about names in a path that are no field and no relationship, and what is meant instead.

use super::super::bound::{Bound, is_polymorphic};
use super::super::names::list;
use super::super::problem::Problem;
use super::super::report::{INVALID_FIELD, Report, with_nearest};
use super::super::resolution::Step;
use crate::diagnostic::Diagnostic;
use crate::schema::{Field, Object};
use crate::soql::tree::{Function, Name, SelectExpr};

/// Row 2: the field exists.
pub(crate) fn unknown_field(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        if report.is_full() {
            return;
        }
        match problem {
            Problem::UnknownField {
                object,
                name,
                lookup: None,
                ..
            } => {
                let message = format!("no field `{}` on {}", name.text, object.name.api);
                let found = Diagnostic::error(INVALID_FIELD, message, name.span);
                let found = found.naming(&[&name.text, &object.name.api]);
                report.push(match help_for_field(query, object, name) {
                    Some(help) => found.with_help(help),
                    None => with_nearest(found, &name.text, &field_names(object), None),
                });
            }
            Problem::Relationship {
                steps,
                object,
                name,
                lookup,
            } => {
                let (text, field) = (&name.text, &lookup.name.api);
                let message = format!(
                    "`{text}` of {} is a relationship, not a field",
                    object.name.api
                );
                let before = before(steps);
                let help = format!(
                    "its id is `{before}{field}`, a field of the parent is {before}{text}.Name"
                );
                let found = Diagnostic::error(INVALID_FIELD, message, name.span);
                let found = found.naming(&[text, &object.name.api]);
                report.push(found.with_help(help).with_replacement(field));
            }
            _ => {}
        }
    }
}

/// Row 3: the relationship to a parent exists.
pub(crate) fn unknown_relationship(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        match problem {
            Problem::UnknownRelationship {
                object,
                name,
                lookup: None,
                ..
            } if !report.is_full() => {
                report.push(unknown_relationship_finding(object, name));
            }
            Problem::NoTarget { lookup, span } => {
                let message = format!(
                    "describe names no object to which `{}` leads, so what follows is not known",
                    lookup.name.api
                );
                let name = lookup.relationship().map_or("", |name| &name.api);
                let found = Diagnostic::error(INVALID_FIELD, message, *span);
                report.push(found.naming(&[name]));
            }
            _ => {}
        }
    }
}

/// The word of SQL before the first column, which SOQL takes for a field.
pub(crate) fn distinct<'a>(query: &Bound<'a>) -> Option<&'a Name> {
    let SelectExpr::Field(path) = &query.query.select.first()?.expr else {
        return None;
    };
    let word = match path.names.as_slice() {
        [name] if name.is("DISTINCT") => name,
        _ => return None,
    };
    query.object?.field(&word.text).is_none().then_some(word)
}

/// The relationships before a name, with their dots.
pub(crate) fn before(steps: &[Step<'_>]) -> String {
    steps
        .iter()
        .map(|step| format!("{}.", step.name()))
        .collect()
}

pub(super) fn field_names(object: &Object) -> Vec<&str> {
    let names = object.fields.iter().map(|field| &*field.name.api);
    names.collect()
}

pub(super) fn relationship_names(object: &Object) -> Vec<&str> {
    let mut names = Vec::new();
    for field in &object.fields {
        if let Some(name) = field.relationship() {
            names.push(&*name.api);
        }
    }
    names
}

/// What a name that is no field is instead.
fn help_for_field(query: &Bound<'_>, object: &Object, name: &Name) -> Option<String> {
    let text = &name.text;
    if distinct(query).is_some_and(|word| word.span == name.span) {
        return Some("SOQL has no DISTINCT: GROUP BY gives each value once".to_owned());
    }
    // `ORDER BY total`: an alias of the SELECT.
    let aliased = query.query.select.iter().find(|item| {
        let in_select = item.span.start <= name.span.start && name.span.end <= item.span.end;
        !in_select && item.alias.as_ref().is_some_and(|alias| alias.is(text))
    });
    if let Some(item) = aliased {
        let meant = match &item.expr {
            SelectExpr::Call(call) => call.to_string(),
            SelectExpr::Field(path) => path.to_string(),
            _ => return None,
        };
        return Some(format!("an alias cannot be used here: repeat {meant}"));
    }
    if let Some(child) = object.child(text) {
        let child = child.name.as_ref().map_or("", |name| &name.api);
        return Some(format!(
            "`{child}` is a child relationship: (SELECT Id FROM {child})"
        ));
    }
    let is_function =
        Function::from_name(text) != Function::Unknown && object.field(text).is_none();
    is_function.then(|| format!("`{text}` is a function: {text}(...)"))
}

fn unknown_relationship_finding(object: &Object, name: &Name) -> Diagnostic {
    let (api, text) = (&object.name.api, &name.text);
    let message = format!("no relationship `{text}` on {api}");
    let found = Diagnostic::error(INVALID_FIELD, message, name.span).naming(&[text]);

    if let Some(field) = object.field(text) {
        return match field.relationship() {
            Some(relationship) => {
                let help = format!(
                    "`{text}` is the lookup; its relationship is `{}`",
                    relationship.api
                );
                found.with_help(help).with_replacement(&*relationship.api)
            }
            None => {
                let part = part_of(object, field);
                found.with_help(match part {
                    Some(part) => format!("its parts are fields of their own, such as `{part}`"),
                    None => format!("`{text}` is a field, and leads to no other object"),
                })
            }
        };
    }
    if let Some(child) = object.child(text) {
        let child = child.name.as_ref().map_or("", |name| &name.api);
        let help = format!("`{child}` is a child relationship: (SELECT Id FROM {child})");
        return found.with_help(help);
    }
    let leads_there = |field: &&Field| {
        !is_polymorphic(field)
            && field
                .reference
                .as_ref()
                .is_some_and(|to| to.to.iter().any(|target| name.is(target)))
    };
    let there: Vec<&str> = object
        .fields
        .iter()
        .filter(leads_there)
        .filter_map(Field::relationship)
        .map(|name| &*name.api)
        .take(4)
        .collect();
    match there.as_slice() {
        [] => with_nearest(found, text, &relationship_names(object), None),
        [only] => found
            .with_help(format!(
                "`{text}` is an object; the relationship to it is `{only}`"
            ))
            .with_replacement(*only),
        several => found.with_help(format!(
            "`{text}` is an object; relationships to it are {}",
            list(several)
        )),
    }
}

/// A component of a compound field.
fn part_of<'o>(object: &'o Object, field: &Field) -> Option<&'o str> {
    let is_part = |part: &&Field| {
        part.name.api != field.name.api
            && part
                .compound
                .as_ref()
                .is_some_and(|compound| *compound == field.name.api)
    };
    object
        .fields
        .iter()
        .find(is_part)
        .map(|part| &*part.name.api)
}
