//! The token in use, and its renewal: once, however many calls find it refused at the same time.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use http::HeaderValue;
use secrecy::ExposeSecret;
use tracing::Instrument;
use url::Url;

use crate::auth::{AuthError, AuthErrorKind, Login, Token, TokenSource, Why};

/// A token in use, ready to be put into a request.
pub(super) struct Session {
    /// Which of the client's tokens it is, counted from 1.
    number: u64,
    /// `Bearer …`, marked sensitive so that nothing shows it.
    pub(super) authorization: HeaderValue,
    /// The root of the org's host.
    pub(super) base: Url,
    org_id: Option<String>,
    /// Whether the org took it for any call yet.
    taken: AtomicBool,
}

/// All tokens of a client, one after the other.
pub(super) struct Sessions {
    source: Arc<dyn TokenSource>,
    login: Login,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    current: Option<Arc<Session>>,
    /// The login under way, which all who need a token wait for.
    under_way: Option<Pending>,
}

type Pending = Shared<BoxFuture<'static, Result<Arc<Session>, AuthError>>>;

impl Sessions {
    pub(super) fn new(source: Arc<dyn TokenSource>, login: Login) -> Self {
        Self {
            source,
            login,
            state: Arc::default(),
        }
    }

    /// The token in use; logs in if there is none, and waits if another is on its way.
    pub(super) async fn current(&self) -> Result<Arc<Session>, AuthError> {
        let pending = {
            let mut state = lock(&self.state);
            match (&state.current, &state.under_way) {
                (Some(session), None) => return Ok(Arc::clone(session)),
                _ => self.login(&mut state, Why::First),
            }
        };
        pending.await
    }

    /// A newer token than `refused`, which the org did not take.
    pub(super) async fn renewed(&self, refused: &Session) -> Result<Arc<Session>, AuthError> {
        let pending = {
            let mut state = lock(&self.state);
            match &state.current {
                Some(session) if session.number > refused.number => {
                    return Ok(Arc::clone(session));
                }
                _ => self.login(&mut state, Why::Refused),
            }
        };
        pending.await
    }

    /// The login under way, or a new one.
    ///
    /// It is a task of its own: it ends although all who wait for it may give up, so that a refresh
    /// token that the org has replaced meanwhile is not lost.
    fn login(&self, state: &mut State, why: Why) -> Pending {
        if let Some(pending) = &state.under_way {
            return pending.clone();
        }
        let (source, login) = (Arc::clone(&self.source), self.login.clone());
        let before = state.current.clone();
        let under_way = UnderWay(Some(Arc::clone(&self.state)));
        let task = async move {
            let outcome = source.token(&login, why).await;
            let outcome = outcome.and_then(|token| Session::new(&token, before.as_deref()));
            under_way.end(outcome)
        };
        let task = task.in_current_span();
        // Spawned when first polled, and not here: a runtime that shuts down drops the task at once,
        // and that takes the lock which is held here.
        let pending = async move {
            tokio::spawn(task).await.unwrap_or_else(|stopped| {
                Err(if stopped.is_panic() {
                    AuthError::new(AuthErrorKind::Setup, "the token source panicked")
                } else {
                    AuthError::new(
                        AuthErrorKind::Transport,
                        "the runtime that it ran on was shut down",
                    )
                })
            })
        }
        .boxed()
        .shared();
        state.under_way = Some(pending.clone());
        pending
    }
}

/// A login under way. Even if it panics or is stopped, the next may start.
struct UnderWay(Option<Arc<Mutex<State>>>);

impl UnderWay {
    fn end(mut self, outcome: Result<Session, AuthError>) -> Result<Arc<Session>, AuthError> {
        let outcome = outcome.map(Arc::new);
        if let Some(state) = self.0.take() {
            // At once, or who finds the new token refused would wait for this login.
            let mut state = lock(&state);
            state.under_way = None;
            if let Ok(session) = &outcome {
                state.current = Some(Arc::clone(session));
            }
        }
        outcome
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if let Some(state) = self.0.take() {
            lock(&state).under_way = None;
        }
    }
}

impl Session {
    /// The token, to look for it where it does not belong.
    pub(super) fn token(&self) -> &str {
        let text = self.authorization.to_str().unwrap_or_default();
        text.strip_prefix("Bearer ").unwrap_or(text)
    }

    /// Notes that the org took the token for a call.
    pub(super) fn note_taken(&self) {
        self.taken.store(true, Ordering::Relaxed);
    }

    /// The org's id in 15 characters, where a token of the client has told it.
    pub(super) fn org_id(&self) -> Option<&str> {
        self.org_id.as_deref()
    }

    /// Whether the org took the token for any call, so that a 401 means that it has ended since.
    pub(super) fn was_taken(&self) -> bool {
        self.taken.load(Ordering::Relaxed)
    }

    fn new(token: &Token, before: Option<&Self>) -> Result<Self, AuthError> {
        let org_id = token.org_id().map(str::to_owned);
        if let Some(before) = before
            && let (Some(old), Some(new)) = (&before.org_id, &org_id)
            && old != new
        {
            return Err(AuthError::new(
                AuthErrorKind::Answer,
                format!("the renewed token is for the org {new}, and the client was on {old}"),
            ));
        }
        let text = format!("Bearer {}", token.access_token().expose_secret());
        let mut authorization = HeaderValue::from_str(&text)
            .map_err(|_| AuthError::new(AuthErrorKind::Answer, "the access token is not text"))?;
        authorization.set_sensitive(true);
        Ok(Self {
            number: before.map_or(1, |before| before.number + 1),
            authorization,
            base: token.instance_url().clone(),
            // A token that does not tell is taken for one of the same org.
            org_id: org_id.or_else(|| before?.org_id.clone()),
            taken: AtomicBool::new(false),
        })
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.source, f)
    }
}
