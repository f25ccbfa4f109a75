//! Calls of the runtime that take a query as a text, which no macro checks: `Query::new("…")`,
//! `Soql::new("…")` and `sf.query("…")`.
//!
//! Syntax does not tell whose `Query` that is, and SQL begins with SELECT as well. So a type that is
//! imported from elsewhere is passed over, and of the others only what can be nothing but SOQL is taken:
//! it parses, and the snapshot has the object. Where the name is imported from the runtime, what does not
//! parse is taken too.

use sf_schema::Schema;
use sf_schema::soql::parse;

use super::map::Text;
use super::tokens::{Kind, Tokens};
use super::{Query, QueryKind, call, literal};

/// The crate of these calls.
const RUNTIME: &str = "sf_runtime";
/// Types with a `new` that takes a query.
const TYPES: &[&str] = &["Query", "Soql"];
/// Methods of a client that take one.
const METHODS: &[&str] = &[
    "query",
    "query_one",
    "query_optional",
    "query_stream",
    "count",
    "explain",
];
/// Where a path begins that can lead to what this program has imported.
const LOCAL: &[&str] = &["crate", "self", "super", "prelude"];

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Runtime,
    NotKnown,
    Other,
}

/// Whether there can be a call; cheaper than to look.
pub(super) fn may_be_in(text: &str) -> bool {
    let has = |part: &&str| text.contains(*part);
    ["SELECT", "select", "Select"].iter().any(has)
        && ["Query", "Soql", ".query", ".count", ".explain"]
            .iter()
            .any(has)
}

/// Every call, in the order of the text.
pub(super) fn queries(tokens: &Tokens<'_>) -> Vec<Query> {
    let owners: Vec<Owner> = TYPES.iter().map(|name| imported(tokens, name)).collect();
    let is_runtimes = (0..tokens.len()).any(|at| tokens.ident(at) == Some(RUNTIME));
    let mut queries = Vec::new();
    for at in 0..tokens.len() {
        let Some(name) = tokens.ident(at) else {
            continue;
        };
        let owner = match TYPES.iter().zip(&owners).find(|(ty, _)| **ty == name) {
            Some((_, imported)) => owner(tokens, at, *imported),
            None if METHODS.contains(&name) && tokens.is_punct(before(at, 1), '.') => {
                let is_client = is_runtimes || tokens.ident(before(at, 2)) == Some("sf");
                if is_client {
                    Owner::NotKnown
                } else {
                    Owner::Other
                }
            }
            None => Owner::Other,
        };
        if owner == Owner::Other {
            continue;
        }
        let is_type = TYPES.contains(&name);
        if let Some(query) = read(tokens, at, is_type) {
            queries.push(Query {
                is_sure: owner == Owner::Runtime,
                ..query
            });
        }
    }
    queries
}

impl Query {
    /// Whether it is a query of Salesforce, as far as a schema tells.
    pub(super) fn is_soql(&self, schema: &Schema) -> bool {
        let parsed = parse(&self.text, &self.syntax());
        match &parsed.query {
            Some(query) if parsed.findings.is_empty() => {
                let mut path = query.from.object.path.names.iter();
                let object = path.next().filter(|_| path.next().is_none());
                object.is_some_and(|object| schema.object(&object.text).is_some())
            }
            _ => self.is_sure,
        }
    }
}

/// The query of the call whose type or method stands at `at`.
fn read(tokens: &Tokens<'_>, at: usize, is_type: bool) -> Option<Query> {
    let mut open = after_generics(tokens, at + 1);
    if is_type {
        if !is_path(tokens, open) || tokens.ident(open + 2) != Some("new") {
            return None;
        }
        open += 3;
    }
    let Some(Kind::Open(proc_macro2::Delimiter::Parenthesis, close)) = tokens.kind(open) else {
        return None;
    };
    let pieces = call::string(tokens, open + 1)?;
    // Another argument is another method.
    if open + 2 != close && !(tokens.is_punct(open + 2, ',') && open + 3 == close) {
        return None;
    }
    let mut text = Text::default();
    literal::append(&pieces, 0, &mut text);
    let first = text.text.split_whitespace().next().unwrap_or_default();
    if !first.eq_ignore_ascii_case("select") {
        return None;
    }
    let span = |at| tokens.get(at).map(|token| token.span);
    Some(Query {
        file: 0,
        span: span(at)?.to(span(close)?),
        kind: QueryKind::Text,
        text: text.text,
        map: text.map,
        lints: Vec::new(),
        findings: Vec::new(),
        is_named: false,
        is_sure: false,
        held: Vec::new(),
    })
}

/// Whose type this is: by the path in front of it, or else as it was imported.
fn owner(tokens: &Tokens<'_>, at: usize, imported: Owner) -> Owner {
    let mut first = at;
    while first >= 3 && is_path(tokens, first - 2) && tokens.ident(first - 3).is_some() {
        first -= 3;
    }
    match tokens.ident(first) {
        _ if first == at => imported,
        Some(RUNTIME) => Owner::Runtime,
        Some(name) if LOCAL.contains(&name) => Owner::NotKnown,
        _ => Owner::Other,
    }
}

/// Whose the name is by the imports of the file, and by its own types.
fn imported(tokens: &Tokens<'_>, name: &str) -> Owner {
    let mut owner = Owner::NotKnown;
    let mut root = None;
    for at in 0..tokens.len() {
        let is_own = matches!(
            tokens.ident(at),
            Some("struct" | "enum" | "trait" | "union" | "type")
        );
        if is_own && tokens.ident(at + 1) == Some(name) {
            return Owner::Other;
        }
        if tokens.ident(at) == Some("use") {
            let skipped = if is_path(tokens, at + 1) { 2 } else { 0 };
            root = tokens.ident(at + 1 + skipped);
        } else if tokens.is_punct(at, ';') {
            root = None;
        }
        let is_it = match tokens.ident(before(at, 1)) {
            Some("as") => tokens.ident(at) == Some(name),
            _ => tokens.ident(at) == Some(name) && tokens.ident(at + 1) != Some("as"),
        };
        if let Some(root) = root.filter(|_| is_it && !is_path(tokens, at + 1)) {
            owner = match root {
                RUNTIME => Owner::Runtime,
                root if LOCAL.contains(&root) => Owner::NotKnown,
                _ => return Owner::Other,
            };
        }
    }
    owner
}

/// The token so many before this one; one that is not there where there is none.
fn before(at: usize, by: usize) -> usize {
    at.checked_sub(by).unwrap_or(usize::MAX)
}

/// Whether `::` stands here.
fn is_path(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_punct(at, ':') && tokens.is_punct(at.saturating_add(1), ':')
}

/// Where `::<…>` ends, if it begins here.
fn after_generics(tokens: &Tokens<'_>, at: usize) -> usize {
    if !is_path(tokens, at) || !tokens.is_punct(at + 2, '<') {
        return at;
    }
    let (mut open, mut end) = (0_usize, at + 2);
    while end < tokens.len() {
        let is_arrow = tokens.is_punct(before(end, 1), '-');
        match tokens.kind(end) {
            Some(Kind::Punct('<', _)) => open += 1,
            Some(Kind::Punct('>', _)) if !is_arrow => open = open.saturating_sub(1),
            Some(Kind::Punct(';', _)) => return at,
            _ => {}
        }
        end = tokens.after(end);
        if open == 0 {
            return end;
        }
    }
    at
}
