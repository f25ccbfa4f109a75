//! Rules about the paths to fields.

use super::bound::{Bound, Clause, is_polymorphic};
use super::keys::Keys;
use super::names::list;
use super::objects::{Lookup, Objects};
use super::options::Lint;
use super::problem::Problem;
use super::report::{INVALID_FIELD, Report, with_nearest};
use super::resolution::Step;
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::{Field, FieldFlags, Object};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::{Function, Name, SelectExpr};

/// How many lookups a path may have (D66).
pub(super) const MAX_HOPS: usize = 5;

/// How many different lookups to parents a query may use (D66).
const MAX_PARENTS: usize = 55;

/// How many targets of a polymorphic lookup are searched for a field.
pub(super) const SEARCHED: usize = 20;

/// The name of [`unknown_relationship`], of which kind some of what [`polymorphic_field`] finds is.
const UNKNOWN_RELATIONSHIP: &str = "unknown_relationship";

/// Row 2: the field exists.
pub(super) fn unknown_field(query: &Bound<'_>, report: &mut Report<'_>) {
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
                let found = found.naming([&name.text, &object.name.api]);
                report.push(match help_for_field(query, object, name) {
                    Some(help) => found.with_help(help),
                    None => with_nearest(found, &name.text, field_names(object), || None),
                });
            }
            Problem::Relationship {
                object,
                name,
                lookup,
                ..
            } => {
                let (text, field) = (&name.text, &lookup.name.api);
                let message = format!(
                    "`{text}` of {} is a relationship, not a field",
                    object.name.api
                );
                let help = format!("its id is `{field}`, a field of the parent is {text}.Name");
                let found = Diagnostic::error(INVALID_FIELD, message, name.span);
                let found = found.naming([text, &object.name.api]);
                report.push(found.with_help(help).with_replacement(field));
            }
            _ => {}
        }
    }
}

/// Row 3: the relationship to a parent exists.
pub(super) fn unknown_relationship(query: &Bound<'_>, report: &mut Report<'_>) {
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
                report.push(found.naming([name]));
            }
            _ => {}
        }
    }
}

/// Row 5: only the fields and relationships of `Name` are read through a polymorphic lookup.
pub(super) fn polymorphic_field(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        let (object, name, lookup, is_field) = match problem {
            Problem::UnknownField {
                object,
                name,
                lookup: Some(lookup),
                ..
            } => (object, name, lookup, true),
            Problem::UnknownRelationship {
                object,
                name,
                lookup: Some(lookup),
                ..
            } => (object, name, lookup, false),
            _ => continue,
        };
        if report.is_full() {
            return;
        }
        let what = if is_field { "field" } else { "relationship" };
        let relationship = lookup.relationship().map_or("", |name| &name.api);
        let message = format!(
            "no {what} `{}` on {}: the lookup `{relationship}` is polymorphic and gives no more",
            name.text, object.name.api
        );
        let found = Diagnostic::error(INVALID_FIELD, message, name.span);
        let found = if is_field {
            found.naming([&name.text, &object.name.api])
        } else {
            Diagnostic {
                rule: UNKNOWN_RELATIONSHIP,
                ..found.naming([&name.text])
            }
        };
        let target = target_with(report.objects, lookup, &name.text, is_field);
        report.push(match (target, clause_of(query, name.span)) {
            (Some((target, field)), Clause::Select) => {
                let field = if is_field {
                    field.to_owned()
                } else {
                    format!("{field}.Name")
                };
                found.with_help(format!(
                    "TYPEOF {relationship} WHEN {target} THEN {field} END"
                ))
            }
            (Some((target, field)), Clause::Where) => {
                let dots = if is_field { "" } else { ".Name" };
                found.with_help(format!(
                    "{} IN (SELECT Id FROM {target} WHERE {field}{dots} ...)",
                    lookup.name.api
                ))
            }
            (Some(_), _) => found,
            (None, _) if is_field => with_nearest(found, &name.text, field_names(object), || None),
            (None, _) => with_nearest(found, &name.text, relationship_names(object), || None),
        });
    }
}

/// Rows 2, 3 and 5, where describe leaves open which of them holds: the org may take it.
pub(super) fn polymorphic_or_not(query: &Bound<'_>, report: &mut Report<'_>) {
    for problem in &query.problems {
        let Problem::InDoubt {
            lookup,
            target,
            name,
        } = problem
        else {
            continue;
        };
        let relationship = lookup.relationship().map_or("", |name| &name.api);
        let (text, target) = (&name.text, &target.name.api);
        let message = format!(
            "`{text}` is of {target}, and describe leaves open whether `{relationship}` is \
             polymorphic: the org may refuse it"
        );
        let help = format!(
            "select `{}` and ask for the {target} by it",
            lookup.name.api
        );
        report.lint(Lint::Doubtful, message, name.span, &help);
    }
}

/// The clause in which a name stands.
fn clause_of(query: &Bound<'_>, span: Span) -> Clause {
    let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let query = query.query;
    if query.select.iter().any(|item| holds(item.span)) {
        Clause::Select
    } else if query
        .filter
        .as_ref()
        .is_some_and(|filter| holds(filter.span()))
    {
        Clause::Where
    } else if query
        .group_by
        .as_ref()
        .is_some_and(|group| holds(group.span))
    {
        Clause::GroupBy
    } else if query
        .having
        .as_ref()
        .is_some_and(|having| holds(having.span()))
    {
        Clause::Having
    } else {
        Clause::OrderBy
    }
}

/// Row 35: a path has no more than five lookups.
pub(super) fn too_many_hops(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut see = |steps: &[Step<'_>], span: Span| {
        if steps.len() > MAX_HOPS {
            let message = format!(
                "the path has {} lookups, and the org follows {MAX_HOPS}",
                steps.len()
            );
            report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
        }
    };
    for expr in query.exprs_and_branches() {
        if let Some(path) = &expr.path {
            see(&path.steps, expr.span());
        }
    }
    for type_of in query.type_ofs() {
        see(&type_of.steps, type_of.syntax.relationship.span);
    }
    for (alias, item) in query.aliases.iter().zip(&query.query.from.aliases) {
        see(alias.as_deref().unwrap_or_default(), item.path.span);
    }
}

/// Row 36: no more than 55 different lookups; each branch of a TYPEOF counts.
pub(super) fn too_many_parents(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut seen = Keys::default();
    for (_, expr) in query.all_exprs() {
        let Some(path) = &expr.path else { continue };
        let mut key = String::new();
        for step in path.steps.iter().take(MAX_HOPS) {
            key.push_str(step.name());
            key.push('.');
            seen.insert(key.clone());
        }
    }
    let branches: usize = query.type_ofs().map(|t| t.syntax.branches.len()).sum();
    let count = seen.len() + branches;
    if count > MAX_PARENTS {
        let message = format!(
            "the query uses {count} relationships to parents, and the org takes {MAX_PARENTS}"
        );
        let span = query.query.from.object.path.span;
        report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
    }
}

/// Row 43: fields and lookups that are on their way out.
pub(super) fn deprecated_fields(query: &Bound<'_>, report: &mut Report<'_>) {
    for expr in query.exprs_and_branches() {
        let Some(path) = &expr.path else { continue };
        for step in path.steps.iter().take(MAX_HOPS) {
            deprecated_field(step.field, expr.span(), report);
        }
        deprecated_field(path.field, expr.span(), report);
    }
    for type_of in query.type_ofs() {
        if let Some(field) = type_of.field {
            deprecated_field(field, type_of.syntax.relationship.span, report);
        }
    }
}

fn deprecated_field(field: &Field, span: Span, report: &mut Report<'_>) {
    if field.is(FieldFlags::DEPRECATED_AND_HIDDEN) {
        let message = format!("field `{}` is deprecated and hidden", field.name.api);
        report.lint(Lint::Deprecated, message, span, "");
    }
}

fn field_names(object: &Object) -> impl Iterator<Item = &str> + Clone {
    object.fields.iter().map(|field| &*field.name.api)
}

fn relationship_names(object: &Object) -> impl Iterator<Item = &str> + Clone {
    let names = object.fields.iter().filter_map(Field::relationship);
    names.map(|name| &*name.api)
}

/// What a name that is no field is instead.
fn help_for_field(query: &Bound<'_>, object: &Object, name: &Name) -> Option<String> {
    let text = &name.text;
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
    let found = Diagnostic::error(INVALID_FIELD, message, name.span).naming([text]);

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
        [] => with_nearest(found, text, relationship_names(object), || None),
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

/// A target of a polymorphic lookup that has the field or relationship.
fn target_with<'o>(
    objects: &'o dyn Objects,
    lookup: &Field,
    name: &str,
    is_field: bool,
) -> Option<(&'o str, &'o str)> {
    let targets = &lookup.reference.as_ref()?.to;
    targets.iter().take(SEARCHED).find_map(|target| {
        let Lookup::Found(object) = objects.lookup(target) else {
            return None;
        };
        let name = if is_field {
            &object.field(name)?.name
        } else {
            object.parent(name)?.relationship()?
        };
        Some((&*object.name.api, &*name.api))
    })
}
