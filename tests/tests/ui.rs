//! A write or a filter that the org forbids does not compile, and the compiler says which field and
//! why.
//!
//! The cases are in `ui/`. What a user must be told is in the case, after `//~`; the compiler's
//! whole answer is beside it, and `TRYBUILD=overwrite cargo test -p sf-tests --test ui` writes it
//! anew. The cases are checked, not built: what they show is what `cargo check` and an editor show.
//!
//! Another compiler words its part differently, so with one the cases are skipped. Where tests gate a
//! change (`CI` is set, or `SF_UI=require`) that is a failure; `SF_UI=skip` allows it there too.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

#[path = "ui/pass/writes.rs"]
mod writes;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The compiler of which the answers are those in `ui/`. Another one words and lays out its own
/// part of them differently.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn what_the_org_forbids_does_not_compile() {
    let compiler = compiler();
    if compiler.starts_with(COMPILER) {
        trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
        return;
    }
    let why = format!("the answers are those of {COMPILER}x, and this is {compiler}");
    let variable = |name| env::var(name).ok();
    assert!(
        !must_run(variable("SF_UI").as_deref(), variable("CI").as_deref()),
        "{why}: use that compiler, or write them anew with TRYBUILD=overwrite"
    );
    println!("skipped: {why}");
}

/// Whether the cases may not be skipped, by the variables `SF_UI` and `CI`.
fn must_run(asked: Option<&str>, ci: Option<&str>) -> bool {
    match asked {
        Some("require") => true,
        Some("skip") => false,
        _ => ci.is_some_and(|ci| !matches!(ci, "" | "0" | "false")),
    }
}

#[test]
fn ci_does_not_skip() {
    assert!(!must_run(None, None));
    for ci in ["", "0", "false"] {
        assert!(!must_run(None, Some(ci)), "{ci}");
    }
    assert!(must_run(None, Some("true")));
    assert!(must_run(Some("require"), None));
    assert!(!must_run(Some("skip"), Some("true")));
}

/// However the answers are written anew, they say what the user must be told, and nothing of the
/// machine that they were written on.
#[test]
fn every_refusal_names_the_field_and_the_reason() {
    let cases = cases();
    assert!(cases.len() > 20, "{} cases", cases.len());
    for case in cases {
        let source = fs::read_to_string(&case).unwrap();
        let answer = fs::read_to_string(case.with_extension("stderr"))
            .unwrap_or_else(|error| panic!("{}: no answer: {error}", case.display()));
        let said = said_by_the_compiler(&answer);
        let mut told = source
            .lines()
            .filter_map(|line| line.trim().strip_prefix("//~ "));
        let first = told.next();
        assert!(first.is_some(), "{} says nothing after //~", case.display());
        for fragment in first.into_iter().chain(told) {
            assert!(
                said.contains(fragment),
                "{}: no {fragment:?} in\n{said}",
                case.display()
            );
        }
        let machine = |line: &str| {
            line.split("--> ")
                .nth(1)
                .is_some_and(|path| path.starts_with('/'))
        };
        assert!(
            !answer.lines().any(machine),
            "{}: a path in\n{answer}",
            case.display()
        );
    }
}

/// Without the lines that quote the case, which hold its fragments as well.
fn said_by_the_compiler(answer: &str) -> String {
    let quoted = |line: &&str| line.contains("//~");
    answer
        .lines()
        .filter(|line| !quoted(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_write_that_the_org_allows_compiles() {
    let drafts = writes::writes().unwrap();
    assert!(
        drafts.iter().all(|draft| draft.contains('{')),
        "{drafts:#?}"
    );
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    cases.sort();
    cases
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let answer = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(answer.stdout).unwrap().trim().to_owned()
}
