//! A server that answers each path as it is told, for what an org would need thousands of records
//! for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sf_runtime::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::site::client;

/// The server, until it is dropped.
pub(crate) struct Answering {
    pub(crate) sf: Client,
    seen: Arc<Seen>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Seen {
    requests: Mutex<Vec<(String, String)>>,
    count: watch::Sender<usize>,
    hung_up: watch::Sender<usize>,
}

/// Status and body by the path that a request begins with; no answer at all where there is none.
pub(crate) type Script = HashMap<String, (u16, String)>;

impl Answering {
    pub(crate) async fn new(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Seen {
            requests: Mutex::default(),
            count: watch::Sender::new(0),
            hung_up: watch::Sender::new(0),
        });
        let (shared, script) = (Arc::clone(&seen), Arc::new(script));
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&shared)));
            }
        });
        Self {
            sf: client("token", &url),
            seen,
            server,
        }
    }

    /// The first lines of the requests so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        let requests = self.seen.requests.lock().unwrap();
        requests.iter().map(|(line, _)| line.clone()).collect()
    }

    /// The bodies of the requests so far.
    pub(crate) fn bodies(&self) -> Vec<String> {
        let requests = self.seen.requests.lock().unwrap();
        requests.iter().map(|(_, body)| body.clone()).collect()
    }

    /// Waits until so many requests have come.
    pub(crate) async fn requests(&self, count: usize) {
        reaches(&self.seen.count, count).await;
    }

    /// Waits until the client has given up so many requests that have no answer.
    pub(crate) async fn given_up(&self, count: usize) {
        reaches(&self.seen.hung_up, count).await;
    }
}

async fn reaches(counter: &watch::Sender<usize>, count: usize) {
    let mut counter = counter.subscribe();
    let reached = counter.wait_for(|seen| *seen >= count);
    let in_time = tokio::time::timeout(Duration::from_secs(30), reached).await;
    in_time.expect("the server waits in vain").unwrap();
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Script>, seen: Arc<Seen>) {
    let mut bytes = Vec::new();
    loop {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            let mut piece = [0; 65_536];
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => return,
                Ok(length) => bytes.extend_from_slice(&piece[..length]),
            }
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, length)| length.trim().parse().unwrap());
        let mut body = bytes.split_off(end + 4);
        if body.len() < length {
            let mut rest = vec![0; length - body.len()];
            stream.read_exact(&mut rest).await.unwrap();
            body.extend_from_slice(&rest);
        }
        bytes = body.split_off(length);
        let line = head
            .lines()
            .next()
            .unwrap()
            .trim_end_matches(" HTTP/1.1")
            .to_owned();
        let path = line.split_once(' ').unwrap().1.to_owned();
        let body = String::from_utf8(body).unwrap();
        seen.requests.lock().unwrap().push((line, body));
        seen.count.send_modify(|count| *count += 1);
        let found = script
            .iter()
            .find(|(start, _)| path.starts_with(start.as_str()));
        let Some((_, (status, body))) = found else {
            // Until the client gives up.
            let _ = stream.read(&mut [0; 1]).await;
            seen.hung_up.send_modify(|count| *count += 1);
            return;
        };
        let answer = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
