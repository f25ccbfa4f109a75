//! The REST resources without HTTP: a request and who sends it in, a response out.
//!
//! [`dispatch`] routes every resource below `/services/data/vXX.X`. A composite calls it again for
//! each subrequest with the same [`Call`], so that a record is written by one code whichever way it
//! came, and one savepoint of the store takes them all back.
//!
//! Must not know: sockets, tokens, faults of the network.

use std::fmt::{self, Write as _};

use crate::id::Id;
use crate::org::Org;
use crate::store::Store;

mod blob;
mod body;
mod collections;
mod composite;
mod conditional;
mod describe;
mod discovery;
mod error;
mod limits;
mod multipart;
mod record;
mod relationship;
mod replication;
mod request;
mod response;
mod route;
mod upsert;

pub(crate) use body::{JsonRecord, parse, place};
pub(crate) use collections::row_locked;
pub(crate) use discovery::versions;
pub(crate) use error::ApiError;
pub(crate) use request::ApiRequest;
pub(crate) use response::{ApiResponse, Body, PageInfo};
pub(crate) use route::{dispatch, template};

/// What a resource answers.
pub(crate) type Outcome = Result<ApiResponse, ApiError>;

/// A call under way: the org, its records, and who calls which version.
pub(crate) struct Call<'a> {
    pub(crate) org: &'a Org,
    pub(crate) store: &'a mut Store,
    pub(crate) context: Context,
}

/// Who calls, and which version.
#[derive(Debug, Clone, Default)]
pub(crate) struct Context {
    pub(crate) version: Version,
    pub(crate) user: Option<Id>,
    /// Positions in a collection whose rows somebody else holds.
    pub(crate) locked: Vec<usize>,
    /// Positions in a composite for which no call of the day is left.
    pub(crate) limited: Vec<usize>,
}

/// An API version, such as 66.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u16);

impl Version {
    pub(crate) const OLDEST: Self = Self(31);
    pub(crate) const LATEST: Self = Self(66);
    /// The first that was ever retired, and the last.
    pub(crate) const RETIRED: std::ops::RangeInclusive<u16> = 7..=30;

    /// Reads `v66.0`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('v')?.strip_suffix(".0")?;
        let plain = !digits.starts_with(['+', '0']);
        digits.parse().ok().filter(|_| plain).map(Self)
    }

    /// As [`Display`](fmt::Display) has it, for what every record says.
    pub(crate) fn write(self, out: &mut String) {
        if let (tens @ 1..10, ones) = (self.0 / 10, self.0 % 10) {
            out.push('v');
            out.extend([tens, ones].map(|digit| char::from(b'0' + digit as u8)));
            out.push_str(".0");
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "{self}");
        }
    }

    pub(crate) fn is_served(self) -> bool {
        (Self::OLDEST..=Self::LATEST).contains(&self)
    }
}

impl Default for Version {
    fn default() -> Self {
        Self::LATEST
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.0", self.0)
    }
}
