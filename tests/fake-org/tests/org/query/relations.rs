//! Parents, several kinds of parents, and children.

use serde_json::json;

use sf_fake_org::FakeOrg;

use super::org;
use crate::client::Client;

#[tokio::test]
async fn parents_are_nested() {
    let client = org().await;
    let found = client
        .found("SELECT Name, Account.Name, account.owner.username, Account.Parent.Name, Account.Industry FROM Contact ORDER BY FirstName")
        .await;
    let adam = &found["records"][0];
    assert_eq!(adam["Name"], "Adam Smith");
    let account = &adam["Account"];
    assert_eq!(account["attributes"]["type"], "Account");
    assert_eq!(
        (&account["Name"], &account["Industry"]),
        (&json!("Acme"), &json!("Technology"))
    );
    assert_eq!(account["Owner"]["Username"], client.org.username());
    assert_eq!(account["Owner"]["attributes"]["type"], "User");
    assert_eq!(account["Parent"], json!(null));
    let keys: Vec<_> = account.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 5, "{keys:?}");
    let lone = &found["records"][1];
    assert_eq!(lone["Account"], json!(null));
    assert!(lone.as_object().unwrap().contains_key("Account"));
}

#[tokio::test]
async fn names_for_the_object_and_its_parents() {
    let client = org().await;
    for soql in [
        "SELECT Contact.FirstName, Contact.Account.Name FROM Contact WHERE Contact.FirstName = 'Zoe'",
        "SELECT c.FirstName, c.Account.Name FROM Contact c WHERE c.FirstName = 'Zoe'",
        "SELECT c.FirstName, a.Name FROM Contact c, c.Account a WHERE a.Name = 'Acme' AND c.FirstName = 'Zoe'",
        "SELECT FirstName, o.Username, a.Name FROM Contact, Contact.Account a, a.Owner o WHERE o.IsActive = TRUE AND FirstName = 'Zoe'",
    ] {
        let found = client.found(soql).await;
        assert_eq!(found["totalSize"], 1, "{soql}");
        let record = &found["records"][0];
        assert_eq!(
            (&record["FirstName"], &record["Account"]["Name"]),
            (&json!("Zoe"), &json!("Acme"))
        );
    }
}

#[tokio::test]
async fn names_of_a_sub_query() {
    let client = org().await;
    for soql in [
        "SELECT Name, (SELECT Contacts.FirstName, Contact.Account.Name FROM Account.Contacts WHERE Contacts.FirstName = 'Zoe') FROM Account WHERE Name = 'Acme'",
        "SELECT Name, (SELECT c.FirstName, a.Name FROM x.Contacts c, c.Account a WHERE a.Name = 'Acme' AND FirstName = 'Zoe') FROM Account x WHERE x.Name = 'Acme'",
    ] {
        let found = client.found(soql).await;
        let contacts = &found["records"][0]["Contacts"];
        assert_eq!(contacts["totalSize"], 1, "{soql}");
        let zoe = &contacts["records"][0];
        assert_eq!(
            (&zoe["FirstName"], &zoe["Account"]["Name"]),
            (&json!("Zoe"), &json!("Acme"))
        );
    }
}

/// Polymorphic parents have the fields of `Name`, whether or not the snapshot says which these are.
#[tokio::test]
async fn a_snapshot_without_name() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(crate::client::SNAPSHOT).unwrap() {
        let from = entry.unwrap().path();
        let name = from.file_name().unwrap();
        if name != "Name.json" {
            std::fs::copy(&from, folder.path().join(name)).unwrap();
        }
    }
    let client = Client::of(FakeOrg::builder().schema_dir(folder.path())).await;
    super::fill(&client);
    let soql = "SELECT Subject, What.Name, What.Type, Owner.Profile.Name, TYPEOF Who WHEN Contact THEN FirstName ELSE Name, Email END FROM Task WHERE What.Type = 'Account' AND Owner.IsActive = TRUE ORDER BY Owner.Name";
    let found = client.found(soql).await;
    let call = &found["records"][0];
    assert_eq!(
        (&call["What"]["Name"], &call["What"]["Type"]),
        (&json!("Acme"), &json!("Account"))
    );
    assert_eq!(call["Owner"]["Profile"]["Name"], "System Administrator");
    let reply = client.query("SELECT What.Amount FROM Task").await;
    let message = reply.json()[0]["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("No such column 'Amount' on entity 'Name'."),
        "{message}"
    );
    // It is an object of nobody's all the same.
    assert_eq!(client.query("SELECT Id FROM Name").await.status, 400);
    assert_eq!(client.get("/sobjects/Name").await.status, 404);
}

#[tokio::test]
async fn a_parent_of_many_kinds() {
    let client = org().await;
    let found = client
        .found("SELECT Subject, What.Name, What.Type, Owner.Name FROM Task ORDER BY Subject")
        .await;
    let call = &found["records"][0];
    assert_eq!(call["What"]["attributes"]["type"], "Account");
    assert_eq!(
        (&call["What"]["Name"], &call["What"]["Type"]),
        (&json!("Acme"), &json!("Account"))
    );
    assert_eq!(call["Owner"]["Name"], "Ada Integration");
    assert_eq!(found["records"][1]["What"], json!(null));
    assert_eq!(found["records"][2]["What"]["Type"], "Opportunity");
}

#[tokio::test]
async fn type_of() {
    let client = org().await;
    let found = client
        .found("SELECT Subject, TYPEOF What WHEN Account THEN Industry, Owner.Username WHEN Opportunity THEN Amount, StageName END FROM Task ORDER BY Subject")
        .await;
    let whats: Vec<_> = (0..3)
        .map(|at| found["records"][at]["What"].clone())
        .collect();
    assert_eq!(whats[0]["attributes"]["type"], "Account");
    assert_eq!(whats[0]["Industry"], "Technology");
    assert_eq!(whats[0]["Owner"]["Username"], client.org.username());
    assert_eq!(whats[1], json!(null));
    assert_eq!(whats[2]["StageName"], "Prospecting");
    assert_eq!(whats[2].get("Industry"), None);
    let found = client
        .found("SELECT TYPEOF What WHEN Opportunity THEN Amount ELSE Name, Type END FROM Task WHERE Subject = 'Call'")
        .await;
    assert_eq!(found["records"][0]["What"]["Type"], "Account");
    let found = client
        .found(
            "SELECT TYPEOF What WHEN Opportunity THEN Amount END FROM Task WHERE Subject = 'Call'",
        )
        .await;
    assert_eq!(found["records"][0]["What"], json!(null));
}

#[tokio::test]
async fn children_are_pages_of_their_own() {
    let client = org().await;
    let found = client
        .found("SELECT Name, (SELECT FirstName, Account.Name FROM Contacts ORDER BY FirstName), (SELECT Name FROM a.Opportunities o WHERE o.Amount > 200 LIMIT 5) FROM Account a ORDER BY Name")
        .await;
    let acme = &found["records"][0];
    assert_eq!(
        (&acme["Contacts"]["totalSize"], &acme["Contacts"]["done"]),
        (&json!(2), &json!(true))
    );
    let adam = &acme["Contacts"]["records"][0];
    assert_eq!(
        (&adam["FirstName"], &adam["Account"]["Name"]),
        (&json!("Adam"), &json!("Acme"))
    );
    assert_eq!(adam["attributes"]["type"], "Contact");
    assert_eq!(acme["Opportunities"]["records"][0]["Name"], "Deal");
    assert_eq!(acme["Opportunities"]["totalSize"], 1);
    let beta = &found["records"][1];
    assert_eq!(beta["Contacts"], json!(null));
    assert!(beta.as_object().unwrap().contains_key("Contacts"));
}

#[tokio::test]
async fn five_levels() {
    let client = org().await;
    let soql = "SELECT Name, (SELECT Name, (SELECT Name, (SELECT Id, (SELECT Id FROM ChildAccounts) FROM ChildAccounts) FROM ChildAccounts) FROM ChildAccounts) FROM Account WHERE Name = 'Acme'";
    let found = client.found(soql).await;
    let child = &found["records"][0]["ChildAccounts"]["records"][0];
    assert_eq!(
        (&child["Name"], &child["ChildAccounts"]),
        (&json!("beta"), &json!(null))
    );
    let deeper = soql.replace(
        "(SELECT Id FROM ChildAccounts)",
        "(SELECT Id, (SELECT Id FROM Contacts) FROM ChildAccounts)",
    );
    let reply = client.query(&deeper).await;
    assert_eq!(
        (reply.status, &reply.json()[0]["errorCode"]),
        (400, &json!("MALFORMED_QUERY"))
    );
}

#[tokio::test]
async fn a_checkbox_of_a_parent_that_is_not_there_is_false() {
    let client = org().await;
    let lonely = json!({"LastName": "Lonely"});
    client.org.insert("Contact", &lonely).unwrap();
    for (soql, wanted) in [
        (
            "SELECT LastName FROM Contact WHERE LastName = 'Lonely' AND Account.Owner.IsActive = FALSE",
            1,
        ),
        (
            "SELECT LastName FROM Contact WHERE LastName = 'Lonely' AND Account.Owner.IsActive != TRUE",
            1,
        ),
        (
            "SELECT LastName FROM Contact WHERE LastName = 'Lonely' AND Account.Owner.IsActive = TRUE",
            0,
        ),
        (
            "SELECT LastName FROM Contact WHERE LastName = 'Lonely' AND Account.Owner.IsActive IN (FALSE)",
            1,
        ),
    ] {
        assert_eq!(client.found(soql).await["totalSize"], wanted, "{soql}");
    }
}

/// A case is named by its number.
#[tokio::test]
async fn the_name_of_a_parent_without_a_field_of_that_name() {
    let client = org().await;
    let case = client
        .org
        .insert("Case", &json!({"Subject": "Lamp"}))
        .unwrap();
    let task = json!({"Subject": "Call back", "WhatId": case});
    client.org.insert("Task", &task).unwrap();
    let found = client
        .found("SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END FROM Task WHERE Subject = 'Call back'")
        .await;
    let number = &client.org.get(&case).unwrap()["CaseNumber"];
    assert!(number.is_string(), "{number}");
    assert_eq!(&found["records"][0]["What"]["Name"], number);
    let soql = format!(
        "SELECT What.Name FROM Task WHERE What.Name = {}",
        number.to_string().replace('"', "'")
    );
    let found_by_name = client.found(&soql).await;
    assert_eq!(&found_by_name["records"][0]["What"]["Name"], number);
}

/// Where describe leaves open whether a lookup is polymorphic, a query has what its objects have.
#[tokio::test]
async fn a_lookup_that_may_not_be_polymorphic() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(crate::client::SNAPSHOT).unwrap() {
        let from = entry.unwrap().path();
        let name = from.file_name().unwrap();
        std::fs::copy(&from, folder.path().join(name)).unwrap();
    }
    let path = folder.path().join("Task.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut describe: serde_json::Value = serde_json::from_str(&text).unwrap();
    let fields = describe["fields"].as_array_mut().unwrap();
    let what = fields.iter_mut().find(|field| field["name"] == "WhatId");
    let what = what.unwrap();
    what["namePointing"] = json!(false);
    what["polymorphicForeignKey"] = json!(false);
    std::fs::write(&path, describe.to_string()).unwrap();
    let client = Client::of(FakeOrg::builder().schema_dir(folder.path())).await;
    let acme = json!({"Name": "Acme", "Industry": "Energy"});
    let acme = client.org.insert("Account", &acme).unwrap();
    let case = client
        .org
        .insert("Case", &json!({"Subject": "Lamp"}))
        .unwrap();
    for (subject, what) in [("a", acme), ("b", case)] {
        let task = json!({"Subject": subject, "WhatId": what});
        client.org.insert("Task", &task).unwrap();
    }
    let found = client
        .found("SELECT What.Industry, What.Owner.Username FROM Task ORDER BY Subject")
        .await;
    let industry = |place: usize| &found["records"][place]["What"]["Industry"];
    assert_eq!((industry(0), industry(1)), (&json!("Energy"), &json!(null)));
    let owner = &found["records"][0]["What"]["Owner"]["Username"];
    assert_eq!(owner, client.org.username());
    let found = client
        .found("SELECT Subject FROM Task WHERE What.Industry = 'Energy'")
        .await;
    assert_eq!(found["totalSize"], 1);
}
