//! Which logins are tried again.

use std::time::Duration;

use serde_json::json;
use sf_runtime::auth::{AuthErrorKind, ClientCredentials};
use sf_runtime::{Client, Error};

use crate::clock::TestClock;
use crate::server::{Reply, Server};

/// What came of a login at a host that answers so, how often it was asked, and the waits between.
async fn connect(
    reply: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> (Result<Client, Error>, usize, Vec<Duration>) {
    let server = Server::start(move |_, before| reply(before)).await;
    let clock = TestClock::default();
    let source = ClientCredentials::new(server.host(), "3MVG9", "secret").expect("a source");
    let outcome = Client::builder()
        .auth(source)
        .clock(clock.clone())
        .connect()
        .await;
    (outcome, server.logins().len(), clock.waits())
}

fn token() -> Reply {
    Reply::token("00D000000000001!x", "https://acme.my.salesforce.com")
}

fn seconds(all: &[u64]) -> Vec<Duration> {
    all.iter().copied().map(Duration::from_secs).collect()
}

fn kind(error: &Error) -> AuthErrorKind {
    match error {
        Error::Auth(error) => error.kind(),
        error => unreachable!("not a failed login: {error}"),
    }
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    let passing: [fn() -> Reply; 6] = [
        || Reply::refusal("rate_limit_exceeded", "login rate exceeded"),
        || Reply::refusal("server_error", ""),
        || Reply::text(503, "<html>down</html>"),
        || Reply::json(500, &json!({"error": "unknown_error"})),
        || Reply::text(429, ""),
        Reply::cut,
    ];
    for failing in passing {
        let (outcome, asked, waits) =
            connect(move |before| if before < 2 { failing() } else { token() }).await;
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!((asked, waits), (3, seconds(&[1, 2])));
    }
}

#[tokio::test]
async fn a_refusal_is_not_tried_again() {
    for (error, description) in [
        ("invalid_grant", "authentication failure - Invalid Password"),
        ("invalid_grant", "user hasn't approved this consumer"),
        ("invalid_client", "invalid client credentials"),
        ("invalid_client_id", "client identifier invalid"),
        ("inactive_user", "user is inactive"),
        ("unsupported_grant_type", "grant type not supported"),
    ] {
        for status in [400, 401] {
            let (outcome, asked, waits) = connect(move |_| {
                Reply::json(
                    status,
                    &json!({"error": error, "error_description": description}),
                )
            })
            .await;
            let failed = outcome.expect_err("refused");
            assert_eq!(kind(&failed), AuthErrorKind::Refused);
            assert!(!failed.is_retryable());
            assert!(failed.to_string().contains(description), "{failed}");
            assert_eq!((asked, waits.len()), (1, 0), "{error}");
        }
    }
}

#[tokio::test]
async fn a_host_that_stays_down_is_asked_four_times() {
    let (outcome, asked, waits) = connect(|_| Reply::text(503, "")).await;
    let failed = outcome.expect_err("down");
    assert_eq!(kind(&failed), AuthErrorKind::Unavailable);
    assert!(failed.is_retryable());
    assert_eq!((asked, waits), (4, seconds(&[1, 2, 4])));
}

#[tokio::test]
async fn retry_after_is_kept_unless_it_is_too_long() {
    let (outcome, _, waits) = connect(|before| match before {
        0 => Reply::text(503, "").with("retry-after", "30"),
        _ => token(),
    })
    .await;
    assert!(outcome.is_ok());
    assert_eq!(waits, seconds(&[30]));
    let (outcome, asked, _) = connect(|_| Reply::text(503, "").with("retry-after", "3600")).await;
    assert!(outcome.is_err());
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn no_connection_is_a_failure_of_the_network() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let host = sf_runtime::auth::LoginHost::url(&url).expect("a host");
    let clock = TestClock::default();
    let source = ClientCredentials::new(host, "3MVG9", "secret").expect("a source");
    let failed = Client::builder()
        .auth(source)
        .clock(clock.clone())
        .connect()
        .await
        .expect_err("no host");
    assert_eq!(kind(&failed), AuthErrorKind::Transport);
    assert_eq!(clock.waits(), seconds(&[1, 2, 4]));
}

#[tokio::test]
async fn a_login_is_not_sent_elsewhere() {
    let other = Server::start(|_, _| token()).await;
    let target = format!("{}/services/oauth2/token", other.url);
    let (outcome, asked, _) =
        connect(move |_| Reply::text(307, "").with("location", &target)).await;
    let failed = outcome.expect_err("not followed");
    assert!(failed.to_string().contains("My Domain"), "{failed}");
    assert_eq!((asked, other.logins().len()), (1, 0));
}
