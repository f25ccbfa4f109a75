//! Values that are bound by name: each is written as one literal, which reads back as the same value.

use std::str::FromStr;

use jiff::civil::{Date, Time};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use sf_runtime::query::{Like, Literal};
use sf_runtime::{Id, MultiPicklist, Picklist, Soql};
use sf_schema::soql::{self, Condition, Options, PatternPart, Right, parse};
use sf_tests::bindings::{Account, account};

/// The right side of `Field = literal`, which is all of the text.
pub(crate) fn read(operator: &str, literal: &str) -> Right {
    let before = format!("SELECT Id FROM Account WHERE Field {operator} ");
    let text = format!("{before}{literal}");
    let query = parse(&text, &Options::default())
        .into_result()
        .unwrap_or_else(|findings| panic!("{text:?}: {findings:?}"));
    let Some(Condition::Predicate(predicate)) = query.filter else {
        panic!("{text:?} is no single comparison");
    };
    let span = match &predicate.right {
        Right::Value(value) => value.span,
        Right::List(_, span) => *span,
        Right::Query(_) => panic!("{text:?} became a query"),
    };
    assert_eq!(
        (span.start, span.end),
        (before.len(), text.len()),
        "{text:?}"
    );
    predicate.right
}

fn written(value: impl Into<Literal>) -> String {
    value.into().to_soql().expect("it has a form in SOQL")
}

fn read_one(operator: &str, value: impl Into<Literal>) -> soql::Literal {
    match read(operator, &written(value)) {
        Right::Value(value) => value.literal,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn text(text: &str) -> soql::Literal {
    soql::Literal::Text(text.to_owned())
}

pub(crate) fn number<T: FromStr>(literal: soql::Literal) -> Option<T> {
    match literal {
        soql::Literal::Number(text) => text.parse().ok(),
        _ => None,
    }
}

/// A text of any characters, those that mean something in SOQL more often.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "'", "\\", "\"", "%", "_", "\n", "\r", "\t", "\u{8}", "\u{c}", "\u{0}", "\u{b}", "\u{85}",
        "\u{2028}", "\u{ffff}", "\u{fffe}", "\u{feff}", ":x", ")", ";", "$", "--", "/*", " OR ",
        "\\'", "\\u0027", "🎉", "e\u{301}", "\u{202e}",
    ]);
    let piece = prop_oneof![
        pieces.prop_map(str::to_owned),
        any::<char>().prop_map(String::from)
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

pub(crate) fn any_part() -> impl Strategy<Value = PatternPart> {
    prop_oneof![
        any_text().prop_map(PatternPart::Text),
        Just(PatternPart::AnyMany),
        Just(PatternPart::AnyOne),
    ]
}

/// Texts that follow one another are one.
pub(crate) fn joined(parts: Vec<PatternPart>) -> Vec<PatternPart> {
    let mut joined: Vec<PatternPart> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(PatternPart::Text(before)), PatternPart::Text(text)) => before.push_str(&text),
            (_, PatternPart::Text(text)) if text.is_empty() => {}
            (_, part) => joined.push(part),
        }
    }
    joined
}

pub(crate) fn any_date() -> impl Strategy<Value = Date> {
    (0..=9999_i16, 1..=12_i8, 1..=31_i8)
        .prop_filter_map("a day of the calendar", |(y, m, d)| Date::new(y, m, d).ok())
}

pub(crate) fn any_time() -> impl Strategy<Value = Time> {
    (0..24_i8, 0..60_i8, 0..60_i8, 0..1_000_000_000)
        .prop_filter_map("a time", |(h, m, s, n)| Time::new(h, m, s, n).ok())
}

pub(crate) fn any_instant() -> impl Strategy<Value = Timestamp> {
    let first: Timestamp = "0000-01-01T00:00:00Z".parse().expect("an instant");
    let last = Timestamp::MAX.as_second();
    (first.as_second()..last, 0..1_000_000_000)
        .prop_filter_map("an instant", |(s, n)| Timestamp::new(s, n).ok())
}

proptest! {
    #![proptest_config(super::random::config())]

    #[test]
    fn texts(value in any_text()) {
        prop_assert_eq!(read_one("=", &value), text(&value));
        prop_assert_eq!(read_one("=", value.as_str()), text(&value));
        prop_assert_eq!(read_one("LIKE", Some(value.clone())), pattern(&value));
    }

    #[test]
    fn patterns(value in any_text()) {
        let inside = (!value.is_empty()).then(|| PatternPart::Text(value.clone()));
        let many = || Some(PatternPart::AnyMany);
        let of = |parts: [Option<PatternPart>; 3]| {
            soql::Literal::Pattern(parts.into_iter().flatten().collect())
        };
        let read = |like: Like| read_one("LIKE", like);
        prop_assert_eq!(read(Like::contains(&value)), of([many(), inside.clone(), many()]));
        prop_assert_eq!(read(Like::starting_with(&value)), of([inside.clone(), many(), None]));
        prop_assert_eq!(read(Like::ending_with(&value)), of([many(), inside, None]));
    }

    /// What a pattern was put together of is what it is read as.
    #[test]
    fn patterns_of_parts(parts in prop::collection::vec(any_part(), 0..12)) {
        let like = parts.iter().fold(Like::new(), |like, part| match part {
            PatternPart::Text(text) => like.text(text),
            PatternPart::AnyMany => like.any(),
            PatternPart::AnyOne => like.one(),
        });
        prop_assert_eq!(read_one("LIKE", like), soql::Literal::Pattern(joined(parts)));
    }

    #[test]
    fn numbers(int in any::<i64>(), small in any::<u32>(), float in any::<f64>()) {
        prop_assert_eq!(number(read_one("=", int)), Some(int));
        prop_assert_eq!(number(read_one("=", small)), Some(small));
        if float.is_finite() {
            prop_assert_eq!(number(read_one("=", float)), Some(float));
        } else {
            prop_assert!(Literal::from(float).to_soql().is_err());
        }
    }

    #[test]
    fn decimals(lo in any::<u32>(), mid in any::<u32>(), hi in any::<u32>(), minus in any::<bool>(), scale in 0..=28_u32) {
        let value = Decimal::from_parts(lo, mid, hi, minus, scale);
        prop_assert_eq!(number(read_one("=", value)), Some(value));
    }

    #[test]
    fn dates_and_times(date in any_date(), time in any_time(), at in any_instant()) {
        let soql::Literal::Date(read) = read_one("=", date) else { panic!("no date") };
        prop_assert_eq!(read.parse().ok(), Some(date));
        let soql::Literal::Time(read) = read_one("=", time) else { panic!("no time") };
        prop_assert_eq!(read.trim_end_matches('Z').parse().ok(), Some(time));
        let soql::Literal::DateTime(read) = read_one("=", at) else { panic!("no datetime") };
        // SOQL reads no more than milliseconds.
        let floor = TimestampRound::new().smallest(Unit::Millisecond).mode(RoundMode::Floor);
        prop_assert_eq!(read.parse().ok(), at.round(floor).ok());
    }

    #[test]
    fn lists(values in prop::collection::vec(any_text(), 1..20)) {
        let Right::List(read, _) = read("IN", &written(values.clone())) else {
            panic!("no list");
        };
        let read: Vec<soql::Literal> = read.into_iter().map(|value| value.literal).collect();
        let expected: Vec<soql::Literal> = values.iter().map(|value| text(value)).collect();
        prop_assert_eq!(read, expected);
    }

    /// Whatever is bound, the query has the shape that its text has.
    #[test]
    fn the_shape_of_a_query(value in any_text(), list in prop::collection::vec(any_text(), 1..5)) {
        let shape = "SELECT Id FROM Account WHERE (A = :a OR B LIKE :a) AND C = ':a' AND D IN :d LIMIT :n";
        let query = Soql::new(shape)
            .bind("a", value.as_str())
            .bind("d", list.clone())
            .bind("n", 5);
        let bound = query.text().expect("all is bound");
        let bound = parse(&bound, &Options::default()).into_result().expect("it parses");
        let binds = parse(shape, &Options { binds: true }).into_result().expect("it parses");
        let shape = |query: &soql::Query| {
            let mut shape = Vec::new();
            query.filter.as_ref().expect("a WHERE").each_predicate(&mut |predicate| {
                shape.push((predicate.left.clone(), predicate.operator));
            });
            let shape: Vec<_> = shape.into_iter().map(|(left, operator)| {
                let soql::Operand::Field(path) = left else { panic!("no field") };
                (path.last().to_owned(), operator)
            }).collect();
            (shape, query.limit.is_some(), query.order_by.len())
        };
        prop_assert_eq!(shape(&bound), shape(&binds));
        let mut literals = Vec::new();
        bound.filter.as_ref().expect("a WHERE").each_predicate(&mut |predicate| {
            if let Right::Value(value) = &predicate.right {
                literals.push(value.literal.clone());
            }
        });
        prop_assert_eq!(literals, [text(&value), pattern(&value), text(":a")]);
    }
}

/// A text after LIKE, whose wildcards are its own.
pub(crate) fn pattern(text: &str) -> soql::Literal {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.find(['%', '_']).unwrap_or(rest.len());
        if plain > 0 {
            parts.push(PatternPart::Text(rest[..plain].to_owned()));
        }
        rest = &rest[plain..];
        if let Some(wildcard) = rest.chars().next() {
            let any = if wildcard == '%' {
                PatternPart::AnyMany
            } else {
                PatternPart::AnyOne
            };
            parts.push(any);
            rest = &rest[1..];
        }
    }
    soql::Literal::Pattern(parts)
}

#[test]
fn what_has_few_values() {
    assert_eq!(read_one("=", true), soql::Literal::Boolean(true));
    assert_eq!(read_one("=", false), soql::Literal::Boolean(false));
    assert_eq!(read_one("=", Literal::NULL), soql::Literal::Null);
    assert_eq!(read_one("=", None::<i32>), soql::Literal::Null);
    for int in [i32::MIN, -1, 0, i32::MAX] {
        assert_eq!(number(read_one("=", int)), Some(int));
    }
    let id: Id<Account> = "001D000000IqhSL".parse().expect("an id");
    assert_eq!(read_one("=", id), text("001D000000IqhSLIAZ"));
}

#[test]
fn picklists() {
    use account::{Industry, Interests__c};

    assert_eq!(read_one("=", Industry::Energy), text("Energy"));
    let unknown: Picklist<Industry> = Picklist::from_value("It's; new\\");
    assert_eq!(read_one("=", unknown), text("It's; new\\"));
    let several = MultiPicklist::of([Interests__c::Golf, Interests__c::Wine]);
    assert_eq!(read_one("=", several.to_wire()), text("Golf;Wine"));
    let Right::List(values, _) = read("INCLUDES", &written([several.to_wire(), "a'b".to_owned()]))
    else {
        panic!("no list");
    };
    let values: Vec<soql::Literal> = values.into_iter().map(|value| value.literal).collect();
    assert_eq!(values, [text("Golf;Wine"), text("a'b")]);
}

#[test]
fn what_has_no_form() {
    let long = "é".repeat(4_001);
    let before: Date = "-000001-12-31".parse().expect("a date");
    let instant: Timestamp = "-000001-12-31T00:00:00Z".parse().expect("an instant");
    for literal in [
        Literal::list(Vec::<i32>::new()),
        Literal::list([vec![1]]),
        long.into(),
        f64::NAN.into(),
        f64::INFINITY.into(),
        before.into(),
        instant.into(),
    ] {
        assert!(literal.to_soql().is_err(), "{literal:?}");
    }
}
