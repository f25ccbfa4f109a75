//! Says what is wrong with a text that could not be used, and where.
//!
//! It looks at one value after the other, so that every problem is found and not the first alone.

use std::collections::HashMap;

use serde_json::value::RawValue;
use sf_runtime::describe::{FieldDescribe, SObjectDescribe};

use super::parts::Entries;
use super::{SourceFile, TAKE_AGAIN, object_name, place};
use crate::error::Problem;

/// What is wrong with a text that is not JSON.
pub(super) fn syntax(file: &SourceFile, text: &str, error: &serde_json::Error) -> Problem {
    let all = file.text();
    if let Some(conflict) = conflict(file) {
        return conflict.help("settle the conflict, or take the describe from the org again");
    }
    let mut problem = place::of_error(all, text, error);
    problem.message = if error.is_eof() {
        "the JSON is cut short".to_owned()
    } else {
        format!("the JSON is broken: {}", problem.message)
    };
    problem.path(file.path()).help(TAKE_AGAIN)
}

/// The first merge conflict of the file. In valid JSON no line can begin as its marker does.
pub(super) fn conflict(file: &SourceFile) -> Option<Problem> {
    const MARKER: &str = "<<<<<<<";
    let text = file.text();
    let offset = if text.starts_with(MARKER) {
        0
    } else {
        text.find(&format!("\n{MARKER}"))? + 1
    };
    let (line, column) = place::of(text, offset);
    let problem = Problem::new("the file holds a merge conflict");
    Some(problem.path(file.path()).position(line, column))
}

/// Everything that is wrong with a describe that is JSON and has `fields`.
pub(super) fn describe(file: &SourceFile, text: &str, entries: &Entries<'_>) -> Vec<Problem> {
    let name = entries.get("name").and_then(string).unwrap_or_default();
    let mut finder = Finder {
        file,
        object: (!name.is_empty()).then(|| name.clone()),
        problems: Vec::new(),
    };
    if let Some(fault) = object_name::fault(&name) {
        let help = "an API name is letters, digits and underscores; take the describe from \
                    the org again";
        finder.note(entries.get("name").unwrap_or(text), None, fault, help);
    }
    if let Some(fields) = entries.get("fields") {
        finder.fields(fields);
    }
    if finder.problems.is_empty() {
        // Something beside the fields.
        let problem = match serde_json::from_str::<SObjectDescribe<'_>>(text) {
            Err(error) => place::of_error(file.text(), text, &error),
            Ok(_) => Problem::new("the describe cannot be read"),
        };
        let problem = problem.path(file.path()).object(name).help(TAKE_AGAIN);
        finder.problems.push(problem);
    }
    finder.problems
}

struct Finder<'a> {
    file: &'a SourceFile,
    object: Option<String>,
    problems: Vec<Problem>,
}

impl<'a> Finder<'a> {
    fn fields(&mut self, text: &'a str) {
        let Ok(fields) = serde_json::from_str::<Vec<&RawValue>>(text) else {
            self.note(text, None, "`fields` is not a list", TAKE_AGAIN);
            return;
        };
        if fields.is_empty() {
            let help = "let the user who takes the snapshot see the object's fields, or leave the \
                        object out";
            self.note(text, None, "the object has no fields", help);
        }
        let mut seen: HashMap<String, &str> = HashMap::new();
        for field in fields {
            let field = field.get();
            let Some(name) = self.field(field) else {
                continue;
            };
            if let Some(earlier) = seen.get(&name) {
                let (line, column) = place::of_part(self.file.text(), earlier);
                let message =
                    format!("the field is described twice, first in line {line}, column {column}");
                self.note(field, Some(name), &message, "remove one of the two");
            } else {
                seen.insert(name, field);
            }
        }
    }

    /// Notes what is wrong with a field, and gives its name if it has one.
    fn field(&mut self, text: &'a str) -> Option<String> {
        let Ok(entries) = Entries::of(text) else {
            self.note(text, None, "a field is not a JSON object", TAKE_AGAIN);
            return None;
        };
        let text_of = |key| {
            let text = entries.get(key).and_then(string);
            text.filter(|text| !text.is_empty())
        };
        let (name, kind) = (text_of("name"), text_of("type"));
        if name.is_none() {
            self.note(text, None, "a field has no `name`", TAKE_AGAIN);
        }
        if kind.is_none() {
            self.note(text, name.clone(), "the field has no `type`", TAKE_AGAIN);
        }
        if let (Some(name), Some(_)) = (&name, &kind)
            && let Err(error) = serde_json::from_str::<FieldDescribe<'_>>(text)
        {
            let mut problem = place::of_error(self.file.text(), text, &error)
                .path(self.file.path())
                .field(name)
                .help(TAKE_AGAIN);
            problem.object.clone_from(&self.object);
            self.problems.push(problem);
        }
        name
    }

    fn note(&mut self, part: &str, field: Option<String>, message: &str, help: &str) {
        let (line, column) = place::of_part(self.file.text(), part);
        let mut problem = Problem::new(message)
            .path(self.file.path())
            .position(line, column)
            .help(help);
        problem.object.clone_from(&self.object);
        problem.field = field;
        self.problems.push(problem);
    }
}

/// A value as the typed parse reads text: numbers and flags count, null does not.
fn string(json: &str) -> Option<String> {
    match serde_json::from_str(json).ok()? {
        serde_json::Value::String(text) => Some(text),
        value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => {
            Some(value.to_string())
        }
        _ => None,
    }
}
