//! Routes by which a test in any language tells the org to fail and asks what it saw. No token is
//! wanted: the server is reached from this machine alone, and pages of a browser on it are refused.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};

use super::Arrived;
use crate::api::ApiResponse;
use crate::faults::Fault;
use crate::org::Org;

/// Before the name of an object.
const RECORDS: &str = "/__admin/records/";

pub(super) fn answer(org: &Arc<Org>, request: &Arrived) -> ApiResponse {
    if is_of_a_page(&request.headers) {
        let error = "admin routes are not for pages: no Origin, and a Host of this machine";
        return ApiResponse::json(403, &json!({"error": error}));
    }
    let done = || ApiResponse::empty(204);
    match (request.path(), &request.method) {
        ("/__admin/faults", &Method::POST) => match faults(&request.body) {
            Ok(faults) => {
                faults.into_iter().for_each(|fault| org.faults.add(fault));
                done()
            }
            Err(error) => ApiResponse::json(400, &json!({"error": error})),
        },
        ("/__admin/faults", &Method::GET) => ApiResponse::json(200, &org.faults.waiting()),
        ("/__admin/faults", &Method::DELETE) => {
            org.faults.clear();
            done()
        }
        ("/__admin/calls", &Method::GET) => ApiResponse::json(200, &org.calls.calls()),
        ("/__admin/calls", &Method::DELETE) => {
            org.calls.reset();
            done()
        }
        ("/__admin/requests", &Method::GET) => ApiResponse::json(200, &org.calls.requests()),
        (path, &Method::POST) if path.starts_with(RECORDS) => {
            let made = serde_json::from_slice(&request.body)
                .map_err(|error| error.to_string())
                .and_then(|record| {
                    let made = org.seed(&path[RECORDS.len()..], &record);
                    made.map_err(|error| error.to_string())
                });
            match made {
                Ok(id) => ApiResponse::json(201, &json!({"id": id.as_str()})),
                Err(error) => ApiResponse::json(400, &json!({"error": error})),
            }
        }
        ("/__admin/expire", &Method::POST) => {
            org.sessions.expire();
            done()
        }
        ("/__admin/expire_query_locators", &Method::POST) => {
            org.cursors.expire();
            done()
        }
        _ => ApiResponse::json(404, &json!({"error": "no such admin route"})),
    }
}

/// One fault, or a list of them.
fn faults(body: &[u8]) -> Result<Vec<Fault>, String> {
    let given = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let items = match given {
        Value::Array(items) => items,
        item => vec![item],
    };
    items.into_iter().map(fault).collect()
}

/// Serde swallows keys that a flattened enum does not know: one that does not come back is such a key.
fn fault(given: Value) -> Result<Fault, String> {
    let fault: Fault = serde_json::from_value(given.clone()).map_err(|error| error.to_string())?;
    let read = serde_json::to_value(&fault).map_err(|error| error.to_string())?;
    let keys = given.as_object().into_iter().flat_map(|given| given.keys());
    match keys.into_iter().find(|key| read.get(key).is_none()) {
        Some(key) => Err(format!("a fault of this kind has no key `{key}`")),
        None => Ok(fault),
    }
}

/// Whether a browser sends this for a page: it says the page's origin, or a name of the page's own
/// that leads here.
fn is_of_a_page(headers: &HeaderMap) -> bool {
    let is_here = |host: &HeaderValue| {
        let host = host.to_str().unwrap_or_default();
        let host = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        ["127.0.0.1", "localhost", "[::1]"].contains(&host)
    };
    headers.contains_key("origin") || headers.get("host").is_some_and(|host| !is_here(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_cannot_drive_the_org() {
        for (name, value, is_refused) in [
            ("host", "127.0.0.1:41675", false),
            ("host", "localhost", false),
            ("host", "[::1]:80", false),
            ("accept", "*/*", false),
            ("host", "page.example:41675", true),
            ("host", "127.0.0.1.page.example", true),
            ("origin", "https://page.example", true),
            ("origin", "null", true),
        ] {
            let headers = HeaderMap::from_iter([(
                http::HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )]);
            assert_eq!(is_of_a_page(&headers), is_refused, "{name}: {value}");
        }
    }
}
