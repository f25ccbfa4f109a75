//! What holds of any text: parser, printer, checker and sketch neither panic nor contradict one
//! another, and every finding can be shown.
//!
//! The fuzz target of sf-schema is this file too, so it stays as the tests are.

use std::path::Path;

use sf_codegen::model::Snapshot;
use sf_schema::soql::check::{CheckOptions, check_text, sketch};
use sf_schema::soql::{Bind, MAX_CHARACTERS, MAX_FINDINGS, Options, check, parse};
use sf_schema::{Diagnostic, Level, Schema};

/// The fixture org, of the folder of all fixtures.
pub(crate) fn fixture_org(fixtures: &Path) -> Schema {
    let snapshot = Snapshot::read(&fixtures.join("org"), None, Default::default())
        .expect("the fixture org is valid");
    snapshot.model().expect("the fixture org is valid").schema
}

/// Asserts it of a text, with and without binds.
pub(crate) fn assert_sound(text: &str, org: &Schema) {
    for binds in [false, true] {
        assert_sound_with(text, &Options { binds }, org);
    }
}

/// Asserts it of a text that is read in this way.
pub(crate) fn assert_sound_with(text: &str, options: &Options, org: &Schema) {
    let checks = CheckOptions::default();
    let findings = check_text(text, options, org, &checks);
    for found in &findings {
        assert_shown(found, text);
    }
    assert!(findings.len() <= 3 * MAX_FINDINGS, "{}", findings.len());

    let parsed = parse(text, options);
    // Whatever is wrong with it, a stub is made of it.
    let sketched = parsed.query.as_ref().and_then(|query| sketch(query, org));
    let (Some(query), []) = (&parsed.query, parsed.findings.as_slice()) else {
        assert!(!findings.is_empty(), "{text:?}");
        return;
    };
    // What has no error has a meaning.
    let has_errors = findings.iter().any(|found| found.level == Level::Error);
    let checked = check(query, org, &checks);
    assert_eq!(checked.findings, findings, "{text:?}");
    assert_eq!(checked.resolution.is_none(), has_errors, "{text:?}");
    let printed = query.to_string();
    if let Some(resolution) = &checked.resolution {
        assert_eq!(Some(&resolution.selection), sketched.as_ref(), "{text:?}");
        let binds = resolution.binds.iter().map(|bound| bound.bind);
        assert_eq!(
            unfilled(&printed, binds),
            None,
            "a bind without a place in {text:?}"
        );
    }
    // What is printed means the same.
    if printed.chars().count() > MAX_CHARACTERS {
        return;
    }
    let again = parse(&printed, options)
        .into_result()
        .expect("what is printed parses");
    assert_eq!(again.to_string(), printed, "{text:?}");
    let found = |findings: &[Diagnostic]| -> Vec<_> {
        let kind = |found: &Diagnostic| (found.rule, found.code, found.names.clone());
        findings.iter().map(kind).collect()
    };
    let checked_again = check(&again, org, &checks);
    assert_eq!(
        found(&checked_again.findings),
        found(&findings),
        "{text:?} is {printed:?}"
    );
}

/// Its span is one of the text, and it has something to say.
fn assert_shown(found: &Diagnostic, text: &str) {
    assert!(
        text.get(found.span.start..found.span.end).is_some(),
        "{found:?} of {text:?}"
    );
    assert!(!found.message.is_empty() && !found.message.ends_with('.'));
    assert!(!found.render(text).is_empty());
}

/// What is left of a printed query from a bind on that is not the next of these: a colon outside of
/// quotes that is not of a time or of a date literal.
fn unfilled<'t, 'b>(
    printed: &'t str,
    mut binds: impl Iterator<Item = &'b Bind>,
) -> Option<&'t str> {
    let mut rest = printed;
    let mut is_quoted = false;
    while let Some(at) = rest.find(['\'', '\\', ':']) {
        let found = &rest[at..];
        let mut after = found.chars();
        match after.next() {
            Some(':')
                if !is_quoted
                    && !found[1..].starts_with(|c: char| c.is_ascii_digit() || c == ':') =>
            {
                let bind = binds.next().map(Bind::to_string);
                match bind.and_then(|bind| found.strip_prefix(&bind)) {
                    Some(left) => rest = left,
                    None => return Some(found),
                }
                continue;
            }
            Some('\\') => drop(after.next()),
            Some('\'') => is_quoted = !is_quoted,
            _ => {}
        }
        rest = after.as_str();
    }
    binds.next().map(|_| "")
}
