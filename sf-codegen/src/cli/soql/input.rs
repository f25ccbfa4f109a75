//! A query and where it comes from: an argument, a file, or standard input.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sf_codegen::source::after_comments;
use sf_codegen::{Error, Problem};
use sf_schema::{Diagnostic, Span};

use super::{Checker, of_stdin};

/// The longest file, in bytes: room for the longest query and a long comment. More is not read.
const MAX_BYTES: u64 = 1 << 20;

/// A text that holds one query.
pub(super) struct Input {
    /// Where it was; none for an argument.
    pub(super) path: Option<PathBuf>,
    /// All of it, comments included.
    pub(super) text: String,
    /// Where the query begins.
    start: usize,
}

impl Input {
    /// What an argument stands for.
    ///
    /// No query is without white space, so what has none can only be a file.
    pub(super) fn read(argument: &OsStr) -> Result<Self, Error> {
        if argument == "-" {
            let text = text_of(io::stdin().lock()).map_err(of_stdin)?;
            return Ok(Self::file("<stdin>".into(), text));
        }
        let path = Path::new(argument);
        let is_soql = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("soql"));
        if let Some(text) = argument.to_str()
            && !is_soql
            && (text.is_empty() || text.contains(char::is_whitespace))
        {
            return Ok(Self {
                path: None,
                text: text.to_owned(),
                start: 0,
            });
        }
        let read = File::open(path).map_err(|error| format!("cannot read this: {error}"));
        let text = read.and_then(text_of).map_err(|message| {
            Problem::new(message).path(path).help(
                "a query is one argument, in quotes; a file is UTF-8 text and holds one query",
            )
        })?;
        Ok(Self::file(path.to_owned(), text))
    }

    fn file(path: PathBuf, text: String) -> Self {
        Self {
            path: Some(path),
            start: after_comments(&text),
            text,
        }
    }

    /// What is to be said of the query, with spans in the whole text.
    pub(super) fn check(&self, checker: &Checker) -> Vec<Diagnostic> {
        let query = self.text.get(self.start..).unwrap_or_default();
        let mut findings = checker.check(query);
        for found in &mut findings {
            let Span { start, end } = found.span;
            found.span = Span::new(start + self.start, end + self.start);
        }
        findings
    }
}

/// The text without a byte order mark, or why there is none.
fn text_of(reader: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read this: {error}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("it is longer than {MAX_BYTES} bytes"));
    }
    let mut text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}
