//! What was changed and deleted.

use jiff::SignedDuration;
use serde_json::json;
use sf_runtime::{Error, Timestamp};
use sf_tests::bindings::Account;

use crate::scripted::{Scripted, run};
use crate::site::site;

/// It is 1970 by the client's clock, whatever the time is.
#[test]
fn how_far_back_a_span_reaches_is_a_matter_of_the_clients_clock() {
    let nothing = r#"{"ids":[],"latestDateCovered":"1970-01-01T00:00:00.000+0000"}"#;
    let org = Scripted::answers([nothing]);
    let days = |days: i64| Timestamp::UNIX_EPOCH - SignedDuration::from_hours(24 * days);
    run(org.client().updated::<Account>(days(29)..days(0))).unwrap();
    let refused = run(org.client().updated::<Account>(days(31)..days(0))).unwrap_err();
    assert!(
        refused.to_string().contains("the last 30 days"),
        "{refused}"
    );
    assert_eq!(org.seen().len(), 1);
}

#[tokio::test]
async fn changes_and_deletions_are_told_by_their_time() {
    let site = site().await;
    let now = Timestamp::now();
    let hours = |hours| now + SignedDuration::from_hours(hours);
    let kept = site.insert::<Account>(json!({"Name": "A"}));
    let deleted = site.insert::<Account>(json!({"Name": "B"}));
    site.insert::<Account>(
        json!({"Name": "C", "LastModifiedDate": "2020-02-03T04:05:06.000Z",
        "SystemModstamp": "2020-02-03T04:05:06.000Z"}),
    );
    site.sf.delete(deleted).await.unwrap();
    let updated = site
        .sf
        .updated::<Account>(hours(-2)..hours(2))
        .await
        .unwrap();
    assert_eq!(updated.ids, [kept]);
    let gone = site
        .sf
        .deleted::<Account>(hours(-2)..hours(2))
        .await
        .unwrap();
    let ids: Vec<_> = gone.records.iter().map(|record| record.id).collect();
    assert_eq!(ids, [deleted]);
    assert!(gone.records[0].deleted_date.duration_since(now).abs() < SignedDuration::from_mins(5));
}

#[tokio::test]
async fn a_span_that_the_org_refuses_costs_no_call() {
    let site = site().await;
    let now = Timestamp::now();
    let days = |days: i64| now - SignedDuration::from_hours(24 * days);
    for (updated, span) in [
        (true, days(0)..days(1)),
        (true, days(31)..days(0)),
        (false, days(16)..days(0)),
    ] {
        let refused = match updated {
            true => site.sf.updated::<Account>(span).await.map(|_| ()),
            false => site.sf.deleted::<Account>(span).await.map(|_| ()),
        };
        assert!(matches!(refused, Err(Error::Request(_))), "{refused:?}");
    }
    assert!(site.sf.updated::<Account>(days(16)..days(0)).await.is_ok());
    assert_eq!(site.org.requests().len(), 1);
}
