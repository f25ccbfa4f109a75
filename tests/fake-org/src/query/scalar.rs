//! What a row has for a field or for a function of one.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use sf_schema::soql::{Argument, Call, DateFunction, Function, Literal, Operand, Value as Written};

use super::error::Refusal;
use super::format;
use super::path::{About, Entity, FieldPath, Hop, Leaf, Source};
use super::{At, World, date};
use crate::schema::{FieldIx, FieldType};
use crate::value::Value;

/// A field or a function of one.
#[derive(Debug, Clone)]
pub(crate) enum Scalar {
    Field(FieldPath),
    Date(DateFunction, FieldPath),
    /// `toLabel`
    Label(FieldPath),
    /// `FORMAT`
    Format(FieldPath),
    /// `convertCurrency`: there is one currency, so nothing changes.
    Currency(FieldPath),
    Distance(Box<Distance>),
}

/// From a place of the record to a point.
#[derive(Debug, Clone)]
pub(crate) struct Distance {
    hops: Vec<Hop>,
    latitude: FieldIx,
    longitude: FieldIx,
    to: (f64, f64),
    miles: bool,
}

impl Scalar {
    pub(crate) fn value<'a>(&self, world: World<'a>, at: At<'a>) -> Cow<'a, Value> {
        match self {
            Self::Field(path) | Self::Currency(path) => path.value(world, at),
            Self::Date(function, path) => {
                Cow::Owned(date::function(*function, &path.value(world, at)))
            }
            Self::Label(path) => Cow::Owned(format::label(&path.about, &path.value(world, at))),
            Self::Format(path) => Cow::Owned(format::format(&path.about, &path.value(world, at))),
            Self::Distance(distance) => Cow::Owned(distance.value(world, at)),
        }
    }

    /// Equal for what means the same.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Field(path) => path.id(),
            Self::Date(function, path) => format!("{function:?}({})", path.id()),
            Self::Label(path) => format!("toLabel({})", path.id()),
            Self::Format(path) => format!("FORMAT({})", path.id()),
            Self::Currency(path) => format!("convertCurrency({})", path.id()),
            Self::Distance(distance) => format!("{distance:?}"),
        }
    }

    /// The path, but of a distance.
    pub(crate) fn path(&self) -> Option<&FieldPath> {
        match self {
            Self::Field(path)
            | Self::Date(_, path)
            | Self::Label(path)
            | Self::Format(path)
            | Self::Currency(path) => Some(path),
            Self::Distance(_) => None,
        }
    }
}

impl Source<'_> {
    /// A field or function of one row, and what its value is.
    pub(crate) fn scalar(&self, operand: &Operand) -> Result<(Scalar, About), Refusal> {
        match operand {
            Operand::Field(path) => {
                let path = self.field(path)?;
                let about = path.about.clone();
                Ok((Scalar::Field(path), about))
            }
            Operand::Call(call) => self.call(call),
        }
    }

    pub(crate) fn call(&self, call: &Call) -> Result<(Scalar, About), Refusal> {
        let name = call.name.text.as_str();
        if call.function == Function::Distance {
            return self.distance(call);
        }
        if call.is_aggregate() || call.function == Function::Grouping {
            let message = format!("Aggregate expressions are not allowed here: {name}");
            return Err(Refusal::malformed(message, call.span));
        }
        // What is inside changes nothing: one currency, one time zone.
        let fits = match call.inner().map(|inner| inner.function) {
            None => true,
            Some(Function::ConvertTimezone) => matches!(call.function, Function::Date(_)),
            Some(Function::ConvertCurrency) => call.function == Function::Format,
            Some(_) => false,
        };
        let Some(written) = call.field().filter(|_| fits) else {
            return Err(unknown_function(call));
        };
        let path = self.field(written)?;
        let kind = path.about.kind;
        let field = path.about.name.clone();
        let is_date = matches!(kind, FieldType::Date | FieldType::DateTime);
        let (scalar, result, fits) = match call.function {
            Function::Date(function) => {
                let only_instants =
                    matches!(function, DateFunction::DayOnly | DateFunction::HourInDay);
                let fits = kind == FieldType::DateTime
                    || is_date && !only_instants && call.inner().is_none();
                let result = if function == DateFunction::DayOnly {
                    FieldType::Date
                } else {
                    FieldType::Int
                };
                (Scalar::Date(function, path), result, fits)
            }
            Function::ToLabel => {
                let fits = matches!(
                    kind,
                    FieldType::Picklist | FieldType::MultiPicklist | FieldType::Text
                );
                (Scalar::Label(path), FieldType::Text, fits)
            }
            Function::Format => {
                let fits =
                    is_date || matches!(kind, FieldType::Int | FieldType::Double | FieldType::Time);
                (Scalar::Format(path), FieldType::Text, fits)
            }
            Function::ConvertCurrency => {
                let fits = path.about.type_name == "currency";
                (Scalar::Currency(path), FieldType::Double, fits)
            }
            _ => return Err(unknown_function(call)),
        };
        if !fits {
            // The org's words are not known.
            let message = format!("field '{field}' does not support function {name}");
            return Err(Refusal::malformed(message, call.span));
        }
        Ok((scalar, About::result(&field, result)))
    }

    fn distance(&self, call: &Call) -> Result<(Scalar, About), Refusal> {
        let refused = |message: &str| Refusal::malformed(message, call.span);
        let [
            Argument::Field(path),
            Argument::Call(point),
            Argument::Value(unit),
        ] = call.args.as_slice()
        else {
            return Err(refused(
                "DISTANCE wants a location field, a GEOLOCATION and a unit",
            ));
        };
        let miles = match &unit.literal {
            Literal::Text(unit) if unit.eq_ignore_ascii_case("mi") => true,
            Literal::Text(unit) if unit.eq_ignore_ascii_case("km") => false,
            _ => return Err(refused("the unit of DISTANCE is 'mi' or 'km'")),
        };
        let [Argument::Value(latitude), Argument::Value(longitude)] = point.args.as_slice() else {
            return Err(refused("GEOLOCATION wants a latitude and a longitude"));
        };
        let to = (coordinate(latitude, 90.0)?, coordinate(longitude, 180.0)?);
        let path = self.field(path)?;
        let parts = self.place(&path);
        let Some((latitude, longitude)) = parts else {
            return Err(refused("DISTANCE wants a location or address field"));
        };
        let distance = Distance {
            hops: path.hops,
            latitude,
            longitude,
            to,
            miles,
        };
        let about = About::result("DISTANCE", FieldType::Double);
        Ok((Scalar::Distance(Box::new(distance)), about))
    }

    /// The components of a location or address.
    fn place(&self, path: &FieldPath) -> Option<(FieldIx, FieldIx)> {
        if !matches!(path.about.kind, FieldType::Location | FieldType::Address) {
            return None;
        }
        let Leaf::Field(field) = path.leaf else {
            return None;
        };
        let object = match path
            .hops
            .last()
            .map_or(Entity::Object(self.object), |hop| hop.to)
        {
            Entity::Object(object) => self.schema.object(object),
            Entity::Name => return None,
        };
        let component = |wanted: &str| {
            let mut parts = object.components(field);
            let is = |name: &str| name.trim_end_matches("__s").ends_with(wanted);
            parts
                .find(|(_, part)| is(&part.name))
                .map(|(index, _)| index)
        };
        Some((component("Latitude")?, component("Longitude")?))
    }
}

fn unknown_function(call: &Call) -> Refusal {
    let message = format!("unexpected token: '{}'", call.name.text);
    Refusal::malformed(message, call.span)
}

fn coordinate(written: &Written, most: f64) -> Result<f64, Refusal> {
    let number = match &written.literal {
        Literal::Number(text) => text.parse::<f64>().ok(),
        _ => None,
    };
    number.filter(|number| number.abs() <= most).ok_or_else(|| {
        let message = format!("a coordinate of GEOLOCATION is between -{most} and {most}");
        Refusal::malformed(message, written.span)
    })
}

impl Distance {
    fn value(&self, world: World<'_>, from: At<'_>) -> Value {
        let mut at = from;
        for hop in &self.hops {
            match hop.follow(world, at) {
                Some(parent) => at = parent,
                None => return Value::Null,
            }
        }
        let number = |field| match at.row.get(field) {
            Value::Number(number) => number.to_f64(),
            Value::Int(number) => number.to_f64(),
            _ => None,
        };
        let (Some(latitude), Some(longitude)) = (number(self.latitude), number(self.longitude))
        else {
            return Value::Null;
        };
        let distance = haversine((latitude, longitude), self.to, self.miles);
        Decimal::from_f64(distance).map_or(Value::Null, Value::Number)
    }
}

/// The great circle between two points, as the docs say the org computes it.
fn haversine(from: (f64, f64), to: (f64, f64), miles: bool) -> f64 {
    let radius = if miles { 3958.761 } else { 6371.009 };
    let (lat1, lat2) = (from.0.to_radians(), to.0.to_radians());
    let (dlat, dlon) = (lat2 - lat1, (to.1 - from.1).to_radians());
    let a = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * radius * a.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_the_earth() {
        let quarter = haversine((0.0, 0.0), (0.0, 90.0), false);
        assert!((quarter - 10_007.557).abs() < 0.01, "{quarter}");
        let same = haversine((37.7, -122.4), (37.7, -122.4), true);
        assert!(same.abs() < 1e-9);
    }
}
