//! Where the token comes from.
//!
//! A [`TokenSource`] gets one when the client asks, and only then: a token is kept until the org
//! says 401 (there is no `expires_in` in Salesforce's answers). Which login host is used is said by
//! whoever makes the source, never guessed. Nothing here knows what the token is used for.

mod error;
mod login;
mod token;

use std::fmt;

use futures_util::future::BoxFuture;

pub use error::{AuthError, AuthErrorKind};
pub use login::Login;
pub use token::{FixedToken, Token};

/// Gets tokens.
///
/// Implemented by each of the org's OAuth flows here; a vault or a broker of one's own can be
/// another.
pub trait TokenSource: fmt::Debug + Send + Sync + 'static {
    /// Gets a token: a new one if the last was refused.
    ///
    /// Called by one task at a time, however many calls wait for the answer.
    fn token<'a>(&'a self, login: &'a Login, why: Why) -> BoxFuture<'a, Result<Token, AuthError>>;
}

/// Why a token is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The client has none yet.
    First,
    /// The org refused the last one.
    Refused,
}
