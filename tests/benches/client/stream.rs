//! Streaming 200,000 records by query.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use serde::de::DeserializeOwned;
use sf_runtime::{Client, Query};
use sf_tests::bindings::Account;
use tokio::runtime::Runtime;

use super::org::{Door, RECORDS};
use super::report::{Bar, Report, seconds};
use super::row::{Row, SOQL};
use super::{bare, clock};

const ROUNDS: usize = 5;

type Timed = Result<Duration, Box<dyn Error>>;

pub(super) fn run(
    runtime: &Runtime,
    org: &Door,
    report: &mut Report,
) -> Result<(), Box<dyn Error>> {
    report.note(format!("{RECORDS} records of 12 fields, 2,000 a page"));
    let client = org.client()?;
    let http = reqwest::Client::builder().build()?;
    // Whatever a client allocates once it has allocated by now.
    runtime.block_on(ours::<Account>(&client, RECORDS / 10))?;
    runtime.block_on(ours::<Row>(&client, RECORDS / 10))?;
    let early = peak()?;
    let [rows, records, loop_rows] = clock::medians::<3, Box<dyn Error>>(
        ROUNDS,
        [
            &mut || timed(|| runtime.block_on(ours::<Row>(&client, RECORDS))),
            &mut || timed(|| runtime.block_on(ours::<Account>(&client, RECORDS))),
            &mut || timed(|| runtime.block_on(bare::count::<Row>(&http, org))),
        ],
    )?;
    report.row(
        "rows of one's own: speed / reqwest loop",
        seconds(rows),
        seconds(loop_rows),
        loop_rows / rows,
        Bar::AtLeast(0.9),
    );
    report.row(
        "generated records: speed / reqwest loop",
        seconds(records),
        seconds(loop_rows),
        loop_rows / records,
        Bar::AtLeast(0.9),
    );
    let late = peak()?;
    report.row(
        "peak memory: after 3 million records / after 40,000",
        megabytes(late),
        megabytes(early),
        late / early,
        Bar::AtMost(1.2),
    );
    for (name, program, script) in [
        ("jsforce", "node/node_modules/jsforce", "stream_jsforce.mjs"),
        (
            "simple-salesforce",
            "python/bin/python",
            "stream_simple_salesforce.py",
        ),
    ] {
        // The first run is one of which the org's answers are not kept yet: peers spell URLs in their
        // own ways.
        let first = peer(org, program, script)?;
        match first.and(peer(org, program, script)?) {
            None => report.note(format!("{name} is not installed in target/peers")),
            Some(theirs) => report.row(
                format!("rows of one's own: speed / {name}"),
                seconds(rows),
                seconds(theirs),
                theirs / rows,
                Bar::AtLeast(5.0),
            ),
        }
    }
    Ok(())
}

/// Streams so many records, at most all of them.
async fn ours<T: DeserializeOwned + Send + 'static>(
    client: &Client,
    records: usize,
) -> Result<usize, Box<dyn Error>> {
    let mut stream = Query::<T>::new(SOQL).stream(client);
    let mut rows = 0;
    while rows < records {
        match stream.next().await {
            Some(row) => drop(std::hint::black_box(row?)),
            None => break,
        }
        rows += 1;
    }
    match rows == records {
        true => Ok(RECORDS),
        false => Err(format!("{rows} records instead of {records}").into()),
    }
}

fn timed(work: impl FnOnce() -> Result<usize, Box<dyn Error>>) -> Timed {
    let (took, rows) = clock::time(clock::wall, work);
    match rows? {
        RECORDS => Ok(took),
        other => Err(format!("{other} records instead of {RECORDS}").into()),
    }
}

/// How long a client in another language takes for the same, by its own clock, its start left out.
fn peer(org: &Door, installed: &str, script: &str) -> Result<Option<f64>, Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let peers =
        std::env::var_os("SF_PEERS").map_or_else(|| here.join("../target/peers"), PathBuf::from);
    let installed = peers.join(installed);
    if !installed.exists() {
        return Ok(None);
    }
    let script = here.join("peers").join(script);
    let mut command = if installed.is_dir() {
        let mut command = Command::new("node");
        command.arg(script).arg(installed.join("../.."));
        command
    } else {
        let mut command = Command::new(installed);
        command.arg(script);
        command
    };
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().ok_or("the peer hears nothing")?;
    let question = format!("{}\n{SOQL}", org.introduction()?);
    input.write_all(question.as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    let text = String::from_utf8(output.stdout)?;
    let (rows, took) = text.trim().split_once(' ').ok_or("the peer failed")?;
    if rows.parse::<usize>()? != RECORDS {
        return Err(format!("a peer read {rows} records instead of {RECORDS}").into());
    }
    Ok(Some(took.parse()?))
}

/// The most memory that this process has held so far, in bytes.
fn peak() -> Result<f64, Box<dyn Error>> {
    let kilobytes = getrusage(UsageWho::RUSAGE_SELF)?.max_rss();
    Ok(kilobytes as f64 * 1024.0)
}

fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}
