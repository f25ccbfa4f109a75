//! Values in the text of a query, written so that they can be nothing else.

use std::fmt::Write as _;

use jiff::tz::Offset;
use jiff::{RoundMode, TimestampRound, Unit};
use rust_decimal::Decimal;

use crate::error::Error;
use crate::sobject::NewId;
use crate::types::datetime::{format_date, format_datetime_write, format_time};
use crate::types::{Date, Id, Picklist, PicklistValue, Time, Timestamp};

use super::DateLiteral;

/// A text of a filter holds at most so many characters as it is written, escapes counted (SOQL
/// reference) \[D66\].
const LONGEST_TEXT: usize = 4_000;

/// An OFFSET leaves out so many rows at most (SOQL reference) \[D66\].
const MOST_LEFT_OUT: i64 = 2_000;

/// A value as SOQL writes it: what [`Soql::bind`](super::Soql::bind) takes.
///
/// Text is quoted and escaped, so it cannot end its quotes; a list is for `IN`, `NOT IN`,
/// `INCLUDES` and `EXCLUDES`; `None` is `null`.
///
/// ```
/// use sf_runtime::query::Literal;
///
/// let soql = |value: Literal| value.to_soql();
/// assert_eq!(soql("it's \\ \n".into())?, r"'it\'s \\ \n'");
/// assert_eq!(soql(vec![1, 2].into())?, "(1, 2)");
/// assert_eq!(soql(None::<bool>.into())?, "null");
/// assert!(soql(Vec::<i32>::new().into()).is_err());
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Literal(Repr);

#[derive(Clone, PartialEq)]
enum Repr {
    Null,
    Bool(bool),
    Int(i64),
    /// How many: not below zero.
    Count(i64),
    /// How many rows an OFFSET leaves out.
    Offset(i64),
    Decimal(Decimal),
    Float(f64),
    Text(String),
    /// Between quotes, escaped already.
    Like(String),
    Date(Date),
    DateTime(Timestamp),
    Time(Time),
    DateLiteral(DateLiteral),
    Id(Id),
    NewId(NewId),
    List(Vec<Literal>),
}

impl Literal {
    /// `null`
    pub const NULL: Self = Self(Repr::Null);

    /// A list, for `IN` and the like.
    pub fn list(values: impl IntoIterator<Item = impl Into<Self>>) -> Self {
        Self(Repr::List(values.into_iter().map(Into::into).collect()))
    }

    /// The value in SOQL.
    ///
    /// # Errors
    /// It has no form there: an empty list, a list in a list, a number that is infinite or none, a
    /// year below zero, a text of more than 4,000 characters with its escapes.
    pub fn to_soql(&self) -> Result<String, Error> {
        let mut out = String::new();
        self.write(&mut out)?;
        Ok(out)
    }

    pub(super) fn like(escaped: String) -> Self {
        Self(Repr::Like(escaped))
    }

    /// How many there are to be, for a place that takes no number below zero.
    pub(super) fn count(number: i64) -> Self {
        Self(Repr::Count(number))
    }

    /// How many rows an OFFSET leaves out, of which there may not be too many either.
    pub(super) fn offset(number: i64) -> Self {
        Self(Repr::Offset(number))
    }

    /// The number of a date literal such as `LAST_N_DAYS:7`.
    pub(super) fn as_count(&self) -> Option<i64> {
        match self.0 {
            Repr::Int(number) | Repr::Count(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn has_new_id(&self) -> bool {
        match &self.0 {
            Repr::NewId(_) => true,
            Repr::List(values) => values.iter().any(Self::has_new_id),
            _ => false,
        }
    }

    pub(super) fn write(&self, out: &mut String) -> Result<(), Error> {
        match &self.0 {
            Repr::Null => out.push_str("null"),
            Repr::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Repr::Count(value) | Repr::Offset(value) if *value < 0 => {
                return Err(Error::request(format!(
                    "{value} is bound where a whole number from 0 is wanted"
                )));
            }
            Repr::Offset(value) if *value > MOST_LEFT_OUT => {
                return Err(Error::request(format!(
                    "an OFFSET of {value}, and the org takes {MOST_LEFT_OUT} at most: go on from the \
                     last record instead, ORDER BY Id and WHERE Id > its id"
                )));
            }
            Repr::Int(value) | Repr::Count(value) | Repr::Offset(value) => {
                let _ = write!(out, "{value}");
            }
            Repr::Decimal(value) => {
                let _ = write!(out, "{}", value.normalize());
            }
            Repr::Float(value) if value.is_finite() => {
                let _ = write!(out, "{value}");
            }
            Repr::Float(value) => {
                return Err(Error::request(format!("{value} is not a number of SOQL")));
            }
            Repr::Text(text) => {
                out.push('\'');
                let start = out.len();
                escape(text, out);
                short_enough(out.get(start..).unwrap_or_default())?;
                out.push('\'');
            }
            Repr::Like(text) => {
                short_enough(text)?;
                out.push('\'');
                out.push_str(text);
                out.push('\'');
            }
            Repr::Date(value) => {
                anno_domini(*value)?;
                out.push_str(&format_date(*value));
            }
            Repr::DateTime(value) => {
                let value = milliseconds(*value);
                anno_domini(Offset::UTC.to_datetime(value).date())?;
                out.push_str(&format_datetime_write(value));
            }
            Repr::Time(value) => out.push_str(&format_time(*value)),
            Repr::DateLiteral(value) => {
                let _ = write!(out, "{value}");
            }
            Repr::Id(id) => {
                let _ = write!(out, "'{id}'");
            }
            Repr::NewId(id) => {
                let _ = write!(out, "'{}'", id.expression());
            }
            Repr::List(values) => return write_list(values, out),
        }
        Ok(())
    }
}

fn write_list(values: &[Literal], out: &mut String) -> Result<(), Error> {
    if values.is_empty() {
        return Err(Error::request(
            "SOQL has no empty list: nothing is in it, so do not send the query",
        ));
    }
    for (place, value) in values.iter().enumerate() {
        if matches!(value.0, Repr::List(_)) {
            return Err(Error::request("SOQL has no list of lists"));
        }
        out.push_str(if place == 0 { "(" } else { ", " });
        value.write(out)?;
    }
    out.push(')');
    Ok(())
}

fn short_enough(text: &str) -> Result<(), Error> {
    // A text of no more bytes than that has no more characters either.
    if text.len() <= LONGEST_TEXT {
        return Ok(());
    }
    match text.chars().count() {
        ..=LONGEST_TEXT => Ok(()),
        length => Err(Error::request(format!(
            "a text of {length} characters, escapes counted: the org takes {LONGEST_TEXT} in a \
             filter"
        ))),
    }
}

/// A year has four digits and no sign. Which of these years an org takes is for it to say.
fn anno_domini(date: Date) -> Result<(), Error> {
    if date.year() >= 0 {
        return Ok(());
    }
    Err(Error::request(format!(
        "SOQL has no date of the year {}",
        date.year()
    )))
}

/// An org keeps no more of an instant, nor does SOQL read more.
fn milliseconds(instant: Timestamp) -> Timestamp {
    let round = TimestampRound::new()
        .smallest(Unit::Millisecond)
        .mode(RoundMode::Floor);
    instant.round(round).unwrap_or(instant)
}

/// The escapes of a quoted text (SOQL reference, quoted string escape sequences).
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str(r"\\"),
            '\'' => out.push_str(r"\'"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            '\t' => out.push_str(r"\t"),
            '\u{8}' => out.push_str(r"\b"),
            // Documented is \f too, which Salesforce's own parser refuses.
            '\u{c}' => out.push_str(r"\u000c"),
            c => out.push(c),
        }
    }
}

macro_rules! literals {
    ($($ty:ty => |$value:ident| $repr:expr;)*) => {$(
        impl From<$ty> for Literal {
            fn from($value: $ty) -> Self {
                Self($repr)
            }
        }
    )*};
}

literals! {
    bool => |value| Repr::Bool(value);
    i32 => |value| Repr::Int(value.into());
    u32 => |value| Repr::Int(value.into());
    i64 => |value| Repr::Int(value);
    f64 => |value| Repr::Float(value);
    Decimal => |value| Repr::Decimal(value);
    &str => |value| Repr::Text(value.to_owned());
    &String => |value| Repr::Text(value.clone());
    String => |value| Repr::Text(value);
    Date => |value| Repr::Date(value);
    Timestamp => |value| Repr::DateTime(value);
    Time => |value| Repr::Time(value);
    DateLiteral => |value| Repr::DateLiteral(value);
}

impl<T> From<Id<T>> for Literal {
    fn from(id: Id<T>) -> Self {
        Self(Repr::Id(id.erase()))
    }
}

impl<T> From<NewId<T>> for Literal {
    fn from(id: NewId<T>) -> Self {
        Self(Repr::NewId(id.erase()))
    }
}

impl<T> From<&NewId<T>> for Literal {
    fn from(id: &NewId<T>) -> Self {
        id.clone().into()
    }
}

impl<E: PicklistValue> From<Picklist<E>> for Literal {
    fn from(value: Picklist<E>) -> Self {
        value.value().into()
    }
}

impl<E: PicklistValue> From<E> for Literal {
    fn from(value: E) -> Self {
        value.value().into()
    }
}

impl<L: Into<Self>> From<Option<L>> for Literal {
    fn from(value: Option<L>) -> Self {
        value.map_or(Self::NULL, Into::into)
    }
}

impl<L: Into<Self>> From<Vec<L>> for Literal {
    fn from(values: Vec<L>) -> Self {
        Self::list(values)
    }
}

impl<L: Into<Self> + Clone> From<&[L]> for Literal {
    fn from(values: &[L]) -> Self {
        Self::list(values.iter().cloned())
    }
}

impl<L: Into<Self>, const N: usize> From<[L; N]> for Literal {
    fn from(values: [L; N]) -> Self {
        Self::list(values)
    }
}

/// What kind of value it is, never which: queries filter by people's data.
impl std::fmt::Debug for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Repr::Null => "null",
            Repr::Bool(_) => "a boolean",
            Repr::Int(_) | Repr::Count(_) | Repr::Offset(_) | Repr::Decimal(_) | Repr::Float(_) => {
                "a number"
            }
            Repr::Text(_) | Repr::Like(_) => "a text",
            Repr::Date(_) | Repr::DateTime(_) | Repr::Time(_) | Repr::DateLiteral(_) => {
                "a date or time"
            }
            Repr::Id(_) | Repr::NewId(_) => "an id",
            Repr::List(_) => "a list",
        })
    }
}
