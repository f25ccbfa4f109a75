//! One token for all calls of a client, and its renewal.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use secrecy::SecretString;
use sf_runtime::auth::{
    AuthError, AuthErrorKind, ClientCredentials, FixedToken, Login, RefreshToken, Token,
    TokenSource, Why,
};
use sf_runtime::call::{Request, Response};
use sf_runtime::{Client, Error};
use tokio::sync::{Notify, oneshot};

use crate::clock::TestClock;
use crate::server::{Reply, Seen, Server, grant};

const LIMITS: &str = "/services/data/v66.0/limits";

fn client(source: impl TokenSource) -> Client {
    Client::builder()
        .auth(source)
        .clock(TestClock::default())
        .build()
        .expect("a client")
}

fn credentials(server: &Server) -> ClientCredentials {
    ClientCredentials::new(server.host(), "3MVG9", "secret").expect("a source")
}

async fn limits(client: &Client) -> Result<Response, Error> {
    client
        .send(&Request::get("limits", &[]).expect("a request"))
        .await
}

fn own_url(seen: &Seen) -> String {
    format!("http://{}", seen.headers["host"])
}

/// An org whose n-th login gives the n-th token, and which takes tokens as told.
async fn org(takes: impl Fn(usize) -> bool + Send + Sync + 'static) -> Server {
    let logins = AtomicUsize::new(0);
    Server::start(move |seen, _| {
        if seen.is_login() {
            let number = logins.fetch_add(1, Ordering::SeqCst) + 1;
            return Reply::token(&format!("00D000000000001!{number}"), &own_url(seen));
        }
        let number = seen
            .bearer()
            .and_then(|token| token.strip_prefix("00D000000000001!")?.parse().ok())
            .expect("a token of this org");
        if takes(number) {
            Reply::text(200, "{}")
        } else {
            Reply::unauthorized("Session expired or invalid")
        }
    })
    .await
}

#[tokio::test]
async fn many_calls_wait_for_one_login() {
    let org = org(|_| true).await;
    let client = client(credentials(&org));
    let outcomes = join_all((0..64).map(|_| limits(&client))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((org.logins().len(), org.seen(LIMITS).len()), (1, 64));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all() {
    let org = org(|number| number > 1).await;
    let client = client(credentials(&org));
    let outcomes = join_all((0..64).map(|_| limits(&client))).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!((org.logins().len(), org.seen(LIMITS).len()), (2, 128));
}

#[tokio::test]
async fn a_call_is_renewed_for_once_and_then_fails() {
    let org = org(|_| false).await;
    let client = client(credentials(&org));
    let failed = limits(&client).await.expect_err("refused");
    assert!(failed.is_unauthorized(), "{failed}");
    assert_eq!((org.logins().len(), org.seen(LIMITS).len()), (2, 2));
}

#[tokio::test]
async fn what_a_new_token_does_not_heal_is_not_renewed_for() {
    for message in [
        "This session is not valid for use with the REST API",
        "Connected app is not attached to Agent",
    ] {
        let org = Server::start(move |seen, _| {
            if seen.is_login() {
                Reply::token("00D000000000001!1", &own_url(seen))
            } else {
                Reply::unauthorized(message)
            }
        })
        .await;
        let client = client(credentials(&org));
        for calls in 1..=3 {
            let failed = limits(&client).await.expect_err("refused");
            assert!(failed.to_string().contains(message), "{failed}");
            assert_eq!((org.logins().len(), org.seen(LIMITS).len()), (1, calls));
        }
    }
}

#[tokio::test]
async fn a_fixed_token_is_not_renewed() {
    let org = org(|_| false).await;
    let source = FixedToken::new("00D000000000001!0", &org.url).expect("a token");
    let client = client(source);
    let failed = limits(&client).await.expect_err("refused");
    assert!(failed.to_string().contains("cannot be renewed"), "{failed}");
    assert!(org.logins().is_empty());
}

#[tokio::test]
async fn a_token_of_another_org_is_not_used() {
    let logins = AtomicUsize::new(0);
    let org = Server::start(move |seen, _| {
        if !seen.is_login() {
            return Reply::unauthorized("Session expired or invalid");
        }
        let org = if logins.fetch_add(1, Ordering::SeqCst) == 0 {
            "1"
        } else {
            "2"
        };
        Reply::token(&format!("00D00000000000{org}!x"), &own_url(seen))
    })
    .await;
    let client = client(credentials(&org));
    let failed = limits(&client).await.expect_err("another org");
    let text = failed.to_string();
    assert!(
        text.contains("00D000000000001") && text.contains("00D000000000002"),
        "{text}"
    );
    let calls = org.seen(LIMITS);
    assert!(
        calls
            .iter()
            .all(|seen| seen.bearer() == Some("00D000000000001!x"))
    );
    assert_eq!(calls.len(), 1);
}

#[tokio::test]
async fn calls_follow_the_org_to_another_host() {
    let new_home = Server::start(|_, _| Reply::text(200, "{}")).await;
    let moved = new_home.url.clone();
    let logins = AtomicUsize::new(0);
    let org = Server::start(move |seen, _| {
        if !seen.is_login() {
            return Reply::unauthorized("Session expired or invalid");
        }
        let first = logins.fetch_add(1, Ordering::SeqCst) == 0;
        let url = if first { own_url(seen) } else { moved.clone() };
        Reply::token("00D000000000001!x", &url)
    })
    .await;
    let client = client(credentials(&org));
    limits(&client).await.expect("an answer");
    limits(&client).await.expect("an answer");
    assert_eq!(
        (org.seen(LIMITS).len(), new_home.seen(LIMITS).len()),
        (1, 2)
    );
}

#[tokio::test]
async fn a_login_that_names_a_foreign_host_is_thrown_away() {
    // To a login host on this machine, only this machine and Salesforce are not foreign.
    for url in [
        "https://evil.example",
        "http://evil.example",
        "https://salesforce.com.evil.example",
    ] {
        let org = Server::answering(200, grant("00D000000000001!x", url)).await;
        let client = client(credentials(&org));
        let Err(Error::Auth(failed)) = limits(&client).await else {
            panic!("the token was used");
        };
        assert_eq!(failed.kind(), AuthErrorKind::Answer, "{failed}");
        assert!(!failed.to_string().contains("login: login"), "{failed}");
    }
}

#[tokio::test]
async fn a_login_goes_on_although_nobody_waits() {
    let (release, released) = oneshot::channel();
    let released = Mutex::new(Some(released));
    let came = Arc::new(Notify::new());
    let told = Arc::new(Notify::new());
    let org = Server::start({
        let came = Arc::clone(&came);
        move |seen, _| {
            if !seen.is_login() {
                return Reply::text(200, "{}");
            }
            came.notify_one();
            let mut body = grant("00D000000000001!x", &own_url(seen));
            body["refresh_token"] = "rotated".into();
            let reply = Reply::json(200, &body);
            match released.lock().expect("a lock").take() {
                Some(released) => reply.held_until(released),
                None => reply,
            }
        }
    })
    .await;
    let source = RefreshToken::new(org.host(), "3MVG9", "first")
        .expect("a source")
        .on_refresh_token({
            let told = Arc::clone(&told);
            move |_: &SecretString| told.notify_one()
        });
    let client = client(source);
    let impatient = tokio::spawn({
        let client = client.clone();
        async move { limits(&client).await }
    });
    came.notified().await;
    impatient.abort();
    assert!(impatient.await.expect_err("aborted").is_cancelled());
    release.send(()).expect("the host waits");
    // Nobody polls the client here, and the rotated token is told all the same.
    tokio::time::timeout(Duration::from_secs(30), told.notified())
        .await
        .expect("the login goes on");
    limits(&client).await.expect("an answer");
    assert_eq!(org.logins().len(), 1);
}

/// Panics on the first login.
#[derive(Debug)]
struct Clumsy(AtomicUsize, Token);

impl TokenSource for Clumsy {
    fn token<'a>(&'a self, _: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        Box::pin(async {
            assert!(
                self.0.fetch_add(1, Ordering::SeqCst) > 0,
                "a bug of the source"
            );
            Ok(self.1.clone())
        })
    }
}

#[tokio::test]
async fn a_source_that_panics_is_a_failed_login_and_no_more() {
    let org = org(|_| true).await;
    let token = Token::new("00D000000000001!0".into(), &org.url).expect("a token");
    let client = client(Clumsy(AtomicUsize::new(0), token));
    let outcomes = join_all((0..8).map(|_| limits(&client))).await;
    assert!(outcomes.iter().all(Result::is_err), "{outcomes:?}");
    limits(&client).await.expect("the next login");
}

#[test]
fn a_client_outlives_a_runtime_that_stops_during_its_login() {
    let came = Arc::new(Notify::new());
    let (_never, released) = oneshot::channel();
    let released = Mutex::new(Some(released));
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
    };
    // The host stays, whatever becomes of the client's first runtime.
    let hosts = runtime();
    let org = hosts.block_on(Server::start({
        let came = Arc::clone(&came);
        move |seen, _| {
            came.notify_one();
            if !seen.is_login() {
                return Reply::text(200, "{}");
            }
            let reply = Reply::token("00D000000000001!x", &own_url(seen));
            match released.lock().expect("a lock").take() {
                Some(released) => reply.held_until(released),
                None => reply,
            }
        }
    }));
    let (stop, stopped) = oneshot::channel::<()>();
    let host = std::thread::spawn(move || hosts.block_on(stopped));

    let client = client(credentials(&org));
    let first = runtime();
    first.block_on(async {
        let (client, came) = (client.clone(), Arc::clone(&came));
        tokio::spawn(async move { limits(&client).await });
        came.notified().await;
    });
    drop(first);
    runtime().block_on(limits(&client)).expect("an answer");
    assert_eq!(org.logins().len(), 2);

    stop.send(()).expect("the host runs");
    let _ = host.join().expect("the host ends");
}

#[tokio::test]
async fn a_call_during_a_renewal_waits_for_it() {
    let (release, released) = oneshot::channel();
    let released = Mutex::new(Some(released));
    let came = Arc::new(Notify::new());
    let logins = AtomicUsize::new(0);
    let org = Server::start({
        let came = Arc::clone(&came);
        move |seen, _| {
            if seen.is_login() {
                let number = logins.fetch_add(1, Ordering::SeqCst) + 1;
                let reply = Reply::token(&format!("00D000000000001!{number}"), &own_url(seen));
                if number == 1 {
                    return reply;
                }
                came.notify_one();
                let released = released.lock().expect("a lock").take();
                return reply.held_until(released.expect("two logins"));
            }
            match seen.bearer() {
                Some("00D000000000001!2") => Reply::text(200, "{}"),
                _ => Reply::unauthorized("Session expired or invalid"),
            }
        }
    })
    .await;
    let client = client(credentials(&org));
    let second = async {
        came.notified().await;
        let (answer, ()) = tokio::join!(limits(&client), async {
            // By now the call has been polled once, and would have been sent.
            release.send(()).expect("the host waits");
        });
        answer
    };
    let (one, two) = tokio::join!(limits(&client), second);
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    assert_eq!((org.logins().len(), org.seen(LIMITS).len()), (2, 3));
}
