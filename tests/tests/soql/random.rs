//! Any text, and queries with something changed: never a panic, and findings that can be shown. That
//! the time is linear is shown where the steps are counted, in sf-schema.

use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use sf_schema::soql::Options;
use sf_schema::soql::check::{CheckOptions, check_text};

use super::cases::{Entry, files};
use super::sound;

fn assert_sound(text: &str) {
    sound::assert_sound(text, super::org());
}

/// The queries of all cases.
fn seeds() -> Vec<String> {
    let entries = files().into_iter().flat_map(|(_, entries)| entries);
    entries
        .filter_map(|entry| match entry {
            Entry::Case(case) => Some(case.text),
            Entry::Heading(_) => None,
        })
        .filter(|text| text.len() < 1_000)
        .collect()
}

const PIECES: &[&str] = &[
    "Id",
    "Name",
    "Account",
    "Contacts",
    "Owner",
    "What",
    "Industry",
    "Amount",
    "CreatedDate",
    "BillingAddress",
    "Description",
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "IN",
    "LIKE",
    "INCLUDES",
    "AND",
    "OR",
    "NOT",
    "(",
    ")",
    ",",
    ".",
    "=",
    "<",
    "'x'",
    "'001D000000IqhSLIAZ'",
    "5",
    "1.5",
    "TODAY",
    "2020-02-30",
    "NULL",
    "TRUE",
    ":x",
    "COUNT(Id)",
    "COUNT()",
    "MAX(Amount)",
    "FORMAT(Amount)",
    "CALENDAR_YEAR(CreatedDate)",
    "DISTANCE(Headquarters__c, GEOLOCATION(1, 2), 'km')",
    "GROUPING(Industry)",
    "FIELDS(ALL)",
    "TYPEOF What WHEN Account THEN Name END",
    "(SELECT Id FROM Contacts)",
    "Id IN (SELECT AccountId FROM Contact)",
    "ROLLUP(Industry)",
    "Industry = 'Energy'",
    "é",
    "'",
    "\0",
    "\u{1}",
    "\u{2}",
    "\u{3}",
    "\t",
    "\r",
    "\n",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "🎉",
];

#[derive(Debug, Clone)]
enum Change {
    Insert(usize, &'static str),
    Remove(usize),
    Double(usize),
    Swap(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<usize>();
    prop_oneof![
        (at(), select(PIECES)).prop_map(|(at, piece)| Change::Insert(at, piece)),
        at().prop_map(Change::Remove),
        at().prop_map(Change::Double),
        (at(), at()).prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

/// A character, control characters and those of Latin letters more often.
fn any_character() -> impl Strategy<Value = char> {
    prop_oneof![
        any::<char>(),
        prop::char::range('\0', '\u{1f}'),
        prop::char::range('\u{20}', '\u{9f}'),
    ]
}

/// Changes a text word by word, so that much of what comes out still parses.
fn changed(text: &str, changes: &[Change]) -> String {
    let mut words: Vec<&str> = text.split_inclusive([' ', ',', '(', ')', '.']).collect();
    for change in changes {
        let count = words.len().max(1);
        match *change {
            Change::Insert(at, piece) => words.insert(at % (count + 1) % (words.len() + 1), piece),
            Change::Remove(at) if !words.is_empty() => {
                words.remove(at % count);
            }
            Change::Double(at) if !words.is_empty() => {
                words.insert(at % count, words[at % count]);
            }
            Change::Swap(a, b) if !words.is_empty() => words.swap(a % count, b % count),
            _ => {}
        }
    }
    words.concat()
}

pub(crate) fn config() -> Config {
    Config {
        cases: 1_500,
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    /// Of what proptest calls a text, which has no control characters.
    #[test]
    fn any_text(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn any_characters(characters in prop::collection::vec(any_character(), 0..80)) {
        let text: String = characters.into_iter().collect();
        assert_sound(&text);
        assert_sound(&format!("SELECT Id FROM Account WHERE Name = '{text}'"));
        assert_sound(&format!("SELECT Id FROM Account WHERE Name = {text}"));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_sound(&text);
        assert_sound(&format!("SELECT {text} FROM Account"));
        assert_sound(&format!("SELECT Id FROM Account WHERE Name = :{{{text}}}"));
    }

    #[test]
    fn any_words(words in prop::collection::vec(select(PIECES), 0..30)) {
        assert_sound(&format!("SELECT {} FROM Account", words.join(" ")));
        assert_sound(&format!("SELECT Id FROM Account WHERE {}", words.join(" ")));
        assert_sound(&words.join(" "));
    }

    #[test]
    fn changed_queries(text in select(seeds()), changes in prop::collection::vec(change(), 1..6)) {
        assert_sound(&changed(&text, &changes));
    }
}

/// A list that fills a query.
fn filled(before: &str, piece: &str, after: &str) -> String {
    let room = 99_000 - before.len() - after.len();
    let count = room / (piece.len() + 2);
    let list = vec![piece; count].join(", ");
    format!("{before}{list}{after}")
}

#[test]
fn the_longest_queries() {
    let mut different = String::new();
    for i in 0..8_000 {
        write!(different, "F{i}, ").expect("writing to a string");
    }
    for text in [
        filled("SELECT ", "Id", " FROM Account"),
        filled("SELECT ", "Nope", " FROM Account"),
        filled("SELECT ", "Id Nmae", " FROM Account"),
        filled("SELECT ", "Foo(Name)", " FROM Account"),
        filled("SELECT ", "What.Industry", " FROM Task"),
        filled("SELECT ", "Acount.Name", " FROM Contact"),
        filled("SELECT Id, ", "(SELECT Id FROM Contakts)", " FROM Account"),
        filled("SELECT Id FROM Account WHERE Tier__c IN (", "'Zebra'", ")"),
        filled(
            "SELECT Id FROM Task WHERE WhatId IN (",
            "'00XD000000IqhSL'",
            ")",
        ),
        format!("SELECT {different} Id FROM Account"),
        filled("SELECT ", "FIELDS(ALL)", " FROM Account LIMIT 5"),
        filled("SELECT ", "Owner.Manager.Name", " FROM Account"),
        filled(
            "SELECT ",
            "TYPEOF What WHEN Account THEN Name END",
            ", What.Name FROM Task",
        ),
        filled("SELECT Id, ", "(SELECT Id FROM Contacts)", " FROM Account"),
        filled("SELECT Id, ", "(SELECT Id FROM Assets)", " FROM Account"),
        filled("SELECT ", "MAX(Name)", " FROM Account"),
        filled("SELECT COUNT(Id) FROM Account GROUP BY ", "Industry", ""),
        filled("SELECT Id FROM Account ORDER BY ", "Name", ""),
        filled("SELECT Id FROM Account WHERE Name IN (", "'x'", ")"),
        filled(
            "SELECT Id FROM Account WHERE NumberOfEmployees IN (",
            "'x'",
            ")",
        ),
        filled(
            "SELECT Id FROM Contact WHERE AccountId IN (",
            "'003D000000IqhSL'",
            ")",
        ),
        filled("SELECT Id FROM Account, ", "Account.Owner o", ""),
        filled(
            "SELECT Id FROM Account WHERE Name = 'x'",
            " AND Id IN (SELECT AccountId FROM Contact)",
            "",
        )
        .replace(", ", ""),
    ] {
        sound::assert_sound_with(&text, &Options { binds: true }, super::org());
    }
}

#[test]
fn grouping_by_much() {
    let list = vec!["Industry"; 4_500].join(", ");
    assert_sound(&format!(
        "SELECT {list} FROM Account GROUP BY {list} ORDER BY Name"
    ));
    assert_sound(&format!("SELECT {list} FROM Account GROUP BY Rating"));
}

/// The parser's part of row 38.
#[test]
fn more_than_a_query_holds() {
    let text = format!(
        "SELECT Id FROM Account WHERE Name = '{}'",
        "x".repeat(100_000)
    );
    assert_sound(&text);
    let findings = check_text(
        &text,
        &Options::default(),
        super::org(),
        &CheckOptions::default(),
    );
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, "MALFORMED_QUERY");
    assert!(findings[0].message.contains("100000 characters"));
}
