//! Reads describe JSON from disk.
//!
//! [`read`] takes the texts, [`parse`] makes describes of one text, [`duplicates`] compares the texts.
//! They are apart so that an object whose file has the [hash](SourceFile::hash) of the last run need
//! not be parsed again, and so that texts can be parsed in parallel. A file holds a describe answer, a
//! list of them, or the whole answer of `/composite/batch` or `/composite`. What cannot be used is
//! refused, all of it at once, with file, position, object and field.
//!
//! This module must not know the schema model, the names of Rust items or what is generated.

mod diagnose;
mod object_name;
mod parts;
mod place;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sf_runtime::describe::SObjectDescribe;

use crate::digest::Digest;
use crate::error::{Error, Problem};
use crate::{parallel, snapshot};

/// What to do about a file that was damaged.
const TAKE_AGAIN: &str = "take the describe from the org again";

/// A file of a snapshot, read but not parsed.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    hash: u64,
    /// Why there is no text.
    fault: Option<Box<Problem>>,
}

impl SourceFile {
    /// A file of these bytes, which need not exist on disk.
    ///
    /// Bytes that are not UTF-8 are reported by [`parse`], so that one such file does not hide what
    /// is wrong with the others. A byte order mark is passed over.
    pub fn new(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Self {
        let path = path.into();
        let hash = Digest::of_text(&bytes);
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                Self {
                    path,
                    text,
                    hash,
                    fault: None,
                }
            }
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                let (line, column) = place::of(&text, valid);
                let problem = Problem::new("the file is not UTF-8")
                    .position(line, column)
                    .help(TAKE_AGAIN);
                Self::faulty(path, hash, problem)
            }
        }
    }

    /// A file of this text, whose hash is known; it has no byte order mark.
    #[cfg(feature = "fetch")]
    pub(crate) fn known(path: PathBuf, text: String, hash: u64) -> Self {
        Self {
            path,
            text,
            hash,
            fault: None,
        }
    }

    fn faulty(path: PathBuf, hash: u64, problem: Problem) -> Self {
        Self {
            fault: Some(Box::new(problem.path(&path))),
            path,
            text: String::new(),
            hash,
        }
    }

    fn open(path: PathBuf) -> Self {
        match fs::read(&path) {
            Ok(bytes) => Self::new(path, bytes),
            Err(error) => {
                let problem = Problem::new(format!("the file cannot be read: {error}"));
                Self::faulty(path, 0, problem)
            }
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds, without a byte order mark; empty where it could not be read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Tells one content from another, whatever the line ends (git changes them); the same on every
    /// machine and for every version of this package, since snapshots record it. Not made to
    /// withstand an attack.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Whether it could not be read as text, of which [`parse`] tells.
    pub(crate) fn is_faulty(&self) -> bool {
        self.fault.is_some()
    }
}

/// Reads a folder of describe files, or one such file.
///
/// Of a folder, these are passed over: what lies in folders below it, files whose name does not end
/// in `.json`, and files whose name begins with `.` or `_`. The files come ordered by name. One that
/// cannot be read is reported by [`parse`].
///
/// # Errors
/// There is nothing at `path`, or no describe file in the folder.
pub fn read(path: &Path) -> Result<Vec<SourceFile>, Error> {
    let paths = paths(path)?;
    Ok(parallel::map(&paths, |path| SourceFile::open(path.clone())))
}

/// The same of a folder in which these files, by name, have just been written.
#[cfg(feature = "fetch")]
pub(crate) fn read_but(
    path: &Path,
    mut written: HashMap<std::ffi::OsString, SourceFile>,
) -> Result<Vec<SourceFile>, Error> {
    let file = |path: PathBuf| {
        let written = path.file_name().and_then(|name| written.remove(name));
        written.unwrap_or_else(|| SourceFile::open(path))
    };
    Ok(paths(path)?.into_iter().map(file).collect())
}

/// Where the files are, ordered by name.
fn paths(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |error: io::Error| {
        let problem = if error.kind() == io::ErrorKind::NotFound && snapshot::is_interrupted(path) {
            Problem::new("the snapshot was about to be replaced, and that was interrupted").help(format!(
                "run `sf-codegen snapshot {}`, which puts the old one or the new one in its place, \
                 unless a fetch is at work",
                path.display()
            ))
        } else if error.kind() == io::ErrorKind::NotFound {
            Problem::new("there is no such folder or file of describe JSON").help(
                "take a snapshot of the org with `sf-codegen fetch`, put describes there, or \
                 correct the path (a relative one starts in this folder, in a build script in the crate's)",
            )
        } else {
            Problem::new(format!("the snapshot cannot be read: {error}"))
        };
        problem.path(path)
    };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let found = entry.path();
        // A link that leads nowhere is kept: it is a file that cannot be read.
        let is_file = fs::metadata(&found).map_or(true, |metadata| metadata.is_file());
        if is_file && is_describe_name(&entry.file_name()) {
            paths.push(found);
        }
    }
    if paths.is_empty() {
        return Err(Problem::new("the folder holds no describe file (*.json)")
            .path(path)
            .help("take a snapshot of the org with `sf-codegen fetch`, or put describes there")
            .into());
    }
    paths.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    Ok(paths)
}

/// Whether a file of this name is taken for a describe.
pub(crate) fn is_describe_name(name: &OsStr) -> bool {
    let hidden = matches!(name.as_encoded_bytes().first(), Some(b'.' | b'_'));
    let json = Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    json && !hidden
}

/// The describes of a file, in its order.
///
/// Each has a name that is safe as a file name, and fields, which all have a type and a name of their
/// own.
///
/// # Errors
/// Everything in the file that cannot be used: it is not UTF-8 or not JSON, it holds something other
/// than describes (an error that the org answered, for one), an object has no fields or a name that
/// could lead out of a folder, a field has no name, no type or the name of another field.
pub fn parse(file: &SourceFile) -> Result<Vec<SObjectDescribe<'_>>, Error> {
    if let Some(fault) = &file.fault {
        return Err(Error::new(vec![(**fault).clone()]));
    }
    parts::Reader::new(file).read()
}

/// The describe that a text is, where it is one that can be used and nothing else; of anything else
/// [`parse`] says what it is.
#[cfg(feature = "fetch")]
pub(crate) fn sound(text: &str) -> Option<SObjectDescribe<'_>> {
    parts::sound(text)
}

/// The merge conflict that the file holds, without help.
pub(crate) fn conflict(file: &SourceFile) -> Option<Problem> {
    diagnose::conflict(file)
}

/// A problem for each object that was there before, given all objects by API name and file.
///
/// Salesforce does not tell API names apart by case.
pub fn duplicates<'a>(objects: impl IntoIterator<Item = (&'a str, &'a Path)>) -> Vec<Problem> {
    let mut seen: HashMap<String, (&str, &Path)> = HashMap::new();
    let mut problems = Vec::new();
    for (object, path) in objects {
        let Some((earlier, elsewhere)) = seen.get(&object.to_lowercase()) else {
            seen.insert(object.to_lowercase(), (object, path));
            continue;
        };
        let place = if *elsewhere == path {
            "twice in this file".to_owned()
        } else {
            format!("here and in {}", elsewhere.display())
        };
        let spelling = if *earlier == object {
            String::new()
        } else {
            format!(" (there as `{earlier}`: case does not tell API names apart)")
        };
        problems.push(
            Problem::new(format!("the object is described {place}{spelling}"))
                .path(path)
                .object(object)
                .help("keep the describe that was taken last and remove the other"),
        );
    }
    problems
}

#[cfg(test)]
mod tests;
