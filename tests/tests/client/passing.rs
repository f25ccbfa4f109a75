//! What is refused for a state of the org that passes is sent again, each as its code allows.

use sf_runtime::ErrorCode;

use super::faults::{create, limits};
use super::scripted::{Answer, Scripted, run};

/// An org that refuses by these statuses and codes, and then does what it is asked.
fn org(refusals: &[(u16, &'static str)]) -> Scripted {
    let refusals = refusals.to_vec();
    let mut refusals = refusals.into_iter();
    Scripted::new(move |_| match refusals.next() {
        Some((status, code)) => {
            let entry = serde_json::json!([{"errorCode": code, "message": "m"}]);
            Answer::Json(status, entry.to_string())
        }
        None => {
            let saved = r#"{"id":"001D000000IqhSLIAZ","success":true,"errors":[]}"#;
            Answer::Json(201, saved.to_owned())
        }
    })
}

#[test]
fn a_create_that_the_org_did_not_begin_is_sent_again() {
    for (status, code) in [
        (403, "TOO_MANY_APEX_REQUESTS"),
        (400, "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE"),
        (503, "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE"),
        (400, "PLATFORM_EVENT_PUBLISHING_UNAVAILABLE"),
        (400, "PLATFORM_EVENT_PUBLISH_FAILED"),
    ] {
        let refusals = [(status, code); 2];
        run(create("Acme").send(&org(&refusals).client())).unwrap_or_else(|error| {
            panic!("{code}: {error}");
        });
        // What is refused for good was not done.
        let refused = run(create("Acme").send(&org(&[(status, code); 9]).client())).unwrap_err();
        assert!(refused.is_retryable(), "{refused}");
        assert!(!refused.may_have_happened(), "{refused}");
    }
}

#[test]
fn a_create_that_ran_for_too_long_is_left_open() {
    let org = org(&[(400, "REQUEST_RUNNING_TOO_LONG")]);
    let refused = run(create("Acme").send(&org.client())).unwrap_err();
    assert_eq!(org.seen().len(), 1);
    assert!(
        refused.may_have_happened() && refused.is_retryable(),
        "{refused}"
    );
    run(org.client().send(&limits())).unwrap();
}

/// The retries for other reasons do not count.
#[test]
fn a_query_that_ran_for_too_long_is_sent_again_once() {
    let busy = (503, "SERVER_UNAVAILABLE");
    let timeout = (400, "QUERY_TIMEOUT");
    let slow = org(&[busy, busy, timeout, busy]);
    run(slow.client().send(&limits())).unwrap();
    assert_eq!(slow.seen().len(), 5);
    let too_slow = org(&[timeout, busy, timeout]);
    let refused = run(too_slow.client().send(&limits())).unwrap_err();
    assert_eq!(refused.code(), Some(&ErrorCode::QueryTimeout));
    assert_eq!(too_slow.seen().len(), 3);
}
