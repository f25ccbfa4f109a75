//! Rules about the objects and relationships that FROM names.

use super::bound::{Bound, Place};
use super::options::Lint;
use super::problem::Problem;
use super::report::{INVALID_TYPE, NOT_IN_SNAPSHOT, Report, with_nearest};
use crate::diagnostic::Diagnostic;
use crate::schema::{Object, ObjectFlags};
use crate::soql::tree::Name;

/// The org's code for an object that cannot be queried (?).
const INVALID_TYPE_FOR_OPERATION: &str = "INVALID_TYPE_FOR_OPERATION";

/// Row 1: FROM names an object.
pub(super) fn unknown_object(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        match problem {
            Problem::UnknownObject(name) if !report.is_full() => {
                let message = format!("no object `{}`", name.text);
                let found = Diagnostic::error(INVALID_TYPE, message, name.span);
                let found = found.naming(&[&name.text]);
                let names = report.objects.names();
                let help = format!("if the org has it: {}", fetch(&name.text));
                report.push(with_nearest(found, &name.text, &names, Some(help)));
            }
            Problem::PathForObject(path) => {
                let message = format!("`{path}` is a path, and FROM names one object");
                let found = Diagnostic::error(INVALID_TYPE, message, path.span);
                let found = found.naming(&[&path.to_string()]);
                report.push(if query.place == Place::Root {
                    let children = path.last();
                    found.with_help(format!(
                        "child records are selected in a sub-query: \
                         SELECT Id, (SELECT Id FROM {children}) FROM ..."
                    ))
                } else {
                    found
                });
            }
            _ => {}
        }
    }
}

/// Row 1: the org lets the object be queried.
pub(super) fn not_queryable(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        if let Problem::NotQueryable { object, span } = problem {
            let message = format!(
                "object {} cannot be queried: the org marks it queryable = false",
                object.name.api
            );
            let found = Diagnostic::error(INVALID_TYPE_FOR_OPERATION, message, *span);
            report.push(found.naming(&[&object.name.api]));
        }
    }
}

/// An object that the org has and the snapshot has not: nothing is known of its fields.
pub(super) fn not_in_snapshot(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        match problem {
            Problem::NotInSnapshot { object, span } => {
                let message = format!("{object} is not in the snapshot");
                let help = if object == "Name" {
                    format!("polymorphic lookups are read by it: {}", fetch(object))
                } else {
                    fetch(object)
                };
                let found = Diagnostic::error(NOT_IN_SNAPSHOT, message, *span).with_help(help);
                report.push_once(found.naming(&[object.as_ref()]));
            }
            Problem::Unreadable { object, span, why } => {
                let message = format!("{object} cannot be read from the snapshot: {why}");
                report.push(Diagnostic::error("unreadable-object", message, *span));
            }
            _ => {}
        }
    }
}

/// Row 4: FROM of a child sub-query names a child relationship of the outer object.
pub(super) fn unknown_child(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        match problem {
            Problem::UnknownChild { parent, name } if !report.is_full() => {
                report.push(unknown_child_finding(parent, name));
            }
            Problem::UnknownOuter { parent, name } => {
                let message = format!("`{}` is not the outer object", name.text);
                let help = format!(
                    "write {}, or nothing, before the relationship",
                    parent.name.api
                );
                let found = Diagnostic::error(INVALID_TYPE, message, name.span);
                report.push(found.with_help(help).naming(&[&name.text]));
            }
            _ => {}
        }
    }
}

fn unknown_child_finding(parent: &Object, name: &Name) -> Diagnostic {
    let (api, text) = (&parent.name.api, &name.text);
    let message = format!("no child relationship `{text}` on {api}");
    let found = Diagnostic::error(INVALID_TYPE, message, name.span).naming(&[text]);

    // The child's object in place of the relationship is the usual slip.
    let (mut all, mut named, mut is_object) = (Vec::new(), Vec::new(), false);
    for child in &parent.children {
        let is_meant = name.is(&child.object);
        is_object |= is_meant;
        if let Some(name) = &child.name {
            all.push(&*name.api);
            if is_meant {
                named.push(&*name.api);
            }
        }
    }
    match named.as_slice() {
        [] => {}
        [only] => {
            let help = format!("`{text}` is an object; its relationship is `{only}`");
            return found.with_help(help).with_replacement(*only);
        }
        several => {
            let help = format!(
                "`{text}` is an object; its relationships are {}",
                list(several)
            );
            return found.with_help(help);
        }
    }
    if is_object {
        let help = format!("describe gives the lookup of {text} to {api} no relationship name");
        return found.with_help(help);
    }
    if parent.parent(text).is_some() {
        let help = format!("`{text}` leads to a parent: select {text}.Name");
        return found.with_help(help);
    }
    with_nearest(found, text, &all, None)
}

/// Row 43: objects and relationships that are on their way out.
pub(super) fn deprecated_objects(query: &Bound<'_>, report: &mut Report<'_>) {
    let span = query.query.from.object.path.span;
    if query
        .relationship
        .is_some_and(|child| child.deprecated_and_hidden)
    {
        let name = query.query.from.object.path.last();
        let message = format!("the child relationship `{name}` is deprecated and hidden");
        report.lint(Lint::Deprecated, message, span, "");
    } else if let Some(object) = query.object
        && object.flags.contains(ObjectFlags::DEPRECATED_AND_HIDDEN)
    {
        let message = format!("object {} is deprecated and hidden", object.name.api);
        report.lint(Lint::Deprecated, message, span, "");
    }
}

/// The command that brings an object into the snapshot.
fn fetch(object: &str) -> String {
    format!("sf-codegen fetch --objects {object}")
}

/// Names in backticks, with commas.
pub(super) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}
