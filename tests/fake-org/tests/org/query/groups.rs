//! Aggregates and groups.

use serde_json::{Value, json};

use super::org;
use crate::client::Client;

/// The rows of an aggregate query, without their attributes, which are checked.
async fn rows(client: &Client, soql: &str) -> Vec<Value> {
    let found = client.found(soql).await;
    let mut rows = found["records"].as_array().unwrap().clone();
    assert_eq!(found["totalSize"], rows.len());
    for row in &mut rows {
        let attributes = row.as_object_mut().unwrap().remove("attributes");
        assert_eq!(attributes, Some(json!({"type": "AggregateResult"})));
    }
    rows
}

#[tokio::test]
async fn over_all_records() {
    let client = org().await;
    let reply = client
        .query("SELECT COUNT(Id), SUM(Amount), AVG(Amount) a, MIN(CloseDate), MAX(Amount), COUNT(Amount), COUNT_DISTINCT(StageName) FROM Opportunity")
        .await;
    assert_eq!(
        reply.text,
        r#"{"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"expr0":3,"expr1":400.5,"a":200.25,"expr2":"2026-01-15","expr3":300.0,"expr4":2,"expr5":2}]}"#
    );
    let none = rows(
        &client,
        "SELECT COUNT(Id), SUM(Amount) FROM Opportunity WHERE Name = 'x'",
    )
    .await;
    assert_eq!(none, [json!({"expr0": 0, "expr1": null})]);
    let max = rows(&client, "SELECT MAX(NumberOfEmployees) FROM Account").await;
    assert_eq!(max, [json!({"expr0": 100})]);
}

#[tokio::test]
async fn by_fields() {
    let client = org().await;
    let by_stage =
        "SELECT StageName, SUM(Amount) total, COUNT(Id) FROM Opportunity GROUP BY StageName";
    assert_eq!(
        rows(&client, by_stage).await,
        [
            json!({"StageName": "Closed Won", "total": 100.5, "expr0": 1}),
            json!({"StageName": "Prospecting", "total": 300.0, "expr0": 2}),
        ]
    );
    assert_eq!(
        rows(&client, &format!("{by_stage} HAVING COUNT(Id) > 1")).await,
        [json!({"StageName": "Prospecting", "total": 300.0, "expr0": 2})]
    );
    let ordered = rows(
        &client,
        &format!("{by_stage} ORDER BY COUNT(Id) DESC LIMIT 1"),
    )
    .await;
    assert_eq!(ordered[0]["StageName"], "Prospecting");
    assert_eq!(
        rows(&client, "SELECT Account.Name, Account.Industry i, COUNT(Id) FROM Contact GROUP BY Account.Name, Account.Industry").await,
        [
            json!({"Name": null, "i": null, "expr0": 1}),
            json!({"Name": "Acme", "i": "Technology", "expr0": 2}),
        ]
    );
    let no_aggregate = rows(
        &client,
        "SELECT Industry FROM Account GROUP BY Industry HAVING Industry != null",
    )
    .await;
    assert_eq!(
        no_aggregate,
        [
            json!({"Industry": "Banking"}),
            json!({"Industry": "Technology"})
        ]
    );
}

#[tokio::test]
async fn by_functions() {
    let client = org().await;
    assert_eq!(
        rows(&client, "SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) n FROM Account GROUP BY CALENDAR_YEAR(CreatedDate) ORDER BY CALENDAR_YEAR(CreatedDate) DESC").await,
        [json!({"expr0": 2025, "n": 2}), json!({"expr0": 2024, "n": 1})]
    );
    let months = rows(
        &client,
        "SELECT CALENDAR_MONTH(CloseDate) m FROM Opportunity GROUP BY CloseDate",
    )
    .await;
    assert_eq!(months, [json!({"m": 1}), json!({"m": 2}), json!({"m": 2})]);
    let formatted = rows(
        &client,
        "SELECT FORMAT(MIN(CloseDate)) earliest FROM Opportunity",
    )
    .await;
    assert_eq!(formatted, [json!({"earliest": "1/15/2026"})]);
}

#[tokio::test]
async fn subtotals() {
    let client = org().await;
    let sums = "SELECT StageName, Account.Name a, COUNT(Id) n, GROUPING(StageName) gs, GROUPING(Account.Name) ga FROM Opportunity GROUP BY";
    let row = |stage: Value, account: Value, n: i64, gs: i64, ga: i64| json!({"StageName": stage, "a": account, "n": n, "gs": gs, "ga": ga});
    let (won, open) = (json!("Closed Won"), json!("Prospecting"));
    let (acme, beta) = (json!("Acme"), json!("beta"));
    let details = [
        row(won.clone(), acme.clone(), 1, 0, 0),
        row(open.clone(), acme.clone(), 1, 0, 0),
        row(open.clone(), beta.clone(), 1, 0, 0),
    ];
    let stages = [
        row(won, json!(null), 1, 0, 1),
        row(open, json!(null), 2, 0, 1),
    ];
    let accounts = [
        row(json!(null), acme, 2, 1, 0),
        row(json!(null), beta, 1, 1, 0),
    ];
    let all = [row(json!(null), json!(null), 3, 1, 1)];
    let rollup = rows(&client, &format!("{sums} ROLLUP(StageName, Account.Name)")).await;
    assert_eq!(rollup, [&details[..], &stages, &all].concat());
    let cube = rows(&client, &format!("{sums} CUBE(StageName, Account.Name)")).await;
    assert_eq!(cube, [&details[..], &stages, &accounts, &all].concat());
    let totals = rows(
        &client,
        &format!("{sums} ROLLUP(StageName, Account.Name) HAVING GROUPING(StageName) = 1"),
    )
    .await;
    assert_eq!(totals, all);
}

#[tokio::test]
async fn groups_have_one_page() {
    let client = Client::start().await;
    for number in 0..2001 {
        client.put(
            "Lead",
            json!({"LastName": "x", "Company": format!("C{number}")}),
        );
    }
    let soql = "SELECT Company, COUNT(Id) FROM Lead GROUP BY Company";
    client.query(soql).await.refused(
        400,
        "EXCEEDED_ID_LIMIT",
        "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch",
    );
    assert_eq!(
        rows(&client, &format!("{soql} LIMIT 2000")).await.len(),
        2000
    );
}
