use sf_schema::schema::{Field, FieldFlags, FieldType, Reference};
use sf_schema::{Name, Object, Schema};

use super::{Focus, Graph, Options};

fn lookup(api: &str, to: &[&str], order: Option<u8>) -> Field {
    Field {
        name: Name::new(api, ""),
        data: FieldType::Reference,
        flags: FieldFlags::none().with(FieldFlags::NILLABLE, order.is_none()),
        reference: Some(Reference {
            to: to.iter().map(|to| (*to).to_owned()).collect(),
            order,
            ..Reference::default()
        }),
        ..Field::default()
    }
}

fn schema() -> Schema {
    let object = |api: &str, fields: Vec<Field>| Object {
        name: Name::new(api, api),
        label: format!("{api} \"label\""),
        fields,
        ..Object::default()
    };
    let objects = [
        object("Account", vec![lookup("ParentId", &["Account"], None)]),
        object("User", vec![]),
        object("Lonely", vec![]),
        object(
            "Task",
            vec![
                lookup("WhatId", &["Account", "Line__c", "Asset"], None),
                lookup("CreatedById", &["User"], None),
            ],
        ),
        object("Invoice__c", vec![lookup("Account__c", &["account"], None)]),
        object(
            "Line__c",
            vec![lookup("Invoice__c", &["Invoice__c"], Some(0))],
        ),
    ];
    Schema::new(objects).expect("no duplicates")
}

fn names(graph: &Graph) -> Vec<&str> {
    graph.nodes.iter().map(|node| &*node.object).collect()
}

#[test]
fn every_lookup_is_a_line_but_those_of_the_history() {
    let graph = Graph::of(&schema(), &Options::default()).unwrap();
    assert_eq!(
        graph.mermaid(),
        "erDiagram\n    \
         \"Lonely\"\n    \
         \"User\"\n    \
         \"Account\" |o..o{ \"Account\" : \"ParentId\"\n    \
         \"Account\" |o..o{ \"Invoice__c\" : \"Account__c\"\n    \
         \"Invoice__c\" ||--o{ \"Line__c\" : \"Invoice__c\"\n    \
         \"Account\" |o..o{ \"Task\" : \"WhatId\"\n    \
         \"Line__c\" |o..o{ \"Task\" : \"WhatId\"\n"
    );
    let dot = graph.dot();
    for line in [
        r#"    "Account" [tooltip="Account \"label\""];"#,
        r#"    "Invoice__c" -> "Account" [label="Account__c", style=dashed];"#,
        r#"    "Line__c" -> "Invoice__c" [label="Invoice__c", dir=both, arrowtail=diamond];"#,
        r#"    "Task" -> "Line__c" [label="WhatId", style=dotted];"#,
    ] {
        assert!(dot.lines().any(|known| known == line), "{line} in\n{dot}");
    }
    let every = Options {
        skip: Vec::new(),
        ..Options::default()
    };
    let graph = Graph::of(&schema(), &every).unwrap();
    assert!(graph.mermaid().contains("\"CreatedById\""));
}

#[test]
fn a_focus_leaves_its_neighbours() {
    let at = |object: &str, depth| Options {
        focus: Some(Focus {
            object: object.to_owned(),
            depth,
        }),
        ..Options::default()
    };
    let of = |options| Graph::of(&schema(), &options).unwrap();
    assert_eq!(names(&of(at("invoice__c", 0))), ["Invoice__c"]);
    assert_eq!(
        names(&of(at("Invoice__c", 1))),
        ["Account", "Invoice__c", "Line__c"]
    );
    assert_eq!(
        names(&of(at("Invoice__c", 9))),
        ["Account", "Invoice__c", "Line__c", "Task"]
    );
    // Lines between neighbours are drawn, those to others are not.
    let graph = of(at("Account", 1));
    assert_eq!(names(&graph), ["Account", "Invoice__c", "Task"]);
    assert!(graph.edges.iter().all(|edge| edge.parent == "Account"));
}

#[test]
fn only_what_was_asked_for() {
    let options = Options {
        objects: vec!["*__c".to_owned()],
        ..Options::default()
    };
    let graph = Graph::of(&schema(), &options).unwrap();
    assert_eq!(names(&graph), ["Invoice__c", "Line__c"]);
    assert_eq!(graph.edges.len(), 1);
    let options = Options {
        objects: vec!["Task".to_owned()],
        outside: true,
        ..Options::default()
    };
    let graph = Graph::of(&schema(), &options).unwrap();
    assert_eq!(names(&graph), ["Asset", "Task"]);
    assert!(graph.dot().contains("\"Asset\" [style=\"rounded,dashed\"]"));
}

#[test]
fn a_name_that_matches_nothing_is_an_error() {
    let options = Options {
        objects: vec!["Acount".to_owned(), "x*".to_owned()],
        focus: Some(Focus {
            object: "Tusk".to_owned(),
            depth: 1,
        }),
        ..Options::default()
    };
    let error = Graph::of(&schema(), &options).unwrap_err();
    let said: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| (problem.object.as_deref(), problem.help.as_deref()))
        .collect();
    assert_eq!(
        said,
        [
            (Some("Acount"), Some("did you mean Account?")),
            (
                Some("x*"),
                Some("take it with the snapshot, or see what is there")
            ),
            (Some("Tusk"), Some("did you mean Task?")),
        ]
    );
}

#[test]
fn a_hostile_name_stays_a_name() {
    let object = Object {
        name: Name::new("A\" {\n} #quot; \\N", ""),
        label: "\\l\"]; evil [".to_owned(),
        ..Object::default()
    };
    let schema = Schema::new([object]).expect("no duplicates");
    let graph = Graph::of(&schema, &Options::default()).unwrap();
    assert_eq!(graph.mermaid(), "erDiagram\n    \"A_ ___ _quot_ _N\"\n");
    let dot = graph.dot();
    assert!(
        dot.contains(r#""A\" { } #quot; \\N" [tooltip="\\l\"]; evil ["];"#),
        "{dot}"
    );
}
