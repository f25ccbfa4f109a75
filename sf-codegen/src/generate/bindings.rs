//! Bindings for people to read and commit: made first, and then written or compared, all of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{ALLOW, Progress, folder, index_files, indexed, single_file};
use crate::fileset::{FileSet, Pending};
use crate::lock_file::LockFile;
use crate::model::Model;
use crate::{Changes, Error, Problem};

/// Where bindings are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// A folder of its own, with `mod.rs` and a file an object. Generated files in it that nothing
    /// stands for any more are removed.
    Folder(PathBuf),
    /// One file. Those beside it are somebody else's.
    File(PathBuf),
}

/// Bindings, made and not yet written.
#[derive(Debug)]
pub struct Bindings {
    folder: PathBuf,
    files: FileSet,
    /// The index and its folder.
    index: Option<(PathBuf, FileSet)>,
}

/// How much there is of the bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Size {
    /// Files.
    pub files: usize,
    /// Lines of all files.
    pub lines: usize,
    /// Bytes of all files.
    pub bytes: usize,
}

impl Output {
    /// A file where the path ends in `.rs`, otherwise a folder.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        if path.extension().is_some_and(|end| end == "rs") {
            Output::File(path)
        } else {
            Output::Folder(path)
        }
    }

    /// The file or the folder.
    pub fn path(&self) -> &Path {
        match self {
            Output::Folder(path) | Output::File(path) => path,
        }
    }
}

impl Bindings {
    /// Makes the bindings of the selected objects. Nothing is written.
    ///
    /// # Errors
    /// The path of the output has no name.
    pub fn make(model: &Model, output: &Output, progress: Progress<'_>) -> Result<Self, Error> {
        match output {
            Output::Folder(path) => Ok(Self {
                folder: path.clone(),
                files: folder(model, None, ALLOW, progress),
                index: None,
            }),
            Output::File(path) => {
                let name = path.file_name().and_then(OsStr::to_str);
                let Some(name) = name else {
                    return Err(Problem::new("this does not name a file").path(path).into());
                };
                Ok(Self {
                    folder: path.parent().unwrap_or(Path::new("")).to_owned(),
                    files: single_file(model, name, progress),
                    index: None,
                })
            }
        }
    }

    /// With the index by which `soql!` and `SoqlRow` know the org, in a folder of its own.
    #[must_use]
    pub fn with_index(mut self, model: &Model, folder: impl Into<PathBuf>) -> Self {
        self.index = Some((folder.into(), index_files(model, indexed(model))));
        self
    }

    /// What [`write`](Self::write) would do.
    ///
    /// # Errors
    /// A file that is there cannot be read.
    pub fn check(&self) -> Result<Changes, Error> {
        let mut changes = self.files.compare(&self.folder)?;
        if let Some((folder, files)) = &self.index {
            changes.extend(files.compare(folder)?);
        }
        Ok(changes)
    }

    /// Writes what changed, and the lock with it if that is not current: all of it or nothing. The
    /// index follows.
    ///
    /// # Errors
    /// Something cannot be read or written, or a file that was not generated is in the way.
    pub fn write(&self, lock: Option<&LockFile<'_>>) -> Result<Changes, Error> {
        let mut pending = Pending::default();
        if let Some(lock) = lock.filter(|lock| !lock.is_current()) {
            pending.stage(lock.path(), lock.text())?;
        }
        let mut changes = self.files.persist_with(&self.folder, pending)?;
        if let Some((folder, files)) = &self.index {
            changes.extend(files.persist(folder)?);
        }
        Ok(changes)
    }

    /// How much there is, whether or not it is written.
    pub fn size(&self) -> Size {
        let mut size = Size::default();
        for text in self.files.texts() {
            let text = text.unwrap_or_default();
            size.files += 1;
            size.lines += text.lines().count();
            size.bytes += text.len();
        }
        size
    }
}
