//! Functions, alone and in one another, and clauses that change nothing.

use serde_json::{Value, json};

use super::org;
use crate::client::Client;

/// The rows of an answer, without their attributes.
async fn rows(client: &Client, soql: &str) -> Vec<Value> {
    let mut found = client.found(soql).await;
    let mut rows = found["records"].take();
    for row in rows.as_array_mut().unwrap() {
        row.as_object_mut().unwrap().remove("attributes");
    }
    rows.as_array().unwrap().clone()
}

#[tokio::test]
async fn functions_of_groups() {
    let client = org().await;
    for (soql, expected) in [
        (
            "SELECT toLabel(Industry) label, COUNT(Id) n FROM Account GROUP BY Industry ORDER BY Industry NULLS LAST",
            vec![
                json!({"label": "Banking", "n": 1}),
                json!({"label": "Technology", "n": 1}),
                json!({"label": null, "n": 1}),
            ],
        ),
        (
            "SELECT toLabel(Industry), COUNT(Id) FROM Account GROUP BY toLabel(Industry) HAVING toLabel(Industry) != NULL",
            vec![
                json!({"expr0": "Banking", "expr1": 1}),
                json!({"expr0": "Technology", "expr1": 1}),
            ],
        ),
        (
            "SELECT FORMAT(MAX(CloseDate)), FORMAT(SUM(Amount)) FROM Opportunity",
            vec![json!({"expr0": "2/21/2026", "expr1": "$400.5"})],
        ),
        (
            "SELECT SUM(convertCurrency(Amount)) s, MAX(CALENDAR_MONTH(CloseDate)) m FROM Opportunity",
            vec![json!({"s": 400.5, "m": 2})],
        ),
        (
            "SELECT CALENDAR_MONTH(CloseDate) m, GROUPING(CALENDAR_MONTH(CloseDate)) g, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(CALENDAR_MONTH(CloseDate))",
            vec![
                json!({"m": 1, "g": 0, "n": 1}),
                json!({"m": 2, "g": 0, "n": 2}),
                json!({"m": null, "g": 1, "n": 3}),
            ],
        ),
        (
            "SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h FROM Account WHERE Name != 'beta' GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))",
            vec![json!({"h": 4}), json!({"h": 23})],
        ),
        (
            "SELECT StageName FROM Opportunity GROUP BY StageName ORDER BY SUM(Amount), StageName DESC",
            vec![
                json!({"StageName": "Closed Won"}),
                json!({"StageName": "Prospecting"}),
            ],
        ),
        (
            "SELECT Account.Name FROM Opportunity GROUP BY Account.Name ORDER BY SUM(Amount) DESC NULLS LAST",
            vec![json!({"Name": "Acme"}), json!({"Name": "beta"})],
        ),
        (
            "SELECT Account.Name FROM Opportunity GROUP BY Account.Name ORDER BY SUM(Amount) DESC",
            vec![json!({"Name": "beta"}), json!({"Name": "Acme"})],
        ),
    ] {
        assert_eq!(rows(&client, soql).await, expected, "{soql}");
    }
}

#[tokio::test]
async fn conditions_on_groups() {
    let client = org().await;
    for (having, expected) in [
        ("MIN(CloseDate) < 2026-02-01", "Prospecting"),
        ("StageName LIKE 'closed%'", "Closed Won"),
        ("COUNT(Id) IN (1, 7)", "Closed Won"),
        ("NOT COUNT(Id) = 1", "Prospecting"),
        (
            "COUNT(Amount) = 1 AND SUM(Amount) >= 100.5",
            "Closed Won,Prospecting",
        ),
        (
            "SUM(Amount) > 500 OR COUNT_DISTINCT(AccountId) = 2",
            "Prospecting",
        ),
        (
            "MAX(CreatedDate) >= 2020-01-01T00:00:00Z",
            "Closed Won,Prospecting",
        ),
    ] {
        let soql = format!(
            "SELECT StageName FROM Opportunity GROUP BY StageName HAVING {having} ORDER BY StageName DESC"
        );
        assert_eq!(
            client.column(&soql, "StageName").await,
            expected,
            "{having}"
        );
    }
}

#[tokio::test]
async fn distances_from_parents_and_between_fields() {
    let client = org().await;
    for (condition, expected) in [
        (
            "DISTANCE(Parent.Headquarters__c, GEOLOCATION(37.79, -122.4), 'mi') < 1",
            "beta",
        ),
        (
            "DISTANCE(Headquarters__c, GEOLOCATION(37.79, -122.4), 'mi') > 5000",
            "beta",
        ),
        (
            "DISTANCE(Headquarters__c, GEOLOCATION(52.52, 13.4), 'km') < 9200",
            "Acme,beta",
        ),
        // What has no place is nowhere near, nor far.
        ("DISTANCE(BillingAddress, GEOLOCATION(0, 0), 'km') > 0", ""),
        // Documented, and doubtful.
        (
            "DISTANCE(Headquarters__c, Parent.Headquarters__c, 'mi') > 5000",
            "beta",
        ),
    ] {
        let soql = format!("SELECT Name FROM Account WHERE {condition} ORDER BY Name");
        assert_eq!(client.column(&soql, "Name").await, expected, "{condition}");
    }
}

#[tokio::test]
async fn functions_in_one_another() {
    let client = org().await;
    let soql = "SELECT FORMAT(convertCurrency(AnnualRevenue)) f, FORMAT(toLabel(Industry)) l, convertCurrency(AnnualRevenue), FORMAT(Name) n, toLabel(Parent.Industry) FROM Account WHERE Name = 'beta'";
    let mut found = rows(&client, soql).await;
    let parent = found[0]["Parent"].take();
    assert_eq!(parent["Industry"], "Technology");
    let expected =
        json!({"f": "$20", "l": "Banking", "AnnualRevenue": 20.0, "n": "beta", "Parent": null});
    assert_eq!(found, [expected]);
}

#[tokio::test]
async fn clauses_that_change_nothing() {
    let client = org().await;
    let soql = "SELECT Name, (SELECT FirstName FROM Contacts) FROM Account";
    let plain = client.query(soql).await;
    assert_eq!(plain.status, 200);
    for clause in [
        "FOR VIEW",
        "FOR REFERENCE",
        "FOR UPDATE",
        "UPDATE TRACKING",
        "UPDATE VIEWSTAT",
        "UPDATE TRACKING, VIEWSTAT",
        "WITH SECURITY_ENFORCED",
        "WITH USER_MODE",
        "WITH SYSTEM_MODE",
        "LIMIT 2000",
        "OFFSET 0",
        "LIMIT 2000 OFFSET 0 FOR VIEW",
    ] {
        let reply = client.query(&format!("{soql} {clause}")).await;
        assert_eq!(reply.text, plain.text, "{clause}");
    }
}
