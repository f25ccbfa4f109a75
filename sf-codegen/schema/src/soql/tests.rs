//! What parses, what it prints as, what is refused and how, and that no text does harm.

mod bad;
mod good;
mod hostile;
mod mutation;
pub(super) mod random;
mod shape;

use super::{Options, Parse, Query, parse};

const REST: Options = Options { binds: false };
const MACRO: Options = Options { binds: true };

/// The query of a text without findings.
fn query(text: &str, options: &Options) -> Query {
    match parse(text, options).into_result() {
        Ok(query) => query,
        Err(findings) => {
            let findings: Vec<_> = findings.iter().map(|found| found.render(text)).collect();
            panic!("{text}\n{}", findings.join("\n"));
        }
    }
}

/// A tree without its spans, which are all that differs between a text and its print.
fn without_spans(query: &Query) -> String {
    let text = format!("{query:?}");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("Span { start: ") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = &rest[rest.find('}').expect("the end of a span") + 1..];
        plain.push_str("Span");
    }
    plain + rest
}

/// A tree that can be printed prints what parses to it.
fn assert_round_trip(text: &str, options: &Options) {
    let first = query(text, options);
    let printed = first.to_string();
    let second = query(&printed, options);
    assert_eq!(
        without_spans(&first),
        without_spans(&second),
        "{text}\n{printed}"
    );
    assert_eq!(printed, second.to_string(), "{text}");
}

/// Every span lies in the text, at whole characters, and findings are in order.
fn assert_sound(text: &str, result: &Parse) {
    let fits = |start: usize, end: usize| {
        start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)
    };
    for found in &result.findings {
        assert!(
            fits(found.span.start, found.span.end),
            "{found:?} in {text:?}"
        );
        found.render(text);
    }
    assert!(result.findings.is_sorted_by_key(|found| found.span));
    assert!(result.findings.len() <= super::MAX_FINDINGS);
    assert!(
        result.query.is_some() || !result.findings.is_empty(),
        "{text:?}"
    );
    let tree = format!("{:?}", result.query);
    for span in tree.split("Span { start: ").skip(1) {
        let span = &span[..span.find('}').expect("the end of a span")];
        let (start, end) = span.split_once(", end: ").expect("a span");
        let start: usize = start.parse().expect("a number");
        let end: usize = end.trim().parse().expect("a number");
        assert!(fits(start, end), "{start}..{end} in {text:?}");
    }
}
