//! The fake org's answers to reads, kept and given again: so that what is timed is the client, and
//! not how fast a record becomes JSON in the org.

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

/// What the org answered to a path, by whether compression was asked for.
type Kept = HashMap<(String, bool), (StatusCode, HeaderMap, Bytes)>;

#[derive(Clone)]
struct Replay {
    org: String,
    http: reqwest::Client,
    kept: Arc<Mutex<Kept>>,
}

/// Stands before the org at this URL, and gives its own.
pub(super) async fn before(org: &str) -> Result<String, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let replay = Replay {
        org: org.to_owned(),
        // What is compressed stays so.
        http: reqwest::Client::builder().no_gzip().build()?,
        kept: Arc::default(),
    };
    let app = Router::new().fallback(answer).with_state(replay);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(url)
}

async fn answer(State(replay): State<Replay>, request: Request) -> Response {
    match replay.answer(request).await {
        Ok((status, headers, body)) => (status, headers, body).into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

impl Replay {
    async fn answer(
        &self,
        request: Request,
    ) -> Result<(StatusCode, HeaderMap, Bytes), Box<dyn Error + Send + Sync>> {
        let (head, body) = request.into_parts();
        let target = head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let encoding = head.headers.get("accept-encoding");
        let compressed = encoding.is_some_and(|value| value.as_bytes().starts_with(b"gzip"));
        let key = (target.to_owned(), compressed);
        let is_query = head.method == Method::GET && target.contains("/query");
        if is_query
            && let Some(kept) = self
                .kept
                .lock()
                .ok()
                .and_then(|kept| kept.get(&key).cloned())
        {
            return Ok(kept);
        }
        let mut headers = head.headers;
        headers.remove("host");
        let answer = self
            .http
            .request(head.method, format!("{}{target}", self.org))
            .headers(headers)
            .body(axum::body::to_bytes(Body::new(body), usize::MAX).await?)
            .send()
            .await?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        headers.remove("transfer-encoding");
        headers.remove("content-length");
        let answer = (status, headers, answer.bytes().await?);
        if is_query && let Ok(mut kept) = self.kept.lock() {
            kept.insert(key, answer.clone());
        }
        Ok(answer)
    }
}
