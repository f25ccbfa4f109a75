//! Clients in other languages use the fake org as they are: what satisfies only our own client
//! would not be an org.
//!
//! They are run where CI has installed them, in `target/peers`; see `.ci/run`.

use std::path::Path;
use std::process::Stdio;

use sf_tests::peers::{installed, script};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::faults;

/// Runs a peer, which creates 500 contacts and leaves so many of them.
async fn run(program: &Path, arguments: &[&Path], left: usize) {
    let org = faults::org().await;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("jwt.pem");
    std::fs::write(&key, org.jwt_key_pem().unwrap()).unwrap();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(org.introduction(&key).to_string().as_bytes())
        .await
        .unwrap();
    drop(input);
    let output = child.wait_with_output().await.unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    // What the peer says that it did has happened.
    assert_eq!(org.count("Contact"), left);
    assert_eq!(org.count("Account"), 1, "the upserted one is left");
    assert!(org.calls().count("POST /composite/sobjects") >= 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn simple_salesforce_works_unmodified() {
    if let Some(python) = installed("python/bin/python") {
        run(&python, &[&script("simple_salesforce_peer.py")], 500).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jsforce_works_unmodified() {
    if let Some(modules) = installed("node/node_modules/jsforce") {
        let folder = modules.join("../..");
        run(
            Path::new("node"),
            &[&script("jsforce_peer.mjs"), &folder],
            300,
        )
        .await;
    }
}
