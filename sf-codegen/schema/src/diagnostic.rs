//! What a check found: a code, a message, the place in the source, and what to do about it.
//!
//! A check returns findings and stops there; whoever called it decides how they are shown (a
//! compiler error in a macro, lines on a terminal in a command). This module must not know what
//! language the source is in, nor where it came from.

mod excerpt;
mod nearest;
mod span;

use std::fmt;

pub use nearest::nearest;
pub use span::{Position, Span};

/// A finding about a source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Names the kind of finding, in lower case with hyphens, such as `unknown-field`; where an org
    /// refuses the same, the org's code, such as `MALFORMED_QUERY`. Stable.
    pub code: &'static str,
    /// Whether it stops the build.
    pub level: Level,
    /// One sentence, lower case, without a final full stop.
    pub message: String,
    /// Where in the source.
    pub span: Span,
    /// What to do, where more can be said than the message does.
    pub help: Option<String>,
    /// What should stand at the span instead, where one name is nearest to what does.
    pub replacement: Option<String>,
    /// The rule that is broken, such as `unknown_field`: which of those that share the code. Empty
    /// where whoever looks has no names for what is looked for. Stable.
    pub rule: &'static str,
    /// The names that the message speaks of, for who has to say it in other words. What each of
    /// them is, the rule tells.
    pub names: Vec<String>,
}

/// How bad a finding is; an error is greater than a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing; the build goes on.
    Warning,
    /// The build stops.
    Error,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, message: impl Into<String>, span: impl Into<Span>) -> Self {
        Self::new(Level::Error, code, message.into(), span.into())
    }

    /// A warning.
    pub fn warning(code: &'static str, message: impl Into<String>, span: impl Into<Span>) -> Self {
        Self::new(Level::Warning, code, message.into(), span.into())
    }

    /// The same with a help line.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same with the name that was most likely meant; an editor can put it at the span.
    #[must_use]
    pub fn with_replacement(self, replacement: impl Into<String>) -> Self {
        Self {
            replacement: Some(replacement.into()),
            ..self
        }
    }

    /// The same as a finding of this rule.
    #[must_use]
    pub fn of_rule(self, rule: &'static str) -> Self {
        Self { rule, ..self }
    }

    /// The same with the names that the message speaks of.
    #[must_use]
    pub fn naming(mut self, names: &[&str]) -> Self {
        self.names.clear();
        for name in names {
            self.names.push((*name).to_owned());
        }
        self
    }

    /// The whole finding for a terminal: level, code, message, the line with carets, help.
    ///
    /// Any span can be rendered with any source: one that lies outside points at the end.
    ///
    /// ```
    /// use sf_schema::diagnostic::Diagnostic;
    ///
    /// let found = Diagnostic::error("unknown-field", "no field `Industri` on Account", 11..19)
    ///     .with_help("did you mean `Industry`?");
    /// assert_eq!(
    ///     found.render("SELECT Id, Industri FROM Account"),
    ///     "error[unknown-field]: no field `Industri` on Account\n  \
    ///        --> 1:12\n   \
    ///         |  SELECT Id, Industri FROM Account\n   \
    ///         |             ^^^^^^^^\n   \
    ///         = help: did you mean `Industry`?",
    /// );
    /// ```
    pub fn render(&self, source: &str) -> String {
        format!("{}[{}]: {}", self.level, self.code, self.explain(source))
    }

    /// [`render`](Self::render) without level and code, for where a compiler puts its own in front.
    pub fn explain(&self, source: &str) -> String {
        let Position { row, column } = self.span.position(source);
        let mut text = format!(
            "{}\n  --> {row}:{column}\n{}",
            self.message,
            self.excerpt(source)
        );
        if let Some(help) = &self.help {
            text.push_str("\n   = help: ");
            text.push_str(help);
        }
        text
    }

    /// The two lines that point at the finding: that of the source, and carets. Control characters
    /// and what turns the direction of text are shown as a mark; a long line is cut.
    ///
    /// ```
    /// use sf_schema::diagnostic::Diagnostic;
    ///
    /// let found = Diagnostic::error("unknown-field", "no field `Industri` on Account", 11..19);
    /// assert_eq!(
    ///     found.excerpt("SELECT Id, Industri FROM Account"),
    ///     "   |  SELECT Id, Industri FROM Account\n   \
    ///         |             ^^^^^^^^",
    /// );
    /// ```
    pub fn excerpt(&self, source: &str) -> String {
        excerpt::excerpt(self.span, source)
    }

    fn new(level: Level, code: &'static str, message: String, span: Span) -> Self {
        Self {
            code,
            level,
            message,
            span,
            help: None,
            replacement: None,
            rule: "",
            names: Vec::new(),
        }
    }
}

/// In the order of the text; at one place the errors come first. They are few, and a sort is much to
/// compile for that.
pub(crate) fn in_order(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut ordered: Vec<Diagnostic> = Vec::with_capacity(findings.len());
    for found in findings {
        let at = ordered.partition_point(|other| {
            other.span < found.span || other.span == found.span && other.level >= found.level
        });
        ordered.insert(at, found);
    }
    ordered
}

impl fmt::Display for Diagnostic {
    /// One line, for where the source is not at hand.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.level, self.code, self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Warning => "warning",
            Level::Error => "error",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_without_help() {
        let found = Diagnostic::warning("slow-filter", "not selective", 0..2);
        assert_eq!(
            found.render("Id"),
            "warning[slow-filter]: not selective\n  --> 1:1\n   |  Id\n   |  ^^"
        );
        assert_eq!(
            found.explain("Id"),
            "not selective\n  --> 1:1\n   |  Id\n   |  ^^"
        );
    }

    #[test]
    fn one_line_without_the_source() {
        let found = Diagnostic::error("unknown-field", "no field `X`", 0..1);
        assert_eq!(found.to_string(), "error[unknown-field]: no field `X`");
        assert_eq!(
            found.with_help("did you mean `Y`?").to_string(),
            "error[unknown-field]: no field `X` (did you mean `Y`?)"
        );
    }

    #[test]
    fn an_error_is_worse() {
        assert!(Level::Error > Level::Warning);
    }
}
