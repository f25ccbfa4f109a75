//! Describes of one object that were recorded in three orgs, at three versions of the API.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Workspace;

const OLD: &str = "Account.v48.json";
const MIDDLE: &str = "Account.dependent-picklists.v53.json";
const NEW: &str = "Account.person-accounts.v59.json";

/// Differences by kind: what each is about.
type Found = BTreeSet<(String, String)>;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/describes");
    if folder.join(NEW).is_file() {
        return Some(folder);
    }
    println!(
        "skipped: there are no recorded describes in {}",
        folder.display()
    );
    None
}

/// Everything that is said.
fn diff(folder: &Path, old: &str, new: &str) -> Found {
    let path = |file: &str| folder.join(file).to_str().expect("UTF-8").to_owned();
    let arguments = ["diff", "--format", "json", &path(old), &path(new)];
    let answer = Workspace::empty().run(&arguments);
    assert_eq!(answer.err, "");
    let lines = answer
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines
        .filter(|line| line.get("change").is_some())
        .map(|line| {
            assert_eq!(line["object"], "Account");
            let about = [&line["part"], &line["field"]];
            let about = about.iter().find_map(|about| about.as_str()).unwrap_or("");
            (
                line["change"].as_str().expect("a kind").to_owned(),
                about.to_owned(),
            )
        })
        .collect()
}

/// The names that one recorded describe has and the other has not, by what they name. Read from the
/// JSON alone.
fn only_in(folder: &Path, this: &str, other: &str, change: [&str; 3]) -> Found {
    let read = |file: &str| -> Value {
        let text = fs::read_to_string(folder.join(file)).expect("the file");
        serde_json::from_str(&text).expect("JSON")
    };
    let names = |describe: &Value, list: &str, key: &str| -> BTreeSet<String> {
        let all = describe[list].as_array().expect("a list").iter();
        let active = all.filter(|item| item.get("active") != Some(&Value::Bool(false)));
        active
            .filter_map(|item| item[key].as_str().map(str::to_owned))
            .collect()
    };
    let (this, other) = (read(this), read(other));
    let lists = [
        ("fields", "name"),
        ("childRelationships", "relationshipName"),
        ("recordTypeInfos", "developerName"),
    ];
    let mut only = Found::new();
    for ((list, key), change) in lists.into_iter().zip(change) {
        let others = names(&other, list, key);
        let missing = names(&this, list, key)
            .into_iter()
            .filter(|name| !others.contains(name));
        only.extend(missing.map(|name| (change.to_owned(), name)));
    }
    only
}

/// What is said is what came, what went, and exactly these.
#[track_caller]
fn is_said(folder: &Path, old: &str, new: &str, rest: &[(&str, &str)]) {
    let gone = [
        "field-removed",
        "child-relationship-removed",
        "record-type-removed",
    ];
    let come = [
        "field-added",
        "child-relationship-added",
        "record-type-added",
    ];
    let mut expected = only_in(folder, old, new, gone);
    expected.extend(only_in(folder, new, old, come));
    expected.extend(
        rest.iter()
            .map(|(change, about)| (change.to_string(), about.to_string())),
    );
    let found = diff(folder, old, new);
    let missing: Vec<_> = expected.difference(&found).collect();
    let noise: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && noise.is_empty(),
        "missing: {missing:?}\nnoise: {noise:?}"
    );
}

/// The orgs have other editions and packages, so fields, children and record types come and go; the
/// 52 fields that both have are the same to a program, five versions of the API apart.
#[test]
fn from_48_to_53_nothing_else_is_different() {
    if let Some(folder) = folder() {
        is_said(&folder, OLD, MIDDLE, &[]);
    }
}

/// With person accounts the org does not demand a name, since that of a person is made of its parts.
/// Salesforce added a scope with scoping rules, and the org two types of customers.
#[test]
fn to_59_what_person_accounts_bring() {
    let Some(folder) = folder() else {
        return;
    };
    let rest = [
        ("required-on-create", "Name"),
        ("nillable", "Name"),
        ("scope-added", "scopingRule"),
        ("picklist-value-added", "Pending"),
        ("picklist-value-added", "Customer"),
    ];
    is_said(&folder, OLD, NEW, &rest);
    is_said(&folder, MIDDLE, NEW, &rest);
}

#[test]
fn a_describe_is_no_different_from_itself() {
    let Some(folder) = folder() else {
        return;
    };
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|end| end == "json") {
            let path = path.to_str().expect("UTF-8");
            let answer = Workspace::empty().run(&["diff", path, path]);
            assert_eq!(answer.out, "compared 1 object: no difference\n", "{path}");
        }
    }
}
