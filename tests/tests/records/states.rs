//! "Not selected", "null", "a value" and "not what describe promised" are never confused, in any
//! type of field.

use sf_runtime::FieldValue;
use sf_runtime::types::FieldState;
use sf_tests::bindings::{Account, Campaign, ContentVersion, Routing_Rule__mdt, Task};

use crate::unchanged;

fn state<T>(value: FieldValue<T>) -> &'static str {
    match value {
        FieldValue::NotSelected => "not selected",
        FieldValue::Null => "null",
        FieldValue::Value(_) => "value",
        FieldValue::Unreadable => "unreadable",
    }
}

/// The states of a field that is left out, null, holds this value, and holds one of another type.
macro_rules! states {
    ($object:ty, $getter:ident, $api:literal, $value:expr, $wrong:expr) => {{
        let read = |json: &str| state(unchanged::<$object>(json).$getter());
        let with = |value: &str| read(&format!(concat!("{{\"", $api, "\":{}}}"), value));
        let states = [
            read(r#"{"Other":1}"#),
            with("null"),
            with($value),
            with($wrong),
        ];
        assert_eq!(
            states,
            ["not selected", "null", "value", "unreadable"],
            "{}",
            $api
        );
    }};
}

#[test]
fn every_type_of_field_tells_its_states_apart() {
    states!(Account, website, "Website", r#""x""#, "17");
    states!(Account, is_deleted, "IsDeleted", "true", r#""true""#);
    states!(
        Account,
        number_of_employees,
        "NumberOfEmployees",
        "5",
        "3000000000"
    );
    states!(Account, annual_revenue, "AnnualRevenue", "5", r#""5""#);
    states!(
        Account,
        last_review__c,
        "Last_Review__c",
        r#""2026-03-02""#,
        r#""yesterday""#
    );
    states!(
        Account,
        created_date,
        "CreatedDate",
        r#""2026-03-02T14:30:00.000+0000""#,
        r#""2026-03-02""#
    );
    states!(
        Campaign,
        doors_open__c,
        "Doors_Open__c",
        r#""18:30:00.000Z""#,
        r#""late""#
    );
    states!(
        Account,
        id,
        "Id",
        r#""0018W00002abcDEQAY""#,
        r#""0018W00002abcDEQAZ""#
    );
    states!(
        Account,
        owner_id,
        "OwnerId",
        r#""0058W00002usrABQAY""#,
        r#""me""#
    );
    states!(Task, who_id, "WhoId", r#""0038W00002conAAQAY""#, "false");
    states!(Account, industry, "Industry", r#""Newer""#, "[]");
    states!(
        Account,
        interests__c,
        "Interests__c",
        r#""Golf;Newer""#,
        r#"["Golf"]"#
    );
    states!(
        ContentVersion,
        version_data,
        "VersionData",
        r#""/services/data/v66.0/x""#,
        r#""aGVsbG8=""#
    );
    states!(
        Account,
        billing_address,
        "BillingAddress",
        r#"{"city":"Berlin"}"#,
        r#""Berlin""#
    );
    states!(
        Account,
        headquarters__c,
        "Headquarters__c",
        r#"{"latitude":1.5,"longitude":2.5}"#,
        r#"{"latitude":"north"}"#
    );
    states!(Account, owner, "Owner", r#"{"Name":"Ada"}"#, r#""Ada""#);
    assert_eq!(
        state(unchanged::<Routing_Rule__mdt>(r#"{"Settings__c":null}"#).settings__c()),
        "null"
    );
}

#[test]
fn children_that_are_null_are_no_children() {
    let read = |json: &str| state(unchanged::<Account>(json).contacts());
    assert_eq!(read("{}"), "not selected");
    assert_eq!(read(r#"{"Contacts":null}"#), "value");
    assert_eq!(
        read(r#"{"Contacts":{"totalSize":0,"done":true,"records":[]}}"#),
        "value"
    );
    assert_eq!(read(r#"{"Contacts":"none"}"#), "unreadable");
}

#[test]
fn a_field_that_is_asked_for_its_value_says_why_it_has_none() {
    let account: Account = unchanged(r#"{"Name":null,"OwnerId":17}"#);
    let why = account.name().required("Name").unwrap_err();
    assert_eq!((why.field(), why.state()), ("Name", FieldState::Null));
    assert_eq!(why.to_string(), "`Name` is null");
    let why = account.website().nullable("Website").unwrap_err();
    assert_eq!(why.to_string(), "`Website` was not selected");
    let why = account.owner_id().required("OwnerId").unwrap_err();
    assert_eq!(why.state(), FieldState::Unreadable);
    assert_eq!(account.name().nullable("Name"), Ok(None));
}
