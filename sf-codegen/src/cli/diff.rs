//! `sf-codegen diff`: what is different between two schemas, and what that breaks.

mod affected;
mod compared;
mod formats;
mod markdown;
mod options;
mod org;
mod orgs;
mod side;

use std::path::{Path, PathBuf};

use clap::Args;
use sf_codegen::{Error, Problem};

use super::login::HELP;
use super::terminal::Paint;
use super::{EXIT_CODES, Report, SNAPSHOT, json, sarif};
use compared::{Counts, painted};
use org::With;
use side::Spec;

pub(super) use compared::Compared;
pub(super) use formats::Numbers;
pub(super) use markdown::plain;
pub(super) use options::{Format, Options, Written};
pub(super) use org::Asking;
pub(super) use side::Side;

const DETAILS: &str = "\
Differences are:
  breaking    the org can refuse what it took, or what was read is gone
  risky       the org takes what it took, but values can be other than before, or code must be
              changed where bindings are made again
  compatible  whatever worked works as it did

JSON (--format json), a line a difference in the order of objects and fields, and a last line:
  {\"object\":\"Account\",\"field\":\"Industry\",\"part\":\"Energy\",\"change\":\"picklist-value-removed\",
   \"class\":\"breaking\",\"reason\":\"…\",\"renamed\":null}
  {\"breaking\":1,\"risky\":0,\"compatible\":0}
  field and part (a picklist value, relationship, record type or scope) are null where it is about
  no such thing; renamed is the name that a removed field or object most likely has now.
  With --src a line for each place follows, {\"file\":\"src/main.rs\",\"line\":7,\"column\":31,\"end_line\":7,
  \"end_column\":39, and the rest as above, and the last line has \"affected\", the number of places.
  What of the sources cannot be read is a line {\"unread\":\"src/main.rs\",\"line\":3,\"column\":1,
  \"reason\":\"…\"}, and the last line has \"unread\", the number of such files, where there are any.
  Where a side is a live org the last line has \"calls\", the number of API calls.";

/// Compare two snapshots or orgs, and say what the differences break
///
/// Each side is a folder of describes, a file of them, a folder in git as REV:path, such as
/// main:salesforce (from the root of the repository) or HEAD:./salesforce (from this folder), or a live
/// org: org:ALIAS as the sf tool is logged in, or org: where the login's arguments, the environment or
/// sf.toml say which. What is at the path goes before an org, and a git branch called org is written
/// heads/org:salesforce.
///
/// orgs:NAME is the org that [orgs] in sf.toml calls so, its names as they are in the bindings; orgs: is
/// all of them together, as bindings are made of them, and orgs:intersection and orgs:union are that by
/// the one mode or the other. sf.toml is that of --schema. A branch called orgs is written heads/orgs:….
///
/// A live org is asked for the objects of the other side, and for what has changed since that was
/// fetched; an object that it does not have or hides is gone. Nothing is written.
///
/// Otherwise each side is one org as it is, and [orgs] in its sf.toml is passed over: what another org
/// adds to the bindings or takes from them is no difference. With --merged it is one.
#[derive(Debug, Args)]
#[command(
    after_help = format!("{DETAILS}\n\n{EXIT_CODES}"),
    after_long_help = format!("{DETAILS}\n\n{HELP}\n\n{EXIT_CODES}")
)]
pub(super) struct Diff {
    /// The schema for which programs were written
    #[arg(value_name = "OLD")]
    old: String,
    /// The schema as it is now
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    written: Written,
    /// Name the places in these sources that a breaking or risky difference touches
    ///
    /// Queries (soql!, SoqlRow, .soql files and the texts of Query::new), and uses of the bindings as far as syntax tells.
    /// Nothing is compiled.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    src: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// Take folders and REV:path with the other orgs that [orgs] of their own sf.toml names, as
    /// bindings are made of them
    #[arg(long)]
    merged: bool,
    /// Of orgs:NAME the snapshot whose sf.toml names the orgs [default: salesforce]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Settings that name the bindings, the login and the orgs, instead of the snapshot's own sf.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Of two live orgs these objects; * and ? match as in a shell
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',')]
    objects: Vec<String>,
    /// Print nothing but differences and errors
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    asking: Asking,
}

impl Diff {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        let config = self.config.as_deref();
        let (old, new, costs) = self.sides()?;
        if self.merged && ![&old, &new].iter().any(|side| side.is_merged) {
            return Err(
                Problem::new("--merged is said, and no side has [orgs] in its sf.toml")
                    .help("leave it out, or name the other orgs there")
                    .into(),
            );
        }
        let mut compared = Compared::new((old, new), costs, &self.src, config, &self.options)?;
        let findings = match self.written.format {
            // A file is not a terminal.
            Format::Text => compared.lines(
                self.written
                    .output
                    .as_ref()
                    .map_or(paint, |_| Paint::none()),
            ),
            Format::Json => compared.json_lines()? + &json::line_of(&compared.numbers())?,
            Format::Markdown => compared.markdown(),
            Format::Sarif => {
                let places = compared.places().unwrap_or_default();
                sarif::log(&compared.outcomes(&places))
            }
        };
        let mut text = self.written.put(findings)?;
        if self.written.is_for_people() && !self.quiet {
            text.push_str(&compared.summary(paint));
        }
        Ok(Report {
            text,
            found: compared.is_failed,
            problems: std::mem::take(&mut compared.problems),
        })
    }

    /// Reads what is on disk first, so that no org is asked in vain.
    fn sides(&self) -> Result<(Side, Side, Vec<compared::Cost>), Error> {
        let (old, new) = (Spec::parse(&self.old), Spec::parse(&self.new));
        self.check(old, new)?;
        let namespaces = &self.options.namespaces();
        let with = With {
            asking: &self.asking,
            config: self.config.as_deref(),
            namespaces,
            is_quiet: self.quiet,
        };
        match (old.is_live(), new.is_live()) {
            (true, true) => with.two(old, new, &self.objects),
            (true, false) => {
                let new = self.beside_live(new)?.with_namespaces(namespaces)?;
                let (old, cost) = with.as_old(old, &new)?;
                Ok((old, new, vec![cost]))
            }
            (false, true) => {
                let old = self.beside_live(old)?;
                let (new, cost) = with.as_new(new, &old)?;
                Ok((old, new, vec![cost]))
            }
            (false, false) => match (self.on_disk(old), self.on_disk(new)) {
                (Ok(old), Ok(new)) => Ok((old, new.with_namespaces(namespaces)?, Vec::new())),
                (old, new) => {
                    let errors = [old.err(), new.err()].into_iter().flatten();
                    Err(Error::new(errors.flat_map(Error::into_problems).collect()))
                }
            },
        }
    }

    /// A side that is compared with a live org, which has names of its own.
    fn beside_live(&self, spec: Spec<'_>) -> Result<Side, Error> {
        let side = self.on_disk(spec)?;
        match spec {
            Spec::Orgs(_) if side.is_renamed() && self.options.namespaces().is_empty() => {
                Err(Problem::new(format!(
                    "`{spec}` has other names than a live org: those of the bindings"
                ))
                .help("name its folder, as in `sf-codegen diff packaging org:ALIAS`")
                .into())
            }
            _ => Ok(side),
        }
    }

    /// A side that is no live org.
    fn on_disk(&self, spec: Spec<'_>) -> Result<Side, Error> {
        match spec {
            Spec::Files(files) if self.merged => Side::merged(files),
            Spec::Files(files) | Spec::Org(files) => Side::read(files),
            Spec::Orgs(name) => {
                let home = self.schema.as_deref().unwrap_or(Path::new(SNAPSHOT));
                Side::of_orgs(name, home, self.config.as_deref())
            }
        }
    }

    /// That every argument means something here.
    fn check(&self, old: Spec<'_>, new: Spec<'_>) -> Result<(), Error> {
        let sides = [old, new];
        let is_other_login = |spec: &Spec<'_>| *spec == Spec::Org("");
        if self.asking.login.is_given() && !sides.iter().any(is_other_login) {
            return Err(Problem::new("a login is given, and no side is `org:`")
                .help("write `org:` for the org that it leads to, as in `sf-codegen diff salesforce org:`")
                .into());
        }
        if old == new && !matches!(old, Spec::Files(_)) {
            let other = match old {
                Spec::Orgs(_) => "name another one, as [orgs] in sf.toml has it",
                _ => "name another one as org:ALIAS, by its alias in the sf tool",
            };
            let same = Problem::new(format!("both sides are the same org, `{old}`"));
            return Err(same.help(other).into());
        }
        let has = |is: fn(&Spec<'_>) -> bool| sides.iter().any(is);
        let is_live = has(|spec| spec.is_live());
        let is_named = has(|spec| matches!(spec, Spec::Orgs(_)));
        let is_file = has(|spec| matches!(spec, Spec::Files(_)));
        let are_live = sides.iter().all(|spec| spec.is_live());
        let wrong = |what: &str, help: &str| Err(Problem::new(what).help(help).into());
        if !self.objects.is_empty() && !are_live {
            return wrong(
                "--objects is for two live orgs",
                "leave it out: the objects of the snapshot are compared",
            );
        }
        if let Some(argument) = self.asking.given().filter(|_| !is_live) {
            return wrong(
                &format!("{argument} is about a live org, and no side is one"),
                "write `org:` or `org:ALIAS` for it",
            );
        }
        if self.schema.is_some() && !is_named {
            return wrong(
                "--schema is for `orgs:NAME`, and no side is one",
                "leave it out: a folder is named as a side",
            );
        }
        if self.merged && !is_file {
            return wrong(
                "--merged is for folders and REV:path, and no side is one",
                "write `orgs:` for all orgs of [orgs] in sf.toml",
            );
        }
        if self.config.is_some() && self.src.is_empty() && !is_live && !is_named {
            return wrong(
                "--config is for --src, for `orgs:NAME` and for a live org",
                "leave it out: settings are no part of a schema",
            );
        }
        Ok(())
    }
}

impl Compared {
    /// A snapshot and the live org of this login.
    pub(super) fn with_org(
        snapshot: &Path,
        asking: &Asking,
        (sources, config): (&[PathBuf], Option<&Path>),
        options: &Options,
        is_quiet: bool,
    ) -> Result<Self, Error> {
        let old = Side::on_disk(snapshot)?;
        let with = With {
            asking,
            config,
            namespaces: &options.namespaces(),
            is_quiet,
        };
        let (new, cost) = with.as_new(Spec::Org(""), &old)?;
        Self::new((old, new), vec![cost], sources, config, options)
    }
}
