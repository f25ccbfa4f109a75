//! What is said while a command waits for an org, and after.

use std::process::Command;

use super::Org;
use crate::{Answer, Workspace};

const ACCOUNT: [&str; 3] = ["--objects", "Account", "--full"];

/// What it cost, as the last line of a report.
#[track_caller]
fn used(out: &str, calls: &str) {
    let line = out.lines().next_back().unwrap_or_default();
    let words: Vec<&str> = line.split_whitespace().collect();
    let words = <[&str; 9]>::try_from(words).unwrap_or_default();
    let [label, number, api, _, left, of, all, are, last] = words;
    assert_eq!([label, number, api], ["used", calls, "API"], "{out}");
    assert_eq!([of, are, last], ["of", "are", "left"], "{out}");
    let [left, all] = [left, all].map(|text| text.parse::<u64>().expect("a number"));
    assert!(0 < left && left < all, "{line}");
    assert!(!out.contains(['\r', '\u{1b}', '█']), "{out:?}");
}

/// As in CI: there is not a sign of a bar.
#[test]
fn without_a_terminal_there_are_lines_alone() {
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    used(&workspace.fetch(&org, &ACCOUNT).fine().out, "2");
    let live = [&["diff", "salesforce", "org:"][..], &["check", "--live"]];
    for arguments in live {
        let answer = Answer::of(workspace.with_token(&org, arguments)).fine();
        used(&answer.out, "1");
        // Who wants no report gets none.
        let quiet = [arguments, &["--quiet"]].concat();
        let answer = Answer::of(workspace.with_token(&org, &quiet)).fine();
        assert_eq!(answer.out, "", "{arguments:?}");
    }
    let quiet = [&ACCOUNT[..], &["--quiet"]].concat();
    assert_eq!(workspace.fetch(&org, &quiet).fine().out, "");
}

/// On a terminal a bar goes to stderr, and stdout has the lines.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_stderr_has_a_bar() {
    let script = Command::new("script").arg("--version").output();
    if !script.is_ok_and(|output| output.status.success()) {
        println!("skipped: there is no `script`, which gives a program a terminal");
        return;
    }
    let org = Org::of_fixtures();
    let workspace = Workspace::empty();
    let on_terminal = |arguments: &str| {
        let program = env!("CARGO_BIN_EXE_sf-codegen");
        let line = format!("'{program}' fetch --objects Account --full {arguments} >out");
        let mut script = Command::new("script");
        script
            .args(["-q", "-e", "-c", &line, "/dev/null"])
            .current_dir(workspace.path(""))
            .stdin(std::process::Stdio::null())
            .env("TERM", "xterm");
        for (name, value) in workspace.with_token(&org, &[]).get_envs() {
            match value {
                Some(value) => script.env(name, value),
                None => script.env_remove(name),
            };
        }
        let answer = Answer::of(script);
        assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
        // What the terminal has got, and stdout.
        (answer.out, workspace.read("out"))
    };
    let (terminal, out) = on_terminal("");
    assert!(terminal.contains("/2 objects"), "{terminal:?}");
    assert!(!terminal.contains("API call"), "{terminal:?}");
    used(&out, "2");
    assert!(!out.contains("/2 objects"), "{out}");
    assert_eq!(on_terminal("--quiet"), (String::new(), String::new()));
}
