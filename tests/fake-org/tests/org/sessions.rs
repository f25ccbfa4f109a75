//! SOAP login, what a token is, and where it stands.

use serde_json::json;

use crate::client::{Client, Reply};
use crate::logins::{post, refused};

#[tokio::test]
async fn what_a_token_is() {
    let mut client = Client::start().await;
    let org = &client.org;
    let (id, secret, access) = (
        org.client_id().to_owned(),
        org.client_secret().to_owned(),
        org.access_token().to_owned(),
    );
    let ask = [
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
        ("token", access.as_str()),
    ];
    let about = post(&client, "introspect", &ask).await.json();
    assert_eq!(
        (&about["active"], &about["token_type"]),
        (&json!(true), &json!("access_token"))
    );
    assert!(about["exp"].as_i64().unwrap() > about["iat"].as_i64().unwrap());
    refused(
        &post(&client, "introspect", &[("token", &access)]).await,
        "invalid_client",
        "invalid client credentials",
    );
    let user = client.get("/services/oauth2/userinfo").await.json();
    assert_eq!(
        (&user["user_id"], &user["organization_id"]),
        (&json!(org.user_id()), &json!("00DFk0000000001MAA"))
    );
    let identity = client
        .get(&format!("/id/00DFk0000000001MAA/{}", org.user_id()))
        .await
        .json();
    assert_eq!(identity["username"], org.username());
    assert_eq!(
        post(&client, "revoke", &[("token", &access)]).await.status,
        200
    );
    assert_eq!(
        post(&client, "introspect", &ask).await.json(),
        json!({"active": false})
    );
    assert_eq!(client.get("/services/oauth2/userinfo").await.status, 403);
    client.token = "00D!forged".to_owned();
    client
        .get("/limits")
        .await
        .refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
}

#[tokio::test]
async fn authorization_headers() {
    let client = Client::start().await;
    let url = format!("{}/services/data/v66.0/limits", client.org.url());
    for (header, status, code) in [
        (None, 401, "INVALID_SESSION_ID"),
        (Some("nonsense".to_owned()), 401, "INVALID_AUTH_HEADER"),
        (Some(format!("OAuth {}", client.token)), 200, ""),
    ] {
        let mut request = client.http.get(&url);
        if let Some(header) = header {
            request = request.header("Authorization", header);
        }
        let reply = Reply::of(request).await;
        assert_eq!(reply.status, status, "{}", reply.text);
        assert_eq!(
            reply.json()[0]["errorCode"].as_str().unwrap_or_default(),
            code
        );
    }
}

#[tokio::test]
async fn soap_login() {
    let mut client = Client::start().await;
    let org = &client.org;
    let envelope = |password: &str| {
        format!(
            r#"<?xml version="1.0" encoding="utf-8" ?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com"><env:Header/><env:Body><n1:login xmlns:n1="urn:partner.soap.sforce.com"><n1:username>{}</n1:username><n1:password>{password}</n1:password></n1:login></env:Body></env:Envelope>"#,
            org.username()
        )
    };
    let send = |body: String| {
        let url = format!("{}/services/Soap/u/59.0", org.url());
        Reply::of(
            client
                .http
                .post(url)
                .header("Content-Type", "text/xml")
                .header("SOAPAction", "login")
                .body(body),
        )
    };
    let reply = send(envelope(&format!(
        "{}{}",
        org.password(),
        org.security_token()
    )))
    .await;
    assert_eq!(reply.status, 200);
    let part = |name: &str| {
        let (_, rest) = reply.text.split_once(&format!("<{name}>")).unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    assert_eq!(
        part("serverUrl"),
        format!("{}/services/Soap/u/59.0/00DFk0000000001", org.url())
    );
    assert_eq!(part("userId"), org.user_id());
    let token = part("sessionId");
    let fault = send(envelope(org.password())).await;
    assert_eq!(fault.status, 500);
    assert!(
        fault
            .text
            .contains("<sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>"),
        "{}",
        fault.text
    );
    assert_eq!(send("<a".to_owned()).await.status, 500);
    client.token = token;
    assert_eq!(client.get("/limits").await.status, 200);
}
