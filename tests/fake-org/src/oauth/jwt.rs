//! JWT bearer: the key that the org trusts, and whether an assertion is good.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::Value as Json;

use super::refuse;
use crate::api::ApiResponse;
use crate::clock;
use crate::error::Error;
use crate::org::Org;

/// Audiences that every org takes.
const LOGIN_HOSTS: [&str; 2] = [
    "https://login.salesforce.com",
    "https://test.salesforce.com",
];

/// An RSA key made for this process alone.
pub(crate) struct Key {
    /// PKCS#8.
    pub(crate) pem: String,
    public: DecodingKey,
}

/// What an assertion claims.
#[derive(Deserialize)]
struct Claims {
    #[serde(default)]
    iss: String,
    #[serde(default)]
    sub: String,
    #[serde(default)]
    aud: Json,
    /// Seconds since 1970. Some clients write milliseconds, and that works: far in the future. Others
    /// write it as text, and that works too.
    #[serde(default)]
    exp: Json,
}

/// The key, made when it is first wanted: that takes a while.
pub(crate) fn key() -> Result<&'static Key, Error> {
    static KEY: OnceLock<Option<Key>> = OnceLock::new();
    KEY.get_or_init(make).as_ref().ok_or(Error::Key)
}

fn make() -> Option<Key> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let private = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).ok()?;
    let encoded = STANDARD.encode(private.as_ref());
    let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
    for line in encoded.as_bytes().chunks(64) {
        pem.push_str(std::str::from_utf8(line).ok()?);
        pem.push('\n');
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    Some(Key {
        pem,
        public: DecodingKey::from_rsa_der(pair.public_key().as_ref()),
    })
}

pub(super) fn check(org: &Org, assertion: &str) -> Result<(), ApiResponse> {
    let invalid = || refuse("invalid_grant", "invalid assertion");
    let key = key().map_err(|_| invalid())?;
    let mut validation = Validation::new(Algorithm::RS256);
    // Checked below, because each has its own words.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = jsonwebtoken::decode::<Claims>(assertion, &key.public, &validation)
        .map_err(|_| invalid())?
        .claims;
    if claims.iss != org.credentials.client_id {
        return Err(refuse("invalid_client_id", "client identifier invalid"));
    }
    if !is_audience(org, &claims.aud) {
        return Err(refuse("invalid_grant", "audience is invalid"));
    }
    let expires = match &claims.exp {
        Json::Number(seconds) => seconds.as_f64(),
        Json::String(seconds) => seconds.parse().ok(),
        _ => None,
    };
    // "NaN" is a number to the parser, and later than nothing.
    let expires = expires.filter(|seconds: &f64| seconds.is_finite());
    if expires.ok_or_else(invalid)? * 1000.0 <= clock::now() as f64 {
        return Err(refuse("invalid_grant", "expired authorization code"));
    }
    if claims.sub != org.credentials.username {
        return Err(refuse(
            "invalid_grant",
            "user hasn't approved this consumer",
        ));
    }
    Ok(())
}

/// A login host or the org's own, in a text or a list.
fn is_audience(org: &Org, audience: &Json) -> bool {
    let good = |one: &Json| {
        let one = one.as_str().map(|text| text.trim_end_matches('/'));
        one.is_some_and(|one| LOGIN_HOSTS.contains(&one) || one == org.url)
    };
    match audience {
        Json::Array(all) => all.iter().any(good),
        one => good(one),
    }
}
