//! What the bindings know of the org besides fields.

use crate::text;
use sf_runtime::sobject::{RecordType, Relationship};
use sf_runtime::{DependentPicklist, Described, Picklist, PicklistValue, SObject};
use sf_tests::bindings::project__c::{City__c, Country__c, Region__c, Skills__c};
use sf_tests::bindings::{Account, Order_Shipped__e, Project__c, account, acme__Invoice__c, case};

#[test]
fn an_object_knows_its_names() {
    assert_eq!(Account::API_NAME, "Account");
    assert_eq!(
        (Account::LABEL, Account::LABEL_PLURAL),
        ("Account", "Accounts")
    );
    assert_eq!(Account::KEY_PREFIX, Some("001"));
    assert_eq!(acme__Invoice__c::API_NAME, "acme__Invoice__c");
    assert_eq!(acme__Invoice__c::KEY_PREFIX, Some("a0A"));
    assert_eq!(<Order_Shipped__e as SObject>::API_NAME, "Order_Shipped__e");
    assert_eq!(Account::TABLE.api, "Account");
}

#[test]
fn a_picklist_value_has_a_text_and_a_label() {
    let food = account::Industry::FoodBeverage;
    assert_eq!(
        (food.value(), food.label()),
        ("Food & Beverage", "Food & Beverage")
    );
    assert_eq!(account::Industry::FIELD, "Account.Industry");
    assert_eq!(account::Industry::from_value("Food & Beverage"), Some(food));
    assert_eq!(account::Industry::from_value("Telegraphy"), None);
    let values: Vec<_> = account::Rating::ALL
        .iter()
        .map(|rating| rating.value())
        .collect();
    assert_eq!(values, ["Hot", "Warm", "Cold"]);
    let berlin = account::BillingStateCode::BE;
    assert_eq!((berlin.value(), berlin.label()), ("BE", "Berlin"));
}

#[test]
fn a_value_that_the_snapshot_does_not_know_is_its_own_label() {
    let other = Picklist::<account::Rating>::other("Boiling");
    assert_eq!(
        (other.value(), other.label(), other.known()),
        ("Boiling", "Boiling", None)
    );
    assert_eq!(
        Picklist::<account::Rating>::other("Hot").known(),
        Some(account::Rating::Hot)
    );
}

#[test]
fn dependent_picklists_tell_what_is_valid() {
    assert!(Country__c::Germany.is_valid_for(Region__c::EMEA));
    assert!(!Country__c::Germany.is_valid_for(Region__c::AMER));
    let cities: Vec<_> = City__c::valid_values(Country__c::UnitedStates).collect();
    assert_eq!(cities, [City__c::Austin, City__c::ParisTexas]);
    let skills: Vec<_> = Skills__c::valid_values(Region__c::AMER).collect();
    assert_eq!(
        skills,
        [
            Skills__c::Wiring,
            Skills__c::Networking,
            Skills__c::Training
        ]
    );
    let unsafe_only: Vec<_> = case::Follow_Up__c::valid_values(true).collect();
    assert_eq!(
        unsafe_only,
        [
            case::Follow_Up__c::Call,
            case::Follow_Up__c::Visit,
            case::Follow_Up__c::Recall
        ]
    );
    assert!(case::Symptoms__c::Crash.is_valid_for(case::Type::Software));
    assert!(!case::Symptoms__c::Leak.is_valid_for(case::Type::Software));
}

#[test]
fn every_dependent_value_is_valid_for_some_controlling_one() {
    for city in City__c::ALL {
        let valid = Country__c::ALL
            .iter()
            .filter(|country| city.is_valid_for(**country));
        assert_eq!(valid.count(), 1, "{city:?}");
    }
}

#[test]
fn record_types_are_found_by_developer_name() {
    use account::record_types::{Business_Account, Former_Partner, Master, Person_Account};
    assert_eq!(Person_Account.developer_name, "Person_Account");
    assert_eq!(Person_Account.label, "Person Account");
    assert_eq!(
        Person_Account.id().map(|id| id.to_string()).as_deref(),
        Some("0128W0000000002QAA")
    );
    let flags = |it: RecordType<sf_tests::bindings::RecordType>| (it.active, it.master);
    assert_eq!(flags(Business_Account), (true, false));
    assert_eq!(flags(Person_Account), (true, false));
    assert_eq!(flags(Former_Partner), (false, false));
    assert!(flags(Master).1);
    assert_eq!(Account::RECORD_TYPES.len(), 4);

    let create = Account::create(account::Required {
        name: "Acme".into(),
    })
    .record_type_id(Business_Account);
    assert_eq!(
        text(&create),
        format!(
            r#"{{"Name":"Acme","RecordTypeId":"{}"}}"#,
            Business_Account.id
        )
    );
}

#[test]
fn relationships_lead_to_parents_and_children() {
    let find = |wanted: &str| {
        let named = |it: &&Relationship| match it {
            Relationship::Parent { name, .. } | Relationship::Child { name, .. } => *name == wanted,
            _ => false,
        };
        Account::TABLE.relationships.iter().find(named).copied()
    };
    let owner = Relationship::Parent {
        name: "Owner",
        field: "OwnerId",
        to: &["User"],
    };
    assert_eq!(find("Owner"), Some(owner));
    let contacts = Relationship::Child {
        name: "Contacts",
        object: "Contact",
        field: "AccountId",
        cascade_delete: false,
    };
    assert_eq!(find("Contacts"), Some(contacts));
    // Describe hides it from queries.
    assert_eq!(find("NotesAndAttachments"), None);
    let polymorphic = sf_tests::bindings::Case::TABLE
        .relationships
        .iter()
        .any(|it| {
            matches!(
                it,
                Relationship::Parent {
                    name: "Owner",
                    to: ["Group", "User"],
                    ..
                }
            )
        });
    assert!(polymorphic);
    assert!(Project__c::TABLE.relationships.iter().any(|it| {
        matches!(
            it,
            Relationship::Child {
                name: "Milestones__r",
                cascade_delete: true,
                ..
            }
        )
    }));
}

#[test]
fn the_table_finds_every_field_by_its_name() {
    let table = Account::TABLE;
    for (place, field) in table.fields.iter().enumerate() {
        assert_eq!(
            table.index_of(field.api).map(usize::from),
            Some(place),
            "{}",
            field.api
        );
    }
    assert_eq!(table.index_of("name"), None);
}
