//! Small orgs to name.

use std::collections::BTreeMap;

use sf_codegen::names::{Assigned, NamesLock, Renames, assign};
use sf_schema::schema::{ChildRelationship, Field, Picklist, PicklistValue, RecordType, Reference};
use sf_schema::{Name, Object};

pub(crate) fn object(api: &str, fields: &[&str]) -> Object {
    Object {
        name: Name::new(api, ""),
        fields: fields.iter().map(|api| field(api)).collect(),
        ..Object::default()
    }
}

pub(crate) fn field(api: &str) -> Field {
    Field {
        name: Name::new(api, ""),
        ..Field::default()
    }
}

pub(crate) fn lookup(api: &str, relationship: &str, to: &[&str]) -> Field {
    Field {
        reference: Some(Reference {
            to: to.iter().map(|&to| to.to_owned()).collect(),
            relationship: Some(Name::new(relationship, "")),
            ..Reference::default()
        }),
        ..field(api)
    }
}

pub(crate) fn picklist(api: &str, values: &[&str]) -> Field {
    Field {
        picklist: Some(Picklist {
            values: values.iter().map(|value| active(value)).collect(),
            ..Picklist::default()
        }),
        ..field(api)
    }
}

pub(crate) fn active(value: &str) -> PicklistValue {
    PicklistValue {
        name: Name::new(value, ""),
        active: true,
        ..PicklistValue::default()
    }
}

pub(crate) fn child(relationship: &str, object: &str) -> ChildRelationship {
    ChildRelationship {
        name: Some(Name::new(relationship, "")),
        object: object.to_owned(),
        ..ChildRelationship::default()
    }
}

pub(crate) fn record_type(api: &str, label: &str, active: bool) -> RecordType {
    RecordType {
        name: Name::new(api, ""),
        label: label.to_owned(),
        active,
        ..RecordType::default()
    }
}

pub(crate) fn by_rule(objects: &mut [Object]) -> Assigned {
    with(objects, &[], &NamesLock::default(), &Renames::new())
}

pub(crate) fn with(
    objects: &mut [Object],
    outside: &[&str],
    lock: &NamesLock,
    renames: &Renames,
) -> Assigned {
    let outside = outside.iter().map(|&api| api.to_owned()).collect();
    assign(objects, &outside, lock, renames).unwrap()
}

pub(crate) fn field_names(object: &Object) -> BTreeMap<&str, &str> {
    let names = object.fields.iter().map(|field| &field.name);
    names.map(|n| (n.api.as_str(), n.rust.as_str())).collect()
}

pub(crate) fn variants(field: &Field) -> Vec<&str> {
    let values = &field.picklist.as_ref().unwrap().values;
    values
        .iter()
        .map(|value| value.name.rust.as_str())
        .collect()
}
