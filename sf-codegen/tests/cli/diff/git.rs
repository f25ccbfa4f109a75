//! Snapshots of revisions.

use std::path::Path;
use std::process::Command;

use super::{LINES, SUMMARY, said, text, two};
use crate::{Answer, Workspace};

/// git, without anybody's settings; whether it did it.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> bool {
    let status = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output();
    status.is_ok_and(|output| output.status.success())
}

/// A manifest of this format that lists no object.
fn manifest(format: u32) -> String {
    format!(r#"{{"format": {format}, "tool": "1.0.0", "objects": {{}}}}"#)
}

/// A repository whose branch `base` has the old snapshot in `sub/salesforce`, and whose folder has
/// the new one.
fn repository() -> Option<Workspace> {
    let workspace = two();
    let root = workspace.path("");
    if !git(&root, &["--version"]) {
        println!("skipped: there is no git");
        return None;
    }
    std::fs::create_dir_all(workspace.path("sub")).expect("a folder");
    std::fs::rename(workspace.path("old"), workspace.path("sub/salesforce")).expect("moved");
    workspace.write("sub/salesforce/sf.toml", "objects = [\"Nothing\"]\n");
    workspace.write("sub/salesforce/_snapshot.json", &manifest(1));
    assert!(git(&root, &["init", "-q"]));
    assert!(git(&root, &["add", "sub"]));
    assert!(git(&root, &["commit", "-q", "-m", "The snapshot"]));
    assert!(git(&root, &["branch", "base"]));
    let new = workspace.read("new/Thing__c.json");
    workspace.write("sub/salesforce/Thing__c.json", &new);
    Some(workspace)
}

#[test]
fn a_revision_and_a_folder() {
    let Some(workspace) = repository() else {
        return;
    };
    let expected = format!("{LINES}{SUMMARY}");
    for old in [
        "base:sub/salesforce",
        "HEAD:./sub/salesforce",
        "base:sub/salesforce/Thing__c.json",
    ] {
        said(&workspace.diff(&[old, "sub/salesforce"]), 1, &expected);
    }
    let none = "compared 1 object: no difference\n";
    said(
        &workspace.diff(&["HEAD:sub/salesforce", "base:sub/salesforce"]),
        0,
        none,
    );
    let root = workspace.path("");
    assert!(git(&root, &["commit", "-qam", "The new one"]));
    said(
        &workspace.diff(&["HEAD~1:sub/salesforce", "HEAD:sub/salesforce"]),
        1,
        &expected,
    );
    let sarif = workspace.diff(&[
        "--format",
        "sarif",
        "HEAD~1:sub/salesforce",
        "HEAD:sub/salesforce",
    ]);
    assert!(
        sarif
            .out
            .contains("\"uri\":\"sub/salesforce/Thing__c.json\""),
        "{}",
        sarif.out
    );
}

/// A crate of a workspace: its folder is not the root of the repository.
#[test]
fn from_a_folder_of_the_repository() {
    let Some(workspace) = repository() else {
        return;
    };
    std::fs::create_dir_all(workspace.path("sub/src")).expect("a folder");
    let expected = format!("{LINES}{SUMMARY}");
    for (folder, old, new) in [
        ("sub", "base:sub/salesforce", "salesforce"),
        ("sub", "HEAD:./salesforce", "salesforce"),
        ("sub/src", "HEAD:../salesforce", "../salesforce"),
        ("sub/salesforce", "HEAD:./", "."),
    ] {
        let mut command = workspace.command(&["diff", old, new]);
        command.current_dir(workspace.path(folder));
        said(&Answer::of(command), 1, &expected);
    }
}

#[test]
fn a_snapshot_of_another_format_is_not_compared() {
    let Some(workspace) = repository() else {
        return;
    };
    let root = workspace.path("");
    let newer = "use that version or a later one";
    for (format, of_folder, of_revision) in [
        (
            0,
            "upgrade it with `sf-codegen snapshot sub/salesforce` and commit the result",
            "name a revision in which it is right, or check this one out elsewhere (`git worktree \
             add`), upgrade the folder with `sf-codegen snapshot` and compare that folder",
        ),
        (9, newer, newer),
    ] {
        let other = manifest(format);
        workspace.write("sub/salesforce/_snapshot.json", &other);
        assert!(git(&root, &["commit", "-qam", "Another format"]));
        workspace.write("sub/salesforce/_snapshot.json", &manifest(1));
        let refuses = |sides: &[&str], place: &str, help: &str| {
            let answer = workspace.diff(sides);
            assert_eq!((answer.code, &*answer.out), (2, ""));
            let error = format!("error: {place}/_snapshot.json: the snapshot has format {format}");
            assert!(answer.err.starts_with(&error), "{}", answer.err);
            assert!(answer.err.contains(help), "{}", answer.err);
        };
        for old in ["HEAD:sub/salesforce", "HEAD:./sub/salesforce"] {
            let sides = [old, "sub/salesforce"];
            refuses(&sides, old, of_revision);
            refuses(&[sides[1], sides[0]], old, of_revision);
        }
        workspace.write("sub/salesforce/_snapshot.json", &other);
        let sides = ["base:sub/salesforce", "sub/salesforce"];
        refuses(&sides, "sub/salesforce", of_folder);
    }
}

/// Nothing that is on disk is blamed, nor advised on.
#[test]
fn what_is_wrong_in_a_revision_is_named_as_git_has_it() {
    let Some(workspace) = repository() else {
        return;
    };
    let root = workspace.path("");
    let conflict = format!("<<<<<<< HEAD\n{0}=======\n{0}>>>>>>> other\n", manifest(1));
    for (file, text, help) in [
        ("_snapshot.json", "[]", "make it anew with"),
        ("_snapshot.json", &*conflict, "settle the conflicts and"),
        ("Thing__c.json", "{", ""),
    ] {
        let path = format!("sub/salesforce/{file}");
        let before = workspace.read(&path);
        workspace.write(&path, text);
        assert!(git(&root, &["commit", "-qam", "Wrong"]));
        workspace.write(&path, &before);
        let answer = workspace.diff(&["HEAD:sub/salesforce", "sub/salesforce"]);
        assert_eq!((answer.code, &*answer.out), (2, ""));
        let error = format!("error: HEAD:{path}");
        assert!(answer.err.starts_with(&error), "{}", answer.err);
        assert!(answer.err.contains(help), "{}", answer.err);
        assert!(!answer.err.contains("snapshot sub/"), "{}", answer.err);
        assert!(git(&root, &["commit", "-qam", "Right"]));
    }
}

/// Also where the snapshot is the whole repository, and its objects are not what they were.
#[test]
fn a_repository_that_is_a_snapshot_has_a_format_too() {
    let workspace = two();
    let root = workspace.path("old");
    if !git(&root, &["--version"]) {
        println!("skipped: there is no git");
        return;
    }
    workspace.write("old/_snapshot.json", &manifest(9));
    workspace.write("old/Thing__c.json", "{\"of\": \"the future\"}");
    assert!(git(&root, &["init", "-q"]));
    assert!(git(&root, &["add", "."]));
    assert!(git(&root, &["commit", "-q", "-m", "The snapshot"]));
    for old in ["HEAD:", "HEAD:./", "."] {
        let mut command = workspace.command(&["diff", old, "../new"]);
        command.current_dir(&root);
        let answer = Answer::of(command);
        assert_eq!((answer.code, &*answer.out), (2, ""), "{old}");
        let help = "use that version or a later one";
        assert!(answer.err.contains(help), "{old}: {}", answer.err);
    }
}

/// The names of the bindings come from the revision as well.
#[test]
fn settings_and_lock_of_the_revision() {
    let Some(workspace) = repository() else {
        return;
    };
    let root = workspace.path("");
    assert!(git(&root, &["checkout", "-q", "-f", "base"]));
    let settings = "[field.\"Thing__c.Color__c\"]\nrename = \"hue\"\n";
    workspace.write("sub/salesforce/sf.toml", settings);
    assert!(git(&root, &["commit", "-qam", "Settings"]));
    workspace.write("sub/salesforce/sf.toml", "");
    workspace.write(
        "main.rs",
        "fn f() { Thing__c::update(id).hue(Null).color__c(Null) }",
    );
    let answer = workspace.diff(&[
        "-q",
        "--affected",
        "base:sub/salesforce",
        "new",
        "--src",
        "main.rs",
    ]);
    assert!(
        answer.out.contains("\nmain.rs:1:31: error[field-removed]"),
        "{}\n{}",
        answer.out,
        answer.err
    );
    assert!(!answer.out.contains("main.rs:1:41"), "{}", answer.out);
}

#[test]
fn what_is_not_there() {
    let Some(workspace) = repository() else {
        return;
    };
    std::fs::create_dir(workspace.path("empty")).expect("a folder");
    for (old, error) in [
        (
            "nobody:sub/salesforce",
            "error: nobody:sub/salesforce: there is no such revision",
        ),
        (
            "HEAD:elsewhere",
            "error: HEAD:elsewhere: there is no such revision, or nothing at this path",
        ),
        (
            "HEAD:sub",
            "error: HEAD:sub: the folder holds no describe file",
        ),
        (
            "HEAD:sub/salesforce/sf.toml",
            "error: HEAD:sub/salesforce/sf.toml:1:1: ",
        ),
        // Nothing is ever an option of git, or of a shell.
        ("x; touch pwned:sub", "there is no such revision"),
        ("$(touch pwned):sub", "there is no such revision"),
        ("HEAD^{/--output=pwned}:sub", "there is no such revision"),
    ] {
        let answer = workspace.diff(&[old, "new"]);
        assert_eq!((answer.code, &*answer.out), (2, ""), "{old}");
        assert!(
            answer.err.contains(error),
            "no {error:?} in\n{}",
            answer.err
        );
    }
    let answer = workspace.diff(&["--", "--output=pwned:sub", "new"]);
    assert_eq!(answer.code, 2, "{}", answer.err);
    assert!(!workspace.path("pwned").exists());
}

#[test]
fn outside_of_a_repository() {
    let workspace = Workspace::empty();
    if !git(&workspace.path(""), &["--version"]) {
        println!("skipped: there is no git");
        return;
    }
    let answer = workspace.diff(&["HEAD:salesforce", "org"]);
    assert_eq!((answer.code, &*answer.out), (2, ""));
    assert!(
        answer.err.starts_with("error: HEAD:salesforce: "),
        "{}",
        answer.err
    );
}

#[test]
fn many_objects_are_read_by_one_git() {
    let Some(workspace) = repository() else {
        return;
    };
    for number in 0..300 {
        let object =
            super::describe(&[text("Name", 80)]).replace("Thing__c", &format!("T{number}__c"));
        workspace.write(&format!("sub/salesforce/T{number}__c.json"), &object);
    }
    let root = workspace.path("");
    assert!(git(&root, &["add", "."]) && git(&root, &["commit", "-qm", "Many"]));
    let answer = workspace.diff(&["HEAD:sub/salesforce", "sub/salesforce"]);
    said(&answer, 0, "compared 301 objects: no difference\n");
}
