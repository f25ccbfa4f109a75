//! A crate that holds generated code, and what cargo must say of it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sf_codegen::Builder;
use sf_codegen::generate::{Bindings, Output};
use sf_codegen::model::Snapshot;

/// A crate in the build's scratch folder.
pub(crate) struct Scratch {
    folder: PathBuf,
    lib: RefCell<String>,
}

impl Scratch {
    /// An empty crate that denies all warnings and depends on sf-runtime alone.
    pub(crate) fn new(name: &str) -> Self {
        Self::with_features(name, &[])
    }

    /// The same with these features of sf-runtime.
    pub(crate) fn with_features(name: &str, features: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("compiles")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).expect("the scratch folder can be written");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let runtime = workspace
            .join("sf-runtime")
            .canonicalize()
            .expect("sf-runtime is there");
        let manifest = format!(
            "[package]\nname = \"scratch-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nsf-runtime = {{ path = {runtime:?}, features = {features:?} }}\n\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
        // The versions of the workspace, so that nothing has to be fetched.
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))
            .expect("the lock file can be copied");
        Self {
            folder,
            lib: RefCell::new(
                "//! Generated.\n#![deny(warnings)]\n#![forbid(unsafe_code)]\n".into(),
            ),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A module of the bindings that a build script would make.
    pub(crate) fn generate(&self, module: &str, schema: &Path) {
        self.build(module, Builder::new(schema));
    }

    /// A module of the bindings that this builder would make.
    pub(crate) fn build(&self, module: &str, builder: Builder) {
        let out = self.folder.join("generated").join(module);
        if let Err(error) = builder.out_dir(&out).generate() {
            panic!("{module} does not generate:\n{error}");
        }
        self.include(module, &out);
    }

    /// A module of bindings that were made in this folder.
    pub(crate) fn include(&self, module: &str, out: &Path) {
        let _ = writeln!(
            self.lib.borrow_mut(),
            "sf_runtime::include_sobjects!(pub mod {module}, {:?});",
            out.display().to_string()
        );
    }

    /// A module of this text, in place of one of the same name.
    pub(crate) fn module(&self, module: &str, text: &str) {
        let path = self.folder.join("src").join(format!("{module}.rs"));
        fs::write(path, text).expect("the scratch crate can be written");
        self.declare(module);
    }

    /// A module that is there already.
    pub(crate) fn declare(&self, module: &str) {
        let line = format!("pub mod {module};\n");
        let mut lib = self.lib.borrow_mut();
        if !lib.contains(&line) {
            lib.push_str(&line);
        }
    }

    /// Another scratch crate, under this name.
    pub(crate) fn depend_on(&self, other: &Scratch, name: &str) {
        other.write_lib();
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml")).expect("a manifest");
        let package = other.folder.file_name().unwrap_or_default();
        let line = format!(
            "[dependencies]\n{name} = {{ path = {:?}, package = \"scratch-{}\" }}\n",
            other.folder.display().to_string(),
            package.display()
        );
        let manifest = manifest.replace("[dependencies]\n", &line);
        fs::write(self.folder.join("Cargo.toml"), manifest).expect("the manifest can be written");
    }

    /// Whether `cargo check` has to check the crate, rather than find it as it was.
    pub(crate) fn checks_again(&self) -> bool {
        let said = self.must("check", &["--message-format", "json"], &[]);
        let name = self.folder.file_name().unwrap_or_default();
        let target = format!("scratch_{}", name.display()).replace('-', "_");
        let own = said
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .find(|said| {
                said["reason"] == "compiler-artifact" && said["target"]["name"] == *target
            });
        own.expect("cargo tells of the crate")["fresh"] == false
    }

    /// The library of the macros that the crate is compiled with.
    pub(crate) fn macros(&self) -> PathBuf {
        let said = self.must("check", &["--message-format", "json"], &[]);
        let macros = said
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .find(|said| {
                said["reason"] == "compiler-artifact" && said["target"]["name"] == "sf_derive"
            });
        let macros = macros.expect("cargo tells of the macros");
        PathBuf::from(macros["filenames"][0].as_str().expect("a library"))
    }

    /// Writes what has changed: a newer file is checked again.
    fn write_lib(&self) {
        let path = self.folder.join("src/lib.rs");
        let text = self.lib.borrow();
        if fs::read_to_string(&path).ok().as_deref() != Some(&**text) {
            fs::write(path, &*text).expect("the scratch crate can be written");
        }
    }

    /// A module of the bindings that the command line would make.
    pub(crate) fn generate_formatted(&self, module: &str, schema: &Path) {
        let out = self.folder.join("generated").join(module);
        let snapshot = Snapshot::read(schema, None, Default::default());
        let written = snapshot
            .and_then(|snapshot| snapshot.model())
            .and_then(|model| {
                let output = Output::Folder(out.clone());
                Bindings::make(&model, &output, &|_| ())?.write(None)
            });
        if let Err(error) = written {
            panic!("{} does not generate:\n{error}", schema.display());
        }
        let _ = writeln!(
            self.lib.borrow_mut(),
            "#[path = {:?}]\npub mod {module};",
            out.join("mod.rs").display().to_string()
        );
    }

    /// A module of the bindings that the command line would make as one file.
    pub(crate) fn generate_one_file(&self, module: &str, schema: &Path) {
        let out = self.path("src").join(format!("{module}.rs"));
        let snapshot = Snapshot::read(schema, None, Default::default());
        let written = snapshot
            .and_then(|snapshot| snapshot.model())
            .and_then(|model| Bindings::make(&model, &Output::File(out), &|_| ())?.write(None));
        if let Err(error) = written {
            panic!("{} does not generate:\n{error}", schema.display());
        }
        self.declare(module);
    }

    pub(crate) fn must_check(&self) {
        self.must("check", &[], &[]);
    }

    pub(crate) fn must_document(&self) {
        self.must("doc", &["--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")]);
    }

    pub(crate) fn must_have_no_doc_test(&self) {
        let output = self.must("test", &["--doc"], &[]);
        assert!(
            output.contains("running 0 tests"),
            "a doc test ran:\n{output}"
        );
    }

    /// The lines of a file in which the compiler has an error.
    pub(crate) fn refused(&self, file: &str) -> BTreeSet<usize> {
        let output = self.cargo("check", &["--message-format", "short"], &[]);
        let said = String::from_utf8_lossy(&output.stderr);
        let errors = said.lines().filter(|line| line.contains(": error"));
        let places = errors.filter_map(|line| line.strip_prefix(file)?.strip_prefix(':'));
        places
            .filter_map(|place| place.split(':').next()?.parse().ok())
            .collect()
    }

    fn must(&self, command: &str, arguments: &[&str], variables: &[(&str, &str)]) -> String {
        let output = self.cargo(command, arguments, variables);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "cargo {command} of {} failed:\n{}",
            self.folder.display(),
            said.chars().take(8_000).collect::<String>()
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn cargo(
        &self,
        command: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> std::process::Output {
        self.write_lib();
        Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
            .arg(command)
            .args(["--offline", "--quiet"])
            .args(arguments)
            .current_dir(&self.folder)
            // One for all scratch crates, so that sf-runtime is built once.
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiles/target"),
            )
            .envs(variables.iter().copied())
            .output()
            .expect("cargo can be run")
    }
}
