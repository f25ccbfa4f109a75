//! Queries: what they find, how it is answered, and what is refused.

#[path = "query/answers.rs"]
mod answers;
#[path = "query/cases.rs"]
mod cases;
#[path = "query/filters.rs"]
mod filters;
#[path = "query/functions.rs"]
mod functions;
#[path = "query/groups.rs"]
mod groups;
#[path = "query/late.rs"]
mod late;
#[path = "query/paging.rs"]
mod paging;
#[path = "query/populate.rs"]
mod populate;
#[path = "query/refusals.rs"]
mod refusals;
#[path = "query/relations.rs"]
mod relations;

use serde_json::{Value, json};

use crate::client::{Client, Reply};

impl Client {
    /// `GET V/query?q=...`
    pub(crate) async fn query(&self, soql: &str) -> Reply {
        self.get(&format!("/query/?{}", parameter("q", soql))).await
    }

    /// The answer to a query that must be taken.
    pub(crate) async fn found(&self, soql: &str) -> Value {
        let reply = self.query(soql).await;
        assert_eq!(reply.status, 200, "{soql}: {}", reply.text);
        reply.json()
    }

    /// The values of one key of the records, joined.
    pub(crate) async fn column(&self, soql: &str, key: &str) -> String {
        let found = self.found(soql).await;
        let records = found["records"].as_array().unwrap();
        let text = |record: &Value| match &record[key] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        records.iter().map(text).collect::<Vec<_>>().join(",")
    }

    pub(crate) fn put(&self, object: &str, record: Value) -> String {
        self.org.insert(object, &record).unwrap()
    }
}

pub(crate) fn parameter(name: &str, value: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish()
}

/// An org with three accounts, their contacts, opportunities and tasks.
pub(crate) async fn org() -> Client {
    let client = Client::start().await;
    fill(&client);
    client
}

pub(crate) fn fill(client: &Client) {
    let acme = client.put(
        "Account",
        json!({"Name": "Acme", "Industry": "Technology", "AnnualRevenue": 1_500_000,
               "NumberOfEmployees": 100, "Interests__c": "Golf;Wine", "Is_Key_Account__c": true,
               "Next_Review__c": "2026-03-02", "CreatedDate": "2024-02-03T04:05:06.000Z",
               "Headquarters__Latitude__s": 37.79, "Headquarters__Longitude__s": -122.4,
               "BillingCity": "Berlin"}),
    );
    let beta = client.put(
        "Account",
        json!({"Name": "beta", "Industry": "Banking", "AnnualRevenue": 20, "Interests__c": "Golf",
               "ParentId": acme, "CreatedDate": "2025-07-01T00:00:00.000Z",
               "Headquarters__Latitude__s": 52.52, "Headquarters__Longitude__s": 13.4}),
    );
    client.put(
        "Account",
        json!({"Name": "Gamma 100%", "CreatedDate": "2025-12-31T23:59:59.000Z"}),
    );
    for (name, account) in [("Zoe", Some(&acme)), ("Adam", Some(&acme)), ("Lone", None)] {
        client.put(
            "Contact",
            json!({"FirstName": name, "LastName": "Smith", "AccountId": account,
                   "Email": format!("{name}@example.com")}),
        );
    }
    let deal = client.put(
        "Opportunity",
        json!({"Name": "Deal", "StageName": "Prospecting", "CloseDate": "2026-01-15",
               "Amount": 300, "AccountId": acme}),
    );
    client.put(
        "Opportunity",
        json!({"Name": "Sale", "StageName": "Closed Won", "CloseDate": "2026-02-20",
               "Amount": 100.5, "AccountId": acme}),
    );
    client.put(
        "Opportunity",
        json!({"Name": "Hope", "StageName": "Prospecting", "CloseDate": "2026-02-21",
               "AccountId": beta}),
    );
    for (subject, what) in [
        ("Call", Some(&acme)),
        ("Write", Some(&deal)),
        ("Rest", None),
    ] {
        client.put(
            "Task",
            json!({"Subject": subject, "WhatId": what, "Status": "Not Started",
                   "Priority": "Normal"}),
        );
    }
}

/// Asks what must be refused, at a place, and the reason begins like this.
pub(crate) async fn refused_for(client: &Client, soql: &str, code: &str, reason: &str) {
    let reply = client.query(soql).await;
    let json = reply.json();
    let message = json[0]["message"].as_str().unwrap_or_default();
    assert_eq!(
        (reply.status, &json[0]["errorCode"]),
        (400, &json!(code)),
        "{soql}: {message}"
    );
    let said = message.rsplit('\n').next().unwrap_or_default();
    assert!(said.starts_with(reason), "{soql}: {message}");
    assert!(message.contains("ERROR at Row:"), "{message}");
}
