//! `fetch`: against a fake org in this process.

mod failures;
mod interrupted;
mod logins;
mod progress;
mod wide;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use sf_fake_org::{Builder, FakeOrg};
use tokio::runtime::Runtime;

use crate::{Answer, FIXTURES, Workspace};

/// Long before any test, so that a second fetch is one of an org that has not changed.
pub(super) const DESCRIBED_AT: i64 = 1_767_225_600;

/// A fake org that runs beside the test.
pub(super) struct Org {
    pub(super) runtime: Runtime,
    pub(super) org: FakeOrg,
}

impl Org {
    pub(super) fn of_fixtures() -> Self {
        Self::start(
            FakeOrg::builder()
                .schema_dir(FIXTURES)
                .described_at(DESCRIBED_AT),
        )
    }

    pub(super) fn start(builder: Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let org = runtime.block_on(builder.start()).expect("the org starts");
        Self { runtime, org }
    }

    /// API calls so far, from none on.
    pub(super) fn api_calls(&self) -> u64 {
        let calls = self.org.calls().api;
        self.org.reset_calls();
        calls
    }
}

impl Workspace {
    /// `fetch` into `salesforce`, by token.
    fn fetch_command(&self, org: &Org, arguments: &[&str]) -> Command {
        self.with_token(org, &[&["fetch"], arguments].concat())
    }

    /// `fetch` into `salesforce`, of which the environment says nothing.
    fn fetch_without_login(&self, arguments: &[&str]) -> Command {
        self.without_login(&[&["fetch"], arguments].concat())
    }

    /// A command with a token of the org in its environment.
    pub(super) fn with_token(&self, org: &Org, arguments: &[&str]) -> Command {
        let mut command = self.without_login(arguments);
        command
            .env("SF_ACCESS_TOKEN", org.org.access_token())
            .env("SF_INSTANCE_URL", org.org.url());
        command
    }

    /// A command whose environment says nothing of an org.
    pub(super) fn without_login(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"SF") {
                command.env_remove(name);
            }
        }
        command.stdin(Stdio::null());
        command
    }

    pub(super) fn fetch(&self, org: &Org, arguments: &[&str]) -> Answer {
        Answer::of(self.fetch_command(org, arguments))
    }

    pub(super) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Answer {
    pub(super) fn of(mut command: Command) -> Self {
        let output = command.output().expect("the command ends");
        Self {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    pub(super) fn says(&self, parts: &[&str]) {
        for part in parts {
            assert!(
                self.err.contains(part),
                "no {part:?} in\n{}{}",
                self.out,
                self.err
            );
        }
    }
}

/// A fixture, changed.
pub(super) fn changed(object: &str, change: impl FnOnce(&mut Value)) -> String {
    let text = fs::read_to_string(Path::new(FIXTURES).join(format!("{object}.json")));
    let mut json = serde_json::from_str(&text.expect("a fixture")).expect("JSON");
    change(&mut json);
    json.to_string()
}

#[test]
fn what_is_fetched_generates_what_the_describes_generate() {
    let org = Org::of_fixtures();
    let workspace = Workspace::whole();
    let fetched = workspace.fetch(&org, &["--objects", "*"]).fine();
    // The list of objects, and 25 describes a call.
    let objects = workspace.names("org").len();
    assert_eq!(org.api_calls(), 1 + objects.div_ceil(25) as u64);
    let line = format!("snapshot {objects} objects in salesforce, API 66.0");
    assert!(fetched.out.starts_with(&line), "{}", fetched.out);
    assert!(
        fetched.out.contains("\nused     3 API calls; 1499"),
        "{}",
        fetched.out
    );
    workspace.generate(&["--out", "bindings"]).fine();
    assert_eq!(
        workspace.read("salesforce/names.lock"),
        workspace.read("org/names.lock")
    );
    workspace.generates_but_for_its_origin("bindings");
    let manifest: Value =
        serde_json::from_str(&workspace.read("salesforce/_snapshot.json")).expect("JSON");
    assert_eq!(manifest["orgId"], "00DFk0000000001MAA");
    assert_eq!(manifest["apiVersion"], "66.0");
    assert_eq!(manifest["selection"]["objects"], serde_json::json!(["*"]));
    assert!(
        manifest["asOf"]
            .as_str()
            .is_some_and(|time| time.ends_with('Z'))
    );
    // Nothing tells where the org is, and nothing is left beside the snapshot.
    for name in workspace.names("salesforce") {
        let text = workspace.read(&format!("salesforce/{name}"));
        assert!(
            !text.contains("127.0.0.1") && !text.contains("/services/data"),
            "{name}"
        );
    }
    assert_eq!(workspace.names("."), ["bindings", "org", "salesforce"]);
}

#[test]
fn an_org_that_has_not_changed_is_asked_once_and_nothing_is_written() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    workspace
        .fetch(&org, &["--objects", "Account,Contact"])
        .fine();
    org.api_calls();
    let before = workspace.files();
    let again = workspace.fetch(&org, &[]).fine();
    assert_eq!(org.api_calls(), 1);
    assert!(again.has_line(&["changed", "nothing"]), "{}", again.out);
    assert_eq!(workspace.files(), before);
    // Unless every describe is wanted.
    let full = workspace.fetch(&org, &["--full"]).fine();
    assert_eq!(org.api_calls(), 2);
    assert!(full.has_line(&["changed", "nothing"]), "{}", full.out);
    assert_eq!(workspace.files(), before);
}

#[test]
fn a_wider_selection_asks_in_full_only_for_what_is_new() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    workspace.fetch(&org, &["--objects", "Account"]).fine();
    assert_eq!(
        workspace.names("salesforce"),
        ["Account.json", "Name.json", "_snapshot.json", "names.lock"]
    );
    let before = workspace.files();
    let wider = workspace
        .fetch(
            &org,
            &["--objects", "account,C*", "--exclude", "Case,*Member"],
        )
        .fine();
    assert!(
        wider.has_line(&["added", "3:", "Campaign,", "Contact,", "ContentVersion"]),
        "{}",
        wider.out
    );
    assert!(!wider.out.contains("changed "), "{}", wider.out);
    let account = workspace.path("salesforce/Account.json");
    assert_eq!(workspace.files()[&account], before[&account]);
    // What was asked for is what is brought up to date.
    org.api_calls();
    workspace.fetch(&org, &[]).fine();
    assert_eq!(org.api_calls(), 1);
}

#[test]
fn a_change_in_the_org_is_a_change_of_its_file_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["Account", "Contact", "Name"] {
        let text = changed(name, |_| {});
        fs::write(folder.path().join(format!("{name}.json")), text).expect("a describe");
    }
    let start = |at| {
        Org::start(
            FakeOrg::builder()
                .schema_dir(folder.path())
                .described_at(at),
        )
    };
    let workspace = Workspace::empty();
    let before = start(DESCRIBED_AT);
    workspace.fetch(&before, &["--objects", "*"]).fine();
    let files = workspace.files();
    fs::write(workspace.path("salesforce/README.md"), "ours").expect("a file");
    fs::write(
        workspace.path("salesforce/sf.toml"),
        "[object.Account]\nrename = \"Customer\"\n",
    )
    .expect("a file");

    let text = changed("Account", |account| {
        let fields = account["fields"].as_array_mut().expect("fields");
        fields.retain(|field| field["name"] != "Fax");
    });
    fs::write(folder.path().join("Account.json"), text).expect("a describe");
    // Far from now, as if somebody had changed the org since.
    let after = start(DESCRIBED_AT * 2);
    let answer = workspace.fetch(&after, &[]).fine();
    assert!(
        answer.has_line(&["changed", "1:", "Account"]),
        "{}",
        answer.out
    );
    assert!(
        !workspace
            .read("salesforce/Account.json")
            .contains("\"Fax\"")
    );
    let contact = workspace.path("salesforce/Contact.json");
    assert_eq!(
        workspace.files()[&contact],
        files[&contact],
        "it is not written again"
    );
    assert_eq!(workspace.read("salesforce/README.md"), "ours");
    assert!(workspace.read("salesforce/names.lock").contains("Customer"));
}

#[test]
fn lookups_are_followed_so_that_paths_resolve() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let query = |workspace: &Workspace| {
        workspace.run(&[
            "soql",
            "--schema",
            "salesforce",
            "SELECT Project__r.Name, Owner__r.Account.Owner.Profile.Name FROM Milestone__c",
        ])
    };
    workspace
        .fetch(&org, &["--objects", "Milestone__c", "--with-parents"])
        .fine();
    let one = workspace.names("salesforce");
    assert!(
        one.contains(&"Contact.json".to_owned()) && !one.contains(&"Account.json".to_owned()),
        "{one:?}"
    );
    assert_ne!(query(&workspace).code, 0);
    workspace.fetch(&org, &["--with-parents=3"]).fine();
    let answer = query(&workspace);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert!(
        workspace
            .read("salesforce/_snapshot.json")
            .contains("\"withParents\": 3")
    );
}

#[test]
fn settings_say_what_and_arguments_go_before() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let settings = "[fetch]\nobjects = [\"Account\", \"Lead\"]\nexclude = [\"Name\"]\napi-version = \"60.0\"\n";
    workspace.write("org/sf.toml", settings);
    let fetched = workspace.fetch(&org, &["--out", "org"]).fine();
    assert!(
        fetched.out.contains("2 objects in org, API 60.0"),
        "{}",
        fetched.out
    );
    assert_eq!(
        workspace.names("org"),
        [
            "Account.json",
            "Lead.json",
            "_snapshot.json",
            "names.lock",
            "sf.toml"
        ]
    );
    let fetched = workspace
        .fetch(&org, &["--out", "org", "--objects", "Contact"])
        .fine();
    assert!(
        fetched.out.contains("1 object in org, API 60.0"),
        "{}",
        fetched.out
    );
    // Secrets are for files and the environment.
    workspace.write("org/sf.toml", "[fetch]\nclient-secret = \"SECRET\"\n");
    let refused = workspace.fetch(&org, &["--out", "org"]);
    assert_eq!(refused.code, 2);
    refused.says(&["org/sf.toml", "unknown field `client-secret`"]);
    assert!(!refused.err.contains("SECRET"), "{}", refused.err);
}
