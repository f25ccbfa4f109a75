//! Sends a request: token, URL, attempts, redirects, traces.

use bytes::Bytes;
use http::header::{AUTHORIZATION, LOCATION};
use http::{HeaderMap, Method, StatusCode};
use tracing::Instrument;
use url::Url;

use crate::call::{Body, Path, Request, Response, Safety};
use crate::error::{Error, ErrorCode, ErrorEntry, TransportErrorKind, without_token};
use crate::retry::{Attempt, Decision, Failure};

use super::evidence::{takes_token, unsure};
use super::origin::same_origin;
use super::session::Session;
use super::transport::{Sent, Streamed, check};
use super::{Client, long, since};

/// How many redirects within the org's own host are followed.
const REDIRECTS: usize = 5;

/// How an answer is taken from the network: whole, or as it comes.
pub(super) trait Take: Sized {
    /// Whether the answer is there whole, and in time; otherwise each piece of it must be in time.
    const IS_WHOLE: bool = false;

    async fn take(client: &Client, sent: Sent<'_>, request: &Request) -> Outcome<Self>;
    fn head(&self) -> &Response;
    fn head_mut(&mut self) -> &mut Response;
    fn accepted(self) -> Result<Self, Error>;
    /// What the answer to a batch of this one request says of it, where the answer is whole.
    fn out_of_batch(self, _: &Request) -> Self {
        self
    }
    /// The answer, as one after an attempt that may have done what was asked.
    fn after_an_open_one(self) -> Self;
    /// The answer, as that to a call that was done.
    fn done(self) -> Self {
        self
    }
}

/// An answer, whether the org accepted the call or not.
pub(super) struct Unjudged(pub(super) Response);

type Outcome<T> = Result<T, super::transport::Failed>;

impl Client {
    /// Sends a request, again where the policy says so, and gives the answer if the org accepted
    /// the call.
    pub(super) async fn deliver<T: Take>(&self, request: &Request) -> Result<T, Error> {
        let info = request.info();
        if request.has_new_id() {
            return Err(Error::request(format!(
                "{info}: it names a record that a composite is still to create: add it to that \
                 composite"
            )));
        }
        if request.body().is_spent() {
            return Err(Error::request(format!(
                "{info}: its body is a stream that was sent before: make a new one"
            )));
        }
        check(request.body(), info)?;
        since::check(request, self.api_version())?;
        let span = tracing::info_span!(
            "salesforce",
            method = %info.method,
            path = %info.template,
            object = info.object.as_deref(),
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
            ms = tracing::field::Empty,
            api_used = tracing::field::Empty,
            api_max = tracing::field::Empty,
        );
        let started = self.inner.clock.now();
        request.check_window(started)?;
        let batch = match T::IS_WHOLE {
            true => long::wrap(request, self.api_version())?,
            false => None,
        };
        let outcome = match batch {
            None => self.attempts(request, None).instrument(span.clone()).await,
            Some(batch) => {
                let batch = Some(&batch);
                self.attempts(request, batch).instrument(span.clone()).await
            }
        };
        let took = self.inner.clock.now().duration_since(started);
        span.record("ms", i64::try_from(took.as_millis()).unwrap_or(i64::MAX));
        if let Some(usage) = self.inner.usage.get() {
            span.record("api_used", usage.used);
            span.record("api_max", usage.max);
        }
        outcome
    }

    async fn attempts<T: Take>(
        &self,
        request: &Request,
        batch: Option<&Request>,
    ) -> Result<T, Error> {
        let inner = &*self.inner;
        let span = tracing::Span::current();
        let mut session = inner.sessions.current().await?;
        let (mut retries, mut timeouts, mut refreshes, mut sent) = (0, 0, 0, 0_u32);
        // Whether an attempt whose answer was lost may have done what was asked, or did not tell.
        let (mut may_be_done, mut is_open) = (false, false);
        loop {
            let unsure = move |error| unsure(request, is_open, error);
            let open = move |answer: T| match is_open && request.safety() != Safety::Read {
                true => answer.after_an_open_one(),
                false => answer,
            };
            let admitted = inner.usage.admit(inner.budget, inner.clock.now());
            admitted.map_err(unsure)?;
            sent += 1;
            span.record("attempts", sent);
            let outcome = self.once::<T>(batch.unwrap_or(request), &session).await;
            let outcome = outcome.map_err(unsure)?;
            let outcome = match batch {
                Some(_) => outcome.map(|answer| answer.out_of_batch(request)),
                None => outcome,
            };
            let outcome = outcome.map(|answer| without_token_of(&session, answer));
            let errors = match &outcome {
                Ok(answer) => {
                    let head = answer.head();
                    span.record("status", head.status.as_u16());
                    let now = inner.clock.now();
                    inner.usage.note(&head.headers, inner.budget, now);
                    let status = head.status.as_u16();
                    let errors = match status {
                        ..400 => None,
                        _ => ErrorEntry::from_body(&head.body),
                    };
                    if takes_token(request, status, errors.as_deref()) {
                        session.note_taken();
                    }
                    if status < 400 {
                        return outcome_of(request, outcome.map(open)).map_err(unsure);
                    }
                    let errors = errors.unwrap_or_default();
                    let is_gone = status == 404 && errors.iter().any(ErrorEntry::is_gone);
                    if may_be_done && request.is_gone_done() && is_gone {
                        return outcome_of(request, outcome.map(Take::done));
                    }
                    errors
                }
                Err(_) => Vec::new(),
            };
            let failure = match &outcome {
                Ok(answer) => Failure::Refused {
                    status: answer.head().status.as_u16(),
                    errors: &errors,
                    retry_after: answer.head().retry_after(),
                },
                Err((kind, _)) => Failure::Transport(*kind),
            };
            let decision = inner.retry.decide(&Attempt {
                retries,
                timeouts,
                refreshes,
                token_was_good: session.was_taken(),
                safety: request.safety(),
                failure,
                random: inner.clock.random(),
            });
            match decision {
                Decision::GiveUp => return outcome_of(request, outcome.map(open)).map_err(unsure),
                // What comes from a stream comes once.
                _ if request.body().is_spent() => return outcome_of(request, outcome),
                Decision::Wait(wait) => {
                    tracing::debug!(
                        attempt = sent,
                        wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                        "the call failed and is sent again"
                    );
                    retries += 1;
                    let leaves_open = match &failure {
                        Failure::Transport(kind) => *kind != TransportErrorKind::Connect,
                        Failure::Refused { status, errors, .. } => {
                            ErrorEntry::leaves_open(*status, errors)
                        }
                    };
                    let throttled = matches!(
                        failure,
                        Failure::Refused {
                            status: 420 | 429,
                            ..
                        }
                    );
                    is_open |= leaves_open;
                    may_be_done |= leaves_open && !throttled;
                    let is_timeout = |entry: &ErrorEntry| entry.code == ErrorCode::QueryTimeout;
                    timeouts += u32::from(errors.iter().any(is_timeout));
                    inner.clock.sleep(wait).await;
                }
                Decision::Refresh => {
                    tracing::debug!(attempt = sent, "the org refused the token");
                    let renewed = inner.sessions.renewed(&session).await;
                    session = renewed.map_err(|error| unsure(error.into()))?;
                    refreshes += 1;
                }
            }
        }
    }

    /// Sends once, and follows redirects within the org's host.
    async fn once<T: Take>(
        &self,
        request: &Request,
        session: &Session,
    ) -> Result<Outcome<T>, Error> {
        let mut url = self.url(request, &session.base)?;
        let mut method = request.method().clone();
        let mut body = request.body();
        for _ in 0..=REDIRECTS {
            let sent = Sent {
                method: method.clone(),
                url: url.clone(),
                headers: self.headers(request, session),
                body,
                timeout: self
                    .options
                    .timeout
                    .or(T::IS_WHOLE.then_some(self.inner.timeout)),
            };
            let answer = match T::take(self, sent, request).await {
                Ok(answer) => answer,
                Err(failed) => return Ok(Err(failed)),
            };
            let head = answer.head();
            if !matches!(head.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(Ok(answer));
            }
            let repeats = matches!(head.status.as_u16(), 307 | 308);
            if request.safety() != Safety::Read && !repeats {
                return Err(Error::decode(
                    request.info().clone(),
                    "the answer is a redirect, which is not followed for a write; the org may have \
                     done it",
                    None,
                ));
            }
            let Some(target) = head.headers.get(LOCATION).and_then(|to| to.to_str().ok()) else {
                return Ok(Ok(answer));
            };
            if !repeats && method != Method::HEAD {
                method = Method::GET;
                body = &Body::Empty;
            }
            // What comes from a stream comes once.
            if repeats && request.body().is_spent() {
                return Ok(Ok(answer));
            }
            url = same_origin("a redirect", &session.base, &url, target)?;
        }
        Err(Error::decode(
            request.info().clone(),
            format!("more than {REDIRECTS} redirects"),
            None,
        ))
    }

    fn url(&self, request: &Request, base: &Url) -> Result<Url, Error> {
        let what = match request.path() {
            Path::Link(_) => "a link in the org's answer",
            _ => "the path",
        };
        let path = request.path_below(&self.api_version().root());
        if let Path::Org(path) = request.path()
            && (!path.starts_with('/') || path.starts_with("//"))
        {
            return Err(Error::request(
                "a path on the org's host starts with one slash, as in /services/apexrest/orders",
            ));
        }
        same_origin(what, base, base, &path)
    }

    fn headers(&self, request: &Request, session: &Session) -> HeaderMap {
        let mut headers = self.inner.headers.clone();
        for more in [&self.options.more, &self.options.headers, request.headers()] {
            for (name, value) in more {
                headers.insert(name, value.clone());
            }
        }
        headers.insert(AUTHORIZATION, session.authorization.clone());
        headers
    }
}

fn outcome_of<T: Take>(request: &Request, outcome: Outcome<T>) -> Result<T, Error> {
    match outcome {
        Ok(answer) => answer.accepted(),
        Err((kind, source)) => Err(Error::transport(request.info().clone(), kind, Some(source))),
    }
}

/// What is said against a call, without its token: who answers may repeat its headers.
fn without_token_of<T: Take>(session: &Session, mut answer: T) -> T {
    let head = answer.head_mut();
    if head.status.as_u16() >= 300
        && let Some(body) = without_token(&head.body, session.token())
    {
        head.body = body.into();
    }
    answer
}

impl Take for Response {
    const IS_WHOLE: bool = true;

    async fn take(client: &Client, sent: Sent<'_>, request: &Request) -> Outcome<Self> {
        client.inner.transport.send(sent, request.info()).await
    }

    fn head(&self) -> &Response {
        self
    }

    fn head_mut(&mut self) -> &mut Response {
        self
    }

    fn accepted(self) -> Result<Self, Error> {
        Response::accepted(self)
    }

    fn out_of_batch(self, request: &Request) -> Self {
        long::unwrap(self, request)
    }

    fn after_an_open_one(mut self) -> Self {
        self.call.was_open = true;
        self
    }

    fn done(self) -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: Bytes::new(),
            ..self
        }
    }
}

impl Take for Unjudged {
    const IS_WHOLE: bool = true;

    async fn take(client: &Client, sent: Sent<'_>, request: &Request) -> Outcome<Self> {
        let response = client.inner.transport.send(sent, request.info()).await;
        response.map(Self)
    }

    fn head(&self) -> &Response {
        &self.0
    }

    fn head_mut(&mut self) -> &mut Response {
        &mut self.0
    }

    fn accepted(self) -> Result<Self, Error> {
        Ok(self)
    }

    fn out_of_batch(self, request: &Request) -> Self {
        Self(self.0.out_of_batch(request))
    }

    fn after_an_open_one(self) -> Self {
        Self(self.0.after_an_open_one())
    }
}

impl Take for Streamed {
    async fn take(client: &Client, sent: Sent<'_>, request: &Request) -> Outcome<Self> {
        client.inner.transport.stream(sent, request.info()).await
    }

    fn head(&self) -> &Response {
        &self.head
    }

    fn head_mut(&mut self) -> &mut Response {
        &mut self.head
    }

    fn accepted(self) -> Result<Self, Error> {
        Ok(Self {
            head: self.head.accepted()?,
            body: self.body,
        })
    }

    fn after_an_open_one(self) -> Self {
        Self {
            head: self.head.after_an_open_one(),
            body: self.body,
        }
    }
}
