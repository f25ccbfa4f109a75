//! What a token source may use: the network to a login host, and the clock.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use crate::client::{Clock, Transport};
use crate::error::TransportErrorKind;

use super::error::AuthErrorKind;
use super::token::is_loopback;
use super::{AuthError, Token};

/// The domains under which Salesforce serves orgs.
const ORG_DOMAINS: [&str; 7] = [
    "salesforce.com",
    "salesforce.mil",
    "force.com",
    "cloudforce.com",
    "database.com",
    "site.com",
    "sfcrmproducts.cn",
];

/// How often a login is tried again when its host is overloaded or the network fails.
const RETRIES: u32 = 3;

/// What a [`TokenSource`](super::TokenSource) may use: the network to a login host, and the clock.
#[derive(Clone)]
pub struct Login {
    transport: Transport,
    clock: Arc<dyn Clock>,
    /// Hosts besides Salesforce's own domains that an `instance_url` may name.
    trusted_hosts: Arc<[String]>,
}

/// A token endpoint's answer.
#[derive(Deserialize)]
pub(super) struct Grant {
    pub(super) access_token: SecretString,
    pub(super) instance_url: String,
    #[serde(default)]
    pub(super) refresh_token: Option<SecretString>,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
    #[serde(default)]
    error_description: String,
}

impl Login {
    pub(crate) fn new(
        transport: Transport,
        clock: Arc<dyn Clock>,
        trusted_hosts: Vec<String>,
    ) -> Self {
        Self {
            transport,
            clock,
            trusted_hosts: trusted_hosts.into(),
        }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks a login host's token endpoint, again where it is overloaded.
    pub(super) async fn grant(
        &self,
        host: &Url,
        fields: &[(&str, &str)],
    ) -> Result<Grant, AuthError> {
        let url = host
            .join("/services/oauth2/token")
            .map_err(|_| AuthError::new(AuthErrorKind::Setup, "the login host is not a URL"))?;
        let mut retries = 0;
        loop {
            match self.ask(&url, fields).await {
                Err(error) if error.is_retryable() && retries < RETRIES => {
                    let wait = f64::from(1_u32 << retries) * (1.0 + 0.25 * self.clock.random());
                    self.clock.sleep(Duration::from_secs_f64(wait)).await;
                    retries += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// The token of a grant, if its `instance_url` is one that `host` may speak for.
    pub(super) fn token(&self, host: &Url, grant: &Grant) -> Result<Token, AuthError> {
        let token = Token::new(grant.access_token.clone(), &grant.instance_url)
            .map_err(|error| AuthError::new(AuthErrorKind::Answer, error.to_string()))?;
        if self.may_name(host, token.instance_url()) {
            return Ok(token);
        }
        Err(AuthError::new(
            AuthErrorKind::Answer,
            format!(
                "{} answered with an instance_url on {}, which is not a host of Salesforce's: the \
                 token was thrown away; name the host with `Client::builder().trust_host` if it is \
                 right",
                shown_host(host),
                shown_host(token.instance_url()),
            ),
        ))
    }

    fn may_name(&self, host: &Url, instance: &Url) -> bool {
        if is_loopback(instance) {
            return is_loopback(host);
        }
        let Some(name) = instance.host_str() else {
            return false;
        };
        host.host_str() == Some(name)
            || self.trusted_hosts.iter().any(|trusted| trusted == name)
            || ORG_DOMAINS.iter().any(|domain| {
                name.strip_suffix(domain)
                    .is_some_and(|rest| rest.ends_with('.'))
            })
    }

    async fn ask(&self, url: &Url, fields: &[(&str, &str)]) -> Result<Grant, AuthError> {
        let (status, body) =
            self.transport
                .post_form(url, fields)
                .await
                .map_err(|(kind, source)| {
                    let what = match kind {
                        TransportErrorKind::Connect => "no connection to",
                        TransportErrorKind::Timeout => "no answer in time from",
                        TransportErrorKind::Interrupted => "the answer was cut from",
                    };
                    let message = format!("{what} {}", shown_host(url));
                    AuthError::new(AuthErrorKind::Transport, message).caused_by(source)
                })?;
        if (200..300).contains(&status) {
            // The error of the parser could quote the token.
            return serde_json::from_slice(&body).map_err(|_| {
                AuthError::new(
                    AuthErrorKind::Answer,
                    format!(
                        "{} answered with no access_token and instance_url",
                        shown_host(url)
                    ),
                )
            });
        }
        Err(refusal(url, status, &body))
    }
}

impl Grant {
    /// A secret of the grant as text.
    pub(super) fn refresh_token(&self) -> Option<&str> {
        self.refresh_token
            .as_ref()
            .map(|token| token.expose_secret())
    }
}

fn refusal(url: &Url, status: u16, body: &[u8]) -> AuthError {
    let host = shown_host(url);
    match serde_json::from_slice::<Refusal>(body) {
        Ok(refusal) => {
            // rate_limit_exceeded and server_error pass; invalid_grant and invalid_client do not.
            let kind = match refusal.error.as_str() {
                "rate_limit_exceeded" | "server_error" => AuthErrorKind::Unavailable,
                _ if status >= 500 => AuthErrorKind::Unavailable,
                _ => AuthErrorKind::Refused,
            };
            let mut message = format!(
                "{host} says {}: {}",
                refusal.error, refusal.error_description
            );
            if let Some(advice) = advice(&refusal.error, &refusal.error_description) {
                message.push_str("; ");
                message.push_str(advice);
            }
            AuthError::new(kind, message)
        }
        Err(_) => {
            let kind = match status {
                420 | 429 | 500.. => AuthErrorKind::Unavailable,
                _ => AuthErrorKind::Answer,
            };
            AuthError::new(kind, format!("{host} answered {status}"))
        }
    }
}

/// What to do about a refusal, where its own words do not tell.
fn advice(error: &str, description: &str) -> Option<&'static str> {
    let has = |words: &str| description.to_ascii_lowercase().contains(words);
    match error {
        "invalid_grant" if has("approved this consumer") || has("admin approved") => Some(
            "let the user's profile or permission set use the app: Manage Connected Apps, \
             pre-authorized",
        ),
        "invalid_grant" if has("audience") => Some(
            "the audience must be https://login.salesforce.com for production and \
             https://test.salesforce.com for sandboxes",
        ),
        "invalid_grant" if has("expired authorization code") => {
            Some("a JWT expires within 3 minutes: check this machine's clock")
        }
        "invalid_grant" if has("expired access/refresh token") => {
            Some("the login was revoked or has expired: log in again")
        }
        "invalid_grant" if has("no client credentials user") => {
            Some("choose the user to run as in the app's client credentials settings")
        }
        "invalid_grant" if has("ip restricted") => {
            Some("allow this address in the app's or the user's IP settings")
        }
        "invalid_grant" if has("authentication failure") => {
            Some("check the username, and that password and security token are joined")
        }
        "invalid_client_id" => Some("check the consumer key, and that it is an app of this org"),
        "unsupported_grant_type" => Some("switch the flow on in the app's OAuth settings"),
        _ => None,
    }
}

fn shown_host(url: &Url) -> &str {
    url.host_str().unwrap_or("the login host")
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}
