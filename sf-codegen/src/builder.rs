//! The entry point of build scripts.
//!
//! Writes bindings and schema index into `OUT_DIR` and tells cargo what to watch. A run that finds
//! everything as it was writes nothing and parses nothing.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::config::{Config, FieldTypeConfig, is_path};
use crate::error::Escaped;
use crate::fileset::{self, Changes};
use crate::generate::{self, Digests};
use crate::lock_file::LockFile;
use crate::model::Snapshot;
use crate::{Error, Problem};

/// Makes bindings from a snapshot, in a build script.
///
/// ```text
/// // build.rs
/// fn main() -> Result<(), sf_codegen::Error> {
///     sf_codegen::Builder::new("salesforce").build()
/// }
/// ```
///
/// The crate then brings them in with `sf_runtime::include_sobjects!(pub mod org);`. Elsewhere than
/// in a build script, a folder is named and the outcome told:
///
/// ```
/// # let folder = tempfile::tempdir().unwrap();
/// # let (schema, out) = (folder.path().join("salesforce"), folder.path().join("out"));
/// # std::fs::create_dir(&schema).unwrap();
/// # let describe = r#"{"name": "Thing__c", "fields": [{"name": "Id", "type": "id"},
/// #     {"name": "Size__c", "type": "double", "createable": true, "updateable": true}]}"#;
/// # std::fs::write(schema.join("Thing__c.json"), describe).unwrap();
/// let builder = sf_codegen::Builder::new(schema)
///     .objects(["*__c"])
///     .rename("Thing__c", "Thing")
///     .f64("Thing__c.Size__c")
///     .out_dir(&out);
/// assert!(!builder.clone().generate()?.is_empty());
/// assert!(builder.generate()?.is_empty(), "a second run changes nothing");
/// assert!(std::fs::read_to_string(out.join("sobjects/thing.rs"))?.contains("struct Thing"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is made until `build` is called"]
pub struct Builder {
    schema: PathBuf,
    config_path: Option<PathBuf>,
    config: Config,
    out_dir: Option<PathBuf>,
    index_only: bool,
}

/// The folder of bindings in the output folder, that of the index, and the stamp of the last run.
const BINDINGS: &str = "sobjects";
const INDEX: &str = "sobjects.index";
const STAMP: &str = "sobjects.stamp";

impl Builder {
    /// Bindings of every object in `schema`: a folder of describes, or one file of them. A relative
    /// path is looked for from the package's own folder.
    pub fn new(schema: impl Into<PathBuf>) -> Self {
        Self {
            schema: schema.into(),
            config_path: None,
            config: Config::default(),
            out_dir: None,
            index_only: false,
        }
    }

    /// Only the objects of these API names; `*` and `?` match as in a shell.
    pub fn objects<I: IntoIterator<Item: Into<String>>>(mut self, patterns: I) -> Self {
        self.config
            .objects
            .extend(patterns.into_iter().map(Into::into));
        self
    }

    /// Of this object only these fields, besides the id and what the org demands on create.
    pub fn fields<I: IntoIterator<Item: Into<String>>>(
        mut self,
        object: impl Into<String>,
        patterns: I,
    ) -> Self {
        let settings = self.config.object.entry(object.into()).or_default();
        settings.fields.extend(patterns.into_iter().map(Into::into));
        self
    }

    /// Another Rust name for an object (`"Account"`) or a field (`"Account.AnnualRevenue"`).
    pub fn rename(mut self, api: impl Into<String>, rust: impl Into<String>) -> Self {
        let (api, rust) = (api.into(), Some(rust.into()));
        if api.contains('.') {
            self.config.field.entry(api).or_default().rename = rust;
        } else {
            self.config.object.entry(api).or_default().rename = rust;
        }
        self
    }

    /// Another variant for a value of a picklist (`"Account.Industry"`).
    pub fn rename_value(
        mut self,
        field: impl Into<String>,
        value: impl Into<String>,
        rust: impl Into<String>,
    ) -> Self {
        let values = self.config.value.entry(field.into()).or_default();
        values.insert(value.into(), rust.into());
        self
    }

    /// `f64` instead of an exact decimal for a number (`"Account.AnnualRevenue"`).
    pub fn f64(mut self, field: impl Into<String>) -> Self {
        self.config.field.entry(field.into()).or_default().ty = Some(FieldTypeConfig::F64);
        self
    }

    /// Where the crates with queries find the bindings, as the path of their module: `crate::org`
    /// unless it is said. `soql!` and the derive macros name types in it.
    pub fn bindings(mut self, path: impl Into<String>) -> Self {
        self.config.macros.bindings = Some(path.into());
        self
    }

    /// Writes only the index by which `soql!` knows the org, for a crate that has queries and takes
    /// the bindings from another one: `build.rs` names that one's snapshot and
    /// [`bindings`](Self::bindings) its module.
    pub fn index_only(mut self) -> Self {
        self.index_only = true;
        self
    }

    /// Settings from this file instead of `sf.toml` in the snapshot's folder.
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config_path = Some(path.into());
        self
    }

    /// Writes here instead of `OUT_DIR`. A build script with several snapshots needs a folder for
    /// each; `include_sobjects!` takes it as its second argument.
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// Makes the bindings and tells cargo to run the script again when the snapshot changes.
    ///
    /// Warns where the snapshot's names lock is missing or does not know every name, since a field
    /// that the org adds could then take the name of another.
    ///
    /// # Errors
    /// Whatever is wrong with the snapshot or the settings, all of it; nothing is written then. Two
    /// builders of one script that write to one folder.
    pub fn build(self) -> Result<(), Error> {
        // Cargo scans a folder's files, so one that is added counts as a change as well.
        println!("cargo:rerun-if-changed={}", self.schema.display());
        if let Some(path) = &self.config_path {
            println!("cargo:rerun-if-changed={}", path.display());
        }
        let run = self.run()?;
        for path in &run.others {
            println!("cargo:rerun-if-changed={}", path.display());
        }
        if let Some(lock) = run.stale {
            println!(
                "cargo:warning={} is not up to date: run `sf-codegen lock --schema {}` and commit it, \
                 so that no name changes when the org does",
                Escaped::path(&lock),
                Escaped::path(lock.parent().unwrap_or(Path::new(".")))
            );
        }
        Ok(())
    }

    /// Makes the bindings and says what became of the files.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn generate(self) -> Result<Changes, Error> {
        self.run().map(|run| run.changes)
    }

    /// Makes the bindings.
    fn run(self) -> Result<Run, Error> {
        let out = match &self.out_dir {
            Some(path) => path.clone(),
            None => env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| {
                Problem::new("OUT_DIR is not set")
                    .help("call this from build.rs, or name a folder with Builder::out_dir")
            })?,
        };
        claim(&out, &self)?;
        if let Some(path) = &self.config.macros.bindings
            && !is_path(path)
        {
            return Err(
                Problem::new(format!("{path:?} is not the path of a module"))
                    .help("name the bindings as the crates with queries do, such as `crate::org`")
                    .into(),
            );
        }
        let snapshot = Snapshot::read(&self.schema, self.config_path.as_deref(), self.config)?;
        let others = snapshot.other_paths().map(Path::to_owned).collect();
        let stamp = Stamp::read(&out.join(STAMP));
        let is_whole = stamp.is_whole(&out);
        let digest = snapshot.digest ^ u64::from(self.index_only);
        if stamp.digest == Some(digest) && is_whole {
            let unchanged = stamp.files.keys().map(|file| out.join(file)).collect();
            let changes = Changes {
                unchanged,
                ..Changes::default()
            };
            return Ok(Run {
                changes,
                stale: None,
                others,
            });
        }
        let model = snapshot.model()?;
        let known = if is_whole {
            stamp.objects
        } else {
            Digests::new()
        };
        let (bindings, index, objects) = generate::build(&model, &known);
        // Without a stamp an interrupted run is done again.
        let stamp_path = out.join(STAMP);
        if let Err(error) = fs::remove_file(&stamp_path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(Problem::io("cannot replace", stamp_path, &error).into());
        }
        let mut changes = Changes::default();
        if !self.index_only {
            changes = bindings.persist(&out.join(BINDINGS))?;
        }
        let index_changes = index.persist(&out.join(INDEX))?;
        changes.extend(index_changes);
        let stamp = Stamp {
            digest: Some(digest),
            objects,
            files: Stamp::lengths(&out, &changes),
        };
        fileset::write(&stamp_path, &stamp.render())?;
        let stale = LockFile::new(&snapshot, &model.lock)
            .filter(|lock| !lock.is_current())
            .map(|lock| lock.path().to_owned());
        Ok(Run {
            changes,
            stale,
            others,
        })
    }
}

/// What came of a run.
struct Run {
    changes: Changes,
    /// The lock that is not up to date.
    stale: Option<PathBuf>,
    /// The snapshots of other orgs that were read.
    others: Vec<PathBuf>,
}

/// Two snapshots in one folder would take each other's files away at every run.
fn claim(out: &Path, builder: &Builder) -> Result<(), Error> {
    static CLAIMED: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());

    let wanted = format!(
        "{:?} {:?} {:?} {}",
        builder.schema, builder.config_path, builder.config, builder.index_only
    );
    let mut claimed = match CLAIMED.lock() {
        Ok(claimed) => claimed,
        Err(poisoned) => poisoned.into_inner(),
    };
    let by = claimed
        .entry(out.to_owned())
        .or_insert_with(|| wanted.clone());
    if *by == wanted {
        return Ok(());
    }
    Err(
        Problem::new("other bindings of this program are in this folder already")
            .path(out)
            .help(
                "give each a folder of its own with Builder::out_dir, and name it in \
             include_sobjects!(mod name, folder)",
            )
            .into(),
    )
}

/// What the last run made, and from what.
#[derive(Default)]
struct Stamp {
    digest: Option<u64>,
    /// The digest of each object's code, by file of the bindings.
    objects: Digests,
    /// The length of every file, by its path in the output folder.
    files: BTreeMap<String, u64>,
}

impl Stamp {
    /// The stamp in this file; an empty one where there is none that can be read.
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut lines = text.lines();
        let mut stamp = Self::default();
        let number = |hex: &str| u64::from_str_radix(hex, 16).ok();
        stamp.digest = lines.next().and_then(number);
        for line in lines {
            let mut words = line.splitn(3, ' ');
            let (Some(kind), Some(value), Some(file)) =
                (words.next(), words.next().and_then(number), words.next())
            else {
                continue;
            };
            match kind {
                "object" => {
                    stamp.objects.insert(file.to_owned(), value);
                }
                _ => {
                    stamp.files.insert(file.to_owned(), value);
                }
            }
        }
        stamp
    }

    fn render(&self) -> String {
        let mut lines: Vec<String> = self
            .objects
            .iter()
            .map(|(file, digest)| format!("object {digest:016x} {file}\n"))
            .collect();
        lines.sort();
        for (file, length) in &self.files {
            lines.push(format!("file {length:x} {file}\n"));
        }
        format!(
            "{:016x}\n{}",
            self.digest.unwrap_or_default(),
            lines.concat()
        )
    }

    /// The lengths of the files that are there now.
    fn lengths(out: &Path, changes: &Changes) -> BTreeMap<String, u64> {
        changes
            .written
            .iter()
            .chain(&changes.unchanged)
            .filter_map(|path| {
                let name = path.strip_prefix(out).ok()?.to_str()?;
                Some((name.to_owned(), fs::metadata(path).ok()?.len()))
            })
            .collect()
    }

    /// Whether every file is there, and as long as it was: one that a full disk cut off is not.
    fn is_whole(&self, out: &Path) -> bool {
        let same = |(file, length): (&String, &u64)| {
            fs::metadata(out.join(file)).is_ok_and(|there| there.len() == *length)
        };
        !self.files.is_empty() && self.files.iter().all(same)
    }
}
