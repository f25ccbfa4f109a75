//! Refresh token: a login that a user has allowed once, continued without asking.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};

use super::app::App;
use super::error::AuthErrorKind;
use super::{AuthError, Login, LoginHost, Token, TokenSource, Why};

/// Logs in with a refresh token that an earlier login gave.
///
/// Where the app rotates refresh tokens, each login gives a new one and ends the old: it is kept
/// here, and [`on_refresh_token`](Self::on_refresh_token) tells it so that it can be stored.
///
/// ```
/// use sf_runtime::{Client, auth::{LoginHost, RefreshToken}};
///
/// let source = RefreshToken::new(LoginHost::Production, "3MVG9…", "the stored refresh token")?
///     .client_secret("the consumer secret")
///     .on_refresh_token(|token| { /* store it */ });
/// let client = Client::builder().auth(source).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub struct RefreshToken {
    app: App,
    refresh: Refresh,
}

/// The refresh token in use, and who is told of a new one.
#[derive(Default)]
pub(super) struct Refresh {
    current: Mutex<Option<SecretString>>,
    told: Option<Told>,
}

/// Who is told of refresh tokens.
pub(super) type Told = Arc<dyn Fn(&SecretString) + Send + Sync>;

impl RefreshToken {
    /// Logs in at the host that gave the token, or at the org's My Domain.
    ///
    /// # Errors
    /// The client ID or the token is empty.
    pub fn new(
        host: LoginHost,
        client_id: impl Into<String>,
        refresh_token: impl Into<SecretString>,
    ) -> Result<Self, AuthError> {
        let token = refresh_token.into();
        if token.expose_secret().trim().is_empty() {
            return Err(AuthError::setup("the refresh token is empty"));
        }
        Ok(Self {
            app: App::new(host, client_id)?,
            refresh: Refresh {
                current: Mutex::new(Some(token)),
                told: None,
            },
        })
    }

    /// The consumer secret, where the app's settings require it with a refresh token.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.app.client_secret = Some(secret.into());
        self
    }

    /// Tells each new refresh token, before the access token that came with it is used. Store it:
    /// the old one is over. The function is called within the login, and should not take long; what
    /// does goes through a channel.
    #[must_use]
    pub fn on_refresh_token(
        mut self,
        tell: impl Fn(&SecretString) + Send + Sync + 'static,
    ) -> Self {
        self.refresh.told = Some(Arc::new(tell));
        self
    }
}

impl Refresh {
    pub(super) fn telling(told: Option<Told>) -> Self {
        Self {
            current: Mutex::default(),
            told,
        }
    }

    /// Keeps a refresh token, if it is a new one.
    pub(super) fn learn(&self, new: Option<SecretString>) {
        let Some(new) = new else {
            return;
        };
        {
            let mut current = self.lock();
            let known = current
                .as_ref()
                .is_some_and(|current| current.expose_secret() == new.expose_secret());
            if known {
                return;
            }
            *current = Some(new.clone());
        }
        if let Some(tell) = &self.told {
            tell(&new);
        }
    }

    /// Logs in with the refresh token.
    pub(super) async fn token(&self, app: &App, login: &Login) -> Result<Token, AuthError> {
        let current = self.lock().clone().ok_or_else(|| {
            AuthError::new(
                AuthErrorKind::Refused,
                "the login is over and the org gave no refresh token: ask for the scope \
                 refresh_token, or log in again",
            )
        })?;
        let form = || {
            Ok(app
                .form("refresh_token")
                .secret("refresh_token", current.clone()))
        };
        let (token, grant) = login.grant(&app.host, form).await?;
        // Without rotation the answer has none, and the old one stays good.
        self.learn(grant.refresh_token);
        Ok(token)
    }

    fn lock(&self) -> MutexGuard<'_, Option<SecretString>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for RefreshToken {
    fn token<'a>(&'a self, login: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        self.refresh.token(&self.app, login).boxed()
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefreshToken({:?})", self.app)
    }
}
