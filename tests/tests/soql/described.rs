//! Queries made from describe: what it says a field takes is taken, and nothing else is. For the
//! fixture org, and for recorded describes where they are at hand.

use std::fs;
use std::path::{Path, PathBuf};

use sf_codegen::model::Snapshot;
use sf_schema::schema::{Field, FieldFlags, FieldType, ObjectFlags};
use sf_schema::soql::Options;
use sf_schema::soql::check::{CheckOptions, Lints, check_text};
use sf_schema::{Object, Schema};

/// The codes of the errors of a query, without lints.
fn errors(schema: &Schema, text: &str) -> Vec<&'static str> {
    let options = CheckOptions {
        lints: Lints::off(),
        ..CheckOptions::default()
    };
    let findings = check_text(text, &Options::default(), schema, &options);
    findings.iter().map(|found| found.code).collect()
}

fn assert_taken(schema: &Schema, text: &str, taken: bool, code: &'static str) {
    let expected: &[&str] = if taken { &[] } else { &[code] };
    assert_eq!(errors(schema, text), expected, "{text}");
}

/// A value that a field of the type is compared with; none for a type that has none.
fn value(field: &Field) -> Option<&'static str> {
    Some(match field.data {
        FieldType::Boolean => "TRUE",
        FieldType::Int | FieldType::Long => "5",
        FieldType::Double | FieldType::Currency | FieldType::Percent => "5.5",
        FieldType::Date => "2020-02-29",
        FieldType::DateTime => "2020-02-29T10:00:00Z",
        FieldType::Time => "10:00:00Z",
        FieldType::Id | FieldType::Reference => "'001D000000IqhSL'",
        FieldType::Address | FieldType::Location => return None,
        _ => "'x'",
    })
}

fn check_object(schema: &Schema, object: &Object) {
    let api = &object.name.api;
    let names: Vec<&str> = object.fields.iter().map(|field| &*field.name.api).collect();
    let all = format!("SELECT {} FROM {api}", names.join(", "));
    assert_eq!(errors(schema, &all), [""; 0], "{api}");
    for field in &object.fields {
        let name = &field.name.api;
        let is = |flag| field.is(flag);
        if let Some(value) = value(field) {
            let text = format!("SELECT {name} FROM {api} WHERE {name} = {value}");
            assert_taken(schema, &text, is(FieldFlags::FILTERABLE), "INVALID_FIELD");
        }
        let text = format!("SELECT {name} FROM {api} ORDER BY {name}");
        assert_taken(schema, &text, is(FieldFlags::SORTABLE), "MALFORMED_QUERY");
        let is_metadata = api.ends_with("__mdt");
        if !is_metadata {
            let text = format!("SELECT {name} FROM {api} GROUP BY {name}");
            assert_taken(schema, &text, is(FieldFlags::GROUPABLE), "MALFORMED_QUERY");
        }
        let knows = |field: &Field| field.is(FieldFlags::AGGREGATABLE);
        if !is_metadata && object.fields.iter().any(knows) {
            let text = format!("SELECT COUNT({name}), MAX({name}) FROM {api}");
            let found = errors(schema, &text);
            let expected = if knows(field) { 0 } else { 2 };
            assert_eq!(found.len(), expected, "{text}");
        }
        if let Some(relationship) = field.relationship() {
            let to = field.reference.iter().flat_map(|reference| &reference.to);
            let known: Vec<bool> = to.map(|to| schema.object(to).is_some()).collect();
            let is_one = known.len() == 1 && !is(FieldFlags::NAME_POINTING);
            if is_one || schema.object("Name").is_some() {
                let text = format!("SELECT {}.Id FROM {api}", relationship.api);
                let is_known = !is_one || known[0];
                assert_taken(schema, &text, is_known, "not-in-snapshot");
            }
        }
    }
    for child in &object.children {
        let Some(name) = &child.name else { continue };
        let text = format!("SELECT Id, (SELECT Id FROM {}) FROM {api}", name.api);
        let is_known = schema.object(&child.object).is_some();
        assert_taken(schema, &text, is_known, "not-in-snapshot");
    }
}

fn check_schema(schema: &Schema) -> usize {
    let queryable = |object: &&Object| object.flags.contains(ObjectFlags::QUERYABLE);
    let objects: Vec<&Object> = schema.objects().filter(queryable).collect();
    for object in &objects {
        check_object(schema, object);
    }
    objects.len()
}

#[test]
fn the_fixture_org() {
    assert!(check_schema(super::org()) > 25);
}

#[test]
fn recorded_describes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/describes");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("no recorded describes: skipped");
        return;
    };
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    paths.sort();
    let mut checked = 0;
    for path in paths {
        let model = Snapshot::read(&path, None, Default::default()).and_then(|s| s.model());
        if let Ok(model) = model {
            checked += check_schema(&model.schema);
        }
    }
    assert!(checked > 0, "no describe in {}", folder.display());
}
