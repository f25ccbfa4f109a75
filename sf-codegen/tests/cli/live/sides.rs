//! On which side an org may be, and how much it is asked.

use std::fs;
use std::process::Command;

use serde_json::json;

use super::{OBJECTS, after, application, before, org_at};
use crate::fetch::{DESCRIBED_AT, Org};
use crate::{Answer, FIXTURES, Workspace};

#[test]
fn an_org_may_be_the_old_side() {
    let workspace = application();
    let (org, _folder) = after();
    let answer = workspace.diff_live(&org, &["org:", "salesforce", "--src", "src"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    assert!(
        answer
            .out
            .starts_with("compatible[field-added]: Account.Fax: the field is new\n"),
        "{}",
        answer.out
    );
    // What breaks in a program that was written for the org, by the names in the snapshot.
    let (gone, _folder) = org_at(DESCRIBED_AT, &OBJECTS, |name, describe| {
        if name == "Account" {
            let fields = describe["fields"].as_array_mut().expect("fields");
            let mut more = fields[0].clone();
            more["name"] = json!("Gone__c");
            more["type"] = json!("string");
            fields.push(more);
        }
    });
    workspace.write(
        "src/main.rs",
        "fn f() { soql!(\"SELECT Gone__c FROM Account\"); }",
    );
    let arguments = [
        "org:",
        "salesforce",
        "--src",
        "src",
        "--api-version",
        "60.0",
    ];
    let answer = workspace.diff_live(&gone, &arguments);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    assert!(
        answer
            .out
            .contains("src/main.rs:1:24: error[field-removed]: Account.Gone__c"),
        "{}",
        answer.out
    );
}

#[test]
fn a_snapshot_in_git_is_asked_for_what_has_changed_since() {
    let workspace = application();
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .current_dir(workspace.path("."))
            .args(["-c", "user.name=T", "-c", "user.email=t@example.com"])
            .args(arguments)
            .output()
            .expect("git");
        assert!(output.status.success(), "{arguments:?}");
    };
    git(&["init", "-q", "-b", "org"]);
    git(&["add", "salesforce"]);
    git(&["commit", "-qm", "snapshot"]);
    fs::remove_dir_all(workspace.path("salesforce")).expect("removed");
    let (org, _folder) = before();
    let answer = workspace.diff_live(&org, &["HEAD:salesforce", "org:"]);
    answer.ends_with(0, "compared 3 objects: no difference\nused     1 API call");
    assert_eq!(org.api_calls(), 1);
    // The branch is called as an org is written.
    let answer = workspace.diff_live(&org, &["heads/org:salesforce", "HEAD:salesforce"]);
    assert_eq!(answer.fine().out, "compared 3 objects: no difference\n");
}

#[test]
fn what_is_on_disk_goes_before_an_org() {
    let workspace = application();
    fs::rename(workspace.path("salesforce"), workspace.path("org:x")).expect("renamed");
    let answer = Answer::of(workspace.without_login(&["diff", "org:x", "org:x"]));
    assert_eq!(answer.fine().out, "compared 3 objects: no difference\n");
}

/// Describes as they came tell neither which org they are of nor when.
#[test]
fn raw_describes_are_asked_for_in_full() {
    let workspace = Workspace::whole();
    let org = Org::of_fixtures();
    let objects = fs::read_dir(FIXTURES).expect("the fixtures").count();
    let answer = workspace.diff_live(&org, &["org", "org:"]).fine();
    assert!(answer.out.contains("no difference"), "{}", answer.out);
    let calls = org.api_calls();
    assert!(
        (2..=1 + objects.div_ceil(25) as u64).contains(&calls),
        "{calls}"
    );
}

#[test]
fn what_the_snapshot_cannot_answer_for_is_asked_for_in_full() {
    let workspace = application();
    let (org, _folder) = before();
    // It is of another org, or of another version.
    let manifest = workspace.read("salesforce/_snapshot.json");
    for (part, other) in [
        ("00DFk0000000001MAA", "00DFk0000000002MAA"),
        ("66.0", "60.0"),
    ] {
        assert!(manifest.contains(part));
        let other = manifest.replace(part, other);
        workspace.write("salesforce/_snapshot.json", &other);
        let arguments = ["salesforce", "org:", "--api-version", "66.0"];
        let answer = workspace.diff_live(&org, &arguments);
        answer.ends_with(0, "no difference\nused     2 API calls");
    }
    workspace.write("salesforce/_snapshot.json", &manifest);
    // It is not asked to answer.
    let answer = workspace.diff_live(&org, &["salesforce", "org:", "--full"]);
    answer.ends_with(0, "no difference\nused     2 API calls");
    // A file that was edited.
    let account = workspace.read("salesforce/Account.json");
    let edited: Vec<&str> = account
        .lines()
        .filter(|line| !line.contains("\"name\": \"Fax\""))
        .collect();
    workspace.write("salesforce/Account.json", &edited.join("\n"));
    let answer = workspace.diff_live(&org, &["salesforce", "org:"]);
    answer.ends_with(0, "compared 3 objects: 1 compatible\nused     2 API calls");
    assert!(
        answer
            .out
            .starts_with("compatible[field-added]: Account.Fax"),
        "{}",
        answer.out
    );
}

#[cfg(unix)]
#[test]
fn both_sides_may_be_orgs() {
    use std::os::unix::fs::PermissionsExt;

    let workspace = Workspace::empty();
    let ((sandbox, _one), (production, _two)) = (before(), after());
    fs::create_dir(workspace.path("bin")).expect("a folder");
    let display = |org: &Org| {
        json!({"status": 0, "result": {
            "accessToken": org.org.access_token(), "instanceUrl": org.org.url(),
        }})
    };
    workspace.write("sandbox.json", &display(&sandbox).to_string());
    workspace.write("production.json", &display(&production).to_string());
    let script = format!(
        "#!/bin/sh\n[ \"$1 $2 $3\" = \"org display --target-org\" ] || exit 1\ncat \"{}/$4.json\"\n",
        workspace.path("").display()
    );
    workspace.write("bin/sf", &script);
    let executable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(workspace.path("bin/sf"), executable).expect("permissions");
    let path = format!("{}:/usr/bin:/bin", workspace.path("bin").display());
    let diff = |arguments: &[&str]| {
        let mut command = workspace.without_login(&[&["diff"], arguments].concat());
        command.env("PATH", &path);
        Answer::of(command)
    };
    let answer = diff(&["org:sandbox", "org:production", "--objects", "acc*,lead"]);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    let expected = "breaking[field-removed]: Account.Fax: the field is gone\n\
                    breaking[updateable]: Account.Website: it cannot be set on update any more\n\n\
                    compared 2 objects: 2 breaking\norg:sandbox: used     2 API calls; ";
    assert!(answer.out.starts_with(expected), "{}", answer.out);
    assert!(
        answer
            .out
            .contains("\norg:production: used     2 API calls; ")
    );
    assert_eq!((sandbox.api_calls(), production.api_calls()), (2, 2));
    let answer = diff(&["org:sandbox", "org:production", "--objects", "Lead,Nope"]);
    assert_eq!(answer.code, 2);
    answer.says(&["neither org has an object `Nope`"]);
    // Which org it is that refuses.
    production.org.expire_tokens();
    let answer = diff(&["org:sandbox", "org:production", "--objects", "Lead"]);
    assert_eq!(answer.code, 2);
    answer.says(&["org:production: "]);
    assert_eq!(
        workspace.names("."),
        ["bin", "org", "production.json", "sandbox.json"]
    );
}
