//! The committed describe bodies are what the specs write, and they cover what describe has.
//!
//! `BLESS=1 cargo test -p sf-tests --test fixtures` writes them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::{env, fs, io};

use serde_json::Value;
use sf_tests::describe::{FIELD_KEYS, FIELD_TYPES, OBJECT_KEYS, synthetic};
use sf_tests::{hostile, org};

/// File names and what is in them.
type Files = BTreeMap<String, String>;

#[test]
fn org_files_are_what_the_spec_writes() {
    let files = org::objects()
        .iter()
        .map(|object| {
            let text = serde_json::to_string_pretty(object).unwrap() + "\n";
            (format!("{}.json", text_of(object, "name")), text)
        })
        .collect();
    check("org", &files);
}

#[test]
fn hostile_files_are_what_the_spec_writes() {
    let named = hostile::files();
    // One line each: the wide ones would be megabytes otherwise.
    let files: Files = named
        .iter()
        .map(|(name, object)| (format!("{name}.json"), format!("{object}\n")))
        .collect();
    assert_eq!(files.len(), named.len(), "two objects have one file");
    for name in files.keys() {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
        assert!(name.bytes().all(plain), "{name}");
    }
    let size: usize = files.values().map(String::len).sum();
    assert!(size < 4_000_000, "{size} bytes");
    check("hostile", &files);
}

#[test]
fn every_key_is_there() {
    for object in org::objects().iter().chain([&synthetic("Big__c", 60)]) {
        let name = text_of(object, "name");
        let missing = |value: &Value, keys: &[&str]| -> Vec<String> {
            let lacks = |key: &&&str| value.get(**key).is_none();
            keys.iter()
                .filter(lacks)
                .map(|key| (*key).to_owned())
                .collect()
        };
        assert_eq!(missing(object, OBJECT_KEYS), [""; 0], "{name}");
        for field in fields(object) {
            let place = format!("{name}.{}", text_of(field, "name"));
            assert_eq!(missing(field, FIELD_KEYS), [""; 0], "{place}");
            assert_eq!(
                field.as_object().unwrap().len(),
                FIELD_KEYS.len(),
                "{place}"
            );
        }
    }
}

#[test]
fn every_type_occurs() {
    let objects = org::objects();
    let have: BTreeSet<_> = objects
        .iter()
        .flat_map(fields)
        .map(|f| text_of(f, "type"))
        .collect();
    for kind in FIELD_TYPES.iter().chain(&["json", "vector"]) {
        assert!(have.contains(kind), "no field is of type {kind}");
    }
}

#[test]
fn names_are_told_apart() {
    for (what, objects) in [("org", org::objects()), ("hostile", hostile::objects())] {
        let mut seen = BTreeSet::new();
        for object in &objects {
            let name = text_of(object, "name");
            assert!(
                seen.insert(name.to_lowercase()),
                "{what}: {name} is there twice"
            );
            let mut seen = BTreeSet::new();
            for field in fields(object) {
                let mut field = text_of(field, "name").to_owned();
                if what == "org" {
                    field = field.to_lowercase();
                }
                assert!(
                    seen.insert(field.clone()),
                    "{what}: {name}.{field} is there twice"
                );
            }
        }
    }
}

#[test]
fn create_asks_for_what_the_api_asks_for() {
    let objects = org::objects();
    let required = |name: &str| -> Vec<&str> {
        let object = objects.iter().find(|o| text_of(o, "name") == name).unwrap();
        let needed = |f: &&Value| {
            f["createable"] == true && f["nillable"] == false && f["defaultedOnCreate"] == false
        };
        fields(object)
            .filter(needed)
            .map(|f| text_of(f, "name"))
            .collect()
    };
    assert_eq!(required("Account"), ["Name"]);
    assert_eq!(required("Contact"), ["LastName"]);
    assert_eq!(required("Lead"), ["LastName", "Company"]);
    assert_eq!(required("Opportunity"), ["Name", "StageName", "CloseDate"]);
    assert_eq!(required("Case"), [""; 0]);
    assert_eq!(required("Task"), [""; 0]);
    assert_eq!(required("Milestone__c"), ["Project__c", "Title__c"]);
    assert_eq!(
        required("Project_Contact__c"),
        ["Project__c", "Contact__c", "Role__c"]
    );
}

/// What an org promises of itself holds in ours.
#[test]
fn org_is_consistent() {
    let objects = org::objects();
    let names: BTreeSet<_> = objects.iter().map(|o| text_of(o, "name")).collect();
    for object in &objects {
        let name = text_of(object, "name");
        let mut children = BTreeSet::new();
        for child in object["childRelationships"].as_array().unwrap() {
            if let Some(relationship) = child["relationshipName"].as_str() {
                assert!(
                    children.insert(relationship),
                    "{name} has {relationship} twice"
                );
            }
            let (kind, field) = (text_of(child, "childSObject"), text_of(child, "field"));
            if let Some(object) = objects.iter().find(|o| text_of(o, "name") == kind) {
                assert!(
                    fields(object).any(|f| f["name"] == field),
                    "{name}: {kind}.{field}"
                );
            }
        }
        let mut parents = BTreeSet::new();
        for field in fields(object) {
            let place = format!("{name}.{}", text_of(field, "name"));
            if let Some(relationship) = field["relationshipName"].as_str() {
                assert!(
                    parents.insert(relationship),
                    "{place}: {relationship} twice"
                );
            }
            if let Some(controller) = field["controllerName"].as_str() {
                assert!(
                    fields(object).any(|f| f["name"] == controller),
                    "{place}: {controller}"
                );
            }
            let calculated = field["calculated"] == true;
            let writable = field["createable"] == true || field["updateable"] == true;
            assert!(
                !(calculated && writable),
                "{place} is calculated and writable"
            );
            let values: Vec<_> = field["picklistValues"]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| &v["value"])
                .collect();
            let default = &field["defaultValue"];
            if !default.is_null() && field["type"] == "picklist" {
                assert!(values.contains(&default), "{place}: {default}");
            }
        }
    }
    assert!(names.len() >= 28, "{}", names.len());
}

#[test]
fn synthetic_objects_have_the_size_asked_for() {
    for size in [50, 100, 500, 900] {
        assert_eq!(fields(&synthetic("Big__c", size)).count(), size);
    }
}

fn fields(object: &Value) -> impl Iterator<Item = &Value> {
    object["fields"].as_array().into_iter().flatten()
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Compares the files with those in `fixtures/{folder}`, or writes them if `BLESS` is set.
fn check(folder: &str, files: &Files) {
    let place = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../fixtures")
        .join(folder);
    let have = read(&place).unwrap_or_default();
    let bless = env::var_os("BLESS").is_some();
    if bless {
        write(&place, files, &have).expect("fixtures can be written");
    }
    // A blessing is not a pass: what was written may be wrong.
    assert!(!bless, "blessed: run again");
    for name in files.keys().chain(have.keys()) {
        assert!(
            files.get(name) == have.get(name),
            "fixtures/{folder}/{name} is not what the spec writes; BLESS=1 writes it anew"
        );
    }
}

fn read(place: &PathBuf) -> io::Result<Files> {
    let mut files = Files::new();
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // The names lock beside the describes is the generator's.
        if !name.ends_with(".json") {
            continue;
        }
        files.insert(name, fs::read_to_string(entry.path())?);
    }
    Ok(files)
}

fn write(place: &PathBuf, files: &Files, have: &Files) -> io::Result<()> {
    fs::create_dir_all(place)?;
    for stale in have.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(place.join(stale))?;
    }
    for (name, text) in files {
        fs::write(place.join(name), text)?;
    }
    Ok(())
}
