//! The HTTP server: connections on the loopback interface, bodies in and out, and the faults of a
//! network.
//!
//! It speaks hyper and not a framework above it, because only here can a connection end without an
//! answer.
//!
//! Must not know: records, grants.

use std::convert::Infallible;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

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

/// The connection ends without an answer.
#[derive(Debug)]
struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection cut on request")
    }
}

impl std::error::Error for Cut {}

/// A request with its whole body.
struct Arrived {
    method: Method,
    /// Path and query.
    target: String,
    headers: http::HeaderMap,
    body: Bytes,
}

impl Arrived {
    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// Serves until it is dropped; connections end with it.
pub(crate) async fn serve(listener: TcpListener, org: Arc<Org>, log: bool) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(connection(stream, org.clone(), log));
                    }
                    // No file is left for it: the next try would fail the same at once.
                    Err(_) => tokio::time::sleep(AGAIN).await,
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, org: Arc<Org>, log: bool) {
    // A delay of small packets would look like a slow org.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let org = org.clone();
        async move { answer(&org, request, log).await }
    });
    // Clients that go away, and cuts, end here.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(
    org: &Arc<Org>,
    request: Request<Incoming>,
    log: bool,
) -> Result<Response<OutBody>, Cut> {
    let start = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let answered = respond(org, request).await;
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

async fn respond(org: &Arc<Org>, request: Request<Incoming>) -> Result<Response<OutBody>, Cut> {
    let (head, body) = request.into_parts();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned();
    let zipped = encoding::accepts_gzip(&head.headers);
    if let Some(status) = too_long(&target, &head.headers) {
        return Ok(fault::send(ApiResponse::empty(status), None, false));
    }
    let has_files = head
        .headers
        .get(http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let limit = if has_files { FILE_LIMIT } else { BODY_LIMIT };
    let body = match Limited::new(body, limit).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Ok(fault::send(rest::too_large(), None, false));
        }
        // The client went away.
        Err(_) => return Err(Cut),
    };
    let mut arrived = Arrived {
        method: head.method,
        target,
        headers: head.headers,
        body,
    };
    if arrived.path().starts_with("/__admin/") {
        return Ok(fault::send(admin::answer(org, &arrived), None, false));
    }
    org.calls
        .see(&arrived.method, &arrived.target, &arrived.headers);
    let fault = org.faults.meet(&Meeting {
        method: &arrived.method,
        target: &arrived.target,
        headers: &arrived.headers,
        is_let_in: rest::is_let_in(org, &arrived.headers),
    });
    if let Some(FaultKind::Delay { millis }) = &fault {
        tokio::time::sleep(std::time::Duration::from_millis(*millis)).await;
    }
    let response = match encoding::decode(&arrived.headers, arrived.body.clone(), limit) {
        Ok(body) => {
            arrived.body = body;
            dispatch(org, &arrived, fault.as_ref())?
        }
        Err(response) => response,
    };
    if fault == Some(FaultKind::CutAfter) {
        return Err(Cut);
    }
    Ok(fault::send(response, fault.as_ref(), zipped))
}

fn dispatch(
    org: &Arc<Org>,
    request: &Arrived,
    fault: Option<&FaultKind>,
) -> Result<ApiResponse, Cut> {
    let path = request.path();
    if path == "/services/data" || path.starts_with("/services/data/") {
        return rest::answer(org, request, fault);
    }
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
