//! Text made at random, of bytes, of characters and of the words of the language: it is read in a
//! number of steps that is bounded by its length, and what is found in it can be shown.

use super::hostile::STEPS;
use super::mutation::PIECES;
use super::{MACRO, REST, assert_sound};
use crate::soql::parse;
use crate::steps::assert_bounded;

/// Xorshift: the same numbers on every run.
pub(in crate::soql) struct Random(pub(in crate::soql) u64);

impl Random {
    pub(in crate::soql) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    pub(in crate::soql) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// What means something to the lexer, and what no keyboard has.
const SIGNS: &[&str] = &[
    "a", "Z", "_", "0", "9", " ", "\t", "\r", "\n", "'", "\"", "\\", "(", ")", "{", "}", "[", "]",
    ",", ".", ":", ";", "=", "!", "<", ">", "+", "-", "*", "/", "%", "#", "r", "b", "T", "Z", "u",
    "\0", "\u{1}", "\u{2}", "\u{3}", "\u{8}", "\u{b}", "\u{c}", "\u{1b}", "\u{7f}", "\u{85}",
    "\u{a0}", "\u{200b}", "\u{2028}", "\u{202e}", "\u{feff}", "\u{fffd}", "\u{ffff}", "é",
    "e\u{301}", "日", "🎉",
];

/// How a text is made: a name for it, and a piece of it.
type Kind = (&'static str, fn(&mut Random) -> String);

const KINDS: &[Kind] = &[
    ("bytes", |random| {
        let bytes: Vec<u8> = (0..64).map(|_| random.below(256) as u8).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }),
    ("ASCII and its control characters", |random| {
        char::from(random.below(128) as u8).to_string()
    }),
    ("control characters", |random| {
        let code = random.below(0x41) as u32;
        let code = if code < 0x20 { code } else { 0x5f + code };
        char::from_u32(code).unwrap_or(' ').to_string()
    }),
    ("any characters", |random| {
        let code = random.below(0x11_0000) as u32;
        char::from_u32(code).unwrap_or('\u{fffd}').to_string()
    }),
    ("signs", |random| random.pick(SIGNS).to_owned()),
    ("words", |random| format!("{} ", random.pick(PIECES))),
    ("words without blanks", |random| {
        random.pick(PIECES).to_owned()
    }),
    ("words and signs", |random| {
        format!("{}{}", random.pick(PIECES), random.pick(SIGNS))
    }),
];

/// Where such a text begins: anywhere in a query.
const STARTS: &[&str] = &[
    "",
    "SELECT ",
    "SELECT Id FROM Account ",
    "SELECT Id FROM Account WHERE Name = '",
    "SELECT Id FROM Account WHERE Name IN (",
    "SELECT Id FROM Account WHERE Name = :{",
];

/// Random texts of about so many bytes: of each kind at each start, with what it is.
pub(in crate::soql) fn texts(size: usize, seed: u64, mut each: impl FnMut(&str, &str)) {
    let mut random = Random(seed);
    for (kind, piece) in KINDS {
        for start in STARTS {
            let mut text = (*start).to_owned();
            while text.len() < size {
                text += &piece(&mut random);
            }
            each(&format!("{size} bytes of {kind} after {start:?}"), &text);
        }
    }
}

#[test]
fn any_text_takes_linear_time() {
    for (size, seeds) in [(1_000, 40), (10_000, 4), (90_000, 1)] {
        for seed in 0..seeds {
            texts(size, 0x5eed_0001 + seed, |what, text| {
                for options in [REST, MACRO] {
                    assert_bounded(what, STEPS, text, |text| drop(parse(text, &options)));
                }
            });
        }
    }
}

#[test]
fn any_text_is_read() {
    for seed in 0..60 {
        texts(60 + 7 * seed, 0x5eed_1000 + seed as u64, |_, text| {
            for options in [REST, MACRO] {
                assert_sound(text, &parse(text, &options));
            }
        });
    }
}
