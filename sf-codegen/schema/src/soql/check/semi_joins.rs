//! Rules about semi-joins: `Id IN (SELECT AccountId FROM Opportunity)`.
//!
//! What the parser already refuses in an inner query (ORDER BY, LIMIT and what follows: row 33) is
//! not looked at again.

mod sides;

use super::bound::{Bound, Clause, Comparison, Place};
use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::soql::MALFORMED_QUERY;

pub(super) use sides::{
    different_objects, inner_field, inner_path, left_field, left_path, same_object,
};

/// How many a WHERE may have (D66).
const MAX_SEMI_JOINS: usize = 2;

/// Objects that an inner query cannot be of: documented, and ContentDocumentLink from the field.
/// Tags are objects too, one for each object that has them: `AccountTag`.
const BANNED: &[&str] = &[
    "ActivityHistory",
    "Attachment",
    "ContentDocumentLink",
    "Event",
    "EventAttendee",
    "Note",
    "OpenActivity",
    "Task",
];

/// The kinds of what [`misplaced_semi_join`] finds, in rows 23 and 24.
const WITH_OR: &str = "semi_join_with_or";
const BELOW_TOP: &str = "semi_join_below_top";

/// The semi-joins of the WHERE.
fn of_where<'q, 'a>(
    query: &'q Bound<'a>,
) -> impl Iterator<Item = (&'q Comparison<'a>, &'q Bound<'a>)> {
    let filter = query.filter.iter();
    filter.filter_map(|comparison| Some((comparison, comparison.inner.as_deref()?)))
}

/// Row 22: a WHERE has two at most.
pub(super) fn too_many_semi_joins(query: &Bound<'_>, report: &mut Report<'_>) {
    if let Some((comparison, _)) = of_where(query).nth(MAX_SEMI_JOINS) {
        let message = format!("a query has at most {MAX_SEMI_JOINS} semi-joins");
        let found = Diagnostic::error(MALFORMED_QUERY, message, comparison.syntax.span);
        report.push(found);
    }
}

/// Rows 23 and 24: a semi-join stands at the top of the WHERE, joined by AND.
pub(super) fn misplaced_semi_join(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in of_where(query) {
        let around = comparison.around;
        let (rule, message, help) = if around.not {
            let help = "use IN for NOT IN, or NOT IN for IN";
            (BELOW_TOP, "a semi-join cannot be under NOT", help)
        } else if around.or {
            let help = "run two queries, or join the conditions with AND";
            (WITH_OR, "a semi-join cannot be joined with OR", help)
        } else if around.nested_or {
            let message = "a semi-join cannot be in parentheses that hold an OR";
            (BELOW_TOP, message, "put it outside of the parentheses")
        } else {
            continue;
        };
        let found = Diagnostic::error(MALFORMED_QUERY, message, comparison.syntax.span);
        report.push(Diagnostic {
            rule,
            ..found.with_help(help)
        });
    }
}

/// Row 25: and none in another, in a sub-query, or in HAVING.
pub(super) fn nested_semi_join(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in query.semi_joins() {
        let in_having = query
            .having
            .iter()
            .any(|having| std::ptr::eq(having, comparison));
        let place = match query.place {
            _ if in_having => Clause::Having.name(),
            Place::SemiJoin => "another semi-join",
            Place::Child(_) => "a sub-query",
            Place::Root => continue,
        };
        let message = format!("a semi-join cannot be in {place}");
        let help = "only the WHERE of the outermost query has semi-joins";
        let found = Diagnostic::error(MALFORMED_QUERY, message, comparison.syntax.span);
        report.push(found.with_help(help).naming(&[place]));
    }
}

/// Row 32: some objects cannot be asked.
pub(super) fn banned_inner_object(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, inner) in query.semi_joins() {
        let Some(object) = inner.object else { continue };
        let api = &object.name.api;
        let is_tag = api.strip_suffix("Tag").is_some_and(|of| !of.is_empty());
        let is_banned = BANNED.contains(&api.as_str()) || is_tag && !api.ends_with("__Tag");
        if is_banned {
            let message = format!("{api} cannot be the object of a semi-join");
            let span = inner.query.from.object.path.span;
            let found = Diagnostic::error(MALFORMED_QUERY, message, span);
            report.push(found.with_help("run two queries").naming(&[api]));
        }
    }
}
