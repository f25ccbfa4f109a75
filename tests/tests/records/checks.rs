//! `check` finds, before any call, what the org would refuse or would quietly change.

use sf_runtime::sobject::Invalid;
use sf_runtime::{Decimal, MultiPicklist, Null, Picklist, PicklistValue};
use sf_tests::bindings::project__c::{self, City__c, Country__c, Region__c, Skills__c};
use sf_tests::bindings::{
    Account, Case, Contact, Milestone__c, Project__c, account, case, contact,
};

use crate::{ACCOUNT, CONTACT, id};

/// The field and message of the one violation.
fn one(checked: Result<(), Invalid>) -> (&'static str, String) {
    let invalid = checked.expect_err("the org would refuse this");
    let [violation] = &invalid.violations[..] else {
        panic!("{invalid}");
    };
    let shown = invalid.to_string();
    assert!(
        shown.starts_with(&format!("the org would refuse this {}: ", invalid.object)),
        "{shown}"
    );
    assert!(
        shown.contains(&format!("{}.{}: ", invalid.object, violation.field)),
        "{shown}"
    );
    (violation.field, violation.message.clone())
}

#[test]
fn length_is_counted_in_characters() {
    let change = |text: String| Account::update(id(ACCOUNT)).site(text).check();
    assert_eq!(change("x".repeat(80)), Ok(()));
    assert_eq!(change("ü".repeat(80)), Ok(()));
    assert_eq!(change("🚚".repeat(80)), Ok(()));
    let (field, message) = one(change("ü".repeat(81)));
    assert_eq!(field, "Site");
    assert!(
        message.contains("81 characters") && message.contains("80"),
        "{message}"
    );
}

#[test]
fn required_fields_are_checked_as_well() {
    let new = Account::create(account::Required {
        name: "x".repeat(256),
    });
    assert_eq!(one(new.check()).0, "Name");
}

#[test]
fn digits_are_counted_before_and_after_the_point() {
    let spend = |mantissa: i64, scale| {
        let milestone: sf_runtime::Id<Milestone__c> = id("a028W00002milAAQAY");
        Milestone__c::update(milestone)
            .cost__c(Decimal::new(mantissa, scale))
            .check()
    };
    // 14 digits, 2 of them after the point.
    for fine in [
        (999_999_999_999, 0),
        (-99_999_999_999_999, 2),
        (1_000, 4),
        (0, 9),
    ] {
        assert_eq!(spend(fine.0, fine.1), Ok(()), "{fine:?}");
    }
    let (field, message) = one(spend(1_000_000_000_000, 0));
    assert_eq!(field, "Cost__c");
    assert!(message.contains("12 digits before the point"), "{message}");
    let (_, message) = one(spend(1_001, 3));
    assert!(
        message.contains("3 digits after the point") && message.contains('2'),
        "{message}"
    );
    // A whole number goes another way into the draft.
    let whole = Account::update(id(ACCOUNT)).discount__c(1_000);
    assert_eq!(one(whole.check()).0, "Discount__c");
}

#[test]
fn a_restricted_picklist_takes_only_its_active_values() {
    let speaks = |value: &str| {
        let mut languages = MultiPicklist::of([contact::Languages__c::German]);
        languages.insert(Picklist::Other(value.into())).unwrap();
        Contact::update(id(CONTACT)).languages__c(languages).check()
    };
    assert_eq!(speaks("English"), Ok(()));
    for unknown in ["Klingon", "Latin", "english"] {
        let (field, message) = one(speaks(unknown));
        assert_eq!(field, "Languages__c");
        assert!(
            message.contains(unknown) && message.contains("restricted"),
            "{message}"
        );
    }
}

#[test]
fn an_unrestricted_picklist_takes_anything() {
    let mut interests = MultiPicklist::of([account::Interests__c::Golf]);
    interests
        .insert(Picklist::Other("Fax Machines".into()))
        .unwrap();
    let change = Account::update(id(ACCOUNT))
        .interests__c(interests)
        .industry(Picklist::Other("Telegraphy".into()));
    assert_eq!(change.check(), Ok(()));
}

#[test]
fn a_chain_of_picklists_is_checked_link_by_link() {
    let place = |region, country, city| {
        let project: sf_runtime::Id<Project__c> = id("a018W00002proAAQAY");
        Project__c::update(project)
            .region__c(region)
            .country__c(country)
            .city__c(city)
            .check()
    };
    assert_eq!(
        place(Region__c::EMEA, Country__c::Germany, City__c::Berlin),
        Ok(())
    );
    assert_eq!(
        place(
            Region__c::AMER,
            Country__c::UnitedStates,
            City__c::ParisTexas
        ),
        Ok(())
    );
    let (field, message) = one(place(Region__c::AMER, Country__c::Germany, City__c::Berlin));
    assert_eq!(field, "Country__c");
    for part in [r#""Germany""#, "Region__c", r#""AMER""#] {
        assert!(message.contains(part), "{part} in {message}");
    }
    let (field, _) = one(place(Region__c::EMEA, Country__c::France, City__c::Berlin));
    assert_eq!(field, "City__c");
    let both = place(Region__c::AMER, Country__c::France, City__c::Toronto).unwrap_err();
    assert_eq!(both.violations.len(), 2, "{both}");
}

#[test]
fn a_dependent_value_without_its_controller_is_the_org_s_to_judge() {
    let project: sf_runtime::Id<Project__c> = id("a018W00002proAAQAY");
    assert_eq!(
        Project__c::update(project)
            .city__c(City__c::Toronto)
            .check(),
        Ok(())
    );
}

#[test]
fn a_checkbox_controls_a_picklist() {
    use case::Follow_Up__c::{Call, NoneNeeded, Recall};
    let follow_up = |safety, value| {
        Case::create()
            .safety_issue__c(safety)
            .follow_up__c(value)
            .check()
    };
    for (safety, value) in [
        (false, NoneNeeded),
        (false, Call),
        (true, Call),
        (true, Recall),
    ] {
        assert_eq!(follow_up(safety, value), Ok(()), "{safety} {value:?}");
    }
    let (field, message) = one(follow_up(false, Recall));
    assert_eq!(field, "Follow_Up__c");
    assert!(message.contains("Safety_Issue__c = false"), "{message}");
    assert!(
        one(follow_up(true, NoneNeeded))
            .1
            .contains("Safety_Issue__c = true")
    );
}

#[test]
fn every_value_of_a_dependent_multi_select_is_checked() {
    let skills = |region, values: MultiPicklist<Skills__c>| {
        let project: sf_runtime::Id<Project__c> = id("a018W00002proAAQAY");
        Project__c::update(project)
            .region__c(region)
            .skills__c(values)
            .check()
    };
    use Skills__c::{Training, Validation, Wiring};
    assert_eq!(
        skills(Region__c::EMEA, MultiPicklist::of([Wiring, Validation])),
        Ok(())
    );
    let (field, message) = one(skills(
        Region__c::EMEA,
        MultiPicklist::of([Wiring, Training]),
    ));
    assert_eq!(field, "Skills__c");
    assert!(message.contains(r#""Training""#), "{message}");
}

#[test]
fn the_key_of_an_upsert_is_not_set_again() {
    let upsert = Account::upsert_by_external_id__c("EXT-001").name("Acme");
    assert_eq!(upsert.check(), Ok(()));
    assert_eq!(
        one(upsert.clone().external_id__c("EXT-002").check()).0,
        "External_Id__c"
    );
    // Another external ID is a field like any other.
    assert_eq!(upsert.account_number_ext__c(17).check(), Ok(()));
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let invalid = Account::create(account::Required {
        name: "x".repeat(300),
    })
    .discount__c(Decimal::new(12_345, 3))
    .site("x".repeat(90))
    .check()
    .unwrap_err();
    let fields: Vec<_> = invalid
        .violations
        .iter()
        .map(|violation| violation.field)
        .collect();
    assert_eq!(fields, ["Name", "Discount__c", "Site"]);
    let shown = invalid.to_string();
    for field in fields {
        assert!(shown.contains(&format!("Account.{field}: ")), "{shown}");
    }
}

#[test]
fn an_empty_draft_and_a_cleared_field_are_fine() {
    assert_eq!(Case::create().check(), Ok(()));
    let project: sf_runtime::Id<Project__c> = id("a018W00002proAAQAY");
    let cleared = Project__c::update(project)
        .region__c(sf_runtime::Null)
        .end__c(sf_runtime::Null);
    assert_eq!(cleared.check(), Ok(()));
    let _: fn(project__c::Required) -> _ = Project__c::create;
}

#[test]
fn an_empty_text_does_not_clear_a_field_that_always_has_a_value() {
    let invalid = Account::update(id(ACCOUNT)).name("").check().unwrap_err();
    assert!(invalid.to_string().contains("Account.Name"), "{invalid}");
    assert_eq!(Account::update(id(ACCOUNT)).fax("").check(), Ok(()));
}

#[test]
fn a_key_is_checked_as_the_field_is() {
    for key in [String::new(), "x".repeat(5_000)] {
        let invalid = Account::upsert_by_external_id__c(key)
            .name("Acme")
            .check()
            .unwrap_err();
        assert!(invalid.to_string().contains("External_Id__c"), "{invalid}");
    }
    assert_eq!(
        Account::upsert_by_external_id__c("E").name("Acme").check(),
        Ok(())
    );
}

#[test]
fn what_an_unknown_controlling_value_allows_is_left_to_the_org() {
    use sf_tests::bindings::case::Symptoms__c;

    let symptoms = || sf_runtime::MultiPicklist::of([Symptoms__c::ALL[0]]);
    let unknown = Case::create()
        .type_(Picklist::other("Brand new"))
        .symptoms__c(symptoms());
    assert_eq!(unknown.check(), Ok(()));
    let nothing = Case::create().type_(Null).symptoms__c(symptoms());
    assert!(nothing.check().is_err());
}
