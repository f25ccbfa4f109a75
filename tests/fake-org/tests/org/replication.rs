//! Which records changed or went.

use serde_json::json;

use crate::client::Client;

/// An instant so many minutes from now, as a URL writes it.
fn minutes(from_now: i64) -> String {
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(from_now);
    at.strftime("%Y-%m-%dT%H:%M:%S%%2B00:00").to_string()
}

#[tokio::test]
async fn updated_and_deleted_records_are_listed() {
    let client = Client::start().await;
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(48);
    let old = json!({"Name": "Old", "SystemModstamp": at.to_string()});
    let old = client.org.insert("Account", &old).unwrap();
    let (kept, gone) = (client.account().await, client.account().await);
    client.delete(&format!("/sobjects/Account/{gone}")).await;

    let span = format!("start={}&end={}", minutes(-60), minutes(60));
    let updated = client
        .get(&format!("/sobjects/Account/updated/?{span}"))
        .await
        .json();
    assert_eq!(updated["ids"], json!([kept]));
    let covered = updated["latestDateCovered"].as_str().unwrap();
    assert!(covered.ends_with(":00.000+0000"), "{covered}");
    // The span ends in an hour, which nobody can know yet.
    let covered: jiff::Timestamp = covered.parse().unwrap();
    assert!(covered <= jiff::Timestamp::now(), "{covered}");
    let deleted = client
        .get(&format!("/sobjects/Account/deleted?{span}"))
        .await
        .json();
    assert_eq!(deleted["deletedRecords"][0]["id"], gone);
    assert!(
        deleted["deletedRecords"][0]["deletedDate"]
            .as_str()
            .unwrap()
            .ends_with("+0000")
    );
    assert_eq!(deleted["deletedRecords"].as_array().unwrap().len(), 1);

    let span = format!("start={}&end={}", minutes(-3 * 24 * 60), minutes(60));
    let updated = client
        .get(&format!("/sobjects/Account/updated/?{span}"))
        .await
        .json();
    assert_eq!(updated["ids"], json!([old, kept]));
}

#[tokio::test]
async fn spans_that_are_refused() {
    let client = Client::start().await;
    let day = 24 * 60;
    for (path, start, end) in [
        ("updated", 60, -60),
        ("updated", -31 * day, 0),
        ("deleted", -16 * day, 0),
    ] {
        let path = format!(
            "/sobjects/Account/{path}/?start={}&end={}",
            minutes(start),
            minutes(end)
        );
        let reply = client.get(&path).await;
        assert_eq!(
            (reply.status, &reply.json()[0]["errorCode"]),
            (400, &json!("INVALID_REPLICATION_DATE")),
            "{path}"
        );
    }
    let reply = client
        .get("/sobjects/Account/updated/?start=yesterday")
        .await;
    assert_eq!(reply.json()[0]["errorCode"], "INVALID_REPLICATION_DATE");
}
