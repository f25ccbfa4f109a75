//! Records by way of another one: relationship URLs.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use crate::call::{Call, Request, Response};
use crate::error::Error;
use crate::query::rows_of;
use crate::sobject::Page;
use crate::sobject::{Described, RecordKey, Target};
use crate::types::SObject;

use super::records::{Fields, id_of, object_of, record};

/// Reads the parent `P` of a record, by the relationship's name: `Account` of a contact.
///
/// Where the record has no such parent the org answers 404 ([`Error::is_not_found`]).
#[derive(Debug)]
pub struct GetParent<P> {
    way: Way,
    row: PhantomData<fn() -> P>,
}

/// Reads the children `C` of a record, by the relationship's name: `Contacts` of an account. The
/// answer is a page like a query's.
#[derive(Debug)]
pub struct GetChildren<C> {
    way: Way,
    row: PhantomData<fn() -> C>,
}

#[derive(Debug, Clone)]
struct Way {
    object: Option<&'static str>,
    record: Target,
    relationship: String,
    fields: Fields,
}

impl<P> GetParent<P> {
    /// The parent of the record under this relationship.
    pub fn new<T: SObject>(record: impl RecordKey<T>, relationship: impl Into<String>) -> Self {
        Self {
            way: Way::new(record, relationship),
            row: PhantomData,
        }
    }

    /// Reads these fields alone.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self
    where
        P: Described,
    {
        self.way.fields = Fields::of(P::TABLE, fields);
        self
    }
}

impl<C> GetChildren<C> {
    /// The children of the record under this relationship.
    pub fn new<T: SObject>(record: impl RecordKey<T>, relationship: impl Into<String>) -> Self {
        Self {
            way: Way::new(record, relationship),
            row: PhantomData,
        }
    }

    /// Reads these fields alone.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self
    where
        C: Described,
    {
        self.way.fields = Fields::of(C::TABLE, fields);
        self
    }
}

impl Way {
    fn new<T: SObject>(record: impl RecordKey<T>, relationship: impl Into<String>) -> Self {
        Self {
            object: object_of::<T>().ok(),
            record: record.into_target(),
            relationship: relationship.into(),
            fields: Fields::default(),
        }
    }

    fn request(&self) -> Result<Request, Error> {
        let object = self.object.ok_or_else(|| {
            Error::request("an id of any object has no relationships: give it its object")
        })?;
        let request = Request::get(
            "sobjects/{object}/{id}/{relationship}",
            &[object, id_of(&self.record)?, &self.relationship],
        )?
        .about(object);
        let request = match self.record {
            Target::NewId(_) => request.with_new_id(),
            _ => request,
        };
        self.fields.put(request)
    }
}

impl<P: DeserializeOwned> Call for GetParent<P> {
    type Output = P;

    fn request(&self) -> Result<Request, Error> {
        self.way.request()
    }

    fn decode(response: Response) -> Result<P, Error> {
        record(&response)
    }
}

impl<C: DeserializeOwned> Call for GetChildren<C> {
    type Output = Page<C>;

    fn request(&self) -> Result<Request, Error> {
        self.way.request()
    }

    fn decode(response: Response) -> Result<Page<C>, Error> {
        rows_of(&response)
    }
}
