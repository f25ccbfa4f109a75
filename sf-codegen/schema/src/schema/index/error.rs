//! What can be wrong with an index file. Whoever opened the file adds its path.

use std::fmt;

use super::VERSION;

/// A text that is not an index of this version.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexError {
    /// The first line is not that of an index of the kind that was asked for.
    Foreign {
        /// `object` or `list`: what was asked for.
        expected: &'static str,
    },
    /// The index was written by another version.
    Version {
        /// The version that the index names.
        found: u32,
    },
    /// A line does not follow the format, or the end is missing.
    Damaged {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

impl IndexError {
    /// The line that is wrong, counted from 1.
    pub fn line(&self) -> usize {
        match self {
            IndexError::Foreign { .. } | IndexError::Version { .. } => 1,
            IndexError::Damaged { line, .. } => *line,
        }
    }

    pub(super) fn damaged(line: usize, problem: impl Into<String>) -> Self {
        IndexError::Damaged {
            line,
            problem: problem.into(),
        }
    }
}

impl fmt::Display for IndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IndexError::Foreign { expected } => write!(
                f,
                "line 1: not a schema index of kind `{expected}`: build again, so that sf-codegen \
                 writes the file anew"
            ),
            IndexError::Version { found } => write!(
                f,
                "line 1: the schema index has format {found}, this version reads format {VERSION}: \
                 build again with the same version of sf-codegen and sf-runtime"
            ),
            IndexError::Damaged { line, problem } => write!(
                f,
                "line {line}: {problem}: the schema index is damaged, build again, so that \
                 sf-codegen writes the file anew"
            ),
        }
    }
}

impl std::error::Error for IndexError {}
