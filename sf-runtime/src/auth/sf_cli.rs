//! The login that the `sf` command-line tool keeps.

mod output;

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use tokio::process::Command;

use super::error::AuthErrorKind;
use super::{AuthError, Login, Token, TokenSource, Why};

use output::{Display, access_token, display};

/// The program that npm and the installers put on the path.
const PROGRAM: &str = if cfg!(windows) { "sf.cmd" } else { "sf" };

/// Logs in as the Salesforce CLI is logged in to an org: for programs that run on a developer's
/// machine. It runs `sf org display`, and `sf org auth show-access-token` where the former does not
/// show tokens (from 2026 on); to renew a token it runs them again.
///
/// ```
/// use sf_runtime::{Client, auth::SfCli};
///
/// let client = Client::builder().auth(SfCli::new("my-sandbox")?).build()?;
/// # Ok::<(), sf_runtime::Error>(())
/// ```
pub struct SfCli {
    org: String,
    program: OsString,
    timeout: Duration,
    /// The last token, to tell whether the tool has another.
    last: Mutex<Option<SecretString>>,
}

impl SfCli {
    /// The org of this alias or username.
    ///
    /// # Errors
    /// It is empty, starts with a hyphen, or has other characters than ASCII letters, digits and
    /// `.`, `_`, `-`, `@`, `+`.
    pub fn new(target_org: impl Into<String>) -> Result<Self, AuthError> {
        let org = target_org.into();
        let is_name = org
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-@+".contains(&byte));
        if org.is_empty() || org.len() > 255 || org.starts_with('-') || !is_name {
            return Err(AuthError::setup(format!(
                "{org:?} is not an alias or username: use letters, digits and . _ - @ +, with no \
                 hyphen first; `sf org list` shows those there are"
            )));
        }
        Ok(Self {
            org,
            program: PROGRAM.into(),
            timeout: Duration::from_secs(120),
            last: Mutex::default(),
        })
    }

    /// Where the tool is, if not on the path.
    #[must_use]
    pub fn program(mut self, path: impl Into<OsString>) -> Self {
        self.program = path.into();
        self
    }

    /// How long the tool may take each time. 2 minutes if not said.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn ask(&self) -> Result<Token, AuthError> {
        let Display {
            instance_url,
            access_token: shown,
        } = display(&self.run(&["org", "display"]).await?, &self.org)?;
        let token = match shown {
            Some(token) => token,
            None => {
                let output = self.run(&["org", "auth", "show-access-token"]).await?;
                access_token(&output, &self.org)?
            }
        };
        Token::new(token, &instance_url)
            .map_err(|error| error.of_kind(AuthErrorKind::Answer))
            .map_err(|error| error.advise("it was read from what `sf` says of the org"))
    }

    /// What the tool prints. No shell is between, and nothing of it is logged.
    async fn run(&self, command: &[&str]) -> Result<Zeroizing<Vec<u8>>, AuthError> {
        let mut tool = Command::new(&self.program);
        tool.args(command)
            .args(["--target-org", &self.org, "--json"])
            // Colours would be in the JSON.
            .env("FORCE_COLOR", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let ran = tokio::time::timeout(self.timeout, tool.output()).await;
        let ran = ran.map_err(|_| {
            AuthError::new(
                AuthErrorKind::Unavailable,
                format!(
                    "`sf {}` took longer than {} seconds",
                    command.join(" "),
                    self.timeout.as_secs()
                ),
            )
        })?;
        match ran {
            Ok(output) => Ok(Zeroizing::new(output.stdout)),
            Err(error) => {
                let what = match error.kind() {
                    io::ErrorKind::NotFound => {
                        "the Salesforce CLI is not found: install it \
                         (`npm install --global @salesforce/cli`), or put the folder of its \
                         `sf` on the PATH"
                    }
                    _ => "the Salesforce CLI cannot be run",
                };
                Err(AuthError::setup(what).caused_by(error))
            }
        }
    }
}

impl TokenSource for SfCli {
    fn token<'a>(&'a self, _: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        async move {
            let token = self.ask().await?;
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            let is_last = last
                .as_ref()
                .is_some_and(|last| last.expose_secret() == token.access_token().expose_secret());
            if why == Why::Refused && is_last {
                return Err(AuthError::new(
                    AuthErrorKind::Refused,
                    format!(
                        "the org refused the token, and `sf` has no other: log in again with \
                         `sf org login web --alias {}`",
                        self.org
                    ),
                ));
            }
            *last = Some(token.access_token().clone());
            Ok(token)
        }
        .boxed()
    }
}

impl fmt::Debug for SfCli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SfCli({})", self.org)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_org_is_an_argument_and_nothing_else() {
        for good in ["my-sandbox", "ada+test@acme.example", "DevHub", "a_b.c"] {
            assert!(SfCli::new(good).is_ok(), "{good}");
        }
        for bad in [
            "", "-o", "--json", "a b", "a;b", "a\"b", "%PATH%", "a\nb", "ä", "$(x)",
        ] {
            assert!(SfCli::new(bad).is_err(), "{bad}");
        }
    }
}
