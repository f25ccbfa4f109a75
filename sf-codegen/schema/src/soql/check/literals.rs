//! Rules about the values that fields are compared with.

mod dates;

use super::bound::{Bound, Comparison, Expr, field_name};
use super::filters::{Verdict, subject, type_name, verdict};
use super::ids::{has_shape, is_of_ids};
use super::options::Lint;
use super::report::{INVALID_FIELD, Report};
use super::resolution::ValueType;
use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::{Field, FieldFlags, FieldType};
use crate::soql::tree::{DateFunction, Literal, Operator, PatternPart, Right, Value};
use crate::steps::step;

pub(super) use dates::{impossible_date, out_of_range};

/// What a value has to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Text,
    Number,
    Currency,
    Boolean,
    Date,
    DateTime,
    Time,
}

/// The values of a comparison, in order.
pub(super) fn values<'a>(comparison: &Comparison<'a>) -> &'a [Value] {
    let values: &[Value] = match &comparison.syntax.right {
        Right::Value(value) => std::slice::from_ref(value),
        Right::List(values, _) => values,
        Right::Query(_) => &[],
    };
    step(values.len());
    values
}

/// What the left side is compared with; none where that is not known.
fn wanted(left: &Expr<'_>) -> Option<Wanted> {
    Some(match left.value_type()? {
        ValueType::Integer | ValueType::Double => Wanted::Number,
        ValueType::Date => Wanted::Date,
        ValueType::Text => Wanted::Text,
        ValueType::Field(field) => match field.data {
            FieldType::String
            | FieldType::Textarea
            | FieldType::Phone
            | FieldType::Url
            | FieldType::Email
            | FieldType::Combobox
            | FieldType::Picklist
            | FieldType::MultiPicklist
            | FieldType::EncryptedString
            | FieldType::DataCategoryGroupReference
            | FieldType::Id
            | FieldType::Reference => Wanted::Text,
            FieldType::Int | FieldType::Long | FieldType::Double | FieldType::Percent => {
                Wanted::Number
            }
            FieldType::Currency => Wanted::Currency,
            FieldType::Boolean => Wanted::Boolean,
            FieldType::Date => Wanted::Date,
            FieldType::DateTime => Wanted::DateTime,
            FieldType::Time => Wanted::Time,
            _ => return None,
        },
    })
}

/// The comparisons whose operator fits, with what their values have to be.
fn comparisons<'q, 'a>(query: &'q Bound<'a>) -> impl Iterator<Item = (&'q Comparison<'a>, Wanted)> {
    let all = query.comparisons().into_iter();
    all.filter(|comparison| {
        matches!(
            verdict(comparison),
            Verdict::Taken | Verdict::Pointless(_) | Verdict::Doubtful(_)
        )
    })
    .filter_map(|comparison| Some((comparison, wanted(&comparison.left)?)))
}

/// Row 10: the value is of the field's type.
pub(super) fn wrong_type(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, wanted) in comparisons(query) {
        for value in values(comparison) {
            if suits(wanted, &value.literal) || is_said_elsewhere(comparison, value) {
                continue;
            }
            let message = format!(
                "{}, and cannot be compared with {}",
                subject(&comparison.left),
                literal_noun(&value.literal)
            );
            let found = Diagnostic::error(INVALID_FIELD, message, value.span);
            let field = field_name(&comparison.left);
            let found = match (field, type_name(&comparison.left)) {
                (Some(field), Some(kind)) => found.naming(&[field, kind]),
                (name, other) => found.naming(name.or(other).as_slice()),
            };
            let help = match is_of_ids(comparison) {
                true if !has_shape(&value.literal.to_string()) => {
                    "write an id: 15 or 18 letters and digits in single quotes".to_owned()
                }
                _ => help(wanted, value),
            };
            report.push(found.with_help(help));
        }
    }
}

fn suits(wanted: Wanted, literal: &Literal) -> bool {
    match literal {
        Literal::Null | Literal::Bind(_) => true,
        Literal::Text(_) | Literal::Pattern(_) => wanted == Wanted::Text,
        Literal::Boolean(_) => wanted == Wanted::Boolean,
        Literal::Number(_) => matches!(wanted, Wanted::Number | Wanted::Currency),
        Literal::Currency(..) => wanted == Wanted::Currency,
        Literal::Date(_) => wanted == Wanted::Date,
        Literal::DateTime(_) => wanted == Wanted::DateTime,
        Literal::Time(_) => wanted == Wanted::Time,
        Literal::DateLiteral(_) | Literal::BoundDateLiteral(..) => {
            matches!(wanted, Wanted::Date | Wanted::DateTime)
        }
    }
}

fn literal_noun(literal: &Literal) -> &'static str {
    match literal {
        Literal::Null => "NULL",
        Literal::Boolean(_) => "a boolean",
        Literal::Text(_) | Literal::Pattern(_) => "text",
        Literal::Number(_) => "a number",
        Literal::Date(_) => "a date",
        Literal::DateTime(_) => "a datetime",
        Literal::Time(_) => "a time",
        Literal::Currency(..) => "a currency amount",
        Literal::DateLiteral(_) | Literal::BoundDateLiteral(..) => "a date literal",
        Literal::Bind(_) => "a bind",
    }
}

/// What to write instead of a value.
fn help(wanted: Wanted, value: &Value) -> String {
    let text = match &value.literal {
        Literal::Text(text) => text.trim(),
        _ => "",
    };
    let is_number = !text.is_empty()
        && text.parse::<f64>().is_ok()
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    match (wanted, &value.literal) {
        (Wanted::Text, literal) => format!("text takes single quotes: '{literal}'"),
        (Wanted::Number | Wanted::Currency, Literal::Text(_)) if is_number => {
            format!("write it without quotes: {text}")
        }
        (Wanted::Number, Literal::Currency(_, number)) => format!("write {number}"),
        (Wanted::Number | Wanted::Currency, _) => "write a number, such as 5 or -2.5".to_owned(),
        (Wanted::Boolean, _) if text.eq_ignore_ascii_case("true") => "write TRUE".to_owned(),
        (Wanted::Boolean, _) if text.eq_ignore_ascii_case("false") => "write FALSE".to_owned(),
        (Wanted::Boolean, _) => "write TRUE or FALSE".to_owned(),
        (Wanted::Date, Literal::Text(_)) if dates::is_date(text) => {
            format!("write it without quotes: {text}")
        }
        (Wanted::Date, Literal::DateTime(datetime)) => {
            format!("write the day: {}", datetime.get(..10).unwrap_or_default())
        }
        (Wanted::Date, _) => "write a date such as 2020-02-29, or TODAY".to_owned(),
        (Wanted::DateTime, Literal::Date(date)) => {
            format!("write the time and the zone too: {date}T00:00:00Z")
        }
        (Wanted::DateTime, Literal::Text(_)) if dates::is_datetime(text) => {
            format!("write it without quotes: {text}")
        }
        (Wanted::DateTime, _) => {
            "write a datetime such as 2020-02-29T10:00:00Z, or TODAY".to_owned()
        }
        (Wanted::Time, _) => "write a time such as 10:00:00Z".to_owned(),
    }
}

/// Whether it is what [`date_function_and_literal`] or [`currency_in_having`] reports.
fn is_said_elsewhere(comparison: &Comparison<'_>, value: &Value) -> bool {
    let left = &comparison.left;
    match value.literal {
        Literal::DateLiteral(_) | Literal::BoundDateLiteral(..) => left.date_function().is_some(),
        // In WHERE there are no aggregates.
        Literal::Currency(..) => left.is_aggregate(),
        _ => false,
    }
}

/// Row 41: a date function gives a number, which no date literal is.
pub(super) fn date_function_and_literal(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in comparisons(query) {
        let Some(function) = comparison.left.date_function() else {
            continue;
        };
        for value in values(comparison) {
            let (Literal::DateLiteral(_) | Literal::BoundDateLiteral(..)) = &value.literal else {
                continue;
            };
            let message = format!(
                "{}, and cannot be compared with {}",
                subject(&comparison.left),
                value.literal
            );
            if function == DateFunction::DayOnly {
                // The docs refuse date literals to every date function; this one gives a date.
                report.lint(
                    Lint::Doubtful,
                    message,
                    value.span,
                    "write the day: 2020-02-29",
                );
            } else {
                let help = "compare with a number, or the field itself with the date literal";
                report.malformed(message, value.span, help);
            }
        }
    }
}

/// Row 41: HAVING compares aggregates with plain numbers.
pub(super) fn currency_in_having(query: &Bound<'_>, report: &mut Report<'_>) {
    for comparison in query.having.iter().filter(|c| c.left.is_aggregate()) {
        for value in values(comparison) {
            if let Literal::Currency(_, number) = &value.literal {
                let message = "HAVING does not compare an aggregate with a currency literal";
                report.malformed(message, value.span, &format!("write {number}"));
            }
        }
    }
}

/// A list of currency literals and plain numbers.
pub(super) fn mixed_currencies(query: &Bound<'_>, report: &mut Report<'_>) {
    for comparison in &query.filter {
        let Right::List(values, span) = &comparison.syntax.right else {
            continue;
        };
        let has = |is: fn(&Literal) -> bool| values.iter().any(|value| is(&value.literal));
        if has(|l| matches!(l, Literal::Currency(..))) && has(|l| matches!(l, Literal::Number(_))) {
            let message = "the list mixes currency literals and plain numbers";
            report.lint(
                Lint::Doubtful,
                message,
                *span,
                "write all with a currency, or none",
            );
        }
    }
}

/// Row 43: an integer never has digits after the point.
pub(super) fn fraction(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in comparisons(query) {
        let is_integer = match comparison.left.value_type() {
            Some(ValueType::Integer) => true,
            Some(ValueType::Field(field)) => {
                matches!(field.data, FieldType::Int | FieldType::Long)
            }
            _ => false,
        };
        for value in values(comparison).iter().filter(|_| is_integer) {
            if matches!(&value.literal, Literal::Number(number) if number.contains('.')) {
                let message = format!("{} and has no fraction", subject(&comparison.left));
                report.lint(Lint::FractionOfInteger, message, value.span, "");
            }
        }
    }
}

/// Only equality has a meaning for NULL.
pub(super) fn null_order(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in comparisons(query) {
        let operator = comparison.syntax.operator;
        if !operator.is_range() && operator != Operator::Like {
            continue;
        }
        for value in values(comparison) {
            if value.literal == Literal::Null {
                let message = format!("{} NULL is never true", operator.symbol());
                let help = "compare with NULL by = and !=";
                report.lint(Lint::Doubtful, message, value.span, help);
            }
        }
    }
}

/// Row 43: a field that is never null is compared with NULL.
pub(super) fn null_of_required(query: &Bound<'_>, report: &mut Report<'_>) {
    for comparison in &query.filter {
        let Some(path) = comparison.left.plain() else {
            continue;
        };
        // A boolean's NULL stands for FALSE.
        let is_known = !path.is_nillable() && path.field.data != FieldType::Boolean;
        let operator = comparison.syntax.operator;
        let always = match operator {
            Operator::NotEqual => "always",
            Operator::Equal => "never",
            _ => continue,
        };
        for value in values(comparison).iter().filter(|_| is_known) {
            if value.literal == Literal::Null {
                let message = format!(
                    "`{}` of {} is never null: this is {always} true",
                    path.field.name.api, path.object.name.api
                );
                report.lint(Lint::NullOfRequired, message, comparison.syntax.span, "");
            }
        }
    }
}

/// Row 43: without a wildcard LIKE is `=`.
pub(super) fn like_without_wildcard(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in comparisons(query) {
        for value in values(comparison) {
            let Literal::Pattern(parts) = &value.literal else {
                continue;
            };
            if parts
                .iter()
                .all(|part| matches!(part, PatternPart::Text(_)))
            {
                let message = "the pattern has no wildcard: LIKE is = here";
                let help = "% stands for any characters, _ for one";
                report.lint(Lint::LikeWithoutWildcard, message, value.span, help);
            }
        }
    }
}

/// Row 43: a restricted picklist has the values that it has.
pub(super) fn unknown_picklist_value(query: &Bound<'_>, report: &mut Report<'_>) {
    for (comparison, _) in comparisons(query) {
        let Some(path) = comparison.left.plain() else {
            continue;
        };
        let is_picklist = matches!(
            path.field.data,
            FieldType::Picklist | FieldType::MultiPicklist
        );
        if !is_picklist || !path.field.is(FieldFlags::RESTRICTED_PICKLIST) {
            continue;
        }
        for value in values(comparison) {
            if !report.takes(Lint::UnknownPicklistValue) {
                return;
            }
            if let Literal::Text(text) = &value.literal {
                check_picklist(path.field, text, value, report);
            }
        }
    }
}

fn check_picklist(field: &Field, text: &str, value: &Value, report: &mut Report<'_>) {
    let Some(picklist) = field.picklist.as_ref().filter(|p| !p.values.is_empty()) else {
        return;
    };
    let values = picklist.values.iter();
    let names: Vec<&str> = values.map(|value| &*value.name.api).collect();
    let several = field.data == FieldType::MultiPicklist;
    let parts = text.split(|c| several && c == ';');
    // An empty text stands for NULL.
    for part in parts.filter(|part| !part.is_empty()) {
        if names
            .iter()
            .any(|known| known.to_lowercase() == part.to_lowercase())
        {
            continue;
        }
        let message = format!("`{part}` is no value of the picklist `{}`", field.name.api);
        let by_label = picklist.values.iter().find(|value| value.label == part);
        let help = match by_label {
            Some(value) => format!("that is a label; its value is '{}'", value.name.api),
            None => match nearest(part, names.iter().copied()) {
                Some(near) => format!("did you mean '{near}'?"),
                None => {
                    let shown = &names[..names.len().min(8)];
                    let more = if names.len() > shown.len() {
                        ", ..."
                    } else {
                        ""
                    };
                    format!("its values are '{}'{more}", shown.join("', '"))
                }
            },
        };
        report.lint(Lint::UnknownPicklistValue, message, value.span, &help);
    }
}
