//! Which host a login is asked of, and which hosts secrets may be sent to.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::AuthError;
use super::error::AuthErrorKind;

/// Where production orgs and Developer Edition orgs log in.
const PRODUCTION: &str = "https://login.salesforce.com/";
/// Where sandboxes and scratch orgs log in.
const SANDBOX: &str = "https://test.salesforce.com/";
/// What stands behind the name of an org's My Domain.
const MY_DOMAIN: &str = ".my.salesforce.com";

/// The host that a login is asked of. Said by whoever logs in: it is never guessed.
///
/// ```
/// use sf_runtime::auth::LoginHost;
///
/// let host = LoginHost::my_domain("acme")?;
/// assert_eq!(host.to_string(), "https://acme.my.salesforce.com");
/// let host = LoginHost::my_domain("acme--uat.sandbox")?;
/// assert_eq!(host.to_string(), "https://acme--uat.sandbox.my.salesforce.com");
/// let host: LoginHost = "https://test.salesforce.com".parse()?;
/// assert_eq!(host, LoginHost::Sandbox);
/// # Ok::<(), sf_runtime::auth::AuthError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LoginHost {
    /// `https://login.salesforce.com`: production and Developer Edition orgs.
    Production,
    /// `https://test.salesforce.com`: sandboxes and scratch orgs.
    Sandbox,
    /// A host of the org's own.
    MyDomain(MyDomain),
}

/// A host of an org's own: HTTPS, or on this machine.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MyDomain(Url);

impl LoginHost {
    /// The My Domain of this name: `acme` for `https://acme.my.salesforce.com`, and
    /// `acme--uat.sandbox` for its sandbox `uat`.
    ///
    /// # Errors
    /// The name has other characters than ASCII letters, digits, hyphens and dots.
    pub fn my_domain(name: &str) -> Result<Self, AuthError> {
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        if name.is_empty() || !is_name {
            return Err(AuthError::new(
                AuthErrorKind::Setup,
                format!(
                    "{name:?} is not the name of a My Domain: it should look like `acme`, or \
                     `acme--uat.sandbox` for a sandbox; a whole URL goes to `LoginHost::url`"
                ),
            ));
        }
        let name = name.strip_suffix(MY_DOMAIN).unwrap_or(name);
        Self::url(&format!("https://{name}{MY_DOMAIN}"))
    }

    /// The host of this URL; its path and query are left out, and `https://` may be.
    ///
    /// # Errors
    /// It is not a URL, or is neither HTTPS nor on this machine.
    pub fn url(url: &str) -> Result<Self, AuthError> {
        let url = parse_host_url("login URL", url)?;
        Ok(match url.as_str() {
            PRODUCTION => Self::Production,
            SANDBOX => Self::Sandbox,
            _ => Self::MyDomain(MyDomain(url)),
        })
    }

    /// The root of the host.
    pub fn to_url(&self) -> Url {
        let root = |text| Url::parse(text).unwrap_or_else(|_| unreachable!("a fixed URL"));
        match self {
            Self::Production => root(PRODUCTION),
            Self::Sandbox => root(SANDBOX),
            Self::MyDomain(MyDomain(url)) => url.clone(),
        }
    }

    /// A resource of the host; the path starts with a slash.
    pub(super) fn at(&self, path: &str) -> Url {
        let mut url = self.to_url();
        url.set_path(path);
        url
    }
}

impl FromStr for LoginHost {
    type Err = AuthError;

    /// As [`LoginHost::url`].
    fn from_str(text: &str) -> Result<Self, AuthError> {
        Self::url(text)
    }
}

/// As a URL without a last slash.
impl fmt::Display for LoginHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_url().as_str().trim_end_matches('/'))
    }
}

impl MyDomain {
    /// The root of the host.
    pub fn as_url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for MyDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
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
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A URL's host, for messages.
pub(super) fn shown_host(url: &Url) -> &str {
    url.host_str().unwrap_or("the login host")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_host_is_https_or_on_this_machine() {
        for good in [
            "https://acme.my.salesforce.com/services?x=1",
            "acme.my.salesforce.com",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
        ] {
            assert!(LoginHost::url(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "http://acme.my.salesforce.com",
            "https://user:pass@acme.my.salesforce.com",
            "http://localhost.evil.example",
            "file:///etc/passwd",
        ] {
            assert!(LoginHost::url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_shared_hosts_are_known_by_their_urls() {
        for text in ["login.salesforce.com", "https://LOGIN.salesforce.com:443/"] {
            let host: LoginHost = text.parse().expect("a host");
            assert_eq!(host, LoginHost::Production, "{text}");
        }
        assert_eq!(
            LoginHost::Sandbox.at("/x").as_str(),
            "https://test.salesforce.com/x"
        );
        assert!(matches!(
            LoginHost::url("https://login.salesforce.com:8443"),
            Ok(LoginHost::MyDomain(_))
        ));
    }

    #[test]
    fn a_my_domain_is_a_name_and_no_more() {
        let same = LoginHost::my_domain("acme.my.salesforce.com").expect("a host");
        assert_eq!(same, LoginHost::my_domain("acme").expect("a host"));
        for bad in ["", "https://acme", "evil.example/", "a@b", "a:1", "a?", "ä"] {
            assert!(LoginHost::my_domain(bad).is_err(), "{bad}");
        }
    }
}
