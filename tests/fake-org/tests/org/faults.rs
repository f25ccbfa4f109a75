//! Failures on request, and the routes by which other languages ask for them.

use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use sf_fake_org::{Fault, FaultKind};

use crate::client::{Client, Reply};

#[tokio::test]
async fn answers_that_stand_for_a_failure() {
    let client = Client::start().await;
    for (kind, status, code) in [
        (
            FaultKind::ServiceUnavailable {
                retry_after: Some(3),
            },
            503,
            "SERVER_UNAVAILABLE",
        ),
        (FaultKind::UnknownException, 500, "UNKNOWN_EXCEPTION"),
        (FaultKind::RowLocked, 400, "UNABLE_TO_LOCK_ROW"),
        (
            FaultKind::Unauthorized { message: None },
            401,
            "INVALID_SESSION_ID",
        ),
    ] {
        client.org.faults().add(Fault::new(kind));
        let reply = client.get("/limits").await;
        assert_eq!(
            (reply.status, &reply.json()[0]["errorCode"]),
            (status, &json!(code))
        );
        assert_eq!(client.get("/limits").await.status, 200);
    }
    for (kind, status) in [
        (
            FaultKind::TooManyRequests {
                retry_after: Some(3),
            },
            429,
        ),
        (FaultKind::BadGateway, 502),
    ] {
        client.org.faults().add(Fault::new(kind));
        let reply = client.get("/limits").await;
        assert_eq!(reply.status, status);
        assert!(reply.text.starts_with("<html>"));
        assert_eq!(
            reply.header("Retry-After"),
            if status == 429 { "3" } else { "" }
        );
    }
    client.org.faults().add(Fault::new(FaultKind::DailyLimit));
    client.get("/limits").await.refused(
        403,
        "REQUEST_LIMIT_EXCEEDED",
        "TotalRequests Limit exceeded.",
    );
    client
        .org
        .faults()
        .add(Fault::new(FaultKind::ConcurrencyLimit));
    let message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
    client
        .get("/limits")
        .await
        .refused(403, "REQUEST_LIMIT_EXCEEDED", message);
}

#[tokio::test]
async fn tokens_expire_and_some_sessions_never_heal() {
    let client = Client::start().await;
    client
        .org
        .faults()
        .add(Fault::new(FaultKind::ExpireTokens).after(1));
    assert_eq!(client.get("/limits").await.status, 200);
    assert_eq!(client.get("/limits").await.status, 401);
    assert_eq!(client.get("/limits").await.status, 401);
    let message = "This session is not valid for use with the REST API";
    let kind = FaultKind::Unauthorized {
        message: Some(message.to_owned()),
    };
    client.org.faults().add(Fault::new(kind).always());
    for _ in 0..3 {
        client
            .get("/limits")
            .await
            .refused(401, "INVALID_SESSION_ID", message);
    }
    client.org.faults().clear();
    client
        .get("/limits")
        .await
        .refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
}

#[tokio::test]
async fn a_cut_connection_has_an_effect_or_not() {
    let client = Client::start().await;
    let post = || {
        let request = client.request("POST", "/sobjects/Account");
        Reply::try_of(request.body(r#"{"Name":"A"}"#))
    };
    client
        .org
        .faults()
        .add(Fault::new(FaultKind::CutBefore).method("POST"));
    let error = post().await.unwrap_err();
    assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    assert_eq!(client.org.count("Account"), 0);
    client
        .org
        .faults()
        .add(Fault::new(FaultKind::CutAfter).method("POST"));
    post().await.unwrap_err();
    assert_eq!(client.org.count("Account"), 1);
    assert_eq!(post().await.unwrap().status, 201);
    assert_eq!(client.org.calls().count("POST /sobjects/{object}"), 3);
}

#[tokio::test]
async fn a_cut_connection_is_closed_without_a_byte() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    let client = Client::start().await;
    client.org.faults().add(Fault::new(FaultKind::CutBefore));
    let address = client.org.url().trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream
        .write_all(b"GET /services/data/v66.0/limits HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    assert_eq!(bytes, b"");
}

#[tokio::test]
async fn bodies_that_arrive_damaged() {
    let client = Client::start().await;
    let whole = client.get("/limits").await.text;
    client.org.faults().add(Fault::new(FaultKind::Truncated));
    let reply = client.get("/limits").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.text.len(), whole.len() / 2);
    assert_eq!(reply.header("Content-Length"), reply.text.len().to_string());
    client.org.faults().add(Fault::new(FaultKind::EndedEarly));
    let response = client.request("GET", "/limits").send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.bytes().await.unwrap_err();

    let kind = FaultKind::Slow {
        bytes: whole.len() / 3,
        millis: 30,
    };
    client.org.faults().add(Fault::new(kind));
    let start = Instant::now();
    let response = client.request("GET", "/limits").send().await.unwrap();
    assert_eq!(response.text().await.unwrap().len(), whole.len());
    assert!(start.elapsed() >= Duration::from_millis(90));
    client
        .org
        .faults()
        .add(Fault::new(FaultKind::Delay { millis: 50 }));
    let start = Instant::now();
    assert_eq!(client.get("/limits").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn single_records_of_a_collection_are_locked() {
    let client = Client::start().await;
    let body = json!({"records": [
        {"attributes": {"type": "Account"}, "Name": "A"},
        {"attributes": {"type": "Account"}, "Name": "B"},
    ]});
    client
        .org
        .faults()
        .add(Fault::new(FaultKind::RecordsLocked { positions: vec![1] }));
    let results = client
        .send("POST", "/composite/sobjects", &body)
        .await
        .json();
    assert_eq!(results[0]["success"], true);
    assert_eq!(results[1]["errors"][0]["statusCode"], "UNABLE_TO_LOCK_ROW");
    assert_eq!(client.org.count("Account"), 1);
}

#[tokio::test]
async fn the_limit_meets_single_parts_of_a_composite() {
    let client = Client::start().await;
    let kind = FaultKind::DailyLimitWithin { positions: vec![1] };
    client.org.faults().add(Fault::new(kind));
    let part = |name: &str| {
        json!({"method": "GET", "referenceId": name,
               "url": format!("/services/data/v66.0/sobjects/{name}/describe")})
    };
    let body = json!({"compositeRequest": [part("Account"), part("Contact")]});
    let answer = client.send("POST", "/composite", &body).await.json();
    let parts = &answer["compositeResponse"];
    assert_eq!(parts[0]["httpStatusCode"], 200);
    assert_eq!(parts[1]["httpStatusCode"], 403);
    assert_eq!(parts[1]["body"][0]["errorCode"], "REQUEST_LIMIT_EXCEEDED");
}

#[tokio::test]
async fn a_probability_keeps_to_the_seed() {
    let run = async || {
        let client = Client::start().await;
        client
            .org
            .faults()
            .add(Fault::new(FaultKind::BadGateway).always().probability(0.5));
        let mut met = Vec::new();
        for _ in 0..20 {
            met.push(client.get("/limits").await.status);
        }
        met
    };
    let first = run().await;
    assert!(first.contains(&200) && first.contains(&502), "{first:?}");
    assert_eq!(run().await, first);
}

#[tokio::test]
async fn admin_routes() {
    let client = Client::start().await;
    let admin = |method: &str, path: &str, body: &str| {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let url = format!("{}/__admin/{path}", client.org.url());
        Reply::of(client.http.request(method, url).body(body.to_owned()))
    };
    let faults = r#"[{"kind":"bad_gateway","path":"/limits","times":null},{"kind":"cut_after"}]"#;
    assert_eq!(admin("POST", "faults", faults).await.status, 204);
    assert_eq!(client.get("/limits").await.status, 502);
    assert_eq!(
        admin("GET", "faults", "").await.json()[1]["kind"],
        "cut_after"
    );
    assert_eq!(admin("DELETE", "faults", "").await.status, 204);
    assert_eq!(client.get("/limits").await.status, 200);
    // What is misspelt is told, and changes nothing.
    for (fault, said) in [
        (r#"{"kind":"nonsense"}"#, "`bad_gateway`"),
        (r#"{"kind":"bad_gateway","tims":2}"#, "`tims`"),
        (
            r#"[{"kind":"cut_after"},{"kind":"cut_after","millis":1}]"#,
            "`millis`",
        ),
        ("7", "struct Fault"),
        ("", "EOF"),
    ] {
        let refused = admin("POST", "faults", fault).await;
        assert_eq!(refused.status, 400, "{fault}");
        assert!(refused.text.contains(said), "{fault}: {}", refused.text);
    }
    assert_eq!(admin("GET", "faults", "").await.json(), json!([]));
    let calls = admin("GET", "calls", "").await.json();
    assert_eq!(
        (&calls["api"], &calls["by_route"]["GET /limits"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        admin("GET", "requests", "").await.json()[0]["method"],
        "GET"
    );
    assert_eq!(admin("DELETE", "calls", "").await.status, 204);
    assert_eq!(client.org.calls().total, 0);
    assert_eq!(admin("POST", "expire", "").await.status, 204);
    assert_eq!(client.get("/limits").await.status, 401);
    let seed = r#"{"Name": "Seeded", "CreatedDate": "2001-02-03T04:05:06Z"}"#;
    let reply = admin("POST", "records/Account", seed).await;
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        client.org.get(&id).unwrap()["CreatedDate"],
        "2001-02-03T04:05:06.000+0000"
    );
    assert_eq!(admin("POST", "records/Nothing", seed).await.status, 400);
    assert_eq!(admin("GET", "nothing", "").await.status, 404);
}

#[tokio::test]
async fn compressed_bodies() {
    let client = Client::start().await;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(br#"{"Name":"Zipped"}"#).unwrap();
    let zipped = encoder.finish().unwrap();
    let request = client
        .request("POST", "/sobjects/Account")
        .header("Content-Encoding", "gzip");
    let reply = Reply::of(request.body(zipped)).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    assert_eq!(
        client
            .org
            .get(reply.json()["id"].as_str().unwrap())
            .unwrap()["Name"],
        "Zipped"
    );
    for (encoding, status) in [("gzip", 400), ("br", 415)] {
        let request = client
            .request("POST", "/sobjects/Account")
            .header("Content-Encoding", encoding);
        assert_eq!(Reply::of(request.body("no")).await.status, status);
    }
    // A client that does not undo it sees it as it came.
    let plain = reqwest::Client::builder().no_gzip().build().unwrap();
    let url = format!(
        "{}/services/data/v66.0/sobjects/Account/describe",
        client.org.url()
    );
    let request = plain.get(&url).bearer_auth(&client.token);
    let answer = request.try_clone().unwrap().send().await.unwrap();
    assert!(!answer.headers().contains_key("Content-Encoding"));
    let answer = request
        .header("Accept-Encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["Content-Encoding"], "gzip");
    assert!(answer.bytes().await.unwrap().len() < 40_000);
}
