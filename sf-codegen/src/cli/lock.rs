//! `sf-codegen lock`: the names lock alone.

use clap::Args;
use sf_codegen::error::Escaped;
use sf_codegen::lock_file::LockFile;
use sf_codegen::{Error, Problem};

use super::generate::Stale;
use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source};

/// Write the names lock of a snapshot, or check it
///
/// The lock, names.lock in the snapshot's folder, keeps the Rust names as they were first given.
///
/// Commit it: then a field that is added to the org later renames no other.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Lock {
    #[command(flatten)]
    source: Source,
    /// Write nothing; exit with 1 if the lock is not up to date
    #[arg(long)]
    check: bool,
}

impl Lock {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let snapshot = self.source.read(Vec::new())?;
        let model = snapshot.model()?;
        let Some(lock) = LockFile::new(&snapshot, &model.lock) else {
            return Err(
                Problem::new("a snapshot that is one file has no names lock")
                    .path(&self.source.schema)
                    .help("name the folder")
                    .into(),
            );
        };
        if self.check {
            return Ok(match stale(&lock) {
                Some(stale) => Report {
                    text: stale.line(paint) + WRITE_IT,
                    found: true,
                    ..Report::default()
                },
                None => report(&lock, "is up to date"),
            });
        }
        let what = if lock.write()? {
            "written"
        } else {
            "is up to date"
        };
        Ok(report(&lock, what))
    }
}

/// What to do about a lock that is stale.
pub(super) const WRITE_IT: &str = "run `sf-codegen lock` to write it\n";

/// The lock, where it is not up to date.
pub(super) fn stale(lock: &LockFile<'_>) -> Option<Stale> {
    (!lock.is_current()).then(|| Stale::new(lock.path()))
}

fn report(lock: &LockFile<'_>, what: &str) -> Report {
    Report {
        text: format!("{} {what}\n", Escaped::path(lock.path())),
        ..Report::default()
    }
}
