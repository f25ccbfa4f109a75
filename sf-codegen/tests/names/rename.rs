//! The user's renames.

use std::collections::BTreeSet;

use sf_codegen::names::{NameProblem, NamesLock, Renames, assign};
use sf_schema::Object;

use crate::org::*;

#[test]
fn renames_win() {
    let objects = || {
        let fields = vec![
            field("FooBar"),
            field("Bar"),
            picklist("P", &["a", "b c", "d"]),
        ];
        let invoice = object("Invoice__c", &[]);
        [Object { fields, ..invoice }, object("Invoice", &[])]
    };
    let lock = by_rule(&mut objects()).lock;
    let mut renames = Renames::new();
    renames.object("Invoice__c", "Bill");
    renames.object("User", "Person");
    renames.field("Invoice__c", "FooBar", "bar");
    renames.value("Invoice__c", "P", "b c", "a");
    let mut renamed = objects();
    let assigned = with(&mut renamed, &["User"], &lock, &renames);
    let invoice = &renamed[0];
    assert_eq!(invoice.name.rust, "Bill");
    assert_eq!(invoice.module, "bill");
    assert_eq!(assigned.outside["User"], "Person");
    let names = field_names(invoice);
    assert_eq!(names["FooBar"], "bar");
    assert!(names["Bar"].starts_with("bar_x"));
    assert_eq!(variants(&invoice.fields[2]), ["A", "a", "d"]);
    let lock = assigned.lock.render();
    NamesLock::parse(&lock).unwrap();
    assert!(!lock.contains("FooBar") && !lock.contains("b c"));
}

#[test]
fn modules_follow_renamed_types_where_they_can() {
    let mut objects = [
        object("B__c", &[]),
        object("A__c", &[]),
        object("C__c", &[]),
    ];
    let mut renames = Renames::new();
    renames.object("A__c", "FooBar");
    renames.object("B__c", "Foo_Bar");
    renames.object("C__c", "bill");
    with(&mut objects, &[], &NamesLock::default(), &renames);
    assert_eq!(objects[0].module, "foo_bar_mod");
    assert_eq!(objects[1].module, "foo_bar");
    assert_eq!(objects[2].module, "bill_mod");
}

#[test]
fn a_rename_may_take_the_name_of_an_absent_object() {
    let lock = by_rule(&mut [object("Gone", &[])]).lock;
    let mut renames = Renames::new();
    renames.object("Here", "gone");
    let assigned = with(&mut [object("Here", &[])], &[], &lock, &renames);
    assert!(assigned.lock.is_empty(), "{}", assigned.lock.render());
}

#[test]
fn every_bad_rename_is_reported() {
    let mut renames = Renames::new();
    renames.object("Acount", "X");
    renames.object("B", "Same");
    renames.object("Account", "Same");
    renames.field("Account", "Nmae", "x");
    renames.field("Account", "Name", "type");
    renames.field("Account", "Foo", "delete");
    renames.field("Account", "X", "same");
    renames.field("Account", "Y", "same");
    renames.value("Account", "Name", "v", "V");
    renames.value("Account", "P", "Hto", "V");
    renames.value("Account", "P", "Hot", "1");
    let mut account = object("Account", &["Name", "Foo", "X", "Y"]);
    account.fields.push(picklist("P", &["Hot"]));
    let twice = object("B", &["Twice", "Twice"]);
    let mut objects = [account, twice, object("B", &[])];
    let lock = NamesLock::default();
    let errors = assign(&mut objects, &BTreeSet::new(), &lock, &renames).unwrap_err();
    let text = errors.to_string();
    for line in [
        "the rename of the object Acount matches nothing: did you mean \"Account\"?",
        "the rename of the object Account to `Same`: \"B\" is renamed to the same name",
        "the rename of the field Account.Nmae matches nothing: did you mean \"Name\"?",
        "the rename of the field Account.Name to `type`: not a Rust identifier",
        "the rename of the field Account.Foo to `delete`: generated code needs that name",
        "the rename of the field Account.X to `same`: \"Y\" is renamed to the same name",
        "the rename of the value \"v\" of Account.Name matches nothing",
        "the rename of the value \"Hto\" of Account.P matches nothing: did you mean \"Hot\"?",
        "the rename of the value \"Hot\" of Account.P to `1`: not a Rust identifier",
        "the field B.Twice is in the snapshot twice",
        "the object B is in the snapshot twice",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(errors.iter().len(), 11, "{text}");
    let first = &errors.iter().next().unwrap().problem;
    assert!(matches!(first, NameProblem::Clash { .. }));
}
