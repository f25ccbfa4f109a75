//! Another process talks to `soql --jsonl`.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::{Answer, Workspace};

impl Workspace {
    fn jsonl(&self, input: impl AsRef<[u8]>) -> Answer {
        self.run_with(&["soql", "--schema", "org", "--jsonl"], input.as_ref())
    }
}

impl Answer {
    /// Each line of the answer.
    fn values(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }
}

fn industri(start: usize) -> Value {
    json!({"ok": false, "findings": [{
        "code": "INVALID_FIELD", "level": "error", "message": "no field `Industri` on Account",
        "start": start, "end": start + 8, "help": "did you mean `Industry`?",
    }]})
}

#[test]
fn an_answer_for_each_line() {
    let workspace = Workspace::with(&["Account"]);
    let answer = workspace.jsonl(
        "\"SELECT Id FROM Account\"\n\
         \"SELECT Id, Industri FROM Account\"\r\n \
         \"\\u0053ELECT\\nId, Industri FROM Account\" \n\
         \"SELECT Id FROM Account WHERE Name LIKE 'a'\"\n\
         \"SELCT Id FROM Account\"",
    );
    assert_eq!((answer.code, &*answer.err), (1, ""));
    assert_eq!(
        answer.out.lines().nth(1),
        Some(
            "{\"ok\":false,\"findings\":[{\"code\":\"INVALID_FIELD\",\"level\":\"error\",\
             \"message\":\"no field `Industri` on Account\",\"start\":11,\"end\":19,\
             \"help\":\"did you mean `Industry`?\"}]}"
        )
    );
    let values = answer.values();
    assert_eq!(values.len(), 5);
    assert_eq!(values[0], json!({"ok": true, "findings": []}));
    assert_eq!(values[1], industri(11));
    assert_eq!(values[2], industri(11));
    assert_eq!(values[3]["ok"], true);
    assert_eq!(values[3]["findings"][0]["code"], "like-without-wildcard");
    assert_eq!(values[3]["findings"][0]["level"], "warning");
    assert_eq!(values[4]["findings"][0]["code"], "MALFORMED_QUERY");
    assert_eq!(values[4]["findings"][0]["help"], Value::Null);
    let answer = workspace.jsonl("\"SELECT Id FROM Account\"\n").fine();
    assert_eq!(answer.values().len(), 1);
    assert_eq!(workspace.jsonl("").fine().out, "");
}

#[test]
fn places_are_bytes_of_the_query() {
    let workspace = Workspace::with(&["Account"]);
    let query = "SELECT Id FROM Account WHERE Name = 'é客🎉' AND Industri = 'x'";
    let start = query.find("Industri").expect("a place");
    for line in [
        json!(query).to_string(),
        r#""SELECT Id FROM Account WHERE Name = '\u00e9\u5ba2\ud83c\udf89' AND Industri = 'x'""#
            .into(),
    ] {
        let values = workspace.jsonl(line).values();
        assert_eq!(values, [industri(start)]);
    }
}

#[test]
fn each_answer_comes_before_the_next_question() {
    let workspace = Workspace::with(&["Account"]);
    let mut child = workspace
        .command(&["soql", "--schema", "org", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts");
    let mut questions = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for (question, ok) in [
        ("\"SELECT Id FROM Account\"\n", true),
        ("nonsense\n", false),
        ("\"SELECT Id FROM Acount\"\n", false),
        ("\"SELECT Id FROM Account\"\n", true),
    ] {
        questions
            .write_all(question.as_bytes())
            .expect("it listens");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("it answers");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["ok"], ok, "{question}");
    }
    drop(questions);
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
}

#[test]
fn a_line_that_is_no_string_is_answered_and_the_run_goes_on() {
    let workspace = Workspace::with(&["Account"]);
    let bad: [&[u8]; 9] = [
        b"SELECT Id FROM Account",
        b"5",
        b"",
        b"{\"query\": \"SELECT Id FROM Account\"}",
        b"\"a\" \"b\"",
        b"\"\\ud800\"",
        b"\"\xff\"",
        b"\"no end",
        &[b'['; 200_000],
    ];
    let mut input = bad.join(&b'\n');
    input.extend(b"\n\"SELECT Id FROM Account\"\n");
    let answer = workspace.jsonl(input);
    assert_eq!(answer.code, 2);
    assert_eq!(
        answer.err,
        "error: standard input: 9 lines that could not be read as a JSON string\n"
    );
    let values = answer.values();
    assert_eq!(values.len(), bad.len() + 1);
    for value in &values[..bad.len()] {
        assert_eq!(value["ok"], false);
        let finding = &value["findings"][0];
        assert_eq!(finding["code"], "invalid-input");
        assert_eq!(finding["level"], "error");
        let message = finding["message"].as_str().expect("a message");
        assert!(
            message.starts_with("the line is not a JSON string: "),
            "{message}"
        );
    }
    assert_eq!(values[bad.len()]["ok"], true);
}

#[test]
fn a_huge_line_is_passed_over() {
    let workspace = Workspace::with(&["Account"]);
    // The longest query, written as long as it can be, is still read.
    let longest = r"\ud83c\udf89".repeat(100_000);
    let input = format!(
        "\"{}\"\n\"{longest}\"\n\"SELECT Id FROM Account\"\n\"{}",
        "x".repeat(5_000_000),
        "y".repeat(5_000_000)
    );
    let answer = workspace.jsonl(input);
    assert_eq!(answer.code, 2);
    let values = answer.values();
    let codes: Vec<_> = values
        .iter()
        .map(|value| &value["findings"][0]["code"])
        .collect();
    assert_eq!(
        codes,
        ["invalid-input", "MALFORMED_QUERY", "", "invalid-input"]
            .map(|code| {
                if code.is_empty() {
                    Value::Null
                } else {
                    code.into()
                }
            })
            .iter()
            .collect::<Vec<_>>()
    );
    let message = values[0]["findings"][0]["message"]
        .as_str()
        .expect("a message");
    assert!(message.starts_with("the line is longer than "), "{message}");
    assert!(answer.out.len() < 10_000);
}

#[test]
fn answers_are_ascii() {
    let workspace = Workspace::with(&["Account"]);
    let query = "SELECT Id FROM Account WHERE é\u{202e}\u{9b}\u{7f}🎉";
    let answer = workspace.jsonl(json!(query).to_string());
    assert!(
        answer.out.chars().all(|c| matches!(c, '\n' | ' '..='~')),
        "{:?}",
        answer.out
    );
    let message = answer.values()[0]["findings"][0]["message"].to_string();
    assert!(message.contains('é'), "{message}");
}

#[test]
fn syntax_and_lints() {
    let workspace = Workspace::with(&["Account"]);
    let answer = workspace.run_with(
        &["soql", "--syntax-only", "--jsonl"],
        b"\"SELECT a FROM b\"",
    );
    assert_eq!(
        answer.fine().values(),
        [json!({"ok": true, "findings": []})]
    );
    let strict = [
        "soql",
        "--schema",
        "org",
        "--jsonl",
        "--lint=like-without-wildcard=error",
    ];
    let answer = workspace.run_with(&strict, b"\"SELECT Id FROM Account WHERE Name LIKE 'a'\"");
    assert_eq!(answer.code, 1);
    assert_eq!(answer.values()[0]["ok"], false);
}
