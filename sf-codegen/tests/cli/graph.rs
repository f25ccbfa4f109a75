//! What `graph` draws of the fixture org.

use std::process::Command;

use crate::{Answer, Workspace};

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
