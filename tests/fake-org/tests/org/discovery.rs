//! Versions, resources, describes, limits.

use serde_json::json;

use crate::client::{Client, Reply};

#[tokio::test]
async fn versions_need_no_login() {
    let client = Client::start().await;
    for path in ["/services/data", "/services/data/"] {
        let reply = Reply::of(client.http.get(format!("{}{path}", client.org.url()))).await;
        let versions = reply.json();
        assert_eq!(versions[0]["version"], "31.0");
        let latest =
            json!({"label": "Spring '26", "url": "/services/data/v66.0", "version": "66.0"});
        assert_eq!(versions.as_array().unwrap().last(), Some(&latest));
        assert_eq!(reply.header("Sforce-Limit-Info"), "");
    }
}

#[tokio::test]
async fn versions_that_are_not_served() {
    let client = Client::start().await;
    for (version, status) in [
        ("v31.0", 200),
        ("v30.0", 410),
        ("v67.0", 404),
        ("v66", 404),
        ("vx", 404),
        ("66.0", 404),
    ] {
        let reply = client
            .get(&format!("/services/data/{version}/sobjects"))
            .await;
        assert_eq!(reply.status, status, "{version}");
    }
    let resources = client.get("/services/data/v50.0/").await.json();
    assert_eq!(resources["sobjects"], "/services/data/v50.0/sobjects");
}

#[tokio::test]
async fn describes_are_those_of_the_snapshot() {
    let client = Client::start().await;
    let recorded = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../fixtures/org/Account.json"
    );
    let recorded: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(recorded).unwrap()).unwrap();
    let reply = client.get("/sobjects/account/describe").await;
    assert_eq!(reply.json(), recorded);
    let request = client.request("GET", "/sobjects/Account/describe/");
    let later = Reply::of(request.header("If-Modified-Since", reply.header("Last-Modified"))).await;
    assert_eq!((later.status, later.text.as_str()), (304, ""));
    assert_eq!(later.header("Last-Modified"), reply.header("Last-Modified"));
    let request = client.request("GET", "/sobjects/Account/describe");
    let earlier =
        Reply::of(request.header("If-Modified-Since", "Tue, 10 Aug 2015 00:00:00 GMT")).await;
    assert_eq!(earlier.status, 200);

    let old = client
        .get("/services/data/v40.0/sobjects/Account/describe")
        .await
        .json();
    assert_eq!(
        old["urls"]["sobject"],
        "/services/data/v40.0/sobjects/Account"
    );
}

#[tokio::test]
async fn the_list_of_objects_has_no_fields() {
    let client = Client::start().await;
    let reply = client.get("/sobjects/").await;
    let global = reply.json();
    assert_eq!(
        (&global["encoding"], &global["maxBatchSize"]),
        (&json!("UTF-8"), &json!(200))
    );
    let account = global["sobjects"]
        .as_array()
        .unwrap()
        .iter()
        .find(|object| object["name"] == "Account")
        .unwrap();
    assert_eq!(
        (&account["keyPrefix"], &account["createable"]),
        (&json!("001"), &json!(true))
    );
    assert_eq!(
        account["urls"]["describe"],
        "/services/data/v66.0/sobjects/Account/describe"
    );
    assert_eq!(account.get("fields"), None);
    assert_eq!(account.as_object().unwrap().len(), 28);
    let request = client.request("GET", "/sobjects");
    let later = Reply::of(request.header("If-Modified-Since", reply.header("Last-Modified"))).await;
    assert_eq!(later.status, 304);

    let id = client.account().await;
    let basic = client.get("/sobjects/Account").await.json();
    assert_eq!(&basic["objectDescribe"], account);
    assert_eq!(basic["recentItems"][0]["Id"], id);
    assert_eq!(basic["recentItems"][0]["Name"], "Acme");
    assert_eq!(basic["recentItems"][0]["attributes"]["type"], "Account");
}

#[tokio::test]
async fn limits_count_the_calls() {
    let client = Client::start().await;
    let id = client.account().await;
    let reply = client.get("/limits/").await;
    assert_eq!(reply.header("Sforce-Limit-Info"), "api-usage=2/15000");
    assert_eq!(
        reply.json()["DailyApiRequests"],
        json!({"Max": 15_000, "Remaining": 14_998})
    );
    client
        .org
        .insert("Contact", &json!({"LastName": "L"}))
        .unwrap();
    let counts = client
        .get("/limits/recordCount?sObjects=Account,Lead")
        .await
        .json();
    assert_eq!(
        counts,
        json!({"sObjects": [{"count": 1, "name": "Account"}, {"count": 0, "name": "Lead"}]})
    );
    let recent = client.get("/recent/?limit=2").await.json();
    assert_eq!(recent[0]["attributes"]["type"], "Contact");
    assert_eq!(
        (&recent[1]["Id"], &recent[1]["Name"]),
        (&json!(id), &json!("Acme"))
    );
    assert_eq!(recent.as_array().unwrap().len(), 2);

    let calls = client.org.calls();
    assert_eq!((calls.api, calls.tokens, calls.total), (4, 0, 4));
    assert_eq!(calls.count("POST /sobjects/{object}"), 1);
    assert_eq!(calls.count("GET /limits/recordCount"), 1);
    assert_eq!(
        client.org.requests()[0].path,
        "/services/data/v66.0/sobjects/Account"
    );
    assert_eq!(
        client.org.requests()[0].header("authorization"),
        Some("(hidden)")
    );
}

#[tokio::test]
async fn the_limit_of_the_day_is_enforced() {
    let client = Client::of(crate::client::builder().api_limit(2)).await;
    assert_eq!(client.get("/limits").await.status, 200);
    assert_eq!(client.get("/limits").await.status, 200);
    let reply = client.get("/limits").await;
    reply.refused(
        403,
        "REQUEST_LIMIT_EXCEEDED",
        "TotalRequests Limit exceeded.",
    );
}

#[tokio::test]
async fn long_requests_are_refused() {
    let client = Client::start().await;
    let long = "x".repeat(16_500);
    assert_eq!(
        client
            .get(&format!("/sobjects/Account/{long}"))
            .await
            .status,
        414
    );
    assert_eq!(
        Reply::of(client.request("GET", "/limits").header("X-Long", long))
            .await
            .status,
        431
    );
}

#[tokio::test]
async fn a_call_says_whether_it_uses_records() {
    let client = Client::start().await;
    let record = json!({"Name": "A"});
    let first = client.create("Account", &record).await;
    let second = client.create("Account", &record).await;
    let recent = async || {
        let recent = client.get("/recent?limit=2").await.json();
        let recent = recent.as_array().unwrap().clone();
        let ids = recent.iter().map(|item| item["Id"].as_str().unwrap());
        ids.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(recent().await, [&*second, &first]);
    let path = format!("/sobjects/Account/{first}");
    let used = async |method: &str, path: &str, mru: &str| {
        let request = client.request(method, path).header("Sforce-Mru", mru);
        let request = match method {
            "GET" => request,
            _ => request.body(r#"{"Fax":"1"}"#),
        };
        assert!(Reply::of(request).await.status < 300);
    };
    used("GET", &path, "updateMru=false").await;
    used("PATCH", &path, "updateMru = FALSE").await;
    assert_eq!(recent().await, [&*second, &first]);
    used("GET", &path, "updateMru=true").await;
    assert_eq!(recent().await, [&*first, &second]);
    client.get(&format!("/sobjects/Account/{second}")).await;
    assert_eq!(recent().await, [&*second, &first]);
    client.get("/query?q=SELECT+Id+FROM+Account+LIMIT+1").await;
    assert_eq!(recent().await, [&*second, &first]);
    // Before version 60 there is no such header.
    let older = format!("/services/data/v59.0{path}");
    used("GET", &older, "updateMru=false").await;
    assert_eq!(recent().await, [&*first, &second]);
    // Each part of a composite says it for itself.
    let part = |id: &str, headers: serde_json::Value| {
        json!({
            "method": "GET", "referenceId": format!("r{id}"), "httpHeaders": headers,
            "url": format!("/services/data/v66.0/sobjects/Account/{id}"),
        })
    };
    let quiet = json!({"Sforce-Mru": "updateMru=false"});
    let parts = json!({"compositeRequest": [part(&second, json!({})), part(&first, quiet)]});
    assert_eq!(client.send("POST", "/composite", &parts).await.status, 200);
    assert_eq!(recent().await, [second, first]);
}
