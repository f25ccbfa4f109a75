//! The snapshot that is there already: what need not be asked for again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use crate::load::SourceFile;
use crate::snapshot::{Manifest, file_name};
use crate::{Error, Problem, parallel};

/// How far a question goes back before the time that the org last told: its servers need not agree on
/// the time, nor know of a change at once.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The time to ask with after an answer of this time.
pub(super) fn before(answered: Timestamp) -> Timestamp {
    answered.checked_sub(MARGIN).unwrap_or(answered)
}

/// The snapshot before this one.
#[derive(Debug, Default)]
pub(super) struct Old {
    folder: PathBuf,
    /// None where there is none that can be read.
    pub(super) manifest: Option<Manifest>,
    as_of: Option<Timestamp>,
    /// API names of the objects whose files are as they were written.
    good: BTreeSet<String>,
}

impl Old {
    /// The snapshot in the folder. One that is damaged counts as none: it is about to be replaced.
    ///
    /// # Errors
    /// It was written by a newer version.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let manifest = match Manifest::read(folder) {
            Ok(manifest) => manifest,
            Err(error) if Manifest::is_newer(folder) => return Err(error),
            Err(_) => None,
        };
        let Some(manifest) = manifest else {
            return Ok(Self::default());
        };
        let entries: Vec<_> = manifest.objects.iter().collect();
        let good = parallel::map(&entries, |(api, hash)| {
            let path = folder.join(file_name(api));
            let file = SourceFile::new(&path, fs::read(&path).ok()?);
            (file.hash() == hash.0).then(|| (*api).clone())
        });
        Ok(Self {
            folder: folder.to_owned(),
            as_of: manifest.as_of.as_ref().and_then(|time| time.parse().ok()),
            good: good.into_iter().flatten().collect(),
            manifest: Some(manifest),
        })
    }

    /// The id of its org, where `now` is of another.
    pub(super) fn other_org(&self, now: &Manifest) -> Option<String> {
        let before = self.manifest.as_ref()?.org_id.as_ref()?;
        (now.org_id.as_ref()? != before).then(|| before.clone())
    }

    /// What can be compared with the org of `now`: nothing if that is another one, or not known, or
    /// asked in another version.
    pub(super) fn usable(self, now: &Manifest, anew: bool) -> Self {
        let is_same = self.manifest.as_ref().is_some_and(|before| {
            now.org_id.is_some()
                && before.org_id == now.org_id
                && before.api_version == now.api_version
        });
        if is_same && !anew {
            self
        } else {
            Self::default()
        }
    }

    /// The time after which anything must have changed for this snapshot not to be what `now` asks
    /// for, but for what it [lacks](Self::lacks_some); none where it is not, or a file is not right.
    pub(super) fn as_of_whole(&self, now: &Manifest) -> Option<Timestamp> {
        let before = self.manifest.as_ref()?;
        let is_whole = self.good.len() == before.objects.len();
        let same = before.selection == now.selection;
        self.as_of.filter(|_| is_whole && same)
    }

    /// Whether it was made without some of the selected objects.
    pub(super) fn lacks_some(&self) -> bool {
        let manifest = self.manifest.as_ref();
        manifest.is_some_and(|manifest| !manifest.missing.is_empty())
    }

    /// When its describes were asked for.
    pub(super) fn time(&self) -> Option<Timestamp> {
        self.as_of
    }

    /// Whether the object's file is as it was written.
    pub(super) fn has(&self, api: &str) -> bool {
        self.good.contains(api)
    }

    /// The time after which the object must have changed for its file not to be right.
    pub(super) fn as_of(&self, api: &str) -> Option<Timestamp> {
        self.as_of.filter(|_| self.good.contains(api))
    }

    /// The text of an object that has not changed.
    pub(super) fn text(&self, api: &str) -> Result<String, Error> {
        let path = self.folder.join(file_name(api));
        fs::read_to_string(&path)
            .map(|text| text.replace("\r\n", "\n"))
            .map_err(|error| {
                let problem = Problem::io("cannot read", path, &error);
                problem.help("run the command again with --full").into()
            })
    }

    /// How many objects it has.
    pub(super) fn len(&self) -> usize {
        self.good.len()
    }
}
