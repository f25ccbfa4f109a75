//! The program, as people and other languages start it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use crate::client::Reply;

/// Ends the program when the test ends, however it ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_first_line_says_how_to_log_in() {
    let snapshot = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/org");
    let child = Command::new(env!("CARGO_BIN_EXE_sf-fake-org"))
        .args(["--schema", snapshot, "--port", "0", "--seed", "7"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut program = Program(child.unwrap());
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let hello: serde_json::Value = serde_json::from_str(&line).unwrap();
    let text = |key: &str| hello[key].as_str().unwrap().to_owned();
    assert!(text("url").starts_with("http://127.0.0.1:"));
    for key in [
        "client_id",
        "client_secret",
        "username",
        "password",
        "security_token",
    ] {
        assert!(!text(key).is_empty(), "{key}");
    }
    let key = std::path::PathBuf::from(text("jwt_key"));
    assert!(
        std::fs::read_to_string(&key)
            .unwrap()
            .starts_with("-----BEGIN PRIVATE KEY-----\n")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        let mode = std::fs::metadata(key.parent().unwrap())
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
    let url = format!("{}/services/data/v66.0/limits?secret=hidden", text("url"));
    let http = reqwest::Client::new();
    assert_eq!(
        Reply::of(http.get(url).bearer_auth(text("access_token")))
            .await
            .status,
        200
    );

    #[cfg(unix)]
    {
        let pid = program.0.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(program.0.wait().unwrap().success());
        let mut log = String::new();
        program
            .0
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        assert!(
            log.starts_with("GET /services/data/v66.0/limits 200 "),
            "{log}"
        );
        assert!(!log.contains("hidden"));
        assert!(!key.exists());
    }
}

#[tokio::test]
async fn calls_are_answered_though_nobody_reads_the_log() {
    let snapshot = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/org");
    let child = Command::new(env!("CARGO_BIN_EXE_sf-fake-org"))
        .args(["--schema", snapshot])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut program = Program(child.unwrap());
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    drop(program.0.stderr.take());
    let hello: serde_json::Value = serde_json::from_str(&line).unwrap();
    let url = format!("{}/services/data", hello["url"].as_str().unwrap());
    let http = reqwest::Client::new();
    for _ in 0..2 {
        assert_eq!(Reply::of(http.get(&url)).await.status, 200);
    }
}

#[test]
fn a_snapshot_that_is_not_there_is_an_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_sf-fake-org"))
        .args(["--schema", "/nowhere"])
        .output();
    let output = output.unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("cannot read /nowhere"), "{text}");
}
