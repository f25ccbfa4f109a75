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

    /// Something is missing or malformed on this side.
    pub(super) fn setup(message: impl Into<String>) -> Self {
        Self::new(AuthErrorKind::Setup, message)
    }

    /// The same failure as one of another kind.
    pub(super) fn of_kind(mut self, kind: AuthErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// The failure with what to do about it.
    pub(super) fn advise(mut self, advice: &str) -> Self {
        self.message.push_str("; ");
        self.message.push_str(advice);
        self
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

/// A stranger's words, fit for a message: one line, not too long, and without what looks like an
/// access token or an auth URL.
pub(super) fn quoted(text: &str) -> String {
    /// Longer words of a login host say nothing more.
    const LONGEST: usize = 300;
    let mut out = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let is_token = word.contains("00D") && word.contains('!');
        if is_token || word.contains("force://") {
            out.push_str("[hidden]");
        } else {
            out.push_str(word);
        }
        if let Some((end, _)) = out.char_indices().nth(LONGEST) {
            out.truncate(end);
            out.push('…');
            break;
        }
    }
    out
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

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_of_others_are_one_line_and_no_token() {
        assert_eq!(
            quoted(" expired\r\n access \u{1b}[31mtoken "),
            "expired access [31mtoken"
        );
        assert_eq!(
            quoted("the token \"00D000000000001!AQ.x\" of force://PlatformCLI::5Aep@x is old"),
            "the token [hidden] of [hidden] is old"
        );
        let long = quoted(&"é".repeat(10_000));
        assert_eq!(long.chars().count(), 301);
    }
}
