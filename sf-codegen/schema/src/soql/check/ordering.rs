//! Rules about ORDER BY.

use super::bound::{Bound, Place, field_name};
use super::grouping::is_grouped;
use super::options::Lint;
use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::schema::{FieldFlags, FieldType};
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::Function;

/// How many items emulators take.
const MAX_ITEMS: usize = 32;

/// Row 7: what is ordered by is sortable.
pub(super) fn not_sortable(query: &Bound<'_>, report: &mut Report<'_>) {
    for expr in &query.order {
        let Some(path) = &expr.path else { continue };
        let is_distance = expr
            .call()
            .is_some_and(|c| c.function == Function::Distance);
        if is_distance || expr.is_aggregate() || path.field.is(FieldFlags::SORTABLE) {
            continue;
        }
        let message = format!(
            "field `{}` of {} cannot be sorted: the org marks it sortable = false",
            path.field.name.api, path.object.name.api
        );
        let found = Diagnostic::error(MALFORMED_QUERY, message, expr.span());
        let found = found.naming(&[&path.field.name.api]);
        report.push(if path.field.data == FieldType::Location {
            let help = format!(
                "order by the distance: DISTANCE({}, GEOLOCATION(...), 'km')",
                path.api()
            );
            found.with_help(help)
        } else {
            found
        });
    }
}

/// Row 18: in a grouped query the order is by what is grouped or aggregated.
pub(super) fn ungrouped_order(query: &Bound<'_>, report: &mut Report<'_>) {
    let is_bare_count = query.query.is_count();
    if query.place != Place::Root || is_bare_count || !query.is_grouped() {
        return;
    }
    for expr in &query.order {
        if is_grouped(query, expr) != Some(false) {
            continue;
        }
        let shown = match (expr.call(), &expr.path) {
            (Some(call), _) => call.to_string(),
            (None, Some(path)) => format!("`{}`", path.api()),
            (None, None) => continue,
        };
        let message = format!("{shown} must be grouped or aggregated to order by it");
        let help = if query.query.group_by.is_some() {
            "order by a field of the GROUP BY, or by an aggregate"
        } else {
            "aggregates without GROUP BY give one row: leave ORDER BY out"
        };
        let found = Diagnostic::error(MALFORMED_QUERY, message, expr.span()).with_help(help);
        report.push(found.naming(field_name(expr).as_slice()));
    }
}

/// Aggregates order groups, not records.
pub(super) fn aggregate_order(query: &Bound<'_>, report: &mut Report<'_>) {
    if query.is_grouped() {
        return;
    }
    for expr in query.order.iter().filter(|expr| expr.is_aggregate()) {
        let message = "an aggregate orders groups, and the query has none";
        report.lint(Lint::Doubtful, message, expr.span(), "add GROUP BY");
    }
}

/// More items than some orgs are said to take.
pub(super) fn long_order(query: &Bound<'_>, report: &mut Report<'_>) {
    if let Some(expr) = query.order.get(MAX_ITEMS) {
        let message = format!("ORDER BY is said to take at most {MAX_ITEMS} items");
        report.lint(Lint::Doubtful, message, expr.span(), "");
    }
}
