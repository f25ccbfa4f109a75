//! Describes, fetched as they are: the body is kept, and read where it is needed.

use std::borrow::Cow;
use std::fmt;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::describe::{GlobalDescribe, SObjectDescribe};
use crate::error::Error;
use crate::types::{SObject, Timestamp};

/// Asks for an object's describe. With [`Call::if_modified_since`], only if it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeObject {
    object: Cow<'static, str>,
}

/// Asks for the list of the org's objects. With [`Call::if_modified_since`], only if it has changed
/// (any change of permissions, profiles or labels counts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DescribeGlobal;

/// An object's describe: its body, from which [`read`](Self::read) borrows.
#[derive(Clone)]
pub struct DescribeBody(Response);

/// The list of an org's objects: its body, from which [`read`](Self::read) borrows.
#[derive(Clone)]
pub struct GlobalDescribeBody(Response);

impl DescribeObject {
    /// The object of this API name.
    pub fn new(object: impl Into<Cow<'static, str>>) -> Self {
        Self {
            object: object.into(),
        }
    }

    /// The object of a type.
    pub fn of<T: SObject>() -> Self {
        Self::new(T::API_NAME)
    }
}

impl Call for DescribeObject {
    type Output = DescribeBody;

    fn request(&self) -> Result<Request, Error> {
        let request = Request::get("sobjects/{object}/describe", &[&self.object])?;
        Ok(request.about(self.object.clone()))
    }

    fn decode(response: Response) -> Result<DescribeBody, Error> {
        response.text()?;
        Ok(DescribeBody(response))
    }
}

impl Call for DescribeGlobal {
    type Output = GlobalDescribeBody;

    fn request(&self) -> Result<Request, Error> {
        Request::get("sobjects", &[])
    }

    fn decode(response: Response) -> Result<GlobalDescribeBody, Error> {
        response.text()?;
        Ok(GlobalDescribeBody(response))
    }
}

impl Client {
    /// An object's describe.
    ///
    /// # Errors
    /// There is no such object ([`Error::is_not_found`]), and whatever else is in [`Error`].
    pub async fn describe(
        &self,
        object: impl Into<Cow<'static, str>>,
    ) -> Result<DescribeBody, Error> {
        self.call(&DescribeObject::new(object)).await
    }

    /// The list of the org's objects.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn describe_global(&self) -> Result<GlobalDescribeBody, Error> {
        self.call(&DescribeGlobal).await
    }
}

macro_rules! bodies {
    ($($name:ident reads $read:ident;)*) => {$(
        impl $name {
            /// The describe.
            ///
            /// # Errors
            /// The body is not one.
            pub fn read(&self) -> Result<$read<'_>, Error> {
                self.0.json()
            }

            /// The body as the org sent it.
            pub fn text(&self) -> &str {
                // It was found to be UTF-8 when it came.
                std::str::from_utf8(&self.0.body).unwrap_or_default()
            }

            /// `Last-Modified`, to ask with the next time, where the org tells it.
            pub fn last_modified(&self) -> Option<Timestamp> {
                self.0.last_modified()
            }

            /// `Date`: when it was answered, by the org's clock, in whole seconds. Where
            /// [`last_modified`](Self::last_modified) is not told, a later question can go by this;
            /// none for a part of a composite, where no clock is told.
            pub fn answered_at(&self) -> Option<Timestamp> {
                self.0.date()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.body.len())
            }
        }
    )*};
}

bodies! {
    DescribeBody reads SObjectDescribe;
    GlobalDescribeBody reads GlobalDescribe;
}
