//! What stopped the generator: every problem found, each with its place.
//!
//! A problem names the file, the position in it, the object and the field, as far as they are known,
//! and says what to do next. Names come from an org and may hold anything, so control characters
//! are escaped when a problem is printed. This module must not know what was being done.

use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};

/// Everything that stopped the generator, in the order in which it was found.
///
/// Printed, it is a paragraph for each problem. `Debug` prints the same as `Display`, because that
/// is what a build script whose `main` returns this error shows.
pub struct Error {
    problems: Vec<Problem>,
}

/// One thing that is wrong, where it is wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file, or the folder.
    pub path: Option<PathBuf>,
    /// Line and column in the file, both from 1; the column counts bytes.
    pub position: Option<(usize, usize)>,
    /// API name of the object.
    pub object: Option<String>,
    /// API name of the field.
    pub field: Option<String>,
    /// What is wrong: lower case, no full stop at the end.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Error {
    /// An error of these problems.
    pub fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// `Ok` where there is no problem, otherwise the error of them all.
    ///
    /// # Errors
    /// There is a problem.
    pub fn check(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Self { problems })
        }
    }

    /// Every problem.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Every problem, to be reported with others.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

impl Problem {
    /// A problem of which no more than this is known.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            path: None,
            position: None,
            object: None,
            field: None,
            message: message.into(),
            help: None,
        }
    }

    /// A file or folder that could not be read or written; `doing` is such as `cannot read`.
    pub fn io(doing: &str, path: impl Into<PathBuf>, error: &io::Error) -> Self {
        Self::new(format!("{doing} this: {error}")).path(path)
    }

    /// The same in this file or folder.
    #[must_use]
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same at this line and column, both from 1.
    #[must_use]
    pub fn position(mut self, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self
    }

    /// The same in this object.
    #[must_use]
    pub fn object(mut self, api: impl Into<String>) -> Self {
        self.object = Some(api.into());
        self
    }

    /// The same in this field.
    #[must_use]
    pub fn field(mut self, api: impl Into<String>) -> Self {
        self.field = Some(api.into());
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(vec![problem])
    }
}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Self {
        Self::new(problems)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Problem::new(error.to_string()).into()
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("error: ")?;
        if let Some(path) = &self.path {
            write!(f, "{}", Escaped::path(path))?;
            if let Some((line, column)) = self.position {
                write!(f, ":{line}:{column}")?;
            }
            f.write_str(": ")?;
        }
        match (&self.object, &self.field) {
            (Some(object), Some(field)) => {
                write!(f, "{}.{}: ", Escaped::text(object), Escaped::text(field))?;
            }
            (Some(name), None) | (None, Some(name)) => write!(f, "{}: ", Escaped::text(name))?,
            (None, None) => {}
        }
        write!(f, "{}", Escaped::text(&self.message))?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {}", Escaped::text(help))?;
        }
        Ok(())
    }
}

/// Text from outside, shown so that it can neither move the cursor nor look like another line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escaped(String);

impl Escaped {
    /// Any text.
    pub fn text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A path.
    pub fn path(path: &Path) -> Self {
        Self(path.display().to_string())
    }
}

impl fmt::Display for Escaped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if hides(c) {
                write!(f, "{}", c.escape_default())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// Control characters, and what turns the direction of text or takes no place.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_for_each_problem() {
        let error = Error::new(vec![
            Problem::new("field has no type")
                .path("salesforce/Account.json")
                .position(12, 3)
                .object("Account")
                .field("Foo__c")
                .help("take the snapshot again"),
            Problem::new("no such folder").path("elsewhere"),
            Problem::new("nothing to do"),
        ]);
        let text = "error: salesforce/Account.json:12:3: Account.Foo__c: field has no type\n  \
                    help: take the snapshot again\n\nerror: elsewhere: no such folder\n\n\
                    error: nothing to do";
        assert_eq!(error.to_string(), text);
        assert_eq!(format!("{error:?}"), text);
    }

    #[test]
    fn names_cannot_write_to_the_terminal() {
        let problem = Problem::new("bad\r\nerror: forged")
            .path("a\u{1b}[2J.json")
            .object("A\0")
            .field("B\u{202e}\u{7f}é");
        assert_eq!(
            problem.to_string(),
            r"error: a\u{1b}[2J.json: A\u{0}.B\u{202e}\u{7f}é: bad\r\nerror: forged"
        );
    }

    #[test]
    fn no_problem_is_no_error() {
        assert!(Error::check(Vec::new()).is_ok());
        assert_eq!(
            Error::check(vec![Problem::new("a")])
                .unwrap_err()
                .problems()
                .len(),
            1
        );
    }
}
