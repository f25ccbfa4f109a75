//! A body holds exactly the fields that were set, as the API wants them.

use sf_runtime::sobject::{Reference, Target};
use sf_runtime::{Blob, Date, Decimal, MultiPicklist, Null, Picklist, Time, Timestamp};
use sf_tests::bindings::{Account, Campaign, Case, Contact, ContentVersion, Milestone__c};
use sf_tests::bindings::{Opportunity, Product2, Project__c, Task, acme__Invoice__c};
use sf_tests::bindings::{account, acme__invoice__c, campaign, case, contact, content_version};
use sf_tests::bindings::{milestone__c, opportunity, product2, project__c, task};

use crate::{ACCOUNT, CONTACT, QUEUE, USER, id, text};

#[test]
fn a_create_holds_what_the_org_demands_and_what_was_set() {
    let new = Account::create(account::Required {
        name: "Acme".into(),
    });
    assert_eq!(text(&new), r#"{"Name":"Acme"}"#);
    let new = new
        .industry(account::Industry::FoodBeverage)
        .website("https://acme.example");
    assert_eq!(
        text(&new),
        r#"{"Name":"Acme","Industry":"Food & Beverage","Website":"https://acme.example"}"#
    );
}

#[test]
fn every_required_field_is_in_the_body() {
    let new = Opportunity::create(opportunity::Required {
        name: "Loggers".into(),
        stage_name: opportunity::StageName::ProposalPriceQuote.into(),
        close_date: Date::constant(2026, 12, 31),
    });
    let body: serde_json::Value = serde_json::from_str(&text(&new)).unwrap();
    let expected = serde_json::json!({
        "Name": "Loggers", "StageName": "Proposal/Price Quote", "CloseDate": "2026-12-31"
    });
    assert_eq!(body, expected);
}

#[test]
fn an_object_that_demands_nothing_starts_empty() {
    let new = Task::create();
    assert!(new.is_empty());
    assert_eq!(text(&new), "{}");
}

#[test]
fn an_update_is_null_only_where_it_clears() {
    let change = Account::update(id(ACCOUNT));
    assert!(change.is_empty());
    assert_eq!(text(&change), "{}");
    let change = change
        .website("https://acme.example")
        .fax(Null)
        .annual_revenue(Null);
    assert_eq!(
        text(&change),
        r#"{"Website":"https://acme.example","Fax":null,"AnnualRevenue":null}"#
    );
    let draft = change.into_inner();
    assert_eq!(draft.target(), &Target::Id(id(ACCOUNT)));
    assert_eq!(
        draft.fields().collect::<Vec<_>>(),
        ["Website", "Fax", "AnnualRevenue"]
    );
}

#[test]
fn a_field_that_is_set_twice_has_its_last_value() {
    let change = Account::update(id(ACCOUNT))
        .fax("1")
        .site("S")
        .fax("2")
        .fax(Null)
        .fax("3");
    assert_eq!(text(&change), r#"{"Fax":"3","Site":"S"}"#);
    let change = Account::update(id(ACCOUNT)).fax("1").fax(Null);
    assert_eq!(text(&change), r#"{"Fax":null}"#);
}

#[test]
fn an_upsert_names_its_key_beside_the_body() {
    let target = |draft: &sf_runtime::Draft<sf_runtime::Upsert>| match draft.target() {
        Target::ExternalId(key) => (key.field, key.text()),
        other => panic!("{other:?}"),
    };
    let by_text = Account::upsert_by_external_id__c("EXT/001 ü").name("Acme");
    assert_eq!(text(&by_text), r#"{"Name":"Acme"}"#);
    assert_eq!(
        target(&by_text.into_inner()),
        ("External_Id__c", "EXT/001 ü".to_owned())
    );

    let by_number = Account::upsert_by_account_number_ext__c(123_456_789_012_i64);
    assert_eq!(text(&by_number), "{}");
    let expected = ("Account_Number_Ext__c", "123456789012".to_owned());
    assert_eq!(target(&by_number.into_inner()), expected);
    let by_decimal = Account::upsert_by_account_number_ext__c(Decimal::new(1700, 2));
    assert_eq!(target(&by_decimal.into_inner()).1, "17");

    let by_email = Account::upsert_by_billing_email_ext__c("a@b.example");
    let expected = ("Billing_Email_Ext__c", "a@b.example".to_owned());
    assert_eq!(target(&by_email.into_inner()), expected);
    let managed = acme__Invoice__c::upsert_by_acme__key__c("K-1");
    assert_eq!(target(&managed.into_inner()).0, "acme__Key__c");
}

#[test]
fn a_parent_named_by_its_external_id_stands_under_the_relationship() {
    let new = Contact::create(contact::Required {
        last_name: "Ng".into(),
    })
    .account_id(Account::ref_by_external_id__c("EXT-001"));
    assert_eq!(
        text(&new),
        r#"{"LastName":"Ng","Account":{"External_Id__c":"EXT-001"}}"#
    );

    let by_number =
        Contact::update(id(CONTACT)).account_id(Account::ref_by_account_number_ext__c(17));
    assert_eq!(
        text(&by_number),
        r#"{"Account":{"Account_Number_Ext__c":17}}"#
    );
    let by_id = by_number.account_id(id::<Account>(ACCOUNT));
    assert_eq!(text(&by_id), r#"{"AccountId":"0018W00002abcDEQAY"}"#);

    let custom = Milestone__c::create(milestone__c::Required {
        project__c: Project__c::ref_by_project_code__c("BE-2026").into(),
        title__c: "Delivery".into(),
    });
    let body: serde_json::Value = serde_json::from_str(&text(&custom)).unwrap();
    assert_eq!(
        body["Project__r"],
        serde_json::json!({"Project_Code__c": "BE-2026"})
    );
    assert_eq!(body["Title__c"], "Delivery");
}

#[test]
fn a_parent_of_one_of_several_objects_says_of_which() {
    let new = Task::create()
        .what_id(Account::ref_by_external_id__c("EXT-001"))
        .subject("Call");
    assert_eq!(
        text(&new),
        r#"{"What":{"attributes":{"type":"Account"},"External_Id__c":"EXT-001"},"Subject":"Call"}"#
    );
    let by_id = Task::create()
        .what_id(id::<Account>(ACCOUNT))
        .who_id(task::WhoId::Contact(id(CONTACT)));
    assert_eq!(
        text(&by_id),
        r#"{"WhatId":"0018W00002abcDEQAY","WhoId":"0038W00002conAAQAY"}"#
    );
    let owned =
        Case::create().owner_id(case::OwnerId::from(id::<sf_tests::bindings::Group>(QUEUE)));
    assert_eq!(text(&owned), r#"{"OwnerId":"00G8W00002queAAUAY"}"#);
}

#[test]
fn a_required_parent_may_be_an_id_or_an_external_id() {
    let required = |account: Reference<Account>| project__c::Required {
        account__c: account,
        start__c: Date::constant(2026, 3, 2),
    };
    let by_id = Project__c::create(required(id::<Account>(ACCOUNT).into()));
    let by_key = Project__c::create(required(Account::ref_by_external_id__c("E").into()));
    assert!(
        text(&by_id).contains(r#""Account__c":"0018W00002abcDEQAY""#),
        "{by_id:?}"
    );
    assert!(
        text(&by_key).contains(r#""Account__r":{"External_Id__c":"E"}"#),
        "{by_key:?}"
    );
}

#[test]
fn numbers_are_written_exactly() {
    let change = |value: Decimal| text(&Account::update(id(ACCOUNT)).annual_revenue(value));
    for (mantissa, scale, expected) in [
        (10, 2, "0.1"),
        (1, 2, "0.01"),
        (-5, 1, "-0.5"),
        (123_456_789_012_345_678, 0, "123456789012345678"),
        (123_456_789_012_345_678, 2, "1234567890123456.78"),
        (999_999_999_999_999_999, 18, "0.999999999999999999"),
        (1, 18, "0.000000000000000001"),
        (0, 2, "0.0"),
    ] {
        let body = change(Decimal::from_i128_with_scale(mantissa, scale));
        assert_eq!(
            body,
            format!(r#"{{"AnnualRevenue":{expected}}}"#),
            "{mantissa} / 10^{scale}"
        );
    }
    let whole = Account::update(id(ACCOUNT))
        .annual_revenue(7)
        .number_of_employees(250);
    assert_eq!(
        text(&whole),
        r#"{"AnnualRevenue":7,"NumberOfEmployees":250}"#
    );
}

#[test]
fn dates_times_and_instants_are_written_as_the_api_wants_them() {
    let instant: Timestamp = "2026-03-02T15:30:00.123+01:00".parse().unwrap();
    let change = Account::update(id(ACCOUNT))
        .last_sync__c(instant)
        .last_review__c(Date::constant(2026, 2, 28));
    assert_eq!(
        text(&change),
        r#"{"Last_Sync__c":"2026-03-02T14:30:00.123Z","Last_Review__c":"2026-02-28"}"#
    );
    let campaign = Campaign::create(campaign::Required {
        name: "Fair".into(),
    })
    .doors_open__c(Time::constant(18, 30, 0, 0));
    assert_eq!(
        text(&campaign),
        r#"{"Name":"Fair","Doors_Open__c":"18:30:00.000Z"}"#
    );
}

#[test]
fn several_picklist_values_are_joined() {
    use account::Interests__c::{Golf, Travel, Wine};
    let change = |values| text(&Account::update(id(ACCOUNT)).interests__c(values));
    assert_eq!(
        change(MultiPicklist::of([Wine, Golf, Wine])),
        r#"{"Interests__c":"Wine;Golf"}"#
    );
    let mut chosen = MultiPicklist::of([Travel]);
    assert_eq!(chosen.insert(Picklist::Other("Falconry".into())), Ok(true));
    assert_eq!(change(chosen), r#"{"Interests__c":"Travel;Falconry"}"#);
}

#[test]
fn an_unrestricted_picklist_takes_any_text_and_a_restricted_one_its_own() {
    let change = Account::update(id(ACCOUNT))
        .industry(Picklist::Other("Space".into()))
        .tier__c(account::Tier__c::Platinum);
    assert_eq!(
        text(&change),
        r#"{"Industry":"Space","Tier__c":"Platinum"}"#
    );
}

#[test]
fn bytes_are_written_in_base64_and_any_json_as_it_is() {
    let version = ContentVersion::create(content_version::Required { title: "T".into() })
        .version_data(Blob::from(vec![0, 255, 62]))
        .path_on_client("t.bin");
    assert_eq!(
        text(&version),
        r#"{"Title":"T","VersionData":"AP8+","PathOnClient":"t.bin"}"#
    );
    let product = Product2::create(product2::Required { name: "P".into() })
        .embedding__c(serde_json::json!([0.25, null]));
    assert_eq!(text(&product), r#"{"Name":"P","Embedding__c":[0.25,null]}"#);
}

#[test]
fn drafts_are_equal_when_they_write_the_same_to_the_same_record() {
    let one = Account::update(id(ACCOUNT)).fax("1");
    assert_eq!(one, Account::update(id(ACCOUNT)).fax("2").fax("1"));
    assert_ne!(one, Account::update(id(ACCOUNT)).fax(Null));
    assert_ne!(one, Account::update(id(crate::OTHER_ACCOUNT)).fax("1"));
    assert_ne!(one, Account::update(id(ACCOUNT)));
}

#[test]
fn debug_says_what_is_written_where() {
    let draft = Account::update(id(ACCOUNT)).owner_id(id::<sf_tests::bindings::User>(USER));
    let shown = format!("{draft:?}");
    for part in [
        "update Account",
        ACCOUNT,
        r#"{"OwnerId": "0058W00002usrABQAY"}"#,
    ] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn debug_says_how_large_a_body_is_and_not_what_is_in_it() {
    let shown = format!(
        "{:?}",
        ContentVersion::create(content_version::Required {
            title: "a.txt".into(),
        })
        .version_data(b"hello".to_vec())
    );
    assert!(
        shown.contains("5 bytes") && !shown.contains("aGVsbG8"),
        "{shown}"
    );
}

#[test]
fn a_managed_object_keeps_its_namespace() {
    let new = acme__Invoice__c::create(acme__invoice__c::Required {
        acme__account__c: Account::ref_by_external_id__c("E").into(),
        acme__net__c: Decimal::new(1999, 2),
    })
    .cost_center__c("42");
    let body: serde_json::Value = serde_json::from_str(&text(&new)).unwrap();
    let expected = serde_json::json!({
        "acme__Account__r": {"External_Id__c": "E"}, "acme__Net__c": 19.99, "Cost_Center__c": "42"
    });
    assert_eq!(body, expected);
}
