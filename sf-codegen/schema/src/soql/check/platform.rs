//! Rules about single objects and kinds of objects.

use super::bound::{Bound, Clause, Place};
use super::keys::Keys;
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

/// Custom metadata is counted and not aggregated, and joins with OR what is of one field (D66).
pub(super) fn custom_metadata(query: &Bound<'_>, report: &mut Report<'_>) {
    let is_metadata = query
        .object
        .is_some_and(|object| object.name.api.ends_with("__mdt"));
    if !is_metadata {
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

/// Big objects are read by their index, which knows no `!=`, NOT IN, LIKE and EXCLUDES (D66).
pub(super) fn big_object(query: &Bound<'_>, report: &mut Report<'_>) {
    let is_big = query
        .object
        .is_some_and(|object| object.name.api.ends_with("__b"));
    if !is_big || query.place == Place::SemiJoin {
        return;
    }
    for comparison in &query.filter {
        let operator = comparison.syntax.operator;
        let is_refused = matches!(
            operator,
            Operator::NotEqual | Operator::NotIn | Operator::Like | Operator::Excludes
        );
        if is_refused {
            let message = format!(
                "a big object is read by its index: {} cannot be used in {}",
                operator.symbol(),
                Clause::Where.name()
            );
            let span = comparison.syntax.operator_span;
            report.malformed(message, span, "use =, and a range for the last field");
        }
    }
}
