//! Reads the answer to a composite.

use std::collections::HashMap;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::call::{CallInfo, Response};
use crate::error::{ApiError, Error};

use super::completed::Completed;
use super::parts::Known;
use super::state::{Answered, State, judge};

/// `compositeResponse`, of a composite and of each graph.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answers<'a> {
    #[serde(borrow)]
    composite_response: Vec<Answer<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
    #[serde(default)]
    http_headers: Option<HashMap<String, Value>>,
    http_status_code: u16,
    #[serde(default)]
    reference_id: Option<String>,
}

/// Reads the answer to a composite.
///
/// # Errors
/// It is no such answer, or is the refusal of the whole, which comes as the answer of a part without
/// a name: `LIMIT_EXCEEDED` does.
pub(super) fn composite(
    response: &Response,
    known: &Known,
    all_or_none: bool,
) -> Result<Completed, Error> {
    let answers: Answers<'_> = response.json()?;
    if let [
        Answer {
            reference_id: None,
            http_status_code: status @ 400..,
            body: Some(body),
            ..
        },
    ] = answers.composite_response.as_slice()
    {
        let call = response.call.clone();
        let error = ApiError::from_body(call, *status, body.get().as_bytes());
        return Err(Error::Api(Box::new(error)));
    }
    Ok(completed(response, answers, known, all_or_none))
}

/// Finds the part that each answer is of.
pub(super) fn completed(
    response: &Response,
    answers: Answers<'_>,
    known: &Known,
    all_or_none: bool,
) -> Completed {
    let mut found: Vec<Option<Answered>> = known.parts.iter().map(|_| None).collect();
    for answer in answers.composite_response {
        let reference = answer.reference_id.as_deref().unwrap_or_default();
        let Some(place) = known.nonce.place(reference) else {
            continue;
        };
        if let (Some(slot), Some(part)) = (found.get_mut(place), known.parts.get(place)) {
            *slot = Some(Answered {
                response: part_of(
                    response,
                    &part.info,
                    answer.http_status_code,
                    answer.body,
                    answer.http_headers.unwrap_or_default(),
                ),
                state: State::Done,
            });
        }
    }
    judge(&known.parts, &mut found, all_or_none);
    Completed::new(known.clone(), found)
}

/// The answer to a part, as if it had been sent alone. `null` is the body of one that has none.
pub(super) fn part_of(
    whole: &Response,
    call: &CallInfo,
    status: u16,
    body: Option<&RawValue>,
    headers: HashMap<String, Value>,
) -> Response {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let text = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(&text),
        ) {
            map.insert(name, value);
        }
    }
    Response {
        call: CallInfo {
            was_open: whole.call.was_open,
            ..call.clone()
        },
        // A status that is none cannot be a success.
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        headers: map,
        body: body.map_or_else(Default::default, |body| {
            whole.body.slice_ref(body.get().as_bytes())
        }),
    }
}
