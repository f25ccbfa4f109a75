//! What the rule makes of names, by example.

use std::collections::BTreeMap;

use sf_codegen::names::{NamesLock, Renames};
use sf_schema::Object;
use sf_schema::schema::Field;

use crate::org::*;

#[test]
fn types_and_modules() {
    let mut objects = vec![
        object("Account", &[]),
        object("acme__Invoice__c", &[]),
        object("Order_Shipped__e", &[]),
        object("invoice__c", &[]),
        object("Case", &[]),
        object("sobjects", &[]),
        object("Self", &[]),
    ];
    let outside = ["User", "Type", "Account"];
    let lock = NamesLock::default();
    let assigned = with(&mut objects, &outside, &lock, &Renames::new());
    let names: Vec<_> = objects
        .iter()
        .map(|o| (o.name.rust.as_str(), o.module.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            ("Account", "account"),
            ("acme__Invoice__c", "acme__invoice__c"),
            ("Order_Shipped__e", "order_shipped__e"),
            ("invoice__c", "invoice__c_mod"),
            ("Case", "case"),
            ("sobjects_", "sobjects_mod"),
            ("Self_", "self_"),
        ]
    );
    let outside = ["Type", "User"].map(|api| (api.to_owned(), api.to_owned()));
    assert_eq!(assigned.outside, BTreeMap::from(outside));
}

#[test]
fn rivals_for_one_field_name() {
    let fields = [
        "fooBar__c",
        "FooBar__c",
        "Foo_Bar__c",
        "Foo__c",
        "foo__c",
        "Name",
        "Name__c",
        "ns__Name__c",
    ];
    let mut objects = vec![object("A", &fields)];
    by_rule(&mut objects);
    let names = field_names(&objects[0]);
    assert_eq!(names["Foo_Bar__c"], "foo_bar__c");
    assert_eq!(names["FooBar__c"], "foobar__c");
    assert!(names["fooBar__c"].starts_with("foo_bar__c_x"));
    assert_eq!(names["foo__c"], "foo__c");
    assert!(names["Foo__c"].starts_with("foo__c_x"));
    assert_eq!(
        (names["Name"], names["Name__c"], names["ns__Name__c"]),
        ("name", "name__c", "ns__name__c")
    );
}

#[test]
fn fields_before_parents_before_children() {
    let mut account = object("Account", &["Contacts", "Type"]);
    let targets = ["Group", "User"];
    account.fields.push(lookup("OwnerId", "Owner", &targets));
    let parent = lookup("ParentId", "Contacts", &["Account"]);
    account.fields.push(parent);
    account.children = vec![
        child("Contacts", "Contact"),
        child("Owner", "X"),
        child("Cases", "Case"),
        child("Cases", "Another"),
    ];
    let mut objects = vec![account];
    by_rule(&mut objects);
    let account = &objects[0];
    assert_eq!(field_names(account)["Contacts"], "contacts");
    assert_eq!(field_names(account)["Type"], "type_");

    let fields = account.fields.iter();
    let parents: Vec<_> = fields.clone().filter_map(Field::relationship).collect();
    assert_eq!(parents[0].rust, "owner");
    assert!(parents[1].rust.starts_with("contacts_x"));
    let children = account.children.iter().filter_map(|c| c.name.as_ref());
    let children: Vec<_> = children.map(|name| &name.rust).collect();
    assert!(children[0].starts_with("contacts_x") && children[0] != &parents[1].rust);
    assert!(children[1].starts_with("owner_x"));
    // The first by object keeps a name that is there twice.
    assert_eq!((children[2].as_str(), children[3].as_str()), ("", "cases"));

    let references = fields.filter_map(|field| field.reference.as_ref());
    let ids: Vec<_> = references.map(|reference| &reference.rust).collect();
    assert_eq!(ids, ["OwnerId", ""]);
}

#[test]
fn picklists() {
    let values = [
        ("Technology", "Technology"),
        ("Food & Beverage", "FoodBeverage"),
        ("A/B", "A_Slash_B"),
        ("A B", "AB"),
        ("", "Empty"),
        ("USA", "USA"),
        ("closed_won", "closed_won"),
        ("Café", "Caf_UE9"),
        ("Cafe\u{301}", "Cafe"),
        ("Old", ""),
        ("USA", ""),
    ];
    let mut industry = picklist("Industry", &values.map(|(value, _)| value));
    industry.picklist.as_mut().unwrap().values[9].active = false;
    let mut none = picklist("None__c", &["x"]);
    none.picklist.as_mut().unwrap().values[0].active = false;
    let mut objects = vec![Object {
        fields: vec![industry, none, picklist("Required", &["Unknown"])],
        ..object("A", &[])
    }];
    by_rule(&mut objects);
    let fields = &objects[0].fields;
    assert_eq!(variants(&fields[0]), values.map(|(_, variant)| variant));
    assert_eq!(variants(&fields[1]), [""]);
    assert_eq!(variants(&fields[2]), ["Unknown"]);
    let picklists = fields.iter().filter_map(|field| field.picklist.as_ref());
    let enums: Vec<_> = picklists.map(|picklist| picklist.rust.as_str()).collect();
    assert_eq!(enums, ["Industry", "", "Required_"]);
}

#[test]
fn an_enum_steps_aside_for_the_type_of_its_object() {
    let mut objects = [object("Status__c", &[])];
    objects[0].fields = vec![
        picklist("Status__c", &["a"]),
        lookup("Draft", "X", &["A", "B"]),
    ];
    by_rule(&mut objects);
    let fields = &objects[0].fields;
    assert_eq!(objects[0].name.rust, "Status__c");
    assert_eq!(
        fields[0].picklist.as_ref().unwrap().rust,
        "Status__c_picklist"
    );
    assert_eq!(fields[1].reference.as_ref().unwrap().rust, "Draft_");
}

#[test]
fn the_first_active_of_equal_values_has_the_name() {
    let mut field = picklist("F", &["a", "b", "a", "a"]);
    field.picklist.as_mut().unwrap().values[0].active = false;
    let mut objects = vec![Object {
        fields: vec![field],
        ..object("A", &[])
    }];
    by_rule(&mut objects);
    assert_eq!(variants(&objects[0].fields[0]), ["", "b", "a", ""]);
}

#[test]
fn record_types() {
    let mut account = object("Account", &[]);
    account.record_types = vec![
        record_type("Person", "A", false),
        record_type("Person", "C", true),
        record_type("Person", "B", true),
        record_type("", "No developer name", true),
        record_type("Master", "Master", true),
    ];
    let mut objects = vec![account];
    by_rule(&mut objects);
    let record_types = objects[0].record_types.iter();
    let names: Vec<_> = record_types.map(|r| r.name.rust.as_str()).collect();
    assert_eq!(names, ["", "", "Person", "", "Master"]);
}
