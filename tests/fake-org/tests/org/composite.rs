//! Composites: references, what stops what, and what is taken back.

use serde_json::{Value, json};

use crate::client::{Client, Reply};

const ROLLED_BACK: &str =
    "The transaction was rolled back since another operation in the same transaction failed.";

fn part(name: &str, method: &str, path: &str, body: Value) -> Value {
    let url = format!("/services/data/v66.0{path}");
    let mut part = json!({"method": method, "url": url, "referenceId": name});
    if !body.is_null() {
        part["body"] = body;
    }
    part
}

fn account(name: &str) -> Value {
    part(name, "POST", "/sobjects/Account", json!({"Name": name}))
}

async fn send(client: &Client, all_or_none: bool, parts: Vec<Value>) -> Reply {
    let body = json!({"allOrNone": all_or_none, "compositeRequest": parts});
    client.send("POST", "/composite", &body).await
}

fn answers(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()["compositeResponse"]
        .as_array()
        .unwrap()
        .clone()
}

fn statuses(answers: &[Value]) -> Vec<u64> {
    answers
        .iter()
        .map(|answer| answer["httpStatusCode"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_part_has_the_method_that_it_names() {
    let client = Client::start().await;
    // As an upsert it would be refused without taking the account back.
    let records = json!({"records": [{"attributes": {"type": "Account"}, "Name": "B"}]});
    let path = "/composite/sobjects/Account/External_Id__c?_HttpMethod=PATCH";
    let parts = vec![account("a"), part("b", "POST", path, records)];
    let answers = answers(&send(&client, true, parts).await);
    assert_eq!(statuses(&answers), [400, 405]);
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn headers_may_be_null() {
    let client = Client::start().await;
    let mut one = account("a");
    one["httpHeaders"] = Value::Null;
    let reply = send(&client, true, vec![one]).await;
    assert_eq!(statuses(&answers(&reply)), [201]);
}

#[tokio::test]
async fn a_part_uses_what_an_earlier_one_answered() {
    let client = Client::start().await;
    let calls = client.org.calls().count("POST /composite");
    let reply = send(
        &client,
        true,
        vec![
            account("a"),
            part("read", "GET", "/sobjects/Account/@{a.id}?fields=Name,BillingCity", Value::Null),
            part(
                "c",
                "POST",
                "/sobjects/Contact",
                json!({"LastName": "of @{read.Name}!", "AccountId": "@{read.Id}", "Description": "@{read.BillingCity}"}),
            ),
            part("u", "PATCH", "/sobjects/Account/@{a.id}", json!({"Website": "https://a.example"})),
        ],
    )
    .await;
    let answers = answers(&reply);
    assert_eq!(statuses(&answers), [201, 200, 201, 204]);
    let id = answers[0]["body"]["id"].as_str().unwrap();
    assert_eq!(
        answers[0],
        json!({
            "body": {"id": id, "success": true, "errors": []},
            "httpHeaders": {"Location": format!("/services/data/v66.0/sobjects/Account/{id}")},
            "httpStatusCode": 201,
            "referenceId": "a",
        })
    );
    assert_eq!(answers[3]["body"], Value::Null);
    let contact = answers[2]["body"]["id"].as_str().unwrap();
    let contact = client.org.get(contact).unwrap();
    assert_eq!(contact["AccountId"], id);
    assert_eq!(contact["LastName"], "of a!");
    assert_eq!(contact["Description"], Value::Null);
    assert_eq!(client.org.calls().count("POST /composite"), calls + 1);
    assert_eq!(reply.header("Sforce-Limit-Info"), "api-usage=1/15000");
}

#[tokio::test]
async fn a_missing_value_stops_the_part_and_case_matters() {
    let client = Client::start().await;
    let reply = send(
        &client,
        false,
        vec![
            account("a"),
            part(
                "x",
                "POST",
                "/sobjects/Contact",
                json!({"LastName": "@{a.Id}"}),
            ),
            account("b"),
        ],
    )
    .await;
    let answers = answers(&reply);
    assert_eq!(statuses(&answers), [201, 400, 201]);
    assert_eq!(
        answers[1]["body"],
        json!([{
            "errorCode": "PROCESSING_HALTED",
            "message": "Invalid reference specified. No value for a.Id found in a. Provided referenceId ('a.Id') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').",
        }])
    );
    assert_eq!(client.org.count("Account"), 2);
    assert_eq!(client.org.count("Contact"), 0);
}

#[tokio::test]
async fn what_refers_to_a_failed_part_fails_and_the_rest_goes_on() {
    let client = Client::start().await;
    let reply = send(
        &client,
        false,
        vec![
            part("a", "POST", "/sobjects/Account", json!({})),
            part(
                "c",
                "POST",
                "/sobjects/Contact",
                json!({"LastName": "L", "AccountId": "@{a.id}"}),
            ),
            account("b"),
        ],
    )
    .await;
    let answers = answers(&reply);
    assert_eq!(statuses(&answers), [400, 400, 201]);
    assert_eq!(answers[0]["body"][0]["errorCode"], "REQUIRED_FIELD_MISSING");
    assert_eq!(answers[1]["body"][0]["errorCode"], "PROCESSING_HALTED");
}

#[tokio::test]
async fn all_or_none_takes_everything_back() {
    let client = Client::start().await;
    let kept = client.account().await;
    let reply = send(
        &client,
        true,
        vec![
            part(
                "u",
                "PATCH",
                &format!("/sobjects/Account/{kept}"),
                json!({"Name": "changed"}),
            ),
            account("a"),
            part(
                "bad",
                "POST",
                "/sobjects/Account",
                json!({"Name": "x", "Nope": 1}),
            ),
            account("later"),
        ],
    )
    .await;
    let answers = answers(&reply);
    assert_eq!(statuses(&answers), [400, 400, 400, 400]);
    assert_eq!(answers[2]["body"][0]["errorCode"], "INVALID_FIELD");
    for place in [0, 1, 3] {
        assert_eq!(
            answers[place]["body"],
            json!([{"errorCode": "PROCESSING_HALTED", "message": ROLLED_BACK}])
        );
    }
    assert_eq!(client.org.count("Account"), 1);
    assert_eq!(client.org.get(&kept).unwrap()["Name"], "Acme");
}

#[tokio::test]
async fn a_collection_says_success_although_it_is_taken_back() {
    let client = Client::start().await;
    let records = json!({"allOrNone": false, "records": [
        {"attributes": {"type": "Account"}, "Name": "A"},
        {"attributes": {"type": "Account"}},
    ]});
    let reply = send(
        &client,
        true,
        vec![
            account("a"),
            part("many", "POST", "/composite/sobjects", records),
        ],
    )
    .await;
    let answers = answers(&reply);
    assert_eq!(statuses(&answers), [400, 200]);
    assert_eq!(answers[0]["body"][0]["message"], ROLLED_BACK);
    assert_eq!(answers[1]["body"][0]["success"], true);
    assert_eq!(answers[1]["body"][1]["success"], false);
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn the_ids_of_a_collection_can_be_used() {
    let client = Client::start().await;
    let records = json!({"records": [
        {"attributes": {"type": "Account"}, "Name": "A"},
        {"attributes": {"type": "Account"}, "Name": "B"},
    ]});
    let reply = send(
        &client,
        true,
        vec![
            part("many", "POST", "/composite/sobjects", records),
            part(
                "c",
                "POST",
                "/sobjects/Contact",
                json!({"LastName": "L", "AccountId": "@{many[1].id}"}),
            ),
        ],
    )
    .await;
    let answers = answers(&reply);
    assert_eq!(statuses(&answers), [200, 201]);
    let contact = answers[1]["body"]["id"].as_str().unwrap();
    assert_eq!(
        client.org.get(contact).unwrap()["AccountId"],
        answers[0]["body"][1]["id"]
    );
}

#[tokio::test]
async fn a_bad_name_stops_the_whole() {
    let client = Client::start().await;
    let reply = send(&client, false, vec![account("a"), account("not-good")]).await;
    reply.refused(
        400,
        "JSON_PARSER_ERROR",
        "Provided referenceId ('not-good') must start with a letter or a number, and it can \
         contain only letters, numbers and underscores ('_').",
    );
    let reply = send(&client, false, vec![account("a"), account("a")]).await;
    assert_eq!(reply.status, 400);
    let mut with_header = account("a");
    with_header["httpHeaders"] = json!({"Accept": "text/csv"});
    assert_eq!(send(&client, false, vec![with_header]).await.status, 400);
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn too_many_parts_are_told_in_the_answer_of_a_part_without_a_name() {
    let client = Client::start().await;
    let parts = (0..26).map(|n| account(&format!("a{n}"))).collect();
    let reply = send(&client, false, parts).await;
    assert_eq!(
        answers(&reply),
        [json!({
            "body": [{"errorCode": "LIMIT_EXCEEDED", "message": "The request can’t contain more than 25 operations."}],
            "httpHeaders": {},
            "httpStatusCode": 400,
            "referenceId": null,
        })]
    );
    let many = |n: usize| {
        let records = json!({"records": [{"attributes": {"type": "Account"}, "Name": "A"}]});
        part(&format!("m{n}"), "POST", "/composite/sobjects", records)
    };
    let reply = send(&client, false, (0..6).map(many).collect()).await;
    assert_eq!(answers(&reply)[0]["body"][0]["errorCode"], "LIMIT_EXCEEDED");
    assert_eq!(client.org.count("Account"), 0);
    let reply = send(&client, false, (0..5).map(many).collect()).await;
    assert_eq!(statuses(&answers(&reply)), [200; 5]);
}

#[tokio::test]
async fn other_resources_and_methods_are_refused() {
    let client = Client::start().await;
    let nested = part("n", "POST", "/composite", json!({"compositeRequest": []}));
    let limits = part("l", "GET", "/limits", Value::Null);
    let lower = part("p", "post", "/sobjects/Account", json!({"Name": "x"}));
    let reply = send(&client, false, vec![nested, limits, lower]).await;
    assert_eq!(statuses(&answers(&reply)), [400, 400, 400]);
    assert_eq!(client.get("/composite").await.status, 405);
    assert_eq!(client.get("/composite/nope").await.status, 404);
}

#[tokio::test]
async fn collated_creates_come_together_and_answers_keep_their_places() {
    let client = Client::start().await;
    let keyed = |name: &str| {
        let body = json!({"Name": name, "External_Id__c": "E-1"});
        part(name, "POST", "/sobjects/Account", body)
    };
    let parts = json!([
        keyed("a"),
        part(
            "d",
            "DELETE",
            "/sobjects/Account/External_Id__c/E-1",
            Value::Null
        ),
        keyed("b"),
        part(
            "e",
            "DELETE",
            "/sobjects/Account/External_Id__c/E-1",
            Value::Null
        ),
    ]);
    for (collate, expected) in [
        (json!(false), [201, 204, 201, 204]),
        // So the second create comes before the first delete.
        (json!(true), [201, 204, 400, 404]),
        (json!(null), [201, 204, 400, 404]),
    ] {
        let body = json!({"compositeRequest": parts, "collateSubrequests": collate});
        let reply = client.send("POST", "/composite", &body).await;
        let answers = answers(&reply);
        assert_eq!(statuses(&answers), expected, "{collate}");
        let names: Vec<&Value> = answers.iter().map(|one| &one["referenceId"]).collect();
        assert_eq!(names, ["a", "d", "b", "e"]);
    }
    let body = json!({ "compositeRequest": parts });
    let old = client
        .send("POST", "/services/data/v48.0/composite", &body)
        .await;
    assert_eq!(statuses(&answers(&old)), [201, 204, 201, 204]);
}
