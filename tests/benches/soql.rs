//! What SOQL costs at compile time, as ratios in one run.
//!
//! ```text
//! cargo bench -p sf-tests --bench soql              # everything
//! cargo bench -p sf-tests --bench soql -- parse     # only this part
//! ```
//!
//! | part | ours | rival |
//! |---|---|---|
//! | `parse` | the parser, on the queries of `fixtures/soql` that are in order | the SOQL grammar of tree-sitter-sfapex on the same text |
//! | `check` | the checker, on the same queries parsed before | the parser |
//!
//! Rivals take turns, round by round; CPU time of the thread, medians are compared, and the spread
//! of the ratios over the rounds is told. A run fails only if something does not work, never for a
//! figure.

#[path = "bindings/clock.rs"]
#[allow(dead_code)]
mod clock;
#[path = "soql/queries.rs"]
mod queries;
#[path = "bindings/report.rs"]
#[allow(dead_code)]
mod report;
#[path = "soql/throughput.rs"]
mod throughput;

use std::error::Error;

use report::Report;

type Part = fn(&mut Report) -> Result<(), Box<dyn Error>>;

const PARTS: [(&str, Part); 2] = [("parse", throughput::parse), ("check", throughput::check)];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --all-targets` runs this program too, without the argument.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("nothing measured: this is for `cargo bench -p sf-tests`");
        return Ok(());
    }
    let wanted: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    if let Some(unknown) = wanted
        .iter()
        .find(|name| PARTS.iter().all(|(known, _)| known != *name))
    {
        let known = PARTS.map(|(name, _)| name).join(", ");
        return Err(format!("no part is named {unknown:?}; there are {known}").into());
    }
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
