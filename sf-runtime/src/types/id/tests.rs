use std::collections::{BTreeSet, HashSet};

use super::*;

enum Account {}
impl SObject for Account {
    const API_NAME: &'static str = "Account";
    const KEY_PREFIX: Option<&'static str> = Some("001");
}

enum Invoice {}
impl SObject for Invoice {
    const API_NAME: &'static str = "Invoice__c";
    const KEY_PREFIX: Option<&'static str> = Some("a00");
}

const KNOWN: [&str; 4] = [
    "001D000000IqhSLIAZ",
    "0055f000005mc66AAA",
    "001xx000003DGb1AAG",
    "a00D0000008pQRAIA2",
];

fn problem(text: &str) -> IdErrorKind {
    normalise(text).unwrap_err()
}

#[test]
fn known_ids_get_their_suffix() {
    for long in KNOWN {
        let id: Id = long[..15].parse().unwrap();
        assert_eq!(id.as_str(), long);
        assert_eq!(id.short(), &long[..15]);
        assert_eq!(id.key_prefix(), &long[..3]);
        assert_eq!(id, Id::parse(long).unwrap());
    }
}

#[test]
fn lost_case_comes_back() {
    for long in KNOWN {
        let lost = [
            long.to_lowercase(),
            long.to_uppercase(),
            format!("{}{}", &long[..15], long[15..].to_lowercase()),
            format!("{}{}", long[..15].to_lowercase(), &long[15..]),
            format!("{}{}", long[..15].to_uppercase(), long[15..].to_lowercase()),
        ];
        for text in lost {
            assert_eq!(
                Id::<AnyObject>::parse(&text).unwrap().as_str(),
                long,
                "{text}"
            );
        }
    }
}

/// Every pattern of capitals, in each block.
#[test]
fn every_pattern_of_case_survives() {
    for bits in 0..1_usize << 15 {
        let short: String = (0..15)
            .map(|at| if bits >> at & 1 == 1 { 'Q' } else { 'q' })
            .collect();
        let id: Id = short.parse().unwrap();
        assert_eq!(Id::parse(id.as_str()), Ok(id));
        assert_eq!(Id::parse(&id.as_str().to_lowercase()), Ok(id));
        assert_eq!(Id::parse(&id.as_str().to_uppercase()), Ok(id));
    }
}

#[test]
fn a_wrong_suffix_is_refused() {
    for text in [
        "001D000000IqhSLIAA",
        "001D000000iqhSLIAZ",
        "001d000000iqhsl6az",
        "001d000000iqhslzaz",
        // Calls a digit a capital.
        "001d000000iqhslbaz",
        "001d000000iqhslz99",
    ] {
        assert_eq!(problem(text), IdErrorKind::Checksum, "{text}");
    }
}

#[test]
fn other_lengths_and_characters_are_refused() {
    for length in (0..40).filter(|length| ![15, 18].contains(length)) {
        assert_eq!(problem(&"0".repeat(length)), IdErrorKind::Length(length));
    }
    for (text, position, found) in [
        ("001D000000IqhS ", 14, ' '),
        ("001D000000IqhSLIA-", 17, '-'),
        ("001D0000'0IqhSL", 8, '\''),
        ("é01D000000IqhS", 0, 'é'),
        ("001D000000IqhSLI\u{e9}", 16, 'é'),
        ("001D000000Iqh\u{202e}", 13, '\u{202e}'),
    ] {
        if [15, 18].contains(&text.len()) {
            assert_eq!(
                problem(text),
                IdErrorKind::Character { position, found },
                "{text}"
            );
        } else {
            assert_eq!(problem(text), IdErrorKind::Length(text.len()), "{text}");
        }
    }
}

#[test]
fn only_standard_objects_check_their_prefix() {
    assert!(Id::<Account>::parse(KNOWN[0]).is_ok());
    let error = Id::<Account>::parse(KNOWN[1]).unwrap_err();
    assert_eq!(error.kind(), &IdErrorKind::KeyPrefix { expected: "001" });
    assert_eq!((error.object(), error.input()), ("Account", KNOWN[1]));
    assert!(Id::<Invoice>::parse("a1BD0000008pQRA").is_ok());
    assert!(Id::<AnyObject>::parse(KNOWN[1]).is_ok());
    assert!(serde_json::from_str::<Id<Account>>(&format!("\"{}\"", KNOWN[1])).is_err());
    let unchecked = Id::<Account>::from_text_unchecked_prefix(&KNOWN[1][..15]).unwrap();
    assert_eq!(unchecked.as_str(), KNOWN[1]);
    assert_eq!(Id::<Account>::from_text_unchecked_prefix("nonsense"), None);
}

#[test]
fn the_empty_id_is_one_of_every_object() {
    for text in [
        "000000000000000",
        "000000000000000AAA",
        "000000000000000aaa",
    ] {
        assert!(Id::<Account>::parse(text).unwrap().is_empty_id());
    }
    assert!(
        !Id::<AnyObject>::parse("012000000000000AAA")
            .unwrap()
            .is_empty_id()
    );
}

#[test]
fn errors_say_what_is_wrong() {
    for (text, expected) in [
        (
            "",
            r#""" is not an id of Account: it is 0 bytes long, not 15 or 18"#,
        ),
        (
            "003D000000IqhSL",
            r#""003D000000IqhSL" is not an id of Account: ids of Account begin with 001"#,
        ),
        (
            "001D000000Iqh\"\n",
            r#""001D000000Iqh\"\n" is not an id of Account: character 14 is '\"', not an ASCII letter or digit"#,
        ),
        (
            "001D000000IqhSLIAA",
            r#""001D000000IqhSLIAA" is not an id of Account: its last three characters do not match the first fifteen"#,
        ),
        (
            "Ärger mit einer sehr langen Eingabe",
            r#""\u{c4}rger mit einer sehr lan…" is not an id of Account: it is 36 bytes long, not 15 or 18"#,
        ),
    ] {
        assert_eq!(
            Id::<Account>::parse(text).unwrap_err().to_string(),
            expected
        );
    }
}

#[test]
fn an_id_is_a_small_plain_value() {
    fn plain<T: Copy + Ord + std::hash::Hash + Send + Sync + Unpin + fmt::Debug>() {}
    plain::<Id<Account>>();
    plain::<Id<std::rc::Rc<str>>>();
    assert_eq!(size_of::<Id<Account>>(), 18);
    assert_eq!(size_of::<Option<Id<Account>>>(), 19);

    let ids = KNOWN.map(|text| Id::<AnyObject>::parse(text).unwrap());
    assert_eq!(BTreeSet::from(ids).first().unwrap().as_str(), KNOWN[0]);
    assert_eq!(HashSet::from(ids).len(), 4);
    assert_eq!(ids[0].cast::<Account>().erase(), ids[0]);
    assert_eq!(Id::<Account>::from_raw(ids[0].raw()).as_str(), KNOWN[0]);
    assert_eq!(
        format!("{:?} {} {:>20}", ids[0], ids[0], ids[0]),
        format!("Id({0}) {0}   {0}", KNOWN[0])
    );
}

#[test]
fn ids_are_texts_in_json() {
    let id: Id<Account> = serde_json::from_str("\"001D000000IqhSL\"").unwrap();
    assert_eq!(
        serde_json::to_string(&id).unwrap(),
        "\"001D000000IqhSLIAZ\""
    );
    let escaped: Id = serde_json::from_str(r#""\u0030\u0030\u0031D000000IqhSL""#).unwrap();
    assert_eq!(escaped, id.erase());
    for json in ["null", "1", "[]", "\"\""] {
        assert!(serde_json::from_str::<Id<Account>>(json).is_err());
    }
    let from_owned = serde_json::from_value::<Id<Account>>(KNOWN[0].into()).unwrap();
    assert_eq!(Id::try_from(String::from(KNOWN[0])), Ok(from_owned));
    assert_eq!(Id::try_from(KNOWN[0]), Ok(from_owned));
    assert_eq!(String::from(id), id.as_ref());
}
