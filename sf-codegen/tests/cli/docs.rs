//! The data dictionary: what is written, and that a browser makes of it what it should.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Workspace;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn a_page_an_object() {
    let workspace = Workspace::with(&["Account", "Contact"]);
    let answer = workspace
        .run(&["docs", "--schema", "org", "--out", "pages"])
        .fine();
    assert!(
        answer.has_line(&["made", "2", "objects", "in", "pages/index.html"]),
        "{}",
        answer.out
    );
    assert!(
        workspace
            .read("pages/contact.sobject.html")
            .contains("<a href=\"account.sobject.html\">Account</a>")
    );
    let again = workspace
        .run(&["docs", "--schema", "org", "--out", "pages"])
        .fine();
    assert!(
        again.out.contains("0 written, 6 unchanged, 0 removed"),
        "{}",
        again.out
    );
}

#[test]
fn pages_name_the_queries_that_use_a_field() {
    let workspace = Workspace::with(&["Account", "Contact"]);
    workspace.write(
        "main.rs",
        "fn f() {\n    soql!(\"SELECT Id, Account.Fax FROM Contact\");\n}",
    );
    workspace.write("plain.soql", "SELECT Website FROM Account");
    let paths = ["--src", "main.rs", "plain.soql"];
    let arguments = [&["docs", "--schema", "org", "--out", "pages"][..], &paths].concat();
    workspace.run(&arguments).fine();
    let account = workspace.read("pages/account.sobject.html");
    for place in ["main.rs:2:31", "plain.soql:1:8", "plain.soql:1:21"] {
        assert!(account.contains(place), "no {place} in\n{account}");
    }
    let contact = workspace.read("pages/contact.sobject.html");
    assert!(contact.contains("main.rs:2:40") && !contact.contains("plain.soql"));
    // Nothing is said of sources that were not named.
    workspace
        .run(&["docs", "--schema", "org", "--out", "pages"])
        .fine();
    assert!(
        !workspace
            .read("pages/account.sobject.html")
            .contains("main.rs")
    );
}

/// In the browser that CI installs into `target/peers`; see `.ci/run`.
#[test]
fn a_browser_shows_and_searches_it() {
    let peers =
        env::var_os("SF_PEERS").map_or_else(|| Path::new(ROOT).join("target/peers"), PathBuf::from);
    let browser = peers.join("browser");
    if !browser.join("node_modules/@sparticuz/chromium").exists() {
        println!("skipped: {} has no browser", browser.display());
        return;
    }
    let workspace = Workspace::whole();
    workspace
        .run(&["docs", "--schema", "org", "--out", "pages"])
        .fine();
    let hostile = Path::new(ROOT).join("fixtures/hostile");
    let hostile = hostile.to_str().expect("UTF-8");
    workspace
        .run(&["docs", "--schema", hostile, "--out", "hostile"])
        .fine();
    let output = Command::new("node")
        .arg(Path::new(ROOT).join("tests/peers/dictionary.mjs"))
        .arg(&browser)
        .args([workspace.path("pages"), workspace.path("hostile")])
        .output()
        .expect("node runs");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
