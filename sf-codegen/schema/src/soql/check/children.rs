//! Rules about child sub-queries.

use super::bound::{Bound, Place};
use super::options::Lint;
use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::CountKind;

/// How many levels a query has, the root included (D66), from this version of the API on.
const MAX_LEVELS: u32 = 5;
const MAX_LEVELS_SINCE: u32 = 58;
/// And before it, and for objects kept elsewhere.
const FEW_LEVELS: u32 = 2;

/// How many child relationships a query may use (D66).
const MAX_CHILDREN: usize = 20;

/// Row 34: sub-queries nest so deep and no deeper.
pub(super) fn too_deep(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.place != Place::Root {
        return;
    }
    let old = report.options.api_version < MAX_LEVELS_SINCE;
    let max = if old { FEW_LEVELS } else { MAX_LEVELS };
    look_deeper(query, 1, max, report);
}

fn look_deeper(query: &Bound<'_>, level: u32, max: u32, report: &mut Report<'_>) {
    // Big objects and external objects have two levels.
    let is_elsewhere = query.object.is_some_and(|object| {
        let api = &object.name.api;
        api.ends_with("__b") || api.ends_with("__x")
    });
    let max = if is_elsewhere {
        FEW_LEVELS.min(max)
    } else {
        max
    };
    if level > max {
        let message = format!("a query has at most {max} levels, and this is level {level}");
        let span = query.query.from.object.path.span;
        let found = Diagnostic::error(MALFORMED_QUERY, message, span).naming(&[&max.to_string()]);
        let is_version = max == FEW_LEVELS && !is_elsewhere;
        report.push(
            if is_version && report.options.api_version < MAX_LEVELS_SINCE {
                found.with_help(format!(
                    "from API version {MAX_LEVELS_SINCE} it may have {MAX_LEVELS}"
                ))
            } else {
                found
            },
        );
        // What is below is deeper still.
        return;
    }
    for child in query.children() {
        look_deeper(child, level + 1, max, report);
    }
}

/// Row 36: no more than 20 child relationships.
pub(super) fn too_many_children(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.place != Place::Root {
        return;
    }
    let span = query.query.from.object.path.span;
    let direct = query.children().count();
    let all = count(query);
    if direct > MAX_CHILDREN {
        let message =
            format!("the query has {direct} sub-queries, and the org takes {MAX_CHILDREN}");
        report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
    } else if all > MAX_CHILDREN {
        // Whether those of all levels are counted together is not said.
        let message = format!(
            "the query has {all} sub-queries on all levels; the org may take {MAX_CHILDREN}"
        );
        report.lint(Lint::Doubtful, message, span, "");
    }
}

fn count(query: &Bound<'_>) -> usize {
    query.children().map(|child| 1 + count(child)).sum()
}

/// A sub-query has no scope of its own (D66).
pub(super) fn child_scope(query: &Bound<'_>, report: &mut Report<'_>) {
    let Some(scope) = &query.query.scope else {
        return;
    };
    match query.place {
        Place::Root => {}
        Place::Child(_) => {
            let message = "a sub-query cannot have USING SCOPE";
            report.malformed(message, scope.span, "only the outermost query has a scope");
        }
        Place::SemiJoin => {
            let message = "USING SCOPE in a semi-join is not documented";
            report.lint(Lint::Doubtful, message, scope.span, "");
        }
    }
}

/// A sub-query skips records only where the outer query gives one record (D66).
pub(super) fn child_offset(query: &Bound<'_>, report: &mut Report<'_>) {
    let limit = query.query.limit.as_ref().map(|limit| &limit.kind);
    let may_be_one = matches!(limit, Some(CountKind::Number(1) | CountKind::Bind(_)));
    if may_be_one {
        return;
    }
    for child in query.children() {
        if let Some(offset) = &child.query.offset {
            let message = "OFFSET in a sub-query needs LIMIT 1 on the outer query";
            report.malformed(message, offset.span, "add LIMIT 1 to the outer query");
        }
    }
}

/// The records of a sub-query are not locked, viewed or counted by themselves.
pub(super) fn child_clauses(query: &Bound<'_>, report: &mut Report<'_>) {
    let Place::Child(_) = query.place else { return };
    let from = query.query.from.object.path.span;
    let parts = [
        (query.query.for_update, "FOR UPDATE"),
        (query.query.all_rows, "ALL ROWS"),
        (query.query.usage.map(|_| from), "FOR VIEW"),
        ((!query.query.tracking.is_empty()).then_some(from), "UPDATE"),
    ];
    for (span, name) in parts {
        if let Some(span) = span {
            let message = format!("{name} in a sub-query is not documented");
            report.lint(
                Lint::Doubtful,
                message,
                span,
                "put it on the outermost query",
            );
        }
    }
}
