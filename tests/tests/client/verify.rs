//! Whether the org is what the bindings were made of, asked at run time.

#[path = "verify/bindings.rs"]
mod bindings;
#[path = "verify/changed.rs"]
mod changed;
#[path = "verify/cost.rs"]
mod cost;
#[path = "verify/refused.rs"]
mod refused;
#[path = "verify/selected.rs"]
mod selected;

use std::fs;
use std::path::Path;

use serde_json::Value;
use sf_fake_org::Builder;
use tempfile::TempDir;

use crate::site::{self, Site};

/// When the snapshots of the bindings were taken, in seconds since 1970: `2026-03-02T14:30:00Z`.
const AS_OF: i64 = 1_772_461_800;

/// The describes of the fixture org, to be changed.
struct Describes(TempDir);

impl Describes {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/org");
        for entry in fs::read_dir(fixtures).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "json") {
                let name = path.file_name().unwrap();
                fs::write(folder.path().join(name), fs::read(&path).unwrap()).unwrap();
            }
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn remove(&self, object: &str) -> &Self {
        fs::remove_file(self.path().join(format!("{object}.json"))).unwrap();
        self
    }

    fn edit(&self, object: &str, edit: impl FnOnce(&mut Vec<Value>)) -> &Self {
        let path = self.path().join(format!("{object}.json"));
        let mut describe: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        edit(describe["fields"].as_array_mut().unwrap());
        fs::write(path, describe.to_string()).unwrap();
        self
    }

    /// An org that has them, since it started.
    async fn site(&self) -> Site {
        start(site::builder().schema_dir(self.path())).await
    }

    /// An org that has them since a time.
    async fn since(&self, seconds: i64) -> Site {
        let builder = site::builder().schema_dir(self.path());
        start(builder.described_at(seconds)).await
    }
}

async fn start(builder: Builder) -> Site {
    let org = builder.start().await.unwrap();
    let sf = site::client(org.access_token(), org.url());
    Site { org, sf }
}

fn at<'f>(fields: &'f mut [Value], name: &str) -> &'f mut Value {
    let mut fields = fields.iter_mut();
    fields.find(|field| field["name"] == name).unwrap()
}

fn value<'f>(field: &'f mut Value, name: &str) -> &'f mut Value {
    let mut values = field["picklistValues"].as_array_mut().unwrap().iter_mut();
    values.find(|value| value["value"] == name).unwrap()
}
