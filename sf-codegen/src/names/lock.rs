//! The names that were assigned before and must stay.
//!
//! Only a name that a newcomer could take is recorded; one that is its API name letter for letter
//! cannot be taken. Renames are not recorded, the configuration is. What is gone from a loaded
//! object is dropped: should it return, it is named by the rule again. Objects that are not loaded
//! keep their entries.
//!
//! This module must not know how names are chosen, nor where the lock is stored.

mod escape;
mod text;

use std::collections::{BTreeMap, HashSet};

use sf_schema::{Name, Object};

use super::kind::Kind;
use super::rename::{ObjectRenames, Renames};
use crate::parallel;

pub use text::{LockError, LockProblem};

/// The names lock: the Rust names assigned before, by object and API name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamesLock {
    objects: BTreeMap<String, ObjectLock>,
}

/// The locked names of one object and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ObjectLock {
    ty: Option<String>,
    module: Option<String>,
    /// All kinds but types, modules and values, by API name.
    names: BTreeMap<Kind, BTreeMap<String, String>>,
    /// By field, then by value.
    values: BTreeMap<String, BTreeMap<String, String>>,
}

impl NamesLock {
    /// The lock in the text that [`render`](Self::render) wrote.
    ///
    /// # Errors
    /// Every line that cannot be read or contradicts another, an unknown version, an unresolved
    /// merge. An empty text is an error too: a lock that was lost must not go unnoticed. Where
    /// there is none yet, the default is the lock to use.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        text::parse(text)
    }

    /// The lock as text: a header, then one line a name, sorted.
    pub fn render(&self) -> String {
        text::render(self)
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub(super) fn object(&self, api: &str) -> Option<&ObjectLock> {
        self.objects.get(api)
    }

    pub(super) fn objects(&self) -> impl Iterator<Item = (&str, &ObjectLock)> {
        self.objects
            .iter()
            .map(|(api, object)| (api.as_str(), object))
    }

    /// The lock for the next run, given the names of this one.
    pub(crate) fn successor(
        &self,
        objects: &[Object],
        outside: &BTreeMap<String, String>,
        renames: &Renames,
    ) -> Self {
        let loaded: HashSet<&str> = objects.iter().map(|o| o.name.api.as_str()).collect();
        let mut kept: BTreeMap<String, ObjectLock> = self
            .objects()
            .filter(|(api, _)| !loaded.contains(api))
            .map(|(api, lock)| (api.to_owned(), lock.clone()))
            .collect();
        if !renames.is_empty() {
            // A rename may have taken the name of somebody who is not there.
            let used: HashSet<&str> = objects
                .iter()
                .flat_map(|object| [object.name.rust.as_str(), object.module.as_str()])
                .chain(outside.values().map(String::as_str))
                .collect();
            for lock in kept.values_mut() {
                lock.ty.take_if(|ty| used.contains(ty.as_str()));
                lock.module.take_if(|module| used.contains(module.as_str()));
            }
        }
        for (api, rust) in outside {
            let is_renamed = renames
                .of(api)
                .is_some_and(|renames| renames.ty().is_some());
            let ty = (!is_renamed && !Kind::Type.is_safe(api, rust)).then(|| rust.clone());
            match kept.get_mut(api) {
                Some(lock) => lock.ty = ty,
                None if ty.is_some() => {
                    let lock = ObjectLock {
                        ty,
                        ..ObjectLock::default()
                    };
                    kept.insert(api.clone(), lock);
                }
                None => {}
            }
        }
        let recorded = parallel::map(objects, |object| {
            let renames = renames.of(&object.name.api);
            (object.name.api.clone(), ObjectLock::record(object, renames))
        });
        let all = recorded.into_iter().chain(kept);
        let objects = all.filter(|(_, lock)| *lock != ObjectLock::default());
        Self {
            objects: objects.collect(),
        }
    }
}

impl ObjectLock {
    pub(super) fn ty(&self) -> Option<&str> {
        self.ty.as_deref()
    }

    pub(super) fn module(&self) -> Option<&str> {
        self.module.as_deref()
    }

    /// The name of this API name, for all kinds but types, modules and values.
    pub(super) fn name(&self, kind: Kind, api: &str) -> Option<&str> {
        self.names.get(&kind)?.get(api).map(String::as_str)
    }

    /// The variants of a picklist's values.
    pub(super) fn values(&self, field: &str) -> Option<&BTreeMap<String, String>> {
        self.values.get(field)
    }

    fn record(object: &Object, renames: Option<&ObjectRenames>) -> Self {
        let mut lock = Self::default();
        if renames.is_none_or(|renames| renames.ty().is_none()) {
            let Name { api, rust } = &object.name;
            lock.ty = (!Kind::Type.is_safe(api, rust)).then(|| rust.clone());
            lock.module = Some(object.module.clone());
        }
        let fields = &object.fields;
        let references = || fields.iter().filter_map(|field| field.reference.as_ref());
        let is_renamed = |field: &Name| renames.is_some_and(|r| r.field(&field.api).is_some());
        let names = fields.iter().map(|field| &field.name);
        lock.add(
            Kind::Field,
            names.filter(|name| !is_renamed(name)).map(both),
        );
        let parents = references().filter_map(|reference| reference.relationship.as_ref());
        lock.add(Kind::Parent, parents.map(both));
        let children = object.children.iter().filter_map(|c| c.name.as_ref());
        lock.add(Kind::Child, children.map(both));
        let markers = fields.iter().map(|f| (&f.name.api, &f.marker));
        lock.add(Kind::Marker, markers);
        let picklists = || {
            fields
                .iter()
                .filter_map(|f| Some((f, f.picklist.as_ref()?)))
        };
        let enums = picklists().map(|(field, picklist)| (&field.name.api, &picklist.rust));
        lock.add(Kind::Picklist, enums);
        let ids = fields.iter().filter_map(|field| {
            let reference = field.reference.as_ref()?;
            Some((&field.name.api, &reference.rust))
        });
        lock.add(Kind::Ids, ids);
        let record_types = object.record_types.iter().map(|r| both(&r.name));
        lock.add(Kind::RecordType, record_types);
        for (field, picklist) in picklists() {
            let renamed = renames.and_then(|renames| renames.values(&field.name.api));
            let values = picklist.values.iter().map(|value| &value.name);
            let values: BTreeMap<String, String> = values
                .filter(|name| renamed.is_none_or(|renamed| !renamed.contains_key(&name.api)))
                .filter(|name| is_recorded(Kind::Value, &name.api, &name.rust))
                .map(|name| (name.api.clone(), name.rust.clone()))
                .collect();
            if !values.is_empty() {
                lock.values.insert(field.name.api.clone(), values);
            }
        }
        lock
    }

    fn add<'a>(&mut self, kind: Kind, names: impl Iterator<Item = (&'a String, &'a String)>) {
        let names: BTreeMap<String, String> = names
            .filter(|(api, rust)| is_recorded(kind, api, rust))
            .map(|(api, rust)| (api.clone(), rust.clone()))
            .collect();
        if !names.is_empty() {
            self.names.insert(kind, names);
        }
    }
}

fn both(name: &Name) -> (&String, &String) {
    (&name.api, &name.rust)
}

fn is_recorded(kind: Kind, api: &str, rust: &str) -> bool {
    !rust.is_empty() && !kind.is_safe(api, rust)
}
