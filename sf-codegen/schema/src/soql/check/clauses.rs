//! Rules about USING SCOPE, WITH, FOR UPDATE and ALL ROWS.

use super::bound::{Bound, Place};
use super::keys::Keys;
use super::options::Lint;
use super::report::{Report, with_nearest};
use crate::diagnostic::{Diagnostic, Span};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::With;

/// The org's code for a scope that the object does not have (?).
const INVALID_QUERY_SCOPE: &str = "INVALID_QUERY_SCOPE";

/// How many data categories a WITH may join (D66).
const MAX_CATEGORIES: usize = 3;

/// Row 42: the object supports the scope.
pub(super) fn unknown_scope(query: &Bound<'_>, report: &mut Report<'_>) {
    let (Some(object), Some(scope)) = (query.object, &query.query.scope) else {
        return;
    };
    let known: Vec<&str> = object.scopes.iter().map(|scope| &*scope.name).collect();
    let is_known = known.iter().any(|name| scope.is(name));
    if query.place != Place::Root || is_known || object.scopes.is_empty() {
        return;
    }
    let message = format!("{} has no scope `{}`", object.name.api, scope.text);
    // Where there are scoping rules, the name may be that of one.
    if known
        .iter()
        .any(|name| name.eq_ignore_ascii_case("scopingRule"))
    {
        let help = format!("unless it is a scoping rule: one of {}", known.join(", "));
        report.lint(Lint::Doubtful, message, scope.span, &help);
        return;
    }
    let found = Diagnostic::error(INVALID_QUERY_SCOPE, message, scope.span);
    let found = found.naming(&[&scope.text]);
    let all = format!("it has {}", known.join(", "));
    report.push(with_nearest(found, &scope.text, &known, Some(all)));
}

/// Row 43: what belongs to Apex.
pub(super) fn apex_only(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut see = |what: String, span: Span, help: &str| {
        let message = format!("{what} is for Apex");
        report.lint(Lint::ApexOnly, message, span, help);
    };
    for with in &query.query.with {
        if let With::Mode(name) = with {
            let help = "the REST API keeps to the permissions of the user as it is";
            see(format!("WITH {}", name.text), name.span, help);
        }
    }
    // Those of a sub-query are looked at elsewhere.
    if matches!(query.place, Place::Child(_)) {
        return;
    }
    if let Some(span) = query.query.for_update {
        let help = "whether the REST API locks records is not documented";
        see("FOR UPDATE".to_owned(), span, help);
    }
    if let Some(span) = query.query.all_rows {
        let help = "the REST API has the resource queryAll for deleted and archived records";
        see("ALL ROWS".to_owned(), span, help);
    }
}

/// Locking orders the records by id (D66), and skips none (E).
pub(super) fn locked_order(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.query.for_update.is_none() {
        return;
    }
    if let Some(first) = query.query.order_by.first() {
        let message = "FOR UPDATE orders by id: ORDER BY cannot be used";
        report.malformed(message, first.span, "leave ORDER BY out");
    }
    if let Some(offset) = &query.query.offset {
        let message = "FOR UPDATE with OFFSET is said to be refused";
        report.lint(Lint::Doubtful, message, offset.span, "leave OFFSET out");
    }
}

/// Data categories are those of articles and questions, three at most, a group once (D66).
pub(super) fn data_categories(query: &Bound<'_>, report: &mut Report<'_>) {
    for with in &query.query.with {
        let With::DataCategory(filters, span) = with else {
            continue;
        };
        if let Some(object) = query.object {
            let api = object.name.api.as_str();
            let has_categories =
                api.ends_with("__kav") || matches!(api, "KnowledgeArticleVersion" | "Question");
            if !has_categories {
                let message = format!("{api} has no data categories");
                let help = "articles (KnowledgeArticleVersion, ...__kav) and Question have";
                report.malformed(message, *span, help);
                continue;
            }
        }
        if let Some(filter) = filters.get(MAX_CATEGORIES) {
            let message = format!("WITH DATA CATEGORY joins at most {MAX_CATEGORIES} conditions");
            report.push(Diagnostic::error(MALFORMED_QUERY, message, filter.span));
        }
        let mut seen = Keys::default();
        for filter in filters {
            if !seen.insert(filter.group.text.to_ascii_lowercase()) {
                let message = format!("the category group `{}` is there twice", filter.group.text);
                let help = "list its categories: AT (a__c, b__c)";
                report.malformed(message, filter.group.span, help);
            }
        }
    }
}
