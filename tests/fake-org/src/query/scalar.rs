//! What a row has for a field or for a function of one.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
use sf_schema::soql::{Argument, Call, DateFunction, Function, Literal, Operand, Value as Written};

use super::error::Refusal;
use super::format;
use super::path::{About, Entity, FieldPath, Hop, Leaf, Source};
use super::{At, World, date};
use crate::schema::{FieldIx, FieldType, Object};
use crate::value::Value;

/// A field or a function of one.
#[derive(Debug, Clone)]
pub(crate) enum Scalar {
    Field(FieldPath),
    Of(Apply, Box<Scalar>),
    Distance(Box<Distance>),
}

/// A function of one value.
#[derive(Debug, Clone)]
pub(crate) enum Apply {
    Date(DateFunction),
    /// `toLabel`
    Label(Box<About>),
    /// `FORMAT`
    Format(Box<About>),
    /// `convertCurrency` and `convertTimezone`, which change nothing: there is one currency, and the
    /// user's time zone is that of the org.
    Convert(Function),
}

/// From a place of the record to a point.
#[derive(Debug, Clone)]
pub(crate) struct Distance {
    from: Place,
    to: Point,
    miles: bool,
}

#[derive(Debug, Clone)]
enum Point {
    Fixed(f64, f64),
    Place(Place),
}

/// A location or address.
#[derive(Debug, Clone)]
struct Place {
    hops: Vec<Hop>,
    /// Latitude and longitude. None where the user must not see them, or where the type is not known:
    /// then it is nowhere.
    parts: Option<(FieldIx, FieldIx)>,
}

impl Apply {
    /// The function, of something of which that is known, and what is known of its value.
    pub(crate) fn new(function: Function, of: &About) -> Option<(Self, About)> {
        let result = |kind| About::result(&of.name, kind);
        Some(match function {
            Function::Date(function) => {
                let kind = match function {
                    DateFunction::DayOnly => FieldType::Date,
                    _ => FieldType::Int,
                };
                (Self::Date(function), result(kind))
            }
            Function::ToLabel => (Self::Label(Box::new(of.clone())), result(FieldType::Text)),
            Function::Format => (Self::Format(Box::new(of.clone())), result(FieldType::Text)),
            Function::ConvertCurrency | Function::ConvertTimezone => {
                (Self::Convert(function), of.clone())
            }
            _ => return None,
        })
    }

    pub(crate) fn value(&self, of: &Value) -> Value {
        match self {
            Self::Date(function) => date::function(*function, of),
            Self::Label(about) => format::label(about, of),
            Self::Format(about) => format::format(about, of),
            Self::Convert(_) => of.clone(),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Date(function) => format!("{function:?}"),
            Self::Label(_) => "toLabel".to_owned(),
            Self::Format(_) => "FORMAT".to_owned(),
            Self::Convert(function) => format!("{function:?}"),
        }
    }
}

impl Scalar {
    pub(crate) fn value<'a>(&self, world: World<'a>, at: At<'a>) -> Cow<'a, Value> {
        match self {
            Self::Field(path) => path.value(world, at),
            Self::Of(apply, inner) => Cow::Owned(apply.value(&inner.value(world, at))),
            Self::Distance(distance) => Cow::Owned(distance.value(world, at)),
        }
    }

    /// Equal for what means the same.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Field(path) => path.id(),
            Self::Of(apply, inner) => format!("{}({})", apply.name(), inner.id()),
            Self::Distance(distance) => format!("{distance:?}"),
        }
    }

    /// The path, where that is all.
    pub(crate) fn field(&self) -> Option<&FieldPath> {
        match self {
            Self::Field(path) => Some(path),
            Self::Of(..) | Self::Distance(_) => None,
        }
    }

    /// The path, however deep inside; a distance has none.
    pub(crate) fn path(&self) -> Option<&FieldPath> {
        match self {
            Self::Field(path) => Some(path),
            Self::Of(_, inner) => inner.path(),
            Self::Distance(_) => None,
        }
    }

    /// The same of the field's own record: the relationships, and what is left.
    pub(crate) fn at_home(self) -> (Vec<Hop>, Self) {
        match self {
            Self::Field(mut path) => (std::mem::take(&mut path.hops), Self::Field(path)),
            Self::Of(apply, inner) => {
                let (hops, inner) = inner.at_home();
                (hops, Self::Of(apply, Box::new(inner)))
            }
            Self::Distance(_) => (Vec::new(), self),
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
        if call.function == Function::Distance {
            let distance = self.distance(call)?;
            let about = About::result("DISTANCE", FieldType::Double);
            return Ok((Scalar::Distance(Box::new(distance)), about));
        }
        if call.is_aggregate() {
            // In the ORDER BY of a query without groups; the check only warns of it.
            let message = format!("Aggregate expressions are not allowed here: {call}");
            return Err(Refusal::malformed(message, call.span));
        }
        let (inner, of) = self.argument(call)?;
        let (apply, about) =
            Apply::new(call.function, &of).ok_or_else(|| Refusal::unforeseen(call.span))?;
        Ok((Scalar::Of(apply, Box::new(inner)), about))
    }

    /// What a function is of.
    pub(crate) fn argument(&self, call: &Call) -> Result<(Scalar, About), Refusal> {
        match call.args.first() {
            Some(Argument::Field(path)) => {
                let path = self.field(path)?;
                let about = path.about.clone();
                Ok((Scalar::Field(path), about))
            }
            Some(Argument::Call(inner)) => self.call(inner),
            Some(Argument::Value(_)) | None => Err(Refusal::unforeseen(call.span)),
        }
    }

    fn distance(&self, call: &Call) -> Result<Distance, Refusal> {
        let [Argument::Field(from), to, Argument::Value(unit)] = call.args.as_slice() else {
            return Err(Refusal::unforeseen(call.span));
        };
        let point = match to {
            Argument::Call(point) => match point.args.as_slice() {
                [Argument::Value(latitude), Argument::Value(longitude)] => coordinate(latitude)
                    .zip(coordinate(longitude))
                    .map(|(latitude, longitude)| Point::Fixed(latitude, longitude)),
                _ => None,
            },
            // Documented, though Salesforce's parser does not take it.
            Argument::Field(path) => Some(Point::Place(self.place(path)?)),
            Argument::Value(_) => None,
        };
        Ok(Distance {
            from: self.place(from)?,
            to: point.ok_or_else(|| Refusal::unforeseen(to.span()))?,
            miles: matches!(&unit.literal, Literal::Text(unit) if unit.eq_ignore_ascii_case("mi")),
        })
    }

    fn place(&self, written: &sf_schema::soql::Path) -> Result<Place, Refusal> {
        let path = self.field(written)?;
        let last = path.hops.last();
        let object = match last.map_or(Entity::Object(self.object), |hop| hop.to) {
            Entity::Object(object) => Some(self.schema.object(object)),
            Entity::Name => None,
        };
        let parts = match path.leaf {
            Leaf::Field(field) => object.and_then(|object| coordinates(object, field)),
            Leaf::Named(_) | Leaf::Type => None,
        };
        Ok(Place {
            hops: path.hops,
            parts,
        })
    }
}

/// The components of a location or address.
fn coordinates(object: &Object, compound: FieldIx) -> Option<(FieldIx, FieldIx)> {
    let component = |wanted: &str| {
        let mut parts = object.components(compound);
        let is = |name: &str| name.trim_end_matches("__s").ends_with(wanted);
        let found = parts.find(|(_, part)| is(&part.name));
        found.map(|(index, _)| index)
    };
    Some((component("Latitude")?, component("Longitude")?))
}

fn coordinate(written: &Written) -> Option<f64> {
    match &written.literal {
        Literal::Number(text) => text.parse::<f64>().ok(),
        _ => None,
    }
}

impl Place {
    fn of(&self, world: World<'_>, from: At<'_>) -> Option<(f64, f64)> {
        let (latitude, longitude) = self.parts?;
        let mut at = from;
        for hop in &self.hops {
            at = hop.follow(world, at)?;
        }
        let number = |field| match at.row.get(field) {
            Value::Number(number) => number.to_f64(),
            Value::Int(number) => number.to_f64(),
            _ => None,
        };
        number(latitude).zip(number(longitude))
    }
}

impl Distance {
    fn value(&self, world: World<'_>, at: At<'_>) -> Value {
        let from = self.from.of(world, at);
        let to = match &self.to {
            Point::Fixed(latitude, longitude) => Some((*latitude, *longitude)),
            Point::Place(place) => place.of(world, at),
        };
        let distance = from
            .zip(to)
            .map(|(from, to)| haversine(from, to, self.miles));
        distance
            .and_then(Decimal::from_f64)
            .map_or(Value::Null, Value::Number)
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
