//! Rules about which field is compared, and how.

use super::bound::{Bound, Comparison, Expr, noun};
use super::options::Lint;
use super::report::{INVALID_FIELD, INVALID_OPERATOR, Report};
use super::resolution::{FieldPath, ValueType};
use crate::diagnostic::Diagnostic;
use crate::schema::{FieldFlags, FieldType};
use crate::soql::tree::{Function, Operator};

/// Row 6: what is compared is filterable.
pub(super) fn not_filterable(query: &Bound<'_>, report: &mut Report<'_>) {
    for comparison in &query.filter {
        let Some(path) = refused_path(&comparison.left) else {
            continue;
        };
        let (api, object) = (&path.field.name.api, &path.object.name.api);
        let found = if path.field.is(FieldFlags::FILTERABLE) {
            let message = format!(
                "field `{api}` of {object} cannot be filtered: it is {}",
                noun(&path.field.data)
            );
            Diagnostic::error(INVALID_FIELD, message, comparison.left.span())
        } else {
            let message = format!(
                "field `{api}` of {object} cannot be filtered: the org marks it filterable = false"
            );
            Diagnostic::error(INVALID_FIELD, message, comparison.left.span())
        };
        let found = found.naming(&[api]);
        report.push(match compound_help(path) {
            Some(help) => found.with_help(help),
            None => found,
        });
    }
}

/// The field of an expression, if it may not be filtered by.
///
/// Describe calls some compound values filterable; only DISTANCE takes them.
pub(super) fn refused_path<'e, 'a>(left: &'e Expr<'a>) -> Option<&'e FieldPath<'a>> {
    let is_distance = left
        .call()
        .is_some_and(|c| c.function == Function::Distance);
    let is_compound = |data: &FieldType| matches!(data, FieldType::Address | FieldType::Location);
    left.path.as_ref().filter(|path| {
        let refused = !path.field.is(FieldFlags::FILTERABLE) || is_compound(&path.field.data);
        refused && !is_distance && !left.is_aggregate()
    })
}

fn compound_help(path: &FieldPath<'_>) -> Option<String> {
    let data = &path.field.data;
    if !matches!(data, FieldType::Address | FieldType::Location) {
        return None;
    }
    let part = path.object.fields.iter().find(|field| {
        let compound = field.compound.as_ref();
        compound.is_some_and(|compound| *compound == path.field.name.api)
    });
    let distance = format!("DISTANCE({}, GEOLOCATION(...), 'km') < 20", path.api());
    Some(match part {
        Some(part) => format!(
            "filter by a part such as `{}`, or by {distance}",
            part.name.api
        ),
        None => format!("filter by {distance}"),
    })
}

/// What the operator makes of the left side's type.
pub(super) enum Verdict {
    Taken,
    /// Why not, and what to write.
    Refused(String),
    /// It is taken and says nothing.
    Pointless(String),
    /// No source says whether it is taken.
    Doubtful(String),
    /// The left side is not known, or its type is not.
    Unknown,
}

/// Whether the type of the left side takes the operator.
pub(super) fn verdict(comparison: &Comparison<'_>) -> Verdict {
    let operator = comparison.syntax.operator;
    if refused_path(&comparison.left).is_some() {
        return Verdict::Unknown;
    }
    let function = comparison.left.call().map(|call| call.function);
    if function == Some(Function::Distance) {
        return match operator {
            Operator::Less | Operator::Greater => Verdict::Taken,
            // Row 41 says why not.
            _ => Verdict::Unknown,
        };
    }
    match comparison.left.value_type() {
        Some(ValueType::Field(field)) => field_verdict(&field.data, operator),
        Some(ValueType::Text) if is_label_of_several(&comparison.left) => match operator {
            Operator::Includes | Operator::Excludes => {
                Verdict::Doubtful("the values of the field itself are sure to be taken".to_owned())
            }
            _ => text_verdict(operator),
        },
        Some(ValueType::Text) => text_verdict(operator),
        Some(_) => number_verdict(operator, ""),
        None => Verdict::Unknown,
    }
}

/// `toLabel` of a multi-select picklist.
fn is_label_of_several(left: &Expr<'_>) -> bool {
    let is_label = left.call().map(|call| call.function) == Some(Function::ToLabel);
    let data = left.path.as_ref().map(|path| &path.field.data);
    is_label && data == Some(&FieldType::MultiPicklist)
}

fn field_verdict(data: &FieldType, operator: Operator) -> Verdict {
    match data {
        FieldType::String
        | FieldType::Textarea
        | FieldType::Phone
        | FieldType::Url
        | FieldType::Email
        | FieldType::Combobox
        | FieldType::Picklist
        | FieldType::EncryptedString
        | FieldType::DataCategoryGroupReference => text_verdict(operator),
        FieldType::Id | FieldType::Reference => match operator {
            Operator::Like => Verdict::Refused("use = or IN".to_owned()),
            _ if operator.is_range() => {
                Verdict::Pointless("to go on after a last id, order by it".to_owned())
            }
            _ => number_verdict(operator, "use = or IN"),
        },
        FieldType::MultiPicklist => match operator {
            Operator::Like => Verdict::Refused("use INCLUDES (...) or EXCLUDES (...)".to_owned()),
            _ if operator.is_range() => {
                Verdict::Refused("use INCLUDES (...) or EXCLUDES (...)".to_owned())
            }
            _ => Verdict::Taken,
        },
        FieldType::Boolean if operator.is_range() => Verdict::Refused("use = or !=".to_owned()),
        FieldType::Boolean
        | FieldType::Int
        | FieldType::Long
        | FieldType::Double
        | FieldType::Currency
        | FieldType::Percent
        | FieldType::Date
        | FieldType::DateTime
        | FieldType::Time => number_verdict(operator, ""),
        _ => Verdict::Unknown,
    }
}

fn text_verdict(operator: Operator) -> Verdict {
    match operator {
        Operator::Includes => Verdict::Refused("use IN: the field has one value".to_owned()),
        Operator::Excludes => Verdict::Refused("use NOT IN: the field has one value".to_owned()),
        _ => Verdict::Taken,
    }
}

fn number_verdict(operator: Operator, help: &str) -> Verdict {
    let help = match operator {
        Operator::Like if help.is_empty() => "LIKE is for text",
        Operator::Like => help,
        Operator::Includes => "use IN: the field has one value",
        Operator::Excludes => "use NOT IN: the field has one value",
        _ => return Verdict::Taken,
    };
    Verdict::Refused(help.to_owned())
}

/// Row 11: the operator is one for the type.
pub(super) fn wrong_operator(query: &Bound<'_>, report: &mut Report<'_>) {
    for comparison in query.comparisons() {
        let symbol = comparison.syntax.operator.symbol();
        let span = comparison.syntax.operator_span;
        match verdict(comparison) {
            Verdict::Refused(help) => {
                let message = format!("{} and does not take {symbol}", subject(&comparison.left));
                let found = Diagnostic::error(INVALID_OPERATOR, message, span).with_help(help);
                report.push(found.naming(type_name(&comparison.left).as_slice()));
            }
            Verdict::Pointless(help) => {
                // What goes on after a last id is ordered by it.
                let key = comparison.left.key();
                let is_ordered = query.order.first().is_some_and(|first| first.key() == key);
                if !is_ordered {
                    let message = format!("{}: {symbol} says little", subject(&comparison.left));
                    report.lint(Lint::RangeOfIds, message, span, &help);
                }
            }
            Verdict::Doubtful(help) => {
                let message = format!("{} and may not take {symbol}", subject(&comparison.left));
                report.lint(Lint::Doubtful, message, span, &help);
            }
            Verdict::Taken | Verdict::Unknown => {}
        }
    }
}

/// What describe calls the type of an expression, or would call that of a function's value.
pub(super) fn type_name<'a>(expr: &Expr<'a>) -> Option<&'a str> {
    expr.value_type().map(|data| match data {
        ValueType::Field(field) => field.data.name(),
        ValueType::Integer => "int",
        ValueType::Double => "double",
        ValueType::Date => "date",
        ValueType::Text => "string",
    })
}

/// An expression and its type, as the start of a sentence: "`Amount` is a currency amount".
pub(super) fn subject(expr: &Expr<'_>) -> String {
    let shown = match (expr.call(), &expr.path) {
        (Some(call), _) => call.to_string(),
        (None, Some(path)) => format!("`{}`", path.api()),
        (None, None) => String::new(),
    };
    let kind = match expr.value_type() {
        Some(ValueType::Field(field)) => noun(&field.data),
        Some(ValueType::Integer) => "an integer".to_owned(),
        Some(ValueType::Double) => "a number".to_owned(),
        Some(ValueType::Date) => "a date".to_owned(),
        Some(ValueType::Text) => "text".to_owned(),
        None => "not known".to_owned(),
    };
    format!("{shown} is {kind}")
}
