//! Rules about the two fields that a semi-join compares.

use super::super::bound::{Bound, Expr, ItemKind, noun};
use super::super::options::Lint;
use super::super::report::Report;
use super::super::resolution::FieldPath;
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::{Field, FieldType};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::SelectExpr;

fn is_id(field: &Field) -> bool {
    matches!(field.data, FieldType::Id | FieldType::Reference)
}

/// What the inner query selects, where that is a field or a function.
fn selected<'q, 'a>(inner: &'q Bound<'a>) -> Option<&'q Expr<'a>> {
    match &inner.items.first()?.kind {
        ItemKind::Expr(expr) => Some(expr),
        _ => None,
    }
}

/// Row 26: the inner query is of another object.
pub(crate) fn same_object(query: &Bound<'_>, report: &mut Report<'_>) {
    let Some(outer) = query.object else { return };
    for (_, inner) in query.semi_joins() {
        let is_same = inner
            .object
            .is_some_and(|object| object.name.api == outer.name.api);
        if is_same {
            let message = format!(
                "the inner query is of {} like the outer one",
                outer.name.api
            );
            let help = "filter the outer query by the condition itself";
            report.malformed(message, inner.query.from.object.path.span, help);
        }
    }
}

/// Row 27: the inner query selects an id or a lookup.
pub(crate) fn inner_field(query: &Bound<'_>, report: &mut Report<'_>) {
    let help = "select an id or a lookup";
    for (_, inner) in query.semi_joins() {
        let Some(item) = inner.query.select.first() else {
            continue;
        };
        match &item.expr {
            SelectExpr::Call(call) => {
                let message = format!("the inner query of a semi-join cannot select {call}");
                report.push(malformed(message, item.span, help).naming(&[&call.to_string()]));
            }
            SelectExpr::Fields(set, _) => {
                let message = format!("the inner query of a semi-join cannot select FIELDS({set})");
                report
                    .push(malformed(message, item.span, help).naming(&[&format!("FIELDS({set})")]));
            }
            _ => {}
        }
        let Some(path) = selected(inner).and_then(Expr::plain) else {
            continue;
        };
        if !is_id(path.field) {
            let message = format!(
                "the inner query of a semi-join selects ids, and `{}` is {}",
                path.api(),
                noun(&path.field.data)
            );
            let found = malformed(message, item.span, help);
            report.push(found.naming(&[&path.field.name.api]));
        }
    }
}

/// Row 28: a field of the inner object itself.
pub(crate) fn inner_path(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, inner) in query.semi_joins() {
        let Some(expr) = selected(inner) else {
            continue;
        };
        if let Some(path) = expr.path.as_ref().filter(|path| !path.steps.is_empty()) {
            report.malformed(
                format!(
                    "the inner query of a semi-join cannot select the path `{}`",
                    path.api()
                ),
                expr.span(),
                &lookup_of(path),
            );
        }
    }
}

/// Row 29: a field of the outer object itself.
pub(crate) fn left_path(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in query.semi_joins() {
        let left = &comparison.left;
        if let Some(path) = left.path.as_ref().filter(|path| !path.steps.is_empty()) {
            let message = format!(
                "the left side of a semi-join cannot be the path `{}`",
                path.api()
            );
            report.malformed(message, left.span(), &lookup_of(path));
        }
    }
}

/// `Account.Id` is `AccountId`.
fn lookup_of(path: &FieldPath<'_>) -> String {
    match path.steps.as_slice() {
        [step] if path.field.data == FieldType::Id => {
            format!("the id of `{}` is `{}`", step.name(), step.field.name.api)
        }
        _ => "use a field of the object itself".to_owned(),
    }
}

/// Row 30: the left side is an id or a lookup.
pub(crate) fn left_field(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in query.semi_joins() {
        let left = &comparison.left;
        let help = "compare an id or a lookup";
        if let Some(call) = left.call() {
            let message = format!("the left side of a semi-join cannot be {call}");
            report.push(malformed(message, call.span, help).naming(&[&call.to_string()]));
        } else if let Some(path) = left.path.as_ref().filter(|path| !is_id(path.field)) {
            let message = format!(
                "the left side of a semi-join is an id, and `{}` is {}",
                path.api(),
                noun(&path.field.data)
            );
            let found = malformed(message, left.span(), help);
            report.push(found.naming(&[&path.field.name.api]));
        }
    }
}

/// Row 31: both sides are ids of one object.
pub(crate) fn different_objects(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, inner) in query.semi_joins() {
        let right = selected(inner).and_then(Expr::plain);
        let (Some(left), Some(right)) = (comparison.left.plain(), right) else {
            continue;
        };
        // A path is reported as that, and so is a field that is no id.
        let is_plain = |path: &FieldPath<'_>| path.steps.is_empty() && is_id(path.field);
        if !is_plain(left) || !is_plain(right) {
            continue;
        }
        let (to, from) = (targets(left), targets(right));
        let is_known = !to.is_empty() && !from.is_empty();
        if !is_known || to.iter().any(|target| from.contains(target)) {
            continue;
        }
        let message = format!(
            "`{}` is an id of {}, and the inner `{}` one of {}",
            left.api(),
            to.join(", "),
            right.api(),
            from.join(", ")
        );
        let span = comparison.syntax.span;
        let help = "both sides have to be ids of one object";
        if to.len() > 1 || from.len() > 1 {
            report.lint(Lint::Doubtful, message, span, help);
        } else {
            let names = [&*right.field.name.api, &*left.field.name.api];
            report.push(malformed(message, span, help).naming(&names));
        }
    }
}

fn malformed(message: String, span: Span, help: &str) -> Diagnostic {
    Diagnostic::error(MALFORMED_QUERY, message, span).with_help(help)
}

/// The objects whose ids a field holds.
fn targets<'a>(path: &FieldPath<'a>) -> Vec<&'a str> {
    match &path.field.reference {
        Some(reference) => reference.to.iter().map(String::as_str).collect(),
        None => vec![path.object.name.api.as_str()],
    }
}
