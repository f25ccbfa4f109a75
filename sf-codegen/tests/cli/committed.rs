//! `check`: everything that is committed.

use crate::{Answer, Workspace};

impl Workspace {
    /// `check` of `org`.
    fn check(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["check", "--schema", "org"], arguments].concat())
    }
}

#[track_caller]
fn said(answer: &Answer, code: i32, out: &str) {
    assert_eq!((&*answer.out, &*answer.err), (out, ""));
    assert_eq!(answer.code, code);
}

const ALL: &[&str] = &["--out", "bindings", "--src", "main.rs"];

/// Bindings in `bindings`, and a program.
fn committed() -> Workspace {
    let workspace = Workspace::with(&["Account"]);
    workspace.generate(&["--out", "bindings"]).fine();
    workspace.write(
        "main.rs",
        "fn f() { soql!(\"SELECT Id, Industry FROM Account\") }",
    );
    workspace
}

#[test]
fn all_is_right() {
    let workspace = committed();
    let files = workspace.files();
    let expected = "org can be read (1 object): it has no manifest (_snapshot.json), so no hash was compared\n\
                    bindings is up to date (2 files)\n\
                    checked 1 query in 1 file: all right\n";
    said(&workspace.check(ALL), 0, expected);
    said(
        &workspace.check(&["-q", "--out", "bindings", "--src", "main.rs"]),
        0,
        "",
    );
    said(
        &workspace.check(&[]),
        0,
        "org can be read (1 object): it has no manifest (_snapshot.json), so no hash was compared\n\
         org/names.lock is up to date\n",
    );
    assert_eq!(workspace.files(), files, "nothing is written");
}

#[test]
fn the_index_for_queries_is_part_of_it() {
    let workspace = committed();
    workspace.generate(&["--out", "bindings", "--index"]).fine();
    let sound = workspace.check(&["--out", "bindings"]);
    sound.fine();
    // Beside the snapshot it need not be named.
    let list = workspace.read("org/sobjects.index/account.sobject");
    workspace.write(
        "org/sobjects.index/account.sobject",
        &list.replace("Industry", "Branch"),
    );
    let answer = workspace.check(&["--out", "bindings"]);
    assert_eq!(answer.code, 1);
    let stale = "stale: org/sobjects.index/account.sobject (changed)";
    assert!(answer.out.contains(stale), "{}", answer.out);
    // Elsewhere it has to be.
    workspace
        .generate(&["--out", "bindings", "--index", "index"])
        .fine();
    workspace.generate(&["--out", "bindings", "--index"]).fine();
    std::fs::remove_file(workspace.path("index/account.sobject")).expect("the file goes");
    workspace.check(&["--out", "bindings"]).fine();
    let answer = workspace.check(&["--out", "bindings", "--index", "index"]);
    assert_eq!(answer.code, 1);
    let stale = "stale: index/account.sobject (missing)";
    assert!(answer.out.contains(stale), "{}", answer.out);
}

/// The index is in the snapshot's folder, so nobody has to name it, nor the bindings.
#[test]
fn an_index_is_checked_without_bindings() {
    let workspace = committed();
    workspace.generate(&["--out", "bindings", "--index"]).fine();
    let current = "org can be read (1 object): it has no manifest (_snapshot.json), so no hash was compared\n\
                   org/sobjects.index is up to date (3 files)\n\
                   org/names.lock is up to date\n";
    said(&workspace.check(&[]), 0, current);
    said(&workspace.check(&["--index"]), 0, current);
    let list = workspace.read("org/sobjects.index/account.sobject");
    workspace.write("org/sobjects.index/old.sobject", &list);
    workspace.write("org/sobjects.index/notes.txt", "ours");
    std::fs::remove_file(workspace.path("org/sobjects.index/account.sobject")).expect("removed");
    let files = workspace.files();
    let stale = "stale: org/sobjects.index/account.sobject (missing)\n\
                 stale: org/sobjects.index/old.sobject (left over)\n";
    let answer = workspace.check(&[]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    assert!(
        answer.out.contains(&format!(
            "{stale}run `sf-codegen generate` with --out and --index"
        )),
        "{}",
        answer.out
    );
    assert_eq!(workspace.files(), files, "nothing is written");
    // With the bindings it is the same.
    let answer = workspace.check(&["--out", "bindings"]);
    assert_eq!(answer.code, 1);
    assert!(answer.out.contains(stale), "{}", answer.out);
    workspace.generate(&["--out", "bindings", "--index"]).fine();
    said(&workspace.check(&[]), 0, current);
    assert_eq!(workspace.read("org/sobjects.index/notes.txt"), "ours");
    // One that is named has to be there.
    let answer = workspace.check(&["--index", "elsewhere"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer
            .out
            .contains("stale: elsewhere/account.sobject (missing)"),
        "{}",
        answer.out
    );
}

#[test]
fn bindings_that_are_missing_or_left_over() {
    let workspace = committed();
    let account = workspace.read("bindings/account.rs");
    workspace.write("bindings/contact.rs", &account);
    workspace.write("bindings/mine.rs", "// mine\n");
    std::fs::remove_file(workspace.path("bindings/account.rs")).expect("removed");
    let answer = workspace.check(&["--out", "bindings"]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    let stale: Vec<&str> = answer
        .out
        .lines()
        .filter(|line| line.starts_with("stale"))
        .collect();
    assert_eq!(
        stale,
        [
            "stale: bindings/account.rs (missing)",
            "stale: bindings/contact.rs (left over)",
        ]
    );
    let help = workspace.run(&["check", "--help"]).fine().out;
    assert!(help.contains("`check --out src/org --src src`"), "{help}");
}

#[test]
fn each_part_can_be_wrong() {
    let workspace = committed();
    let account = workspace.read("org/Account.json");
    workspace.write(
        "org/Account.json",
        &account.replace("\"Industry\"", "\"Branch\""),
    );
    let answer = workspace.check(ALL);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    for part in [
        "stale: bindings/account.rs (changed)\n",
        "stale: org/names.lock (changed)\n",
        "main.rs:1:28: error[INVALID_FIELD]: no field `Industry` on Account\n",
        "checked 1 query in 1 file: 1 error\n",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
    let answer = workspace.check(&[]);
    assert_eq!(answer.code, 1);
    assert!(
        answer
            .out
            .contains("stale: org/names.lock (changed)\nrun `sf-codegen lock`"),
        "{}",
        answer.out
    );
    // One that is wrong hides nothing that is right, and the other way round.
    workspace.write("org/Account.json", &account);
    workspace.write("main.rs", "fn f() { soql!(\"SELECT Nope FROM Account\") }");
    let answer = workspace.check(ALL);
    assert_eq!(answer.code, 1);
    assert!(
        answer.out.contains("bindings is up to date (2 files)\n"),
        "{}",
        answer.out
    );
    workspace.write("org/Account.json", "{");
    let answer = workspace.check(ALL);
    assert_eq!((answer.code, &*answer.out), (2, ""));
    assert!(
        answer.err.starts_with("error: org/Account.json:1:"),
        "{}",
        answer.err
    );
}

#[test]
fn sources_without_queries() {
    let workspace = committed();
    workspace.write("main.rs", "fn main() {}");
    let answer = workspace.check(ALL);
    assert_eq!(answer.code, 2);
    assert!(
        answer
            .err
            .starts_with("error: no query was found in main.rs\n"),
        "{}",
        answer.err
    );
    assert_eq!(
        workspace.check(&["--src", "main.rs", "--allow-none"]).code,
        0
    );
}

/// Nobody can say that the queries of a file are right which is no Rust.
#[test]
fn a_source_that_cannot_be_read_is_an_error() {
    let workspace = committed();
    std::fs::create_dir(workspace.path("src")).expect("a folder");
    workspace.write(
        "src/right.rs",
        "fn f() { soql!(\"SELECT Id FROM Account\") }",
    );
    workspace.check(&["--src", "src/right.rs"]).fine();
    workspace.write("src/broken.rs", "fn f( { soql!(\"SELECT Id FROM Account\")");
    let answer = workspace.check(&["--src", "src"]);
    assert_eq!((answer.code, &*answer.err), (1, ""), "{}", answer.out);
    let named = "src/broken.rs:1:";
    assert!(answer.out.contains(named), "{}", answer.out);
    assert!(
        answer.out.contains("error[unreadable-file]"),
        "{}",
        answer.out
    );
}

/// Nothing is sound of which nothing tells how it was.
#[test]
fn without_a_manifest_no_hash_is_compared() {
    let workspace = committed();
    workspace.run(&["snapshot", "org"]).fine();
    let answer = workspace.check(&[]).fine();
    assert!(
        answer.out.starts_with("org is sound (1 object)\n"),
        "{}",
        answer.out
    );
    std::fs::remove_file(workspace.path("org/_snapshot.json")).expect("the manifest goes");
    let answer = workspace.check(&[]).fine();
    let line = "org can be read (1 object): it has no manifest (_snapshot.json), so no hash was compared\n";
    assert!(answer.out.starts_with(line), "{}", answer.out);
}

/// Nobody has said --check, and the command line is in no crate.
#[test]
fn what_to_do_is_said_of_what_was_given() {
    let workspace = committed();
    std::fs::remove_file(workspace.path("bindings/account.rs")).expect("removed");
    let answer = workspace.check(&["--out", "bindings"]);
    assert_eq!(answer.code, 1);
    let help = "run `sf-codegen generate` with --out as here, which writes the names lock too\n";
    assert!(answer.out.ends_with(help), "{}", answer.out);
    let answer = workspace.run(&["check", "--schema", "nowhere"]);
    assert_eq!(answer.code, 2);
    let help = "a relative one starts in this folder, in a build script in the crate's";
    assert!(answer.err.contains(help), "{}", answer.err);
}
