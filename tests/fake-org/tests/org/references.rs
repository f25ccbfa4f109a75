//! References to parents, and the URLs that follow them.

use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn a_parent_must_exist_and_be_of_the_right_object() {
    let client = Client::start().await;
    let (account, contact) = (
        client.account().await,
        client.create("Contact", &json!({"LastName": "L"})).await,
    );
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &json!({"LastName": "M", "AccountId": contact}),
        )
        .await;
    let message = format!("Account ID: id value of incorrect type: {contact}");
    assert_eq!(
        reply.refused(400, "MALFORMED_ID", &message),
        json!(["AccountId"])
    );
    let missing = json!({"LastName": "M", "AccountId": "001Fk0000000zzz"});
    let reply = client.send("POST", "/sobjects/Contact", &missing).await;
    reply.refused(
        400,
        "INVALID_CROSS_REFERENCE_KEY",
        "invalid cross reference id",
    );
    client.delete(&format!("/sobjects/Account/{account}")).await;
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &json!({"LastName": "M", "AccountId": account}),
        )
        .await;
    reply.refused(
        400,
        "INVALID_CROSS_REFERENCE_KEY",
        "invalid cross reference id",
    );

    // Several objects; of those outside the snapshot, any id is believed.
    let account = client.account().await;
    for (what, status) in [
        (&account, 201),
        (&contact, 400),
        (&"801000000000001".to_owned(), 201),
    ] {
        let reply = client
            .send("POST", "/sobjects/Task", &json!({"WhatId": what}))
            .await;
        assert_eq!(reply.status, status, "{what}: {}", reply.text);
    }
    let task = client
        .create("Task", &json!({"WhatId": &account[..15]}))
        .await;
    assert_eq!(client.org.get(&task).unwrap()["WhatId"], account);
}

#[tokio::test]
async fn an_owner_must_be_active() {
    let client = Client::start().await;
    let user = |active| json!({"Username": format!("{active}@x.example"), "LastName": "U", "IsActive": active});
    let gone = client.org.insert("User", &user(false)).unwrap();
    let here = client.org.insert("User", &user(true)).unwrap();
    let message = format!("operation performed with inactive user [{gone}] as owner");
    let reply = client
        .send(
            "POST",
            "/sobjects/Account",
            &json!({"Name": "A", "OwnerId": gone}),
        )
        .await;
    reply.refused(400, "INACTIVE_OWNER_OR_USER", &message);
    let account = client
        .create("Account", &json!({"Name": "A", "OwnerId": here}))
        .await;
    assert_eq!(client.org.get(&account).unwrap()["OwnerId"], here);
}

#[tokio::test]
async fn record_types_are_those_of_the_object() {
    let client = Client::start().await;
    let record_type = |id: &str| json!({"Name": "A", "RecordTypeId": id});
    assert_eq!(
        client
            .send("POST", "/sobjects/Account", &record_type("0128W0000000002"))
            .await
            .status,
        201
    );
    // Inactive, and of nothing at all.
    for id in ["0128W0000000003QAA", "012000000000001AAA"] {
        let reply = client
            .send("POST", "/sobjects/Account", &record_type(id))
            .await;
        assert_eq!(
            reply.json()[0]["errorCode"],
            "INVALID_CROSS_REFERENCE_KEY",
            "{id}"
        );
    }
    let kind = client
        .get("/sobjects/RecordType/0128W0000000002QAA?fields=DeveloperName,SobjectType")
        .await
        .json();
    assert_eq!(
        (&kind["DeveloperName"], &kind["SobjectType"]),
        (&json!("Person_Account"), &json!("Account"))
    );
}

#[tokio::test]
async fn a_parent_by_external_id() {
    let client = Client::start().await;
    let account = client
        .create(
            "Account",
            &json!({"Name": "A", "External_Id__c": "e1", "Account_Number_Ext__c": 7}),
        )
        .await;
    for parent in [
        json!({"External_Id__c": "E1"}),
        json!({"Account_Number_Ext__c": 7.0}),
        json!({"attributes": {"type": "Account"}, "Account_Number_Ext__c": "7"}),
    ] {
        let contact = client
            .create("Contact", &json!({"LastName": "L", "Account": parent}))
            .await;
        assert_eq!(client.org.get(&contact).unwrap()["AccountId"], account);
    }
    let refused = |parent| json!({"LastName": "L", "Account": parent});
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &refused(json!({"External_Id__c": "zz"})),
        )
        .await;
    reply.refused(
        400,
        "INVALID_FIELD",
        "Foreign key external ID: zz not found for field External_Id__c in entity Account",
    );
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &refused(json!({"Industry": "Retail"})),
        )
        .await;
    reply.refused(
        400,
        "INVALID_FIELD",
        "Field name provided, Industry is not an External ID or indexed field for Account",
    );
    let reply = client
        .send(
            "POST",
            "/sobjects/Contact",
            &refused(json!({"Nothing__c": "zz"})),
        )
        .await;
    reply.refused(
        400,
        "INVALID_FIELD",
        "No such column 'Nothing__c' on sobject of type Account",
    );

    // A field that refers to several objects has to be told which.
    let what = json!({"What": {"External_Id__c": "e1"}});
    assert_eq!(
        client.send("POST", "/sobjects/Task", &what).await.json()[0]["errorCode"],
        "INVALID_FIELD"
    );
    let what = json!({"What": {"attributes": {"type": "Account"}, "External_Id__c": "e1"}});
    let task = client.create("Task", &what).await;
    assert_eq!(client.org.get(&task).unwrap()["WhatId"], account);
    let path = format!("/sobjects/Task/{task}");
    assert_eq!(
        client
            .send("PATCH", &path, &json!({"What": null}))
            .await
            .status,
        204
    );
    assert_eq!(client.org.get(&task).unwrap()["WhatId"], json!(null));
}

#[tokio::test]
async fn relationship_urls() {
    let client = Client::start().await;
    let account = client.account().await;
    let contact = client
        .create("Contact", &json!({"LastName": "L", "AccountId": account}))
        .await;
    let other = client.create("Contact", &json!({"LastName": "M"})).await;
    let up = format!("/sobjects/Contact/{contact}/account");
    let reply = client.get(&format!("{up}?fields=Name")).await.json();
    assert_eq!(
        (&reply["attributes"]["type"], &reply["Name"]),
        (&json!("Account"), &json!("Acme"))
    );
    let reply = client
        .get(&format!(
            "/sobjects/Account/{account}/Contacts?fields=LastName"
        ))
        .await;
    assert_eq!(
        reply.text,
        format!(
            r#"{{"totalSize":1,"done":true,"records":[{{"attributes":{{"type":"Contact","url":"/services/data/v66.0/sobjects/Contact/{contact}"}},"LastName":"L","Id":"{contact}"}}]}}"#
        )
    );
    let none = client
        .get(&format!("/sobjects/Account/{account}/Opportunities"))
        .await
        .json();
    assert_eq!(none, json!({"totalSize": 0, "done": true, "records": []}));
    for lost in [
        format!("/sobjects/Contact/{other}/Account"),
        format!("/sobjects/Account/{account}/Nothing"),
    ] {
        client
            .get(&lost)
            .await
            .refused(404, "NOT_FOUND", "The requested resource does not exist");
    }
    assert_eq!(
        client
            .send("PATCH", &up, &json!({"Name": "New"}))
            .await
            .status,
        204
    );
    assert_eq!(client.org.get(&account).unwrap()["Name"], "New");
    assert_eq!(client.delete(&up).await.status, 204);
    assert_eq!(client.org.get(&account), None);
}
