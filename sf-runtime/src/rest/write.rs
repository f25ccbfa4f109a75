//! Creates, updates and upserts of single records, from drafts.

use std::fmt;

use futures_util::FutureExt;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::{Call, Request, Response};
use crate::client::Client;
use crate::error::{ApiError, Error, ErrorEntry};
use crate::sobject::{Create, Draft, Operation, Target, Update, Upsert};
use crate::types::{AnyObject, Id, SObject};

use super::Sending;

/// What a draft of this operation asks of the org, and what the org answers.
pub trait Write: Operation + Sized {
    /// What the answer says of a record of `T`.
    type Output<T: SObject>: Send + 'static;

    /// The request of a draft.
    ///
    /// # Errors
    /// The org would refuse the draft.
    fn request(draft: &Draft<Self>) -> Result<Request, Error>;

    /// Reads the answer.
    ///
    /// # Errors
    /// The answer is not what the resource promises.
    fn decode<T: SObject>(response: Response) -> Result<Self::Output<T>, Error>;
}

/// What an upsert did, by the org's answer.
///
/// An upsert whose answer was lost is sent again, and then finds what its first attempt created:
/// `Updated` may be of a record that is new.
#[non_exhaustive]
pub enum Upserted<T = AnyObject> {
    /// There was no such record.
    Created(Id<T>),
    /// There was one.
    Updated(Id<T>),
    /// There was one, and the org did not tell its id: API 45.0 and earlier answer an upsert that
    /// updates with an empty body.
    UpdatedUnnamed,
}

/// The answer to a create or an upsert. On success some objects put notes into `errors`
/// (`OPERATION_ENQUEUED` for platform events).
#[derive(Deserialize)]
struct Saved<'a> {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    success: Option<bool>,
    #[serde(default, borrow)]
    errors: Option<&'a RawValue>,
    #[serde(default)]
    created: Option<bool>,
}

impl<T> Upserted<T> {
    /// The record's id, where the org told it.
    pub fn id(self) -> Option<Id<T>> {
        match self {
            Self::Created(id) | Self::Updated(id) => Some(id),
            Self::UpdatedUnnamed => None,
        }
    }

    /// Whether the record is new.
    pub fn is_created(&self) -> bool {
        matches!(self, Self::Created(_))
    }
}

impl Write for Create {
    type Output<T: SObject> = Id<T>;

    fn request(draft: &Draft<Self>) -> Result<Request, Error> {
        draft.check()?;
        let object = draft.table().api;
        write(Request::post("sobjects/{object}", &[object])?, draft)
    }

    fn decode<T: SObject>(response: Response) -> Result<Id<T>, Error> {
        id(&response, &saved(&response)?)
    }
}

impl Write for Update {
    type Output<T: SObject> = ();

    fn request(draft: &Draft<Self>) -> Result<Request, Error> {
        draft.check()?;
        let object = draft.table().api;
        let id = match draft.target() {
            Target::Id(id) => id.as_str(),
            Target::NewId(id) => id.expression(),
            _ => return Err(Error::request(format!("an update of {object} needs an id"))),
        };
        write(
            Request::patch("sobjects/{object}/{id}", &[object, id])?,
            draft,
        )
    }

    fn decode<T: SObject>(response: Response) -> Result<(), Error> {
        done(&response)
    }
}

impl Write for Upsert {
    type Output<T: SObject> = Upserted<T>;

    fn request(draft: &Draft<Self>) -> Result<Request, Error> {
        draft.check()?;
        let object = draft.table().api;
        let Target::ExternalId(key) = draft.target() else {
            return Err(Error::request(format!(
                "an upsert of {object} needs an external ID"
            )));
        };
        let request = Request::patch(
            "sobjects/{object}/{field}/{value}",
            &[object, key.field, &key.text()],
        )?;
        write(request, draft)
    }

    fn decode<T: SObject>(response: Response) -> Result<Upserted<T>, Error> {
        if response.body.is_empty() {
            return Ok(Upserted::UpdatedUnnamed);
        }
        let saved = saved(&response)?;
        let id = id(&response, &saved)?;
        // Before API 46.0 only the status tells.
        let created = saved.created.unwrap_or(response.status.as_u16() == 201);
        Ok(if created {
            Upserted::Created(id)
        } else {
            Upserted::Updated(id)
        })
    }
}

/// A draft is also a call where its object's type is not known.
impl<O: Write> Call for Draft<O> {
    type Output = O::Output<AnyObject>;

    fn request(&self) -> Result<Request, Error> {
        O::request(self)
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        O::decode(response)
    }
}

/// Sends a draft: what the `send` of generated drafts calls.
///
/// Boxed, so that the future is compiled here and not once an object.
pub fn send_draft<O: Write, T: SObject>(
    draft: Draft<O>,
    client: &Client,
) -> Sending<'_, O::Output<T>> {
    let request = O::request(&draft);
    async move { O::decode(client.send(&request?).await?) }.boxed()
}

fn write<O: Operation>(request: Request, draft: &Draft<O>) -> Result<Request, Error> {
    let request = request.json(draft)?.about(draft.table().api);
    Ok(if draft.has_new_id() {
        request.with_new_id()
    } else {
        request
    })
}

/// Reads the answer to an update or a delete, which has no body (REST API guide). One that has is read
/// as that to a create: a page of a proxy, which may have the same status, says nothing of the record.
pub(super) fn done(response: &Response) -> Result<(), Error> {
    if response.body.trim_ascii().is_empty() || saved(response)?.success == Some(true) {
        return Ok(());
    }
    Err(Error::decode(
        response.call.clone(),
        "the answer does not say whether it was done",
        None,
    ))
}

/// What the answer says of the record, unless that is a refusal.
fn saved(response: &Response) -> Result<Saved<'_>, Error> {
    let saved: Saved<'_> = response.json()?;
    if saved.success != Some(false) {
        return Ok(saved);
    }
    let errors = saved
        .errors
        .and_then(|errors| ErrorEntry::from_body(errors.get().as_bytes()));
    Err(Error::Api(Box::new(ApiError {
        call: response.call.clone(),
        status: response.status.as_u16(),
        errors: errors.unwrap_or_default(),
        text: String::new(),
        was_open: response.call.was_open,
    })))
}

/// The id of an answer. The org's word on the object counts, not the prefix of the snapshot's.
fn id<T: SObject>(response: &Response, saved: &Saved<'_>) -> Result<Id<T>, Error> {
    let unreadable = |what: String| Error::decode(response.call.clone(), what, None);
    let Some(id) = &saved.id else {
        return Err(unreadable("the answer names no id of the record".into()));
    };
    Id::<AnyObject>::parse(id)
        .map(Id::cast)
        .map_err(|error| unreadable(error.to_string()))
}

// By hand, because derive would ask the same of `T`, which is only a name.
impl<T> Clone for Upserted<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Upserted<T> {}

impl<T> PartialEq for Upserted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && self.is_created() == other.is_created()
    }
}

impl<T> Eq for Upserted<T> {}

impl<T> fmt::Debug for Upserted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(id) => write!(f, "Created({id})"),
            Self::Updated(id) => write!(f, "Updated({id})"),
            Self::UpdatedUnnamed => f.write_str("UpdatedUnnamed"),
        }
    }
}
