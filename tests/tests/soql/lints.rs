//! Lints: each is found in some case, and each can be switched off or into an error.

use std::collections::BTreeSet;

use sf_schema::Level;
use sf_schema::soql::Options;
use sf_schema::soql::check::{CheckOptions, Lint, Lints, check_text};

use super::cases::{Entry, files};

#[test]
fn each_is_found_as_a_warning() {
    let mut missing: BTreeSet<Lint> = Lint::ALL.iter().copied().collect();
    // The fixture org has none of the objects.
    missing.remove(&Lint::MissingFilter);
    // No query is a row.
    missing.remove(&Lint::NeedlessOption);
    for (_, entries) in files() {
        for entry in entries {
            let Entry::Case(case) = entry else { continue };
            for found in case.findings() {
                if let Some(lint) = Lint::from_name(found.code) {
                    assert_eq!(found.level, Level::Warning, "{found}");
                    missing.remove(&lint);
                } else {
                    assert_eq!(found.level, Level::Error, "{found}");
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn lints_are_switched() {
    let text = "SELECT Id FROM Account WHERE Name LIKE 'x' LIMIT 5 OFFSET 5";
    let check = |lints| {
        let options = CheckOptions {
            lints,
            ..CheckOptions::default()
        };
        let findings = check_text(text, &Options::default(), super::org(), &options);
        let shown = findings.iter().map(|found| (found.code, found.level));
        shown.collect::<Vec<_>>()
    };
    let (like, offset) = ("like-without-wildcard", "offset-without-order");
    assert_eq!(
        check(Lints::default()),
        [(like, Level::Warning), (offset, Level::Warning)]
    );
    let lints = Lints::default()
        .with(Lint::LikeWithoutWildcard, Some(Level::Error))
        .with(Lint::OffsetWithoutOrder, None);
    assert_eq!(check(lints), [(like, Level::Error)]);
    assert_eq!(check(Lints::off()), []);
}
