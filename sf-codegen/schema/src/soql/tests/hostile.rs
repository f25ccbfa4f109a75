//! Text made to hurt: it ends in findings, soon, on a small stack.

use super::{MACRO, REST, assert_round_trip, assert_sound};
use crate::soql::{MAX_CHARACTERS, MAX_DEPTH, MAX_FINDINGS, MAX_QUERY_DEPTH, parse};
use crate::steps::assert_linear;

/// Steps a byte that lexer and parser take at most: what is looked at a bounded number of times.
pub(super) const STEPS: usize = 40;

fn linear(what: &str, text: impl Fn(usize) -> String) {
    for (options, read) in [
        ("REST", (|text| drop(parse(text, &REST))) as fn(&str)),
        ("macro", |text| drop(parse(text, &MACRO))),
    ] {
        assert_linear(&format!("{what} ({options})"), STEPS, &text, read);
    }
}

/// On a stack far smaller than any thread's own.
fn survive(text: String) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024);
    let run = thread.spawn(move || {
        for options in [REST, MACRO] {
            let result = parse(&text, &options);
            if text.chars().count() > MAX_CHARACTERS {
                assert_eq!(result.findings.len(), 1);
                assert!(result.query.is_none());
            }
            assert!(result.findings.len() <= MAX_FINDINGS);
            if let Some(query) = &result.query {
                // Printing, copying and dropping go as deep as reading did.
                assert_eq!(&query.clone(), query);
                assert!(!query.to_string().is_empty());
            }
        }
    });
    run.expect("a thread")
        .join()
        .expect("no panic, no overflow");
}

fn refused(text: &str) -> String {
    let result = parse(text, &REST);
    assert_sound(text, &result);
    let first = result.findings.first().expect("a finding");
    first.message.clone()
}

#[test]
fn deep_nesting_is_one_finding() {
    let deep = |open: &str, n: usize| format!("SELECT Id FROM X WHERE {}", open.repeat(n));
    let too_deep = format!("parentheses nest deeper than {MAX_DEPTH} levels");
    let queries = format!("sub-queries nest deeper than {MAX_QUERY_DEPTH} levels");
    assert_eq!(refused(&deep("(", 10_000)), too_deep);
    assert_eq!(refused(&deep("(NOT ", 10_000)), too_deep);
    assert_eq!(refused(&deep("a = 1 AND (", 9_000)), too_deep);
    assert_eq!(
        refused(&deep("a IN (SELECT b FROM c WHERE ", 3_500)),
        queries
    );
    assert_eq!(refused(&"SELECT Id, (".repeat(8_000)), queries);
    for open in [
        "(",
        "(NOT ",
        "a = 1 AND (",
        "a IN (SELECT b FROM c WHERE ",
        "f(",
    ] {
        survive(deep(open, 99_000 / open.len()));
        survive(deep(open, 1_000_000 / open.len()));
    }
    survive("SELECT Id, (".repeat(8_300));
    survive("SELECT (".repeat(12_000) + &")".repeat(3_000));
}

#[test]
fn the_depth_that_is_allowed_works() {
    let depth = MAX_DEPTH as usize;
    let nested = |n: usize| {
        format!(
            "SELECT Id FROM X WHERE {}a = 1{}",
            "(".repeat(n),
            ")".repeat(n)
        )
    };
    assert_eq!(parse(&nested(depth), &REST).findings, []);
    assert_eq!(parse(&nested(depth + 1), &REST).findings.len(), 1);
    survive(nested(depth));
    let depth = MAX_QUERY_DEPTH as usize;
    let children = |n: usize| {
        format!(
            "{}SELECT Id FROM X{}",
            "SELECT (".repeat(n),
            ") FROM X".repeat(n)
        )
    };
    assert_eq!(parse(&children(depth), &REST).findings, []);
    survive(children(depth));
    let joins = |n: usize| {
        let open = "SELECT Id FROM X WHERE a IN (";
        format!("{}SELECT Id FROM X{}", open.repeat(n), ")".repeat(n))
    };
    assert_eq!(parse(&joins(depth), &REST).findings, []);
    survive(joins(depth));
}

#[test]
fn length_has_a_limit() {
    let of_length = |n: usize| {
        let frame = "SELECT Id FROM X WHERE a IN (1)";
        frame.replace("(1)", &format!("({}1)", " ".repeat(n - frame.len())))
    };
    assert_eq!(parse(&of_length(MAX_CHARACTERS), &REST).findings, []);
    let message = refused(&of_length(MAX_CHARACTERS + 1));
    assert_eq!(message, "the query is longer than 100000 characters");
    let long = format!("SELECT Id FROM X WHERE a = '{}'", "é".repeat(4_000));
    assert_eq!(parse(&long, &REST).findings, []);
    let longer = format!("SELECT Id FROM X WHERE a = '{}'", "é".repeat(4_001));
    assert_eq!(refused(&longer), "the text is longer than 4000 characters");
    // It is sent as it is printed: a character that nobody sees as six.
    let unseen = |n: usize| format!("SELECT Id FROM X WHERE a = '{}'", "\u{1}".repeat(n));
    assert_round_trip(&unseen(666), &REST);
    assert_eq!(
        refused(&unseen(667)),
        "the text is longer than 4000 characters"
    );
}

#[test]
fn any_pattern_repeated_takes_linear_time() {
    let pieces = [
        "(",
        ")",
        "'",
        "\"",
        "{",
        "}",
        ":",
        ":{",
        ";",
        "; ",
        "<",
        "< ",
        "<=",
        ".",
        "a.",
        ".5",
        "-",
        "--",
        "\\",
        "'\\",
        "'a' ",
        "\n",
        "\"\n",
        "é",
        "🎉",
        "\0",
        "r#",
        ":{r#\"",
        ":{'",
        ":{\"",
        "SELECT ",
        "FROM ",
        "WHERE ",
        "SELECT a FROM b ",
        "a, ",
        "NOT ",
        "AND ",
        "a = 1 AND ",
        "a = 1 OR ",
        "LIMIT 1 ",
        "GROUP BY a ",
        "ORDER BY a ",
        "FOR ",
        "WITH a ",
        "TYPEOF a WHEN b ",
        "2020-01-01",
        "2020-01-01T",
        "10:00",
        "USD5",
        "DISTANCE(",
        "COUNT() ",
        "a b ",
        "() ",
        ")(",
    ];
    for piece in pieces {
        let body = piece.repeat(99_000 / piece.len());
        for start in [
            "",
            "SELECT ",
            "SELECT Id FROM X ",
            "SELECT Id FROM X WHERE a IN (",
        ] {
            survive(format!("{start}{body}"));
            linear(&format!("{start}{piece}…"), |size| {
                format!("{start}{}", piece.repeat(size / piece.len()))
            });
        }
    }
}

#[test]
fn a_bind_is_not_quadratic_to_look_for() {
    let start = "SELECT Id FROM X WHERE a =";
    for (before, piece, after) in [
        (" ", ":{r\"", ""),
        (" :r", "#", ""),
        (" :{", "b", ""),
        (" :{", "br", ""),
        (" :{", "{}", "}"),
        (" :{", "r#\"", ""),
        (" LAST_N_DAYS", ":", ""),
        (" LAST_N_DAYS:", ":{", ""),
    ] {
        let text = |size: usize| {
            let body = piece.repeat(size / piece.len());
            format!("{start}{before}{body}{after}")
        };
        survive(text(96_000));
        linear(&format!("{before}{piece}…{after}"), text);
    }
}

#[test]
fn nesting_takes_linear_time() {
    for (open, inside, close) in [
        ("(", "a = 1", ")"),
        ("a = 1 AND (", "a = 1", ")"),
        ("a IN (SELECT b FROM c WHERE ", "a = 1", ")"),
    ] {
        linear(open, |size| {
            let count = size / (open.len() + close.len());
            format!(
                "SELECT Id FROM X WHERE {}{inside}{}",
                open.repeat(count),
                close.repeat(count)
            )
        });
    }
    // As deep as may be, side by side.
    let depth = MAX_DEPTH as usize;
    let nested = format!("{}a = 1{} OR ", "(".repeat(depth), ")".repeat(depth));
    linear("nested side by side", |size| {
        let count = size / nested.len();
        format!("SELECT Id FROM X WHERE {}b = 1", nested.repeat(count))
    });
}
