//! Waits for a browser to come back, on this machine alone.
//!
//! Whoever can reach the port may send anything: only a `GET` of the one path with the state of
//! this login counts, and nothing of a request is ever shown.

use std::io::ErrorKind;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::auth::web_login::{Authorization, AuthorizationCode};
use crate::auth::{AuthError, AuthErrorKind};

/// A code and a state are short; this is more than any browser sends around them.
const LONGEST_REQUEST: usize = 16 * 1024;
/// Browsers open connections ahead of need, and send nothing through them.
const PATIENCE: Duration = Duration::from_secs(10);
/// More connections at a time wait to be accepted.
const CONNECTIONS: usize = 32;

/// What a request is answered with.
enum Page {
    Done,
    Refused,
    NotThisLogin,
    NotFound,
    NotGet,
    Malformed,
}

/// What the browser comes back with.
pub(super) async fn answer(
    listener: &TcpListener,
    path: &str,
    authorization: &Authorization,
) -> Result<AuthorizationCode, AuthError> {
    let mut open = FuturesUnordered::new();
    loop {
        if open.len() >= CONNECTIONS {
            if let Some(Some(outcome)) = open.next().await {
                return outcome;
            }
            continue;
        }
        let accepted = if open.is_empty() {
            listener.accept().await
        } else {
            let next = open.next();
            match select(Box::pin(listener.accept()), next).await {
                Either::Left((accepted, _)) => accepted,
                Either::Right((Some(Some(outcome)), _)) => return outcome,
                Either::Right(_) => continue,
            }
        };
        match accepted {
            Ok((stream, _)) => open.push(serve(stream, path, authorization)),
            // Whoever came has left.
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            Err(error) => {
                let message = "the listener on 127.0.0.1 failed";
                return Err(AuthError::new(AuthErrorKind::Transport, message).caused_by(error));
            }
        }
    }
}

/// Answers one connection; gives an outcome if it was the browser's answer.
async fn serve(
    mut stream: TcpStream,
    path: &str,
    authorization: &Authorization,
) -> Option<Result<AuthorizationCode, AuthError>> {
    let head = tokio::time::timeout(PATIENCE, head(&mut stream))
        .await
        .ok()??;
    let (page, outcome) = match target(&head) {
        Err(page) => (page, None),
        Ok(target) if target.split('?').next() != Some(path) => (Page::NotFound, None),
        Ok(target) if !authorization.is_answered_by(target) => (Page::NotThisLogin, None),
        Ok(target) => match authorization.answered(target) {
            Ok(code) => (Page::Done, Some(Ok(code))),
            Err(error) => (Page::Refused, Some(Err(error))),
        },
    };
    // Whether the browser takes the page does not matter to the login.
    let _ = tokio::time::timeout(PATIENCE, async {
        stream.write_all(page.response().as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
    outcome
}

/// The head of a request; none if it is cut or too long.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut piece = [0; 2048];
        let read = stream.read(&mut piece).await.ok()?;
        head.extend_from_slice(piece.get(..read).filter(|piece| !piece.is_empty())?);
        if head.len() > LONGEST_REQUEST {
            return None;
        }
    }
    String::from_utf8(head).ok()
}

/// The path and query that are asked for.
fn target(head: &str) -> Result<&str, Page> {
    let mut words = head.lines().next().unwrap_or_default().split(' ');
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some("GET"), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None)
            if target.starts_with('/') =>
        {
            Ok(target)
        }
        (Some(method), Some(_), Some(_), None) if method != "GET" => Err(Page::NotGet),
        _ => Err(Page::Malformed),
    }
}

impl Page {
    fn response(&self) -> String {
        let (status, text) = match self {
            Self::Done => (
                "200 OK",
                "The login is done here, and the program goes on. You may close this window.",
            ),
            Self::Refused => (
                "200 OK",
                "The login was refused; the program says why. You may close this window.",
            ),
            Self::NotThisLogin => (
                "400 Bad Request",
                "This is not the login that the program waits for. Use the address that it showed.",
            ),
            Self::NotFound => ("404 Not Found", "There is nothing here."),
            Self::NotGet => ("405 Method Not Allowed", "There is nothing to send here."),
            Self::Malformed => ("400 Bad Request", "This is not a request."),
        };
        let body = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Login</title>\
             <p>{text}</p></html>\n"
        );
        let allow = match self {
            Self::NotGet => "Allow: GET\r\n",
            _ => "",
        };
        format!(
            "HTTP/1.1 {status}\r\n\
             Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\n\
             {allow}\
             Cache-Control: no-store\r\n\
             Content-Security-Policy: default-src 'none'\r\n\
             Referrer-Policy: no-referrer\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Connection: close\r\n\
             \r\n\
             {body}",
            body.len(),
        )
    }
}
