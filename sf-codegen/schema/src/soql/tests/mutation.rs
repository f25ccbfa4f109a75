//! Queries with something changed at random: never a panic, spans that fit, and whatever still
//! parses prints back.

use super::random::Random;
use super::{MACRO, REST, assert_round_trip, assert_sound};
use crate::soql::parse;

const SEEDS: &[&str] = &[
    "SELECT Id, Account.Name n, (SELECT Id FROM Contacts c WHERE c.x = 'y' LIMIT 5) FROM Account a",
    "SELECT TYPEOF What WHEN Account THEN Phone, Name ELSE Id END, toLabel(x) FROM Task, Task.Who w",
    "SELECT a, COUNT(Id) c FROM X GROUP BY ROLLUP(a, CALENDAR_YEAR(b)) HAVING COUNT(Id) > 1 ORDER BY a DESC NULLS LAST",
    "SELECT Id FROM X WHERE (a = -1.5 AND b LIKE '\\%a_%') OR (NOT c IN ('x', NULL)) LIMIT 5 OFFSET 2 FOR VIEW UPDATE TRACKING",
    "SELECT Id FROM X WHERE d = LAST_N_DAYS:3 AND e >= 2020-01-01T00:00:00.5+01:00 AND f = USD5.5 AND Id IN (SELECT y FROM Z)",
    "SELECT DISTANCE(l, GEOLOCATION(1, -2), 'km') FROM X USING SCOPE mine WITH DATA CATEGORY g AT (a, b) AND h BELOW c FOR UPDATE",
    "SELECT FIELDS(ALL) FROM X WHERE a = :name AND b IN :{f(\"}\", '{')} ALL ROWS",
];

/// Words and signs of the language.
pub(super) const PIECES: &[&str] = &[
    "(",
    ")",
    ",",
    "'",
    "\"",
    "\\",
    ".",
    ":",
    ";",
    "{",
    "}",
    "-",
    "+",
    "=",
    "!=",
    "<",
    ">=",
    " ",
    "\n",
    "SELECT",
    "FROM",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "LIKE",
    "GROUP BY",
    "ORDER BY",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "FOR",
    "UPDATE",
    "WITH",
    "USING SCOPE",
    "TYPEOF",
    "WHEN",
    "END",
    "NULL",
    "AS",
    "5",
    "1.5",
    "2020-01-01",
    "10:00:00Z",
    "USD5",
    "TODAY",
    "LAST_N_DAYS:",
    "'x'",
    "a.b",
    "f(x)",
    "COUNT()",
    "(SELECT Id FROM C)",
    "é",
    "🎉",
    "\u{0}",
];

/// A byte that begins a character.
fn boundary(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mutate(random: &mut Random, text: &mut String) {
    let (a, b) = (boundary(random, text), boundary(random, text));
    let (from, to) = (a.min(b), a.max(b));
    match random.below(5) {
        0 => text.insert_str(a, &format!(" {} ", random.pick(PIECES))),
        1 => text.insert_str(a, random.pick(PIECES)),
        // A short piece goes, or comes twice, or moves.
        2 => {
            let to = text[from..to]
                .char_indices()
                .nth(8)
                .map_or(to, |(at, _)| from + at);
            text.replace_range(from..to, "");
        }
        3 => {
            let piece = text[from..to].to_owned();
            if text.len() < 2_000 {
                text.insert_str(b, &piece);
            }
        }
        _ => text.replace_range(from..to, random.pick(PIECES)),
    }
}

#[test]
fn no_change_breaks_the_parser() {
    let mut random = Random(0x5eed_cafe);
    let mut still_parse = 0;
    for round in 0..20_000 {
        let mut text = SEEDS[round % SEEDS.len()].to_owned();
        for _ in 0..=random.below(3) {
            mutate(&mut random, &mut text);
        }
        for options in [REST, MACRO] {
            let result = parse(&text, &options);
            assert_sound(&text, &result);
            if result.findings.is_empty() {
                still_parse += 1;
                assert_round_trip(&text, &options);
            }
        }
    }
    // Enough of them, or the round trip is not tried.
    assert!(still_parse > 1_000, "{still_parse}");
}

#[test]
fn every_prefix_is_read() {
    for seed in SEEDS {
        for end in (0..seed.len()).filter(|end| seed.is_char_boundary(*end)) {
            for options in [REST, MACRO] {
                assert_sound(&seed[..end], &parse(&seed[..end], &options));
            }
        }
    }
}
