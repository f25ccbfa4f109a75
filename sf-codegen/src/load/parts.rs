//! Finds the describes in a text and parses them.
//!
//! The usual file is one describe, parsed in one pass. Only an answer that holds several is split
//! first, and only what fails is looked at again, by [`diagnose`], to say where and why.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use sf_runtime::describe::SObjectDescribe;

use super::{SourceFile, TAKE_AGAIN, diagnose, object_name, place};
use crate::error::{Error, Problem};

/// What a `.json` file is that holds no describe.
const NOT_DESCRIBE: &str = "this is not a describe answer: it has no `fields`";
const MOVE_AWAY: &str =
    "remove the file from the folder of the snapshot, or begin its name with an underscore";

/// Collects the describes and the problems of one file.
pub(super) struct Reader<'a> {
    file: &'a SourceFile,
    describes: Vec<SObjectDescribe<'a>>,
    problems: Vec<Problem>,
}

/// The answer of `/composite/batch` (`results`) or `/composite` (`compositeResponse`).
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "results", alias = "compositeResponse")]
    replies: Vec<Reply<'a>>,
}

/// The answer to one of the requests in an envelope.
#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(rename = "statusCode", alias = "httpStatusCode")]
    status: u16,
    #[serde(borrow, rename = "result", alias = "body")]
    content: &'a RawValue,
    #[serde(default, rename = "referenceId")]
    reference: Option<String>,
}

/// What an org says where it refuses.
#[derive(Deserialize)]
struct Refusal {
    #[serde(rename = "errorCode", alias = "error")]
    code: String,
    #[serde(default, alias = "error_description")]
    message: String,
}

/// The keys of a JSON object and their values, as they stand.
pub(super) struct Entries<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'a> Entries<'a> {
    pub(super) fn of(text: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The value of a key; the last where the key is there twice, as when parsed.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        let found = self.0.iter().rev().find(|(known, _)| known == key)?;
        Some(found.1.get())
    }
}

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;

        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        from.deserialize_map(EntriesVisitor)
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self {
            file,
            describes: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn read(mut self) -> Result<Vec<SObjectDescribe<'a>>, Error> {
        let text = self.file.text();
        let start = text.trim_start();
        if start.starts_with('[') {
            self.list(text);
        } else if start.starts_with('{') {
            self.object(text);
        } else if start.is_empty() {
            self.problem(text, Problem::new("the file is empty").help(TAKE_AGAIN));
        } else if self.is_json(text) {
            self.problem(start, Problem::new(NOT_DESCRIBE).help(MOVE_AWAY));
        }
        Error::check(self.problems)?;
        Ok(self.describes)
    }

    /// A list of describes, or of the errors that an org answers with.
    fn list(&mut self, text: &'a str) {
        let parts = match serde_json::from_str::<Vec<&'a RawValue>>(text) {
            Ok(parts) => parts,
            Err(error) => {
                self.problems
                    .push(diagnose::syntax(self.file, text, &error));
                return;
            }
        };
        if parts.is_empty() {
            self.problem(
                text,
                Problem::new("the list holds no describe").help(TAKE_AGAIN),
            );
        }
        for part in parts {
            self.object(part.get());
        }
    }

    /// A describe, an envelope of describes, or something else.
    fn object(&mut self, text: &'a str) {
        if begins_as_envelope(text) {
            match serde_json::from_str::<Envelope<'a>>(text) {
                Ok(envelope) => self.replies(text, envelope.replies),
                Err(_) => self.other(text),
            }
            return;
        }
        match serde_json::from_str::<SObjectDescribe<'a>>(text) {
            Ok(describe) if is_sound(&describe) => self.describes.push(describe),
            _ => self.other(text),
        }
    }

    /// What is not a sound describe.
    fn other(&mut self, text: &'a str) {
        if !self.is_json(text) {
            return;
        }
        let file = self.file;
        let Ok(entries) = Entries::of(text) else {
            self.problem(text, Problem::new(NOT_DESCRIBE).help(MOVE_AWAY));
            return;
        };
        let has = |key| entries.get(key).is_some();
        if has("fields") {
            self.problems
                .extend(diagnose::describe(file, text, &entries));
        } else if has("results") || has("compositeResponse") {
            match serde_json::from_str::<Envelope<'a>>(text) {
                Ok(envelope) => self.replies(text, envelope.replies),
                Err(error) => {
                    let problem = place::of_error(file.text(), text, &error).path(file.path());
                    self.problems.push(problem.help(TAKE_AGAIN));
                }
            }
        } else if let Some(said) = refusal(text) {
            self.problem(
                text,
                Problem::new(format!("the org answered with an error: {said}")).help(TAKE_AGAIN),
            );
        } else if has("sobjects") {
            let problem = Problem::new("this is the list of objects, not the describe of one");
            self.problem(text, problem.help(MOVE_AWAY));
        } else {
            self.problem(text, Problem::new(NOT_DESCRIBE).help(MOVE_AWAY));
        }
    }

    fn replies(&mut self, text: &'a str, replies: Vec<Reply<'a>>) {
        if replies.is_empty() {
            self.problem(
                text,
                Problem::new("the answer holds no describe").help(TAKE_AGAIN),
            );
        }
        for (index, reply) in replies.into_iter().enumerate() {
            let content = reply.content.get();
            if (200..300).contains(&reply.status) && content.starts_with('{') {
                match serde_json::from_str::<SObjectDescribe<'a>>(content) {
                    Ok(describe) if is_sound(&describe) => self.describes.push(describe),
                    _ => self.reply_fault(content),
                }
                continue;
            }
            let who = reply
                .reference
                .map_or_else(String::new, |id| format!(" ({id})"));
            let said = refusal(content).unwrap_or_else(|| format!("HTTP status {}", reply.status));
            let problem = Problem::new(format!(
                "request {}{who} was refused by the org: {said}",
                index + 1
            ));
            self.problem(content, problem.help(TAKE_AGAIN));
        }
    }

    /// A reply with content that is not a sound describe. An envelope in an envelope is not looked
    /// into.
    fn reply_fault(&mut self, content: &'a str) {
        match Entries::of(content) {
            Ok(entries) if entries.get("fields").is_some() => {
                self.problems
                    .extend(diagnose::describe(self.file, content, &entries));
            }
            _ => self.problem(content, Problem::new(NOT_DESCRIBE).help(TAKE_AGAIN)),
        }
    }

    /// Whether `text` is JSON; if not, the reason is noted.
    fn is_json(&mut self, text: &'a str) -> bool {
        let Err(error) = serde_json::from_str::<IgnoredAny>(text) else {
            return true;
        };
        self.problems
            .push(diagnose::syntax(self.file, text, &error));
        false
    }

    /// Notes a problem at the start of `part`.
    fn problem(&mut self, part: &str, problem: Problem) {
        let part = part.trim_start();
        let (line, column) = place::of_part(self.file.text(), part);
        let problem = problem.path(self.file.path()).position(line, column);
        self.problems.push(problem);
    }
}

/// The describe that a text is, where it is a sound one.
#[cfg(feature = "fetch")]
pub(super) fn sound(text: &str) -> Option<SObjectDescribe<'_>> {
    serde_json::from_str(text).ok().filter(is_sound)
}

/// Whether a describe can be used as it is; [`diagnose::describe`] says why it cannot.
fn is_sound(describe: &SObjectDescribe<'_>) -> bool {
    let mut names = HashSet::with_capacity(describe.fields.len());
    !describe.fields.is_empty()
        && object_name::fault(&describe.name).is_none()
        && describe
            .fields
            .iter()
            .all(|field| names.insert(&*field.name))
}

/// Whether the first key is that of an envelope, which then need not be tried as a describe.
fn begins_as_envelope(text: &str) -> bool {
    let first = text.trim_start().trim_start_matches('{').trim_start();
    ["\"hasErrors\"", "\"results\"", "\"compositeResponse\""]
        .iter()
        .any(|key| first.starts_with(key))
}

/// What an org said instead of an answer: `CODE: message`, of every error in the list.
fn refusal(text: &str) -> Option<String> {
    let refusals = match serde_json::from_str::<Vec<Refusal>>(text) {
        Ok(list) if !list.is_empty() => list,
        _ => vec![serde_json::from_str::<Refusal>(text).ok()?],
    };
    let said: Vec<String> = refusals
        .into_iter()
        .map(|refusal| match refusal.message.as_str() {
            "" => refusal.code,
            message => format!("{}: {message}", refusal.code),
        })
        .collect();
    Some(said.join("; "))
}
