//! Answers that stand for a failure, and bodies that arrive damaged.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use serde_json::json;

use super::{OutBody, encoding, rest};
use crate::api::{self, ApiError, ApiResponse, Body};
use crate::faults::FaultKind;

const HTML: &str = "text/html; charset=UTF-8";

/// What is answered instead of looking at the call; none where the call is answered.
pub(super) fn instead(kind: &FaultKind) -> Option<ApiResponse> {
    let later = |response: ApiResponse, seconds: &Option<u64>| match seconds {
        Some(seconds) => response.header("Retry-After", seconds.to_string()),
        None => response,
    };
    Some(match kind {
        FaultKind::Unauthorized { message } => {
            let mut error = rest::session_invalid();
            error.message = message.clone().unwrap_or(error.message);
            error.response()
        }
        FaultKind::TooManyRequests { retry_after } => {
            later(html(429, "Too Many Requests"), retry_after)
        }
        FaultKind::ServiceUnavailable { retry_after } => {
            let message = "Server is too busy. Please try your request again later.";
            later(
                ApiError::new(503, "SERVER_UNAVAILABLE", message).response(),
                retry_after,
            )
        }
        FaultKind::BadGateway => html(502, "Bad Gateway"),
        FaultKind::UnknownException => {
            let message = "An unexpected error occurred. Please include this ErrorId if you \
                           contact support: 1234567890-12345 (-1234567890)";
            ApiError::new(500, "UNKNOWN_EXCEPTION", message).response()
        }
        FaultKind::RowLocked => api::row_locked(None).response(),
        FaultKind::DuplicatesDetected { object, records } => duplicates(object, records),
        FaultKind::DailyLimit => ApiError::daily_limit().response(),
        FaultKind::ApiDisabled => {
            let message = "The REST API is not enabled for this Organization";
            ApiError::new(403, "API_DISABLED_FOR_ORG", message).response()
        }
        FaultKind::ConcurrencyLimit => {
            let message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
            ApiError::new(403, "REQUEST_LIMIT_EXCEEDED", message).response()
        }
        FaultKind::ExpireTokens
        | FaultKind::DailyLimitWithin { .. }
        | FaultKind::RecordsLocked { .. }
        | FaultKind::CutBefore
        | FaultKind::CutAfter
        | FaultKind::Delay { .. }
        | FaultKind::Slow { .. }
        | FaultKind::Truncated
        | FaultKind::EndedEarly => return None,
    })
}

/// What a duplicate rule says. Its result stands under a key that is misspelt so.
fn duplicates(object: &str, records: &[String]) -> ApiResponse {
    let message = "Use one of these records?";
    let found: Vec<_> = records
        .iter()
        .map(|id| {
            json!({
                "additionalInformation": [], "fieldDiffs": [], "matchConfidence": 100.0,
                "record": {"attributes": {"type": object}, "Id": id},
            })
        })
        .collect();
    let result = json!({
        "allowSave": true, "duplicateRule": format!("Standard_{object}_Duplicate_Rule"),
        "duplicateRuleEntityType": object, "errorMessage": message,
        "matchResults": [{
            "entityType": object, "errors": [], "matchEngine": "FuzzyMatchEngine",
            "matchRecords": found, "rule": format!("Standard_{object}_Match_Rule_v1_0"),
            "size": records.len(), "success": true,
        }],
    });
    let entry = json!([{
        "errorCode": "DUPLICATES_DETECTED", "message": message, "duplicateResut": result,
    }]);
    ApiResponse::json(400, &entry)
}

fn html(status: u16, title: &str) -> ApiResponse {
    let text =
        format!("<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>");
    let mut response = ApiResponse::empty(status);
    response.body = Body::Other {
        content_type: HTML,
        bytes: text.into(),
    };
    response
}

/// The HTTP response, damaged where a fault says so. Damaged bodies are not compressed.
pub(super) fn send(
    response: ApiResponse,
    fault: Option<&FaultKind>,
    zipped: bool,
) -> Response<OutBody> {
    let (content_type, bytes) = match response.body {
        Body::Empty => (None, Bytes::new()),
        Body::Json(text) => (Some("application/json;charset=UTF-8"), Bytes::from(text)),
        Body::Other {
            content_type,
            bytes,
        } => (Some(content_type), bytes),
    };
    let mut encoding = None;
    let body = match fault {
        Some(FaultKind::Slow {
            bytes: piece,
            millis,
        }) => slow(bytes, *piece, *millis),
        Some(FaultKind::Truncated) => full(bytes.slice(..bytes.len() / 2)),
        Some(FaultKind::EndedEarly) => ended_early(&bytes),
        _ if zipped && encoding::is_worth_it(&bytes) => {
            encoding = Some("gzip");
            let made = response.page.and_then(|page| page.gzip);
            full(made.unwrap_or_else(|| encoding::gzip(&bytes)))
        }
        _ => full(bytes),
    };
    let mut answer = Response::new(body);
    *answer.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let named = response
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    let content_type = content_type.map(|value| ("Content-Type", value));
    let encoding = encoding.map(|value| ("Content-Encoding", value));
    for (name, value) in named.chain(content_type).chain(encoding) {
        if let Ok(value) = HeaderValue::from_str(value)
            && let Ok(name) = http::HeaderName::from_bytes(name.as_bytes())
        {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

fn full(bytes: Bytes) -> OutBody {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

fn slow(bytes: Bytes, piece: usize, millis: u64) -> OutBody {
    let pieces = stream::unfold(bytes, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(millis)).await;
        let next = rest.split_to(piece.clamp(1, rest.len()));
        Some((Ok(Frame::data(next)), rest))
    });
    BodyExt::boxed(StreamBody::new(pieces))
}

/// Half of the body, then nothing: the client sees the connection end.
fn ended_early(bytes: &Bytes) -> OutBody {
    let half = Ok(Frame::data(bytes.slice(..bytes.len() / 2)));
    let end = Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted));
    // The pause lets the half go out first.
    let later = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        end
    });
    BodyExt::boxed(StreamBody::new(stream::iter([half]).chain(later)))
}
