//! Single records and what else has one resource of its own.
//!
//! Each thing that can be asked is a [`Call`](crate::Call): data that makes its request and reads its
//! answer. Nothing here sends, waits, or knows the HTTP library.

mod write;

pub use crate::call::Sending;
pub use write::{Upserted, Write, send_draft};
