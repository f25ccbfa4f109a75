//! Why names cannot be assigned.

use std::fmt;

use super::identifier::is_identifier;
use super::scope::Clash;

/// All that stands in the way; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameErrors(Vec<NameError>);

/// One name that cannot be assigned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameError {
    /// The object, by API name.
    pub object: String,
    /// The field, by API name.
    pub field: Option<String>,
    /// The picklist value.
    pub value: Option<String>,
    /// What is wrong.
    pub problem: NameProblem,
}

/// What is wrong with a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NameProblem {
    /// The object or field is there twice.
    Duplicate,
    /// A rename matches nothing.
    Unmatched {
        /// The name that may have been meant.
        nearest: Option<String>,
    },
    /// A rename to what is no identifier, or one that generated code needs for itself.
    Refused {
        /// The name asked for.
        rust: String,
    },
    /// The names lock gives an object the API name of another one.
    Locked {
        /// That name.
        rust: String,
    },
    /// Two renames to one name.
    Clash {
        /// The name asked for.
        rust: String,
        /// Who else is renamed to it, by API name.
        other: String,
    },
}

impl NameErrors {
    pub(super) fn new(mut errors: Vec<NameError>) -> Self {
        errors.sort();
        errors.dedup();
        Self(errors)
    }

    /// The errors, ordered by object, field and value.
    pub fn iter(&self) -> std::slice::Iter<'_, NameError> {
        self.0.iter()
    }
}

impl NameError {
    pub(super) fn new(object: &str, problem: NameProblem) -> Self {
        Self {
            object: object.to_owned(),
            field: None,
            value: None,
            problem,
        }
    }

    /// An error whose problem is not known yet.
    pub(super) fn of(object: &str) -> Self {
        Self::new(object, NameProblem::Duplicate)
    }

    pub(super) fn in_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    pub(super) fn in_value(mut self, value: &str) -> Self {
        self.value = Some(value.to_owned());
        self
    }

    pub(super) fn because(mut self, problem: NameProblem) -> Self {
        self.problem = problem;
        self
    }
}

impl From<Clash<'_>> for NameProblem {
    fn from(clash: Clash<'_>) -> Self {
        NameProblem::Clash {
            rust: clash.rust.to_owned(),
            other: clash.other.to_owned(),
        }
    }
}

impl fmt::Display for NameErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.0.iter().enumerate() {
            let line = if i > 0 { "\n" } else { "" };
            write!(f, "{line}{error}")?;
        }
        Ok(())
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rename = !matches!(
            self.problem,
            NameProblem::Duplicate | NameProblem::Locked { .. }
        );
        f.write_str(if rename { "the rename of " } else { "" })?;
        match (&self.field, &self.value) {
            (None, _) => write!(f, "the object {}", self.object)?,
            (Some(field), None) => write!(f, "the field {}.{field}", self.object)?,
            (Some(field), Some(value)) => {
                write!(f, "the value {value:?} of {}.{field}", self.object)?;
            }
        }
        match &self.problem {
            NameProblem::Duplicate => f.write_str(" is in the snapshot twice"),
            NameProblem::Locked { rust } => write!(
                f,
                " is locked to the type `{rust}`, which is the API name of another object: \
                 correct names.lock, or restore it from version control"
            ),
            NameProblem::Unmatched { nearest: None } => f.write_str(" matches nothing"),
            NameProblem::Unmatched {
                nearest: Some(nearest),
            } => write!(f, " matches nothing: did you mean {nearest:?}?"),
            NameProblem::Refused { rust } if is_identifier(rust) => write!(
                f,
                " to `{rust}`: generated code needs that name for itself, choose another"
            ),
            NameProblem::Refused { rust } => write!(
                f,
                " to `{rust}`: not a Rust identifier (ASCII letters, digits, `_`, no keyword)"
            ),
            NameProblem::Clash { rust, other } => write!(
                f,
                " to `{rust}`: {other:?} is renamed to the same name, choose another for one of them"
            ),
        }
    }
}

impl std::error::Error for NameErrors {}

impl std::error::Error for NameError {}
