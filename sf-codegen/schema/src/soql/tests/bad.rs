//! What is refused: the findings of `bad.txt` as they are shown, and some that a line cannot hold.

use std::fmt::Write;

use super::{REST, assert_sound};
use crate::Level;
use crate::soql::{MALFORMED_QUERY, MAX_FINDINGS, parse};

/// The queries after `> `, each with its findings below.
const CASES: &str = include_str!("bad.txt");

/// The findings of a text, as a compiler shows them.
fn shown(text: &str) -> String {
    let result = parse(text, &REST);
    assert_sound(text, &result);
    let mut shown = String::new();
    for found in &result.findings {
        assert_eq!((found.code, found.level), (MALFORMED_QUERY, Level::Error));
        writeln!(shown, "{}", found.explain(text)).expect("writing to a string");
    }
    shown
}

#[test]
fn each_is_refused_as_written() {
    let mut written = String::new();
    let queries: Vec<_> = CASES
        .lines()
        .filter_map(|line| line.strip_prefix("> "))
        .collect();
    assert!(queries.len() > 90, "{}", queries.len());
    for text in queries {
        if !written.is_empty() {
            written.push('\n');
        }
        let findings = shown(text);
        assert!(!findings.is_empty(), "{text} is not refused");
        write!(written, "> {text}\n{findings}").expect("writing to a string");
    }
    assert_eq!(written, CASES);
}

#[test]
fn nothing_is_not_a_query() {
    for text in ["", " ", "\n\t", ";"] {
        let result = parse(text, &REST);
        assert_eq!(result.query, None);
        let messages: Vec<_> = result
            .findings
            .iter()
            .map(|found| &*found.message)
            .collect();
        assert_eq!(messages, ["unexpected token: '<EOF>'"]);
    }
}

#[test]
fn a_line_break_in_a_string() {
    let text = "SELECT Id FROM X\nWHERE a = 'one\ntwo' AND b = 1";
    assert_eq!(
        shown(text),
        "a line break in a string\n  --> 2:15\n   |  WHERE a = 'one\n   |                ^\n   \
         = help: write \\n\n"
    );
    let query = parse(text, &REST).query.expect("the rest is read");
    assert_eq!(
        query.to_string(),
        r"SELECT Id FROM X WHERE a = 'one\ntwo' AND b = 1"
    );
}

#[test]
fn findings_end() {
    let text = format!("SELECT {} FROM X", "*, ".repeat(500));
    assert_eq!(parse(&text, &REST).findings.len(), MAX_FINDINGS);
    let text = format!(
        "SELECT Id FROM X WHERE {}a = 1",
        "a = '\\q' AND ".repeat(500)
    );
    assert_eq!(parse(&text, &REST).findings.len(), MAX_FINDINGS);
    let text = format!("SELECT '{}", "\n".repeat(500));
    assert_eq!(parse(&text, &REST).findings.len(), MAX_FINDINGS);
}

#[test]
fn a_long_token_is_cut() {
    let text = format!("SELECT {}$ FROM X", "\"".to_owned() + &"é".repeat(500));
    let result = parse(&text, &REST);
    let message = &result.findings[0].message;
    assert!(
        message.ends_with("é…'") && message.chars().count() < 100,
        "{message}"
    );
}

/// What can be read is in the tree, so that a checker can say more about it.
#[test]
fn the_tree_is_kept() {
    for (text, kept) in [
        ("SELECT Id, FROM A", "SELECT Id FROM A"),
        ("SELECT Id, *, b FROM A WHERE", "SELECT Id, b FROM A"),
        (
            "SELECT Id FROM A LIMIT x ORDER BY b",
            "SELECT Id FROM A ORDER BY b",
        ),
        (
            "SELECT Id FROM A LIMIT 1 LIMIT 2 WHERE a = 1",
            "SELECT Id FROM A WHERE a = 1 LIMIT 1",
        ),
        (
            "SELECT Id, (SELECT FROM B), c FROM A",
            "SELECT Id, (SELECT  FROM B), c FROM A",
        ),
        (
            "SELECT Id, (SELECT x FROM), c FROM A",
            "SELECT Id, c FROM A",
        ),
        ("SELECT MAX(a, b), c FROM A", "SELECT c FROM A"),
        (
            "SELECT Id FROM A WHERE a = :x",
            "SELECT Id FROM A WHERE a = :x",
        ),
        (
            "SELECT Id FROM A WHERE NOT a = 1 AND NOT b = 2",
            "SELECT Id FROM A WHERE NOT a = 1 AND b = 2",
        ),
        (
            "SELECT Id FROM A WHERE a = 1) LIMIT 2",
            "SELECT Id FROM A WHERE a = 1 LIMIT 2",
        ),
    ] {
        let result = parse(text, &REST);
        assert!(!result.findings.is_empty(), "{text}");
        assert_eq!(result.query.expect(text).to_string(), kept, "{text}");
    }
}
