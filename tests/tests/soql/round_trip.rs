//! What is printed of a query parses to the same query, and prints the same.

use fastrand::Rng;
use proptest::prelude::*;
use sf_schema::soql::{Options, Query, parse};

use super::grammar::Grammar;
use super::pieces::{blot, join, spoil};

/// A tree without its spans and the spelling of functions, which are all that may differ.
fn plain(query: &Query) -> String {
    let text = format!("{query:?}");
    let mut plain = String::with_capacity(text.len());
    for (i, piece) in text.split("Span { ").enumerate() {
        let after = piece.split_once('}').filter(|_| i > 0);
        plain.push_str(after.map_or(piece, |(_, after)| after));
    }
    let mut pieces = plain.split("Call { name: ");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| {
        let (name, after) = piece.split_once(',').expect("more than a name");
        plain + "Call " + &name.to_lowercase() + after
    })
}

fn assert_round_trip(text: &str, options: &Options) -> bool {
    let Ok(first) = parse(text, options).into_result() else {
        return false;
    };
    let printed = first.to_string();
    let second = parse(&printed, options)
        .into_result()
        .unwrap_or_else(|findings| panic!("{text:?} prints as {printed:?}: {findings:?}"));
    assert!(plain(&first) == plain(&second), "{text:?}\n{printed:?}");
    assert_eq!(printed, second.to_string(), "{text:?}");
    true
}

proptest! {
    #![proptest_config(super::random::config())]

    #[test]
    fn queries_of_the_grammar(seed in any::<u64>()) {
        let tokens = Grammar::shared(seed).query();
        let text = join(&tokens, &mut Rng::with_seed(seed));
        prop_assert!(assert_round_trip(&text, &Options::default()), "{text:?} is refused");
        // Taking binds takes nothing away.
        let binds = Options { binds: true };
        prop_assert!(assert_round_trip(&text, &binds), "{text:?} is refused");
    }

    #[test]
    fn spoiled_ones_that_still_parse(seed in any::<u64>(), noise in any::<bool>()) {
        let mut tokens = Grammar::all(seed).query();
        let mut random = Rng::with_seed(seed);
        spoil(&mut tokens, &mut random);
        let mut text = join(&tokens, &mut random);
        if noise {
            text = blot(&text, &mut random);
        }
        for binds in [false, true] {
            assert_round_trip(&text, &Options { binds });
        }
    }
}
