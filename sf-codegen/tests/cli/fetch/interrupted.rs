//! A run that is killed, at whatever moment, leaves the old snapshot or the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use sf_fake_org::{FakeOrg, Fault, FaultKind};

use super::wide::org_of;
use super::{DESCRIBED_AT, Org};
use crate::Workspace;

const OBJECTS: usize = 100;
const KILLS: usize = 50;

/// The files of a snapshot, the manifest apart: it tells the time.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the snapshot is in its place");
    let mut files = BTreeMap::new();
    for entry in entries {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != "_snapshot.json" {
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_snapshot_or_the_new_one() {
    let (first, second) = (org_of(OBJECTS, "first"), org_of(OBJECTS, "second"));
    let start = |folder: &Path, at| {
        Org::start(
            FakeOrg::builder()
                .schema_dir(folder)
                .described_at(at)
                .api_limit(u64::MAX),
        )
    };
    let workspace = Workspace::empty();
    let folder = workspace.path("salesforce");
    let org = start(first.path(), DESCRIBED_AT);
    workspace.fetch(&org, &["--objects", "*"]).fine();
    fs::write(folder.join("README.md"), "ours").expect("a file");
    let old = files(&folder);
    let kept = workspace.path("old");
    copy(&folder, &kept);

    let org = start(second.path(), DESCRIBED_AT * 2);
    let whole = Instant::now();
    workspace.fetch(&org, &[]).fine();
    let whole = whole.elapsed();
    let new = files(&folder);
    assert_eq!(old.len(), OBJECTS + 2);
    assert!(old != new && old.keys().eq(new.keys()));
    reset(&kept, &folder);

    let mut random = fastrand::Rng::with_seed(7);
    let (mut killed, mut ended) = (0, 0);
    for round in 0..KILLS {
        let mut child = workspace
            .fetch_command(&org, &[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        thread::sleep(Duration::from_secs_f64(random.f64() * whole.as_secs_f64()));
        // It may have ended by itself.
        let _ = child.kill();
        let status = child.wait().expect("it ends");
        let there = files(&folder);
        assert!(
            there == old || there == new,
            "round {round}: neither the old nor the new snapshot"
        );
        let lock = workspace.run(&["lock", "--schema", "salesforce", "--check"]);
        assert_eq!(
            (lock.code, lock.err.as_str()),
            (0, ""),
            "round {round}: {}",
            lock.out
        );
        if status.code() == Some(0) {
            ended += 1;
        } else {
            killed += 1;
        }
        if there == new {
            reset(&kept, &folder);
        }
        // What is kept makes the next run shorter, so that later moments are met too.
        if random.u8(0..4) == 0 {
            let _ = fs::remove_dir_all(workspace.path(".salesforce.partial"));
        }
    }
    println!("{killed} runs were killed, {ended} had ended");
    assert!(killed >= KILLS / 4, "{killed}");
    workspace.fetch(&org, &[]).fine();
    assert!(files(&folder) == new);
    assert_eq!(workspace.names("."), ["old", "org", "salesforce"]);
}

/// Waits until this is so.
#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "not yet: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// Each call of a first fetch in turn is the one whose answer the org holds back until the kill.
#[test]
fn a_first_fetch_killed_at_any_call_leaves_nothing_and_goes_on() {
    let objects = org_of(OBJECTS, "first");
    let org = Org::start(
        FakeOrg::builder()
            .schema_dir(objects.path())
            .described_at(DESCRIBED_AT),
    );
    let whole = Workspace::empty();
    whole.fetch(&org, &["--objects", "*"]).fine();
    let whole = files(&whole.path("salesforce"));
    // The list, and 25 objects a call.
    let calls = 1 + OBJECTS.div_ceil(25);
    for held in 0..calls {
        let workspace = Workspace::empty();
        org.org.reset_calls();
        let hold = FaultKind::Delay { millis: 3_600_000 };
        org.org.faults().add(Fault::new(hold).after(held as u64));
        let mut child = workspace
            .fetch_command(&org, &["--objects", "*"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        // What is not held back is kept.
        let answered = match held {
            0 => 0,
            _ => OBJECTS - 25,
        };
        let kept = || {
            let folder = fs::read_dir(workspace.path(".salesforce.partial"));
            let names = folder.into_iter().flatten().flatten();
            let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
            names
                .filter(|name| name.starts_with("Object_") && name.ends_with(".json"))
                .count()
        };
        wait_until("the call that is held", || {
            org.org.requests().len() > held && kept() == answered
        });
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
        assert!(!workspace.path("salesforce").exists(), "call {held}");
        assert!(!workspace.path(".salesforce.new").exists(), "call {held}");

        org.org.faults().clear();
        org.api_calls();
        workspace.fetch(&org, &["--objects", "*"]).fine();
        assert!(files(&workspace.path("salesforce")) == whole, "call {held}");
        let rest = (OBJECTS - answered).div_ceil(25) as u64;
        assert_eq!(org.api_calls(), 1 + rest, "call {held}");
        assert_eq!(workspace.names("."), ["org", "salesforce"]);
    }
}

/// The first snapshot is there whole or not at all, also where the kill meets its writing.
#[test]
fn a_first_fetch_killed_while_it_writes_leaves_all_or_nothing() {
    let objects = org_of(OBJECTS, "first");
    let org = Org::start(
        FakeOrg::builder()
            .schema_dir(objects.path())
            .described_at(DESCRIBED_AT),
    );
    let whole = Workspace::empty();
    whole.fetch(&org, &["--objects", "*"]).fine();
    let whole = files(&whole.path("salesforce"));
    let (mut nothing, mut all) = (0, 0);
    for round in 0..10 {
        let workspace = Workspace::empty();
        let mut child = workspace
            .fetch_command(&org, &["--objects", "*"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command starts");
        let (new, folder) = (
            workspace.path(".salesforce.new"),
            workspace.path("salesforce"),
        );
        // Later in each round: as soon as so many files are there.
        let is_begun = || fs::read_dir(&new).is_ok_and(|files| files.count() > round * 10);
        while !is_begun() && !folder.exists() {
            assert!(
                child
                    .try_wait()
                    .expect("a status")
                    .is_none_or(|status| status.success())
            );
            thread::yield_now();
        }
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("it ends");
        // Nobody is to commit what is left of it.
        if new.exists() && !new.join("_snapshot.json").exists() {
            let ignored = fs::read_to_string(new.join(".gitignore"));
            assert_eq!(ignored.expect("it is ignored"), "*\n", "round {round}");
        }
        if folder.exists() {
            assert!(files(&folder) == whole, "round {round}");
            all += 1;
        } else {
            nothing += 1;
        }
        workspace.fetch(&org, &["--objects", "*"]).fine();
        assert!(files(&folder) == whole, "round {round}");
        assert_eq!(workspace.names("."), ["org", "salesforce"]);
    }
    println!("{nothing} runs left nothing, {all} all of it");
}

/// Where two folders cannot be exchanged, the old one is moved aside first. Whoever reads says what to
/// run, and both commands that write put the old one or the new one back.
#[test]
fn a_run_that_ended_between_the_two_renames() {
    let folder = org_of(3, "first");
    let org = Org::start(
        FakeOrg::builder()
            .schema_dir(folder.path())
            .described_at(DESCRIBED_AT),
    );
    let snapshot = ["snapshot", "salesforce"];
    for is_new_whole in [false, true] {
        let workspace = Workspace::empty();
        workspace.fetch(&org, &["--objects", "*"]).fine();
        let settings = "[fetch]\nobjects = [\"Object_0001__c\"]\n";
        workspace.write("salesforce/sf.toml", settings);
        let (here, aside) = (
            workspace.path("salesforce"),
            workspace.path(".salesforce.old"),
        );
        let new = workspace.path(".salesforce.new");
        let interrupt = || {
            copy(&here, &new);
            if is_new_whole {
                fs::write(new.join("README.md"), "new").expect("a file");
            } else {
                fs::remove_file(new.join("_snapshot.json")).expect("removed");
            }
            fs::rename(&here, &aside).expect("renamed");
        };
        interrupt();
        for read in [
            &["generate", "--schema", "salesforce", "--out", "bindings"][..],
            &["check", "--schema", "salesforce"],
            &["lock", "--schema", "salesforce"],
            &["diff", "salesforce", "org"],
        ] {
            let answer = workspace.run(read);
            assert_eq!(answer.code, 2, "{read:?}");
            answer.says(&[
                "error: salesforce: the snapshot was about to be replaced",
                "`sf-codegen snapshot salesforce`",
            ]);
        }
        assert!(
            aside.exists() && !here.exists(),
            "nothing is put right by a reader"
        );
        let is_right = || {
            assert_eq!(here.join("README.md").exists(), is_new_whole);
            workspace
                .run(&["lock", "--schema", "salesforce", "--check"])
                .fine();
        };
        workspace.run(&snapshot).fine();
        is_right();
        assert_eq!(workspace.names("."), ["org", "salesforce"]);
        // A fetch goes by the settings in the folder.
        interrupt();
        let fetched = workspace.fetch(&org, &[]).fine();
        is_right();
        assert!(fetched.out.contains("snapshot 1 object"), "{}", fetched.out);
        assert_eq!(workspace.names("."), ["org", "salesforce"]);
    }
}

/// The snapshot itself is there to be committed, by the rules of its owner.
#[test]
fn a_snapshot_has_no_rules_for_git_but_its_own() {
    let folder = org_of(3, "first");
    let org = Org::start(
        FakeOrg::builder()
            .schema_dir(folder.path())
            .described_at(DESCRIBED_AT),
    );
    let workspace = Workspace::empty();
    workspace
        .fetch(&org, &["--objects", "Object_0001__c"])
        .fine();
    assert!(!workspace.path("salesforce/.gitignore").exists());
    workspace.write("salesforce/.gitignore", "notes.txt\n");
    workspace.fetch(&org, &["--objects", "*"]).fine();
    assert_eq!(workspace.read("salesforce/.gitignore"), "notes.txt\n");
}

/// The old snapshot once more.
fn reset(kept: &Path, folder: &Path) {
    fs::remove_dir_all(folder).expect("the folder is removed");
    copy(kept, folder);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
