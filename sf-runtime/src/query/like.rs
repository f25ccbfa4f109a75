//! Patterns of `LIKE` whose text is taken as it is.

use super::Literal;
use super::literal::escape;

/// A pattern of `LIKE` in which the text's own `%` and `_` mean themselves.
///
/// It is put together of texts, which are escaped, and of wildcards. It stands for the whole value:
/// without a wildcard at its end nothing may follow.
///
/// ```
/// use sf_runtime::query::{Like, Literal};
///
/// let soql = |like: Like| Literal::from(like).to_soql();
/// assert_eq!(soql(Like::contains("50%_'"))?, r"'%50\%\_\'%'");
/// assert_eq!(soql(Like::starting_with("A"))?, "'A%'");
/// // `50%`, anything, `x` and one more character.
/// assert_eq!(soql(Like::new().text("50%").any().text("x").one())?, r"'50\%%x_'");
/// assert_eq!(soql(Like::starting_with("INV-").text("-2026"))?, "'INV-%-2026'");
/// # Ok::<(), sf_runtime::Error>(())
/// ```
///
/// In a checked query it is a bind as any other:
///
/// ```text
/// soql!("SELECT Id FROM Account WHERE Name LIKE :{Like::new().one().text(name).any()}")
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Like(String);

impl Like {
    /// A pattern with nothing in it, to which texts and wildcards are added.
    pub fn new() -> Self {
        Self::default()
    }

    /// Texts that hold this one.
    pub fn contains(text: &str) -> Self {
        Self::new().any().text(text).any()
    }

    /// Texts that begin with this one.
    pub fn starting_with(text: &str) -> Self {
        Self::new().text(text).any()
    }

    /// Texts that end with this one.
    pub fn ending_with(text: &str) -> Self {
        Self::new().any().text(text)
    }

    /// Then this text, in any case of letters.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        escape_pattern(text, &mut self.0);
        self
    }

    /// Then any characters, or none: `%`.
    #[must_use]
    pub fn any(mut self) -> Self {
        self.0.push('%');
        self
    }

    /// Then any one character: `_`.
    #[must_use]
    pub fn one(mut self) -> Self {
        self.0.push('_');
        self
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

/// What means something between quotes, and the wildcards of a pattern.
fn escape_pattern(text: &str, out: &mut String) {
    for part in text.split_inclusive(['%', '_']) {
        let (plain, wildcard) = match part.strip_suffix(['%', '_']) {
            Some(plain) => (plain, part.chars().next_back()),
            None => (part, None),
        };
        escape(plain, out);
        if let Some(wildcard) = wildcard {
            out.push('\\');
            out.push(wildcard);
        }
    }
}
