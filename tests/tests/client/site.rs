//! A fake org and a client that is logged in to it.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sf_fake_org::{Builder, FakeOrg};
use sf_runtime::auth::FixedToken;
use sf_runtime::client::Clock;
use sf_runtime::{Client, Id, SObject, Timestamp};

/// An org and a client that is logged in to it.
pub(crate) struct Site {
    pub(crate) org: FakeOrg,
    pub(crate) sf: Client,
}

/// The realistic snapshot.
pub(crate) fn builder() -> Builder {
    FakeOrg::builder().schema_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org"))
}

pub(crate) async fn site() -> Site {
    let org = builder().start().await.unwrap();
    let sf = client(org.access_token(), org.url());
    Site { org, sf }
}

pub(crate) fn client(token: &str, url: &str) -> Client {
    Client::builder()
        .auth(FixedToken::new(token, url).unwrap())
        .clock(NoWaiting)
        .build()
        .unwrap()
}

impl Site {
    /// Puts a record in.
    pub(crate) fn insert<T: SObject>(&self, record: serde_json::Value) -> Id<T> {
        self.org
            .insert(T::API_NAME, &record)
            .unwrap()
            .parse()
            .unwrap()
    }
}

/// Waits of the retry policy are over at once.
#[derive(Debug)]
struct NoWaiting;

impl Clock for NoWaiting {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        futures_util::future::ready(()).boxed()
    }

    fn random(&self) -> f64 {
        0.0
    }
}
