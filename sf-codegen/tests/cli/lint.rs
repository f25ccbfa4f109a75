//! What `lint` finds in a source tree, and how it says so.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{Answer, Workspace};

const MAIN: &str = r##"//! An application.
use sf_runtime::{SoqlRow, soql};

fn main() {
    let rows = soql!("SELECT Id, Industri
                      FROM Account");
    check(vec![soql!(r#"SELECT Id FROM Account WHERE Nmae = 'é'"#)]);
}

#[derive(SoqlRow)]
#[soql(from = "Contact", filter = "LastName LIKE 'a'", limit = 10)]
struct Person {
    id: Id<Contact>,
    last_nam: String,
    account: Option<Customer>,
}

#[derive(SoqlRow)] #[soql(from = "Account")]
struct Customer {
    annual_revenue: Option<Decimal>,
    #[soql("Owner.Nmae")]
    owner: String,
}

#[cfg(test)]
mod tests {
    #[test]
    fn queries() {
        assert_eq!(soql!(SELECT COUNT() FROM Acount), 5);
    }
}
"##;

const FOUND: &str = "\
src/main.rs:5:34: error[INVALID_FIELD]: no field `Industri` on Account
   |      let rows = soql!(\"SELECT Id, Industri
   |                                   ^^^^^^^^
   = help: did you mean `Industry`?

src/main.rs:7:54: error[INVALID_FIELD]: no field `Nmae` on Account
   |      check(vec![soql!(r#\"SELECT Id FROM Account WHERE Nmae = 'é'\"#)]);
   |                                                       ^^^^
   = help: did you mean `Name`?

src/main.rs:11:50: warning[like-without-wildcard]: the pattern has no wildcard: LIKE is = here
   |  #[soql(from = \"Contact\", filter = \"LastName LIKE 'a'\", limit = 10)]
   |                                                   ^^^
   = help: % stands for any characters, _ for one

src/main.rs:14:5: error[INVALID_FIELD]: no field `last_nam` on Contact
   |      last_nam: String,
   |      ^^^^^^^^
   = help: did you mean `last_name`?

src/main.rs:21:19: error[INVALID_FIELD]: no field `Nmae` on User
   |      #[soql(\"Owner.Nmae\")]
   |                    ^^^^
   = help: did you mean `Name`?

src/main.rs:29:46: error[INVALID_TYPE]: no object `Acount`
   |          assert_eq!(soql!(SELECT COUNT() FROM Acount), 5);
   |                                               ^^^^^^
   = help: did you mean `Account`?

";

impl Workspace {
    /// `lint` against `org`.
    fn lint(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["lint", "--schema", "org"], arguments].concat())
    }

    fn sources(files: &[(&str, &str)]) -> Self {
        let workspace = Self::with(&["Account", "Contact", "User"]);
        for (path, text) in files {
            let path = workspace.path(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folders");
            fs::write(path, text).expect("the file is written");
        }
        workspace
    }
}

#[track_caller]
fn said(answer: &Answer, code: i32, out: &str) {
    assert_eq!((&*answer.out, &*answer.err), (out, ""));
    assert_eq!(answer.code, code);
}

#[test]
fn every_form_with_its_place() {
    let workspace = Workspace::sources(&[("src/main.rs", MAIN)]);
    let expected = format!("{FOUND}checked 5 queries in 1 file: 5 errors, 1 warning\n");
    said(&workspace.lint(&["src"]), 1, &expected);
    said(&workspace.lint(&["--quiet", "src/main.rs"]), 1, FOUND);
}

#[test]
fn what_is_right_is_all_right() {
    let workspace = Workspace::sources(&[
        (
            "src/lib.rs",
            "fn f() { soql!(in crate::org, pub struct A: \"SELECT Id FROM Account WHERE Name = :name\") }",
        ),
        (
            "src/queries/people.soql",
            "// People\nSELECT Id, Account.Name FROM Contact\n",
        ),
        ("src/plain.rs", "fn main() {}"),
    ]);
    said(
        &workspace.lint(&["src"]),
        0,
        "checked 2 queries in 3 files: all right\n",
    );
    said(&workspace.lint(&["-q", "src"]), 0, "");
}

#[test]
fn lints_are_set_by_settings_arguments_and_calls() {
    let query = "\"SELECT Id FROM Account WHERE Name LIKE 'a'\"";
    let workspace = Workspace::sources(&[("a.rs", &format!("soql!({query});"))]);
    assert_eq!(workspace.lint(&["a.rs"]).code, 0);
    assert_eq!(
        workspace
            .lint(&["--lint", "like-without-wildcard=error", "a.rs"])
            .code,
        1
    );
    workspace.write(
        "org/sf.toml",
        "[lints]\nlike-without-wildcard = \"error\"\n",
    );
    assert_eq!(workspace.lint(&["a.rs"]).code, 1);
    said(
        &workspace.lint(&["-q", "--lint", "like-without-wildcard=off", "a.rs"]),
        0,
        "",
    );
    workspace.write(
        "b.rs",
        &format!("soql!(allow(like-without-wildcard), {query});"),
    );
    said(
        &workspace.lint(&["b.rs"]),
        0,
        "checked 1 query in 1 file: all right\n",
    );
}

#[test]
fn types_of_rows_are_checked() {
    let rows = "#[derive(SoqlRow)]\n#[soql(from = \"Account\")]\nstruct Row {\n    \
                annual_revenue: Decimal,\n    name: Option<String>,\n    id: i64,\n}\n";
    let workspace = Workspace::sources(&[("a.rs", rows)]);
    let expected = "\
a.rs:4:21: error[missing-option]: `AnnualRevenue` of Account may be null
   |      annual_revenue: Decimal,
   |                      ^^^^^^^
   = help: write `Option<Decimal>`

a.rs:5:11: warning[needless-option]: `Name` of Account is never null
   |      name: Option<String>,
   |            ^^^^^^^^^^^^^^
   = help: write `String`

a.rs:6:9: error[wrong-type]: `Id` of Account is not read as `i64`
   |      id: i64,
   |          ^^^
   = help: write `Id<Account>` or `String`

checked 1 query in 1 file: 2 errors, 1 warning
";
    said(&workspace.lint(&["a.rs"]), 1, expected);
    let off = workspace.lint(&["--lint", "needless-option=off", "a.rs"]);
    assert!(off.out.ends_with("2 errors\n"), "{}", off.out);
    workspace.write("org/sf.toml", "[lints]\nneedless-option = \"error\"\n");
    let denied = workspace.lint(&["a.rs"]);
    assert!(denied.out.ends_with("3 errors\n"), "{}", denied.out);
    // What is left to the compiler is said.
    let help = workspace.lint(&["--help"]);
    assert!(help.out.contains("macro_rules!") && help.out.contains("alias"));
}

#[test]
fn json_is_a_line_a_finding_and_a_last_line() {
    let workspace = Workspace::sources(&[
        ("src/main.rs", MAIN),
        ("src/é.rs", "soql!(\"SELECT Id FROM Acount\")"),
        ("src/broken.rs", "fn f() { soql!(\"\") "),
    ]);
    let answer = workspace.lint(&["--format", "json", "src"]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    assert!(answer.out.is_ascii());
    let lines: Vec<Value> = answer
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 9, "{}", answer.out);
    let expected = serde_json::json!({
        "file": "src/main.rs", "line": 5, "column": 34, "end_line": 5, "end_column": 42,
        "code": "INVALID_FIELD", "level": "error", "message": "no field `Industri` on Account",
        "help": "did you mean `Industry`?", "form": "soql!",
    });
    assert_eq!(lines[1], expected);
    assert_eq!(lines[0]["code"], "unreadable-file");
    assert_eq!(
        (&lines[0]["form"], &lines[0]["level"]),
        (&Value::Null, &Value::from("warning"))
    );
    assert_eq!(
        (&lines[4]["form"], &lines[4]["line"]),
        (&Value::from("SoqlRow"), &Value::from(14))
    );
    assert_eq!(
        (&lines[7]["file"], &lines[7]["column"]),
        (&Value::from("src/é.rs"), &Value::from(23))
    );
    let last = serde_json::json!({ "files": 3, "queries": 6, "errors": 6, "warnings": 2 });
    assert_eq!(lines[8], last);
}

/// The parts that SARIF 2.1.0 demands, and that GitHub's code scanning reads.
#[test]
fn sarif_has_what_its_readers_want() {
    let workspace = Workspace::sources(&[("my src/main.rs", MAIN)]);
    let answer = workspace.lint(&["--format", "sarif", "./my src"]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    let log: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "sf-codegen");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = driver["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (3, 6));
    for result in results {
        let rule = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(matches!(
            result["level"].as_str(),
            Some("error" | "warning")
        ));
        assert!(
            result["message"]["text"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20src/main.rs");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let region =
        serde_json::json!({ "startLine": 5, "startColumn": 34, "endLine": 5, "endColumn": 42 });
    assert_eq!(place["region"], region);
    let text = "no field `Industri` on Account (did you mean `Industry`?)";
    assert_eq!(results[0]["message"]["text"], text);
    assert_eq!(results[0]["ruleId"], "INVALID_FIELD");

    // No finding is a log all the same.
    workspace.write("right.soql", "SELECT Id FROM Account");
    let answer = workspace.lint(&["--format", "sarif", "right.soql"]).fine();
    let log: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_file_instead_of_stdout() {
    let workspace = Workspace::sources(&[("src/main.rs", MAIN)]);
    let arguments = ["--color", "always", "--output", "report.txt", "src"];
    let answer = workspace.lint(&arguments);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    assert!(
        answer.out.starts_with("checked 5 queries in 1 file: "),
        "{}",
        answer.out
    );
    assert_eq!(workspace.read("report.txt"), FOUND);
    let answer = workspace.lint(&["-q", "--format", "json", "-o", "report.json", "src"]);
    said(&answer, 1, "");
    assert_eq!(workspace.read("report.json").lines().count(), 7);
    let answer = workspace.lint(&["-o", "no/such/folder", "src"]);
    assert_eq!((answer.code, &*answer.out), (2, ""));
    assert!(
        answer
            .err
            .starts_with("error: no/such/folder: cannot write this: "),
        "{}",
        answer.err
    );
}

#[test]
fn no_query_is_an_error_unless_it_is_allowed() {
    let workspace = Workspace::sources(&[("src/main.rs", "fn main() {}")]);
    let answer = workspace.lint(&["src"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer.err.starts_with("error: no query was found in src\n"),
        "{}",
        answer.err
    );
    assert!(answer.err.contains("--allow-none"));
    let none = "checked 0 queries in 1 file: all right\n";
    said(&workspace.lint(&["--allow-none", "src"]), 0, none);
}

#[test]
fn what_nobody_wrote_is_passed_over() {
    let bad = "soql!(\"SELECT Nope FROM Account\")";
    let workspace = Workspace::sources(&[
        ("Cargo.toml", ""),
        ("target/a.rs", bad),
        (".git/a.rs", bad),
        (".hidden.rs", bad),
        ("web/node_modules/a.soql", bad),
        ("cache/CACHEDIR.TAG", ""),
        ("cache/a.rs", bad),
        ("notes.txt", bad),
        // A module of that name is not cargo's folder.
        ("src/target/mod.rs", "soql!(\"SELECT Id FROM Account\")"),
    ]);
    said(
        &workspace.lint(&["."]),
        0,
        "checked 1 query in 1 file: all right\n",
    );
    // What is named is looked at.
    assert_eq!(workspace.lint(&["target"]).code, 1);
    assert_eq!(workspace.lint(&["notes.txt", ".hidden.rs"]).code, 1);
    // Once, however it is reached.
    let answer = workspace.lint(&["src", "./src/target", "src/target/mod.rs"]);
    said(&answer, 0, "checked 1 query in 1 file: all right\n");
}

#[cfg(unix)]
#[test]
fn links_lead_in_no_circles() {
    use std::os::unix::fs::symlink;

    let workspace = Workspace::sources(&[
        ("src/a.rs", "soql!(\"SELECT Id FROM Account\")"),
        ("elsewhere/b.rs", "soql!(\"SELECT Id FROM Contact\")"),
    ]);
    for (to, from) in [
        ("..", "src/up"),
        (".", "src/here"),
        ("nowhere", "src/dead.rs"),
        ("../elsewhere/b.rs", "src/b.rs"),
        ("a.rs", "src/same.rs"),
        ("src", "linked"),
    ] {
        symlink(to, workspace.path(from)).expect("a link");
    }
    let two = "checked 2 queries in 2 files: all right\n";
    said(&workspace.lint(&["src"]), 0, two);
    said(&workspace.lint(&["linked"]), 0, two);
}

#[test]
fn what_cannot_be_read_hides_nothing_else() {
    let workspace = Workspace::sources(&[
        (
            "src/bad.rs",
            "fn main() {\n    soql!(\"SELECT Nope FROM Account\"\n",
        ),
        ("src/good.rs", "soql!(\"SELECT Id FROM Account\")"),
        (
            "src/template.rs",
            "soql!(\"SELECT Id FROM Account\") }} {{ name }}",
        ),
    ]);
    fs::write(workspace.path("src/latin1.rs"), b"// \xe9\nsoql!()").expect("written");
    let answer = workspace.lint(&["src"]);
    assert_eq!((answer.code, &*answer.err), (0, ""), "{}", answer.out);
    for part in [
        "src/bad.rs:2:10: warning[unreadable-file]: the file cannot be read as Rust from here on",
        "src/latin1.rs:1:4: warning[unreadable-file]: the file is not UTF-8\n",
        "src/template.rs:1:33: warning[unreadable-file]: ",
        "   = help: no query in it was checked\n",
        "\nchecked 1 query in 4 files: 3 warnings\n",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
}

#[test]
fn wrong_use() {
    let workspace = Workspace::sources(&[("a.rs", "soql!(\"SELECT Id FROM Account\")")]);
    for (arguments, error) in [
        (
            &["lint", "a.rs"][..],
            "error: salesforce: there is no such folder",
        ),
        (&["lint", "--schema", "org"], "<PATH>..."),
        (&["lint", "--schema", "nowhere", "a.rs"], "error: nowhere: "),
        (
            &["lint", "--schema", "org", "a.rs", "nowhere"],
            "error: nowhere: cannot read this: ",
        ),
        (
            &["lint", "--schema", "org", "--format", "xml", "a.rs"],
            "xml",
        ),
        (
            &["lint", "--schema", "org", "--lint", "nope=off", "a.rs"],
            "no lint `nope`",
        ),
    ] {
        let answer = workspace.run(arguments);
        assert_eq!((answer.code, &*answer.out), (2, ""), "{arguments:?}");
        assert!(
            answer.err.contains(error),
            "no {error:?} in\n{}",
            answer.err
        );
    }
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let evil = "evil\x1b[2J\u{202e}.rs";
    let workspace = Workspace::sources(&[(
        &format!("src/{evil}"),
        "soql!(\"SELECT \x1b[2J\u{202e}, a\\u{1b}b FROM Ac\\x1b]0;x\\x07ount\")",
    )]);
    for format in ["text", "json", "sarif"] {
        let answer = workspace.lint(&["--format", format, "src"]);
        assert_eq!((answer.code, &*answer.err), (1, ""));
        let bad = answer
            .out
            .chars()
            .find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(bad, None, "{:?}", answer.out);
    }
}

/// What the compiler took is right here too: the queries of this repository's own tests.
#[test]
fn queries_that_compile_are_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = |path: &str| root.join(path).to_str().expect("UTF-8").to_owned();
    let answer = Workspace::empty().run(&[
        "lint",
        "--schema",
        &path("fixtures/org"),
        &path("tests/tests/queries"),
        &path("tests/example"),
        &path("sf-runtime"),
    ]);
    assert_eq!((answer.code, &*answer.err), (0, ""), "{}", answer.out);
    assert!(!answer.out.contains("unreadable"), "{}", answer.out);
}
