//! Records that tests put in, and snapshots in every form.

use serde_json::json;
use sf_fake_org::{Error, FakeOrg};

use crate::client::Client;

#[tokio::test]
async fn a_seeded_record_may_have_what_no_client_writes() {
    let client = Client::start().await;
    let record = json!({
        "Id": "001000000000ABC", "Name": "Old", "CreatedDate": "2001-02-03T04:05:06Z", "Health_Score__c": 61.5,
        "IsDeleted": false, "Customer_Number__c": "C-7",
    });
    let id = client.org.insert("Account", &record).unwrap();
    assert_eq!(id, "001000000000ABCAA2");
    let account = client.get(&format!("/sobjects/Account/{id}")).await.json();
    assert_eq!(account["CreatedDate"], "2001-02-03T04:05:06.000+0000");
    assert_eq!(
        (&account["Health_Score__c"], &account["Customer_Number__c"]),
        (&json!(61.5), &json!("C-7"))
    );
    let error = client
        .org
        .insert("Account", &json!({"Nme": "x"}))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "Account record refused: INVALID_FIELD: No such column 'Nme' on sobject of type Account"
    );
    assert!(client.org.insert("Nothing", &json!({})).is_err());
    assert!(client.org.insert("Account", &record).is_err());
}

#[tokio::test]
async fn the_same_seed_gives_the_same_org() {
    let (one, two) = (Client::start().await, Client::start().await);
    assert_eq!(one.org.client_secret(), two.org.client_secret());
    assert_eq!(one.account().await, two.account().await);
    let other = Client::of(crate::client::builder().seed(2)).await;
    assert_ne!(other.org.client_secret(), one.org.client_secret());
}

#[tokio::test]
async fn snapshots_come_in_several_forms() {
    let object = |name: &str, prefix: &str| {
        json!({"name": name, "keyPrefix": prefix, "createable": true, "retrieveable": true, "fields": [
            {"name": "Id", "type": "id"},
            {"name": "Name", "type": "string", "createable": true, "nillable": true, "length": 80},
        ]})
    };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, json: serde_json::Value| {
        std::fs::write(folder.path().join(name), json.to_string()).unwrap()
    };
    write("one.json", object("One__c", "a0A"));
    write(
        "list.json",
        json!([object("Two__c", "a0B"), object("Three__c", "a0C")]),
    );
    write(
        "batch.json",
        json!({"hasErrors": false, "results": [{"statusCode": 200, "result": object("Four__c", "a0D")}]}),
    );
    write("_notes.json", json!({"none": "of it"}));
    std::fs::write(folder.path().join("names.lock"), "x").unwrap();
    let client = Client::of(FakeOrg::builder().schema_dir(folder.path())).await;
    for name in ["One__c", "Two__c", "Three__c", "Four__c"] {
        let id = client.create(name, &json!({"Name": name})).await;
        assert_eq!(
            client.get(&format!("/sobjects/{name}/{id}")).await.json()["Name"],
            name
        );
    }

    write("again.json", object("one__c", "a0E"));
    let error = FakeOrg::builder()
        .schema_dir(folder.path())
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Twice { .. }), "{error}");
    write("again.json", json!({"a": 1}));
    let error = FakeOrg::builder()
        .schema_dir(folder.path())
        .start()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("again.json: missing field `name`"),
        "{error}"
    );
    let empty = tempfile::tempdir().unwrap();
    let error = FakeOrg::builder()
        .schema_dir(empty.path())
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Empty { .. }));
    let error = FakeOrg::builder()
        .schema_dir(empty.path().join("none"))
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Read { .. }));
}

#[tokio::test]
async fn a_hostile_snapshot_is_served() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/hostile");
    let client = Client::of(FakeOrg::builder().schema_dir(folder)).await;
    let objects = client.get("/sobjects").await.json();
    let objects = objects["sobjects"].as_array().unwrap();
    assert!(objects.len() > 3);
    for object in objects {
        let name = object["name"].as_str().unwrap();
        let describe = client.get(&format!("/sobjects/{name}/describe")).await;
        assert_eq!(describe.json()["name"], name);
        if object["keyPrefix"]
            .as_str()
            .is_some_and(|prefix| prefix.len() == 3)
        {
            let id = client.org.insert(name, &json!({})).unwrap();
            assert_eq!(client.org.count(name), 1);
            assert!(client.org.get(&id).unwrap().is_object(), "{name}");
        }
    }
}

#[tokio::test]
async fn recorded_describes_are_served() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/describes"
    );
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: there are no recorded describes");
        return;
    };
    for file in files {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let one = tempfile::tempdir().unwrap();
        std::fs::copy(&path, one.path().join("one.json")).unwrap();
        let client = Client::of(FakeOrg::builder().schema_dir(one.path())).await;
        let global = client.get("/sobjects").await.json();
        let name = global["sobjects"][0]["name"].as_str().unwrap();
        let id = client.org.insert(name, &json!({})).unwrap();
        let reply = client.get(&format!("/sobjects/{name}/{id}")).await;
        assert_eq!(reply.json()["Id"], id, "{}", path.display());
    }
}

#[tokio::test]
async fn a_dropped_org_is_gone() {
    let client = Client::start().await;
    let url = client.org.url().to_owned();
    assert!(
        client
            .http
            .get(format!("{url}/services/data"))
            .send()
            .await
            .is_ok()
    );
    let Client { org, http, .. } = client;
    drop(org);
    // The task ends when the runtime next looks at it.
    tokio::task::yield_now().await;
    let gone = http.get(format!("{url}/services/data")).send().await;
    assert!(gone.is_err());
}
