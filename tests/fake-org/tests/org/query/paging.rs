//! Pages: of records, of children, and what a locator is good for.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::client::{Client, Reply, builder};
use crate::query::parameter;

/// An org with leads L0000 on and a small page.
async fn leads(count: usize, page: usize) -> Client {
    let client = Client::of(builder().query_page_size(page)).await;
    for number in 0..count {
        client.put(
            "Lead",
            json!({"LastName": format!("L{number:04}"), "Company": "C"}),
        );
    }
    client
}

/// Every record, page by page, and how many pages there were.
async fn walk(client: &Client, soql: &str) -> (Vec<Value>, usize) {
    let mut page = client.found(soql).await;
    let mut records = Vec::new();
    let mut pages = 1;
    let total = page["totalSize"].clone();
    loop {
        assert_eq!(page["totalSize"], total);
        records.extend(page["records"].as_array().unwrap().iter().cloned());
        let Some(next) = page["nextRecordsUrl"].as_str() else {
            assert_eq!(page["done"], true);
            return (records, pages);
        };
        assert_eq!(page["done"], false);
        page = client.get(next).await.json();
        pages += 1;
    }
}

#[tokio::test]
async fn pages_follow_each_other() {
    let client = leads(25, 10).await;
    let (records, pages) = walk(&client, "SELECT LastName FROM Lead ORDER BY LastName DESC").await;
    let names: Vec<_> = records
        .iter()
        .map(|record| record["LastName"].as_str().unwrap())
        .collect();
    assert_eq!((names.len(), pages), (25, 3));
    assert!(names.is_sorted_by(|a, b| a > b));
    let (records, pages) = walk(&client, "SELECT LastName FROM Lead LIMIT 20").await;
    assert_eq!(
        (records.len(), pages),
        (20, 2),
        "a page that is full is the last all the same"
    );
}

#[tokio::test]
async fn a_page_can_be_read_twice_and_from_both_resources() {
    let client = leads(25, 10).await;
    let first = client.found("SELECT LastName FROM Lead").await;
    let next = first["nextRecordsUrl"].as_str().unwrap();
    assert!(
        next.starts_with("/services/data/v66.0/query/01g") && next.ends_with("-10"),
        "{next}"
    );
    let once = client.get(next).await.text;
    assert_eq!(client.get(next).await.text, once);
    assert_eq!(
        client
            .get(&next.replace("/query/", "/queryAll/"))
            .await
            .text,
        once
    );
    // The rows are those of the first answer, whatever is made meanwhile.
    client.put("Lead", json!({"LastName": "Late", "Company": "C"}));
    assert_eq!(client.get(next).await.json()["totalSize"], 25);
}

/// Pages of this size are made before they are asked for, and must not show it.
#[tokio::test]
async fn a_large_page_shows_the_records_as_they_are() {
    let client = leads(1_000, 200).await;
    let mut page = client
        .found("SELECT Id, LastName FROM Lead ORDER BY LastName")
        .await;
    let ids: Vec<String> = client
        .org
        .records("Lead")
        .iter()
        .map(|lead| lead["Id"].as_str().unwrap().to_owned())
        .collect();
    for start in [200, 400, 600] {
        let next = page["nextRecordsUrl"].as_str().unwrap().to_owned();
        // Time in which it can be made.
        client.get("/limits").await;
        let path = format!("/sobjects/Lead/{}", ids[start]);
        client
            .send("PATCH", &path, &json!({"LastName": "New"}))
            .await;
        let text = client.get(&next).await.text;
        assert_eq!(client.get(&next).await.text, text);
        page = serde_json::from_str(&text).unwrap();
        assert_eq!(page["records"][0]["LastName"], "New");
        assert_eq!(page["records"][1]["Id"], ids[start + 1]);
    }
    let last = page["nextRecordsUrl"].as_str().unwrap().to_owned();
    client.get("/limits").await;
    client.org.expire_query_locators();
    let refused = client.get(&last).await;
    refused.refused(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    // Nothing but the page of that very URL and method.
    let again = client.found("SELECT Id FROM Lead").await;
    let next = again["nextRecordsUrl"].as_str().unwrap();
    assert_eq!(client.send("POST", next, &json!({})).await.status, 405);
    assert_eq!(
        client.get(next).await.json()["records"]
            .as_array()
            .unwrap()
            .len(),
        200
    );
}

#[tokio::test]
async fn a_client_asks_for_smaller_pages() {
    let client = leads(450, 2000).await;
    for (options, rows) in [
        ("batchSize=200", 200),
        ("client=x, batchSize=250", 250),
        ("batchSize=1", 200),
        ("batchSize=9999", 450),
        ("batchSize=many", 450),
    ] {
        let request = client
            .request(
                "GET",
                &format!("/query/?{}", parameter("q", "SELECT Id FROM Lead")),
            )
            .header("Sforce-Query-Options", options);
        let page = Reply::of(request).await.json();
        assert_eq!(page["records"].as_array().unwrap().len(), rows, "{options}");
    }
}

#[tokio::test]
async fn locators_end() {
    let client = leads(25, 10).await;
    let first = client.found("SELECT LastName FROM Lead").await;
    let next = first["nextRecordsUrl"].as_str().unwrap().to_owned();
    for bad in [
        "01gFk0000000009IAA-10",
        "x",
        "01gFk0000000001IAA-9999",
        "01gFk0000000001IAA-x",
    ] {
        client.get(&format!("/query/{bad}")).await.refused(
            400,
            "INVALID_QUERY_LOCATOR",
            "invalid query locator",
        );
    }
    assert_eq!(client.get(&next).await.status, 200);
    client.org.expire_query_locators();
    client
        .get(&next)
        .await
        .refused(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
}

#[tokio::test]
async fn a_query_that_is_gone_on_with_stays_open() {
    let client = leads(2, 1).await;
    let first = client.found("SELECT LastName FROM Lead").await;
    let next = first["nextRecordsUrl"].as_str().unwrap();
    // More than the org keeps open, as the children of many pages may be.
    for number in 0..1_200 {
        client.found("SELECT Id FROM Lead").await;
        if number % 400 == 0 {
            assert_eq!(client.get(next).await.status, 200, "{number}");
        }
    }
    assert_eq!(client.get(next).await.status, 200);
}

#[tokio::test]
async fn children_fill_pages_too() {
    let client = Client::of(builder().query_page_size(5)).await;
    let ids: Vec<String> = (0..3)
        .map(|n| client.put("Account", json!({"Name": format!("A{n}")})))
        .collect();
    for number in 0..7 {
        let name = format!("C{number}");
        client.put("Contact", json!({"LastName": name, "AccountId": ids[0]}));
    }
    client.put("Contact", json!({"LastName": "C7", "AccountId": ids[2]}));
    let (accounts, pages) = walk(
        &client,
        "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name",
    )
    .await;
    assert_eq!((accounts.len(), pages), (3, 2));
    let first = &accounts[0]["Contacts"];
    assert_eq!(
        (&first["totalSize"], &first["done"]),
        (&json!(7), &json!(false))
    );
    assert_eq!(first["records"].as_array().unwrap().len(), 4);
    let rest = client
        .get(first["nextRecordsUrl"].as_str().unwrap())
        .await
        .json();
    assert_eq!(
        (&rest["totalSize"], &rest["done"]),
        (&json!(7), &json!(true))
    );
    let names: Vec<_> = rest["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["LastName"])
        .collect();
    assert_eq!(names, ["C4", "C5", "C6"]);
    assert_eq!(accounts[1]["Contacts"], json!(null));
    assert_eq!(accounts[2]["Contacts"]["records"][0]["LastName"], "C7");
}

#[tokio::test]
async fn a_page_is_two_thousand_rows() {
    const ROWS: usize = 10_500;
    let client = leads(ROWS, 2000).await;
    let (records, pages) = walk(&client, "SELECT Id, LastName, Owner.Name FROM Lead").await;
    assert_eq!((records.len(), pages), (ROWS, 6));
    let ids: HashSet<_> = records
        .iter()
        .map(|record| record["Id"].to_string())
        .collect();
    assert_eq!(ids.len(), ROWS);
}
