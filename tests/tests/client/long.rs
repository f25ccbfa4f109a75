//! Queries that no URL holds.

use sf_runtime::{Error, ErrorCode, Query};
use sf_tests::bindings::Account;

use crate::answering::{Answering, Script};

fn query() -> Query<Account> {
    let names: Vec<String> = (0..2_000).map(|number| format!("name {number}")).collect();
    Query::new("SELECT Name FROM Account WHERE Name IN :names").bind("names", names)
}

async fn answering(results: &str) -> Answering {
    let mut script = Script::new();
    let body = format!(r#"{{"hasErrors":false,"results":[{results}]}}"#);
    script.insert(
        "/services/data/v66.0/composite/batch".to_owned(),
        (200, body),
    );
    let next = r#"{"totalSize":2,"done":true,"records":[{"Name":"B"}]}"#;
    script.insert(
        "/services/data/v66.0/query/L-1".to_owned(),
        (200, next.to_owned()),
    );
    Answering::new(script).await
}

#[tokio::test]
async fn a_long_query_goes_in_a_batch_and_its_pages_come_as_usual() {
    let server = answering(
        r#"{"statusCode":200,"result":{"totalSize":2,"done":false,
        "nextRecordsUrl":"/services/data/v66.0/query/L-1","records":[{"Name":"A"}]}}"#,
    )
    .await;
    let rows = query().fetch_all(&server.sf).await.unwrap();
    let names: Vec<_> = rows.iter().filter_map(|row| row.name().value()).collect();
    assert_eq!(names, ["A", "B"]);
    let lines = server.lines();
    assert_eq!(
        lines,
        [
            "POST /services/data/v66.0/composite/batch",
            "GET /services/data/v66.0/query/L-1"
        ]
    );
    let body: serde_json::Value = serde_json::from_str(&server.bodies()[0]).unwrap();
    let sent = &body["batchRequests"][0];
    assert_eq!(sent["method"], "GET");
    let url = sent["url"].as_str().unwrap();
    assert!(
        url.starts_with("v66.0/query?q=SELECT%20Name"),
        "{}",
        &url[..40]
    );
    assert!(url.ends_with("%27name%201999%27%29"));
}

#[tokio::test]
async fn a_long_query_that_is_refused_is_refused_as_a_short_one() {
    let server = answering(
        r#"{"statusCode":400,"result":[{"errorCode":"MALFORMED_QUERY","message":"unexpected"}]}"#,
    )
    .await;
    let error = query().fetch_all(&server.sf).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::MalformedQuery));
    assert_eq!(error.api().unwrap().status, 400);
    assert!(error.to_string().starts_with("GET query: "), "{error}");
    // It is retried by what happened to the query, not to the batch.
    let busy = r#"{"statusCode":503,"result":[{"errorCode":"SERVER_UNAVAILABLE","message":"m"}]}"#;
    let server = answering(busy).await;
    let error = query().fetch_all(&server.sf).await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(server.lines().len(), 6);
}

#[tokio::test]
async fn a_query_that_no_org_takes_is_not_sent() {
    let server = answering("").await;
    let query = Query::<Account>::new("SELECT Id FROM Account".to_owned() + &" ".repeat(100_000));
    let error = query.fetch_all(&server.sf).await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error}");
    assert!(server.lines().is_empty());
}
