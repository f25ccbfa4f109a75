//! What stops a fake org from starting or from taking a record.

use std::fmt;
use std::path::PathBuf;

/// Why a fake org did not start, or did not take a seeded record.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder of the snapshot cannot be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file of the snapshot holds no describe.
    Describe {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The snapshot holds no object at all.
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// Two describes have the same name.
    Twice {
        /// The object's API name.
        object: String,
        /// The second file.
        path: PathBuf,
    },
    /// The port cannot be listened on.
    Listen(std::io::Error),
    /// No key for JWT bearer could be made.
    Key,
    /// A seeded record was refused.
    Record {
        /// The object's API name.
        object: String,
        /// The error code that the API would answer.
        code: String,
        /// What is wrong.
        message: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, .. } => write!(f, "cannot read {}", path.display()),
            Self::Describe { path, message } => write!(f, "{}: {message}", path.display()),
            Self::Empty { path } => write!(
                f,
                "{} holds no describe: give the folder that `sf-codegen fetch` wrote",
                path.display()
            ),
            Self::Twice { object, path } => {
                write!(f, "{}: {object} is described twice", path.display())
            }
            Self::Listen(_) => f.write_str("cannot listen on 127.0.0.1"),
            Self::Key => f.write_str("cannot make an RSA key"),
            Self::Record {
                object,
                code,
                message,
            } => write!(f, "{object} record refused: {code}: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } | Self::Listen(source) => Some(source),
            _ => None,
        }
    }
}
