//! Queries made from describe, of every field of every object: what the checker takes is answered,
//! and what it does not is refused. For the snapshots of `fixtures`, and for recorded describes where
//! they are at hand.

use std::path::Path;

use sf_schema::soql::check::{CheckOptions, Lints};
use sf_schema::soql::{self, Options};

use super::{empty_org, fixtures, query};
use crate::org::Org;
use crate::schema::{Field, FieldType, Object};

/// Values of every kind; one of them is of the field's type.
const VALUES: [&str; 8] = [
    "NULL",
    "TRUE",
    "5",
    "'x'",
    "'001D000000IqhSL'",
    "2020-02-29",
    "2020-02-29T10:00:00Z",
    "10:00:00Z",
];

fn queries(object: &Object, field: &Field) -> Vec<String> {
    let (of, name) = (&object.name, &field.name);
    let mut all = vec![
        format!("SELECT {name} FROM {of} ORDER BY {name} NULLS LAST LIMIT 5"),
        format!("SELECT {name} n, COUNT(Id) FROM {of} GROUP BY {name} ORDER BY {name}"),
        format!("SELECT COUNT({name}), COUNT_DISTINCT({name}), MIN({name}) FROM {of}"),
        format!("SELECT SUM({name}), AVG({name}), FORMAT(MAX({name})) FROM {of}"),
        format!("SELECT FORMAT({name}), toLabel({name}) l FROM {of}"),
        format!("SELECT convertCurrency({name}) FROM {of}"),
        format!(
            "SELECT FORMAT({name}) f FROM {of} GROUP BY ROLLUP({name}) HAVING GROUPING({name}) = 0"
        ),
        format!("SELECT CALENDAR_YEAR({name}) FROM {of} GROUP BY CALENDAR_YEAR({name})"),
        format!("SELECT Id FROM {of} WHERE {name} LIKE 'x%' AND toLabel({name}) = 'y'"),
        format!("SELECT Id FROM {of} WHERE {name} INCLUDES ('x;y') OR {name} = ''"),
        format!("SELECT Id FROM {of} WHERE {name} IN (LAST_N_DAYS:5, TODAY) OR {name} < TOMORROW"),
        format!("SELECT DISTANCE({name}, GEOLOCATION(1, 2), 'km') FROM {of}"),
    ];
    for value in VALUES {
        let operators = ["=", "!=", ">="];
        let compared = operators.map(|operator| format!("{name} {operator} {value}"));
        let filter = compared.join(" AND ");
        all.push(format!(
            "SELECT COUNT() FROM {of} WHERE {filter} AND {name} NOT IN ({value})"
        ));
        all.push(format!(
            "SELECT MAX(Id) FROM {of} GROUP BY {name} HAVING MIN({name}) >= {value}"
        ));
    }
    if field.kind == FieldType::Reference {
        let relationship = field.relationship.as_deref().unwrap_or(name);
        all.push(format!(
            "SELECT {relationship}.Id, {relationship}.Name FROM {of}"
        ));
        all.push(format!(
            "SELECT Id FROM {of} WHERE {relationship}.Type = 'x' ORDER BY {relationship}.Name"
        ));
        for to in field.reference_to.iter().take(5) {
            all.push(format!(
                "SELECT TYPEOF {relationship} WHEN {to} THEN Id ELSE Name END FROM {of}"
            ));
            all.push(format!(
                "SELECT Id FROM {of} WHERE {name} IN (SELECT Id FROM {to})"
            ));
        }
    }
    all
}

/// How many queries of an org are answered.
fn ask_all(org: &Org, place: &Path) -> usize {
    let options = CheckOptions {
        lints: Lints::off(),
        ..CheckOptions::default()
    };
    let mut answered = 0;
    for object in org.schema.objects() {
        let fields: Vec<&str> = object
            .fields()
            .map(|(_, field)| field.name.as_str())
            .collect();
        let whole = format!("SELECT {} FROM {} LIMIT 5", fields.join(", "), object.name);
        let children = object
            .children
            .iter()
            .filter_map(|child| child.name.as_ref());
        let children = children.map(|name| {
            format!(
                "SELECT Id, (SELECT Id FROM {name} ORDER BY Id) FROM {}",
                object.name
            )
        });
        let of_fields = object
            .fields()
            .flat_map(|(_, field)| queries(object, field));
        for text in of_fields.chain(children).chain([whole]) {
            let parsed = soql::parse(&text, &Options::default());
            let is_right = parsed.query.is_some_and(|query| {
                parsed.findings.is_empty()
                    && soql::check(&query, &*org.schema, &options)
                        .findings
                        .is_empty()
            });
            let (status, answer) = query(org, &text);
            let wanted = if is_right { 200 } else { 400 };
            assert_eq!(status, wanted, "{}: {text}: {answer}", place.display());
            answered += usize::from(is_right);
        }
    }
    answered
}

#[test]
fn the_snapshots_of_the_fixtures() {
    for (folder, least) in [("org", 4_000), ("hostile", 100)] {
        let place = fixtures().join(folder);
        let answered = ask_all(&empty_org(&place).unwrap(), &place);
        assert!(answered > least, "{folder}: {answered}");
    }
}

#[test]
fn recorded_describes() {
    let Ok(files) = std::fs::read_dir(fixtures().join("../../shared/data/describes")) else {
        println!("skipped: there are no recorded describes");
        return;
    };
    for file in files {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let one = tempfile::tempdir().unwrap();
        std::fs::copy(&path, one.path().join("one.json")).unwrap();
        ask_all(&empty_org(one.path()).unwrap(), &path);
    }
}
