//! Searches, as SOSL and by parameters.

use serde_json::{Value, json};

use crate::client::Client;
use crate::query::{org, parameter};

async fn sosl(client: &Client, text: &str) -> Value {
    let reply = client
        .get(&format!("/search/?{}", parameter("q", text)))
        .await;
    assert_eq!(reply.status, 200, "{text}: {}", reply.text);
    reply.json()["searchRecords"].clone()
}

/// `Type:Name` of each record.
fn names(records: &Value) -> Vec<String> {
    let records = records.as_array().unwrap();
    let name = |record: &Value| {
        let kind = record["attributes"]["type"].as_str().unwrap();
        format!("{kind}:{}", record["Name"].as_str().unwrap_or_default())
    };
    records.iter().map(name).collect()
}

#[tokio::test]
async fn a_word_is_found_in_the_fields_of_its_group() {
    let client = org().await;
    client.put(
        "Lead",
        json!({"LastName": "Jones", "Company": "Acme Sons", "Email": "beta@x.example"}),
    );
    for (text, expected) in [
        (
            "FIND {acme} RETURNING Account(Name), Lead(Name)",
            &["Account:Acme", "Lead:Jones"][..],
        ),
        (
            "FIND {acm} IN NAME FIELDS RETURNING Account(Name), Lead(Name)",
            &["Account:Acme"],
        ),
        (
            "FIND {beta} IN EMAIL FIELDS RETURNING Account(Name), Lead(Name)",
            &["Lead:Jones"],
        ),
        (
            "FIND {smith AND adam} RETURNING Contact(Name)",
            &["Contact:Adam Smith"],
        ),
        (
            "FIND {smith} RETURNING Contact(Name WHERE AccountId != null ORDER BY FirstName DESC LIMIT 1)",
            &["Contact:Zoe Smith"],
        ),
        (
            "FIND {smith} RETURNING Contact(Name ORDER BY FirstName) LIMIT 2",
            &["Contact:Adam Smith", "Contact:Lone Smith"],
        ),
        (
            "FIND {\"zoe smith\"} RETURNING Contact(Name)",
            &["Contact:Zoe Smith"],
        ),
        (
            "FIND {technology} RETURNING Account(Name)",
            &["Account:Acme"],
        ),
        ("FIND {nothing here} RETURNING Account(Name)", &[]),
    ] {
        assert_eq!(names(&sosl(&client, text).await), expected, "{text}");
    }
}

#[tokio::test]
async fn records_look_as_in_a_query() {
    let client = org().await;
    let found = sosl(
        &client,
        "FIND {acme} RETURNING Account(name, AnnualRevenue, Owner.Name)",
    )
    .await;
    assert_eq!(found[0]["AnnualRevenue"], json!(1_500_000.0));
    assert_eq!(found[0]["Owner"]["Name"], "Ada Integration");
    // Without RETURNING, ids of whatever can be searched.
    let found = sosl(&client, "FIND {acme}").await;
    assert_eq!(found[0]["attributes"]["type"], "Account");
    assert_eq!(found[0].as_object().unwrap().len(), 2);
    let path = format!(
        "/search/?{}",
        parameter("q", "FIND {acme} RETURNING Account(Name)")
    );
    let text = client.get(&path).await.text;
    assert!(
        text.starts_with(r#"{"searchRecords":[{"attributes":{"type":"Account","url":""#),
        "{text}"
    );
    assert!(text.ends_with(r#""},"Name":"Acme"}]}"#), "{text}");
}

#[tokio::test]
async fn before_v37_the_list_stands_alone() {
    let client = org().await;
    let path = format!(
        "/services/data/v36.0/search?{}",
        parameter("q", "FIND {acme} RETURNING Account")
    );
    assert_eq!(
        client.get(&path).await.json().as_array().map(Vec::len),
        Some(1)
    );
}

#[tokio::test]
async fn searches_are_refused() {
    let client = org().await;
    let refused = |text: &'static str| {
        let client = &client;
        async move {
            let reply = client
                .get(&format!("/search/?{}", parameter("q", text)))
                .await;
            let error = reply.json()[0].clone();
            let message = error["message"]
                .as_str()
                .unwrap()
                .rsplit('\n')
                .next()
                .unwrap()
                .to_owned();
            (
                reply.status,
                error["errorCode"].as_str().unwrap().to_owned(),
                message,
            )
        }
    };
    for (text, code, message) in [
        (
            "FIND acme",
            "MALFORMED_SEARCH",
            "No search term found. The search term must be enclosed in braces.",
        ),
        (
            "FIND {a}",
            "MALFORMED_SEARCH",
            "search term must be longer than one character: a",
        ),
        (
            "FIND {acme} RETURNING Account(Id WHERE)",
            "MALFORMED_SEARCH",
            "unexpected token: '<EOF>'",
        ),
        (
            "FIND {acme} RETURNING Account(Id) nonsense",
            "MALFORMED_SEARCH",
            "unexpected token: 'nonsense'",
        ),
    ] {
        let expected = (400, code.to_owned(), message.to_owned());
        assert_eq!(refused(text).await, expected, "{text}");
    }
    let (status, code, message) = refused("FIND {acme} RETURNING Account(Bogus)").await;
    assert_eq!((status, code.as_str()), (400, "INVALID_FIELD"));
    assert!(
        message.starts_with("No such column 'Bogus' on entity 'Account'"),
        "{message}"
    );
    let (_, code, _) = refused("FIND {acme} RETURNING Nothing(Id)").await;
    assert_eq!(code, "INVALID_TYPE");
}

#[tokio::test]
async fn parameters_in_the_url() {
    let client = org().await;
    for (query, expected) in [
        (
            "q=acme&sobject=Account&Account.fields=id,name",
            &["Account:Acme"][..],
        ),
        (
            "q=smith&sobject=Contact&fields=Name&Contact.limit=2&Contact.orderBy=FirstName",
            &["Contact:Adam Smith", "Contact:Lone Smith"],
        ),
        (
            "q=smith&sobject=Contact&sobject=Account&fields=Name&Contact.where=AccountId=null",
            &["Contact:Lone Smith"],
        ),
        (
            "q=smith&sobject=Contact&fields=Name&overallLimit=1&in=NAME",
            &["Contact:Zoe Smith"],
        ),
        (
            "q=smith&sobject=Contact&fields=Name&Contact.orderBy=FirstName&defaultLimit=1&offset=1",
            &["Contact:Lone Smith"],
        ),
    ] {
        let reply = client.get(&format!("/parameterizedSearch/?{query}")).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        assert_eq!(names(&reply.json()["searchRecords"]), expected, "{query}");
    }
    let reply = client.get("/parameterizedSearch/?sobject=Account").await;
    reply.refused(400, "MALFORMED_SEARCH", "No search term found.");
}

#[tokio::test]
async fn parameters_as_json() {
    let client = org().await;
    let body = json!({
        "q": "smith",
        "fields": ["id"],
        "sobjects": [
            {"name": "Contact", "fields": ["Name", "Email"], "limit": 1, "where": "AccountId != null", "orderBy": "FirstName"},
            {"name": "Lead"},
        ],
        "in": "ALL",
        "overallLimit": 100,
        "defaultLimit": 10,
    });
    let reply = client.send("POST", "/parameterizedSearch", &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    let found = reply.json()["searchRecords"].clone();
    assert_eq!(names(&found), ["Contact:Adam Smith"]);
    assert_eq!(found[0]["Email"], "Adam@example.com");
    let reply = client
        .send(
            "POST",
            "/parameterizedSearch",
            &json!({"q": "x", "overallLimit": 2001}),
        )
        .await;
    reply.refused(400, "MALFORMED_SEARCH", "overallLimit is more than 2000");
    let reply = client.send("PUT", "/parameterizedSearch", &body).await;
    assert_eq!(reply.status, 405);
    let reply = client.send_text("POST", "/parameterizedSearch", "{").await;
    assert_eq!(reply.json()[0]["errorCode"], "JSON_PARSER_ERROR");
}
