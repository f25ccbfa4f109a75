//! What a token is and whose: introspection, user info, identity, and its end.

use serde_json::json;

use super::form::{Client, Form};
use super::{LoginRequest, bearer, identity_url, instance_url, refuse, text};
use crate::api::ApiResponse;
use crate::org::{ORG_ID, Org};

/// How long a token would live, in seconds: two hours [M].
const LIFETIME: i64 = 7_200;

pub(super) fn revoke(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    let form = Form::of(request);
    if org.sessions.revoke(form.text("token")) {
        ApiResponse::empty(200)
    } else {
        // [M]
        refuse("unsupported_token_type", "this token type is not supported")
    }
}

pub(super) fn introspect(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    let form = Form::of(request);
    if !Client::of(request, &form).proves_itself(org) {
        return refuse("invalid_client", "invalid client credentials");
    }
    let token = form.text("token");
    let about = |kind: &str, scope: &str, issued: i64| {
        json!({
            "active": true,
            "scope": scope,
            "client_id": org.credentials.client_id,
            "username": org.credentials.username,
            "sub": identity_url(org),
            "token_type": kind,
            "exp": issued + LIFETIME,
            "iat": issued,
            "nbf": issued,
        })
    };
    let answer = match org.sessions.find(token) {
        Some(session) => about("access_token", &session.scope, session.issued / 1000),
        None => match org.sessions.refresh_scope(token) {
            Some(scope) => about("refresh_token", &scope, crate::clock::now() / 1000),
            None => json!({"active": false}),
        },
    };
    ApiResponse::json(200, &answer).header("Cache-Control", "no-store")
}

pub(super) fn userinfo(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    let user = org.user.map_or_else(String::new, |id| id.to_string());
    with_session(org, request, || {
        json!({
            "sub": identity_url(org),
            "user_id": user,
            "organization_id": ORG_ID,
            "preferred_username": org.credentials.username,
            "nickname": "ada.integration",
            "name": "Ada Integration",
            "given_name": "Ada",
            "family_name": "Integration",
            "email": org.credentials.username,
            "email_verified": true,
            "zoneinfo": "Europe/Berlin",
            "locale": "en_US",
            "user_type": "STANDARD",
            "active": true,
        })
    })
}

/// The identity URL of a token answer.
pub(super) fn identity(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    let user = org.user.map_or_else(String::new, |id| id.to_string());
    let instance = instance_url(org);
    with_session(org, request, || {
        json!({
            "id": identity_url(org),
            "asserted_user": true,
            "user_id": user,
            "organization_id": ORG_ID,
            "username": org.credentials.username,
            "display_name": "Ada Integration",
            "email": org.credentials.username,
            "active": true,
            "user_type": "STANDARD",
            "language": "en_US",
            "locale": "en_US",
            "urls": {
                "rest": format!("{instance}/services/data/v{{version}}/"),
                "sobjects": format!("{instance}/services/data/v{{version}}/sobjects/"),
                "query": format!("{instance}/services/data/v{{version}}/query/"),
            },
        })
    })
}

/// These answer a bad token with text, not with JSON.
fn with_session(
    org: &Org,
    request: &LoginRequest<'_>,
    answer: impl FnOnce() -> serde_json::Value,
) -> ApiResponse {
    let form = Form::of(request);
    let token = bearer(request.headers).or_else(|| form.get("access_token"));
    match token.and_then(|token| org.sessions.find(token)) {
        Some(_) => ApiResponse::json(200, &answer()),
        None => text(403, "text/html;charset=UTF-8", "Bad_OAuth_Token".to_owned()),
    }
}
