//! Makes the bindings of the fixture org, which the tests use as an application would, those of
//! snapshots of it that tell their org and time, and those of two synthetic objects, which the
//! benchmarks read and write.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sf_codegen::Builder;
use sf_codegen::snapshot::{MANIFEST_FILE, Manifest};

/// The crate's own writer of describe bodies.
#[allow(
    clippy::wrong_self_convention,
    dead_code,
    unreachable_pub,
    unused_imports
)]
mod src {
    pub mod describe;
}

fn main() -> Result<(), Box<dyn Error>> {
    Builder::new("../fixtures/org")
        .bindings("sf_tests::bindings")
        .build()?;
    verified()?;
    synthetic()
}

/// Bindings of snapshots: of the fake org, of another one, and of both as one.
fn verified() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for (name, org, objects) in [
        (
            "own",
            "00DFk0000000001MAA",
            &["Account", "Contact", "Lead"][..],
        ),
        ("foreign", "00D000000000062EAA", &["Account"]),
    ] {
        let folder = out.join(name).join("salesforce");
        snapshot(&folder, org, objects)?;
        let mut builder = Builder::new(folder);
        if name == "own" {
            builder = builder.fields("Lead", ["Phone", "Rating"]);
        }
        builder.out_dir(out.join(name)).generate()?;
    }
    for (name, mode) in [("every", "intersection"), ("any", "union")] {
        orgs(&out.join(name), mode)?;
    }
    Ok(())
}

/// Bindings of two orgs, of which the second has not all fields.
fn orgs(out: &Path, mode: &str) -> Result<(), Box<dyn Error>> {
    let folder = out.join("production");
    snapshot(&folder, "00DFk0000000001MAA", &["Account"])?;
    let other = out.join("sandbox");
    snapshot(&other, "00D000000000062EAA", &["Account"])?;
    let path = other.join("Account.json");
    let mut describe: serde_json::Value = serde_json::from_slice(&fs::read(&path)?)?;
    if let Some(fields) = describe["fields"].as_array_mut() {
        fields.retain(|field| field["name"] != "Fax");
        for field in fields {
            if field["name"] == "Site" {
                field["updateable"] = false.into();
            }
        }
    }
    fs::write(path, describe.to_string())?;
    let settings =
        format!("[orgs]\nmode = \"{mode}\"\n[orgs.others.sandbox]\npath = \"../sandbox\"\n");
    fs::write(folder.join("sf.toml"), settings)?;
    Builder::new(folder).out_dir(out).generate()?;
    Ok(())
}

/// A snapshot of some objects of the fixture org, with the facts that `fetch` notes.
fn snapshot(folder: &Path, org: &str, objects: &[&str]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for object in objects {
        let file = format!("{object}.json");
        let text = fs::read(Path::new("../fixtures/org").join(&file))?;
        fs::write(folder.join(file), text)?;
    }
    let mut manifest = Manifest::new();
    manifest.api_version = Some("60.0".to_owned());
    manifest.org_id = Some(org.to_owned());
    manifest.as_of = Some("2026-03-02T14:30:00Z".to_owned());
    fs::write(folder.join(MANIFEST_FILE), manifest.render())?;
    Ok(())
}

fn synthetic() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=src/describe.rs");
    println!("cargo:rerun-if-changed=src/describe");
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("synthetic");
    let describes = out.join("describes");
    fs::create_dir_all(&describes)?;
    for (name, fields) in [("Deal__c", 60), ("Wide__c", 800)] {
        let body = src::describe::synthetic(name, fields).to_string();
        fs::write(describes.join(format!("{name}.json")), body)?;
    }
    Builder::new(describes).out_dir(out).generate()?;
    Ok(())
}
