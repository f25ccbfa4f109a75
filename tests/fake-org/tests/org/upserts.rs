//! Records by external ID.

use serde_json::json;

use crate::client::Client;

const PATH: &str = "/sobjects/Account/External_Id__c";

#[tokio::test]
async fn an_upsert_says_whether_it_created() {
    let client = Client::start().await;
    let path = format!("{PATH}/a%2Fb%20%2B1");
    let reply = client.send("PATCH", &path, &json!({"Name": "A"})).await;
    assert_eq!(reply.status, 201);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        reply.text,
        format!(r#"{{"id":"{id}","success":true,"errors":[],"created":true}}"#)
    );
    assert_eq!(
        reply.header("Location"),
        format!("/services/data/v66.0/sobjects/Account/{id}")
    );
    assert_eq!(client.org.get(&id).unwrap()["External_Id__c"], "a/b +1");
    let reply = client.send("PATCH", &path, &json!({"Name": "B"})).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.text,
        format!(r#"{{"id":"{id}","success":true,"errors":[],"created":false}}"#)
    );
    assert_eq!(client.org.get(&id).unwrap()["Name"], "B");

    assert_eq!(client.get(&path).await.json()["Id"], id);
    assert_eq!(client.delete(&path).await.status, 204);
    for method in ["GET", "DELETE"] {
        client.send(method, &path, &json!({})).await.refused(
            404,
            "NOT_FOUND",
            "The requested resource does not exist",
        );
    }
}

#[tokio::test]
async fn a_key_that_is_no_number_is_refused() {
    let client = Client::start().await;
    for key in ["null", "true", "x"] {
        let path = format!("/sobjects/Account/Account_Number_Ext__c/{key}");
        let reply = client.send("PATCH", &path, &json!({"Name": "A"})).await;
        assert_eq!(
            (reply.status, &reply.json()[0]["errorCode"]),
            (400, &json!("INVALID_TYPE_ON_FIELD_IN_RECORD")),
            "{key}"
        );
    }
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn older_versions_answer_less() {
    let client = Client::start().await;
    let path = "/services/data/v45.0/sobjects/Account/External_Id__c/x";
    let reply = client.send("PATCH", path, &json!({"Name": "A"})).await;
    assert_eq!((reply.status, reply.json().get("created")), (201, None));
    let reply = client.send("PATCH", path, &json!({"Name": "B"})).await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
}

#[tokio::test]
async fn what_an_upsert_refuses() {
    let client = Client::start().await;
    let reply = client
        .send(
            "PATCH",
            &format!("{PATH}/x?updateOnly=true"),
            &json!({"Name": "A"}),
        )
        .await;
    reply.refused(404, "NOT_FOUND", "The requested resource does not exist");
    let reply = client
        .send(
            "PATCH",
            &format!("{PATH}/x"),
            &json!({"Name": "A", "External_Id__c": "x"}),
        )
        .await;
    reply.refused(
        400,
        "INVALID_FIELD",
        "The External ID field should not be specified in the sobject data.",
    );
    let reply = client
        .send(
            "PATCH",
            &format!("{PATH}/x"),
            &json!({"Name": "A", "Id": "001000000000001"}),
        )
        .await;
    assert_eq!(reply.status, 400);
    for field in ["Nothing__c", "Industry"] {
        let reply = client
            .send(
                "PATCH",
                &format!("/sobjects/Account/{field}/x"),
                &json!({"Name": "A"}),
            )
            .await;
        let message =
            format!("Provided external ID field does not exist or is not accessible: {field}");
        reply.refused(404, "NOT_FOUND", &message);
    }
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn several_matches_are_listed() {
    let client = Client::start().await;
    let mut urls = Vec::new();
    for name in ["A", "B"] {
        let id = client
            .create(
                "Account",
                &json!({"Name": name, "Billing_Email_Ext__c": "x@y.example"}),
            )
            .await;
        urls.push(format!("/services/data/v66.0/sobjects/Account/{id}"));
    }
    for method in ["PATCH", "GET", "DELETE"] {
        let path = "/sobjects/Account/Billing_Email_Ext__c/x@y.example";
        let reply = client.send(method, path, &json!({"Name": "C"})).await;
        assert_eq!((reply.status, reply.json()), (300, json!(urls)));
    }
    assert_eq!(client.org.count("Account"), 2);
}

#[tokio::test]
async fn numbers_and_ids_are_keys_too() {
    let client = Client::start().await;
    let path = "/sobjects/Account/Account_Number_Ext__c/42";
    let id = client
        .send("PATCH", path, &json!({"Name": "A"}))
        .await
        .json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        client.org.get(&id).unwrap()["Account_Number_Ext__c"],
        json!(42.0)
    );
    assert_eq!(
        client
            .send("PATCH", path, &json!({"Name": "B"}))
            .await
            .status,
        200
    );
    let reply = client
        .send("POST", "/sobjects/Account/Id", &json!({"Name": "C"}))
        .await;
    assert_eq!(
        (reply.status, &reply.json()["created"]),
        (201, &json!(true))
    );
    let reply = client
        .send(
            "PATCH",
            &format!("/sobjects/Account/Id/{id}"),
            &json!({"Name": "D"}),
        )
        .await;
    assert_eq!(
        (reply.status, &reply.json()["created"]),
        (200, &json!(false))
    );
    assert_eq!(client.org.get(&id).unwrap()["Name"], "D");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upserts_at_once_create_one_record() {
    let client = std::sync::Arc::new(Client::start().await);
    let calls: Vec<_> = (0..50)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let record = json!({"Name": format!("A{number}")});
                client
                    .send("PATCH", &format!("{PATH}/same"), &record)
                    .await
                    .status
            })
        })
        .collect();
    let mut created = 0;
    for call in calls {
        created += usize::from(call.await.unwrap() == 201);
    }
    assert_eq!((created, client.org.count("Account")), (1, 1));
}
