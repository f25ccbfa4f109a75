//! What the client costs, as ratios to others in the same run, all against one fake org in a
//! process of its own.
//!
//! Streaming is measured twice: from the org itself, whose own work is much of the time for the fast
//! ones, and from its answers kept after the first time, where clients alone are compared.
//!
//! ```text
//! cargo bench -p sf-tests --bench client
//! ```
//!
//! | part | ours | rivals |
//! |---|---|---|
//! | `stream` | 200,000 records by query, as rows of one's own and as generated records | a bare loop of reqwest and serde_json with the same structs; `jsforce` and `simple-salesforce` where CI has installed them |
//! | `create` | 10,000 records by collections | the API calls that 200 records a call need |
//!
//! Wall time, since waiting is part of the matter; rivals take turns, round by round, and medians
//! are compared. A run fails only if something does not work, never for a figure.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to say"
)]

#[path = "client/bare.rs"]
mod bare;
#[path = "bindings/clock.rs"]
#[allow(dead_code)]
mod clock;
#[path = "client/create.rs"]
mod create;
#[path = "client/org.rs"]
mod org;
#[path = "client/replay.rs"]
mod replay;
#[path = "bindings/report.rs"]
#[allow(dead_code)]
mod report;
#[path = "client/row.rs"]
mod row;
#[path = "client/stream.rs"]
mod stream;

use std::error::Error;

use report::Report;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    if arguments.iter().any(|argument| argument == org::SERVE) {
        return runtime.block_on(org::serve());
    }
    // `cargo test --all-targets` runs this program too, without the argument.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("nothing measured: this is for `cargo bench -p sf-tests`");
        return Ok(());
    }
    let org = org::start()?;
    let mut report = Report::start();
    report.part("stream, from the org itself");
    stream::run(&runtime, &org.itself, &mut report)?;
    report.part("stream, from answers that were kept");
    stream::run(&runtime, &org.kept, &mut report)?;
    report.part("create");
    create::run(&runtime, &org.itself, &mut report)?;
    report.end();
    Ok(())
}
