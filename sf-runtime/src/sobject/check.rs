//! What describe says of values, checked before a call is made.
//!
//! Only what the org would refuse, or would quietly change: text that is too long, a number with
//! too many digits, a value that a restricted picklist does not have, a dependent value that the
//! controlling one does not allow.

use std::fmt;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::types::PicklistEntry;

use super::draft::{Draft, Operation, Target};
use super::value::Repr;
use super::{FieldDef, Kind};

/// The years of a date or datetime: 1700-01-01 to 4000-12-31 (SOQL and SOSL Reference).
const YEARS: RangeInclusive<i16> = 1700..=4000;

/// A draft that the org would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// API name of the object.
    pub object: &'static str,
    /// Everything found, in the order in which the fields were set.
    pub violations: Vec<Violation>,
}

/// One field's value that the org would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// API name of the field.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl<O: Operation> Draft<O> {
    /// Checks the values against describe.
    ///
    /// # Errors
    /// All violations of the draft, by field.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut violations = Vec::new();
        for (field, repr) in self.slots() {
            let Some(def) = self.table().fields.get(usize::from(*field)) else {
                continue;
            };
            let found = violation(def, repr)
                .or_else(|| self.dependency_violation(def, repr))
                .or_else(|| self.repeats_key(def));
            if let Some(message) = found {
                violations.push(Violation {
                    field: def.api,
                    message,
                });
            }
        }
        if let Target::ExternalId(key) = self.target()
            && let Some(def) = self.field(key.field)
            && let Some(message) = key_violation(def, &key.value.0)
        {
            violations.push(Violation {
                field: def.api,
                message,
            });
        }
        if violations.is_empty() {
            Ok(())
        } else {
            Err(Invalid {
                object: self.table().api,
                violations,
            })
        }
    }

    fn dependency_violation(&self, def: &FieldDef, repr: &Repr) -> Option<String> {
        let dependency = def.dependency?;
        let (_, controlling) = self
            .slots()
            .iter()
            .find(|(field, _)| *field == dependency.controller)?;
        let controller = self
            .table()
            .fields
            .get(usize::from(dependency.controller))?;
        let allowed_by: Vec<u16> = match controlling {
            Repr::Bool(value) => vec![u16::from(*value)],
            Repr::Null => Vec::new(),
            // What a value that the snapshot does not know allows is not known either.
            other => values_of(controller.kind, text_of(other)?)
                .map(|value| place_of(controller.picklist, value))
                .collect::<Option<_>>()?,
        };
        let refused = values_of(def.kind, text_of(repr)?).find(|value| {
            place_of(def.picklist, value).is_some_and(|place| {
                !dependency
                    .valid_for
                    .get(usize::from(place))
                    .is_some_and(|valid| allowed_by.iter().any(|one| valid.contains(one)))
            })
        })?;
        let shown = match controlling {
            Repr::Bool(value) => value.to_string(),
            Repr::Null => "null".to_owned(),
            other => format!("{:?}", text_of(other)?),
        };
        Some(format!(
            "{refused:?} is not a value for {} = {shown}: {} controls this picklist",
            controller.api, controller.api
        ))
    }

    fn field(&self, api: &str) -> Option<&'static FieldDef> {
        let place = self.table().index_of(api)?;
        self.table().fields.get(usize::from(place))
    }

    fn repeats_key(&self, def: &FieldDef) -> Option<String> {
        match self.target() {
            Target::ExternalId(key) if key.field == def.api => Some(
                "the record is upserted by this field, so its value is the key and is not set again"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

/// A record cannot be found by nothing, nor by what the field cannot hold.
fn key_violation(def: &FieldDef, key: &Repr) -> Option<String> {
    match text_of(key) {
        Some("") => Some("an empty text is no key".to_owned()),
        _ => violation(def, key),
    }
}

fn violation(def: &FieldDef, repr: &Repr) -> Option<String> {
    match repr {
        Repr::Null if !def.nillable => Some("is not nillable: it cannot be cleared".to_owned()),
        // The org takes an empty text for null.
        Repr::Text(_) | Repr::Static(_) if !def.nillable && text_of(repr) == Some("") => {
            Some("is not nillable: an empty text clears it".to_owned())
        }
        Repr::Json(text) if !def.nillable && **text == *"null" => {
            Some("is not nillable: it cannot be cleared".to_owned())
        }
        Repr::Parent(parent) if text_of(&parent.key.0) == Some("") => {
            Some("an empty text is no key of a parent".to_owned())
        }
        Repr::Text(_) | Repr::Static(_) => text_violation(def, text_of(repr)?),
        Repr::Decimal(number) => number_violation(def, *number),
        Repr::Int(number) => number_violation(def, Decimal::from(*number)),
        Repr::Float(number) if !number.is_finite() => {
            Some(format!("{number} is not a number that JSON can hold"))
        }
        Repr::Float(number) => {
            let digits = integer_digits(def)?;
            let bound = 10f64.powi(i32::try_from(digits).ok()?);
            (number.abs() >= bound).then(|| too_large_message(digits))
        }
        Repr::Date(date) => date_violation(date.year()),
        Repr::DateTime(instant) => {
            date_violation(jiff::tz::Offset::UTC.to_datetime(*instant).year())
        }
        Repr::Parent(_) if def.relationship.is_none() => {
            Some("has no relationship name: set the parent by its id".to_owned())
        }
        _ => None,
    }
}

fn text_violation(def: &FieldDef, text: &str) -> Option<String> {
    if matches!(def.kind, Kind::Picklist | Kind::MultiPicklist) {
        let unknown = def.restricted.then(|| {
            values_of(def.kind, text).find(|value| place_of(def.picklist, value).is_none())
        })??;
        return Some(format!(
            "{unknown:?} is not an active value of this restricted picklist"
        ));
    }
    let limit = usize::try_from(def.length).ok()?;
    // A text of no more bytes than that has no more characters either.
    if limit == 0 || text.len() <= limit {
        return None;
    }
    let length = text.chars().count();
    (length > limit).then(|| format!("{length} characters, and the field takes {limit}"))
}

fn number_violation(def: &FieldDef, number: Decimal) -> Option<String> {
    let digits = integer_digits(def)?;
    // `Decimal` holds 28 digits, so a bound beyond that cannot be passed.
    let too_large = 10i128
        .checked_pow(digits)
        .and_then(|bound| Decimal::try_from_i128_with_scale(bound, 0).ok())
        .is_some_and(|bound| number.abs() >= bound);
    if too_large {
        return Some(too_large_message(digits));
    }
    let fraction = number.normalize().scale();
    (fraction > u32::from(def.scale)).then(|| {
        format!(
            "{fraction} digits after the point, and the org would cut them to {}",
            def.scale
        )
    })
}

fn date_violation(year: i16) -> Option<String> {
    (!YEARS.contains(&year)).then(|| {
        format!(
            "the year {year} is outside of what Salesforce holds, {} to {}",
            YEARS.start(),
            YEARS.end()
        )
    })
}

/// How many digits before the point the field takes.
fn integer_digits(def: &FieldDef) -> Option<u32> {
    (def.precision > 0).then(|| u32::from(def.precision.saturating_sub(def.scale)))
}

fn too_large_message(digits: u32) -> String {
    format!("too large: the field takes {digits} digits before the point")
}

fn text_of(repr: &Repr) -> Option<&str> {
    match repr {
        Repr::Text(text) => Some(text),
        Repr::Static(text) => Some(text),
        _ => None,
    }
}

fn values_of(kind: Kind, text: &str) -> impl Iterator<Item = &str> {
    let separator = (kind == Kind::MultiPicklist).then_some(';');
    text.split(move |c| Some(c) == separator)
        .filter(move |value| separator.is_none() || !value.is_empty())
}

fn place_of(entries: &[PicklistEntry], value: &str) -> Option<u16> {
    let place = entries.iter().position(|entry| entry.value == value)?;
    u16::try_from(place).ok()
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the org would refuse this {}", self.object)?;
        for (place, violation) in self.violations.iter().enumerate() {
            let lead = if place == 0 { ": " } else { "; " };
            write!(
                f,
                "{lead}{}.{}: {}",
                self.object, violation.field, violation.message
            )?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}
