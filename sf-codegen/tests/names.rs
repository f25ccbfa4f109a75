//! Names from describe to Rust, by example.

use std::collections::{BTreeMap, BTreeSet};

use sf_codegen::names::{Assigned, NameProblem, NamesLock, Renames, assign};
use sf_schema::schema::{ChildRelationship, Field, Picklist, PicklistValue, RecordType, Reference};
use sf_schema::{Name, Object};

fn object(api: &str, fields: &[&str]) -> Object {
    Object {
        name: Name::new(api, ""),
        fields: fields.iter().map(|api| field(api)).collect(),
        ..Object::default()
    }
}

fn field(api: &str) -> Field {
    Field {
        name: Name::new(api, ""),
        ..Field::default()
    }
}

fn lookup(api: &str, relationship: &str, to: &[&str]) -> Field {
    Field {
        reference: Some(Reference {
            to: to.iter().map(|&to| to.to_owned()).collect(),
            relationship: Some(Name::new(relationship, "")),
            ..Reference::default()
        }),
        ..field(api)
    }
}

fn picklist(api: &str, values: &[&str]) -> Field {
    Field {
        picklist: Some(Picklist {
            values: values.iter().map(|value| active(value)).collect(),
            ..Picklist::default()
        }),
        ..field(api)
    }
}

fn active(value: &str) -> PicklistValue {
    PicklistValue {
        name: Name::new(value, ""),
        active: true,
        ..PicklistValue::default()
    }
}

fn child(relationship: &str, object: &str) -> ChildRelationship {
    ChildRelationship {
        name: Some(Name::new(relationship, "")),
        object: object.to_owned(),
        ..ChildRelationship::default()
    }
}

fn record_type(api: &str, label: &str, active: bool) -> RecordType {
    RecordType {
        name: Name::new(api, ""),
        label: label.to_owned(),
        active,
        ..RecordType::default()
    }
}

fn by_rule(objects: &mut [Object]) -> Assigned {
    with(objects, &[], &NamesLock::default(), &Renames::new())
}

fn with(objects: &mut [Object], outside: &[&str], lock: &NamesLock, renames: &Renames) -> Assigned {
    let outside = outside.iter().map(|&api| api.to_owned()).collect();
    assign(objects, &outside, lock, renames).unwrap()
}

fn field_names(object: &Object) -> BTreeMap<&str, &str> {
    let names = object.fields.iter().map(|field| &field.name);
    names.map(|n| (n.api.as_str(), n.rust.as_str())).collect()
}

fn variants(field: &Field) -> Vec<&str> {
    let values = &field.picklist.as_ref().unwrap().values;
    values
        .iter()
        .map(|value| value.name.rust.as_str())
        .collect()
}

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
    assert_eq!(variants(&fields[2]), ["Unknown_"]);
    let picklists = fields.iter().filter_map(|field| field.picklist.as_ref());
    let enums: Vec<_> = picklists.map(|picklist| picklist.rust.as_str()).collect();
    assert_eq!(enums, ["Industry", "", "Required_"]);
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

#[test]
fn a_lock_records_only_what_can_be_taken() {
    let mut account = object("Account", &["Name", "total__c"]);
    let values = ["USA", "Closed Won"];
    account.fields.push(picklist("Industry", &values));
    account.children.push(child("notes", "Note"));
    let lock = by_rule(&mut [account]).lock;
    let expected = "# sf-codegen names lock, version 1\n\
        Account module = account\n\
        Account field Industry = industry\n\
        Account field Name = name\n\
        Account child notes = notes\n\
        Account value Industry Closed Won = ClosedWon\n";
    assert_eq!(lock.render(), expected);
    assert_eq!(NamesLock::parse(expected).unwrap(), lock);
    let windows = expected.replace('\n', "\r\n");
    assert_eq!(NamesLock::parse(&windows).unwrap(), lock);
}

#[test]
fn a_locked_name_wins_over_an_exact_one() {
    let lock = by_rule(&mut [object("A", &["FooBar"])]).lock;
    let mut objects = [object("A", &["FooBar", "Foo_Bar", "foo_bar"])];
    with(&mut objects, &[], &lock, &Renames::new());
    let names = field_names(&objects[0]);
    assert_eq!(names["FooBar"], "foo_bar");
    assert!(names["foo_bar"].starts_with("foo_bar_x"));
    assert!(names["Foo_Bar"].starts_with("foo_bar_x"));
}

#[test]
fn objects_that_are_not_loaded_keep_their_names() {
    let first = by_rule(&mut [object("FooBar", &["Name"]), object("B", &["Name"])]);
    let mut one = [object("foo_bar", &["Name"])];
    let outside = ["FooBar", "Type"];
    let second = with(&mut one, &outside, &first.lock, &Renames::new());
    assert!(one[0].name.rust.starts_with("foo_bar_x"));
    let lock = second.lock.render();
    assert!(lock.contains("FooBar module = foo_bar\n"));
    assert!(lock.contains("B field Name = name\n"));
    NamesLock::parse(&lock).unwrap();
}

#[test]
fn what_is_gone_from_a_loaded_object_is_dropped() {
    let first = by_rule(&mut [object("A", &["Foo", "Bar"])]);
    let mut objects = [object("A", &["Foo"])];
    let second = with(&mut objects, &[], &first.lock, &Renames::new());
    let lock = second.lock.render();
    assert!(lock.contains("field Foo") && !lock.contains("field Bar"));
}

#[test]
fn refused_locks() {
    let header = "# sf-codegen names lock, version 1\n";
    for (text, line, parts) in [
        ("", 1, "first line"),
        ("A module = a\n", 1, "first line"),
        ("# sf-codegen names lock, version 2\n", 1, "version 2"),
        ("<<<<<<< ours\n", 1, "merge"),
        ("+A module = a\n<<<<<<< ours\n", 3, "merge"),
        (
            "+A field X = x\nA field Y = x\n",
            3,
            "A:|field X|line 2|field Y|`x`|delete",
        ),
        ("+A field X = x\nA child Y = x\n", 3, "A:|field X|child Y"),
        (
            "+A field X = x\nA field X = y\n",
            3,
            "A:|field X|`x`|`y`|line 2|delete",
        ),
        (
            "+A module = a\nB type = a\n",
            3,
            "B:|the module of A|the type of B",
        ),
        (
            "+A value F a b = X\nA value F a-b = X\n",
            3,
            "A.F:|\"a b\"|\"a-b\"",
        ),
        ("+A field X = type\n", 2, "A:|field X|`type`|delete"),
        ("+A field X = delete\n", 2, "A:|field X|`delete`"),
        ("+A field X = 1x\n", 2, "`1x`"),
        ("+A field X\n", 2, "not an entry"),
        ("+A colour X = x\n", 2, "not an entry"),
        ("+A type X = x\n", 2, "not an entry"),
        ("+A value F = x\n", 2, "not an entry"),
        ("+A field \\q = x\n", 2, "not an entry"),
    ] {
        let text = text.replace('+', header);
        let error = NamesLock::parse(&text).unwrap_err();
        assert_eq!(error.problems[0].line, line, "{error}");
        for part in parts.split('|') {
            assert!(error.to_string().contains(part), "{part}: {error}");
        }
    }
    let twice = format!("{header}\n# a comment\nA field X = x\nA field X = x\nB field X = x\n");
    assert!(NamesLock::parse(&twice).is_ok());
    let many = format!("{header}A field X = 1\nA field X = 2\n=======\n");
    assert_eq!(NamesLock::parse(&many).unwrap_err().problems.len(), 3);
}

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
    assert_eq!(errors.errors().len(), 11, "{text}");
    let first = &errors.errors()[0].problem;
    assert!(matches!(first, NameProblem::Clash { .. }));
}
