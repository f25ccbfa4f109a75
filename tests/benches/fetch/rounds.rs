//! Fetches and bare calls in turn.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use sf_codegen::fetch::{Fetch, Fetched};
use sf_codegen::snapshot::Selection;
use tokio::runtime::Runtime;

use super::org::Org;
use super::report::{Bar, Report, seconds};
use super::{bare, clock, org};

const OBJECTS: usize = 1_000;
const FIELDS: usize = 66;
const ROUNDS: usize = 7;

/// The list of objects, and 25 describes a call.
const CALLS: u64 = 1 + OBJECTS.div_ceil(25) as u64;

/// What a run took: by the clock on the wall, and of the CPU here and in the org.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    here: f64,
    org: f64,
}

pub(super) fn run(report: &mut Report) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fetch");
    let names: Vec<String> = (1..=OBJECTS).map(|n| format!("Deal_{n}__c")).collect();
    let describes = folder.join("describes");
    anew(&describes)?;
    for name in &names {
        let body = sf_tests::describe::synthetic(name, FIELDS).to_string();
        fs::write(describes.join(format!("{name}.json")), body)?;
    }
    let org = org::start(&describes)?;
    let runtime = Runtime::new()?;
    // Where the system has one, a folder in memory: ext4 takes its time over a new file soon after
    // others were removed.
    let memory = Path::new("/dev/shm");
    let memory = memory.is_dir().then(|| tempfile::tempdir_in(memory));
    let snapshots = memory.unwrap_or_else(|| tempfile::tempdir_in(&folder))?;
    let (mut fetches, mut agains, mut bares) = (Vec::new(), Vec::new(), Vec::new());
    let mut bytes = 0;
    for round in 0..=ROUNDS {
        let snapshot = snapshots.path().join(round.to_string());
        let fetch_both = || -> Result<(Took, Took), Box<dyn Error>> {
            let (first, fetched) = timed(&org, || fetch(&runtime, &org, &snapshot))?;
            expect(&fetched, OBJECTS, CALLS)?;
            let (again, fetched) = timed(&org, || fetch(&runtime, &org, &snapshot))?;
            expect(&fetched, 0, 1)?;
            Ok((first, again))
        };
        let call = || timed(&org, || runtime.block_on(bare::calls(&org, &names)));
        // Each round begins with the other one.
        let ((first, again), (calls, came)) = if round % 2 == 0 {
            let fetched = fetch_both()?;
            (fetched, call()?)
        } else {
            let called = call()?;
            (fetch_both()?, called)
        };
        bytes = came;
        // Whatever either allocates once it has allocated by then.
        if round > 0 {
            fetches.push(first);
            agains.push(again);
            bares.push(calls);
        }
    }
    let [fetch, again, bare] = [fetches, agains, bares].map(medians);
    report.note(format!(
        "{OBJECTS} objects in {CALLS} calls and {} MB of JSON",
        bytes / 1_000_000
    ));
    for (what, ours, rival, bar) in [
        ("wall / bare calls", fetch.wall, bare.wall, Bar::AtMost(1.3)),
        (
            "CPU of both processes / bare calls",
            fetch.here + fetch.org,
            bare.here + bare.org,
            Bar::None,
        ),
        (
            "CPU of the org / bare calls",
            fetch.org,
            bare.org,
            Bar::None,
        ),
        (
            "CPU of the client / bare calls",
            fetch.here,
            bare.here,
            Bar::None,
        ),
    ] {
        let what = format!("first fetch: {what}");
        report.row(what, seconds(ours), seconds(rival), ours / rival, bar);
    }
    for (what, ours, rival) in [
        ("wall / first", again.wall, fetch.wall),
        ("CPU of the client / first", again.here, fetch.here),
    ] {
        let what = format!("second fetch, no change: {what}");
        report.row(
            what,
            seconds(ours),
            seconds(rival),
            ours / rival,
            Bar::AtMost(0.1),
        );
    }
    Ok(())
}

fn fetch(runtime: &Runtime, org: &Org, snapshot: &Path) -> Result<Fetched, Box<dyn Error>> {
    let client = org.client()?;
    let selection = Selection {
        objects: vec!["*".to_owned()],
        ..Selection::default()
    };
    let fetch = Fetch::into(snapshot).select(selection);
    Ok(runtime.block_on(fetch.run(&client, &|_, _| {}))?)
}

/// Whether so many objects were written by so many calls.
fn expect(fetched: &Fetched, added: usize, calls: u64) -> Result<(), Box<dyn Error>> {
    let (was_added, were_made) = (fetched.replaced.added.len(), fetched.calls);
    if (was_added, were_made) == (added, calls) && fetched.objects == OBJECTS {
        return Ok(());
    }
    let told = format!("{was_added} new objects by {were_made} calls, not {added} by {calls}");
    Err(told.into())
}

fn timed<T>(
    org: &Org,
    work: impl FnOnce() -> Result<T, Box<dyn Error>>,
) -> Result<(Took, T), Box<dyn Error>> {
    let before = (clock::wall(), clock::here(), org.spent());
    let done = work()?;
    let since = |now: Duration, before: Duration| now.saturating_sub(before).as_secs_f64();
    let took = Took {
        wall: since(clock::wall(), before.0),
        here: since(clock::here(), before.1),
        org: since(org.spent(), before.2),
    };
    Ok((took, done))
}

fn medians(runs: Vec<Took>) -> Took {
    let median = |of: fn(&Took) -> f64| clock::median(runs.iter().map(of).collect());
    Took {
        wall: median(|took| took.wall),
        here: median(|took| took.here),
        org: median(|took| took.org),
    }
}

/// An empty folder, without what a run before has left in it.
fn anew(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}
