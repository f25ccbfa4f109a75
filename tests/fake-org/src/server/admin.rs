//! Routes by which a test in any language tells the org to fail and asks what it saw. No token is
//! wanted: the server is reached from this machine alone.

use std::sync::Arc;

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::Arrived;
use crate::api::ApiResponse;
use crate::faults::Fault;
use crate::org::Org;

/// One fault, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Faults {
    One(Fault),
    Many(Vec<Fault>),
}

/// Before the name of an object.
const RECORDS: &str = "/__admin/records/";

pub(super) fn answer(org: &Arc<Org>, request: &Arrived) -> ApiResponse {
    let done = || ApiResponse::empty(204);
    match (request.path(), &request.method) {
        ("/__admin/faults", &Method::POST) => match serde_json::from_slice(&request.body) {
            Ok(Faults::One(fault)) => {
                org.faults.add(fault);
                done()
            }
            Ok(Faults::Many(faults)) => {
                faults.into_iter().for_each(|fault| org.faults.add(fault));
                done()
            }
            Err(error) => ApiResponse::json(400, &json!({"error": error.to_string()})),
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
