//! A workspace beside the build's own output, in which programs are built with cargo and timed.
//!
//! It stays there, so that dependencies are built once and not in every run.

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use sf_codegen::Builder;

use crate::clock;

/// The crates of the project.
pub(super) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Writes the describes of these objects into a folder, which has to hold no other.
pub(super) fn describes(
    folder: &Path,
    objects: impl IntoIterator<Item = (String, usize)>,
) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (name, fields) in objects {
        let body = sf_tests::describe::synthetic(&name, fields).to_string();
        fs::write(folder.join(format!("{name}.json")), body)?;
    }
    Ok(())
}

/// An empty folder.
pub(super) fn anew(folder: &Path) -> Result<(), Box<dyn Error>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// A folder for one part of the benchmarks.
pub(super) fn folder(part: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("bindings")
        .join(part)
}

pub(super) struct Workspace {
    root: PathBuf,
    members: Vec<&'static str>,
    /// Where `soql!` finds the schema.
    schema: Option<PathBuf>,
}

impl Workspace {
    /// A workspace of no crates, with the project's versions of what it depends on.
    pub(super) fn new(part: &str) -> Result<Self, Box<dyn Error>> {
        let root = folder(part);
        fs::create_dir_all(&root)?;
        fs::copy(project().join("Cargo.lock"), root.join("Cargo.lock"))?;
        Ok(Self {
            root,
            members: Vec::new(),
            schema: None,
        })
    }

    /// Lets `soql!` find the schema in this folder of the workspace.
    pub(super) fn read_schema_from(&mut self, index: &str) {
        self.schema = Some(self.root.join(index));
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Adds a crate; `source` is its `lib.rs`, or its `main.rs` if it has a function of that name.
    pub(super) fn add(
        &mut self,
        name: &'static str,
        dependencies: &str,
        source: &str,
    ) -> Result<(), Box<dyn Error>> {
        let source_folder = self.root.join(name).join("src");
        anew(&source_folder)?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}"
        );
        fs::write(self.root.join(name).join("Cargo.toml"), manifest)?;
        fs::write(source_folder.join(root_file(source)), source)?;
        self.members.push(name);
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {:?}\n",
            self.members
        );
        fs::write(self.root.join("Cargo.toml"), workspace)?;
        Ok(())
    }

    /// Adds the crate of the bindings of these describes.
    pub(super) fn add_bindings(
        &mut self,
        name: &'static str,
        describes: &Path,
    ) -> Result<(), Box<dyn Error>> {
        self.add(
            name,
            &runtime(),
            "//! Bindings, as a build script would have them.\n\
             #![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]\n\
             #[path = \"../sobjects/mod.rs\"]\n\
             mod org;\n\
             pub use org::*;\n",
        )?;
        let out = self.root.join(name);
        Builder::new(describes).out_dir(out).generate()?;
        Ok(())
    }

    /// CPU time of `cargo` with these arguments, given that the crate has to be built anew and
    /// everything that it depends on has not; less what cargo needs to find that out.
    pub(super) fn rebuild(
        &self,
        name: &str,
        arguments: &[&str],
    ) -> Result<Duration, Box<dyn Error>> {
        let source = self.root.join(name).join("src");
        for file in fs::read_dir(&source)? {
            let file = fs::File::options().append(true).open(file?.path())?;
            file.set_modified(SystemTime::now())?;
        }
        let whole = self.cargo(name, arguments)?;
        let nothing = self.cargo(name, arguments)?;
        Ok(whole.saturating_sub(nothing))
    }

    /// CPU time of `cargo` with these arguments.
    pub(super) fn cargo(&self, name: &str, arguments: &[&str]) -> Result<Duration, Box<dyn Error>> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .current_dir(&self.root)
            .args(arguments)
            .args(["--quiet", "--package", name])
            .env("CARGO_TARGET_DIR", self.root.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTC_WRAPPER");
        if let Some(index) = &self.schema {
            cargo.env("SF_SCHEMA_DIR", index);
        }
        run(&mut cargo)
    }

    /// A program of the workspace.
    pub(super) fn program(&self, profile: &str, name: &str) -> Command {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        Command::new(self.root.join("target").join(profile).join(file))
    }
}

/// `sf-runtime` as a dependency of generated code.
pub(super) fn runtime() -> String {
    dependency(
        "sf-runtime",
        r#", default-features = false, features = ["records"]"#,
    )
}

/// A crate of the project as a dependency; `settings` follow its path.
pub(super) fn dependency(name: &str, settings: &str) -> String {
    let path = project().join(name);
    format!("{name} = {{ path = {path:?}{settings} }}\n")
}

/// CPU time of a program, which must succeed.
pub(super) fn run(command: &mut Command) -> Result<Duration, Box<dyn Error>> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let before = clock::children();
    let status = command.status()?;
    let spent = clock::children().saturating_sub(before);
    if status.success() {
        return Ok(spent);
    }
    let arguments: Vec<&OsStr> = command.get_args().collect();
    Err(format!("{:?} {arguments:?}: {status}", command.get_program()).into())
}

fn root_file(source: &str) -> &'static str {
    if source.contains("fn main()") {
        "main.rs"
    } else {
        "lib.rs"
    }
}
