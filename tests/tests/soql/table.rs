//! The cases cover the table of checks: each row has queries that break it and queries that do not.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::{Entry, files};

/// How many rows the table has.
const ROWS: u32 = 43;

#[test]
fn every_row_has_good_and_bad_neighbours() {
    // The number of queries with and without findings.
    let mut rows: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (name, entries) in files() {
        let mut row = None;
        for entry in entries {
            match entry {
                Entry::Heading(line) => {
                    let number = line.strip_prefix("# Row ");
                    row = number.map(|rest| {
                        let digits = rest.split(':').next().unwrap_or_default();
                        digits.parse().unwrap_or_else(|_| panic!("{name}: {line}"))
                    });
                }
                Entry::Case(case) => {
                    if let Some(row) = row {
                        let (bad, good) = rows.entry(row).or_default();
                        if case.findings().is_empty() {
                            *good += 1;
                        } else {
                            *bad += 1;
                        }
                    }
                }
            }
        }
    }
    for row in 1..=ROWS {
        let (bad, good) = rows.get(&row).copied().unwrap_or_default();
        assert!(bad >= 2 && good >= 2, "row {row}: {bad} bad, {good} good");
    }
    assert_eq!(rows.keys().max(), Some(&ROWS));
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
