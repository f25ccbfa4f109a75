//! A host on this machine: each request goes to a function, which answers it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use sf_runtime::auth::LoginHost;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

/// What it is answered with.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    /// The answer waits for this.
    held: Option<oneshot::Receiver<()>>,
    /// The connection ends instead.
    is_cut: bool,
}

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// The function is told the request and how many came before it.
    pub(crate) async fn start(
        answer: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let (shared, answer) = (Arc::clone(&seen), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared), Arc::clone(&answer)));
            }
        });
        Self { url, seen }
    }

    /// A host that answers each token request so.
    pub(crate) async fn answering(status: u16, body: Value) -> Self {
        Self::start(move |_, _| Reply::json(status, &body)).await
    }

    pub(crate) fn host(&self) -> LoginHost {
        LoginHost::url(&self.url).expect("a host")
    }

    /// What came to this path.
    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let seen = self.seen.lock().expect("a lock");
        seen.iter()
            .filter(|seen| seen.target.split('?').next() == Some(path))
            .cloned()
            .collect()
    }

    /// The forms that came to the token endpoint.
    pub(crate) fn logins(&self) -> Vec<BTreeMap<String, String>> {
        self.seen("/services/oauth2/token")
            .iter()
            .map(Seen::form)
            .collect()
    }
}

impl Seen {
    /// The fields of the form.
    pub(crate) fn form(&self) -> BTreeMap<String, String> {
        assert_eq!(self.method, "POST");
        assert_eq!(
            self.headers.get("content-type").map(String::as_str),
            Some("application/x-www-form-urlencoded")
        );
        assert!(!self.target.contains('?'), "nothing secret is in a URL");
        let pairs = url::form_urlencoded::parse(self.body.as_bytes()).into_owned();
        let fields: Vec<(String, String)> = pairs.collect();
        let form: BTreeMap<_, _> = fields.iter().cloned().collect();
        assert_eq!(form.len(), fields.len(), "a field is sent once");
        form
    }

    pub(crate) fn is_login(&self) -> bool {
        self.target == "/services/oauth2/token"
    }

    /// The token that the request carries.
    pub(crate) fn bearer(&self) -> Option<&str> {
        self.headers.get("authorization")?.strip_prefix("Bearer ")
    }
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, body.to_string()).with("content-type", "application/json;charset=UTF-8")
    }

    pub(crate) fn text(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            held: None,
            is_cut: false,
        }
    }

    /// The answer to a login.
    pub(crate) fn token(token: &str, instance_url: &str) -> Self {
        Self::json(200, &grant(token, instance_url))
    }

    /// A refusal of a token endpoint.
    pub(crate) fn refusal(error: &str, description: &str) -> Self {
        Self::json(
            400,
            &json!({"error": error, "error_description": description}),
        )
        .with("cache-control", "no-store")
    }

    /// The answer to a call with a token that the org does not take.
    pub(crate) fn unauthorized(message: &str) -> Self {
        Self::json(
            401,
            &json!([{"errorCode": "INVALID_SESSION_ID", "message": message}]),
        )
    }

    pub(crate) fn cut() -> Self {
        let mut reply = Self::text(200, "");
        reply.is_cut = true;
        reply
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn held_until(mut self, released: oneshot::Receiver<()>) -> Self {
        self.held = Some(released);
        self
    }
}

/// What a token endpoint answers (without `expires_in`, as Salesforce).
pub(crate) fn grant(token: &str, instance_url: &str) -> Value {
    json!({
        "access_token": token,
        "instance_url": instance_url,
        "id": "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA",
        "token_type": "Bearer",
        "issued_at": "1700000000000",
        "signature": "c2lnbmF0dXJl",
        "scope": "api",
    })
}

async fn serve(
    mut stream: TcpStream,
    seen: Arc<Mutex<Vec<Seen>>>,
    answer: Arc<impl Fn(&Seen, usize) -> Reply + Send + Sync>,
) {
    let Some(request) = read(&mut stream).await else {
        return;
    };
    let before = {
        let mut seen = seen.lock().expect("a lock");
        seen.push(request.clone());
        seen.len() - 1
    };
    let reply = answer(&request, before);
    if reply.is_cut {
        return;
    }
    if let Some(released) = reply.held {
        released.await.expect("a release");
    }
    let mut head = format!(
        "HTTP/1.1 {} X\r\ncontent-length: {}\r\nconnection: close\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let text = format!("{head}\r\n{}", reply.body);
    // Who asked may have given up.
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.lines();
            let mut first = lines.next()?.split(' ');
            let headers: BTreeMap<_, _> = lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
                .collect();
            let length = headers
                .get("content-length")
                .map_or(0, |it| it.parse().unwrap_or(0));
            if body.len() >= length {
                return Some(Seen {
                    method: first.next()?.to_owned(),
                    target: first.next()?.to_owned(),
                    headers,
                    body: body.to_owned(),
                });
            }
        }
        let mut piece = [0; 4096];
        let read = stream.read(&mut piece).await.ok()?;
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&piece[..read]);
    }
}
