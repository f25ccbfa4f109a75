//! Any path as messages and traces tell it: without what people wrote.

use crate::types::{AnyObject, Id};

/// The path as messages and traces tell it: without parameters, ids and values.
pub(super) fn template_of(path: &str, is_literal: bool) -> String {
    let plain = path.split('?').next().unwrap_or_default();
    let mut before = "";
    let mut parts = Vec::new();
    for part in plain.split('/') {
        let shown = match part {
            _ if Id::<AnyObject>::parse(part).is_ok() => "{id}",
            _ if is_literal || is_known(before, part) => part,
            _ => "{}",
        };
        parts.push(shown);
        before = part;
    }
    parts.join("/")
}

/// Whether a part of a path is a word of the API, and not a value.
fn is_known(before: &str, part: &str) -> bool {
    const WORDS: &[&str] = &[
        "",
        "actions",
        "analytics",
        "apexrest",
        "approvals",
        "apps",
        "async",
        "batch",
        "chatter",
        "composite",
        "connect",
        "custom",
        "data",
        "deleted",
        "describe",
        "executeAnonymous",
        "feed-elements",
        "feeds",
        "files",
        "graph",
        "groups",
        "ingest",
        "jobs",
        "layout",
        "layouts",
        "limits",
        "metadata",
        "object-info",
        "parameterizedSearch",
        "process",
        "query",
        "queryAll",
        "quickActions",
        "recent",
        "record-ui",
        "records",
        "related-list-records",
        "relevantItems",
        "rules",
        "search",
        "services",
        "sobjects",
        "standard",
        "tabs",
        "theme",
        "tooling",
        "tree",
        "ui-api",
        "updated",
        "users",
        "wave",
    ];
    let is_version = before == "data"
        && part
            .strip_prefix('v')
            .is_some_and(|version| version.bytes().all(|c| c.is_ascii_digit() || c == b'.'));
    let is_object =
        before == "sobjects" && part.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_');
    WORDS.contains(&part) || is_version || is_object
}
