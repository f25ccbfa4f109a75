//! Rules about aggregates and groups.
//!
//! Only the root may group; what a sub-query does wrong by grouping is reported once.

use super::bound::{Bound, Clause, Expr, ItemKind, Place, field_name, noun};
use super::keys::Keys;
use super::options::Lint;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::{Field, FieldFlags, FieldType, Object};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::{Call, Function, GroupKind};

/// How long a text area may be for it to be short.
const MAX_SHORT_TEXT: u32 = 255;

/// How many fields ROLLUP and CUBE take (D66).
const MAX_SUBTOTALS: usize = 3;

/// Fields that describe calls aggregatable and the org does not aggregate, as found in the field:
/// the object, the field, the function.
const EXCEPTIONS: &[(&str, &str, Function)] = &[
    ("FlowDefinitionView", "Id", Function::Count),
    ("SetupAuditTrail", "Id", Function::Count),
    ("OauthToken", "UserId", Function::CountDistinct),
    ("Task", "ActivityDate", Function::Max),
    ("Event", "ActivityDate", Function::Max),
];

/// The aggregate in an expression: itself, or what FORMAT holds.
fn aggregate(call: &Call) -> Option<&Call> {
    if call.function.is_aggregate() {
        return Some(call);
    }
    call.inner().filter(|inner| inner.function.is_aggregate())
}

/// Row 8: what is grouped by is groupable.
pub(super) fn not_groupable(query: &Bound<'_>, report: &mut Report<'_>) {
    for group in &query.groups {
        let Some(path) = group.plain() else { continue };
        if path.field.is(FieldFlags::GROUPABLE) {
            continue;
        }
        let api = &path.field.name.api;
        let message = format!(
            "field `{api}` of {} cannot be grouped: the org marks it groupable = false",
            path.object.name.api
        );
        let found = Diagnostic::error(MALFORMED_QUERY, message, group.span()).naming(&[api]);
        report.push(if path.field.data == FieldType::DateTime {
            found.with_help(format!("group by a part of it: DAY_ONLY({})", path.api()))
        } else {
            found
        });
    }
}

/// Row 9: an aggregate is of a field that can be aggregated; SUM and AVG of a number.
pub(super) fn not_aggregatable(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, expr) in query.all_exprs() {
        let Some(aggregate) = expr.call().and_then(aggregate) else {
            continue;
        };
        // The value of a function inside is another one than the field's.
        let Some(path) = expr.path.as_ref().filter(|_| aggregate.inner().is_none()) else {
            continue;
        };
        let (field, object) = (path.field, &path.object.name.api);
        let (api, name) = (
            &field.name.api,
            aggregate.function.name().unwrap_or_default(),
        );
        let is_sum = matches!(aggregate.function, Function::Sum | Function::Avg);
        if !is_aggregatable(field, path.object) {
            let message = format!(
                "field `{api}` of {object} does not take {name}: the org marks it \
                 aggregatable = false"
            );
            let found = Diagnostic::error(MALFORMED_QUERY, message, aggregate.span);
            report.push(found.naming(&[api, name]));
        } else if is_sum && !is_number(&field.data) {
            let message = format!(
                "field `{api}` of {object} does not take {name}: it is {}",
                noun(&field.data)
            );
            let help = "SUM and AVG are of numbers; COUNT, MIN and MAX take more";
            let found = Diagnostic::error(MALFORMED_QUERY, message, aggregate.span);
            report.push(found.with_help(help).naming(&[api, name]));
        } else if EXCEPTIONS.contains(&(object.as_str(), api.as_str(), aggregate.function)) {
            let message = format!("field `{api}` of {object} is known not to take {name}");
            report.lint(Lint::Doubtful, message, aggregate.span, "");
        }
    }
}

/// Whether aggregates take a field. The describes of early API versions (v23 has been seen) do not
/// say; then the type has to.
fn is_aggregatable(field: &Field, object: &Object) -> bool {
    let says = |field: &Field| field.is(FieldFlags::AGGREGATABLE);
    if says(field) || object.fields.iter().any(says) {
        return says(field);
    }
    match field.data {
        FieldType::Boolean
        | FieldType::Time
        | FieldType::Base64
        | FieldType::AnyType
        | FieldType::Address
        | FieldType::Location
        | FieldType::EncryptedString
        | FieldType::MultiPicklist => false,
        FieldType::Textarea => field.length <= MAX_SHORT_TEXT,
        _ => true,
    }
}

/// A type that is not known may be a number.
fn is_number(data: &FieldType) -> bool {
    data.is_decimal() || matches!(data, FieldType::Int | FieldType::Long | FieldType::Other(_))
}

/// Row 15: in a grouped query every field is grouped or in an aggregate.
pub(super) fn ungrouped(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.place != Place::Root || !query.is_grouped() || query.query.is_count() {
        return;
    }
    for item in &query.items {
        match &item.kind {
            ItemKind::Expr(expr) => check_grouped(query, expr, report),
            ItemKind::Fields(set) => {
                let message = format!("FIELDS({set}) selects fields that are not grouped");
                let help = "name the fields of the GROUP BY";
                report.malformed(message, item.syntax.span, help);
            }
            ItemKind::Child(_) => {
                // Said of custom relationships by the docs of GROUP BY, of all by users (M).
                let message = "a grouped query has no records for a sub-query to hang on";
                report.lint(Lint::Doubtful, message, item.syntax.span, "");
            }
            ItemKind::TypeOf(_) => {}
        }
    }
    for comparison in &query.having {
        check_grouped(query, &comparison.left, report);
    }
}

fn check_grouped(query: &Bound<'_>, expr: &Expr<'_>, report: &mut Report<'_>) {
    if is_grouped(query, expr) != Some(false) {
        return;
    }
    let (message, help) = match expr.date_function() {
        Some(_) => {
            let shown = expr.call().map(ToString::to_string).unwrap_or_default();
            let help = format!("add it: GROUP BY {shown}");
            (format!("{shown} must be grouped or aggregated"), help)
        }
        None => {
            let Some(path) = &expr.path else { return };
            let api = path.api();
            let shown = expr.call().map_or(format!("`{api}`"), ToString::to_string);
            let help = if path.field.is(FieldFlags::GROUPABLE) {
                format!("add it: GROUP BY {api}")
            } else if is_aggregatable(path.field, path.object) {
                format!("it cannot be grouped, only aggregated: COUNT({api})")
            } else {
                "it can be neither: leave it out".to_owned()
            };
            (format!("{shown} must be grouped or aggregated"), help)
        }
    };
    let found = Diagnostic::error(MALFORMED_QUERY, message, expr.span()).with_help(help);
    report.push(found.naming(field_name(expr).as_slice()));
}

/// Whether an expression has one value for each group; none where that is not known.
pub(super) fn is_grouped(query: &Bound<'_>, expr: &Expr<'_>) -> Option<bool> {
    let call = expr.call();
    let function = call.map(|call| call.function);
    let stands_alone = function == Some(Function::Grouping)
        || function == Some(Function::Unknown)
        || expr.is_aggregate();
    if stands_alone {
        return None;
    }
    let (key, field_key) = (expr.key()?, expr.field_key()?);
    if query.groups_by(&key) {
        return Some(true);
    }
    // Of a date, unlike a datetime, the functions follow from the grouped field (D66).
    let follows = match function {
        None => false,
        Some(Function::Date(_)) => expr
            .path
            .as_ref()
            .is_some_and(|path| path.field.data == FieldType::Date),
        Some(_) => true,
    };
    if follows && query.groups_by(&field_key) {
        return Some(true);
    }
    if expr.inner_key().is_some_and(|key| query.groups_by(&key)) && follows {
        return Some(true);
    }
    query.knows_groups.then_some(false)
}

/// Row 16: a grouped field has one value in its group, and is not aggregated.
pub(super) fn grouped_and_aggregated(query: &Bound<'_>, report: &mut Report<'_>) {
    for (clause, expr) in query.all_exprs() {
        let Some(aggregate) = expr.call().and_then(aggregate) else {
            continue;
        };
        let Some(key) = expr.field_key().filter(|_| aggregate.inner().is_none()) else {
            continue;
        };
        if !query.groups_by(&key) {
            continue;
        }
        let api = expr.path.as_ref().map(super::resolution::FieldPath::api);
        let message = format!(
            "`{}` is grouped, and cannot be aggregated as well",
            api.unwrap_or_default()
        );
        let help = "count another field, such as COUNT(Id)";
        if clause == Clause::Select {
            let found = Diagnostic::error(MALFORMED_QUERY, message, aggregate.span);
            report.push(found.with_help(help).naming(field_name(expr).as_slice()));
        } else {
            // Known of SELECT.
            report.lint(Lint::Doubtful, message, aggregate.span, help);
        }
    }
}

/// Row 17: nothing is grouped by twice.
pub(super) fn duplicate_group(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut seen = Keys::default();
    for group in &query.groups {
        let Some(key) = group.key() else { continue };
        if !seen.insert(key) {
            let shown = match (group.call(), &group.path) {
                (Some(call), _) => call.to_string(),
                (None, Some(path)) => format!("`{}`", path.api()),
                (None, None) => continue,
            };
            let message = format!("{shown} is grouped by twice");
            let found = Diagnostic::error(MALFORMED_QUERY, message, group.span());
            report.push(found.naming(field_name(group).as_slice()));
        }
    }
}

/// Row 19: aggregates over all records give one row, and take no LIMIT.
pub(super) fn limited_aggregate(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.place != Place::Root || !query.is_overall() {
        return;
    }
    let message = "aggregates without GROUP BY give one row";
    if let Some(limit) = &query.query.limit {
        let help = "leave LIMIT out; COUNT() alone takes one";
        report.malformed(format!("{message}: LIMIT cannot be used"), limit.span, help);
    }
    if let Some(offset) = &query.query.offset {
        // Found in emulators only.
        let message = format!("{message}: OFFSET leaves nothing");
        report.lint(Lint::Doubtful, message, offset.span, "leave OFFSET out");
    }
}

/// Row 20: a sub-query has no aggregates.
pub(super) fn aggregate_in_child(query: &Bound<'_>, report: &mut Report<'_>) {
    if !matches!(query.place, Place::Child(_)) {
        return;
    }
    let mut see = |span: Span, what: &str| {
        let message = format!("a sub-query cannot have {what}");
        let help = "only the outermost query aggregates; query the child object by itself";
        report.malformed(message, span, help);
    };
    let aggregates = query.exprs().filter(|expr| expr.is_aggregate());
    for expr in aggregates {
        see(expr.span(), "aggregates");
    }
    if let Some(group_by) = &query.query.group_by {
        see(group_by.span, "GROUP BY");
    }
}

/// Row 41: `COUNT()` counts the records that a WHERE finds: it takes neither groups nor an order.
pub(super) fn bare_count(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.place != Place::Root || !query.query.is_count() {
        return;
    }
    if let Some(group_by) = &query.query.group_by {
        report.malformed("COUNT() cannot be grouped", group_by.span, "use COUNT(Id)");
    }
    if let Some(first) = query.query.order_by.first() {
        report.malformed(
            "COUNT() has nothing to order",
            first.span,
            "leave ORDER BY out",
        );
    }
}

/// Row 41: ROLLUP and CUBE take three fields.
pub(super) fn too_many_subtotals(query: &Bound<'_>, report: &mut Report<'_>) {
    let Some(group_by) = &query.query.group_by else {
        return;
    };
    let name = match group_by.kind {
        GroupKind::Plain => return,
        GroupKind::Rollup => "ROLLUP",
        GroupKind::Cube => "CUBE",
    };
    if let Some(item) = group_by.items.get(MAX_SUBTOTALS) {
        let message = format!("{name} takes at most {MAX_SUBTOTALS} fields");
        report.push(Diagnostic::error(MALFORMED_QUERY, message, item.span()));
    }
}

/// Row 41: GROUPING is of a field of ROLLUP or CUBE.
pub(super) fn grouping_function(query: &Bound<'_>, report: &mut Report<'_>) {
    let kind = query.query.group_by.as_ref().map(|group_by| group_by.kind);
    for (clause, expr) in query.all_exprs() {
        let Some(outer) = expr.call() else { continue };
        let inner = outer
            .inner()
            .filter(|call| call.function == Function::Grouping);
        let (call, key) = match inner {
            Some(call) => (call, expr.field_key()),
            // Elsewhere it is out of place.
            None if matches!(clause, Clause::Where | Clause::GroupBy) => continue,
            None if outer.function == Function::Grouping => (outer, expr.inner_key()),
            None => continue,
        };
        if matches!(kind, None | Some(GroupKind::Plain)) {
            let message = "GROUPING tells the subtotals of ROLLUP and CUBE";
            report.malformed(message, call.span, "use GROUP BY ROLLUP(...) or CUBE(...)");
            continue;
        }
        let Some(key) = key else { continue };
        if query.knows_groups && !query.groups_by(&key) {
            let message = "GROUPING is of what the query groups by";
            report.malformed(message, call.span, "name one of the GROUP BY");
        }
    }
}
