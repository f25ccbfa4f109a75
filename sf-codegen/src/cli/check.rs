//! `sf-codegen check`: everything that is committed, in one command for CI.

use std::path::PathBuf;

use clap::Args;
use sf_codegen::error::Escaped;
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::lock_file::LockFile;
use sf_codegen::{Error, model::Snapshot};

use super::lint::{Linted, none_found};
use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source, count, generate, lock};

/// Check what is committed: the snapshot, its names lock, the bindings, and your queries
///
/// Offline. The snapshot must be readable, the names lock what it gives, the bindings too where --out
/// names them, and every query in the sources right where --src names these.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Check {
    #[command(flatten)]
    source: Source,
    /// Bindings that `generate --out` made
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Sources with queries: soql!, SoqlRow and .soql files
    #[arg(long, value_name = "PATH", num_args = 1..)]
    src: Vec<PathBuf>,
    /// That there is no query in the sources is all right
    #[arg(long, requires = "src")]
    allow_none: bool,
    /// Print nothing but what is wrong
    #[arg(long, short)]
    quiet: bool,
}

impl Check {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let snapshot = self.source.read(Vec::new())?;
        let model = snapshot.model()?;
        let lock = LockFile::new(&snapshot, &model);
        let path = Escaped::path(&self.source.schema);
        let objects = count(model.schema.len(), "object");
        let mut all = Report::default();
        self.add(&mut all, format!("{path} is sound ({objects})\n"), false);
        match &self.out {
            Some(out) => {
                let output = Output::at(out);
                let bindings = Bindings::make(&model, &output, &|_| ())?;
                let checked = generate::check(&bindings, &output, lock.as_ref(), paint)?;
                self.add(&mut all, checked.text, checked.found);
            }
            None => match lock.as_ref().and_then(|lock| lock::stale(lock, paint)) {
                Some(line) => {
                    let text = format!("{line}\nrun `sf-codegen lock` to write it\n");
                    self.add(&mut all, text, true);
                }
                None => {
                    let path = lock.as_ref().map(|lock| Escaped::path(lock.path()));
                    let text = path.map(|path| format!("{path} is up to date\n"));
                    self.add(&mut all, text.unwrap_or_default(), false);
                }
            },
        }
        if !self.src.is_empty() {
            self.queries(&snapshot, &mut all, paint)?;
        }
        Ok(all)
    }

    fn queries(&self, snapshot: &Snapshot, all: &mut Report, paint: Paint) -> Result<(), Error> {
        let linted = Linted::read(snapshot, &self.src)?;
        let is_wrong = linted.summary.errors > 0;
        all.text.push_str(&linted.lines(paint));
        self.add(all, linted.summary.line(paint), is_wrong);
        if linted.summary.queries == 0 && !self.allow_none {
            all.problems.push(none_found(&self.src));
        }
        all.problems.extend(linted.problems);
        Ok(())
    }

    /// Adds what was found, or that all is right.
    fn add(&self, all: &mut Report, text: String, is_wrong: bool) {
        if is_wrong || !self.quiet {
            all.text.push_str(&text);
        }
        all.found |= is_wrong;
    }
}
