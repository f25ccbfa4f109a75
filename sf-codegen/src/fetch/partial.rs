//! What has been fetched so far, kept beside the snapshot for a run that has to go on.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::problem;
use crate::snapshot::{FORMAT, MANIFEST_FILE, Manifest, beside, file_name};
use crate::{Error, Problem, fileset};

/// A folder of the objects that are there.
#[derive(Debug)]
pub(super) struct Partial {
    claim: Claim,
    begun: Begun,
    /// Names of the files that are whole.
    done: HashSet<OsString>,
}

/// The folder, which no other run uses meanwhile.
#[derive(Debug)]
pub(super) struct Claim {
    folder: PathBuf,
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    _lock: fs::File,
}

/// What the objects are of.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Begun {
    format: u32,
    tool: String,
    org_id: Option<String>,
    api_version: Option<String>,
    as_of: Option<Timestamp>,
    /// Every object of the org.
    names: Vec<String>,
}

impl Partial {
    /// Goes on with what a run before has left, if that was of the same org.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(super) fn open(claim: Claim, manifest: &Manifest, anew: bool) -> Result<Self, Error> {
        let mut partial = Self {
            claim,
            begun: Begun::default(),
            done: HashSet::new(),
        };
        let text = fs::read(partial.claim.folder.join(MANIFEST_FILE)).unwrap_or_default();
        let begun: Begun = serde_json::from_slice(&text).unwrap_or_default();
        let same = Begun {
            as_of: begun.as_of,
            names: Vec::new(),
            ..of(manifest)
        };
        let names = begun.names.clone();
        let is_same = same
            == Begun {
                names: Vec::new(),
                ..begun
            };
        if is_same && same.org_id.is_some() && same.as_of.is_some() && !anew {
            partial.begun = Begun { names, ..same };
            partial.done = partial.files()?.into_iter().collect();
        }
        Ok(partial)
    }

    /// The time that what is there is of; none where nothing is.
    pub(super) fn as_of(&self) -> Option<Timestamp> {
        self.begun.as_of
    }

    /// Every object of the org.
    pub(super) fn names(&self) -> &[String] {
        &self.begun.names
    }

    /// Starts from nothing.
    pub(super) fn begin(
        &mut self,
        manifest: &Manifest,
        as_of: Option<Timestamp>,
        names: Vec<String>,
    ) -> Result<(), Error> {
        self.done.clear();
        let begun = self.claim.folder.join(MANIFEST_FILE);
        // Without it nothing else in the folder counts.
        match fs::remove_file(&begun) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Problem::io("cannot remove", begun, &error).into());
            }
            _ => {}
        }
        for name in self.files()? {
            let path = self.claim.folder.join(name);
            fs::remove_file(&path).map_err(|error| Problem::io("cannot remove", path, &error))?;
        }
        self.begun = Begun {
            as_of,
            names,
            ..of(manifest)
        };
        // Numbers and strings can always be written.
        let text = serde_json::to_string(&self.begun).unwrap_or_default();
        fileset::write(&begun, &text)
    }

    /// The text of an object that is there.
    pub(super) fn text(&self, api: &str) -> Option<String> {
        let name = OsString::from(file_name(api));
        if !self.done.contains(&name) {
            return None;
        }
        fs::read_to_string(self.claim.folder.join(name)).ok()
    }

    /// Keeps an object. It is there whole or not at all.
    pub(super) fn keep(&self, api: &str, text: &str) -> Result<(), Error> {
        let place = self.claim.folder.join(file_name(api));
        let beside = place.with_extension("tmp");
        fs::write(&beside, text)
            .and_then(|()| fs::rename(&beside, &place))
            .map_err(|error| Problem::io("cannot write", place, &error).into())
    }

    /// A failure that ends the run, and how to go on.
    pub(super) fn advise(&self, error: &sf_runtime::Error) -> Error {
        self.kept(problem(error)).into()
    }

    /// A problem that ends the run, and how to go on.
    pub(super) fn kept(&self, problem: Problem) -> Problem {
        let kept = "what was fetched is kept: run the command again to go on";
        let help = match &problem.help {
            Some(help) => format!("{help}; {kept}"),
            None => kept.to_owned(),
        };
        problem.help(help)
    }

    /// Lets go of what is there, when all is in the snapshot.
    pub(super) fn remove(&self) {
        let _ = fs::remove_file(self.claim.folder.join(MANIFEST_FILE));
    }

    /// Names of the objects' files.
    fn files(&self) -> Result<Vec<OsString>, Error> {
        let unread = |error: io::Error| Problem::io("cannot read", &self.claim.folder, &error);
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.claim.folder).map_err(unread)? {
            let name = entry.map_err(unread)?.file_name();
            let is_json = Path::new(&name)
                .extension()
                .is_some_and(|end| end == "json");
            if is_json && name != MANIFEST_FILE {
                files.push(name);
            }
        }
        Ok(files)
    }
}

fn of(manifest: &Manifest) -> Begun {
    Begun {
        format: FORMAT,
        tool: manifest.tool.clone(),
        org_id: manifest.org_id.clone(),
        api_version: manifest.api_version.clone(),
        ..Begun::default()
    }
}

impl Claim {
    /// Beside this snapshot.
    ///
    /// # Errors
    /// The folder cannot be written to, or another run is at work.
    pub(super) fn beside(snapshot: &Path) -> Result<Self, Error> {
        let folder = beside(snapshot, "partial");
        fs::create_dir_all(&folder)
            .map_err(|error| Problem::io("cannot create", &folder, &error))?;
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        let lock = lock(&folder)?;
        // Nobody commits it.
        fs::write(folder.join(".gitignore"), "*\n")
            .map_err(|error| Problem::io("cannot write into", &folder, &error))?;
        Ok(Self {
            folder,
            #[cfg(any(target_os = "linux", target_os = "macos"))]
            _lock: lock,
        })
    }
}

/// Where nothing is begun, nothing stays.
impl Drop for Claim {
    fn drop(&mut self) {
        if !self.folder.join(MANIFEST_FILE).exists() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Keeps another run out, until this one ends, however it ends.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn lock(folder: &Path) -> Result<fs::File, Error> {
    use rustix::fs::{FlockOperation, flock};

    let path = folder.join(".lock");
    let failed = |error: io::Error| Problem::io("cannot lock", &path, &error);
    let file = fs::File::create(&path).map_err(failed)?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(Problem::new("another fetch is at work here")
            .path(folder)
            .help("wait until it has ended")
            .into()),
        // A file system without locks.
        Err(_) => Ok(file),
    }
}
