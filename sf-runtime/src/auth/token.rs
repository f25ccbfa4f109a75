//! A token and the org that it is for.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::error::AuthErrorKind;
use super::{AuthError, Login, TokenSource, Why};

/// An access token and the org's own URL. `Debug` does not show the token.
#[derive(Clone)]
pub struct Token {
    access_token: SecretString,
    instance_url: Url,
}

/// A token that was had elsewhere. When the org refuses it, there is no other.
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
        Ok(Self {
            access_token,
            instance_url,
        })
    }

    /// The token itself.
    pub fn access_token(&self) -> &SecretString {
        &self.access_token
    }

    /// The org's own URL, where calls go.
    pub fn instance_url(&self) -> &Url {
        &self.instance_url
    }

    /// The org's id in 15 characters, which stands before the `!` of an access token.
    pub fn org_id(&self) -> Option<&str> {
        let (org, _) = self.access_token.expose_secret().split_once('!')?;
        (org.len() == 15 && org.starts_with("00D")).then_some(org)
    }
}

impl FixedToken {
    /// A token for the org at `instance_url`.
    ///
    /// # Errors
    /// As [`Token::new`].
    pub fn new(access_token: impl Into<String>, instance_url: &str) -> Result<Self, AuthError> {
        Token::new(SecretString::from(access_token.into()), instance_url).map(Self)
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

/// The root of a host that tokens and passwords may be sent to: HTTPS, or on this machine.
pub(super) fn parse_host_url(what: &str, text: &str) -> Result<Url, AuthError> {
    let refuse = |why: &str| {
        AuthError::new(
            AuthErrorKind::Setup,
            format!("the {what} {why}: it should look like https://acme.my.salesforce.com"),
        )
    };
    let text = text.trim();
    let url = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&format!("https://{text}"))
    };
    let mut url = url.map_err(|_| refuse("is not a URL"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("names a user"));
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        _ => return Err(refuse("is not HTTPS")),
    }
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// Whether the URL is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
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
}
