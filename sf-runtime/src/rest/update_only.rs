//! An upsert that creates nothing.

use std::marker::PhantomData;

use crate::call::{Call, Request, Response};
use crate::error::Error;
use crate::sobject::{Draft, IntoDraft, Upsert};
use crate::types::SObject;

use super::{Upserted, Write};

/// An upsert that updates the record if there is one and creates none (`updateOnly=true`). Where
/// nothing has this external ID the org answers 404 ([`Error::is_not_found`]) \[M\].
#[derive(Debug, Clone)]
pub struct UpdateOnly<T> {
    draft: Draft<Upsert>,
    object: PhantomData<fn() -> T>,
}

impl<T: SObject> UpdateOnly<T> {
    /// The upsert of this draft.
    pub fn new(draft: impl IntoDraft<Upsert, Object = T>) -> Self {
        Self {
            draft: draft.into_draft(),
            object: PhantomData,
        }
    }
}

impl<T: SObject> Call for UpdateOnly<T> {
    type Output = Upserted<T>;

    fn request(&self) -> Result<Request, Error> {
        Ok(Upsert::request(&self.draft)?.query("updateOnly", "true"))
    }

    fn decode(response: Response) -> Result<Self::Output, Error> {
        Upsert::decode(response)
    }
}
