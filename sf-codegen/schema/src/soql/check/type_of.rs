//! Rules about TYPEOF.

use super::bound::{Bound, Place, TypeOf, is_polymorphic};
use super::keys::Keys;
use super::names::list;
use super::objects::Lookup;
use super::options::Lint;
use super::paths::{MAX_HOPS, before};
use super::problem::Problem;
use super::report::{Report, with_nearest};
use crate::diagnostic::Diagnostic;
use crate::schema::Field;
use crate::soql::MALFORMED_QUERY;

fn relationship(field: &Field) -> &str {
    field.relationship().map_or("", |name| &name.api)
}

fn targets(field: &Field) -> Vec<&str> {
    match &field.reference {
        Some(reference) => reference.to.iter().map(String::as_str).collect(),
        None => Vec::new(),
    }
}

/// Row 41: TYPEOF is of a lookup to several objects.
pub(super) fn not_polymorphic(query: &Bound<'_>, report: &mut Report<'_>) {
    for type_of in query.type_ofs() {
        let Some(field) = type_of.field.filter(|field| !is_polymorphic(field)) else {
            continue;
        };
        let (name, to) = (relationship(field), targets(field));
        let message = format!(
            "`{name}` leads to {} alone, and TYPEOF is for lookups to several objects",
            to.join(", ")
        );
        let first = type_of.syntax.branches.first();
        let wanted = first.and_then(|when| when.fields.first());
        let help = format!(
            "select it by its path: {}{name}.{}",
            before(&type_of.steps),
            wanted.map(ToString::to_string).unwrap_or_default()
        );
        report.malformed(message, type_of.syntax.relationship.span, &help);
    }
}

/// Row 41: WHEN names an object to which the lookup leads.
pub(super) fn not_a_target(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        let Problem::NotATarget { lookup, name } = problem else {
            continue;
        };
        // What is not polymorphic is reported as that.
        if !is_polymorphic(lookup) || report.is_full() {
            continue;
        }
        let to = targets(lookup);
        let message = format!("`{}` does not lead to {}", relationship(lookup), name.text);
        let found = Diagnostic::error(MALFORMED_QUERY, message, name.span);
        let listed = || {
            let some: Vec<&str> = to.iter().copied().take(8).collect();
            let more = if to.len() > some.len() { ", ..." } else { "" };
            format!("it leads to {}{more}", list(&some))
        };
        // The name of another object was not misspelt.
        report.push(match report.objects.lookup(&name.text) {
            Lookup::Unknown => with_nearest(found, &name.text, &to, Some(listed())),
            _ => found.with_help(listed()),
        });
    }
}

/// Row 41: a lookup of a TYPEOF is not selected plainly as well.
pub(super) fn selected_plainly(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut by_type = Keys::default();
    for type_of in query.type_ofs() {
        if let Some(field) = type_of.field {
            by_type.insert(lookups(type_of, field));
        }
    }
    for expr in query.exprs().filter(|_| !by_type.is_empty()) {
        let Some(path) = expr.plain() else { continue };
        let mut names = String::new();
        for step in path.steps.iter().take(MAX_HOPS) {
            add(&mut names, step.field);
            if by_type.contains(&names) {
                let name = step.name();
                let message =
                    format!("`{name}` is selected by TYPEOF, and cannot be by a path too");
                let help = "select the field in the branches, and in ELSE";
                report.malformed(message, expr.span(), help);
            }
        }
    }
}

/// The relationships on the way to what a TYPEOF selects.
fn lookups(type_of: &TypeOf<'_>, field: &Field) -> String {
    let mut names = String::new();
    for step in &type_of.steps {
        add(&mut names, step.field);
    }
    add(&mut names, field);
    names
}

fn add(names: &mut String, lookup: &Field) {
    names.push_str(&relationship(lookup).to_ascii_lowercase());
    names.push('.');
}

/// Row 41: TYPEOF selects records, not groups, and not for a semi-join.
pub(super) fn type_of_groups(query: &Bound<'_>, report: &mut Report<'_>) {
    for type_of in query.type_ofs() {
        let span = type_of.syntax.span;
        if query.place == Place::SemiJoin {
            let message = "the inner query of a semi-join cannot use TYPEOF";
            report.malformed(message, span, "select an id or a lookup");
        } else if query.is_grouped() {
            let message = "a grouped query cannot use TYPEOF";
            report.malformed(message, span, "group by a field, such as the lookup itself");
        }
    }
}

/// Two branches for one object, or two TYPEOF of one lookup.
pub(super) fn repeated_branch(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut lookups_seen = Keys::default();
    for type_of in query.type_ofs() {
        let mut seen = Keys::default();
        for branch in &type_of.branches {
            let name = &branch.syntax.object;
            if !seen.insert(name.text.to_ascii_lowercase()) {
                let message = format!("there are two branches for {}", name.text);
                report.lint(Lint::Doubtful, message, name.span, "make one of them");
            }
        }
        let Some(field) = type_of.field else { continue };
        if !lookups_seen.insert(lookups(type_of, field)) {
            let message = format!("there are two TYPEOF of `{}`", relationship(field));
            report.lint(
                Lint::Doubtful,
                message,
                type_of.syntax.span,
                "make one of them",
            );
        }
    }
}
