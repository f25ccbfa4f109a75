//! No token is in a log, whatever the level, nor in what `Debug` and errors show.

use std::io;
use std::sync::{Arc, Mutex};

use sf_runtime::Client;
use sf_runtime::auth::FixedToken;
use sf_runtime::call::Request;
use sf_runtime::retry::RetryPolicy;
use sf_tests::bindings::{Account, account};
use tracing_subscriber::fmt::MakeWriter;

/// Where the logs go.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The message of an error and of all that caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error:?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text.push_str(&format!("\n{error}\n{error:?}"));
        next = error.source();
    }
    text
}

#[tokio::test]
async fn tokens_and_values_are_in_no_log_and_no_error() {
    const SECRET: &str = "AQEAQtopsecret.token";
    const VALUE: &str = "Very Private Industries";
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    // A port that nothing listens on: connections are refused.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let client = Client::builder()
        .auth(FixedToken::new(format!("00D000000000001!{SECRET}"), &url).unwrap())
        .retry(RetryPolicy::none())
        .connect()
        .await
        .unwrap();
    let mut shown = format!("{client:?}");
    let query = Request::get("query", &[]).unwrap().query(
        "q",
        &format!("SELECT Id FROM Account WHERE Name = '{VALUE}'"),
    );
    shown.push_str(&chain(&client.send(&query).await.unwrap_err()));
    let create = Account::create(account::Required { name: VALUE.into() });
    shown.push_str(&chain(&create.send(&client).await.unwrap_err()));
    drop(guard);

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("sobjects/{object}"),
        "spans are there: {logged}"
    );
    for text in [&logged, &shown] {
        assert!(!text.contains(SECRET), "a token is shown: {text}");
        assert!(!text.contains(VALUE), "a value is shown: {text}");
    }
}
