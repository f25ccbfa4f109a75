//! The soft cap on API calls: it holds calls back, and lets go when the org has room again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use sf_runtime::auth::FixedToken;
use sf_runtime::client::{ApiBudget, Clock};
use sf_runtime::{Client, Error};

use super::clock::TestClock;
use super::faults::limits;
use super::hostile::Server;

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
