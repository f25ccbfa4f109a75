//! Resources for which there is no call.

use serde_json::{Value, json};
use sf_fake_org::{Fault, FaultKind};
use sf_runtime::call::{Call, Safety};
use sf_runtime::rest::Raw;
use sf_tests::bindings::Account;

use crate::site::site;

#[tokio::test]
async fn any_path_has_the_same_login_retries_and_errors() {
    let site = site().await;
    let raw = site.sf.raw();
    let created: Value = raw
        .post("sobjects/Account", &json!({"Name": "Acme"}))
        .await
        .unwrap();
    let id = created["id"].as_str().unwrap();
    let path = format!("/services/data/v66.0/sobjects/Account/{id}");
    site.org.faults().add(Fault::new(FaultKind::BadGateway));
    let get = Raw::get(path.clone())
        .query("fields", "Name")
        .reading::<Value>();
    assert_eq!(raw.call(&get).await.unwrap()["Name"], "Acme");
    raw.patch::<()>(path.clone(), &json!({"Fax": "1"}))
        .await
        .unwrap();
    assert_eq!(site.org.get(id).unwrap()["Fax"], "1");
    raw.delete::<()>(path.clone()).await.unwrap();
    let error = raw.get::<Value>(path).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(
        !error.to_string().contains(id),
        "an error tells no id: {error}"
    );
}

#[tokio::test]
async fn a_post_is_sent_again_only_if_the_caller_says_that_it_may_be() {
    let site = site().await;
    let lost = || Fault::new(FaultKind::CutAfter).method("POST");
    let post = || {
        Raw::post("sobjects/Account")
            .json(&json!({"Name": "Acme"}))
            .unwrap()
    };
    site.org.faults().add(lost());
    let error = site.sf.call(&post()).await.unwrap_err();
    assert!(error.may_have_happened(), "{error}");
    assert_eq!(site.org.count("Account"), 1);
    site.org.faults().add(lost());
    site.sf
        .call(&post().safety(Safety::Idempotent))
        .await
        .unwrap();
    assert_eq!(site.org.count("Account"), 3);
    let _: Account = site.sf.raw().get("sobjects/Account").await.unwrap();
}

#[tokio::test]
async fn a_value_in_a_path_stays_one_segment_and_is_told_by_no_error() {
    let site = site().await;
    let key = "a/b?c#d%e@acme.example";
    let external = |call: Raw| call.segment(key).reading::<Value>();
    let path = "sobjects/Account/External_Id__c/{key}";
    let put = Raw::patch(path).json(&json!({"Name": "Acme"})).unwrap();
    site.sf.call(&external(put)).await.unwrap();
    let found = site.sf.call(&external(Raw::get(path))).await.unwrap();
    assert_eq!(found["External_Id__c"], key);
    // A path put together by the program, which shows the API's own words alone.
    let typed = "ann@acme.example";
    let put_together = format!("sobjects/Account/External_Id__c/{typed}");
    let error = site.sf.raw().get::<Value>(put_together).await.unwrap_err();
    let said = error.to_string();
    assert!(said.starts_with("GET sobjects/Account/{}/{}: "), "{said}");
    for refused in [
        Raw::get(format!("{typed} x")),
        Raw::get(format!("//{typed}/services")),
        Raw::get(format!("sobjects/{{a}}/{typed}")),
        Raw::get(path).segment(".."),
        Raw::get(path),
        Raw::get("limits").segment(typed),
    ] {
        let shown = format!("{refused:?} {}", refused.request().unwrap_err());
        assert!(!shown.contains(typed), "{shown}");
    }
}
