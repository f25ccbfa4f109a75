//! The README's example for GitHub Actions: its commands, run as a runner does.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use sf_fake_org::FakeOrg;

use crate::diff::git::git;
use crate::fetch::{DESCRIBED_AT, Org, changed};
use crate::{Answer, FIXTURES, Workspace};

const README: &str = include_str!("../../../README.md");

/// The text of a step's `run`, in the order of the steps.
fn commands() -> Vec<String> {
    let (_, rest) = README
        .split_once("# .github/workflows/org.yml\n")
        .expect("the README has the example");
    let (yaml, _) = rest.split_once("```").expect("the example ends");
    let mut commands = Vec::new();
    let mut lines = yaml.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.trim_start().strip_prefix("- run: ") else {
            continue;
        };
        if command != ">" {
            commands.push(command.to_owned());
            continue;
        }
        // A folded text: the lines below that stand further in are one line.
        let deep = line.len() - line.trim_start().len() + 4;
        let mut folded = Vec::new();
        while let Some(line) = lines.next_if(|line| line.starts_with(&" ".repeat(deep))) {
            folded.push(line.trim());
        }
        commands.push(folded.join(" "));
    }
    commands
}

/// A repository with an application and the snapshot of an org, and a folder of describes to change.
fn repository(org: &Org) -> Option<Workspace> {
    let workspace = Workspace::empty();
    let root = workspace.path("app");
    fs::create_dir_all(root.join("src")).expect("a folder");
    if !git(&root, &["init", "-q"]) {
        println!("skipped: there is no git");
        return None;
    }
    let program = "fn f() {\n    soql!(\"SELECT Id, Fax FROM Account\");\n    \
                   soql!(\"SELECT Id, Phone FROM Account\");\n}\n";
    workspace.write("app/src/main.rs", program);
    let arguments = ["--out", "app/salesforce", "--objects", "Account,Contact"];
    workspace.fetch(org, &arguments).fine();
    assert!(git(&root, &["add", "."]));
    assert!(git(&root, &["commit", "-q", "-m", "The application"]));
    Some(workspace)
}

/// Runs the steps in a shell, as the runner does, with a login that a loopback address can have.
fn run(workspace: &Workspace, org: &Org) {
    let tool = PathBuf::from(env!("CARGO_BIN_EXE_sf-codegen"));
    let mut path = vec![tool.parent().expect("a folder").to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let path = env::join_paths(path).expect("a path");
    let commands = commands();
    assert_eq!(
        commands[0], "cargo install sf-codegen --features cli",
        "what is tested here is that program"
    );
    for command in &commands[1..] {
        let mut shell = Command::new("bash");
        shell.args(["-e", "-o", "pipefail", "-c", command]);
        shell
            .current_dir(workspace.path("app"))
            .env("PATH", &path)
            .env("SF_ACCESS_TOKEN", org.org.access_token())
            .env("SF_INSTANCE_URL", org.org.url())
            .env_remove("SFDX_AUTH_URL");
        let answer = Answer::of(shell);
        assert_eq!(answer.code, 0, "{command}\n{}{}", answer.out, answer.err);
    }
}

#[test]
fn a_change_in_the_org_becomes_a_new_snapshot_and_a_report() {
    let before = Org::of_fixtures();
    let Some(workspace) = repository(&before) else {
        return;
    };
    let root = workspace.path("app");
    let is_clean = || git(&root, &["diff", "--quiet", "HEAD"]);

    // An org that has not changed proposes nothing.
    run(&workspace, &before);
    assert!(is_clean());
    let report = workspace.read("report.md");
    assert!(report.contains(": no difference\n"), "{report}");

    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(FIXTURES).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        fs::copy(&path, folder.path().join(name)).expect("a copy");
    }
    let text = changed("Account", |account| {
        let fields = account["fields"].as_array_mut().expect("fields");
        fields.retain(|field| field["name"] != "Fax");
    });
    fs::write(folder.path().join("Account.json"), text).expect("a describe");
    let builder = FakeOrg::builder().schema_dir(folder.path());
    let after = Org::start(builder.described_at(DESCRIBED_AT * 2));
    run(&workspace, &after);
    assert!(!is_clean());
    // Only the snapshot, which is what the pull request takes.
    assert!(git(
        &root,
        &["diff", "--quiet", "HEAD", "--", ".", ":!salesforce"]
    ));
    let report = workspace.read("report.md");
    for part in ["**Account.Fax**", "the field is gone", "src/main.rs:2:"] {
        assert!(report.contains(part), "no {part:?} in\n{report}");
    }
    assert!(!report.contains("src/main.rs:3:"), "{report}");
}
