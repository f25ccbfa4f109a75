//! Orgs that do not answer, and bindings that cannot be read.

use sf_fake_org::{Fault, FaultKind};
use sf_runtime::Error;
use sf_runtime::verify::{Change, CompiledIn, Snapshot, Verify};
use sf_tests::bindings::{Account, Contact};

use super::start;
use crate::scripted::{Answer, Scripted};
use crate::site;

#[tokio::test]
async fn who_is_not_let_in_is_told_so() {
    let site = site::site().await;
    site.org.expire_tokens();
    let error = site.sf.verify::<Account>().await.unwrap_err();
    assert!(matches!(error, Error::Auth(_)), "{error}");
}

#[tokio::test]
async fn an_object_that_is_hidden_from_the_user_is_gone_for_the_program() {
    let site = start(site::builder().deny_describe(["Contact"])).await;
    let verified = site.sf.verify::<(Account, Contact)>().await.unwrap();
    let told: Vec<_> = verified
        .differences()
        .iter()
        .map(|difference| (difference.subject(), difference.change))
        .collect();
    assert_eq!(told, [("Contact".to_owned(), Change::ObjectRemoved)]);
}

#[tokio::test]
async fn what_is_refused_for_another_reason_is_an_error_of_its_object() {
    let site = site::site().await;
    let kind = FaultKind::DailyLimitWithin { positions: vec![1] };
    site.org.faults().add(Fault::new(kind).always());
    let error = site.sf.verify::<(Account, Contact)>().await.unwrap_err();
    assert!(error.is_daily_limit(), "{error}");
    assert!(error.to_string().contains("Contact"), "{error}");
}

#[tokio::test]
async fn a_version_that_the_org_has_not_is_no_object_that_is_gone() {
    let refused =
        r#"[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]"#;
    let org = Scripted::new(|_| Answer::Json(404, refused.to_owned()));
    let error = org.client().verify::<Account>().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

/// An answer of one part.
fn answer(body: &str) -> impl FnMut(&crate::scripted::Seen) -> Answer + Send + 'static {
    let body = body.to_owned();
    move |seen| {
        let asked: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        let name = &asked["compositeRequest"][0]["referenceId"];
        let part = format!(
            r#"{{"body":{body},"httpHeaders":{{}},"httpStatusCode":200,"referenceId":{name}}}"#
        );
        Answer::Json(200, format!(r#"{{"compositeResponse":[{part}]}}"#))
    }
}

#[tokio::test]
async fn what_is_no_describe_is_an_error_of_its_object() {
    for (body, said) in [
        (r#"{"name":"Account"}"#, "fields"),
        (r#"{"name":"Contact","fields":[]}"#, "Contact"),
        (r#""Account""#, "Account"),
    ] {
        let org = Scripted::new(answer(body));
        let error = org
            .client()
            .verify::<Account>()
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("GET sobjects/Account/describe"),
            "{error}"
        );
        assert!(error.contains(said), "{error}");
    }
    // Names are compared without regard to case.
    let org = Scripted::new(answer(r#"{"name":"ACCOUNT","fields":[]}"#));
    let verified = org.client().verify::<Account>().await.unwrap();
    let told = verified.to_string();
    assert!(told.contains("ACCOUNT.Name: the field is gone"), "{told}");
}

#[tokio::test]
async fn bindings_that_cannot_be_read_are_named() {
    let site = site::site().await;
    let snapshot = |api_version| Snapshot {
        api_version,
        org_id: Some("who knows"),
        as_of: Some("once"),
        several_orgs: false,
    };
    for (schema, version, said) in [
        (
            "sf-schema-index 999 object\nend\n",
            None,
            "generate them again",
        ),
        (
            "sf-schema-index 5 object\n",
            Some("66.0"),
            "generate them again",
        ),
        ("", Some("sixty"), "API version"),
        ("", Some("30.0"), "retired"),
    ] {
        let object = CompiledIn::new(Account::API_NAME, true, schema, snapshot(version));
        let asked = Verify::objects([object]).run(&site.sf).await;
        let error = asked.unwrap_err().to_string();
        assert!(error.contains("Account") && error.contains(said), "{error}");
    }
}
