//! Files of the index that were read already. An editor's macro server lives for days, so a file
//! is read again when its modification time or length is another.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use sf_schema::schema::index::IndexError;

/// What files of one kind hold, by path.
pub(super) struct Cache<T> {
    parse: fn(&str) -> Result<T, IndexError>,
    files: Mutex<BTreeMap<PathBuf, (Stamp, Arc<T>)>>,
}

/// Tells a file that was written again.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

impl<T> Cache<T> {
    pub(super) const fn new(parse: fn(&str) -> Result<T, IndexError>) -> Self {
        Self {
            parse,
            files: Mutex::new(BTreeMap::new()),
        }
    }

    /// What the file holds.
    ///
    /// # Errors
    /// It cannot be read, or is not what it should be: which file, and why.
    pub(super) fn get(&self, path: &Path) -> Result<Arc<T>, String> {
        let unreadable = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        let about = fs::metadata(path).map_err(|error| unreadable(&error))?;
        let stamp = Stamp {
            modified: about.modified().ok(),
            length: about.len(),
        };
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, value)) = files.get(path)
            && *known == stamp
            && stamp.modified.is_some()
        {
            return Ok(Arc::clone(value));
        }
        let text = fs::read_to_string(path).map_err(|error| unreadable(&error))?;
        let value = Arc::new((self.parse)(&text).map_err(|error| unreadable(&error))?);
        files.insert(path.to_owned(), (stamp, Arc::clone(&value)));
        Ok(value)
    }
}
