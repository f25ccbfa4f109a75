//! Writes the calls of a batch, sends them, and reads their answers.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::{Body, CallInfo, Request, Response, Safety};
use crate::client::Client;
use crate::error::{Error, ErrorEntry};

use super::super::answer::part_of;
use super::super::parts::{Resource, allow_any, raw, worse};
use super::super::state::is_accepted;
use super::super::{bounded, lost};
use super::Missing;

/// A call as it is sent.
pub(super) struct Planned {
    pub(super) info: CallInfo,
    safety: Safety,
    wire: Wire,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    method: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rich_input: Option<Box<RawValue>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Requests<'a> {
    batch_requests: Vec<&'a Wire>,
    halt_on_error: bool,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    results: Vec<PartAnswer<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PartAnswer<'a> {
    status_code: u16,
    #[serde(borrow, default)]
    result: Option<&'a RawValue>,
}

/// Writes a call, of which `place` is told in errors.
pub(super) fn plan(place: usize, request: &Request, root: &str) -> Result<Planned, Error> {
    let info = request.info().clone();
    let refuse = |why: String| Err(Error::request(format!("call {place} ({info}): {why}")));
    match allow_any(request) {
        Err(why) => return refuse(why),
        Ok(Resource::Collection) => {
            return refuse(
                "calls of many records cannot be in a batch: send it by itself, or in a composite"
                    .to_owned(),
            );
        }
        Ok(_) => {}
    }
    if request.has_new_id() {
        return refuse(
            "it names a record that is still to be created, and the calls of a batch cannot refer \
             to each other: use a composite"
                .to_owned(),
        );
    }
    if let Some(name) = request.headers().keys().next() {
        return refuse(format!(
            "it has a header {name}, which a batch cannot carry: send it by itself, or in a \
             composite"
        ));
    }
    let rich_input = match request.body() {
        Body::Json(bytes) => match raw(bytes) {
            Ok(json) => Some(json),
            Err(error) => return refuse(format!("its body is not JSON: {error}")),
        },
        _ => None,
    };
    Ok(Planned {
        safety: request.safety_as_part(),
        wire: Wire {
            method: info.method.as_str().to_owned(),
            url: request.path_below(root),
            rich_input,
        },
        info,
    })
}

/// Sends one request, and again those of its calls that were locked out.
pub(super) async fn send(
    client: &Client,
    calls: &[Planned],
    halt_on_error: bool,
) -> Result<Vec<Result<Response, Missing>>, Error> {
    let all: Vec<&Planned> = calls.iter().collect();
    let mut results = once(client, &all, halt_on_error).await?;
    let mut retries = 0;
    loop {
        let mut errors = Vec::new();
        let mut locked = Vec::new();
        for (place, result) in results.iter().enumerate() {
            if let Ok(response) = result
                && !is_accepted(response)
                && let Some(found) = ErrorEntry::from_body(&response.body)
                && found.iter().any(ErrorEntry::is_locked)
            {
                errors.extend(found);
                locked.push(place);
            }
        }
        let again: Vec<&Planned> = locked
            .iter()
            .filter_map(|place| calls.get(*place))
            .collect();
        let wants = !again.is_empty() && !halt_on_error;
        if !wants || !client.wait_for_lock(&errors, retries).await {
            return Ok(results);
        }
        retries += 1;
        let told = match once(client, &again, false).await {
            Ok(told) => told,
            // What is known of the others is not lost for it.
            Err(error) => {
                let error = Arc::new(error);
                let failed = || Err(Missing::Request(Arc::clone(&error)));
                again.iter().map(|_| failed()).collect()
            }
        };
        for (place, result) in locked.into_iter().zip(told) {
            if let Some(slot) = results.get_mut(place) {
                *slot = match slot {
                    Ok(before) if before.call.was_open => left_open(&before.call, result),
                    _ => result,
                };
            }
        }
    }
}

/// The result of a call that was open before: a refusal now says nothing of that.
fn left_open(call: &CallInfo, result: Result<Response, Missing>) -> Result<Response, Missing> {
    match result {
        Ok(mut response) => {
            response.call.was_open = true;
            Ok(response)
        }
        Err(Missing::Request(error)) => Err(Missing::Request(Arc::new(lost(call, error)))),
        Err(Missing::Untold) => Err(Missing::Untold),
    }
}

async fn once(
    client: &Client,
    calls: &[&Planned],
    halt_on_error: bool,
) -> Result<Vec<Result<Response, Missing>>, Error> {
    let safety = calls
        .iter()
        .fold(Safety::Read, |safety, call| worse(safety, call.safety));
    let body = Requests {
        batch_requests: calls.iter().map(|call| &call.wire).collect(),
        halt_on_error,
    };
    let request = bounded(
        Request::post("composite/batch", &[])?
            .json(&body)?
            .with_safety(safety),
    )?;
    let whole = client.send(&request).await?;
    let answer: Answer<'_> = whole.json()?;
    let mut answers = answer.results.into_iter();
    let read = |call: &&Planned| {
        let answer = answers.next().ok_or(Missing::Untold)?;
        let status = answer.status_code;
        Ok(part_of(
            &whole,
            &call.info,
            status,
            answer.result,
            HashMap::new(),
        ))
    };
    Ok(calls.iter().map(read).collect())
}
