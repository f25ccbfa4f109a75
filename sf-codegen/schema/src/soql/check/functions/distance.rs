//! Rules about `DISTANCE(field, GEOLOCATION(latitude, longitude), 'km')`.

use super::super::bound::{Bound, Expr, noun};
use super::super::filters::{refused_path, subject};
use super::super::options::Lint;
use super::super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::schema::FieldType;
use crate::soql::MALFORMED_QUERY;
use crate::soql::tree::{Argument, Call, Function, Literal, Operator, Value};

fn distances<'q, 'a>(query: &'q Bound<'a>) -> Vec<(&'q Expr<'a>, &'a Call)> {
    let mut all = Vec::new();
    for (_, expr) in query.all_exprs() {
        if let Some(call) = expr.call()
            && call.function == Function::Distance
        {
            all.push((expr, call));
        }
    }
    all
}

/// Row 41: a distance is from a location to a point, in a unit.
pub(crate) fn distance_arguments(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, call) in distances(query) {
        match call.args.get(1) {
            None => {
                let message = "DISTANCE is from a field to a point, in a unit";
                let help = "write DISTANCE(field, GEOLOCATION(37.7, -122.4), 'km')";
                report.malformed(message, call.span, help);
            }
            Some(Argument::Field(path)) => {
                let message = "a second field is documented, and Salesforce's parser refuses it";
                report.lint(Lint::Doubtful, message, path.span, "write GEOLOCATION(...)");
            }
            Some(_) => {}
        }
    }
}

/// Row 41: a distance is from a location or an address.
pub(crate) fn distance_type(query: &Bound<'_>, report: &mut Report<'_>) {
    for (expr, call) in distances(query) {
        let (Some(path), Some(argument)) = (&expr.path, call.args.first()) else {
            continue;
        };
        let data = &path.field.data;
        if matches!(
            data,
            FieldType::Location | FieldType::Address | FieldType::Other(_)
        ) {
            continue;
        }
        let message = format!(
            "DISTANCE is from a location or an address, and `{}` is {}",
            path.api(),
            noun(data)
        );
        let found = Diagnostic::error(MALFORMED_QUERY, message, argument.span());
        let whole = path.field.compound.as_ref();
        let whole = whole.and_then(|compound| path.object.field(compound));
        let is_place = |data: &FieldType| matches!(data, FieldType::Location | FieldType::Address);
        report.push(match whole.filter(|whole| is_place(&whole.data)) {
            Some(whole) => {
                let api = &whole.name.api;
                found.with_help(format!("it is a part of `{api}`: use that"))
            }
            None => found,
        });
    }
}

/// Row 41: the unit is miles or kilometres.
pub(crate) fn distance_unit(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, call) in distances(query) {
        let Some(Argument::Value(Value {
            literal: Literal::Text(unit),
            span,
        })) = call.args.get(2)
        else {
            continue;
        };
        if !unit.eq_ignore_ascii_case("mi") && !unit.eq_ignore_ascii_case("km") {
            report.malformed(
                "the unit of a distance is 'mi' or 'km'",
                *span,
                "miles or kilometres",
            );
        }
    }
}

/// Row 41: a distance is less than some other, or greater.
pub(crate) fn distance_operator(query: &Bound<'_>, report: &mut Report<'_>) {
    for comparison in query.comparisons() {
        let left = &comparison.left;
        let is_distance = left.call().map(|call| call.function) == Some(Function::Distance);
        let operator = comparison.syntax.operator;
        if !is_distance
            || matches!(operator, Operator::Less | Operator::Greater)
            || refused_path(left).is_some()
        {
            continue;
        }
        let message = format!("{} and does not take {}", subject(left), operator.symbol());
        let help = "a distance is compared with < or >";
        report.malformed(message, comparison.syntax.operator_span, help);
    }
}

/// A point that is not on the globe.
pub(crate) fn far_coordinate(query: &Bound<'_>, report: &mut Report<'_>) {
    for (_, call) in distances(query) {
        let Some(Argument::Call(point)) = call.args.get(1) else {
            continue;
        };
        let limits = [("latitude", 90.0), ("longitude", 180.0)];
        for (argument, (name, limit)) in point.args.iter().zip(limits) {
            let Argument::Value(Value {
                literal: Literal::Number(number),
                span,
            }) = argument
            else {
                continue;
            };
            if number
                .parse::<f64>()
                .is_ok_and(|degrees| degrees.abs() > limit)
            {
                let message = format!("a {name} is from -{limit} to {limit}");
                report.lint(Lint::Doubtful, message, *span, "the latitude comes first");
            }
        }
    }
}
