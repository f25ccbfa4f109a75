//! A literal of a query as a value of the field that it is compared with, or why it is none.

use jiff::civil::Date;
use rust_decimal::Decimal;
use sf_schema::soql::{Literal, Value as Written};

use super::date::{self, Days};
use super::error::Refusal;
use super::path::About;
use crate::clock;
use crate::id::Id;
use crate::schema::FieldType;
use crate::value::Value;

/// What is compared with.
#[derive(Debug, Clone)]
pub(crate) enum Bound {
    Value(Value),
    /// A date literal.
    Days(Days),
}

/// Reads a literal for a field.
pub(crate) fn bound(about: &About, written: &Written, today: Date) -> Result<Bound, Refusal> {
    let wrong = || Err(mismatch(about, written));
    let value = match (about.kind, &written.literal) {
        // A checkbox is never null: null is what an unticked one is.
        (FieldType::Boolean, Literal::Null) => Value::Bool(false),
        (_, Literal::Null) => Value::Null,
        (FieldType::Boolean, Literal::Boolean(flag)) => Value::Bool(*flag),
        (FieldType::Id | FieldType::Reference, Literal::Text(text)) => id(text, written)?,
        (kind, Literal::Text(text)) if is_text(kind) => Value::text(text),
        (FieldType::Int | FieldType::Double, Literal::Number(text)) => number(text, written)?,
        (FieldType::Double, Literal::Currency(_, text)) if about.type_name == "currency" => {
            number(text, written)?
        }
        (FieldType::Date | FieldType::DateTime, Literal::DateLiteral(literal)) => {
            return Ok(Bound::Days(date::days(*literal, today)));
        }
        (FieldType::Date, Literal::Date(text)) => match clock::parse_date(text) {
            Some(day) if (1700..=4000).contains(&day.year()) => Value::Date(day),
            _ => return Err(invalid("date", text, written)),
        },
        (FieldType::DateTime, Literal::DateTime(text)) => match instant(text) {
            Some(at) => Value::DateTime(at),
            None => return Err(invalid("dateTime", text, written)),
        },
        (FieldType::Time, Literal::Time(text)) => {
            match clock::parse_time(&text.to_ascii_uppercase()) {
                Some(at) => Value::Time(at),
                None => return Err(invalid("time", text, written)),
            }
        }
        _ => return wrong(),
    };
    Ok(Bound::Value(value))
}

pub(crate) fn is_text(kind: FieldType) -> bool {
    matches!(
        kind,
        FieldType::Text
            | FieldType::Email
            | FieldType::Picklist
            | FieldType::MultiPicklist
            | FieldType::Encrypted
            | FieldType::Any
    )
}

/// A literal of another type. [R]
fn mismatch(about: &About, written: &Written) -> Refusal {
    let (kind, quoted) = match about.kind {
        FieldType::Boolean => ("boolean", false),
        FieldType::Int => ("int", false),
        FieldType::Double => ("double", false),
        FieldType::Date => ("date", false),
        FieldType::DateTime => ("dateTime", false),
        FieldType::Time => ("time", false),
        _ => ("string", true),
    };
    let quotes = if quoted { "should be" } else { "should not be" };
    let message = format!(
        "value of filter criterion for field '{}' must be of type {kind} and {quotes} enclosed in \
         quotes",
        about.name
    );
    Refusal::new("INVALID_FIELD", message, written.span)
}

fn invalid(kind: &str, text: &str, written: &Written) -> Refusal {
    Refusal::malformed(format!("Invalid {kind}: {text}"), written.span)
}

/// Empty text is null here as everywhere.
fn id(text: &str, written: &Written) -> Result<Value, Refusal> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    Id::parse(text).map(Value::Id).ok_or_else(|| {
        let message = format!("invalid ID field: {text}");
        Refusal::new("INVALID_QUERY_FILTER_OPERATOR", message, written.span)
    })
}

fn number(text: &str, written: &Written) -> Result<Value, Refusal> {
    let number = text.parse::<Decimal>().map_err(|_| {
        let message = format!("For input string: \"{text}\"");
        Refusal::new("NUMBER_OUTSIDE_VALID_RANGE", message, written.span)
    })?;
    Ok(Value::Number(number))
}

/// `2020-01-01T10:00:00.5+0100`; what the grammar let through may still be no time of a day.
fn instant(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase();
    let at = text.get(11..)?.find(['Z', '+', '-'])? + 11;
    let (local, zone) = text.split_at_checked(at)?;
    let mut local = local.to_owned();
    // More digits of a second than nine say nothing.
    if let Some(point) = local.find('.') {
        local.truncate(point + 10);
    }
    let zone = match zone.len() {
        5 => format!("{}:{}", zone.get(..3)?, zone.get(3..)?),
        _ => zone.to_owned(),
    };
    clock::parse_datetime(&format!("{local}{zone}"))
}
