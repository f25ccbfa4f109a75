//! What each flow sends, and what it makes of the answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::digest::{SHA256, digest};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sf_runtime::auth::{
    AuthErrorKind, ClientCredentials, Login, RefreshToken, TokenSource, UsernamePassword, WebLogin,
    Why,
};

use crate::server::{Reply, Server, grant};

const TOKEN: &str = "00D000000000001!AQEA.first";

async fn org() -> Server {
    Server::answering(200, grant(TOKEN, "https://acme.my.salesforce.com")).await
}

fn form(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |text: &&str| (*text).to_owned();
    fields
        .iter()
        .map(|(name, value)| (owned(name), owned(value)))
        .collect()
}

/// The refresh tokens that a source tells.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn listener(&self) -> impl Fn(&SecretString) + Send + Sync + 'static {
        let told = Arc::clone(&self.0);
        move |token| {
            told.lock()
                .expect("a lock")
                .push(token.expose_secret().to_owned())
        }
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().expect("a lock").clone()
    }
}

/// An org that gives out `refresh-1`, `refresh-2`, … and takes each once.
async fn rotating() -> Server {
    Server::start(|seen, before| {
        let form = seen.form();
        if let Some(token) = form.get("refresh_token")
            && *token != format!("refresh-{before}")
        {
            return Reply::refusal("invalid_grant", "expired access/refresh token");
        }
        let mut body = grant(TOKEN, "https://acme.my.salesforce.com");
        body["refresh_token"] = json!(format!("refresh-{}", before + 1));
        Reply::json(200, &body)
    })
    .await
}

#[tokio::test]
async fn client_credentials_are_sent_in_the_form() {
    let org = org().await;
    let source = ClientCredentials::new(org.host(), "3MVG9", "s&cret=").expect("a source");
    let login = Login::new().expect("a network");
    let token = source.token(&login, Why::First).await.expect("a token");
    assert_eq!(token.access_token().expose_secret(), TOKEN);
    assert_eq!(
        token.instance_url().as_str(),
        "https://acme.my.salesforce.com/"
    );
    assert_eq!(token.org_id(), Some("00D000000000001"));
    let expected = form(&[
        ("grant_type", "client_credentials"),
        ("client_id", "3MVG9"),
        ("client_secret", "s&cret="),
    ]);
    assert_eq!(org.logins(), [expected]);
}

#[tokio::test]
async fn a_password_and_its_security_token_are_joined() {
    let org = org().await;
    let source = UsernamePassword::for_tests(org.host(), "id", "secret", "ada@a.b", "pass word")
        .expect("a source")
        .security_token("TOKEN");
    let login = Login::new().expect("a network");
    source.token(&login, Why::First).await.expect("a token");
    let expected = form(&[
        ("grant_type", "password"),
        ("client_id", "id"),
        ("client_secret", "secret"),
        ("username", "ada@a.b"),
        ("password", "pass wordTOKEN"),
    ]);
    assert_eq!(org.logins(), [expected]);
}

#[tokio::test]
async fn a_refresh_token_stays_where_the_answer_has_none() {
    let org = org().await;
    let told = Told::default();
    let source = RefreshToken::new(org.host(), "3MVG9", "refresh")
        .expect("a source")
        .on_refresh_token(told.listener());
    let login = Login::new().expect("a network");
    for why in [Why::First, Why::Refused] {
        source.token(&login, why).await.expect("a token");
    }
    let expected = form(&[
        ("grant_type", "refresh_token"),
        ("client_id", "3MVG9"),
        ("refresh_token", "refresh"),
    ]);
    assert_eq!(org.logins(), [expected.clone(), expected]);
    assert!(told.all().is_empty());
}

#[tokio::test]
async fn a_rotated_refresh_token_is_told_and_used() {
    let org = rotating().await;
    let told = Told::default();
    let source = RefreshToken::new(org.host(), "3MVG9", "refresh-0")
        .expect("a source")
        .client_secret("secret")
        .on_refresh_token(told.listener());
    let login = Login::new().expect("a network");
    for _ in 0..3 {
        source.token(&login, Why::Refused).await.expect("a token");
    }
    let used: Vec<_> = org
        .logins()
        .iter()
        .map(|form| form["refresh_token"].clone())
        .collect();
    assert_eq!(used, ["refresh-0", "refresh-1", "refresh-2"]);
    assert_eq!(told.all(), ["refresh-1", "refresh-2", "refresh-3"]);
    assert_eq!(org.logins()[0]["client_secret"], "secret");
}

#[tokio::test]
async fn a_code_is_exchanged_once_with_its_verifier() {
    let org = rotating().await;
    let told = Told::default();
    let web = WebLogin::new(org.host(), "3MVG9", "https://app.acme.example/callback?x=1")
        .expect("a login")
        .client_secret("secret")
        .on_refresh_token(told.listener());
    let authorization = web.start().expect("a login");
    let asked: BTreeMap<String, String> = authorization.url().query_pairs().into_owned().collect();
    let answer = format!("/callback?x=1&code=aPrx%3D%3D&state={}", asked["state"]);
    let source = authorization.answered(&answer).expect("a source");
    let login = Login::new().expect("a network");
    source.token(&login, Why::First).await.expect("a token");
    source.token(&login, Why::Refused).await.expect("a token");

    let logins = org.logins();
    let mut exchange = logins[0].clone();
    let verifier = exchange.remove("code_verifier").expect("a verifier");
    assert_eq!(
        BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())),
        asked["code_challenge"]
    );
    assert_eq!(
        exchange,
        form(&[
            ("grant_type", "authorization_code"),
            ("client_id", "3MVG9"),
            ("client_secret", "secret"),
            ("redirect_uri", "https://app.acme.example/callback?x=1"),
            ("code", "aPrx=="),
        ])
    );
    assert_eq!(logins[1]["grant_type"], "refresh_token");
    assert_eq!(logins[1]["refresh_token"], "refresh-1");
    assert_eq!(told.all(), ["refresh-1", "refresh-2"]);
}

#[tokio::test]
async fn a_code_without_a_refresh_token_ends_with_its_first_token() {
    let org = org().await;
    let web = WebLogin::new(org.host(), "3MVG9", "https://app.acme.example/cb").expect("a login");
    let authorization = web.start().expect("a login");
    let source = authorization
        .answered(&format!("code=aPrx&state={}", authorization.state()))
        .expect("a source");
    let login = Login::new().expect("a network");
    source.token(&login, Why::First).await.expect("a token");
    let error = source.token(&login, Why::Refused).await.expect_err("over");
    assert_eq!(error.kind(), AuthErrorKind::Refused);
    assert!(error.to_string().contains("scope refresh_token"), "{error}");
    assert_eq!(org.logins().len(), 1);
}

#[tokio::test]
async fn a_flow_of_ones_own_asks_the_token_endpoint() {
    let org = org().await;
    let login = Login::new().expect("a network");
    let fields = [
        ("grant_type", "urn:acme:exchange".into()),
        ("token", "x".into()),
    ];
    let token = login.token(&org.host(), &fields).await.expect("a token");
    assert_eq!(token.access_token().expose_secret(), TOKEN);
    assert_eq!(
        org.logins(),
        [form(&[("grant_type", "urn:acme:exchange"), ("token", "x")])]
    );
}

#[tokio::test]
async fn a_token_is_revoked_and_asked_about() {
    let org = Server::start(|seen, _| match seen.target.as_str() {
        "/services/oauth2/revoke" if seen.form()["token"] == "good" => Reply::text(200, ""),
        "/services/oauth2/revoke" => Reply::refusal("unsupported_token_type", "over already"),
        _ if seen.form()["token"] == "good" => Reply::json(
            200,
            &json!({"active": true, "scope": "api", "client_id": "3MVG9", "username": "u@x",
                    "sub": "https://test.salesforce.com/id/00D/005", "exp": 1_676_058_616}),
        ),
        _ => Reply::json(200, &json!({"active": false})),
    })
    .await;
    let login = Login::new().expect("a network");
    let (good, bad, secret) = ("good".into(), "bad".into(), "secret".into());
    login.revoke(&org.host(), &good).await.expect("revoked");
    let error = login.revoke(&org.host(), &bad).await.expect_err("refused");
    assert!(error.to_string().contains("over already"), "{error}");

    let told = login
        .introspect(&org.host(), "3MVG9", &secret, &good)
        .await
        .expect("told");
    assert!(told.active);
    assert_eq!(told.username.as_deref(), Some("u@x"));
    assert_eq!(told.exp, Some(1_676_058_616));
    let told = login
        .introspect(&org.host(), "3MVG9", &secret, &bad)
        .await
        .expect("told");
    assert!(!told.active && told.username.is_none());
    assert_eq!(
        org.seen("/services/oauth2/introspect")[0].form(),
        form(&[
            ("token", "good"),
            ("client_id", "3MVG9"),
            ("client_secret", "secret")
        ])
    );
}
