//! The page where a user would approve a client. This org approves at once.

use url::Url;

use super::form::Form;
use super::session::Grant;
use super::{LoginRequest, refuse};
use crate::api::ApiResponse;
use crate::org::Org;

pub(super) fn authorize(org: &Org, request: &LoginRequest<'_>) -> ApiResponse {
    let form = Form::of(request);
    if form.text("client_id") != org.credentials.client_id {
        return refuse("invalid_client_id", "client identifier invalid");
    }
    let Ok(mut target) = Url::parse(form.text("redirect_uri")) else {
        return refuse(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        );
    };
    let method = form.get("code_challenge_method").unwrap_or("S256");
    let refused = match form.text("response_type") {
        "code" if method == "S256" => None,
        "code" => Some(("invalid_request", "code challenge method not supported")),
        _ => Some(("unsupported_response_type", "response type not supported")),
    };
    {
        let mut answer = target.query_pairs_mut();
        match refused {
            Some((error, description)) => {
                answer.append_pair("error", error);
                answer.append_pair("error_description", description);
            }
            None => {
                let code = org.sessions.issue_code(Grant {
                    redirect_uri: form.text("redirect_uri").to_owned(),
                    challenge: form.get("code_challenge").map(str::to_owned),
                    scope: form
                        .get("scope")
                        .unwrap_or("api web refresh_token")
                        .to_owned(),
                });
                answer.append_pair("code", &code);
            }
        }
        if let Some(state) = form.get("state") {
            answer.append_pair("state", state);
        }
    }
    ApiResponse::empty(302).header("Location", target.as_str())
}
