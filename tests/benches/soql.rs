//! What SOQL costs at compile time, as ratios in one run.
//!
//! ```text
//! cargo bench -p sf-tests --bench soql              # everything, about five minutes
//! cargo bench -p sf-tests --bench soql -- parse     # only this part
//! ```
//!
//! | part | ours | rival |
//! |---|---|---|
//! | `parse` | the parser, on the queries of `fixtures/soql` that are in order | the SOQL grammar of tree-sitter-sfapex on the same text |
//! | `check` | the checker, on the same queries parsed before | the parser |
//! | `calls` | `cargo check` of a crate with 1,000 different `soql!` calls over 40 objects | the same crate without them; with what they expand to; with unchecked strings and structs by hand that derive `Deserialize` (see `soql/calls.rs`) |
//! | `clean` | a clean build of a program with serde's derive and `sf-derive` | the same program without `sf-derive` |
//!
//! Rivals take turns, round by round; CPU time of the thread, or of the child processes (`calls`,
//! `clean`); medians are compared, and the spread of the parser's ratios is told. A run fails only if something does not work, never for a
//! figure.

#[path = "soql/calls.rs"]
mod calls;
#[path = "soql/clean_build.rs"]
mod clean_build;
#[allow(dead_code, reason = "shared with the benchmark of the bindings")]
#[path = "bindings/clock.rs"]
mod clock;
#[path = "soql/programs.rs"]
mod programs;
#[path = "soql/queries.rs"]
mod queries;
#[allow(dead_code, reason = "shared with the benchmark of the bindings")]
#[path = "bindings/report.rs"]
mod report;
#[allow(dead_code, reason = "shared with the benchmark of the bindings")]
#[path = "bindings/scratch.rs"]
mod scratch;
#[path = "soql/throughput.rs"]
mod throughput;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    report::run(&[
        ("parse", throughput::parse),
        ("check", throughput::check),
        ("clean", clean_build::run),
        ("calls", calls::run),
    ])
}
