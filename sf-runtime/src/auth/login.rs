//! What a token source may use: the network to a login host, and the clock.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::client::{Clock, Posted, SystemClock, Transport};
use crate::error::TransportErrorKind;

use super::app::Form;
use super::error::AuthErrorKind;
use super::host::{is_loopback, shown_host};
use super::refusal::refusal;
use super::{AuthError, LoginHost, Token};

/// The domains under which Salesforce serves orgs: those that its own CLI takes for its own, and
/// those of the government and China clouds.
const ORG_DOMAINS: [&str; 8] = [
    "salesforce.com",
    "salesforce.mil",
    "force.com",
    "cloudforce.com",
    "crmforce.mil",
    "database.com",
    "site.com",
    "sfcrmproducts.cn",
];

/// How often a login is tried again when its host is overloaded or the network fails.
const RETRIES: u32 = 3;

/// Where a login host asks to wait for longer, the login fails at once.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What a [`TokenSource`](super::TokenSource) may use: the network to a login host, and the clock.
///
/// A client has its own. [`Login::new`] is for what happens beside one: to revoke a token, or to
/// ask whether it is good.
#[derive(Clone)]
pub struct Login {
    transport: Transport,
    clock: Arc<dyn Clock>,
    /// Hosts besides Salesforce's own domains that an `instance_url` may name.
    trusted_hosts: Arc<[String]>,
}

/// What a login host says of a token (RFC 7662).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Introspection {
    /// Whether the token is good now. If not, nothing else is told.
    pub active: bool,
    /// What it is good for, parted by spaces.
    #[serde(default)]
    pub scope: Option<String>,
    /// The app that it was given to.
    #[serde(default)]
    pub client_id: Option<String>,
    /// The user that it was given for.
    #[serde(default)]
    pub username: Option<String>,
    /// The user's identity URL, `…/id/<org id>/<user id>`.
    #[serde(default)]
    pub sub: Option<String>,
    /// `access_token` or `refresh_token`
    #[serde(default)]
    pub token_type: Option<String>,
    /// When it ends, in seconds since 1970.
    #[serde(default)]
    pub exp: Option<i64>,
    /// When it was given, in seconds since 1970.
    #[serde(default)]
    pub iat: Option<i64>,
}

/// A token endpoint's answer.
#[derive(Deserialize)]
pub(super) struct Grant {
    access_token: SecretString,
    instance_url: String,
    #[serde(default)]
    pub(super) refresh_token: Option<SecretString>,
    /// The identity URL.
    #[serde(default)]
    id: Option<String>,
}

impl Login {
    /// The network and the clock of this machine.
    ///
    /// # Errors
    /// The HTTP client cannot be set up: the machine has no root certificates.
    pub fn new() -> Result<Self, AuthError> {
        let transport = Transport::plain()
            .map_err(|error| AuthError::new(AuthErrorKind::Setup, error.to_string()))?;
        Ok(Self::with(transport, Arc::new(SystemClock), Vec::new()))
    }

    pub(crate) fn with(
        transport: Transport,
        clock: Arc<dyn Clock>,
        mut trusted_hosts: Vec<String>,
    ) -> Self {
        for host in &mut trusted_hosts {
            host.make_ascii_lowercase();
        }
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

    /// Asks a login host's token endpoint for a token: for a flow that has no source here. Messages
    /// quote none of the fields.
    ///
    /// An overloaded host and a network that fails are tried three times more; a refusal is not.
    ///
    /// # Errors
    /// The login host refuses, cannot be reached, or answers for a host that is no org.
    pub async fn token(
        &self,
        host: &LoginHost,
        fields: &[(&'static str, SecretString)],
    ) -> Result<Token, AuthError> {
        let form = fields.iter().fold(Form::default(), |form, (name, value)| {
            form.secret(name, value.clone())
        });
        let (token, _) = self.grant(host, || Ok(form.clone())).await?;
        Ok(token)
    }

    /// Ends a token before its time. With a refresh token, those got with it end too.
    ///
    /// # Errors
    /// The login host refuses or cannot be reached; a token that is over already is refused.
    pub async fn revoke(&self, host: &LoginHost, token: &SecretString) -> Result<(), AuthError> {
        let url = host.at("/services/oauth2/revoke");
        let form = Form::default().secret("token", token.clone());
        self.post(&url, || Ok(form.clone())).await.map(drop)
    }

    /// Asks whether a token is good, as the app that it was given to.
    ///
    /// # Errors
    /// The login host refuses or cannot be reached.
    pub async fn introspect(
        &self,
        host: &LoginHost,
        client_id: &str,
        client_secret: &SecretString,
        token: &SecretString,
    ) -> Result<Introspection, AuthError> {
        let url = host.at("/services/oauth2/introspect");
        let form = Form::default()
            .secret("token", token.clone())
            .field("client_id", client_id)
            .secret("client_secret", client_secret.clone());
        let body = self.post(&url, || Ok(form.clone())).await?;
        read(&url, &body, "whether the token is active")
    }

    /// Asks a login host's token endpoint, again where it is overloaded: `form` makes the form anew
    /// for each attempt, since what it holds may go out of date.
    pub(super) async fn grant(
        &self,
        host: &LoginHost,
        form: impl Fn() -> Result<Form, AuthError> + Send + Sync,
    ) -> Result<(Token, Grant), AuthError> {
        let url = host.at("/services/oauth2/token");
        let body = self.post(&url, form).await?;
        let grant: Grant = read(&url, &body, "access_token and instance_url")?;
        let token = Token::new(grant.access_token.clone(), &grant.instance_url)
            .map_err(|error| error.of_kind(AuthErrorKind::Answer))?
            .with_identity(grant.id.as_deref());
        if self.may_name(&url, token.instance_url()) {
            return Ok((token, grant));
        }
        Err(AuthError::new(
            AuthErrorKind::Answer,
            format!(
                "{} answered with an instance_url on {}, which is not a host of Salesforce's: the \
                 token was thrown away; name the host with `Client::builder().trust_host` if it is \
                 right",
                shown_host(&url),
                shown_host(token.instance_url()),
            ),
        ))
    }

    /// Whether a login host may say that the org is at `instance`.
    fn may_name(&self, host: &Url, instance: &Url) -> bool {
        if is_loopback(instance) {
            return is_loopback(host);
        }
        let Some(name) = instance.host_str() else {
            return false;
        };
        host.origin() == instance.origin()
            || self.trusted_hosts.iter().any(|trusted| trusted == name)
            || ORG_DOMAINS.iter().any(|domain| {
                name.strip_suffix(domain)
                    .is_some_and(|rest| rest.ends_with('.'))
            })
    }

    /// Sends a form, again where that may help, and gives the body of the answer.
    async fn post(
        &self,
        url: &Url,
        form: impl Fn() -> Result<Form, AuthError> + Send + Sync,
    ) -> Result<SecretBytes, AuthError> {
        let mut retries = 0;
        loop {
            let form = form()?;
            let (error, asked) = match self.transport.post_form(url, &form.fields()).await {
                Ok(posted) if (200..300).contains(&posted.status) => {
                    return Ok(SecretBytes(posted));
                }
                Ok(posted) => (
                    refusal(url, posted.status, &posted.body, &form),
                    posted.retry_after.unwrap_or_default(),
                ),
                Err((kind, source)) => (unreachable(url, kind, source), Duration::ZERO),
            };
            if !error.is_retryable() || retries == RETRIES || asked > LONGEST_WAIT {
                return Err(error);
            }
            let wait = f64::from(1_u32 << retries) * (1.0 + 0.25 * self.clock.random());
            let wait = Duration::from_secs_f64(wait).max(asked);
            tracing::debug!(
                host = shown_host(url),
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "the login failed and is tried again"
            );
            self.clock.sleep(wait).await;
            retries += 1;
        }
    }
}

/// A body that holds tokens: it has no `Debug`.
struct SecretBytes(Posted);

/// Reads an answer. The error of the parser could quote a token, and is left out.
fn read<T: DeserializeOwned>(url: &Url, body: &SecretBytes, what: &str) -> Result<T, AuthError> {
    serde_json::from_slice(&body.0.body).map_err(|_| {
        AuthError::new(
            AuthErrorKind::Answer,
            format!("the answer of {} does not hold {what}", shown_host(url)),
        )
        .advise("check that the login host is one of Salesforce's, and not a proxy or a login page")
    })
}

fn unreachable(url: &Url, kind: TransportErrorKind, source: crate::client::BoxError) -> AuthError {
    let what = match kind {
        TransportErrorKind::Connect => "no connection to",
        TransportErrorKind::Timeout => "no answer in time from",
        TransportErrorKind::Interrupted => "the answer was cut from",
    };
    let message = format!("{what} {}", shown_host(url));
    AuthError::new(AuthErrorKind::Transport, message).caused_by(source)
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_name(host: &str, instance: &str, trusted: &[&str]) -> bool {
        let Login {
            transport, clock, ..
        } = Login::new().expect("a network");
        let trusted = trusted.iter().map(|&host| host.to_owned()).collect();
        let url = |text: &str| Url::parse(text).expect("a URL");
        Login::with(transport, clock, trusted).may_name(&url(host), &url(instance))
    }

    #[test]
    fn a_login_may_name_only_hosts_of_salesforces() {
        let login = "https://login.salesforce.com";
        for good in [
            "https://acme.my.salesforce.com",
            "https://acme--uat.sandbox.my.salesforce.com",
            "https://na1.salesforce.com",
            "https://ACME.my.salesforce.com",
        ] {
            assert!(may_name(login, good, &[]), "{good}");
        }
        for bad in [
            "https://evil.example",
            "https://evilsalesforce.com",
            "https://acme.my.salesforce.com.evil.example",
            "https://salesforce.com.evil.example",
            "http://127.0.0.1:8080",
            "https://localhost",
        ] {
            assert!(!may_name(login, bad, &[]), "{bad}");
        }
        assert!(may_name(
            login,
            "https://proxy.acme.example",
            &["Proxy.acme.example"]
        ));
        assert!(may_name("http://127.0.0.1:1", "http://127.0.0.1:2", &[]));
    }

    #[test]
    fn a_host_of_ones_own_speaks_for_itself_and_its_port() {
        let host = "https://login.acme.example";
        assert!(may_name(host, "https://login.acme.example", &[]));
        assert!(!may_name(host, "https://login.acme.example:8443", &[]));
    }
}
