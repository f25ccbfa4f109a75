//! Versions of the API.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::call::{Call, Path, Request, Response};
use crate::error::Error;

/// A version of the API, such as 66.0, to which a client is pinned: an org keeps old versions as
/// they were, so an upgrade of the org changes nothing for a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion(u16);

/// One version that an org has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrgVersion {
    /// The release's name, such as `Spring '26`.
    pub label: String,
    /// The path of the version's resources.
    pub url: String,
    /// The version, such as `66.0`.
    pub version: String,
}

/// The versions that an org has, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct Versions;

impl ApiVersion {
    /// Spring '26, for which this library is made.
    pub const V66: Self = Self(66);
    /// The oldest that Salesforce serves: 21.0 to 30.0 are retired.
    pub const OLDEST: Self = Self(31);

    /// Version `major`.0.
    ///
    /// # Errors
    /// It is retired.
    pub fn new(major: u16) -> Result<Self, Error> {
        if major < Self::OLDEST.0 {
            return Err(Error::request(format!(
                "API version {major}.0 is retired: the oldest is {}",
                Self::OLDEST
            )));
        }
        Ok(Self(major))
    }

    /// The number before the point.
    pub fn major(self) -> u16 {
        self.0
    }

    /// `/services/data/v66.0`
    pub(crate) fn root(self) -> String {
        format!("/services/data/v{self}")
    }
}

impl Default for ApiVersion {
    fn default() -> Self {
        Self::V66
    }
}

impl FromStr for ApiVersion {
    type Err = Error;

    /// Reads `66.0`, `v66.0` or `66`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.strip_prefix(['v', 'V']).unwrap_or(text);
        let digits = digits.strip_suffix(".0").unwrap_or(digits);
        let major = digits.parse().map_err(|_| {
            Error::request(format!(
                "{text:?} is not an API version: it should look like 66.0"
            ))
        })?;
        Self::new(major)
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.0", self.0)
    }
}

impl Call for Versions {
    type Output = Vec<OrgVersion>;

    fn request(&self) -> Result<Request, Error> {
        let path = Path::Org("/services/data/".to_owned());
        Ok(Request::at(http::Method::GET, path, "/services/data/"))
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        response.json()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_read_in_every_usual_form() {
        for text in ["66.0", "v66.0", "66", "V66"] {
            assert_eq!(text.parse::<ApiVersion>().ok(), Some(ApiVersion::V66));
        }
        for text in ["", "30.0", "v", "66.1", "-1", "99999", "66.0/.."] {
            assert!(text.parse::<ApiVersion>().is_err(), "{text}");
        }
        assert_eq!(ApiVersion::V66.root(), "/services/data/v66.0");
    }
}
