//! The soft cap on API calls: it holds calls back, and lets go when the org has room again; or it
//! warns, once, and holds nothing back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use sf_fake_org::FakeOrg;
use sf_runtime::auth::FixedToken;
use sf_runtime::client::{ApiBudget, Clock};
use sf_runtime::{Client, Error};
use tracing::Level;

use super::clock::TestClock;
use super::faults::limits;
use super::hostile::Server;
use super::site::builder;
use super::traced::{Traced, traced};

/// An org of 100 calls a day, of which so many are used.
async fn org(used: &Arc<AtomicU64>) -> Server {
    let used = Arc::clone(used);
    Server::start(move |_| {
        let used = used.load(Ordering::SeqCst);
        Response::builder()
            .header("sforce-limit-info", format!("api-usage={used}/100"))
            .header("content-type", "application/json")
            .body(Body::from("{}"))
            .unwrap()
    })
    .await
}

#[tokio::test]
async fn a_cap_that_was_reached_lets_go_when_the_org_has_room_again() {
    let used = Arc::new(AtomicU64::new(80));
    let org = org(&used).await;
    let clock = TestClock::default();
    let client = Client::builder()
        .auth(FixedToken::new("00D000000000001!TOKEN", &org.url()).unwrap())
        .clock(clock.clone())
        .api_budget(ApiBudget::Refuse(0.5))
        .build()
        .unwrap();
    let sent = || org.seen().len();
    client.send(&limits()).await.unwrap();
    let refused = client.send(&limits()).await.unwrap_err();
    assert!(matches!(refused, Error::Budget(_)), "{refused}");
    clock.sleep(Duration::from_secs(240)).await;
    client.send(&limits()).await.unwrap_err();
    assert_eq!(sent(), 1);

    // One call asks, and hears that it is still so.
    clock.sleep(Duration::from_secs(61)).await;
    client.send(&limits()).await.unwrap();
    client.send(&limits()).await.unwrap_err();
    assert_eq!(sent(), 2);

    used.store(1, Ordering::SeqCst);
    client.send(&limits()).await.unwrap_err();
    clock.sleep(Duration::from_secs(301)).await;
    for _ in 0..3 {
        client.send(&limits()).await.unwrap();
    }
    assert_eq!(sent(), 5);
}

/// A fake org of ten calls a day, and its client.
async fn of_ten(budget: ApiBudget) -> (FakeOrg, Client) {
    let org = builder().api_limit(10).start().await.unwrap();
    let client = Client::builder()
        .auth(FixedToken::new(org.access_token(), org.url()).unwrap())
        .api_budget(budget)
        .build()
        .unwrap();
    (org, client)
}

/// The warnings of a call, each by its words and numbers.
fn warnings(of: &[Traced]) -> Vec<String> {
    let warnings = of.iter().filter(|event| event.level == Level::WARN);
    warnings.map(|event| event.fields.clone()).collect()
}

#[tokio::test]
async fn a_cap_that_warns_says_so_before_the_org_refuses_and_holds_nothing_back() {
    let (org, client) = of_ten(ApiBudget::Warn(0.8)).await;
    let mut warned = Vec::new();
    for number in 1..=10 {
        let (outcome, events) = traced(client.send(&limits())).await;
        outcome.unwrap();
        warned.extend(warnings(&events).into_iter().map(|text| (number, text)));
    }
    // At the eighth call of ten, once, with the count and the limit.
    let [(8, said)] = &warned[..] else {
        panic!("{warned:?}");
    };
    assert_eq!(
        said,
        "message=the org's API calls of the day are used up to the soft cap used=8 max=10"
    );
    // It is the org that ends it.
    let (refused, events) = traced(client.send(&limits())).await;
    let refused = refused.unwrap_err();
    assert!(
        refused.is_daily_limit() && refused.api().is_some(),
        "{refused}"
    );
    assert_eq!(warnings(&events), Vec::<String>::new());
    assert_eq!(org.calls().count("GET /limits"), 11);
}

#[tokio::test]
async fn a_cap_that_refuses_warns_of_it_with_the_last_call_that_it_sends() {
    let (org, client) = of_ten(ApiBudget::Refuse(0.8)).await;
    let mut warned = Vec::new();
    let refused = loop {
        let (outcome, events) = traced(client.send(&limits())).await;
        warned.extend(warnings(&events));
        match outcome {
            Ok(_) => assert!(org.calls().api <= 8),
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::Budget(_)), "{refused}");
    assert!(
        refused
            .to_string()
            .starts_with("8 of the org's 10 calls a day are used"),
        "{refused}"
    );
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].ends_with("used=8 max=10"), "{warned:?}");
    assert_eq!(org.calls().api, 8);
}

#[tokio::test]
async fn without_a_cap_nothing_is_said() {
    let (org, client) = of_ten(ApiBudget::Unlimited).await;
    for _ in 0..10 {
        let (outcome, events) = traced(client.send(&limits())).await;
        outcome.unwrap();
        assert_eq!(warnings(&events), Vec::<String>::new());
    }
    assert_eq!(org.calls().api, 10);
}
