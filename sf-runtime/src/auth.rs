//! Where the token comes from.
//!
//! A [`TokenSource`] gets one when the client asks, and only then: a token is kept until the org
//! says 401 (there is no `expires_in` in Salesforce's answers). Which login host is used is said by
//! whoever makes the source, never guessed. Nothing here knows what the token is used for.
//!
//! | who logs in | source | feature |
//! |---|---|---|
//! | a server, as a user, with a key | `JwtBearer` | `jwt` |
//! | a server, as the app's own user | [`ClientCredentials`] | |
//! | a user of a web app | [`WebLogin`], then [`AuthorizationCode`] | |
//! | a user of a command-line program | `BrowserLogin` | `browser-login` |
//! | whoever has logged in before | [`RefreshToken`], [`SfdxAuthUrl`] | |
//! | a developer, as the `sf` tool | `SfCli` | `sf-cli` |
//! | who has a token already | [`FixedToken`] | |
//! | a test | [`UsernamePassword`] | |
//!
//! Secrets are kept as `SecretString`, which is wiped when dropped; no `Debug`, error or trace shows
//! one. A login is tried again where its host is overloaded or the network fails, and never where it
//! is refused.

mod app;
#[cfg(feature = "browser-login")]
mod browser_login;
mod client_credentials;
mod env;
mod error;
mod host;
#[cfg(feature = "jwt")]
mod jwt;
mod login;
mod pkce;
mod refresh_token;
mod refusal;
#[cfg(feature = "sf-cli")]
mod sf_cli;
mod sfdx_auth_url;
mod token;
mod username_password;
mod web_login;

use std::fmt;

use futures_util::future::BoxFuture;

#[cfg(feature = "browser-login")]
pub use browser_login::BrowserLogin;
pub use client_credentials::ClientCredentials;
pub use error::{AuthError, AuthErrorKind};
pub(crate) use host::is_loopback;
pub use host::{LoginHost, MyDomain};
#[cfg(feature = "jwt")]
pub use jwt::JwtBearer;
pub use login::{Introspection, Login};
pub use refresh_token::RefreshToken;
#[cfg(feature = "sf-cli")]
pub use sf_cli::SfCli;
pub use sfdx_auth_url::SfdxAuthUrl;
pub use token::{FixedToken, Token};
pub use username_password::UsernamePassword;
pub use web_login::{Authorization, AuthorizationCode, WebLogin};

/// Gets tokens.
///
/// Implemented by each of the org's OAuth flows here; a vault or a broker of one's own can be
/// another:
///
/// ```
/// use futures_util::future::BoxFuture;
/// use sf_runtime::auth::{AuthError, AuthErrorKind, Login, Token, TokenSource, Why};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl TokenSource for Vault {
///     fn token<'a>(&'a self, _: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
///         Box::pin(async {
///             let token = std::fs::read_to_string("/run/secrets/salesforce").map_err(|error| {
///                 AuthError::new(AuthErrorKind::Setup, "the vault has no token").caused_by(error)
///             })?;
///             Token::new(token.trim().into(), "https://acme.my.salesforce.com")
///         })
///     }
/// }
/// let client = sf_runtime::Client::builder().auth(Vault).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub trait TokenSource: fmt::Debug + Send + Sync + 'static {
    /// Gets a token: a new one if the last was refused.
    ///
    /// Called by one task at a time, however many calls wait for the answer.
    fn token<'a>(&'a self, login: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>>;
}

/// For programs that choose a flow when they run.
impl<S: TokenSource + ?Sized> TokenSource for Box<S> {
    fn token<'a>(&'a self, login: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        (**self).token(login, why)
    }
}

/// Why a token is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The client has none yet.
    First,
    /// The org refused the last one.
    Refused,
}
