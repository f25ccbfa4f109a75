//! What is written is what was read, and a folder is replaced as a whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::load;
use crate::model::Snapshot;
use crate::{Builder, Config, Error};

const ORG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org");
const HOSTILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/hostile");
/// Describes of real orgs, where they are at hand.
const RECORDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/describes");

/// The objects of a folder of describes, as a snapshot writes them.
fn rendered(folder: &Path) -> BTreeMap<String, String> {
    let mut objects = BTreeMap::new();
    for file in load::read(folder).expect("describes") {
        for describe in load::parse(&file).expect("describes") {
            let name = describe.name.to_string();
            objects.insert(name, render(describe).expect("it is written"));
        }
    }
    objects
}

fn draft(objects: &BTreeMap<String, String>) -> Draft {
    let mut draft = Draft::new(Manifest::new());
    for (api, text) in objects {
        draft.add(api, text.clone());
    }
    draft
}

/// A folder with a snapshot of these raw describes in `org`.
fn snapshot_of(raw: &Path) -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path().join("org");
    draft(&rendered(raw)).replace(&folder).expect("written");
    (root, folder)
}

/// Every file of the folder, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            for (below, bytes) in self::files(&entry.path()) {
                files.insert(format!("{name}/{below}"), bytes);
            }
        } else {
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

/// What a build script makes of a folder.
fn generated(schema: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let made = Builder::new(schema).out_dir(out.path()).generate();
    made.expect("bindings are made");
    let mut files = files(out.path());
    // It stands for the texts that were read.
    files.remove("sobjects.stamp");
    files
}

/// The raw describes with the names lock that belongs to them.
fn raw(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files(folder) {
        fs::write(copy.path().join(name), bytes).expect("a file");
    }
    copy
}

#[test]
fn a_snapshot_gives_the_same_bindings_as_the_describes_it_was_made_of() {
    for folder in [ORG, HOSTILE] {
        let raw = raw(folder.as_ref());
        let (_root, snapshot) = snapshot_of(raw.path());
        if let Ok(lock) = fs::read(raw.path().join("names.lock")) {
            fs::write(snapshot.join("names.lock"), lock).expect("the same lock");
        }
        let (expected, made) = (generated(raw.path()), generated(&snapshot));
        assert!(expected.len() > 40, "{folder}");
        for (name, text) in &expected {
            assert!(made.get(name) == Some(text), "{folder}: {name} differs");
        }
        assert_eq!(made.len(), expected.len());
    }
}

/// Some are of one object, so each is its own snapshot.
#[test]
fn recorded_describes_give_the_same_bindings_too() {
    let Ok(entries) = fs::read_dir(RECORDED) else {
        println!("skipped: there are no recorded describes here");
        return;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let raw = tempfile::tempdir().expect("a temporary folder");
        fs::copy(&path, raw.path().join("one.json")).expect("a copy");
        let (_root, snapshot) = snapshot_of(raw.path());
        let (expected, made) = (generated(raw.path()), generated(&snapshot));
        assert!(made == expected, "{}", path.display());
    }
}

#[test]
fn a_snapshot_of_a_snapshot_is_the_same() {
    for folder in [ORG, HOSTILE] {
        let once = rendered(folder.as_ref());
        let (_root, snapshot) = snapshot_of(folder.as_ref());
        assert!(rendered(&snapshot) == once, "{folder}");
    }
}

#[test]
fn a_snapshot_is_small_and_names_no_host() {
    let (_root, snapshot) = snapshot_of(ORG.as_ref());
    let size = |folder: &Path| files(folder).values().map(Vec::len).sum::<usize>();
    let (raw, written) = (size(ORG.as_ref()), size(&snapshot));
    assert!(written * 2 < raw, "{written} bytes of {raw}");
    for (name, bytes) in files(&snapshot) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for left_out in [
            "\"urls\"",
            "/services/data",
            "layouts",
            "soapType",
            "byteLength",
        ] {
            assert!(!text.contains(left_out), "{name} holds {left_out}");
        }
    }
}

/// What git shows is a line for each field that changed, and no other.
#[test]
fn a_change_of_a_field_is_a_change_of_a_line() {
    let before = &rendered(ORG.as_ref())["Account"];
    let text = fs::read_to_string(Path::new(ORG).join("Account.json")).expect("a describe");
    let mut json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let fields = json["fields"].as_array_mut().expect("fields");
    // Another order says nothing.
    fields.reverse();
    for field in fields.iter_mut() {
        match field["name"].as_str() {
            Some("Phone") => field["length"] = 41.into(),
            Some("Industry") => field["picklistValues"][0]["active"] = false.into(),
            _ => {}
        }
    }
    let text = json.to_string();
    let after = render(serde_json::from_str(&text).expect("a describe")).expect("it is written");
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    assert_eq!(before.len(), after.len());
    let changed: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .map(|(before, _)| before.trim_start())
        .collect();
    let [value, phone] = changed.as_slice() else {
        panic!("two lines changed: {changed:#?}");
    };
    assert!(
        value.starts_with(r#"{"value": "Agriculture", "active": true"#),
        "{value}"
    );
    assert!(
        phone.starts_with(r#"{"name": "Phone", "type": "phone""#),
        "{phone}"
    );
}

#[test]
fn what_is_not_the_snapshots_stays_and_what_is_goes() {
    let (_root, folder) = snapshot_of(ORG.as_ref());
    let kept = [
        ("sf.toml", "[object.Account]\nrename = \"Customer\"\n"),
        ("README.md", "ours"),
        ("queries/open.soql", "SELECT Id FROM Account"),
    ];
    fs::create_dir(folder.join("queries")).expect("a folder");
    for (name, text) in kept {
        fs::write(folder.join(name), text).expect("a file");
    }
    let mut objects = rendered(ORG.as_ref());
    objects.remove("Lead");
    let account = objects.get_mut("Account").expect("Account");
    *account = account.replace("\"label\": \"Account\"", "\"label\": \"Customer\"");
    objects.insert(
        "New__c".to_owned(),
        objects["Milestone__c"].replace("Milestone__c", "New__c"),
    );
    let replaced = draft(&objects).replace(&folder).expect("replaced");
    assert_eq!(replaced.added, ["New__c"]);
    assert_eq!(replaced.changed, ["Account"]);
    assert_eq!(replaced.removed, ["Lead"]);
    assert_eq!(replaced.unchanged, objects.len() - 2);
    assert!(replaced.written && replaced.lock_written);
    assert_eq!(replaced.lock_problems, []);
    let files = files(&folder);
    for (name, text) in kept {
        assert_eq!(files[name], text.as_bytes(), "{name}");
    }
    assert!(files.contains_key("New__c.json") && !files.contains_key("Lead.json"));
    let lock = String::from_utf8_lossy(&files["names.lock"]);
    assert!(
        lock.contains("New__c") && lock.contains("Customer"),
        "{lock}"
    );
    assert_eq!(
        Snapshot::read(&folder, None, Config::default())
            .map(|_| ())
            .map_err(|e| e.to_string()),
        Ok(())
    );
}

#[test]
fn the_same_again_writes_nothing() {
    let (_root, folder) = snapshot_of(ORG.as_ref());
    let times = || -> BTreeMap<_, _> {
        let entries = fs::read_dir(&folder).expect("a folder");
        let entries = entries.map(|entry| entry.expect("an entry"));
        let time = |entry: &fs::DirEntry| entry.metadata().and_then(|of| of.modified()).ok();
        entries
            .map(|entry| (entry.file_name(), time(&entry)))
            .collect()
    };
    let before = times();
    let mut later = draft(&rendered(ORG.as_ref()));
    later.manifest_mut().tool = "sf-codegen 9.9.9".to_owned();
    later.manifest_mut().as_of = Some("2026-03-02T14:30:00Z".to_owned());
    let replaced = later.replace(&folder).expect("replaced");
    assert!(!replaced.written && !replaced.lock_written, "{replaced:?}");
    assert_eq!(times(), before);
}

/// The errors of reading the folder, after this was done to one of its files.
fn refused(name: &str, change: impl Fn(&str) -> Option<String>) -> Error {
    let (_root, folder) = snapshot_of(ORG.as_ref());
    let path = folder.join(name);
    let text = fs::read_to_string(&path).expect("a file");
    match change(&text) {
        Some(text) => fs::write(&path, text).expect("a file"),
        None => fs::remove_file(&path).expect("a file"),
    }
    let before = files(&folder);
    let error = Snapshot::read(&folder, None, Config::default());
    assert!(files(&folder) == before);
    error.map(|_| ()).expect_err("refused")
}

#[track_caller]
fn says(error: &Error, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    assert_eq!(error.problems().len(), 1, "{text}");
}

#[test]
fn a_file_that_was_edited_or_is_gone_is_named() {
    let edited = |text: &str| Some(text.replace("\"Phone\"", "\"Fon\""));
    says(
        &refused("Account.json", edited),
        &[
            "Account.json: Account: ",
            "edited or merged by hand",
            "`sf-codegen snapshot ",
            "fetch",
        ],
    );
    says(
        &refused("Account.json", |_| None),
        &["Account.json: Account: ", "its file is missing", "restore"],
    );
}

#[test]
fn a_merge_conflict_is_named_with_its_line() {
    let conflict = |text: &str| {
        let (head, rest) = text.split_once('\n').expect("lines");
        Some(format!(
            "{head}\n<<<<<<< HEAD\n=======\n>>>>>>> other\n{rest}"
        ))
    };
    for name in ["Account.json", MANIFEST_FILE] {
        let place = format!("{name}:2:1: the file holds a merge conflict");
        says(
            &refused(name, conflict),
            &[&place, "`sf-codegen snapshot ", "fetch --out"],
        );
    }
}

#[test]
fn another_format_says_how_to_get_to_this_one() {
    let format = |number: &'static str| {
        move |text: &str| {
            let text = text.replace("\"format\": 1", &format!("\"format\": {number}"));
            Some(text.replace("sf-codegen 0.", "sf-codegen 7."))
        }
    };
    says(
        &refused(MANIFEST_FILE, format("0")),
        &[
            "older than format 1",
            "upgrade it with `sf-codegen snapshot ",
        ],
    );
    says(
        &refused(MANIFEST_FILE, format("2")),
        &[
            "has format 2",
            "format 1 at most",
            "written by sf-codegen 7.1.0",
            "a later one",
        ],
    );
    says(
        &refused(MANIFEST_FILE, |_| Some("[]".to_owned())),
        &["not the manifest of a snapshot", "`sf-codegen snapshot "],
    );
}

/// Git may change line ends, and that is no edit.
#[test]
fn line_ends_do_not_matter() {
    let (_root, folder) = snapshot_of(ORG.as_ref());
    let path = folder.join("Account.json");
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(&path, text.replace('\n', "\r\n")).expect("a file");
    Snapshot::read(&folder, None, Config::default()).expect("the same snapshot");
}

#[test]
fn a_folder_that_is_more_than_a_snapshot_is_not_replaced() {
    let root = tempfile::tempdir().expect("a temporary folder");
    for name in [".git", "Cargo.toml"] {
        let folder = root.path().join(format!("with-{name}"));
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join(name), "").expect("a file");
        let refused = draft(&rendered(ORG.as_ref())).replace(&folder);
        let error = refused.expect_err("refused").to_string();
        assert!(error.contains("a folder of its own"), "{error}");
        assert_eq!(files(&folder).len(), 1);
    }
    let file = root.path().join("file");
    fs::write(&file, "").expect("a file");
    assert!(draft(&BTreeMap::new()).replace(&file).is_err());
}

/// Its files tell by themselves what they are.
#[test]
fn a_snapshot_whose_manifest_is_damaged_can_be_replaced() {
    let (_root, folder) = snapshot_of(ORG.as_ref());
    fs::write(folder.join(MANIFEST_FILE), "<<<<<<< HEAD\n").expect("a file");
    fs::write(folder.join("README.json"), "{}").expect("a file");
    let mut objects = rendered(ORG.as_ref());
    objects.retain(|api, _| api == "Account");
    draft(&objects).replace(&folder).expect("replaced");
    let names: Vec<String> = files(&folder).into_keys().collect();
    assert_eq!(
        names,
        ["Account.json", "README.json", MANIFEST_FILE, "names.lock"]
    );
}
