//! Many records in an org that enforces its describes.

use serde_json::{Value, json};
use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::collections::Outcome;
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Create, Draft, ErrorCode, Id};
use sf_tests::bindings::{Account, Contact, account, contact};

use crate::scripted::{Instant, client, run};

/// An org of the realistic snapshot, and a client of it whose clock does not wait.
pub(crate) async fn org() -> (FakeOrg, Client) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org");
    let org = FakeOrg::builder().schema_dir(folder).start().await.unwrap();
    let policy = RetryPolicy::default();
    let client = client(org.url(), org.access_token(), policy, &Instant::default());
    (org, client)
}

pub(crate) fn account(name: &str) -> account::Draft<Create> {
    Account::create(account::Required { name: name.into() })
}

pub(crate) fn contact(name: &str) -> contact::Draft<Create> {
    Contact::create(contact::Required {
        last_name: name.into(),
    })
}

fn stored(org: &FakeOrg, id: &str) -> Value {
    org.get(id).unwrap()
}

#[test]
fn many_records_are_created_read_changed_and_deleted() {
    run(async {
        let (org, sf) = org().await;
        let drafts = (0..450).map(|n| account(&format!("A{n}")));
        let ids: Vec<Id<Account>> = sf.create_all(drafts).await.unwrap().into_result().unwrap();
        assert_eq!((ids.len(), org.count("Account")), (450, 450));
        assert_eq!(org.calls().count("POST /composite/sobjects"), 3);
        for (n, id) in ids.iter().enumerate() {
            assert_eq!(stored(&org, id.as_str())["Name"], format!("A{n}"));
        }

        let changes = ids
            .iter()
            .map(|id| Account::update(*id).website("https://a.example"));
        let report = sf.update_all(changes).concurrency(3).await.unwrap();
        assert_eq!(report.updated(), 450);
        assert_eq!(report.ids().collect::<Vec<_>>(), ids);

        let mut asked = ids.clone();
        asked.insert(1, "001Fk000000zzzz".parse().unwrap());
        let read = sf
            .retrieve_all(asked, ["Id", "Name", "Website"])
            .await
            .unwrap();
        assert!(read[1].is_none());
        let third = read[3].as_ref().unwrap();
        assert_eq!(third.name().value(), Some("A2"));
        assert_eq!(third.website().value(), Some("https://a.example"));

        let report = sf.delete_all(ids.clone()).await.unwrap();
        assert_eq!((report.deleted(), org.count("Account")), (450, 0));
        // Once more is as good.
        assert!(sf.delete_all(ids).await.unwrap().is_success());
    });
}

#[test]
fn upserts_create_and_update_in_order() {
    run(async {
        let (org, sf) = org().await;
        let old = org
            .insert("Account", &json!({"Name": "old", "External_Id__c": "E-1"}))
            .unwrap();
        let drafts = (0..3)
            .map(|n| Account::upsert_by_external_id__c(format!("E-{n}")).name(format!("new {n}")));
        let report = sf.upsert_all(drafts).await.unwrap();
        assert!(matches!(
            report.outcomes(),
            [Outcome::Created(_), Outcome::Updated(id), Outcome::Created(_)] if id.as_str() == old
        ));
        assert_eq!(stored(&org, &old)["Name"], "new 1");
    });
}

#[test]
fn objects_mix_in_the_order_of_the_input() {
    run(async {
        let (org, sf) = org().await;
        let mixed: Vec<Draft<Create>> = (0..12)
            .flat_map(|n| {
                let n = n.to_string();
                [account(&n).into_inner(), contact(&n).into_inner()]
            })
            .collect();
        let ids = sf.create_all(mixed).await.unwrap().into_result().unwrap();
        for (place, id) in ids.iter().enumerate() {
            let name = (place / 2).to_string();
            match place % 2 {
                0 => assert_eq!(stored(&org, id.as_str())["Name"], name),
                _ => assert_eq!(stored(&org, id.as_str())["LastName"], name),
            }
        }
        // Ten runs a call.
        assert_eq!(org.calls().count("POST /composite/sobjects"), 3);
    });
}

#[test]
fn a_refused_record_leaves_or_undoes_the_others() {
    run(async {
        let (org, sf) = org().await;
        org.insert("Account", &json!({"Name": "x", "External_Id__c": "E-1"}))
            .unwrap();
        let drafts = || {
            [
                account("A"),
                account("B").external_id__c("E-1"),
                account("C"),
            ]
        };
        let report = sf.create_all(drafts()).await.unwrap();
        assert_eq!((report.created(), report.failed()), (2, 1));
        assert_eq!(
            report.outcomes()[1].errors()[0].code,
            ErrorCode::DuplicateValue
        );
        assert_eq!(org.count("Account"), 3);
        let report = sf.create_all(drafts()).all_or_none(true).await.unwrap();
        assert!(matches!(
            report.outcomes(),
            [Outcome::RolledBack, Outcome::Failed(_), Outcome::RolledBack]
        ));
        assert_eq!(org.count("Account"), 3);
    });
}

#[test]
fn locked_records_are_created_once_each() {
    run(async {
        let (org, sf) = org().await;
        let positions = |positions: &[usize]| {
            Fault::new(FaultKind::RecordsLocked {
                positions: positions.to_vec(),
            })
        };
        org.faults().add(positions(&[1, 3]));
        org.faults().add(positions(&[0]));
        let drafts = ["A", "B", "C", "D"].map(account);
        let ids = sf.create_all(drafts).await.unwrap().into_result().unwrap();
        let names: Vec<Value> = ids
            .iter()
            .map(|id| stored(&org, id.as_str())["Name"].clone())
            .collect();
        assert_eq!(names, ["A", "B", "C", "D"]);
        assert_eq!(org.count("Account"), 4);
        assert_eq!(org.calls().count("POST /composite/sobjects"), 3);
    });
}

#[test]
fn a_create_whose_answer_is_lost_is_not_done_twice() {
    run(async {
        let (org, sf) = org().await;
        org.faults().add(Fault::new(FaultKind::CutAfter));
        let report = sf
            .create_all((0..4).map(|n| account(&n.to_string())))
            .batch_size(2)
            .await
            .unwrap();
        assert!(
            report.outcomes()[..2]
                .iter()
                .all(Outcome::may_have_happened)
        );
        assert_eq!(report.created(), 2);
        assert_eq!(org.count("Account"), 4);
    });
}
