//! A call whose first answer was lost, whose second was undone by a lock, and whose third attempt was
//! never sent: that nothing was sent at last says nothing of the first. And what was never sent is
//! not left open by what was.

use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::auth::FixedToken;
use sf_runtime::client::ApiBudget;
use sf_runtime::collections::Outcome;
use sf_runtime::composite::{Batch, Composite, Graph, Graphs, Tree};
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error, Id};
use sf_tests::bindings::Account;

use super::clock::TestClock;
use super::collections::id_of;
use super::composite::{
    ROLLED_BACK, account, answering, composite_response, halted, parts, refused,
};
use super::faults::{census, create};
use super::scripted::{Answer, Scripted, run};
use super::site::{builder, client};

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

/// An org that answers one call, loses the answer to the next, and has no call left for the second
/// attempt at that.
async fn used_up() -> (FakeOrg, Client, Id<Account>) {
    let org = builder().start().await.unwrap();
    let record = serde_json::json!({"Name": "Acme"});
    let id = org.insert("Account", &record).unwrap().parse().unwrap();
    for kind in [FaultKind::CutAfter, FaultKind::DailyLimit] {
        org.faults().add(Fault::new(kind).after(1));
    }
    let client = client(org.access_token(), org.url());
    (org, client, id)
}

/// Of three calls the first is done, the second open, and the third was not sent.
fn are_told_apart(org: &FakeOrg, errors: &[Option<&Error>]) {
    let [None, Some(open), Some(unsent)] = errors else {
        panic!("{errors:?}");
    };
    for (error, is_open) in [(open, true), (unsent, false)] {
        assert_eq!(error.may_have_happened(), is_open, "{error}");
        let says_so = error.to_string().contains("an earlier attempt");
        assert_eq!(says_so, is_open, "{error}");
        assert!(error.is_daily_limit(), "{error}");
    }
    assert_eq!(org.calls().total, 3);
}

#[tokio::test]
async fn records_that_were_not_sent_are_not_left_open() {
    let (org, client, id) = used_up().await;
    let drafts = ["1", "2", "3"].map(|fax| Account::update(id).fax(fax));
    let report = client.update_all(drafts).batch_size(1).await.unwrap();
    let outcomes = report.outcomes();
    assert!(
        matches!(
            outcomes,
            [
                Outcome::Updated(_),
                Outcome::Unknown(_),
                Outcome::NotDone(_)
            ]
        ),
        "{report}"
    );
    let errors: Vec<_> = outcomes.iter().map(Outcome::call_error).collect();
    are_told_apart(&org, &errors);
}

#[tokio::test]
async fn calls_of_a_batch_that_were_not_sent_are_not_left_open() {
    let (org, client, id) = used_up().await;
    let mut batch = Batch::new();
    let calls: Vec<_> = (0..51)
        .map(|_| batch.add(Account::update(id).fax("1")))
        .collect();
    let done = batch.send(&client).await.unwrap();
    let errors: Vec<_> = [0, 25, 50]
        .map(|place| done.get(&calls[place]).err())
        .into();
    let errors: Vec<_> = errors.iter().map(Option::as_ref).collect();
    are_told_apart(&org, &errors);
}

#[tokio::test]
async fn graphs_that_were_not_sent_are_not_left_open() {
    let (org, client, id) = used_up().await;
    let mut graphs = Graphs::new();
    for _ in 0..151 {
        let mut graph = Graph::new();
        graph.add(Account::update(id).fax("1"));
        graphs.add(graph);
    }
    let done = graphs.send(&client).await.unwrap();
    let all: Vec<_> = done.graphs().map(Result::err).collect();
    are_told_apart(&org, &[all[0], all[75], all[150]]);
}

/// Parts that stand each for themselves are sent again for a lock only if none of them is open.
#[test]
fn a_part_that_is_open_is_not_sent_again_for_another_that_was_locked() {
    let unknown = "An unexpected error occurred.";
    let error = serde_json::json!([{"errorCode": "UNKNOWN_EXCEPTION", "message": unknown}]);
    let org = answering(vec![vec![
        refused("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access"),
        (500, error),
    ]]);
    let mut composite = Composite::new();
    let locked = composite.add(account());
    let open = composite.add(account());
    let done = run(composite.send(&org.client())).unwrap();
    assert!(done.get(&locked).unwrap_err().is_locked());
    assert!(done.get(&open).unwrap_err().may_have_happened());
    assert_eq!(org.seen().len(), 1);
}

/// Where the org names no part as the one that failed, what was undone now may still be done.
#[test]
fn a_part_that_was_undone_for_no_reason_is_left_open() {
    for is_lost in [true, false] {
        let mut is_cut = is_lost;
        let org = Scripted::new(move |seen| match std::mem::take(&mut is_cut) {
            true => Answer::Cut,
            false => {
                let answers = vec![halted(ROLLED_BACK), halted(ROLLED_BACK)];
                Answer::Json(200, composite_response(&parts(seen), answers).to_string())
            }
        });
        let id: Id<Account> = id_of(0).parse().unwrap();
        let mut composite = Composite::all_or_none();
        let updates = ["1", "2"].map(|fax| composite.add(Account::update(id).fax(fax)));
        let done = run(composite.send(&org.client())).unwrap();
        for update in &updates {
            let error = done.get(update).unwrap_err();
            assert!(matches!(error, Error::Halted(_)), "{error}");
            assert_eq!(error.may_have_happened(), is_lost, "{error}");
        }
        let error = done.into_result().unwrap_err();
        assert_eq!(error.may_have_happened(), is_lost, "{error}");
        assert_eq!(
            error
                .to_string()
                .ends_with("an earlier attempt, whose answer was lost, may have done it"),
            is_lost,
            "{error}"
        );
    }
}
