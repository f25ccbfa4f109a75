//! The whole circle: an org is fetched, an application built against it, the org changes, `check`
//! names each line that this breaks, and after the next fetch so does the compiler.
//!
//! The application is `fixtures/circle/main.rs`. The lines that the change breaks are marked there, and
//! nothing else may be named. `won.soql` is a file of its own, which `check` reads and rustc does not:
//! its one line is the only one that the compiler cannot know of.
//!
//! `forms.rs` is a second application, whose records and drafts come from afar: out of structs, loops
//! and functions.
//!
//! What the applications leave out, since there the two differ: a query of one literal in several lines,
//! which rustc refuses where it begins; what follows a method that is gone on the same draft, of which
//! rustc says nothing; a column that is never null any more, which `check` names in the query and rustc
//! where the row is used; a retired value in a filter, which the org still takes.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::fetch::{DESCRIBED_AT, Org};
use crate::live::org_at;
use crate::{Answer, Workspace};

const BEFORE: &str = include_str!("../../../fixtures/circle/main.rs");
const WON: &str = include_str!("../../../fixtures/circle/won.soql");
const FIXED: &str = include_str!("../../../fixtures/circle/fixed.rs");

const FORMS: &str = include_str!("../../../fixtures/circle/forms.rs");

/// The commands of the circle and what they say, under this heading.
const STORY: &str = include_str!("../../../README.md");
const HEADING: &str = "# The whole circle\n";

/// Behind each line of the application that the change of the org breaks.
const MARK: &str = "// BREAKS: ";

const OBJECTS: [&str; 5] = ["Account", "Contact", "Lead", "Name", "Opportunity"];

/// File and line.
type Places = BTreeSet<(String, u64)>;

#[test]
fn what_the_org_breaks_is_named_before_it_breaks() {
    let application = Application::new("circle", BEFORE);
    application.write("src/won.soql", WON);
    let (org, _describes) = org_at(DESCRIBED_AT, &OBJECTS, |_, _| {});
    application.run(&org, 0);

    let (org, _describes) = org_at(DESCRIBED_AT * 2, &OBJECTS, change);
    application.run(&org, 1);
    let (code, named) = application.checked(&org);
    let rust = marked(BEFORE);
    let mut expected = rust.clone();
    expected.insert(("src/won.soql".to_owned(), 1));
    assert_eq!((code, named), (1, expected));
    assert_eq!(
        application.refused(),
        Places::new(),
        "the bindings are those of the snapshot"
    );

    application.run(&org, 2);
    assert_eq!(application.refused(), rust);

    application.write("src/main.rs", FIXED);
    application.write("src/won.soql", &WON.replace(", Account.Fax", ""));
    application.run(&org, 3);
    assert_eq!(application.checked(&org), (0, Places::new()));
}

#[test]
fn what_comes_from_afar_is_named_as_well() {
    let application = Application::new("forms", FORMS);
    let (org, _describes) = org_at(DESCRIBED_AT, &OBJECTS, |_, _| {});
    let fetch = ["fetch", "--objects", "Account,Contact,Lead,Opportunity"];
    Answer::of(application.0.with_token(&org, &fetch)).fine();
    assert_eq!(application.refused(), Places::new());

    let (org, _describes) = org_at(DESCRIBED_AT * 2, &OBJECTS, change);
    let expected = marked(FORMS);
    assert_eq!(application.checked(&org), (1, expected.clone()));
    Answer::of(application.0.with_token(&org, &fetch[..1])).fine();
    assert_eq!(application.refused(), expected);

    let mended = FORMS.lines().filter(|line| !line.contains(MARK));
    application.write("src/main.rs", &mended.collect::<Vec<_>>().join("\n"));
    assert_eq!(application.checked(&org), (0, Places::new()));
    assert_eq!(application.refused(), Places::new());
}

/// What somebody does to the org.
fn change(object: &str, describe: &mut Value) {
    let fields = describe["fields"].as_array_mut().expect("fields");
    match object {
        "Account" => {
            fields.retain(|field| field["name"] != "Fax");
            let website = named(fields, "name", "Website");
            website["createable"] = json!(false);
            website["updateable"] = json!(false);
            let industry = named(fields, "name", "Industry");
            let values = industry["picklistValues"].as_array_mut().expect("values");
            named(values, "value", "Energy")["active"] = json!(false);
        }
        "Contact" => named(fields, "name", "Email")["nillable"] = json!(false),
        "Opportunity" => {
            let mut region = named(fields, "name", "NextStep").clone();
            region["name"] = json!("Region__c");
            region["label"] = json!("Region");
            region["custom"] = json!(true);
            region["nillable"] = json!(false);
            fields.push(region);
        }
        _ => {}
    }
}

fn named<'v>(values: &'v mut [Value], key: &str, name: &str) -> &'v mut Value {
    let mut values = values.iter_mut();
    values
        .find(|value| value[key] == name)
        .expect("it is there")
}

/// The marked lines.
fn marked(application: &str) -> Places {
    let lines = (1..).zip(application.lines());
    let marked = lines.filter(|(_, line)| line.contains(MARK));
    marked
        .map(|(number, _)| ("src/main.rs".to_owned(), number))
        .collect()
}

/// The crate of the application.
struct Application(Workspace);

impl Application {
    fn new(name: &str, main: &str) -> Self {
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles");
        fs::create_dir_all(&scratch).expect("the scratch folder");
        // Always in the same place, so that cargo builds it anew and not beside what it built before.
        let _ = fs::remove_dir_all(scratch.join(name));
        let folder = tempfile::Builder::new()
            .prefix(name)
            .rand_bytes(0)
            .tempdir_in(scratch);
        let application = Self(Workspace {
            folder: folder.expect("a scratch folder"),
        });
        fs::create_dir(application.0.path("src")).expect("a folder");
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let project = project.canonicalize().expect("the project");
        let manifest = format!(
            "[package]\nname = \"scratch-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nsf-runtime = {{ path = {:?} }}\n\n\
             [build-dependencies]\nsf-codegen = {{ path = {:?} }}\n\n[workspace]\n",
            project.join("sf-runtime"),
            project.join("sf-codegen"),
        );
        application.write("Cargo.toml", &manifest);
        // The versions of the project, so that nothing has to be fetched.
        fs::copy(project.join("Cargo.lock"), application.0.path("Cargo.lock")).expect("copied");
        application.write(
            "build.rs",
            "fn main() -> Result<(), sf_codegen::Error> {\n    \
             sf_codegen::Builder::new(\"salesforce\").build()\n}\n",
        );
        application.write("src/main.rs", main);
        application
    }

    fn write(&self, path: &str, text: &str) {
        self.0.write(path, text);
    }

    /// Runs the commands of one part of the story, which must say what they say there.
    fn run(&self, org: &Org, part: usize) {
        let (_, story) = STORY.split_once(HEADING).expect("the story");
        let blocks = story.split("```console\n").skip(1);
        let blocks: Vec<&str> = blocks
            .filter_map(|block| block.split("```").next())
            .collect();
        let block = blocks.get(part).expect("the part of the story");
        for step in block.split("$ ").skip(1) {
            let (command, expected) = step.split_once('\n').expect("a line");
            let words: Vec<&str> = command.split(' ').collect();
            let answer = match words.as_slice() {
                ["sf-codegen", arguments @ ..] => Answer::of(self.0.with_token(org, arguments)),
                [program, arguments @ ..] => {
                    assert_eq!(*program, "cargo", "no other program is run");
                    self.cargo(arguments)
                }
                [] => continue,
            };
            let said = answer.out + &answer.err;
            assert!(
                is_told(expected, &said),
                "$ {command}\n{said}\ninstead of\n{expected}"
            );
        }
    }

    /// What `check` names in the sources, and its exit code.
    fn checked(&self, org: &Org) -> (i32, Places) {
        let check = "check --schema salesforce --src src --live --format json";
        let check: Vec<&str> = check.split(' ').collect();
        let answer = Answer::of(self.0.with_token(org, &check));
        assert_eq!(answer.err, "");
        let lines = answer.out.lines().map(serde_json::from_str::<Value>);
        let places = lines.filter_map(|line| {
            let line = line.expect("JSON");
            Some((line["file"].as_str()?.to_owned(), line["line"].as_u64()?))
        });
        (answer.code, places.collect())
    }

    /// Where the compiler has an error.
    fn refused(&self) -> Places {
        let answer = self.cargo(&["check", "-q", "--message-format", "json"]);
        let messages = answer.out.lines().map(serde_json::from_str::<Value>);
        let mut places = Places::new();
        for message in messages.map(|message| message.expect("JSON")) {
            let message = &message["message"];
            let spans = message["spans"].as_array().into_iter().flatten();
            let is_error = message["level"] == "error";
            for span in spans.filter(|span| is_error && span["is_primary"] == true) {
                let file = span["file_name"].as_str().expect("a file");
                let line = span["line_start"].as_u64().expect("a line");
                places.insert((file.to_owned(), line));
            }
        }
        assert_eq!(answer.code == 0, places.is_empty(), "{}", answer.err);
        places
    }

    fn cargo(&self, arguments: &[&str]) -> Answer {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
        let (command, arguments) = arguments.split_first().expect("a command");
        cargo
            .args([command, "--offline"])
            .args(arguments)
            .current_dir(self.0.folder.path())
            // The one of all scratch crates, so that sf-runtime is built once.
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles/target"),
            )
            .env("CARGO_TERM_COLOR", "never")
            .stdin(Stdio::null());
        Answer::of(cargo)
    }
}

/// Whether this was said, but for what stands for `…`: several lines, or the rest of one.
fn is_told(expected: &str, said: &str) -> bool {
    let mut said = said.lines();
    let mut skips = false;
    for expected in expected.lines() {
        if expected == "…" {
            skips = true;
            continue;
        }
        let is_it = |line: &str| match expected.strip_suffix('…') {
            Some(start) => line.starts_with(start),
            None => line == expected,
        };
        let found = if skips {
            said.find(|line| is_it(line))
        } else {
            said.next()
        };
        if !found.is_some_and(is_it) {
            return false;
        }
        skips = false;
    }
    skips || said.next().is_none()
}
