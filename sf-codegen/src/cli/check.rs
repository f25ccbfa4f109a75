//! `sf-codegen check`: everything that is committed, and whether the org is still as it was, in one
//! command for CI.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use sf_codegen::error::Escaped;
use sf_codegen::generate::{Bindings, Output, check_index};
use sf_codegen::lock_file::LockFile;
use sf_codegen::snapshot::{MANIFEST_FILE, Manifest};
use sf_codegen::{Error, Problem, model::Snapshot};

use super::diff::{Asking, Compared, Format, Numbers, Options, Written, plain};
use super::generate::Stale;
use super::lint::{Linted, none_found};
use super::login::HELP;
use super::sarif::{self, Outcome, Place};
use super::terminal::Paint;
use super::{EXIT_CODES, Report, Source, count, generate, json, lock, shown};

const DETAILS: &str = "\
JSON (--format json) has a line for each stale file, {\"stale\":\"src/org/account.rs\",\"how\":\"changed\"},
the lines of lint, those of diff, and a last line with the numbers of all of them:
  {\"stale\":1,\"errors\":0,\"warnings\":0,\"breaking\":1,\"risky\":0,\"compatible\":0,\"affected\":2,\"calls\":1}";

/// Check what is committed, and with a login whether the org is still as it was
///
/// The snapshot must be as its manifest has it (describes without one need only be readable), the names lock what it gives, and the index for queries
/// in its folder too, where there is one; the bindings where --out names them; and every query in the
/// sources right where --src names these, which must all be readable. A file that is missing is stale, and so is a generated one that
/// nothing stands for any more. All of this is offline.
///
/// Who commits bindings names them, as `generate` was told: `check --out src/org --src src`.
///
/// With any argument of a login, or --live for one that the environment or sf.toml says, the org is
/// compared with the snapshot as `diff` does: it is asked for the snapshot's objects, and for what has
/// changed since. Nothing is written.
#[derive(Debug, Args)]
#[command(
    after_help = format!("{DETAILS}\n\n{EXIT_CODES}"),
    after_long_help = format!("{DETAILS}\n\n{HELP}\n\n{EXIT_CODES}")
)]
pub(super) struct Check {
    #[command(flatten)]
    source: Source,
    /// Bindings that `generate --out` made; without it none are looked at
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// The index that `generate --index` made; without it the one in the snapshot's folder, where there
    /// is one
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    index: Option<Option<PathBuf>>,
    /// Sources with queries (soql!, SoqlRow, .soql files and the texts of Query::new) and uses of the bindings
    #[arg(long, value_name = "PATH", num_args = 1..)]
    src: Vec<PathBuf>,
    /// That there is no query in the sources is all right
    #[arg(long, requires = "src")]
    allow_none: bool,
    #[command(flatten)]
    written: Written,
    /// Compare the snapshot with the live org, whatever says who logs in
    #[arg(long)]
    live: bool,
    #[command(flatten)]
    options: Options,
    /// Print nothing but what is wrong
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    asking: Asking,
}

/// What to do about an index that is stale.
const WRITE_INDEX: &str =
    "run `sf-codegen generate` with --out and --index as before, which writes the names lock too\n";

/// What to do about bindings that are stale. Nobody has said --check here.
const WRITE_BINDINGS: &str =
    "run `sf-codegen generate` with --out as here, which writes the names lock too\n";

/// What was found.
#[derive(Default)]
struct Checked {
    stale: Vec<Stale>,
    linted: Option<Linted>,
    compared: Option<Compared>,
}

#[derive(Serialize)]
struct StaleLine<'a> {
    stale: String,
    how: &'a str,
}

/// The last line.
#[derive(Serialize)]
struct Last {
    stale: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<usize>,
    #[serde(flatten)]
    differences: Option<Numbers>,
}

impl Check {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let is_live = self.live || self.asking.login.is_given();
        let given = self.options.given().or(self.asking.given());
        if let Some(argument) = given.filter(|_| !is_live) {
            return Err(
                Problem::new(format!("{argument} is about a live org, and none is asked"))
                    .help("name it with --org or another argument of a login, or say --live")
                    .into(),
            );
        }
        let mut checked = Checked::default();
        // Findings stand between the lines of the steps where there is one place for both.
        let is_text = self.written.format == Format::Text && self.written.output.is_none();
        let mut all = Report::default();
        self.committed(&mut checked, &mut all, is_text, paint)?;
        if is_live {
            let places = (&*self.src, self.source.config.as_deref());
            let compared = Compared::with_org(
                &self.source.schema,
                &self.asking,
                places,
                &self.options,
                self.quiet,
            );
            // What an org refuses hides nothing of what was found without it.
            match compared {
                Ok(mut compared) => {
                    let is_failed = compared.is_failed || compared.has_unread();
                    let linted = checked.linted.as_ref();
                    compared.retain_unread(|path| linted.is_some_and(|linted| linted.names(path)));
                    if is_text {
                        all.text.push_str(&compared.lines(paint));
                    }
                    all.problems.append(&mut compared.problems);
                    if let Some(before) = compared.other_org() {
                        let (warning, before) = (paint.doubtful("warning:"), shown(before));
                        let warning =
                            format!("{warning} the snapshot is of another org, {before}\n");
                        self.add(&mut all, &warning, false);
                    }
                    self.add(&mut all, &compared.summary(paint), is_failed);
                    checked.compared = Some(compared);
                }
                Err(error) => all.problems.extend(error.into_problems()),
            }
        }
        if !is_text {
            let findings = self.written.put(checked.render(self.written.format)?)?;
            if !self.written.is_for_people() {
                all.text.clear();
            }
            all.text.push_str(&findings);
        }
        Ok(all)
    }

    /// Everything that needs no org.
    fn committed(
        &self,
        checked: &mut Checked,
        all: &mut Report,
        is_text: bool,
        paint: Paint,
    ) -> Result<(), Error> {
        let snapshot = self.source.read(Vec::new())?;
        let model = snapshot.model()?;
        let lock = LockFile::new(&snapshot, &model.lock);
        let path = Escaped::path(&self.source.schema);
        let objects = count(model.schema.len(), "object");
        // Of files that nothing guards nobody knows whether they are as they were.
        let is_guarded = Manifest::read(&self.source.schema)?.is_some();
        let sound = match is_guarded {
            true => format!("{path} is sound ({objects})\n"),
            false => format!(
                "{path} can be read ({objects}): it has no manifest ({MANIFEST_FILE}), so no hash was compared\n"
            ),
        };
        self.add(all, &sound, false);
        let beside = generate::index_beside(&self.source.schema);
        let index = match &self.index {
            Some(named) => Some(named.clone().unwrap_or(beside)),
            None => Some(beside).filter(|beside| beside.is_dir()),
        };
        let (current, help) = match (&self.out, index) {
            (Some(out), index) => {
                let output = Output::at(out);
                let mut bindings = Bindings::make(&model, &output, &|_| ())?;
                let mut help = WRITE_BINDINGS;
                if let Some(index) = index {
                    bindings = bindings.with_index(&model, index);
                    help = WRITE_INDEX;
                }
                let (stale, files) = generate::stale(&bindings, lock.as_ref())?;
                checked.stale = stale;
                let current = generate::up_to_date(output.path(), files);
                (current, help)
            }
            (None, index) => {
                let (mut current, mut help) = (String::new(), lock::WRITE_IT);
                if let Some(index) = index {
                    let changes = check_index(&model, &index)?;
                    checked.stale = Stale::all(&changes);
                    if !checked.stale.is_empty() {
                        help = WRITE_INDEX;
                    }
                    current = generate::up_to_date(&index, changes.unchanged.len());
                }
                checked.stale.extend(lock.as_ref().and_then(lock::stale));
                let path = lock.as_ref().map(|lock| Escaped::path(lock.path()));
                current.extend(path.map(|path| format!("{path} is up to date\n")));
                (current, help)
            }
        };
        if checked.stale.is_empty() {
            self.add(all, &current, false);
        } else if is_text {
            let lines: String = checked
                .stale
                .iter()
                .map(|stale| stale.line(paint))
                .collect();
            self.add(all, &(lines + help), true);
        } else {
            let files = count(checked.stale.len(), "stale file");
            self.add(all, &format!("{}: {help}", paint.bad(files)), true);
        }
        if !self.src.is_empty() {
            let mut linted = self.queries(&snapshot, all)?;
            if is_text {
                all.text.push_str(&linted.lines(paint));
            }
            let is_wrong = linted.summary.errors > 0;
            self.add(all, &linted.summary.line(paint), is_wrong);
            all.problems.append(&mut linted.problems);
            checked.linted = Some(linted);
        }
        Ok(())
    }

    fn queries(&self, snapshot: &Snapshot, all: &mut Report) -> Result<Linted, Error> {
        let linted = Linted::read(snapshot, &self.src)?.with_all_read();
        if linted.summary.queries == 0 && !self.allow_none {
            all.problems.push(none_found(&self.src));
        }
        Ok(linted)
    }

    /// Adds what was found, or that all is right.
    fn add(&self, all: &mut Report, text: &str, is_wrong: bool) {
        if is_wrong || !self.quiet {
            all.text.push_str(text);
        }
        all.found |= is_wrong;
    }
}

impl Checked {
    fn render(&self, format: Format) -> Result<String, Error> {
        match format {
            Format::Text => Ok(self.text()),
            Format::Json => self.json(),
            Format::Markdown => Ok(self.markdown()),
            Format::Sarif => Ok(self.sarif()),
        }
    }

    /// For a file, which is not a terminal.
    fn text(&self) -> String {
        let paint = Paint::none();
        let mut text: String = self.stale.iter().map(|stale| stale.line(paint)).collect();
        if let Some(linted) = &self.linted {
            text.push_str(&linted.lines(paint));
        }
        if let Some(compared) = &self.compared {
            text.push_str(&compared.lines(paint));
        }
        text
    }

    fn json(&self) -> Result<String, Error> {
        let mut text = String::new();
        for stale in &self.stale {
            text.push_str(&json::line_of(&StaleLine {
                stale: stale.path.display().to_string(),
                how: stale.how,
            })?);
        }
        if let Some(linted) = &self.linted {
            text.push_str(&linted.json_lines()?);
        }
        if let Some(compared) = &self.compared {
            text.push_str(&compared.json_lines()?);
        }
        let summary = self.linted.as_ref().map(|linted| &linted.summary);
        text.push_str(&json::line_of(&Last {
            stale: self.stale.len(),
            errors: summary.map(|summary| summary.errors),
            warnings: summary.map(|summary| summary.warnings),
            differences: self.compared.as_ref().map(Compared::numbers),
        })?);
        Ok(text)
    }

    /// What is wrong with what is committed, and then what has changed in the org.
    fn markdown(&self) -> String {
        let stale = self.stale.iter().map(|stale| {
            let path = stale.path.display().to_string();
            format!("| {} | stale: {} |\n", plain(&path), stale.how)
        });
        let linted = self.linted.iter().flat_map(Linted::outcomes);
        let linted = linted.map(|outcome| {
            let place = outcome.place.as_ref().map(|place| {
                let (path, (line, column)) = (place.path.display().to_string(), place.start);
                format!("{}:{line}:{column}", plain(&path))
            });
            let place = place.unwrap_or_default();
            format!("| {place} | {} |\n", plain(&outcome.message))
        });
        let rows: String = stale.chain(linted).collect();
        let mut text = match rows.is_empty() {
            true => "### What is committed: all right\n".to_owned(),
            false => format!("### What is committed\n\n| where | what |\n|---|---|\n{rows}"),
        };
        if let Some(compared) = &self.compared {
            text.push('\n');
            text.push_str(&compared.markdown());
        }
        text
    }

    fn sarif(&self) -> String {
        let stale = self.stale.iter().map(|stale| Outcome {
            rule: "stale",
            level: sarif::Level::Error,
            message: format!("the file is not what the snapshot gives: {}", stale.how),
            place: Some(Place {
                path: &stale.path,
                start: (1, 1),
                end: (1, 1),
            }),
        });
        let linted = self.linted.iter().flat_map(Linted::outcomes);
        let mut outcomes: Vec<Outcome<'_>> = stale.chain(linted).collect();
        let places = self.compared.as_ref().and_then(Compared::places);
        let places = places.unwrap_or_default();
        let compared = self.compared.iter();
        outcomes.extend(compared.flat_map(|compared| compared.outcomes(&places)));
        sarif::log(&outcomes)
    }
}
