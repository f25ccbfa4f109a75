//! A token and the org that it is for.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::error::AuthErrorKind;
use super::host::parse_host_url;
use super::{AuthError, Login, TokenSource, Why};

/// An access token and the org's own URL. `Debug` does not show the token.
#[derive(Clone)]
pub struct Token {
    access_token: SecretString,
    instance_url: Url,
    /// In 15 characters.
    org_id: Option<String>,
}

/// A token that was had elsewhere. When the org refuses it, there is no other.
///
/// ```
/// use sf_runtime::{Client, auth::FixedToken};
///
/// let token = FixedToken::new("00D000000000001!AQEA", "https://acme.my.salesforce.com")?;
/// let client = Client::builder().auth(token).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct FixedToken(Token);

impl Token {
    /// A token for the org at `instance_url`, such as `https://acme.my.salesforce.com`.
    ///
    /// # Errors
    /// The URL is none, or is neither HTTPS nor on this machine; the token has characters that a
    /// header cannot hold.
    pub fn new(access_token: SecretString, instance_url: &str) -> Result<Self, AuthError> {
        let instance_url = parse_host_url("instance URL", instance_url)?;
        let text = access_token.expose_secret();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(AuthError::new(
                AuthErrorKind::Setup,
                "the access token is empty, or has characters that no access token has",
            ));
        }
        let org_id = match text.split_once('!') {
            Some((org, _)) => org_id_of(org),
            None => None,
        };
        Ok(Self {
            access_token,
            instance_url,
            org_id,
        })
    }

    /// The token with the org that its identity URL names (`…/id/<org id>/<user id>`), if the token
    /// itself does not tell.
    pub(super) fn with_identity(mut self, identity: Option<&str>) -> Self {
        self.org_id = self.org_id.or_else(|| {
            let (_, ids) = identity?.rsplit_once("/id/")?;
            org_id_of(ids.split('/').next()?)
        });
        self
    }

    /// The token itself.
    pub fn access_token(&self) -> &SecretString {
        &self.access_token
    }

    /// The org's own URL, where calls go.
    pub fn instance_url(&self) -> &Url {
        &self.instance_url
    }

    /// The org's id in 15 characters, where the token tells: it stands before the `!` of an access
    /// token, and in the identity URL that comes with one.
    pub fn org_id(&self) -> Option<&str> {
        self.org_id.as_deref()
    }
}

/// The first 15 characters of an org's id.
fn org_id_of(text: &str) -> Option<String> {
    let is_id = matches!(text.len(), 15 | 18)
        && text.starts_with("00D")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_id {
        text.get(..15).map(str::to_owned)
    } else {
        None
    }
}

impl FixedToken {
    /// A token for the org at `instance_url`.
    ///
    /// # Errors
    /// As [`Token::new`].
    pub fn new(
        access_token: impl Into<SecretString>,
        instance_url: &str,
    ) -> Result<Self, AuthError> {
        Token::new(access_token.into(), instance_url).map(Self)
    }
}

impl TokenSource for FixedToken {
    fn token<'a>(&'a self, _: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        ready(match why {
            Why::First => Ok(self.0.clone()),
            Why::Refused => Err(AuthError::new(
                AuthErrorKind::Refused,
                "the org refused the token, and a fixed token cannot be renewed: log in again and \
                 start anew with the new one",
            )),
        })
        .boxed()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.instance_url)
    }
}

impl fmt::Debug for FixedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FixedToken({})", self.0.instance_url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_over_https_or_stay_on_the_machine() {
        for good in [
            "https://acme.my.salesforce.com",
            "https://acme.my.salesforce.com/services/data?x=1",
            "acme.my.salesforce.com",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:1/",
        ] {
            assert!(FixedToken::new("00Dx!y", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "http://acme.my.salesforce.com",
            "ftp://acme.my.salesforce.com",
            "https://user:pass@acme.my.salesforce.com",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "https://",
        ] {
            assert!(FixedToken::new("00Dx!y", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_token_is_one_word() {
        for bad in ["", "a b", "a\r\nX: y", "ü"] {
            assert!(FixedToken::new(bad, "https://a.my.salesforce.com").is_err());
        }
    }

    #[test]
    fn debug_hides_the_token_and_the_org_is_known() {
        let token = FixedToken::new("00D000000000001!SECRET", "https://a.my.salesforce.com")
            .expect("a token");
        assert!(!format!("{token:?} {:?}", token.0).contains("SECRET"));
        assert_eq!(token.0.org_id(), Some("00D000000000001"));
    }

    #[test]
    fn an_org_is_known_by_its_identity_url_too() {
        let known = |token: &str, identity| {
            let token = Token::new(token.into(), "https://a.my.salesforce.com").expect("a token");
            token.with_identity(identity).org_id().map(str::to_owned)
        };
        let identity = "https://login.salesforce.com/id/00D000000000002EAA/005000000000001AAA";
        assert_eq!(
            known("ey.x.y", Some(identity)).as_deref(),
            Some("00D000000000002")
        );
        assert_eq!(
            known("00D000000000001!x", Some(identity)).as_deref(),
            Some("00D000000000001")
        );
        for odd in [None, Some("/id/"), Some("/id/00D0000000000/x"), Some("")] {
            assert_eq!(known("ey.x.y", odd), None, "{odd:?}");
        }
    }
}
