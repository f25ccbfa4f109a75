//! One of the two schemas, and where its objects are written down.

use std::fs;
use std::path::Path;

use sf_codegen::model::{CONFIG_FILE, LOCK_FILE, Snapshot};
use sf_codegen::revision::Revision;
use sf_codegen::{Config, Error, Problem, load};
use sf_schema::diagnostic::Position;
use sf_schema::{Schema, Span};

/// A schema and its files.
pub(super) struct Side {
    pub(super) schema: Schema,
    snapshot: Snapshot,
    /// As it was given.
    spec: String,
    is_revision: bool,
}

impl Side {
    /// What is on disk at this path, or else in git.
    pub(super) fn read(spec: &str) -> Result<Self, Error> {
        let path = Path::new(spec);
        // Settings are nobody's org: what they leave out or bring together is there all the same.
        let (files, is_revision) = match Revision::parse(spec) {
            Some(revision) if !path.exists() => (revision.read()?, true),
            _ => (load::read(path)?, false),
        };
        let snapshot = Snapshot::of(files);
        Ok(Self {
            schema: snapshot.schema()?,
            snapshot,
            spec: spec.to_owned(),
            is_revision,
        })
    }

    /// The snapshot with the settings and the names lock beside it, or with these settings.
    pub(super) fn configured(&self, config: Option<&Path>) -> Result<Snapshot, Error> {
        let Some(revision) = Revision::parse(&self.spec).filter(|_| self.is_revision) else {
            let folder = Path::new(&self.spec);
            return Snapshot::read(folder, config, Config::default());
        };
        let path = config.unwrap_or(Path::new(CONFIG_FILE));
        let settings = match config {
            Some(path) => {
                let text = fs::read_to_string(path);
                Some(text.map_err(|error| Problem::io("cannot read", path, &error))?)
            }
            None => revision.text(CONFIG_FILE)?,
        };
        let settings = settings
            .map(|text| Config::parse(path, &text))
            .transpose()?;
        let lock = revision.text(LOCK_FILE)?;
        let snapshot = Snapshot::of(self.snapshot.files().to_vec());
        snapshot.with(
            settings.unwrap_or_default(),
            &revision.path().join(LOCK_FILE),
            lock.as_deref(),
        )
    }

    /// The file of an object, and the place in it where the field is named; its beginning where
    /// that is not found.
    pub(super) fn place(&self, object: &str, field: Option<&str>) -> Option<(&Path, Position)> {
        let files = self.snapshot.files();
        let by_name = files.iter().find(|file| {
            let stem = file.path().file_stem().unwrap_or_default();
            stem.eq_ignore_ascii_case(object)
        });
        let named = |name: &str| {
            let name = name.replace(['\\', '"'], "");
            [
                format!("\"name\":\"{name}\""),
                format!("\"name\": \"{name}\""),
            ]
        };
        let find = |text: &str, name: &str| {
            let places = named(name)
                .into_iter()
                .filter_map(|named| text.find(&named));
            places.min()
        };
        // A file can hold many objects, and have any name.
        let file = by_name.or_else(|| {
            files
                .iter()
                .find(|file| find(file.text(), object).is_some())
        });
        let file = file.or(files.first())?;
        let at = field
            .and_then(|field| find(file.text(), field))
            .unwrap_or(0);
        Some((file.path(), Span::new(at, at).position(file.text())))
    }
}
