//! What stands beside a snapshot's folder while another one takes its place.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// `.salesforce.new` beside `salesforce`.
pub(crate) fn beside(folder: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(folder.file_name().unwrap_or_default());
    name.push(".");
    name.push(what);
    folder.with_file_name(name)
}

/// The old folder, while the new one is not in its place.
pub(super) fn old(folder: &Path) -> PathBuf {
    beside(folder, "old")
}

/// Whether a run ended after it had moved the folder aside and before it put the new one in its place.
/// Who reads must not put that right: the run may be at work.
pub(crate) fn is_interrupted(folder: &Path) -> bool {
    !folder.exists() && old(folder).exists()
}
