//! The manifest: what a snapshot is of, and a hash of each object's file.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{conflict, file_name};
use crate::load::{self, SourceFile};
use crate::{Error, Problem};

/// The format that this version writes and reads.
pub const FORMAT: u32 = 1;

/// The manifest's name. It begins with an underscore, so it is not taken for a describe.
pub const MANIFEST_FILE: &str = "_snapshot.json";

/// What a snapshot is of. Written and read by [`render`](Self::render) and [`parse`](Self::parse).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Manifest {
    pub(super) format: u32,
    /// What wrote it, as in `sf-codegen 0.1.0`.
    pub tool: String,
    /// The API version of the describes, as in `66.0`; none where the describes do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// The org's id in 18 characters; none for a snapshot that was made offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// When the describes were asked for, by the org's clock, as in `2026-03-02T14:30:00Z`; none
    /// for a snapshot that was made offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Which objects were asked for; none for a snapshot that was made offline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// What of the selection is not here, since the org does not have it or the user may not describe
    /// it, and a snapshot without was allowed: names, or patterns that match nothing. An older version
    /// of this tool passes over it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub missing: BTreeSet<String>,
    /// The hash of each object's file, by API name.
    pub objects: BTreeMap<String, Hash>,
}

/// Which objects of an org are in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// API names, with `*` and `?` as in a shell.
    pub objects: Vec<String>,
    /// API names, with `*` and `?`, that are not in it, whatever names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// How many lookups are followed from these objects to others.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub with_parents: u32,
}

/// The hash of a file's text, whatever its line ends. Tells one text from another; not made to
/// withstand an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hash(pub u64);

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        u64::from_str_radix(&text, 16)
            .map(Self)
            .map_err(serde::de::Error::custom)
    }
}

/// What must be known before anything else is read.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) format: u32,
    #[serde(default)]
    tool: String,
}

/// What can be mended of a manifest.
#[derive(Clone, Copy)]
enum Fault {
    Conflict,
    Damaged,
    Older,
}

impl Manifest {
    /// A manifest of no objects yet, by this version of the package.
    pub fn new() -> Self {
        Self {
            format: FORMAT,
            tool: concat!("sf-codegen ", env!("CARGO_PKG_VERSION")).to_owned(),
            api_version: None,
            org_id: None,
            as_of: None,
            selection: None,
            missing: BTreeSet::new(),
            objects: BTreeMap::new(),
        }
    }

    /// The API version of the describes as a whole number.
    pub(crate) fn version(&self) -> Option<u32> {
        self.api_version.as_ref()?.split('.').next()?.parse().ok()
    }

    /// The manifest of the snapshot in this folder; none for a folder of raw describes, or one that
    /// is not there.
    ///
    /// # Errors
    /// It cannot be read, or as [`parse`](Self::parse).
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(MANIFEST_FILE);
        match fs::read(&path) {
            Ok(bytes) => Self::parse(&SourceFile::new(path, bytes)).map(Some),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(Problem::io("cannot read", path, &error).into()),
        }
    }

    /// Whether the folder's snapshot has a newer format than this version knows, so that nothing
    /// should be written over it.
    pub fn is_newer(folder: &Path) -> bool {
        let text = fs::read(folder.join(MANIFEST_FILE)).unwrap_or_default();
        match serde_json::from_slice::<Head>(&text) {
            Ok(head) => head.format > FORMAT,
            #[cfg(feature = "fetch")]
            Err(_) => conflict::is_newer(&String::from_utf8_lossy(&text)),
            #[cfg(not(feature = "fetch"))]
            Err(_) => false,
        }
    }

    /// What a manifest with a merge conflict tells for sure: what both sides say, and which objects
    /// either selects. None where there is no conflict, or a side is no manifest.
    #[cfg(feature = "fetch")]
    pub fn settled(folder: &Path) -> Option<Self> {
        let path = folder.join(MANIFEST_FILE);
        let file = SourceFile::new(&path, fs::read(&path).ok()?);
        load::conflict(&file)?;
        conflict::settled(file.text())
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// It has a merge conflict, is no manifest, has an older format, or was written by a newer
    /// version of this tool.
    pub fn parse(file: &SourceFile) -> Result<Self, Error> {
        let folder = file.path().parent().unwrap_or(Path::new("."));
        let folder = folder.display();
        Self::parsed(file, |fault| match fault {
            // A fetch does not choose between two selections, so it is told.
            Fault::Conflict => format!(
                "take the snapshot anew with `sf-codegen fetch --out {folder} {}`, or without an org \
                 settle the conflicts in the objects' files and run `sf-codegen snapshot {folder}`",
                conflict::arguments(file.text())
            ),
            Fault::Damaged => format!(
                "run `sf-codegen snapshot {folder}` to make it anew from the objects' files"
            ),
            Fault::Older => {
                format!("upgrade it with `sf-codegen snapshot {folder}` and commit the result")
            }
        })
    }

    /// Reads a manifest as a revision has it, where nothing can be put right.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    #[cfg(feature = "cli")]
    pub(crate) fn parse_committed(file: &SourceFile) -> Result<Self, Error> {
        Self::parsed(file, |fault| {
            let mend = match fault {
                Fault::Conflict => {
                    "settle the conflicts and run `sf-codegen snapshot` on the folder"
                }
                Fault::Damaged => "make it anew with `sf-codegen snapshot` on the folder",
                Fault::Older => "upgrade the folder with `sf-codegen snapshot`",
            };
            format!(
                "name a revision in which it is right, or check this one out elsewhere (`git worktree \
                 add`), {mend} and compare that folder"
            )
        })
    }

    fn parsed(file: &SourceFile, help: impl Fn(Fault) -> String) -> Result<Self, Error> {
        if let Some(conflict) = load::conflict(file) {
            return Err(conflict.help(help(Fault::Conflict)).into());
        }
        let damaged = |error: &serde_json::Error| {
            Problem::new(format!("this is not the manifest of a snapshot: {error}"))
                .path(file.path())
                .help(help(Fault::Damaged))
        };
        let head: Head = serde_json::from_str(file.text()).map_err(|error| damaged(&error))?;
        if head.format > FORMAT {
            let by = match head.tool.as_str() {
                "" => "a newer sf-codegen".to_owned(),
                tool => tool.to_owned(),
            };
            return Err(Problem::new(format!(
                "the snapshot has format {}, and this is sf-codegen {}, which knows format {FORMAT} \
                 at most",
                head.format,
                env!("CARGO_PKG_VERSION")
            ))
            .path(file.path())
            .help(format!(
                "it was written by {by}: use that version or a later one, as build dependency and \
                 as command"
            ))
            .into());
        }
        if head.format < FORMAT {
            return Err(Problem::new(format!(
                "the snapshot has format {}, which is older than format {FORMAT}",
                head.format
            ))
            .path(file.path())
            .help(help(Fault::Older))
            .into());
        }
        serde_json::from_str(file.text()).map_err(|error| damaged(&error).into())
    }

    /// The manifest as text, a line an object.
    pub fn render(&self) -> String {
        // Strings and numbers can always be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What in the folder is not as the manifest has it. Files that it does not list are not looked
    /// at.
    pub fn verify(&self, folder: &Path, files: &[SourceFile]) -> Vec<Problem> {
        let by_name: HashMap<&OsStr, &SourceFile> = files
            .iter()
            .filter_map(|file| Some((file.path().file_name()?, file)))
            .collect();
        let mut problems = Vec::new();
        for (api, hash) in &self.objects {
            let name = file_name(api);
            let Some(file) = by_name.get(OsStr::new(&name)) else {
                problems.push(missing(folder, folder.join(name)).object(api));
                continue;
            };
            if file.hash() == hash.0 || file.is_faulty() {
                continue;
            }
            problems.push(match load::conflict(file) {
                Some(conflict) => conflict.help(format!(
                    "settle it and run `sf-codegen snapshot {0}`, or take the snapshot anew with \
                     `sf-codegen fetch --out {0}`",
                    folder.display()
                )),
                None => edited(folder, file.path()).object(api),
            });
        }
        problems
    }
}

fn edited(folder: &Path, file: &Path) -> Problem {
    Problem::new("the file is not as the snapshot was made: it was edited or merged by hand")
        .path(file)
        .help(format!(
            "run `sf-codegen snapshot {0}` to keep it as it is, or `sf-codegen fetch --out {0}` to \
             take it from the org again",
            folder.display()
        ))
}

fn missing(folder: &Path, file: PathBuf) -> Problem {
    Problem::new("the snapshot has this object, and its file is missing")
        .path(file)
        .help(format!(
            "restore the file, run `sf-codegen snapshot {0}` to do without the object, or \
             `sf-codegen fetch --out {0}` to take it from the org again",
            folder.display()
        ))
}

impl Default for Manifest {
    fn default() -> Self {
        Self::new()
    }
}
