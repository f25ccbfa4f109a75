//! The orgs that `[orgs]` in `sf.toml` names: one against another, and all of them together.

use std::fs;

use serde_json::Value;
use sf_fake_org::FakeOrg;

use super::git::git;
use super::namespaces::package;
use super::said;
use crate::fetch::{DESCRIBED_AT, Org};
use crate::{Answer, Workspace};

const SETTINGS: &str = "[orgs]\nname = \"production\"\nmode = \"intersection\"\n\
                        [orgs.others.packaging]\npath = \"../packaging\"\n\
                        namespaces = { \"\" = \"acme\" }\n";

/// `salesforce`, where the package is installed, names `packaging`, where it is made and has changed.
fn orgs() -> Workspace {
    let workspace = Workspace::empty();
    workspace.put("salesforce", &package("acme__", "a0X"));
    workspace.put("packaging", &changed(&["Total__c"]));
    workspace.write("salesforce/sf.toml", SETTINGS);
    workspace
}

/// The package where it is made, without these fields.
fn changed(without: &[&str]) -> [(String, Value); 2] {
    let mut objects = package("", "a01");
    let fields = objects[0].1["fields"].as_array_mut().expect("fields");
    fields.retain(|field| !without.iter().any(|name| field["name"] == *name));
    objects
}

const GONE: &str = "breaking[field-removed]: acme__Invoice__c.acme__Total__c: the field is gone\n\n\
                    compared 2 objects: 1 breaking\n";
const ADDED: &str = "compatible[field-added]: acme__Invoice__c.acme__Total__c: the field is new\n\n\
                     compared 2 objects: 1 compatible\n";
const NONE: &str = "compared 2 objects: no difference\n";

#[test]
fn one_org_against_another_and_against_all() {
    let workspace = orgs();
    let compare = |old: &str, new: &str, code: i32, out: &str| {
        said(&workspace.diff(&[old, new]), code, out);
    };
    compare("orgs:production", "orgs:packaging", 1, GONE);
    compare("orgs:packaging", "orgs:production", 0, ADDED);
    // As bindings are made, and by either mode.
    compare("orgs:production", "orgs:", 1, GONE);
    compare("orgs:packaging", "orgs:intersection", 0, NONE);
    compare("orgs:", "orgs:intersection", 0, NONE);
    compare("salesforce", "orgs:production", 0, NONE);
    let answer = workspace.diff(&["orgs:production", "orgs:union"]);
    assert_eq!(answer.code, 0, "{}", answer.out);
    let answer = workspace.diff(&["orgs:union", "orgs:"]);
    assert!(answer.out.contains("acme__Total__c: the field is gone"));
    // The modes are words of their own, and the folder and the settings can be elsewhere.
    fs::rename(workspace.path("salesforce"), workspace.path("here")).expect("moved");
    let named = ["orgs:production", "orgs:packaging", "--schema", "here"];
    said(&workspace.diff(&named), 1, GONE);
    fs::rename(
        workspace.path("here/sf.toml"),
        workspace.path("org/orgs.toml"),
    )
    .expect("moved");
    let answer = workspace.diff(&[&named[..], &["--config", "org/orgs.toml"]].concat());
    said(&answer, 1, GONE);
}

#[test]
fn what_it_breaks_is_named_as_the_bindings_have_it() {
    let workspace = orgs();
    workspace.write(
        "main.rs",
        "fn f() { soql!(\"SELECT acme__Total__c FROM acme__Invoice__c\"); }",
    );
    let union = SETTINGS.replace("intersection", "union");
    fs::write(workspace.path("salesforce/sf.toml"), union).expect("settings");
    let answer = workspace.diff(&["orgs:production", "orgs:packaging", "--src", "main.rs"]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    for part in [
        "main.rs:1:24: error[field-removed]: acme__Invoice__c.acme__Total__c",
        "affected: 1 place in 1 file\n",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
    let place = |old: &str, new: &str| {
        let answer = workspace.diff(&[old, new, "--format", "sarif"]);
        let log: Value = serde_json::from_str(&answer.out).expect("JSON");
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        place["artifactLocation"]["uri"].as_str().map(str::to_owned)
    };
    let own = Some("salesforce/acme__Invoice__c.json".to_owned());
    let other = Some("packaging/Invoice__c.json".to_owned());
    assert_eq!(place("orgs:production", "orgs:packaging"), other);
    assert_eq!(place("orgs:packaging", "orgs:production"), own);
    assert_eq!(place("orgs:packaging", "orgs:union"), own);
    // Only the other org has the object.
    fs::remove_file(workspace.path("salesforce/acme__Invoice__c.json")).expect("removed");
    assert_eq!(place("orgs:production", "orgs:union"), other);
}

/// What a pull request changes in the bindings, which are of all orgs.
#[test]
fn revisions_and_folders_with_the_orgs_of_their_settings() {
    let workspace = orgs();
    let root = workspace.path("");
    if !git(&root, &["init", "-q"]) {
        println!("skipped: there is no git");
        return;
    }
    assert!(git(&root, &["add", "."]));
    assert!(git(&root, &["commit", "-q", "-m", "Both"]));
    let none = ["--merged", "HEAD:salesforce", "salesforce"];
    said(&workspace.diff(&none), 0, NONE);
    // Alone it is as it was, and together it has lost a field more.
    workspace.put("packaging", &changed(&["Total__c", "Note__c"]));
    said(&workspace.diff(&["HEAD:salesforce", "salesforce"]), 0, NONE);
    let gone = GONE.replace("Total", "Note");
    for old in ["HEAD:salesforce", "HEAD:./salesforce"] {
        said(&workspace.diff(&[old, "salesforce", "--merged"]), 1, &gone);
    }
    workspace.write(
        "main.rs",
        "fn f() { soql!(\"SELECT acme__Note__c FROM acme__Invoice__c\"); }",
    );
    let answer = workspace.diff(&[&none[..], &["--src", "main.rs"]].concat());
    assert!(
        answer.out.contains("main.rs:1:24: error[field-removed]"),
        "{}",
        answer.out
    );
    // An org that the settings have since brought in is a difference.
    assert!(git(&root, &["rm", "-q", "--cached", "salesforce/sf.toml"]));
    assert!(git(&root, &["commit", "-q", "-m", "Production alone"]));
    let answer = workspace.diff(&none);
    assert!(answer.out.ends_with(": 2 breaking\n"), "{}", answer.out);
    // Another snapshot need not be in the repository.
    let outside = SETTINGS.replace("../packaging", "../../packaging");
    fs::write(workspace.path("salesforce/sf.toml"), outside).expect("settings");
    assert!(git(&root, &["add", "salesforce"]));
    assert!(git(&root, &["commit", "-qm", "Elsewhere"]));
    let answer = workspace.diff(&["HEAD:salesforce", "orgs:", "--merged"]);
    assert_eq!((answer.code, &*answer.out), (2, ""));
    assert!(
        answer
            .err
            .contains("HEAD:salesforce: ../../packaging is not in the repository"),
        "{}",
        answer.err
    );
}

#[test]
fn a_live_org_is_asked_by_its_own_names() {
    let workspace = orgs();
    let builder = FakeOrg::builder().schema_dir(workspace.path("packaging"));
    let org = Org::start(builder.described_at(DESCRIBED_AT));
    let compare = |arguments: &[&str]| {
        Answer::of(workspace.with_token(&org, &[&["diff"], arguments].concat()))
    };
    let refused = compare(&["orgs:packaging", "org:"]);
    assert_eq!(refused.code, 2);
    refused.says(&[
        "`orgs:packaging` has other names than a live org",
        "org:ALIAS",
    ]);
    assert_eq!(org.api_calls(), 0);
    let mapped = compare(&["orgs:production", "org:", "--namespace", "=acme"]);
    assert!(mapped.out.starts_with(GONE), "{}{}", mapped.out, mapped.err);
    assert_eq!(org.api_calls(), 2);
}

#[test]
fn what_is_no_org_of_the_settings() {
    let workspace = orgs();
    let fails = |arguments: &[&str], parts: &[&str]| {
        let answer = workspace.diff(arguments);
        assert_eq!((answer.code, &*answer.out), (2, ""));
        for part in parts {
            assert!(answer.err.contains(part), "no {part:?} in\n{}", answer.err);
        }
    };
    let two = "orgs:production";
    fails(
        &[two, "orgs:packagin"],
        &[
            "[orgs] in sf.toml names no org `packagin`",
            "did you mean `orgs:packaging`? A live org is written org:packagin",
        ],
    );
    fails(
        &[two, "orgs:x"],
        &["there is packaging, production, and intersection and union"],
    );
    fails(
        &[two, two],
        &["both sides are the same org, `orgs:production`"],
    );
    fails(
        &["salesforce", "packaging", "--schema", "salesforce"],
        &["--schema is for `orgs:NAME`"],
    );
    fails(
        &["org:a", "orgs:packaging", "--merged"],
        &["--merged is for folders and REV:path"],
    );
    fails(
        &["packaging", "packaging/Account.json", "--merged"],
        &["no side has [orgs] in its sf.toml"],
    );
    fails(
        &[two, "orgs:packaging", "--schema", "packaging"],
        &[
            "`orgs:production` needs the settings",
            "--schema",
            "--config",
        ],
    );
    let union = SETTINGS.replace("others.packaging", "others.union");
    fs::write(workspace.path("salesforce/sf.toml"), union).expect("settings");
    fails(
        &[two, "orgs:union"],
        &["`orgs:union` can be the org of this name, and all orgs together"],
    );
    // What is on disk goes before.
    fs::create_dir(workspace.path("orgs:packaging")).expect("a folder");
    fails(
        &["salesforce", "orgs:packaging"],
        &["orgs:packaging: the folder holds no describe file"],
    );
}
