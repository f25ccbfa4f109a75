//! `check` and `diff` against a live org.

mod refused;
mod sides;

use std::fs;

use serde_json::{Value, json};
use sf_fake_org::FakeOrg;
use tempfile::TempDir;

use crate::fetch::{DESCRIBED_AT, Org, changed};
use crate::{Answer, Workspace};

const MAIN: &str = r#"use org::Account;

async fn run(sf: &Client) {
    let rows = soql!("SELECT Id, Fax FROM Account");
    Account::update(id).website("https://acme.example").send(&sf).await?;
}
"#;

const DIFFERENCES: &str = "\
breaking[field-removed]: Account.Fax: the field is gone
breaking[updateable]: Account.Website: it cannot be set on update any more

src/main.rs:4:34: error[field-removed]: Account.Fax: the field is gone
   |      let rows = soql!(\"SELECT Id, Fax FROM Account\");
   |                                   ^^^

src/main.rs:5:25: error[updateable]: Account.Website: it cannot be set on update any more
   |      Account::update(id).website(\"https://acme.example\").send(&sf).await?;
   |                          ^^^^^^^

";

/// An org of these objects, some of them changed by `change`, that somebody changed last at this time.
pub(super) fn org_at(
    at: i64,
    objects: &[&str],
    change: impl Fn(&str, &mut Value),
) -> (Org, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    for name in objects {
        let text = changed(name, |describe| change(name, describe));
        fs::write(folder.path().join(format!("{name}.json")), text).expect("a describe");
    }
    let builder = FakeOrg::builder().schema_dir(folder.path());
    (Org::start(builder.described_at(at)), folder)
}

const OBJECTS: [&str; 4] = ["Account", "Contact", "Lead", "Name"];

/// The org that the snapshot is of.
fn before() -> (Org, TempDir) {
    org_at(DESCRIBED_AT, &OBJECTS, |_, _| {})
}

/// The same, in which a field is gone and one is read-only.
fn after() -> (Org, TempDir) {
    org_at(DESCRIBED_AT * 2, &OBJECTS, |name, describe| {
        if name == "Account" {
            let fields = describe["fields"].as_array_mut().expect("fields");
            fields.retain(|field| field["name"] != "Fax");
            let website = fields.iter_mut().find(|field| field["name"] == "Website");
            website.expect("a field")["updateable"] = json!(false);
        }
    })
}

/// A snapshot of `before` in `salesforce`, and a program in `src`.
fn application() -> Workspace {
    let workspace = Workspace::empty();
    let (org, _folder) = before();
    workspace
        .fetch(&org, &["--objects", "Account,Contact"])
        .fine();
    fs::create_dir(workspace.path("src")).expect("a folder");
    workspace.write("src/main.rs", MAIN);
    workspace
}

impl Workspace {
    /// `check` of `salesforce` and `src`, with the login in the environment.
    fn check_live(&self, org: &Org, arguments: &[&str]) -> Answer {
        let check = ["check", "--schema", "salesforce", "--live", "--src", "src"];
        Answer::of(self.with_token(org, &[&check, arguments].concat()))
    }

    fn diff_live(&self, org: &Org, arguments: &[&str]) -> Answer {
        Answer::of(self.with_token(org, &[&["diff"], arguments].concat()))
    }
}

impl Answer {
    #[track_caller]
    fn ends_with(&self, code: i32, end: &str) {
        assert_eq!((self.code, self.err.as_str()), (code, ""), "{}", self.out);
        // How many calls are left is the org's business.
        let (out, _) = self.out.rsplit_once("; ").unwrap_or((&self.out, ""));
        assert!(out.ends_with(end), "no {end:?} at the end of\n{}", self.out);
    }
}

#[test]
fn an_org_that_has_not_changed_is_asked_once_and_nothing_is_written() {
    let workspace = application();
    let (org, _folder) = before();
    let files = workspace.files();
    let expected = "salesforce is sound (3 objects)\nsalesforce/names.lock is up to date\n\
                    checked 1 query in 1 file: all right\n\
                    compared 3 objects: no difference\nnothing of yours is affected\n\
                    used     1 API call";
    workspace.check_live(&org, &[]).ends_with(0, expected);
    assert_eq!(org.api_calls(), 1);
    let answer = workspace.check_live(&org, &["-q"]).fine();
    assert_eq!(answer.out, "");
    assert_eq!(org.api_calls(), 1);
    let expected = "compared 3 objects: no difference\nused     1 API call";
    let answer = workspace.diff_live(&org, &["salesforce", "org:"]);
    answer.ends_with(0, expected);
    assert_eq!(org.api_calls(), 1);
    assert_eq!(workspace.files(), files);
}

#[test]
fn what_has_changed_is_named_with_the_lines_that_it_breaks() {
    let workspace = application();
    let (org, _folder) = after();
    let files = workspace.files();
    let expected = format!(
        "checked 1 query in 1 file: all right\n{DIFFERENCES}compared 3 objects: 2 breaking\n\
         affected: 2 places in 1 file\nused     2 API calls"
    );
    workspace.check_live(&org, &[]).ends_with(1, &expected);
    // The list, and the describes of three objects.
    assert_eq!(org.api_calls(), 2);
    let diff = ["salesforce", "org:", "--src", "src"];
    let (_, expected) = expected.split_once('\n').expect("a line");
    workspace.diff_live(&org, &diff).ends_with(1, expected);
    assert_eq!(workspace.files(), files);
}

#[test]
fn the_exit_code_is_for_what_was_named() {
    let workspace = application();
    let (org, _folder) = after();
    let code = |arguments: &[&str]| {
        let answer = workspace.check_live(&org, arguments);
        assert_eq!(answer.err, "");
        answer.code
    };
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--affected"]), 1);
    workspace.write(
        "src/main.rs",
        "fn f() { soql!(\"SELECT Id, Phone FROM Account\"); }",
    );
    assert_eq!(code(&[]), 1, "what touches nothing counts as well");
    assert_eq!(code(&["--affected"]), 0, "unless it should not");
    // A query that is wrong by the snapshot is wrong whatever the org says.
    workspace.write(
        "src/main.rs",
        "fn f() { soql!(\"SELECT Nope FROM Account\"); }",
    );
    assert_eq!(code(&["--fail-on", "never"]), 1);
}

#[test]
fn an_object_that_is_gone_or_hidden_is_a_difference_and_a_new_one_is_not() {
    let workspace = application();
    let (org, folder) = before();
    workspace
        .fetch(&org, &["--objects", "Account,Contact,Lead"])
        .fine();
    fs::remove_file(folder.path().join("Contact.json")).expect("removed");
    let text = changed("Campaign", |_| {});
    fs::write(folder.path().join("Campaign.json"), text).expect("a describe");
    let builder = FakeOrg::builder().schema_dir(folder.path());
    let hiding = builder.deny_describe(["Lead"]);
    let org = Org::start(hiding.described_at(DESCRIBED_AT * 2));
    let answer = workspace.check_live(&org, &[]);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    for object in ["Contact", "Lead"] {
        let line = format!("breaking[object-removed]: {object}: ");
        assert!(answer.out.contains(&line), "{}", answer.out);
    }
    assert!(!answer.out.contains("Campaign"), "{}", answer.out);
    assert!(answer.out.contains("compared 4 objects: 2 breaking"));
}

#[test]
fn without_a_login_no_org_is_asked() {
    let workspace = application();
    let (org, _folder) = after();
    let command = workspace.with_token(&org, &["check", "--schema", "salesforce", "--src", "src"]);
    let answer = Answer::of(command).fine();
    assert!(
        answer
            .out
            .ends_with("checked 1 query in 1 file: all right\n"),
        "{}",
        answer.out
    );
    assert_eq!(org.org.requests().len(), 0);
}

#[test]
fn programs_and_code_hosts_get_all_findings() {
    let workspace = application();
    let (org, _folder) = after();
    workspace.write(
        "src/other.rs",
        "fn f() { soql!(\"SELECT Nope FROM Account\"); }",
    );
    fs::remove_file(workspace.path("salesforce/names.lock")).expect("removed");
    let answer = workspace.check_live(&org, &["--format", "json"]);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""));
    let lines = answer.out.lines().map(serde_json::from_str);
    let lines: Vec<Value> = lines.collect::<Result<_, _>>().expect("JSON");
    let expected = json!({ "stale": 1, "errors": 1, "warnings": 0, "breaking": 2, "risky": 0,
                           "compatible": 0, "affected": 2, "calls": 2 });
    assert_eq!(lines.last(), Some(&expected));
    assert_eq!(
        lines[0],
        json!({ "stale": "salesforce/names.lock", "how": "missing" })
    );
    assert_eq!(lines[1]["file"], "src/other.rs");
    assert_eq!(lines[2]["change"], "field-removed");
    assert_eq!(
        (&lines[4]["file"], &lines[4]["line"]),
        (&json!("src/main.rs"), &json!(4))
    );

    let answer = workspace.check_live(&org, &["--format", "sarif", "--output", "check.sarif"]);
    let status = "salesforce is sound (3 objects)\n1 stale file: run `sf-codegen lock` to write it\n\
                  checked 2 queries in 2 files: 1 error\ncompared 3 objects: 2 breaking\n";
    assert!(answer.out.starts_with(status), "{}", answer.out);
    let log: Value = serde_json::from_str(&workspace.read("check.sarif")).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let found: Vec<(&str, &str)> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().expect("a path");
            (result["ruleId"].as_str().expect("a rule"), uri)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("stale", "salesforce/names.lock"),
            ("INVALID_FIELD", "src/other.rs"),
            ("field-removed", "src/main.rs"),
            ("updateable", "src/main.rs"),
        ]
    );

    let answer = workspace.check_live(&org, &["--format", "markdown"]);
    for part in [
        "### What is committed\n\n| where | what |\n|---|---|\n| salesforce/names.lock | stale: missing |\n\
         | src/other.rs:1:24 | no field",
        "\n### Salesforce schema: 2 breaking\n",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
}

/// The differences are those of two orgs then, which most likely is a slip.
#[test]
fn another_org_than_the_snapshots_is_told() {
    let workspace = application();
    let (org, _folder) = before();
    let warning = "warning: the snapshot is of another org, ";
    let answer = workspace.check_live(&org, &[]).fine();
    assert!(!answer.out.contains(warning), "{}", answer.out);
    let manifest = workspace.read("salesforce/_snapshot.json");
    let mut manifest: Value = serde_json::from_str(&manifest).expect("JSON");
    let other = "00D000000000099AAA";
    assert_ne!(manifest["orgId"], other);
    manifest["orgId"] = json!(other);
    workspace.write("salesforce/_snapshot.json", &manifest.to_string());
    for arguments in [&[][..], &["--full"]] {
        let answer = workspace.check_live(&org, arguments).fine();
        let line = format!("{warning}{other}\n");
        assert!(answer.out.contains(&line), "{}", answer.out);
    }
}
