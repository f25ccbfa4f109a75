//! What an org says now, without anything being written.
//!
//! ```text
//! list of objects (304: all is as the snapshot has it) -> describes of the objects that it has
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::pin::pin;

use futures_util::stream::StreamExt;
use jiff::Timestamp;
use sf_runtime::call::Modified;
use sf_runtime::client::ApiUsage;
use sf_runtime::rest::{DescribeGlobal, DescribeIf};
use sf_runtime::{Call, Client};

use super::ask::{self, Answer, Refused};
use super::failure::problem;
use super::{Progress, note};
use crate::load::SourceFile;
use crate::orgs::Namespaces;
use crate::snapshot::{Manifest, file_name};
use crate::{Error, glob};

/// An org that is asked what its objects are now.
///
/// Nothing is written: neither a snapshot nor anything beside it.
///
/// ```
/// # use sf_runtime::Client;
/// # async fn run(client: Client) -> Result<(), sf_codegen::Error> {
/// use sf_codegen::fetch::LiveOrg;
///
/// let org = LiveOrg::list(&client, None).await?;
/// let described = org.describe(["Account", "Invoice__c"], &|_, _| {}).await?;
/// println!("{} of 2 by {} calls", described.files.len(), described.calls);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct LiveOrg<'a> {
    client: &'a Client,
    /// The snapshot's texts of objects that need not be asked for where they have not changed, by
    /// name in lower case.
    known: HashMap<String, &'a str>,
    /// The time of these.
    as_of: Option<Timestamp>,
    /// None where nothing has changed since then.
    listed: Option<BTreeMap<String, Listed>>,
    calls: u64,
    usage: Option<ApiUsage>,
    org_id: Option<String>,
}

/// An object of the org.
#[derive(Debug)]
struct Listed {
    /// Its name there.
    there: String,
    /// Its name here.
    here: String,
}

/// What an org says of objects.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Described {
    /// An object each, as a [snapshot](crate::snapshot) has it. Objects that the org does not have, or
    /// hides from the user, are not among them. The paths are names of files that need not exist.
    pub files: Vec<SourceFile>,
    /// API calls that were made, without those that were sent again.
    pub calls: u64,
    /// The org's API calls by its last word.
    pub usage: Option<ApiUsage>,
    /// The org's id, where the login tells it.
    pub org_id: Option<String>,
}

impl<'a> LiveOrg<'a> {
    /// Asks the org which objects it has, by one call.
    ///
    /// With a snapshot, its manifest and its files, the org is asked for what has changed since, if the
    /// snapshot is of the same org and API version.
    ///
    /// # Errors
    /// The org or the login host refuses or cannot be reached.
    pub async fn list(
        client: &'a Client,
        snapshot: Option<(&Manifest, &'a [SourceFile])>,
    ) -> Result<Self, Error> {
        let org = client.org_id().await.map_err(|error| problem(&error))?;
        let mut live = Self {
            org_id: org.map(|id| id.to_string()),
            client,
            known: HashMap::new(),
            as_of: None,
            listed: None,
            calls: 1,
            usage: None,
        };
        let version = client.api_version().to_string();
        let snapshot = snapshot.filter(|(manifest, _)| {
            let is_same_org = org.is_some_and(|id| manifest.org_id.as_deref() == Some(id.as_str()));
            is_same_org && manifest.api_version.as_ref() == Some(&version)
        });
        let mut since = None;
        if let Some((manifest, files)) = snapshot {
            live.know(manifest, files);
            // A file that was edited has to be asked for, whatever the org says of the whole.
            since = live.as_of.filter(|_| live.known.len() == files.len());
        }
        let answer = match since {
            Some(since) => {
                let call = DescribeGlobal.if_modified_since(since);
                client.call(&call).await.map(Modified::value)
            }
            None => client.call(&DescribeGlobal).await.map(Some),
        };
        if let Some(list) = answer.map_err(|error| problem(&error))? {
            let read = list.read().map_err(|error| problem(&error))?;
            let objects = read.sobjects.iter().map(|object| {
                let there = object.name.to_string();
                let here = there.clone();
                (here.to_lowercase(), Listed { there, here })
            });
            live.listed = Some(objects.collect());
        }
        note(&mut live.usage, client);
        Ok(live)
    }

    /// The objects of the snapshot whose files are as they were written.
    fn know(&mut self, manifest: &Manifest, files: &'a [SourceFile]) {
        self.as_of = manifest.as_of.as_ref().and_then(|time| time.parse().ok());
        if self.as_of.is_none() {
            return;
        }
        let by_name: HashMap<&OsStr, &SourceFile> = files
            .iter()
            .filter_map(|file| Some((file.path().file_name()?, file)))
            .collect();
        for (api, hash) in &manifest.objects {
            let file = by_name.get(OsStr::new(&file_name(api)));
            if let Some(file) = file.filter(|file| file.hash() == hash.0) {
                self.known.insert(api.to_lowercase(), file.text());
            }
        }
    }

    /// The org as one that has the namespaces of another: its objects are asked for by the names that
    /// they have there, and what is described still has its own.
    #[must_use]
    pub fn with_namespaces(mut self, namespaces: &Namespaces) -> Self {
        if namespaces.is_empty() {
            return self;
        }
        if let Some(listed) = self.listed.take() {
            let (changed, kept): (Vec<Listed>, Vec<Listed>) = listed
                .into_values()
                .map(|listed| Listed {
                    here: namespaces.name(&listed.there),
                    ..listed
                })
                .partition(|listed| listed.here != listed.there);
            let named = kept.into_iter().chain(changed);
            // A name that another comes to have is lost, as in `Namespaces::apply`.
            let named = named.map(|listed| (listed.here.to_lowercase(), listed));
            self.listed = Some(named.collect());
        }
        self
    }

    /// The org's objects that a name or a pattern with `*` and `?` means. None where the org has said
    /// that nothing has changed since the snapshot.
    pub fn matching(&self, pattern: &str) -> Vec<&str> {
        let listed = self.listed.iter().flat_map(BTreeMap::values);
        let names = listed.map(|listed| listed.here.as_str());
        names.filter(|name| glob::matches(pattern, name)).collect()
    }

    /// Asks for these objects, 25 a call.
    ///
    /// # Errors
    /// The org refuses, for another reason than that it does not have an object or hides it, or cannot
    /// be reached.
    pub async fn describe<S: AsRef<str>>(
        self,
        objects: impl IntoIterator<Item = S>,
        progress: Progress<'_>,
    ) -> Result<Described, Error> {
        let mut described = Described {
            calls: self.calls,
            usage: self.usage.clone(),
            org_id: self.org_id.clone(),
            ..Described::default()
        };
        // By name, so that the order is that of a folder.
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let (mut asks, mut wanted) = (Vec::new(), BTreeSet::new());
        for object in objects {
            let object = object.as_ref();
            let known = self.known.get(&object.to_lowercase()).copied();
            let api = match (&self.listed, known) {
                (None, Some(text)) => {
                    texts.insert(object.to_owned(), text.to_owned());
                    continue;
                }
                (None, None) => object.to_owned(),
                (Some(listed), _) => match listed.get(&object.to_lowercase()) {
                    Some(listed) => listed.there.clone(),
                    None => continue,
                },
            };
            let since = self.as_of.filter(|_| known.is_some());
            if wanted.insert(api.clone()) {
                asks.push(DescribeIf {
                    object: api.into(),
                    since,
                });
            }
        }
        let all = texts.len() + asks.len();
        progress(texts.len(), all);
        let mut done = texts.len();
        let mut answers = pin!(ask::all(self.client, asks));
        while let Some(answered) = answers.next().await {
            described.calls += 1;
            note(&mut described.usage, self.client);
            let answered = answered.map_err(|error| problem(&error))?;
            done += answered.len();
            for (api, answer) in answered {
                match answer {
                    Ok(Answer::Changed { text, .. }) => {
                        texts.insert(api, text);
                    }
                    Ok(Answer::Same) => {
                        let known = self.known.get(&api.to_lowercase()).copied();
                        texts.insert(api, known.unwrap_or_default().to_owned());
                    }
                    Err(Refused::Missing(_)) => {}
                    Err(Refused::Failed(problem)) => return Err((*problem).into()),
                }
            }
            progress(done, all);
        }
        let files = texts.into_iter();
        described.files = files
            .map(|(api, text)| SourceFile::new(file_name(&api), text.into_bytes()))
            .collect();
        Ok(described)
    }
}
