//! One record: created, read, changed, deleted.

use serde_json::json;

use crate::client::{Client, Reply};

#[tokio::test]
async fn a_record_lives_and_dies() {
    let client = Client::start().await;
    let reply = client
        .send(
            "POST",
            "/sobjects/account",
            &json!({"name": "Acme", "Industry": "Technology"}),
        )
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        reply.text,
        format!(r#"{{"id":"{id}","success":true,"errors":[]}}"#)
    );
    assert_eq!(id.len(), 18);
    assert!(id.starts_with("001"));
    assert_eq!(
        reply.header("Location"),
        format!("/services/data/v66.0/sobjects/Account/{id}")
    );

    // The selected fields in their order, with their own spelling; the id comes last.
    let path = format!("/sobjects/Account/{id}");
    let reply = client.get(&format!("{path}?fields=industry,Name")).await;
    assert_eq!(
        reply.text,
        format!(
            r#"{{"attributes":{{"type":"Account","url":"/services/data/v66.0/sobjects/Account/{id}"}},"Industry":"Technology","Name":"Acme","Id":"{id}"}}"#
        )
    );
    let all = client.get(&path).await.json();
    assert_eq!(all["OwnerId"], client.org.user_id());
    assert_eq!(all["IsDeleted"], false);
    assert_eq!(all["BillingAddress"], json!(null));
    assert!(all["CreatedDate"].as_str().unwrap().ends_with(".000+0000"));

    let reply = client
        .send("PATCH", &path, &json!({"Name": "Acme 2", "Industry": null}))
        .await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    let all = client.get(&path).await.json();
    assert_eq!(
        (&all["Name"], &all["Industry"]),
        (&json!("Acme 2"), &json!(null))
    );

    let reply = client.delete(&path).await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    assert_eq!(
        client
            .get(&path)
            .await
            .refused(404, "ENTITY_IS_DELETED", "entity is deleted"),
        json!([])
    );
    assert_eq!(
        client
            .delete(&path)
            .await
            .refused(404, "ENTITY_IS_DELETED", "entity is deleted"),
        json!([])
    );
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn a_client_without_patch_overrides_the_method() {
    let client = Client::start().await;
    let id = client.account().await;
    let path = format!("/sobjects/Account/{id}?_HttpMethod=PATCH");
    assert_eq!(
        client
            .send("POST", &path, &json!({"Name": "Other"}))
            .await
            .status,
        204
    );
    assert_eq!(client.org.get(&id).unwrap()["Name"], "Other");
    let gone = Reply::of(client.request("PUT", &format!("/sobjects/Account/{id}"))).await;
    gone.refused(
        405,
        "METHOD_NOT_ALLOWED",
        "HTTP Method 'PUT' not allowed. Allowed are DELETE,GET,HEAD,PATCH",
    );
}

#[tokio::test]
async fn ids_that_lead_nowhere() {
    let client = Client::start().await;
    client
        .get("/sobjects/Account/001Fk0000000zzz")
        .await
        .refused(404, "NOT_FOUND", "The requested resource does not exist");
    for method in ["PATCH", "DELETE"] {
        let reply = client
            .send(
                method,
                "/sobjects/Account/001Fk0000000zzz",
                &json!({"Name": "A"}),
            )
            .await;
        let fields = reply.refused(
            404,
            "INVALID_CROSS_REFERENCE_KEY",
            "invalid cross reference id",
        );
        assert_eq!(fields, json!([]));
    }
    // What is no id of the object is taken for a field.
    for garbage in ["nonsense", "003Fk0000000001"] {
        let message =
            format!("Provided external ID field does not exist or is not accessible: {garbage}");
        let reply = client.get(&format!("/sobjects/Account/{garbage}")).await;
        assert_eq!(reply.refused(404, "NOT_FOUND", &message), json!(null));
    }
    let reply = client.get("/sobjects/Nothing__c").await;
    reply.refused(404, "NOT_FOUND", "The requested resource does not exist");
    let id = client.account().await;
    let reply = client
        .get(&format!("/sobjects/Account/{id}?fields=Name,Nothing__c"))
        .await;
    assert_eq!(reply.status, 400);
    assert_eq!(reply.json()[0]["errorCode"], "INVALID_FIELD");
    assert!(
        reply
            .text
            .contains("No such column 'Nothing__c' on entity 'Account'. If you are")
    );
    // 15 characters, and 18 that lost their case.
    for id in [&id[..15], &id.to_lowercase()] {
        assert_eq!(
            client.get(&format!("/sobjects/Account/{id}")).await.status,
            200,
            "{id}"
        );
    }
}

#[tokio::test]
async fn compound_fields_are_made_of_their_components() {
    let client = Client::start().await;
    let id = client
        .create(
            "Account",
            &json!({"Name": "A", "BillingCity": "Kiel", "BillingPostalCode": "24103",
                    "Headquarters__Latitude__s": 54.3, "Headquarters__Longitude__s": 10}),
        )
        .await;
    let reply = client
        .get(&format!(
            "/sobjects/Account/{id}?fields=BillingAddress,Headquarters__c,ShippingAddress"
        ))
        .await;
    let account = reply.json();
    assert_eq!(account["BillingAddress"]["city"], "Kiel");
    assert_eq!(account["BillingAddress"]["postalCode"], "24103");
    assert_eq!(account["BillingAddress"]["latitude"], json!(null));
    assert!(
        account["BillingAddress"]
            .as_object()
            .unwrap()
            .contains_key("geocodeAccuracy")
    );
    assert!(
        reply
            .text
            .contains(r#""Headquarters__c":{"latitude":54.3,"longitude":10.0}"#),
        "{}",
        reply.text
    );
    assert_eq!(account["ShippingAddress"], json!(null));
}

#[tokio::test]
async fn bodies_that_are_no_record() {
    let client = Client::start().await;
    let reply = client.send_text("POST", "/sobjects/Account", "").await;
    reply.refused(
        400,
        "JSON_PARSER_ERROR",
        "The HTTP entity body is required, but this request has no entity body.",
    );
    for text in ["{\"Name\":", "[]", "{\"Name\":\"A\"", "nope"] {
        let reply = client.send_text("POST", "/sobjects/Account", text).await;
        assert_eq!(
            (reply.status, &reply.json()[0]["errorCode"]),
            (400, &json!("JSON_PARSER_ERROR")),
            "{text}"
        );
    }
    let form = client.request("POST", "/sobjects/Account");
    let form = form.header("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(Reply::of(form.body("Name=A")).await.status, 415);
    let deep = format!("{{\"Name\":{}", "[".repeat(100_000));
    assert_eq!(
        client
            .send_text("POST", "/sobjects/Account", &deep)
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_published_event_is_listed_as_an_error() {
    let client = Client::start().await;
    let event = json!({"Order_Number__c": "7", "Shipped_At__c": "2026-01-01T00:00:00Z"});
    let reply = client
        .send("POST", "/sobjects/Order_Shipped__e", &event)
        .await;
    let answer = reply.json();
    assert_eq!((reply.status, &answer["success"]), (201, &json!(true)));
    assert_eq!(answer["errors"][0]["statusCode"], "OPERATION_ENQUEUED");
    assert_eq!(answer["errors"][0]["message"].as_str().unwrap().len(), 36);
    let id = answer["id"].as_str().unwrap();
    client
        .get(&format!("/sobjects/Order_Shipped__e/{id}"))
        .await
        .refused(404, "NOT_FOUND", "The requested resource does not exist");
}

#[tokio::test]
async fn conditional_requests() {
    let client = Client::start().await;
    let id = client.account().await;
    let path = format!("/sobjects/Account/{id}");
    let first = client.get(&path).await;
    let (etag, modified) = (
        first.header("ETag").to_owned(),
        first.header("Last-Modified").to_owned(),
    );
    let with = |method: &str, name: &'static str, value: &str| {
        let request = client.request(method, &path).header(name, value);
        Reply::of(if method == "PATCH" {
            request.body(r#"{"Name":"B"}"#)
        } else {
            request
        })
    };
    let reply = with("GET", "If-None-Match", &etag).await;
    assert_eq!((reply.status, reply.text.as_str()), (304, ""));
    let reply = with("GET", "If-Modified-Since", &modified).await;
    assert_eq!((reply.status, reply.text.as_str()), (304, ""));
    assert_eq!(
        with("GET", "If-Modified-Since", "Tue, 10 Aug 2015 00:00:00 GMT")
            .await
            .status,
        200
    );
    assert_eq!(with("PATCH", "If-Match", "\"other\"").await.status, 412);
    assert_eq!(with("PATCH", "If-None-Match", &etag).await.status, 412);
    for name in ["If-Match", "If-None-Match"] {
        for bad in ["other", "\"other", "\"a\" \"b\""] {
            assert_eq!(with("PATCH", name, bad).await.status, 400, "{name}: {bad}");
        }
    }
    assert_eq!(with("GET", "If-None-Match", "other").await.status, 200);
    assert_eq!(
        with(
            "PATCH",
            "If-Unmodified-Since",
            "Tue, 10 Aug 2015 00:00:00 GMT"
        )
        .await
        .status,
        412
    );
    assert_eq!(
        with("PATCH", "If-Unmodified-Since", "yesterday")
            .await
            .status,
        400
    );
    assert_eq!(client.org.get(&id).unwrap()["Name"], "Acme");
    assert_eq!(with("PATCH", "If-Match", &etag).await.status, 204);
    assert_eq!(with("GET", "If-Match", &etag).await.status, 412);
}
