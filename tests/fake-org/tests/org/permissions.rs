//! What a client may write, and what the org writes itself.

use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn fields_that_may_not_be_written() {
    let client = Client::start().await;
    let message = |names: &str| {
        format!(
            "Unable to create/update fields: {names}. Please check the security settings of this \
             field and verify that it is read/write for your profile or permission set."
        )
    };
    let refused = [
        json!({"Name": "A", "CreatedDate": "2020-01-01T00:00:00Z"}),
        json!({"Name": "A", "Health_Score__c": 5}),
        json!({"Name": "A", "Customer_Number__c": "7"}),
        json!({"Name": "A", "BillingAddress": {"city": "Kiel"}}),
    ];
    for (record, name) in refused.iter().zip([
        "CreatedDate",
        "Health_Score__c",
        "Customer_Number__c",
        "BillingAddress",
    ]) {
        let reply = client.send("POST", "/sobjects/Account", record).await;
        let fields = reply.refused(400, "INVALID_FIELD_FOR_INSERT_UPDATE", &message(name));
        assert_eq!(fields, json!([name]));
    }
    let record = r#"{"Name": "A", "LastName": "B", "IsDeleted": true}"#;
    let reply = client.send_text("POST", "/sobjects/Contact", record).await;
    reply.refused(
        400,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        &message("Name, IsDeleted"),
    );
    // Once set, never changed.
    let account = client.account().await;
    let project = json!({"Account__c": account, "Start__c": "2026-01-01"});
    let project = client.create("Project__c", &project).await;
    let milestone = json!({"Project__c": project, "Title__c": "First"});
    let milestone = client.create("Milestone__c", &milestone).await;
    let path = format!("/sobjects/Milestone__c/{milestone}");
    let reply = client
        .send("PATCH", &path, &json!({"Project__c": project}))
        .await;
    reply.refused(
        400,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        &message("Project__c"),
    );

    let reply = client
        .send(
            "POST",
            "/sobjects/Account",
            &json!({"Name": "A", "Nme": "B"}),
        )
        .await;
    let fields = reply.refused(
        400,
        "INVALID_FIELD",
        "No such column 'Nme' on sobject of type Account",
    );
    assert_eq!(fields, json!(null));
    let reply = client
        .send(
            "POST",
            "/sobjects/Account",
            &json!({"Name": "A", "Id": account}),
        )
        .await;
    reply.refused(
        400,
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "cannot specify Id in an insert call",
    );
    let path = format!("/sobjects/Account/{account}");
    let reply = client.send("PATCH", &path, &json!({"Id": account})).await;
    reply.refused(
        400,
        "INVALID_FIELD",
        "The Id field should not be specified in the sobject data.",
    );
    assert_eq!(client.org.count("Account"), 1);
}

#[tokio::test]
async fn required_fields() {
    let client = Client::start().await;
    let reply = client
        .send(
            "POST",
            "/sobjects/Opportunity",
            &json!({"Name": "Deal", "StageName": ""}),
        )
        .await;
    let fields = reply.refused(
        400,
        "REQUIRED_FIELD_MISSING",
        "Required fields are missing: [StageName, CloseDate]",
    );
    assert_eq!(fields, json!(["StageName", "CloseDate"]));
    let id = client.account().await;
    let reply = client
        .send(
            "PATCH",
            &format!("/sobjects/Account/{id}"),
            &json!({"Name": null}),
        )
        .await;
    assert_eq!(
        reply.refused(
            400,
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [Name]"
        ),
        json!(["Name"])
    );
    assert_eq!(client.org.get(&id).unwrap()["Name"], "Acme");
    // A default takes the place of nothing and of null, where there is one.
    let version = json!({"Title": "T", "PathOnClient": "t.txt", "VersionData": "dA==", "SharingOption": null});
    let reply = client
        .send("POST", "/sobjects/ContentVersion", &version)
        .await;
    assert_eq!(
        reply.refused(
            400,
            "REQUIRED_FIELD_MISSING",
            "Required fields are missing: [SharingOption]"
        ),
        json!(["SharingOption"])
    );
    let owned = json!({"Name": "A", "OwnerId": null});
    let owned = client.create("Account", &owned).await;
    assert_eq!(
        client.org.get(&owned).unwrap()["OwnerId"],
        client.org.user_id()
    );
}

#[tokio::test]
async fn objects_that_may_not_be_written() {
    let client = Client::start().await;
    let reply = client
        .send("POST", "/sobjects/AccountHistory", &json!({}))
        .await;
    reply.refused(
        400,
        "INVALID_TYPE_FOR_OPERATION",
        "entity type cannot be inserted: Account History",
    );
    let rule = client
        .org
        .insert("Routing_Rule__mdt", &json!({"DeveloperName": "North"}))
        .unwrap();
    let path = format!("/sobjects/Routing_Rule__mdt/{rule}");
    let reply = client
        .send("PATCH", &path, &json!({"DeveloperName": "South"}))
        .await;
    assert_eq!(reply.json()[0]["errorCode"], "INVALID_TYPE_FOR_OPERATION");
    let reply = client.delete(&path).await;
    assert_eq!(reply.json()[0]["errorCode"], "INVALID_TYPE_FOR_OPERATION");
    assert_eq!(client.org.get(&rule).unwrap()["DeveloperName"], "North");
}

#[tokio::test]
async fn what_the_org_sets_itself() {
    let client = Client::start().await;
    let user = client.org.user_id();
    let id = client.account().await;
    let account = client.org.get(&id).unwrap();
    assert_eq!(account["Tier__c"], "Basic");
    assert_eq!(account["Discount__c"], json!(0.0));
    assert_eq!(account["Customer_Number__c"], "00000001");
    assert_eq!(account["RecordTypeId"], "0128W0000000001QAA");
    assert_eq!(account["Health_Score__c"], json!(null));
    assert_eq!(account["Is_Key_Account__c"], false);
    assert_eq!(account["LastModifiedDate"], account["CreatedDate"]);
    for field in ["CreatedById", "LastModifiedById", "OwnerId"] {
        assert_eq!(account[field], user, "{field}");
    }
    let project = json!({"Account__c": id, "Start__c": "2026-01-01", "Status__c": null});
    let project = client
        .org
        .get(&client.create("Project__c", &project).await)
        .unwrap();
    assert_eq!(
        (&project["Billable__c"], &project["Status__c"]),
        (&json!(true), &json!("Planned"))
    );
    let person = json!({"FirstName": "Grace", "LastName": "Hopper"});
    let person = client.create("Contact", &person).await;
    assert_eq!(client.org.get(&person).unwrap()["Name"], "Grace Hopper");
    let path = format!("/sobjects/Contact/{person}");
    client
        .send("PATCH", &path, &json!({"FirstName": null}))
        .await;
    assert_eq!(client.org.get(&person).unwrap()["Name"], "Hopper");
}

#[tokio::test]
async fn an_account_with_a_last_name_is_a_person() {
    let client = Client::start().await;
    let person = json!({"FirstName": "Grace", "LastName": "Hopper"});
    let id = client.create("Account", &person).await;
    let account = client.org.get(&id).unwrap();
    assert_eq!(account["Name"], "Grace Hopper");
    assert_eq!(account["IsPersonAccount"], true);
    let reply = client
        .send("POST", "/sobjects/Account", &json!({"FirstName": "Grace"}))
        .await;
    reply.refused(
        400,
        "REQUIRED_FIELD_MISSING",
        "Required fields are missing: [Name]",
    );
}
