//! An org that answers what a test says, and a client of it whose clock does not wait.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde_json::Value;
use sf_runtime::auth::FixedToken;
use sf_runtime::client::Clock;
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Timestamp};

/// A request as it came over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    pub(crate) body: String,
}

/// What is answered.
pub(crate) enum Answer {
    Json(u16, String),
    /// A page of HTML, as of a proxy.
    Page(u16, String),
    /// The connection ends without an answer.
    Cut,
}

pub(crate) struct Scripted {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    clock: Instant,
}

/// A clock on which no time passes; it keeps what it was asked to wait for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Instant(Arc<Mutex<Vec<Duration>>>);

impl Scripted {
    /// An org that answers by this rule.
    pub(crate) fn new(rule: impl FnMut(&Seen) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        let rule = Arc::new(Mutex::new(rule));
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let (rule, kept) = (Arc::clone(&rule), Arc::clone(&kept));
                std::thread::spawn(move || serve(connection.unwrap(), &kept, &rule));
            }
        });
        Self {
            url,
            seen,
            clock: Instant::default(),
        }
    }

    /// An org that answers 200 with these bodies, one after the other.
    pub(crate) fn answers<const N: usize>(bodies: [&str; N]) -> Self {
        let mut bodies = bodies.map(str::to_owned).into_iter();
        Self::new(move |_| Answer::Json(200, bodies.next().expect("no further call")))
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn clock(&self) -> Instant {
        self.clock.clone()
    }

    pub(crate) fn client(&self) -> Client {
        self.client_with(RetryPolicy::default())
    }

    pub(crate) fn client_with(&self, policy: RetryPolicy) -> Client {
        client(&self.url, "00D000000000001!TOKEN", policy, &self.clock)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.clock.0.lock().unwrap().clone()
    }
}

impl Seen {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The records of a call of many.
    pub(crate) fn records(&self) -> Vec<Value> {
        self.json()["records"].as_array().unwrap().clone()
    }
}

impl Clock for Instant {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().unwrap().push(duration);
        ready(()).boxed()
    }

    fn random(&self) -> f64 {
        0.5
    }
}

/// A client of an org on this machine.
pub(crate) fn client(url: &str, token: &str, policy: RetryPolicy, clock: &Instant) -> Client {
    Client::builder()
        .auth(FixedToken::new(token, url).unwrap())
        .retry(policy)
        .clock(clock.clone())
        .build()
        .unwrap()
}

/// Runs to the end on this thread.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn serve(
    mut connection: TcpStream,
    kept: &Mutex<Vec<Seen>>,
    rule: &Mutex<impl FnMut(&Seen) -> Answer>,
) {
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let mut words = line.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let request = Seen {
        method,
        path,
        body: String::from_utf8(body).unwrap(),
    };
    kept.lock().unwrap().push(request.clone());
    let answer = (*rule.lock().unwrap())(&request);
    let (kind, status, body) = match answer {
        Answer::Json(status, body) => ("application/json;charset=UTF-8", status, body),
        Answer::Page(status, body) => ("text/html", status, body),
        Answer::Cut => return,
    };
    let length = body.len();
    // A client that has gone away is not the test's matter.
    let _ = write!(
        connection,
        "HTTP/1.1 {status} Answer\r\nContent-Type: {kind}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
}
