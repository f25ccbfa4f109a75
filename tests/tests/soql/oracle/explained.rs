//! Where the two parsers differ, and why.
//!
//! Each exception takes what it is about out of a text, and nothing else; what is left both parsers
//! must take. One that explains nothing any more is an error. In the marks D is Salesforce's
//! documentation and P what its parser was seen to do.

#[path = "explained/both.rs"]
mod both;
#[path = "explained/ours.rs"]
mod ours;
#[path = "explained/theirs.rs"]
mod theirs;

use sf_schema::Diagnostic;
use sf_schema::soql::{Options, parse};

/// What we take and they refuse, or the other way round.
pub(super) struct Exception<R> {
    pub(super) name: &'static str,
    /// What we hold on to, and how it is known.
    #[allow(dead_code, reason = "for readers")]
    pub(super) because: &'static str,
    /// The text without it; none if it is not there.
    pub(super) without: R,
}

/// From the text, since they say only where they got stuck.
type InText = fn(&str) -> Option<String>;

/// From the text and what we refuse first in it.
type AtFinding = fn(&str, &Diagnostic) -> Option<String>;

/// The names of all exceptions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let ours = ours::TAKEN.iter().map(|exception| exception.name);
    ours.chain(theirs::TAKEN.iter().map(|exception| exception.name))
}

/// The text without what only we take, and what that was.
pub(super) fn without_what_they_refuse(text: &str) -> (String, Vec<&'static str>) {
    let mut text = text.to_owned();
    let mut by = Vec::new();
    for exception in ours::TAKEN {
        while let Some(without) = (exception.without)(&text) {
            text = without;
            note(&mut by, exception.name);
        }
    }
    (text, by)
}

/// The text without what only they take, and what that was.
pub(super) fn without_what_we_refuse(text: &str) -> (String, Vec<&'static str>) {
    let mut text = text.to_owned();
    let mut by = Vec::new();
    // Each round takes something out.
    for _ in 0..100 {
        let findings = parse(&text, &Options::default()).findings;
        let Some(first) = findings.first() else {
            break;
        };
        let explained = theirs::TAKEN.iter().find_map(|exception| {
            let without = (exception.without)(&text, first)?;
            Some((exception.name, without)).filter(|(_, without)| *without != text)
        });
        let Some((name, without)) = explained else {
            break;
        };
        text = without;
        note(&mut by, name);
    }
    (text, by)
}

fn note(by: &mut Vec<&'static str>, name: &'static str) {
    if !by.contains(&name) {
        by.push(name);
    }
}
