//! `sf-codegen fetch`: a snapshot of an org.

mod login;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sf_codegen::config::{Config, FetchConfig};
use sf_codegen::error::Escaped;
use sf_codegen::fetch::{Fetched, problem};
use sf_codegen::model::CONFIG_FILE;
use sf_codegen::snapshot::{Manifest, Selection};
use sf_codegen::{Error, Problem};
use sf_runtime::Client;
use sf_runtime::client::ApiVersion;

use super::snapshot::summary;
use super::terminal::Paint;
use super::{EXIT_CODES, Report, count, shown};

const MORE: &str = "\
Who logs in is said by arguments, else by the environment, else by [fetch] in sf.toml. Secrets are
read from files or from the environment, never from arguments:

  --org ALIAS, or SF_TARGET_ORG         as the sf tool is logged in
  SF_ACCESS_TOKEN                       with --instance-url or SF_INSTANCE_URL
  SFDX_AUTH_URL                         as `sf org auth show-sfdx-auth-url` shows it
  SF_JWT_KEY_FILE or SF_JWT_KEY         with SF_LOGIN_URL, SF_CLIENT_ID, SF_USERNAME
  SF_REFRESH_TOKEN                      with SF_LOGIN_URL, SF_CLIENT_ID, maybe SF_CLIENT_SECRET
  SF_CLIENT_SECRET                      with SF_LOGIN_URL (a My Domain), SF_CLIENT_ID
  --auth browser                        with SF_LOGIN_URL, SF_CLIENT_ID

Each variable that names a secret may have _FILE at its end and name the file that holds it.";

/// Take a snapshot of an org's schema, or bring one up to date
///
/// Without arguments, a snapshot is brought up to date with the objects that it is of; an org that
/// has not changed is asked once. All of it is written or nothing, and a run that failed goes on
/// where it was.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES, after_long_help = format!("{MORE}\n\n{EXIT_CODES}"))]
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
        let settings = self.settings()?;
        // What cannot be read counts as none here, and is told of where it matters.
        let recorded = Manifest::read(&self.out).ok().flatten();
        let selection = self.selection(&settings, recorded.as_ref());
        let version = self.version(&settings, recorded.as_ref())?;
        let source = self.login.source(&settings)?;
        let client = Client::builder()
            .auth(source)
            .api_version(version)
            .client_name("sf-codegen")
            .build()
            .map_err(|error| problem(&error))?;
        let mut fetch = sf_codegen::fetch::Fetch::into(&self.out)
            .config(self.config.as_deref())
            .allow_missing(self.allow_missing)
            .anew(self.full);
        if let Some(selection) = selection {
            fetch = fetch.select(selection);
        }
        let bar = self.bar();
        let progress = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Problem::new(format!("no threads can be had: {error}")))?;
        let fetched = runtime.block_on(fetch.run(&client, &progress));
        bar.finish_and_clear();
        let mut report = Report::default();
        let fetched = fetched?;
        if !self.quiet {
            report.text = self.report(&fetched, version, paint);
        }
        Ok(report)
    }

    fn bar(&self) -> ProgressBar {
        // Drawn on a terminal alone.
        let bar = if self.quiet {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(0)
        };
        if let Ok(look) = ProgressStyle::with_template("{bar:40} {pos}/{len} objects {elapsed}") {
            bar.set_style(look);
        }
        bar
    }

    /// `[fetch]` of the settings that there are.
    fn settings(&self) -> Result<FetchConfig, Error> {
        let own = self.out.join(CONFIG_FILE);
        let path = match &self.config {
            Some(path) => path,
            None if own.exists() => &own,
            None => return Ok(FetchConfig::default()),
        };
        let text = fs::read_to_string(path).map_err(|error| {
            let problem = Problem::io("cannot read", path, &error);
            problem.help("it must be a file of UTF-8 text")
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Ok(Config::parse(path, text)?.fetch)
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
        let calls = usize::try_from(fetched.calls).unwrap_or(usize::MAX);
        text.push_str(&format!("{} {}", label("used"), count(calls, "API call")));
        if let Some(usage) = &fetched.usage {
            text.push_str(&format!("; {} of {} are left", usage.left(), usage.max));
        }
        text.push('\n');
        text
    }
}

/// A secret, or a name, out of a file.
fn read_trimmed(path: &Path) -> Result<String, Error> {
    let text =
        fs::read_to_string(path).map_err(|error| Problem::io("cannot read", path, &error))?;
    Ok(text.trim().to_owned())
}
