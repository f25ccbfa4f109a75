//! Single records and what else has one resource of its own.
//!
//! Each thing that can be asked is a [`Call`](crate::Call): data that makes its request and reads its
//! answer. Nothing here sends, waits, or knows the HTTP library.

mod write;

pub use write::{Upserted, Write, send_draft};

use futures_util::future::BoxFuture;

use crate::error::Error;

/// A call on its way.
pub type Sending<'a, T> = BoxFuture<'a, Result<T, Error>>;
