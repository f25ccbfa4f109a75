//! An org that has records of every object of its snapshot, with values in nearly all fields.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use sf_fake_org::FakeOrg;

/// Records that refer to those of the round before: as deep as parents go.
const ROUNDS: usize = 4;

/// Puts records of every object in; `folder` is that of the snapshot.
pub(crate) fn populate(org: &FakeOrg, folder: &Path) {
    let describes = describes(folder);
    let mut ids: HashMap<String, String> = HashMap::new();
    let mut number = 0;
    for _ in 0..ROUNDS {
        let before = ids.clone();
        for describe in &describes {
            number += 1;
            let object = describe["name"].as_str().expect("a describe");
            let id = org
                .insert(object, &record(describe, number, &before))
                .expect("a record");
            ids.insert(object.to_owned(), id);
        }
    }
}

/// What records are made of; an event is published and gone.
fn describes(folder: &Path) -> Vec<Value> {
    let paths = std::fs::read_dir(folder).expect("a describe");
    let mut paths: Vec<_> = paths
        .map(|entry| entry.expect("a describe").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    let read = |path| {
        serde_json::from_str::<Value>(&std::fs::read_to_string(path).expect("a describe"))
            .expect("a describe")
    };
    let mut all: Vec<Value> = paths.iter().map(read).collect();
    let is_event = |name: &str| name.ends_with("__e");
    all.retain(|object| {
        object["createable"] == true && !is_event(object["name"].as_str().expect("a describe"))
    });
    all
}

fn record(describe: &Value, number: usize, ids: &HashMap<String, String>) -> Value {
    let mut record = Map::new();
    for field in describe["fields"].as_array().expect("a describe") {
        // Made of its parts.
        let is_made = field["calculated"] == true || field["autoNumber"] == true;
        let is_whole = describe["fields"]
            .as_array()
            .expect("a describe")
            .iter()
            .any(|part| {
                part["compoundFieldName"] == field["name"] && part["name"] != field["name"]
            });
        if is_made || is_whole {
            continue;
        }
        if let Some(value) = value(field, number, ids) {
            record.insert(
                field["name"].as_str().expect("a describe").to_owned(),
                value,
            );
        }
    }
    Value::Object(record)
}

fn value(field: &Value, number: usize, ids: &HashMap<String, String>) -> Option<Value> {
    let values = || {
        let values = field["picklistValues"].as_array().into_iter().flatten();
        values.filter(|value| value["active"] == true)
    };
    Some(match field["type"].as_str()? {
        "string" | "textarea" | "phone" | "url" | "combobox" => {
            let length = usize::try_from(field["length"].as_u64()?).ok()?;
            let text = format!("{number}x");
            json!(text.get(..length.min(text.len()))?)
        }
        "email" => json!(format!("a{number}@example.com")),
        "boolean" => json!(number.is_multiple_of(2)),
        "int" | "long" | "double" | "currency" | "percent" => json!(number % 7),
        "date" => json!("2026-02-03"),
        "datetime" => json!("2025-03-04T05:06:07.000Z"),
        "time" => json!("10:00:00.000Z"),
        "picklist" | "multipicklist" => {
            values().nth(number % values().count().max(1))?["value"].clone()
        }
        "reference" => {
            let to = field["referenceTo"].as_array()?;
            let known: Vec<&String> = to.iter().filter_map(|to| ids.get(to.as_str()?)).collect();
            let id = known.get(number % known.len().max(1))?;
            json!(id)
        }
        _ => return None,
    })
}
