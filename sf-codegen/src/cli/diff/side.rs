//! One of the two schemas, and where its objects are written down.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use sf_codegen::config::FetchConfig;
use sf_codegen::load::SourceFile;
use sf_codegen::model::{CONFIG_FILE, LOCK_FILE, Snapshot};
use sf_codegen::orgs::Namespaces;
use sf_codegen::revision::Revision;
use sf_codegen::snapshot::Manifest;
use sf_codegen::{Config, Error, Problem, load};
use sf_schema::diagnostic::Position;
use sf_schema::{Object, Schema, Span};

use crate::cli::login;

/// A side as it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spec<'a> {
    /// A path, or what git knows at it.
    Files(&'a str),
    /// What `[orgs]` in `sf.toml` has under this name; empty for all orgs together.
    Orgs(&'a str),
    /// A live org by its alias or username in the sf tool; empty where other arguments say which.
    Org(&'a str),
}

/// A schema and its files.
pub(in crate::cli) struct Side {
    pub(super) schema: Schema,
    pub(super) snapshot: Snapshot,
    pub(super) origin: Origin,
    /// What objects and fields are called in the files, by name in lower case, where that is another
    /// name.
    pub(super) in_files: HashMap<String, String>,
    /// Whether other orgs are in it.
    pub(super) is_merged: bool,
    /// The snapshot by whose settings it was named, of which bindings are made.
    pub(super) home: Option<PathBuf>,
}

/// Where the files are.
pub(super) enum Origin {
    Path(PathBuf),
    /// `REV:path`.
    Revision(String),
    /// Nowhere.
    Org,
}

impl<'a> Spec<'a> {
    /// What is on disk at the path goes before all else.
    pub(super) fn parse(spec: &'a str) -> Self {
        if Path::new(spec).exists() {
            return Self::Files(spec);
        }
        if let Some(alias) = spec.strip_prefix("org:") {
            return Self::Org(alias);
        }
        spec.strip_prefix("orgs:")
            .map_or(Self::Files(spec), Self::Orgs)
    }

    /// Whether it is a live org.
    pub(super) fn is_live(self) -> bool {
        matches!(self, Self::Org(_))
    }

    /// The error with which org it is about, where its name is given.
    pub(super) fn blamed(self, error: Error) -> Error {
        if !matches!(self, Self::Org(alias) if !alias.is_empty()) {
            return error;
        }
        let problems = error.into_problems().into_iter();
        let blamed = problems.map(|problem| match problem.path {
            None => problem.path(self.to_string()),
            Some(_) => problem,
        });
        Error::new(blamed.collect())
    }
}

/// As it was given.
impl fmt::Display for Spec<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(spec) => f.write_str(spec),
            Self::Orgs(name) => write!(f, "orgs:{name}"),
            Self::Org(alias) => write!(f, "org:{alias}"),
        }
    }
}

impl Origin {
    fn manifest(&self) -> Result<Option<Manifest>, Error> {
        match self {
            Self::Path(folder) => Manifest::read(folder),
            Self::Revision(spec) => Revision::parse(spec)
                .and_then(|revision| revision.manifest().transpose())
                .transpose(),
            Self::Org => Ok(None),
        }
    }
}

impl Side {
    /// What is on disk at this path, or else in git.
    pub(super) fn read(spec: &str) -> Result<Self, Error> {
        let path = Path::new(spec);
        match Revision::parse(spec) {
            Some(revision) if !path.exists() => {
                let origin = Origin::Revision(spec.to_owned());
                let files = revision.read()?;
                origin.manifest()?;
                Self::of(files, origin).map_err(|error| revision.at_home(error))
            }
            _ => Self::on_disk(path),
        }
    }

    /// The folder or file at this path.
    pub(in crate::cli) fn on_disk(path: &Path) -> Result<Self, Error> {
        let origin = Origin::Path(path.to_owned());
        let files = load::read(path)?;
        // The objects of another format need not be what they seem to be.
        origin.manifest()?;
        Self::of(files, origin)
    }

    /// What a live org has said.
    pub(super) fn of_org(files: Vec<SourceFile>) -> Result<Self, Error> {
        Self::of(files, Origin::Org)
    }

    fn of(files: Vec<SourceFile>, origin: Origin) -> Result<Self, Error> {
        // Settings are nobody's org: what they leave out or bring together is there all the same.
        let snapshot = Snapshot::of(files);
        Ok(Self {
            schema: snapshot.schema()?,
            snapshot,
            origin,
            in_files: HashMap::new(),
            is_merged: false,
            home: None,
        })
    }

    /// The same with the names of another org.
    ///
    /// # Errors
    /// Two objects have one name there.
    pub(super) fn with_namespaces(mut self, namespaces: &Namespaces) -> Result<Self, Error> {
        if namespaces.is_empty() {
            return Ok(self);
        }
        let mut objects: Vec<Object> = self.schema.objects().cloned().collect();
        for object in &objects {
            let fields = object.fields.iter().map(|field| &field.name.api);
            for name in fields.chain([&object.name.api]) {
                let here = namespaces.name(name);
                if here != *name {
                    self.in_files.insert(here.to_lowercase(), name.clone());
                }
            }
        }
        namespaces.apply(&mut objects);
        self.schema = Schema::new(objects).map_err(|error| {
            let problem = Problem::new(error.to_string()).object(error.object);
            problem.help("see --namespace: two namespaces become one")
        })?;
        Ok(self)
    }

    /// The files that the objects are read from.
    pub(super) fn files(&self) -> &[SourceFile] {
        self.snapshot.files()
    }

    /// Whether it has other names than its org.
    pub(super) fn is_renamed(&self) -> bool {
        !self.in_files.is_empty()
    }

    /// Whether `[orgs]` named it or brought other orgs into it.
    pub(super) fn is_of_orgs(&self) -> bool {
        self.is_merged || self.home.is_some()
    }

    /// Whether anybody can look into the files.
    pub(super) fn is_org(&self) -> bool {
        matches!(self.origin, Origin::Org)
    }

    /// What the snapshot is of, where it says so.
    ///
    /// # Errors
    /// The manifest is damaged, or of a newer version.
    pub(super) fn manifest(&self) -> Result<Option<Manifest>, Error> {
        self.origin.manifest()
    }

    /// What the settings beside it, or these settings, say of an org.
    pub(super) fn login_settings(&self, config: Option<&Path>) -> Result<FetchConfig, Error> {
        if let Some(home) = &self.home {
            return login::settings(home, config);
        }
        match (&self.origin, config) {
            (Origin::Path(folder), _) => login::settings(folder, config),
            (_, Some(_)) => login::settings(Path::new(""), config),
            (Origin::Revision(spec), None) => {
                let settings = Revision::parse(spec).map(|revision| settings(&revision));
                Ok(settings.transpose()?.unwrap_or_default().fetch)
            }
            (Origin::Org, None) => Ok(FetchConfig::default()),
        }
    }

    /// The snapshot with the settings and the names lock beside it, or with these settings. An org has
    /// neither: it takes those of `other`.
    pub(super) fn configured(
        &self,
        config: Option<&Path>,
        other: &Self,
    ) -> Result<Snapshot, Error> {
        if let Some(folder) = self.folder() {
            return Snapshot::read(folder, config, Config::default());
        }
        let home = if self.is_org() { other } else { self };
        let (settings, lock_path, lock) = home.beside(config)?;
        let snapshot = self.snapshot.clone();
        snapshot.with(settings, &lock_path, lock.as_deref())
    }

    /// The settings, or these settings, and the names lock, with where that is.
    fn beside(&self, config: Option<&Path>) -> Result<(Config, PathBuf, Option<String>), Error> {
        let given = config.map(|path| {
            let text = fs::read_to_string(path);
            let text = text.map_err(|error| Problem::io("cannot read", path, &error))?;
            Config::parse(path, &text)
        });
        if let Some(folder) = self.folder() {
            let snapshot = Snapshot::read(folder, config, Config::default())?;
            let lock = snapshot.lock().render();
            let path = folder.join(LOCK_FILE);
            return Ok((snapshot.config().clone(), path, Some(lock)));
        }
        match &self.origin {
            Origin::Revision(spec) => {
                let Some(revision) = Revision::parse(spec) else {
                    return Ok(Default::default());
                };
                let settings = given.unwrap_or_else(|| settings(&revision))?;
                let lock = revision.text(LOCK_FILE)?;
                Ok((settings, revision.path().join(LOCK_FILE), lock))
            }
            Origin::Org | Origin::Path(_) => {
                Ok((given.transpose()?.unwrap_or_default(), PathBuf::new(), None))
            }
        }
    }

    /// The folder on disk whose settings and names lock programs go by.
    fn folder(&self) -> Option<&Path> {
        match &self.origin {
            _ if self.home.is_some() => self.home.as_deref(),
            Origin::Path(folder) => Some(folder),
            _ => None,
        }
    }

    /// The file of an object, and the place in it where the field is named; its beginning where
    /// that is not found.
    pub(super) fn place(&self, object: &str, field: Option<&str>) -> Option<(&Path, Position)> {
        let in_files = |name: &str| -> Option<&str> {
            let name = self.in_files.get(&name.to_lowercase())?;
            Some(name)
        };
        let own = Written {
            files: self.files(),
            object: in_files(object).unwrap_or(object),
            field: field.map(|field| in_files(field).unwrap_or(field)),
        };
        let others = self.snapshot.other_files().filter(|_| self.is_merged);
        // There the same has another name, of which this one is made.
        let elsewhere = others.filter_map(|(files, namespaces)| {
            let file = files.iter().find(|file| {
                let stem = file
                    .path()
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy();
                namespaces.name(&stem).eq_ignore_ascii_case(object)
            })?;
            Some((file.path(), Span::new(0, 0).position(file.text())))
        });
        let found = own.named().into_iter().chain(elsewhere).next();
        let first = || Some((self.files().first()?.path(), Span::new(0, 0).position("")));
        found.or_else(first)
    }
}

/// What is looked for, as files have it.
struct Written<'f, 'n> {
    files: &'f [SourceFile],
    object: &'n str,
    field: Option<&'n str>,
}

impl<'f> Written<'f, '_> {
    fn named(&self) -> Option<(&'f Path, Position)> {
        let by_name = self.files.iter().find(|file| {
            let stem = file.path().file_stem().unwrap_or_default();
            stem.eq_ignore_ascii_case(self.object)
        });
        let named = |name: &str| {
            let name = name.replace(['\\', '"'], "");
            [
                format!("\"name\":\"{name}\""),
                format!("\"name\": \"{name}\""),
            ]
        };
        let find = |text: &str, name: &str| {
            let places = named(name)
                .into_iter()
                .filter_map(|named| text.find(&named));
            places.min()
        };
        // A file can hold many objects, and have any name.
        let holds = |file: &&SourceFile| find(file.text(), self.object).is_some();
        let file = by_name.or_else(|| self.files.iter().find(holds))?;
        let at = self
            .field
            .and_then(|field| find(file.text(), field))
            .unwrap_or(0);
        Some((file.path(), Span::new(at, at).position(file.text())))
    }
}

/// The settings of a revision.
pub(super) fn settings(revision: &Revision<'_>) -> Result<Config, Error> {
    let text = revision.text(CONFIG_FILE)?;
    let settings = text.map(|text| Config::parse(Path::new(CONFIG_FILE), &text));
    Ok(settings.transpose()?.unwrap_or_default())
}
