//! A form that a client posted, and who the client says it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::LoginRequest;
use crate::org::Org;

/// The parameters of a body and a query.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn of(request: &LoginRequest<'_>) -> Self {
        let body = url::form_urlencoded::parse(request.body);
        let query = url::form_urlencoded::parse(request.query.as_bytes());
        Self(body.into_owned().chain(query.into_owned()).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter that may be missing, as empty text.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
}

/// The client id and secret, from HTTP Basic or the form.
pub(super) struct Client {
    id: String,
    secret: Option<String>,
}

impl Client {
    pub(super) fn of(request: &LoginRequest<'_>, form: &Form) -> Self {
        basic(request).unwrap_or_else(|| Self {
            id: form.text("client_id").to_owned(),
            secret: form.get("client_secret").map(str::to_owned),
        })
    }

    pub(super) fn is_known(&self, org: &Org) -> bool {
        self.id == org.credentials.client_id
    }

    pub(super) fn proves_itself(&self, org: &Org) -> bool {
        self.is_known(org) && self.secret.as_ref() == Some(&org.credentials.client_secret)
    }

    /// Whether the secret, where one is given, is right.
    pub(super) fn may_be_public(&self, org: &Org) -> bool {
        self.is_known(org)
            && self
                .secret
                .as_ref()
                .is_none_or(|secret| *secret == org.credentials.client_secret)
    }
}

fn basic(request: &LoginRequest<'_>) -> Option<Client> {
    let text = request.headers.get("authorization")?.to_str().ok()?;
    let encoded = text.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let decode = |text| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8_lossy()
            .into_owned()
    };
    Some(Client {
        id: decode(id),
        secret: Some(decode(secret)),
    })
}
