//! Trees: new records with their children, all or none.

use serde_json::{Value, json};

use crate::client::{Client, Reply};

fn record(object: &str, reference: &str, mut fields: Value) -> Value {
    fields["attributes"] = json!({"type": object, "referenceId": reference});
    fields
}

async fn send(client: &Client, object: &str, records: Vec<Value>) -> Reply {
    let body = json!({ "records": records });
    client
        .send("POST", &format!("/composite/tree/{object}"), &body)
        .await
}

#[tokio::test]
async fn children_are_created_below_their_parents() {
    let client = Client::start().await;
    let sub = record("Contact", "sub", json!({"LastName": "Sub"}));
    let ann = record(
        "Contact",
        "ann",
        json!({"LastName": "Ann", "ContactReports": {"records": [sub]}}),
    );
    let bob = record("Contact", "bob", json!({"LastName": "Bob"}));
    let acme = record(
        "Account",
        "acme",
        json!({"Name": "Acme", "Contacts": {"records": [ann, bob]}}),
    );
    let other = record("Account", "other", json!({"Name": "Other"}));
    let reply = send(&client, "Account", vec![acme, other]).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let json = reply.json();
    assert_eq!(json["hasErrors"], false);
    let results = json["results"].as_array().unwrap();
    let names: Vec<&str> = results
        .iter()
        .map(|result| result["referenceId"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["acme", "other", "ann", "bob", "sub"]);
    let id = |place: usize| results[place]["id"].as_str().unwrap();
    assert_eq!(results[0], json!({"referenceId": "acme", "id": id(0)}));
    assert_eq!(client.org.get(id(2)).unwrap()["AccountId"], id(0));
    assert_eq!(client.org.get(id(3)).unwrap()["AccountId"], id(0));
    assert_eq!(client.org.get(id(4)).unwrap()["ReportsToId"], id(2));
    assert_eq!(reply.header("Sforce-Limit-Info"), "api-usage=1/15000");
}

#[tokio::test]
async fn one_bad_record_takes_all_back_and_is_named_alone() {
    let client = Client::start().await;
    let bad = record("Contact", "bad", json!({"LastName": "L", "Email": "no"}));
    let good = record("Contact", "good", json!({"LastName": "L"}));
    let acme = record(
        "Account",
        "acme",
        json!({"Name": "Acme", "Contacts": {"records": [good, bad]}}),
    );
    let reply = send(&client, "Account", vec![acme]).await;
    assert_eq!(reply.status, 400);
    let json = reply.json();
    assert_eq!(json["hasErrors"], true);
    assert_eq!(json["results"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["results"][0]["referenceId"], "bad");
    assert_eq!(
        json["results"][0]["errors"][0]["statusCode"],
        "INVALID_EMAIL_ADDRESS"
    );
    assert_eq!(client.org.count("Account"), 0);
    assert_eq!(client.org.count("Contact"), 0);
}

#[tokio::test]
async fn what_a_tree_does_not_take() {
    let client = Client::start().await;
    let account = |name: &str| record("Account", name, json!({"Name": "A"}));
    let mut deep = account("l5");
    for level in 0..5 {
        let fields = json!({"Name": "A", "ChildAccounts": {"records": [deep]}});
        deep = record("Account", &format!("k{level}"), fields);
    }
    let too_many = (0..201).map(|n| account(&format!("a{n}"))).collect();
    for records in [
        vec![json!({"attributes": {"type": "Account"}, "Name": "A"})],
        vec![account("a"), account("a")],
        vec![account("a-b")],
        vec![record("Contact", "c", json!({"LastName": "L"}))],
        vec![deep],
        too_many,
    ] {
        let reply = send(&client, "Account", records).await;
        assert_eq!(reply.status, 400);
        let json = reply.json();
        assert_eq!(
            json["results"][0]["errors"][0]["statusCode"],
            "INVALID_INPUT"
        );
    }
    assert_eq!(client.org.count("Account"), 0);
    assert_eq!(
        send(&client, "Nope__c", vec![account("a")]).await.status,
        404
    );
    let most = (0..200).map(|n| account(&format!("a{n}"))).collect();
    assert_eq!(send(&client, "Account", most).await.status, 201);
    assert_eq!(client.org.count("Account"), 200);
}
