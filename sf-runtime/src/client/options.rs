//! What a call says about how it is done, beside what is done.

use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use super::ApiVersion;

/// Which assignment rule gives new accounts, cases and leads an owner (`Sforce-Auto-Assign`; the
/// org's default is its active rule).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assignment {
    /// The active rule.
    Active,
    /// None: the owner is as written.
    Off,
    /// The rule of this id.
    Rule(crate::types::Id),
}

/// What duplicate rules do to a write (`Sforce-Duplicate-Rule-Header`; API 52.0 and later, all
/// false by default).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DuplicateRules {
    /// Saves the record although a rule that alerts found others.
    pub allow_save: bool,
    /// Tells the fields of the records found, not only their ids.
    pub include_record_details: bool,
    /// Looks only at records that the user may see.
    pub run_as_current_user: bool,
}

/// What is added to the calls of one handle of a client.
#[derive(Debug, Clone, Default)]
pub(super) struct CallOptions {
    pub(super) headers: HeaderMap,
    /// What its requests have besides, which parts of a larger call do not inherit.
    pub(super) more: HeaderMap,
    pub(super) timeout: Option<Duration>,
    pub(super) version: Option<ApiVersion>,
}

impl Assignment {
    pub(super) fn header(&self) -> HeaderValue {
        match self {
            Self::Active => HeaderValue::from_static("TRUE"),
            Self::Off => HeaderValue::from_static("FALSE"),
            // An id is ASCII letters and digits.
            Self::Rule(id) => HeaderValue::from_str(id.as_str())
                .unwrap_or_else(|_| HeaderValue::from_static("TRUE")),
        }
    }
}

impl DuplicateRules {
    pub(super) fn header(self) -> HeaderValue {
        let text = format!(
            "allowSave={}, includeRecordDetails={}, runAsCurrentUser={}",
            self.allow_save, self.include_record_details, self.run_as_current_user
        );
        // Three words of true or false.
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}
