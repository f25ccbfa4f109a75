//! Files beside a snapshot's own that describe the same objects, so that nothing could read the folder.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::file_name;
use crate::Problem;
use crate::load;

/// A problem for each describe of one of these objects in a file that is not the snapshot's.
pub(super) fn described<'a>(
    folder: &Path,
    objects: impl Iterator<Item = &'a String>,
    is_replaced: impl Fn(&OsStr) -> bool,
) -> Vec<Problem> {
    // Where there is no folder yet, nothing is in it.
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let own: HashMap<String, String> = objects
        .map(|api| (api.to_lowercase(), file_name(api)))
        .collect();
    let mut others: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            load::is_describe_name(&name) && !is_replaced(&name)
        })
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    others.retain(|path| !own.values().any(|name| path.ends_with(name)));
    others.sort();
    let mut problems = Vec::new();
    for path in others {
        for file in load::read(&path).unwrap_or_default() {
            // What is no describe is told by whoever reads the snapshot.
            for describe in load::parse(&file).unwrap_or_default() {
                let Some(name) = own.get(&describe.name.to_lowercase()) else {
                    continue;
                };
                let message = format!(
                    "the object is described here, and the snapshot has it in {}",
                    folder.join(name).display()
                );
                let help = "remove this file or move it out of the folder, and run this again";
                let problem = Problem::new(message).path(&path).help(help);
                problems.push(problem.object(&*describe.name));
            }
        }
    }
    problems
}
