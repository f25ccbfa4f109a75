//! Username and password: for tests against an org of one's own, and for nothing else.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};

use super::app::App;
use super::{AuthError, Login, LoginHost, Token, TokenSource, Why};

/// Logs in with a user's password. **For tests only**: newer orgs block this flow from the start,
/// multi-factor authentication rules it out, and OAuth 2.1 has dropped it. A server uses
/// `JwtBearer` or [`ClientCredentials`](super::ClientCredentials).
///
/// ```
/// use sf_runtime::{Client, auth::{LoginHost, UsernamePassword}};
///
/// let host = LoginHost::my_domain("acme--dev.sandbox")?;
/// let source = UsernamePassword::for_tests(host, "3MVG9…", "secret", "ada@acme.example", "password")?
///     .security_token("the security token");
/// let client = Client::builder().auth(source).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct UsernamePassword {
    app: App,
    username: String,
    password: SecretString,
}

impl UsernamePassword {
    /// Logs in as this user.
    ///
    /// # Errors
    /// The client ID or the username is empty.
    pub fn for_tests(
        host: LoginHost,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
        username: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Result<Self, AuthError> {
        let mut app = App::new(host, client_id)?;
        app.client_secret = Some(client_secret.into());
        let username = username.into();
        if username.is_empty() {
            return Err(AuthError::setup("the username is empty"));
        }
        Ok(Self {
            app,
            username,
            password: password.into(),
        })
    }

    /// Adds the user's security token, which the org wants behind the password where this machine's
    /// address is not one that it trusts.
    #[must_use]
    pub fn security_token(mut self, token: impl Into<SecretString>) -> Self {
        let joined = format!(
            "{}{}",
            self.password.expose_secret(),
            token.into().expose_secret()
        );
        self.password = joined.into();
        self
    }
}

impl TokenSource for UsernamePassword {
    fn token<'a>(&'a self, login: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        async move {
            let form = || {
                Ok(self
                    .app
                    .form("password")
                    .field("username", &self.username)
                    .secret("password", self.password.clone()))
            };
            let (token, _) = login.grant(&self.app.host, form).await?;
            Ok(token)
        }
        .boxed()
    }
}

impl fmt::Debug for UsernamePassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UsernamePassword({} of {:?})", self.username, self.app)
    }
}
