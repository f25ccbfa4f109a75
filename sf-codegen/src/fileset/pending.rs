//! Files on their way to the disk, all of them or none.
//!
//! Each is written whole beside its place; only when all are there are they moved. What is left
//! undone is taken away again, folders made for it included. This module must not know what the
//! files are.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Error, Problem, parallel};

use super::failed;

/// Files that are written and not yet in their places. Dropped, they are gone.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    /// Where each file is, and where it belongs.
    moves: Vec<(PathBuf, PathBuf)>,
    /// Folders that were made, the innermost first.
    folders: Vec<PathBuf>,
}

impl Pending {
    /// Writes a file beside its place.
    pub(crate) fn stage(&mut self, place: &Path, text: &str) -> Result<(), Error> {
        self.stage_all(&[(place.to_owned(), text)])
    }

    /// Writes files beside their places, on every core.
    pub(crate) fn stage_all(&mut self, files: &[(PathBuf, &str)]) -> Result<(), Error> {
        let mut folder = None;
        for (place, _) in files {
            if place.parent() != folder {
                folder = place.parent();
                folder.map_or(Ok(()), |folder| self.create(folder))?;
            }
            if place.is_dir() {
                return Err(Problem::new("a folder is where this file belongs")
                    .path(place)
                    .help("move the folder, or choose another output path")
                    .into());
            }
            self.moves.push((beside(place), place.clone()));
        }
        parallel::map(files, |(place, text)| {
            fs::write(beside(place), text).map_err(|error| failed("write", place, &error))
        })
        .into_iter()
        .collect()
    }

    /// Moves every file to its place.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        while let Some((beside, place)) = self.moves.last() {
            fs::rename(beside, place).map_err(|error| failed("write", place, &error))?;
            self.moves.pop();
        }
        self.folders.clear();
        Ok(())
    }

    fn create(&mut self, folder: &Path) -> Result<(), Error> {
        let missing: Vec<PathBuf> = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
            .map(Path::to_owned)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.folders.splice(0..0, missing);
        fs::create_dir_all(folder).map_err(|error| failed("create", folder, &error))
    }
}

/// Where a file waits.
fn beside(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    place.with_file_name(name)
}

impl Drop for Pending {
    fn drop(&mut self) {
        for (beside, _) in &self.moves {
            let _ = fs::remove_file(beside);
        }
        for folder in &self.folders {
            // Refused by the system where somebody put a file into it.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_what_was_not_committed() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let mut pending = Pending::default();
        let place = root.path().join("a/b/c.rs");
        pending.stage(&place, "x").expect("staged");
        assert!(place.parent().is_some_and(Path::is_dir) && !place.exists());
        drop(pending);
        assert!(!root.path().join("a").exists());
    }

    #[test]
    fn a_committed_file_is_whole_and_alone() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let mut pending = Pending::default();
        for (path, text) in [("a/b.rs", "b"), ("c.rs", "c")] {
            pending
                .stage(&root.path().join(path), text)
                .expect("staged");
        }
        pending.commit().expect("committed");
        assert_eq!(
            fs::read_to_string(root.path().join("a/b.rs"))
                .ok()
                .as_deref(),
            Some("b")
        );
        assert_eq!(
            fs::read_to_string(root.path().join("c.rs")).ok().as_deref(),
            Some("c")
        );
        assert_eq!(fs::read_dir(root.path()).expect("the folder").count(), 2);
    }
}
