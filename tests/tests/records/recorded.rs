//! Answers that were recorded elsewhere, or written by hand there.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sf_runtime::{Described, Id, Page};
use sf_tests::bindings::{Account, Contact};

/// Recorded answers of these kinds, by file name; none where the recordings are not.
pub(crate) fn recorded<const N: usize>(kinds: [&str; N]) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/responses");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: no recorded responses in {}", folder.display());
        return Vec::new();
    };
    let mut answers: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".json") && kinds.iter().any(|kind| name.starts_with(kind))
        })
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect();
    assert!(
        !answers.is_empty(),
        "no recorded response in {}",
        folder.display()
    );
    answers.sort();
    answers
}

fn is_page(text: &str) -> bool {
    serde_json::from_str::<Value>(text)
        .unwrap()
        .get("records")
        .is_some()
}

/// Whichever object a page is of, every key and value of its records is there.
#[test]
fn a_recorded_page_comes_back_unchanged() {
    for (path, text) in recorded(["query", "record"]) {
        if is_page(&text) {
            comes_back::<Account>(&path, &text);
            comes_back::<Contact>(&path, &text);
        }
    }
}

fn comes_back<T: Described + serde::Serialize>(path: &Path, text: &str) {
    let page =
        Page::<T>::from_json(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut value: Value = serde_json::from_str(text).unwrap();
    // The Tooling API says more of a page; that is not of its records.
    let kept = ["totalSize", "done", "nextRecordsUrl", "records"];
    value
        .as_object_mut()
        .unwrap()
        .retain(|key, _| kept.contains(&key.as_str()));
    assert_eq!(
        serde_json::to_value(&page).unwrap(),
        with_long_ids(value),
        "{}",
        path.display()
    );
}

/// Old API versions answer ids of 15 characters; a record has and writes 18.
fn with_long_ids(mut value: Value) -> Value {
    let records = match value.get_mut("records") {
        Some(Value::Array(records)) => records.as_mut_slice(),
        _ => std::slice::from_mut(&mut value),
    };
    for record in records {
        if let Some(Value::String(id)) = record.get_mut("Id")
            && let Ok(long) = id.parse::<Id>()
        {
            *id = long.to_string();
        }
    }
    value
}

#[test]
fn a_recorded_record_comes_back_unchanged() {
    for (path, text) in recorded(["record", "dml_result"]) {
        if !is_page(&text) {
            let value: Value = serde_json::from_str(&text).unwrap();
            let account: Account = serde_json::from_str(&text).unwrap();
            assert_eq!(
                serde_json::to_value(&account).unwrap(),
                with_long_ids(value),
                "{}",
                path.display()
            );
        }
    }
}
