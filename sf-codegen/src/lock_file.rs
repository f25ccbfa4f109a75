//! The names lock of a snapshot as a file: whether it is current, and what it should hold.
//!
//! This module must not know how names are chosen.

use std::path::Path;

use crate::Error;
use crate::fileset;
use crate::model::Snapshot;
use crate::names::NamesLock;

/// The lock file that a snapshot should have.
#[derive(Debug, Clone)]
pub struct LockFile<'a> {
    path: &'a Path,
    text: String,
    is_current: bool,
}

impl<'a> LockFile<'a> {
    /// The file of a lock for this snapshot, [`Model::lock`](crate::model::Model::lock); none for a
    /// snapshot that is one file.
    pub fn new(snapshot: &'a Snapshot, lock: &NamesLock) -> Option<Self> {
        Some(Self {
            path: snapshot.lock_path()?,
            text: lock.render(),
            // What it says counts, not its line ends.
            is_current: snapshot.lock() == lock,
        })
    }

    /// Where it is or would be.
    pub fn path(&self) -> &Path {
        self.path
    }

    /// What it should hold.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file that was read says the same.
    pub fn is_current(&self) -> bool {
        self.is_current
    }

    /// Writes it, unless it is current. Says whether it was written.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self) -> Result<bool, Error> {
        if !self.is_current {
            fileset::write(self.path, &self.text)?;
        }
        Ok(!self.is_current)
    }
}
