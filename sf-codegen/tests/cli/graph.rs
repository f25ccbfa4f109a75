//! What `graph` draws of the fixture org.

use std::env;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Answer, Workspace};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

impl Workspace {
    fn graph(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["graph", "--schema", "org"], arguments].concat())
    }
}

#[test]
fn a_focus_with_its_neighbours() {
    let workspace = Workspace::whole();
    let answer = workspace.graph(&["--focus", "opportunitylineitem"]).fine();
    assert_eq!(
        answer.out,
        "erDiagram\n    \
         \"Opportunity\" ||..o{ \"OpportunityLineItem\" : \"OpportunityId\"\n    \
         \"PricebookEntry\" |o..o{ \"OpportunityLineItem\" : \"PricebookEntryId\"\n    \
         \"Product2\" |o..o{ \"OpportunityLineItem\" : \"Product2Id\"\n    \
         \"Product2\" ||..o{ \"PricebookEntry\" : \"Product2Id\"\n"
    );
    let wider = workspace
        .graph(&["--focus", "OpportunityLineItem", "--depth", "2"])
        .fine();
    assert!(wider.out.contains("\"AccountId\""), "{}", wider.out);
}

#[test]
fn a_file_for_graphviz() {
    let workspace = Workspace::whole();
    let answer = workspace
        .graph(&["--format", "dot", "--output", "org.dot"])
        .fine();
    assert_eq!(answer.out, "");
    let dot = workspace.read("org.dot");
    assert!(dot.starts_with("digraph salesforce {\n"), "{dot}");
    assert!(dot.contains("\"Contact\" -> \"Account\" [label=\"AccountId\", style=dashed];"));
    assert!(!dot.contains("CreatedById"));
}

#[test]
fn a_picture_where_graphviz_is_installed() {
    let workspace = Workspace::whole();
    let arguments = ["--format", "svg", "--focus", "Contact"];
    if Command::new("dot").arg("-V").output().is_ok() {
        let answer = workspace.graph(&arguments).fine();
        assert!(answer.out.contains("<svg"), "{}", answer.out);
        assert!(answer.out.contains(">AccountId</text>"), "{}", answer.out);
    } else {
        println!("graphviz is not installed: only what is said of that is looked at");
        let answer = workspace.graph(&arguments);
        assert_eq!(answer.code, 2);
        assert!(answer.err.contains("--format dot"), "{}", answer.err);
    }
}

/// Graphviz itself, from the package that CI installs into `target/peers`; see `.ci/run`.
fn graphviz() -> Option<PathBuf> {
    let peers =
        env::var_os("SF_PEERS").map_or_else(|| Path::new(ROOT).join("target/peers"), PathBuf::from);
    let folder = peers.join("graphviz");
    if folder.join("node_modules/@hpcc-js/wasm-graphviz").exists() {
        return Some(folder);
    }
    println!("skipped: {} has no graphviz", folder.display());
    None
}

/// With names that try to break out, and with what is outside of the snapshot.
#[cfg(unix)]
#[test]
fn graphviz_draws_what_is_there_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;

    let Some(folder) = graphviz() else {
        return;
    };
    let workspace = Workspace::whole();
    std::fs::create_dir(workspace.path("bin")).expect("a folder");
    let script = Path::new(ROOT).join("tests/peers/dot.mjs");
    let (script, folder) = (script.display(), folder.display());
    let program = format!("#!/bin/sh\nexec node '{script}' '{folder}' \"$@\"\n");
    workspace.write("bin/dot", &program);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(workspace.path("bin/dot"), executable).expect("permissions");
    let programs = env::var_os("PATH").unwrap_or_default();
    let programs = [workspace.path("bin")]
        .into_iter()
        .chain(env::split_paths(&programs));
    let programs = env::join_paths(programs).expect("paths");
    for schema in ["org".to_owned(), format!("{ROOT}/fixtures/hostile")] {
        let arguments = ["graph", "--schema", &schema, "--outside", "--format"];
        let dot = workspace.run(&[&arguments[..], &["dot"]].concat()).fine();
        let nodes = dot.out.lines().filter(|line| !line.contains(" -> "));
        let nodes = nodes.filter(|line| line.starts_with("    \"")).count();
        let edges = dot.out.matches(" -> ").count();
        let mut command = workspace.command(&[&arguments[..], &["svg"]].concat());
        command.env("PATH", &programs);
        let svg = Answer::of(command).fine().out;
        assert!(nodes > 20 && edges > 20, "{nodes} {edges}");
        let drawn = |class: &str| svg.matches(&format!("class=\"{class}\"")).count();
        assert_eq!((drawn("node"), drawn("edge")), (nodes, edges), "{schema}");
        assert!(
            !svg.contains("<script") && !svg.contains("href=\""),
            "{schema}"
        );
    }
}

/// As big as orgs are: taken, not laid out.
#[test]
fn graphviz_takes_a_graph_of_a_thousand_objects() {
    let Some(folder) = graphviz() else {
        return;
    };
    let workspace = Workspace::empty();
    let mut all = String::from("[");
    for number in 0..1000 {
        let comma = if number == 0 { "" } else { "," };
        let fields: Vec<String> = (1..20)
            .map(|field| {
                let to = (number * field + field) % 1000;
                format!(
                    "{{\"name\":\"F{field}__c\",\"type\":\"reference\",\"referenceTo\":[\"T{to}__c\"]}}"
                )
            })
            .collect();
        write!(
            all,
            "{comma}{{\"name\":\"T{number}__c\",\"fields\":[{}]}}",
            fields.join(",")
        )
        .expect("text");
    }
    workspace.write("org/all.json", &(all + "]"));
    workspace
        .graph(&["--format", "dot", "--output", "org.dot"])
        .fine();
    let output = Command::new("node")
        .arg(Path::new(ROOT).join("tests/peers/dot.mjs"))
        .arg(folder)
        .arg("-Tcanon")
        .stdin(std::fs::File::open(workspace.path("org.dot")).expect("the graph"))
        .output()
        .expect("node runs");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaints}");
    let taken = String::from_utf8_lossy(&output.stdout);
    assert_eq!(taken.matches(" -> ").count(), 19_000);
}

#[test]
fn an_object_that_is_not_there() {
    let answer = Workspace::whole().graph(&["--focus", "Contct"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer.err.contains("did you mean Contact?"),
        "{}",
        answer.err
    );
}
