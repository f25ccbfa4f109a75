//! Salesforce's own parser and ours on the same texts: they take the same, but for what is listed
//! in `explained.rs`.
//!
//! The texts are made from the grammar and by spoiling good ones, by a seed. The other parser is
//! run where CI has installed it, in `target/peers`; see `.ci/run`.

#[path = "oracle/explained.rs"]
mod explained;
#[path = "oracle/peer.rs"]
mod peer;

use std::collections::BTreeMap;

use fastrand::Rng;
use sf_runtime::Soql;
use sf_runtime::query::Like;
use sf_schema::soql::{Options, parse};
use sf_tests::peers::installed;

use super::cases::{Entry, files};
use super::grammar::Grammar;
use super::pieces::{blot, join, split, spoil};

/// The same texts on every run.
const SEED: u64 = 1;

/// How many queries of each kind.
const MADE: usize = 15_000;
const SPOILED: usize = 20_000;
const BLOTTED: usize = 10_000;
const BOUND: usize = 2_000;

/// Queries with values that are bound.
fn bound(random: &mut Rng) -> String {
    let value: String = (0..random.usize(..20))
        .map(|_| match random.u8(..4) {
            0 => random.char(..),
            1 => random.char(..'\u{100}'),
            2 => char::from(b"'\\\"%_\n\r:;$"[random.usize(..10)]),
            _ => random.alphanumeric(),
        })
        .collect();
    let number = f64::from_bits(random.u64(..));
    let query = Soql::new(
        "SELECT Id FROM A WHERE B = :text AND C LIKE :like AND D IN :list AND E > :number",
    )
    .bind("text", value.as_str())
    .bind("like", Like::contains(&value))
    .bind("list", [value.as_str(), "x"])
    .bind("number", if number.is_finite() { number } else { 0.0 });
    query.text().expect("all is bound").into_owned()
}

/// All texts.
fn texts() -> Vec<String> {
    let mut random = Rng::with_seed(SEED);
    let mut grammar = Grammar::all(SEED);
    let made: Vec<Vec<String>> = (0..MADE).map(|_| grammar.query()).collect();
    let entries = files().into_iter().flat_map(|(_, entries)| entries);
    let written: Vec<String> = entries
        .filter_map(|entry| match entry {
            // Longer than a test of syntax need be.
            Entry::Case(case) if case.text.len() < 2_000 => Some(case.text),
            _ => None,
        })
        .collect();
    let mut good: Vec<Vec<String>> = written
        .iter()
        .map(|text| split(text).into_iter().map(str::to_owned).collect())
        .collect();
    let mut texts = written;
    texts.extend(made.iter().map(|tokens| join(tokens, &mut random)));
    good.extend(made);
    for _ in 0..SPOILED {
        let mut tokens = good[random.usize(..good.len())].clone();
        for _ in 0..random.usize(1..3) {
            spoil(&mut tokens, &mut random);
        }
        texts.push(join(&tokens, &mut random));
    }
    for _ in 0..BLOTTED {
        let tokens = &good[random.usize(..good.len())];
        let mut text = join(tokens, &mut random);
        for _ in 0..random.usize(1..3) {
            text = blot(&text, &mut random);
        }
        texts.push(text);
    }
    texts.extend((0..BOUND).map(|_| bound(&mut random)));
    texts
}

fn takes(text: &str) -> bool {
    parse(text, &Options::default()).findings.is_empty()
}

/// A text of which only one parser has something to say, and the same without what is contested.
struct Contested {
    text: String,
    plain: String,
    by: Vec<&'static str>,
}

#[test]
fn salesforces_parser_takes_the_same() {
    let Some(package) = installed("node/node_modules/@salesforce/soql-common") else {
        return;
    };
    let texts = texts();
    assert!(texts.len() > 20_000);
    let answers = peer::ask(&package, &texts);
    let mut taken = 0;
    let mut contested = Vec::new();
    let mut unexplained = Vec::new();
    for (text, refusal) in texts.into_iter().zip(&answers) {
        let ours = takes(&text);
        taken += usize::from(ours);
        let (plain, by) = match (ours, refusal) {
            (true, None) | (false, Some(_)) => continue,
            (true, Some(_)) => explained::without_what_they_refuse(&text),
            (false, None) => explained::without_what_we_refuse(&text),
        };
        if by.is_empty() || !takes(&plain) {
            unexplained.push(format!(
                "{text:?}\n  without {by:?}: {plain:?}\n  they say {refusal:?}"
            ));
        } else {
            contested.push(Contested { text, plain, by });
        }
    }
    // Both halves are tried.
    assert!(
        taken > 15_000 && answers.len() - taken > 10_000,
        "{taken} of {}",
        answers.len()
    );

    let plain: Vec<String> = contested.iter().map(|case| case.plain.clone()).collect();
    let mut hits: BTreeMap<&str, usize> = BTreeMap::new();
    for (Contested { text, plain, by }, refusal) in
        contested.iter().zip(peer::ask(&package, &plain))
    {
        if let Some(refusal) = refusal {
            unexplained.push(format!(
                "{text:?}\n  without {by:?}: {plain:?}\n  they say {refusal:?}"
            ));
        } else if let [only] = by[..] {
            *hits.entry(only).or_default() += 1;
        }
    }
    println!(
        "{} texts, {taken} taken, {} contested: {hits:?}",
        answers.len(),
        contested.len()
    );
    unexplained.sort_by_key(String::len);
    assert!(
        unexplained.is_empty(),
        "{} are not explained, the shortest:\n{}",
        unexplained.len(),
        unexplained[..unexplained.len().min(10)].join("\n")
    );
    for name in explained::names() {
        assert!(hits.contains_key(name), "{name} explains nothing any more");
    }
}
