//! What cannot be in a composite is refused before anything is sent, with what to do instead.

use bytes::Bytes;
use http::Method;
use sf_runtime::call::{Body, Multipart, Path, Request, Response};
use sf_runtime::composite::Composite;
use sf_runtime::{Call, Error};
use sf_tests::bindings::Account;

use crate::composite::{Rows, account, contact};
use crate::scripted::{Scripted, run};

/// Any request.
pub(crate) struct Raw(pub(crate) Request);

impl Call for Raw {
    type Output = ();

    fn request(&self) -> Result<Request, Error> {
        Ok(self.0.clone())
    }

    fn decode(_: Response) -> Result<(), Error> {
        Ok(())
    }
}

#[track_caller]
fn refused(composite: Composite) -> String {
    let org = Scripted::answers([]);
    let error = run(composite.send(&org.client())).unwrap_err();
    assert!(org.seen().is_empty());
    match error {
        Error::Request(error) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_of_users_cannot_become_a_reference() {
    for text in ["@{ref0.id}", "a @{x", "see @{Account.Name}!"] {
        let mut composite = Composite::new();
        composite.add(account());
        composite.add(account().description(text));
        let message = refused(composite);
        assert_eq!(
            message,
            "part 1 (POST sobjects/Account): its field Description holds the characters `@{`, which \
             the org would take for a reference to another part: send it alone, or with \
             `Client::create_all` and its kin"
        );
    }
    let mut composite = Composite::new();
    composite.add(Account::upsert_by_external_id__c("@{ref0.id}").name("A"));
    let message = refused(composite);
    assert!(
        message.contains("its URL holds the characters `@{`"),
        "{message}"
    );
    let mut composite = Composite::new();
    composite.add(Rows(
        "SELECT Id FROM Contact WHERE LastName = '@{x.y}'".to_owned(),
    ));
    assert!(refused(composite).contains("its URL"));
}

#[test]
fn an_escaped_or_encoded_reference_is_seen_too() {
    let bodies = [
        r#"{"A":{"B":["x","\u0040{ref0.id}"]}}"#,
        r#"{"A":{"B":"@\u007bref0.id}"}}"#,
    ];
    for body in bodies {
        let request = Request::post("sobjects/{object}", &["Account"])
            .unwrap()
            .with_body(Body::Json(Bytes::from(body)));
        let mut composite = Composite::new();
        composite.add(Raw(request));
        assert!(refused(composite).contains("its field A.B holds"));
    }
    let keys = Request::post("sobjects/{object}", &["Account"])
        .unwrap()
        .json(&serde_json::json!({"@{x}": 1}))
        .unwrap();
    let mut composite = Composite::new();
    composite.add(Raw(keys));
    assert!(refused(composite).contains("a key of its body"));
    for path in ["sobjects/Account/@{x.id}", "sobjects/Account/%40{x.id}"] {
        let mut composite = Composite::new();
        composite.add(Raw(Request::at(
            Method::GET,
            Path::Data(path.to_owned()),
            "sobjects/{object}/{id}",
        )));
        assert!(refused(composite).contains("its URL"), "{path}");
    }
}

#[test]
fn an_id_of_another_composite_is_refused() {
    let mut other = Composite::new();
    let foreign = other.add(account());
    let mut composite = Composite::new();
    composite.add(contact(foreign.id()));
    let message = refused(composite);
    assert!(
        message.contains("its field AccountId names a record that another composite brings"),
        "{message}"
    );
    let mut composite = Composite::new();
    composite.add(Account::update(foreign.id()).name("A"));
    assert!(refused(composite).contains("its URL names a record that another composite brings"));
}

#[test]
fn a_handle_of_another_composite_gets_nothing() {
    let mut other = Composite::new();
    let foreign = other.add(account());
    let org = crate::composite::answering(vec![vec![crate::composite::created(0)]]);
    let mut composite = Composite::new();
    composite.add(account());
    let done = run(composite.send(&org.client())).unwrap();
    assert!(matches!(done.get(&foreign), Err(Error::Request(_))));
}

#[test]
fn a_new_id_is_not_sent_outside_of_its_composite() {
    let org = Scripted::answers([]);
    let mut composite = Composite::new();
    let id = composite.add(account()).id();
    let error = run(contact(id.clone()).send(&org.client())).unwrap_err();
    assert!(error.to_string().contains("add it to that composite"));
    let error = run(async { org.client().create_all([contact(id)]).await }).unwrap_err();
    assert!(error.to_string().contains("add it to that composite"));
    assert!(org.seen().is_empty());
}

#[test]
fn the_limits_of_a_composite_are_known() {
    assert_eq!(refused(Composite::new()), "a composite without parts");
    let mut composite = Composite::new();
    for _ in 0..26 {
        composite.add(account());
    }
    assert!(refused(composite).starts_with("a composite of 26 parts: it takes 25; use graphs"));
    let mut composite = Composite::new();
    for _ in 0..6 {
        composite.add(Rows("SELECT Id FROM Contact".to_owned()));
    }
    assert!(refused(composite).starts_with("6 parts of the composite are queries"));
}

#[test]
fn what_cannot_be_a_part_is_refused() {
    let multipart = Request::post("sobjects/{object}", &["ContentVersion"])
        .unwrap()
        .with_body(Body::Multipart(Multipart::default()));
    let elsewhere = Request::at(
        Method::GET,
        Path::Org("/services/apexrest/orders".to_owned()),
        "apexrest",
    );
    let header = Request::get("sobjects", &[])
        .unwrap()
        .header("accept", "text/csv")
        .unwrap();
    for (request, why) in [
        (multipart, "a file cannot be a part"),
        (elsewhere, "only resources below /services/data"),
        (header, "cannot have a header accept"),
        (
            Request::get("limits", &[]).unwrap(),
            "and no other resource",
        ),
        (
            Request::post("composite", &[]).unwrap(),
            "cannot be a part of another",
        ),
        (
            Request::follow("/services/data/v66.0/query/01g-2000", "query"),
            "only resources below",
        ),
        (
            Request::new(Method::HEAD, "sobjects", &[]).unwrap(),
            "no such method",
        ),
    ] {
        let mut composite = Composite::new();
        composite.add(Raw(request));
        let message = refused(composite);
        assert!(message.contains(why), "{message}");
    }
}

#[test]
fn an_invalid_draft_stops_the_composite() {
    let org = Scripted::answers([]);
    let mut composite = Composite::new();
    composite.add(account().website("x".repeat(300)));
    let error = run(composite.send(&org.client())).unwrap_err();
    assert!(matches!(error, Error::Invalid(_)));
}

/// So the org refuses a composite of more than 25 parts, and perhaps for other reasons.
#[test]
fn the_refusal_of_the_whole_is_an_error() {
    let body = r#"{"compositeResponse":[{"body":[{"errorCode":"LIMIT_EXCEEDED","message":"The request can’t contain more than 25 operations."}],"httpHeaders":{},"httpStatusCode":400,"referenceId":null}]}"#;
    let org = Scripted::answers([body]);
    let mut composite = Composite::new();
    composite.add(account());
    let error = run(composite.send(&org.client())).unwrap_err();
    assert_eq!(
        error.code().map(|code| code.as_str()),
        Some("LIMIT_EXCEEDED")
    );
    assert!(!error.may_have_happened());
}
