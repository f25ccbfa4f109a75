//! `snapshot`: from describes at hand.

use std::fs;

use crate::Workspace;

#[test]
fn raw_describes_become_a_snapshot_that_generates_the_same() {
    let workspace = Workspace::whole();
    let raw = workspace.generate(&["--out", "raw"]).fine();
    assert!(
        raw.has_line(&["lock", "org/names.lock", "written"]),
        "{}",
        raw.out
    );
    let made = workspace
        .run(&["snapshot", "org", "--out", "salesforce"])
        .fine();
    let objects = fs::read_dir(workspace.path("org"))
        .expect("a folder")
        .count()
        - 1;
    let line = format!("snapshot {objects} objects in salesforce");
    assert!(made.out.starts_with(&line), "{}", made.out);
    assert!(
        made.has_line(&["names", "names.lock", "written"]),
        "{}",
        made.out
    );
    assert!(
        workspace
            .read("salesforce/_snapshot.json")
            .contains("\"apiVersion\": \"66.0\"")
    );
    assert_eq!(
        workspace.read("salesforce/names.lock"),
        workspace.read("org/names.lock")
    );
    workspace.generates_but_for_its_origin("raw");
    let again = workspace
        .run(&["snapshot", "org", "--out", "salesforce"])
        .fine();
    assert!(again.has_line(&["changed", "nothing"]), "{}", again.out);
}

/// Which record types a user may use is no fact of the org: colleagues have the same snapshot, and the
/// same bindings of it, of either's describes, and of a snapshot that still tells.
#[test]
fn two_users_of_one_org_have_one_snapshot() {
    let workspace = Workspace::with(&["Account"]);
    workspace.generate(&["--out", "bindings"]).fine();
    let bindings = workspace.read("bindings/account.rs");
    workspace.run(&["snapshot", "org", "--out", "mine"]).fine();
    let mine = workspace.read("mine/Account.json");
    assert!(!mine.contains("available") && !mine.contains("defaultRecordTypeMapping"));
    assert!(mine.contains("\"developerName\": \"Person_Account\""));

    let text = crate::fetch::changed("Account", |account| {
        let types = account["recordTypeInfos"].as_array_mut();
        for (number, record_type) in types.expect("record types").iter_mut().enumerate() {
            record_type["available"] = (number % 2 == 1).into();
            record_type["defaultRecordTypeMapping"] = (number == 1).into();
        }
    });
    workspace.write("org/Account.json", &text);
    let check = |schema: &str| {
        let arguments = ["generate", "--schema", schema, "--out", "bindings"];
        workspace.run(&arguments).fine();
        assert_eq!(workspace.read("bindings/account.rs"), bindings, "{schema}");
    };
    check("org");
    workspace.run(&["snapshot", "org", "--out", "yours"]).fine();
    assert_eq!(workspace.read("yours/Account.json"), mine);
    check("yours");

    // As an earlier version wrote it.
    let earlier = mine.replace(
        "{\"active\": true",
        "{\"active\": true, \"available\": true",
    );
    assert_ne!(earlier, mine);
    workspace.write("yours/Account.json", &earlier);
    workspace.run(&["diff", "mine", "yours"]).fine();
    workspace.run(&["snapshot", "yours"]).fine();
    assert_eq!(workspace.read("yours/Account.json"), mine);
}

#[test]
fn in_place_the_raw_files_go_and_the_others_stay() {
    let workspace = Workspace::with(&["Account"]);
    fs::rename(
        workspace.path("org/Account.json"),
        workspace.path("org/raw.json"),
    )
    .expect("renamed");
    workspace.write("org/README.md", "ours");
    workspace.run(&["snapshot", "org"]).fine();
    let mut names: Vec<_> = fs::read_dir(workspace.path("org"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["Account.json", "README.md", "_snapshot.json", "names.lock"]
    );
    assert_eq!(
        fs::read_dir(workspace.path(".")).expect("a folder").count(),
        1
    );
}

#[test]
fn an_edit_is_refused_until_it_is_accepted() {
    let workspace = Workspace::with(&["Account"]);
    workspace.run(&["snapshot", "org"]).fine();
    let manifest = workspace.read("org/_snapshot.json");
    let dated = manifest.replace(
        "\"objects\"",
        "\"asOf\": \"2026-03-02T14:30:00Z\",\n  \"objects\"",
    );
    workspace.write("org/_snapshot.json", &dated);
    let text = workspace.read("org/Account.json");
    workspace.write(
        "org/Account.json",
        &text.replace("\"length\": 40", "\"length\": 41"),
    );
    let refused = workspace.generate(&["--out", "bindings"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused
            .err
            .contains("error: org/Account.json: Account: the file is not as"),
        "{}",
        refused.err
    );
    assert!(
        refused
            .err
            .contains("run `sf-codegen snapshot org` to keep it"),
        "{}",
        refused.err
    );
    let accepted = workspace.run(&["snapshot", "org"]).fine();
    assert!(
        accepted.has_line(&["snapshot", "1", "object", "in", "org"]),
        "{}",
        accepted.out
    );
    workspace.generate(&["--out", "bindings"]).fine();
}

#[test]
fn an_older_format_is_upgraded_and_a_newer_one_is_left_alone() {
    let workspace = Workspace::with(&["Account"]);
    workspace.run(&["snapshot", "org"]).fine();
    let manifest = workspace.read("org/_snapshot.json");
    let of_format =
        |number: u32| manifest.replace("\"format\": 1", &format!("\"format\": {number}"));
    workspace.write("org/_snapshot.json", &of_format(0));
    let refused = workspace.generate(&["--out", "bindings"]);
    assert!(
        refused
            .err
            .contains("upgrade it with `sf-codegen snapshot org`"),
        "{}",
        refused.err
    );
    workspace.run(&["snapshot", "org"]).fine();
    workspace.generate(&["--out", "bindings"]).fine();

    workspace.write("org/_snapshot.json", &of_format(2));
    let before = workspace.files();
    for arguments in [
        &["snapshot", "org"][..],
        &["generate", "--schema", "org", "--out", "bindings"],
    ] {
        let refused = workspace.run(arguments);
        assert_eq!(refused.code, 2);
        assert!(
            refused.err.contains("use that version or a later one"),
            "{}",
            refused.err
        );
    }
    assert_eq!(workspace.files(), before);
}

#[test]
fn a_bad_describe_leaves_the_old_snapshot() {
    let workspace = Workspace::with(&["Account"]);
    workspace
        .run(&["snapshot", "org", "--out", "salesforce"])
        .fine();
    workspace.write("org/Broken.json", "{\"name\": \"Broken\"");
    let before = workspace.files();
    let refused = workspace.run(&["snapshot", "org", "--out", "salesforce"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(
        refused.err.contains("org/Broken.json:1:"),
        "{}",
        refused.err
    );
    assert_eq!(workspace.files(), before);
    let refused = workspace.run(&["snapshot", "org/Account.json"]);
    assert!(
        refused.err.contains("name the folder with --out"),
        "{}",
        refused.err
    );
}
