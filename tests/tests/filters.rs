//! Queries that are composed at run time: their text, the tree that the text has, and what the fake
//! org answers to them.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "filters/answered.rs"]
mod answered;
#[path = "filters/random.rs"]
mod random;
#[path = "filters/rendered.rs"]
mod rendered;
#[path = "client/site.rs"]
mod site;

use std::sync::OnceLock;

use sf_codegen::model::Snapshot;
use sf_schema::Schema;
use sf_schema::soql::Options;
use sf_schema::soql::check::{CheckOptions, Lints, check_text};

/// The snapshot that the bindings are of.
fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org");
        let snapshot = Snapshot::read(folder.as_ref(), None, Default::default()).unwrap();
        snapshot.model().unwrap().schema
    })
}

/// A text that the org takes, as far as describe tells.
fn must_pass(text: &str) {
    let options = CheckOptions {
        // That no id is null is how a query for nothing is asked.
        lints: Lints::off(),
        ..CheckOptions::default()
    };
    let found = check_text(text, &Options::default(), schema(), &options);
    assert!(found.is_empty(), "{text}\n{found:#?}");
}
