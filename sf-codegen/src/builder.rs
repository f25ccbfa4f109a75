//! The entry point of build scripts.
//!
//! Writes bindings and schema index into `OUT_DIR` and tells cargo what to watch. A run that finds
//! everything as it was writes nothing and parses nothing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::config::{Config, FieldTypeConfig};
use crate::fileset::{self, Changes};
use crate::generate::{self, Digests};
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

    /// `f64` instead of an exact decimal for a number (`"Account.AnnualRevenue"`).
    pub fn f64(mut self, field: impl Into<String>) -> Self {
        self.config.field.entry(field.into()).or_default().ty = Some(FieldTypeConfig::F64);
        self
    }

    /// Settings from this file instead of `sf.toml` in the snapshot's folder.
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config_path = Some(path.into());
        self
    }

    /// Writes here instead of `OUT_DIR`.
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// Makes the bindings and tells cargo to run the script again when the snapshot changes.
    ///
    /// # Errors
    /// Whatever is wrong with the snapshot or the settings, all of it; nothing is written then.
    pub fn build(self) -> Result<(), Error> {
        // Cargo scans a folder's files, so one that is added counts as a change as well.
        println!("cargo:rerun-if-changed={}", self.schema.display());
        if let Some(path) = &self.config_path {
            println!("cargo:rerun-if-changed={}", path.display());
        }
        self.generate().map(drop)
    }

    /// Makes the bindings and says what became of the files.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn generate(self) -> Result<Changes, Error> {
        let out = match &self.out_dir {
            Some(path) => path.clone(),
            None => env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| {
                Problem::new("OUT_DIR is not set")
                    .help("call this from build.rs, or name a folder with Builder::out_dir")
            })?,
        };
        let snapshot = Snapshot::read(&self.schema, self.config_path.as_deref(), self.config)?;
        let stamp = Stamp::read(&out.join(STAMP));
        if stamp.digest == Some(snapshot.digest) && stamp.is_whole(&out) {
            return Ok(Changes {
                unchanged: stamp.files(&out),
                ..Changes::default()
            });
        }
        let model = snapshot.model_to_build()?;
        let known = if stamp.is_whole(&out) {
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
        let mut changes = bindings.persist(&out.join(BINDINGS))?;
        let index_changes = index.persist(&out.join(INDEX))?;
        changes.written.extend(index_changes.written);
        changes.unchanged.extend(index_changes.unchanged);
        changes.removed.extend(index_changes.removed);
        let stamp = Stamp {
            digest: Some(snapshot.digest),
            objects,
        };
        fileset::write(&stamp_path, &stamp.render())?;
        Ok(changes)
    }
}

/// What the last run made, and from what.
#[derive(Default)]
struct Stamp {
    digest: Option<u64>,
    objects: Digests,
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
            if let Some((digest, file)) = line.split_once(' ')
                && let Some(digest) = number(digest)
            {
                stamp.objects.insert(file.to_owned(), digest);
            }
        }
        stamp
    }

    fn render(&self) -> String {
        let mut lines: Vec<String> = self
            .objects
            .iter()
            .map(|(file, digest)| format!("{digest:016x} {file}\n"))
            .collect();
        lines.sort();
        format!(
            "{:016x}\n{}",
            self.digest.unwrap_or_default(),
            lines.concat()
        )
    }

    /// Whether every file of the bindings is there.
    fn is_whole(&self, out: &Path) -> bool {
        out.join(INDEX).join("objects.list").is_file()
            && self.files(out).iter().all(|file| file.is_file())
    }

    fn files(&self, out: &Path) -> Vec<PathBuf> {
        let bindings = out.join(BINDINGS);
        let mut files: Vec<PathBuf> = self
            .objects
            .keys()
            .map(|file| bindings.join(file))
            .collect();
        files.push(bindings.join("mod.rs"));
        files.sort();
        files
    }
}
