//! What the client does about each way in which an org fails. All of them at once, at random, are in
//! `weather`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::auth::{ClientCredentials, LoginHost};
use sf_runtime::call::Request;
use sf_runtime::composite::{Batch, Composite, Graph, Tree};
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error};
use sf_tests::bindings::{Account, account};

use super::clock::TestClock;

/// So many tasks call at once.
pub(crate) const TASKS: u64 = 64;

pub(crate) async fn org() -> FakeOrg {
    org_of(7).await
}

pub(crate) async fn org_of(seed: u64) -> FakeOrg {
    FakeOrg::builder()
        .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
        .api_limit(1_000_000)
        .seed(seed)
        .start()
        .await
        .unwrap()
}

pub(crate) fn client(org: &FakeOrg, clock: &TestClock, retry: RetryPolicy) -> Client {
    let host = LoginHost::url(org.url()).unwrap();
    let auth = ClientCredentials::new(host, org.client_id(), org.client_secret()).unwrap();
    Client::builder()
        .auth(auth)
        .retry(retry)
        .clock(clock.clone())
        .build()
        .unwrap()
}

pub(crate) fn create(name: &str) -> account::Draft<sf_runtime::Create> {
    Account::create(account::Required { name: name.into() })
}

pub(crate) fn limits() -> Request {
    Request::get("limits", &[]).unwrap()
}

/// How often each text stands in this field of the org's records of the object.
pub(crate) fn census(org: &FakeOrg, object: &str, field: &str) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for record in org.records(object) {
        if let Some(text) = record[field].as_str() {
            *found.entry(text.to_owned()).or_default() += 1;
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_login_serves_all_who_find_the_token_expired() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    for round in 1..=20 {
        let calls = (0..TASKS).map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&limits()).await.map(drop) })
        });
        for outcome in join_all(calls).await {
            outcome.unwrap().unwrap();
        }
        assert_eq!(org.calls().tokens, round);
        org.expire_tokens();
    }
}

#[tokio::test]
async fn a_401_that_a_login_does_not_heal_ends_the_call() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    org.faults()
        .add(Fault::new(FaultKind::Unauthorized { message: None }).always());
    let refused = client.send(&limits()).await.unwrap_err();
    assert!(refused.is_unauthorized(), "{refused}");
    let calls = org.calls();
    assert_eq!((calls.tokens, calls.count("GET /limits")), (2, 2));
}

#[tokio::test]
async fn the_daily_limit_is_not_retried_nor_taken_for_a_lost_session() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    org.faults().add(Fault::new(FaultKind::DailyLimit).always());
    let refused = client.send(&limits()).await.unwrap_err();
    assert!(refused.is_daily_limit() && !refused.is_retryable());
    assert_eq!(org.calls().tokens, 1);
    assert_eq!(org.calls().count("GET /limits"), 1);
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn the_client_waits_as_long_as_the_org_asks() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    let throttled = FaultKind::TooManyRequests {
        retry_after: Some(17),
    };
    org.faults().add(Fault::new(throttled));
    client.send(&limits()).await.unwrap();
    assert_eq!(clock.waits(), [Duration::from_secs(17)]);

    let down = FaultKind::ServiceUnavailable { retry_after: None };
    org.faults().add(Fault::new(down).times(6));
    let refused = client.send(&limits()).await.unwrap_err();
    assert_eq!(refused.api().unwrap().status, 503);
    let waits: Vec<f64> = clock.waits()[1..]
        .iter()
        .map(Duration::as_secs_f64)
        .collect();
    for (wait, least) in waits.iter().zip([5.0, 10.0, 20.0, 40.0, 80.0]) {
        assert!((least..=1.25 * least).contains(wait), "{waits:?}");
    }
    assert_eq!(waits.len(), 5);
}

#[tokio::test]
async fn a_create_is_sent_again_only_when_the_policy_says_so() {
    let org = org().await;
    for (repeat_writes, records) in [(false, 1), (true, 2)] {
        let policy = RetryPolicy {
            repeat_writes,
            ..RetryPolicy::default()
        };
        let client = client(&org, &TestClock::default(), policy);
        let name = format!("Cut, {repeat_writes}");
        org.faults()
            .add(Fault::new(FaultKind::CutAfter).method("POST"));
        let outcome = create(&name).send(&client).await;
        assert_eq!(outcome.is_ok(), repeat_writes);
        if let Err(error) = outcome {
            assert!(error.may_have_happened(), "{error}");
        }
        assert_eq!(census(&org, "Account", "Name")[&name], records);
    }
}

/// What the last attempt is refused for says nothing of the first, which was done.
#[tokio::test]
async fn a_refusal_after_a_lost_answer_leaves_it_open() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    let id = create("Acme").send(&client).await.unwrap();
    let update = |site: &str| Account::update(id).website(site).send(&client);
    org.faults().add(Fault::new(FaultKind::CutAfter));
    org.faults().add(Fault::new(FaultKind::RowLocked).times(5));
    let refused = update("first").await.unwrap_err();
    assert!(refused.is_locked() && refused.may_have_happened());
    assert!(
        refused.to_string().contains("an earlier attempt"),
        "{refused}"
    );
    assert_eq!(org.get(id.as_str()).unwrap()["Website"], "first");
    org.faults().add(Fault::new(FaultKind::RowLocked).times(6));
    let refused = update("second").await.unwrap_err();
    assert!(
        refused.is_locked() && !refused.may_have_happened(),
        "{refused}"
    );
    assert_eq!(org.get(id.as_str()).unwrap()["Website"], "first");
}

/// As above, of records whose call is accepted and which are refused each by itself.
#[tokio::test]
async fn a_record_refused_after_a_lost_answer_is_left_open() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    let first = create("A").send(&client).await.unwrap();
    let second = create("B").send(&client).await.unwrap();
    let positions = vec![0];
    let locked = || {
        Fault::new(FaultKind::RecordsLocked {
            positions: positions.clone(),
        })
    };
    for is_lost in [true, false] {
        let site = format!("collection {is_lost}");
        if is_lost {
            org.faults().add(Fault::new(FaultKind::CutAfter));
        }
        org.faults().add(locked().times(6));
        let drafts = [first, second].map(|id| Account::update(id).website(&*site));
        let report = client.update_all(drafts).await.unwrap();
        let outcomes = report.outcomes();
        assert_eq!(outcomes[0].may_have_happened(), is_lost, "{report}");
        assert!(outcomes[1].is_success(), "{report}");
        assert_eq!(
            org.get(first.as_str()).unwrap()["Website"] == *site,
            is_lost
        );

        let site = format!("batch {is_lost}");
        if is_lost {
            org.faults().add(Fault::new(FaultKind::CutAfter));
        }
        org.faults().add(locked().times(6));
        let mut batch = Batch::new();
        let update = batch.add(Account::update(first).website(&*site));
        let done = batch.send(&client).await.unwrap();
        let refused = done.get(&update).unwrap_err();
        assert_eq!(
            (refused.is_locked(), refused.may_have_happened()),
            (true, is_lost)
        );
        assert_eq!(
            org.get(first.as_str()).unwrap()["Website"] == *site,
            is_lost
        );

        let site = format!("composite {is_lost}");
        if is_lost {
            org.faults().add(Fault::new(FaultKind::CutAfter));
        }
        org.faults().add(locked().times(6));
        let mut composite = Composite::all_or_none();
        let parts = [first, second].map(|id| composite.add(Account::update(id).website(&*site)));
        let done = composite.send(&client).await.unwrap();
        for part in parts {
            assert_eq!(done.get(&part).unwrap_err().may_have_happened(), is_lost);
        }
        let record = org.get(first.as_str()).unwrap();
        assert_eq!(record["Website"] == *site, is_lost);

        let site = format!("graph {is_lost}");
        if is_lost {
            org.faults().add(Fault::new(FaultKind::CutAfter));
        }
        org.faults().add(locked().times(6));
        let mut graph = Graph::new();
        let part = graph.add(Account::update(first).website(&*site));
        let done = graph.send(&client).await.unwrap();
        assert_eq!(done.get(&part).unwrap_err().may_have_happened(), is_lost);
        let record = org.get(first.as_str()).unwrap();
        assert_eq!(record["Website"] == *site, is_lost);
        org.faults().clear();
    }
}

/// As above, of a tree, whose refusal the client reads by itself.
#[tokio::test]
async fn a_tree_refused_after_a_lost_answer_is_left_open() {
    let org = org().await;
    for is_lost in [true, false] {
        let policy = RetryPolicy {
            repeat_writes: true,
            ..RetryPolicy::default()
        };
        let client = client(&org, &TestClock::default(), policy);
        let key = format!("tree {is_lost}");
        let tree = || {
            let mut tree = Tree::new();
            tree.add(create("Acme").external_id__c(&*key));
            tree.add(create("Sub"));
            tree
        };
        match is_lost {
            true => org.faults().add(Fault::new(FaultKind::CutAfter)),
            false => drop(tree().send(&client).await.unwrap()),
        }
        let refused = tree().send(&client).await.unwrap_err();
        assert_eq!(refused.may_have_happened(), is_lost, "{refused}");
        let Error::Report(report) = &refused else {
            panic!("{refused}");
        };
        for outcome in report.report().outcomes() {
            assert_eq!(outcome.may_have_happened(), is_lost, "{outcome}");
        }
        assert!(refused.to_string().contains("DUPLICATE_VALUE"), "{refused}");
        let accounts = census(&org, "Account", "External_Id__c");
        assert_eq!(accounts[&key], 1);
    }
}

/// A handle's own header is on its requests, and no secret can be put in place of the client's.
#[tokio::test]
async fn a_handle_has_the_header_that_it_is_given() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    let pinned = client
        .with_header("X-SFDC-PackageVersion-acme", "1.2")
        .unwrap();
    pinned.send(&limits()).await.unwrap();
    client.send(&limits()).await.unwrap();
    let requests = org.requests();
    let seen: Vec<_> = requests
        .iter()
        .filter(|request| request.path.ends_with("/limits"))
        .map(|request| request.header("x-sfdc-packageversion-acme"))
        .collect();
    assert_eq!(seen, [Some("1.2"), None]);
    for (name, value) in [
        ("authorization", "Bearer other"),
        ("Host", "evil.example"),
        ("Content-Length", "0"),
        ("Transfer-Encoding", "chunked"),
        ("Accept-Encoding", "br"),
        ("Content-Type", "text/plain"),
        ("If-Match", "\"e\""),
        ("x-a", "b\r\nx-c: d"),
        ("x a", "b"),
    ] {
        assert!(client.with_header(name, value).is_err(), "{name}");
    }
}

/// The key of the result is misspelt by the org.
#[tokio::test]
async fn a_duplicate_rule_names_the_records_that_it_found() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::default());
    let known = create("Acme").send(&client).await.unwrap();
    let kind = FaultKind::DuplicatesDetected {
        object: "Account".into(),
        records: vec![known.as_str().into()],
    };
    org.faults().add(Fault::new(kind));
    let refused = create("Acme").send(&client).await.unwrap_err();
    assert!(
        refused.is_duplicate() && !refused.is_retryable(),
        "{refused}"
    );
    let entry = &refused.api().unwrap().errors[0];
    let found = entry.duplicates.as_ref().unwrap();
    assert!(found.allow_save);
    let record = &found.match_results[0].match_records[0].record;
    assert_eq!(record["Id"], known.as_str());
    assert_eq!(census(&org, "Account", "Name")["Acme"], 1);
}

/// By which an admin, and a change event, tell who made a call.
#[tokio::test]
async fn a_client_says_its_name() {
    let org = org().await;
    let host = LoginHost::url(org.url()).unwrap();
    let builder = || {
        let auth = ClientCredentials::new(host.clone(), org.client_id(), org.client_secret());
        Client::builder().auth(auth.unwrap())
    };
    let clients = [builder(), builder().client_name("acme-sync")];
    for client in clients {
        client.build().unwrap().send(&limits()).await.unwrap();
    }
    let requests = org.requests();
    let called = requests
        .iter()
        .filter(|request| request.path.ends_with("/limits"));
    let seen: Vec<_> = called
        .map(|request| {
            let header = |name| request.header(name).unwrap();
            (header("user-agent"), header("sforce-call-options"))
        })
        .collect();
    let own = concat!("sf-runtime/", env!("CARGO_PKG_VERSION"));
    let named = format!("acme-sync {own}");
    let expected = [(own, "client=sf-runtime"), (&*named, "client=acme-sync")];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_locked_row_is_waited_for_whatever_the_call() {
    let org = org().await;
    let clock = TestClock::default();
    let client = client(&org, &clock, RetryPolicy::default());
    org.faults().add(Fault::new(FaultKind::RowLocked).times(3));
    create("Locked").send(&client).await.unwrap();
    assert_eq!(census(&org, "Account", "Name")["Locked"], 1);
    assert_eq!(clock.waits().len(), 3);
}

#[tokio::test]
async fn a_handle_gives_up_in_its_own_time() {
    let org = org().await;
    let client = client(&org, &TestClock::default(), RetryPolicy::none());
    client.send(&limits()).await.unwrap();
    org.faults()
        .add(Fault::new(FaultKind::Delay { millis: 5_000 }));
    let hasty = client.with_timeout(Duration::from_millis(50));
    let error = hasty.send(&limits()).await.unwrap_err();
    assert!(error.may_have_happened() && error.is_retryable(), "{error}");
}

#[tokio::test]
async fn a_soft_cap_stops_before_the_org_does() {
    use sf_runtime::client::ApiBudget;

    let org = Arc::new(
        FakeOrg::builder()
            .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
            .api_limit(100)
            .start()
            .await
            .unwrap(),
    );
    let host = LoginHost::url(org.url()).unwrap();
    let auth = ClientCredentials::new(host, org.client_id(), org.client_secret()).unwrap();
    let client = Client::builder()
        .auth(auth)
        .api_budget(ApiBudget::Refuse(0.5))
        .build()
        .unwrap();
    let mut sent = 0;
    let refused = loop {
        match client.send(&limits()).await {
            Ok(_) => sent += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::Budget(_)), "{refused}");
    assert_eq!(sent, 50);
    assert_eq!(org.calls().api, 50);
    let usage = client.api_usage().unwrap();
    assert_eq!((usage.used, usage.max, usage.left()), (50, 100, 50));
}
