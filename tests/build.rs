//! Makes the bindings of the fixture org, which the tests use as an application would, and those of
//! two synthetic objects, which the benchmarks read and write.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use sf_codegen::Builder;

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
    synthetic()
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
