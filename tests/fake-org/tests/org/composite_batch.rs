//! Batches: calls that have nothing to do with each other.

use serde_json::{Value, json};

use crate::client::Client;

fn create(name: Value) -> Value {
    json!({"method": "POST", "url": "v66.0/sobjects/Account", "richInput": {"Name": name}})
}

#[tokio::test]
async fn each_call_stands_for_itself() {
    let client = Client::start().await;
    let id = client.account().await;
    let body = json!({"batchRequests": [
        {"method": "PATCH", "url": format!("v66.0/sobjects/Account/{id}"), "richInput": {"Name": "N"}},
        create(json!(null)),
        {"method": "GET", "url": format!("v66.0/sobjects/Account/{id}?fields=Name")},
        {"method": "GET", "url": "v66.0/limits"},
    ]});
    let reply = client.send("POST", "/composite/batch", &body).await;
    assert_eq!(reply.status, 200);
    let json = reply.json();
    assert_eq!(json["hasErrors"], true);
    assert_eq!(
        json["results"][0],
        json!({"statusCode": 204, "result": null})
    );
    assert_eq!(json["results"][1]["statusCode"], 400);
    assert_eq!(
        json["results"][1]["result"][0]["errorCode"],
        "REQUIRED_FIELD_MISSING"
    );
    assert_eq!(json["results"][2]["result"]["Name"], "N");
    assert_eq!(json["results"][3]["statusCode"], 200);
    assert_eq!(client.org.calls().count("POST /composite/batch"), 1);
}

#[tokio::test]
async fn a_batch_halts_on_request() {
    let client = Client::start().await;
    let body = json!({"haltOnError": true, "batchRequests": [
        create(json!("A")), create(json!(null)), create(json!("C")),
    ]});
    let json = client.send("POST", "/composite/batch", &body).await.json();
    let statuses: Vec<&Value> = (0..3).map(|n| &json["results"][n]["statusCode"]).collect();
    assert_eq!(statuses, [&json!(201), &json!(400), &json!(412)]);
    assert_eq!(
        json["results"][2]["result"][0]["errorCode"],
        "BATCH_PROCESSING_HALTED"
    );
    // What was done before it stays.
    assert_eq!(client.org.count("Account"), 1);
}

#[tokio::test]
async fn what_a_batch_does_not_take() {
    let client = Client::start().await;
    let many: Vec<Value> = (0..26).map(|_| create(json!("A"))).collect();
    let body = json!({"batchRequests": many});
    let reply = client.send("POST", "/composite/batch", &body).await;
    assert_eq!(reply.json()[0]["errorCode"], "LIMIT_EXCEEDED");
    let body = json!({"batchRequests": [
        {"method": "GET", "url": "v67.0/limits"},
        {"method": "GET", "url": "v33.0/limits"},
        {"method": "GET", "url": "/services/data/v66.0/limits"},
        {"method": "POST", "url": "v66.0/composite", "richInput": {"compositeRequest": []}},
        {"method": "GET", "url": "v60.0/limits"},
    ]});
    let json = client.send("POST", "/composite/batch", &body).await.json();
    let statuses: Vec<u64> = json["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["statusCode"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [400, 400, 404, 400, 200]);
    assert_eq!(client.org.count("Account"), 0);
}
