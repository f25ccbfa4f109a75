//! The app of the org's that a login goes through, and the form that is sent to a login host.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::{AuthError, LoginHost};

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
        let mut text = text.to_owned();
        for field in self.0.iter().filter(|field| field.is_secret) {
            let value = field.value.expose_secret();
            let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            for quoted in [value, &encoded] {
                if !quoted.is_empty() && text.contains(quoted) {
                    text = text.replace(quoted, "[hidden]");
                }
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
