//! Batches: up to 25 calls that have nothing to do with each other.

use std::str::FromStr as _;

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::api::{
    ApiError, ApiRequest, ApiResponse, Body, Call, Outcome, Version, body, dispatch, row_locked,
};

const CALLS: usize = 25;
const SINCE: Version = Version(34);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Batch<'a> {
    #[serde(borrow)]
    batch_requests: Vec<Request<'a>>,
    #[serde(default)]
    halt_on_error: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    method: String,
    /// Relative to `/services/data/`.
    url: String,
    #[serde(borrow, default)]
    rich_input: Option<&'a RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Results {
    has_errors: bool,
    results: Vec<Answer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    result: Option<Box<RawValue>>,
}

pub(super) fn answer(call: &mut Call<'_>, request: &ApiRequest) -> Outcome {
    if request.version < SINCE {
        return Err(ApiError::not_found());
    }
    let batch: Batch<'_> = body::parse(body::text(request)?)?;
    if batch.batch_requests.len() > CALLS {
        // [M]
        let message = format!("The batch can’t contain more than {CALLS} requests.");
        return Err(ApiError::new(400, "LIMIT_EXCEEDED", message));
    }
    let locked = std::mem::take(&mut call.context.locked);
    let mut results: Vec<Answer> = Vec::with_capacity(batch.batch_requests.len());
    let mut has_errors = false;
    for (place, asked) in batch.batch_requests.iter().enumerate() {
        let response = if has_errors && batch.halt_on_error == Some(true) {
            // [M]
            let message = "The request wasn't processed, since an earlier one of the batch failed.";
            ApiError::new(412, "BATCH_PROCESSING_HALTED", message).response()
        } else if locked.contains(&place) {
            row_locked(None).response()
        } else {
            match asked.request(request.version) {
                Ok(asked) => dispatch(call, &asked),
                Err(error) => error.response(),
            }
        };
        has_errors |= response.status >= 400;
        results.push(Answer::of(response));
    }
    Ok(ApiResponse::json(
        200,
        &Results {
            has_errors,
            results,
        },
    ))
}

impl Request<'_> {
    fn request(&self, outer: Version) -> Result<ApiRequest, ApiError> {
        let method = Method::from_str(&self.method)
            .map_err(|_| ApiError::parser(format!("Invalid method '{}'", self.method)))?;
        let body = self.rich_input.map_or("", RawValue::get);
        let request = ApiRequest::parse(
            method,
            &format!("/services/data/{}", self.url),
            HeaderMap::new(),
            Bytes::from(body.to_owned()),
        )
        .ok_or_else(ApiError::not_found)?;
        if request.version > outer || request.version < SINCE {
            // [M]
            let message = format!("The version of {} is not from v34.0 to {outer}", self.url);
            return Err(ApiError::new(400, "INVALID_INPUT", message));
        }
        if request
            .segments
            .first()
            .is_some_and(|first| first == "composite")
        {
            // [M]
            let message = format!("The URL {} is not supported in a batch", self.url);
            return Err(ApiError::new(400, "INVALID_INPUT", message));
        }
        Ok(request)
    }
}

impl Answer {
    fn of(response: ApiResponse) -> Self {
        let result = match response.body {
            Body::Json(text) => RawValue::from_string(text).ok(),
            Body::Empty | Body::Other { .. } => None,
        };
        Self {
            status_code: response.status,
            result,
        }
    }
}
