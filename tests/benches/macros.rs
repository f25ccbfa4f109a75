//! What queries that the compiler checks cost, as ratios to named rivals in the same run.
//!
//! ```text
//! cargo bench -p sf-tests --bench macros            # everything, about five minutes
//! cargo bench -p sf-tests --bench macros -- check   # only this part
//! ```
//!
//! | part | ours | rivals |
//! |---|---|---|
//! | `check` | `cargo check` of a crate with 1,000 different `soql!` calls over 40 objects | the same crate without them; the same queries as unchecked strings with hand-written structs of the same fields and `derive(Deserialize)` |
//! | `derive` | a clean build of a program with serde's derive and `sf-derive` | the same program without `sf-derive` |
//!
//! CPU time of the child processes; the crates take turns, round by round, and the medians are
//! compared. A run fails only if something does not work, never for a figure.

#[path = "macros/check.rs"]
mod check;
#[allow(dead_code, reason = "shared with the benchmark of the bindings")]
#[path = "bindings/clock.rs"]
mod clock;
#[path = "macros/derive.rs"]
mod derive;
#[path = "macros/queries.rs"]
mod queries;
#[allow(dead_code, reason = "shared with the benchmark of the bindings")]
#[path = "bindings/report.rs"]
mod report;
#[allow(dead_code, reason = "shared with the benchmark of the bindings")]
#[path = "bindings/scratch.rs"]
mod scratch;

use std::error::Error;

use report::Report;

type Part = fn(&mut Report) -> Result<(), Box<dyn Error>>;

const PARTS: [(&str, Part); 2] = [("derive", derive::run), ("check", check::run)];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --all-targets` runs this program too, without the argument.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("nothing measured: this is for `cargo bench -p sf-tests --bench macros`");
        return Ok(());
    }
    let wanted: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let mut report = Report::start();
    for (name, run) in PARTS {
        if wanted.is_empty() || wanted.contains(&name) {
            report.part(name);
            run(&mut report)?;
        }
    }
    report.end();
    Ok(())
}
