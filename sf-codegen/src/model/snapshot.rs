//! The texts of a snapshot, read and not yet understood, with its settings and its names lock.
//!
//! This module must not know what is made of them.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use sf_schema::soql::check::{API_VERSION, CheckOptions};

use crate::config::{Config, OrgsConfig};
use crate::digest::Digest;
use crate::load::{self, SourceFile};
use crate::names::{LockError, NamesLock};
use crate::orgs::Namespaces;
use crate::snapshot::Manifest;
use crate::{Error, Problem};

use super::Origin;

/// The file of settings in a snapshot's folder.
pub const CONFIG_FILE: &str = "sf.toml";
/// The names lock in a snapshot's folder.
pub const LOCK_FILE: &str = "names.lock";

/// The texts that bindings are made from, read and not yet understood.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(super) files: Vec<SourceFile>,
    pub(super) config: Config,
    pub(super) config_path: Option<PathBuf>,
    pub(super) lock: NamesLock,
    pub(super) lock_path: Option<PathBuf>,
    /// The other orgs of the settings.
    pub(super) others: Vec<OtherOrg>,
    pub(super) origin: Origin,
    /// Stands for everything that the bindings depend on.
    pub(crate) digest: u64,
}

/// Another org with which the snapshot makes one schema.
#[derive(Debug, Clone)]
pub(super) struct OtherOrg {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) files: Vec<SourceFile>,
    pub(super) namespaces: Namespaces,
}

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
        let mut snapshot = Self::unguarded(path, load::read(path)?, config_path, config)?;
        if let Some(manifest) = &manifest {
            Error::check(manifest.verify(path, &snapshot.files))?;
            snapshot.origin.of(manifest);
        }
        for org in &snapshot.others {
            if let Some(manifest) = Manifest::read(&org.path)? {
                Error::check(manifest.verify(&org.path, &org.files))?;
                snapshot.origin.and(&manifest);
            }
        }
        snapshot.digest = snapshot.origin.digest(snapshot.digest);
        Ok(snapshot)
    }

    /// The same of files that were read from there, whatever the manifest says.
    pub(crate) fn unguarded(
        path: &Path,
        files: Vec<SourceFile>,
        config_path: Option<&Path>,
        config: Config,
    ) -> Result<Self, Error> {
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
            origin: Origin::default(),
            digest: digest.finish(),
        }
    }

    /// The same with these settings and this names lock. `[orgs]` of them is passed over: those that
    /// [`with_orgs`](Self::with_orgs) has brought in stay.
    ///
    /// # Errors
    /// The lock is damaged: said of the file at `path`.
    pub fn with(mut self, config: Config, path: &Path, lock: Option<&str>) -> Result<Self, Error> {
        if let Some(lock) = lock {
            self.lock = NamesLock::parse(lock).map_err(|error| lock_error(path, error))?;
        }
        self.config = Config {
            orgs: self.config.orgs,
            ..config
        };
        Ok(self)
    }

    /// The same as one schema with other orgs, whose files `read` has by the path of the settings.
    ///
    /// # Errors
    /// The files of one cannot be read.
    pub fn with_orgs(
        mut self,
        orgs: OrgsConfig,
        read: impl Fn(&Path) -> Result<Vec<SourceFile>, Error>,
    ) -> Result<Self, Error> {
        self.others = others_of(&orgs, |path| Ok((path.to_owned(), read(path)?)))?;
        self.config.orgs = Some(orgs);
        self.origin.several_orgs = true;
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
            api_version: self.origin.least_version.unwrap_or(API_VERSION),
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

    /// The snapshot of the other org of this name.
    pub fn org_path(&self, name: &str) -> Option<&Path> {
        let org = self.others.iter().find(|org| org.name == name)?;
        Some(&org.path)
    }

    /// The files of each other org, with what its namespaces are here.
    pub fn other_files(&self) -> impl Iterator<Item = (&[SourceFile], &Namespaces)> {
        let others = self.others.iter();
        others.map(|org| (&*org.files, &org.namespaces))
    }
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
    others_of(settings, |path| {
        let path = without_parents(folder.unwrap_or(Path::new("")).join(path));
        Ok((path.clone(), load::read(&path)?))
    })
}

/// The path without `..`, for people and for tools, where that leads to the same.
fn without_parents(path: PathBuf) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        let is_below = matches!(short.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::ParentDir if is_below => drop(short.pop()),
            part => short.push(part),
        }
    }
    // Behind a link it leads elsewhere.
    match (fs::canonicalize(&short), fs::canonicalize(&path)) {
        (Ok(one), Ok(other)) if one == other => short,
        _ => path,
    }
}

/// The other orgs, whose files `read` has, and where they are, by the path of the settings.
fn others_of(
    settings: &OrgsConfig,
    read: impl Fn(&Path) -> Result<(PathBuf, Vec<SourceFile>), Error>,
) -> Result<Vec<OtherOrg>, Error> {
    let others = settings.others.iter().map(|(name, org)| {
        let (path, files) = read(&org.path)?;
        Ok(OtherOrg {
            name: name.clone(),
            path,
            files,
            namespaces: org.namespaces.clone().into_iter().collect(),
        })
    });
    others.collect()
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
