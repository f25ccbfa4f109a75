//! The app of the org's that a login goes through, and the form that is sent to a login host.

use std::cmp::Reverse;
use std::fmt;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::{AuthError, LoginHost};

/// What is shorter is no secret, and would be found in any text.
const SHORTEST_SECRET: usize = 4;

/// A connected app or external client app, on the host where it logs in.
#[derive(Clone)]
pub(super) struct App {
    pub(super) host: LoginHost,
    pub(super) client_id: String,
    pub(super) client_secret: Option<SecretString>,
}

/// The fields of a form to a login host. `Debug` shows their names alone.
#[derive(Clone, Default)]
pub(super) struct Form(Vec<Field>);

#[derive(Clone)]
struct Field {
    name: &'static str,
    value: SecretString,
    /// Whether messages may show the value.
    is_secret: bool,
}

impl App {
    pub(super) fn new(host: LoginHost, client_id: impl Into<String>) -> Result<Self, AuthError> {
        let client_id = client_id.into().trim().to_owned();
        if client_id.is_empty() {
            return Err(AuthError::setup(
                "the client ID is empty: it is the consumer key in the app's OAuth settings",
            ));
        }
        Ok(Self {
            host,
            client_id,
            client_secret: None,
        })
    }

    /// A form of this grant, with the app's own credentials.
    pub(super) fn form(&self, grant: &str) -> Form {
        let form = Form::default()
            .field("grant_type", grant)
            .field("client_id", &self.client_id);
        match &self.client_secret {
            Some(secret) => form.secret("client_secret", secret.clone()),
            None => form,
        }
    }
}

impl Form {
    /// Adds a field that messages may show.
    pub(super) fn field(mut self, name: &'static str, value: &str) -> Self {
        self.0.push(Field {
            name,
            value: value.into(),
            is_secret: false,
        });
        self
    }

    /// Adds a field that nothing shows.
    pub(super) fn secret(mut self, name: &'static str, value: SecretString) -> Self {
        self.0.push(Field {
            name,
            value,
            is_secret: true,
        });
        self
    }

    /// What is sent.
    pub(super) fn fields(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|field| (field.name, field.value.expose_secret()))
            .collect()
    }

    /// The text, should it quote a secret of the form, without it.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut quoted = Vec::new();
        for field in self.0.iter().filter(|field| field.is_secret) {
            let value = field.value.expose_secret();
            if value.len() < SHORTEST_SECRET {
                continue;
            }
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            quoted.extend([
                Zeroizing::new(value.to_owned()),
                Zeroizing::new(encoded.replace('+', "%20")),
                Zeroizing::new(encoded),
            ]);
        }
        // The longer first: one may be part of another.
        quoted.sort_by_key(|quoted| Reverse(quoted.len()));
        let mut text = text.to_owned();
        for quoted in quoted {
            if text.contains(quoted.as_str()) {
                text = text.replace(quoted.as_str(), "[hidden]");
            }
        }
        text
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.client_id, self.host)
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|field| field.name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_within_another_is_hidden_with_it() {
        let form = Form::default()
            .secret("password", "open".into())
            .secret("code", "open sesame&".into())
            .secret("odd", "x".into())
            .field("username", "ada@a.b");
        assert_eq!(
            form.hide("open sesame&, open+sesame%26, open%20sesame%26, open: ada@a.b x"),
            "[hidden], [hidden], [hidden], [hidden]: ada@a.b x"
        );
        assert_eq!(
            format!("{form:?}"),
            r#"["password", "code", "odd", "username"]"#
        );
    }
}
