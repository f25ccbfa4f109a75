//! A plain HTTP client: what any client in any language could send.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use sf_fake_org::{Builder, FakeOrg};

/// The realistic snapshot.
pub(crate) const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/org");

pub(crate) fn builder() -> Builder {
    FakeOrg::builder().schema_dir(SNAPSHOT)
}

/// A running org and someone logged in to it.
pub(crate) struct Client {
    pub(crate) org: FakeOrg,
    pub(crate) http: reqwest::Client,
    pub(crate) token: String,
}

/// An answer with its whole body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Client {
    pub(crate) async fn start() -> Self {
        Self::of(builder()).await
    }

    pub(crate) async fn of(builder: Builder) -> Self {
        let org = builder.start().await.unwrap();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build();
        Self {
            token: org.access_token().to_owned(),
            http: http.unwrap(),
            org,
        }
    }

    /// A request below v66.0, or of a whole path where it begins with `/services`.
    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let path = if path.starts_with("/services") || path.starts_with("/id/") {
            path.to_owned()
        } else {
            format!("/services/data/v66.0{path}")
        };
        self.http
            .request(method, format!("{}{path}", self.org.url()))
            .bearer_auth(&self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        Reply::of(self.request("GET", path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        Reply::of(self.request("DELETE", path)).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.send_text(method, path, &body.to_string()).await
    }

    pub(crate) async fn send_text(&self, method: &str, path: &str, body: &str) -> Reply {
        let request = self
            .request(method, path)
            .header("Content-Type", "application/json");
        Reply::of(request.body(body.to_owned())).await
    }

    /// Creates a record that must be taken, and gives its id.
    pub(crate) async fn create(&self, object: &str, record: &Value) -> String {
        let reply = self
            .send("POST", &format!("/sobjects/{object}"), record)
            .await;
        assert_eq!(reply.status, 201, "{}", reply.text);
        reply.json()["id"].as_str().unwrap().to_owned()
    }

    /// An account to hang things on.
    pub(crate) async fn account(&self) -> String {
        self.create("Account", &serde_json::json!({"Name": "Acme"}))
            .await
    }
}

impl Reply {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        Self::try_of(request).await.unwrap()
    }

    pub(crate) async fn try_of(request: reqwest::RequestBuilder) -> reqwest::Result<Self> {
        let response = request.send().await?;
        Ok(Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await?,
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts an error at the top level: status, code, message, fields.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str, message: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        let json = self.json();
        assert_eq!(json.as_array().map(Vec::len), Some(1), "{json}");
        assert_eq!(
            (json[0]["errorCode"].as_str(), json[0]["message"].as_str()),
            (Some(code), Some(message))
        );
        json[0]["fields"].clone()
    }
}
