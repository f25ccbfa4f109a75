//! Single records and what else has one resource of its own.
//!
//! Each thing that can be asked is a [`Call`](crate::Call): data that makes its request and reads its
//! answer. The plain cases are also methods of [`Client`](crate::Client), beside their calls.
//! Nothing here knows the HTTP library.

mod blob;
mod changes;
mod describe;
mod describe_each;
mod limits;
mod org;
mod raw;
mod records;
mod related;
mod update_only;
mod write;

pub use crate::call::Sending;
pub use blob::{Download, GetBlob, Upload};
pub use changes::{Deleted, DeletedRecord, GetDeleted, GetUpdated, Updated};
pub use describe::{DescribeBody, DescribeGlobal, DescribeObject, GlobalDescribeBody};
pub use describe_each::{DescribeIf, Described};
pub use limits::{GetLimits, Limit, Limits};
pub use org::{CountRecords, GetRecent, GetResources, RecentItem, RecordCount};
pub use raw::{Raw, RawClient};
pub(crate) use records::known_field;
pub use records::{Delete, Get};
pub use related::{GetChildren, GetParent};
pub use update_only::UpdateOnly;
pub use write::{Upserted, Write, send_draft};

#[cfg(test)]
mod tests;
