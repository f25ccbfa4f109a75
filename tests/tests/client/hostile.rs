//! An org whose answers point elsewhere, and values that would like to be something else: tokens go
//! to the org's own host alone, and a value stays a value.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use futures_util::future::{BoxFuture, FutureExt, ready};
use sf_runtime::auth::{AuthError, FixedToken, Login, Token, TokenSource, Why};
use sf_runtime::call::Request as CallRequest;
use sf_runtime::retry::RetryPolicy;
use sf_runtime::{Client, Error, Id};
use sf_tests::bindings::Account;
use tokio::net::TcpListener;

const TOKEN: &str = "00D000000000001!hostile.token";

/// A server that notes what it is asked, and answers as it is told.
#[derive(Clone)]
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Seen {
    target: String,
    authorization: Option<String>,
    content_types: Vec<String>,
    method: String,
    length: Option<String>,
}

type Answer = Arc<dyn Fn(&Seen) -> Response + Send + Sync>;

impl Server {
    pub(crate) async fn start(answer: impl Fn(&Seen) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answer: Answer = Arc::new(answer);
        let app = Router::new()
            .fallback(respond)
            .with_state((Arc::clone(&seen), answer));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    fn client(&self) -> Client {
        Client::builder()
            .auth(FixedToken::new(TOKEN, &self.url()).unwrap())
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    }
}

async fn respond(
    State((seen, answer)): State<(Arc<Mutex<Vec<Seen>>>, Answer)>,
    request: Request,
) -> Response {
    let authorization = request.headers().get("authorization");
    let content_types = request.headers().get_all("content-type").iter();
    let length = request.headers().get("content-length");
    let request = Seen {
        method: request.method().to_string(),
        length: length.and_then(|value| value.to_str().ok().map(str::to_owned)),
        target: request.uri().to_string(),
        content_types: content_types
            .map(|value| value.to_str().unwrap().to_owned())
            .collect(),
        authorization: authorization.and_then(|value| value.to_str().ok().map(str::to_owned)),
    };
    seen.lock().unwrap().push(request.clone());
    answer(&request)
}

pub(crate) fn json(status: u16, body: &str) -> Response {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

fn redirect(status: u16, to: &str) -> Response {
    Response::builder()
        .status(status)
        .header("location", to)
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let thief = Server::start(|_| json(200, "{}")).await;
    let org = Server::start(|_| json(200, "{}")).await;
    let port = thief.address.port();
    for link in [
        thief.url(),
        format!("{}/services/data/v66.0/query/01g-2000", thief.url()),
        format!("//127.0.0.1:{port}/services/data"),
        format!("/\\127.0.0.1:{port}/services/data"),
        format!("http://{}@127.0.0.1:{port}/", org.address),
        format!("http://user:pass@{}/", org.address),
        "https://login.salesforce.com.evil.example/".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let request = CallRequest::follow(link.clone(), "query/{locator}");
        let refused = org.client().send(&request).await;
        assert!(
            matches!(refused, Err(Error::ForeignHost(_))),
            "{link}: {refused:?}"
        );
    }
    let own = CallRequest::follow("/services/data/v66.0/query/01g-2000", "query/{locator}");
    org.client().send(&own).await.unwrap();
    assert_eq!(thief.seen().len(), 0);
    assert_eq!(org.seen().len(), 1);
}

#[tokio::test]
async fn a_redirect_stays_on_the_orgs_host() {
    let thief = Server::start(|_| json(200, "{}")).await;
    let away = thief.url();
    let org = Server::start(move |seen| match seen.target.as_str() {
        "/services/data/v66.0/limits" => redirect(302, "/services/data/v66.0/moved"),
        "/services/data/v66.0/moved" => json(200, r#"{"here":true}"#),
        "/services/data/v66.0/loop" => redirect(302, "/services/data/v66.0/loop"),
        _ => redirect(307, &away),
    })
    .await;
    let client = org.client();
    let get = |path| CallRequest::get(path, &[]).unwrap();
    let moved = client.send(&get("limits")).await.unwrap();
    assert_eq!(moved.text().unwrap(), r#"{"here":true}"#);
    let refused = client.send(&get("recent")).await;
    assert!(matches!(refused, Err(Error::ForeignHost(_))), "{refused:?}");
    assert!(client.send(&get("loop")).await.is_err());
    assert_eq!(thief.seen().len(), 0);
    // A create is never sent to where it was not meant to go.
    let create = Account::create(sf_tests::bindings::account::Required {
        name: "Acme".into(),
    });
    let refused = create.send(&client).await.unwrap_err();
    // A redirect may come after the deed.
    assert!(refused.may_have_happened(), "{refused}");
    assert_eq!(thief.seen().len(), 0);
}

#[tokio::test]
async fn a_redirect_is_relative_to_what_redirects() {
    let org = Server::start(|seen| match seen.target.as_str() {
        "/services/data/v66.0/a/b" => redirect(302, "c"),
        "/services/data/v66.0/a/c" => redirect(302, "?d=1"),
        "/services/data/v66.0/a/c?d=1" => json(200, "{}"),
        _ => json(404, "[]"),
    })
    .await;
    let get = CallRequest::get("a/b", &[]).unwrap();
    org.client().send(&get).await.unwrap();
}

/// "See other" asks for a `GET`, which has no body.
#[tokio::test]
async fn a_read_that_is_sent_elsewhere_leaves_its_body_behind() {
    let org = Server::start(|seen| match seen.target.as_str() {
        "/services/data/v66.0/find" => redirect(303, "found"),
        _ => json(200, "{}"),
    })
    .await;
    let find = CallRequest::post("find", &[])
        .unwrap()
        .json("what")
        .unwrap();
    let find = find.with_safety(sf_runtime::call::Safety::Read);
    org.client().send(&find).await.unwrap();
    let seen = org.seen();
    assert_eq!(seen[0].length.as_deref(), Some("6"));
    assert_eq!(seen[1].method, "GET");
    assert_eq!(seen[1].length, None);
    assert!(seen[1].content_types.is_empty());
}

/// A stream comes once: the second address would get an empty body under the length of the whole.
#[tokio::test]
async fn a_stream_does_not_follow_a_redirect() {
    let org = Server::start(|_| redirect(307, "/services/data/v66.0/moved")).await;
    let pieces = futures_util::stream::iter([Ok("ab".into())]);
    let body = sf_runtime::call::Body::Stream {
        content_type: "text/plain".into(),
        stream: sf_runtime::call::ByteStream::new(2, pieces),
    };
    let put = CallRequest::new(http::Method::PUT, "limits", &[]).unwrap();
    let refused = org.client().send(&put.with_body(body)).await.unwrap_err();
    assert_eq!(refused.api().map(|error| error.status), Some(307));
    assert_eq!(org.seen().len(), 1);
}

/// A login that answers with one token after the other.
#[derive(Debug)]
struct Sequence(Mutex<Vec<(&'static str, String)>>);

impl TokenSource for Sequence {
    fn token<'a>(&'a self, _: &'a Login, _: Why) -> BoxFuture<'a, Result<Token, AuthError>> {
        let (token, url) = self.0.lock().unwrap().remove(0);
        ready(Token::new(token.to_owned().into(), &url)).boxed()
    }
}

#[tokio::test]
async fn the_instance_url_is_followed_when_it_changes_but_not_to_another_org() {
    const EXPIRED: &str =
        r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#;
    let before = Server::start(|_| json(401, EXPIRED)).await;
    let after = Server::start(|_| json(200, "{}")).await;
    let client = |tokens: Vec<(&'static str, String)>| {
        Client::builder()
            .auth(Sequence(Mutex::new(tokens)))
            .build()
            .unwrap()
    };
    let limits = CallRequest::get("limits", &[]).unwrap();

    let moved = client(vec![(TOKEN, before.url()), (TOKEN, after.url())]);
    moved.send(&limits).await.unwrap();
    assert_eq!(after.seen().len(), 1);

    let other_org = "00D000000000002!hostile.token";
    let swapped = client(vec![(TOKEN, before.url()), (other_org, after.url())]);
    let refused = swapped.send(&limits).await;
    assert!(matches!(refused, Err(Error::Auth(_))), "{refused:?}");
    assert_eq!(after.seen().len(), 1, "nothing more was sent");
}

#[tokio::test]
async fn a_value_never_becomes_another_path() {
    let org = Server::start(|_| json(200, r#"{"id":"001D000000IqhSLIAZ","success":true}"#)).await;
    let client = org.client();
    for (value, encoded) in [
        ("a/b", "a%2Fb"),
        ("../../limits", "..%2F..%2Flimits"),
        ("a?b=c#d", "a%3Fb%3Dc%23d"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a+b c", "a%2Bb%20c"),
        ("Größe", "Gr%C3%B6%C3%9Fe"),
        ("a\r\nHost: evil.example", "a%0D%0AHost%3A%20evil.example"),
        ("a\\b;c", "a%5Cb%3Bc"),
    ] {
        Account::upsert_by_external_id__c(value)
            .name("Acme")
            .send(&client)
            .await
            .unwrap_or_else(|error| panic!("{value}: {error}"));
        let target = org.seen().last().unwrap().target.clone();
        assert_eq!(
            target,
            format!("/services/data/v66.0/sobjects/Account/External_Id__c/{encoded}")
        );
    }
    let sent = org.seen().len();
    for value in [".", "..", ""] {
        let refused = Account::upsert_by_external_id__c(value).send(&client).await;
        assert!(refused.is_err(), "{value:?}");
    }
    assert_eq!(org.seen().len(), sent, "nothing was sent for those");
    // An id cannot hold what would make another path.
    for text in ["../../limits!!!", "001D000000Iq/SL", "001D000000IqhSL?x=1"] {
        assert!(Id::<Account>::parse(text).is_err(), "{text}");
    }
}

#[tokio::test]
async fn a_name_never_becomes_another_header() {
    for name in ["app\r\nX-Evil: 1", "app; defaultNamespace=evil", "app\0"] {
        let built = Client::builder()
            .auth(FixedToken::new(TOKEN, "http://127.0.0.1:1").unwrap())
            .client_name(name)
            .build();
        assert!(built.is_err(), "{name:?}");
    }
    assert!(FixedToken::new("00D!a\r\nX-Evil: 1", "http://127.0.0.1:1").is_err());
}

#[tokio::test]
async fn a_body_has_one_content_type_and_it_is_the_calls_own() {
    use sf_runtime::rest::Raw;

    let org = Server::start(|_| json(200, "{}")).await;
    let client = org.client();
    let post = || Raw::post("limits").json("x").unwrap();
    client.call(&post()).await.unwrap();
    let own = post().header("Content-Type", "application/scim+json");
    client.call(&own).await.unwrap();
    let csv = Raw::put("limits").body("text/csv", "a");
    client.call(&csv).await.unwrap();
    let seen = org.seen();
    let types: Vec<_> = seen.iter().map(|seen| &seen.content_types[..]).collect();
    assert_eq!(types[0], ["application/json; charset=UTF-8"]);
    assert_eq!(types[1], ["application/scim+json"]);
    assert_eq!(types[2], ["text/csv"]);
    // One that is none is refused here, and not taken for a lost answer.
    let injected = Raw::put("limits").body("text/csv\r\nX-Evil: 1", "a");
    let refused = client.call(&injected).await.unwrap_err();
    assert!(matches!(refused, Error::Request(_)), "{refused}");
    assert_eq!(org.seen().len(), 3);
}

/// What no header can hold is refused before anything is sent, and is no answer that was lost.
#[tokio::test]
async fn a_name_of_a_file_never_becomes_a_header_of_its_part() {
    use sf_runtime::call::{Body as CallBody, Multipart, Part};
    use sf_runtime::rest::Upload;
    use sf_tests::bindings::{ContentVersion, content_version};

    let org = Server::start(|_| json(201, r#"{"id":"068D000000IqhSLIAZ","success":true}"#)).await;
    let client = org.client();
    let draft = || {
        ContentVersion::create(content_version::Required {
            title: "Report".into(),
        })
    };
    let upload = |field: &str, name: &str| Upload::new(draft(), field, name, b"abc".to_vec());
    for (field, name) in [
        ("VersionData", "a.pdf\r\nX-Evil: 1"),
        ("VersionData", "a\npdf"),
        ("VersionData", "a\0.pdf"),
        ("Version\r\nData", "a.pdf"),
    ] {
        let refused = client.call(&upload(field, name)).await.unwrap_err();
        assert!(matches!(refused, Error::Request(_)), "{name:?}: {refused}");
        assert!(!refused.may_have_happened());
    }
    let part = |name: &'static str, content_type: &'static str| Part {
        name: name.into(),
        file_name: None,
        content_type: content_type.into(),
        content: b"abc".to_vec().into(),
    };
    let form = |part| CallBody::Multipart(Multipart { parts: vec![part] });
    for body in [
        CallBody::Content {
            content_type: "text/csv\r\nX-Evil: 1".into(),
            bytes: "a".into(),
        },
        CallBody::Stream {
            content_type: "text/csv\0".into(),
            stream: sf_runtime::call::ByteStream::new(
                1,
                futures_util::stream::iter([Ok("a".into())]),
            ),
        },
        form(part("a", "text/csv\r\nX-Evil: 1")),
        form(part("a\r\nX-Evil: 1", "text/csv")),
    ] {
        let post = CallRequest::post("limits", &[]).unwrap().with_body(body);
        let refused = client.send(&post).await.unwrap_err();
        assert!(matches!(refused, Error::Request(_)), "{refused}");
        assert!(!refused.may_have_happened());
    }
    assert_eq!(org.seen().len(), 0);
    client
        .call(&upload("VersionData", "Größe \"1\".pdf"))
        .await
        .unwrap();
}

#[tokio::test]
async fn every_request_has_the_token_and_says_who_asks() {
    let org = Server::start(|_| json(200, "{}")).await;
    let limits = CallRequest::get("limits", &[]).unwrap();
    org.client().send(&limits).await.unwrap();
    let seen = org.seen();
    assert_eq!(seen[0].target, "/services/data/v66.0/limits");
    assert_eq!(
        seen[0].authorization.as_deref(),
        Some(&*format!("Bearer {TOKEN}"))
    );
}
