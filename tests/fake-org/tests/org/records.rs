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
