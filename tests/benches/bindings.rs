//! What the bindings cost, as ratios to named rivals in the same run.
//!
//! ```text
//! cargo bench -p sf-tests                       # everything, about ten minutes
//! cargo bench -p sf-tests -- parse serialize    # only these parts
//! ```
//!
//! | part | ours | rivals |
//! |---|---|---|
//! | `compile` | rustc on the bindings of 20 objects of 60 fields; a release build of a program that uses 10 of them | the same objects as derived serde structs (`derived.rs`) |
//! | `wide` | a release build of one object of 800 fields and a program that reads it | none: the derived one takes minutes |
//! | `parse` | a page of 2,000 records of 20 fields, of an object of 60 and of one of 800 fields | hand-written structs of exactly these fields (`hand.rs`), `serde_json::Value` |
//! | `serialize` | 200 create bodies of 16 fields | a hand-written struct with `derive(Serialize)` |
//! | `generate` | 1,000 objects of 66 fields, from files to files | their typed parse alone |
//! | `drift` | two snapshots of 1,000 objects compared, and what that touches in 500 source files | reading and parsing those files |
//! | `rebuild` | a second run of an unoptimised build script over 50 objects | its first run |
//!
//! Rivals take turns, round by round, and the medians are compared: CPU time of the thread
//! (`parse`, `serialize`) or of the child processes (`compile`, `wide`, `rebuild`), wall time where
//! threads are part of the matter (`generate`, `drift`). A run fails only if something does not work,
//! never for a figure.

#[path = "bindings/apps.rs"]
mod apps;
#[allow(dead_code, reason = "shared with the other benchmarks")]
#[path = "bindings/clock.rs"]
mod clock;
#[path = "bindings/compile.rs"]
mod compile;
#[path = "bindings/derived.rs"]
mod derived;
#[path = "bindings/drift.rs"]
mod drift;
#[path = "bindings/generate.rs"]
mod generate;
#[path = "bindings/hand.rs"]
mod hand;
#[path = "bindings/heap.rs"]
mod heap;
#[path = "bindings/parse.rs"]
mod parse;
#[path = "bindings/record.rs"]
mod record;
#[path = "bindings/report.rs"]
mod report;
#[allow(dead_code, reason = "shared with the benchmark of the macros")]
#[path = "bindings/scratch.rs"]
mod scratch;
#[path = "bindings/serialize.rs"]
mod serialize;

use std::error::Error;

/// The objects of the build script: `Deal__c` of 60 fields and `Wide__c` of 800.
#[allow(
    dead_code,
    missing_docs,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    unreachable_pub,
    unused,
    clippy::all
)]
mod synthetic {
    include!(concat!(env!("OUT_DIR"), "/synthetic/sobjects/mod.rs"));
}

fn main() -> Result<(), Box<dyn Error>> {
    report::run(&[
        ("parse", parse::run),
        ("serialize", serialize::run),
        ("generate", generate::run),
        ("drift", drift::run),
        ("rebuild", generate::rebuild),
        ("wide", compile::wide),
        ("compile", compile::run),
    ])
}
