//! What the settings make of the objects: other types, other names, and which of them get bindings.
//!
//! Every setting must match something: one that does not is a problem.

use std::collections::{BTreeMap, BTreeSet};

use sf_schema::Object;
use sf_schema::diagnostic::nearest;
use sf_schema::schema::{Field, FieldFlags};

use super::Snapshot;
use crate::config::FieldTypeConfig;
use crate::names::Renames;
use crate::{Problem, glob};

impl Snapshot {
    pub(super) fn apply_types(&self, objects: &mut [Object], problems: &mut Vec<Problem>) {
        for (name, settings) in &self.config.field {
            let Some((object, field)) = split(name, problems) else {
                continue;
            };
            let Some(found) = find_field(objects, object, field, problems) else {
                continue;
            };
            match settings.ty {
                Some(FieldTypeConfig::F64) if found.data.is_decimal() => {
                    found.flags |= FieldFlags::F64;
                }
                Some(FieldTypeConfig::F64) => problems.push(
                    Problem::new(format!(
                        "type f64 is for numbers, and this is a {}",
                        found.data.name()
                    ))
                    .object(object)
                    .field(field)
                    .help("take the type setting away"),
                ),
                Some(FieldTypeConfig::Decimal) if !found.data.is_decimal() => problems.push(
                    Problem::new(format!(
                        "type decimal is for numbers, and this is a {}",
                        found.data.name()
                    ))
                    .object(object)
                    .field(field)
                    .help("take the type setting away"),
                ),
                _ => {}
            }
        }
        for name in self.config.value.keys() {
            if let Some((object, field)) = split(name, problems) {
                find_field(objects, object, field, problems);
            }
        }
    }

    pub(super) fn renames(&self) -> Renames {
        let mut renames = Renames::default();
        for (object, settings) in &self.config.object {
            if let Some(name) = &settings.rename {
                renames.object(object, name);
            }
        }
        for (name, settings) in &self.config.field {
            if let (Some(rust), Some((object, field))) = (&settings.rename, name.split_once('.')) {
                renames.field(object, field, rust);
            }
        }
        for (name, values) in &self.config.value {
            if let Some((object, field)) = name.split_once('.') {
                for (value, rust) in values {
                    renames.value(object, field, value, rust);
                }
            }
        }
        renames
    }

    pub(super) fn select_objects(
        &self,
        objects: &[Object],
        problems: &mut Vec<Problem>,
    ) -> BTreeSet<String> {
        let all = || objects.iter().map(|object| &object.name.api);
        if self.config.objects.is_empty() {
            return all().cloned().collect();
        }
        let mut selected = BTreeSet::new();
        for pattern in &self.config.objects {
            if pattern.trim().is_empty() {
                problems.push(
                    Problem::new("a pattern of objects is empty")
                        .help("name an object, or leave the setting out to select every one"),
                );
                continue;
            }
            let matched: Vec<&String> = all().filter(|api| glob::matches(pattern, api)).collect();
            if matched.is_empty() {
                problems.push(missing_object(pattern, objects));
            }
            selected.extend(matched.into_iter().cloned());
        }
        selected
    }

    /// Leaves out fields, and gives the objects of which there are some left out as they were, by API name.
    pub(super) fn select_fields(
        &self,
        objects: &mut [Object],
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<String, Object> {
        let mut partial = BTreeMap::new();
        for (name, settings) in &self.config.object {
            let Some(object) = objects
                .iter_mut()
                .find(|object| object.name.api.eq_ignore_ascii_case(name))
            else {
                problems.push(missing_object(name, objects));
                continue;
            };
            if settings.fields.is_empty() {
                continue;
            }
            for pattern in &settings.fields {
                if !object
                    .fields
                    .iter()
                    .any(|field| glob::matches(pattern, &field.name.api))
                {
                    problems.push(missing_field(object, pattern));
                }
            }
            let is_selected = |field: &Field| {
                field.data == sf_schema::schema::FieldType::Id
                    || field.is_required_on_create()
                    || settings
                        .fields
                        .iter()
                        .any(|pattern| glob::matches(pattern, &field.name.api))
            };
            let mut before = object.clone();
            object.fields.retain(is_selected);
            let left_out = before.fields.iter_mut();
            left_out
                .filter(|field| !is_selected(field))
                .for_each(unbind);
            if before.fields.len() > object.fields.len() {
                partial.insert(object.name.api.clone(), before);
            }
        }
        partial
    }
}

/// Takes the names of types away from a field without bindings: they are nowhere.
fn unbind(field: &mut Field) {
    field.marker.clear();
    if let Some(picklist) = &mut field.picklist {
        picklist.rust.clear();
    }
    if let Some(reference) = &mut field.reference {
        reference.rust.clear();
    }
}

fn split<'a>(name: &'a str, problems: &mut Vec<Problem>) -> Option<(&'a str, &'a str)> {
    let parts = name.split_once('.');
    if parts.is_none() {
        problems.push(
            Problem::new(format!("{name:?} does not name a field"))
                .help("write it as \"Object.Field\", in quotes"),
        );
    }
    parts
}

fn find_field<'a>(
    objects: &'a mut [Object],
    object: &str,
    field: &str,
    problems: &mut Vec<Problem>,
) -> Option<&'a mut Field> {
    let Some(place) = objects
        .iter()
        .position(|known| known.name.api.eq_ignore_ascii_case(object))
    else {
        problems.push(missing_object(object, objects));
        return None;
    };
    let found = objects.get_mut(place)?;
    let Some(place) = found
        .fields
        .iter()
        .position(|known| known.name.api.eq_ignore_ascii_case(field))
    else {
        problems.push(missing_field(found, field));
        return None;
    };
    found.fields.get_mut(place)
}

fn missing_object(name: &str, objects: &[Object]) -> Problem {
    let problem = Problem::new("the snapshot has no object of this name").object(name);
    match nearest(name, objects.iter().map(|object| object.name.api.as_str())) {
        Some(near) => problem.help(format!("did you mean {near}?")),
        None => problem.help("fetch its describe into the snapshot, or take the setting away"),
    }
}

fn missing_field(object: &Object, name: &str) -> Problem {
    let problem = Problem::new("the object has no field of this name")
        .object(&object.name.api)
        .field(name);
    match nearest(
        name,
        object.fields.iter().map(|field| field.name.api.as_str()),
    ) {
        Some(near) => problem.help(format!("did you mean {near}?")),
        None => problem.help("fetch the describe again, or take the setting away"),
    }
}
