//! Which places of a program `--src` names.

use std::fs;

use serde_json::{Value, json};

use super::said;
use crate::Workspace;

const MAIN: &str = r#"use org::{Account, account};

async fn run(sf: &Client) {
    let rows = soql!("SELECT Id, Fax FROM Account WHERE Industry = 'Energy'");
    Account::update(id).website("https://acme.example").fax(Null).send(&sf).await?;
    Account::create(account::Required { name: "Acme".into() })
        .industry(account::Industry::Energy)
        .website("https://acme.example");
}
"#;

const DIFFERENCES: &str = "\
breaking[field-removed]: Account.Fax: the field is gone
breaking[updateable]: Account.Website: it cannot be set on update any more

";

const PLACES: &str = "\
src/main.rs:4:34: error[field-removed]: Account.Fax: the field is gone
   |      let rows = soql!(\"SELECT Id, Fax FROM Account WHERE Industry = 'Energy'\");
   |                                   ^^^

src/main.rs:5:25: error[updateable]: Account.Website: it cannot be set on update any more
   |      Account::update(id).website(\"https://acme.example\").fax(Null).send(&sf).await?;
   |                          ^^^^^^^

src/main.rs:5:57: error[field-removed]: Account.Fax: the field is gone
   |      Account::update(id).website(\"https://acme.example\").fax(Null).send(&sf).await?;
   |                                                          ^^^

";

/// An application, the snapshot `org` for which it was written, and the snapshot `new`, in which a
/// field is gone, one is read-only, and another object's field, which nobody uses, is gone as well.
fn application() -> Workspace {
    let workspace = Workspace::with(&["Account", "User"]);
    fs::create_dir(workspace.path("new")).expect("a folder");
    fs::create_dir(workspace.path("src")).expect("a folder");
    workspace.write("src/main.rs", MAIN);
    workspace.write("new/User.json", &workspace.read("org/User.json"));
    let mut account: Value =
        serde_json::from_str(&workspace.read("org/Account.json")).expect("JSON");
    let fields = account["fields"].as_array_mut().expect("fields");
    fields.retain(|field| field["name"] != "Fax");
    let website = fields.iter_mut().find(|field| field["name"] == "Website");
    website.expect("a field")["updateable"] = json!(false);
    workspace.write("new/Account.json", &account.to_string());
    workspace
}

#[test]
fn each_place_and_nothing_else() {
    let workspace = application();
    let answer = workspace.diff(&["org", "new", "--src", "src"]);
    let expected = format!(
        "{DIFFERENCES}{PLACES}compared 2 objects: 2 breaking\naffected: 3 places in 1 file\n"
    );
    said(&answer, 1, &expected);
}

#[test]
fn nothing_of_yours() {
    let workspace = application();
    workspace.write(
        "src/main.rs",
        "fn main() { soql!(\"SELECT Id, Industry FROM Account\"); }",
    );
    let answer = workspace.diff(&["org", "new", "--src", "src"]);
    let summary = "compared 2 objects: 2 breaking\nnothing of yours is affected\n";
    said(&answer, 1, &format!("{DIFFERENCES}{summary}"));
    let answer = workspace.diff(&["org", "new", "--affected", "--src", "src"]);
    let summary = "compared 2 objects: no difference\nnothing of yours is affected\n";
    said(&answer, 0, summary);
    let answer = workspace.diff(&["org", "new", "--format", "markdown", "--src", "src"]);
    assert!(
        answer.out.contains("\nNothing of yours is affected.\n"),
        "{}",
        answer.out
    );
}

#[test]
fn only_what_touches_the_program() {
    let workspace = application();
    workspace.write(
        "src/main.rs",
        "use org::*;\nfn f() { Account::update(id).fax(\"5\") }",
    );
    let answer = workspace.diff(&["-q", "org", "new", "--affected", "--src", "src"]);
    assert_eq!(answer.code, 1);
    assert!(!answer.out.contains("Website"), "{}", answer.out);
    assert!(
        answer
            .out
            .starts_with("breaking[field-removed]: Account.Fax"),
        "{}",
        answer.out
    );
}

#[test]
fn in_every_format() {
    let workspace = application();
    let answer = workspace.diff(&["--format", "json", "org", "new", "--src", "src"]);
    let lines: Vec<Value> = answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 6, "{}", answer.out);
    let expected = json!({
        "file": "src/main.rs", "line": 4, "column": 34, "end_line": 4, "end_column": 37,
        "object": "Account", "field": "Fax", "part": null, "change": "field-removed",
        "class": "breaking", "reason": "the field is gone", "renamed": null,
    });
    assert_eq!(lines[2], expected);
    assert_eq!(
        lines[5],
        json!({ "breaking": 2, "risky": 0, "compatible": 0, "affected": 3 })
    );

    let answer = workspace.diff(&["--format", "markdown", "org", "new", "--src", "src"]);
    let row = "| src/main.rs:5:25 | breaking: **Account.Website**: it cannot be set on update any more |\n";
    assert!(answer.out.contains(row), "{}", answer.out);

    let answer = workspace.diff(&["--format", "sarif", "org", "new", "--src", "src"]);
    let log: Value = serde_json::from_str(&answer.out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 3);
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "src/main.rs");
    assert_eq!(
        (
            &place["region"]["startLine"],
            &place["region"]["startColumn"]
        ),
        (&json!(5), &json!(25))
    );
}

/// The bindings have the names that the settings of the old snapshot give.
#[test]
fn names_are_those_of_the_settings() {
    let workspace = application();
    workspace.write(
        "org/sf.toml",
        "[object.Account]\nrename = \"Customer\"\n[field.\"Account.Fax\"]\nrename = \"telefax\"\n",
    );
    workspace.write(
        "src/main.rs",
        "use org::*;\nfn f() { Customer::update(id).telefax(Null).fax(Null) }",
    );
    let answer = workspace.diff(&["-q", "org", "new", "--affected", "--src", "src"]);
    assert!(
        answer
            .out
            .contains("src/main.rs:2:31: error[field-removed]"),
        "{}",
        answer.out
    );
    let places = answer
        .out
        .lines()
        .filter(|line| line.starts_with("src/"))
        .count();
    assert_eq!(places, 1, "{}", answer.out);
}

#[test]
fn wrong_use() {
    let workspace = application();
    for (arguments, error) in [
        (&["org", "new", "--affected"][..], "--src"),
        (&["org", "new", "--config", "sf.toml"], "--src"),
        (
            &["org", "new", "--src", "nowhere"],
            "error: nowhere: cannot read this: ",
        ),
        (
            &["org", "new", "--src", "src", "--config", "nowhere"],
            "error: nowhere: cannot read this: ",
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
}

/// What nobody can read may use anything: it is named, and nothing is said to be all right.
#[test]
fn what_cannot_be_read_is_named_in_every_format() {
    let broken = "fn f( { soql!(\"SELECT Id, Fax FROM Account\")";
    let no_soql = "fn f( { Account::update(id).fax(Null)";
    let query = "fn f() { soql!(\"SELECT Id, FROM Account\") }";
    for (file, text) in [
        ("src/main.rs", broken),
        ("src/main.rs", no_soql),
        ("src/main.rs", query),
        ("src/fax.soql", "SELECT Id Fax Account"),
    ] {
        let workspace = application();
        workspace.write("src/main.rs", "fn main() {}");
        workspace.write(file, text);
        let arguments = ["org", "new", "--affected", "--src", "src"];
        let with = |more: &[&'static str]| workspace.diff(&[&arguments[..], more].concat());

        let answer = with(&[]);
        assert_eq!((answer.code, &*answer.err), (1, ""), "{text}");
        let named = format!("{file}:1:");
        assert!(answer.out.starts_with(&named), "{}", answer.out);
        let unknown = "1 file could not be read, so what it uses is not known";
        let summary = format!("compared 2 objects: no difference\n{unknown}\n");
        assert!(answer.out.ends_with(&summary), "{}", answer.out);

        let answer = with(&["--format", "markdown"]);
        assert_eq!(answer.code, 1);
        assert!(answer.out.contains(&format!("**{unknown}.**")), "{text}");
        assert!(answer.out.contains(&format!("| {named}")), "{}", answer.out);
        assert!(!answer.out.contains("Nothing of yours"), "{}", answer.out);

        let answer = with(&["--format", "json"]);
        let lines = answer.out.lines();
        let lines: Vec<Value> = lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(
            (
                answer.code,
                lines.len(),
                &lines[0]["unread"],
                &lines[0]["line"]
            ),
            (1, 2, &json!(file), &json!(1))
        );
        assert_eq!(
            (&lines[1]["affected"], &lines[1]["unread"]),
            (&json!(0), &json!(1))
        );

        let answer = with(&["--format", "sarif"]);
        let log: Value = serde_json::from_str(&answer.out).expect("JSON");
        let result = &log["runs"][0]["results"][0];
        assert_eq!((answer.code, &result["level"]), (1, &json!("error")));
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(place, file);

        let answer = workspace.diff(&["new", "new", "--src", "src"]);
        assert_eq!(answer.code, 0, "without --affected the differences decide");
        assert!(answer.out.contains(unknown), "{}", answer.out);
        assert_eq!(with(&["--fail-on", "never"]).code, 0);
    }
}

/// The way without the macro: the text of the call is a query as any other.
#[test]
fn texts_that_no_macro_checks() {
    let workspace = application();
    let text = "use sf_runtime::Query;\n\
                fn f() { Query::<Row>::new(\"SELECT Id, Fax FROM Account WHERE Site = :site\") }";
    workspace.write("src/main.rs", text);
    let answer = workspace.diff(&["org", "new", "--affected", "--src", "src"]);
    assert_eq!(answer.code, 1);
    let place = "src/main.rs:2:40: error[field-removed]: Account.Fax: the field is gone\n";
    assert!(answer.out.contains(place), "{}", answer.out);

    workspace.write("src/main.rs", &text.replace("Fax", "Nope"));
    let answer = workspace.run(&["lint", "--schema", "org", "--format", "json", "src"]);
    assert_eq!(answer.code, 1);
    let line = answer.out.lines().next().unwrap_or_default();
    let found: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(
        (&found["code"], &found["form"], &found["column"]),
        (&json!("INVALID_FIELD"), &json!("Query::new"), &json!(40))
    );
}
