//! `sf-codegen fetch`: a snapshot of an org.

use std::path::PathBuf;

use clap::Args;
use sf_codegen::Error;
use sf_codegen::config::FetchConfig;
use sf_codegen::error::Escaped;
use sf_codegen::fetch::{Fetched, problem};
use sf_codegen::snapshot::{self, Manifest, Selection};
use sf_runtime::client::ApiVersion;

use super::live::{self, Bar};
use super::login::{self, HELP};
use super::snapshot::summary;
use super::terminal::Paint;
use super::{EXIT_CODES, Report, count, shown};

/// Take a snapshot of an org's schema, or bring one up to date
///
/// Without arguments, a snapshot is brought up to date with the objects that it is of; an org that
/// has not changed is asked once. All of it is written or nothing, and a run that failed goes on
/// where it was.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES, after_long_help = format!("{HELP}\n\n{EXIT_CODES}"))]
pub(super) struct Fetch {
    /// The folder of the snapshot
    #[arg(long, value_name = "DIR", default_value = "salesforce")]
    out: PathBuf,
    /// These objects; * and ? match as in a shell
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',')]
    objects: Vec<String>,
    /// Not these objects, whatever names them
    #[arg(long, value_name = "GLOB,...", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Also the objects that lookups lead to, so far
    #[arg(long, value_name = "DEPTH", num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    with_parents: Option<u32>,
    /// Go without objects that the org does not have or the user may not describe
    #[arg(long)]
    allow_missing: bool,
    /// Ask for every describe, also if the org says that it has not changed
    #[arg(long)]
    full: bool,
    /// The version of the API; that of the snapshot, or 66.0, if not given
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Settings, instead of the snapshot's own sf.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    login: login::Arguments,
}

impl Fetch {
    pub(super) fn run(self, paint: Paint) -> Result<Report, Error> {
        // Its settings and its manifest say what is asked for.
        snapshot::recover(&self.out)?;
        let settings = login::settings(&self.out, self.config.as_deref())?;
        // What cannot be read counts as none here, and is told of where it matters.
        let recorded = Manifest::read(&self.out).ok().flatten();
        let selection = self.selection(&settings, recorded.as_ref());
        let version = self.version(&settings, recorded.as_ref())?;
        let client = self.login.client(&settings, version)?;
        let mut fetch = sf_codegen::fetch::Fetch::into(&self.out)
            .config(self.config.as_deref())
            .allow_missing(self.allow_missing)
            .anew(self.full);
        if let Some(selection) = selection {
            fetch = fetch.select(selection);
        }
        let bar = Bar::new(self.quiet);
        let fetched = live::wait_for(fetch.run(&client, &|done, all| bar.show(done, all)))?;
        drop(bar);
        let mut report = Report::default();
        if !self.quiet {
            report.text = self.report(&fetched, version, paint);
        }
        Ok(report)
    }

    /// What is asked for, each part by arguments, settings, or the snapshot that is there.
    fn selection(&self, settings: &FetchConfig, recorded: Option<&Manifest>) -> Option<Selection> {
        let recorded = recorded.and_then(|manifest| manifest.selection.clone());
        let recorded = recorded.unwrap_or_default();
        let first = |lists: [&Vec<String>; 3]| {
            let mut lists = lists.into_iter();
            lists
                .find(|list| !list.is_empty())
                .cloned()
                .unwrap_or_default()
        };
        let objects = first([&self.objects, &settings.objects, &recorded.objects]);
        (!objects.is_empty()).then(|| Selection {
            objects,
            exclude: first([&self.exclude, &settings.exclude, &recorded.exclude]),
            with_parents: self
                .with_parents
                .or(settings.with_parents)
                .unwrap_or(recorded.with_parents),
        })
    }

    /// A snapshot keeps its version: another one would look as if the org had changed.
    fn version(
        &self,
        settings: &FetchConfig,
        recorded: Option<&Manifest>,
    ) -> Result<ApiVersion, Error> {
        let said = self
            .api_version
            .clone()
            .or_else(|| settings.api_version.clone());
        let said = said.or_else(|| recorded.and_then(|manifest| manifest.api_version.clone()));
        match said {
            Some(said) => Ok(said.parse().map_err(|error| problem(&error))?),
            None => Ok(ApiVersion::default()),
        }
    }

    fn report(&self, fetched: &Fetched, version: ApiVersion, paint: Paint) -> String {
        let label = |what: &str| paint.good(format_args!("{what:8}"));
        let mut text = format!(
            "{} {} in {}, API {version}\n",
            label("snapshot"),
            count(fetched.objects, "object"),
            Escaped::path(&self.out),
        );
        text.push_str(&summary(&fetched.replaced, paint));
        if let Some(before) = &fetched.other_org {
            let before = shown(before);
            let warning = paint.doubtful("warning:");
            text.push_str(&format!(
                "{warning} the snapshot was of another org, {before}\n"
            ));
        }
        for missing in &fetched.missing {
            let missing = missing.to_string();
            let missing = missing.strip_prefix("error: ").unwrap_or(&missing);
            text.push_str(&format!("{} {missing}\n", paint.doubtful("missing:")));
        }
        text.push_str(&live::used(fetched.calls, fetched.usage.as_ref(), paint));
        text
    }
}
