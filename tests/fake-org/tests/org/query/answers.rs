//! How an answer looks.

use serde_json::json;

use super::org;

#[tokio::test]
async fn records_have_attributes_first_and_the_names_of_the_org() {
    let client = org().await;
    let id = client
        .column("SELECT Id FROM Account WHERE Name = 'Acme'", "Id")
        .await;
    let reply = client
        .query("select NAME, annualrevenue, numberofemployees, createddate, next_review__c, is_key_account__c, Fax, id from account where name = 'acme'")
        .await;
    assert_eq!(
        reply.text,
        format!(
            r#"{{"totalSize":1,"done":true,"records":[{{"attributes":{{"type":"Account","url":"/services/data/v66.0/sobjects/Account/{id}"}},"Name":"Acme","AnnualRevenue":1500000.0,"NumberOfEmployees":100,"CreatedDate":"2024-02-03T04:05:06.000+0000","Next_Review__c":"2026-03-02","Is_Key_Account__c":true,"Fax":null,"Id":"{id}"}}]}}"#
        )
    );
}

#[tokio::test]
async fn doubles_have_a_fraction() {
    let client = org().await;
    let reply = client
        .query("SELECT AnnualRevenue FROM Account WHERE Name = 'beta'")
        .await;
    assert!(
        reply.text.contains(r#""AnnualRevenue":20.0"#),
        "{}",
        reply.text
    );
}

#[tokio::test]
async fn compound_fields_are_objects() {
    let client = org().await;
    let found = client
        .found("SELECT Headquarters__c, BillingAddress FROM Account ORDER BY Name")
        .await;
    let first = &found["records"][0];
    assert_eq!(
        first["Headquarters__c"],
        json!({"latitude": 37.79, "longitude": -122.4})
    );
    assert_eq!(first["BillingAddress"]["city"], "Berlin");
    assert_eq!(found["records"][2]["Headquarters__c"], json!(null));
}

#[tokio::test]
async fn a_count_is_in_total_size() {
    let client = org().await;
    let reply = client.query("SELECT COUNT() FROM Contact").await;
    assert_eq!(reply.text, r#"{"totalSize":3,"done":true,"records":[]}"#);
    let reply = client
        .query("SELECT COUNT() FROM Contact WHERE AccountId = null")
        .await;
    assert_eq!(reply.json()["totalSize"], 1);
    let reply = client.query("SELECT COUNT() FROM Contact LIMIT 2").await;
    assert_eq!(reply.json()["totalSize"], 2);
    let reply = client
        .query("SELECT Id FROM Contact WHERE LastName = 'Nobody'")
        .await;
    assert_eq!(reply.text, r#"{"totalSize":0,"done":true,"records":[]}"#);
}

#[tokio::test]
async fn sets_of_fields() {
    let client = org().await;
    let found = client
        .found("SELECT FIELDS(ALL) FROM Account LIMIT 1")
        .await;
    let record = &found["records"][0];
    assert_eq!(
        (&record["Name"], &record["Interests__c"]),
        (&json!("Acme"), &json!("Golf;Wine"))
    );
    let found = client
        .found("SELECT FIELDS(STANDARD), Interests__c FROM Account")
        .await;
    assert_eq!(found["totalSize"], 3);
    assert_eq!(found["records"][0].get("Is_Key_Account__c"), None);
    let found = client
        .found("SELECT Id, FIELDS(CUSTOM) FROM Account LIMIT 200")
        .await;
    assert_eq!(found["records"][0].get("Name"), None);
    let id = found["records"][0]["Id"].as_str().unwrap();
    let one = client
        .found(&format!(
            "SELECT FIELDS(ALL) FROM Account WHERE Id = '{id}'"
        ))
        .await;
    assert_eq!(one["totalSize"], 1);
}

/// Many records of a page are written another way than few.
#[tokio::test]
async fn a_record_reads_in_a_long_page_as_it_does_by_itself() {
    let client = org().await;
    for number in 0..12 {
        let name = format!("\"{number}\\\n");
        let mut account = json!({"Name": name, "BillingCity": "Köln", "AnnualRevenue": number});
        if number % 2 == 0 {
            account["Description"] = json!("even");
        }
        client.put("Account", account);
    }
    let page = client
        .found("SELECT FIELDS(ALL), Owner.Name FROM Account LIMIT 200")
        .await;
    let records = page["records"].as_array().unwrap();
    assert_eq!(records.len(), 15);
    for record in records {
        let id = record["Id"].as_str().unwrap();
        let one = client
            .found(&format!(
                "SELECT FIELDS(ALL), Owner.Name FROM Account WHERE Id = '{id}'"
            ))
            .await;
        assert_eq!(&one["records"][0], record);
        assert_eq!(record["Owner"]["attributes"]["type"], "User");
    }
}

#[tokio::test]
async fn labels_and_formats() {
    let client = org().await;
    let found = client
        .found("SELECT FORMAT(AnnualRevenue) f, AnnualRevenue, FORMAT(CreatedDate), toLabel(Industry), convertCurrency(Credit_Limit__c) FROM Account WHERE Name = 'Acme'")
        .await;
    let record = &found["records"][0];
    assert_eq!(record["f"], "$1,500,000");
    assert_eq!(record["AnnualRevenue"], json!(1_500_000.0));
    assert_eq!(record["CreatedDate"], "2/3/2024, 4:05 AM");
    assert_eq!(record["Industry"], "Technology");
    assert_eq!(record["Credit_Limit__c"], json!(null));
}

#[tokio::test]
async fn order_and_limits() {
    let client = org().await;
    let names = |rest: &'static str| {
        let client = &client;
        async move {
            client
                .column(&format!("SELECT Name FROM Account {rest}"), "Name")
                .await
        }
    };
    // Case does not count; nulls are first unless told otherwise.
    assert_eq!(names("ORDER BY Name DESC").await, "Gamma 100%,beta,Acme");
    assert_eq!(
        names("ORDER BY AnnualRevenue").await,
        "Gamma 100%,beta,Acme"
    );
    assert_eq!(
        names("ORDER BY AnnualRevenue DESC").await,
        "Gamma 100%,Acme,beta"
    );
    assert_eq!(
        names("ORDER BY AnnualRevenue DESC NULLS LAST").await,
        "Acme,beta,Gamma 100%"
    );
    assert_eq!(
        names("ORDER BY Parent.Name NULLS LAST, Name DESC").await,
        "beta,Gamma 100%,Acme"
    );
    assert_eq!(
        names("ORDER BY CALENDAR_YEAR(CreatedDate) DESC, Name").await,
        "beta,Gamma 100%,Acme"
    );
    assert_eq!(names("ORDER BY Name LIMIT 1 OFFSET 1").await, "beta");
    assert_eq!(names("ORDER BY Name OFFSET 5").await, "");
    assert_eq!(names("LIMIT 0").await, "");
    assert_eq!(
        names("ORDER BY DISTANCE(Headquarters__c, GEOLOCATION(52.5, 13.4), 'km') NULLS LAST").await,
        "beta,Acme,Gamma 100%"
    );
    let stages = client.column(
        "SELECT StageName FROM Opportunity ORDER BY StageName",
        "StageName",
    );
    assert_eq!(
        stages.await,
        "Prospecting,Prospecting,Closed Won",
        "in the order of the picklist"
    );
}

#[tokio::test]
async fn distances() {
    let client = org().await;
    let found = client
        .found("SELECT Name, DISTANCE(Headquarters__c, GEOLOCATION(52.52, 13.4), 'km') FROM Account WHERE DISTANCE(Headquarters__c, GEOLOCATION(52.52, 13.4), 'km') < 10")
        .await;
    assert_eq!(found["totalSize"], 1);
    assert_eq!(found["records"][0]["expr0"], json!(0.0));
}

#[tokio::test]
async fn deleted_records_are_in_query_all_alone() {
    let client = org().await;
    let id = client
        .column("SELECT Id FROM Contact WHERE FirstName = 'Zoe'", "Id")
        .await;
    client.delete(&format!("/sobjects/Contact/{id}")).await;
    let soql = "SELECT FirstName, IsDeleted FROM Contact ORDER BY FirstName";
    assert_eq!(client.column(soql, "FirstName").await, "Adam,Lone");
    let path = format!("/queryAll/?{}", super::parameter("q", soql));
    let all = client.get(&path).await.json();
    assert_eq!(all["totalSize"], 3);
    assert_eq!(all["records"][2]["IsDeleted"], true);
    let bin = "SELECT Id FROM Contact WHERE IsDeleted = TRUE";
    let path = format!("/queryAll?{}", super::parameter("q", bin));
    assert_eq!(
        client.get(&path).await.json()["records"][0]["Id"],
        id.as_str()
    );
}

#[tokio::test]
async fn a_plan_is_explained() {
    let client = org().await;
    let soql = "SELECT Id FROM Contact WHERE AccountId = null AND LastName = 'Smith'";
    let path = format!("/query/?{}", super::parameter("explain", soql));
    let json = client.get(&path).await.json();
    assert_eq!(json["sourceQuery"], soql);
    let plan = &json["plans"][0];
    assert_eq!(plan["leadingOperationType"], "Index");
    assert_eq!(plan["sobjectType"], "Contact");
    assert_eq!(
        (&plan["cardinality"], &plan["sobjectCardinality"]),
        (&json!(1), &json!(3))
    );
    assert_eq!(json["plans"][1]["leadingOperationType"], "TableScan");
}
