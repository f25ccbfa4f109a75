//! The names that users want instead of the ones by rule.
//!
//! A rename wins over everything else, so what cannot be done as asked is an error.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sf_schema::Object;
use sf_schema::diagnostic::nearest;

use super::error::{NameError, NameProblem};
use super::kind::Kind;

/// The user's renames, all by exact API names; a later one for the same name replaces an earlier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renames {
    objects: BTreeMap<String, ObjectRenames>,
}

/// The renames of one object and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ObjectRenames {
    ty: Option<String>,
    fields: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
}

impl Renames {
    /// No renames.
    pub fn new() -> Self {
        Self::default()
    }

    /// Renames an object's type, loaded or only referenced. Its module follows in snake case, if
    /// that name is free.
    pub fn object(&mut self, object: impl Into<String>, rust: impl Into<String>) {
        self.entry(object).ty = Some(rust.into());
    }

    /// Renames a field's getter and setter.
    pub fn field(
        &mut self,
        object: impl Into<String>,
        field: impl Into<String>,
        rust: impl Into<String>,
    ) {
        self.entry(object).fields.insert(field.into(), rust.into());
    }

    /// Renames the variant of a picklist value. While the value is inactive, nothing happens.
    pub fn value(
        &mut self,
        object: impl Into<String>,
        field: impl Into<String>,
        value: impl Into<String>,
        rust: impl Into<String>,
    ) {
        let values = &mut self.entry(object).values;
        let values = values.entry(field.into()).or_default();
        values.insert(value.into(), rust.into());
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub(super) fn of(&self, object: &str) -> Option<&ObjectRenames> {
        self.objects.get(object)
    }

    /// What is wrong with the renames, clashes aside.
    pub(super) fn check(&self, objects: &[Object], outside: &BTreeSet<String>) -> Vec<NameError> {
        let mut errors = Vec::new();
        if self.is_empty() {
            return errors;
        }
        let loaded: HashMap<&str, &Object> = objects
            .iter()
            .map(|object| (object.name.api.as_str(), object))
            .collect();
        for (api, renames) in &self.objects {
            if let Some(rust) = &renames.ty {
                errors.extend(refused(Kind::Type, rust, NameError::of(api)));
            }
            if let Some(object) = loaded.get(api.as_str()) {
                renames.check(object, &mut errors);
            } else if !outside.contains(api)
                || !renames.fields.is_empty()
                || !renames.values.is_empty()
            {
                let known = loaded.keys().copied();
                let problem = unmatched(api, known.chain(outside.iter().map(String::as_str)));
                errors.push(NameError::new(api, problem));
            }
        }
        errors
    }

    fn entry(&mut self, object: impl Into<String>) -> &mut ObjectRenames {
        self.objects.entry(object.into()).or_default()
    }
}

impl ObjectRenames {
    pub(super) fn ty(&self) -> Option<&str> {
        self.ty.as_deref()
    }

    pub(super) fn field(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    pub(super) fn values(&self, field: &str) -> Option<&BTreeMap<String, String>> {
        self.values.get(field)
    }

    fn check(&self, object: &Object, errors: &mut Vec<NameError>) {
        let api = &object.name.api;
        let fields = || object.fields.iter().map(|field| field.name.api.as_str());
        for (field, rust) in &self.fields {
            let at = NameError::of(api).in_field(field);
            if !fields().any(|known| known == field) {
                errors.push(at.because(unmatched(field, fields())));
            } else {
                errors.extend(refused(Kind::Field, rust, at));
            }
        }
        for (field, values) in &self.values {
            let found = object.fields.iter().find(|known| known.name.api == *field);
            let Some(found) = found else {
                let at = NameError::of(api).in_field(field);
                errors.push(at.because(unmatched(field, fields())));
                continue;
            };
            let picklist = found.picklist.iter();
            let known: Vec<&str> = picklist
                .flat_map(|picklist| &picklist.values)
                .map(|value| value.name.api.as_str())
                .collect();
            for (value, rust) in values {
                let at = NameError::of(api).in_field(field).in_value(value);
                if !known.contains(&value.as_str()) {
                    errors.push(at.because(unmatched(value, known.iter().copied())));
                } else {
                    errors.extend(refused(Kind::Value, rust, at));
                }
            }
        }
    }
}

fn refused(kind: Kind, rust: &str, at: NameError) -> Option<NameError> {
    (!kind.accepts(rust)).then(|| {
        at.because(NameProblem::Refused {
            rust: rust.to_owned(),
        })
    })
}

fn unmatched<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> NameProblem {
    NameProblem::Unmatched {
        nearest: nearest(name, known).map(str::to_owned),
    }
}
