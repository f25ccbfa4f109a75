//! Composites, graphs, trees and batches in an org that enforces its describes.

use futures_util::StreamExt;
use serde_json::json;
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::collections::{Collection, Outcome};
use sf_runtime::composite::{Batch, Composite, Graph, Graphs, Tree};
use sf_runtime::error::Halt;
use sf_runtime::rest::Delete;
use sf_runtime::{Error, ErrorCode, Id};
use sf_tests::bindings::{Account, Contact, Milestone__c, Project__c, milestone__c};

use crate::composite::{Get, project_required};
use crate::fake_org_collections::{account, contact, org};
use crate::scripted::run;

#[test]
fn a_composite_builds_a_family_and_reads_it() {
    run(async {
        let (org, sf) = org().await;
        let mut composite = Composite::all_or_none();
        let acme = composite.add(account("Acme"));
        let ann = composite.add(contact("Ann").account_id(acme.id()));
        let bob = composite.add(contact("Bob").account_id(acme.id()).reports_to_id(ann.id()));
        composite.add(Account::update(acme.id()).website("https://a.example"));
        let read = composite.add(Get(acme.id().expression().to_owned()));
        let many = composite.add(Collection::create([
            contact("Cem").account_id(acme.id()),
            contact("Dora").account_id(read.id()),
        ]));
        composite.add(Contact::update(many.id_at(1)).department("D"));
        let upsert = composite.add(Account::upsert_by_external_id__c("E-1").name("Parent"));
        composite.add(Account::update(acme.id()).parent_id(upsert.id()));
        let done = composite.send(&sf).await.unwrap();
        assert!(done.is_success(), "{done:?}");
        let acme = done.get(&acme).unwrap();
        let stored = org.get(acme.as_str()).unwrap();
        assert_eq!(stored["Website"], "https://a.example");
        assert_eq!(
            stored["ParentId"],
            done.get(&upsert).unwrap().id().unwrap().as_str()
        );
        let bob = org.get(done.get(&bob).unwrap().as_str()).unwrap();
        assert_eq!(bob["AccountId"], acme.as_str());
        assert_eq!(bob["ReportsToId"], done.get(&ann).unwrap().as_str());
        let dora = done.get(&many).unwrap().outcomes()[1].id().unwrap();
        let dora = org.get(dora.as_str()).unwrap();
        assert_eq!(dora["AccountId"], acme.as_str());
        assert_eq!(dora["Department"], "D");
        assert_eq!(
            done.get(&read).unwrap().website().value(),
            Some("https://a.example")
        );
        assert_eq!(org.calls().api, 1);
    });
}

#[test]
fn a_failure_undoes_everything_and_is_told_from_the_rest() {
    run(async {
        let (org, sf) = org().await;
        org.insert("Account", &json!({"Name": "x", "External_Id__c": "E-1"}))
            .unwrap();
        let build = |mut composite: Composite| {
            let first = composite.add(account("A"));
            let bad = composite.add(account("B").external_id__c("E-1"));
            let child = composite.add(contact("C").account_id(bad.id()));
            let last = composite.add(account("D"));
            (composite, first, bad, child, last)
        };
        let (composite, first, bad, child, last) = build(Composite::all_or_none());
        let done = composite.send(&sf).await.unwrap();
        assert!(done.is_rolled_back());
        assert!(done.get(&bad).unwrap_err().is_duplicate());
        for error in [
            done.get(&first).unwrap_err(),
            done.get(&child).unwrap_err(),
            done.get(&last).unwrap_err(),
        ] {
            let Error::Halted(error) = error else {
                panic!("{error}");
            };
            assert_eq!(
                error.culprit().unwrap().errors[0].code,
                ErrorCode::DuplicateValue
            );
        }
        assert_eq!(org.count("Account"), 1);

        let (composite, first, bad, child, last) = build(Composite::new());
        let done = composite.send(&sf).await.unwrap();
        assert!(done.get(&first).is_ok() && done.get(&last).is_ok());
        assert!(done.get(&bad).unwrap_err().is_duplicate());
        let error = done.get(&child).unwrap_err();
        assert!(matches!(&error, Error::Halted(error) if error.halt() == Halt::Dependent));
        assert_eq!((org.count("Account"), org.count("Contact")), (3, 0));
    });
}

#[test]
fn no_success_is_told_of_a_collection_that_was_undone() {
    run(async {
        let (org, sf) = org().await;
        org.insert("Account", &json!({"Name": "x", "External_Id__c": "E-1"}))
            .unwrap();
        let mut composite = Composite::all_or_none();
        let first = composite.add(account("A"));
        let many = composite.add(Collection::create([
            account("B"),
            account("C").external_id__c("E-1"),
        ]));
        let done = composite.send(&sf).await.unwrap();
        let report = done.get(&many).unwrap();
        assert!(matches!(
            report.outcomes(),
            [Outcome::RolledBack, Outcome::Failed(_)]
        ));
        let error = done.get(&first).unwrap_err();
        assert!(matches!(&error, Error::Halted(error) if error.halt() == Halt::RolledBack));
        assert_eq!(org.count("Account"), 1);
    });
}

#[test]
fn locks_are_waited_for() {
    run(async {
        let (org, sf) = org().await;
        let lock = |positions: &[usize]| {
            let positions = positions.to_vec();
            org.faults()
                .add(Fault::new(FaultKind::RecordsLocked { positions }));
        };
        lock(&[1]);
        let mut composite = Composite::all_or_none();
        let acme = composite.add(account("A"));
        composite.add(contact("C").account_id(acme.id()));
        assert!(composite.send(&sf).await.unwrap().is_success());
        assert_eq!((org.count("Account"), org.count("Contact")), (1, 1));

        lock(&[1]);
        let mut tree = Tree::new();
        let acme = tree.add(account("B"));
        tree.add_child(&acme, "Contacts", contact("C"));
        tree.send(&sf).await.unwrap();
        assert_eq!((org.count("Account"), org.count("Contact")), (2, 2));

        lock(&[0, 2]);
        let mut batch = Batch::new();
        for _ in 0..3 {
            batch.add(account("C"));
        }
        assert!(batch.send(&sf).await.unwrap().is_success());
        assert_eq!(org.count("Account"), 5);

        lock(&[1]);
        let graphs: Graphs = (0..3)
            .map(|_| {
                let mut graph = Graph::new();
                graph.add(account("D"));
                graph
            })
            .collect();
        assert!(graphs.send(&sf).await.unwrap().is_success());
        assert_eq!(org.count("Account"), 8);
    });
}

#[test]
fn graphs_beyond_one_call_each_stand_for_themselves() {
    run(async {
        let (org, sf) = org().await;
        org.insert("Account", &json!({"Name": "x", "External_Id__c": "E-1"}))
            .unwrap();
        let mut graphs = Graphs::new();
        let handles: Vec<_> = (0..100)
            .map(|n| {
                let mut graph = Graph::new();
                let draft = account(&n.to_string());
                let acme = graph.add(match n % 10 {
                    3 => draft.external_id__c("E-1"),
                    _ => draft,
                });
                let contact = graph.add(contact("C").account_id(acme.id()));
                graphs.add(graph);
                (acme, contact)
            })
            .collect();
        let done = graphs.send(&sf).await.unwrap();
        for (n, (acme, contact)) in handles.iter().enumerate() {
            if n % 10 == 3 {
                assert!(done.get(acme).unwrap_err().is_duplicate());
                assert!(matches!(done.get(contact), Err(Error::Halted(_))));
            } else {
                let stored = org.get(done.get(contact).unwrap().as_str()).unwrap();
                assert_eq!(stored["AccountId"], done.get(acme).unwrap().as_str());
            }
        }
        assert_eq!((org.count("Account"), org.count("Contact")), (91, 90));
        assert_eq!(org.calls().count("POST /composite/graph"), 2);
    });
}

#[test]
fn a_tree_grows_below_its_masters() {
    run(async {
        let (org, sf) = org().await;
        let customer = org.insert("Account", &json!({"Name": "A"})).unwrap();
        let customer: Id<Account> = customer.parse().unwrap();
        let mut tree = Tree::new();
        let mut required = project_required();
        required.account__c = customer.into();
        let project = tree.add(Project__c::create(required));
        let milestone = tree.add(Milestone__c::create(milestone__c::Required {
            project__c: project.id().into(),
            title__c: "Start".into(),
        }));
        let done = tree.send(&sf).await.unwrap();
        let stored = org.get(done.get(&milestone).unwrap().as_str()).unwrap();
        assert_eq!(stored["Project__c"], done.get(&project).unwrap().as_str());

        org.insert("Contact", &json!({"LastName": "x", "Badge_Code__c": "B"}))
            .unwrap();
        let mut tree = Tree::new();
        let acme = tree.add(account("A"));
        tree.add_child(&acme, "Contacts", contact("L"));
        tree.add_child(&acme, "Contacts", contact("L").badge_code__c("B"));
        let Err(Error::Report(error)) = tree.send(&sf).await else {
            panic!("not refused");
        };
        assert!(matches!(
            error.report().outcomes(),
            [Outcome::RolledBack, Outcome::RolledBack, Outcome::Failed(_)]
        ));
        assert_eq!((org.count("Account"), org.count("Contact")), (1, 1));
    });
}

#[test]
fn a_batch_goes_on_or_halts() {
    run(async {
        let (org, sf) = org().await;
        org.insert("Account", &json!({"Name": "x", "External_Id__c": "E-1"}))
            .unwrap();
        for halts in [false, true] {
            let mut batch = Batch::new().halt_on_error(halts);
            let first = batch.add(account("A"));
            let bad = batch.add(account("B").external_id__c("E-1"));
            let last = batch.add(account("C"));
            let done = batch.send(&sf).await.unwrap();
            assert!(done.get(&first).is_ok());
            assert!(done.get(&bad).unwrap_err().is_duplicate());
            match done.get(&last) {
                Err(Error::Halted(error)) if halts => {
                    assert_eq!(error.halt(), Halt::NotStarted);
                }
                Ok(_) if !halts => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(org.count("Account"), 4);
    });
}

#[test]
fn what_a_user_typed_stays_text() {
    run(async {
        let (org, sf) = org().await;
        let text = "see @{ref0.id}";
        let mut composite = Composite::new();
        composite.add(account("A"));
        composite.add(account("B").description(text));
        assert!(matches!(composite.send(&sf).await, Err(Error::Request(_))));
        assert_eq!(org.count("Account"), 0);
        // The ways that the refusal names.
        let alone = account("B").description(text).send(&sf).await.unwrap();
        assert_eq!(org.get(alone.as_str()).unwrap()["Description"], text);
        let drafts = [account("C").description(text)];
        let ids = sf.create_all(drafts).await.unwrap().into_result().unwrap();
        assert_eq!(org.get(ids[0].as_str()).unwrap()["Description"], text);
    });
}

/// Sent again, a delete would find its record gone, and the org would say that all was undone.
#[test]
fn deletes_that_may_be_done_are_not_sent_again_as_parts() {
    run(async {
        let (org, sf) = org().await;
        let mut gone = Vec::new();
        for name in ["A", "B", "C", "D", "E", "F"] {
            gone.push(account(name).send(&sf).await.unwrap());
        }
        let cut = || org.faults().add(Fault::new(FaultKind::CutAfter));

        cut();
        let mut composite = Composite::all_or_none();
        composite.add(Delete::new(gone[0]));
        composite.add(Delete::new(gone[1]));
        let lost = composite.send(&sf).await.unwrap_err();
        assert!(lost.may_have_happened(), "{lost}");

        cut();
        let mut batch = Batch::new();
        batch.add(Delete::new(gone[2]));
        batch.add(Delete::new(gone[3]));
        let lost = batch.send(&sf).await.unwrap_err();
        assert!(lost.may_have_happened(), "{lost}");

        cut();
        let all = sf.delete_all(gone[4..].to_vec()).all_or_none(true);
        let outcomes: Vec<_> = all.outcomes().collect().await;
        assert!(
            outcomes.iter().all(Outcome::may_have_happened),
            "{outcomes:?}"
        );

        assert_eq!(org.count("Account"), 0);
        // By itself a delete may be sent again, and what is gone is deleted.
        let last = account("G").send(&sf).await.unwrap();
        cut();
        sf.delete(last).await.unwrap();
    });
}
