//! What `soql` says of a query, a file and standard input, and how strict it is told to be.

mod jsonl;
mod lints;

use std::fs;

use crate::{Answer, Workspace};

impl Workspace {
    /// `soql` against `org`.
    fn soql(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["soql", "--schema", "org"], arguments].concat())
    }
}

/// What was printed, and that nothing was complained of.
#[track_caller]
fn said(answer: &Answer, code: i32, out: &str) {
    assert_eq!(
        (answer.code, &*answer.out, &*answer.err),
        (code, out, ""),
        "{}{}",
        answer.out,
        answer.err
    );
}

const INDUSTRI: &str = "error[INVALID_FIELD]: no field `Industri` on Account
  --> 1:12
   |  SELECT Id, Industri FROM Account
   |             ^^^^^^^^
   = help: did you mean `Industry`?

";

#[test]
fn one_query() {
    let workspace = Workspace::with(&["Account", "Contact"]);
    for right in [
        "SELECT Id, Industry FROM Account WHERE Industry = 'Energy' ORDER BY Name LIMIT 5",
        "SELECT Id, (SELECT LastName FROM Contacts) FROM Account",
        "\n select\tcount()\r\nfrom contact ",
    ] {
        said(&workspace.soql(&[right]), 0, "checked 1 query: all right\n");
        said(&workspace.soql(&["--quiet", right]), 0, "");
    }
    let wrong = "SELECT Id, Industri FROM Account";
    let expected = format!("{INDUSTRI}checked 1 query: 1 error\n");
    said(&workspace.soql(&[wrong]), 1, &expected);
    said(&workspace.soql(&["-q", wrong]), 1, INDUSTRI);
}

#[test]
fn all_findings_of_all_queries() {
    let workspace = Workspace::with(&["Account"]);
    let answer = workspace.soql(&[
        "SELECT Id, Industri FROM Account",
        "SELECT Id, FROM Acount",
        "SELECT Id FROM Account WHERE Name LIKE 'a' AND Nmae = 'b'",
        "SELECT Id FROM Account WHERE Name = :name",
    ]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    let places: Vec<&str> = answer
        .out
        .lines()
        .filter(|line| line.starts_with("  --> "))
        .collect();
    let at = [
        "  --> 1:12",
        "  --> 1:12",
        "  --> 1:17",
        "  --> 1:40",
        "  --> 1:48",
        "  --> 1:37",
    ];
    assert_eq!(places, at, "{}", answer.out);
    assert!(answer.out.starts_with(INDUSTRI), "{}", answer.out);
    assert!(
        answer
            .out
            .ends_with("\nchecked 4 queries: 5 errors, 1 warning\n"),
        "{}",
        answer.out
    );
}

#[test]
fn files_have_their_name_before_the_place() {
    let workspace = Workspace::with(&["Account"]);
    workspace.write("good.soql", "SELECT Id FROM Account\n");
    workspace.write(
        "my bad.SOQL",
        "\u{feff}// Customers, as é marketing wants them\r\n\r\n// and nobody else\r\nSELECT Id,\r\n\tIndustri\r\nFROM Account\r\n",
    );
    workspace.write("query.txt", "SELECT Id FROM Acount");
    let answer = workspace.soql(&["good.soql", "my bad.SOQL", "query.txt"]);
    let expected = "\
my bad.SOQL:5:2: error[INVALID_FIELD]: no field `Industri` on Account
   |  \tIndustri
   |  \t^^^^^^^^
   = help: did you mean `Industry`?

query.txt:1:16: error[INVALID_TYPE]: no object `Acount`
   |  SELECT Id FROM Acount
   |                 ^^^^^^
   = help: did you mean `Account`?

checked 3 queries: 2 errors
";
    said(&answer, 1, expected);
}

#[test]
fn standard_input() {
    let workspace = Workspace::with(&["Account"]);
    let arguments = ["soql", "--schema", "org", "-"];
    let answer = workspace.run_with(&arguments, b"SELECT Id\nFROM Account\n");
    said(&answer, 0, "checked 1 query: all right\n");
    let answer = workspace.run_with(&arguments, b"SELECT Id\nFROM Acount\n");
    assert_eq!(answer.code, 1);
    assert!(
        answer
            .out
            .starts_with("<stdin>:2:6: error[INVALID_TYPE]: no object `Acount`\n"),
        "{}",
        answer.out
    );
}

#[test]
fn what_cannot_be_read_hides_nothing_else() {
    let workspace = Workspace::with(&["Account"]);
    fs::write(workspace.path("latin1.soql"), b"SELECT \xe9 FROM Account").expect("written");
    fs::write(workspace.path("huge.soql"), vec![b' '; (1 << 20) + 1]).expect("written");
    fs::create_dir(workspace.path("folder")).expect("a folder");
    let answer = workspace.soql(&[
        "none.soql",
        "latin1.soql",
        "huge.soql",
        "folder",
        "SELECT Id, Industri FROM Account",
    ]);
    assert_eq!(
        (answer.code, &*answer.out),
        (2, &*format!("{INDUSTRI}checked 1 query: 1 error\n"))
    );
    for error in [
        "error: none.soql: cannot read this: ",
        "error: latin1.soql: it is not UTF-8\n",
        "error: huge.soql: it is longer than 1048576 bytes\n",
        "error: folder: cannot read this: ",
        "help: a query is one argument, in quotes; ",
    ] {
        assert!(
            answer.err.contains(error),
            "no {error:?} in\n{}",
            answer.err
        );
    }
}

#[test]
fn syntax_needs_no_schema() {
    let workspace = Workspace::empty();
    let check = |query: &str| workspace.run(&["soql", "--syntax-only", query]);
    said(
        &check("SELECT Nope FROM Nowhere"),
        0,
        "checked 1 query: all right\n",
    );
    let answer = check("SELECT Nope, FROM Nowhere");
    assert_eq!(answer.code, 1);
    assert!(
        answer
            .out
            .starts_with("error[MALFORMED_QUERY]: unexpected token: 'FROM'\n"),
        "{}",
        answer.out
    );
    // A snapshot is not looked at, so that the same line serves with and without.
    said(
        &workspace.soql(&["--syntax-only", "SELECT Nope FROM Nowhere"]),
        0,
        "checked 1 query: all right\n",
    );
}

#[test]
fn fields_without_bindings_can_be_queried() {
    let workspace = Workspace::with(&["Account", "Contact"]);
    workspace.write(
        "org/sf.toml",
        "objects = [\"Contact\"]\n[object.Account]\nfields = [\"Name\"]\n",
    );
    said(
        &workspace.soql(&["SELECT Industry FROM Account"]),
        0,
        "checked 1 query: all right\n",
    );
}

#[test]
fn what_the_snapshot_lacks_is_said_as_that() {
    let workspace = Workspace::with(&["Account"]);
    let answer = workspace.soql(&["SELECT Id, (SELECT Nope FROM Contacts) FROM Account"]);
    assert_eq!(answer.code, 1);
    for part in [
        "error[not-in-snapshot]: Contact is not in the snapshot\n",
        "= help: sf-codegen fetch --objects Contact\n",
    ] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
    assert!(!answer.out.contains("Nope` on"), "{}", answer.out);
}

#[test]
fn wrong_use() {
    let workspace = Workspace::with(&["Account"]);
    let query = "SELECT Id FROM Account";
    for (arguments, error) in [
        // Where a snapshot is unless something else is said.
        (
            &["soql", query][..],
            "error: salesforce: there is no such folder",
        ),
        (&["soql", "--schema", "org"], "<QUERY|FILE|->"),
        (&["soql", "--syntax-only"], "<QUERY|FILE|->"),
        (&["soql", "--schema", "org", "--jsonl", query], "--jsonl"),
        (
            &["soql", "--syntax-only", "--config", "a", query],
            "'--config <FILE>'",
        ),
        (&["soql", "--schema", "nowhere", query], "error: nowhere: "),
        // Quotes forgotten.
        (
            &["soql", "--schema", "org", "SELECT", "Id", "FROM", "Account"],
            "error: SELECT: cannot read this: ",
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
fn colour_only_where_it_is_asked_for() {
    let workspace = Workspace::with(&["Account"]);
    let wrong = "SELECT Id, Industri FROM Account";
    let answer = workspace.soql(&["--color", "always", "-q", wrong]);
    for part in ["31merror[INVALID_FIELD]:\x1b[0m", "31m^^^^^^^^\x1b[0m"] {
        assert!(answer.out.contains(part), "no {part:?} in\n{}", answer.out);
    }
    let warned = "SELECT Id FROM Account WHERE Name LIKE 'a'";
    let answer = workspace.soql(&["--color", "always", warned]);
    assert!(answer.out.contains("33mwarning["), "{}", answer.out);
    for query in [wrong, warned] {
        assert!(!workspace.soql(&[query]).out.contains('\x1b'));
    }
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let workspace = Workspace::with(&["Account"]);
    let hostile =
        "SELECT \x1b[2J\u{202e}, \u{9b}31m, 'a\rb\u{7}' \u{61c}\u{2066} FROM A\u{1b}]0;x\u{7}";
    workspace.write("evil\x1b[2J\u{202e}.soql", hostile);
    for arguments in [
        &[hostile][..],
        &["evil\x1b[2J\u{202e}.soql"],
        &["missing\x1b[2J.soql"],
    ] {
        let answer = workspace.soql(arguments);
        assert_ne!(answer.code, 0);
        for text in [&answer.out, &answer.err] {
            let bad = text.chars().find(|c| {
                c.is_control() && *c != '\n'
                    || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            });
            assert_eq!(bad, None, "{text:?}");
        }
    }
}

#[test]
fn a_hostile_query_ends_in_a_few_lines() {
    let workspace = Workspace::with(&["Account"]);
    let deep = format!("SELECT Id FROM Account WHERE {}", "(".repeat(50_000));
    workspace.write("deep.soql", &deep);
    workspace.write("long.soql", &" ".repeat(200_000));
    workspace.write(
        "many.soql",
        &format!("SELECT {} FROM Account", ["Nope"; 9_000].join(", ")),
    );
    let answer = workspace.soql(&["deep.soql", "long.soql", "many.soql"]);
    assert_eq!((answer.code, &*answer.err), (1, ""));
    assert!(
        answer
            .out
            .contains("long.soql:1:1: error[MALFORMED_QUERY]: the query is longer")
    );
    assert!(answer.out.len() < 20_000, "{}", answer.out.len());
}

/// `FIELDS()` is of version 51.
#[test]
fn queries_are_for_the_version_of_the_snapshot() {
    let workspace = Workspace::with(&["Account"]);
    workspace
        .run(&["snapshot", "org", "--out", "salesforce"])
        .fine();
    let manifest = workspace.read("salesforce/_snapshot.json");
    let older = manifest.replace("\"apiVersion\": \"66.0\"", "\"apiVersion\": \"50.0\"");
    assert_ne!(manifest, older);
    let query = "SELECT FIELDS(STANDARD) FROM Account";
    let ask = || workspace.run(&["soql", "--schema", "salesforce", query]);
    let main = format!("fn main() {{ soql!(\"{query}\"); }}");
    workspace.write("src/main.rs", &main);
    let lint = || workspace.run(&["lint", "--schema", "salesforce", "src"]);
    let generate = || {
        let index = ["--out", "bindings", "--index", "index"];
        let generate = ["generate", "--schema", "salesforce"];
        workspace.run(&[&generate[..], &index].concat()).fine();
        workspace.read("index/macros.settings")
    };
    assert_eq!((ask().code, lint().code), (0, 0));
    assert!(generate().contains("\nv\t66\n"));
    workspace.write("salesforce/_snapshot.json", &older);
    for answer in [ask(), lint()] {
        let said = "FIELDS() is not in version 50 of the API";
        assert!(
            answer.code == 1 && answer.out.contains(said),
            "{}",
            answer.out
        );
    }
    assert!(generate().contains("\nv\t50\n"));
}
