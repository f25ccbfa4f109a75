//! Calls as plain data: what is asked of the org, and how its answer is read.
//!
//! A [`Call`] makes a [`Request`] and reads the [`Response`], and does neither send nor wait. So the
//! same create, update or query can be sent alone, inside a composite, or in a batch. Nothing here
//! knows the HTTP library, a token, or the host of the org.

mod info;
mod request;
mod response;

pub use info::CallInfo;
pub use request::{Body, Multipart, Part, Path, Request, Safety};
pub use response::Response;

use crate::error::Error;

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
}
