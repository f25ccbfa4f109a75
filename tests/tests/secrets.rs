//! No secret is in a log, whatever the level, nor in what `Debug` and errors show.
//!
//! A program of its own, because the log of a process is one.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of tests fails as a test does"
)]

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::io;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, StatusCode, Uri};
use serde_json::{Value, json};
use sf_fake_org::{FakeOrg, Fault, FaultKind};
use sf_runtime::auth::{
    ClientCredentials, FixedToken, JwtBearer, LoginHost, TokenSource, UsernamePassword,
};
use sf_runtime::call::Request;
use sf_runtime::rest::Raw;
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error};
use sf_tests::bindings::{Account, account};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// A value of a record: people's data belong into no log either.
const VALUE: &str = "Very Private Industries";

/// A value in a path.
const EMAIL: &str = "ann@private.example";

/// Where the logs go.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// All that was shown of clients and errors.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn value(&mut self, value: &impl Debug) {
        writeln!(self.0, "{value:?} {value:#?}").unwrap();
    }

    /// An error and all that caused it.
    fn error(&mut self, error: &(dyn StdError + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            writeln!(self.0, "{error} {error:?} {error:#?}").unwrap();
            next = error.source();
        }
    }
}

/// Logs in, writes, reads, loses its token, and fails in every way.
async fn live(shown: &mut Shown, org: &FakeOrg, auth: impl TokenSource) {
    shown.value(&auth);
    let client = Client::builder()
        .auth(auth)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    shown.value(&client);
    let create = || Account::create(account::Required { name: VALUE.into() });
    let query = Request::get("query", &[]).unwrap().query(
        "q",
        &format!("SELECT Nmae FROM Account WHERE Name = '{VALUE}'"),
    );
    shown.value(&query);
    if let Err(error) = create().send(&client).await {
        shown.error(&error);
    }
    for kind in [
        FaultKind::ExpireTokens,
        FaultKind::BadGateway,
        FaultKind::CutAfter,
        FaultKind::Truncated,
        FaultKind::Unauthorized { message: None },
    ] {
        org.faults().add(Fault::new(kind).path("sobjects").times(2));
        let outcome = create().send(&client).await;
        org.faults().clear();
        if let Err(error) = outcome {
            shown.error(&error);
        }
    }
    // A path of the program's own making, with what a person wrote in it.
    let path = format!("sobjects/Account/External_Id__c/{EMAIL}?fields={EMAIL}");
    let raw = Raw::get(path);
    shown.value(&raw);
    shown.error(&client.call(&raw).await.unwrap_err());
    let raw = Raw::get("sobjects/Account/External_Id__c/{key}").segment(EMAIL);
    shown.value(&raw);
    shown.error(&client.call(&raw).await.unwrap_err());
    let outcome: Result<_, Error> = client.send(&query).await;
    shown.error(&outcome.unwrap_err());
}

/// A proxy, or a careless org, that repeats the headers of the call in what it says against it.
async fn echo() -> String {
    async fn respond(
        headers: HeaderMap,
        uri: Uri,
    ) -> (StatusCode, [(&'static str, String); 1], String) {
        let token = headers["authorization"].to_str().unwrap();
        let bare = token.strip_prefix("Bearer ").unwrap();
        let json = |status, body: Value| (status, "application/json", body.to_string());
        let (status, kind, body) = match uri.path().rsplit('/').next().unwrap() {
            "page" => (
                StatusCode::BAD_GATEWAY,
                "text/html",
                format!("<pre>authorization: {token}\nsid={bare}</pre>"),
            ),
            "message" => json(
                StatusCode::BAD_REQUEST,
                json!([{"errorCode": "X", "message": format!("got {token}, so {bare}")}]),
            ),
            // Read as a record.
            _ => json(StatusCode::OK, json!({"id": bare, "success": true})),
        };
        (status, [("content-type", kind.to_owned())], body)
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().fallback(respond);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

/// What is said against a call repeats its token.
async fn echoed(shown: &mut Shown, token: &str) {
    let client = Client::builder()
        .auth(FixedToken::new(token, &echo().await).unwrap())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for path in ["page", "message"] {
        let error = client.call(&Raw::get(path)).await.unwrap_err();
        let said = error.to_string();
        assert!(said.contains("[hidden]"), "the rest is told: {said}");
        shown.error(&error);
    }
    let create = Account::create(account::Required { name: VALUE.into() });
    shown.error(&create.send(&client).await.unwrap_err());
}

#[tokio::test]
async fn no_secret_and_no_value_is_in_a_log_or_an_error() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_span_events(FmtSpan::CLOSE)
        .init();
    let org = FakeOrg::builder()
        .schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
        .start()
        .await
        .unwrap();
    let host = || LoginHost::url(org.url()).unwrap();
    let key = org.jwt_key_pem().unwrap().to_owned();
    let wrong = "wrong-secret-0123456789";
    let mut shown = Shown::default();

    echoed(&mut shown, org.access_token()).await;
    // A token may also be a signed text of its own, which has no mark of its org.
    let signed = format!("eyJhbGciOiJSUzI1NiJ9.{}.c2lnbmVk", "e30".repeat(20));
    echoed(&mut shown, &signed).await;

    let fixed = FixedToken::new(org.access_token(), org.url()).unwrap();
    live(&mut shown, &org, fixed).await;
    for secret in [org.client_secret(), wrong] {
        let auth = ClientCredentials::new(host(), org.client_id(), secret).unwrap();
        live(&mut shown, &org, auth).await;
    }
    for user in [org.username(), "nobody@example.com"] {
        let auth = JwtBearer::from_pem(host(), org.client_id(), user, key.as_bytes()).unwrap();
        live(&mut shown, &org, auth).await;
    }
    let password = format!("{}{}", org.password(), org.security_token());
    for password in [&*password, wrong] {
        let auth = UsernamePassword::for_tests(
            host(),
            org.client_id(),
            org.client_secret(),
            org.username(),
            password,
        )
        .unwrap();
        live(&mut shown, &org, auth).await;
    }

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("sobjects/{object}"), "spans are there");
    assert!(
        logged.contains("path=sobjects/Account/{}/{}"),
        "raw paths too"
    );
    let template = "path=sobjects/Account/External_Id__c/{key}";
    assert!(logged.contains(template), "and templates");
    assert!(shown.0.contains("INVALID_SESSION_ID"), "errors are there");
    // What each call came to is told when it ends.
    let refused = logged
        .lines()
        .filter(|line| line.contains("method=GET path=query ") && line.contains("close"))
        .find(|line| line.contains(" status=400 "))
        .expect("the end of a query");
    for field in ["attempts=1", " ms=", "api_used=", "api_max=15000"] {
        assert!(refused.contains(field), "{field} in {refused}");
    }
    // The secret part of a token stands behind the org's id.
    let (_, token) = org.access_token().split_once('!').unwrap();
    let pem: Vec<&str> = key.lines().filter(|line| !line.contains("---")).collect();
    let secrets = [
        token,
        org.client_secret(),
        org.password(),
        org.security_token(),
        wrong,
        &*signed,
        pem[0],
        pem[1],
        VALUE,
        EMAIL,
    ];
    let encoded = VALUE.replace(' ', "%20");
    let encoded_email = EMAIL.replace('@', "%40");
    for (what, text) in [("log", &logged), ("error", &shown.0)] {
        for secret in secrets.into_iter().chain([&*encoded, &*encoded_email]) {
            if let Some(at) = text.find(secret) {
                let from = text[..at].rfind('\n').unwrap_or(0);
                panic!(
                    "{secret} is in a {what}: {}",
                    &text[from..at + secret.len()]
                );
            }
        }
        // Tokens that came of the logins are not known here, but all begin like this.
        assert!(!text.contains("!AQ"), "a token is in a {what}");
        assert!(!text.contains("Bearer "), "a header is in a {what}");
    }
}
