//! A literal of a query as a value of the field that it is compared with.

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

/// Reads a literal for a field, whose type it is known to have.
pub(crate) fn bound(about: &About, written: &Written, today: Date) -> Result<Bound, Refusal> {
    let value = match &written.literal {
        // A checkbox is never null: null is what an unticked one is.
        Literal::Null if about.kind == FieldType::Boolean => Value::Bool(false),
        Literal::Null => Value::Null,
        Literal::Boolean(flag) => Value::Bool(*flag),
        Literal::Text(text) if matches!(about.kind, FieldType::Id | FieldType::Reference) => {
            id(text)
        }
        Literal::Text(text) => Value::text(text),
        // There is one currency.
        Literal::Number(text) | Literal::Currency(_, text) => number(text, written)?,
        Literal::DateLiteral(literal) => return Ok(Bound::Days(date::days(*literal, today))),
        Literal::Date(text) => match clock::parse_date(text) {
            Some(day) => Value::Date(day),
            None => return Err(invalid("date", text, written)),
        },
        Literal::DateTime(text) => match instant(text) {
            Some(at) => Value::DateTime(at),
            None => return Err(invalid("dateTime", text, written)),
        },
        Literal::Time(text) => match clock::parse_time(&text.to_ascii_uppercase()) {
            Some(at) => Value::Time(at),
            None => return Err(invalid("time", text, written)),
        },
        _ => return Err(Refusal::unforeseen(written.span)),
    };
    Ok(Bound::Value(value))
}

/// A day or hour that there is not, of which the check only warns. [E]
fn invalid(kind: &str, text: &str, written: &Written) -> Refusal {
    Refusal::malformed(format!("Invalid {kind}: {text}"), written.span)
}

/// Empty text is null here as everywhere; what is no id of this org equals none.
fn id(text: &str) -> Value {
    Id::parse(text).map_or_else(|| Value::text(text), Value::Id)
}

/// One with more digits than any field has is out of range. [M]
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
