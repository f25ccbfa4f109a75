//! Graphs: each all or none, and after too many failures no more.

use serde_json::{Value, json};

use crate::client::{Client, Reply};

fn node(name: &str, object: &str, body: Value) -> Value {
    let url = format!("/services/data/v66.0/sobjects/{object}");
    json!({"method": "POST", "url": url, "referenceId": name, "body": body})
}

fn graph(id: &str, nodes: Vec<Value>) -> Value {
    json!({"graphId": id, "compositeRequest": nodes})
}

async fn send(client: &Client, graphs: Vec<Value>) -> Reply {
    let body = json!({ "graphs": graphs });
    client.send("POST", "/composite/graph", &body).await
}

#[tokio::test]
async fn a_graph_is_taken_back_alone() {
    let client = Client::start().await;
    let family = |id: &str, last_name: Value| {
        let contact = json!({"LastName": last_name, "AccountId": "@{a.id}"});
        graph(
            id,
            vec![
                node("a", "Account", json!({"Name": id})),
                node("c", "Contact", contact),
            ],
        )
    };
    let graphs = vec![
        family("one", json!("L")),
        family("two", json!(null)),
        family("three", json!("L")),
    ];
    let reply = send(&client, graphs).await;
    assert_eq!(reply.status, 200);
    let json = reply.json();
    let successes: Vec<&Value> = (0..3).map(|n| &json["graphs"][n]["isSuccessful"]).collect();
    assert_eq!(successes, [&json!(true), &json!(false), &json!(true)]);
    assert_eq!(json["graphs"][1]["graphId"], "two");
    let failed = &json["graphs"][1]["graphResponse"]["compositeResponse"];
    assert_eq!(failed[0]["body"][0]["errorCode"], "PROCESSING_HALTED");
    assert_eq!(failed[1]["body"][0]["errorCode"], "REQUIRED_FIELD_MISSING");
    assert_eq!(client.org.count("Account"), 2);
    assert_eq!(client.org.count("Contact"), 2);
    assert_eq!(reply.header("Sforce-Limit-Info"), "api-usage=1/15000");
}

#[tokio::test]
async fn after_more_than_14_failed_graphs_no_other_is_begun() {
    let client = Client::start().await;
    let graphs = (0..17)
        .map(|n| {
            let body = if n == 16 {
                json!({"Name": "good"})
            } else {
                json!({})
            };
            graph(&format!("g{n}"), vec![node("a", "Account", body)])
        })
        .collect();
    let json = send(&client, graphs).await.json();
    let code = |n: usize| {
        json["graphs"][n]["graphResponse"]["compositeResponse"][0]["body"][0]["errorCode"].clone()
    };
    assert_eq!(code(14), "REQUIRED_FIELD_MISSING");
    assert_eq!(code(15), "PROCESSING_HALTED");
    assert_eq!(code(16), "PROCESSING_HALTED");
    assert_eq!(client.org.count("Account"), 0);
}

#[tokio::test]
async fn the_limits_of_a_payload() {
    let client = Client::start().await;
    let one = |id: String| graph(&id, vec![node("a", "Account", json!({"Name": "A"}))]);
    let too_many = (0..76).map(|n| one(format!("g{n}"))).collect();
    let nodes = |count: usize| {
        let named = |n: usize| node(&format!("n{n}"), "Account", json!({"Name": "A"}));
        (0..count).map(named).collect::<Vec<_>>()
    };
    let objects = (0..16)
        .map(|n| node(&format!("n{n}"), &format!("O{n}__c"), json!({})))
        .collect();
    let chain = (0..16)
        .map(|n| {
            let body = match n {
                0 => json!({"Name": "A"}),
                n => json!({"Name": "A", "ParentId": format!("@{{n{}.id}}", n - 1)}),
            };
            node(&format!("n{n}"), "Account", body)
        })
        .collect();
    for graphs in [
        too_many,
        vec![graph("g", nodes(501))],
        vec![graph("g", nodes(251)), graph("h", nodes(250))],
        vec![graph("g", objects)],
        vec![graph("g", chain)],
    ] {
        let reply = send(&client, graphs).await;
        assert_eq!(reply.status, 400);
        assert_eq!(reply.json()[0]["errorCode"], "LIMIT_EXCEEDED");
    }
    for id in ["", "_x", "a.b", &"x".repeat(40)] {
        let reply = send(&client, vec![one(id.to_owned())]).await;
        assert_eq!(reply.json()[0]["errorCode"], "JSON_PARSER_ERROR", "{id}");
    }
    let reply = send(&client, vec![one("g".to_owned()), one("g".to_owned())]).await;
    assert_eq!(reply.status, 400);
    assert_eq!(client.org.count("Account"), 0);
    let reply = send(&client, vec![graph("g", nodes(500))]).await;
    assert_eq!(reply.json()["graphs"][0]["isSuccessful"], true);
    assert_eq!(client.org.count("Account"), 500);
}

#[tokio::test]
async fn a_graph_takes_single_records_alone() {
    let client = Client::start().await;
    let id = client.account().await;
    let at = |name: &str, method: &str, path: &str| {
        let url = format!("/services/data/v66.0{path}");
        let mut node = json!({"method": method, "url": url, "referenceId": name});
        if method == "PATCH" {
            node["body"] = json!({"Name": "N"});
        }
        node
    };
    let good = vec![
        at("u", "PATCH", &format!("/sobjects/Account/{id}")),
        at("e", "PATCH", "/sobjects/Account/External_Id__c/E-1"),
        at("g", "GET", &format!("/sobjects/Account/{id}?fields=Name")),
        at("d", "DELETE", "/sobjects/Account/@{e.id}"),
    ];
    let json = send(&client, vec![graph("g", good)]).await.json();
    assert_eq!(json["graphs"][0]["isSuccessful"], true, "{json}");
    for (method, path) in [
        ("GET", "/sobjects/Account/describe"),
        ("GET", "/query?q=SELECT+Id+FROM+Account"),
        ("GET", "/composite/sobjects/Account?ids=x&fields=Id"),
        ("GET", "/limits"),
    ] {
        let json = send(&client, vec![graph("g", vec![at("x", method, path)])])
            .await
            .json();
        assert_eq!(json["graphs"][0]["isSuccessful"], false, "{path}");
    }
}
