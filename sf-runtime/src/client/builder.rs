//! How a client is set up.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

use crate::auth::{Login, TokenSource};
use crate::error::Error;
use crate::retry::RetryPolicy;

use super::session::Sessions;
use super::transport::{Transport, TransportOptions};
use super::usage::Usage;
use super::{ApiBudget, ApiVersion, CallOptions, Client, Clock, Inner, SystemClock};

/// Sets up a [`Client`]. Only [`auth`](Self::auth) is needed.
#[derive(Debug)]
#[must_use]
pub struct ClientBuilder {
    auth: Option<Arc<dyn TokenSource>>,
    version: ApiVersion,
    retry: RetryPolicy,
    budget: ApiBudget,
    timeout: Duration,
    connect_timeout: Duration,
    name: String,
    trusted_hosts: Vec<String>,
    clock: Arc<dyn Clock>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            auth: None,
            version: ApiVersion::default(),
            retry: RetryPolicy::default(),
            budget: ApiBudget::default(),
            timeout: Duration::from_secs(600),
            connect_timeout: Duration::from_secs(10),
            name: "sf-runtime".to_owned(),
            trusted_hosts: Vec::new(),
            clock: Arc::new(SystemClock),
        }
    }
}

impl ClientBuilder {
    /// Where tokens come from.
    pub fn auth(mut self, source: impl TokenSource) -> Self {
        self.auth = Some(Arc::new(source));
        self
    }

    /// The version of the API; [`ApiVersion::V66`] if not said.
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// When failed calls are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// A soft cap on API calls.
    pub fn api_budget(mut self, budget: ApiBudget) -> Self {
        self.budget = budget;
        self
    }

    /// How long an answer may take, or each piece of one that is streamed. 10 minutes if not said,
    /// the longest that the org works on a call; a write that is given up earlier may still happen.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take. 10 seconds if not said.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The client's name: in `User-Agent`, and in `Sforce-Call-Options`, by which change events
    /// tell who made a change (`changeOrigin`).
    pub fn client_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// A host besides Salesforce's own domains that a login may name as the org's.
    pub fn trust_host(mut self, host: impl Into<String>) -> Self {
        self.trusted_hosts.push(host.into());
        self
    }

    /// Time and chance, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The client, which logs in with its first call.
    ///
    /// # Errors
    /// There is no [`auth`](Self::auth), or the client's name is not one that headers can hold.
    pub fn build(self) -> Result<Client, Error> {
        let auth = self.auth.ok_or_else(|| {
            Error::request("the client has no way to log in: give its builder an `auth`")
        })?;
        let named = |text: String| {
            HeaderValue::from_str(&text).map_err(|_| {
                Error::request(format!(
                    "{:?} is not a client name: use ASCII letters and digits",
                    self.name
                ))
            })
        };
        if self.name.contains([';', ',']) {
            return Err(Error::request(format!(
                "{:?} is not a client name: `;` and `,` part call options",
                self.name
            )));
        }
        let mut headers = HeaderMap::new();
        headers.insert(
            "sforce-call-options",
            named(format!("client={}", self.name))?,
        );
        headers.insert(
            http::header::ACCEPT,
            HeaderValue::from_static("application/json"),
        );
        let user_agent = format!("{}/{}", "sf-runtime", env!("CARGO_PKG_VERSION"));
        let user_agent = match self.name.as_str() {
            "sf-runtime" => user_agent,
            name => format!("{name} {user_agent}"),
        };
        let transport = Transport::new(TransportOptions {
            user_agent,
            connect_timeout: self.connect_timeout,
            read_timeout: self.timeout,
        })?;
        let login = Login::with(
            transport.clone(),
            Arc::clone(&self.clock),
            self.trusted_hosts,
        );
        Ok(Client {
            inner: Arc::new(Inner {
                transport,
                sessions: Sessions::new(auth, login),
                version: self.version,
                retry: self.retry,
                budget: self.budget,
                usage: Usage::default(),
                clock: self.clock,
                headers,
                timeout: self.timeout,
            }),
            options: Arc::new(CallOptions::default()),
        })
    }

    /// The client, logged in.
    ///
    /// # Errors
    /// As [`build`](Self::build), or no token could be had.
    pub async fn connect(self) -> Result<Client, Error> {
        let client = self.build()?;
        client.inner.sessions.current().await?;
        Ok(client)
    }
}
