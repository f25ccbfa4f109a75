//! A crate of somebody else, outside of the workspace: path dependencies, a build script of three
//! lines, and a snapshot of two objects.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sf_tests::org;

pub(crate) struct Newcomer {
    /// Removed with the value.
    folder: tempfile::TempDir,
}

impl Newcomer {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let package = |name: &str| -> PathBuf {
            workspace
                .join(name)
                .canonicalize()
                .expect("the package is there")
        };
        let manifest = format!(
            "[package]\nname = \"newcomer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nsf-runtime = {{ path = {:?} }}\nserde_json = \"1\"\n\n\
             [build-dependencies]\nsf-codegen = {{ path = {:?} }}\n",
            package("sf-runtime"),
            package("sf-codegen")
        );
        let newcomer = Self { folder };
        newcomer.write("Cargo.toml", &manifest);
        // The versions of the workspace, so that nothing has to be fetched.
        fs::copy(workspace.join("Cargo.lock"), newcomer.path("Cargo.lock"))
            .expect("the lock file can be copied");
        newcomer.write(
            "build.rs",
            "fn main() -> Result<(), sf_codegen::Error> {\n    \
             sf_codegen::Builder::new(\"salesforce\").build()\n}\n",
        );
        newcomer.describe("Account");
        newcomer.describe("Contact");
        newcomer
    }

    /// Writes the describe of a fixture object into the snapshot.
    pub(crate) fn describe(&self, object: &str) {
        let describe = org::objects()
            .into_iter()
            .find(|describe| describe["name"] == object)
            .expect("the fixture org has it");
        self.write(&format!("salesforce/{object}.json"), &describe.to_string());
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it is in a folder"))
            .and_then(|()| fs::write(path, text))
            .expect("a temporary folder can be written");
    }

    /// Gives a file the time of now.
    pub(crate) fn touch(&self, path: &str) {
        super::queries::touch(&self.path(path));
    }

    /// Runs `cargo check`: whether cargo found the crate as it was, or what the compiler said.
    pub(crate) fn check(&self) -> Result<bool, String> {
        let output = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
            .args(["check", "--offline", "--message-format=json"])
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", self.path("target"))
            .output()
            .expect("cargo can be run");
        let messages: Vec<Value> = String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        if !output.status.success() {
            let rendered: String = messages
                .iter()
                .filter_map(|message| message["message"]["rendered"].as_str())
                .collect();
            return Err(rendered + &String::from_utf8_lossy(&output.stderr));
        }
        Ok(messages.iter().any(|message| {
            message["reason"] == "compiler-artifact"
                && message["target"]["name"] == "newcomer"
                && message["fresh"] == true
        }))
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }
}
