//! A snapshot as it was in git: `main:salesforce`.
//!
//! git is run with fixed arguments and never through a shell; it reads objects of the repository
//! and nothing else: no working copy, no filter, no network. What names a revision goes to git behind
//! `--end-of-options`, so that it cannot be an option.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::load::{self, SourceFile};
use crate::snapshot::{MANIFEST_FILE, Manifest};
use crate::{Error, Problem};

/// A folder or file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision<'a> {
    /// The whole: `main:salesforce`.
    spec: &'a str,
    /// Below the root of the repository, or below the current folder where it begins with `./`.
    path: &'a str,
}

impl<'a> Revision<'a> {
    /// A revision and a path as git takes them, `REV:path`; none where it is not of that form.
    ///
    /// ```
    /// use sf_codegen::revision::Revision;
    ///
    /// let revision = Revision::parse("v1.2:salesforce").expect("a revision");
    /// assert_eq!(revision.path().to_str(), Some("salesforce"));
    /// assert_eq!(Revision::parse("salesforce"), None);
    /// ```
    pub fn parse(spec: &'a str) -> Option<Self> {
        let (revision, path) = spec.split_once(':')?;
        let is_safe = !spec.contains(['\0', '\n']) && !revision.starts_with('-');
        // `:path` is the index, which has no folders.
        let is_commit = !revision.is_empty();
        (is_safe && is_commit).then_some(Self { spec, path })
    }

    /// The path in the repository.
    pub fn path(&self) -> &Path {
        Path::new(self.path)
    }

    /// What lies at this path from the folder, in the same revision, as [`parse`](Self::parse) takes it.
    ///
    /// ```
    /// use std::path::Path;
    /// use sf_codegen::revision::Revision;
    ///
    /// let revision = Revision::parse("main:org/salesforce").expect("a revision");
    /// assert_eq!(revision.beside(Path::new("../packaging"))?, "main:org/packaging");
    /// assert!(revision.beside(Path::new("../../../elsewhere")).is_err());
    /// # Ok::<(), sf_codegen::Error>(())
    /// ```
    ///
    /// # Errors
    /// The path is not below the root of the repository.
    pub fn beside(&self, path: &Path) -> Result<String, Error> {
        let outside =
            || {
                Error::from(self.problem(
                    Problem::new(format!("{} is not in the repository", path.display())).help(
                        "compare folders instead, or keep the other snapshot in the repository",
                    ),
                ))
            };
        // git itself knows what lies above the current folder.
        let is_from_here =
            self.path == "." || self.path.starts_with("./") || self.path.starts_with("../");
        let mut parts: Vec<&str> = Vec::new();
        for part in self.path().components().chain(path.components()) {
            match part {
                Component::CurDir => {}
                Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => {
                    parts.pop();
                }
                Component::ParentDir if is_from_here => parts.push(".."),
                Component::Normal(name) => parts.push(name.to_str().ok_or_else(outside)?),
                _ => return Err(outside()),
            }
        }
        let revision = self.spec.strip_suffix(self.path).unwrap_or_default();
        let here = if is_from_here { "./" } else { "" };
        Ok(format!("{revision}{here}{}", parts.join("/")))
    }

    /// The describe files, as [`load::read`] finds them in a folder.
    ///
    /// # Errors
    /// There is no git, no such revision, nothing at the path, or no describe file in it.
    pub fn read(&self) -> Result<Vec<SourceFile>, Error> {
        let id = git(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            self.spec,
        ])
        .map_err(|problem| self.problem(*problem))?;
        let Some(id) = object_id(&id) else {
            return Err(self.problem(Problem::new("there is no such revision, or nothing at this path in it").help(
                "write it as git does: main:salesforce, from the root of the repository, or HEAD:./salesforce \
                 from this folder",
            )).into());
        };
        let ids = match text(git(&["cat-file", "-t", &id])).as_str() {
            "blob" => vec![(id, self.path().to_owned())],
            "tree" => self.entries(&id)?,
            _ => {
                let problem = Problem::new("this is neither a folder nor a file of the revision");
                return Err(self.problem(problem).into());
            }
        };
        if ids.is_empty() {
            let problem = Problem::new("the folder holds no describe file (*.json)");
            return Err(self.problem(problem).into());
        }
        let bytes = blobs(ids.iter().map(|(id, _)| id.as_str()))
            .map_err(|problem| self.problem(*problem))?;
        let files = ids.into_iter().zip(bytes);
        Ok(files
            .map(|((_, path), bytes)| SourceFile::new(path, bytes))
            .collect())
    }

    /// The manifest of the snapshot; none for a folder of raw describes, or for a file.
    ///
    /// # Errors
    /// It is damaged, or of another format than this version reads.
    pub fn manifest(&self) -> Result<Option<Manifest>, Error> {
        let Some(text) = self.text(MANIFEST_FILE)? else {
            return Ok(None);
        };
        let path = self.spec_of(MANIFEST_FILE);
        let file = SourceFile::new(path, text.into_bytes());
        Manifest::parse_committed(&file).map(Some)
    }

    /// The error with paths as git takes them: what is on disk at these paths is another file.
    pub fn at_home(&self, error: Error) -> Error {
        let revision = self.spec.strip_suffix(self.path).unwrap_or_default();
        let problems = error.into_problems().into_iter().map(|mut problem| {
            let path = problem.path.take();
            match path {
                Some(path) if path.starts_with(self.path) => {
                    problem.path(format!("{revision}{}", path.display()))
                }
                Some(path) => problem.path(path),
                None => problem,
            }
        });
        Error::new(problems.collect())
    }

    /// A file in the folder, as git takes it.
    fn spec_of(&self, name: &str) -> String {
        let folder = self.spec.trim_end_matches('/');
        // `HEAD:` is the root of the repository, and git knows no path that begins with a slash.
        match folder.ends_with(':') {
            true => format!("{folder}{name}"),
            false => format!("{folder}/{name}"),
        }
    }

    /// The text of another file in the folder, such as `names.lock`; none where there is no such file.
    ///
    /// # Errors
    /// There is no git, or the file is not UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<String>, Error> {
        let spec = self.spec_of(name);
        let problem = |problem: Problem| problem.path(&spec);
        let id = git(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &spec,
        ]);
        let Some(id) = object_id(&id.map_err(|error| problem(*error))?) else {
            return Ok(None);
        };
        let bytes = blobs([id.as_str()].into_iter()).map_err(|error| problem(*error))?;
        let text = String::from_utf8(bytes.into_iter().next().unwrap_or_default());
        let text = text.map_err(|_| problem(Problem::new("the file is not UTF-8")))?;
        Ok(Some(text))
    }

    /// The describe files of a folder: the id of each, and its path.
    fn entries(&self, tree: &str) -> Result<Vec<(String, PathBuf)>, Error> {
        let listed = git(&["ls-tree", "-z", "--full-tree", "--end-of-options", tree])
            .map_err(|problem| self.problem(*problem))?;
        let mut entries = Vec::new();
        for line in listed.split(|byte| *byte == 0) {
            // 100644 blob <id>\t<name>
            let Some(tab) = line.iter().position(|byte| *byte == b'\t') else {
                continue;
            };
            let (facts, name) = line.split_at(tab);
            let Ok(name) = std::str::from_utf8(name.get(1..).unwrap_or_default()) else {
                continue;
            };
            let facts = String::from_utf8_lossy(facts);
            let mut facts = facts.split(' ');
            // A link is 120000, and what it leads to need not be in the revision.
            let is_file = facts.next().is_some_and(|mode| mode.starts_with("100"));
            let id = facts.nth(1).and_then(|id| object_id(id.as_bytes()));
            if let Some(id) = id.filter(|_| is_file && load::is_describe_name(OsStr::new(name))) {
                entries.push((id, self.path().join(name)));
            }
        }
        Ok(entries)
    }

    fn problem(&self, problem: Problem) -> Problem {
        problem.path(self.spec)
    }
}

/// The id of an object, which is hexadecimal.
fn object_id(bytes: &[u8]) -> Option<String> {
    let id = std::str::from_utf8(bytes).ok()?.trim_end();
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| id.to_owned())
}

fn text(out: Result<Vec<u8>, Box<Problem>>) -> String {
    let out = out.unwrap_or_default();
    String::from_utf8_lossy(&out).trim_end().to_owned()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("--no-pager")
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A partial clone would ask its server for what is not here.
        .env("GIT_NO_LAZY_FETCH", "1");
    command
}

fn not_started(error: std::io::Error) -> Box<Problem> {
    Box::new(match error.kind() {
        std::io::ErrorKind::NotFound => {
            Problem::new("git is not installed, and REV:path is read by it")
                .help("install git, or name folders")
        }
        _ => Problem::new(format!("git cannot be started: {error}")),
    })
}

/// What git prints; nothing where it knows no such object.
fn git(arguments: &[&str]) -> Result<Vec<u8>, Box<Problem>> {
    let output = command(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(not_started)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    match said.trim() {
        "" => Ok(Vec::new()),
        said => Err(Box::new(Problem::new(format!("git says: {said}")))),
    }
}

/// The bytes of each object, by one run of git however many there are.
fn blobs<'i>(ids: impl Iterator<Item = &'i str>) -> Result<Vec<Vec<u8>>, Box<Problem>> {
    let ids: Vec<&str> = ids.collect();
    let mut git = command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(not_started)?;
    let (stdin, stdout) = (git.stdin.take(), git.stdout.take());
    let read = thread::scope(|scope| {
        scope.spawn(|| {
            // Where it stops to listen, the answers end too early, which is noticed.
            stdin.map(|mut stdin| stdin.write_all(format!("{}\n", ids.join("\n")).as_bytes()))
        });
        let mut answers = BufReader::new(stdout?);
        let each = ids.iter().map(|_| blob(&mut answers));
        each.collect::<Option<Vec<_>>>()
    });
    let _ = git.wait();
    read.ok_or_else(|| Box::new(Problem::new("git ended before it had answered")))
}

/// `<id> blob <size>`, the bytes, a newline.
fn blob(answers: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut head = String::new();
    answers.by_ref().take(1_000).read_line(&mut head).ok()?;
    let size: u64 = head.trim_end().rsplit(' ').next()?.parse().ok()?;
    let mut bytes = Vec::new();
    answers.by_ref().take(size).read_to_end(&mut bytes).ok()?;
    let mut end = [0];
    answers.read_exact(&mut end).ok()?;
    (bytes.len() as u64 == size && end == *b"\n").then_some(bytes)
}
