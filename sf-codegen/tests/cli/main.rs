//! The command line from outside: what it writes, prints and answers.

mod check;
mod circle;
mod committed;
mod describe;
mod diff;
mod docs;
mod fetch;
mod generate;
mod graph;
mod lint;
mod live;
mod refused;
mod snapshot;
mod soql;
mod workflow;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::SystemTime;

use tempfile::TempDir;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/org");

/// A folder with a snapshot in `org`.
struct Workspace {
    folder: TempDir,
}

/// What a command answered.
struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Workspace {
    /// With these objects of the fixture org.
    fn with(objects: &[&str]) -> Self {
        let workspace = Self::empty();
        for object in objects {
            let name = format!("{object}.json");
            let copied = fs::copy(
                Path::new(FIXTURES).join(&name),
                workspace.path("org").join(&name),
            );
            copied.expect("the fixture is copied");
        }
        workspace
    }

    /// With the whole fixture org.
    fn whole() -> Self {
        let names: Vec<String> = fs::read_dir(FIXTURES)
            .expect("the fixtures")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        Self::with(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("org")).expect("the snapshot's folder");
        Self { folder }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).expect("the file is written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("the file is read")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sf-codegen"));
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .env_remove("CLICOLOR_FORCE")
            .env_remove("NO_COLOR");
        command
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        self.run_with(arguments, b"")
    }

    /// With this on standard input.
    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Answer {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let output = thread::scope(|scope| {
            scope.spawn(move || {
                // Most commands do not read it.
                let _ = stdin.write_all(input);
            });
            child.wait_with_output().expect("the command ends")
        });
        Answer {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// `generate` from `org`, with these arguments besides.
    fn generate(&self, arguments: &[&str]) -> Answer {
        self.run(&[&["generate", "--schema", "org"], arguments].concat())
    }

    /// That the snapshot in `salesforce` generates what is in this folder, but for what it says of its
    /// org, version and time; and that afterwards all of it is there.
    #[track_caller]
    fn generates_but_for_its_origin(&self, folder: &str) {
        let generate = ["generate", "--schema", "salesforce", "--out", folder];
        let root = format!("{folder}/mod.rs");
        let rest = |text: String| -> Vec<String> {
            let lines = text.lines().map(str::to_owned);
            let is_fact = |line: &String| {
                let line = line.trim_start();
                ["api_version:", "org_id:", "as_of:"]
                    .iter()
                    .any(|fact| line.starts_with(fact))
            };
            lines.filter(|line| !is_fact(line)).collect()
        };
        let before = rest(self.read(&root));
        let checked = self.run(&[&generate[..], &["--check"]].concat());
        let stale: Vec<&str> = checked
            .out
            .lines()
            .filter(|line| line.starts_with("stale"))
            .collect();
        assert_eq!(stale, [format!("stale: {root} (changed)")]);
        self.run(&generate).fine();
        assert_eq!(rest(self.read(&root)), before);
        self.run(&[&generate[..], &["--check"]].concat()).fine();
    }

    /// Every file below the folder, with what it holds and when it was written.
    fn files(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        fn walk(folder: &Path, files: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    walk(&path, files);
                    // An empty folder counts as well.
                    files.insert(path, (Vec::new(), SystemTime::UNIX_EPOCH));
                } else {
                    let modified = fs::metadata(&path).and_then(|m| m.modified());
                    let bytes = fs::read(&path).expect("a file");
                    files.insert(path, (bytes, modified.expect("a time")));
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(self.folder.path(), &mut files);
        files
    }
}

impl Answer {
    /// The same, after all went well without a word of complaint.
    #[track_caller]
    fn fine(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self
    }

    /// Whether stdout has a line of these words, whatever is between them.
    fn has_line(&self, words: &[&str]) -> bool {
        self.out
            .lines()
            .any(|line| line.split_whitespace().eq(words.iter().copied()))
    }
}
