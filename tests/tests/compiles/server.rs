//! The macro server of rust-analyzer, asked as an editor asks it: a line of JSON each way, tokens as
//! lists of numbers.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::scratch::Scratch;

/// The versions of the protocol that are spoken here.
const VERSIONS: std::ops::RangeInclusive<u64> = 5..=6;

/// No suffix of a literal.
const NONE: u32 = u32::MAX;

/// A server that runs, with the macros of a crate.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    macros: PathBuf,
    /// The crate's folder.
    folder: String,
}

impl Server {
    /// The server of the toolchain in use. None where it has none, or one that speaks otherwise: a
    /// line says so.
    pub(crate) fn start(scratch: &Scratch) -> Option<Self> {
        let sysroot = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args(["--print", "sysroot"])
            .output()
            .expect("the compiler runs");
        let sysroot = String::from_utf8(sysroot.stdout).expect("a path");
        let name = format!("rust-analyzer-proc-macro-srv{}", env::consts::EXE_SUFFIX);
        let program = PathBuf::from(sysroot.trim()).join("libexec").join(name);
        if !program.is_file() {
            println!("skipped: {} is not installed", program.display());
            return None;
        }
        let mut process = Command::new(&program)
            .env("RUST_ANALYZER_INTERNALS_DO_NOT_USE", "this is unstable")
            // Of the tests themselves.
            .env_remove("SF_SCHEMA_DIR")
            .env_remove("OUT_DIR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = process.stdin.take().expect("it is piped");
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut server = Self {
            process,
            input,
            output,
            macros: scratch.macros(),
            folder: scratch.path("").display().to_string(),
        };
        let version = &server.ask(&json!({"ApiVersionCheck": {}}))["ApiVersionCheck"];
        if !version
            .as_u64()
            .is_some_and(|spoken| VERSIONS.contains(&spoken))
        {
            println!("skipped: the server speaks version {version}, not one of {VERSIONS:?}");
            return None;
        }
        // Spans as an editor has them.
        server.ask(&json!({"SetConfig": {"span_mode": "RustAnalyzer"}}));
        Some(server)
    }

    /// The words and texts of what a macro makes of this.
    pub(crate) fn expand(&mut self, of_macro: &str, input: &str) -> Vec<String> {
        let body = Tokens::of(input);
        let sites = json!({"def_site": 0, "call_site": 0, "mixed_site": 0});
        let answer = self.ask(&json!({"ExpandMacro": {
            "lib": self.macros,
            "env": [["CARGO_MANIFEST_DIR", self.folder]],
            "current_dir": null,
            "macro_body": body.tree(),
            "macro_name": of_macro,
            "attributes": null,
            "has_global_spans": sites,
            // One place for all: file, item, start, end, context.
            "span_data_table": [0, 0, 0, 0, 0],
        }}));
        let texts = answer["ExpandMacroExtended"]["Ok"]["tree"]["text"].as_array();
        let texts = texts.unwrap_or_else(|| panic!("{of_macro} of {input} fails: {answer}"));
        let texts = texts.iter().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.input, "{question}").expect("the server listens");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("it answers");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Tokens as lists of numbers: of each kind all, and what stands in which group.
#[derive(Default)]
struct Tokens {
    groups: Vec<[u32; 5]>,
    literals: Vec<[u32; 4]>,
    signs: Vec<[u32; 3]>,
    words: Vec<[u32; 3]>,
    children: Vec<u32>,
    texts: Vec<String>,
}

impl Tokens {
    fn of(input: &str) -> Self {
        let mut tokens = Self::default();
        let rest = tokens.group(0, input);
        assert_eq!(rest, "", "a parenthesis is closed that was not open");
        tokens
    }

    fn tree(&self) -> Value {
        json!({
            "subtree": self.groups.concat(),
            "literal": self.literals.concat(),
            "punct": self.signs.concat(),
            "ident": self.words.concat(),
            "token_tree": self.children,
            "text": self.texts,
        })
    }

    /// A group to the end of it; what follows its end.
    fn group<'t>(&mut self, kind: u32, mut rest: &'t str) -> &'t str {
        let place = self.groups.len();
        self.groups.push([0, 0, kind, 0, 0]);
        let mut children = Vec::new();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        loop {
            rest = rest.trim_start();
            let mut chars = rest.chars();
            let Some(first) = chars.next() else { break };
            let after = chars.as_str();
            // A child is its place among those of its kind, and the kind in the last two bits.
            let child = match first {
                '(' | '{' | '[' => {
                    let child = self.groups.len();
                    rest = self.group(" ({[".find(first).expect("one of these") as u32, after);
                    child << 2
                }
                ')' | '}' | ']' => {
                    rest = after;
                    break;
                }
                '"' => {
                    let (text, after) = after.split_once('"').expect("a text ends");
                    rest = after;
                    self.literal(5, text)
                }
                c if is_word(c) => {
                    let (word, after) =
                        rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len()));
                    rest = after;
                    if c.is_ascii_digit() {
                        self.literal(3, word)
                    } else {
                        let text = self.text(word);
                        self.words.push([0, text, 0]);
                        (self.words.len() - 1) << 2 | 3
                    }
                }
                c => {
                    rest = after;
                    let is_joint = rest.starts_with(|c: char| {
                        c.is_ascii_punctuation() && !"\"(){}[]_".contains(c)
                    });
                    self.signs.push([0, c.into(), is_joint.into()]);
                    (self.signs.len() - 1) << 2 | 2
                }
            };
            children.push(child as u32);
        }
        let start = self.children.len() as u32;
        self.children.extend(children);
        self.groups[place][3..].copy_from_slice(&[start, self.children.len() as u32]);
        rest
    }

    fn literal(&mut self, kind: u32, text: &str) -> usize {
        let text = self.text(text);
        self.literals.push([0, text, kind, NONE]);
        (self.literals.len() - 1) << 2 | 1
    }

    fn text(&mut self, text: &str) -> u32 {
        self.texts.push(text.to_owned());
        (self.texts.len() - 1) as u32
    }
}
