//! Answers that are not the org's: pages of what stands between, and JSON that is cut. Nothing of them
//! is taken for a record that was written, a record that is gone, or a token that is good.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::{BoxFuture, FutureExt, ready};
use sf_runtime::auth::{AuthError, Login, Token, TokenSource, Why};
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error, ErrorCode, Id};
use sf_tests::bindings::{Account, account};

use super::faults::{create, limits};
use super::scripted::{Answer, Scripted, run};

const PAGE: &str = "<html><body>Sign in to the network</body></html>";

fn id() -> Id<Account> {
    "001D000000IqhSLIAZ".parse().unwrap()
}

fn update() -> account::Draft<sf_runtime::Update> {
    Account::update(id()).website("acme.example")
}

/// An org that answers so, one after the other.
fn org(answers: impl IntoIterator<Item = Answer>) -> Scripted {
    let mut answers = answers.into_iter().collect::<Vec<_>>().into_iter();
    Scripted::new(move |_| answers.next().expect("no further call"))
}

fn json(status: u16, body: &str) -> Answer {
    Answer::Json(status, body.to_owned())
}

#[test]
fn a_page_is_no_record_that_was_written() {
    for status in [200, 203] {
        let org = Scripted::new(move |_| Answer::Page(status, PAGE.to_owned()));
        let client = org.client();
        for (what, outcome) in [
            ("update", run(update().send(&client))),
            ("delete", run(client.delete(id()))),
            ("create", run(create("Acme").send(&client)).map(drop)),
        ] {
            let error = outcome.expect_err(what);
            assert!(matches!(error, Error::Decode(_)), "{what}: {error}");
            // What the page stands before may have got the call.
            assert!(error.may_have_happened(), "{what}: {error}");
        }
        assert_eq!(org.seen().len(), 3);
    }
}

#[test]
fn a_record_is_not_written_where_the_org_says_so() {
    const REFUSED: &str = r#"{"id":null,"success":false,
        "errors":[{"statusCode":"STRING_TOO_LONG","message":"m","fields":["Name"]}]}"#;
    let org = Scripted::new(|_| json(200, REFUSED));
    let client = org.client();
    for (what, outcome) in [
        ("update", run(update().send(&client))),
        ("delete", run(client.delete(id()))),
        ("create", run(create("Acme").send(&client)).map(drop)),
    ] {
        let error = outcome.expect_err(what);
        assert_eq!(error.code(), Some(&ErrorCode::StringTooLong), "{what}");
        assert!(!error.may_have_happened(), "{what}: {error}");
    }
}

#[test]
fn a_record_is_written_where_the_org_says_nothing_against_it() {
    const SAVED: &str = r#"{"id":"001D000000IqhSLIAZ","success":true,"errors":[]}"#;
    let org = org([
        json(200, ""),
        json(200, SAVED),
        json(200, SAVED),
        json(200, "\n"),
    ]);
    let client = org.client();
    for _ in 0..2 {
        run(update().send(&client)).unwrap();
        run(client.delete(id())).unwrap();
    }
}

/// Only the org can tell that a record is gone, and only of a record.
#[test]
fn a_delete_whose_answer_was_lost_is_done_when_the_org_says_so() {
    let entry = |code: &str, message: &str| {
        let entry = serde_json::json!([{"errorCode": code, "message": message}]);
        Answer::Json(404, entry.to_string())
    };
    let no_such_field = "Provided external ID field does not exist or is not accessible: Foo__c";
    for (answer, is_done) in [
        (entry("ENTITY_IS_DELETED", "entity is deleted"), true),
        (
            entry("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
            true,
        ),
        (
            entry("NOT_FOUND", "The requested resource does not exist"),
            true,
        ),
        (entry("NOT_FOUND", no_such_field), false),
        (entry("FUNCTIONALITY_NOT_ENABLED", "m"), false),
        (Answer::Page(404, PAGE.to_owned()), false),
        (json(404, ""), false),
    ] {
        let org = org([Answer::Cut, answer]);
        let outcome = run(org.client().delete(id()));
        assert_eq!(outcome.is_ok(), is_done, "{outcome:?}");
        if let Err(error) = outcome {
            assert!(error.may_have_happened(), "{error}");
        }
        assert_eq!(org.seen().len(), 2);
    }
}

/// A login that counts how often it is asked.
#[derive(Debug)]
struct Logins {
    url: String,
    count: Arc<AtomicUsize>,
}

impl TokenSource for Logins {
    fn token<'a>(&'a self, _: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let token = format!("00D000000000001!TOKEN{number}");
        ready(Token::new(token.into(), &self.url)).boxed()
    }
}

/// How often a call logs in that is answered so.
fn logins(answers: impl IntoIterator<Item = Answer>) -> usize {
    let mut answers = answers.into_iter().collect::<Vec<_>>().into_iter();
    let expired = r#"[{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}]"#;
    let org = Scripted::new(move |_| answers.next().unwrap_or_else(|| json(401, expired)));
    let count = Arc::new(AtomicUsize::new(0));
    let client = Client::builder()
        .auth(Logins {
            url: org.url().to_owned(),
            count: Arc::clone(&count),
        })
        .clock(org.clock())
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    let refused = run(client.send(&limits())).unwrap_err();
    assert!(refused.is_unauthorized(), "{refused}");
    count.load(Ordering::SeqCst)
}

#[test]
fn an_answer_of_the_edge_is_no_sign_that_a_token_is_good() {
    let expired = r#"[{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}]"#;
    let unavailable = r#"[{"errorCode":"SERVER_UNAVAILABLE","message":"m"}]"#;
    for status in [502, 503, 429, 420] {
        let in_turn = |answer: fn(u16) -> Answer| {
            (0..10).map(move |n| match n % 2 {
                0 => answer(status),
                _ => json(401, expired),
            })
        };
        let page = |status| Answer::Page(status, PAGE.to_owned());
        assert_eq!(logins(in_turn(page)), 2, "{status}");
    }
    let in_turn = (0..10).map(|n| match n % 2 {
        0 => json(503, unavailable),
        _ => json(401, expired),
    });
    assert_eq!(logins(in_turn), 2);
    // The org's own complaint comes after the token was looked at.
    let locked = r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"m"}]"#;
    let in_turn = (0..6).map(|n| match n % 2 {
        0 => json(400, locked),
        _ => json(401, expired),
    });
    assert_eq!(logins(in_turn), 4);
}

/// Where a text ends does not tell whether it is whole.
#[test]
fn a_text_that_is_cut_behind_a_bracket_is_asked_for_again() {
    let whole = r#"{"a":[{"b":"{"},{"c":1}]}"#;
    let cut = &whole[..whole.len() - 2];
    for first in [cut, r#"[{"a":[1]"#, r#"[[1]"#, r#"{"a":{}"#] {
        let org = org([json(200, first), json(200, whole)]);
        let answer = run(org.client().send(&limits())).unwrap();
        assert_eq!(answer.text().unwrap(), whole, "{first}");
        assert_eq!(org.seen().len(), 2);
    }
    // Brackets in a text are text, and what is no JSON is not cut.
    for odd in [r#"{"a":"[[{"}"#, r#"{"a":{1}"#] {
        let org = org([json(200, odd)]);
        assert!(run(org.client().send(&limits())).is_ok(), "{odd}");
    }
}

/// A number of rows that is not told is none that could be acted on.
#[test]
fn a_count_that_is_not_told_is_not_zero() {
    for body in [
        r#"{"done":true,"records":[]}"#,
        r#"{"totalSize":null,"done":true,"records":[]}"#,
        r#"{"totalSize":"3","done":true,"records":[]}"#,
        "[]",
    ] {
        let org = org([json(200, body)]);
        let sf = org.client();
        let counted = run(sf.count("SELECT COUNT() FROM Account"));
        assert!(
            matches!(counted, Err(Error::Decode(_))),
            "{body}: {counted:?}"
        );
    }
    let org = org([json(200, r#"{"totalSize":3,"done":true,"records":[]}"#)]);
    assert_eq!(
        run(org.client().count("SELECT COUNT() FROM Account")).unwrap(),
        3
    );
}

/// Who redirects a write may have passed it on, whether it says where to or not.
#[test]
fn a_write_that_is_redirected_to_nowhere_is_left_open() {
    for status in [301, 302, 303] {
        let org = org([Answer::Page(status, PAGE.to_owned())]);
        let error = run(update().send(&org.client())).unwrap_err();
        assert!(error.may_have_happened(), "{status}: {error}");
        assert!(error.to_string().contains("is a redirect"), "{error}");
    }
}
