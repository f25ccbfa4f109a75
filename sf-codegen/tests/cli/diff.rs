//! What `diff` says of two snapshots, how, and with which exit code.

mod affected;
pub(super) mod git;
mod namespaces;
mod orgs;
mod recorded;

use std::fs;

use serde_json::{Value, json};

use crate::{Answer, Workspace};

/// A describe of one object with these fields.
fn describe(fields: &[Value]) -> String {
    let all = [&[json!({ "name": "Id", "type": "id" })], fields].concat();
    json!({ "name": "Thing__c", "label": "Thing", "queryable": true, "fields": all }).to_string()
}

fn text(name: &str, length: u32) -> Value {
    json!({ "name": name, "type": "string", "label": name, "length": length, "createable": true,
            "updateable": true, "nillable": true, "filterable": true })
}

/// Two snapshots, `old` and `new`, that differ in each of the three ways.
fn two() -> Workspace {
    let workspace = Workspace::empty();
    for folder in ["old", "new"] {
        fs::create_dir(workspace.path(folder)).expect("a folder");
    }
    let old = [
        text("Color__c", 20),
        text("Name", 80),
        text("Weight__c", 10),
    ];
    let mut name = text("Name", 80);
    name["createable"] = json!(false);
    let mut weight = text("Weight__c", 20);
    weight["caseSensitive"] = json!(true);
    let new = [text("Colour__c", 20), name, weight];
    workspace.write("old/Thing__c.json", &describe(&old));
    workspace.write(
        "new/Thing__c.json",
        &describe(&new).replace("{\"", "{\n\"").replace("}", "\n}"),
    );
    workspace
}

const LINES: &str = "\
breaking[field-removed]: Thing__c.Color__c: the field is gone
   = help: most likely it is `Colour__c` now
breaking[createable]: Thing__c.Name: it cannot be set on create any more
risky[case-sensitive]: Thing__c.Weight__c: case counts now when values are compared
compatible[field-added]: Thing__c.Colour__c: the field is new
compatible[length]: Thing__c.Weight__c: the length is 20 now, it was 10

";
const SUMMARY: &str = "compared 1 object: 2 breaking, 1 risky, 2 compatible\n";

impl Workspace {
    fn diff(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["diff"], arguments].concat())
    }
}

#[track_caller]
fn said(answer: &Answer, code: i32, out: &str) {
    assert_eq!((&*answer.out, &*answer.err), (out, ""));
    assert_eq!(answer.code, code);
}

#[test]
fn lines_the_worst_first() {
    let workspace = two();
    said(
        &workspace.diff(&["old", "new"]),
        1,
        &format!("{LINES}{SUMMARY}"),
    );
    said(
        &workspace.diff(&["-q", "old", "new/Thing__c.json"]),
        1,
        LINES,
    );
    let shown: String = LINES.split_inclusive('\n').take(4).collect();
    let answer = workspace.diff(&["--show", "risky", "old", "new"]);
    said(&answer, 1, &format!("{shown}\n{SUMMARY}"));
    let none = "compared 1 object: no difference\n";
    said(&workspace.diff(&["old", "old"]), 0, none);
    let answer = workspace.diff(&["--color", "always", "-q", "old", "new"]);
    assert!(
        answer.out.contains("31mbreaking[field-removed]:\x1b[0m"),
        "{}",
        answer.out
    );
}

#[test]
fn the_exit_code_is_for_the_class_that_was_named() {
    let workspace = two();
    // Only a longer text.
    fs::create_dir(workspace.path("longer")).expect("a folder");
    let fields = [
        text("Color__c", 20),
        text("Name", 90),
        text("Weight__c", 10),
    ];
    workspace.write("longer/Thing__c.json", &describe(&fields));
    let mut weight = text("Weight__c", 10);
    weight["caseSensitive"] = json!(true);
    fs::create_dir(workspace.path("case")).expect("a folder");
    let fields = [text("Color__c", 20), text("Name", 80), weight];
    workspace.write("case/Thing__c.json", &describe(&fields));
    for (new, fail_on, code) in [
        ("new", "breaking", 1),
        ("new", "never", 0),
        ("case", "breaking", 0),
        ("case", "risky", 1),
        ("case", "any", 1),
        ("longer", "risky", 0),
        ("longer", "any", 1),
        ("old", "any", 0),
    ] {
        let answer = workspace.diff(&["--fail-on", fail_on, "old", new]);
        assert_eq!((answer.code, &*answer.err), (code, ""), "{new} {fail_on}");
    }
    assert_eq!(
        workspace.diff(&["old", "longer"]).code,
        0,
        "breaking is the default"
    );
    // What is not shown counts all the same.
    assert_eq!(
        workspace
            .diff(&["--show", "breaking", "--fail-on", "any", "old", "longer"])
            .code,
        1
    );
}

#[test]
fn json_is_a_line_a_difference_and_the_counts() {
    let workspace = two();
    let answer = workspace.diff(&["--format", "json", "old", "new"]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    let lines: Vec<Value> = answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 6, "{}", answer.out);
    let expected = json!({
        "object": "Thing__c", "field": "Color__c", "part": null, "change": "field-removed",
        "class": "breaking", "reason": "the field is gone", "renamed": "Colour__c",
    });
    assert_eq!(lines[0], expected);
    assert_eq!(
        lines[5],
        json!({ "breaking": 2, "risky": 1, "compatible": 2 })
    );
}

#[test]
fn markdown_is_for_a_pull_request() {
    let workspace = two();
    let expected = "\
### Salesforce schema: 2 breaking, 1 risky, 2 compatible

#### Breaking: the org can refuse what it took, or something is gone

| where | what |
|---|---|
| **Thing__c.Color__c** | the field is gone; most likely it is **Colour__c** now |
| **Thing__c.Name** | it cannot be set on create any more |

#### Risky: values can be other than before, or code must be changed

| where | what |
|---|---|
| **Thing__c.Weight__c** | case counts now when values are compared |

<details>
<summary>Compatible: whatever worked works as it did</summary>

| where | what |
|---|---|
| **Thing__c.Colour__c** | the field is new |
| **Thing__c.Weight__c** | the length is 20 now, it was 10 |

</details>
";
    said(
        &workspace.diff(&["--format", "markdown", "old", "new"]),
        1,
        expected,
    );
    let none = "### Salesforce schema: no difference\n";
    said(
        &workspace.diff(&["--format", "markdown", "old", "old"]),
        0,
        none,
    );
    let answer = workspace.diff(&["--format", "markdown", "-o", "report.md", "old", "new"]);
    said(&answer, 1, SUMMARY);
    assert_eq!(workspace.read("report.md"), expected);
}

#[test]
fn sarif_points_into_the_snapshot() {
    let workspace = two();
    let answer = workspace.diff(&["--format", "sarif", "old", "new"]);
    let log: Value = serde_json::from_str(&answer.out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let places: Vec<(&str, &str, u64)> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            (
                result["level"].as_str().expect("a level"),
                place["artifactLocation"]["uri"].as_str().expect("a path"),
                place["region"]["startLine"].as_u64().expect("a line"),
            )
        })
        .collect();
    let file = "new/Thing__c.json";
    let new = workspace.read(file);
    let line = |name: &str| {
        let quoted = format!("\"name\":\"{name}\"");
        let found = new.lines().position(|line| line.contains(&quoted));
        found.expect("a line") as u64 + 1
    };
    assert_eq!(
        places,
        [
            ("error", file, 1),
            ("note", file, line("Colour__c")),
            ("error", file, line("Name")),
            ("note", file, line("Weight__c")),
            ("warning", file, line("Weight__c")),
        ],
    );
    assert!(line("Colour__c") < line("Name") && line("Name") < line("Weight__c"));
    // An object that is gone is in the old snapshot.
    workspace.write(
        "new/Thing__c.json",
        &describe(&[]).replace("Thing__c", "Other__c"),
    );
    let answer = workspace.diff(&["--format", "sarif", "old", "new"]);
    assert!(
        answer.out.contains("\"uri\":\"old/Thing__c.json\""),
        "{}",
        answer.out
    );
}

#[test]
fn wrong_use() {
    let workspace = two();
    for (arguments, error) in [
        (&["old"][..], "<NEW>"),
        (&["old", "new", "--fail-on", "all"], "all"),
        (
            &["old", "nowhere"],
            "error: nowhere: there is no such folder",
        ),
        (
            &["nowhere", "nowhere/else"],
            "error: nowhere/else: there is no such folder",
        ),
    ] {
        let answer = workspace.diff(arguments);
        assert_eq!((answer.code, &*answer.out), (2, ""), "{arguments:?}");
        assert!(
            answer.err.contains(error),
            "no {error:?} in\n{}",
            answer.err
        );
    }
    workspace.write("new/Thing__c.json", "{");
    let answer = workspace.diff(&["old", "new"]);
    assert_eq!((answer.code, &*answer.out), (2, ""));
    assert!(
        answer.err.starts_with("error: new/Thing__c.json:1:"),
        "{}",
        answer.err
    );
}

#[test]
fn nothing_hostile_reaches_the_terminal_or_the_page() {
    let workspace = two();
    let value = |api: &str| json!({ "value": api, "label": api, "active": true });
    let picklist = |values: &[Value]| {
        describe(
            &[json!({ "name": "Pick__c", "type": "picklist", "label": "P",
                           "picklistValues": values })],
        )
    };
    workspace.write("old/Thing__c.json", &picklist(&[]));
    let evil = "\u{1b}[2J\u{202e}<img src=x>|@all `";
    workspace.write("new/Thing__c.json", &picklist(&[value(evil)]));
    for format in ["text", "json", "markdown", "sarif"] {
        let answer = workspace.diff(&["--format", format, "old", "new"]);
        assert_eq!((answer.code, &*answer.err), (0, ""));
        let bad = answer
            .out
            .chars()
            .find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(bad, None, "{:?}", answer.out);
        if format == "markdown" {
            assert!(
                !answer.out.contains("<img") && !answer.out.contains("@all"),
                "{}",
                answer.out
            );
        }
    }
}

/// What another org of `[orgs]` adds is no difference, and the help says so.
#[test]
fn each_side_is_one_org_whatever_its_settings_bring_together() {
    let workspace = two();
    let text = workspace.read("old/Thing__c.json");
    fs::create_dir(workspace.path("same")).expect("a folder");
    workspace.write("same/Thing__c.json", &text);
    let settings = "[orgs]\nmode = \"union\"\n[orgs.others.sandbox]\npath = \"../new\"\n";
    workspace.write("same/sf.toml", settings);
    let none = "compared 1 object: no difference\n";
    said(&workspace.diff(&["old", "same"]), 0, none);
    // They are valid settings, which other commands heed.
    let other = workspace.run(&["describe", "--schema", "same", "Thing__c"]);
    assert!(other.fine().out.contains("Colour__c"));
    let help = workspace.diff(&["--help"]).fine().out;
    assert!(
        help.contains("[orgs] in its sf.toml is passed over"),
        "{help}"
    );
}
