//! Up to 200 records a call.

use serde_json::{Value, json};

use crate::client::Client;

fn accounts(names: &[&str]) -> Vec<Value> {
    names
        .iter()
        .map(|name| json!({"attributes": {"type": "Account"}, "Name": name}))
        .collect()
}

#[tokio::test]
async fn every_record_has_its_own_result() {
    let client = Client::start().await;
    let mut records = accounts(&["A", ""]);
    records.push(json!({"attributes": {"type": "Contact"}, "LastName": "L"}));
    let reply = client
        .send("POST", "/composite/sobjects", &json!({"records": records}))
        .await;
    assert_eq!(reply.status, 200);
    let results = reply.json();
    assert_eq!(
        results[1],
        json!({"success": false, "errors": [{"statusCode": "REQUIRED_FIELD_MISSING", "message": "Required fields are missing: [Name]", "fields": ["Name"]}]})
    );
    let (account, contact) = (
        results[0]["id"].as_str().unwrap(),
        results[2]["id"].as_str().unwrap(),
    );
    assert_eq!(
        results[0],
        json!({"id": account, "success": true, "errors": []})
    );
    assert!(contact.starts_with("003"));

    let update = json!({"records": [
        {"attributes": {"type": "Account"}, "id": account, "Name": "A2"},
        {"attributes": {"type": "Account"}, "Name": "no id"},
        {"attributes": {"type": "Account"}, "id": contact, "Name": "wrong"},
        {"attributes": {"type": "Account"}, "id": "001Fk0000000zzz", "Name": "unknown"},
    ]});
    let results = client
        .send("PATCH", "/composite/sobjects", &update)
        .await
        .json();
    let codes: Vec<&Value> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["errors"][0]["statusCode"])
        .collect();
    assert_eq!(
        codes,
        [
            &json!(null),
            &json!("MISSING_ARGUMENT"),
            &json!("MALFORMED_ID"),
            &json!("INVALID_CROSS_REFERENCE_KEY")
        ]
    );
    assert_eq!(
        results[2]["errors"][0]["message"],
        format!("Account ID: id value of incorrect type: {contact}")
    );
    assert_eq!(client.org.get(account).unwrap()["Name"], "A2");

    let path = format!(
        "/composite/sobjects?ids={account},{contact},001Fk0000000zzz,nonsense&allOrNone=false"
    );
    let results = client.delete(&path).await.json();
    let codes: Vec<&Value> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| &result["errors"][0]["statusCode"])
        .collect();
    assert_eq!(
        codes,
        [
            &json!(null),
            &json!(null),
            &json!("INVALID_CROSS_REFERENCE_KEY"),
            &json!("MALFORMED_ID")
        ]
    );
    assert_eq!(client.org.count("Account") + client.org.count("Contact"), 0);
}

#[tokio::test]
async fn all_or_none() {
    let client = Client::start().await;
    let kept = client.account().await;
    let body = json!({"allOrNone": true, "records": [
        {"attributes": {"type": "Account"}, "Name": "A"}, {"attributes": {"type": "Account"}}
    ]});
    let reply = client.send("POST", "/composite/sobjects", &body).await;
    assert_eq!(reply.status, 200);
    let results = reply.json();
    let rolled_back = json!([{
        "statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "message": "Record rolled back because not all records were valid and the request was using AllOrNone header",
        "fields": [],
    }]);
    assert_eq!(results[0], json!({"success": false, "errors": rolled_back}));
    assert_eq!(
        results[1]["errors"][0]["statusCode"],
        "REQUIRED_FIELD_MISSING"
    );
    assert_eq!(client.org.count("Account"), 1);

    // An update that is rolled back keeps its id.
    let body = json!({"allOrNone": true, "records": [
        {"attributes": {"type": "Account"}, "id": kept, "Name": "Changed"},
        {"attributes": {"type": "Account"}, "id": kept, "Name": null},
    ]});
    let results = client
        .send("PATCH", "/composite/sobjects", &body)
        .await
        .json();
    assert_eq!(
        (&results[0]["id"], &results[0]["errors"]),
        (&json!(kept), &rolled_back)
    );
    assert_eq!(client.org.get(&kept).unwrap()["Name"], "Acme");
    let results = client
        .delete(&format!(
            "/composite/sobjects?ids={kept},001Fk0000000zzz&allOrNone=true"
        ))
        .await
        .json();
    assert_eq!(results[0]["success"], false);
    assert!(client.org.get(&kept).is_some());
}

#[tokio::test]
async fn events_are_noted_as_enqueued() {
    let client = Client::start().await;
    let event = json!({"attributes": {"type": "Order_Shipped__e"}, "Order_Number__c": "7", "Shipped_At__c": "2026-01-01T00:00:00Z"});
    let lacking = json!({"attributes": {"type": "Order_Shipped__e"}});
    let body = json!({"records": [event, lacking]});
    let results = client
        .send("POST", "/composite/sobjects", &body)
        .await
        .json();
    assert_eq!(results[0]["success"], true, "{results}");
    let note = &results[0]["errors"][0];
    assert_eq!(
        (&note["statusCode"], &note["fields"]),
        (&json!("OPERATION_ENQUEUED"), &json!([]))
    );
    assert_eq!(note["message"].as_str().unwrap().len(), 36);
    assert_eq!(
        results[1]["errors"][0]["statusCode"],
        "REQUIRED_FIELD_MISSING"
    );
}

#[tokio::test]
async fn keys_that_differ_in_case_are_two_where_case_matters() {
    let client = Client::start().await;
    let record = |key: &str| json!({"attributes": {"type": "Contact"}, "Badge_Code__c": key, "LastName": key});
    let body = json!({"records": [record("ab"), record("AB"), record("x"), record("x")]});
    let path = "/composite/sobjects/Contact/Badge_Code__c";
    let results = client.send("PATCH", path, &body).await.json();
    let done: Vec<_> = (0..4).map(|at| results[at]["success"] == true).collect();
    assert_eq!(done, [true, true, false, false], "{results}");
}

#[tokio::test]
async fn upsert_by_external_id() {
    let client = Client::start().await;
    let path = "/composite/sobjects/Account/External_Id__c";
    let record = |key: Value, name: &str| json!({"attributes": {"type": "Account"}, "External_Id__c": key, "Name": name});
    let body = json!({"records": [record(json!("a"), "A"), record(json!("b"), "B")]});
    let results = client.send("PATCH", path, &body).await.json();
    assert_eq!(
        (&results[0]["created"], &results[1]["created"]),
        (&json!(true), &json!(true))
    );
    let body = json!({"records": [record(json!("A"), "A2"), record(json!("c"), "C"), record(json!(null), "D"), record(json!("e"), "E"), record(json!("e"), "E")]});
    let results = client.send("PATCH", path, &body).await.json();
    assert_eq!(
        (&results[0]["created"], &results[1]["created"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        client.org.get(results[0]["id"].as_str().unwrap()).unwrap()["Name"],
        "A2"
    );
    assert_eq!(results[2]["errors"][0]["statusCode"], "MISSING_ARGUMENT");
    assert_eq!(results[3]["errors"][0]["statusCode"], "DUPLICATE_VALUE");
    assert_eq!(client.org.count("Account"), 3);

    // By Id, a record without one is new.
    let id = client.account().await;
    let body = json!({"records": [
        {"attributes": {"type": "Account"}, "Id": id, "Name": "Known"},
        {"attributes": {"type": "Account"}, "Name": "New"},
        {"attributes": {"type": "Account"}, "Id": null, "Name": "New too"},
    ]});
    let by_id = "/composite/sobjects/Account/Id";
    let results = client.send("PATCH", by_id, &body).await.json();
    let created = [0, 1, 2].map(|at| results[at]["created"].clone());
    assert_eq!(created, [json!(false), json!(true), json!(true)]);
    assert_eq!(client.org.get(&id).unwrap()["Name"], "Known");
    assert_eq!(client.org.count("Account"), 6);

    for _ in 0..2 {
        client
            .create(
                "Account",
                &json!({"Name": "X", "Billing_Email_Ext__c": "x@y.example"}),
            )
            .await;
    }
    let body = json!({"records": [{"attributes": {"type": "Account"}, "Billing_Email_Ext__c": "x@y.example"}]});
    let results = client
        .send(
            "PATCH",
            "/composite/sobjects/Account/Billing_Email_Ext__c",
            &body,
        )
        .await
        .json();
    assert_eq!(
        results[0]["errors"][0]["statusCode"],
        "DUPLICATE_EXTERNAL_ID"
    );
}

#[tokio::test]
async fn retrieve_keeps_the_order_of_the_ids() {
    let client = Client::start().await;
    let (a, b) = (client.account().await, client.account().await);
    let missing = "001Fk0000000zzz";
    let reply = client
        .get(&format!(
            "/composite/sobjects/Account?ids={b},{missing},{a}&fields=name"
        ))
        .await;
    let records = reply.json();
    assert_eq!(
        (&records[0]["Id"], &records[1], &records[2]["Id"]),
        (&json!(b), &json!(null), &json!(a))
    );
    let body = json!({"ids": [missing, a], "fields": ["Id", "Name"]});
    let records = client
        .send("POST", "/composite/sobjects/Account", &body)
        .await
        .json();
    assert_eq!(
        (&records[0], &records[1]["Name"]),
        (&json!(null), &json!("Acme"))
    );
    let body = json!({"ids": [a], "fields": ["Nothing__c"]});
    let reply = client
        .send("POST", "/composite/sobjects/Account", &body)
        .await;
    assert_eq!(
        (reply.status, &reply.json()[0]["errorCode"]),
        (400, &json!("INVALID_FIELD"))
    );
    let body = json!({"ids": vec![a.clone(); 2_001], "fields": ["Id"]});
    assert_eq!(
        client
            .send("POST", "/composite/sobjects/Account", &body)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn calls_that_are_refused_as_a_whole() {
    let client = Client::start().await;
    let names = vec!["A"; 201];
    let reply = client
        .send(
            "POST",
            "/composite/sobjects",
            &json!({"records": accounts(&names)}),
        )
        .await;
    reply.refused(
        400,
        "EXCEEDED_ID_LIMIT",
        "record limit reached. cannot submit more than 200 records into this call",
    );
    let two = [
        json!({"attributes": {"type": "Account"}, "Name": "A"}),
        json!({"attributes": {"type": "Contact"}, "LastName": "L"}),
    ];
    let chunks = |times| json!({"records": vec![two.clone(); times].concat()});
    assert_eq!(
        client
            .send("POST", "/composite/sobjects", &chunks(6))
            .await
            .status,
        400
    );
    assert_eq!(
        client
            .send("POST", "/composite/sobjects", &chunks(5))
            .await
            .status,
        200
    );
    assert_eq!(client.org.count("Account"), 5);
    for body in [
        r#"{"records":[{"Name":"A"}]}"#,
        r#"{"records":[{"attributes":{"type":"X"}}]}"#,
        "{}",
        r#"{"records":[{"attributes":{"type":"Account"},"Name":5}]}"#,
    ] {
        let reply = client.send_text("POST", "/composite/sobjects", body).await;
        assert_eq!(reply.status, 400, "{body}");
        assert!(reply.json()[0]["errorCode"].is_string());
    }
    assert_eq!(
        client
            .send(
                "POST",
                "/services/data/v41.0/composite/sobjects",
                &chunks(1)
            )
            .await
            .status,
        404
    );
    assert_eq!(client.org.count("Account"), 5);
}
