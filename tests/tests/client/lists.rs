//! Lists of child records from an org that errs or means harm: whole, or an error that ends.

use serde_json::json;
use sf_runtime::{Error, SoqlRow};

use crate::answering::{Answering, Script};

#[derive(SoqlRow, Debug)]
#[soql(from = "Account")]
struct Company {
    contacts: Vec<Person>,
}

#[derive(SoqlRow, Debug)]
#[soql(from = "Contact")]
struct Person {
    last_name: String,
}

const FIRST: &str = "/services/data/v66.0/query?q=";

fn url(locator: &str) -> String {
    format!("/services/data/v66.0/query/{locator}")
}

/// A page of one contact.
fn page(name: &str, next: Option<&str>) -> String {
    json!({"totalSize": 9, "done": next.is_none(), "records": [{"LastName": name}],
        "nextRecordsUrl": next})
    .to_string()
}

/// An org whose only account has this page of contacts, and these that follow.
async fn org(first: &str, pages: &[(&str, String)]) -> Answering {
    let account = format!(
        r#"{{"totalSize":1,"done":true,"records":[{{"attributes":{{"type":"Account"}},"Contacts":{first}}}]}}"#
    );
    let mut script = Script::new();
    script.insert(FIRST.to_owned(), (200, account));
    for (locator, body) in pages {
        script.insert(url(locator), (200, body.clone()));
    }
    Answering::new(script).await
}

async fn names(org: &Answering) -> Result<Vec<String>, Error> {
    let row = Company::query().fetch_one(&org.sf).await?;
    Ok(row.contacts.into_iter().map(|row| row.last_name).collect())
}

#[tokio::test]
async fn every_page_of_a_list_is_fetched_once() {
    let pages = [
        ("L-1", page("B", Some(&url("L-2")))),
        ("L-2", page("C", None)),
    ];
    let org = org(&page("A", Some(&url("L-1"))), &pages).await;
    assert_eq!(names(&org).await.unwrap(), ["A", "B", "C"]);
    assert_eq!(
        org.lines()[1..],
        [format!("GET {}", url("L-1")), format!("GET {}", url("L-2"))]
    );
}

#[tokio::test]
async fn pages_of_a_list_that_name_each_other_come_to_an_end() {
    let pages = [
        ("L", page("L", Some(&url("M")))),
        ("M", page("M", Some(&url("N")))),
        ("N", page("N", Some(&url("L")))),
    ];
    let org = org(&page("A", Some(&url("L"))), &pages).await;
    let error = names(&org).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert!(org.lines().len() < 20, "{:?}", org.lines());
}

#[tokio::test]
async fn a_list_goes_on_in_the_same_org_alone() {
    let org = org(&page("A", Some("https://evil.example/x")), &[]).await;
    let error = names(&org).await.unwrap_err();
    assert!(matches!(error, Error::ForeignHost(_)), "{error}");
    assert_eq!(org.lines().len(), 1);
}

#[tokio::test]
async fn what_is_no_page_is_an_error() {
    let next = page("A", Some(&url("L")));
    for body in [
        "[]",
        "{}",
        "{\"done\":false,\"totalSize\":1,\"records\":[]}",
    ] {
        let org = org(&next, &[("L", body.to_owned())]).await;
        let error = names(&org).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
    }
    // A child that cannot be read is its parent's error, as a list has no room for it.
    let bad = json!({"totalSize": 2, "done": true, "records": [{"LastName": null}]});
    let org = org(&next, &[("L", bad.to_string())]).await;
    let said = names(&org).await.unwrap_err().to_string();
    assert!(
        said.contains("Contacts") && said.contains("LastName"),
        "{said}"
    );
    // And where there is no link there is nothing to fetch.
    let cut = json!({"totalSize": 2, "done": false, "records": []});
    let org = self::org(&cut.to_string(), &[]).await;
    let said = names(&org).await.unwrap_err().to_string();
    assert!(said.contains("the org sent 0 of 2 child records"), "{said}");
}
