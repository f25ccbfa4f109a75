//! A record says what the org said, typed, and is written back as it came.

use serde_json::{Value, json};
use sf_runtime::{Address, Date, Decimal, Described, FieldValue, Location, Picklist, Time};
use sf_tests::bindings::{Account, Campaign, Case, Contact, ContentVersion, Task};
use sf_tests::bindings::{Routing_Rule__mdt, account, task};

use crate::{ACCOUNT, CONTACT, OTHER_ACCOUNT, QUEUE, USER, id, text, unchanged};

/// What an org answers, with all that describe did not promise.
fn odd_account() -> String {
    [
        r#"{"attributes":{"type":"Account","url":"/services/data/v66.0/sobjects/Account/0018W00002abcDEQAY"}"#,
        r#""Id":"0018W00002abcDEQAY""#,
        r#""Name":null"#,
        r#""Added_Later__c":{"deep":[1,2.50,{"x":null}]}"#,
        r#""Industry":"Telegraphy""#,
        r#""Rating":"Hot""#,
        r#""Interests__c":"Wine;Falconry;Golf""#,
        r#""AnnualRevenue":123456789012345678"#,
        r#""Pipeline__c":1234567890123456.78"#,
        r#""NumberOfEmployees":250"#,
        r#""IsDeleted":false"#,
        r#""CreatedDate":"2026-03-02T14:30:00.123+0000""#,
        r#""Last_Review__c":"2026-02-28""#,
        r#""OwnerId":"0058W00002usrABQAY""#,
        r#""BillingAddress":{"city":"Berlin","country":"Germany","countryCode":"DE","geocodeAccuracy":"Street","latitude":52.52,"longitude":13.405,"postalCode":"10115","state":null,"stateCode":null,"street":"Invalidenstr. 1\r\nHof 2"}"#,
        r#""Headquarters__c":{"latitude":52.52,"longitude":13.405}"#,
        r#""Owner":{"attributes":{"type":"User","url":"/services/data/v66.0/sobjects/User/0058W00002usrABQAY"},"Name":"Ada Ng","Shoe_Size":43.0}"#,
        r#""Parent":null"#,
        r#""Contacts":{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g8W-1","records":[{"attributes":{"type":"Contact","url":"/services/data/v66.0/sobjects/Contact/0038W00002conAAQAY"},"Id":"0038W00002conAAQAY","LastName":"Ng"}]}"#,
        r#""Cases":null}"#,
    ]
    .join(",")
}

#[test]
fn a_record_that_breaks_its_describe_is_read_and_written_back_unchanged() {
    let account: Account = unchanged(&odd_account());

    assert_eq!(account.id(), FieldValue::Value(id(ACCOUNT)));
    assert_eq!(account.name(), FieldValue::Null);
    assert_eq!(account.rating().value(), Some(account::Rating::Hot.into()));
    assert_eq!(
        account.industry(),
        FieldValue::Value(Picklist::Other("Telegraphy".into()))
    );
    assert_eq!(account.number_of_employees(), FieldValue::Value(250));
    assert_eq!(account.is_deleted(), FieldValue::Value(false));
    assert_eq!(
        account.last_review__c(),
        FieldValue::Value(Date::constant(2026, 2, 28))
    );
    assert_eq!(account.owner_id(), FieldValue::Value(id(USER)));
    assert_eq!(account.website(), FieldValue::NotSelected);
    let later = account.record().json("Added_Later__c");
    assert_eq!(later.as_deref(), Some(r#"{"deep":[1,2.50,{"x":null}]}"#));
}

#[test]
fn numbers_keep_all_of_their_digits() {
    let account: Account = unchanged(&odd_account());
    assert_eq!(
        account.annual_revenue(),
        FieldValue::Value(Decimal::from(123_456_789_012_345_678_i64))
    );
    let pipeline = Decimal::from_i128_with_scale(123_456_789_012_345_678, 2);
    assert_eq!(account.pipeline__c(), FieldValue::Value(pipeline));
}

#[test]
fn an_instant_keeps_its_milliseconds() {
    let account: Account = unchanged(&odd_account());
    let created = account.created_date().value().unwrap();
    assert_eq!(created.as_millisecond(), 1_772_461_800_123);
}

#[test]
fn a_multi_select_value_that_the_snapshot_does_not_know_is_kept_in_its_place() {
    let account: Account = unchanged(&odd_account());
    let chosen = account.interests__c().value().unwrap();
    assert!(chosen.contains(account::Interests__c::Golf));
    assert_eq!(
        chosen.known().collect::<Vec<_>>(),
        [account::Interests__c::Wine, account::Interests__c::Golf]
    );
    assert_eq!(chosen.to_wire(), "Wine;Falconry;Golf");
}

#[test]
fn compound_values_are_read_whole() {
    let account: Account = unchanged(&odd_account());
    let here = Location {
        latitude: 52.52,
        longitude: 13.405,
    };
    assert_eq!(account.headquarters__c(), FieldValue::Value(here));
    let expected = Address {
        street: Some("Invalidenstr. 1\r\nHof 2".into()),
        city: Some("Berlin".into()),
        postal_code: Some("10115".into()),
        country: Some("Germany".into()),
        country_code: Some("DE".into()),
        latitude: Some(52.52),
        longitude: Some(13.405),
        geocode_accuracy: Some("Street".into()),
        ..Address::default()
    };
    assert_eq!(account.billing_address(), FieldValue::Value(expected));
}

#[test]
fn parents_and_children_are_records_of_their_own_objects() {
    let account: Account = unchanged(&odd_account());

    let owner = account.owner().value().unwrap();
    assert_eq!(owner.name(), FieldValue::Value("Ada Ng"));
    assert_eq!(owner.record().json("Shoe_Size").as_deref(), Some("43.0"));
    assert_eq!(account.parent(), FieldValue::Null);
    assert_eq!(account.created_by(), FieldValue::NotSelected);

    let contacts = account.contacts().value().unwrap();
    assert_eq!((contacts.total_size, contacts.done), (2, false));
    assert_eq!(
        contacts.next_records_url.as_deref(),
        Some("/services/data/v66.0/query/01g8W-1")
    );
    assert_eq!(
        contacts.records[0].as_ref().unwrap().id(),
        FieldValue::Value(id(CONTACT))
    );
    assert_eq!(
        contacts.records[0].as_ref().unwrap().last_name(),
        FieldValue::Value("Ng")
    );
    // The org says null where there are no children.
    assert_eq!(
        account.cases().value().map(|cases| cases.records.len()),
        Some(0)
    );
    assert_eq!(account.opportunities(), FieldValue::NotSelected);
}

/// `serde_json::Value` holds a number of 17 digits and more as an `f64`, and may order keys by
/// name: both are lost before a record is read from it. All else is there.
#[test]
fn a_record_read_from_a_value_holds_what_the_value_held() {
    let value: Value = serde_json::from_str(&odd_account()).unwrap();
    let account: Account = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&account).unwrap(), value);
    assert_eq!(
        account.annual_revenue(),
        FieldValue::Value(Decimal::from(123_456_789_012_345_678_i64))
    );
    assert_eq!(
        account.owner().value().unwrap().name(),
        FieldValue::Value("Ada Ng")
    );

    let borrowed = <Account as serde::Deserialize>::deserialize(&value).unwrap();
    assert_eq!(borrowed, account);
}

#[test]
fn a_polymorphic_id_is_told_by_its_prefix() {
    let task: Task = unchanged(
        r#"{"WhoId":"0038W00002conAAQAY","WhatId":"0018W00002abcDEQAY","OwnerId":"00G8W00002queAAUAY"}"#,
    );
    assert_eq!(
        task.who_id(),
        FieldValue::Value(task::WhoId::Contact(id(CONTACT)))
    );
    assert_eq!(
        task.what_id(),
        FieldValue::Value(task::WhatId::Account(id(ACCOUNT)))
    );
    assert_eq!(
        task.owner_id(),
        FieldValue::Value(task::OwnerId::Group(id(QUEUE)))
    );

    // An object that came after the snapshot.
    let task: Task = unchanged(r#"{"WhatId":"0Zz8W00002newAASAY"}"#);
    assert!(
        matches!(task.what_id(), FieldValue::Value(task::WhatId::Other(_))),
        "{task:?}"
    );
}

#[test]
fn a_polymorphic_parent_is_read_as_a_name() {
    let case: Case = unchanged(
        r#"{"Owner":{"attributes":{"type":"Name","url":"/services/data/v66.0/sobjects/Group/00G8W00002queAAUAY"},"Name":"Desk"}}"#,
    );
    assert_eq!(
        case.owner().value().unwrap().name(),
        FieldValue::Value("Desk")
    );
}

#[test]
fn a_body_is_read_as_where_it_can_be_fetched() {
    let path = "/services/data/v66.0/sobjects/ContentVersion/0688W00002verAAQAY/VersionData";
    let version: ContentVersion = unchanged(&format!(r#"{{"VersionData":"{path}"}}"#));
    assert_eq!(version.version_data().value().unwrap().path(), path);

    // A token would go with the request, so another host's address is not offered.
    let elsewhere: ContentVersion =
        unchanged(r#"{"VersionData":"https://elsewhere.example/services/x"}"#);
    assert_eq!(elsewhere.version_data(), FieldValue::Unreadable);
}

#[test]
fn times_masked_texts_and_any_json_are_read() {
    let campaign: Campaign = unchanged(r#"{"Doors_Open__c":"18:30:00.000Z"}"#);
    assert_eq!(
        campaign.doors_open__c(),
        FieldValue::Value(Time::constant(18, 30, 0, 0))
    );
    let contact: Contact = unchanged(r#"{"Passport_Number__c":"XXXXX4711"}"#);
    assert_eq!(contact.passport_number__c(), FieldValue::Value("XXXXX4711"));
    let rule: Routing_Rule__mdt = unchanged(r#"{"Settings__c":{"b":1,"a":[true]}}"#);
    assert_eq!(
        rule.settings__c(),
        FieldValue::Value(json!({"a": [true], "b": 1}))
    );
}

#[test]
fn an_id_of_15_characters_names_the_same_record() {
    let account: Account = serde_json::from_str(r#"{"Id":"0018W00002abcDE"}"#).unwrap();
    assert_eq!(account.id(), FieldValue::Value(id(ACCOUNT)));
}

#[test]
fn a_number_reads_the_same_however_the_org_writes_it() {
    let revenue = |json: &str| {
        let account: Account =
            serde_json::from_str(&format!(r#"{{"AnnualRevenue":{json}}}"#)).unwrap();
        (account.annual_revenue().value(), text(&account))
    };
    let million = Some(Decimal::from(10_000_000));
    for json in ["1.0E7", "1e7", "10000000", "10000000.0"] {
        let (number, written) = revenue(json);
        assert_eq!(number, million, "{json}");
        assert!(
            written.starts_with(r#"{"AnnualRevenue":10000000"#),
            "{written}"
        );
    }
}

#[test]
fn equality_ignores_the_order_of_keys_and_nothing_else() {
    let read = |json: &str| -> Account { serde_json::from_str(json).unwrap() };
    let one = read(r#"{"Id":"0018W00002abcDEQAY","Name":"A","X":1}"#);
    assert_eq!(one, read(r#"{"X":1,"Name":"A","Id":"0018W00002abcDE"}"#));
    for other in [
        r#"{"Id":"0018W00002abcDEQAY","Name":"A"}"#.to_owned(),
        r#"{"Id":"0018W00002abcDEQAY","Name":"A","X":2}"#.to_owned(),
        r#"{"Id":"0018W00002abcDEQAY","Name":null,"X":1}"#.to_owned(),
        r#"{"Id":"0018W00002abcDEQAY","Name":"A","Y":1}"#.to_owned(),
        r#"{"Id":"0018W00002abcDEQAY","Name":"A","X":1,"Y":1}"#.to_owned(),
        format!(r#"{{"Id":"{OTHER_ACCOUNT}","Name":"A","X":1}}"#),
    ] {
        assert_ne!(one, read(&other), "{other}");
    }
}

#[test]
fn equality_is_the_same_both_ways_even_where_a_key_comes_twice() {
    let read = |json: &str| -> Account { serde_json::from_str(json).unwrap() };
    let (twice, once) = (read(r#"{"X":1,"X":1}"#), read(r#"{"X":1,"Y":2}"#));
    assert_ne!(twice, once);
    assert_ne!(once, twice);
}

#[test]
fn debug_shows_the_fields_and_not_where_they_came_from() {
    let account: Account = serde_json::from_str(&odd_account()).unwrap();
    let shown = format!("{account:?}");
    assert!(
        shown.starts_with(r#"Account { Id: "0018W00002abcDEQAY", Name: null, "#),
        "{shown}"
    );
    assert!(
        shown.contains(r#"Interests__c: "Wine;Falconry;Golf""#),
        "{shown}"
    );
    assert!(!shown.starts_with("Account { attributes"), "{shown}");
    for field in ["Website", "Shape", "values"] {
        assert!(!shown.contains(field), "{field} in {shown}");
    }
}
