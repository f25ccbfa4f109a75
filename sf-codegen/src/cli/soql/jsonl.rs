//! Queries as JSON lines, each answered before the next is read, so that another process can talk to
//! this one.

use std::io::{self, BufRead, Read, Write};

use serde::Serialize;
use sf_codegen::{Error, Problem};
use sf_schema::soql::MAX_CHARACTERS;
use sf_schema::{Diagnostic, Level};

use super::super::json::{self, level};
use super::super::{Report, count};
use super::{Checker, of_stdin};

/// The longest line that is read, in bytes: the longest query with every character escaped as two
/// `\uXXXX`, and room for quotes and spaces.
const MAX_LINE: usize = 12 * MAX_CHARACTERS + 1024;

/// The code of the finding about a line that is no JSON string.
const INVALID_INPUT: &str = "invalid-input";

/// The answer to a line.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    /// Whether no finding is an error.
    ok: bool,
    findings: Vec<Finding<'a>>,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    code: &'a str,
    level: &'static str,
    message: &'a str,
    /// The first byte of the query that is meant, and the byte after the last.
    start: usize,
    end: usize,
    help: Option<&'a str>,
}

/// Answers every line, until there are no more or nobody reads the answers.
pub(super) fn answer(
    checker: &Checker,
    mut lines: impl BufRead,
    mut out: impl Write,
) -> Result<Report, Error> {
    let mut report = Report::default();
    let mut bad_lines = 0;
    let mut line = Vec::new();
    loop {
        let findings =
            match next(&mut lines, &mut line).map_err(|error| of_stdin(error.to_string()))? {
                Line::End => break,
                Line::Whole => query(&line).map(|query| checker.check(&query)),
                Line::TooLong => Err(format!("the line is longer than {MAX_LINE} bytes")),
            };
        let findings = findings.unwrap_or_else(|message| {
            bad_lines += 1;
            vec![Diagnostic::error(INVALID_INPUT, message, 0..0)]
        });
        let answer = Answer::new(&findings);
        report.found |= !answer.ok;
        let written = serde_json::to_string(&answer)
            .map_err(io::Error::from)
            .and_then(|json| out.write_all(json::line(&json).as_bytes()))
            .and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            done => {
                done.map_err(|error| Problem::new(format!("cannot write to stdout: {error}")))?
            }
        }
    }
    if bad_lines > 0 {
        let lines = count(bad_lines, "line");
        report.problems.push(of_stdin(format!(
            "{lines} that could not be read as a JSON string"
        )));
    }
    Ok(report)
}

/// What was read.
enum Line {
    End,
    Whole,
    /// It was passed over, and not kept.
    TooLong,
}

/// Reads a line into `line`, without its end.
fn next(lines: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let most = MAX_LINE as u64 + 1;
    if lines.by_ref().take(most).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > MAX_LINE {
        lines.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(Line::Whole)
}

/// The query of a line.
fn query(line: &[u8]) -> Result<String, String> {
    // Some shells put a byte order mark before the first line.
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    serde_json::from_slice(line).map_err(|error| format!("the line is not a JSON string: {error}"))
}

impl<'a> Answer<'a> {
    fn new(findings: &'a [Diagnostic]) -> Self {
        Self {
            ok: findings.iter().all(|found| found.level != Level::Error),
            findings: findings.iter().map(Finding::new).collect(),
        }
    }
}

impl<'a> Finding<'a> {
    fn new(found: &'a Diagnostic) -> Self {
        Self {
            code: found.code,
            level: level(found.level),
            message: &found.message,
            start: found.span.start,
            end: found.span.end,
            help: found.help.as_deref(),
        }
    }
}
