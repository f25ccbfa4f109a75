//! What became of each part: which one failed, and which ones it took along.

use crate::call::Response;
use crate::error::{ApiError, ErrorCode, ErrorEntry, Halt};

use super::parts::KnownPart;

/// A part's answer, and what it means.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) response: Response,
    pub(super) state: State,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    /// It failed by itself.
    Failed,
    /// Another part stopped it.
    Halted(Halt),
}

/// Decides what became of each part. Parts without an answer are not there.
///
/// The org says `PROCESSING_HALTED` of all parts that another one stopped, and also of one that
/// refers to a value that the other's answer does not have, which is a failure of its own. Its words
/// may come in the user's language, so they are compared and not read.
pub(super) fn judge(known: &[KnownPart], answers: &mut [Option<Answered>], all_or_none: bool) {
    let refused = |place: usize, answered: &Answered| {
        let many = known.get(place).is_some_and(|part| part.writes_many);
        many && refused(&answered.response).is_some()
    };
    let mut has_culprit = false;
    // What is said of a part that refers to nothing is said of those that were undone.
    let mut undone_for = None;
    for (place, answered) in answers.iter_mut().enumerate() {
        let Some(answered) = answered else { continue };
        if is_accepted(&answered.response) {
            has_culprit |= all_or_none && refused(place, answered);
            continue;
        }
        match halted(&answered.response) {
            None => {
                answered.state = State::Failed;
                has_culprit = true;
            }
            Some(words) => {
                answered.state = State::Halted(Halt::RolledBack);
                if known.get(place).is_some_and(|part| part.parents.is_empty()) {
                    undone_for.get_or_insert(words);
                }
            }
        }
    }
    for place in 0..answers.len() {
        let Some(Some(answered)) = answers.get(place) else {
            continue;
        };
        let Some(words) = halted(&answered.response).filter(|_| answered.state != State::Done)
        else {
            continue;
        };
        let failed = |parent: &usize| {
            let parent = answers.get(*parent).and_then(Option::as_ref);
            parent.is_some_and(|parent| {
                matches!(parent.state, State::Failed | State::Halted(Halt::Dependent))
            })
        };
        let parents = known.get(place).map_or(&[][..], |part| &part.parents);
        let state = if parents.iter().any(failed) {
            State::Halted(Halt::Dependent)
        } else if !all_or_none || (!has_culprit && undone_for.as_ref() != Some(&words)) {
            State::Failed
        } else {
            State::Halted(Halt::RolledBack)
        };
        if let Some(Some(answered)) = answers.get_mut(place) {
            answered.state = state;
        }
    }
    if all_or_none {
        undo(known, answers);
    }
}

/// What the org says of a part that it halted.
fn halted(response: &Response) -> Option<String> {
    if is_accepted(response) {
        return None;
    }
    let errors = ErrorEntry::from_body(&response.body)?;
    let all = errors
        .iter()
        .all(|error| error.code == ErrorCode::ProcessingHalted);
    let first = errors.into_iter().next()?;
    all.then_some(first.message)
}

/// Of what is all or none, nothing is left if one part failed, whatever the others' answers say: a
/// call of many records may still say of each that it is saved (a documented case).
fn undo(known: &[KnownPart], answers: &mut [Option<Answered>]) {
    let writes_many = |place: usize| known.get(place).is_some_and(|part| part.writes_many);
    let fails = |(place, answered): (usize, &Option<Answered>)| match answered {
        Some(answered) => {
            answered.state != State::Done
                || (writes_many(place) && refused(&answered.response).is_some())
        }
        None => false,
    };
    if !answers.iter().enumerate().any(fails) {
        return;
    }
    for (place, answered) in answers.iter_mut().enumerate() {
        let Some(answered) = answered else { continue };
        if answered.state != State::Done {
            continue;
        }
        if writes_many(place) && refused(&answered.response).is_some() {
            answered.response.body = without_success(&answered.response).into();
            answered.state = State::Failed;
        } else {
            answered.state = State::Halted(Halt::RolledBack);
        }
    }
}

pub(super) fn is_accepted(response: &Response) -> bool {
    matches!(response.status.as_u16(), 200..=299 | 304)
}

/// Whether the answer leaves open if the part was done.
pub(super) fn is_open(response: &Response) -> bool {
    let errors = ErrorEntry::from_body(&response.body).unwrap_or_default();
    ErrorEntry::leaves_open(response.status.as_u16(), &errors)
}

/// What the org has against the part that failed first.
pub(super) fn cause(answered: &Answered) -> ApiError {
    let response = &answered.response;
    let status = response.status.as_u16();
    let mut error = ApiError::from_body(response.call.clone(), status, &response.body);
    // Of many records the first that failed.
    if is_accepted(response)
        && let Some(errors) = refused(response)
    {
        (error.errors, error.text) = (errors, String::new());
    }
    error
}

/// What the org has against the first record that it refused, of many that were written.
fn refused(response: &Response) -> Option<Vec<ErrorEntry>> {
    let items: Vec<serde_json::Value> = response.json().ok()?;
    let errors = |item: &serde_json::Value| -> Option<Vec<ErrorEntry>> {
        if item.get("success")?.as_bool()? {
            return None;
        }
        let errors = item.get("errors").cloned().unwrap_or_default();
        let errors: Vec<ErrorEntry> = serde_json::from_value(errors).unwrap_or_default();
        let culprit = !errors
            .iter()
            .any(|error| error.code == ErrorCode::AllOrNoneOperationRolledBack);
        culprit.then_some(errors)
    };
    items.iter().find_map(errors)
}

/// The answer of many records that were written, of which none is left.
fn without_success(response: &Response) -> Vec<u8> {
    let mut items: Vec<serde_json::Value> = response.json().unwrap_or_default();
    for item in &mut items {
        if item.get("success").and_then(serde_json::Value::as_bool) == Some(true) {
            *item = serde_json::json!({
                "success": false,
                "errors": [{
                    "statusCode": ErrorCode::AllOrNoneOperationRolledBack.as_str(),
                    "message": "rolled back with the composite",
                }],
            });
        }
    }
    serde_json::to_vec(&items).unwrap_or_default()
}
