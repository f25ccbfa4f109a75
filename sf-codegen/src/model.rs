//! From the texts of a snapshot to the model that code is emitted from, and to the schema that queries
//! are checked against.
//!
//! Reads nothing but the snapshot's folder: the describes, `sf.toml` and `names.lock`.

mod origin;
mod settings;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};

use sf_schema::schema::index::Settings;
use sf_schema::{Name, Object, Schema};

use crate::load::{self, SourceFile};
use crate::names::{self, NameError, NamesLock};
use crate::orgs::{self, Org};
use crate::{Error, Problem, lower, parallel};

pub use origin::Origin;
pub use snapshot::{CONFIG_FILE, LOCK_FILE, Snapshot};

/// The model of a snapshot, with names, and what of it gets bindings.
#[derive(Debug)]
pub struct Model {
    /// Every object of the snapshot; selected ones with their selected fields.
    pub schema: Schema,
    /// The objects of which the settings leave out fields, with all of them, by API name: what a query
    /// may ask for. A field that has no bindings has no name of a type in them.
    pub(crate) partial: BTreeMap<String, Object>,
    /// API names of the objects that get bindings.
    pub selected: BTreeSet<String>,
    /// The marker types of objects that are referenced and not in the snapshot, by API name.
    pub outside: BTreeMap<String, String>,
    /// API names of all objects that a selected field points to.
    pub referenced: BTreeSet<String>,
    /// What the snapshot is of.
    pub origin: Origin,
    /// The names lock to keep.
    pub lock: NamesLock,
    /// What the macros are told: where the bindings are, and how strict a check is.
    macros: Settings,
}

/// Where the bindings are unless it is said otherwise.
const BINDINGS: &str = "crate::org";

impl Snapshot {
    /// Every object with every field, whatever the settings select, and without Rust names: what
    /// a query may ask for.
    ///
    /// # Errors
    /// Everything that is wrong in the describes.
    pub fn schema(&self) -> Result<Schema, Error> {
        schema(self.objects()?)
    }

    /// [`schema`](Self::schema) with Rust names, those of fields without bindings included.
    ///
    /// # Errors
    /// Everything that is wrong in the describes and the names.
    pub fn named_schema(&self) -> Result<Schema, Error> {
        let mut objects = self.objects()?;
        let outside = outside(&objects);
        match names::settle(&mut objects, &outside, &self.lock, &self.renames()) {
            Ok(_) => schema(objects),
            Err(errors) => Err(Error::new(errors.iter().map(name_problem).collect())),
        }
    }

    /// Understands the snapshot: parses, lowers, names and selects.
    ///
    /// # Errors
    /// Everything that is wrong in the describes, the settings and the names.
    pub fn model(&self) -> Result<Model, Error> {
        let mut objects = self.objects()?;
        let mut problems = Vec::new();
        self.apply_types(&mut objects, &mut problems);
        let renames = self.renames();
        let outside = outside(&objects);
        let outside = match names::settle(&mut objects, &outside, &self.lock, &renames) {
            Ok(outside) => outside,
            Err(errors) => {
                problems.extend(errors.iter().map(name_problem));
                return Err(Error::new(problems));
            }
        };
        // Of all fields, so before some are left out.
        let lock = self.lock.successor(&objects, &outside, &renames);
        let selected = self.select_objects(&objects, &mut problems);
        let partial = self.select_fields(&mut objects, &mut problems);
        Error::check(problems)?;

        let referenced: BTreeSet<String> = objects
            .iter()
            .filter(|object| selected.contains(&object.name.api))
            .flat_map(|object| &object.fields)
            .filter_map(|field| field.reference.as_ref())
            .flat_map(|reference| reference.to.iter().cloned())
            .collect();
        Ok(Model {
            schema: schema(objects)?,
            selected,
            outside,
            referenced,
            partial,
            origin: self.origin.clone(),
            lock,
            macros: self.macros(),
        })
    }

    /// The names lock to keep, which is [`model`](Self::model)'s, for those who need nothing else.
    ///
    /// # Errors
    /// Everything that is wrong in the describes and the names.
    #[cfg(feature = "fetch")]
    pub(crate) fn names_lock(&self) -> Result<NamesLock, Error> {
        let mut objects = self.objects()?;
        let (renames, outside) = (self.renames(), outside(&objects));
        match names::settle(&mut objects, &outside, &self.lock, &renames) {
            Ok(outside) => Ok(self.lock.successor(&objects, &outside, &renames)),
            Err(errors) => Err(Error::new(errors.iter().map(name_problem).collect())),
        }
    }

    /// The path of the bindings' module, as the crates with queries name it.
    pub fn bindings(&self) -> &str {
        self.config.macros.bindings.as_deref().unwrap_or(BINDINGS)
    }

    fn macros(&self) -> Settings {
        let lints = self.config.lints.iter();
        Settings {
            bindings: self.bindings().to_owned(),
            lints: lints
                .map(|(lint, level)| (lint.name().to_owned(), level.name().to_owned()))
                .collect(),
            api_version: self.origin.least_version,
            ..Settings::default()
        }
    }

    /// The objects of all orgs, without names.
    fn objects(&self) -> Result<Vec<Object>, Error> {
        let objects = lowered(&self.files)?;
        let Some(settings) = &self.config.orgs else {
            return Ok(objects);
        };
        let mut orgs = vec![Org {
            name: settings.name.clone(),
            objects,
        }];
        for other in &self.others {
            let mut objects = lowered(&other.files)?;
            other.namespaces.apply(&mut objects);
            orgs.push(Org {
                name: other.name.clone(),
                objects,
            });
        }
        orgs::merge(&orgs, settings.mode.into())
    }
}

impl Model {
    /// An object of the schema with every field, whatever the settings select.
    pub(crate) fn whole<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.partial.get(&object.name.api).unwrap_or(object)
    }

    /// What the macros are told of the whole: settings, and what is not in the bindings.
    pub fn settings(&self) -> Settings {
        let unbound = self.schema.objects().map(|object| &object.name);
        let unbound: Vec<&Name> = unbound
            .filter(|name| !self.selected.contains(&name.api))
            .collect();
        let outside = self.outside.iter();
        let outside = outside.map(|(api, rust)| Name::new(api, rust));
        let without = unbound.iter().map(|name| (*name).clone()).chain(outside);
        Settings {
            markers: without
                .filter(|name| self.referenced.contains(&name.api))
                .collect(),
            unbound: unbound.iter().map(|name| name.api.clone()).collect(),
            ..self.macros.clone()
        }
    }
}

/// The objects of these files, without names, in the order of their API names.
fn lowered(files: &[SourceFile]) -> Result<Vec<Object>, Error> {
    let lowered = parallel::map(files, |file| {
        load::parse(file).map(|describes| describes.iter().map(lower::lower).collect::<Vec<_>>())
    });
    let (mut objects, mut problems) = (Vec::new(), Vec::new());
    for (file, lowered) in files.iter().zip(lowered) {
        match lowered {
            Ok(lowered) => objects.extend(lowered.into_iter().map(|object| (file, object))),
            Err(error) => problems.extend(error.into_problems()),
        }
    }
    problems.extend(load::duplicates(
        objects
            .iter()
            .map(|(file, object)| (object.name.api.as_str(), file.path())),
    ));
    Error::check(problems)?;
    let mut objects: Vec<Object> = objects.into_iter().map(|(_, object)| object).collect();
    objects.sort_by(|a, b| a.name.api.cmp(&b.name.api));
    Ok(objects)
}

fn schema(objects: Vec<Object>) -> Result<Schema, Error> {
    Schema::new(objects)
        .map_err(|error| Problem::new(error.to_string()).object(error.object).into())
}

/// API names of the objects that fields point to and that are not in the snapshot.
fn outside(objects: &[Object]) -> BTreeSet<String> {
    let loaded: BTreeSet<String> = objects
        .iter()
        .map(|object| object.name.api.to_lowercase())
        .collect();
    objects
        .iter()
        .flat_map(|object| &object.fields)
        .filter_map(|field| field.reference.as_ref())
        .flat_map(|reference| &reference.to)
        .filter(|api| !loaded.contains(&api.to_lowercase()))
        .cloned()
        .collect()
}

fn name_problem(error: &NameError) -> Problem {
    let problem = Problem::new(error.to_string()).object(&error.object);
    match &error.field {
        Some(field) => problem.field(field),
        None => problem,
    }
}
