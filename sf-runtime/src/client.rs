//! The client: sends calls to one org.
//!
//! It adds the token, the host, the headers, retries and traces to a [`Call`], and knows no
//! resource of the API by itself: those are in the modules beside this one. Only
//! `transport` knows the HTTP library.

mod builder;
mod clock;
mod evidence;
mod long;
mod options;
mod origin;
mod send;
mod session;
mod since;
mod transport;
mod usage;
mod version;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::BoxStream;
use http::{HeaderMap, HeaderName, HeaderValue};

use bytes::Bytes;

use crate::call::{Call, Request, Response, Safety};
use crate::error::{Error, ErrorEntry};
use crate::retry::{Attempt, Decision, Failure, RetryPolicy};
use crate::types::Id;

use options::CallOptions;
use send::Unjudged;
use session::Sessions;
use transport::Streamed;
use usage::Usage;

pub use builder::ClientBuilder;
pub use clock::{Clock, SystemClock};
pub use options::{Assignment, DuplicateRules};
pub(crate) use transport::{BoxError, Posted, Transport};
pub use usage::{ApiBudget, ApiUsage, AppUsage};
pub use version::{ApiVersion, OrgVersion, Versions};

/// The header that says whether what is used goes on the user's list of recent records.
const RECENT_ITEMS: &str = "sforce-mru";

/// A connection to one org.
///
/// Cheap to clone; clones share the token, the connections and the count of API calls. Its
/// `with_…` methods give a handle with other settings for the calls made through it.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    options: Arc<CallOptions>,
}

#[derive(Debug)]
struct Inner {
    transport: Transport,
    sessions: Sessions,
    version: ApiVersion,
    retry: RetryPolicy,
    budget: ApiBudget,
    usage: Usage,
    clock: Arc<dyn Clock>,
    /// What every request has.
    headers: HeaderMap,
    timeout: Duration,
}

impl Client {
    /// Sets up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Makes a call: creates, reads, queries, whatever the [`Call`] is.
    ///
    /// # Errors
    /// What the call refuses to send, what the org refuses, and whatever else is in [`Error`].
    pub async fn call<C: Call>(&self, call: &C) -> Result<C::Output, Error> {
        C::decode(self.send(&call.request()?).await?)
    }

    /// Sends a request and gives the answer as it is, if the org accepted the call.
    ///
    /// # Errors
    /// What the org refuses, and whatever else is in [`Error`].
    pub async fn send(&self, request: &Request) -> Result<Response, Error> {
        self.deliver(request).await
    }

    /// Sends a request and gives the answer as it is, also where the org refused the call: for
    /// answers that say more than an error does.
    pub(crate) async fn answer(&self, request: &Request) -> Result<Response, Error> {
        let Unjudged(response) = self.deliver(request).await?;
        Ok(response)
    }

    /// Sends a request and gives the body of the answer piece by piece, for files and exports.
    ///
    /// # Errors
    /// As [`send`](Self::send); the stream ends with an error if the body is cut.
    pub async fn stream(
        &self,
        request: &Request,
    ) -> Result<(Response, BoxStream<'static, Result<Bytes, Error>>), Error> {
        let Streamed { head, body } = self.deliver(request).await?;
        Ok((head, body))
    }

    /// The version of the API that the client, or this handle of it, is pinned to.
    pub fn api_version(&self) -> ApiVersion {
        self.options.version.unwrap_or(self.inner.version)
    }

    /// The versions that the org has, oldest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn versions(&self) -> Result<Vec<OrgVersion>, Error> {
        self.call(&Versions).await
    }

    /// The org's id, as the token tells it; none where it does not. Logs in if there is no token
    /// yet, and costs no API call.
    ///
    /// # Errors
    /// No token could be had.
    pub async fn org_id(&self) -> Result<Option<Id>, Error> {
        let session = self.inner.sessions.current().await?;
        Ok(session.org_id().and_then(|id| Id::parse(id).ok()))
    }

    /// How many of the org's API calls are used, by its last answer. None before the first call.
    pub fn api_usage(&self) -> Option<ApiUsage> {
        self.inner.usage.get()
    }

    /// A handle on whose calls each attempt may take so long. Waits between attempts are the
    /// [`RetryPolicy`]'s.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        self.with(|options| options.timeout = Some(timeout))
    }

    /// A handle whose calls are of this version of the API, which answers with what it knew: a
    /// describe of another version has other fields.
    ///
    /// ```
    /// # fn pin(sf: &sf_runtime::Client) -> Result<(), sf_runtime::Error> {
    /// let older = sf.with_api_version("60.0".parse()?);
    /// assert_eq!(older.api_version().major(), 60);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_api_version(&self, version: ApiVersion) -> Self {
        self.with(|options| options.version = Some(version))
    }

    /// A handle whose writes use this assignment rule.
    #[must_use]
    pub fn with_assignment(&self, assignment: &Assignment) -> Self {
        self.with_option("sforce-auto-assign", assignment.header())
    }

    /// A handle whose writes treat duplicates so.
    #[must_use]
    pub fn with_duplicate_rules(&self, rules: DuplicateRules) -> Self {
        self.with_option("sforce-duplicate-rule-header", rules.header())
    }

    /// A handle whose calls put records on the user's list of recent ones, or do not
    /// (`Sforce-Mru`; API 60.0 and later, where they do by default).
    #[must_use]
    pub fn with_recent_items(&self, update: bool) -> Self {
        let value = if update {
            "updateMru=true"
        } else {
            "updateMru=false"
        };
        self.with_option(RECENT_ITEMS, HeaderValue::from_static(value))
    }

    /// A handle whose HTTP requests have this header, such as `x-sfdc-packageversion-acme` with
    /// `1.2`, which pins a managed package, or the id by which a proxy tells calls apart. Of a
    /// composite, graph or batch the request has it, and the parts in it do not.
    ///
    /// ```
    /// # fn pin(sf: &sf_runtime::Client) -> Result<sf_runtime::Client, sf_runtime::Error> {
    /// let pinned = sf.with_header("x-sfdc-packageversion-acme", "1.2")?;
    /// # Ok(pinned)
    /// # }
    /// ```
    ///
    /// # Errors
    /// It is no header, or one that is the client's own: the token, the host and what frames a body;
    /// or it is about one call: the form of its body, and conditions.
    pub fn with_header(&self, name: &str, value: &str) -> Result<Self, Error> {
        let name = crate::call::header_name(name)?;
        let of_one_call = ["content-type", "content-encoding"];
        if of_one_call.contains(&name.as_str()) || name.as_str().starts_with("if-") {
            return Err(Error::request(format!(
                "the header {name} is about one call: set it there, not on all of a handle"
            )));
        }
        let value = HeaderValue::from_str(value).map_err(|_| {
            Error::request(format!(
                "the value of the header {name} has a line break or another character that a \
                 header cannot hold"
            ))
        })?;
        Ok(self.with(|options| {
            options.more.insert(name, value);
        }))
    }

    /// What the calls of this handle say of how they are done: some of it is about writes alone.
    /// Parts of a composite do not inherit it from the whole.
    pub(crate) fn call_headers(
        &self,
        is_read: bool,
    ) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        let headers = self.options.headers.iter();
        headers.filter(move |(name, _)| !is_read || *name == RECENT_ITEMS)
    }

    /// Waits until something is tried again that the org undid because another transaction held a
    /// record, if the policy wants it tried again. Of an answer to many parts the client cannot tell
    /// that: who reads it can.
    pub(crate) async fn wait_for_lock(&self, errors: &[ErrorEntry], retries: u32) -> bool {
        let decision = self.inner.retry.decide(&Attempt {
            retries,
            timeouts: 0,
            refreshes: 0,
            token_was_good: true,
            safety: Safety::Write,
            failure: Failure::Refused {
                status: 400,
                errors,
                retry_after: None,
            },
            random: self.inner.clock.random(),
        });
        let Decision::Wait(wait) = decision else {
            return false;
        };
        tracing::debug!(
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "records were locked, and what the org undid is sent again"
        );
        self.inner.clock.sleep(wait).await;
        true
    }

    fn with_option(&self, name: &'static str, value: HeaderValue) -> Self {
        self.with(|options| {
            options.headers.insert(name, value);
        })
    }

    fn with(&self, change: impl FnOnce(&mut CallOptions)) -> Self {
        let mut options = CallOptions::clone(&self.options);
        change(&mut options);
        Self {
            inner: Arc::clone(&self.inner),
            options: Arc::new(options),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("auth", &self.inner.sessions)
            .field("version", &self.api_version())
            .finish_non_exhaustive()
    }
}
