//! A login that was refused, as it was recorded.

use sf_runtime::auth::{AuthErrorKind, ClientCredentials, LoginHost};
use sf_runtime::{Client, Error};

use super::hostile::{Server, json};

#[tokio::test]
async fn a_recorded_refusal_keeps_its_words_and_says_what_to_do() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/responses/oauth_error.auth_error_response.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: no recorded responses in {path}");
        return;
    };
    let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
    let host = Server::start(move |_| json(400, &text)).await;
    let auth =
        ClientCredentials::new(LoginHost::url(&host.url()).unwrap(), "id", "secret").unwrap();
    let refused = Client::builder().auth(auth).connect().await.unwrap_err();
    let Error::Auth(error) = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(error.kind(), AuthErrorKind::Refused);
    let message = error.to_string();
    for key in ["error", "error_description"] {
        assert!(
            message.contains(recorded[key].as_str().unwrap()),
            "{message}"
        );
    }
    assert!(message.contains("security token"), "{message}");
    assert_eq!(host.seen().len(), 1, "a refused login is not tried again");
}
