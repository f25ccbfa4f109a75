//! What is wrong with a column of a record.

use std::fmt;

/// A column that is not what describe says.
///
/// It passes through serde as text, and `Fault::parts` takes it apart again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path of the column in the record; empty for the record as a whole.
    path: String,
    reason: String,
}

const BEFORE: &str = "column `";
const BETWEEN: &str = "`: ";

impl Fault {
    #[cfg(feature = "client")]
    pub(crate) fn new(path: &str, reason: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
        }
    }

    /// The same, inside of a column.
    #[cfg(feature = "client")]
    pub(crate) fn below(self, column: &str) -> Self {
        let path = match self.path.as_str() {
            "" => column.to_owned(),
            inner => format!("{column}.{inner}"),
        };
        Self { path, ..self }
    }

    /// The path and the reason in a message that is a fault.
    pub(crate) fn parts(message: &str) -> Option<(&str, &str)> {
        message.strip_prefix(BEFORE)?.split_once(BETWEEN)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.reason);
        }
        write!(f, "{BEFORE}{}{BETWEEN}{}", self.path, self.reason)
    }
}

impl std::error::Error for Fault {}
