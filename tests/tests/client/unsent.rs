//! A call whose first answer was lost, whose second was undone by a lock, and whose third attempt was
//! never sent: that nothing was sent at last says nothing of the first.

use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::auth::FixedToken;
use sf_runtime::client::ApiBudget;
use sf_runtime::composite::{Batch, Composite, Graph, Tree};
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error, Id};
use sf_tests::bindings::Account;

use super::clock::TestClock;
use super::faults::{census, create};
use super::site::builder;

/// An org of 100 calls a day, whose client stops at the second of them.
async fn org(is_lost: bool) -> (FakeOrg, Client, Id<Account>) {
    let org = builder().api_limit(100).start().await.unwrap();
    let record = serde_json::json!({"Name": "Acme"});
    let id = org.insert("Account", &record).unwrap().parse().unwrap();
    let policy = RetryPolicy {
        repeat_writes: true,
        ..RetryPolicy::default()
    };
    let client = Client::builder()
        .auth(FixedToken::new(org.access_token(), org.url()).unwrap())
        .api_budget(ApiBudget::Refuse(0.02))
        .retry(policy)
        .clock(TestClock::default())
        .build()
        .unwrap();
    let positions = vec![0];
    let locked = || {
        let positions = positions.clone();
        Fault::new(FaultKind::RecordsLocked { positions })
    };
    match is_lost {
        true => org.faults().add(Fault::new(FaultKind::CutAfter)),
        false => org.faults().add(locked()),
    }
    org.faults().add(locked());
    (org, client, id)
}

/// What a call that was not sent for the soft cap says.
fn says(error: &Error, is_lost: bool) {
    assert_eq!(error.may_have_happened(), is_lost, "{error}");
    assert_eq!(error.is_daily_limit(), !is_lost, "{error}");
    let cause = std::iter::successors(Some(error as &dyn std::error::Error), |error| {
        error.source()
    });
    let said: Vec<String> = cause.map(ToString::to_string).collect();
    assert!(
        said.iter()
            .any(|text| text.contains("this client stops at 2")),
        "{said:?}"
    );
}

fn has_site(org: &FakeOrg, id: Id<Account>) -> bool {
    org.get(id.as_str()).unwrap()["Website"] == "acme.example"
}

#[tokio::test]
async fn a_tree_is_left_open() {
    for is_lost in [true, false] {
        let (org, client, _) = org(is_lost).await;
        let mut tree = Tree::new();
        tree.add(create("Root"));
        let error = tree.send(&client).await.unwrap_err();
        let accounts = census(&org, "Account", "Name");
        assert_eq!(accounts.contains_key("Root"), is_lost);
        assert_eq!(org.calls().api, 2);
        says(&error, is_lost);
        if is_lost {
            let said = error.to_string();
            assert!(said.starts_with("POST composite/tree/Account: "), "{said}");
        }
    }
}

#[tokio::test]
async fn a_composite_is_left_open() {
    for is_lost in [true, false] {
        let (org, client, id) = org(is_lost).await;
        let mut composite = Composite::all_or_none();
        composite.add(Account::update(id).website("acme.example"));
        let error = composite.send(&client).await.unwrap_err();
        assert_eq!(has_site(&org, id), is_lost);
        says(&error, is_lost);
    }
}

#[tokio::test]
async fn a_graph_is_left_open() {
    for is_lost in [true, false] {
        let (org, client, id) = org(is_lost).await;
        let mut graph = Graph::new();
        graph.add(Account::update(id).website("acme.example"));
        let error = graph.send(&client).await.unwrap_err();
        assert_eq!(has_site(&org, id), is_lost);
        says(&error, is_lost);
    }
}

#[tokio::test]
async fn a_part_of_a_batch_is_left_open() {
    for is_lost in [true, false] {
        let (org, client, id) = org(is_lost).await;
        let mut batch = Batch::new();
        let update = batch.add(Account::update(id).website("acme.example"));
        let done = batch.send(&client).await.unwrap();
        assert_eq!(has_site(&org, id), is_lost);
        says(&done.get(&update).unwrap_err(), is_lost);
    }
}

#[tokio::test]
async fn a_record_of_many_is_left_open() {
    for is_lost in [true, false] {
        let (org, client, id) = org(is_lost).await;
        let drafts = [Account::update(id).website("acme.example")];
        let report = client.update_all(drafts).await;
        assert_eq!(has_site(&org, id), is_lost);
        match report {
            Ok(report) => assert!(report.outcomes()[0].may_have_happened() && is_lost),
            Err(error) => says(&error, is_lost),
        }
    }
}
