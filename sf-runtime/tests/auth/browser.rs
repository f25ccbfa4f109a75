//! A login in a browser that comes back to this machine.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use secrecy::ExposeSecret;
use serde_json::json;
use sf_runtime::auth::{AuthErrorKind, BrowserLogin, Login, LoginHost, TokenSource, WebLogin, Why};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use url::Url;

use crate::server::{Reply, Server, grant};

const TOKEN: &str = "00D000000000001!x";

/// A login on any port, and the URLs that it shows.
fn browser_login(host: LoginHost) -> (BrowserLogin, mpsc::UnboundedReceiver<Url>) {
    let web = WebLogin::new(host, "3MVG9", "http://127.0.0.1:0/callback").expect("a login");
    let (show, shown) = mpsc::unbounded_channel();
    let source = BrowserLogin::new(web, move |url| show.send(url.clone()).expect("a test"))
        .expect("a source");
    (source, shown)
}

/// What is asked of the org, and where the browser is to come back.
fn asked(url: &Url) -> (BTreeMap<String, String>, Url) {
    let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
    let back = Url::parse(&asked["redirect_uri"]).expect("a URL");
    (asked, back)
}

async fn send(back: &Url, request: &str) -> String {
    let port = back.port().expect("a port");
    let mut stream = TcpStream::connect(("127.0.0.1", port))
        .await
        .expect("a listener");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

async fn get(back: &Url, target: &str) -> String {
    send(
        back,
        &format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
    )
    .await
}

#[tokio::test]
async fn the_browser_comes_back_with_a_code() {
    let org = Server::start(|_, before| {
        let mut body = grant(TOKEN, "https://acme.my.salesforce.com");
        body["refresh_token"] = json!(format!("refresh-{before}"));
        Reply::json(200, &body)
    })
    .await;
    let (source, mut shown) = browser_login(org.host());
    let browser = async {
        let url = shown.recv().await.expect("a URL");
        assert!(url.as_str().starts_with(&org.url), "{url}");
        let (asked, back) = asked(&url);
        let state = &asked["state"];
        let port = back.port().expect("a port");

        // What else comes to the port does not end the login, nor does one who says nothing.
        let _idle = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("a listener");
        for (target, status) in [
            ("/favicon.ico".to_owned(), 404),
            ("/".to_owned(), 404),
            (format!("/callback/?code=x&state={state}"), 404),
            ("/callback".to_owned(), 400),
            ("/callback?code=evil&state=guessed".to_owned(), 400),
            ("/callback?error=access_denied".to_owned(), 400),
            (format!("/callback?code=x&state={state}x"), 400),
        ] {
            let answer = get(&back, &target).await;
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{target}: {answer}"
            );
            assert!(!answer.contains("evil"), "{answer}");
        }
        let post = format!("POST /callback?code=x&state={state} HTTP/1.1\r\n\r\n");
        assert!(send(&back, &post).await.starts_with("HTTP/1.1 405 "));
        assert!(
            send(&back, "nonsense\r\n\r\n")
                .await
                .starts_with("HTTP/1.1 400 ")
        );
        let long = format!("GET /callback?{} HTTP/1.1\r\n\r\n", "x".repeat(100_000));
        let mut stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("a listener");
        // The listener hangs up before it has read it all.
        let _ = stream.write_all(long.as_bytes()).await;
        drop(stream);

        let done = get(&back, &format!("/callback?code=aPrx%3D&state={state}")).await;
        assert!(
            done.starts_with("HTTP/1.1 200 ") && done.contains("text/html"),
            "{done}"
        );
        assert!(
            !done.contains("aPrx") && !done.contains(state.as_str()),
            "{done}"
        );
        (asked, back)
    };
    let login = Login::new().expect("a network");
    let (token, (asked, back)) = tokio::join!(source.token(&login, Why::First), browser);
    assert_eq!(
        token.expect("a token").access_token().expose_secret(),
        TOKEN
    );

    let port = back.port().expect("a port");
    let again = TcpStream::connect(("127.0.0.1", port)).await;
    assert!(again.is_err(), "it listens on");

    let exchange = &org.logins()[0];
    assert_eq!(exchange["code"], "aPrx=");
    assert_eq!(exchange["redirect_uri"], back.as_str());
    assert_eq!(
        BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, exchange["code_verifier"].as_bytes())),
        asked["code_challenge"]
    );

    // From then on nobody is asked.
    source.token(&login, Why::Refused).await.expect("a token");
    assert_eq!(org.logins()[1]["refresh_token"], "refresh-0");
    assert!(shown.try_recv().is_err());
}

#[tokio::test]
async fn a_login_that_is_over_asks_the_browser_again() {
    let org = Server::start(|seen, _| {
        if seen.form().contains_key("refresh_token") {
            return Reply::refusal("invalid_grant", "expired access/refresh token");
        }
        let mut body = grant(TOKEN, "https://acme.my.salesforce.com");
        body["refresh_token"] = json!("refresh");
        Reply::json(200, &body)
    })
    .await;
    let (source, mut shown) = browser_login(org.host());
    let login = Login::new().expect("a network");
    for why in [Why::First, Why::Refused] {
        let browser = async {
            let (asked, back) = asked(&shown.recv().await.expect("a URL"));
            get(&back, &format!("/callback?code=x&state={}", asked["state"])).await
        };
        let (token, _) = tokio::join!(source.token(&login, why), browser);
        token.expect("a token");
    }
    let grants: Vec<_> = org
        .logins()
        .iter()
        .map(|form| form["grant_type"].clone())
        .collect();
    assert_eq!(
        grants,
        ["authorization_code", "refresh_token", "authorization_code"]
    );
}

#[tokio::test]
async fn a_user_may_say_no_or_nothing() {
    let (source, mut shown) = browser_login(LoginHost::Production);
    let login = Login::new().expect("a network");
    let browser = async {
        let (asked, back) = asked(&shown.recv().await.expect("a URL"));
        let denied = "error=access_denied&error_description=end-user+denied+authorization";
        get(
            &back,
            &format!("/callback?{denied}&state={}", asked["state"]),
        )
        .await
    };
    let (outcome, page) = tokio::join!(source.token(&login, Why::First), browser);
    let error = outcome.expect_err("refused");
    assert_eq!(error.kind(), AuthErrorKind::Refused);
    assert!(
        error.to_string().contains("end-user denied authorization"),
        "{error}"
    );
    assert!(page.contains("refused"), "{page}");

    let source = source.timeout(Duration::from_millis(10));
    let error = source
        .token(&login, Why::First)
        .await
        .expect_err("nobody came");
    assert!(error.to_string().contains("nobody logged in"), "{error}");
}

#[tokio::test]
async fn only_this_machine_is_listened_on() {
    for bad in [
        "https://app.acme.example/callback",
        "https://localhost:1717/callback",
        "http://[::1]:1717/callback",
        "com.acme.app:/callback",
    ] {
        let web = WebLogin::new(LoginHost::Production, "3MVG9", bad).expect("a login");
        assert!(BrowserLogin::new(web, |_| {}).is_err(), "{bad}");
    }
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let redirect = format!("http://localhost:{port}/callback");
    let web = WebLogin::new(LoginHost::Production, "3MVG9", redirect).expect("a login");
    let source = BrowserLogin::new(web, |_| panic!("nothing listens")).expect("a source");
    let login = Login::new().expect("a network");
    let error = source
        .token(&login, Why::First)
        .await
        .expect_err("the port is taken");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}
