//! Lints, by argument and in `sf.toml`.

use crate::soql::said;
use crate::{Answer, Workspace};

const QUERY: &str = "SELECT Id FROM Account WHERE Name LIKE 'a' OFFSET 5";

/// The codes and levels in an answer.
fn levels(answer: &Answer) -> Vec<&str> {
    let lines = answer.out.lines();
    lines
        .filter(|line| line.starts_with("error[") || line.starts_with("warning["))
        .filter_map(|line| line.split("]:").next())
        .collect()
}

#[test]
fn warnings_unless_told_otherwise() {
    let workspace = Workspace::with(&["Account"]);
    let answer = workspace.soql(&[QUERY]);
    assert_eq!(answer.code, 0);
    assert_eq!(
        levels(&answer),
        [
            "warning[like-without-wildcard",
            "warning[offset-without-order"
        ],
        "{}",
        answer.out
    );
    assert!(answer.out.ends_with("checked 1 query: 2 warnings\n"));
}

#[test]
fn off_or_an_error_by_argument() {
    let workspace = Workspace::with(&["Account"]);
    let off = "--lint=like-without-wildcard=off";
    let answer = workspace.soql(&[off, "--lint", "offset-without-order=error", QUERY]);
    assert_eq!(answer.code, 1);
    assert_eq!(levels(&answer), ["error[offset-without-order"]);
    let both_off = [off, "--lint", "offset-without-order=off", QUERY];
    said(
        &workspace.soql(&both_off),
        0,
        "checked 1 query: all right\n",
    );
    // The last one counts.
    let answer =
        workspace.soql(&[&both_off[..3], &["--lint=offset-without-order=warn", QUERY]].concat());
    assert_eq!(levels(&answer), ["warning[offset-without-order"]);
}

#[test]
fn settings_and_arguments_over_them() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write(
        "org/sf.toml",
        "[lints]\nlike-without-wildcard = \"off\"\noffset-without-order = \"error\"\n",
    );
    let answer = workspace.soql(&[QUERY]);
    assert_eq!(answer.code, 1);
    assert_eq!(levels(&answer), ["error[offset-without-order"]);
    let answer = workspace.soql(&["--lint", "offset-without-order=warn", QUERY]);
    assert_eq!(answer.code, 0);
    assert_eq!(levels(&answer), ["warning[offset-without-order"]);
    workspace.write("other.toml", "[lints]\noffset-without-order = \"off\"\n");
    let answer = workspace.soql(&["--config", "other.toml", QUERY]);
    assert_eq!(levels(&answer), ["warning[like-without-wildcard"]);
    // Bindings do not mind.
    workspace.generate(&["--out", "org.rs"]).fine();
}

#[test]
fn a_lint_of_rows_is_nothing_to_a_query() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write("org/sf.toml", "[lints]\nneedless-option = \"error\"\n");
    let query = "SELECT Id, Name FROM Account";
    said(&workspace.soql(&[query]), 0, "checked 1 query: all right\n");
    let answer = workspace.soql(&["--lint", "needless-option=warn", query]);
    said(&answer, 0, "checked 1 query: all right\n");
}

#[test]
fn unknown_lints_are_told_the_nearest() {
    let workspace = Workspace::with(&["Account"]);
    let nearest = "no lint `offset-without-ordr` (did you mean `offset-without-order`?)";
    for (lint, error) in [
        ("offset-without-ordr=off", nearest),
        (
            "zebra=off",
            "no lint `zebra` (there is unknown-picklist-value, ",
        ),
        ("doubtful=on", "a lint is off, warn or error"),
        ("doubtful", "write it as NAME=off, NAME=warn or NAME=error"),
    ] {
        let answer = workspace.soql(&["--lint", lint, QUERY]);
        assert_eq!((answer.code, &*answer.out), (2, ""), "{lint}");
        assert!(
            answer.err.contains(error),
            "no {error:?} in\n{}",
            answer.err
        );
    }
    for (setting, error) in [
        ("offset-without-ordr = \"off\"", nearest),
        (
            "doubtful = \"on\"",
            "expected one of `off`, `warn`, `error`",
        ),
        ("doubtful = 1", "lints.doubtful"),
    ] {
        workspace.write("org/sf.toml", &format!("[lints]\n{setting}\n"));
        for answer in [
            workspace.soql(&[QUERY]),
            workspace.generate(&["--out", "org.rs"]),
        ] {
            assert_eq!((answer.code, &*answer.out), (2, ""), "{setting}");
            assert!(
                answer.err.starts_with("error: org/sf.toml: "),
                "{}",
                answer.err
            );
            assert!(
                answer.err.contains(error),
                "no {error:?} in\n{}",
                answer.err
            );
        }
    }
}
