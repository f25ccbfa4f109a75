//! Authorization code with PKCE: a user logs in at the org, in a browser, and allows the app.
//!
//! Three steps, each a type: [`WebLogin`] says how, [`Authorization`] is one login under way, and
//! [`AuthorizationCode`] is what came of it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::app::App;
use super::error::AuthErrorKind;
use super::host::{is_loopback, shown_host};
use super::refresh_token::{Refresh, Told};
use super::refusal::stated;
use super::{AuthError, Login, LoginHost, Token, TokenSource, Why, pkce};

/// How users log in at the org: OAuth 2.0 authorization code with PKCE (S256).
///
/// ```
/// use sf_runtime::{Client, auth::{LoginHost, WebLogin}};
///
/// let web = WebLogin::new(
///     LoginHost::my_domain("acme")?,
///     "3MVG9…",
///     "https://app.acme.example/callback",
/// )?;
/// // Send the user's browser here, and keep the login under way for the answer.
/// let authorization = web.start()?;
/// assert!(authorization.url().as_str().contains("code_challenge_method=S256"));
/// # let state = authorization.state();
/// # let request_uri = format!("/callback?code=aPrx&state={state}");
///
/// // The browser comes back with `/callback?code=…&state=…`.
/// let source = authorization.answered(&request_uri)?;
/// let client = Client::builder().auth(source).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct WebLogin {
    pub(super) app: App,
    pub(super) redirect_uri: String,
    scopes: Vec<String>,
    prompt: Option<String>,
    login_hint: Option<String>,
    told: Option<Told>,
}

/// A login under way in somebody's browser.
#[derive(Clone)]
pub struct Authorization {
    web: WebLogin,
    state: SecretString,
    verifier: SecretString,
    url: Url,
}

/// Logs in by the code of an [`Authorization`], and from then on by the refresh token that came
/// with it, if the scopes include `refresh_token`.
pub struct AuthorizationCode {
    web: WebLogin,
    /// The code and its verifier, until they are exchanged.
    code: Mutex<Option<(SecretString, SecretString)>>,
    refresh: Refresh,
}

impl WebLogin {
    /// Users log in at this host; the browser comes back to `redirect_uri`, which is one of the
    /// app's callback URLs, to the letter.
    ///
    /// # Errors
    /// The client ID is empty; the redirect URI is not a URL, or is one of HTTP that is not on this
    /// machine.
    pub fn new(
        host: LoginHost,
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Result<Self, AuthError> {
        let redirect_uri = redirect_uri.into();
        let is_safe = Url::parse(&redirect_uri).is_ok_and(|url| match url.scheme() {
            "http" => is_loopback(&url),
            "javascript" | "data" | "file" => false,
            // HTTPS, and the scheme of an app on a phone or desktop.
            _ => url.fragment().is_none(),
        });
        if !is_safe {
            return Err(AuthError::setup(format!(
                "{redirect_uri:?} is not a redirect URI: it should look like \
                 https://app.acme.example/callback, or http://localhost:1717/callback on this \
                 machine"
            )));
        }
        Ok(Self {
            app: App::new(host, client_id)?,
            redirect_uri,
            scopes: vec!["api".to_owned(), "refresh_token".to_owned()],
            prompt: None,
            login_hint: None,
            told: None,
        })
    }

    /// The consumer secret, where the app's settings require it.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.app.client_secret = Some(secret.into());
        self
    }

    /// What the app asks to be allowed; `api` and `refresh_token` if not said. Without
    /// `refresh_token` a login ends with its first token.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// `login` to have the user log in although logged in already, `consent` to have the app
    /// allowed once more, or both with a space between.
    #[must_use]
    pub fn prompt(mut self, prompt: impl Into<String>) -> Self {
        self.prompt = Some(prompt.into());
        self
    }

    /// The username to fill in on the login page.
    #[must_use]
    pub fn login_hint(mut self, username: impl Into<String>) -> Self {
        self.login_hint = Some(username.into());
        self
    }

    /// Tells each refresh token: the first, which comes with the login, and those that replace it.
    /// See [`RefreshToken::on_refresh_token`](super::RefreshToken::on_refresh_token).
    #[must_use]
    pub fn on_refresh_token(
        mut self,
        tell: impl Fn(&SecretString) + Send + Sync + 'static,
    ) -> Self {
        self.told = Some(Arc::new(tell));
        self
    }

    /// A login for one user, with a state and a verifier of its own.
    ///
    /// # Errors
    /// The machine has no source of randomness.
    pub fn start(&self) -> Result<Authorization, AuthError> {
        Ok(self.authorization(pkce::random()?, pkce::random()?))
    }

    /// A login that was started before, in another process perhaps, with the state and the verifier
    /// that were stored then.
    ///
    /// # Errors
    /// The state is empty, or the verifier is none: 43 to 128 characters.
    pub fn resume(
        &self,
        state: impl Into<SecretString>,
        code_verifier: impl Into<SecretString>,
    ) -> Result<Authorization, AuthError> {
        let (state, verifier) = (state.into(), code_verifier.into());
        if state.expose_secret().is_empty() || !pkce::is_verifier(&verifier) {
            return Err(AuthError::setup(
                "the state and the code verifier are not those of a login that was started here",
            ));
        }
        Ok(self.authorization(state, verifier))
    }

    fn authorization(&self, state: SecretString, verifier: SecretString) -> Authorization {
        let mut url = self.app.host.at("/services/oauth2/authorize");
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("response_type", "code")
                .append_pair("client_id", &self.app.client_id)
                .append_pair("redirect_uri", &self.redirect_uri)
                .append_pair("state", state.expose_secret())
                .append_pair("code_challenge", &pkce::challenge(&verifier))
                .append_pair("code_challenge_method", "S256");
            if !self.scopes.is_empty() {
                query.append_pair("scope", &self.scopes.join(" "));
            }
            if let Some(prompt) = &self.prompt {
                query.append_pair("prompt", prompt);
            }
            if let Some(username) = &self.login_hint {
                query.append_pair("login_hint", username);
            }
        }
        Authorization {
            web: self.clone(),
            state,
            verifier,
            url,
        }
    }
}

impl Authorization {
    /// Where the user's browser is to go.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What the answer must bring back. Whoever stores it ties it to the user's session.
    pub fn state(&self) -> &str {
        self.state.expose_secret()
    }

    /// What proves that the code is exchanged by who asked for it. Store it where the browser does
    /// not see it.
    pub fn code_verifier(&self) -> &SecretString {
        &self.verifier
    }

    /// Reads what the browser came back with: the URL, its path and query, or the query alone.
    ///
    /// # Errors
    /// The state is not that of this login, so that somebody else may have made it up; the user did
    /// not allow the app; there is no code.
    pub fn answered(&self, answer: &str) -> Result<AuthorizationCode, AuthError> {
        let code = self.code(answer)?;
        Ok(AuthorizationCode {
            refresh: Refresh::telling(self.web.told.clone()),
            web: self.web.clone(),
            code: Mutex::new(Some((code, self.verifier.clone()))),
        })
    }

    /// Whether an answer brings this login's state back.
    #[cfg(feature = "browser-login")]
    pub(super) fn is_answered_by(&self, answer: &str) -> bool {
        parameter(answer, "state").is_some_and(|state| pkce::is_same(self.state(), &state))
    }

    fn code(&self, answer: &str) -> Result<SecretString, AuthError> {
        let is_ours = parameter(answer, "state").is_some_and(|it| pkce::is_same(self.state(), &it));
        if !is_ours {
            return Err(AuthError::new(
                AuthErrorKind::Answer,
                "the browser came back without the state of this login: it is another login's, or \
                 made up; start again",
            ));
        }
        if let Some(error) = parameter(answer, "error") {
            let description = parameter(answer, "error_description").unwrap_or_default();
            let host = self.web.app.host.to_url();
            return Err(stated(shown_host(&host), &error, &description, false));
        }
        match parameter(answer, "code") {
            Some(code) if !code.is_empty() => Ok(code.into()),
            _ => Err(AuthError::new(
                AuthErrorKind::Answer,
                "the browser came back with neither a code nor an error; start again",
            )),
        }
    }
}

impl AuthorizationCode {
    async fn exchange(
        &self,
        login: &Login,
        code: &SecretString,
        verifier: &SecretString,
    ) -> Result<Token, AuthError> {
        let app = &self.web.app;
        let form = || {
            Ok(app
                .form("authorization_code")
                .field("redirect_uri", &self.web.redirect_uri)
                .secret("code", code.clone())
                .secret("code_verifier", verifier.clone()))
        };
        let (token, grant) = login.grant(&app.host, form).await?;
        *self.lock() = None;
        self.refresh.learn(grant.refresh_token);
        Ok(token)
    }

    fn lock(&self) -> MutexGuard<'_, Option<(SecretString, SecretString)>> {
        self.code.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for AuthorizationCode {
    fn token<'a>(&'a self, login: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        async move {
            let code = self.lock().clone();
            match code {
                Some((code, verifier)) => self.exchange(login, &code, &verifier).await,
                None => self.refresh.token(&self.web.app, login).await,
            }
        }
        .boxed()
    }
}

/// A parameter of a URL's query, if it is there once.
fn parameter(answer: &str, name: &str) -> Option<String> {
    let query = answer.split_once('?').map_or(answer, |(_, query)| query);
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let mut found = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let (_, value) = found.next()?;
    found.next().is_none().then(|| value.into_owned())
}

impl fmt::Debug for WebLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WebLogin({:?})", self.app)
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorization({:?})", self.web.app)
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuthorizationCode({:?})", self.web.app)
    }
}

#[cfg(test)]
mod tests;
