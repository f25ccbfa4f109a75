//! Describes, limits, and what else an org says of itself.

use serde_json::json;
use sf_runtime::Call;
use sf_runtime::rest::{DescribeGlobal, DescribeObject};
use sf_tests::bindings::Account;

use crate::site::site;

#[tokio::test]
async fn an_object_is_described_once_and_again_when_it_has_changed() {
    let site = site().await;
    let body = site.sf.describe("Account").await.unwrap();
    let describe = body.read().unwrap();
    assert_eq!(
        (&*describe.name, describe.key_prefix.as_deref()),
        ("Account", Some("001"))
    );
    assert!(
        describe
            .fields
            .iter()
            .any(|field| field.name == "External_Id__c")
    );
    let since = body
        .last_modified()
        .expect("the org tells when it has changed");
    let again = DescribeObject::of::<Account>().if_modified_since(since);
    assert!(!site.sf.call(&again).await.unwrap().is_modified());
    let unknown = site.sf.describe("Acount").await.unwrap_err();
    assert!(unknown.is_not_found(), "{unknown}");
}

#[tokio::test]
async fn an_org_lists_its_objects() {
    let site = site().await;
    let body = site.sf.describe_global().await.unwrap();
    let list = body.read().unwrap();
    assert!(
        list.sobjects
            .iter()
            .any(|object| object.name == "acme__Invoice__c")
    );
    let later = "2030-01-01T00:00:00Z".parse().unwrap();
    let again = DescribeGlobal.if_modified_since(later);
    assert!(!site.sf.call(&again).await.unwrap().is_modified());
}

#[tokio::test]
async fn an_org_tells_its_limits_counts_and_resources() {
    let site = site().await;
    site.insert::<Account>(json!({"Name": "Acme"}));
    let limits = site.sf.limits().await.unwrap();
    let requests = limits.daily_api_requests().expect("a limit");
    assert_eq!(requests.max, 15_000);
    assert_eq!(limits.get("DailyApiRequests"), Some(requests));
    let counts = site.sf.record_counts(["Account", "Contact"]).await.unwrap();
    let of = |name: &str| {
        counts
            .iter()
            .find(|count| count.name == name)
            .map(|it| it.count)
    };
    assert_eq!((of("Account"), of("Contact")), (Some(1), Some(0)));
    let resources = site.sf.resources().await.unwrap();
    assert_eq!(resources["sobjects"], "/services/data/v66.0/sobjects");
    let versions = site.sf.versions().await.unwrap();
    assert!(versions.iter().any(|version| version.version == "66.0"));
    // All of them but the list of versions count as calls.
    let usage = site.sf.api_usage().expect("a count");
    assert_eq!(usage.used, 3);
}
