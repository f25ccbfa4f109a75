//! A job as the org describes it.

use std::fmt;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer};

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::Error;
use crate::types::datetime::parse_datetime;
use crate::types::{Id, Timestamp};

macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// One that has no name here.
            Other(Box<str>),
        }

        impl $name {
            /// As the org spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Ok(match &*text {
                    $($text => Self::$variant,)*
                    _ => Self::Other(text.into()),
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

open_enum! {
    /// How far a job is.
    JobState {
        /// It waits for its data.
        Open = "Open",
        /// Its data are there and it waits for its turn.
        UploadComplete = "UploadComplete",
        /// The org works on it.
        InProgress = "InProgress",
        /// Every record was tried. Some may have failed: see
        /// [`number_records_failed`](JobInfo::number_records_failed).
        JobComplete = "JobComplete",
        /// The job as a whole failed; records that were done stay done.
        Failed = "Failed",
        /// It was stopped; records that were done stay done.
        Aborted = "Aborted",
    }
}

open_enum! {
    /// What a job does.
    JobOperation {
        /// Creates records.
        Insert = "insert",
        /// Updates records by id.
        Update = "update",
        /// Creates or updates records by an external ID.
        Upsert = "upsert",
        /// Puts records into the recycle bin.
        Delete = "delete",
        /// Deletes records for good.
        HardDelete = "hardDelete",
        /// Reads records.
        Query = "query",
        /// Reads records, deleted and archived ones too.
        QueryAll = "queryAll",
    }
}

/// Which of the two kinds of jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// One that writes (`jobs/ingest`).
    Ingest,
    /// One that reads (`jobs/query`).
    Query,
}

/// Asks how far a job is.
///
/// ```
/// use sf_runtime::Call;
/// use sf_runtime::bulk::{GetJob, JobKind};
///
/// let get = GetJob::new(JobKind::Ingest, "750ak000009Dl5bAAC".parse()?);
/// assert_eq!(get.request()?.path_below("v66.0"), "v66.0/jobs/ingest/750ak000009Dl5bAAC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetJob {
    kind: JobKind,
    id: Id,
}

/// A job of Bulk API 2.0.
///
/// The answers to making and to changing a job have fewer of these than the one to asking for it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct JobInfo {
    /// The job.
    pub id: Id,
    /// What it does.
    pub operation: JobOperation,
    /// API name of the object that it is about.
    #[serde(default)]
    pub object: Option<String>,
    /// Who made it.
    #[serde(default)]
    pub created_by_id: Option<Id>,
    /// When it was made.
    #[serde(default, deserialize_with = "instant")]
    pub created_date: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "instant")]
    pub system_modstamp: Option<Timestamp>,
    /// How far it is.
    pub state: JobState,
    /// API name of the external-ID field of an upsert.
    #[serde(default)]
    pub external_id_field_name: Option<String>,
    /// The version of the API that it was made with, such as `60.0`; the org writes it as a number,
    /// and its documentation as text.
    #[serde(default, deserialize_with = "version")]
    pub api_version: Option<String>,
    /// Where its data go, while it is open. Without a leading slash.
    #[serde(default)]
    pub content_url: Option<String>,
    /// `LF` or `CRLF`.
    #[serde(default)]
    pub line_ending: Option<String>,
    /// `COMMA`, `TAB` and others.
    #[serde(default)]
    pub column_delimiter: Option<String>,
    /// Records that were tried, those that failed among them.
    #[serde(default)]
    pub number_records_processed: Option<u64>,
    /// Records that failed. Not a reason for [`JobState::Failed`].
    #[serde(default)]
    pub number_records_failed: Option<u64>,
    /// How often the org tried a batch again.
    #[serde(default)]
    pub retries: Option<u64>,
    /// Milliseconds that the org worked on it.
    #[serde(default)]
    pub total_processing_time: Option<u64>,
    /// Why the job as a whole failed.
    #[serde(default)]
    pub error_message: Option<String>,
}

impl GetJob {
    /// Of this kind, with this id.
    pub fn new(kind: JobKind, id: Id) -> Self {
        Self { kind, id }
    }
}

impl JobState {
    /// Whether nothing more will happen.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::JobComplete | Self::Failed | Self::Aborted)
    }
}

impl Call for GetJob {
    type Output = JobInfo;

    fn request(&self) -> Result<Request, Error> {
        let template = match self.kind {
            JobKind::Ingest => "jobs/ingest/{id}",
            JobKind::Query => "jobs/query/{id}",
        };
        Request::get(template, &[self.id.as_str()])
    }

    fn decode(response: Response) -> Result<JobInfo, Error> {
        response.json()
    }
}

/// Jobs.
impl Client {
    /// How far a job is.
    ///
    /// # Errors
    /// There is no such job of this kind, and whatever else is in [`Error`].
    pub async fn job(&self, kind: JobKind, id: Id) -> Result<JobInfo, Error> {
        self.call(&GetJob::new(kind, id)).await
    }
}

fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let Some(text) = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)? else {
        return Ok(None);
    };
    parse_datetime(&text)
        .map(Some)
        .ok_or_else(|| D::Error::custom(format_args!("{text:?} is not an instant")))
}

/// A number or a text.
fn version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Version;

    impl Visitor<'_> for Version {
        type Value = Option<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an API version")
        }

        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Some(format!("{number:.1}")))
        }

        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(format!("{number}.0")))
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }

    deserializer.deserialize_any(Version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(more: &str) -> JobInfo {
        let text =
            format!(r#"{{"id":"750ak000009Dl5bAAC","operation":"upsert","state":"Open"{more}}}"#);
        serde_json::from_str(&text).expect("a job")
    }

    #[test]
    fn a_version_is_read_as_number_and_as_text() {
        for text in ["60.0", "\"60.0\"", "60"] {
            let job = read(&format!(r#","apiVersion":{text}"#));
            assert_eq!(job.api_version.as_deref(), Some("60.0"), "{text}");
        }
        assert_eq!(read("").api_version, None);
    }

    #[test]
    fn states_to_come_are_kept() {
        let job = read(r#","unknown":[1]"#);
        assert!(!job.state.is_final());
        let state: JobState = serde_json::from_str("\"Paused\"").expect("a state");
        assert_eq!(state.to_string(), "Paused");
    }
}
