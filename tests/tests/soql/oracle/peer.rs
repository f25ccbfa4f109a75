//! Salesforce's parser in a process of Node.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use sf_tests::peers::script;

/// What the parser refuses first in each text; none where it takes it.
pub(super) fn ask(package: &Path, texts: &[String]) -> Vec<Option<String>> {
    let folder = package.join("../../..");
    let mut child = Command::new("node")
        .arg(script("soql_parser.mjs"))
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed");
    let mut input = child.stdin.take().expect("it is piped");
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    let answers: Vec<Option<String>> = std::thread::scope(|scope| {
        scope.spawn(move || {
            for text in texts {
                let line = serde_json::to_string(text).expect("a text is JSON");
                writeln!(input, "{line}").expect("the parser reads");
            }
        });
        output
            .lines()
            .map(|line| serde_json::from_str(&line.expect("a line")).expect("an answer"))
            .collect()
    });
    assert!(child.wait().expect("it ends").success());
    assert_eq!(answers.len(), texts.len());
    answers
}
