//! Rules about paths through a lookup to one of several objects.

use super::super::bound::{Bound, Clause};
use super::super::objects::{Lookup, Objects};
use super::super::options::Lint;
use super::super::problem::Problem;
use super::super::report::{INVALID_FIELD, Report, with_nearest};
use super::unknown::{field_names, relationship_names};
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::Field;

/// How many targets of a polymorphic lookup are searched for a field.
pub(crate) const SEARCHED: usize = 20;

/// The name of [`unknown_relationship`](super::unknown_relationship), of which kind some of what [`polymorphic_field`] finds is.
const UNKNOWN_RELATIONSHIP: &str = "unknown_relationship";

/// Row 5: only the fields and relationships of `Name` are read through a polymorphic lookup.
pub(crate) fn polymorphic_field(query: &Bound<'_>, report: &mut Report<'_>) {
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
            found.naming(&[&name.text, &object.name.api])
        } else {
            Diagnostic {
                rule: UNKNOWN_RELATIONSHIP,
                ..found.naming(&[&name.text])
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
            (None, _) if is_field => with_nearest(found, &name.text, &field_names(object), None),
            (None, _) => with_nearest(found, &name.text, &relationship_names(object), None),
        });
    }
}

/// Rows 2, 3 and 5, where describe leaves open which of them holds: the org may take it.
pub(crate) fn polymorphic_or_not(query: &Bound<'_>, report: &mut Report<'_>) {
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
