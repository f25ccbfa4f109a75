//! `sf-codegen lint`: every query of a source tree, checked against the snapshot.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use sf_codegen::config::{Config, LintLevel};
use sf_codegen::error::Escaped;
use sf_codegen::model::Snapshot;
use sf_codegen::source::{Finding, Query, SourceFile, Sources, UNREADABLE_FILE};
use sf_codegen::{Error, Problem};
use sf_schema::diagnostic::Position;
use sf_schema::soql::check::{self, CheckOptions};
use sf_schema::{Level, Schema, Span};

use super::sarif::{self, Outcome, Place};
use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source, count, finding, json, soql};

const JSON: &str = "\
JSON (--format json), a line a finding in the order of files and lines, and a last line:
  {\"file\":\"src/main.rs\",\"line\":7,\"column\":31,\"end_line\":7,\"end_column\":39,\"code\":\"INVALID_FIELD\",
   \"level\":\"error\",\"message\":\"…\",\"help\":\"did you mean `Industry`?\",\"form\":\"soql!\"}
  {\"files\":12,\"queries\":34,\"errors\":1,\"warnings\":0}
  Lines and columns count from 1, columns in characters; the end is the character after the last.
  help is null where there is none; form is soql!, SoqlRow, .soql or Query::new, and null where a
  file cannot be read as Rust.";

/// Check every query in a source tree: soql!, SoqlRow, .soql files and Query::new
///
/// Looks into every .rs and .soql file, also inside functions, tests and the arguments of other
/// macros, and says where in the literal a query is wrong. Nothing is compiled. Hidden files, cargo's
/// target folders, node_modules and links to folders are passed over, and so is a query in the body of
/// a macro_rules! that is made of its arguments.
///
/// A text in the call itself of Query::new, Soql::new or sf.query (query_one, count and so on) is a query
/// where it begins with SELECT and its object is in the snapshot: else it may be another library's. Whether
/// each :name has a value is not looked at, nor a text that is put together.
///
/// Of the types of a SoqlRow's fields it says what the macro says by their names: a type that a column
/// is not read as (wrong-type), an Option that is missing (missing-option), one that nothing needs
/// (needless-option, a lint). An Option has to be written as such: an alias of it is taken for none.
/// Any other alias, a type of your own or the enum of a picklist only the compiler can tell, and
/// whether binds are of the right types.
#[derive(Debug, Args)]
#[command(after_help = format!("{JSON}\n\n{EXIT_CODES}"))]
pub(super) struct Lint {
    #[command(flatten)]
    source: Source,
    /// Make this of a lint, whatever sf.toml says; may be repeated
    #[arg(long = "lint", value_name = "NAME=off|warn|error", value_parser = soql::lint_level)]
    lints: Vec<(check::Lint, LintLevel)>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the findings to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// That there is no query is all right
    #[arg(long)]
    allow_none: bool,
    /// Print nothing but findings and errors
    #[arg(long, short)]
    quiet: bool,
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// A line of JSON for each
    Json,
    /// SARIF 2.1.0
    Sarif,
}

/// A finding, and the form of its query.
pub(super) struct Found {
    finding: Finding,
    form: Option<&'static str>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    code: &'a str,
    level: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    form: Option<&'static str>,
}

/// The last line.
#[derive(Serialize)]
pub(super) struct Summary {
    files: usize,
    pub(super) queries: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Lint {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let config = Config {
            lints: self.lints.iter().copied().collect(),
            ..Config::default()
        };
        let snapshot = Snapshot::read(&self.source.schema, self.source.config.as_deref(), config)?;
        let mut linted = Linted::read(&snapshot, &self.paths)?;
        if linted.summary.queries == 0 && !self.allow_none {
            linted.problems.push(none_found(&self.paths));
        }
        let last = linted.summary.line(paint);
        // A file is not a terminal.
        let paint = self.output.as_ref().map_or(paint, |_| Paint::none());
        let mut text = match self.format {
            Format::Text => linted.lines(paint),
            Format::Json => linted.json_lines()? + &json::line_of(&linted.summary)?,
            Format::Sarif => sarif::log(&linted.outcomes()),
        };
        let is_for_people = self.format == Format::Text || self.output.is_some();
        if let Some(path) = &self.output {
            let written = fs::write(path, std::mem::take(&mut text));
            written.map_err(|error| Problem::io("cannot write", path, &error))?;
        }
        if is_for_people && !self.quiet {
            text.push_str(&last);
        }
        Ok(Report {
            text,
            found: linted.summary.errors > 0,
            problems: linted.problems,
        })
    }
}

/// What came of all queries of a source tree.
pub(super) struct Linted {
    sources: Sources,
    found: Vec<Found>,
    pub(super) summary: Summary,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
}

impl Linted {
    /// Checks the queries in these files and folders, as strictly as the snapshot's settings say.
    pub(super) fn read(snapshot: &Snapshot, paths: &[PathBuf]) -> Result<Self, Error> {
        let schema = snapshot.named_schema()?;
        let options = snapshot.check_options();
        let mut sources = Sources::read(paths)?;
        let problems = std::mem::take(&mut sources.problems);
        let queries = sources.queries(&schema);
        let found = all(&sources, &queries, &schema, &options);
        let errors = found.iter().filter(|found| found.is_error()).count();
        let summary = Summary {
            files: sources.files().len(),
            queries: queries.len(),
            errors,
            warnings: found.len() - errors,
        };
        Ok(Self {
            sources,
            found,
            summary,
            problems,
        })
    }

    /// The same where a file that cannot be read is an error: nothing may be said of it.
    pub(super) fn with_all_read(mut self) -> Self {
        for found in &mut self.found {
            let diagnostic = &mut found.finding.diagnostic;
            if diagnostic.code == UNREADABLE_FILE && diagnostic.level == Level::Warning {
                diagnostic.level = Level::Error;
                self.summary.warnings -= 1;
                self.summary.errors += 1;
            }
        }
        self
    }

    /// Whether there is a finding about this file.
    pub(super) fn names(&self, path: &Path) -> bool {
        self.in_files().any(|(_, file)| file.path == path)
    }

    /// The findings, for people.
    pub(super) fn lines(&self, paint: Paint) -> String {
        let mut text = String::new();
        for (finding, file) in self.in_files() {
            let diagnostic = &finding.finding.diagnostic;
            let lines = finding::lines(diagnostic, Some(&file.path), &file.text, paint);
            text.push_str(&lines);
            text.push('\n');
        }
        text
    }

    /// The findings, a line of JSON each.
    pub(super) fn json_lines(&self) -> Result<String, Error> {
        let mut text = String::new();
        for (found, file) in self.in_files() {
            let diagnostic = &found.finding.diagnostic;
            let (start, end) = positions(diagnostic.span, file);
            text.push_str(&json::line_of(&Line {
                file: file.path.display().to_string(),
                line: start.row,
                column: start.column,
                end_line: end.row,
                end_column: end.column,
                code: diagnostic.code,
                level: json::level(diagnostic.level),
                message: &diagnostic.message,
                help: diagnostic.help.as_deref(),
                form: found.form,
            })?);
        }
        Ok(text)
    }

    /// The findings as SARIF has them.
    pub(super) fn outcomes(&self) -> Vec<Outcome<'_>> {
        let outcomes = self.in_files().map(|(found, file)| {
            let diagnostic = &found.finding.diagnostic;
            let (start, end) = positions(diagnostic.span, file);
            let message = match &diagnostic.help {
                Some(help) => format!("{} ({help})", diagnostic.message),
                None => diagnostic.message.clone(),
            };
            Outcome {
                rule: diagnostic.code,
                level: match diagnostic.level {
                    Level::Warning => sarif::Level::Warning,
                    Level::Error => sarif::Level::Error,
                },
                message,
                place: Some(Place {
                    path: &file.path,
                    start: (start.row, start.column),
                    end: (end.row, end.column),
                }),
            }
        });
        outcomes.collect()
    }

    fn in_files(&self) -> impl Iterator<Item = (&Found, &SourceFile)> {
        let files = self.found.iter().map(|found| found.finding.file);
        let files = files.map(|file| self.sources.file(file));
        let found = self.found.iter().zip(files);
        found.filter_map(|(found, file)| Some((found, file?)))
    }
}

impl Summary {
    /// The last line, for people.
    pub(super) fn line(&self, paint: Paint) -> String {
        format!(
            "checked {} in {}: {}\n",
            soql::queries(self.queries),
            count(self.files, "file"),
            finding::outcome(self.errors, self.warnings, paint),
        )
    }
}

/// That there is nothing to check, which most likely is a slip.
pub(super) fn none_found(paths: &[PathBuf]) -> Problem {
    let paths: Vec<String> = paths
        .iter()
        .map(|path| Escaped::path(path).to_string())
        .collect();
    Problem::new(format!("no query was found in {}", paths.join(", "))).help(
        "name the folders that hold your sources, or say --allow-none where there need be none",
    )
}

/// Everything that is to be said, in the order of files and texts. A row that several others nest is
/// said to be wrong once.
fn all(
    sources: &Sources,
    queries: &[Query],
    schema: &Schema,
    options: &CheckOptions,
) -> Vec<Found> {
    let of_files = sources.findings().map(|finding| Found {
        finding,
        form: None,
    });
    let of_queries = queries.iter().flat_map(|query| {
        let findings = query.check(schema, options).into_iter();
        findings.map(|finding| Found {
            finding,
            form: Some(query.kind.name()),
        })
    });
    let mut found: Vec<Found> = of_files.chain(of_queries).collect();
    let mut seen = BTreeSet::new();
    found.retain(|Found { finding, .. }| {
        let Finding { file, diagnostic } = finding;
        seen.insert((
            *file,
            diagnostic.span,
            diagnostic.code,
            diagnostic.message.clone(),
        ))
    });
    found.sort_by_key(|found| (found.finding.file, found.finding.diagnostic.span));
    found
}

fn positions(span: Span, file: &SourceFile) -> (Position, Position) {
    let end = Span::new(span.end, span.end);
    (span.position(&file.text), end.position(&file.text))
}

impl Found {
    fn is_error(&self) -> bool {
        self.finding.diagnostic.level == Level::Error
    }
}
