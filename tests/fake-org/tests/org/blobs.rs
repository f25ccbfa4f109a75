//! Files: base64 in JSON, multipart, and the body itself.

use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::client::{Client, Reply};

#[tokio::test]
async fn a_body_comes_and_goes() {
    let client = Client::start().await;
    let record = json!({"Title": "T", "PathOnClient": "t.txt", "VersionData": "aGVsbG8="});
    let id = client.create("ContentVersion", &record).await;
    let path = format!("/sobjects/ContentVersion/{id}");
    let version = client.get(&path).await.json();
    let url = format!("/services/data/v66.0/sobjects/ContentVersion/{id}/VersionData");
    assert_eq!(version["VersionData"], url);
    assert_eq!(
        (&version["ContentSize"], &version["FileExtension"]),
        (&json!(5), &json!("txt"))
    );
    assert!(
        version["ContentDocumentId"]
            .as_str()
            .unwrap()
            .starts_with("069")
    );
    assert_eq!(client.get(&url).await.text, "hello");
    assert_eq!(client.org.get(&id).unwrap()["VersionData"], "aGVsbG8=");

    let reply = client
        .send(
            "POST",
            "/sobjects/ContentVersion",
            &json!({"Title": "T", "VersionData": "%%%"}),
        )
        .await;
    assert_eq!(reply.json()[0]["errorCode"], "JSON_PARSER_ERROR");
}

#[tokio::test]
async fn a_body_comes_as_multipart() {
    let client = Client::start().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let json = Part::text(json!({"Title": "T", "PathOnClient": "t.bin"}).to_string());
    let form = Form::new()
        .part("entity_content", json.mime_str("application/json").unwrap())
        .part(
            "VersionData",
            Part::bytes(bytes.clone())
                .file_name("t.bin")
                .mime_str("application/octet-stream")
                .unwrap(),
        );
    let reply = Reply::of(
        client
            .request("POST", "/sobjects/ContentVersion")
            .multipart(form),
    )
    .await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    let answer = client
        .request("GET", &format!("/sobjects/ContentVersion/{id}/VersionData"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.bytes().await.unwrap(), bytes);

    let request = client
        .request("POST", "/sobjects/ContentVersion")
        .header("Content-Type", "multipart/form-data; boundary=x");
    let reply =
        Reply::of(request.body("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{")).await;
    assert_eq!(reply.status, 400, "{}", reply.text);
}
