//! Why no token could be had.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Why no token could be had. Never holds a secret.
#[derive(Debug, Clone)]
pub struct AuthError {
    kind: AuthErrorKind,
    message: String,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The login host refused: wrong key, unknown user, an app that is not approved.
    Refused,
    /// The login host is overloaded or failed.
    Unavailable,
    /// The network failed.
    Transport,
    /// Something is missing or malformed on this side: a key, a variable, a URL.
    Setup,
    /// The answer is not what an OAuth endpoint promises, or points to a host that is no org.
    Answer,
}

impl AuthError {
    /// A failure of this kind; the message says what to do, and holds no secret.
    pub fn new(kind: AuthErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// The failure with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> AuthErrorKind {
        self.kind
    }

    /// Whether a later login may succeed as things are.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind,
            AuthErrorKind::Unavailable | AuthErrorKind::Transport
        )
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "login: {}", self.message)
    }
}

impl StdError for AuthError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
