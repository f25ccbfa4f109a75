//! What goes with a record that is deleted.

use serde_json::json;
use sf_fake_org::FakeOrg;

use crate::client::Client;

#[tokio::test]
async fn details_go_with_their_master_and_lookups_are_emptied() {
    let client = Client::start().await;
    let account = client.account().await;
    let contact = client
        .create("Contact", &json!({"LastName": "L", "AccountId": account}))
        .await;
    let campaign = client.create("Campaign", &json!({"Name": "Fair"})).await;
    let member = client
        .create(
            "CampaignMember",
            &json!({"CampaignId": campaign, "ContactId": contact}),
        )
        .await;
    let deal = json!({"Name": "D", "StageName": "Prospecting", "CloseDate": "2026-01-01", "CampaignId": campaign});
    let deal = client.create("Opportunity", &deal).await;
    assert_eq!(
        client
            .delete(&format!("/sobjects/Campaign/{campaign}"))
            .await
            .status,
        204
    );
    assert_eq!(client.org.get(&member), None);
    assert_eq!(client.org.get(&deal).unwrap()["CampaignId"], json!(null));
    assert_eq!(client.org.get(&contact).unwrap()["AccountId"], account);
}

#[tokio::test]
async fn a_restricted_parent_stays_with_all_that_hangs_on_it() {
    let client = Client::start().await;
    let account = client.account().await;
    let contact = client
        .create("Contact", &json!({"LastName": "L", "AccountId": account}))
        .await;
    let project = json!({"Account__c": account, "Start__c": "2026-01-01"});
    let project = client.create("Project__c", &project).await;
    let reply = client.delete(&format!("/sobjects/Account/{account}")).await;
    assert_eq!(
        (reply.status, &reply.json()[0]["errorCode"]),
        (400, &json!("DELETE_FAILED"))
    );
    assert!(reply.text.contains(&project), "{}", reply.text);
    assert!(client.org.get(&account).is_some());
    assert_eq!(client.org.get(&contact).unwrap()["AccountId"], account);
    assert_eq!(
        client
            .delete(&format!("/sobjects/Project__c/{project}"))
            .await
            .status,
        204
    );
    assert_eq!(
        client
            .delete(&format!("/sobjects/Account/{account}"))
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn a_parent_that_a_child_must_have_stays() {
    let client = Client::start().await;
    let account = client.account().await;
    let invoice = json!({"acme__Account__c": account, "acme__Net__c": 5});
    let invoice = client.create("acme__Invoice__c", &invoice).await;
    let path = format!("/sobjects/Account/{account}");
    let reply = client.delete(&path).await;
    assert_eq!(
        (reply.status, &reply.json()[0]["errorCode"]),
        (400, &json!("DELETE_FAILED"))
    );
    assert!(reply.text.contains(&invoice), "{}", reply.text);
    let reply = client
        .delete(&format!("/sobjects/acme__Invoice__c/{invoice}"))
        .await;
    assert_eq!(reply.status, 204);
    assert_eq!(client.delete(&path).await.status, 204);
}

#[tokio::test]
async fn a_long_chain_of_masters_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let node = json!({
        "name": "Node__c", "keyPrefix": "a0A", "createable": true, "deletable": true, "fields": [
            {"name": "Id", "type": "id"},
            {"name": "Parent__c", "type": "reference", "referenceTo": ["Node__c"], "createable": true,
             "nillable": true, "cascadeDelete": true},
        ],
    });
    std::fs::write(folder.path().join("Node__c.json"), node.to_string()).unwrap();
    let client = Client::of(FakeOrg::builder().schema_dir(folder.path())).await;
    let root = client.org.insert("Node__c", &json!({})).unwrap();
    let mut parent = root.clone();
    for _ in 0..5_000 {
        parent = client
            .org
            .insert("Node__c", &json!({"Parent__c": parent}))
            .unwrap();
    }
    assert_eq!(
        client
            .delete(&format!("/sobjects/Node__c/{root}"))
            .await
            .status,
        204
    );
    assert_eq!(client.org.count("Node__c"), 0);
}
