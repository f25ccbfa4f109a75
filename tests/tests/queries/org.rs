//! The org of the fixtures and a client of it.

use std::future::Future;

use sf_fake_org::FakeOrg;
use sf_runtime::Client;
use sf_runtime::auth::FixedToken;

/// An org with nothing in it, and a client of it.
pub(crate) async fn org() -> (FakeOrg, Client) {
    paged(2_000).await
}

/// The same, with pages of at most so many rows.
pub(crate) async fn paged(rows: usize) -> (FakeOrg, Client) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org");
    let org = FakeOrg::builder()
        .schema_dir(folder)
        .query_page_size(rows)
        .start()
        .await
        .unwrap();
    let login = FixedToken::new(org.access_token(), org.url()).unwrap();
    let client = Client::builder().auth(login).connect().await.unwrap();
    (org, client)
}

pub(crate) fn run<F: Future>(test: F) -> F::Output {
    tokio::runtime::Runtime::new().unwrap().block_on(test)
}
