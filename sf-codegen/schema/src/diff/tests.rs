//! A case for each kind of difference, with its class and words.

mod cases;

use std::collections::BTreeSet;

use crate::schema::Field;
use crate::schema::{
    ChildRelationship, Controller, FieldFlags as F, FieldType, ObjectFlags, Picklist,
    PicklistValue, RecordType, Reference, Scope,
};
use crate::{Name, Object};

use super::*;
use cases::CASES;

fn field(api: &str, data: FieldType) -> Field {
    Field {
        name: Name::new(api, ""),
        label: api.to_lowercase(),
        flags: F::CREATEABLE | F::UPDATEABLE | F::NILLABLE | F::FILTERABLE | F::SORTABLE,
        data,
        ..Field::default()
    }
}

fn value(api: &str, valid_for: &[u16]) -> PicklistValue {
    PicklistValue {
        name: Name::new(api, ""),
        active: true,
        valid_for: valid_for.to_vec(),
        ..PicklistValue::default()
    }
}

fn child(name: Option<&str>, object: &str, field: &str) -> ChildRelationship {
    ChildRelationship {
        name: name.map(|name| Name::new(name, "")),
        object: object.to_owned(),
        field: field.to_owned(),
        ..ChildRelationship::default()
    }
}

/// An object with a field of each kind: text, number, integer, picklist, dependent picklist, lookup.
fn account() -> Object {
    let text = Field {
        length: 80,
        ..field("Text__c", FieldType::String)
    };
    let number = Field {
        precision: 18,
        scale: 2,
        ..field("Number__c", FieldType::Currency)
    };
    let int = Field {
        digits: 8,
        ..field("Int__c", FieldType::Int)
    };
    let picklist = Field {
        picklist: Some(Picklist {
            values: vec![value("Hot", &[]), value("Cold", &[]), value("Old", &[])],
            ..Picklist::default()
        }),
        ..field("Pick__c", FieldType::Picklist)
    };
    let dependent = Field {
        picklist: Some(Picklist {
            values: vec![value("Ice", &[1]), value("Fire", &[0, 1])],
            controller: Some(Controller::Picklist("Pick__c".to_owned())),
            ..Picklist::default()
        }),
        ..field("Depends__c", FieldType::Picklist)
    };
    let lookup = Field {
        reference: Some(Reference {
            to: vec!["User".to_owned()],
            relationship: Some(Name::new("Keeper__r", "")),
            ..Reference::default()
        }),
        ..field("Keeper__c", FieldType::Reference)
    };
    let formula = Field {
        flags: F::CALCULATED | F::NILLABLE,
        formula: Some("1 + 1".to_owned()),
        ..field("Formula__c", FieldType::Double)
    };
    let record_type = |api: &str| RecordType {
        name: Name::new(api, ""),
        id: "012000000000000AAA".to_owned(),
        active: true,
        ..RecordType::default()
    };
    Object {
        name: Name::new("Account", ""),
        key_prefix: Some("001".to_owned()),
        flags: ObjectFlags::QUERYABLE | ObjectFlags::CREATEABLE,
        fields: vec![dependent, formula, int, lookup, number, picklist, text],
        children: vec![
            child(Some("Contacts"), "Contact", "AccountId"),
            child(Some("Cases"), "Case", "AccountId"),
            child(None, "Vote", "ParentId"),
        ],
        record_types: vec![record_type("Business"), record_type("Person")],
        scopes: vec![Scope {
            name: "mine".to_owned(),
            ..Scope::default()
        }],
        ..Object::default()
    }
}

/// The field of this name, to be changed.
fn at<'o>(object: &'o mut Object, api: &str) -> &'o mut Field {
    let mut fields = object.fields.iter_mut();
    fields
        .find(|field| field.name.api == api)
        .expect("the field")
}

fn values<'o>(object: &'o mut Object, api: &str) -> &'o mut Vec<PicklistValue> {
    &mut at(object, api)
        .picklist
        .as_mut()
        .expect("a picklist")
        .values
}

fn reference(object: &mut Object) -> &mut Reference {
    at(object, "Keeper__c")
        .reference
        .as_mut()
        .expect("a lookup")
}

fn without(flags: F, flag: F) -> F {
    let letters: String = flags
        .letters()
        .chars()
        .filter(|c| !flag.letters().contains(*c))
        .collect();
    F::from_letters(&letters).expect("flags")
}

fn said(old: Object, new: Object) -> Vec<Difference> {
    let schema = |object| Schema::new([object]).expect("a schema");
    let kept = schema(compared(&old));
    let found = diff(&schema(old), &schema(new.clone()));
    assert_eq!(diff(&kept, &schema(new)), found, "what is kept is enough");
    found
}

#[test]
fn each_kind_there_and_back() {
    for ((change, edit, there), back) in CASES {
        let mut edited = account();
        edit(&mut edited);
        let found = said(account(), edited.clone());
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines, *there, "{}", change.name());
        assert!(
            found.iter().any(|difference| difference.change == *change),
            "{}",
            change.name()
        );
        let found = said(edited, account());
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines, *back, "{} taken back", change.name());
    }
}

#[test]
fn every_kind_has_a_case() {
    let mut seen: BTreeSet<Change> = [Change::ObjectAdded, Change::ObjectRemoved].into();
    for ((_, edit, _), _) in CASES {
        let mut edited = account();
        edit(&mut edited);
        for (old, new) in [(account(), edited.clone()), (edited, account())] {
            seen.extend(said(old, new).iter().map(|difference| difference.change));
        }
    }
    let missing: Vec<_> = Change::ALL
        .iter()
        .filter(|change| !seen.contains(change))
        .collect();
    assert_eq!(missing, Vec::<&Change>::new());
    for change in Change::ALL {
        assert_eq!(Change::from_name(change.name()), Some(*change));
    }
}

#[test]
fn objects_come_and_go() {
    let schema = |names: &[&str]| {
        let objects = names.iter().map(|api| Object {
            name: Name::new(*api, ""),
            ..account()
        });
        Schema::new(objects).expect("a schema")
    };
    let found = diff(&schema(&["A", "C"]), &schema(&["B", "c"]));
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "breaking: A: the object is gone",
            "compatible: B: the object is new",
            "risky: c: it was spelled `C`: answers have the new spelling",
        ]
    );
    assert!(any_at_least(&found, Class::Breaking));
    assert!(!any_at_least(&found[1..], Class::Breaking));
    assert!(any_at_least(&found[1..], Class::Risky));
    assert!(!any_at_least(&[], Class::Compatible));
}

/// Labels, help, the order of values, ids: no program can tell.
#[test]
fn what_is_cosmetic_or_volatile_is_not_said() {
    let mut other = account();
    other.label = "Customer".to_owned();
    other.label_plural = "Customers".to_owned();
    for field in &mut other.fields {
        field.label = "Another".to_owned();
        field.help = Some("Help".to_owned());
        field.flags |= F::PERMISSIONABLE | F::HTML_FORMATTED | F::ENCRYPTED;
    }
    // The order of the controlling values is what the others count by.
    let hot_and_cold = values(&mut other, "Pick__c");
    hot_and_cold.swap(0, 1);
    hot_and_cold[0].label = "Freezing".to_owned();
    let depends = values(&mut other, "Depends__c");
    depends[0].valid_for = vec![0];
    for ty in &mut other.record_types {
        ty.id = "012000000000001AAA".to_owned();
        ty.label = "Label".to_owned();
    }
    other.fields.reverse();
    other.children.reverse();
    assert_eq!(said(account(), other), []);
}

/// What a record gets that is created without the field: by a formula, a flag or a value of a picklist.
#[test]
fn another_default_is_risky() {
    let with = |formula: &str, chosen: usize| {
        let mut account = account();
        at(&mut account, "Text__c").default_formula = Some(formula.to_owned());
        values(&mut account, "Pick__c")[chosen].default = true;
        account
    };
    let found = said(with("1", 0), with("2", 1));
    let of: Vec<_> = found
        .iter()
        .map(|d| (d.subject(), d.change, d.class))
        .collect();
    let risky = |field: &str| (format!("Account.{field}"), Change::Default, Class::Risky);
    assert_eq!(of, [risky("Pick__c"), risky("Text__c")]);
    for difference in &found {
        assert_eq!(
            difference.reason,
            "the default is another one: a record that is created without it has another value"
        );
    }
    assert_eq!(said(with("1", 0), with("1", 0)), []);
}

#[test]
fn likely_renames_are_offered() {
    let renamed = |edit: fn(&mut Object)| {
        let mut edited = account();
        edit(&mut edited);
        let found = said(account(), edited);
        let removed = found.iter().find(|d| d.change == Change::FieldRemoved);
        removed.expect("a removal").renamed.clone()
    };
    let by_name = renamed(|o| {
        at(o, "Text__c").label = "Something".to_owned();
        at(o, "Text__c").name.api = "Texts__c".to_owned();
    });
    assert_eq!(by_name.as_deref(), Some("Texts__c"));
    let by_label = renamed(|o| at(o, "Text__c").name.api = "Description__c".to_owned());
    assert_eq!(by_label.as_deref(), Some("Description__c"));
    // Whatever else differs.
    let among_others = renamed(|o| {
        o.scopes.clear();
        o.record_types.clear();
        o.key_prefix = None;
        o.children.clear();
        at(o, "Text__c").name.api = "Texts__c".to_owned();
    });
    assert_eq!(among_others.as_deref(), Some("Texts__c"));
    // Of another type it is another field.
    let other_type = renamed(|o| {
        at(o, "Text__c").data = FieldType::Date;
        at(o, "Text__c").name.api = "Texts__c".to_owned();
    });
    assert_eq!(other_type, None);
    let far = renamed(|o| {
        at(o, "Text__c").label = "Something".to_owned();
        at(o, "Text__c").name.api = "Description__c".to_owned();
    });
    assert_eq!(far, None);
    // Which of two with the same label is not known.
    let two = renamed(|o| {
        let copy = at(o, "Text__c").clone();
        at(o, "Text__c").name.api = "Description__c".to_owned();
        let name = Name::new("Remarks__c", "");
        o.fields.push(Field { name, ..copy });
    });
    assert_eq!(two, None);
}

#[test]
fn a_renamed_object_has_its_fields() {
    let named = |api: &str| Object {
        name: Name::new(api, ""),
        label: "Invoice".to_owned(),
        ..account()
    };
    let schema = |object| Schema::new([object]).expect("a schema");
    let found = diff(&schema(named("Invoice__c")), &schema(named("Bill__c")));
    assert_eq!(found.len(), 2);
    assert_eq!(
        found[1].to_string(),
        "breaking: Invoice__c: the object is gone (most likely it is `Bill__c` now)"
    );
    let mut other = named("Bill__c");
    other.fields.truncate(2);
    let found = diff(&schema(named("Invoice__c")), &schema(other));
    assert!(found.iter().all(|difference| difference.renamed.is_none()));
}

#[test]
fn an_unknown_controller_is_passed_over() {
    let mut lost = account();
    lost.fields.retain(|field| field.name.api != "Pick__c");
    let found = said(account(), lost);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn two_that_can_be_one_are_neither() {
    let labelled = |api: &str| Field {
        label: "Text".to_owned(),
        ..field(api, FieldType::Date)
    };
    let with = |names: &[&str]| {
        let mut object = account();
        object.fields.extend(names.iter().map(|api| labelled(api)));
        object
    };
    let found = said(with(&["Aaa__c", "Bbb__c"]), with(&["Zzz__c"]));
    assert!(
        found.iter().all(|difference| difference.renamed.is_none()),
        "{found:?}"
    );
}
