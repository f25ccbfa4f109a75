//! Files of the index that were read already. An editor's macro server lives for days, so a file
//! is read again when its modification time or length is another.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use sf_schema::schema::index::IndexError;

/// What files of one kind hold. They are as many as the objects that the queries touch: to look
/// through them costs less than to ask for the modification time of one.
pub(super) struct Cache<T> {
    parse: fn(&str) -> Result<T, IndexError>,
    files: Mutex<Vec<Known<T>>>,
}

struct Known<T> {
    path: PathBuf,
    stamp: Stamp,
    value: Arc<T>,
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
            files: Mutex::new(Vec::new()),
        }
    }

    /// What the file holds.
    ///
    /// # Errors
    /// It cannot be read, or is not what it should be: which file, and why.
    pub(super) fn get(&self, path: &Path) -> Result<Arc<T>, String> {
        let stamp = stamp(path)?;
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        // As bytes, not name by name.
        let mut known = files.iter_mut();
        let known = known.find(|known| known.path.as_os_str() == path.as_os_str());
        if let Some(known) = &known
            && known.stamp == stamp
            && stamp.modified.is_some()
        {
            return Ok(Arc::clone(&known.value));
        }
        let value = match (self.parse)(&text(path)?) {
            Ok(value) => Arc::new(value),
            Err(error) => return Err(unreadable(path, &error)),
        };
        let read = Known {
            path: path.to_owned(),
            stamp,
            value: Arc::clone(&value),
        };
        match known {
            Some(known) => *known = read,
            None => files.push(read),
        }
        Ok(value)
    }
}

fn stamp(path: &Path) -> Result<Stamp, String> {
    let about = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    Ok(Stamp {
        modified: about.modified().ok(),
        length: about.len(),
    })
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, why: &dyn Display) -> String {
    format!("{}: {why}", path.display())
}
