//! No secret is shown: not by `Debug`, not by an error or its causes, not in a trace, whatever a
//! login host answers.

use std::error::Error as StdError;

use serde_json::json;
use sf_runtime::Client;
use sf_runtime::auth::{
    ClientCredentials, LoginHost, RefreshToken, TokenSource, UsernamePassword, WebLogin,
};

use crate::clock::TestClock;
use crate::server::{Reply, Seen, Server, grant};
use crate::trace::Traces;

/// In every secret here, however it is encoded.
const MARK: &str = "HUSH";

/// A secret with characters that a form encodes.
fn secret(name: &str) -> String {
    format!("{MARK} {name}&={MARK}é")
}

type Make = fn(LoginHost) -> Box<dyn TokenSource>;

fn sources() -> Vec<Make> {
    vec![
        |host| Box::new(ClientCredentials::new(host, "id", secret("client")).expect("a source")),
        |host| {
            let source = RefreshToken::new(host, "id", secret("refresh")).expect("a source");
            Box::new(source.client_secret(secret("client")))
        },
        |host| {
            let (client, password) = (secret("client"), secret("password"));
            let source = UsernamePassword::for_tests(host, "id", client, "ada@a.b", password);
            Box::new(source.expect("a source").security_token(secret("token")))
        },
        |host| {
            let web = WebLogin::new(host, "id", "https://a.example/cb")
                .expect("a login")
                .client_secret(secret("client"));
            let verifier = MARK.repeat(20);
            let authorization = web.resume(secret("state"), verifier).expect("a login");
            let answer = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("code", &secret("code"))
                .append_pair("state", &secret("state"))
                .finish();
            for shown in [format!("{web:?}"), format!("{authorization:?}")] {
                assert!(!shown.contains(MARK), "{shown}");
            }
            Box::new(authorization.answered(&answer).expect("a source"))
        },
    ]
}

/// What a login host could answer to have secrets shown.
fn answers() -> Vec<fn(&Seen) -> Reply> {
    vec![
        // It quotes all that it was sent, as it came and decoded.
        |seen| Reply::refusal("invalid_grant", &seen.body),
        |seen| Reply::refusal("invalid_grant", &format!("{:?}", seen.form())),
        |seen| {
            let form = seen.form();
            let all: Vec<_> = form.values().map(String::as_str).collect();
            Reply::refusal(&all.join(" "), &all.join(" "))
        },
        |seen| Reply::text(400, seen.body.clone()),
        |seen| Reply::text(503, seen.body.clone()),
        |seen| {
            Reply::text(302, "").with("location", &format!("https://evil.example/?{}", seen.body))
        },
        // It gives a token in a form that cannot be read, or for a place that is none.
        |_| Reply::json(200, &json!({"access_token": "00D000000000001!HUSH"})),
        |_| Reply::json(200, &json!({"access_token": 1, "instance_url": "HUSH"})),
        |_| {
            Reply::json(
                200,
                &json!({"access_token": "00D!HUSH", "instance_url": ["HUSH"]}),
            )
        },
        |_| Reply::text(200, "access_token=00D000000000001!HUSH"),
        |_| Reply::json(200, &grant("HUSH HUSH", "https://acme.my.salesforce.com")),
        |_| {
            Reply::json(
                200,
                &grant("00D000000000001!HUSH", "https://evil.example/HUSH?HUSH"),
            )
        },
        |_| {
            Reply::json(
                200,
                &grant("00D000000000001!HUSH", "https://HUSH:HUSH@a.force.com"),
            )
        },
        |_| Reply::cut(),
    ]
}

fn shown(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error:?} {error:#?}");
    let mut cause = Some(error);
    while let Some(error) = cause {
        text.push_str(&format!("\n{error}\n{error:?}"));
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn whatever_a_login_host_answers() {
    let traces = Traces::of_all();
    for make in sources() {
        for answer in answers() {
            let server = Server::start(move |seen, _| answer(seen)).await;
            let client = Client::builder()
                .auth(make(server.host()))
                .clock(TestClock::default())
                .build()
                .expect("a client");
            let request = sf_runtime::call::Request::get("limits", &[]).expect("a request");
            let failed = client.send(&request).await.expect_err("no token");
            assert!(!server.logins().is_empty());
            let text = format!("{}\n{client:?} {client:#?}", shown(&failed));
            assert!(!text.contains(MARK), "{text}");
        }
    }
    let traced = traces.text();
    assert!(traced.contains("login failed"), "{traced}");
    assert!(!traced.contains(MARK), "{traced}");
}

#[cfg(feature = "jwt")]
#[tokio::test]
async fn an_assertion_and_its_key_are_not_shown() {
    let (pem, _) = crate::jwt::key();
    for answer in answers() {
        let server = Server::start(move |seen, _| answer(seen)).await;
        let source = sf_runtime::auth::JwtBearer::from_pem(server.host(), "id", "ada@a.b", &pem)
            .expect("a source");
        let client = Client::builder().auth(source).clock(TestClock::default());
        let told = format!("{client:?}");
        let failed = client.connect().await.expect_err("no token");
        let told = format!("{told}{}", shown(&failed));
        let assertion = &server.logins()[0]["assertion"];
        for part in assertion.split('.').chain(pem.lines().skip(1).take(1)) {
            assert!(!told.contains(part), "{told}");
        }
    }
}
