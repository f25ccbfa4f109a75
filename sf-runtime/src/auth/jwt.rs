//! JWT bearer: a server logs in as a user with a key, and nobody is asked.

mod key;

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use url::Url;

use super::app::{App, Form};
use super::env::Variables;
use super::host::parse_host_url;
use super::{AuthError, Login, LoginHost, Token, TokenSource, Why};

use key::Key;

/// How long an assertion is good for. Salesforce wants 3 minutes at most.
const LIFETIME_SECONDS: i64 = 180;

/// Logs in as a user by a signed assertion (OAuth 2.0 JWT bearer, RS256).
///
/// The app holds the certificate, this program the private key, and an administrator has approved
/// the user for the app beforehand; no secret is sent. There is no refresh token: a new assertion
/// is signed each time.
///
/// The key is RSA of 2048 bits or more, in PEM as PKCS#1 (`BEGIN RSA PRIVATE KEY`) or PKCS#8
/// (`BEGIN PRIVATE KEY`), not encrypted.
///
/// # Audience
/// The assertion names who may take it (`aud`). It is `https://login.salesforce.com` for
/// [`LoginHost::Production`] and `https://test.salesforce.com` for [`LoginHost::Sandbox`]; for a My
/// Domain it is the latter where the host says that it is a sandbox's or a scratch org's
/// (`acme--uat.sandbox.my.salesforce.com`, `….scratch.my.salesforce.com`, and `acme--uat` with
/// anything behind it), else the former. [`audience`](Self::audience) overrides it, as for the URL
/// of an Experience Cloud site.
///
/// ```
/// use sf_runtime::{Client, auth::{JwtBearer, LoginHost}};
///
/// # use base64::prelude::{BASE64_STANDARD, Engine};
/// # use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
/// # let key = aws_lc_rs::rsa::KeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
/// # let der = AsDer::<Pkcs8V1Der>::as_der(&key).unwrap();
/// # let pem = BASE64_STANDARD.encode(der.as_ref());
/// # let pem = format!("-----BEGIN PRIVATE KEY-----\n{pem}\n-----END PRIVATE KEY-----\n");
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("server.key");
/// # std::fs::write(&path, pem).unwrap();
/// let source = JwtBearer::from_pem_file(
///     LoginHost::my_domain("acme")?,
///     "3MVG9…",
///     "integration@acme.example",
///     path, // such as "server.key"
/// )?;
/// let client = Client::builder().auth(source).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct JwtBearer {
    app: App,
    username: String,
    audience: String,
    key: Key,
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    /// Seconds since 1970.
    exp: i64,
}

impl JwtBearer {
    /// Logs in with the key in this PEM text.
    ///
    /// # Errors
    /// The client ID or the username is empty, or the key is none that can sign.
    pub fn from_pem(
        host: LoginHost,
        client_id: impl Into<String>,
        username: impl Into<String>,
        pem: impl AsRef<[u8]>,
    ) -> Result<Self, AuthError> {
        Self::new(
            host,
            client_id.into(),
            username.into(),
            Key::from_pem(pem.as_ref())?,
        )
    }

    /// Logs in with the key in this PEM file, which is read once, now.
    ///
    /// # Errors
    /// As [`from_pem`](Self::from_pem), or the file cannot be read.
    pub fn from_pem_file(
        host: LoginHost,
        client_id: impl Into<String>,
        username: impl Into<String>,
        path: impl AsRef<Path>,
    ) -> Result<Self, AuthError> {
        Self::new(
            host,
            client_id.into(),
            username.into(),
            Key::from_file(path.as_ref())?,
        )
    }

    /// Logs in as the environment says:
    ///
    /// | variable | what it holds |
    /// |---|---|
    /// | `SF_LOGIN_URL` | the login host: `https://login.salesforce.com`, `https://test.salesforce.com` or the org's My Domain |
    /// | `SF_CLIENT_ID` | the app's consumer key |
    /// | `SF_USERNAME` | the user to log in as |
    /// | `SF_JWT_KEY_FILE` | where the PEM file of the private key is, or: |
    /// | `SF_JWT_KEY` | its text; `\n` may stand for a line break |
    /// | `SF_JWT_AUDIENCE` | the audience, if it is another than [above](Self#audience) |
    ///
    /// # Errors
    /// A variable is missing (it is named), or as [`from_pem`](Self::from_pem).
    pub fn from_env() -> Result<Self, AuthError> {
        Self::from_variables(&Variables::process())
    }

    fn from_variables(variables: &Variables<'_>) -> Result<Self, AuthError> {
        let host = variables.login_host()?;
        let client_id = variables.client_id()?;
        let username = variables.need("SF_USERNAME", "the username to log in as")?;
        let key = match (
            variables.get("SF_JWT_KEY_FILE")?,
            variables.get("SF_JWT_KEY")?,
        ) {
            (Some(path), None) => Key::from_file(Path::new(&path)),
            (None, Some(pem)) => {
                let pem = SecretString::from(pem);
                Key::from_variable(&pem)
                    .map_err(|error| error.advise("it was read from the variable SF_JWT_KEY"))
            }
            (None, None) => Err(AuthError::setup(
                "neither the variable SF_JWT_KEY_FILE nor SF_JWT_KEY is set: set one to the \
                 private key's PEM file, or to its text",
            )),
            (Some(_), Some(_)) => Err(AuthError::setup(
                "the variables SF_JWT_KEY_FILE and SF_JWT_KEY are both set: set one of them",
            )),
        }?;
        let source = Self::new(host, client_id, username, key)?;
        match variables.get("SF_JWT_AUDIENCE")? {
            Some(audience) => source.audience(&audience),
            None => Ok(source),
        }
    }

    fn new(
        host: LoginHost,
        client_id: String,
        username: String,
        key: Key,
    ) -> Result<Self, AuthError> {
        let username = username.trim().to_owned();
        if username.is_empty() {
            return Err(AuthError::setup("the username is empty"));
        }
        Ok(Self {
            audience: audience_of(&host).to_owned(),
            app: App::new(host, client_id)?,
            username,
            key,
        })
    }

    /// Names another audience than the host's.
    ///
    /// # Errors
    /// It is not an HTTPS URL.
    pub fn audience(mut self, audience: &str) -> Result<Self, AuthError> {
        // Checked as a URL, sent as it was said: the org compares letters.
        parse_host_url("audience", audience)?;
        self.audience = audience.trim().to_owned();
        Ok(self)
    }

    fn form(&self, now: Timestamp) -> Result<Form, AuthError> {
        let claims = Claims {
            iss: &self.app.client_id,
            sub: &self.username,
            aud: &self.audience,
            exp: now.as_second() + LIFETIME_SECONDS,
        };
        let claims = serde_json::to_vec(&claims)
            .map_err(|_| AuthError::setup("the claims cannot be written as JSON"))?;
        let message = format!(
            "{}.{}",
            BASE64_URL_SAFE_NO_PAD.encode(br#"{"alg":"RS256","typ":"JWT"}"#),
            BASE64_URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = BASE64_URL_SAFE_NO_PAD.encode(self.key.sign(message.as_bytes())?);
        Ok(Form::default()
            .field("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
            .secret("assertion", format!("{message}.{signature}").into()))
    }
}

impl TokenSource for JwtBearer {
    fn token<'a>(&'a self, login: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        async move {
            // Signed anew for each attempt: retries may take longer than an assertion is good for.
            let form = || self.form(login.now());
            let (token, _) = login.grant(&self.app.host, form).await?;
            Ok(token)
        }
        .boxed()
    }
}

/// Who takes assertions for the orgs of this host.
fn audience_of(host: &LoginHost) -> &'static str {
    const PRODUCTION: &str = "https://login.salesforce.com";
    const SANDBOX: &str = "https://test.salesforce.com";
    match host {
        LoginHost::Production => PRODUCTION,
        LoginHost::Sandbox => SANDBOX,
        LoginHost::MyDomain(domain) if is_sandbox(domain.as_url()) => SANDBOX,
        LoginHost::MyDomain(_) => PRODUCTION,
    }
}

/// Whether a My Domain is that of a sandbox or a scratch org. Two hyphens part the name of the org
/// from that of its sandbox, also before hosts had `.sandbox.` in them \[M\].
fn is_sandbox(url: &Url) -> bool {
    let Some(name) = url
        .host_str()
        .and_then(|host| host.strip_suffix(".salesforce.com"))
    else {
        return false;
    };
    let mut labels = name.split('.');
    let org = labels.next().unwrap_or_default();
    org.contains("--") || labels.any(|label| matches!(label, "sandbox" | "scratch"))
}

impl fmt::Debug for JwtBearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JwtBearer({} of {:?})", self.username, self.app)
    }
}

#[cfg(test)]
mod tests;
