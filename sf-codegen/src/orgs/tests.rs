use sf_schema::schema::{
    ChildRelationship, Controller, Field, FieldFlags, FieldType, ObjectFlags, Picklist,
    PicklistValue, RecordType, Reference,
};
use sf_schema::{Name, Object};

use super::{Mode, Namespaces, Org, merge};

const WRITABLE: FieldFlags = FieldFlags::none()
    .with(FieldFlags::CREATEABLE, true)
    .with(FieldFlags::UPDATEABLE, true);

fn field(api: &str, data: FieldType, flags: FieldFlags) -> Field {
    Field {
        name: Name::new(api, ""),
        data,
        flags,
        ..Field::default()
    }
}

fn picklist(values: &[(&str, bool, &[u16])]) -> Picklist {
    Picklist {
        values: values
            .iter()
            .map(|(api, active, valid_for)| PicklistValue {
                name: Name::new(*api, ""),
                active: *active,
                valid_for: valid_for.to_vec(),
                ..PicklistValue::default()
            })
            .collect(),
        ..Picklist::default()
    }
}

fn object(api: &str, fields: Vec<Field>) -> Object {
    Object {
        name: Name::new(api, ""),
        fields,
        ..Object::default()
    }
}

/// An org for each of these objects.
fn orgs<const N: usize>(objects: [Object; N]) -> Vec<Org> {
    let named = ["production", "sandbox", "customer"].into_iter();
    named
        .zip(objects)
        .map(|(name, object)| Org {
            name: name.to_owned(),
            objects: vec![object],
        })
        .collect()
}

fn merged(orgs: &[Org], mode: Mode) -> Object {
    let mut objects = merge(orgs, mode).unwrap();
    assert_eq!(objects.len(), 1);
    objects.remove(0)
}

#[test]
fn a_field_that_one_org_lacks() {
    let name = || field("Name", FieldType::String, WRITABLE);
    let extra = field("Extra__c", FieldType::Int, WRITABLE);
    let orgs = orgs([
        object("Account", vec![name()]),
        object("ACCOUNT", vec![extra, name()]),
    ]);
    let common = merged(&orgs, Mode::Intersection);
    assert_eq!(common.fields, [name()]);
    let all = merged(&orgs, Mode::Union);
    let extra = all.field("Extra__c").unwrap();
    assert_eq!(extra.missing_in, ["production"]);
    assert!(extra.may_be_absent() && !extra.is(FieldFlags::NILLABLE));
    assert!(all.missing_in.is_empty());
    assert_eq!(all.field("Name"), Some(&name()));
}

#[test]
fn an_object_that_one_org_lacks() {
    let mut orgs = orgs([object("Account", vec![]), object("Account", vec![])]);
    orgs[1].objects.push(object("Only__c", vec![]));
    assert_eq!(merge(&orgs, Mode::Intersection).unwrap().len(), 1);
    let all = merge(&orgs, Mode::Union).unwrap();
    assert_eq!(all[1].name.api, "Only__c");
    assert_eq!(all[1].missing_in, ["production"]);
}

#[test]
fn what_one_org_forbids_or_demands() {
    let filterable = FieldFlags::FILTERABLE;
    let orgs = orgs([
        object(
            "A",
            vec![
                field("Strict__c", FieldType::String, WRITABLE | filterable),
                field("Fixed__c", FieldType::String, FieldFlags::none()),
            ],
        ),
        object(
            "A",
            vec![
                field(
                    "Strict__c",
                    FieldType::String,
                    WRITABLE | FieldFlags::NILLABLE,
                ),
                field("Fixed__c", FieldType::String, WRITABLE),
            ],
        ),
    ]);
    let common = merged(&orgs, Mode::Intersection);
    let strict = common.field("Strict__c").unwrap();
    // Demanded by one, so demanded; null in the other, so read as an option and never cleared.
    assert!(strict.is_required_on_create() && strict.may_be_absent());
    assert!(!strict.is(FieldFlags::NILLABLE) && !strict.is(filterable));
    assert!(!common.field("Fixed__c").unwrap().is(FieldFlags::CREATEABLE));
    let all = merged(&orgs, Mode::Union);
    let strict = all.field("Strict__c").unwrap();
    assert!(!strict.is_required_on_create() && strict.is(filterable));
    assert!(all.field("Fixed__c").unwrap().is(FieldFlags::CREATEABLE));
}

#[test]
fn bounds_that_fit_every_org_or_any() {
    let text = |length| Field {
        length,
        ..field("T", FieldType::String, WRITABLE)
    };
    let number = |precision, scale| Field {
        precision,
        scale,
        ..field("N", FieldType::Currency, WRITABLE)
    };
    let orgs = orgs([
        object("A", vec![number(18, 2), text(80)]),
        object("A", vec![number(10, 4), text(255)]),
        object("A", vec![number(0, 0), text(0)]),
    ]);
    let bounds = |mode| {
        let object = merged(&orgs, mode);
        let number = object.field("N").unwrap();
        let length = object.field("T").unwrap().length;
        (length, number.precision, number.scale)
    };
    // 6 digits before the point and 2 after it fit all; 16 and 4 hold whatever any has.
    assert_eq!(bounds(Mode::Intersection), (80, 8, 2));
    assert_eq!(bounds(Mode::Union), (255, 20, 4));
}

#[test]
fn types_that_differ() {
    let of = |data| object("A", vec![field("F__c", data, WRITABLE)]);
    let near = orgs([of(FieldType::Phone), of(FieldType::Textarea)]);
    let data = |orgs: &[Org], mode| merged(orgs, mode).fields[0].data.clone();
    assert_eq!(data(&near, Mode::Intersection), FieldType::Textarea);
    let numbers = orgs([of(FieldType::Percent), of(FieldType::Currency)]);
    assert_eq!(data(&numbers, Mode::Union), FieldType::Double);
    let far = orgs([of(FieldType::Phone), of(FieldType::Date)]);
    assert_eq!(merged(&far, Mode::Intersection).fields, []);
    assert_eq!(
        merge(&far, Mode::Union).unwrap_err().to_string(),
        "error: A.F__c: the field has types that no value fits: phone in production, date in \
         sandbox\n  help: make the orgs agree, leave the field out with `fields`, or take the \
         intersection"
    );
}

#[test]
fn picklists_and_what_depends_on_them() {
    // Production has the countries in another order, and a city less.
    let countries = [
        picklist(&[("DE", true, &[]), ("FR", true, &[])]),
        picklist(&[("FR", true, &[]), ("DE", true, &[]), ("IT", true, &[])]),
    ];
    let cities = [
        picklist(&[("Bonn", true, &[0]), ("Metz", true, &[0, 1])]),
        picklist(&[
            ("Metz", true, &[0]),
            ("Bonn", false, &[1]),
            ("Rome", true, &[2]),
        ]),
    ];
    let of = |country: &Picklist, city: &Picklist| {
        let by = Some(Controller::Picklist("Country__c".to_owned()));
        let with = |api, values: Picklist| Field {
            picklist: Some(values),
            ..field(api, FieldType::Picklist, WRITABLE)
        };
        let city = Picklist {
            controller: by,
            ..city.clone()
        };
        object(
            "A",
            vec![with("City__c", city), with("Country__c", country.clone())],
        )
    };
    let orgs = orgs([of(&countries[0], &cities[0]), of(&countries[1], &cities[1])]);
    let cities = |mode| -> Vec<(String, bool, Vec<u16>)> {
        let object = merged(&orgs, mode);
        let values = object.fields[0].picklist.as_ref().unwrap().values.iter();
        values
            .map(|value| {
                (
                    value.name.api.clone(),
                    value.active,
                    value.valid_for.clone(),
                )
            })
            .collect()
    };
    let city = |name: &str, active, valid: &[u16]| (name.to_owned(), active, valid.to_vec());
    // DE is 0, FR 1, IT 2.
    assert_eq!(
        cities(Mode::Intersection),
        [
            city("Bonn", false, &[0]),
            city("Metz", true, &[1]),
            city("Rome", false, &[]),
        ]
    );
    assert_eq!(
        cities(Mode::Union),
        [
            city("Bonn", true, &[0]),
            city("Metz", true, &[0, 1]),
            city("Rome", true, &[2]),
        ]
    );
}

#[test]
fn relationships_and_what_else_an_object_has() {
    let lookup = |to: &str, relationship: &str| Field {
        reference: Some(Reference {
            to: vec![to.to_owned()],
            relationship: Some(Name::new(relationship, "")),
            ..Reference::default()
        }),
        ..field("Owner__c", FieldType::Reference, WRITABLE)
    };
    let child = |name: &str, object: &str| ChildRelationship {
        name: Some(Name::new(name, "")),
        object: object.to_owned(),
        field: "AccountId".to_owned(),
        ..ChildRelationship::default()
    };
    let record_type = |name: &str, id: &str| RecordType {
        name: Name::new(name, ""),
        id: id.to_owned(),
        active: true,
        ..RecordType::default()
    };
    let one = Object {
        key_prefix: Some("a00".to_owned()),
        flags: ObjectFlags::QUERYABLE | ObjectFlags::CREATEABLE,
        children: vec![child("Contacts", "Contact"), child("Old__r", "Old__c")],
        record_types: vec![record_type("Same", "012a"), record_type("Moved", "012b")],
        ..object("A", vec![lookup("User", "Owner__r")])
    };
    let other = Object {
        key_prefix: Some("a01".to_owned()),
        flags: ObjectFlags::QUERYABLE,
        children: vec![child("Contacts", "Contact")],
        record_types: vec![record_type("Same", "012a"), record_type("Moved", "012c")],
        ..object("A", vec![lookup("Group", "Owner2__r")])
    };
    let orgs = orgs([one, other]);
    let common = merged(&orgs, Mode::Intersection);
    assert_eq!(common.key_prefix, None);
    assert_eq!(common.flags, ObjectFlags::QUERYABLE);
    assert_eq!(common.children, [child("Contacts", "Contact")]);
    assert_eq!(common.record_types, [record_type("Same", "012a")]);
    let reference = common.fields[0].reference.as_ref().unwrap();
    assert_eq!(reference.to, ["Group", "User"]);
    assert_eq!(reference.relationship, None);
    let all = merged(&orgs, Mode::Union);
    assert_eq!(all.children.len(), 2);
    assert!(all.flags.contains(ObjectFlags::CREATEABLE));
}

#[test]
fn one_org_alone_is_as_it_was() {
    let alone = Object {
        label: "Account".to_owned(),
        key_prefix: Some("001".to_owned()),
        ..object(
            "Account",
            vec![
                field("Id", FieldType::Id, FieldFlags::none()),
                Field {
                    picklist: Some(picklist(&[("A", true, &[]), ("B", false, &[])])),
                    ..field("Kind", FieldType::Picklist, WRITABLE)
                },
            ],
        )
    };
    for mode in [Mode::Intersection, Mode::Union] {
        assert_eq!(merged(&orgs([alone.clone()]), mode), alone);
    }
}

#[test]
fn a_package_where_it_is_made_and_where_it_is_installed() {
    let invoice = |prefix: &str| Object {
        children: vec![ChildRelationship {
            name: Some(Name::new(format!("{prefix}Lines__r"), "")),
            object: format!("{prefix}Line__c"),
            field: format!("{prefix}Invoice__c"),
            ..ChildRelationship::default()
        }],
        ..object(
            &format!("{prefix}Invoice__c"),
            vec![
                field("Name", FieldType::String, WRITABLE),
                Field {
                    reference: Some(Reference {
                        to: vec![format!("{prefix}Invoice__c")],
                        relationship: Some(Name::new(format!("{prefix}Before__r"), "")),
                        ..Reference::default()
                    }),
                    ..field(
                        &format!("{prefix}Before__c"),
                        FieldType::Reference,
                        WRITABLE,
                    )
                },
            ],
        )
    };
    let sorted = |mut object: Object| {
        object.fields.sort_by(|a, b| a.name.api.cmp(&b.name.api));
        object
    };
    let mut made = vec![invoice("")];
    Namespaces::from_iter([("", "acme")]).apply(&mut made);
    assert_eq!(made, [sorted(invoice("acme__"))]);
    let mut installed = vec![invoice("acme__")];
    Namespaces::from_iter([("ACME", "")]).apply(&mut installed);
    assert_eq!(installed, [sorted(invoice(""))]);
}
