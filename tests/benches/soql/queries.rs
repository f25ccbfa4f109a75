//! The queries of the fixtures that are in order, and the org that they are about.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sf_codegen::model::Snapshot;
use sf_schema::Schema;
use sf_schema::soql::{Options, parse};

/// The queries that parse without findings, and that the rival reads without an error.
pub(super) fn texts(reads: impl Fn(&str) -> bool) -> Result<Vec<String>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(fixtures().join("soql"))? {
        let file = fs::read_to_string(entry?.path())?;
        let queries = file.lines().filter_map(|line| line.strip_prefix("> "));
        // The longest would be all that is measured.
        let queries = queries.filter(|text| text.len() < 1_000);
        texts.extend(
            queries
                .filter(|text| parse(text, &Options::default()).findings.is_empty() && reads(text))
                .map(str::to_owned),
        );
    }
    texts.sort();
    Ok(texts)
}

pub(super) fn org() -> Result<Schema, Box<dyn Error>> {
    let snapshot = Snapshot::read(&fixtures().join("org"), None, Default::default())?;
    Ok(snapshot.model()?.schema)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}
