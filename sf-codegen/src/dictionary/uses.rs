//! Which places of the code use a field.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A place in the code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// The places that use each object and each field, whatever the case of their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uses(BTreeMap<(String, String), BTreeSet<Use>>);

impl Uses {
    /// A place that uses a field, or the object alone where the field is empty.
    pub fn add(&mut self, object: &str, field: &str, place: Use) {
        let places = self.0.entry(key(object, field)).or_default();
        places.insert(place);
    }

    /// The places that use this field, or the object alone where the field is empty.
    pub fn of(&self, object: &str, field: &str) -> impl Iterator<Item = &Use> {
        self.0.get(&key(object, field)).into_iter().flatten()
    }
}

fn key(object: &str, field: &str) -> (String, String) {
    (object.to_lowercase(), field.to_lowercase())
}
