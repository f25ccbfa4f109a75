//! The command line: reads arguments, calls the library, says what happened.
//!
//! Results go to stdout, errors and progress to stderr. A command makes its whole report before a
//! line of it is printed, so a reader who hangs up stops nothing; only `soql --jsonl` answers each
//! line as it comes.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | all right |
//! | 1 | `--check` found something that is not up to date, a query has an error, or a difference is as bad as `--fail-on` says |
//! | 2 | wrong use, bad input, or a file that cannot be read or written |
//!
//! These modules must not know describe JSON, how names are chosen or what code is emitted: they
//! use what the library makes public.

mod check;
mod describe;
mod diff;
mod docs;
mod fetch;
mod finding;
mod generate;
mod graph;
mod grid;
mod json;
mod lint;
mod live;
mod lock;
mod login;
mod sarif;
mod snapshot;
mod soql;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use sf_codegen::config::Config;
use sf_codegen::error::Escaped;
use sf_codegen::model::Snapshot;
use sf_codegen::{Error, Problem};

use terminal::Paint;

const EXIT_CODES: &str = "\
Exit codes:
  0  all right
  1  --check found something that is not up to date, a query has an error, or a difference is as
     bad as --fail-on says
  2  wrong use, bad input, or a file that cannot be read or written";

/// Typed Rust bindings from Salesforce describe JSON
#[derive(Debug, Parser)]
#[command(name = "sf-codegen", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colour; auto is on a terminal, unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = Color::Auto,
        value_name = "WHEN",
        display_order = 100
    )]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    Fetch(Box<fetch::Fetch>),
    Generate(generate::Generate),
    Describe(describe::Describe),
    Lock(lock::Lock),
    Snapshot(snapshot::Snapshot),
    Soql(soql::Soql),
    Lint(lint::Lint),
    Check(check::Check),
    Diff(diff::Diff),
    Graph(graph::Graph),
    Docs(docs::Docs),
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// Where a snapshot is, unless something else is said.
const SNAPSHOT: &str = "salesforce";

/// Where the snapshot is.
#[derive(Debug, Args)]
struct Source {
    /// The snapshot: a folder of describe JSON, or one file of it
    #[arg(long, value_name = "DIR", default_value = SNAPSHOT)]
    schema: PathBuf,
    /// Settings, instead of the snapshot's own sf.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What a command has to say.
#[derive(Debug, Default)]
struct Report {
    /// For stdout.
    text: String,
    /// Whether a check found something: exit code 1.
    found: bool,
    /// Bad input that did not stop the rest of the work: exit code 2.
    problems: Vec<Problem>,
}

/// Runs the command that the arguments name.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let color = arguments.color;
    let paint = Paint::of_stdout(color);
    let report = match arguments.command {
        Command::Fetch(command) => command.run(paint),
        Command::Generate(command) => command.run(paint),
        Command::Describe(command) => command.run(paint),
        Command::Lock(command) => command.run(paint),
        Command::Snapshot(command) => command.run(paint),
        Command::Soql(command) => command.run(paint),
        Command::Lint(command) => command.run(paint),
        Command::Check(command) => command.run(paint),
        Command::Diff(command) => command.run(paint),
        Command::Graph(command) => command.run(),
        Command::Docs(command) => command.run(paint),
    };
    let printed = report.and_then(|report| {
        terminal::print(&report.text, color)
            .map_err(|error| Problem::new(format!("cannot write to stdout: {error}")))?;
        Error::check(report.problems)?;
        Ok(report.found)
    });
    match printed {
        Ok(false) => ExitCode::SUCCESS,
        Ok(true) => ExitCode::from(1),
        Err(error) => {
            terminal::print_error(&error, color);
            ExitCode::from(2)
        }
    }
}

impl Source {
    /// Reads the snapshot, with bindings for these objects only if there are any.
    fn read(&self, objects: Vec<String>) -> Result<Snapshot, Error> {
        let config = Config {
            objects,
            ..Config::default()
        };
        Snapshot::read(&self.schema, self.config.as_deref(), config)
    }
}

/// A number with what it counts.
fn count(number: usize, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {one}{plural}")
}

/// Text from an org, safe for a terminal.
fn shown(text: &str) -> String {
    Escaped::text(text).to_string()
}
