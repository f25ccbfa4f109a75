//! Writes a snapshot: all of it or nothing.
//!
//! The new snapshot is made in a folder beside the old one, files that are somebody else's are linked
//! into it, and only when it is whole do the two change places.

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Hash;
use super::{MANIFEST_FILE, Manifest, file_name, is_interrupted, swap, twice};
use crate::digest::Digest;
use crate::load::{self, SourceFile};
use crate::lock_file::LockFile;
use crate::model::Snapshot;
use crate::{Config, Error, Problem, parallel};

/// What keeps git away from a folder in the making.
const IGNORE_FILE: &str = ".gitignore";

/// A snapshot that is not in its folder yet.
#[derive(Debug)]
pub struct Draft {
    manifest: Manifest,
    /// The text of each object, by API name.
    objects: BTreeMap<String, String>,
    config: Option<PathBuf>,
    /// Names of files in the folder that this replaces.
    consumed: HashSet<OsString>,
}

/// What became of a folder whose snapshot was replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replaced {
    /// API names of the objects that were not there before.
    pub added: Vec<String>,
    /// API names of the objects that are not as they were.
    pub changed: Vec<String>,
    /// API names of the objects that are there no more.
    pub removed: Vec<String>,
    /// How many objects are as they were.
    pub unchanged: usize,
    /// Whether anything of the snapshot was written. Not where nothing has changed: then the
    /// manifest stays too, as old as it is.
    pub written: bool,
    /// Whether the names lock was written.
    pub lock_written: bool,
    /// Why the names lock was left as it is; empty where it is current. The snapshot is good all the
    /// same.
    pub lock_problems: Vec<Problem>,
}

impl Draft {
    /// A snapshot without objects. The hashes of the manifest are filled in here.
    pub fn new(manifest: Manifest) -> Self {
        Self {
            manifest,
            objects: BTreeMap::new(),
            config: None,
            consumed: HashSet::new(),
        }
    }

    /// Adds an object, as [`render`](super::render) writes it.
    pub fn add(&mut self, api: impl Into<String>, text: String) {
        self.objects.insert(api.into(), text);
    }

    /// The settings by which names are given, instead of `sf.toml` in the folder.
    pub fn config(&mut self, path: Option<&Path>) {
        self.config = path.map(Path::to_owned);
    }

    /// A file in the folder whose describes are in this snapshot, so that it goes.
    pub fn consume(&mut self, name: impl Into<OsString>) {
        self.consumed.insert(name.into());
    }

    /// What the snapshot is of.
    pub fn manifest_mut(&mut self) -> &mut Manifest {
        &mut self.manifest
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there are no objects.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// Puts the snapshot into the folder, which is made if it is not there, and brings the names
    /// lock up to date. Whatever else is in the folder stays.
    ///
    /// # Errors
    /// The folder is more than a snapshot's, or a file cannot be read or written. The old snapshot is
    /// there as it was. So it is where a file that stays describes an object of the new snapshot: nothing
    /// could read the two.
    pub fn replace(mut self, folder: &Path) -> Result<Replaced, Error> {
        let folder = &resolve(folder)?;
        tidy(folder)?;
        let hashes = |text: &String| Hash(Digest::of_text(text.as_bytes()));
        self.manifest.objects = self
            .objects
            .iter()
            .map(|(api, text)| (api.clone(), hashes(text)))
            .collect();
        let before = Before::read(folder)?;
        let is_replaced =
            |name: &OsStr| before.files.contains(name) || self.consumed.contains(name);
        let objects = self.objects.keys();
        Error::check(twice::described(folder, objects, is_replaced))?;
        let mut replaced = before.compare(&self.manifest);
        if before.is_same(&self.manifest) && self.consumed.is_empty() {
            self.lock_names(folder, folder, &mut replaced);
            return Ok(replaced);
        }
        replaced.written = true;
        let mut staging = Staging::make(folder)?;
        self.fill(folder, &before, staging.path())?;
        self.lock_names(staging.path(), folder, &mut replaced);
        write(&staging.path().join(MANIFEST_FILE), &self.manifest.render())?;
        staging.finish()?;
        swap::into_place(folder).map_err(|error| {
            Problem::io("cannot put the new snapshot in place of", folder, &error)
        })?;
        Ok(replaced)
    }

    /// Writes the objects, and links what is somebody else's.
    fn fill(&self, folder: &Path, before: &Before, staging: &Path) -> Result<(), Error> {
        let files: Vec<(String, &String, bool)> = self
            .objects
            .iter()
            .map(|(api, text)| {
                let hash = self.manifest.objects.get(api);
                let is_same = hash.is_some() && before.hashes.get(api) == hash;
                (file_name(api), text, is_same)
            })
            .collect();
        let written = parallel::map(&files, |(name, text, is_same)| {
            let place = staging.join(name);
            if *is_same && fs::hard_link(folder.join(name), &place).is_ok() {
                return Ok(());
            }
            write(&place, text)
        });
        written.into_iter().collect::<Result<(), Error>>()?;
        let mine: HashSet<&OsStr> = files.iter().map(|(name, _, _)| OsStr::new(name)).collect();
        let is_mine = |name: &OsStr| {
            name == MANIFEST_FILE
                || mine.contains(name)
                || before.files.contains(name)
                || self.consumed.contains(name)
        };
        if before.exists {
            keep(folder, staging, &is_mine)?;
        }
        Ok(())
    }

    /// The files as they are in `staging`, without reading again what was just written.
    fn files(&mut self, staging: &Path) -> Result<Vec<SourceFile>, Error> {
        let objects = std::mem::take(&mut self.objects).into_iter();
        let written = objects.filter_map(|(api, text)| {
            let (name, hash) = (file_name(&api), self.manifest.objects.get(&api)?);
            let file = SourceFile::known(staging.join(&name), text, hash.0);
            Some((name.into(), file))
        });
        load::read_but(staging, written.collect())
    }

    /// Brings the names lock in `staging` up to date, which is or will be `folder`. This is the last
    /// use of the texts.
    fn lock_names(&mut self, staging: &Path, folder: &Path, replaced: &mut Replaced) {
        let mut lock = || -> Result<bool, Error> {
            let files = self.files(staging)?;
            let config = self.config.as_deref();
            let snapshot = Snapshot::unguarded(staging, files, config, Config::default())?;
            let names = snapshot.names_lock()?;
            match LockFile::new(&snapshot, &names) {
                Some(lock) => lock.write(),
                None => Ok(false),
            }
        };
        match lock() {
            Ok(written) => replaced.lock_written = written,
            Err(error) => {
                let at_home = |mut problem: Problem| {
                    if let Some(path) = &mut problem.path
                        && let Ok(below) = path.strip_prefix(staging)
                    {
                        *path = folder.join(below);
                    }
                    problem
                };
                replaced.lock_problems = error.into_problems().into_iter().map(at_home).collect();
            }
        }
    }
}

/// The snapshot that is in the folder already.
#[derive(Debug, Default)]
struct Before {
    exists: bool,
    /// None where there is none that can be read.
    manifest: Option<Manifest>,
    /// The hashes of the files that are there, by API name.
    hashes: BTreeMap<String, Hash>,
    /// Names of the files that are the snapshot's.
    files: HashSet<OsString>,
}

impl Before {
    fn read(folder: &Path) -> Result<Self, Error> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Problem::io("cannot read", folder, &error).into()),
        };
        let mut before = Self {
            exists: true,
            ..Self::default()
        };
        match Manifest::read(folder) {
            Ok(Some(manifest)) => {
                let apis: Vec<&String> = manifest.objects.keys().collect();
                let hashes = parallel::map(&apis, |api| {
                    let bytes = fs::read(folder.join(file_name(api))).ok()?;
                    Some(((*api).clone(), Hash(Digest::of_text(&bytes))))
                });
                before.hashes = hashes.into_iter().flatten().collect();
                before.files = apis.iter().map(|api| file_name(api).into()).collect();
                before.manifest = Some(manifest);
            }
            Err(error) if Manifest::is_newer(folder) => return Err(error),
            // Damaged or old, so each file has to tell by itself.
            Err(_) => {
                for entry in entries.flatten() {
                    if is_object_file(&entry.path()) {
                        before.files.insert(entry.file_name());
                    }
                }
            }
            Ok(None) => {}
        }
        Ok(before)
    }

    fn compare(&self, now: &Manifest) -> Replaced {
        let mut replaced = Replaced::default();
        for (api, hash) in &now.objects {
            match self.hashes.get(api) {
                None => replaced.added.push(api.clone()),
                Some(before) if before != hash => replaced.changed.push(api.clone()),
                Some(_) => replaced.unchanged += 1,
            }
        }
        let known = self.hashes.keys();
        let removed = known.filter(|api| !now.objects.contains_key(*api));
        replaced.removed = removed.cloned().collect();
        replaced
    }

    /// Whether the manifest would say nothing new but when it was made, and by which version.
    fn is_same(&self, now: &Manifest) -> bool {
        self.hashes == now.objects
            && self.manifest.as_ref().is_some_and(|before| {
                let mut known = before.clone();
                known.tool.clone_from(&now.tool);
                known.as_of.clone_from(&now.as_of);
                known == *now
            })
    }
}

/// Whether a file looks as [`render`](super::render) writes it.
fn is_object_file(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.starts_with("{\n  \"name\": \"")
}

/// The folder in the making. Dropped, it is gone, unless it has been put in its place.
struct Staging {
    path: PathBuf,
    /// The file that keeps git away from it, unless the snapshot has one of its own.
    ignore: Option<PathBuf>,
}

impl Staging {
    fn make(folder: &Path) -> Result<Self, Error> {
        let path = swap::staging(folder);
        fs::create_dir_all(&path).map_err(|error| Problem::io("cannot create", &path, &error))?;
        // A run that is killed leaves it behind, and nobody is to commit it.
        let ignore = path.join(IGNORE_FILE);
        let is_own = folder.join(IGNORE_FILE).symlink_metadata().is_ok();
        let mut staging = Self { path, ignore: None };
        if !is_own {
            write(&ignore, "*\n")?;
            staging.ignore = Some(ignore);
        }
        Ok(staging)
    }

    fn path(&self) -> &Path {
        &self.path
    }

    /// Takes away what the snapshot is not to have, right before it goes into its place.
    fn finish(&mut self) -> Result<(), Error> {
        if let Some(ignore) = self.ignore.take() {
            fs::remove_file(&ignore)
                .map_err(|error| Problem::io("cannot remove", &ignore, &error))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The folder's real path, if it may be replaced.
pub(crate) fn resolve(folder: &Path) -> Result<PathBuf, Error> {
    let refuse = |why: &str| {
        Problem::new(why)
            .path(folder)
            .help("give the snapshot a folder of its own, such as `salesforce`")
    };
    let path = match fs::canonicalize(folder) {
        Ok(path) => path,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = match folder.parent() {
                Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
                Some(parent) => parent,
                None => Path::new("."),
            };
            fs::create_dir_all(parent)
                .map_err(|error| Problem::io("cannot create", parent, &error))?;
            let name = folder.file_name();
            let name = name.ok_or_else(|| refuse("this does not name a folder"))?;
            fs::canonicalize(parent)
                .map_err(|error| Problem::io("cannot read", parent, &error))?
                .join(name)
        }
        Err(error) => return Err(Problem::io("cannot read", folder, &error).into()),
    };
    if path.exists() && !path.is_dir() {
        return Err(refuse("a file is where the snapshot's folder belongs").into());
    }
    let is_more = path.file_name().is_none()
        || [".git", "Cargo.toml"]
            .iter()
            .any(|name| path.join(name).exists())
        || env::current_dir()
            .and_then(fs::canonicalize)
            .is_ok_and(|here| here.starts_with(&path));
    if is_more {
        return Err(
            refuse("a snapshot's folder is replaced as a whole, and this one is more").into(),
        );
    }
    Ok(path)
}

/// Puts the old snapshot or the new one in its place where a run was interrupted between moving the one
/// aside and the other in; says whether it was. What reads a snapshot only says so, since the run may be
/// at work.
///
/// Linux and macOS exchange two folders in one step, so there is such a moment only on a file system that
/// cannot.
///
/// # Errors
/// The folder cannot be moved.
pub fn recover(folder: &Path) -> Result<bool, Error> {
    if !is_interrupted(folder) {
        return Ok(false);
    }
    tidy(folder).map(|()| true)
}

/// Puts right what an interrupted run left beside the folder, also what is only in the way.
pub(crate) fn tidy(folder: &Path) -> Result<(), Error> {
    swap::recover(folder).map_err(|error| {
        Problem::io("cannot tidy up after an interrupted run:", folder, &error).into()
    })
}

/// Links everything in a folder into another, but for what is `mine`; what cannot be linked is
/// copied.
fn keep(from: &Path, to: &Path, is_mine: &dyn Fn(&OsStr) -> bool) -> Result<(), Error> {
    let unread = |error: io::Error| Problem::io("cannot read", from, &error);
    for entry in fs::read_dir(from).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        let name = entry.file_name();
        if is_mine(&name) {
            continue;
        }
        let (path, place) = (entry.path(), to.join(&name));
        if entry.file_type().map_err(unread)?.is_dir() {
            fs::create_dir_all(&place)
                .map_err(|error| Problem::io("cannot create", &place, &error))?;
            keep(&path, &place, &|_| false)?;
        } else if fs::hard_link(&path, &place).is_err() {
            fs::copy(&path, &place).map_err(|error| Problem::io("cannot keep", &path, &error))?;
        }
    }
    Ok(())
}

fn write(place: &Path, text: &str) -> Result<(), Error> {
    fs::write(place, text).map_err(|error| Problem::io("cannot write", place, &error).into())
}
