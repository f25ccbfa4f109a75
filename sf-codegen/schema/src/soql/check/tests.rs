//! What the fixture org has no example of: objects read when they are asked for, and objects that
//! only few orgs have. Each rule's own cases are in `fixtures/soql`.

mod binds;
mod lazy;
mod linear;
mod lookups;
mod rare;

use super::{CheckOptions, check};
use crate::diagnostic::Diagnostic;
use crate::schema::{
    ChildRelationship, Field, FieldFlags, FieldType, Name, Object, ObjectFlags, Reference, Schema,
    Scope,
};
use crate::soql::{Options, parse};

const USUAL: [FieldFlags; 4] = [
    FieldFlags::FILTERABLE,
    FieldFlags::SORTABLE,
    FieldFlags::GROUPABLE,
    FieldFlags::AGGREGATABLE,
];

fn field(api: &str, data: FieldType) -> Field {
    Field {
        name: Name::new(api, ""),
        data,
        flags: USUAL
            .into_iter()
            .fold(FieldFlags::NILLABLE, |all, flag| all | flag),
        ..Field::default()
    }
}

/// A lookup whose relationship is its name without `Id`.
fn lookup(api: &str, to: &[&str]) -> Field {
    let relationship = api.strip_suffix("Id").unwrap_or(api);
    let mut lookup = field(api, FieldType::Reference);
    if to.len() > 1 {
        lookup.flags |= FieldFlags::NAME_POINTING | FieldFlags::POLYMORPHIC;
    }
    lookup.reference = Some(Reference {
        to: to.iter().map(|to| (*to).to_owned()).collect(),
        relationship: Some(Name::new(relationship, "")),
        ..Reference::default()
    });
    lookup
}

fn child(name: &str, object: &str, field: &str) -> ChildRelationship {
    ChildRelationship {
        name: Some(Name::new(name, "")),
        object: object.to_owned(),
        field: field.to_owned(),
        ..ChildRelationship::default()
    }
}

/// A queryable object with an id, a name and these fields.
fn object(api: &str, fields: impl IntoIterator<Item = Field>) -> Object {
    let mut all = vec![field("Id", FieldType::Id), field("Name", FieldType::String)];
    all.extend(fields);
    Object {
        name: Name::new(api, ""),
        flags: ObjectFlags::QUERYABLE,
        fields: all,
        ..Object::default()
    }
}

fn schema(objects: impl IntoIterator<Item = Object>) -> Schema {
    Schema::new(objects).expect("no two of one name")
}

/// The findings of a query, as they are shown in one line.
fn findings(schema: &Schema, text: &str) -> Vec<String> {
    let query = parse(text, &Options { binds: true });
    let query = query.into_result().expect("the query parses");
    let checked = check(&query, schema, &CheckOptions::default());
    checked.findings.iter().map(Diagnostic::to_string).collect()
}

fn scope(name: &str) -> Scope {
    Scope {
        name: name.to_owned(),
        ..Scope::default()
    }
}
