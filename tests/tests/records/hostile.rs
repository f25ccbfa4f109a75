//! Whatever JSON stands where a record should: it is kept, and nothing panics.

use proptest::prelude::*;
use serde_json::{Map, Number, Value};
use sf_runtime::{Described, FieldValue, Page, Record};
use sf_tests::bindings::{Account, Project__c, Task};

use crate::{text, unchanged};

/// One value of every JSON type, and the worst of each.
const ODD: [&str; 22] = [
    "null",
    "true",
    "false",
    "0",
    "-0.5",
    "17",
    "3000000000",
    "9223372036854775808",
    "1e300",
    "18446744073709551616",
    r#""""#,
    r#""x""#,
    r#""\u0000\ud83d\ude9a\"\\""#,
    r#""0018W00002abcDEQAZ""#,
    r#""2026-13-45""#,
    r#"";;""#,
    "[]",
    "{}",
    r#"[1,[2,{"a":null}]]"#,
    r#"{"a":{"b":[]}}"#,
    r#""9999-12-31T23:59:59.999-2300""#,
    r#""/9j/4AAQ""#,
];

#[test]
fn a_value_of_any_type_in_a_field_of_any_type_is_kept() {
    for table in [Account::TABLE, Task::TABLE, Project__c::TABLE] {
        for field in table.fields {
            for odd in ODD {
                let json = format!(r#"{{"{}":{odd}}}"#, field.api);
                let record = Record::from_json(table, &json)
                    .unwrap_or_else(|error| panic!("{}.{} = {odd}: {error}", table.api, field.api));
                let (written, given): (Value, Value) = (
                    serde_json::from_str(&text(&record)).unwrap(),
                    serde_json::from_str(&json).unwrap(),
                );
                assert!(
                    same(&written, &given),
                    "{}: {json} became {written}",
                    table.api
                );
            }
        }
    }
}

#[test]
fn getters_of_odd_values_do_not_panic() {
    for odd in ODD {
        let with = |api: &str| format!(r#"{{"{api}":{odd}}}"#);
        let read = |api: &str| -> Account { serde_json::from_str(&with(api)).unwrap() };
        let selected = [
            read("Name").name().is_selected(),
            read("Id").id().is_selected(),
            read("IsDeleted").is_deleted().is_selected(),
            read("NumberOfEmployees")
                .number_of_employees()
                .is_selected(),
            read("AnnualRevenue").annual_revenue().is_selected(),
            read("CreatedDate").created_date().is_selected(),
            read("Last_Review__c").last_review__c().is_selected(),
            read("Industry").industry().is_selected(),
            read("Interests__c").interests__c().is_selected(),
            read("BillingAddress").billing_address().is_selected(),
            read("Headquarters__c").headquarters__c().is_selected(),
            read("Owner").owner().is_selected(),
            read("Contacts").contacts().is_selected(),
        ];
        assert_eq!(selected, [true; 13], "{odd}");
        assert!(!format!("{:?}", read("Name")).is_empty());
    }
}

#[test]
fn deep_nesting_in_a_key_that_nobody_knows_is_kept() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let account: Account = unchanged(&format!(r#"{{"New__c":{deep},"Name":"A","Owner":{deep}}}"#));
    assert_eq!(account.name(), FieldValue::Value("A"));
    assert_eq!(account.owner(), FieldValue::Unreadable);
}

#[test]
fn numbers_that_no_type_holds_are_kept() {
    for number in [
        "1e400",
        "-1e400",
        "123456789012345678901234567890123456789012345678901234567890",
        "0.1e-999",
    ] {
        let json = format!(
            r#"{{"AnnualRevenue":{number},"NumberOfEmployees":{number},"New__c":{number}}}"#
        );
        let account: Account = serde_json::from_str(&json).unwrap();
        assert_eq!(account.record().json("New__c").as_deref(), Some(number));
        assert_eq!(account.number_of_employees(), FieldValue::Unreadable);
        if number != "0.1e-999" {
            assert_eq!(text(&account), json);
        }
    }
}

#[test]
fn what_is_no_record_is_refused() {
    for json in [
        "",
        "[]",
        "null",
        "17",
        r#"{"Name":"A""#,
        r#"{"Name":A}"#,
        r#"{"Name":"A"} x"#,
        r#"{"Name"}"#,
    ] {
        assert!(serde_json::from_str::<Account>(json).is_err(), "{json}");
        assert!(Record::from_json(Account::TABLE, json).is_err(), "{json}");
    }
    // A record that is broken off does not spoil the ones after it.
    let _: Account = unchanged(r#"{"Name":"A","Fax":"1"}"#);
}

#[test]
fn attributes_of_any_sort_come_back() {
    for attributes in [
        "null",
        "{}",
        "17",
        r#"{"type":"Account"}"#,
        r#"{"url":"/services/data/v66.0/sobjects/Account/0018W00002abcDEQAY","type":"Account"}"#,
        r#"{"type":"Account","url":"/services/data/v066.0/sobjects/Account/0018W00002abcDEQAY"}"#,
        r#"{"type":"Account","url":"/services/data/v66.00/sobjects/Account/0018W00002abcDEQAY"}"#,
        r#"{"type":"Account","url":"/services/data/v6554.9/sobjects/Account/0018W00002abcDEQAY"}"#,
        r#"{"type":"Account","url":"/services/data/v66.0/sobjects/Account/0018W00002abcDFQAY"}"#,
        r#"{"type":"AggregateResult"}"#,
    ] {
        let _: Account = unchanged(&format!(
            r#"{{"attributes":{attributes},"Id":"0018W00002abcDEQAY"}}"#
        ));
        let _: Account = unchanged(&format!(
            r#"{{"Id":"0018W00002abcDEQAY","attributes":{attributes}}}"#
        ));
        let _: Account = unchanged(&format!(r#"{{"attributes":{attributes}}}"#));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// A record of any fields with any values comes back with the same values, whether alone, in a
    /// page, or read from a value.
    #[test]
    fn any_record_survives_a_round_trip(records in prop::collection::vec(record(), 0..4)) {
        for record in &records {
            let given = Value::Object(record.clone());
            let read: Account = serde_json::from_str(&given.to_string()).unwrap();
            let written = serde_json::to_value(&read).unwrap();
            prop_assert!(same(&written, &given), "{given} became {written}");
            let again: Account = serde_json::from_value(given).unwrap();
            prop_assert_eq!(text(&again), text(&read));
        }
        let page = serde_json::json!({"totalSize": 3, "done": true, "records": records});
        let read = Page::<Account>::from_json(&page.to_string()).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        prop_assert!(same(&written, &page), "{page} became {written}");
    }
}

fn record() -> impl Strategy<Value = Map<String, Value>> {
    let names: Vec<&str> = Account::TABLE
        .fields
        .iter()
        .map(|field| field.api)
        .collect();
    let name = prop_oneof![
        8 => prop::sample::select(names).prop_map(str::to_owned),
        1 => "[A-Z][a-z]{0,3}__[cr]",
        1 => Just("attributes".to_owned()),
    ];
    prop::collection::btree_map(name, scalar(), 0..8).prop_map(|map| map.into_iter().collect())
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|float| Number::from_f64(float).map_or(Value::Null, Value::from)),
        (-1_000_000_i32..1_000_000).prop_map(|cents| Value::from(f64::from(cents) / 100.0)),
        any::<String>().prop_map(Value::from),
        prop::sample::select(
            &[
                "Hot",
                "Golf;Wine",
                "Golf;;Golf",
                "0018W00002abcDEQAY",
                "2026-03-02",
                "18:30:00.000Z",
                "2026-03-02T14:30:00.000+0000",
                "1969-12-31T23:59:59.999+0000",
            ][..]
        )
        .prop_map(Value::from),
    ]
}

/// The same value; a number may be written in another way (`10000000` for `1.0E7`).
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

/// A field that describe says is text, a date or an id may hold anything too, when an admin changed
/// it after the snapshot was taken.
#[test]
fn a_value_that_no_type_holds_does_not_lose_the_record() {
    let deep = format!("{}{}", "[".repeat(1_000), "]".repeat(1_000));
    let odd_ones = [
        "1e400",
        "123456789012345678.90",
        r#"{"b":1,"a":2,"b":3}"#,
        "[1.50,1.0E7]",
        &deep,
    ];
    let fields = [
        "Name",
        "IsDeleted",
        "CreatedDate",
        "OwnerId",
        "Industry",
        "Interests__c",
    ];
    for odd in odd_ones {
        for field in fields {
            let account: Account = unchanged(&format!(r#"{{"{field}":{odd},"Fax":"1"}}"#));
            assert_eq!(account.fax(), FieldValue::Value("1"));
        }
    }
}
