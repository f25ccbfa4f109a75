//! Rules about single objects and kinds of objects.

use super::bound::{Bound, Clause, Place};
use super::keys::Keys;
use super::literals::values;
use super::options::Lint;
use super::report::Report;
use crate::soql::tree::Operator;

/// Objects that the org queries with certain filters only, and the fields of which one has to be
/// compared by `=` or IN (D66).
const FILTERS: &[(&str, &[&str])] = &[
    (
        "ContentDocumentLink",
        &["Id", "ContentDocumentId", "LinkedEntityId"],
    ),
    (
        "ContentHubItem",
        &["Id", "ExternalId", "ContentHubRepositoryId"],
    ),
    ("Vote", &["Id", "ParentId", "Parent.Type"]),
    ("KnowledgeArticleVersion", &["PublishStatus", "Id"]),
    ("UserRecordAccess", &["RecordId", "UserId"]),
];

/// Row 43: a filter that the org asks for is there.
pub(super) fn missing_filter(query: &Bound<'_>, report: &mut Report<'_>) {
    let Some(object) = query
        .object
        .filter(|_| !matches!(query.place, Place::Child(_)))
    else {
        return;
    };
    let wanted = FILTERS.iter().find(|(api, _)| *api == object.name.api);
    let Some((api, fields)) = wanted else { return };
    let is_there = query.filter.iter().any(|comparison| {
        let compares = matches!(comparison.syntax.operator, Operator::Equal | Operator::In);
        let path = comparison.left.path.as_ref().map(|path| path.api());
        compares && path.is_some_and(|path| fields.iter().any(|f| path.eq_ignore_ascii_case(f)))
    });
    if !is_there {
        let message = format!("the org queries {api} only with a filter");
        let help = format!("compare one of {} by = or IN", fields.join(", "));
        let span = query.query.from.object.path.span;
        report.lint(Lint::MissingFilter, message, span, &help);
    }
}

/// Custom metadata is counted and not aggregated, ordered by fields of its own, alone in its FROM, and
/// joins with OR what is of one field (D66).
pub(super) fn custom_metadata(query: &Bound<'_>, report: &mut Report<'_>) {
    if !is_of_kind(query, "__mdt") {
        return;
    }
    let help = "COUNT() is all that custom metadata can aggregate";
    if let Some(group_by) = &query.query.group_by {
        report.malformed("custom metadata cannot be grouped", group_by.span, help);
    } else if !query.query.is_count() {
        for expr in query.exprs().filter(|expr| expr.is_aggregate()) {
            report.malformed("custom metadata cannot be aggregated", expr.span(), help);
        }
    }
    for expr in &query.order {
        if expr
            .path
            .as_ref()
            .is_some_and(|path| !path.steps.is_empty())
        {
            let message = "custom metadata is ordered by fields of its own";
            report.malformed(message, expr.span(), "order the records that were read");
        }
    }
    if let Some(item) = query.query.from.aliases.first() {
        let message = "a query of custom metadata is from one object";
        report.malformed(
            message,
            item.path.span,
            "write the whole path where it is used",
        );
    }
    let mut fields = Keys::default();
    for comparison in &query.filter {
        let is_alternative = comparison.around.or || comparison.around.nested_or;
        if is_alternative && let Some(key) = comparison.left.key() {
            fields.insert(key);
        }
    }
    if fields.len() > 1
        && let Some(filter) = &query.query.filter
    {
        let message = "OR over several fields of custom metadata may be refused";
        report.lint(Lint::Doubtful, message, filter.span(), "run two queries");
    }
}

/// Big objects are read by their index, which knows no `!=`, NOT IN, LIKE, INCLUDES and EXCLUDES, one
/// IN, and no other query inside (D66).
pub(super) fn big_object(query: &Bound<'_>, report: &mut Report<'_>) {
    if !is_of_kind(query, "__b") || query.place == Place::SemiJoin {
        return;
    }
    let mut has_list = false;
    for comparison in &query.filter {
        let operator = comparison.syntax.operator;
        let span = comparison.syntax.operator_span;
        let is_refused = matches!(
            operator,
            Operator::NotEqual
                | Operator::NotIn
                | Operator::Like
                | Operator::Includes
                | Operator::Excludes
        );
        if is_refused {
            let message = format!(
                "a big object is read by its index: {} cannot be used in {}",
                operator.symbol(),
                Clause::Where.name()
            );
            report.malformed(message, span, "use =, and a range for the last field");
        } else if comparison.inner.is_some() {
            let message = "a big object is read by its index: its query has no semi-join";
            report.malformed(message, span, "run two queries");
        }
        // A list of one is `=`.
        if values(comparison).len() > 1 {
            if has_list {
                let message = "a big object is read by its index: one IN is all it takes";
                report.malformed(message, span, "run a query for each value of one list");
            }
            has_list = true;
        }
    }
    for child in query.children() {
        let message = "a big object is read by its index: its query has no sub-query";
        report.malformed(
            message,
            child.query.from.object.path.span,
            "run two queries",
        );
    }
}

/// Big objects are not aggregated, and external ones only counted (D66), which describe may say of
/// their fields all the same.
pub(super) fn doubtful_aggregate(query: &Bound<'_>, report: &mut Report<'_>) {
    let kind = if is_of_kind(query, "__b") {
        "a big object"
    } else if is_of_kind(query, "__x") && !query.query.is_count() {
        "an external object"
    } else {
        return;
    };
    if query.place != Place::Root {
        return;
    }
    let span = if let Some(group_by) = &query.query.group_by {
        group_by.span
    } else if let Some(expr) = query.exprs().find(|expr| expr.is_aggregate()) {
        expr.span()
    } else {
        return;
    };
    let message = format!("aggregates of {kind} may be refused");
    let help = "read the records, and count or add them up";
    report.lint(Lint::Doubtful, message, span, help);
}

/// Whether the object's name ends so.
fn is_of_kind(query: &Bound<'_>, suffix: &str) -> bool {
    let object = query.object;
    object.is_some_and(|object| object.name.api.ends_with(suffix))
}
