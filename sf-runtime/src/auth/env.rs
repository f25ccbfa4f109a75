//! What the environment says of a login. Errors name the variable, never its value.

use std::ffi::OsString;

use secrecy::SecretString;

use super::{AuthError, LoginHost};

/// The environment, or what a test puts in its place.
pub(super) struct Variables<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl<'a> Variables<'a> {
    #[cfg(test)]
    pub(super) fn of(get: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self(get)
    }

    /// The environment of this process.
    pub(super) fn process() -> Variables<'static> {
        Variables(&|name| std::env::var_os(name))
    }

    /// What the variable says; none if it is empty.
    pub(super) fn get(&self, name: &str) -> Result<Option<String>, AuthError> {
        let Some(value) = (self.0)(name) else {
            return Ok(None);
        };
        let value = value
            .into_string()
            .map_err(|_| AuthError::setup(format!("the variable {name} is not UTF-8")))?;
        Ok((!value.trim().is_empty()).then_some(value))
    }

    /// What the variable says, which is `what` a login cannot do without.
    pub(super) fn need(&self, name: &str, what: &str) -> Result<String, AuthError> {
        self.get(name)?.ok_or_else(|| {
            AuthError::setup(format!("the variable {name} is not set: set it to {what}"))
        })
    }

    /// `SF_CLIENT_ID`
    pub(super) fn client_id(&self) -> Result<String, AuthError> {
        self.need("SF_CLIENT_ID", "the consumer key of the app")
    }

    /// `SF_CLIENT_SECRET`
    pub(super) fn client_secret(&self) -> Result<SecretString, AuthError> {
        self.need("SF_CLIENT_SECRET", "the consumer secret of the app")
            .map(SecretString::from)
    }

    /// `SF_LOGIN_URL`
    pub(super) fn login_host(&self) -> Result<LoginHost, AuthError> {
        self.need(
            "SF_LOGIN_URL",
            "https://login.salesforce.com for production, https://test.salesforce.com for a \
             sandbox, or the org's My Domain",
        )?
        .parse()
        .map_err(|error: AuthError| error.advise("it was read from the variable SF_LOGIN_URL"))
    }
}
