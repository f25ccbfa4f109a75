//! The table of checks in `table.txt`: of each row the queries that break it, with the code, the rule
//! and the whole message that must come, and their good neighbours.
//!
//! The table is written by hand from what Salesforce documents and does, and nothing writes it anew.
//! The cases of `fixtures/soql` have headings with the rows that they are about: what is found there
//! must be what the table says of the row.
//!
//! In the table `[x*5]` in a query is `x` five times.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sf_schema::Diagnostic;

use super::cases::{Case, Entry, entry, files};

const TABLE: &str = include_str!("table.txt");

/// How many rows the table has.
const ROWS: u32 = 43;

/// A row of the table.
#[derive(Default)]
struct Row {
    /// Where it is in the file, and its title.
    heading: String,
    /// The codes, each with a rule that gives it.
    finds: BTreeSet<(&'static str, &'static str)>,
    good: Vec<Case>,
    /// With the rules and the messages of what is found, as they are shown.
    bad: Vec<(Case, String)>,
}

impl Row {
    fn is_of(&self, found: &Diagnostic) -> bool {
        self.finds.contains(&(found.code, found.rule))
    }
}

/// The rows by number, and what the prose of the reference asks for besides its table.
fn rows() -> (BTreeMap<u32, Row>, Row) {
    let mut rows = BTreeMap::new();
    let mut besides = Row::default();
    let mut row = &mut besides;
    let mut is_bad = false;
    for line in TABLE.lines() {
        if let Some(heading) = line.strip_prefix("# ") {
            is_bad = false;
            let number = heading.strip_prefix("Row ").map(|rest| {
                let digits = rest.split(':').next().unwrap_or_default();
                digits.parse::<u32>().unwrap_or_else(|_| panic!("{line}"))
            });
            row = match number {
                Some(number) => {
                    assert!(!rows.contains_key(&number), "{line} is there twice");
                    rows.entry(number).or_default()
                }
                None => &mut besides,
            };
            row.heading = heading.to_owned();
        } else if let Some(finds) = line.strip_prefix("finds ") {
            let (code, rules) = finds.split_once(": ").expect("a code and its rules");
            row.finds.extend(rules.split(' ').map(|rule| (code, rule)));
        } else if let Some(good) = line.strip_prefix("good") {
            is_bad = false;
            row.good.push(case(good));
        } else if let Some(bad) = line.strip_prefix("bad") {
            is_bad = true;
            row.bad.push((case(bad), String::new()));
        } else if is_bad && !line.is_empty() {
            let (_, shown) = row.bad.last_mut().expect("a query is before its findings");
            shown.push_str(line);
            shown.push('\n');
        } else {
            assert_eq!(line, "", "a line that means nothing");
        }
    }
    (rows, besides)
}

/// A query as a case has it, its repetitions written out.
fn case(line: &str) -> Case {
    let Some(Entry::Case(mut case)) = entry(line) else {
        panic!("{line:?} is no query");
    };
    let mut text = String::new();
    let mut rest = case.text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let (repeated, after) = after.split_once(']').expect("a repetition has an end");
        let (piece, count) = repeated.rsplit_once('*').expect("how often");
        text += before;
        text += &piece.repeat(count.parse().expect("a number"));
        rest = after;
    }
    text += rest;
    case.text = text;
    case
}

/// The findings as the table has them: of each its rule and how it is shown.
fn shown(case: &Case) -> String {
    let mut shown = String::new();
    for found in case.findings() {
        let message = found.render(&case.text);
        writeln!(shown, "{}\n{message}", found.rule).expect("writing to a string");
    }
    shown
}

#[test]
fn each_row_is_found_as_the_table_says() {
    let (rows, _) = rows();
    assert!(rows.keys().copied().eq(1..=ROWS), "{:?}", rows.keys());
    let mut wrong = String::new();
    for row in rows.values() {
        let heading = &row.heading;
        assert!(!row.bad.is_empty() && !row.good.is_empty(), "{heading}");
        for case in &row.good {
            let shown = shown(case);
            assert_eq!(shown, "", "{heading}: {:?}", case.text);
        }
        for (case, wanted) in &row.bad {
            let shown = shown(case);
            let breaks_the_row = case.findings().iter().any(|found| row.is_of(found));
            if !breaks_the_row || shown != *wanted {
                let text = &case.text;
                writeln!(wrong, "{heading}\nbad> {text:.200}\n{shown}").expect("a string");
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "the table says another thing than\n{wrong}"
    );
}

/// No code and no rule is in the table that nothing shows.
#[test]
fn each_code_and_rule_of_a_row_is_shown() {
    let (mut rows, mut besides) = rows();
    let mut found: Vec<Diagnostic> = Vec::new();
    for row in rows.values() {
        for (case, _) in &row.bad {
            found.extend(case.findings());
        }
    }
    for (_, entries) in files() {
        for entry in entries {
            if let Entry::Case(case) = entry {
                found.extend(case.findings());
            }
        }
    }
    // What is found is of a row, or of what the reference asks for besides.
    for found in &found {
        let is_listed = rows.values().chain([&besides]).any(|row| row.is_of(found));
        assert!(is_listed, "{} of {} is of no row", found.code, found.rule);
    }
    for row in rows.values_mut().chain([&mut besides]) {
        for found in &found {
            row.finds.remove(&(found.code, found.rule));
        }
        assert!(row.finds.is_empty(), "{}: {:?}", row.heading, row.finds);
    }
}

/// Below a heading of a row there are enough queries that break it, and as many that do not.
#[test]
fn every_row_has_good_and_bad_neighbours() {
    let (rows, _) = rows();
    // The number of queries that break the row, and of those without findings.
    let mut counts: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (name, entries) in files() {
        let mut number = None;
        for entry in entries {
            match entry {
                Entry::Heading(line) => {
                    number = line.strip_prefix("# Row ").map(|rest| {
                        let digits = rest.split(':').next().unwrap_or_default();
                        digits.parse().unwrap_or_else(|_| panic!("{name}: {line}"))
                    });
                }
                Entry::Case(case) => {
                    let Some(number) = number else { continue };
                    let row = rows
                        .get(&number)
                        .unwrap_or_else(|| panic!("no row {number}"));
                    let (bad, good) = counts.entry(number).or_default();
                    let findings = case.findings();
                    *good += usize::from(findings.is_empty());
                    *bad += usize::from(findings.iter().any(|found| row.is_of(found)));
                }
            }
        }
    }
    for (number, row) in &rows {
        let (bad, good) = counts.get(number).copied().unwrap_or_default();
        let (bad, good) = (bad + row.bad.len(), good + row.good.len());
        assert!(
            bad >= 3 && good >= 3,
            "row {number}: {bad} bad, {good} good"
        );
    }
}

#[test]
fn there_are_enough_and_none_twice() {
    let mut seen = BTreeSet::new();
    for (name, entries) in files() {
        for entry in entries {
            if let Entry::Case(case) = entry {
                let again = format!("{name}: {case:?} is there twice");
                assert!(seen.insert(format!("{case:?}")), "{again}");
            }
        }
    }
    assert!(seen.len() >= 600, "{}", seen.len());
}
