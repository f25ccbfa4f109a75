use std::ffi::OsString;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::*;
use crate::auth::AuthErrorKind;

/// A key as PEM in both forms, and its public half.
struct TestKey {
    pkcs1: String,
    pkcs8: String,
    public: Vec<u8>,
}

impl TestKey {
    fn new() -> Self {
        let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der = AsDer::<Pkcs8V1Der>::as_der(&key).expect("PKCS#8");
        // Of a 2048-bit key in PKCS#8, the first 26 bytes say that PKCS#1 follows.
        let pkcs1 = der.as_ref().get(26..).expect("PKCS#1");
        Self {
            pkcs1: pem("RSA PRIVATE KEY", pkcs1),
            pkcs8: pem("PRIVATE KEY", der.as_ref()),
            public: key.public_key().as_ref().to_vec(),
        }
    }
}

fn pem(name: &str, der: &[u8]) -> String {
    let text = BASE64_STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).expect("ASCII"))
        .collect();
    format!(
        "-----BEGIN {name}-----\n{}\n-----END {name}-----\n",
        lines.join("\n")
    )
}

fn bearer(host: LoginHost, pem: &str) -> Result<JwtBearer, AuthError> {
    JwtBearer::from_pem(host, "3MVG9", "ada@acme.example", pem)
}

/// Header and claims of the assertion that is sent, once its signature is verified.
fn sent(source: &JwtBearer, public: &[u8], now: Timestamp) -> (Value, Value) {
    let form = source.form(now).expect("a form");
    let fields = form.fields();
    let [(_, grant), ("assertion", assertion)] = fields.as_slice() else {
        panic!("other fields than grant_type and assertion: {form:?}");
    };
    assert_eq!(*grant, "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let (message, signature) = assertion.rsplit_once('.').expect("a signature");
    let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).expect("base64url");
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
        .verify(message.as_bytes(), &decode(signature))
        .expect("the signature is the key's");
    let (header, claims) = message.split_once('.').expect("claims");
    let json = |part| serde_json::from_slice(&decode(part)).expect("JSON");
    (json(header), json(claims))
}

#[test]
fn an_assertion_is_signed_and_short_lived() {
    let key = TestKey::new();
    let now = Timestamp::from_second(1_700_000_000).expect("a time");
    for pem in [&key.pkcs1, &key.pkcs8] {
        let source = bearer(LoginHost::Production, pem).expect("a source");
        let (header, claims) = sent(&source, &key.public, now);
        assert_eq!(header, json!({"alg": "RS256", "typ": "JWT"}));
        assert_eq!(
            claims,
            json!({
                "iss": "3MVG9",
                "sub": "ada@acme.example",
                "aud": "https://login.salesforce.com",
                "exp": 1_700_000_180,
            })
        );
    }
}

#[test]
fn a_key_is_found_among_other_sections_and_line_ends() {
    let key = TestKey::new();
    let certificate = pem("CERTIFICATE", b"x");
    for text in [
        format!("Bag Attributes\n{certificate}{}{certificate}", key.pkcs8),
        key.pkcs1.replace('\n', "\r\n"),
        format!("\n\n{}", key.pkcs8.trim_end()),
    ] {
        let source = bearer(LoginHost::Sandbox, &text).expect("a source");
        sent(&source, &key.public, Timestamp::UNIX_EPOCH);
    }
}

#[test]
fn the_audience_follows_the_host_and_may_be_said() {
    let key = TestKey::new();
    let audience = |source: &JwtBearer| {
        let (_, claims) = sent(source, &key.public, Timestamp::UNIX_EPOCH);
        claims["aud"].as_str().expect("a string").to_owned()
    };
    for (url, expected) in [
        (
            "https://login.salesforce.com",
            "https://login.salesforce.com",
        ),
        (
            "https://acme.my.salesforce.com",
            "https://login.salesforce.com",
        ),
        (
            "https://acme-sandbox.my.salesforce.com",
            "https://login.salesforce.com",
        ),
        (
            "https://acme-dev-ed.develop.my.salesforce.com",
            "https://login.salesforce.com",
        ),
        (
            "https://sandbox.acme.example",
            "https://login.salesforce.com",
        ),
        ("http://127.0.0.1:8080", "https://login.salesforce.com"),
        ("https://test.salesforce.com", "https://test.salesforce.com"),
        (
            "https://acme--uat.sandbox.my.salesforce.com",
            "https://test.salesforce.com",
        ),
        (
            "https://acme--uat.my.salesforce.com",
            "https://test.salesforce.com",
        ),
        (
            "https://acme-x1.scratch.my.salesforce.com",
            "https://test.salesforce.com",
        ),
    ] {
        let host = LoginHost::url(url).expect("a host");
        let source = bearer(host, &key.pkcs8).expect("a source");
        assert_eq!(audience(&source), expected, "{url}");
    }
    let site = "https://acme.my.site.com/customers";
    let source = bearer(LoginHost::Production, &key.pkcs8).expect("a source");
    assert_eq!(audience(&source.audience(site).expect("an audience")), site);
    let source = bearer(LoginHost::Production, &key.pkcs8).expect("a source");
    assert!(source.audience("http://acme.example").is_err());
}

#[test]
fn what_is_no_key_is_refused_with_advice() {
    let key = TestKey::new();
    let weak = "MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAL"; // cut short
    for (text, advice) in [
        (String::new(), "BEGIN PRIVATE KEY"),
        ("SECRETSECRET".to_owned(), "BEGIN PRIVATE KEY"),
        (pem("CERTIFICATE", b"SECRET"), "the private key"),
        (pem("PUBLIC KEY", b"SECRET"), "the private key"),
        (pem("EC PRIVATE KEY", b"SECRET"), "not RSA"),
        (pem("OPENSSH PRIVATE KEY", b"SECRET"), "ssh-keygen"),
        (pem("ENCRYPTED PRIVATE KEY", b"SECRET"), "openssl pkey"),
        (
            key.pkcs1
                .replacen("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n", 1),
            "openssl pkey",
        ),
        (pem("PRIVATE KEY", b"SECRET"), "damaged"),
        (
            pem("RSA PRIVATE KEY", &[0x30, 0x03, 0x02, 0x01, 0x00]),
            "2048",
        ),
        (
            format!("-----BEGIN PRIVATE KEY-----\n{weak}\n-----END PRIVATE KEY-----"),
            "damaged",
        ),
        (key.pkcs8.replace("-----END", "-----"), "BEGIN PRIVATE KEY"),
    ] {
        let error = bearer(LoginHost::Production, &text).expect_err("refused");
        assert_eq!(error.kind(), AuthErrorKind::Setup);
        assert!(error.to_string().contains(advice), "{text}: {error}");
        for line in text.lines().filter(|line| !line.starts_with("-----")) {
            let told = format!("{error} {error:?}");
            assert!(line.is_empty() || !told.contains(line), "{told}");
        }
    }
}

#[test]
fn the_environment_says_it_all() {
    let key = TestKey::new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("server.key");
    std::fs::write(&path, &key.pkcs8).expect("a file");
    let all = [
        ("SF_LOGIN_URL", "https://test.salesforce.com"),
        ("SF_CLIENT_ID", "3MVG9"),
        ("SF_USERNAME", "ada@acme.example"),
        ("SF_JWT_KEY_FILE", path.to_str().expect("UTF-8")),
    ];
    let read = |variables: &[(&str, &str)]| {
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        JwtBearer::from_variables(&Variables::of(&get))
    };
    let source = read(&all).expect("a source");
    let (_, claims) = sent(&source, &key.public, Timestamp::UNIX_EPOCH);
    assert_eq!(claims["aud"], "https://test.salesforce.com");

    for place in 0..all.len() {
        let (missing, _) = all[place];
        for blank in [None, Some((missing, " "))] {
            let mut some: Vec<_> = all
                .into_iter()
                .filter(|(name, _)| *name != missing)
                .collect();
            some.extend(blank);
            let error = read(&some).expect_err(missing);
            assert!(error.to_string().contains(missing), "{error}");
        }
    }

    let one_line = key.pkcs1.replace('\n', "\\n");
    let mut text = all[..3].to_vec();
    text.push(("SF_JWT_KEY", &one_line));
    text.push(("SF_JWT_AUDIENCE", "https://acme.my.site.com"));
    let source = read(&text).expect("a source");
    let (_, claims) = sent(&source, &key.public, Timestamp::UNIX_EPOCH);
    assert_eq!(claims["aud"], "https://acme.my.site.com");

    text.push(all[3]);
    let error = read(&text).expect_err("both");
    assert!(error.to_string().contains("one of them"), "{error}");

    let mut bad = all.to_vec();
    bad[0] = ("SF_LOGIN_URL", "http://evil.example");
    let error = read(&bad).expect_err("not HTTPS");
    assert!(error.to_string().contains("SF_LOGIN_URL"), "{error}");
    bad[0] = all[0];
    bad[3] = ("SF_JWT_KEY_FILE", "/there/is/no/such.key");
    let error = read(&bad).expect_err("no file");
    assert!(
        error.to_string().contains("/there/is/no/such.key"),
        "{error}"
    );
}

#[test]
fn debug_shows_who_and_not_the_key() {
    let key = TestKey::new();
    let source = bearer(LoginHost::Production, &key.pkcs8).expect("a source");
    assert_eq!(
        format!("{source:?}"),
        "JwtBearer(ada@acme.example of 3MVG9 at https://login.salesforce.com)"
    );
}
