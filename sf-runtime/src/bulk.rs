//! Bulk API 2.0: what a job is and how far it is.
//!
//! Jobs that other tools started can be watched. Making jobs, sending and reading their CSV is not
//! here yet. Nothing here waits or knows the HTTP library.

mod job;

pub use job::{GetJob, JobInfo, JobKind, JobOperation, JobState};
