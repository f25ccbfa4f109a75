//! What fetching a schema costs, as ratios to the bare calls in the same run, against a fake org in a
//! process of its own.
//!
//! ```text
//! cargo bench -p sf-tests --bench fetch
//! ```
//!
//! | ours | rival |
//! |---|---|
//! | 1,000 objects of 66 fields into a new snapshot, names lock and all | the same 41 calls by reqwest, bodies read to their end and dropped (`bare.rs`) |
//! | fetching into that snapshot from an org in which nothing has changed | the fetch before |
//!
//! Wall time, since waiting is part of the matter, and CPU time of both processes, in which the org
//! makes and compresses the same answers for both. Rivals take turns, round by round, and medians are
//! compared. A run fails only if something does not work, never for a figure.

#[path = "fetch/bare.rs"]
mod bare;
#[path = "bindings/clock.rs"]
#[allow(dead_code, reason = "shared with the other benchmarks")]
mod clock;
#[path = "fetch/org.rs"]
mod org;
#[path = "bindings/report.rs"]
#[allow(dead_code, reason = "shared with the other benchmarks")]
mod report;
#[path = "fetch/rounds.rs"]
mod rounds;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [serve, describes] = arguments.as_slice()
        && serve == org::SERVE
    {
        return org::serve(describes.as_ref());
    }
    report::run(&[("fetch", rounds::run)])
}
