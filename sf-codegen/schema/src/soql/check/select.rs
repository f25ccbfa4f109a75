//! Rules about what is selected, and under which names.

use super::bound::{Bound, Expr, Item, ItemKind, Place, field_name};
use super::keys::Keys;
use super::options::Lint;
use super::paths::distinct;
use super::report::{INVALID_FIELD, Report};
use super::resolve::{is_numbered, number_key};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::{
    Condition, CountKind, FieldSet, Function, Literal, Name, Operand, Operator, Predicate, Query,
    Right, Value,
};

/// How many records `FIELDS(ALL)` and `FIELDS(CUSTOM)` may give (D66).
const MAX_FIELDS_ROWS: usize = 200;

/// Row 13: no field is selected twice, by itself or by `FIELDS()`.
pub(super) fn duplicate_field(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut seen = Keys::default();
    for item in &query.items {
        match &item.kind {
            ItemKind::Expr(expr) => see(expr, item.syntax.span, &mut seen, report),
            ItemKind::Fields(set) => {
                let mut again = query
                    .field_set(*set)
                    .map(|field| &field.name.api)
                    .filter(|api| !seen.insert(api.to_ascii_lowercase()));
                if let Some(api) = again.next() {
                    // All are to be seen, and one is enough to say.
                    again.for_each(drop);
                    let message = format!("FIELDS({set}) selects `{api}` again");
                    let found = Diagnostic::error(INVALID_FIELD, message, item.syntax.span);
                    report.push(
                        found
                            .naming(&[api])
                            .with_help("leave out what it stands for"),
                    );
                }
            }
            ItemKind::TypeOf(_) | ItemKind::Child(_) => {}
        }
    }
    for type_of in query.type_ofs() {
        for branch in &type_of.branches {
            let mut seen = Keys::default();
            for expr in &branch.fields {
                see(expr, expr.span(), &mut seen, report);
            }
        }
        let mut seen = Keys::default();
        for expr in &type_of.otherwise {
            see(expr, expr.span(), &mut seen, report);
        }
    }
}

fn see(expr: &Expr<'_>, span: Span, seen: &mut Keys, report: &mut Report<'_>) {
    let (Some(path), Some(key)) = (expr.plain(), expr.key()) else {
        return;
    };
    if !seen.insert(key) {
        let message = format!("`{}` is selected twice", path.api());
        let found = Diagnostic::error(INVALID_FIELD, message, span);
        report.push(found.naming(&[&path.field.name.api]));
    }
}

/// Row 13: a field and `FORMAT` or `toLabel` of it would have one name in the answer.
pub(super) fn wrapped_field(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut plain = Keys::default();
    for expr in query.exprs() {
        if let (Some(_), Some(key)) = (expr.plain(), expr.key()) {
            plain.insert(key);
        }
    }
    for item in &query.items {
        let ItemKind::Expr(expr) = &item.kind else {
            continue;
        };
        let Some(call) = expr.call().filter(|_| item.syntax.alias.is_none()) else {
            continue;
        };
        let wraps = matches!(
            call.function,
            Function::Format | Function::ToLabel | Function::ConvertCurrency
        );
        let again = wraps
            && !call.is_aggregate()
            && expr.field_key().is_some_and(|key| plain.contains(&key));
        if !again {
            continue;
        }
        let message = format!("{call} would have the name of the field, which is selected too");
        let help = format!(
            "give it a name of its own: {call} {}",
            alias_for(call.function)
        );
        if query.is_grouped() {
            // There it is `expr0`, and the documentation makes no exception.
            let message = format!("{call} may need a name of its own: its field is selected too");
            report.lint(Lint::Doubtful, message, item.syntax.span, &help);
        } else if call.function == Function::ConvertCurrency {
            // Documented for the other two.
            report.lint(Lint::Doubtful, message, item.syntax.span, &help);
        } else {
            let found = Diagnostic::error(INVALID_FIELD, message, item.syntax.span);
            report.push(found.with_help(help).naming(field_name(expr).as_slice()));
        }
    }
}

fn alias_for(function: Function) -> &'static str {
    match function {
        Function::Format => "formatted",
        Function::ToLabel => "label",
        _ => "converted",
    }
}

/// Row 14: only aggregates, functions and grouped fields have aliases.
pub(super) fn misplaced_alias(query: &Bound<'_>, report: &mut Report<'_>) {
    let is_grouped = query.is_grouped();
    for item in &query.items {
        let Some(alias) = &item.syntax.alias else {
            continue;
        };
        if report.is_full() {
            return;
        }
        let may_have = match &item.kind {
            ItemKind::Expr(expr) => expr.call().is_some() || is_grouped,
            _ => false,
        };
        if may_have {
            continue;
        }
        // It is no field, and what follows no alias.
        let is_distinct = distinct(query).is_some_and(|word| word.span == item.syntax.expr.span());
        if is_distinct {
            continue;
        }
        let what = match &item.kind {
            ItemKind::Expr(_) => "a field",
            ItemKind::Fields(_) => "FIELDS()",
            ItemKind::TypeOf(_) => "TYPEOF",
            ItemKind::Child(_) => "a sub-query",
        };
        let message = format!("{what} cannot have an alias");
        let found = Diagnostic::error(MALFORMED_QUERY, message, alias.span);
        report.push(match missing_comma(query, item, alias) {
            Some(meant) => found
                .with_help(format!("is a comma missing before `{meant}`?"))
                .with_replacement(format!(", {meant}")),
            None => found.with_help("aliases are for aggregates, functions and grouped fields"),
        });
    }
}

/// The field that an alias was most likely meant to be.
fn missing_comma<'a>(query: &Bound<'a>, item: &Item<'_>, alias: &Name) -> Option<&'a str> {
    if !matches!(item.kind, ItemKind::Expr(_)) {
        return None;
    }
    let fields = &query.object?.fields;
    nearest(&alias.text, fields.iter().map(|field| &*field.name.api))
}

/// Two columns of one name: the answer can hold but one of them. The org is known to refuse two
/// equal aliases of a grouped query ("duplicate alias") (M).
pub(super) fn duplicate_name(query: &Bound<'_>, report: &mut Report<'_>) {
    let is_grouped = query.is_grouped();
    let mut seen = Keys::default();
    // What the last column of each name is.
    let mut columns: Vec<Option<String>> = Vec::new();
    let mut unnamed = 0;
    for item in &query.items {
        let ItemKind::Expr(expr) = &item.kind else {
            continue;
        };
        let (name, span) = match (&item.syntax.alias, expr.plain()) {
            (Some(alias), _) => (alias.text.clone(), alias.span),
            // A parent's field is a column of the parent, unless it is grouped.
            (None, Some(path)) if is_grouped || path.steps.is_empty() => {
                (path.field.name.api.clone(), expr.span())
            }
            (None, _) if is_numbered(expr, is_grouped) => {
                unnamed += 1;
                (number_key(unnamed - 1), expr.span())
            }
            (None, _) => continue,
        };
        let key = expr.key();
        let (number, _) = seen.number(name.to_ascii_lowercase());
        let Some(earlier) = columns.get_mut(number) else {
            columns.push(key);
            continue;
        };
        // A field that is there twice is reported as that.
        let is_plain = expr.plain().is_some() && item.syntax.alias.is_none();
        let is_duplicate = is_plain && key.is_some() && *earlier == key;
        *earlier = key;
        if !is_duplicate {
            let message = format!("the answer would have two columns `{name}`");
            report.lint(Lint::Doubtful, message, span, "give each a name of its own");
        }
    }
}

/// Two sub-queries of one relationship, likewise.
pub(super) fn duplicate_child(query: &Bound<'_>, report: &mut Report<'_>) {
    let (mut seen, mut again) = (Keys::default(), Keys::default());
    for child in query.children() {
        let Some(name) = child.relationship.and_then(|r| r.name.as_ref()) else {
            continue;
        };
        // Once is enough.
        if !seen.insert(name.api.clone()) && again.insert(name.api.clone()) {
            let message = format!("the answer would have two columns `{}`", name.api);
            let span = child.query.from.object.path.span;
            let help = "select all fields of a relationship in one sub-query";
            report.lint(Lint::Doubtful, message, span, help);
        }
    }
}

/// Row 21: `FIELDS(ALL)` and `FIELDS(CUSTOM)` want a bound.
pub(super) fn unbounded_fields(query: &Bound<'_>, report: &mut Report<'_>) {
    for item in &query.items {
        let ItemKind::Fields(set @ (FieldSet::All | FieldSet::Custom)) = &item.kind else {
            continue;
        };
        // A semi-join cannot select it at all.
        if query.place == Place::SemiJoin || is_bounded(query.query) {
            continue;
        }
        let message = format!("FIELDS({set}) needs a LIMIT of at most {MAX_FIELDS_ROWS}");
        let help = "add LIMIT 200, or a filter by id";
        report.malformed(message, item.syntax.span, help);
    }
}

fn is_bounded(query: &Query) -> bool {
    let limit = query.limit.as_ref().map(|limit| &limit.kind);
    let by_limit = match limit {
        Some(CountKind::Number(n)) => usize::try_from(*n).is_ok_and(|n| n <= MAX_FIELDS_ROWS),
        // What it will be is not known.
        Some(CountKind::Bind(_)) => true,
        None => false,
    };
    by_limit || query.filter.as_ref().is_some_and(filters_by_id)
}

/// Whether a condition lets no more than 200 records through, by their ids.
fn filters_by_id(condition: &Condition) -> bool {
    match condition {
        Condition::And(terms, _) => terms.iter().any(filters_by_id),
        Condition::Group(inner, _) => filters_by_id(inner),
        Condition::Predicate(predicate) => is_id_filter(predicate),
        Condition::Or(..) | Condition::Not(..) => false,
    }
}

fn is_id_filter(predicate: &Predicate) -> bool {
    let Operand::Field(path) = &predicate.left else {
        return false;
    };
    if !path.last().eq_ignore_ascii_case("Id") || path.names.len() > 2 {
        return false;
    }
    match (&predicate.operator, &predicate.right) {
        (Operator::Equal, Right::Value(value)) => !is_null(value),
        (Operator::In, Right::List(values, _)) => values.len() <= MAX_FIELDS_ROWS,
        (Operator::In, Right::Value(_)) => true,
        _ => false,
    }
}

fn is_null(value: &Value) -> bool {
    value.literal == Literal::Null
}

/// `FIELDS()` and TYPEOF are of later versions of the API (D66).
pub(super) fn later_syntax(query: &Bound<'_>, report: &mut Report<'_>) {
    for item in &query.items {
        let (what, since) = match &item.kind {
            ItemKind::Fields(_) => ("FIELDS()", 51),
            ItemKind::TypeOf(_) => ("TYPEOF", 46),
            ItemKind::Expr(_) | ItemKind::Child(_) => continue,
        };
        let version = report.options.api_version;
        if version < since {
            let message = format!("{what} is not in version {version} of the API");
            let help = format!("it is from version {since} on");
            report.malformed(message, item.syntax.span, &help);
        }
    }
}

/// Row 21: `FIELDS()` stands for at least one field.
pub(super) fn empty_fields(query: &Bound<'_>, report: &mut Report<'_>) {
    let (Some(object), [item]) = (query.object, query.items.as_slice()) else {
        return;
    };
    let ItemKind::Fields(set) = &item.kind else {
        return;
    };
    if query.field_set(*set).next().is_none() {
        let kind = set.name().to_ascii_lowercase();
        let message = format!(
            "FIELDS({set}) selects nothing: {} has no {kind} field",
            object.name.api
        );
        report.push(Diagnostic::error(
            MALFORMED_QUERY,
            message,
            item.syntax.span,
        ));
    }
}
