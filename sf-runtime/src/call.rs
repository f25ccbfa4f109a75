//! Calls as plain data: what is asked of the org, and how its answer is read.
//!
//! A [`Call`] makes a [`Request`] and reads the [`Response`]; it is the [`Client`] that sends and
//! waits. So the same create, update or query can be sent alone, inside a composite, or in a batch.
//! Nothing here knows the HTTP library, a token, or the host of the org.

mod body;
mod byte_stream;
mod condition;
mod info;
mod request;
mod response;

pub use body::{Body, Content, Multipart, Part};
pub use byte_stream::ByteStream;
pub use condition::{IfModified, IfUnmodified, Modified};
pub use info::CallInfo;
pub use request::{Path, Request, Safety};
pub(crate) use request::{fill, header_name};
pub use response::Response;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::client::Client;
use crate::error::Error;
use crate::types::Timestamp;

/// A call on its way.
pub type Sending<'a, T> = BoxFuture<'a, Result<T, Error>>;

/// Something that can be asked of an org.
///
/// ```
/// use sf_runtime::call::{Call, Request, Response};
/// use sf_runtime::Error;
///
/// /// The labels of the org's apps, which have no call of their own here.
/// struct Apps;
///
/// impl Call for Apps {
///     type Output = serde_json::Value;
///
///     fn request(&self) -> Result<Request, Error> {
///         Request::get("ui-api/apps", &[])
///     }
///
///     fn decode(response: Response) -> Result<Self::Output, Error> {
///         response.json()
///     }
/// }
/// assert_eq!(Apps.request()?.path_below("v66.0"), "v66.0/ui-api/apps");
/// # Ok::<(), Error>(())
/// ```
pub trait Call {
    /// What the answer says.
    type Output;

    /// The request, as data.
    ///
    /// # Errors
    /// The org would refuse it, or it cannot be written as a request: nothing is sent.
    fn request(&self) -> Result<Request, Error>;

    /// Reads the answer to a call that the org has accepted.
    ///
    /// # Errors
    /// The answer is not what the resource promises.
    fn decode(response: Response) -> Result<Self::Output, Error>;

    /// Makes the call: the same as [`Client::call`].
    ///
    /// # Errors
    /// See [`Error`].
    fn send<'a>(self, client: &'a Client) -> Sending<'a, Self::Output>
    where
        Self: Sized + 'a,
    {
        let request = self.request();
        async move { Self::decode(client.send(&request?).await?) }.boxed()
    }

    /// The call, answered only if what it reads has changed after this time: for records, and for
    /// describes of an object or of the org. Seconds count, not their parts.
    fn if_modified_since(self, time: Timestamp) -> IfModified<Self>
    where
        Self: Sized,
    {
        IfModified::since(self, time)
    }

    /// The call, answered only if what it reads has none of these ETags, such as that of the last
    /// answer. Salesforce keeps ETags for accounts alone.
    fn if_none_match(self, etag: impl Into<String>) -> IfModified<Self>
    where
        Self: Sized,
    {
        IfModified::none_match(self, etag)
    }

    /// The call, refused with status 412 if the record has changed after this time: an update that
    /// does not write over what somebody else wrote
    /// ([`Error::is_precondition_failed`]). Seconds count, not their parts. Not for deletes.
    fn if_unmodified_since(self, time: Timestamp) -> IfUnmodified<Self>
    where
        Self: Sized,
    {
        IfUnmodified::since(self, time)
    }

    /// The call, refused with status 412 if the record does not have this ETag. Salesforce keeps
    /// ETags for accounts alone. Not for deletes.
    fn if_match(self, etag: impl Into<String>) -> IfUnmodified<Self>
    where
        Self: Sized,
    {
        IfUnmodified::matching(self, etag)
    }
}
