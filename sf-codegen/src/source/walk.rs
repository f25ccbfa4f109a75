//! Which files are looked at, and their bytes.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::{Error, Problem};

/// The longest file that is read, in bytes. Generated bindings of a large org are shorter.
const MAX_BYTES: u64 = 32 << 20;

/// How deep folders are followed.
const MAX_DEPTH: usize = 100;

/// What is at the paths and below, and what could not be looked at.
pub(super) fn files(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<Problem>), Error> {
    let mut walk = Walk::default();
    let mut missing = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => walk.folder(path, 0),
            Ok(_) => walk.file(path.clone()),
            Err(error) => missing.push(Problem::io("cannot read", path, &error)),
        }
    }
    Error::check(missing)?;
    Ok((walk.files, walk.problems))
}

/// The bytes of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |error: io::Error| Problem::io("cannot read", path, &error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    // A pipe of this name would never end.
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(Problem::new("this is not a file").path(path).into());
    }
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        let problem = Problem::new(format!("it is longer than {MAX_BYTES} bytes"));
        return Err(problem.path(path).into());
    }
    Ok(bytes)
}

/// Whether a file holds one query.
pub(super) fn is_soql(path: &Path) -> bool {
    has_extension(path, "soql")
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    /// Where the files really are.
    seen: BTreeSet<PathBuf>,
    problems: Vec<Problem>,
}

impl Walk {
    fn file(&mut self, path: PathBuf) {
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if self.seen.insert(real) {
            self.files.push(path);
        }
    }

    fn folder(&mut self, folder: &Path, depth: usize) {
        if depth > MAX_DEPTH {
            let deep = Problem::new(format!("folders nest deeper than {MAX_DEPTH} here"));
            self.problems.push(deep.path(folder));
            return;
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                self.problems
                    .push(Problem::io("cannot read", folder, &error));
                return;
            }
        };
        let is_crate = entries
            .iter()
            .any(|entry| entry.file_name() == "Cargo.toml");
        let mut paths: Vec<(PathBuf, bool)> = entries
            .iter()
            .filter(|entry| !is_hidden(&entry.file_name()))
            .filter_map(|entry| {
                let path = entry.path();
                let ty = entry.file_type().ok()?;
                // A link to a file is as good as the file; one to a folder may lead anywhere.
                let is_source = has_extension(&path, "rs") || is_soql(&path);
                let is_file = || fs::metadata(&path).is_ok_and(|there| there.is_file());
                if ty.is_dir() {
                    Some((path, true))
                } else if is_source && (ty.is_file() || ty.is_symlink() && is_file()) {
                    Some((path, false))
                } else {
                    None
                }
            })
            .collect();
        paths.sort();
        for (path, is_folder) in paths {
            if !is_folder {
                self.file(path);
            } else if !is_passed_over(&path, is_crate) {
                self.folder(&path, depth + 1);
            }
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// What nobody wrote by hand. A module may be called `target`, so that alone is no reason.
fn is_passed_over(folder: &Path, is_in_crate: bool) -> bool {
    let name = folder.file_name().unwrap_or_default();
    name == "target" && is_in_crate
        || name == "node_modules"
        || folder.join("CACHEDIR.TAG").exists()
}
