//! A login in the browser of whoever runs a command-line program.

mod listener;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::net::TcpListener;
use url::Url;

use super::error::AuthErrorKind;
use super::web_login::{AuthorizationCode, WebLogin};
use super::{AuthError, Login, Token, TokenSource, Why};

use listener::answer;

/// Logs in through the user's browser, which comes back to this machine: authorization code with
/// PKCE, and a listener on `127.0.0.1` that lives until the browser has come back or the time is
/// over, also if the call that needs the login is given up.
///
/// The redirect URI is on this machine, as in `http://localhost:1717/callback`, and one of the
/// app's callback URLs. After the first login the refresh token goes on; when the org ends that
/// too, the browser is asked again.
///
/// ```
/// use sf_runtime::{Client, auth::{BrowserLogin, LoginHost, WebLogin}};
///
/// let web = WebLogin::new(LoginHost::Production, "3MVG9…", "http://localhost:1717/callback")?;
/// let source = BrowserLogin::new(web, |url| eprintln!("Open this in a browser: {url}"))?;
/// let client = Client::builder().auth(source).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub struct BrowserLogin {
    web: WebLogin,
    redirect: Url,
    show: Arc<dyn Fn(&Url) + Send + Sync>,
    timeout: Duration,
    last: Mutex<Option<Arc<AuthorizationCode>>>,
}

impl BrowserLogin {
    /// Logs in so; `show` is told the URL to open in a browser. It may open it itself.
    ///
    /// Port 0 in the redirect URI means any free port, for orgs that take a loopback address with
    /// any.
    ///
    /// # Errors
    /// The redirect URI is not `http://localhost` or `http://127.0.0.1`.
    pub fn new(
        web: WebLogin,
        show: impl Fn(&Url) + Send + Sync + 'static,
    ) -> Result<Self, AuthError> {
        let redirect = Url::parse(&web.redirect_uri)
            .ok()
            .filter(|url| {
                url.scheme() == "http"
                    && matches!(url.host_str(), Some("localhost" | "127.0.0.1"))
                    && url.query().is_none()
            })
            .ok_or_else(|| {
                AuthError::setup(format!(
                    "{} cannot be listened on: the redirect URI of a login in the browser is on \
                     this machine, as in http://localhost:1717/callback",
                    web.redirect_uri
                ))
            })?;
        Ok(Self {
            web,
            redirect,
            show: Arc::new(show),
            timeout: Duration::from_secs(300),
            last: Mutex::default(),
        })
    }

    /// How long the user may take. 5 minutes if not said.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Asks the browser.
    async fn ask(&self) -> Result<AuthorizationCode, AuthError> {
        let port = self.redirect.port().unwrap_or(80);
        let failed = |error| {
            AuthError::setup(format!(
                "127.0.0.1:{port} cannot be listened on: another program may hold the port"
            ))
            .caused_by(error)
        };
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .map_err(failed)?;
        let mut web = self.web.clone();
        if port == 0 {
            let mut redirect = self.redirect.clone();
            let port = listener.local_addr().map_err(failed)?.port();
            if redirect.set_port(Some(port)).is_ok() {
                web.redirect_uri = redirect.into();
            }
        }
        let authorization = web.start()?;
        (self.show)(authorization.url());
        let answered = answer(&listener, self.redirect.path(), &authorization);
        tokio::time::timeout(self.timeout, answered)
            .await
            .map_err(|_| {
                AuthError::new(
                    AuthErrorKind::Refused,
                    format!(
                        "nobody logged in within {} seconds: start again",
                        self.timeout.as_secs()
                    ),
                )
            })?
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<AuthorizationCode>>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for BrowserLogin {
    fn token<'a>(&'a self, login: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        async move {
            let last = self.lock().clone();
            if let Some(last) = last {
                match last.token(login, why).await {
                    // The login is over, and there is a user to ask.
                    Err(error) if error.kind() == AuthErrorKind::Refused => {}
                    outcome => return outcome,
                }
            }
            let source = Arc::new(self.ask().await?);
            *self.lock() = Some(Arc::clone(&source));
            let outcome = source.token(login, why).await;
            if outcome.as_ref().is_err_and(|error| !error.is_retryable()) {
                *self.lock() = None;
            }
            outcome
        }
        .boxed()
    }
}

impl fmt::Debug for BrowserLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BrowserLogin({:?})", self.web)
    }
}
