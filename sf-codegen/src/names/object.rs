//! The names within one object: methods, markers, enums, record types and variants.

use std::iter;

use sf_schema::Object;
use sf_schema::schema::{Picklist, Reference};

use super::error::{NameError, NameProblem};
use super::kind::Kind;
use super::lock::ObjectLock;
use super::rename::ObjectRenames;
use super::scope::{Claim, Settler};

/// The names of one object, each list in the order of the model.
#[derive(Debug)]
pub(super) struct ObjectNames {
    /// Fields, then parent relationships, then child relationships.
    methods: Vec<String>,
    markers: Vec<String>,
    /// Picklist enums, then id enums.
    items: Vec<String>,
    record_types: Vec<String>,
    /// The active values of each picklist that has any.
    values: Vec<Vec<String>>,
}

impl ObjectNames {
    /// Decides the names within `object`, whose type is `ty`.
    pub(super) fn settle<'a>(
        object: &'a Object,
        ty: &'a str,
        lock: Option<&'a ObjectLock>,
        renames: Option<&'a ObjectRenames>,
        settler: &mut Settler<'a>,
        errors: &mut Vec<NameError>,
    ) -> Self {
        let scope = ObjectScope {
            object,
            lock,
            renames,
        };
        let methods = scope.methods(settler, errors);
        for (field, name) in object.fields.iter().zip(&methods) {
            if name.is_empty() {
                let error = NameError::new(&object.name.api, NameProblem::Duplicate);
                errors.push(error.in_field(&field.name.api));
            }
        }
        Self {
            methods,
            markers: settler.settle(&scope.markers(), iter::empty()),
            items: settler.settle(&scope.items(), iter::once(ty)),
            record_types: settler.settle(&scope.record_types(), iter::empty()),
            values: scope.values(settler, errors),
        }
    }

    /// Fills in the names.
    pub(super) fn write(self, object: &mut Object) {
        let mut markers = self.markers.into_iter();
        let mut values = self.values.into_iter();
        let mut methods = self.methods.into_iter();
        let mut items = self.items.into_iter();
        let mut record_types = self.record_types.into_iter();

        for field in &mut object.fields {
            field.name.rust = methods.next().unwrap_or_default();
            field.marker = markers.next().unwrap_or_default();
            if let Some(picklist) = &mut field.picklist {
                let mut variants = Vec::new().into_iter();
                picklist.rust.clear();
                if has_enum(picklist) {
                    picklist.rust = items.next().unwrap_or_default();
                    variants = values.next().unwrap_or_default().into_iter();
                }
                for value in &mut picklist.values {
                    value.name.rust = match value.active {
                        true => variants.next().unwrap_or_default(),
                        false => String::new(),
                    };
                }
            }
        }
        let references = object.fields.iter_mut();
        for reference in references.filter_map(|field| field.reference.as_mut()) {
            if let Some(relationship) = &mut reference.relationship {
                relationship.rust = methods.next().unwrap_or_default();
            }
            reference.rust = match has_ids(reference) {
                true => items.next().unwrap_or_default(),
                false => String::new(),
            };
        }
        for name in object.children.iter_mut().filter_map(|c| c.name.as_mut()) {
            name.rust = methods.next().unwrap_or_default();
        }
        for record_type in &mut object.record_types {
            record_type.name.rust = match record_type.name.api.is_empty() {
                true => String::new(),
                false => record_types.next().unwrap_or_default(),
            };
        }
    }
}

fn has_enum(picklist: &Picklist) -> bool {
    picklist.active().next().is_some()
}

fn has_ids(reference: &Reference) -> bool {
    reference.to.len() > 1
}

/// An object and what was or is wanted for it.
#[derive(Clone, Copy)]
struct ObjectScope<'a> {
    object: &'a Object,
    lock: Option<&'a ObjectLock>,
    renames: Option<&'a ObjectRenames>,
}

impl<'a> ObjectScope<'a> {
    fn claim(self, kind: Kind, api: &'a str) -> Claim<'a> {
        Claim {
            locked: self.lock.and_then(|lock| lock.name(kind, api)),
            ..Claim::new(kind, api)
        }
    }

    fn methods(self, settler: &mut Settler<'a>, errors: &mut Vec<NameError>) -> Vec<String> {
        let object = self.object;
        let mut claims = Vec::with_capacity(object.fields.len() * 2 + object.children.len());
        claims.extend(object.fields.iter().map(|field| {
            Claim {
                renamed: self
                    .renames
                    .and_then(|renames| renames.field(&field.name.api)),
                ..self.claim(Kind::Field, &field.name.api)
            }
        }));
        claims.extend(object.fields.iter().filter_map(|field| {
            Some(Claim {
                tie: [&field.name.api, "", ""],
                ..self.claim(Kind::Parent, &field.relationship()?.api)
            })
        }));
        claims.extend(object.children.iter().filter_map(|child| {
            Some(Claim {
                tie: [&child.object, &child.field, ""],
                ..self.claim(Kind::Child, &child.name.as_ref()?.api)
            })
        }));
        let names = settler.settle(&claims, iter::empty());
        for clash in settler.clashes() {
            errors.push(NameError::new(&object.name.api, clash.into()).in_field(clash.api));
        }
        names
    }

    fn markers(self) -> Vec<Claim<'a>> {
        let fields = self.object.fields.iter();
        fields
            .map(|field| self.claim(Kind::Marker, &field.name.api))
            .collect()
    }

    fn items(self) -> Vec<Claim<'a>> {
        let fields = &self.object.fields;
        let with = |kind, has: fn(&sf_schema::schema::Field) -> bool| {
            fields
                .iter()
                .filter(move |field| has(field))
                .map(move |field| self.claim(kind, &field.name.api))
        };
        with(Kind::Picklist, |field| {
            field.picklist.as_ref().is_some_and(has_enum)
        })
        .chain(with(Kind::Ids, |field| {
            field.reference.as_ref().is_some_and(has_ids)
        }))
        .collect()
    }

    fn record_types(self) -> Vec<Claim<'a>> {
        self.object
            .record_types
            .iter()
            .filter(|record_type| !record_type.name.api.is_empty())
            .map(|record_type| Claim {
                tie: [
                    if record_type.active { "" } else { "inactive" },
                    &record_type.label,
                    &record_type.id,
                ],
                ..self.claim(Kind::RecordType, &record_type.name.api)
            })
            .collect()
    }

    fn values(self, settler: &mut Settler<'a>, errors: &mut Vec<NameError>) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        let mut claims = Vec::new();
        for field in &self.object.fields {
            let Some(picklist) = field.picklist.as_ref().filter(|p| has_enum(p)) else {
                continue;
            };
            let api = field.name.api.as_str();
            let locked = self.lock.and_then(|lock| lock.values(api));
            let renamed = self.renames.and_then(|renames| renames.values(api));
            claims.clear();
            claims.extend(picklist.active().map(|value| {
                let value = value.name.api.as_str();
                Claim {
                    renamed: renamed.and_then(|renamed| renamed.get(value).map(String::as_str)),
                    locked: locked.and_then(|locked| locked.get(value).map(String::as_str)),
                    ..Claim::new(Kind::Value, value)
                }
            }));
            all.push(settler.settle(&claims, iter::empty()));
            for clash in settler.clashes() {
                let error = NameError::new(&self.object.name.api, clash.into());
                errors.push(error.in_field(api).in_value(clash.api));
            }
        }
        all
    }
}
