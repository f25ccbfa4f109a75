//! Every way to log in, and what ends a session.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::client::{Client, Reply};

pub(crate) async fn post(client: &Client, path: &str, form: &[(&str, &str)]) -> Reply {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let url = format!("{}/services/oauth2/{path}", client.org.url());
    let request = client
        .http
        .post(url)
        .header("Content-Type", "application/x-www-form-urlencoded");
    Reply::of(request.body(form)).await
}

async fn token(client: &Client, form: &[(&str, &str)]) -> Reply {
    post(client, "token", form).await
}

#[track_caller]
pub(crate) fn refused(reply: &Reply, error: &str, description: &str) {
    assert_eq!(reply.status, 400, "{}", reply.text);
    assert_eq!(
        reply.json(),
        json!({"error": error, "error_description": description})
    );
    assert_eq!(reply.header("Cache-Control"), "no-store");
}

/// The token of an answer, once it has been used.
async fn works(client: &mut Client, reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.text);
    let answer = reply.json();
    assert_eq!(
        (&answer["token_type"], &answer["instance_url"]),
        (&json!("Bearer"), &json!(client.org.url()))
    );
    assert!(answer.get("expires_in").is_none());
    client.token = answer["access_token"].as_str().unwrap().to_owned();
    assert_eq!(&client.token[..4], "00DF");
    assert_eq!(client.token.as_bytes()[15], b'!');
    assert_eq!(client.get("/limits").await.status, 200);
    answer
}

#[tokio::test]
async fn client_credentials() {
    let mut client = Client::start().await;
    let (id, secret) = (
        client.org.client_id().to_owned(),
        client.org.client_secret().to_owned(),
    );
    let grant = ("grant_type", "client_credentials");
    let reply = token(
        &client,
        &[grant, ("client_id", &id), ("client_secret", &secret)],
    )
    .await;
    let answer = works(&mut client, &reply).await;
    assert!(
        answer["issued_at"]
            .as_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            > 1_700_000_000_000
    );
    assert!(answer["signature"].is_string());
    assert_eq!(answer.get("refresh_token"), None);
    assert_eq!(
        answer["id"],
        format!(
            "{}/id/00DFk0000000001MAA/{}",
            client.org.url(),
            client.org.user_id()
        )
    );
    let url = format!("{}/services/oauth2/token", client.org.url());
    let basic = client.http.post(url).basic_auth(&id, Some(&secret));
    let reply = Reply::of(basic.body("grant_type=client_credentials")).await;
    works(&mut client, &reply).await;
    let reply = token(
        &client,
        &[grant, ("client_id", &id), ("client_secret", "no")],
    )
    .await;
    refused(&reply, "invalid_client", "invalid client credentials");
    let reply = token(
        &client,
        &[grant, ("client_id", "no"), ("client_secret", &secret)],
    )
    .await;
    refused(&reply, "invalid_client_id", "client identifier invalid");
    refused(
        &token(&client, &[]).await,
        "unsupported_grant_type",
        "grant type not supported",
    );
    assert_eq!(client.org.calls().tokens, 5);
}

#[tokio::test]
async fn password_with_security_token() {
    let mut client = Client::start().await;
    let org = &client.org;
    let full = format!("{}{}", org.password(), org.security_token());
    let (id, secret, user) = (
        org.client_id().to_owned(),
        org.client_secret().to_owned(),
        org.username().to_owned(),
    );
    let form = |password: &str| {
        let pairs = [
            ("grant_type", "password"),
            ("client_id", &id),
            ("client_secret", &secret),
            ("username", &user),
            ("password", password),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
    };
    let send = async |client: &Client, password: &str| {
        let form = form(password);
        token(
            client,
            &form
                .each_ref()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        )
        .await
    };
    let reply = send(&client, &full).await;
    works(&mut client, &reply).await;
    let password = client.org.password().to_owned();
    refused(
        &send(&client, &password).await,
        "invalid_grant",
        "authentication failure",
    );
}

#[tokio::test]
async fn jwt_bearer() {
    let mut client = Client::start().await;
    let org = &client.org;
    let key = EncodingKey::from_rsa_pem(org.jwt_key_pem().unwrap().as_bytes()).unwrap();
    let (id, user, url) = (
        org.client_id().to_owned(),
        org.username().to_owned(),
        org.url().to_owned(),
    );
    let now = jiff::Timestamp::now().as_second();
    let claims = |changes: Value| {
        let mut claims = json!({"iss": id, "sub": user, "aud": "https://login.salesforce.com", "exp": now + 180});
        claims
            .as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        claims
    };
    let send = async |client: &Client, claims: &Value, key: &EncodingKey| {
        let assertion = jsonwebtoken::encode(&Header::new(Algorithm::RS256), claims, key).unwrap();
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        token(client, &[("grant_type", grant), ("assertion", &assertion)]).await
    };
    for changes in [
        json!({}),
        json!({"aud": url}),
        json!({"aud": ["https://test.salesforce.com"]}),
        json!({"exp": (now + 180) * 1000}),
        json!({"exp": (now + 180).to_string()}),
    ] {
        let reply = send(&client, &claims(changes), &key).await;
        let answer = works(&mut client, &reply).await;
        assert_eq!(
            (answer.get("refresh_token"), answer.get("issued_at")),
            (None, None)
        );
    }
    for (changes, error, description) in [
        (
            json!({"exp": now - 1}),
            "invalid_grant",
            "expired authorization code",
        ),
        (json!({"exp": null}), "invalid_grant", "invalid assertion"),
        (json!({"exp": "NaN"}), "invalid_grant", "invalid assertion"),
        (
            json!({"aud": "https://evil.example"}),
            "invalid_grant",
            "audience is invalid",
        ),
        (
            json!({"sub": "nobody"}),
            "invalid_grant",
            "user hasn't approved this consumer",
        ),
        (
            json!({"iss": "nobody"}),
            "invalid_client_id",
            "client identifier invalid",
        ),
    ] {
        refused(
            &send(&client, &claims(changes), &key).await,
            error,
            description,
        );
    }
    let good =
        jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims(json!({})), &key).unwrap();
    let (signed, _) = good.rsplit_once('.').unwrap();
    let hmac = jsonwebtoken::encode(
        &Header::default(),
        &claims(json!({})),
        &EncodingKey::from_secret(b"x"),
    )
    .unwrap();
    for bad in [format!("{signed}.AAAA"), hmac, String::new()] {
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
        let reply = token(&client, &[("grant_type", grant), ("assertion", &bad)]).await;
        refused(&reply, "invalid_grant", "invalid assertion");
    }
}

#[tokio::test]
async fn authorization_code_with_pkce_and_refresh() {
    let mut client = Client::start().await;
    let id = client.org.client_id().to_owned();
    let redirect = "http://localhost:1717/OauthRedirect?a=b";
    let verifier = "v".repeat(64);
    let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
    let code_for = async |client: &Client, method: &str, scope: &str| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("response_type", "code"),
                ("client_id", &id),
                ("redirect_uri", redirect),
                ("state", "s t"),
                ("scope", scope),
                ("code_challenge", &challenge),
                ("code_challenge_method", method),
            ])
            .finish();
        let reply = client
            .get(&format!("/services/oauth2/authorize?{query}"))
            .await;
        assert_eq!(reply.status, 302, "{}", reply.text);
        let target = url::Url::parse(reply.header("Location")).unwrap();
        assert!(target.as_str().starts_with(redirect));
        let pairs: std::collections::HashMap<String, String> =
            target.query_pairs().into_owned().collect();
        assert_eq!(pairs["state"], "s t");
        pairs
    };
    let code =
        async |client: &Client, method: &str| code_for(client, method, "api refresh_token").await;
    assert_eq!(code(&client, "plain").await["error"], "invalid_request");
    let exchange = async |client: &Client, code: &str, verifier: &str, redirect: &str| {
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", id.as_str()),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", verifier),
        ];
        token(client, &form).await
    };
    let first = code(&client, "S256").await["code"].clone();
    let reply = exchange(&client, &first, &verifier, redirect).await;
    let answer = works(&mut client, &reply).await;
    refused(
        &exchange(&client, &first, &verifier, redirect).await,
        "invalid_grant",
        "expired authorization code",
    );
    let other = code(&client, "S256").await["code"].clone();
    refused(
        &exchange(&client, &other, &"w".repeat(64), redirect).await,
        "invalid_grant",
        "invalid code verifier",
    );
    let other = code(&client, "S256").await["code"].clone();
    let reply = exchange(&client, &other, &verifier, "http://localhost/other").await;
    assert_eq!(reply.json()["error"], "redirect_uri_mismatch");

    for (scope, lasts) in [
        ("api web", false),
        ("full", false),
        ("api offline_access", true),
    ] {
        let code = code_for(&client, "S256", scope).await["code"].clone();
        let answer = exchange(&client, &code, &verifier, redirect).await.json();
        assert_eq!(answer.get("refresh_token").is_some(), lasts, "{scope}");
    }

    let refresh = answer["refresh_token"].as_str().unwrap().to_owned();
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", id.as_str()),
        ("refresh_token", refresh.as_str()),
    ];
    client.org.expire_tokens();
    let reply = token(&client, &form).await;
    let answer = works(&mut client, &reply).await;
    assert_eq!(answer.get("refresh_token"), None);
    // No more than was granted.
    assert_eq!(answer["scope"], "api refresh_token");
    assert_eq!(
        post(&client, "revoke", &[("token", &refresh)]).await.status,
        200
    );
    refused(
        &token(&client, &form).await,
        "invalid_grant",
        "expired access/refresh token",
    );
    client
        .get("/limits")
        .await
        .refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
}

#[tokio::test]
async fn the_instance_url_can_be_another() {
    let client = Client::of(crate::client::builder().instance_url("https://acme.example")).await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", client.org.client_id()),
        ("client_secret", client.org.client_secret()),
    ];
    assert_eq!(
        token(&client, &form).await.json()["instance_url"],
        "https://acme.example"
    );
}
