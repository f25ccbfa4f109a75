//! What goes wrong says what to do, and leaves the old snapshot as it was.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use serde_json::Value;
use sf_fake_org::{FakeOrg, Fault, FaultKind};

use super::wide::org_of;
use super::{DESCRIBED_AT, Org};
use crate::{Answer, FIXTURES, Workspace};

/// A snapshot of two objects, and an org that has changed since.
fn outdated() -> (Workspace, Org) {
    let workspace = Workspace::empty();
    let org = Org::of_fixtures();
    workspace
        .fetch(&org, &["--objects", "Account,Contact"])
        .fine();
    let later = FakeOrg::builder()
        .schema_dir(FIXTURES)
        .described_at(DESCRIBED_AT * 2);
    (workspace, Org::start(later))
}

/// Nothing of the snapshot has changed, and nothing is beside it but what is kept.
#[track_caller]
fn untouched(workspace: &Workspace, run: impl FnOnce() -> Answer) -> Answer {
    let of_snapshot = || {
        let mut files = workspace.files();
        files.retain(|path, _| !path.to_string_lossy().contains(".partial"));
        files
    };
    let before = of_snapshot();
    let answer = run();
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (2, ""),
        "{}",
        answer.err
    );
    assert_eq!(of_snapshot(), before);
    answer
}

/// A slip in the selection must not empty a snapshot.
#[test]
fn nothing_is_selected() {
    let (workspace, org) = outdated();
    for arguments in [
        &["--exclude", "*"][..],
        &["--objects", "Acount", "--allow-missing"],
    ] {
        let answer = untouched(&workspace, || workspace.fetch(&org, arguments));
        answer.says(&["no object is selected", "--exclude"]);
    }
}

#[test]
fn the_limit_of_calls_is_reached() {
    let (workspace, org) = outdated();
    org.org
        .faults()
        .add(Fault::new(FaultKind::DailyLimit).always());
    let answer = untouched(&workspace, || workspace.fetch(&org, &[]));
    answer.says(&["REQUEST_LIMIT_EXCEEDED", "last 24 hours are used up: wait"]);
}

/// A part without an answer is no object that the org does not have.
#[test]
fn the_limit_of_calls_is_reached_within_a_call() {
    let (workspace, org) = outdated();
    let kind = FaultKind::DailyLimitWithin { positions: vec![1] };
    org.org
        .faults()
        .add(Fault::new(kind).path("/composite").always());
    let allowed = ["--allow-missing"];
    for arguments in [&[][..], &allowed] {
        let answer = untouched(&workspace, || workspace.fetch(&org, arguments));
        answer.says(&["REQUEST_LIMIT_EXCEEDED", "last 24 hours are used up: wait"]);
    }
    org.org.faults().clear();
    let fetched = workspace.fetch(&org, &allowed).fine();
    assert!(!fetched.out.contains("missing"), "{}", fetched.out);
    assert_eq!(workspace.names("salesforce").len(), 5);
}

#[test]
fn the_user_may_not_use_the_api() {
    let (workspace, org) = outdated();
    org.org
        .faults()
        .add(Fault::new(FaultKind::ApiDisabled).always());
    let answer = untouched(&workspace, || workspace.fetch(&org, &[]));
    answer.says(&["API_DISABLED_FOR_ORG", "needs the permission API Enabled"]);
}

#[test]
fn the_login_has_expired() {
    let (workspace, org) = outdated();
    org.org.expire_tokens();
    let answer = untouched(&workspace, || workspace.fetch(&org, &[]));
    answer.says(&["log in again"]);
    assert!(!answer.err.contains(org.org.access_token()));
}

#[test]
fn there_is_no_network() {
    let (workspace, org) = outdated();
    let closed = TcpListener::bind("127.0.0.1:0")
        .and_then(|at| at.local_addr())
        .expect("a port");
    let answer = untouched(&workspace, || {
        let mut command = workspace.fetch_command(&org, &[]);
        command.env("SF_INSTANCE_URL", format!("http://{closed}"));
        Answer::of(command)
    });
    answer.says(&["no connection to the org", "check the network, the proxy"]);
}

#[test]
fn the_host_is_no_org() {
    let (workspace, org) = outdated();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut head = [0; 4096];
            let _ = stream.read(&mut head);
            let page = "<html>Welcome</html>";
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}",
                page.len()
            );
        }
    });
    let answer = untouched(&workspace, || {
        let mut command = workspace.fetch_command(&org, &["--full"]);
        command.env("SF_INSTANCE_URL", format!("http://{address}"));
        Answer::of(command)
    });
    answer.says(&["no Salesforce org: check the instance URL"]);
}

#[test]
fn the_org_does_not_have_the_version() {
    let (workspace, org) = outdated();
    let answer = untouched(&workspace, || {
        workspace.fetch(&org, &["--api-version", "99.0"])
    });
    answer.says(&["try another --api-version"]);
    let answer = untouched(&workspace, || {
        workspace.fetch(&org, &["--api-version", "new"])
    });
    answer.says(&["\"new\" is not an API version"]);
}

#[test]
fn an_object_is_unknown() {
    let (workspace, org) = outdated();
    let objects = ["--objects", "Acount,Contact,Leed,old__*"];
    let answer = untouched(&workspace, || workspace.fetch(&org, &objects));
    answer.says(&[
        "error: Acount: the org has no such object",
        "did you mean Account?",
        "error: Leed: ",
        "did you mean Lead?",
        "no object of the org matches `old__*`",
    ]);
    let allowed = workspace.fetch(&org, &[&objects[..], &["--allow-missing"]].concat());
    assert_eq!(allowed.code, 0, "{}", allowed.err);
    assert!(
        allowed
            .out
            .contains("missing: Acount: the org has no such object"),
        "{}",
        allowed.out
    );
    assert!(
        workspace
            .names("salesforce")
            .contains(&"Contact.json".to_owned())
    );
}

#[test]
fn an_object_may_not_be_described() {
    let workspace = Workspace::empty();
    let denying = FakeOrg::builder()
        .schema_dir(FIXTURES)
        .deny_describe(["Lead", "Case"]);
    let org = Org::start(denying.described_at(DESCRIBED_AT));
    let objects = ["--objects", "Account,Case,Lead"];
    let answer = untouched(&workspace, || workspace.fetch(&org, &objects));
    answer.says(&[
        "error: Case: ",
        "error: Lead: ",
        "INSUFFICIENT_ACCESS",
        "--allow-missing",
    ]);
    assert!(!workspace.path("salesforce").exists());
    let allowed = workspace.fetch(&org, &[&objects[..], &["--allow-missing"]].concat());
    assert_eq!(allowed.code, 0, "{}", allowed.err);
    assert!(allowed.out.contains("missing: Lead: "), "{}", allowed.out);
    assert_eq!(
        workspace.names("salesforce"),
        ["Account.json", "Name.json", "_snapshot.json", "names.lock"]
    );
    assert_eq!(workspace.names("."), ["org", "salesforce"]);
}

/// A snapshot that lacks something is not taken for a whole one because the org has not changed.
#[test]
fn what_was_missing_is_asked_for_again() {
    let workspace = Workspace::empty();
    let org = |denied: &[&str]| {
        let builder = FakeOrg::builder().schema_dir(FIXTURES);
        let builder = builder.deny_describe(denied.iter().copied());
        Org::start(builder.described_at(DESCRIBED_AT))
    };
    let denying = org(&["Lead"]);
    let objects = ["--objects", "Account,Lead,old__*", "--allow-missing"];
    workspace.fetch(&denying, &objects).fine();
    let manifest = workspace.read("salesforce/_snapshot.json");
    assert!(manifest.contains("\"missing\": [\n    \"Lead\",\n    \"old__*\"\n  ]"));
    denying.api_calls();

    let answer = untouched(&workspace, || workspace.fetch(&denying, &[]));
    answer.says(&["error: no object of the org matches `old__*`"]);
    denying.api_calls();
    // Allowed once more, it is said and nothing is written. What is there is not asked for.
    let before = workspace.files();
    let again = workspace.fetch(&denying, &["--allow-missing"]).fine();
    assert!(again.out.contains("missing: Lead: "), "{}", again.out);
    assert!(again.has_line(&["changed", "nothing"]), "{}", again.out);
    assert_eq!(denying.api_calls(), 3);
    assert_eq!(workspace.files(), before);

    let known = ["--objects", "Account,Lead"];
    workspace
        .fetch(&denying, &[&known[..], &["--allow-missing"]].concat())
        .fine();
    denying.api_calls();
    let answer = untouched(&workspace, || workspace.fetch(&denying, &[]));
    answer.says(&["error: Lead: ", "INSUFFICIENT_ACCESS"]);
    assert_eq!(denying.api_calls(), 3);
    assert_eq!(workspace.names("."), ["org", "salesforce"]);

    // The same org lets the user see it.
    let org = org(&[]);
    let fetched = workspace.fetch(&org, &known).fine();
    assert!(
        fetched.has_line(&["added", "1:", "Lead"]),
        "{}",
        fetched.out
    );
    assert!(
        !workspace
            .read("salesforce/_snapshot.json")
            .contains("missing")
    );
    org.api_calls();
    workspace.fetch(&org, &[]).fine();
    assert_eq!(org.api_calls(), 1);
}

/// As versions before wrote it.
#[test]
fn a_manifest_that_does_not_tell_what_is_missing_is_read() {
    let (workspace, org) = outdated();
    let manifest = workspace.read("salesforce/_snapshot.json");
    assert!(!manifest.contains("missing"));
    workspace.run(&["lock", "--schema", "salesforce"]).fine();
    workspace.fetch(&org, &[]).fine();
}

#[test]
fn nothing_says_what_or_who() {
    let workspace = Workspace::empty();
    let org = Org::of_fixtures();
    let answer = untouched(&workspace, || workspace.fetch(&org, &[]));
    answer.says(&["nothing says which objects to fetch", "--objects Account"]);
    let answer = untouched(&workspace, || {
        Answer::of(workspace.fetch_without_login(&["--objects", "Account"]))
    });
    answer.says(&["nothing says who logs in", "--org ALIAS"]);
    assert_eq!(org.api_calls(), 0);
}

#[test]
fn a_snapshot_of_a_newer_version_is_left_alone() {
    let (workspace, org) = outdated();
    let manifest = workspace.read("salesforce/_snapshot.json");
    let newer = manifest.replace("\"format\": 1", "\"format\": 2");
    workspace.write("salesforce/_snapshot.json", &newer);
    let answer = untouched(&workspace, || {
        workspace.fetch(&org, &["--objects", "Account"])
    });
    answer.says(&["has format 2", "use that version or a later one"]);
}

/// What is recommended for a snapshot that was edited or has conflicts: take it anew.
#[test]
fn a_damaged_snapshot_is_taken_anew() {
    for file in ["Account.json", "_snapshot.json"] {
        let workspace = Workspace::empty();
        let org = Org::of_fixtures();
        workspace
            .fetch(&org, &["--objects", "Account,Contact", "--exclude", "Name"])
            .fine();
        let good = workspace.read(&format!("salesforce/{file}"));
        workspace.write(
            &format!("salesforce/{file}"),
            &format!("<<<<<<< HEAD\n{good}=======\n{good}>>>>>>> other\n"),
        );
        // Whatever reads the snapshot names the command that repairs it.
        let read = workspace.run(&["lock", "--schema", "salesforce"]);
        assert_eq!(read.code, 2);
        let (_, command) = read
            .err
            .rsplit_once("`sf-codegen fetch ")
            .expect("a command");
        let (command, _) = command.split_once('`').expect("its end");
        let arguments: Vec<&str> = command.split_whitespace().collect();
        workspace.fetch(&org, &arguments).fine();
        workspace
            .run(&["lock", "--schema", "salesforce", "--check"])
            .fine();
        assert_eq!(
            workspace.names("salesforce"),
            [
                "Account.json",
                "Contact.json",
                "_snapshot.json",
                "names.lock"
            ]
        );
        // But for when it was asked.
        let timeless = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.contains("\"asOf\""));
            lines.map(str::to_owned).collect()
        };
        let repaired = workspace.read(&format!("salesforce/{file}"));
        assert_eq!(timeless(&repaired), timeless(&good));
    }
}

/// The manifest would have told.
#[test]
fn a_conflict_in_the_selection_is_not_a_selection_that_nobody_made() {
    let (workspace, org) = outdated();
    let good = workspace.read("salesforce/_snapshot.json");
    workspace.write(
        "salesforce/_snapshot.json",
        &format!("<<<<<<< HEAD\n{good}=======\n{good}>>>>>>> other\n"),
    );
    let answer = untouched(&workspace, || workspace.fetch(&org, &[]));
    answer.says(&["merge conflict", "--objects Account,Contact`"]);
}

/// Two branches have fetched, one an object more, and git leaves the manifest to people.
#[test]
fn a_conflict_in_the_manifest_is_settled_offline() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    workspace.fetch(&org, &["--objects", "Account,Lead"]).fine();
    let theirs = workspace.read("salesforce/_snapshot.json");
    workspace
        .fetch(&org, &["--objects", "Account,Contact"])
        .fine();
    let ours = workspace.read("salesforce/_snapshot.json");
    let conflict = format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n");
    workspace.write("salesforce/_snapshot.json", &conflict);
    let read = workspace.run(&["lock", "--schema", "salesforce"]);
    assert!(
        read.err.contains("run `sf-codegen snapshot salesforce`"),
        "{}",
        read.err
    );
    workspace.run(&["snapshot", "salesforce"]).fine();
    let settled: Value =
        serde_json::from_str(&workspace.read("salesforce/_snapshot.json")).expect("JSON");
    let all = serde_json::json!(["Account", "Contact", "Lead"]);
    assert_eq!(settled["selection"]["objects"], all);
    assert_eq!(settled["apiVersion"], "66.0");
    assert_eq!(settled["orgId"], "00DFk0000000001MAA");
    assert_eq!(settled["asOf"], Value::Null);
    // What only the other branch has is fetched by the next run, which needs no arguments.
    let fetched = workspace.fetch(&org, &[]).fine();
    assert!(
        fetched.has_line(&["added", "1:", "Lead"]),
        "{}",
        fetched.out
    );
    // One side of a later version is not written over.
    let newer = theirs.replace("\"format\": 1", "\"format\": 2");
    let conflict = format!("<<<<<<< HEAD\n{ours}=======\n{newer}>>>>>>> other\n");
    workspace.write("salesforce/_snapshot.json", &conflict);
    let answer = untouched(&workspace, || workspace.run(&["snapshot", "salesforce"]));
    answer.says(&["merge conflict"]);
}

#[test]
fn a_run_that_failed_goes_on_where_it_was() {
    let folder = org_of(300, "first");
    let org = Org::start(
        FakeOrg::builder()
            .schema_dir(folder.path())
            .described_at(DESCRIBED_AT),
    );
    let workspace = Workspace::empty();
    let limit = Fault::new(FaultKind::DailyLimit)
        .path("/composite")
        .after(7)
        .always();
    org.org.faults().add(limit);
    let answer = untouched(&workspace, || workspace.fetch(&org, &["--objects", "*"]));
    answer.says(&["what was fetched is kept: run the command again to go on"]);
    assert!(!workspace.path("salesforce").exists());
    let kept = workspace.names(".salesforce.partial");
    let there = kept
        .iter()
        .filter(|name| name.starts_with("Object_"))
        .count();
    assert!((1..300).contains(&there), "{kept:?}");
    assert_eq!(workspace.read(".salesforce.partial/.gitignore"), "*\n");

    org.org.faults().clear();
    org.api_calls();
    workspace.fetch(&org, &["--objects", "*"]).fine();
    assert_eq!(org.api_calls(), 1 + (300 - there).div_ceil(25) as u64);
    assert_eq!(workspace.names("salesforce").len(), 302);
    assert_eq!(workspace.names("."), ["org", "salesforce"]);
}

/// What was kept is of an org that is no more.
#[test]
fn a_run_after_a_change_starts_anew() {
    let (first, second) = (org_of(100, "first"), org_of(100, "second"));
    let start = |folder: &tempfile::TempDir, at| {
        Org::start(
            FakeOrg::builder()
                .schema_dir(folder.path())
                .described_at(at),
        )
    };
    let workspace = Workspace::empty();
    let org = start(&first, DESCRIBED_AT);
    let limit = Fault::new(FaultKind::DailyLimit)
        .path("/composite")
        .after(2)
        .always();
    org.org.faults().add(limit);
    assert_eq!(workspace.fetch(&org, &["--objects", "*"]).code, 2);
    let org = start(&second, DESCRIBED_AT * 2);
    workspace.fetch(&org, &["--objects", "*"]).fine();
    assert_eq!(org.api_calls(), 5);
    for number in 0..100 {
        let text = workspace.read(&format!("salesforce/Object_{number:04}__c.json"));
        assert!(
            text.contains("second") && !text.contains("first"),
            "{number}"
        );
    }
}

/// A snapshot with a second describe of an object could not be read, so it is not made.
#[test]
fn an_object_that_another_file_describes() {
    let (workspace, org) = outdated();
    let contact = workspace.read("salesforce/Contact.json");
    workspace.write("salesforce/Contact2.json", &contact);
    for arguments in [&[][..], &["--full"], &["--objects", "Contact"]] {
        let answer = untouched(&workspace, || workspace.fetch(&org, arguments));
        answer.says(&[
            "Contact2.json",
            "Contact.json",
            "the object is described here",
        ]);
    }
    // Also where the org has nothing new.
    std::fs::remove_file(workspace.path("salesforce/Contact2.json")).expect("removed");
    workspace.fetch(&org, &[]).fine();
    workspace.write("salesforce/Contact2.json", &contact);
    let answer = untouched(&workspace, || workspace.fetch(&org, &[]));
    answer.says(&["Contact2.json", "Contact.json"]);
    // Of another object it is somebody's, and stays.
    let other = contact.replacen("\"Contact\"", "\"Visitor__c\"", 1);
    workspace.write("salesforce/Contact2.json", &other);
    workspace.fetch(&org, &[]).fine();
    assert_eq!(workspace.read("salesforce/Contact2.json"), other);
}
