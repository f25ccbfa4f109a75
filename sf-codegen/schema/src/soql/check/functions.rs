//! Rules about functions: which there are, where they stand, and of what they are.

mod distance;

use super::bound::{Bound, Clause, Expr, noun};
use super::options::Lint;
use super::report::{Report, with_nearest};
use super::resolution::FieldPath;
use crate::diagnostic::Diagnostic;
use crate::schema::FieldType;
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::{Argument, Call, DateFunction, Function};

pub(super) use distance::{
    distance_arguments, distance_operator, distance_type, distance_unit, far_coordinate,
};

/// Row 41: the function exists.
pub(super) fn unknown_function(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, expr) in query.all_exprs() {
        let mut calls = expr.call();
        while let Some(call) = calls {
            if call.function == Function::Unknown && !report.is_full() {
                report.push(unknown_function_finding(query, call));
            }
            calls = call.inner();
        }
    }
}

fn unknown_function_finding(query: &Bound<'_>, call: &Call) -> Diagnostic {
    let text = &call.name.text;
    let message = format!("no function `{text}`");
    let found = Diagnostic::error(MALFORMED_QUERY, message, call.name.span);
    let names: Vec<&str> = Function::all().filter_map(Function::name).collect();
    // `LeadSourceCOUNT(Name)`: the comma and the space went together.
    let glued = names.iter().find_map(|name| {
        let at = text.len().checked_sub(name.len())?;
        let (field, function) = text.split_at_checked(at)?;
        let is = function.eq_ignore_ascii_case(name) && query.object?.field(field).is_some();
        is.then(|| format!("is a comma missing? {field}, {function}(...)"))
    });
    match glued {
        Some(help) => found.with_help(help),
        None => with_nearest(found, text, &names, None),
    }
}

/// Where a function stands, seen from outside of all others.
enum Standing {
    Allowed,
    Doubtful,
    /// Not here; where instead.
    Refused(&'static str),
}

fn standing(function: Function, clause: Clause) -> Standing {
    use Clause::{GroupBy, Having, OrderBy, Select, Where};

    let allowed = match function {
        Function::Count
        | Function::CountDistinct
        | Function::Min
        | Function::Max
        | Function::Avg
        | Function::Sum => match clause {
            Where => return Standing::Refused("conditions on aggregates belong to HAVING"),
            GroupBy => return Standing::Refused("group by what is not aggregated"),
            Select | Having | OrderBy => true,
        },
        Function::Grouping => matches!(clause, Select | Having | OrderBy),
        Function::Format | Function::ConvertCurrency => clause == Select,
        Function::ToLabel => match clause {
            Select | Where => true,
            GroupBy | Having => return Standing::Doubtful,
            OrderBy => false,
        },
        Function::Distance => matches!(clause, Select | Where | OrderBy),
        Function::ConvertTimezone => {
            return Standing::Refused(
                "it stands in a date function: HOUR_IN_DAY(convertTimezone(...))",
            );
        }
        Function::Geolocation => {
            return Standing::Refused("it stands in DISTANCE(..., GEOLOCATION(...), 'km')");
        }
        Function::Date(_) | Function::Unknown => true,
    };
    if allowed {
        return Standing::Allowed;
    }
    Standing::Refused(match function {
        Function::Grouping => "it stands in SELECT, HAVING and ORDER BY",
        Function::ToLabel => "it stands in SELECT and WHERE",
        Function::Distance => "it stands in SELECT, WHERE and ORDER BY",
        _ => "it stands in SELECT",
    })
}

/// Row 41: each function has its clauses.
pub(super) fn misplaced_function(query: &Bound<'_>, report: &mut Report<'_>) {
    for (clause, expr) in query.all_exprs() {
        let Some(call) = expr.call() else { continue };
        let name = call.function.name().unwrap_or_default();
        let message = match call.function {
            Function::ConvertTimezone | Function::Geolocation => {
                format!("{name} cannot stand alone")
            }
            _ => format!("{name} cannot stand in {}", clause.name()),
        };
        match standing(call.function, clause) {
            Standing::Allowed => {}
            Standing::Refused(help) => report.malformed(message, call.span, help),
            Standing::Doubtful => {
                let message = format!("{name} in {} is not documented", clause.name());
                report.lint(Lint::Doubtful, message, call.span, "");
            }
        }
    }
}

/// Row 41: which function may stand in which.
pub(super) fn misnested_function(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, expr) in query.all_exprs() {
        let Some(outer) = expr.call() else { continue };
        let Some(inner) = outer.inner() else { continue };
        let (out, within) = (outer.function, inner.function);
        if out == Function::Unknown || within == Function::Unknown || out == Function::Distance {
            continue;
        }
        let message = format!(
            "{} cannot be of {}",
            out.name().unwrap_or_default(),
            within.name().unwrap_or_default()
        );
        let is_documented = match out {
            _ if within == Function::Geolocation => {
                let help = "it stands in DISTANCE(..., GEOLOCATION(...), 'km')";
                report.malformed(message, inner.span, help);
                continue;
            }
            Function::Date(_) if within == Function::ConvertTimezone => true,
            Function::Date(_) => {
                let help = "a date function is of a field, or of convertTimezone";
                report.malformed(message, inner.span, help);
                continue;
            }
            _ if out.is_aggregate() && within.is_aggregate() => {
                report.malformed(message, inner.span, "aggregates do not nest");
                continue;
            }
            Function::ConvertCurrency if within.is_aggregate() => {
                report.malformed(message, inner.span, "it converts fields, not aggregates");
                continue;
            }
            _ if within == Function::ConvertTimezone => {
                let help = "it stands in a date function: HOUR_IN_DAY(convertTimezone(...))";
                report.malformed(message, inner.span, help);
                continue;
            }
            Function::Format => within.is_aggregate() || within == Function::ConvertCurrency,
            // What is grouped may be a date function.
            Function::Grouping => true,
            _ => false,
        };
        if !is_documented {
            let message = format!(
                "{} of {} is not documented",
                out.name().unwrap_or_default(),
                within.name().unwrap_or_default()
            );
            report.lint(Lint::Doubtful, message, inner.span, "");
        }
    }
}

/// Row 41: a function is of a field of its types.
pub(super) fn wrong_argument(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, expr) in query.all_exprs() {
        let (Some(outer), Some(path)) = (expr.call(), &expr.path) else {
            continue;
        };
        // The innermost is of the field itself.
        let call = outer.inner().unwrap_or(outer);
        check_argument(call, path, report);
        let in_zone = call.function == Function::ConvertTimezone;
        if in_zone && path.field.data != FieldType::DateTime {
            let message = format!(
                "convertTimezone is of a datetime, and `{}` is {}",
                path.api(),
                noun(&path.field.data)
            );
            report.push(Diagnostic::error(MALFORMED_QUERY, message, call.span));
        }
    }
}

fn check_argument(call: &Call, path: &FieldPath<'_>, report: &mut Report<'_>) {
    let data = &path.field.data;
    if matches!(data, FieldType::Other(_) | FieldType::AnyType) {
        return;
    }
    let name = call.function.name().unwrap_or_default();
    let is = format!("`{}` is {}", path.api(), noun(data));
    let span = call.args.first().map_or(call.span, Argument::span);
    match call.function {
        Function::Date(function) => {
            let only_datetime = matches!(function, DateFunction::DayOnly | DateFunction::HourInDay);
            let wanted = match data {
                FieldType::DateTime => return,
                FieldType::Date if !only_datetime => return,
                _ if only_datetime => "a datetime",
                _ => "a date or datetime",
            };
            let message = format!("{name} is of {wanted}, and {is}");
            report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
        }
        Function::ConvertCurrency if *data != FieldType::Currency => {
            let message = format!("{name} is of a currency amount, and {is}");
            report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
        }
        Function::Format => {
            let is_formatted = data.is_decimal()
                || matches!(
                    data,
                    FieldType::Int
                        | FieldType::Long
                        | FieldType::Date
                        | FieldType::DateTime
                        | FieldType::Time
                );
            if !is_formatted {
                let message = format!("{name} is of numbers, dates and times, and {is}");
                report.lint(Lint::Doubtful, message, span, "");
            }
        }
        Function::ToLabel => {
            let is_record_type_name = path.object.name.api == "RecordType"
                && path.field.name.api.eq_ignore_ascii_case("Name");
            let has_labels = matches!(
                data,
                FieldType::Picklist
                    | FieldType::MultiPicklist
                    | FieldType::Combobox
                    | FieldType::DataCategoryGroupReference
            );
            if !has_labels && !is_record_type_name {
                let message = format!("{name} is of picklists, and {is}");
                report.lint(Lint::Doubtful, message, span, "");
            }
        }
        _ => {}
    }
}

/// Row 41: in SELECT a date function is of what is grouped.
pub(super) fn ungrouped_date_function(query: &Bound<'_>, report: &mut Report<'_>) {
    // In a grouped query it is a matter of the groups.
    if query.is_grouped() {
        return;
    }
    let dates = query.exprs().filter(|expr| expr.date_function().is_some());
    for call in dates.filter_map(Expr::call) {
        let message = format!("{call} must be grouped to be selected");
        let help = format!("add GROUP BY {call}, or select the field itself");
        report.malformed(message, call.span, &help);
    }
}
