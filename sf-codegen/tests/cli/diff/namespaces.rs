//! The org where a package is made against one where it is installed.

use std::fs;

use serde_json::{Value, json};
use sf_fake_org::FakeOrg;

use super::said;
use crate::fetch::{DESCRIBED_AT, Org};
use crate::{Answer, Workspace};

/// An object of the package, whose names begin with this, and Account with a field of the package.
pub(super) fn package(prefix: &str, id_prefix: &str) -> [(String, Value); 2] {
    let name = |api: &str| format!("{prefix}{api}");
    let total = name("Total__c");
    let text = json!({ "name": name("Note__c"), "type": "string", "label": "Note", "length": 80,
                       "createable": true, "updateable": true, "nillable": true });
    let invoice = json!({
        "name": name("Invoice__c"), "label": "Invoice", "queryable": true, "custom": true,
        "keyPrefix": id_prefix,
        "fields": [
            { "name": "Id", "type": "id", "label": "Id" },
            text,
            { "name": total, "type": "double", "label": "Total", "precision": 18, "scale": 2 },
            { "name": name("Tax__c"), "type": "double", "label": "Tax", "precision": 18, "scale": 2,
              "calculated": true, "calculatedFormula": format!("{total} * 0.2 & \"Total__c\"") },
            { "name": name("Account__c"), "type": "reference", "label": "Account",
              "referenceTo": ["Account"], "relationshipName": name("Account__r") },
            { "name": name("Kind__c"), "type": "picklist", "label": "Kind",
              "picklistValues": [{ "value": "A", "label": "A", "active": true }] },
            { "name": name("Sort__c"), "type": "picklist", "label": "Sort", "dependentPicklist": true,
              "controllerName": name("Kind__c"),
              "picklistValues": [{ "value": "B", "label": "B", "active": true, "validFor": "gAAA" }] },
        ],
    });
    let account = json!({
        "name": "Account", "label": "Account", "queryable": true, "keyPrefix": "001",
        "childRelationships": [{ "childSObject": name("Invoice__c"), "field": name("Account__c"),
                                 "relationshipName": name("Invoices__r") }],
        "fields": [
            { "name": "Id", "type": "id", "label": "Id" },
            { "name": name("Size__c"), "type": "string", "label": "Size", "length": 20 },
        ],
    });
    [
        (name("Invoice__c"), invoice),
        ("Account".to_owned(), account),
    ]
}

impl Workspace {
    pub(super) fn put(&self, folder: &str, objects: &[(String, Value)]) {
        fs::create_dir_all(self.path(folder)).expect("a folder");
        for (name, describe) in objects {
            // A field a line, as a snapshot has it.
            let text = describe.to_string().replace("{\"", "\n{\"");
            self.write(&format!("{folder}/{name}.json"), &text);
        }
    }
}

/// `here`, where the package is installed, and `there`, where it is made.
fn two() -> Workspace {
    let workspace = Workspace::empty();
    workspace.put("here", &package("acme__", "a0X"));
    workspace.put("there", &package("", "a01"));
    workspace
}

const NONE: &str = "compared 2 objects: no difference\n";

#[test]
fn the_same_package_is_no_difference() {
    let workspace = two();
    let answer = workspace.diff(&["here", "there", "--namespace", "=acme"]);
    said(&answer, 0, NONE);
    let answer = workspace.diff(&["there", "here", "--namespace", "acme="]);
    said(&answer, 0, NONE);
    assert_eq!(
        workspace.diff(&["here", "there"]).code,
        1,
        "without the map"
    );
    // In another org it has another name.
    workspace.put("beta", &package("beta__", "a0Y"));
    let answer = workspace.diff(&["here", "beta", "--namespace", "BETA=acme"]);
    said(&answer, 0, NONE);
}

/// A difference has the name that programs know, and is found in either file.
#[test]
fn a_difference_is_found_under_the_mapped_name() {
    let workspace = two();
    let mut objects = package("", "a01");
    let fields = objects[0].1["fields"].as_array_mut().expect("fields");
    fields[1]["length"] = json!(40);
    fields.retain(|field| field["name"] != "Total__c");
    workspace.put("there", &objects);
    fs::create_dir(workspace.path("src")).expect("a folder");
    workspace.write(
        "src/main.rs",
        "fn f() { soql!(\"SELECT acme__Total__c FROM acme__Invoice__c\"); }",
    );
    let arguments = ["here", "there", "--namespace", "=acme", "--src", "src"];
    let answer = workspace.diff(&arguments);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    for part in [
        "breaking[field-removed]: acme__Invoice__c.acme__Total__c: the field is gone\n",
        "[length]: acme__Invoice__c.acme__Note__c: the length is 40 now, it was 80: ",
        "src/main.rs:1:24: error[field-removed]: acme__Invoice__c.acme__Total__c",
        "compared 2 objects: 2 breaking\naffected: 1 place in 1 file\n",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
    let answer = workspace.diff(&[&arguments[..4], &["--format", "sarif"]].concat());
    let log: Value = serde_json::from_str(&answer.out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let note = results.iter().find(|result| result["ruleId"] == "length");
    let place = &note.expect("a length")["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"], "there/Invoice__c.json",
        "{place}"
    );
    let text = workspace.read("there/Invoice__c.json");
    let line = text
        .lines()
        .position(|line| line.contains("\"name\":\"Note__c\""));
    assert_eq!(
        place["region"]["startLine"],
        json!(line.expect("a line") + 1)
    );
}

/// A customer has fields of the same name, without a namespace, which are not the package's.
#[test]
fn what_a_customer_added_gives_way() {
    let workspace = two();
    let mut objects = package("acme__", "a0X");
    let fields = objects[1].1["fields"].as_array_mut().expect("fields");
    fields.push(json!({ "name": "Size__c", "type": "boolean", "label": "Mine" }));
    workspace.put("here", &objects);
    let answer = workspace.diff(&["there", "here", "--namespace", "acme="]);
    said(&answer, 0, NONE);
}

#[test]
fn a_live_org_is_asked_by_its_own_names() {
    let workspace = two();
    let org = |folder: &str| {
        let builder = FakeOrg::builder().schema_dir(workspace.path(folder));
        Org::start(builder.described_at(DESCRIBED_AT))
    };
    let (here, there) = (org("here"), org("there"));
    let compare = |org: &Org, arguments: &[&str]| {
        let command = workspace.with_token(org, &[&["diff"], arguments].concat());
        let answer = Answer::of(command).fine();
        assert!(answer.out.starts_with(NONE), "{}", answer.out);
        assert_eq!(org.api_calls(), 2);
    };
    compare(&there, &["here", "org:", "--namespace", "=acme"]);
    compare(&here, &["there", "org:", "--namespace", "acme="]);
    compare(&here, &["org:", "there", "--namespace", "=acme"]);
    let check = [
        "check",
        "--schema",
        "here",
        "--live",
        "--namespace",
        "=acme",
    ];
    let answer = Answer::of(workspace.with_token(&there, &check));
    assert!(answer.out.contains(NONE), "{}{}", answer.out, answer.err);
}

#[test]
fn what_is_no_namespace() {
    let workspace = two();
    for (map, error) in [
        ("acme", "write it as NEW=OLD"),
        ("a-b=", "`a-b` is no namespace"),
        ("=", "both are the same"),
    ] {
        let answer = workspace.diff(&["here", "there", "--namespace", map]);
        assert_eq!((answer.code, &*answer.out), (2, ""));
        assert!(
            answer.err.contains(error),
            "no {error:?} in\n{}",
            answer.err
        );
    }
    workspace.put("there", &package("beta__", "a0Y"));
    let map = ["--namespace", "beta=acme", "--namespace", "gamma=acme"];
    workspace.put("there", &package("gamma__", "a0Z"));
    let answer = workspace.diff(&[&["here", "there"], &map[..]].concat());
    assert_eq!((answer.code, &*answer.out), (2, ""));
    assert!(
        answer.err.contains("two namespaces become one"),
        "{}",
        answer.err
    );
}
