//! A proxy that the environment names: what is for this machine does not go there.

use sf_runtime::Client;
use sf_runtime::auth::{ClientCredentials, LoginHost};
use tokio::net::TcpListener;
use tokio::process::Command;

use super::faults::{limits, org};

/// Names, for the program that this one starts, that it is that one.
const STARTED: &str = "SF_TESTS_BEHIND_A_PROXY";

/// An org on this machine is spoken to in plain HTTP: a proxy would read its secrets and tokens.
///
/// The environment of a process is one, so the test starts itself with another.
#[tokio::test]
async fn no_call_to_this_machine_goes_to_a_proxy() {
    if std::env::var_os(STARTED).is_some() {
        let org = org().await;
        let host = LoginHost::url(org.url()).unwrap();
        let auth = ClientCredentials::new(host, org.client_id(), org.client_secret()).unwrap();
        let client = Client::builder().auth(auth).build().unwrap();
        client.send(&limits()).await.unwrap();
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", proxy.local_addr().unwrap());
    let mut started = Command::new(std::env::current_exe().unwrap());
    for name in ["no_proxy", "NO_PROXY", "REQUEST_METHOD"] {
        started.env_remove(name);
    }
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        started.env(name, &url);
    }
    let started = started
        .args(["--exact", "proxy::no_call_to_this_machine_goes_to_a_proxy"])
        .env(STARTED, "1")
        .kill_on_drop(true)
        .output();
    let ended = tokio::select! {
        ended = started => ended.unwrap(),
        _ = proxy.accept() => panic!("the proxy was asked"),
    };
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}
