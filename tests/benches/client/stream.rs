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
    // Peers spell URLs in their own ways: after this the org's answers to them are kept too.
    let jsforce = installed(&JSFORCE, org)?;
    let simple = installed(&SIMPLE_SALESFORCE, org)?;
    let early = peak()?;
    let [rows, records, loop_rows, jsforce_rows, simple_rows] = clock::medians::<5, Box<dyn Error>>(
        ROUNDS,
        [
            &mut || timed(|| runtime.block_on(ours::<Row>(&client, RECORDS))),
            &mut || timed(|| runtime.block_on(ours::<Account>(&client, RECORDS))),
            &mut || timed(|| runtime.block_on(bare::count::<Row>(&http, org))),
            &mut || jsforce.map_or(Ok(Duration::ZERO), |peer| peer.streams(org)),
            &mut || simple.map_or(Ok(Duration::ZERO), |peer| peer.streams(org)),
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
    for (Peer { name, .. }, installed, theirs) in [
        (&JSFORCE, jsforce, jsforce_rows),
        (&SIMPLE_SALESFORCE, simple, simple_rows),
    ] {
        match installed {
            None => report.note(format!("{name} is not installed in target/peers")),
            Some(_) => report.row(
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

/// A client in another language.
struct Peer {
    name: &'static str,
    /// What is there where it is installed, in the folder of peers.
    program: &'static str,
    script: &'static str,
}

const JSFORCE: Peer = Peer {
    name: "jsforce",
    program: "node/node_modules/jsforce",
    script: "stream_jsforce.mjs",
};

const SIMPLE_SALESFORCE: Peer = Peer {
    name: "simple-salesforce",
    program: "python/bin/python",
    script: "stream_simple_salesforce.py",
};

/// The peer, once it has run, where it is installed.
fn installed(peer: &'static Peer, org: &Door) -> Result<Option<&'static Peer>, Box<dyn Error>> {
    if !peer.path().exists() {
        return Ok(None);
    }
    peer.streams(org)?;
    Ok(Some(peer))
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

impl Peer {
    fn path(&self) -> PathBuf {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let peers = std::env::var_os("SF_PEERS")
            .map_or_else(|| here.join("../target/peers"), PathBuf::from);
        peers.join(self.program)
    }

    /// How long it takes for the same, by its own clock, its start left out.
    fn streams(&self, org: &Door) -> Timed {
        let installed = self.path();
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("peers")
            .join(self.script);
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
        Ok(Duration::from_secs_f64(took.parse()?))
    }
}

/// The most memory that this process has held so far, in bytes.
fn peak() -> Result<f64, Box<dyn Error>> {
    // What the kernel tells of a process and its children begins with that of the program that started
    // it, which is cargo and larger; what it tells of this program alone does not.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.ok_or("no peak of memory")?.trim();
        let kilobytes: f64 = peak.trim_end_matches("kB").trim_end().parse()?;
        return Ok(kilobytes * 1024.0);
    }
    let kilobytes = getrusage(UsageWho::RUSAGE_SELF)?.max_rss();
    Ok(kilobytes as f64 * 1024.0)
}

fn megabytes(bytes: f64) -> String {
    format!("{:.0} MB", bytes / 1e6)
}
