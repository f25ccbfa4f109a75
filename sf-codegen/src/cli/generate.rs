//! `sf-codegen generate`: bindings as files, for people to read and commit.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sf_codegen::error::Escaped;
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::lock_file::LockFile;
use sf_codegen::model::Model;
use sf_codegen::names::is_identifier;
use sf_codegen::{Changes, Error, Problem};

use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source, count, lock, shown};

/// Make bindings as files that can be read and committed
///
/// Files that are already right are not written, and on any error nothing is written at all.
///
/// Only generated files are ever replaced or removed.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Generate {
    #[command(flatten)]
    source: Source,
    /// Only these objects; * and ? match as in a shell
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',')]
    objects: Vec<String>,
    /// A file if it ends in .rs; otherwise a folder, with mod.rs and one file an object
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Also write the index by which soql! knows the org, for crates that commit their bindings;
    /// in the snapshot's folder unless another is named
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    index: Option<Option<PathBuf>>,
    /// Write nothing; exit with 1 if a file or the names lock is not up to date
    #[arg(long)]
    check: bool,
    /// Fail instead of updating the names lock
    #[arg(long)]
    locked: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

impl Generate {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let snapshot = self.source.read(self.objects.clone())?;
        let model = snapshot.model()?;
        let lock = LockFile::new(&snapshot, &model.lock);
        if self.locked
            && !self.check
            && let Some(lock) = lock.as_ref().filter(|lock| !lock.is_current())
        {
            return Err(Problem::new("the names lock is not up to date")
                .path(lock.path())
                .help("run without --locked to update it, and commit it")
                .into());
        }
        let output = Output::at(&self.out);
        let mut bindings = self.make(&model, &output)?;
        if let Some(folder) = &self.index {
            let beside = || index_beside(&self.source.schema);
            let folder = folder.clone().unwrap_or_else(beside);
            bindings = bindings.with_index(&model, folder);
        }
        let mut report = if self.check {
            check(&bindings, &output, lock.as_ref(), paint)?
        } else {
            let changes = bindings.write(lock.as_ref())?;
            self.summary(&model, &output, &bindings, &changes, lock.as_ref(), paint)
        };
        if self.quiet {
            report.text.clear();
        }
        Ok(report)
    }

    fn make(&self, model: &Model, output: &Output) -> Result<Bindings, Error> {
        // Drawn on a terminal alone.
        let bar = if self.quiet {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(model.selected.len() as u64)
        };
        if let Ok(look) = ProgressStyle::with_template("{bar:40} {pos}/{len} objects") {
            bar.set_style(look);
        }
        let bindings = Bindings::make(model, output, &|_| bar.inc(1));
        bar.finish_and_clear();
        bindings
    }

    fn summary(
        &self,
        model: &Model,
        output: &Output,
        bindings: &Bindings,
        changes: &Changes,
        lock: Option<&LockFile<'_>>,
        paint: Paint,
    ) -> Report {
        let (mut objects, mut fields, mut picklists) = (0, 0, 0);
        for object in model
            .schema
            .objects()
            .filter(|object| model.selected.contains(&object.name.api))
        {
            objects += 1;
            fields += object.fields.len();
            let mut enums = object.fields.iter().filter_map(|f| f.picklist.as_ref());
            picklists += enums.by_ref().filter(|p| !p.rust.is_empty()).count();
        }
        let size = bindings.size();
        let mut text = format!(
            "{}     {}, {}, {} from {}\n{}       {} ({}, {}, {})\n{}    {} written, {} unchanged, {} removed\n",
            paint.good("made"),
            count(objects, "object"),
            count(fields, "field"),
            count(picklists, "picklist"),
            Escaped::path(&self.source.schema),
            paint.good("in"),
            Escaped::path(output.path()),
            count(size.files, "file"),
            count(size.lines, "line"),
            count(size.bytes, "byte"),
            paint.good("files"),
            changes.written.len(),
            changes.unchanged.len(),
            changes.removed.len(),
        );
        if let Some(lock) = lock {
            let what = if lock.is_current() {
                "unchanged"
            } else {
                "written"
            };
            let path = Escaped::path(lock.path());
            text.push_str(&format!("{}     {path} {what}\n", paint.good("lock")));
        }
        text.push_str(&format!("{}      {}\n", paint.good("use"), usage(output)));
        Report {
            text,
            ..Report::default()
        }
    }
}

/// Where the index is unless another folder is named: in that of the snapshot.
pub(super) fn index_beside(schema: &Path) -> PathBuf {
    schema.join("sobjects.index")
}

/// How the bindings get into a crate.
fn usage(output: &Output) -> String {
    let path = output.path();
    let (name, file) = match output {
        Output::File(_) => (path.file_stem(), ""),
        Output::Folder(_) => (path.file_name(), "/mod.rs"),
    };
    let declared = match name.and_then(OsStr::to_str) {
        Some(name) if is_identifier(name) => format!("pub mod {name};"),
        _ => {
            let last = path.file_name().unwrap_or_default().to_string_lossy();
            format!("#[path = \"{}{file}\"] pub mod org;", shown(&last))
        }
    };
    format!("`{declared}` in the parent module, with sf-runtime in Cargo.toml")
}

/// Whether the bindings on disk, and the names lock, are what the snapshot gives.
fn check(
    bindings: &Bindings,
    output: &Output,
    lock: Option<&LockFile<'_>>,
    paint: Paint,
) -> Result<Report, Error> {
    let (stale, current) = stale(bindings, lock)?;
    if stale.is_empty() {
        return Ok(Report {
            text: up_to_date(output.path(), current),
            ..Report::default()
        });
    }
    let mut text: String = stale.iter().map(|stale| stale.line(paint)).collect();
    text.push_str(BRING_UP_TO_DATE);
    Ok(Report {
        text,
        found: true,
        ..Report::default()
    })
}

/// What to do about bindings that are stale.
const BRING_UP_TO_DATE: &str =
    "run `sf-codegen generate` without --check to bring this up to date\n";

/// The files that are not what the snapshot gives, and the number of those that are.
pub(super) fn stale(
    bindings: &Bindings,
    lock: Option<&LockFile<'_>>,
) -> Result<(Vec<Stale>, usize), Error> {
    let changes = bindings.check()?;
    let mut stale = Stale::all(&changes);
    stale.extend(lock.and_then(lock::stale));
    Ok((stale, changes.unchanged.len()))
}

/// The line that says that a folder or file of bindings is current.
pub(super) fn up_to_date(path: &Path, files: usize) -> String {
    let files = count(files, "file");
    format!("{} is up to date ({files})\n", Escaped::path(path))
}

/// A file that is not what the snapshot gives.
pub(super) struct Stale {
    pub(super) path: PathBuf,
    /// `changed`, `missing` or `left over`.
    pub(super) how: &'static str,
}

impl Stale {
    /// What has to be written or removed.
    pub(super) fn all(changes: &Changes) -> Vec<Self> {
        let removed = changes.removed.iter().map(|path| Self {
            path: path.clone(),
            how: "left over",
        });
        let written = changes.written.iter().map(|path| Self::new(path));
        written.chain(removed).collect()
    }

    /// A file that has to be written.
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            how: if path.exists() { "changed" } else { "missing" },
        }
    }

    /// For people.
    pub(super) fn line(&self, paint: Paint) -> String {
        let (path, how) = (Escaped::path(&self.path), self.how);
        format!("{} {path} ({how})\n", paint.bad("stale:"))
    }
}
