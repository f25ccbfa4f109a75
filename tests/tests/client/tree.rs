//! Trees: what is sent, and what becomes of each record.

use serde_json::{Value, json};
use sf_runtime::collections::Outcome;
use sf_runtime::composite::Tree;
use sf_runtime::{Create, Date, Error, ErrorCode};
use sf_tests::bindings::{
    Case, Contact, Milestone__c, Opportunity, Project__c, contact, milestone__c, opportunity,
    project__c,
};

use crate::collections::id_of;
use crate::composite::{account, plain, project_required};
use crate::scripted::{Answer, Scripted, Seen, run};

fn contact(name: &str) -> contact::Draft<Create> {
    Contact::create(contact::Required {
        last_name: name.into(),
    })
}

/// The names of all records of a tree, in the order of the text.
fn references(seen: &Seen) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            Value::Object(entries) => {
                if let Some(Value::String(name)) = entries.get("referenceId") {
                    found.push(name.clone());
                }
                entries.values().for_each(|value| collect(value, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&seen.json(), &mut found);
    found
}

/// An org that creates all records; the nth added has the id of n.
fn creating() -> Scripted {
    Scripted::new(|seen| {
        let results: Vec<Value> = references(seen)
            .iter()
            .map(|name| {
                let place = plain(name)["ref".len()..].parse().unwrap();
                json!({"referenceId": name, "id": id_of(place)})
            })
            .collect();
        Answer::Json(
            201,
            json!({"hasErrors": false, "results": results}).to_string(),
        )
    })
}

/// An org that refuses the nth record that was added.
fn refusing(code: &'static str, status: u16) -> impl FnMut(&Seen) -> Answer + Send {
    move |seen| {
        let second = references(seen)
            .into_iter()
            .find(|name| plain(name) == "ref1")
            .unwrap();
        let errors = json!([{"statusCode": code, "message": "m", "fields": ["Email"]}]);
        let results = json!([{"referenceId": second, "errors": errors}]);
        Answer::Json(
            status,
            json!({"hasErrors": true, "results": results}).to_string(),
        )
    }
}

#[test]
fn children_are_nested_by_the_lookup_or_by_the_relationship() {
    let org = creating();
    let mut tree = Tree::new();
    let acme = tree.add(account());
    let ann = tree.add(contact("Ann").account_id(acme.id()));
    let bob = tree.add_child(&acme, "Contacts", contact("Bob"));
    let boss = tree.add(contact("Sub").reports_to_id(ann.id()));
    let other = tree.add(account());
    let done = run(tree.send(&org.client())).unwrap();
    assert_eq!(done.get(&acme).unwrap().as_str(), id_of(0));
    assert_eq!(done.get(&ann).unwrap().as_str(), id_of(1));
    assert_eq!(done.get(&bob).unwrap().as_str(), id_of(2));
    assert_eq!(done.get(&boss).unwrap().as_str(), id_of(3));
    assert_eq!(done.get(&other).unwrap().as_str(), id_of(4));
    assert_eq!(done.ids().len(), 5);
    let seen = &org.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/services/data/v66.0/composite/tree/Account")
    );
    assert_eq!(
        plain(&seen.body),
        concat!(
            r#"{"records":[{"attributes":{"type":"Account","referenceId":"ref0"},"Name":"Acme","Contacts":{"records":["#,
            r#"{"attributes":{"type":"Contact","referenceId":"ref1"},"LastName":"Ann","ContactReports":{"records":["#,
            r#"{"attributes":{"type":"Contact","referenceId":"ref3"},"LastName":"Sub"}]}},"#,
            r#"{"attributes":{"type":"Contact","referenceId":"ref2"},"LastName":"Bob"}]}},"#,
            r#"{"attributes":{"type":"Account","referenceId":"ref4"},"Name":"Acme"}]}"#
        )
    );
}

#[test]
fn a_required_master_is_the_place_in_the_tree() {
    let org = creating();
    let mut tree = Tree::new();
    let project = tree.add(Project__c::create(project_required()));
    tree.add(Milestone__c::create(milestone__c::Required {
        project__c: project.id().into(),
        title__c: "Start".into(),
    }));
    run(tree.send(&org.client())).unwrap();
    let body = org.seen()[0].json();
    let milestone = &body["records"][0]["Milestones__r"]["records"][0];
    assert_eq!(milestone["Title__c"], "Start");
    assert!(milestone.get("Project__c").is_none());
}

#[test]
fn a_refusal_names_its_records_and_nothing_is_created() {
    for status in [400, 201] {
        let org = Scripted::new(refusing("INVALID_EMAIL_ADDRESS", status));
        let mut tree = Tree::new();
        let acme = tree.add(account());
        tree.add_child(&acme, "Contacts", contact("Ann"));
        tree.add_child(&acme, "Contacts", contact("Bob"));
        let Err(Error::Report(error)) = run(tree.send(&org.client())) else {
            panic!("not refused");
        };
        let report = error.report();
        assert!(matches!(
            report.outcomes(),
            [Outcome::RolledBack, Outcome::Failed(errors), Outcome::RolledBack]
                if errors[0].code == ErrorCode::InvalidEmailAddress
        ));
        assert_eq!(
            report.to_string(),
            "3 records: 1 failed, 2 rolled back; record 1: INVALID_EMAIL_ADDRESS: m [Email]"
        );
    }
}

#[test]
fn a_tree_that_was_locked_is_sent_again() {
    let mut refuse = refusing("UNABLE_TO_LOCK_ROW", 400);
    let mut calls = 0;
    let org = Scripted::new(move |seen| {
        calls += 1;
        if calls == 1 {
            return refuse(seen);
        }
        let results: Vec<Value> = references(seen)
            .iter()
            .map(|name| json!({"referenceId": name, "id": id_of(0)}))
            .collect();
        Answer::Json(
            201,
            json!({"hasErrors": false, "results": results}).to_string(),
        )
    });
    let mut tree = Tree::new();
    let acme = tree.add(account());
    tree.add_child(&acme, "Contacts", contact("Ann"));
    assert!(run(tree.send(&org.client())).is_ok());
    assert_eq!((org.seen().len(), org.waits().len()), (2, 1));
}

#[test]
fn another_refusal_is_an_error_of_the_api() {
    let org = Scripted::new(|_| {
        let body = r#"[{"errorCode":"INVALID_FIELD","message":"m"}]"#;
        Answer::Json(400, body.to_owned())
    });
    let mut tree = Tree::new();
    tree.add(account());
    let error = run(tree.send(&org.client())).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidField));
}

#[test]
fn what_cannot_be_a_tree_is_refused() {
    let refuse = |tree: Tree, why: &str| {
        let org = Scripted::answers([]);
        let error = run(tree.send(&org.client())).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert!(org.seen().is_empty());
    };
    refuse(Tree::new(), "a tree of 0 records");
    let mut tree = Tree::new();
    for _ in 0..201 {
        tree.add(account());
    }
    refuse(tree, "a tree of 201 records");
    let mut tree = Tree::new();
    let mut parent = tree.add(account());
    for _ in 0..5 {
        parent = tree.add(account().parent_id(parent.id()));
    }
    refuse(tree, "6 levels deep");
    let mut tree = Tree::new();
    tree.add(account());
    tree.add(contact("Ann"));
    refuse(tree, "the roots of a tree are of one object");
    let mut tree = Tree::new();
    let acme = tree.add(account());
    tree.add_child(&acme, "Contact", contact("Ann"));
    refuse(
        tree,
        r#"Account has no child relationship "Contact" to Contact: there is Contacts"#,
    );
    let mut tree = Tree::new();
    let acme = tree.add(account());
    tree.add_child(&acme, "Cases", contact("Ann"));
    refuse(tree, r#"no child relationship "Cases" to Contact"#);
    let mut tree = Tree::new();
    let acme = tree.add(account());
    let ann = tree.add(contact("Ann").account_id(acme.id()));
    tree.add(contact("Bob").account_id(acme.id()).reports_to_id(ann.id()));
    refuse(tree, "names two records of the tree");
    let mut tree = Tree::new();
    let acme = tree.add(account());
    tree.add(contact("Ann").account_id(acme.id()));
    tree.add(Case::create().account_id(acme.id()));
    let deal = opportunity::Required {
        close_date: Date::constant(2026, 3, 2),
        name: "Deal".into(),
        stage_name: opportunity::StageName::Prospecting.into(),
    };
    tree.add(Opportunity::create(deal).account_id(acme.id()));
    let project = project__c::Required {
        account__c: acme.id().into(),
        ..project_required()
    };
    let project = tree.add(Project__c::create(project));
    let task = milestone__c::Required {
        project__c: project.id().into(),
        title__c: "Start".into(),
    };
    tree.add(Milestone__c::create(task));
    refuse(tree, "a tree of 6 objects: it takes 5");
    let mut other = Tree::new();
    let foreign = other.add(account());
    let mut tree = Tree::new();
    tree.add(account());
    tree.add(contact("Ann").account_id(foreign.id()));
    refuse(tree, "AccountId names a record that is not in the tree");
    let mut tree = Tree::new();
    tree.add(account());
    tree.add_child(&foreign, "Contacts", contact("Ann"));
    refuse(tree, "the handle of its parent is of another tree");
}

/// So the org refuses a tree of which no record is to blame.
#[test]
fn the_refusal_of_the_whole_is_an_error() {
    let org = Scripted::new(|_| {
        let body = r#"{"hasErrors":true,"results":[{"errors":[{"statusCode":"INVALID_INPUT","message":"m","fields":[]}]}]}"#;
        Answer::Json(400, body.to_owned())
    });
    let mut tree = Tree::new();
    tree.add(account());
    let error = run(tree.send(&org.client())).unwrap_err();
    assert_eq!(error.code().map(ErrorCode::as_str), Some("INVALID_INPUT"));
}
