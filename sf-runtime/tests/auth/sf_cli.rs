//! The login of the `sf` tool: a script in its place prints what it prints.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use secrecy::ExposeSecret;
use sf_runtime::auth::{AuthErrorKind, Login, SfCli, TokenSource, Why};
use tempfile::TempDir;

/// Logs its arguments beside itself, and answers by the org's alias. Each answer has a new token,
/// but for the org `stale`.
const SCRIPT: &str = r#"#!/bin/sh
if [ "$1 $2" = "org display" ]; then command=display; org=$4
elif [ "$1 $2 $3" = "org auth show-access-token" ]; then command=token; org=$5
else exit 2; fi
echo "$*" >> "$0.$org.log"
count=$(wc -l < "$0.$org.log" | tr -d ' ')
redacted="[REDACTED] Use 'sf org auth show-access-token' to view"
case "$command $org" in
"display shown") token="00D000000000001!SECRET$count" ;;
"display stale") token="00D000000000001!SECRET" ;;
"display redacted"|"display bare"|"display old") token=$redacted ;;
"display missing")
    echo '{"status":1,"name":"NamedOrgNotFoundError","message":"No authorization information found for missing.","exitCode":1}'
    exit 1 ;;
"display odd") echo "token 00D000000000001!SECRET"; exit 0 ;;
"display foreign")
    echo '{"status":0,"result":{"accessToken":"00D000000000001!SECRET","instanceUrl":"http://evil.example"}}'
    exit 0 ;;
"token redacted")
    echo "{\"status\":0,\"result\":{\"accessToken\":\"00D000000000001!SECRET$count\"},\"warnings\":[]}"
    exit 0 ;;
"token bare") echo "{\"status\":0,\"result\":\"00D000000000001!SECRET$count\"}"; exit 0 ;;
"token old")
    echo '{"status":127,"name":"CommandNotFoundError","message":"org auth show-access-token is not a sf command."}'
    exit 127 ;;
esac
echo "a warning with 00D000000000001!SECRET" >&2
echo "{\"status\":0,\"result\":{\"id\":\"00D000000000001EAA\",\"accessToken\":\"$token\",\"instanceUrl\":\"https://acme.my.salesforce.com\",\"connectedStatus\":\"Connected\"},\"warnings\":[]}"
"#;

/// The script: written once, since a file that is being written cannot be run.
fn script() -> &'static Path {
    static SCRIPT_FILE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = SCRIPT_FILE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("sf");
        fs::write(&path, SCRIPT).expect("a file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
        (folder, path)
    });
    path
}

fn source(org: &str) -> SfCli {
    SfCli::new(org).expect("a source").program(script())
}

/// What the tool was run with.
fn ran(org: &str) -> Vec<String> {
    let log = format!("{}.{org}.log", script().display());
    fs::read_to_string(log)
        .expect("a log")
        .lines()
        .map(str::to_owned)
        .collect()
}

async fn token(source: &SfCli, why: Why) -> String {
    let login = Login::new().expect("a network");
    let token = source.token(&login, why).await.expect("a token");
    assert_eq!(
        token.instance_url().as_str(),
        "https://acme.my.salesforce.com/"
    );
    token.access_token().expose_secret().to_owned()
}

async fn error(source: &SfCli) -> (AuthErrorKind, String) {
    let login = Login::new().expect("a network");
    let error = source
        .token(&login, Why::First)
        .await
        .expect_err("no token");
    assert!(
        !format!("{error:?} {source:?}").contains("SECRET"),
        "{error:?}"
    );
    (error.kind(), error.to_string())
}

#[tokio::test]
async fn a_token_is_read_and_read_again() {
    let source = source("shown");
    assert_eq!(token(&source, Why::First).await, "00D000000000001!SECRET1");
    assert_eq!(
        token(&source, Why::Refused).await,
        "00D000000000001!SECRET2"
    );
    assert_eq!(ran("shown"), ["org display --target-org shown --json"; 2]);
}

#[tokio::test]
async fn a_token_that_is_not_shown_is_asked_for() {
    for org in ["redacted", "bare"] {
        let source = source(org);
        assert_eq!(token(&source, Why::First).await, "00D000000000001!SECRET2");
        assert_eq!(
            ran(org),
            [
                format!("org display --target-org {org} --json"),
                format!("org auth show-access-token --target-org {org} --json"),
            ]
        );
    }
}

#[tokio::test]
async fn a_failure_says_what_to_do() {
    let (kind, text) = error(&source("missing")).await;
    assert_eq!(kind, AuthErrorKind::Refused);
    assert!(text.contains("sf org login web --alias missing"), "{text}");
    let (_, text) = error(&source("old")).await;
    assert!(text.contains("sf update"), "{text}");
    let (kind, _) = error(&source("odd")).await;
    assert_eq!(kind, AuthErrorKind::Answer);
    let (kind, _) = error(&source("foreign")).await;
    assert_eq!(kind, AuthErrorKind::Answer);
    let (kind, text) = error(&source("shown-not").program("/there/is/no/sf")).await;
    assert_eq!(kind, AuthErrorKind::Setup);
    assert!(text.contains("@salesforce/cli"), "{text}");
}

#[tokio::test]
async fn the_token_that_was_refused_is_not_given_again() {
    let source = source("stale");
    token(&source, Why::First).await;
    let login = Login::new().expect("a network");
    let error = source
        .token(&login, Why::Refused)
        .await
        .expect_err("the same token");
    assert_eq!(error.kind(), AuthErrorKind::Refused);
    assert!(
        error.to_string().contains("sf org login web --alias stale"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
}
