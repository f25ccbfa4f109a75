//! Reads whose URL the org would refuse for its length: they go inside a batch, and come out as if
//! they had been sent alone.
//!
//! An org takes 16,384 bytes of URI and headers together, and there is no `POST` for a query. A
//! `composite/batch` of one subrequest carries the same URL in its body.

use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::{Path, Request, Response, Safety};
use crate::error::Error;

use super::ApiVersion;

/// So many bytes of path and query are sent as a URL; that leaves as many for the headers, among
/// them the token.
const LONGEST: usize = 8_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Batch {
    batch_requests: [Subrequest; 1],
}

#[derive(Serialize)]
struct Subrequest {
    method: &'static str,
    url: String,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    results: Vec<Inner<'a>>,
}

#[derive(Deserialize)]
struct Inner<'a> {
    #[serde(rename = "statusCode")]
    status: u16,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

/// The batch that the request must go in, if its URL is too long.
pub(super) fn wrap(request: &Request, version: ApiVersion) -> Result<Option<Request>, Error> {
    let is_read = *request.method() == Method::GET && matches!(request.path(), Path::Data(_));
    if !is_read || request.query_string().len() <= LONGEST {
        return Ok(None);
    }
    let is_condition = |name: &&http::HeaderName| name.as_str().starts_with("if-");
    if let Some(name) = request.headers().keys().find(is_condition) {
        return Err(Error::request(format!(
            "{}: it is too long for a URL, and a batch, in which it would go, carries no {name}: ask \
             for less, or without the condition",
            request.info()
        )));
    }
    let url = request.path_below(&format!("v{version}"));
    let mut batch = Request::at(
        Method::POST,
        Path::Data("composite/batch".to_owned()),
        request.info().template.clone(),
    )
    .with_safety(Safety::Read)
    .json(&Batch {
        batch_requests: [Subrequest { method: "GET", url }],
    })?;
    if let Some(object) = &request.info().object {
        batch = batch.about(object.clone());
    }
    for (name, value) in request.headers() {
        if let Ok(value) = value.to_str() {
            batch = batch.with_header(name.clone(), value)?;
        }
    }
    Ok(Some(batch))
}

/// The answer to the request in the batch; that to the batch itself where there is none.
pub(super) fn unwrap(answer: Response, request: &Request) -> Response {
    let inner = serde_json::from_slice::<Answer<'_>>(&answer.body)
        .ok()
        .and_then(|batch| {
            let first = batch.results.into_iter().next()?;
            let status = StatusCode::from_u16(first.status).ok()?;
            let body = first.result.map_or_else(bytes::Bytes::new, |result| {
                answer.body.slice_ref(result.get().as_bytes())
            });
            Some((status, body))
        });
    let call = request.info().clone();
    match inner {
        Some((status, body)) => Response {
            call,
            status,
            body,
            ..answer
        },
        None => Response { call, ..answer },
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use crate::call::{Body, CallInfo};

    fn query(length: usize) -> Request {
        Request::get("query", &[])
            .expect("a request")
            .query("q", &"a".repeat(length))
            .header("sforce-query-options", "batchSize=200")
            .expect("a header")
            .about("Account")
    }

    fn answer(status: u16, body: &'static str) -> Response {
        Response {
            call: CallInfo::default(),
            status: StatusCode::from_u16(status).expect("a status"),
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    #[test]
    fn only_a_read_that_no_url_holds_goes_in_a_batch() {
        assert!(
            wrap(&query(5_000), ApiVersion::V66)
                .expect("a request")
                .is_none()
        );
        let write =
            Request::at(Method::POST, Path::Data("x".into()), "x").query("q", &"a".repeat(9_000));
        assert!(wrap(&write, ApiVersion::V66).expect("a request").is_none());
        let batch = wrap(&query(9_000), ApiVersion::V66)
            .expect("a request")
            .expect("a batch");
        assert_eq!(batch.path_below("v66.0"), "v66.0/composite/batch");
        assert_eq!(batch.safety(), Safety::Read);
        assert_eq!(batch.headers()["sforce-query-options"], "batchSize=200");
        assert_eq!(batch.info().object.as_deref(), Some("Account"));
        let Body::Json(body) = batch.body() else {
            panic!("the body is JSON");
        };
        let url = format!("v66.0/query?q={}", "a".repeat(9_000));
        let expected = serde_json::json!({"batchRequests": [{"method": "GET", "url": url}]});
        assert_eq!(
            serde_json::from_slice::<serde_json::Value>(body).expect("JSON"),
            expected
        );
    }

    /// The condition would be the batch's, and is none there.
    #[test]
    fn a_condition_is_not_lost_in_a_batch() {
        let condition = |length| {
            let query = query(length).header("if-modified-since", "Mon, 02 Mar 2026 14:30:00 GMT");
            wrap(&query.expect("a header"), ApiVersion::V66)
        };
        assert!(condition(5_000).expect("a request").is_none());
        let said = condition(9_000).expect_err("a refusal").to_string();
        assert!(said.contains("carries no if-modified-since"), "{said}");
    }

    #[test]
    fn the_answer_comes_out_as_if_it_had_been_sent_alone() {
        let good = answer(
            200,
            r#"{"hasErrors":false,"results":[{"statusCode":200,"result":{"totalSize":1.0}}]}"#,
        );
        let inner = unwrap(good, &query(1));
        assert_eq!(
            (inner.status.as_u16(), &*inner.body),
            (200, &b"{\"totalSize\":1.0}"[..])
        );
        assert_eq!(inner.call.to_string(), "GET query");
        let bad = answer(
            200,
            r#"{"hasErrors":true,"results":[{"statusCode":400,"result":
            [{"errorCode":"MALFORMED_QUERY","message":"m"}]}]}"#,
        );
        let error = unwrap(bad, &query(1)).accepted().expect_err("a refusal");
        assert_eq!(error.code(), Some(&crate::ErrorCode::MalformedQuery));
        assert_eq!(error.api().map(|api| api.status), Some(400));
        let whole = unwrap(answer(503, "<html>"), &query(1));
        assert_eq!((whole.status.as_u16(), &*whole.body), (503, &b"<html>"[..]));
        let nothing = r#"{"hasErrors":false,"results":[{"statusCode":204,"result":null}]}"#;
        assert!(unwrap(answer(200, nothing), &query(1)).body.is_empty());
    }
}
