//! What a login host says when it refuses, and what to do about it.

use serde::Deserialize;
use url::Url;

use super::AuthError;
use super::app::Form;
use super::error::{AuthErrorKind, quoted};
use super::host::shown_host;

#[derive(Deserialize)]
struct Refusal {
    error: String,
    #[serde(default)]
    error_description: String,
}

/// The failure that an answer other than 2xx means. Quotes nothing of the form's secrets.
pub(super) fn refusal(url: &Url, status: u16, body: &[u8], form: &Form) -> AuthError {
    let host = shown_host(url);
    let passes = matches!(status, 420 | 429 | 500..);
    let Ok(refusal) = serde_json::from_slice::<Refusal>(body) else {
        let kind = if passes {
            AuthErrorKind::Unavailable
        } else {
            AuthErrorKind::Answer
        };
        let error = AuthError::new(kind, format!("{host} answered {status}"));
        return match status {
            300..400 => error.advise(
                "it sends logins elsewhere, which is not followed: name the org's My Domain as the \
                 login host",
            ),
            404 => error.advise("it has no OAuth endpoint: check the login host"),
            _ => error,
        };
    };
    stated(
        host,
        &form.hide(&refusal.error),
        &form.hide(&refusal.error_description),
        passes,
    )
}

/// The failure that an OAuth error code and its description mean.
pub(super) fn stated(host: &str, error: &str, description: &str, passes: bool) -> AuthError {
    // rate_limit_exceeded and server_error pass; invalid_grant and invalid_client do not.
    let kind = match error {
        "invalid_grant" | "invalid_client" | "invalid_client_id" => AuthErrorKind::Refused,
        "rate_limit_exceeded" | "server_error" | "temporarily_unavailable" => {
            AuthErrorKind::Unavailable
        }
        _ if passes => AuthErrorKind::Unavailable,
        _ => AuthErrorKind::Refused,
    };
    let mut message = format!("{host} says {}", quoted(error));
    if !description.is_empty() {
        message.push_str(": ");
        message.push_str(&quoted(description));
    }
    let refused = AuthError::new(kind, message);
    match advice(error, description) {
        Some(advice) => refused.advise(advice),
        None => refused,
    }
}

/// What to do about a refusal, where its own words do not tell.
fn advice(error: &str, description: &str) -> Option<&'static str> {
    let description = description.to_ascii_lowercase();
    let has = |words: &str| description.contains(words);
    match error {
        "invalid_grant" if has("approved this consumer") || has("admin approved") => Some(
            "let the user's profile or permission set use the app: Manage Connected Apps, \
             pre-authorized",
        ),
        "invalid_grant" if has("audience") => Some(
            "the audience must be https://login.salesforce.com for production and \
             https://test.salesforce.com for sandboxes",
        ),
        "invalid_grant" if has("expired authorization code") => Some(
            "a code is good once and for minutes, a JWT for 3 minutes: start the login again, and \
             check this machine's clock",
        ),
        "invalid_grant" if has("expired access/refresh token") => {
            Some("the login was revoked or has expired: log in again")
        }
        "invalid_grant" if has("no client credentials user") => {
            Some("choose the user to run as in the app's client credentials settings")
        }
        "invalid_grant" if has("ip restricted") => {
            Some("allow this address in the app's or the user's IP settings")
        }
        "invalid_grant" if has("code verifier") => {
            Some("the code belongs to another login: exchange it with the one that asked for it")
        }
        "invalid_grant" if has("invalid assertion") => Some(
            "the certificate in the app's settings must be that of the key, and the username one \
             of this org",
        ),
        "invalid_grant" if has("authentication failure") => Some(
            "check the username, that password and security token are joined, and that the login \
             host is that of the org: sandboxes log in at test.salesforce.com",
        ),
        "invalid_client_id" => Some("check the consumer key, and that it is an app of this org"),
        "invalid_client" => Some("check the consumer key and the consumer secret"),
        "redirect_uri_mismatch" => {
            Some("the redirect URI must be one of the app's callback URLs, to the letter")
        }
        "invalid_scope" | "OAUTH_APP_BLOCKED" => {
            Some("select the scope in the app's OAuth settings, and let the user use the app")
        }
        "inactive_user" => Some("activate the user, or log in as another"),
        "inactive_org" => Some("the org is locked or gone"),
        "unsupported_grant_type" => Some("switch the flow on in the app's OAuth settings"),
        "access_denied" => Some("the user, or the org for the user, refused the app"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> AuthError {
        let url = Url::parse("https://login.salesforce.com/services/oauth2/token").expect("a URL");
        let form = Form::default()
            .field("username", "ada@acme.example")
            .secret("password", "p&ss w0rd".into());
        refusal(&url, status, body.as_bytes(), &form)
    }

    #[test]
    fn what_passes_and_what_does_not() {
        use AuthErrorKind::{Answer, Refused, Unavailable};
        for (status, body, kind) in [
            (400, r#"{"error":"invalid_grant"}"#, Refused),
            (400, r#"{"error":"invalid_client_id"}"#, Refused),
            (401, r#"{"error":"invalid_client"}"#, Refused),
            (500, r#"{"error":"invalid_grant"}"#, Refused),
            (400, r#"{"error":"inactive_user"}"#, Refused),
            (400, r#"{"error":"rate_limit_exceeded"}"#, Unavailable),
            (400, r#"{"error":"server_error"}"#, Unavailable),
            (429, r#"{"error":"something_new"}"#, Unavailable),
            (503, "<html>down</html>", Unavailable),
            (502, "", Unavailable),
            (420, "", Unavailable),
            (302, "", Answer),
            (404, "<html></html>", Answer),
            (400, "{}", Answer),
        ] {
            let error = refused(status, body);
            assert_eq!(error.kind(), kind, "{status} {body}");
            assert_eq!(error.is_retryable(), kind == Unavailable, "{status} {body}");
        }
    }

    #[test]
    fn a_refusal_quotes_the_host_and_no_secret() {
        let error = refused(
            400,
            r#"{"error":"invalid_grant p&ss w0rd",
               "error_description":"authentication failure for ada@acme.example with p&ss w0rd (p%26ss+w0rd)"}"#,
        );
        let text = error.to_string();
        assert!(
            text.contains("ada@acme.example with [hidden] ([hidden])"),
            "{text}"
        );
        assert!(!text.contains("w0rd"), "{text}");
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let error = refused(
            400,
            r#"{"error":"invalid_grant","error_description":"user hasn't approved this consumer"}"#,
        );
        assert!(error.to_string().ends_with("pre-authorized"), "{error}");
    }
}
