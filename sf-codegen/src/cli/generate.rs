//! `sf-codegen generate`: bindings as files, for people to read and commit.

use std::ffi::OsStr;
use std::path::PathBuf;

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
        let lock = LockFile::new(&snapshot, &model);
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
            let beside = || self.source.schema.join("sobjects.index");
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
pub(super) fn check(
    bindings: &Bindings,
    output: &Output,
    lock: Option<&LockFile<'_>>,
    paint: Paint,
) -> Result<Report, Error> {
    let changes = bindings.check()?;
    let mut stale: Vec<String> = Vec::new();
    let removed = changes.removed.iter().map(|path| (path, "left over"));
    let written = changes.written.iter().map(|path| {
        let how = if path.exists() { "changed" } else { "missing" };
        (path, how)
    });
    for (path, how) in written.chain(removed) {
        let path = Escaped::path(path);
        stale.push(format!("{} {path} ({how})", paint.bad("stale:")));
    }
    stale.extend(lock.and_then(|lock| lock::stale(lock, paint)));
    if stale.is_empty() {
        let files = count(changes.unchanged.len(), "file");
        return Ok(Report {
            text: format!("{} is up to date ({files})\n", Escaped::path(output.path())),
            ..Report::default()
        });
    }
    stale.push("run `sf-codegen generate` without --check to bring this up to date\n".to_owned());
    Ok(Report {
        text: stale.join("\n"),
        found: true,
        ..Report::default()
    })
}
