//! A field of several orgs as one.

use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags, FieldType, Reference};

use crate::Problem;

use super::{Mode, missing, same};

/// A field where it is: the org's name, its object and itself.
pub(super) type Place<'a> = (&'a str, &'a Object, &'a Field);

/// What a field may be used for: in an intersection it must be so in every org.
const ABILITIES: &[FieldFlags] = &[
    FieldFlags::CREATEABLE,
    FieldFlags::UPDATEABLE,
    FieldFlags::NILLABLE,
    FieldFlags::DEFAULTED_ON_CREATE,
    FieldFlags::FILTERABLE,
    FieldFlags::SORTABLE,
    FieldFlags::GROUPABLE,
    FieldFlags::AGGREGATABLE,
    FieldFlags::EXTERNAL_ID,
    FieldFlags::ID_LOOKUP,
    FieldFlags::QUERY_BY_DISTANCE,
];

/// What forbids: in a union it must be so in every org, and in an intersection in one.
const BARS: &[FieldFlags] = &[FieldFlags::RESTRICTED_PICKLIST];

/// The field of those orgs, of all that have the object, that have it.
///
/// # Errors
/// The types have no type in common.
pub(super) fn merge(
    orgs: &[&str],
    places: &[Place<'_>],
    mode: Mode,
) -> Result<Field, Box<Problem>> {
    let Some((_, _, first)) = places.first() else {
        return Err(Box::new(Problem::new("no org has the field")));
    };
    let fields = || places.iter().map(|(_, _, field)| *field);
    let data = data(places)?;
    let missing_in = missing(
        orgs.iter().copied(),
        &places.iter().map(|(org, _, _)| *org).collect::<Vec<_>>(),
    );
    let mut flags = flags(places, mode);
    let may_be_null = fields().any(|field| field.is(FieldFlags::NILLABLE));
    flags = flags.with(
        FieldFlags::SOMETIMES_ABSENT,
        may_be_null && !flags.contains(FieldFlags::NILLABLE) || !missing_in.is_empty(),
    );
    let (precision, scale) = digits(places, mode);
    Ok(Field {
        data,
        flags,
        length: bound(fields().map(|field| field.length), mode),
        precision,
        scale,
        digits: bound(fields().map(|field| field.digits), mode),
        compound: same(fields().map(|field| field.compound.as_ref())).cloned(),
        reference: reference(places, mode),
        missing_in,
        ..(*first).clone()
    })
}

/// One type that all values fit.
fn data(places: &[Place<'_>]) -> Result<FieldType, Box<Problem>> {
    let types = || places.iter().map(|(_, _, field)| &field.data);
    if let Some(same) = same(types().map(Some)) {
        return Ok(same.clone());
    }
    if types().all(FieldType::is_text) {
        // Long text has rules of its own; whatever else differs makes no difference to a value.
        return Ok(match types().any(|data| *data == FieldType::Textarea) {
            true => FieldType::Textarea,
            false => FieldType::String,
        });
    }
    if types().all(FieldType::is_decimal) {
        return Ok(FieldType::Double);
    }
    let said: Vec<String> = places
        .iter()
        .map(|(org, _, field)| format!("{} in {org}", field.data.name()))
        .collect();
    let field = places.first().map_or("", |(_, _, field)| &field.name.api);
    let problem = Problem::new(format!(
        "the field has types that no value fits: {}",
        said.join(", ")
    ))
    .field(field)
    .help("make the orgs agree, leave the field out with `fields`, or take the intersection");
    Err(Box::new(problem))
}

fn flags(places: &[Place<'_>], mode: Mode) -> FieldFlags {
    FieldFlags::ALL
        .iter()
        .fold(FieldFlags::none(), |set, flag| {
            let mut has = places.iter().map(|(_, _, field)| field.is(*flag));
            let all = match mode {
                Mode::Intersection => ABILITIES.contains(flag),
                Mode::Union => BARS.contains(flag),
            };
            let on = if all {
                has.all(|on| on)
            } else {
                has.any(|on| on)
            };
            set.with(*flag, on)
        })
}

/// The smaller of bounds, or the greater in a union; 0 is none.
fn bound<T: Ord + Default + Copy>(all: impl Iterator<Item = T>, mode: Mode) -> T {
    let known = all.filter(|bound| *bound != T::default());
    match mode {
        Mode::Intersection => known.min(),
        Mode::Union => known.max(),
    }
    .unwrap_or_default()
}

/// All digits and those after the point, so that each side of the point fits.
fn digits(places: &[Place<'_>], mode: Mode) -> (u8, u8) {
    let known = || {
        places
            .iter()
            .map(|(_, _, field)| (field.precision, field.scale))
            .filter(|(precision, _)| *precision > 0)
    };
    let before = known().map(|(precision, scale)| precision.saturating_sub(scale));
    let after = known().map(|(_, scale)| scale);
    let (before, after) = match mode {
        Mode::Intersection => (before.min(), after.min()),
        Mode::Union => (before.max(), after.max()),
    };
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    (before.saturating_add(after), after)
}

/// Every object that the lookup may lead to in some org: an id that is read may be of any.
fn reference(places: &[Place<'_>], mode: Mode) -> Option<Reference> {
    let all: Vec<&Reference> = places
        .iter()
        .filter_map(|(_, _, field)| field.reference.as_ref())
        .collect();
    let first = *all.first()?;
    let mut to: Vec<String> = all.iter().flat_map(|one| one.to.clone()).collect();
    to.sort();
    to.dedup_by(|later, earlier| later.eq_ignore_ascii_case(earlier));
    let names = || all.iter().map(|one| one.relationship.as_ref());
    Some(Reference {
        to,
        relationship: match mode {
            Mode::Intersection => same(names()).cloned(),
            Mode::Union => names().flatten().next().cloned(),
        },
        order: same(all.iter().map(|one| one.order)),
        target_field: same(all.iter().map(|one| one.target_field.as_ref())).cloned(),
        ..first.clone()
    })
}
