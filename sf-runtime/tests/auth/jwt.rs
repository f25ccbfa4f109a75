//! JWT bearer against a host that verifies the signature.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::Value;
use sf_runtime::Client;
use sf_runtime::auth::JwtBearer;
use sf_runtime::call::Request;

use crate::clock::TestClock;
use crate::server::{Reply, Server};

/// A private key as PEM, and the public key.
pub(crate) fn key() -> (String, Vec<u8>) {
    let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let der = AsDer::<Pkcs8V1Der>::as_der(&key).expect("PKCS#8");
    let text = BASE64_STANDARD.encode(der.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    (pem, key.public_key().as_ref().to_vec())
}

/// The claims, if the assertion is signed with the key.
fn verified(assertion: &str, public: &[u8]) -> Option<Value> {
    let (message, signature) = assertion.rsplit_once('.')?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
        .verify(
            message.as_bytes(),
            &BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?,
        )
        .ok()?;
    let (_, claims) = message.split_once('.')?;
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

#[tokio::test]
async fn each_attempt_is_signed_anew_and_not_out_of_date() {
    let (pem, public) = key();
    let clock = TestClock::default();
    let server = Server::start({
        let clock = clock.clone();
        move |seen, before| {
            if !seen.is_login() {
                return Reply::text(200, "{}");
            }
            let form = seen.form();
            let claims = verified(&form["assertion"], &public);
            let now = TestClock::START
                + i64::try_from(clock.waits().iter().map(|wait| wait.as_secs()).sum::<u64>())
                    .expect("not that long");
            match claims {
                Some(claims)
                    if claims["exp"]
                        .as_i64()
                        .is_some_and(|exp| (now + 1..=now + 180).contains(&exp))
                        && claims["aud"] == "https://login.salesforce.com"
                        && claims["iss"] == "3MVG9"
                        && claims["sub"] == "ada@acme.example" => {}
                _ => return Reply::refusal("invalid_grant", "invalid assertion"),
            }
            if before < 2 {
                return Reply::refusal("rate_limit_exceeded", "login rate exceeded")
                    .with("retry-after", "55");
            }
            let url = format!("http://{}", seen.headers["host"]);
            Reply::token("00D000000000001!x", &url)
        }
    })
    .await;
    let source =
        JwtBearer::from_pem(server.host(), "3MVG9", "ada@acme.example", pem).expect("a source");
    let client = Client::builder()
        .auth(source)
        .clock(clock.clone())
        .build()
        .expect("a client");
    client
        .send(&Request::get("limits", &[]).expect("a request"))
        .await
        .expect("an answer");

    let logins = server.logins();
    assert_eq!(logins.len(), 3);
    assert!(
        logins.iter().all(|form| form.len() == 2),
        "no secret is sent: {logins:?}"
    );
    assert_ne!(logins[0]["assertion"], logins[2]["assertion"]);
    assert_eq!(
        clock
            .waits()
            .iter()
            .map(|wait| wait.as_secs())
            .collect::<Vec<_>>(),
        [55, 55]
    );
}

#[tokio::test]
async fn another_key_is_refused_with_advice_and_once() {
    let (pem, _) = key();
    let (_, public) = key();
    let server = Server::start(move |seen, _| {
        assert!(verified(&seen.form()["assertion"], &public).is_none());
        Reply::refusal("invalid_grant", "invalid assertion")
    })
    .await;
    let source =
        JwtBearer::from_pem(server.host(), "3MVG9", "ada@acme.example", pem).expect("a source");
    let error = Client::builder()
        .auth(source)
        .connect()
        .await
        .expect_err("refused");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(server.logins().len(), 1);
}
