//! Decides every Rust name, once; everybody else reads them from the model.
//!
//! In: the objects lowered from describe, the objects they point to that are not in the snapshot,
//! the names lock and the user's renames. Out: every `rust`, `module` and `marker` string of the
//! model, and the lock to keep. Who wins a name, in this order: a rename, the lock, a name that is
//! its API name letter for letter, and then the ladder of forms that depend on the names
//! alone. So neither the order of the input nor an object, field or value that comes later changes
//! a name, and every name is an ASCII identifier that is unique where it stands.
//!
//! This module must not know what is generated from the names, beyond the identifiers that
//! the reserved lists name, nor where describe, lock and renames are kept.

mod error;
mod form;
mod identifier;
mod kind;
mod latin;
mod lock;
mod object;
mod rename;
mod reserved;
mod scope;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use sf_schema::Object;

use crate::parallel;

pub use error::{NameError, NameErrors, NameProblem};
pub use identifier::is_identifier;
pub use lock::{LockError, LockProblem, NamesLock};
pub use rename::Renames;

use kind::Kind;
use object::ObjectNames;
use scope::{Claim, Settler};

/// What [`assign`] decided besides the names in the model.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assigned {
    /// The marker type of each object that is referenced but not loaded, by API name.
    pub outside: BTreeMap<String, String>,
    /// The lock to keep for the next run.
    pub lock: NamesLock,
}

/// Fills the Rust names of `objects`.
///
/// `outside` holds the API names of objects that are referenced but not loaded; one that is loaded
/// after all is passed over.
///
/// A name stays empty where the model has no Rust item: an inactive picklist value, the repetition
/// of a value, of a relationship or of a record type's developer name (the first value in the org's
/// order, the first child by object and field, the first record type that is active keeps it), a
/// record type without a developer name, the enum of a picklist without active values, the id enum
/// of a lookup with fewer than two targets.
///
/// # Errors
/// Every rename that cannot be done, and every object or field that is there twice. The names in
/// `objects` are then not to be used.
pub fn assign(
    objects: &mut [Object],
    outside: &BTreeSet<String>,
    lock: &NamesLock,
    renames: &Renames,
) -> Result<Assigned, NameErrors> {
    let outside = settle(objects, outside, lock, renames)?;
    let lock = lock.successor(objects, &outside, renames);
    Ok(Assigned { outside, lock })
}

/// [`assign`], without the lock for the next run.
pub(crate) fn settle(
    objects: &mut [Object],
    outside: &BTreeSet<String>,
    lock: &NamesLock,
    renames: &Renames,
) -> Result<BTreeMap<String, String>, NameErrors> {
    let mut errors = renames.check(objects, outside);
    let root = settle_root(objects, outside, lock, renames, &mut errors);
    // What is in an object does not depend on the others.
    let apart: Vec<(&Object, &str)> = objects
        .iter()
        .zip(&root.objects)
        .map(|(object, (ty, _))| (object, ty.as_str()))
        .collect();
    let settled = parallel::map(&apart, |(object, ty)| {
        let api = object.name.api.as_str();
        let (lock, renames) = (lock.object(api), renames.of(api));
        let (mut settler, mut errors) = (Settler::default(), Vec::new());
        let names = ObjectNames::settle(object, ty, lock, renames, &mut settler, &mut errors);
        (names, errors)
    });
    let mut inner = Vec::with_capacity(settled.len());
    for (names, found) in settled {
        inner.push(names);
        errors.extend(found);
    }
    if !errors.is_empty() {
        return Err(NameErrors::new(errors));
    }
    for ((object, names), (ty, module)) in objects.iter_mut().zip(inner).zip(root.objects) {
        object.name.rust = ty;
        object.module = module;
        names.write(object);
    }
    Ok(root.outside)
}

/// The names at the root of the generated code.
struct Root {
    /// Type and module of each object.
    objects: Vec<(String, String)>,
    outside: BTreeMap<String, String>,
}

fn settle_root(
    objects: &[Object],
    outside: &BTreeSet<String>,
    lock: &NamesLock,
    renames: &Renames,
    errors: &mut Vec<NameError>,
) -> Root {
    let loaded: HashSet<&str> = objects.iter().map(|o| o.name.api.as_str()).collect();
    let outside: Vec<&str> = outside
        .iter()
        .map(String::as_str)
        .filter(|api| !loaded.contains(api))
        .collect();
    let mut claims = Vec::with_capacity(objects.len() * 2 + outside.len());
    let apis = objects.iter().map(|object| object.name.api.as_str());
    for api in apis.clone().chain(outside.iter().copied()) {
        // An API name that is an identifier is its own type: only a slip gives it another's.
        if let Some(ty) = lock.object(api).and_then(|lock| lock.ty())
            && ty != api
            && is_identifier(api)
            && (loaded.contains(ty) || outside.contains(&ty))
        {
            let rust = ty.to_owned();
            errors.push(NameError::new(api, NameProblem::Locked { rust }));
        }
        claims.push(Claim {
            renamed: renames.of(api).and_then(|renames| renames.ty()),
            locked: lock.object(api).and_then(|lock| lock.ty()),
            ..Claim::new(Kind::Type, api)
        });
    }
    for api in apis {
        let follows = renames.of(api).and_then(|renames| renames.ty());
        let locked = lock.object(api).and_then(|lock| lock.module());
        claims.push(Claim {
            follows,
            locked: locked.filter(|_| follows.is_none()),
            ..Claim::new(Kind::Module, api)
        });
    }
    // Objects that were loaded once and may come back keep their names.
    let absent = lock.objects().flat_map(|(api, lock)| {
        let (module, ty) = (lock.module(), lock.ty());
        let is_loaded = loaded.contains(api);
        let is_outside = !is_loaded && outside.binary_search(&api).is_ok();
        let module = module.filter(|_| !is_loaded);
        module
            .into_iter()
            .chain(ty.filter(|_| !is_loaded && !is_outside))
    });

    let mut settler = Settler::default();
    let mut names = settler.settle(&claims, absent);
    for clash in settler.clashes() {
        errors.push(NameError::new(clash.api, clash.into()));
    }
    let modules = names.split_off(objects.len() + outside.len());
    let markers = names.split_off(objects.len());
    for (object, name) in objects.iter().zip(&names) {
        if name.is_empty() {
            errors.push(NameError::new(&object.name.api, NameProblem::Duplicate));
        }
    }
    Root {
        objects: names.into_iter().zip(modules).collect(),
        outside: outside
            .into_iter()
            .map(str::to_owned)
            .zip(markers)
            .collect(),
    }
}
