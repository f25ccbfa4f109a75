//! How fast queries are read and checked.

use std::cell::RefCell;
use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use sf_schema::soql::check::{CheckOptions, check_text};
use sf_schema::soql::{self, Options, Query};
use tree_sitter::Parser;

use super::clock;
use super::queries;
use super::report::{Bar, Report};

const ROUNDS: usize = 41;

/// How often the texts are gone through in a round.
const TIMES: usize = 5;

/// Our parser and the grammar of tree-sitter-sfapex.
pub(super) fn parse(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_sfapex::soql::LANGUAGE.into())?;
    let parser = RefCell::new(parser);
    let reads = |text: &str| {
        let tree = parser.borrow_mut().parse(text, None);
        tree.is_some_and(|tree| !tree.root_node().has_error())
    };
    let all = queries::texts(|_| true)?.len();
    let texts = queries::texts(reads)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    report.note(format!(
        "{} queries of {} bytes on average; of {all} in order, tree-sitter-sfapex reads these",
        texts.len(),
        bytes / texts.len().max(1)
    ));
    let (ours, theirs, spread) = compare(
        || {
            for text in &texts {
                black_box(soql::parse(text, &Options::default()));
            }
        },
        || {
            let mut parser = parser.borrow_mut();
            for text in &texts {
                black_box(parser.parse(text, None));
            }
        },
    );
    let speed = |seconds: f64| throughput(bytes, seconds);
    let what = "throughput, to tree-sitter-sfapex";
    // Speed is the inverse of time.
    report.row(
        what,
        speed(ours),
        speed(theirs),
        theirs / ours,
        Bar::AtLeast(1.0),
    );
    report.note(format!(
        "from {:.2} to {:.2}",
        1.0 / spread.1,
        1.0 / spread.0
    ));
    Ok(())
}

/// Our checker, which is told alone, and our parser.
pub(super) fn check(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let org = queries::org()?;
    let checks = CheckOptions::default();
    let sound = |text: &str| check_text(text, &Options::default(), &org, &checks).is_empty();
    let texts = queries::texts(sound)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let parsed: Vec<Query> = texts
        .iter()
        .filter_map(|text| soql::parse(text, &Options::default()).query)
        .collect();
    report.note(format!("{} queries without a finding", parsed.len()));
    let (ours, parser, spread) = compare(
        || {
            for query in &parsed {
                black_box(soql::check(query, &org, &checks));
            }
        },
        || {
            for text in &texts {
                black_box(soql::parse(text, &Options::default()));
            }
        },
    );
    let speed = |seconds: f64| throughput(bytes, seconds);
    report.row(
        "time of the checker, to the parser",
        speed(ours),
        speed(parser),
        ours / parser,
        Bar::None,
    );
    report.note(format!("from {:.2} to {:.2}", spread.0, spread.1));
    Ok(())
}

/// The median seconds that each takes to go through the texts once, and the least and greatest
/// ratio of the first to the second in a round.
fn compare(mut first: impl FnMut(), mut second: impl FnMut()) -> (f64, f64, (f64, f64)) {
    let mut times = [Vec::new(), Vec::new()];
    let mut spread = (f64::INFINITY, 0.0_f64);
    for round in 0..ROUNDS {
        let mut took = [0.0; 2];
        // Each round begins with the other one.
        for turn in [round % 2, (round + 1) % 2] {
            let rival: &mut dyn FnMut() = if turn == 0 { &mut first } else { &mut second };
            let (time, ()): (Duration, ()) = clock::time(clock::thread, || {
                for _ in 0..TIMES {
                    rival();
                }
            });
            took[turn] = time.as_secs_f64() / TIMES as f64;
            times[turn].push(took[turn]);
        }
        let ratio = took[0] / took[1];
        spread = (spread.0.min(ratio), spread.1.max(ratio));
    }
    let [first, second] = times.map(clock::median);
    (first, second, spread)
}

fn throughput(bytes: usize, seconds: f64) -> String {
    format!("{:.1} MB/s", bytes as f64 / seconds / 1e6)
}
