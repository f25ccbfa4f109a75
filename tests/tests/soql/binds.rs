//! Values that may be bound where a query is checked: every one of them, in every place that takes it,
//! is written as one literal, which reads back as the same value.
//!
//! Values are bound as the macros do it, by [`Bind`]. Which values there are is read from the source of
//! the impls, so that none is forgotten.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::{Date, Time};
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;
use sf_runtime::composite::Composite;
use sf_runtime::query::{
    AnyId, Bind, DateLiteral, IdOf, IdOfOne, Like, ListOf, Literal, NoField, OrNull, Pattern,
    ValueOf, ValuesOf, WholeNumber, WholeNumberTo2000,
};
use sf_runtime::sobject::{
    Checkbox, CivilDate, CivilTime, Float, Instant, Int, Long, NewId, Number, RecordType, Text,
};
use sf_runtime::types::{PicklistValue, PolymorphicId, ToChrono};
use sf_runtime::{Id, MultiPicklist, Null, Picklist};
use sf_schema::soql::{self, Options, Right, parse};
use sf_tests::bindings::account::{self, Industry, Interests__c};
use sf_tests::bindings::task::WhatId;
use sf_tests::bindings::{self, Account, User};

use super::values::{
    any_date, any_instant, any_part, any_text, any_time, joined, number, pattern, read, text,
};

/// The impls that were tried, as their source has them.
type Tried = BTreeSet<String>;

fn soql_of(value: Literal) -> String {
    value.to_soql().expect("it has a form in SOQL")
}

/// The literal of a value on the right side of a comparison.
fn read_one(operator: &str, value: Literal) -> soql::Literal {
    match read(operator, &soql_of(value)) {
        Right::Value(value) => value.literal,
        other => panic!("{other:?}"),
    }
}

/// The number of a value after LIMIT or OFFSET, which is all that is there.
fn read_count(clause: &str, value: Literal) -> soql::Literal {
    let written = soql_of(value);
    let before = format!("SELECT Id FROM Account {clause} ");
    let query = parse(&format!("{before}{written}"), &Options::default());
    let query = query.into_result().expect("it parses");
    let counts = [&query.limit, &query.offset].map(|count| count.as_ref().map(|count| count.span));
    let whole = (before.len(), before.len() + written.len());
    let ([Some(span), None] | [None, Some(span)]) = counts else {
        panic!("{written} is no number of its own");
    };
    assert_eq!((span.start, span.end), whole);
    assert_eq!(query.to_string(), format!("{before}{written}"));
    soql::Literal::Number(written)
}

fn as_text(literal: soql::Literal) -> Option<String> {
    match literal {
        soql::Literal::Text(text) => Some(text),
        _ => None,
    }
}

fn as_boolean(literal: soql::Literal) -> Option<bool> {
    match literal {
        soql::Literal::Boolean(value) => Some(value),
        _ => None,
    }
}

fn as_date(literal: soql::Literal) -> Option<Date> {
    match literal {
        soql::Literal::Date(date) => date.parse().ok(),
        _ => None,
    }
}

fn as_time(literal: soql::Literal) -> Option<Time> {
    match literal {
        soql::Literal::Time(time) => time.trim_end_matches('Z').parse().ok(),
        _ => None,
    }
}

fn as_instant(literal: soql::Literal) -> Option<Timestamp> {
    match literal {
        soql::Literal::DateTime(instant) => instant.parse().ok(),
        _ => None,
    }
}

fn as_date_literal(literal: soql::Literal) -> Option<String> {
    match &literal {
        soql::Literal::DateLiteral(date) => Some(date.to_string()),
        _ => None,
    }
}

/// SOQL reads no more of an instant.
fn milliseconds(instant: Timestamp) -> Timestamp {
    let floor = TimestampRound::new()
        .smallest(Unit::Millisecond)
        .mode(RoundMode::Floor);
    instant.round(floor).expect("an instant")
}

fn any_id() -> impl Strategy<Value = Id> {
    let letters: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').collect();
    let prefix = select(vec!["001", "005", "006", "a01", "0Zx"]);
    (prefix, prop::collection::vec(select(letters), 12)).prop_map(|(prefix, rest)| {
        let rest: String = rest.into_iter().collect();
        format!("{prefix}{rest}").parse().expect("an id")
    })
}

/// Every date literal.
fn any_date_literal() -> impl Strategy<Value = DateLiteral> {
    type D = DateLiteral;
    let plain = select(vec![
        D::YESTERDAY,
        D::TODAY,
        D::TOMORROW,
        D::LAST_WEEK,
        D::THIS_WEEK,
        D::NEXT_WEEK,
        D::LAST_MONTH,
        D::THIS_MONTH,
        D::NEXT_MONTH,
        D::LAST_90_DAYS,
        D::NEXT_90_DAYS,
        D::LAST_QUARTER,
        D::THIS_QUARTER,
        D::NEXT_QUARTER,
        D::LAST_YEAR,
        D::THIS_YEAR,
        D::NEXT_YEAR,
        D::LAST_FISCAL_QUARTER,
        D::THIS_FISCAL_QUARTER,
        D::NEXT_FISCAL_QUARTER,
        D::LAST_FISCAL_YEAR,
        D::THIS_FISCAL_YEAR,
        D::NEXT_FISCAL_YEAR,
    ]);
    let counted: Vec<fn(u32) -> D> = vec![
        D::last_n_days,
        D::next_n_days,
        D::n_days_ago,
        D::last_n_weeks,
        D::next_n_weeks,
        D::n_weeks_ago,
        D::last_n_months,
        D::next_n_months,
        D::n_months_ago,
        D::last_n_quarters,
        D::next_n_quarters,
        D::n_quarters_ago,
        D::last_n_years,
        D::next_n_years,
        D::n_years_ago,
        D::last_n_fiscal_quarters,
        D::next_n_fiscal_quarters,
        D::n_fiscal_quarters_ago,
        D::last_n_fiscal_years,
        D::next_n_fiscal_years,
        D::n_fiscal_years_ago,
    ];
    let counted = (select(counted), any::<u32>()).prop_map(|(literal, n)| literal(n));
    prop_oneof![plain, counted]
}

/// Values of a picklist that the snapshot knows, and any other.
fn any_value<E: PicklistValue + 'static>(known: &[E]) -> impl Strategy<Value = Picklist<E>> {
    let known: Vec<Picklist<E>> = known.iter().map(|value| Picklist::Known(*value)).collect();
    prop_oneof![
        select(known),
        any_text().prop_map(|text| Picklist::from_value(&text))
    ]
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: 60,
        failure_persistence: None,
        ..Config::default()
    })
}

/// Tries an impl, by its line in the source: values of a type, where a kind is wanted. What is read
/// of each, in this place, must be the same value, also where null is taken, by reference and in an
/// `Option`.
macro_rules! reads_back {
    ($tried:ident: $name:literal, <$type:ty as $kind:ty>, $place:expr, $values:expr,
     |$given:ident| $value:expr, $read:expr => $same:expr) => {{
        let run = runner().run(&$values, |$given| {
            let same = Some($same);
            let value: $type = $value;
            let (reference, option) = (&value, Some(&value));
            let (read, place) = ($read, $place);
            for literal in [
                Bind::<$kind, NoField>::bind(&value),
                Bind::<$kind, NoField>::bind(&reference),
                Bind::<OrNull<$kind>, NoField>::bind(&value),
                Bind::<OrNull<$kind>, NoField>::bind(&reference),
                Bind::<OrNull<$kind>, NoField>::bind(&option),
            ] {
                prop_assert_eq!(read(place(literal)), same.clone());
            }
            Ok(())
        });
        run.unwrap_or_else(|error| panic!("{}: {error}", $name));
        assert!($tried.insert($name.to_owned()), "{} is there twice", $name);
    }};
}

fn equals(value: Literal) -> soql::Literal {
    read_one("=", value)
}

fn like(value: Literal) -> soql::Literal {
    read_one("LIKE", value)
}

fn limit(value: Literal) -> soql::Literal {
    read_count("LIMIT", value)
}

fn offset(value: Literal) -> soql::Literal {
    read_count("OFFSET", value)
}

fn texts(tried: &mut Tried) {
    reads_back!(tried: "Text: &str", <&str as Text>, equals, any_text(), |t| t.as_str(), as_text => t.clone());
    reads_back!(tried: "Text: String", <String as Text>, equals, any_text(), |t| t.clone(), as_text => t.clone());
    reads_back!(tried: "Text: Box<str>", <Box<str> as Text>, equals, any_text(), |t| t.clone().into(), as_text => t.clone());
    reads_back!(tried: "Text: Arc<str>", <Arc<str> as Text>, equals, any_text(), |t| t.clone().into(), as_text => t.clone());
    reads_back!(tried: "Text: Rc<str>", <Rc<str> as Text>, equals, any_text(), |t| t.clone().into(), as_text => t.clone());
    reads_back!(tried: "Text: Cow<'_, str>", <Cow<'_, str> as Text>, equals, any_text(), |t| Cow::from(&t), as_text => t.clone());
    reads_back!(tried: "Text: char", <char as Text>, equals, any::<char>(), |c| c, as_text => c.to_string());
}

fn numbers(tried: &mut Tried) {
    reads_back!(tried: "Checkbox: bool", <bool as Checkbox>, equals, any::<bool>(), |b| b, as_boolean => b);

    reads_back!(tried: "Int: i8", <i8 as Int>, equals, any::<i8>(), |n| n, number::<i8> => n);
    reads_back!(tried: "Int: i16", <i16 as Int>, equals, any::<i16>(), |n| n, number::<i16> => n);
    reads_back!(tried: "Int: i32", <i32 as Int>, equals, any::<i32>(), |n| n, number::<i32> => n);
    reads_back!(tried: "Int: i64", <i64 as Int>, equals, any::<i64>(), |n| n, number::<i64> => n);
    reads_back!(tried: "Int: u8", <u8 as Int>, equals, any::<u8>(), |n| n, number::<u8> => n);
    reads_back!(tried: "Int: u16", <u16 as Int>, equals, any::<u16>(), |n| n, number::<u16> => n);
    reads_back!(tried: "Int: u32", <u32 as Int>, equals, any::<u32>(), |n| n, number::<u32> => n);
    reads_back!(tried: "Long: i32", <i32 as Long>, equals, any::<i32>(), |n| n, number::<i32> => n);
    reads_back!(tried: "Long: i64", <i64 as Long>, equals, any::<i64>(), |n| n, number::<i64> => n);
    reads_back!(tried: "Long: u32", <u32 as Long>, equals, any::<u32>(), |n| n, number::<u32> => n);

    let decimal = || {
        let parts = (any::<[u32; 3]>(), any::<bool>(), 0..=28_u32);
        parts.prop_map(|([lo, mid, hi], minus, scale)| {
            Decimal::from_parts(lo, mid, hi, minus, scale)
        })
    };
    reads_back!(tried: "Number: Decimal", <Decimal as Number>, equals, decimal(), |n| n, number::<Decimal> => n);
    reads_back!(tried: "Number: f64", <f64 as Number>, equals, any::<f64>(), |n| n, number::<f64> => n);
    reads_back!(tried: "Number: i32", <i32 as Number>, equals, any::<i32>(), |n| n, number::<i32> => n);
    reads_back!(tried: "Number: i64", <i64 as Number>, equals, any::<i64>(), |n| n, number::<i64> => n);
    reads_back!(tried: "Number: u32", <u32 as Number>, equals, any::<u32>(), |n| n, number::<u32> => n);
    reads_back!(tried: "Number: u64", <u64 as Number>, equals, any::<u64>(), |n| n, number::<u64> => n);
    reads_back!(tried: "Float: Decimal", <Decimal as Float>, equals, decimal(), |n| n, number::<Decimal> => n);
    reads_back!(tried: "Float: f64", <f64 as Float>, equals, any::<f64>(), |n| n, number::<f64> => n);
    reads_back!(tried: "Float: f32", <f32 as Float>, equals, any::<f32>(), |n| n, number::<f32> => n);
    reads_back!(tried: "Float: i32", <i32 as Float>, equals, any::<i32>(), |n| n, number::<i32> => n);
    reads_back!(tried: "Float: i64", <i64 as Float>, equals, any::<i64>(), |n| n, number::<i64> => n);
    reads_back!(tried: "Float: u32", <u32 as Float>, equals, any::<u32>(), |n| n, number::<u32> => n);
}

/// How many: a number by itself, from 0, and after OFFSET not above 2,000.
fn counts(tried: &mut Tried) {
    reads_back!(tried: "WholeNumber: u8", <u8 as WholeNumber>, limit, any::<u8>(), |n| n, number::<u8> => n);
    reads_back!(tried: "WholeNumber: u16", <u16 as WholeNumber>, limit, any::<u16>(), |n| n, number::<u16> => n);
    reads_back!(tried: "WholeNumber: u32", <u32 as WholeNumber>, limit, any::<u32>(), |n| n, number::<u32> => n);
    let large = || 0..=i64::MAX.unsigned_abs();
    reads_back!(tried: "WholeNumber: u64", <u64 as WholeNumber>, limit, large(), |n| n, number::<u64> => n);
    reads_back!(tried: "WholeNumber: usize", <usize as WholeNumber>, limit, any::<u32>(), |n| n as usize, number::<u32> => n);
    reads_back!(tried: "WholeNumber: i32", <i32 as WholeNumber>, limit, 0..=i32::MAX, |n| n, number::<i32> => n);

    let few = || 0..=2_000_u16;
    reads_back!(tried: "WholeNumberTo2000: u8", <u8 as WholeNumberTo2000>, offset, any::<u8>(), |n| n, number::<u8> => n);
    reads_back!(tried: "WholeNumberTo2000: u16", <u16 as WholeNumberTo2000>, offset, few(), |n| n, number::<u16> => n);
    reads_back!(tried: "WholeNumberTo2000: u32", <u32 as WholeNumberTo2000>, offset, few(), |n| n.into(), number::<u16> => n);
    reads_back!(tried: "WholeNumberTo2000: u64", <u64 as WholeNumberTo2000>, offset, few(), |n| n.into(), number::<u16> => n);
    reads_back!(tried: "WholeNumberTo2000: usize", <usize as WholeNumberTo2000>, offset, few(), |n| n.into(), number::<u16> => n);
    reads_back!(tried: "WholeNumberTo2000: i32", <i32 as WholeNumberTo2000>, offset, few(), |n| n.into(), number::<u16> => n);
}

fn days_and_times(tried: &mut Tried) {
    let literal = any_date_literal;
    reads_back!(tried: "CivilDate: Date", <Date as CivilDate>, equals, any_date(), |d| d, as_date => d);
    reads_back!(tried: "CivilDate: DateLiteral", <DateLiteral as CivilDate>, equals, literal(), |d| d, as_date_literal => d.to_string());
    reads_back!(tried: "Instant: Timestamp", <Timestamp as Instant>, equals, any_instant(), |t| t, as_instant => milliseconds(t));
    reads_back!(tried: "Instant: DateLiteral", <DateLiteral as Instant>, equals, literal(), |d| d, as_date_literal => d.to_string());
    reads_back!(tried: "CivilTime: Time", <Time as CivilTime>, equals, any_time(), |t| t, as_time => t);

    // The types of chrono by what converts to them.
    type NaiveDate = <Date as ToChrono>::Chrono;
    type NaiveTime = <Time as ToChrono>::Chrono;
    type DateTime = <Timestamp as ToChrono>::Chrono;
    reads_back!(tried: "CivilDate: NaiveDate", <NaiveDate as CivilDate>, equals, any_date(), |d| d.to_chrono().expect("a day"), as_date => d);
    reads_back!(tried: "CivilTime: NaiveTime", <NaiveTime as CivilTime>, equals, any_time(), |t| t.to_chrono().expect("a time"), as_time => t);
    reads_back!(tried: "Instant: DateTime<Z>", <DateTime as Instant>, equals, any_instant(), |t| t.to_chrono().expect("an instant"), as_instant => milliseconds(t));
}

fn ids(tried: &mut Tried) {
    type OfAccount = IdOf<Account>;
    type OfTask = IdOfOne<WhatId>;
    let of_account = || any_id().prop_map(|id| id.cast::<Account>());
    let new = || {
        let add = |count: usize| {
            let mut composite = Composite::new();
            let create = || Account::create(account::Required { name: "A".into() });
            let mut id = composite.add(create()).id();
            for _ in 0..count {
                id = composite.add(create()).id();
            }
            id
        };
        (0..20_usize).prop_map(add)
    };
    let record_type = || select(Account::RECORD_TYPES.to_vec());

    reads_back!(tried: "IdOf<T>: Id<T>", <Id<Account> as OfAccount>, equals, of_account(), |id| id, as_text => id.to_string());
    reads_back!(tried: "IdOf<T>: NewId<T>", <NewId<Account> as OfAccount>, equals, new(), |id| id.clone(), as_text => id.expression().to_owned());
    reads_back!(tried: "IdOf<T>: RecordType<T>", <RecordType<bindings::RecordType> as IdOf<bindings::RecordType>>, equals, record_type(), |of| of, as_text => of.id.to_owned());
    reads_back!(tried: "AnyId: Id<T>", <Id<User> as AnyId>, equals, any_id(), |id| id.cast(), as_text => id.to_string());
    reads_back!(tried: "AnyId: NewId<T>", <NewId<Account> as AnyId>, equals, new(), |id| id.clone(), as_text => id.expression().to_owned());
    reads_back!(tried: "IdOfOne<P>: P", <WhatId as OfTask>, equals, any_id(), |id| WhatId::from_id(id), as_text => id.to_string());
    reads_back!(tried: "IdOfOne<P>: Id<T>", <Id<Account> as OfTask>, equals, of_account(), |id| id, as_text => id.to_string());
    reads_back!(tried: "IdOfOne<P>: NewId<T>", <NewId<Account> as OfTask>, equals, new(), |id| id.clone(), as_text => id.expression().to_owned());
}

fn picklists(tried: &mut Tried) {
    type Of = ValueOf<Industry>;
    type Several = ValuesOf<Interests__c>;
    let industries = [Industry::Energy, Industry::Technology, Industry::Banking];
    let interests = [Interests__c::Golf, Interests__c::Wine];
    let one = || any_value(&industries);
    let other = || any_value(&interests);
    let several = || {
        let values = prop::collection::vec(any_value(&interests), 1..6);
        values.prop_map(|values| {
            let mut all = MultiPicklist::new();
            for value in values {
                // An empty one, and one with a semicolon, cannot be in it.
                let _ = all.insert(value);
            }
            all
        })
    };
    reads_back!(tried: "ValueOf<E>: E", <Industry as Of>, equals, select(industries.to_vec()), |v| v, as_text => v.value().to_owned());
    reads_back!(tried: "ValueOf<E>: Picklist<E>", <Picklist<Industry> as Of>, equals, one(), |v| v.clone(), as_text => v.value().to_owned());
    reads_back!(tried: "ValuesOf<E>: E", <Interests__c as Several>, equals, select(interests.to_vec()), |v| v, as_text => v.value().to_owned());
    reads_back!(tried: "ValuesOf<E>: Picklist<E>", <Picklist<Interests__c> as Several>, equals, other(), |v| v.clone(), as_text => v.value().to_owned());
    reads_back!(tried: "ValuesOf<E>: MultiPicklist<E>", <MultiPicklist<Interests__c> as Several>, equals, several(), |v| v.clone(), as_text => v.to_wire());
}

/// A text is a pattern of its own wildcards; a `Like` escapes those of its texts.
fn patterns(tried: &mut Tried) {
    reads_back!(tried: "Pattern: &str", <&str as Pattern>, like, any_text(), |t| t.as_str(), Some => pattern(&t));
    reads_back!(tried: "Pattern: String", <String as Pattern>, like, any_text(), |t| t.clone(), Some => pattern(&t));
    reads_back!(tried: "Pattern: Box<str>", <Box<str> as Pattern>, like, any_text(), |t| t.clone().into(), Some => pattern(&t));
    reads_back!(tried: "Pattern: Cow<'_, str>", <Cow<'_, str> as Pattern>, like, any_text(), |t| Cow::from(&t), Some => pattern(&t));
    let parts = || prop::collection::vec(any_part(), 0..8);
    reads_back!(tried: "Pattern: Like", <Like as Pattern>, like, parts(), |parts| like_of(&parts), Some => soql::Literal::Pattern(joined(parts.clone())));
}

fn like_of(parts: &[soql::PatternPart]) -> Like {
    parts.iter().fold(Like::new(), |like, part| match part {
        soql::PatternPart::Text(text) => like.text(text),
        soql::PatternPart::AnyMany => like.any(),
        soql::PatternPart::AnyOne => like.one(),
    })
}

/// Nothing is null.
fn nulls(tried: &mut Tried) {
    let none: Option<String> = None;
    for literal in [
        Bind::<OrNull<Text>, NoField>::bind(&Null),
        Bind::<OrNull<Text>, NoField>::bind(&none),
    ] {
        assert_eq!(equals(literal), soql::Literal::Null);
    }
    tried.insert("Bind<OrNull<K>, F> for Null".to_owned());
    // Every other value was tried in one.
    tried.insert("Bind<OrNull<K>, F> for Option<V>".to_owned());
}

/// A list is read as the texts that it holds, in its order.
fn assert_list<L: Bind<ListOf<Text>, NoField> + ?Sized>(list: &L, texts: &[&String]) {
    let Right::List(values, _) = read("IN", &soql_of(list.bind())) else {
        panic!("no list");
    };
    let read: Vec<soql::Literal> = values.into_iter().map(|value| value.literal).collect();
    let given: Vec<soql::Literal> = texts.iter().map(|given| text(given)).collect();
    assert_eq!(read, given);
}

fn lists(tried: &mut Tried) {
    macro_rules! list {
        ($name:literal, $list:ty, |$values:ident| $value:expr) => {{
            let run = runner().run(&prop::collection::vec(any_text(), 1..12), |$values| {
                let list: $list = $value;
                let texts: Vec<&String> = list.iter().collect();
                assert_eq!(texts.len(), list.len());
                assert_list(&list, &texts);
                assert_list(&&list, &texts);
                Ok(())
            });
            run.unwrap_or_else(|error| panic!("{}: {error}", $name));
            tried.insert($name.to_owned());
        }};
    }
    let run = runner().run(&prop::collection::vec(any_text(), 1..12), |values| {
        let (slice, texts) = (&values[..], values.iter().collect::<Vec<_>>());
        assert_list(slice, &texts);
        assert_list(&slice, &texts);
        Ok(())
    });
    run.expect("a slice reads back");
    tried.insert("[V]".to_owned());
    list!("[V; N]", [String; 2], |values| [
        values[0].clone(),
        "x".into()
    ]);
    list!("Vec<V>", Vec<String>, |values| values);
    list!("VecDeque<V>", VecDeque<String>, |values| values.into());
    list!("BTreeSet<V>", BTreeSet<String>, |values| values
        .into_iter()
        .collect());
    list!("HashSet<V, S>", HashSet<String>, |values| values
        .into_iter()
        .collect());
    list!("Box<[V]>", Box<[String]>, |values| values.into());
    list!("Arc<[V]>", Arc<[String]>, |values| values.into());
    list!("Rc<[V]>", Rc<[String]>, |values| values.into());

    let of = MultiPicklist::of([Interests__c::Golf, Interests__c::Wine]);
    let list = Bind::<ListOf<ValueOf<Interests__c>>, NoField>::bind(&of);
    assert_eq!(soql_of(list), "('Golf', 'Wine')");
    tried.insert("Bind<ListOf<ValueOf<E>>, F> for MultiPicklist<E>".to_owned());
}

/// The impls in the source: the lines of `values!` and `lists!`, and those that are written out.
fn impls() -> Tried {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sf-runtime/src/query/bind.rs");
    let source = fs::read_to_string(path).expect("the source is there");
    let mut found = Tried::new();
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        match line {
            "values! {" | "lists! {" => inside = true,
            "}" => inside = false,
            _ if inside => {
                // After the generics, up to what is made of the value.
                let Some((_, rest)) = line.split_once("] ").filter(|_| line.starts_with('['))
                else {
                    assert_eq!(line, "", "a line that is no impl");
                    continue;
                };
                let name = rest.split(" => ").next().unwrap_or(rest);
                found.insert(name.trim_end_matches(';').to_owned());
            }
            // It is whatever the others are.
            _ if line.contains(" BindWhole<K, F> for V") => {}
            _ if line.starts_with("impl<") && !line.contains('$') => {
                let (_, rest) = line.split_once("Bind<").expect("an impl of Bind");
                let rest = rest.trim_end_matches(" {");
                // The last `Bind<` is the trait that is implemented.
                let rest = rest.rsplit("> Bind<").next().unwrap_or(rest);
                found.insert(format!("Bind<{rest}"));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_value_that_may_be_bound_reads_back() {
    let mut tried = Tried::new();
    texts(&mut tried);
    numbers(&mut tried);
    counts(&mut tried);
    days_and_times(&mut tried);
    ids(&mut tried);
    picklists(&mut tried);
    patterns(&mut tried);
    nulls(&mut tried);
    lists(&mut tried);
    assert_eq!(tried, impls());
}
