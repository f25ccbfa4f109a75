//! The token endpoint: one function a grant.

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value as Json};

use super::form::{Client, Form};
use super::{LoginRequest, identity_url, instance_url, jwt, refuse};
use crate::api::ApiResponse;
use crate::clock;
use crate::org::Org;

/// What a token may be used for where nothing else was asked.
const SCOPE: &str = "api web refresh_token";

/// What is answered besides the access token.
#[derive(Default)]
struct Extras {
    refresh_token: Option<String>,
    /// When it was issued, signed: not for JWT.
    signed: bool,
}

pub(super) fn token(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    org.calls.token();
    let form = Form::of(request);
    let client = Client::of(request, &form);
    let granted = match form.text("grant_type") {
        "client_credentials" => client_credentials(org, &client),
        "password" => password(org, &client, &form),
        "authorization_code" => authorization_code(org, &client, &form),
        "refresh_token" => refresh(org, &client, &form),
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => jwt::check(org, form.text("assertion"))
            .map(|()| issue(org, "api web", Extras::default())),
        _ => Err(refuse("unsupported_grant_type", "grant type not supported")),
    };
    granted.unwrap_or_else(|refused| refused)
}

fn client_credentials(org: &Org, client: &Client) -> Result<ApiResponse, ApiResponse> {
    if !client.is_known(org) {
        return Err(refuse("invalid_client_id", "client identifier invalid"));
    }
    if !client.proves_itself(org) {
        return Err(refuse("invalid_client", "invalid client credentials"));
    }
    let extras = Extras {
        signed: true,
        ..Extras::default()
    };
    Ok(issue(org, "api web", extras))
}

fn password(org: &Org, client: &Client, form: &Form) -> Result<ApiResponse, ApiResponse> {
    if !client.is_known(org) {
        return Err(refuse("invalid_client_id", "client identifier invalid"));
    }
    if !client.proves_itself(org) {
        return Err(refuse("invalid_client", "invalid client credentials"));
    }
    if !org
        .credentials
        .accepts(form.text("username"), form.text("password"))
    {
        return Err(refuse("invalid_grant", "authentication failure"));
    }
    let extras = Extras {
        signed: true,
        ..Extras::default()
    };
    Ok(issue(org, SCOPE, extras))
}

fn authorization_code(org: &Org, client: &Client, form: &Form) -> Result<ApiResponse, ApiResponse> {
    if !client.is_known(org) {
        return Err(refuse("invalid_client_id", "client identifier invalid"));
    }
    if !client.may_be_public(org) {
        return Err(refuse("invalid_client", "invalid client credentials"));
    }
    let grant = org
        .sessions
        .take_code(form.text("code"))
        .ok_or_else(|| refuse("invalid_grant", "expired authorization code"))?;
    if grant.redirect_uri != form.text("redirect_uri") {
        let description = "redirect_uri must match configuration";
        return Err(refuse("redirect_uri_mismatch", description));
    }
    match &grant.challenge {
        Some(challenge) if !verifies(form.text("code_verifier"), challenge) => {
            return Err(refuse("invalid_grant", "invalid code verifier"));
        }
        // Without PKCE only a client with a secret is believed.
        None if !client.proves_itself(org) => {
            return Err(refuse("invalid_client", "invalid client credentials"));
        }
        _ => {}
    }
    let mut scopes = grant.scope.split_whitespace();
    // [M] These two alone, and not `full`.
    let lasts = scopes.any(|scope| matches!(scope, "refresh_token" | "offline_access"));
    let extras = Extras {
        refresh_token: lasts.then(|| org.sessions.issue_refresh(&grant.scope)),
        signed: true,
    };
    Ok(issue(org, &grant.scope, extras))
}

fn refresh(org: &Org, client: &Client, form: &Form) -> Result<ApiResponse, ApiResponse> {
    if !client.is_known(org) {
        return Err(refuse("invalid_client_id", "client identifier invalid"));
    }
    if !client.may_be_public(org) {
        return Err(refuse("invalid_client", "invalid client credentials"));
    }
    let scope = org
        .sessions
        .refresh_scope(form.text("refresh_token"))
        .ok_or_else(|| refuse("invalid_grant", "expired access/refresh token"))?;
    let extras = Extras {
        signed: true,
        ..Extras::default()
    };
    Ok(issue(org, &scope, extras))
}

/// 43 to 128 characters whose SHA-256 is the challenge.
fn verifies(verifier: &str, challenge: &str) -> bool {
    let digest = digest::digest(&digest::SHA256, verifier.as_bytes());
    (43..=128).contains(&verifier.len()) && URL_SAFE_NO_PAD.encode(digest) == challenge
}

fn issue(org: &Org, scope: &str, extras: Extras) -> ApiResponse {
    let mut answer = Map::new();
    let mut put = |name: &str, value: String| answer.insert(name.to_owned(), Json::String(value));
    let id = identity_url(org);
    put("access_token", org.sessions.issue(scope));
    put("scope", scope.to_owned());
    put("instance_url", instance_url(org).to_owned());
    put("token_type", "Bearer".to_owned());
    if let Some(token) = extras.refresh_token {
        put("refresh_token", token);
    }
    if extras.signed {
        let issued_at = clock::now().to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, org.credentials.client_secret.as_bytes());
        let signature = hmac::sign(&key, format!("{id}{issued_at}").as_bytes());
        put("issued_at", issued_at);
        put("signature", STANDARD.encode(signature));
    }
    put("id", id);
    ApiResponse::json(200, &answer).header("Cache-Control", "no-store")
}
