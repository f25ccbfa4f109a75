//! Queries checked against the fixture org: what is found in each, and what each means.
//!
//! The cases are in `fixtures/soql`; `BLESS=1 cargo test -p sf-tests --test soql` writes their
//! findings anew.
#![allow(clippy::panic, reason = "a helper of tests fails as a test does")]

#[path = "soql/answered.rs"]
mod answered;
#[path = "soql/binds.rs"]
mod binds;
#[path = "soql/cases.rs"]
mod cases;
#[path = "soql/described.rs"]
mod described;
#[path = "soql/follow_ons.rs"]
mod follow_ons;
#[path = "soql/grammar.rs"]
mod grammar;
#[path = "soql/lints.rs"]
mod lints;
#[path = "soql/oracle.rs"]
mod oracle;
#[path = "soql/pieces.rs"]
mod pieces;
#[path = "../fake-org/tests/org/query/populate.rs"]
mod populate;
#[path = "soql/random.rs"]
mod random;
#[path = "soql/resolution.rs"]
mod resolution;
#[path = "soql/round_trip.rs"]
mod round_trip;
#[path = "soql/row_types.rs"]
mod row_types;
#[path = "soql/sound.rs"]
mod sound;
#[path = "soql/table.rs"]
mod table;
#[path = "soql/values.rs"]
mod values;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sf_schema::Schema;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// The fixture org.
fn org() -> &'static Schema {
    static ORG: LazyLock<Schema> = LazyLock::new(|| sound::fixture_org(&fixtures()));
    &ORG
}
