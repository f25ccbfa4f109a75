//! The values of picklists in several orgs, and which of them depend on which.

use std::collections::{BTreeMap, BTreeSet};

use sf_schema::Object;
use sf_schema::schema::{Field, FieldType, Picklist, PicklistValue};

use super::{Mode, same};

/// What a controlling value and a value are to each other, by their API values.
type Pairs = BTreeSet<(String, String)>;

/// Gives every picklist of a merged object its values: in the order of the first org, then those of
/// the others. A value that cannot be chosen everywhere is inactive in an intersection.
pub(super) fn settle(fields: &mut [Field], there: &[(&str, &Object)], mode: Mode) {
    for field in fields.iter_mut() {
        let all: Vec<&Picklist> = there
            .iter()
            .filter_map(|(_, object)| object.field(&field.name.api)?.picklist.as_ref())
            .collect();
        field.picklist = merge(&all, mode);
    }
    // Now that controlling values have their places.
    let places: BTreeMap<String, Vec<String>> = fields
        .iter()
        .map(|field| (field.name.api.to_lowercase(), controlling(field)))
        .collect();
    for field in fields.iter_mut() {
        let api = field.name.api.clone();
        let Some(picklist) = field.picklist.as_mut() else {
            continue;
        };
        let Some(controller) = &picklist.controller else {
            continue;
        };
        let pairs: Vec<Pairs> = there
            .iter()
            .filter_map(|(_, object)| pairs(object, object.field(&api)?, controller.field()))
            .collect();
        let known = places.get(&controller.field().to_lowercase());
        let known = known.map(Vec::as_slice).unwrap_or_default();
        for value in &mut picklist.values {
            value.valid_for = known
                .iter()
                .enumerate()
                .filter(|(_, by)| {
                    let pair = ((*by).clone(), value.name.api.clone());
                    match mode {
                        Mode::Intersection => pairs.iter().all(|pairs| pairs.contains(&pair)),
                        Mode::Union => pairs.iter().any(|pairs| pairs.contains(&pair)),
                    }
                })
                .filter_map(|(place, _)| u16::try_from(place).ok())
                .collect();
        }
    }
}

fn merge(all: &[&Picklist], mode: Mode) -> Option<Picklist> {
    let first = *all.first()?;
    let mut values: Vec<PicklistValue> = Vec::new();
    for value in all.iter().flat_map(|picklist| &picklist.values) {
        if values.iter().any(|known| known.name.api == value.name.api) {
            continue;
        }
        let mut found = all.iter().map(|picklist| {
            let same = |one: &&PicklistValue| one.name.api == value.name.api;
            picklist.values.iter().find(same)
        });
        let active = match mode {
            Mode::Intersection => found
                .clone()
                .all(|one| one.is_some_and(|value| value.active)),
            Mode::Union => found
                .clone()
                .any(|one| one.is_some_and(|value| value.active)),
        };
        values.push(PicklistValue {
            active,
            default: found.all(|one| one.is_some_and(|value| value.default)),
            ..value.clone()
        });
    }
    let controllers = all.iter().map(|picklist| picklist.controller.as_ref());
    Some(Picklist {
        values,
        // One that an org has not, or has otherwise, decides nothing that a program can rely on.
        controller: same(controllers).cloned(),
        ..first.clone()
    })
}

/// The values by which a field controls others, by place.
fn controlling(field: &Field) -> Vec<String> {
    match (&field.picklist, &field.data) {
        (Some(picklist), _) => picklist
            .values
            .iter()
            .map(|value| value.name.api.clone())
            .collect(),
        (None, FieldType::Boolean) => ["false", "true"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}

/// Which values an org lets be chosen with which controlling ones.
fn pairs(object: &Object, field: &Field, controller: &str) -> Option<Pairs> {
    let by = controlling(object.field(controller)?);
    let picklist = field.picklist.as_ref()?;
    let mut pairs = Pairs::new();
    for value in &picklist.values {
        for place in &value.valid_for {
            if let Some(by) = by.get(usize::from(*place)) {
                pairs.insert((by.clone(), value.name.api.clone()));
            }
        }
    }
    Some(pairs)
}
