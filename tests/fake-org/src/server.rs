//! The HTTP server: connections on the loopback interface, bodies in and out, and the faults of a
//! network.
//!
//! An axum router inside of hyper's connections: a handler that wants the connection to end without an
//! answer says so in its response, and only out here can that be done.
//!
//! Must not know: records, grants.

use std::convert::Infallible;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, State};
use axum::response::IntoResponse;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, Request};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::api::ApiResponse;
use crate::faults::{FaultKind, Meeting};
use crate::oauth::{self, LoginRequest};
use crate::org::Org;

mod admin;
mod encoding;
mod fault;
mod rest;

/// The largest body taken, in bytes.
const BODY_LIMIT: usize = 50 << 20;
/// The largest body of parts, which files come in.
const FILE_LIMIT: usize = 500 << 20;
/// The longest URI, and the longest URI with its headers, in bytes.
const HEAD_LIMIT: usize = 16_384;

/// How long the server waits after a connection could not be taken.
const AGAIN: std::time::Duration = std::time::Duration::from_millis(50);

/// A body on its way out. An error ends the connection.
type OutBody = BoxBody<Bytes, std::io::Error>;

/// Answers a request that a fault may have met.
type Resource = fn(&Arc<Org>, &Arrived, Option<&FaultKind>) -> Result<ApiResponse, Cut>;

/// An answer, or one with [`Cut`] in its extensions.
type Answer = axum::response::Response;

/// The connection ends without an answer.
#[derive(Debug, Clone, Copy)]
struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection cut on request")
    }
}

impl std::error::Error for Cut {}

impl IntoResponse for Cut {
    fn into_response(self) -> Answer {
        let mut response = Answer::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// A request with its whole body.
struct Arrived {
    method: Method,
    /// Path and query.
    target: String,
    headers: http::HeaderMap,
    body: Bytes,
    /// Whether its token was good when it arrived.
    is_let_in: bool,
}

impl Arrived {
    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// Serves until it is dropped; connections end with it.
pub(crate) async fn serve(listener: TcpListener, org: Arc<Org>, log: bool) -> Infallible {
    let router = router(org);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(connection(stream, router.clone(), log));
                    }
                    // No file is left for it: the next try would fail the same at once.
                    Err(_) => tokio::time::sleep(AGAIN).await,
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Every resource: what a web page must not reach, the API, and logins.
fn router(org: Arc<Org>) -> Router {
    Router::new()
        .route("/__admin/{*path}", any(administer))
        .route("/services/data", any(call))
        .route("/services/data/", any(call))
        .route("/services/data/{*path}", any(call))
        .fallback(log_in)
        .with_state(org)
}

async fn connection(stream: TcpStream, router: Router, log: bool) {
    // A delay of small packets would look like a slow org.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(router.clone(), request, log));
    // Clients that go away, and cuts, end here.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(router: Router, request: Request<Incoming>, log: bool) -> Result<Answer, Cut> {
    let start = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let Ok(response) = router.oneshot(request.map(Body::new)).await;
    let answered = match response.extensions().get::<Cut>() {
        Some(cut) => Err(*cut),
        None => Ok(response),
    };
    if log {
        let outcome = match &answered {
            Ok(response) => response.status().as_str().to_owned(),
            Err(_) => "cut".to_owned(),
        };
        // Paths hold no secrets; queries may. Nobody has to listen: a closed stderr fails no call.
        let _ = writeln!(
            std::io::stderr(),
            "{method} {path} {outcome} {} ms",
            start.elapsed().as_millis()
        );
    }
    answered
}

impl FromRequest<Arc<Org>> for Arrived {
    type Rejection = Answer;

    async fn from_request(request: Request<Body>, org: &Arc<Org>) -> Result<Self, Answer> {
        let (head, body) = request.into_parts();
        let target = head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
            .to_owned();
        if let Some(status) = too_long(&target, &head.headers) {
            return Err(sent(ApiResponse::empty(status), None, false));
        }
        let limit = limit(&head.headers);
        let body = match Limited::new(body, limit).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(sent(rest::too_large(), None, false));
            }
            // The client went away.
            Err(_) => return Err(Cut.into_response()),
        };
        Ok(Self {
            is_let_in: rest::is_let_in(org, &head.headers),
            method: head.method,
            target,
            headers: head.headers,
            body,
        })
    }
}

async fn administer(State(org): State<Arc<Org>>, arrived: Arrived) -> Answer {
    sent(admin::answer(&org, &arrived), None, false)
}

async fn call(State(org): State<Arc<Org>>, arrived: Arrived) -> Result<Answer, Cut> {
    meet(&org, arrived, rest::answer).await
}

async fn log_in(State(org): State<Arc<Org>>, arrived: Arrived) -> Result<Answer, Cut> {
    meet(&org, arrived, login).await
}

/// What a resource answers, unless a fault comes before or after it.
async fn meet(org: &Arc<Org>, mut arrived: Arrived, resource: Resource) -> Result<Answer, Cut> {
    let zipped = encoding::accepts_gzip(&arrived.headers);
    org.calls
        .see(&arrived.method, &arrived.target, &arrived.headers);
    let fault = org.faults.meet(&Meeting {
        method: &arrived.method,
        target: &arrived.target,
        headers: &arrived.headers,
        is_let_in: arrived.is_let_in,
    });
    if let Some(FaultKind::Delay { millis }) = &fault {
        tokio::time::sleep(std::time::Duration::from_millis(*millis)).await;
    }
    let limit = limit(&arrived.headers);
    let response = match encoding::decode(&arrived.headers, arrived.body.clone(), limit) {
        Ok(body) => {
            arrived.body = body;
            resource(org, &arrived, fault.as_ref())?
        }
        Err(response) => response,
    };
    if fault == Some(FaultKind::CutAfter) {
        return Err(Cut);
    }
    Ok(sent(response, fault.as_ref(), zipped))
}

fn sent(response: ApiResponse, fault: Option<&FaultKind>, zipped: bool) -> Answer {
    fault::send(response, fault, zipped).map(Body::new)
}

/// The largest body of a request with these headers.
fn limit(headers: &http::HeaderMap) -> usize {
    let has_files = headers
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    if has_files { FILE_LIMIT } else { BODY_LIMIT }
}

fn login(org: &Arc<Org>, request: &Arrived, fault: Option<&FaultKind>) -> Result<ApiResponse, Cut> {
    let path = request.path();
    org.calls.route(&request.method, path);
    match fault {
        Some(FaultKind::CutBefore) => return Err(Cut),
        Some(FaultKind::ExpireTokens) => org.sessions.expire(),
        Some(kind) => {
            if let Some(response) = fault::instead(kind) {
                return Ok(response);
            }
        }
        None => {}
    }
    let login = LoginRequest {
        method: &request.method,
        path,
        query: request
            .target
            .split_once('?')
            .map_or("", |(_, query)| query),
        headers: &request.headers,
        body: &request.body,
    };
    Ok(oauth::answer(org, &login).unwrap_or_else(|| ApiResponse::empty(404)))
}

/// 414 or 431, where the head of a request is longer than an org takes.
fn too_long(target: &str, headers: &http::HeaderMap) -> Option<u16> {
    if target.len() > HEAD_LIMIT {
        return Some(414);
    }
    let headers: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    (target.len() + headers > HEAD_LIMIT).then_some(431)
}
