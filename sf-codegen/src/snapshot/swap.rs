//! Puts a folder in the place of another, so that at every moment one of the two is there whole.
//!
//! Linux and macOS exchange two folders in one step. Where the system or the file system cannot, the
//! old folder is moved aside first; [`recover`] puts right what a run left that ended between the
//! two steps. Everything happens beside the folder, so nothing is copied.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::MANIFEST_FILE;
use super::beside::{beside, is_interrupted, old};

/// Where the folder is made that is to take the place of `folder`.
pub(super) fn staging(folder: &Path) -> PathBuf {
    beside(folder, "new")
}

/// Puts the staged folder in its place, and takes the old one away.
pub(super) fn into_place(folder: &Path) -> io::Result<()> {
    let new = staging(folder);
    if !folder.exists() {
        return fs::rename(&new, folder);
    }
    if exchange(&new, folder).is_ok() {
        // The new folder is in its place: what cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&new);
        return Ok(());
    }
    let aside = old(folder);
    remove(&aside)?;
    fs::rename(folder, &aside)?;
    if let Err(error) = fs::rename(&new, folder) {
        fs::rename(&aside, folder)?;
        return Err(error);
    }
    let _ = fs::remove_dir_all(&aside);
    Ok(())
}

/// Puts right what an interrupted run left: afterwards the old folder or the new one is in its
/// place, and nothing is beside it.
pub(super) fn recover(folder: &Path) -> io::Result<()> {
    let (new, old) = (staging(folder), old(folder));
    if is_interrupted(folder) {
        // The manifest is written last, so what has one is whole.
        let whole = if new.join(MANIFEST_FILE).exists() {
            &new
        } else {
            &old
        };
        fs::rename(whole, folder)?;
    }
    remove(&new)?;
    remove(&old)
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?;
    Ok(())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &Path, file: &str) {
        fs::create_dir_all(path).expect("a folder");
        fs::write(path.join(file), "").expect("a file");
    }

    fn names(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Each state that a run on a system without exchange can end in.
    #[test]
    fn after_an_interruption_one_of_the_two_is_in_its_place() {
        for (there, expected) in [
            (&["it", "new"][..], "old.json"),
            (&["it", "new", "whole"], "old.json"),
            (&["old", "new"], "old.json"),
            (&["old", "new", "whole"], MANIFEST_FILE),
            (&["it", "old"], "old.json"),
            (&["it"], "old.json"),
        ] {
            let root = tempfile::tempdir().expect("a temporary folder");
            let it = root.path().join("org");
            for part in there {
                match *part {
                    "it" => folder(&it, "old.json"),
                    "old" => folder(&beside(&it, "old"), "old.json"),
                    "new" => folder(&staging(&it), "new.json"),
                    _ => folder(&staging(&it), MANIFEST_FILE),
                }
            }
            recover(&it).expect("recovered");
            assert_eq!(names(root.path()), ["org"], "{there:?}");
            assert!(names(&it).contains(&expected.to_owned()), "{there:?}");
        }
    }

    #[test]
    fn the_new_folder_takes_the_place_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let it = root.path().join("org");
        for file in ["a.json", "b.json"] {
            folder(&staging(&it), file);
            into_place(&it).expect("swapped");
            assert_eq!(names(root.path()), ["org"]);
            assert_eq!(names(&it), [file]);
        }
    }
}
