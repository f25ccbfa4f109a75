//! `sf-codegen snapshot`: a snapshot from describes that are at hand, without an org.

use std::path::{Path, PathBuf};

use clap::Args;
use sf_codegen::error::Escaped;
use sf_codegen::load;
use sf_codegen::snapshot::{self, Draft, Manifest, Replaced};
use sf_codegen::{Error, Problem};

use super::terminal::Paint;
use super::{EXIT_CODES, Report, count};

/// Make a snapshot from describe JSON, without an org
///
/// Takes raw describes, or a snapshot: one that was edited or merged by hand is accepted as it is,
/// one of an older format is upgraded, and of a manifest with a merge conflict what both sides select is
/// kept.
///
/// All of it is written or nothing; files that are not describes stay where they are.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Snapshot {
    /// A folder of describe JSON, or one file of it
    #[arg(value_name = "DIR")]
    from: PathBuf,
    /// The folder of the snapshot; DIR itself if not given, whose describes it then replaces
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Settings by which names are given, instead of the snapshot's own sf.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Snapshot {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let out = match self.out {
            Some(out) => out,
            None if self.from.is_file() => {
                return Err(Problem::new("this is a file, and a snapshot is a folder")
                    .path(self.from)
                    .help("name the folder with --out")
                    .into());
            }
            None => self.from.clone(),
        };
        for folder in [&self.from, &out] {
            snapshot::recover(folder)?;
        }
        let mut old = known(&self.from)?;
        let in_place = is_same(&self.from, &out);
        if !in_place {
            known(&out)?;
        }
        let mut draft = Draft::new(Manifest::new());
        draft.config(self.config.as_deref());
        let files = load::read(&self.from)?;
        if let Some(old) = &mut old
            && !old.verify(&self.from, &files).is_empty()
        {
            // What was edited is not what the org had then, so all of it is asked for again.
            old.as_of = None;
        }
        let (mut problems, mut names) = (Vec::new(), Vec::new());
        let mut versions: Vec<Option<String>> = Vec::new();
        for file in &files {
            let describes = match load::parse(file) {
                Ok(describes) => describes,
                Err(error) => {
                    problems.extend(error.into_problems());
                    continue;
                }
            };
            versions.push(api_version(file.text()));
            if let (true, Some(name)) = (in_place, file.path().file_name()) {
                draft.consume(name);
            }
            for describe in describes {
                let api = describe.name.to_string();
                names.push((api.clone(), file.path()));
                draft.add(api, snapshot::render(describe)?);
            }
        }
        problems.extend(load::duplicates(
            names.iter().map(|(api, path)| (api.as_str(), *path)),
        ));
        Error::check(problems)?;
        let manifest = draft.manifest_mut();
        match old {
            // The objects are no other than those that it tells of.
            Some(old) => {
                manifest.api_version = old.api_version;
                manifest.org_id = old.org_id;
                manifest.as_of = old.as_of;
                manifest.selection = old.selection;
                manifest.missing = old.missing;
            }
            None => manifest.api_version = common(versions),
        }
        let objects = draft.len();
        let replaced = draft.replace(&out)?;
        Ok(Report {
            text: format!(
                "{} {} in {}\n{}",
                paint.good("snapshot"),
                count(objects, "object"),
                Escaped::path(&out),
                summary(&replaced, paint)
            ),
            ..Report::default()
        })
    }
}

/// The manifest that is there, if it can be read, and what is left of one with a conflict; a newer one
/// is not overwritten.
fn known(folder: &Path) -> Result<Option<Manifest>, Error> {
    match Manifest::read(folder) {
        Ok(manifest) => Ok(manifest),
        Err(error) if Manifest::is_newer(folder) => Err(error),
        Err(_) => Ok(Manifest::settled(folder)),
    }
}

/// What became of the folder, a line for each kind of change.
pub(super) fn summary(replaced: &Replaced, paint: Paint) -> String {
    let mut text = String::new();
    for (what, names) in [
        ("added", &replaced.added),
        ("changed", &replaced.changed),
        ("removed", &replaced.removed),
    ] {
        if !names.is_empty() {
            let (all, shown) = (names.len(), names.iter().take(10));
            let shown: Vec<String> = shown.map(|name| super::shown(name)).collect();
            let more = match all - shown.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let label = paint.good(format_args!("{what:8}"));
            text.push_str(&format!("{label} {all}: {}{more}\n", shown.join(", ")));
        }
    }
    if !replaced.written {
        text.push_str(&format!("{} nothing\n", paint.good("changed ")));
    }
    if replaced.lock_written {
        text.push_str(&format!("{} names.lock written\n", paint.good("names   ")));
    }
    for problem in &replaced.lock_problems {
        let problem = problem.to_string();
        let problem = problem.strip_prefix("error: ").unwrap_or(&problem);
        text.push_str(&format!(
            "{} names.lock is not up to date: {problem}\n",
            paint.doubtful("warning:")
        ));
    }
    text
}

fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    one == other || real(one).is_some_and(|one| Some(one) == real(other))
}

/// The API version that the links of a describe name.
fn api_version(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("\"/services/data/v")?;
    let (version, _) = rest.split_once('/')?;
    let (major, minor) = version.split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_number(major) && is_number(minor)).then(|| version.to_owned())
}

/// The version of all, if they have one.
fn common(versions: Vec<Option<String>>) -> Option<String> {
    let mut versions = versions.into_iter();
    let first = versions.next()??;
    versions
        .all(|version| version.as_ref() == Some(&first))
        .then_some(first)
}
