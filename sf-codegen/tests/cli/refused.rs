//! Input that cannot be used: refused by name, and nothing is half-written.

use std::fs;

use crate::{Answer, Workspace};

const DESCRIBE: &str = r#"{"name":"Thing__c","label":"Thing","fields":[
  {"name":"Id","type":"id","label":"Id"},
  {"name":"Name","type":"string","label":"Name","length":80,"createable":true,"updateable":true}
]}"#;

/// Refuses `org`, leaves every file as it was, and gives the errors.
#[track_caller]
fn refused(workspace: &Workspace, arguments: &[&str]) -> Answer {
    let before = workspace.files();
    for out in ["src/org", "src/org.rs"] {
        let arguments = [&["--out", out], arguments].concat();
        for more in [&[][..], &["--check"]] {
            let answer = workspace.generate(&[&arguments[..], more].concat());
            assert_eq!((answer.code, &*answer.out), (2, ""), "{}", answer.err);
            assert!(answer.err.starts_with("error: "), "{}", answer.err);
        }
    }
    assert_eq!(workspace.files(), before);
    workspace.generate(&[&["--out", "src/org.rs"], arguments].concat())
}

#[track_caller]
fn refused_file(text: &str, expected: &[&str]) {
    let workspace = Workspace::with(&["Account"]);
    workspace.write("org/Thing__c.json", text);
    let answer = refused(&workspace, &[]);
    for part in expected {
        assert!(answer.err.contains(part), "no {part:?} in\n{}", answer.err);
    }
}

#[test]
fn the_describe_of_these_tests_is_sound() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write("org/Thing__c.json", DESCRIBE);
    workspace.generate(&["--out", "org.rs"]).fine();
}

#[test]
fn truncated_json_has_a_position() {
    let cut = &DESCRIBE[..DESCRIBE.find("\"Name\"").expect("a field") + 3];
    refused_file(cut, &["error: org/Thing__c.json:3:"]);
}

#[test]
fn no_snapshot() {
    let workspace = Workspace::empty();
    let answer = refused(&workspace, &[]);
    assert!(
        answer
            .err
            .starts_with("error: org: the folder holds no describe file")
    );
    let answer = workspace.run(&["generate", "--schema", "elsewhere", "--out", "org.rs"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer
            .err
            .starts_with("error: elsewhere: there is no such folder")
    );
}

#[test]
fn two_files_of_one_object() {
    let workspace = Workspace::with(&["Account"]);
    fs::copy(
        workspace.path("org/Account.json"),
        workspace.path("org/Copy.json"),
    )
    .expect("copied");
    let answer = refused(&workspace, &[]);
    for part in ["org/Account.json", "org/Copy.json", "Account"] {
        assert!(answer.err.contains(part), "{part}\n{}", answer.err);
    }
}

#[test]
fn a_name_that_is_a_path() {
    for name in ["../../evil", "a/b", "..", "C:\\\\evil"] {
        refused_file(&DESCRIBE.replace("Thing__c", name), &["org/Thing__c.json"]);
    }
}

#[test]
fn a_field_without_a_type() {
    let text = DESCRIBE.replace(r#""type":"string","#, "");
    refused_file(&text, &["org/Thing__c.json", "Thing__c", "Name", "type"]);
}

#[test]
fn an_error_instead_of_a_describe() {
    let body = r#"[{"message":"The requested resource does not exist","errorCode":"NOT_FOUND"}]"#;
    refused_file(body, &["org/Thing__c.json", "NOT_FOUND"]);
}

#[test]
fn an_object_without_fields() {
    let text = r#"{"name":"Thing__c","label":"Thing","fields":[]}"#;
    refused_file(text, &["org/Thing__c.json", "Thing__c", "fields"]);
}

#[test]
fn every_bad_file_is_named_at_once() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write("org/One.json", "{");
    workspace.write("org/Two.json", "[]x");
    let answer = refused(&workspace, &[]);
    assert_eq!(answer.err.matches("error: ").count(), 2, "{}", answer.err);
    assert!(answer.err.contains("org/One.json:1:") && answer.err.contains("org/Two.json:1:"));
}

#[test]
fn a_names_lock_that_contradicts_itself() {
    let workspace = Workspace::with(&["Account"]);
    workspace.run(&["lock", "--schema", "org"]).fine();
    let lock = workspace.read("org/names.lock");
    let lines = lock.lines().count();
    workspace.write(
        "org/names.lock",
        &format!("{lock}Account field Website = homepage\n"),
    );
    let answer = refused(&workspace, &[]);
    let place = format!("error: org/names.lock:{}:1: ", lines + 1);
    assert!(answer.err.contains(&place), "{}", answer.err);

    workspace.write("org/names.lock", "");
    let answer = refused(&workspace, &[]);
    assert!(answer.err.contains("org/names.lock"), "{}", answer.err);
}

#[test]
fn settings_that_do_not_exist() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write(
        "org/sf.toml",
        "object = { Account = { renmae = \"Customer\" } }\n",
    );
    let answer = refused(&workspace, &[]);
    assert!(answer.err.contains("org/sf.toml"), "{}", answer.err);
    assert!(answer.err.contains("renmae"), "{}", answer.err);
    workspace.write("other.toml", "");
    workspace
        .generate(&["--config", "other.toml", "--out", "org.rs"])
        .fine();
    let answer = refused(&workspace, &["--config", "nowhere.toml"]);
    assert!(answer.err.contains("nowhere.toml"), "{}", answer.err);
}

#[test]
fn settings_that_match_nothing() {
    for (settings, parts) in [
        (
            "[field.\"Account.Indsutry\"]\nrename = \"sector\"\n",
            &["Account", "Indsutry", "Industry"][..],
        ),
        (
            "[field.\"Account.AnnualRevenu\"]\ntype = \"f64\"\n",
            &["Account.AnnualRevenu: ", "did you mean AnnualRevenue?"],
        ),
        (
            "[object.Acount]\nrename = \"Customer\"\n",
            &["Acount", "Account"],
        ),
        (
            "[object.Account]\nfields = [\"Nmae\"]\n",
            &["Account.Nmae: ", "did you mean Name?"],
        ),
        (
            "objects = [\"Acount\"]\n",
            &["Acount: ", "did you mean Account?"],
        ),
        (
            "[value.\"Account.Industry\"]\n\"Bankink\" = \"Bank\"\n",
            &["Account", "Industry", "Bankink", "Banking"],
        ),
    ] {
        let workspace = Workspace::with(&["Account"]);
        workspace.write("org/sf.toml", settings);
        let answer = refused(&workspace, &[]);
        for part in parts {
            assert!(answer.err.contains(part), "no {part:?} in\n{}", answer.err);
        }
    }
}

#[test]
fn an_object_that_is_not_there_is_told_the_nearest() {
    let workspace = Workspace::with(&["Account", "Contact"]);
    let answer = refused(&workspace, &["--objects", "Contact,Acount"]);
    assert_eq!(
        answer.err,
        "error: Acount: the snapshot has no object of this name\n  help: did you mean Account?\n"
    );
    let answer = refused(&workspace, &["--objects", "acme__*"]);
    assert!(answer.err.starts_with("error: acme__*: "), "{}", answer.err);
}

#[test]
fn a_file_that_was_not_generated_is_in_the_way() {
    let workspace = Workspace::with(&["Account", "Contact"]);
    fs::create_dir_all(workspace.path("src/org")).expect("folders");
    workspace.write("src/org/contact.rs", "// mine\n");
    workspace.write("src/org.rs", "// mine\n");
    let before = workspace.files();
    for (out, path) in [
        ("src/org", "src/org/contact.rs"),
        ("src/org.rs", "src/org.rs"),
    ] {
        let answer = workspace.generate(&["--out", out]);
        assert_eq!((answer.code, &*answer.out), (2, ""));
        assert!(
            answer.err.starts_with(&format!("error: {path}: ")),
            "{}",
            answer.err
        );
    }
    // Neither the lock nor the other files.
    assert_eq!(workspace.files(), before);
}

#[test]
fn an_output_that_cannot_be_made() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write("file", "");
    fs::create_dir(workspace.path("folder.rs")).expect("a folder");
    let before = workspace.files();
    for out in ["file", "file/org", "file/org.rs", "folder.rs"] {
        let answer = workspace.generate(&["--out", out]);
        assert_eq!(
            (answer.code, &*answer.out),
            (2, ""),
            "{out}: {}",
            answer.err
        );
        assert!(answer.err.starts_with("error: "), "{}", answer.err);
    }
    assert_eq!(workspace.files(), before);
}

#[test]
fn wrong_use_is_2() {
    let workspace = Workspace::with(&["Account"]);
    for arguments in [
        &["generate"][..],
        &["generate", "--schema", "org"],
        &["generate", "--schema", "org", "--out", "a.rs", "--shiny"],
        &["describe", "--schema", "org"],
        &["frobnicate"],
    ] {
        let answer = workspace.run(arguments);
        assert_eq!((answer.code, &*answer.out), (2, ""), "{arguments:?}");
        assert!(answer.err.contains("Usage:") || answer.err.contains("--help"));
    }
}
