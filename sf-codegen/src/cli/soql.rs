//! `sf-codegen soql`: queries checked against the snapshot.

mod input;
mod jsonl;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use clap::Args;
use sf_codegen::config::{Config, LintLevel, lint};
use sf_codegen::error::Escaped;
use sf_codegen::model::Snapshot;
use sf_codegen::{Error, Problem};
use sf_schema::soql::check::{CheckOptions, Lint, check_text};
use sf_schema::soql::{Options, parse};
use sf_schema::{Diagnostic, Level, Schema};

use super::terminal::Paint;
use super::{EXIT_CODES, Report, SNAPSHOT, finding};
use input::Input;

const LINES: &str = "\
JSON lines (--jsonl), one answer a line, in the order of the input, each as soon as it is known:
  in   \"SELECT Id, Industri FROM Account\"
  out  {\"ok\":false,\"findings\":[{\"code\":\"INVALID_FIELD\",\"level\":\"error\",\"message\":\"…\",
        \"start\":11,\"end\":19,\"help\":\"did you mean `Industry`?\"}]}
  ok is false where a finding is an error; start and end are byte offsets into the query as UTF-8;
  help is null where there is none. A line that is no JSON string is answered too, with the code
  invalid-input, and makes the exit code 2.";

/// Check queries against the snapshot, as the org would
#[derive(Debug, Args)]
#[command(after_help = format!("{LINES}\n\n{EXIT_CODES}"))]
pub(super) struct Soql {
    /// The snapshot: a folder of describe JSON, or one file of it
    #[arg(long, value_name = "DIR", default_value = SNAPSHOT)]
    schema: PathBuf,
    /// Settings, instead of the snapshot's own sf.toml
    #[arg(long, value_name = "FILE", conflicts_with = "syntax_only")]
    config: Option<PathBuf>,
    /// Ask only whether it is SOQL; a snapshot is not looked at
    #[arg(long)]
    syntax_only: bool,
    /// Make this of a lint, whatever sf.toml says; may be repeated
    #[arg(long = "lint", value_name = "NAME=off|warn|error", value_parser = lint_level)]
    lints: Vec<(Lint, LintLevel)>,
    /// Read JSON strings from standard input, one a line, and answer each with a line of JSON
    #[arg(long, conflicts_with_all = ["queries", "quiet"])]
    jsonl: bool,
    /// Print nothing but findings and errors
    #[arg(long, short)]
    quiet: bool,
    /// A query, a file of one, or - for one on standard input
    ///
    /// What has a space in it and does not end in .soql is a query; all else is a file. Lines that
    /// begin with // are passed over at the top of a file.
    #[arg(value_name = "QUERY|FILE|-", required_unless_present = "jsonl")]
    queries: Vec<OsString>,
}

/// What a query is checked against.
struct Checker {
    /// None where only the syntax is asked for.
    schema: Option<Schema>,
    options: CheckOptions,
}

impl Soql {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let checker = self.checker()?;
        if self.jsonl {
            return jsonl::answer(&checker, io::stdin().lock(), io::stdout().lock());
        }
        let mut report = Report::default();
        let (mut checked, mut errors, mut warnings) = (0, 0, 0);
        for argument in &self.queries {
            let input = match Input::read(argument) {
                Ok(input) => input,
                Err(error) => {
                    report.problems.extend(error.into_problems());
                    continue;
                }
            };
            checked += 1;
            for found in input.check(&checker) {
                match found.level {
                    Level::Error => errors += 1,
                    Level::Warning => warnings += 1,
                }
                let path = input.path.as_deref();
                let lines = finding::lines(&found, path, &input.text, paint);
                report.text.push_str(&lines);
                report.text.push('\n');
            }
        }
        report.found = errors > 0;
        if !self.quiet && checked > 0 {
            let queries = queries(checked);
            let outcome = finding::outcome(errors, warnings, paint);
            let line = format!("checked {queries}: {outcome}\n");
            report.text.push_str(&line);
        }
        Ok(report)
    }

    fn checker(&self) -> Result<Checker, Error> {
        let lints: BTreeMap<Lint, LintLevel> = self.lints.iter().copied().collect();
        let config = Config {
            lints,
            ..Config::default()
        };
        let (schema, options) = if self.syntax_only {
            (None, CheckOptions::default())
        } else {
            let snapshot = Snapshot::read(&self.schema, self.config.as_deref(), config)?;
            (Some(snapshot.schema()?), snapshot.check_options())
        };
        Ok(Checker { schema, options })
    }
}

impl Checker {
    /// What is to be said of a query, in the order of its text.
    fn check(&self, query: &str) -> Vec<Diagnostic> {
        // The REST API knows no binds.
        let options = Options::default();
        match &self.schema {
            Some(schema) => check_text(query, &options, schema, &self.options),
            None => parse(query, &options).findings,
        }
    }
}

/// A number of queries.
pub(super) fn queries(number: usize) -> String {
    let plural = if number == 1 { "query" } else { "queries" };
    format!("{number} {plural}")
}

/// `NAME=off|warn|error`
pub(super) fn lint_level(text: &str) -> Result<(Lint, LintLevel), String> {
    let (name, level) = text
        .split_once('=')
        .ok_or("write it as NAME=off, NAME=warn or NAME=error")?;
    let lint = lint(name).map_err(|error| Escaped::text(&error).to_string())?;
    let level = LintLevel::from_name(level).ok_or("a lint is off, warn or error")?;
    Ok((lint, level))
}

/// Bad input from standard input.
fn of_stdin(message: impl Into<String>) -> Problem {
    Problem::new(format!("standard input: {}", message.into()))
}
