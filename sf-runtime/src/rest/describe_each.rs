//! Describes of many objects by one call: parts of a composite, which may each have a condition (those of
//! a batch may not, and count as a call each).
//!
//! This module must not know what describes are wanted for.

use std::borrow::Cow;

use crate::call::{Call, Modified};
use crate::client::Client;
use crate::composite::{Composite, Handle};
use crate::error::{Error, ErrorCode};
use crate::types::Timestamp;

use super::{DescribeBody, DescribeObject};

/// An object whose describe is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeIf {
    /// Its API name.
    pub object: Cow<'static, str>,
    /// Only if it has changed since, by the org's clock.
    pub since: Option<Timestamp>,
}

/// What an org says of an object.
#[derive(Debug)]
pub enum Described {
    /// What it is now.
    Now(Box<DescribeBody>),
    /// It has not changed.
    Same,
    /// There is none, or the user may not see it; the org's words.
    Missing(Error),
}

/// The part of a composite that an object is.
enum Part {
    Always(Handle<DescribeBody>),
    IfModified(Handle<Modified<DescribeBody>>),
}

impl Client {
    /// Describes of up to 25 objects by one API call, in the order of `asks`; each where it has changed,
    /// if that is asked.
    ///
    /// ```
    /// # use sf_runtime::{Client, Error};
    /// # async fn run(sf: &Client) -> Result<(), Error> {
    /// use sf_runtime::rest::{DescribeIf, Described};
    ///
    /// let asks = ["Account", "Contact"].map(|object| DescribeIf { object: object.into(), since: None });
    /// for (ask, described) in asks.iter().zip(sf.describe_each(&asks).await?) {
    ///     match described? {
    ///         Described::Now(body) => println!("{}: {} fields", ask.object, body.read()?.fields.len()),
    ///         _ => println!("{}: none", ask.object),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There are more than 25, or the call fails. What the org refuses of one object, for another reason
    /// than that it does not have it or hides it, is the error of that one.
    pub async fn describe_each(
        &self,
        asks: &[DescribeIf],
    ) -> Result<Vec<Result<Described, Error>>, Error> {
        let mut composite = Composite::new();
        let parts: Vec<Part> = asks
            .iter()
            .map(|ask| {
                let call = DescribeObject::new(ask.object.clone());
                match ask.since {
                    None => Part::Always(composite.add(call)),
                    Some(since) => Part::IfModified(composite.add(call.if_modified_since(since))),
                }
            })
            .collect();
        let done = composite.send(self).await?;
        let described = parts.iter().map(|part| {
            let body = match part {
                Part::Always(handle) => done.get(handle).map(Some),
                Part::IfModified(handle) => done.get(handle).map(Modified::value),
            };
            match body {
                Ok(Some(body)) => Ok(Described::Now(Box::new(body))),
                Ok(None) => Ok(Described::Same),
                Err(error) if is_missing(&error) => Ok(Described::Missing(error)),
                Err(error) => Err(error),
            }
        });
        Ok(described.collect())
    }
}

/// Whether the org has no such object, or hides it from the user. The status does not tell: 403 also
/// stands for limits, and for an API that is closed to the user.
fn is_missing(error: &Error) -> bool {
    let is_about_object = error.code().is_some_and(|code| {
        matches!(
            code,
            ErrorCode::FunctionalityNotEnabled
                | ErrorCode::InsufficientAccess
                | ErrorCode::InsufficientAccessOrReadonly
                | ErrorCode::InvalidType
                | ErrorCode::NotFound
        )
    });
    is_about_object || error.api().is_some_and(|error| error.status == 404)
}
