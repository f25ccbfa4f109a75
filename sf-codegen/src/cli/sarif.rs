//! SARIF 2.1.0, which code hosts and editors show beside the code.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde_json::{Value, json};

use super::json;

/// Something to show.
pub(super) struct Outcome<'a> {
    /// What kind of thing it is; stable.
    pub(super) rule: &'a str,
    pub(super) level: Level,
    pub(super) message: String,
    pub(super) place: Option<Place<'a>>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Note,
    Warning,
    Error,
}

/// Where it is, in lines and columns from 1; columns count characters.
pub(super) struct Place<'a> {
    pub(super) path: &'a Path,
    pub(super) start: (usize, usize),
    /// The character after the last.
    pub(super) end: (usize, usize),
}

/// The folder in which the command runs, by the name that GitHub knows.
const ROOT: &str = "%SRCROOT%";

/// A log of one run.
pub(super) fn log(outcomes: &[Outcome<'_>]) -> String {
    let rules: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.rule).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let results: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            let mut result = json!({
                "ruleId": outcome.rule,
                "ruleIndex": rules.iter().position(|rule| *rule == outcome.rule),
                "level": match outcome.level {
                    Level::Note => "note",
                    Level::Warning => "warning",
                    Level::Error => "error",
                },
                "message": { "text": outcome.message },
            });
            if let (Some(place), Some(result)) = (&outcome.place, result.as_object_mut()) {
                result.insert("locations".to_owned(), json!([location(place)]));
            }
            result
        })
        .collect();
    let rules: Vec<Value> = rules.iter().map(|rule| json!({ "id": rule })).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sf-codegen",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: {
                "description": { "text": "The folder in which sf-codegen ran." },
            } },
            "results": results,
        }],
    });
    json::line(&log.to_string())
}

fn location(place: &Place<'_>) -> Value {
    let mut artifact = json!({ "uri": uri(place.path) });
    if let (false, Some(artifact)) = (place.path.is_absolute(), artifact.as_object_mut()) {
        artifact.insert("uriBaseId".to_owned(), json!(ROOT));
    }
    json!({ "physicalLocation": {
        "artifactLocation": artifact,
        "region": {
            "startLine": place.start.0,
            "startColumn": place.start.1,
            "endLine": place.end.0,
            "endColumn": place.end.1,
        },
    } })
}

/// A path as a URI, relative unless the path is absolute.
fn uri(path: &Path) -> String {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Prefix(prefix) => parts.push(encoded(prefix.as_os_str().as_encoded_bytes())),
            Component::RootDir | Component::CurDir => {}
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(encoded(name.as_encoded_bytes())),
        }
    }
    let path_text = parts.join("/");
    match path.is_absolute() {
        true => format!("file:///{path_text}"),
        false => path_text,
    }
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        let c = char::from(*byte);
        if c.is_ascii_alphanumeric() || "-._~".contains(c) {
            text.push(c);
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("src/main.rs", "src/main.rs"),
            ("./a b/é%.rs", "a%20b/%C3%A9%25.rs"),
            ("../x/\x1b[2J.rs", "../x/%1B%5B2J.rs"),
            ("/a/b.rs", "file:///a/b.rs"),
            ("a?#:.soql", "a%3F%23%3A.soql"),
        ] {
            assert_eq!(uri(Path::new(path)), expected);
        }
    }
}
