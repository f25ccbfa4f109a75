//! Logins: the OAuth flows, SOAP login, and the sessions they open.
//!
//! Must not know: records, REST resources.

use http::{HeaderMap, Method};
use serde_json::json;

use crate::api::{ApiResponse, Body};
use crate::org::{ORG_ID, Org};

mod account;
mod authorize;
mod form;
mod jwt;
mod session;
mod soap;
mod token;

pub(crate) use jwt::key as jwt_key;
pub(crate) use session::{Credentials, Sessions};

/// A request outside `/services/data`.
pub(crate) struct LoginRequest<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// Answers a request of the login host. None where there is no such path.
pub(crate) fn answer(org: &Org, request: &LoginRequest<'_>) -> Option<ApiResponse> {
    Some(match (request.path, request.method) {
        ("/services/oauth2/token", &Method::POST) => token::token(org, request),
        ("/services/oauth2/authorize", &Method::GET) => authorize::authorize(org, request),
        ("/services/oauth2/revoke", _) => account::revoke(org, request),
        ("/services/oauth2/introspect", &Method::POST) => account::introspect(org, request),
        ("/services/oauth2/userinfo", _) => account::userinfo(org, request),
        (path, &Method::POST) if path.starts_with("/services/Soap/u/") => soap::login(org, request),
        (path, &Method::GET) if path.starts_with("/id/") => account::identity(org, request),
        _ => return None,
    })
}

/// `{"error", "error_description"}`, status 400.
fn refuse(error: &str, description: &str) -> ApiResponse {
    let body = json!({"error": error, "error_description": description});
    ApiResponse::json(400, &body).header("Cache-Control", "no-store")
}

/// Where the user is described.
pub(crate) fn identity_url(org: &Org) -> String {
    let user = org.user.map_or_else(String::new, |id| id.to_string());
    format!("{}/id/{ORG_ID}/{user}", org.url)
}

/// Where API calls go.
fn instance_url(org: &Org) -> &str {
    org.settings.instance_url.as_deref().unwrap_or(&org.url)
}

/// The token of an `Authorization` header: `Bearer`, or `OAuth` as in old times.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get("authorization")?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let known = ["bearer", "oauth"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    known.then(|| token.trim())
}

fn text(status: u16, content_type: &'static str, text: String) -> ApiResponse {
    let mut response = ApiResponse::empty(status);
    response.body = Body::Other {
        content_type,
        bytes: text.into(),
    };
    response
}
