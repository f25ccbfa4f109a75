//! Takes the describes of an org into a snapshot.
//!
//! ```text
//! list of objects -> selection -> describes, 25 a call -> (lookups -> more describes) -> snapshot
//! ```
//!
//! Describes are asked for as parts of composites, which count as one API call each and let every
//! part say `If-Modified-Since` (a `/composite/batch` counts every part, and its parts can have no
//! headers). An org in which nothing has changed since the snapshot answers the first call with 304,
//! and that is all it is asked.
//!
//! What comes is kept beside the snapshot until all is there, so a run that fails or is killed goes
//! on where it was, and the old snapshot stays until the new one is whole.
//!
//! These modules must not know how a token is had, or what is generated from a snapshot.

mod ask;
mod failure;
mod live;
mod partial;
mod selection;
mod since;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::pin::pin;

use futures_util::stream::StreamExt;
use sf_runtime::call::Modified;
use sf_runtime::client::ApiUsage;
use sf_runtime::rest::{DescribeGlobal, DescribeIf, GlobalDescribeBody};
use sf_runtime::{Call, Client};

use crate::snapshot::{self, Draft, Manifest, Replaced, Selection};
use crate::{Error, Problem};

use ask::{Answer, Refused};
use partial::{Claim, Partial};
use selection::{Listed, Missing};
use since::Old;

pub use failure::problem;
pub use live::{Described, LiveOrg};

/// Told how many objects are there, and of how many, as far as is known.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Takes the describes of an org into a snapshot.
///
/// ```
/// # use sf_runtime::Client;
/// # async fn run(client: Client) -> Result<(), sf_codegen::Error> {
/// use sf_codegen::fetch::Fetch;
/// use sf_codegen::snapshot::Selection;
///
/// let selection = Selection {
///     objects: vec!["Account".into(), "acme__*".into()],
///     with_parents: 1,
///     ..Selection::default()
/// };
/// let fetched = Fetch::into("salesforce").select(selection).run(&client, &|_, _| {}).await?;
/// println!("{} objects by {} calls", fetched.objects, fetched.calls);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is fetched until it is run"]
pub struct Fetch {
    folder: PathBuf,
    selection: Option<Selection>,
    config: Option<PathBuf>,
    allow_missing: bool,
    anew: bool,
}

/// What was fetched.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Fetched {
    /// How many objects the snapshot has.
    pub objects: usize,
    /// API calls that were made, without those that were sent again.
    pub calls: u64,
    /// The org's API calls by its last word.
    pub usage: Option<ApiUsage>,
    /// Objects that are not in the snapshot although they are selected, and why; empty unless that
    /// is allowed.
    pub missing: Vec<Problem>,
    /// The id of the org that the snapshot was of, where that is another one.
    pub other_org: Option<String>,
    /// What became of the snapshot.
    pub replaced: Replaced,
}

impl Fetch {
    /// Into the snapshot in this folder, which is made if it is not there.
    pub fn into(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            selection: None,
            config: None,
            allow_missing: false,
            anew: false,
        }
    }

    /// These objects; those that the snapshot is of if not said.
    pub fn select(mut self, selection: Selection) -> Self {
        self.selection = Some(selection);
        self
    }

    /// The settings by which names are given, instead of `sf.toml` in the folder.
    pub fn config(mut self, path: Option<&Path>) -> Self {
        self.config = path.map(Path::to_owned);
        self
    }

    /// Whether a snapshot without the objects that the org does not have or the user may not
    /// describe is good enough. Not if not said.
    pub fn allow_missing(mut self, allow: bool) -> Self {
        self.allow_missing = allow;
        self
    }

    /// Whether every describe is asked for, also where the org says that it has not changed.
    pub fn anew(mut self, anew: bool) -> Self {
        self.anew = anew;
        self
    }

    /// Fetches.
    ///
    /// # Errors
    /// There is no selection, or it names an object that the org does not have; the org or the login
    /// host refuses or cannot be reached; an object cannot be described, unless that is allowed; a
    /// file cannot be read or written. The old snapshot is there as it was, and what was fetched is
    /// kept for the next run.
    pub async fn run(&self, client: &Client, progress: Progress<'_>) -> Result<Fetched, Error> {
        let folder = snapshot::resolve(&self.folder)?;
        let claim = Claim::beside(&folder)?;
        snapshot::tidy(&folder)?;
        let old = Old::read(&folder)?;
        let recorded = || old.manifest.as_ref()?.selection.clone();
        let Some(selection) = self.selection.clone().or_else(recorded) else {
            // A manifest that cannot be read may have told.
            Manifest::read(&folder)?;
            return Err(Problem::new("nothing says which objects to fetch")
                .path(&self.folder)
                .help("name them, as in `--objects Account,Contact,acme__*`, or '*' for all")
                .into());
        };
        let org = client.org_id().await.map_err(|error| problem(&error))?;
        let mut manifest = Manifest::new();
        manifest.api_version = Some(client.api_version().to_string());
        manifest.org_id = org.map(|id| id.to_string());
        manifest.selection = Some(selection.clone());
        let other_org = old.other_org(&manifest);
        let mut run = Run {
            client,
            partial: Partial::open(claim, &manifest, self.anew)?,
            old: old.usable(&manifest, self.anew),
            allow_missing: self.allow_missing,
            progress,
            unchanged: None,
            wanted: 0,
            missing: BTreeSet::new(),
            texts: BTreeMap::new(),
            fetched: Fetched {
                other_org,
                ..Fetched::default()
            },
        };
        if run.list(&manifest).await? {
            let as_of = match &run.unchanged {
                Some(_) => run.old.time(),
                None => run.partial.as_of(),
            };
            manifest.as_of = as_of.map(|time| time.to_string());
            run.objects(&selection).await?;
            run.fetched.objects = run.texts.len();
            manifest.missing = std::mem::take(&mut run.missing);
            let mut draft = Draft::new(manifest);
            draft.config(self.config.as_deref());
            for (api, text) in std::mem::take(&mut run.texts) {
                draft.add(api, text);
            }
            run.fetched.replaced = draft.replace(&folder)?;
        }
        run.partial.remove();
        note(&mut run.fetched.usage, client);
        Ok(run.fetched)
    }
}

/// A run under way.
struct Run<'a> {
    client: &'a Client,
    old: Old,
    partial: Partial,
    allow_missing: bool,
    progress: Progress<'a>,
    /// The org's objects, where it has not changed since the snapshot, which is to be completed.
    unchanged: Option<Vec<String>>,
    /// How many objects there will be, as far as is known.
    wanted: usize,
    /// What of the selection cannot be had.
    missing: BTreeSet<String>,
    /// The text of each object that is there.
    texts: BTreeMap<String, String>,
    fetched: Fetched,
}

impl Run<'_> {
    /// Asks for the org's objects, if anything has changed. Says whether there is more to ask.
    async fn list(&mut self, manifest: &Manifest) -> Result<bool, Error> {
        let since = match self.partial.as_of() {
            // What was begun is good for as long as the org has not changed.
            Some(begun) => Some(begun),
            None => self.old.as_of_whole(manifest),
        };
        self.fetched.calls += 1;
        let answer = match since {
            Some(since) => {
                let call = DescribeGlobal.if_modified_since(since);
                self.client.call(&call).await.map(Modified::value)
            }
            None => self.client.call(&DescribeGlobal).await.map(Some),
        };
        match answer.map_err(|error| problem(&error))? {
            Some(list) => {
                let as_of = list.answered_at().map(since::before);
                self.partial.begin(manifest, as_of, names(&list)?)?;
            }
            None if self.partial.as_of().is_some() => {}
            // What was missing may be there now: rights change without a change of the schema.
            None if self.old.lacks_some() => {
                self.fetched.calls += 1;
                let list = self.client.call(&DescribeGlobal).await;
                self.unchanged = Some(names(&list.map_err(|error| problem(&error))?)?);
            }
            None => {
                self.fetched.objects = self.old.len();
                self.fetched.replaced.unchanged = self.old.len();
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes the selected objects, and those that their lookups lead to.
    async fn objects(&mut self, selection: &Selection) -> Result<(), Error> {
        let names = self.unchanged.as_deref();
        let list = Listed::new(names.unwrap_or(self.partial.names()));
        let (mut wave, unknown) = list.select(selection);
        self.missing(unknown)?;
        let is_name = |api: &String| api.eq_ignore_ascii_case("Name");
        if wave.iter().all(is_name) && !selection.objects.iter().any(is_name) {
            return Err(
                Problem::new("no object is selected: the snapshot would be empty")
                    .help("see --objects and --exclude")
                    .into(),
            );
        }
        let mut wanted = BTreeSet::new();
        for depth in 0..=selection.with_parents {
            wanted.extend(wave.iter().cloned());
            self.wanted = wanted.len();
            let targets = self.take(wave).await?;
            if depth == selection.with_parents {
                break;
            }
            wave = list.parents(&targets, selection, &wanted);
            if wave.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Takes these objects: those that a run before has got, and the others from the org. Gives the
    /// names of the objects that their lookups lead to.
    async fn take(&mut self, objects: BTreeSet<String>) -> Result<BTreeSet<String>, Error> {
        let mut targets = BTreeSet::new();
        let mut asks = Vec::new();
        for api in objects {
            if let Some(text) = self.partial.text(&api) {
                targets.extend(ask::targets_of(&text));
                self.texts.insert(api, text);
            } else if self.unchanged.is_some() && self.old.has(&api) {
                let text = self.old.text(&api)?;
                targets.extend(ask::targets_of(&text));
                self.texts.insert(api, text);
            } else {
                let since = self.old.as_of(&api);
                asks.push(DescribeIf {
                    object: api.into(),
                    since,
                });
            }
        }
        (self.progress)(self.texts.len(), self.wanted);
        let client = self.client;
        let mut answers = pin!(ask::all(client, asks));
        let mut problems = Vec::new();
        let mut failed = None;
        while let Some(answered) = answers.next().await {
            self.fetched.calls += 1;
            note(&mut self.fetched.usage, client);
            for (api, answer) in answered.map_err(|error| self.partial.advise(&error))? {
                match answer {
                    Ok(Answer::Changed {
                        text,
                        targets: more,
                    }) => {
                        self.partial.keep(&api, &text)?;
                        targets.extend(more);
                        self.texts.insert(api, text);
                    }
                    Ok(Answer::Same) => {
                        let text = self.old.text(&api)?;
                        self.partial.keep(&api, &text)?;
                        targets.extend(ask::targets_of(&text));
                        self.texts.insert(api, text);
                    }
                    Err(Refused::Missing(problem)) => problems.push((api, *problem)),
                    Err(Refused::Failed(problem)) => failed = Some(*problem),
                }
            }
            (self.progress)(self.texts.len(), self.wanted);
        }
        if let Some(problem) = failed {
            return Err(self.partial.kept(problem).into());
        }
        self.missing(problems)?;
        Ok(targets)
    }

    /// Notes objects that cannot be had, or ends with them.
    fn missing(&mut self, missing: Vec<Missing>) -> Result<(), Error> {
        let (names, problems): (Vec<String>, Vec<Problem>) = missing.into_iter().unzip();
        if self.allow_missing {
            self.missing.extend(names);
            self.fetched.missing.extend(problems);
            return Ok(());
        }
        Error::check(problems)
    }
}

/// Names of the org's objects.
fn names(list: &GlobalDescribeBody) -> Result<Vec<String>, Error> {
    let read = list.read().map_err(|error| problem(&error))?;
    let names = read.sobjects.iter().map(|object| object.name.to_string());
    Ok(names.collect())
}

/// Keeps the largest count that the org told: answers of calls at once come in any order.
fn note(usage: &mut Option<ApiUsage>, client: &Client) {
    let Some(now) = client.api_usage() else {
        return;
    };
    if usage.as_ref().is_none_or(|known| known.used < now.used) {
        *usage = Some(now);
    }
}
