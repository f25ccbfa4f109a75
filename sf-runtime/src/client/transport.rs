//! The one place that knows the HTTP library.
//!
//! Sends one request to one URL, once, and tells what came of it. Decides nothing: not where a
//! call goes, not whether it goes again.

use std::error::Error as StdError;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use http::{HeaderMap, Method};
use memchr::memchr_iter;
use reqwest::multipart::{Form, Part as FormPart};
use serde::de::IgnoredAny;
use serde_json::error::Category;
use url::Url;

use crate::auth::is_loopback;
use crate::call::{Body, ByteStream, CallInfo, Content, Multipart, Response};
use crate::error::{Error, TransportErrorKind};

/// The network.
#[derive(Clone)]
pub(crate) struct Transport(Arc<Clients>);

struct Clients {
    options: TransportOptions,
    /// Goes by the proxy that the environment names.
    outside: reqwest::Client,
    /// Goes by none: plain HTTP is for this machine, and a proxy would read the token in it.
    loopback: OnceLock<reqwest::Client>,
}

/// What the network is set up with.
pub(crate) struct TransportOptions {
    pub(crate) user_agent: String,
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
}

/// A failure of the network, with its cause.
pub(crate) type Failed = (TransportErrorKind, BoxError);
/// Any error that may cross threads.
pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// A login host's answer.
pub(crate) struct Posted {
    pub(crate) status: u16,
    /// `Retry-After`
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Bytes,
}

/// An answer whose body is still to come.
pub(crate) struct Streamed {
    pub(crate) head: Response,
    pub(crate) body: BoxStream<'static, Result<Bytes, Error>>,
}

/// One request to one URL.
pub(crate) struct Sent<'a> {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: &'a Body,
    /// For the whole answer; without it each piece may take as long as the client was set up for.
    pub(crate) timeout: Option<Duration>,
}

impl Transport {
    pub(crate) fn new(options: TransportOptions) -> Result<Self, Error> {
        let outside = options.client().build().map_err(|error| {
            Error::request(format!("the HTTP client cannot be set up: {error}"))
        })?;
        Ok(Self(Arc::new(Clients {
            options,
            outside,
            loopback: OnceLock::new(),
        })))
    }

    /// The network as it is without a client's settings.
    pub(crate) fn plain() -> Result<Self, Error> {
        Self::new(TransportOptions {
            user_agent: concat!("sf-runtime/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(60),
        })
    }

    /// Sends, and reads the whole answer.
    pub(crate) async fn send(&self, sent: Sent<'_>, call: &CallInfo) -> Result<Response, Failed> {
        let response = self.start(sent).await?;
        let mut answer = head(&response, call);
        answer.body = whole(response).await?;
        if is_cut(&answer) {
            return Err((
                TransportErrorKind::Interrupted,
                "the JSON ends early".into(),
            ));
        }
        Ok(answer)
    }

    /// Sends, and leaves the body to be read piece by piece. An answer other than 2xx is read.
    pub(crate) async fn stream(&self, sent: Sent<'_>, call: &CallInfo) -> Result<Streamed, Failed> {
        let response = self.start(sent).await?;
        let mut head = head(&response, call);
        if !response.status().is_success() {
            head.body = whole(response).await?;
            return Ok(Streamed {
                head,
                body: futures_util::stream::empty().boxed(),
            });
        }
        let call = call.clone();
        let body = response.bytes_stream().map(move |piece| {
            piece.map_err(|error| {
                let (kind, source) = failed(error);
                Error::transport(call.clone(), kind, Some(source))
            })
        });
        Ok(Streamed {
            head,
            body: body.boxed(),
        })
    }

    /// Sends a form to a login host. No redirect is followed: the form holds secrets.
    pub(crate) async fn post_form(
        &self,
        url: &Url,
        fields: &[(&str, &str)],
    ) -> Result<Posted, Failed> {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let response = self
            .to(url)?
            .post(url.clone())
            .header(
                http::header::CONTENT_TYPE,
                "application/x-www-form-urlencoded",
            )
            .header(http::header::ACCEPT, "application/json")
            .timeout(Duration::from_secs(60))
            .body(form)
            .send()
            .await
            .map_err(failed)?;
        let mut answer = head(&response, &CallInfo::default());
        answer.body = whole(response).await?;
        if is_cut(&answer) {
            return Err((
                TransportErrorKind::Interrupted,
                "the JSON ends early".into(),
            ));
        }
        Ok(Posted {
            status: answer.status.as_u16(),
            retry_after: answer.retry_after(),
            body: answer.body,
        })
    }

    /// The way to a host.
    fn to(&self, url: &Url) -> Result<&reqwest::Client, Failed> {
        let clients = &*self.0;
        if !is_loopback(url) {
            return Ok(&clients.outside);
        }
        if let Some(client) = clients.loopback.get() {
            return Ok(client);
        }
        let client = clients.options.client().no_proxy().build();
        // Nothing was sent.
        let client = client.map_err(|error| (TransportErrorKind::Connect, error.into()))?;
        Ok(clients.loopback.get_or_init(|| client))
    }

    async fn start(&self, mut sent: Sent<'_>) -> Result<reqwest::Response, Failed> {
        use http::header::CONTENT_TYPE;

        // One that the call set itself counts, and reqwest would add a second. How the parts of a
        // form are parted is known to reqwest alone.
        if matches!(sent.body, Body::Multipart(_)) {
            sent.headers.remove(CONTENT_TYPE);
        }
        let has_type = sent.headers.contains_key(CONTENT_TYPE);
        let typed = |request: reqwest::RequestBuilder, content_type: &str| match has_type {
            true => request,
            false => request.header(CONTENT_TYPE, content_type),
        };
        let client = self.to(&sent.url)?;
        let mut request = client.request(sent.method, sent.url).headers(sent.headers);
        if let Some(timeout) = sent.timeout {
            request = request.timeout(timeout);
        }
        request = match sent.body {
            Body::Empty => request,
            Body::Json(bytes) => {
                typed(request, "application/json; charset=UTF-8").body(bytes.clone())
            }
            Body::Content {
                content_type,
                bytes,
            } => typed(request, content_type).body(bytes.clone()),
            Body::Multipart(multipart) => request.multipart(form(multipart)?),
            Body::Stream {
                content_type,
                stream,
            } => typed(request, content_type)
                .header(http::header::CONTENT_LENGTH, stream.len())
                .body(streamed(stream)),
        };
        request.send().await.map_err(failed)
    }
}

impl TransportOptions {
    fn client(&self) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .user_agent(&self.user_agent)
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.read_timeout)
            // Where a redirect goes is looked at first.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .tcp_nodelay(true)
    }
}

/// Refuses a body whose description no header can hold, which would be no request.
pub(super) fn check(body: &Body, call: &CallInfo) -> Result<(), Error> {
    let unfit = |what: &str| {
        Err(Error::request(format!(
            "{call}: {what} has a line break or another character that a header cannot hold"
        )))
    };
    match body {
        Body::Content { content_type, .. } | Body::Stream { content_type, .. } => {
            match http::HeaderValue::from_str(content_type) {
                Ok(_) => Ok(()),
                Err(_) => unfit("the type of its body"),
            }
        }
        Body::Multipart(multipart) => {
            for part in &multipart.parts {
                if FormPart::text("").mime_str(&part.content_type).is_err() {
                    return Err(Error::request(format!(
                        "{call}: {:?} is not the type of a part of its body",
                        part.content_type
                    )));
                }
                let file_name = part.file_name.as_deref().unwrap_or_default();
                if (part.name.chars().chain(file_name.chars())).any(char::is_control) {
                    return unfit("the name of a part of its body, or of the file in it,");
                }
            }
            Ok(())
        }
        Body::Empty | Body::Json(_) => Ok(()),
    }
}

fn form(multipart: &Multipart) -> Result<Form, Failed> {
    let mut form = Form::new();
    for part in &multipart.parts {
        let body = match &part.content {
            Content::Bytes(bytes) => bytes.clone().into(),
            Content::Stream(stream) => streamed(stream),
        };
        let mut content = FormPart::stream_with_length(body, part.content.len())
            .mime_str(&part.content_type)
            .map_err(failed)?;
        if let Some(name) = &part.file_name {
            content = content.file_name(name.clone());
        }
        form = form.part(part.name.clone(), content);
    }
    Ok(form)
}

fn streamed(stream: &ByteStream) -> reqwest::Body {
    reqwest::Body::wrap_stream(stream.clone())
}

fn head(response: &reqwest::Response, call: &CallInfo) -> Response {
    Response {
        call: call.clone(),
        status: response.status(),
        headers: response.headers().clone(),
        body: Bytes::new(),
    }
}

/// The whole body. Piece by piece, since one that is unpacked comes in hundreds of them, which reqwest
/// would all keep until the last is there.
async fn whole(mut response: reqwest::Response) -> Result<Bytes, Failed> {
    let Some(first) = response.chunk().await.map_err(failed)? else {
        return Ok(Bytes::new());
    };
    let Some(mut piece) = response.chunk().await.map_err(failed)? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    loop {
        body.extend_from_slice(&piece);
        drop(piece);
        match response.chunk().await.map_err(failed)? {
            Some(next) => piece = next,
            None => return Ok(body.freeze()),
        }
    }
}

/// Whether an answer of JSON ends before its first bracket is closed.
fn is_cut(answer: &Response) -> bool {
    let is_json = answer
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !is_json {
        return false;
    }
    let body = answer.body.trim_ascii();
    let (open, close) = match body.first() {
        Some(b'{') => (b'{', b'}'),
        Some(b'[') => (b'[', b']'),
        _ => return false,
    };
    if body.last() != Some(&close) {
        return true;
    }
    // An answer is large and seldom cut: it is counted first, which is far quicker than to read it,
    // and read only if the brackets do not match. Those in texts count too.
    let count = |bracket: u8| memchr_iter(bracket, body).count();
    let is_even = count(open) == count(close);
    !is_even
        && serde_json::from_slice::<IgnoredAny>(body)
            .is_err_and(|error| error.classify() == Category::Eof)
}

fn failed(error: reqwest::Error) -> Failed {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    // The URL may hold values.
    (kind, Box::new(error.without_url()))
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}
