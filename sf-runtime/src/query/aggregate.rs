//! Rows of aggregate queries.

use std::fmt;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, RecordError};
use crate::types::decimal::parse_json_number;

/// A row of an aggregate query: its groups and results by alias, those without one as `expr0`,
/// `expr1`, and so on.
///
/// The org writes `300.0` or `300` for the same number; both are read as whatever number is asked
/// for.
///
/// ```
/// use sf_runtime::query::AggregateRow;
///
/// let row: AggregateRow = serde_json::from_str(
///     r#"{"attributes":{"type":"AggregateResult"},"Industry":null,"total":300.0,"expr0":400}"#,
/// )?;
/// assert_eq!(row.get::<i64>("total")?, 300);
/// assert_eq!(row.expr::<f64>(0)?, 400.0);
/// assert_eq!(row.get::<Option<String>>("Industry")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AggregateRow(Vec<(String, Box<RawValue>)>);

impl AggregateRow {
    /// The value under an alias or the name of a grouped field, in whatever case.
    ///
    /// # Errors
    /// There is none, or it is not of this type.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        let text = self.text(name)?;
        serde_json::from_str(text)
            .or_else(|error| match whole_part(text) {
                Some(whole) => serde_json::from_str(whole).map_err(|_| error),
                None => Err(error),
            })
            .map_err(|error| self.unreadable(name, error))
    }

    /// The value of the aggregate without an alias at this place among those without, from 0.
    ///
    /// # Errors
    /// There is none, or it is not of this type.
    pub fn expr<T: DeserializeOwned>(&self, place: usize) -> Result<T, Error> {
        self.get(&format!("expr{place}"))
    }

    /// A number with all of its digits; none if it is null, as the sum of no values is.
    ///
    /// # Errors
    /// There is no such value, or it is not a number.
    pub fn decimal(&self, name: &str) -> Result<Option<Decimal>, Error> {
        let text = self.text(name)?;
        if text == "null" {
            return Ok(None);
        }
        let number = parse_json_number(text).map(Some);
        number.ok_or_else(|| self.unreadable(name, serde_json::Error::custom("not a number")))
    }

    /// The names of all values, in the order of the query.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    fn text(&self, name: &str) -> Result<&str, Error> {
        let mut values = self.0.iter();
        let found = values.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.get()).ok_or_else(|| {
            let names: Vec<_> = self.names().collect();
            let text = format!("there is none among {}", names.join(", "));
            self.unreadable(name, serde_json::Error::custom(text))
        })
    }

    fn unreadable(&self, name: &str, error: serde_json::Error) -> Error {
        RecordError::of_field("AggregateResult", name, &error).into()
    }
}

/// Reads a whole number that the org may write as `300.0`, for
/// `#[serde(deserialize_with = "sf_runtime::query::whole")]` in rows of one's own.
///
/// # Errors
/// It is no whole number, or it is out of the type's range.
pub fn whole<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<i64>,
    D: Deserializer<'de>,
{
    let number = serde_json::Number::deserialize(deserializer)?;
    let text = number.to_string();
    let digits = whole_part(&text).unwrap_or(&text);
    digits
        .parse::<i64>()
        .ok()
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| D::Error::custom(format!("{number} is not such a whole number")))
}

/// `300` of `300.0`; none of `300.5`.
fn whole_part(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once('.')?;
    fraction.bytes().all(|digit| digit == b'0').then_some(whole)
}

impl<'de> Deserialize<'de> for AggregateRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Row;

        impl<'de> Visitor<'de> for Row {
            type Value = AggregateRow;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row of an aggregate query")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    if name != "attributes" {
                        values.push((name, value));
                    }
                }
                Ok(AggregateRow(values))
            }
        }

        deserializer.deserialize_map(Row)
    }
}

impl fmt::Debug for AggregateRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.0.iter().map(|(name, value)| (name, value.get()));
        f.debug_map().entries(values).finish()
    }
}
