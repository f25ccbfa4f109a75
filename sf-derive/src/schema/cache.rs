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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use sf_schema::schema::index::{Settings, read_settings, write_settings};

    fn text(bindings: &str) -> String {
        write_settings(&Settings {
            bindings: bindings.to_owned(),
            ..Settings::default()
        })
    }

    /// A file that is another one with every write, however coarse its clock.
    struct File {
        path: PathBuf,
        writes: u64,
    }

    impl File {
        fn new(name: &str) -> Self {
            let name = format!("sf-derive-cache-{name}-{}", std::process::id());
            Self {
                path: std::env::temp_dir().join(name),
                writes: 0,
            }
        }

        fn write(&mut self, text: &str) {
            fs::write(&self.path, text).expect("a file");
            self.writes += 1;
            let file = fs::File::options().append(true).open(&self.path);
            file.and_then(|file| {
                file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(self.writes))
            })
            .expect("a time");
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.path);
        }
    }

    #[test]
    fn a_file_is_read_again_when_it_is_another_and_only_then() {
        static READ: AtomicUsize = AtomicUsize::new(0);
        fn read(text: &str) -> Result<Settings, IndexError> {
            READ.fetch_add(1, Ordering::Relaxed);
            read_settings(text)
        }
        let cache = Cache::new(read);
        let mut file = File::new("again");
        file.write(&text("crate::a"));
        for _ in 0..3 {
            assert_eq!(cache.get(&file.path).expect("it is").bindings, "crate::a");
        }
        assert_eq!(READ.load(Ordering::Relaxed), 1);
        // As long as before.
        file.write(&text("crate::b"));
        for _ in 0..3 {
            assert_eq!(cache.get(&file.path).expect("it is").bindings, "crate::b");
        }
        assert_eq!(READ.load(Ordering::Relaxed), 2);
        // At the same time as before.
        file.writes -= 1;
        file.write(&text("crate::longer"));
        let longer = cache.get(&file.path).expect("it is");
        assert_eq!(longer.bindings, "crate::longer");
        assert_eq!(READ.load(Ordering::Relaxed), 3);
    }

    #[test]
    fn a_file_that_is_gone_or_cut_off_is_an_error_until_it_is_back() {
        let cache = Cache::new(read_settings);
        let mut file = File::new("gone");
        let whole = text("crate::a");
        let said = |cache: &Cache<Settings>, file: &File| {
            let said = cache.get(&file.path).expect_err("it cannot be read");
            assert!(said.starts_with(&*file.path.to_string_lossy()), "{said}");
        };
        said(&cache, &file);
        file.write(&whole);
        assert!(cache.get(&file.path).is_ok());
        file.write(&whole[..whole.len() / 2]);
        said(&cache, &file);
        said(&cache, &file);
        fs::remove_file(&file.path).expect("it is there");
        said(&cache, &file);
        file.write(&text("crate::b"));
        assert_eq!(cache.get(&file.path).expect("it is").bindings, "crate::b");
    }
}
