//! Patterns of `LIKE` whose text is taken as it is.

use super::Literal;
use super::literal::escape;

/// A pattern of `LIKE` in which the text's own `%` and `_` mean themselves.
///
/// ```
/// use sf_runtime::query::{Like, Literal};
///
/// assert_eq!(Literal::from(Like::contains("50%_'")).to_soql()?, r"'%50\%\_\'%'");
/// assert_eq!(Literal::from(Like::starting_with("A")).to_soql()?, "'A%'");
/// # Ok::<(), sf_runtime::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Like(String);

impl Like {
    /// Texts that hold this one.
    pub fn contains(text: &str) -> Self {
        Self(format!("%{}%", escaped(text)))
    }

    /// Texts that begin with this one.
    pub fn starting_with(text: &str) -> Self {
        Self(format!("{}%", escaped(text)))
    }

    /// Texts that end with this one.
    pub fn ending_with(text: &str) -> Self {
        Self(format!("%{}", escaped(text)))
    }
}

impl From<Like> for Literal {
    fn from(like: Like) -> Self {
        Self::like(like.0)
    }
}

/// What kind of pattern it is, without the text.
impl std::fmt::Debug for Like {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a pattern")
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for part in text.split_inclusive(['%', '_']) {
        let (plain, wildcard) = match part.strip_suffix(['%', '_']) {
            Some(plain) => (plain, part.chars().next_back()),
            None => (part, None),
        };
        escape(plain, &mut out);
        if let Some(wildcard) = wildcard {
            out.push('\\');
            out.push(wildcard);
        }
    }
    out
}
