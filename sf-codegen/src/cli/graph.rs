//! `sf-codegen graph`: the objects and their lookups as a picture.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use clap::{Args, ValueEnum};
use sf_codegen::graph::{Focus, Graph as Picture, Options};
use sf_codegen::{Error, Problem};

use super::{EXIT_CODES, Report, Source};

/// Draw the objects of a snapshot and the lookups between them
///
/// Mermaid goes into a Markdown file as it is; DOT and SVG are for graphviz.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Graph {
    #[command(flatten)]
    source: Source,
    /// What to write; svg needs graphviz
    #[arg(long, value_enum, default_value_t = Format::Mermaid)]
    format: Format,
    /// Only these objects; * and ? match as in a shell
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',')]
    objects: Vec<String>,
    /// Only what is near this object
    #[arg(long, value_name = "OBJECT")]
    focus: Option<String>,
    /// How many lookups away from the focus
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    depth: usize,
    /// Fields that draw no line
    #[arg(
        long,
        value_name = "GLOB,...",
        value_delimiter = ',',
        default_value = "CreatedById,LastModifiedById"
    )]
    skip: Vec<String>,
    /// Also objects that are referenced and not in the snapshot
    #[arg(long)]
    outside: bool,
    /// A file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An entity relationship diagram of Mermaid
    Mermaid,
    /// A graph of graphviz
    Dot,
    /// What graphviz makes of it
    Svg,
}

impl Graph {
    pub(super) fn run(self) -> Result<Report, Error> {
        let schema = self.source.read(Vec::new())?.schema()?;
        let depth = self.depth;
        let options = Options {
            objects: self.objects,
            skip: self.skip,
            focus: self.focus.map(|object| Focus { object, depth }),
            outside: self.outside,
        };
        let graph = Picture::of(&schema, &options)?;
        let text = match self.format {
            Format::Mermaid => graph.mermaid(),
            Format::Dot => graph.dot(),
            Format::Svg => svg(graph.dot())?,
        };
        let mut report = Report::default();
        match self.output {
            Some(path) => {
                fs::write(&path, text).map_err(|error| Problem::io("cannot write", path, &error))?
            }
            None => report.text = text,
        }
        Ok(report)
    }
}

/// What graphviz draws.
fn svg(dot: String) -> Result<String, Error> {
    let started = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut graphviz = started.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Problem::new("graphviz is not installed: there is no program `dot`")
            .help("install graphviz, or write --format dot or mermaid"),
        _ => Problem::new(format!("graphviz cannot be started: {error}")),
    })?;
    let stdin = graphviz.stdin.take();
    let output = thread::scope(|scope| {
        // It may stop reading; then it says why itself.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(dot.as_bytes())));
        graphviz.wait_with_output()
    });
    let output =
        output.map_err(|error| Problem::new(format!("graphviz cannot be heard: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Problem::new(format!("graphviz failed: {}", said.trim())).into());
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Problem::new("graphviz answered with something that is not UTF-8").into())
}
