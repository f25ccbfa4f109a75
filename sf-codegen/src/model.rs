//! From the texts of a snapshot to the model that code is emitted from, and to the schema that queries
//! are checked against.
//!
//! Reads nothing but the snapshot's folder: the describes, `sf.toml` and `names.lock`.

mod origin;
mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sf_schema::schema::index::Settings;
use sf_schema::soql::check::{API_VERSION, CheckOptions};
use sf_schema::{Name, Object, Schema};

use crate::config::Config;
use crate::digest::Digest;
use crate::load::{self, SourceFile};
use crate::names::{self, LockError, NameError, NamesLock};
use crate::orgs::{self, Namespaces, Org};
use crate::snapshot::Manifest;
use crate::{Error, Problem, lower, parallel};

pub use origin::Origin;

/// The file of settings in a snapshot's folder.
pub const CONFIG_FILE: &str = "sf.toml";
/// The names lock in a snapshot's folder.
pub const LOCK_FILE: &str = "names.lock";

/// The texts that bindings are made from, read and not yet understood.
#[derive(Debug)]
pub struct Snapshot {
    files: Vec<SourceFile>,
    config: Config,
    config_path: Option<PathBuf>,
    lock: NamesLock,
    lock_path: Option<PathBuf>,
    /// The other orgs of the settings.
    others: Vec<OtherOrg>,
    /// The API version of the describes, the least of all orgs; none where no manifest tells it.
    api_version: Option<u32>,
    origin: Origin,
    /// Stands for everything that the bindings depend on.
    pub(crate) digest: u64,
}

/// Another org with which the snapshot makes one schema.
#[derive(Debug)]
struct OtherOrg {
    name: String,
    path: PathBuf,
    files: Vec<SourceFile>,
    namespaces: Namespaces,
}

/// The model of a snapshot, with names, and what of it gets bindings.
#[derive(Debug)]
pub struct Model {
    /// Every object of the snapshot; selected ones with their selected fields.
    pub schema: Schema,
    /// The objects of which the settings leave out fields, with all of them, by API name: what a query
    /// may ask for. A field that has no bindings has no name of a type in them.
    whole: BTreeMap<String, Object>,
    /// API names of the objects that get bindings.
    pub selected: BTreeSet<String>,
    /// The marker types of objects that are referenced and not in the snapshot, by API name.
    pub outside: BTreeMap<String, String>,
    /// API names of all objects that a selected field points to.
    pub referenced: BTreeSet<String>,
    /// API names of the objects of which fields were chosen: those left out are in no binding.
    pub partial: BTreeSet<String>,
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
    /// Reads a folder of describes, or one file of them.
    ///
    /// Settings come from `config_path`, or else from `sf.toml` in the folder, with those of
    /// `config` on top.
    ///
    /// # Errors
    /// A file cannot be read, the folder is not as its [manifest](crate::snapshot) has it, or the
    /// settings or the names lock are not valid.
    pub fn read(path: &Path, config_path: Option<&Path>, config: Config) -> Result<Self, Error> {
        let manifest = Manifest::read(path)?;
        let mut snapshot = Self::unguarded(path, config_path, config)?;
        if let Some(manifest) = &manifest {
            Error::check(manifest.verify(path, &snapshot.files))?;
            snapshot.origin.of(manifest);
            snapshot.digest = snapshot.origin.digest(snapshot.digest);
        }
        let mut manifests: Vec<Manifest> = manifest.into_iter().collect();
        for org in &snapshot.others {
            manifests.extend(Manifest::read(&org.path)?);
        }
        if let Some(version) = manifests.iter().filter_map(Manifest::version).min() {
            let mut digest = Digest::new();
            digest.add(&snapshot.digest.to_le_bytes());
            digest.add(&version.to_le_bytes());
            snapshot.digest = digest.finish();
            snapshot.api_version = Some(version);
        }
        Ok(snapshot)
    }

    /// The same whatever the manifest says.
    pub(crate) fn unguarded(
        path: &Path,
        config_path: Option<&Path>,
        config: Config,
    ) -> Result<Self, Error> {
        let files = load::read(path)?;
        let beside = |name: &str| path.is_dir().then(|| path.join(name));
        let config_path = match config_path {
            Some(path) => Some(path.to_owned()),
            None => beside(CONFIG_FILE).filter(|path| path.symlink_metadata().is_ok()),
        };
        let mut digest = Digest::of_this_program();
        let mut settings = Config::default();
        if let Some(path) = &config_path {
            let text = read_text(path)?;
            settings = Config::parse(path, &text)?;
        }
        let config = settings.overlaid(config);
        digest.add(format!("{config:?}").as_bytes());

        let lock_path = beside(LOCK_FILE);
        let mut lock = NamesLock::default();
        if let Some(path) = lock_path
            .as_ref()
            .filter(|path| path.symlink_metadata().is_ok())
        {
            let text = read_text(path)?;
            digest.add(text.as_bytes());
            lock = NamesLock::parse(&text).map_err(|error| lock_error(path, error))?;
        }
        let others = other_orgs(&config, config_path.as_deref().or(Some(path)))?;
        for file in files.iter().chain(others.iter().flat_map(|org| &org.files)) {
            digest.add(file.path().as_os_str().as_encoded_bytes());
            digest.add(&file.hash().to_le_bytes());
        }
        let origin = Origin {
            several_orgs: config.orgs.is_some(),
            ..Origin::default()
        };
        Ok(Self {
            files,
            config,
            config_path,
            lock,
            lock_path,
            origin,
            others,
            api_version: None,
            digest: digest.finish(),
        })
    }

    /// A snapshot of these files alone, without settings, a names lock or other orgs.
    pub fn of(files: Vec<SourceFile>) -> Self {
        let mut digest = Digest::of_this_program();
        for file in &files {
            digest.add(file.path().as_os_str().as_encoded_bytes());
            digest.add(&file.hash().to_le_bytes());
        }
        Self {
            files,
            config: Config::default(),
            config_path: None,
            lock: NamesLock::default(),
            lock_path: None,
            others: Vec::new(),
            api_version: None,
            origin: Origin::default(),
            digest: digest.finish(),
        }
    }

    /// The same with these settings and this names lock; `[orgs]` is passed over.
    ///
    /// # Errors
    /// The lock is damaged: said of the file at `path`.
    pub fn with(mut self, config: Config, path: &Path, lock: Option<&str>) -> Result<Self, Error> {
        if let Some(lock) = lock {
            self.lock = NamesLock::parse(lock).map_err(|error| lock_error(path, error))?;
        }
        self.config = Config {
            orgs: None,
            ..config
        };
        Ok(self)
    }

    /// The files with the describes.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Where the names lock is or would be; none for a snapshot that is one file.
    pub fn lock_path(&self) -> Option<&Path> {
        self.lock_path.as_deref()
    }

    /// The names lock that was read; the default where there is none.
    pub fn lock(&self) -> &NamesLock {
        &self.lock
    }

    /// The settings, those of the file and those on top.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// How queries are to be checked: as strictly as the settings say, for the API version of the
    /// snapshot.
    pub fn check_options(&self) -> CheckOptions {
        CheckOptions {
            api_version: self.api_version.unwrap_or(API_VERSION),
            lints: self.config.lints(),
        }
    }

    /// The settings file that was read.
    pub fn config_path(&self) -> Option<&Path> {
        self.config_path.as_deref()
    }

    /// The snapshots of the other orgs of the settings.
    pub fn other_paths(&self) -> impl Iterator<Item = &Path> {
        self.others.iter().map(|org| &*org.path)
    }

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
        let whole = self.select_fields(&mut objects, &mut problems);
        let partial = whole
            .iter()
            .filter(|(name, whole)| is_partial(&objects, name, whole))
            .map(|(name, _)| name.clone())
            .collect();
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
            whole,
            selected,
            outside,
            referenced,
            partial,
            origin: self.origin.clone(),
            lock,
            macros: self.macros(),
        })
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
            api_version: self.api_version,
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
        self.whole.get(&object.name.api).unwrap_or(object)
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

/// Whether fields of this object were left out.
fn is_partial(objects: &[Object], name: &str, whole: &Object) -> bool {
    let selected = objects.iter().find(|object| object.name.api == name);
    selected.is_none_or(|object| object.fields.len() < whole.fields.len())
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

/// The other orgs of the settings, whose paths start beside `beside`.
fn other_orgs(config: &Config, beside: Option<&Path>) -> Result<Vec<OtherOrg>, Error> {
    let Some(settings) = &config.orgs else {
        return Ok(Vec::new());
    };
    let folder = beside.map(|path| match path.is_dir() {
        true => path,
        false => path.parent().unwrap_or(Path::new("")),
    });
    let others = settings.others.iter().map(|(name, org)| {
        let path = folder.unwrap_or(Path::new("")).join(&org.path);
        Ok(OtherOrg {
            name: name.clone(),
            files: load::read(&path)?,
            path,
            namespaces: org.namespaces.clone().into_iter().collect(),
        })
    });
    others.collect()
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

fn lock_error(path: &Path, error: LockError) -> Error {
    let problems = error.problems.into_iter();
    Error::new(
        problems
            .map(|problem| {
                Problem::new(problem.message)
                    .path(path)
                    .position(problem.line, 1)
            })
            .collect(),
    )
}

/// A file's text, without the byte order mark that some editors put before it.
fn read_text(path: &Path) -> Result<String, Error> {
    let text = fs::read(path).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    });
    match text {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => Err(Problem::io("cannot read", path, &error)
            .help("it must be a file of UTF-8 text")
            .into()),
    }
}
