//! An org's login as one line of text, as the Salesforce CLI writes it.

use std::fmt;
use std::str::FromStr;

use futures_util::future::BoxFuture;
use secrecy::{ExposeSecret, SecretString};

use super::env::Variables;
use super::{AuthError, Login, LoginHost, RefreshToken, Token, TokenSource, Why};

/// Logs in by an SFDX auth URL, `force://<client ID>:<client secret>:<refresh token>@<host>`, whose
/// secret may be empty. It is a login in full: keep it as a password. The host is asked by HTTPS, or by
/// plain HTTP where it is an address of this machine, such as that of a fake org.
///
/// ```
/// use sf_runtime::{Client, auth::SfdxAuthUrl};
///
/// let url = "force://PlatformCLI::5Aep861TSESvWeug_xvFHRBTTbf@acme.my.salesforce.com";
/// let client = Client::builder().auth(SfdxAuthUrl::new(url)?).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub struct SfdxAuthUrl(RefreshToken);

impl SfdxAuthUrl {
    /// Reads an auth URL.
    ///
    /// # Errors
    /// It is not of this form. The error does not quote it.
    pub fn new(url: impl Into<SecretString>) -> Result<Self, AuthError> {
        let url = url.into();
        let malformed = |what: &str| {
            AuthError::setup(format!(
                "the SFDX auth URL has {what}: it should look like \
                 force://<client ID>:<client secret>:<refresh token>@<host>"
            ))
        };
        let rest = url
            .expose_secret()
            .trim()
            .strip_prefix("force://")
            .ok_or_else(|| malformed("another start than force://"))?;
        let (parts, host) = rest.rsplit_once('@').ok_or_else(|| malformed("no host"))?;
        let mut parts = parts.split(':');
        let (Some(id), Some(secret), Some(token), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed("more or less than three parts before the host"));
        };
        if !is_word(id) || id.is_empty() {
            return Err(malformed("no client ID"));
        }
        if !is_word(secret) {
            return Err(malformed("a client secret with odd characters"));
        }
        if !is_word(token) || token.is_empty() {
            return Err(malformed("no refresh token"));
        }
        let is_host = host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b":._-".contains(&byte));
        let parsed = match LoginHost::url(&format!("http://{host}")) {
            // It takes HTTP of this machine alone.
            Ok(local) => Ok(local),
            Err(_) => LoginHost::url(&format!("https://{host}")),
        };
        let host = match parsed {
            Ok(host) if is_host => host,
            _ => return Err(malformed("a host that is none")),
        };
        let source = RefreshToken::new(host, id, token)?;
        Ok(Self(match secret {
            "" => source,
            secret => source.client_secret(secret),
        }))
    }

    /// Reads the auth URL in the variable `SFDX_AUTH_URL`.
    ///
    /// # Errors
    /// It is not set, or as [`new`](Self::new).
    pub fn from_env() -> Result<Self, AuthError> {
        Self::new(Variables::process().need(
            "SFDX_AUTH_URL",
            "the auth URL that `sf org auth show-sfdx-auth-url` shows",
        )?)
    }

    /// Tells each new refresh token; see [`RefreshToken::on_refresh_token`].
    #[must_use]
    pub fn on_refresh_token(self, tell: impl Fn(&SecretString) + Send + Sync + 'static) -> Self {
        Self(self.0.on_refresh_token(tell))
    }
}

impl FromStr for SfdxAuthUrl {
    type Err = AuthError;

    /// As [`SfdxAuthUrl::new`].
    fn from_str(url: &str) -> Result<Self, AuthError> {
        Self::new(url)
    }
}

impl TokenSource for SfdxAuthUrl {
    fn token<'a>(&'a self, login: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        self.0.token(login, why)
    }
}

impl fmt::Debug for SfdxAuthUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SfdxAuthUrl({:?})", self.0)
    }
}

/// Whether a part has only the characters that the CLI itself takes: `[a-zA-Z0-9._-]*={0,2}`.
fn is_word(part: &str) -> bool {
    let word = part.trim_end_matches('=');
    part.len() - word.len() <= 2
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_cli_writes_is_read() {
        for (url, shown) in [
            (
                "force://PlatformCLI::5Aep_x.y-z@acme.my.salesforce.com",
                "PlatformCLI at https://acme.my.salesforce.com",
            ),
            (
                "force://3MVG9.a==:0123ABC=:5Aep==@acme--uat.sandbox.my.salesforce.com\n",
                "3MVG9.a== at https://acme--uat.sandbox.my.salesforce.com",
            ),
            (
                "force://a:b:c@test.salesforce.com:443",
                "a at https://test.salesforce.com",
            ),
            ("force://a:b:c@127.0.0.1:8080", "a at http://127.0.0.1:8080"),
            ("force://a:b:c@localhost:8080", "a at http://localhost:8080"),
            (
                "force://a:b:c@localhost.acme.example",
                "a at https://localhost.acme.example",
            ),
        ] {
            let read = SfdxAuthUrl::new(url).expect(url);
            assert_eq!(
                format!("{read:?}"),
                format!("SfdxAuthUrl(RefreshToken({shown}))")
            );
        }
    }

    #[test]
    fn anything_else_is_refused_and_not_quoted() {
        for url in [
            "",
            "force://",
            "https://PlatformCLI::SECRET@acme.my.salesforce.com",
            "force://PlatformCLI:SECRET@acme.my.salesforce.com",
            "force://PlatformCLI::SECRET",
            "force://:SECRET:SECRET@acme.my.salesforce.com",
            "force://PlatformCLI::@acme.my.salesforce.com",
            "force://a:b:SECRET:d@acme.my.salesforce.com",
            "force://a:b:SECRET===@acme.my.salesforce.com",
            "force://a:SEC&RET:c@acme.my.salesforce.com",
            "force://a:b:SECRET@",
            "force://a:b:SECRET@evil.example/path",
            "force://a:b:SECRET@acme.example@evil.example?x",
            "force://a:b:SECRET@a b",
        ] {
            let error = SfdxAuthUrl::new(url).expect_err(url);
            assert!(!format!("{error} {error:?}").contains("SEC"), "{error}");
        }
    }
}
