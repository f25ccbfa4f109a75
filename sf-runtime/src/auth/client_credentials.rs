//! Client credentials: an app logs in as the user that its settings name.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use secrecy::SecretString;

use super::app::App;
use super::env::Variables;
use super::{AuthError, Login, LoginHost, Token, TokenSource, Why};

/// Logs in with the app's consumer key and secret, as the user that the app's settings name to run
/// as. There is no refresh token: it logs in again.
///
/// ```
/// use sf_runtime::{Client, auth::{ClientCredentials, LoginHost}};
///
/// let host = LoginHost::my_domain("acme")?;
/// let source = ClientCredentials::new(host, "3MVG9…", "the consumer secret")?;
/// let client = Client::builder().auth(source).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct ClientCredentials(App);

impl ClientCredentials {
    /// Logs in at the org's My Domain, the one host that takes this flow.
    ///
    /// # Errors
    /// The host is `login.salesforce.com` or `test.salesforce.com`; the client ID is empty.
    pub fn new(
        host: LoginHost,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Result<Self, AuthError> {
        if !matches!(host, LoginHost::MyDomain(_)) {
            return Err(AuthError::setup(format!(
                "{host} does not take client credentials: name the org's own host, as in \
                 `LoginHost::my_domain(\"acme\")`; Setup shows it under My Domain"
            )));
        }
        let mut app = App::new(host, client_id)?;
        app.client_secret = Some(client_secret.into());
        Ok(Self(app))
    }

    /// Logs in as the environment says: `SF_LOGIN_URL` (the org's My Domain), `SF_CLIENT_ID` and
    /// `SF_CLIENT_SECRET`.
    ///
    /// # Errors
    /// A variable is missing (it is named), or as [`new`](Self::new).
    pub fn from_env() -> Result<Self, AuthError> {
        Self::from_variables(&Variables::process())
    }

    fn from_variables(variables: &Variables<'_>) -> Result<Self, AuthError> {
        Self::new(
            variables.login_host()?,
            variables.client_id()?,
            variables.client_secret()?,
        )
    }
}

impl TokenSource for ClientCredentials {
    fn token<'a>(&'a self, login: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        async move {
            let form = || Ok(self.0.form("client_credentials"));
            let (token, _) = login.grant(&self.0.host, form).await?;
            Ok(token)
        }
        .boxed()
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientCredentials({:?})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_my_domain_takes_them() {
        for host in [LoginHost::Production, LoginHost::Sandbox] {
            let error = ClientCredentials::new(host, "id", "SECRET").expect_err("refused");
            assert!(error.to_string().contains("my_domain"), "{error}");
        }
    }

    #[test]
    fn the_environment_is_asked_for_what_is_missing() {
        let get = |name: &str| match name {
            "SF_LOGIN_URL" => Some("https://acme.my.salesforce.com".into()),
            "SF_CLIENT_ID" => Some("3MVG9".into()),
            _ => None,
        };
        let error = ClientCredentials::from_variables(&Variables::of(&get)).expect_err("refused");
        assert!(error.to_string().contains("SF_CLIENT_SECRET"), "{error}");
    }
}
