//! Reads what the org says of each record.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::call::{CallInfo, Response};
use crate::error::{ApiError, Error, ErrorCode, ErrorEntry};
use crate::types::{AnyObject, Id};

use super::Outcome;
use super::record::Verb;

/// One record of the answer. `id` may be missing or null where `success` is false, and `errors` may
/// hold notes where it is true (`OPERATION_ENQUEUED` of platform events).
#[derive(Deserialize)]
struct Saved<'a> {
    #[serde(default)]
    id: Option<String>,
    success: bool,
    #[serde(default, borrow)]
    errors: Option<&'a RawValue>,
    #[serde(default)]
    created: Option<bool>,
}

/// The outcomes that the answer tells: one for each record that was sent, in their order.
///
/// An answer with too few says nothing of the last. Of one with too many nobody knows which result
/// is whose, so it says nothing of any.
pub(super) fn outcomes(
    verb: Verb,
    all_or_none: bool,
    response: &Response,
    ids: impl Fn(usize) -> Option<Id>,
) -> Result<Vec<Outcome>, Error> {
    let items: Vec<&RawValue> = response.json()?;
    let count = response.call.results.unwrap_or(items.len());
    let told = if items.len() > count {
        &[]
    } else {
        items.as_slice()
    };
    let outcome = |(place, item): (usize, &&RawValue)| {
        one(verb, all_or_none, &response.call, item, ids(place))
    };
    let mut outcomes: Vec<Outcome> = told.iter().enumerate().map(outcome).collect();
    if items.len() != count {
        let what = format!("the answer has {} results for {count} records", items.len());
        let error = Arc::new(Error::decode(response.call.clone(), what, None));
        outcomes.resize_with(count, || Outcome::Unknown(Arc::clone(&error)));
    }
    Ok(outcomes)
}

/// What is said of a record that an earlier attempt, whose answer was lost, may have written: that
/// it is refused now says nothing of that one.
pub(crate) fn left_open(outcome: Outcome, call: &CallInfo) -> Outcome {
    let errors = match outcome {
        Outcome::Failed(errors) => errors,
        Outcome::RolledBack => Vec::new(),
        Outcome::NotDone(error) => return Outcome::Unknown(error),
        outcome => return outcome,
    };
    let error = ApiError {
        call: call.clone(),
        status: 200,
        errors,
        text: String::new(),
        was_open: true,
    };
    Outcome::Unknown(Arc::new(Error::Api(Box::new(error))))
}

fn one(
    verb: Verb,
    all_or_none: bool,
    call: &CallInfo,
    item: &RawValue,
    known: Option<Id>,
) -> Outcome {
    let unknown = |what: String, source| {
        Outcome::Unknown(Arc::new(Error::decode(call.clone(), what, source)))
    };
    let saved: Saved<'_> = match serde_json::from_str(item.get()) {
        Ok(saved) => saved,
        Err(error) => {
            let what = "what the answer says of the record cannot be read".to_owned();
            return unknown(what, Some(error));
        }
    };
    if !saved.success {
        let errors = saved
            .errors
            .and_then(|errors| ErrorEntry::from_body(errors.get().as_bytes()));
        return failure(verb, all_or_none, errors.unwrap_or_default(), known);
    }
    let told = saved.id.as_deref().and_then(|id| id.parse().ok());
    let Some(id) = told.or(known) else {
        return unknown("the answer names no id of the record".to_owned(), None);
    };
    match verb {
        Verb::Create => Outcome::Created(id),
        Verb::Upsert if saved.created == Some(true) => Outcome::Created(id),
        Verb::Update | Verb::Upsert => Outcome::Updated(id),
        Verb::Delete => Outcome::Deleted(id),
    }
}

fn failure(
    verb: Verb,
    all_or_none: bool,
    errors: Vec<ErrorEntry>,
    known: Option<Id<AnyObject>>,
) -> Outcome {
    let is = |code: ErrorCode| !errors.is_empty() && errors.iter().all(|error| error.code == code);
    if is(ErrorCode::AllOrNoneOperationRolledBack) {
        return Outcome::RolledBack;
    }
    // Also what a delete finds that is sent again because its answer was lost.
    if verb == Verb::Delete
        && !all_or_none
        && is(ErrorCode::EntityIsDeleted)
        && let Some(id) = known
    {
        return Outcome::Deleted(id);
    }
    Outcome::Failed(errors)
}
