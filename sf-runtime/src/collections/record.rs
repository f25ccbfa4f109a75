//! One record as it stands in a call of many.

use std::sync::Arc;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::sobject::{Draft, Operation, Target};
use crate::types::{AnyObject, Id};

use super::Outcome;

/// What is done with many records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Create,
    Update,
    Upsert,
    Delete,
}

/// A record ready to be sent.
#[derive(Debug)]
pub(super) struct Prepared {
    /// What the org takes for its object.
    pub(super) kind: Kind,
    /// The external-ID field of an upsert, which is part of the URL.
    pub(super) key: Option<&'static str>,
    /// Its id, where it is known.
    pub(super) id: Option<Id>,
    /// Its JSON; of a delete its id.
    pub(super) text: String,
    pub(super) has_new_id: bool,
}

/// What the org takes for one object: it works on a call in runs of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object(&'static str),
    /// Of an id only the key prefix tells.
    Prefix([u8; 3]),
}

/// A record to send, or the outcome of one that is not sent.
pub(super) type Entry = Result<Prepared, Outcome>;

/// A draft with its `attributes` and what names its record.
struct Body<'a, O> {
    draft: &'a Draft<O>,
    id: Option<&'a str>,
}

/// Checks a draft and writes it. A record that only a composite creates is refused.
pub(super) fn prepare<O: Operation>(verb: Verb, draft: &Draft<O>) -> Entry {
    let prepared = prepare_any(verb, draft)?;
    if prepared.has_new_id {
        return Err(unsendable(Error::request(format!(
            "{} of {}: it names a record that a composite is still to create: add it to that \
             composite",
            O::NAME,
            draft.table().api
        ))));
    }
    Ok(prepared)
}

/// Checks a draft and writes it.
pub(super) fn prepare_any<O: Operation>(verb: Verb, draft: &Draft<O>) -> Entry {
    let object = draft.table().api;
    draft
        .check()
        .map_err(|invalid| Outcome::Invalid(Box::new(invalid)))?;
    let (id, named, key) = match (verb, draft.target()) {
        (Verb::Create, Target::New) => (None, None, None),
        (Verb::Update, Target::Id(id)) => (Some(*id), Some(id.as_str()), None),
        (Verb::Update, Target::NewId(id)) => (None, Some(id.expression()), None),
        (Verb::Upsert, Target::ExternalId(key)) => (None, None, Some(key.field)),
        (_, target) => {
            return Err(unsendable(Error::request(format!(
                "{} of {object}: {target:?} does not name a record for that",
                O::NAME
            ))));
        }
    };
    let body = Body { draft, id: named };
    let text = serde_json::to_string(&body).map_err(|error| {
        unsendable(Error::request(format!(
            "{} of {object}: the record is not JSON: {error}",
            O::NAME
        )))
    })?;
    Ok(Prepared {
        kind: Kind::Object(object),
        key,
        id,
        text,
        has_new_id: draft.has_new_id(),
    })
}

/// The delete of a record.
pub(super) fn prepare_delete(id: Id<AnyObject>) -> Prepared {
    let mut prefix = [0; 3];
    for (to, from) in prefix.iter_mut().zip(id.key_prefix().bytes()) {
        *to = from;
    }
    Prepared {
        kind: Kind::Prefix(prefix),
        key: None,
        id: Some(id),
        text: id.as_str().to_owned(),
        has_new_id: false,
    }
}

pub(super) fn unsendable(error: Error) -> Outcome {
    Outcome::NotDone(Arc::new(error))
}

impl<O> Serialize for Body<'_, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Attributes {
            r#type: &'static str,
        }
        let mut map = serializer.serialize_map(None)?;
        let r#type = self.draft.table().api;
        map.serialize_entry("attributes", &Attributes { r#type })?;
        // In lower case, unlike everywhere else.
        if let Some(id) = self.id {
            map.serialize_entry("id", id)?;
        }
        if let Target::ExternalId(key) = self.draft.target() {
            map.serialize_entry(key.field, &key.wire())?;
        }
        self.draft.serialize_fields(&mut map, None)?;
        map.end()
    }
}
