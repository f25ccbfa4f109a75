//! The names lock as text.
//!
//! A header with the version, then one line a name:
//!
//! ```text
//! # sf-codegen names lock, version 1
//! Account module = account
//! Account field AnnualRevenue = annual_revenue
//! Account value Industry Food & Beverage = FoodBeverage
//! ```
//!
//! `\s` is a space, `\e` an empty name, `\=` an equals sign; also `\\ \n \r \t` and `\u{1f}`.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::{self, Write as _};

use super::{NamesLock, ObjectLock};
use crate::names::kind::{Kind, Scope};

const HEADER: &str = "# sf-codegen names lock, version ";
const VERSION: &str = "1";
const CONFLICT_MARKERS: &[&str] = &["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Why a names lock is refused; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockError {
    /// What is wrong, in the order of the lines.
    pub problems: Vec<LockProblem>,
}

/// What is wrong with one line of a names lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockProblem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it and what to do.
    pub message: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, LockProblem { line, message }) in self.problems.iter().enumerate() {
            let before = if i > 0 { "\n" } else { "" };
            write!(f, "{before}names lock, line {line}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LockError {}

pub(super) fn render(lock: &NamesLock) -> String {
    let mut text = format!("{HEADER}{VERSION}\n");
    for (object, lock) in &lock.objects {
        let object = escape_name(object);
        let mut line = |kind: Kind, api: &str, rust: &str| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{object} {}{api} = {rust}", kind.tag());
        };
        for (kind, rust) in [(Kind::Type, &lock.ty), (Kind::Module, &lock.module)] {
            if let Some(rust) = rust {
                line(kind, "", rust);
            }
        }
        for (kind, names) in &lock.names {
            for (api, rust) in names {
                line(*kind, &format!(" {}", escape_name(api)), rust);
            }
        }
        for (field, values) in &lock.values {
            for (value, rust) in values {
                let api = format!(" {} {}", escape_name(field), escape_value(value));
                line(Kind::Value, &api, rust);
            }
        }
    }
    text
}

pub(super) fn parse(text: &str) -> Result<NamesLock, LockError> {
    let mut parser = Parser::default();
    let mut lines = text.lines().zip(1..);
    let header = lines.next().map_or("", |(line, _)| line.trim_end());
    if CONFLICT_MARKERS.iter().any(|m| header.starts_with(m)) {
        parser.refuse(1, CONFLICT);
    } else {
        match header.strip_prefix(HEADER) {
            Some(VERSION) => {}
            Some(version) => parser.refuse(
                1,
                format!("version {version} is not known here; use the sf-codegen that wrote it"),
            ),
            None => parser.refuse(
                1,
                format!(
                    "the first line is not `{HEADER}{VERSION}`; restore the file from version \
                     control, or delete it to have all names assigned anew"
                ),
            ),
        }
    }
    if parser.problems.is_empty() {
        for (line, number) in lines {
            if let Err(message) = parser.line(line, number) {
                parser.refuse(number, message);
            }
        }
    }
    if parser.problems.is_empty() {
        Ok(parser.lock)
    } else {
        let problems = parser.problems;
        Err(LockError { problems })
    }
}

const CONFLICT: &str = "an unresolved merge; keep the lines of both sides without the markers, \
                        then delete the lines that are refused";

/// One line, taken apart.
struct Record {
    object: String,
    kind: Kind,
    /// Only for a value.
    field: String,
    api: String,
    rust: String,
}

/// Where a name must be unique: the object and the field only where the scope is within them.
type Place = (Scope, String, String);

#[derive(Default)]
struct Parser {
    lock: NamesLock,
    problems: Vec<LockProblem>,
    /// Who has a name: what it is and its line.
    owners: HashMap<Place, HashMap<String, (String, usize)>>,
}

impl Parser {
    fn refuse(&mut self, line: usize, message: impl Into<String>) {
        let message = message.into();
        self.problems.push(LockProblem { line, message });
    }

    fn line(&mut self, line: &str, number: usize) -> Result<(), String> {
        if CONFLICT_MARKERS.iter().any(|m| line.starts_with(m)) {
            return Err(CONFLICT.to_owned());
        }
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let record = Record::parse(line).ok_or_else(|| {
            format!(
                "`{line}` is not an entry (object, kind, API name, ` = `, Rust name); delete it"
            )
        })?;
        let scope = record.scope();
        if !record.kind.accepts(&record.rust) {
            return Err(format!(
                "{scope}: `{}`, the name of {record}, is no Rust identifier or one that generated \
                 code needs for itself; delete the line to have a name assigned anew",
                record.rust
            ));
        }
        let owners = self.owners.entry(record.place()).or_default();
        match owners.entry(record.rust.clone()) {
            // The same line twice is what a merge of two equal additions leaves.
            Entry::Occupied(owner) if *owner.get().0 == record.to_string() => {}
            Entry::Occupied(owner) => {
                let (other, line) = owner.get();
                return Err(format!(
                    "{scope}: `{}` is the name of both {other} (line {line}) and {record}; delete \
                     the line of the one that your code does not use, it is then named anew",
                    record.rust
                ));
            }
            Entry::Vacant(owner) => {
                owner.insert((record.to_string(), number));
            }
        }
        let (label, rust) = (record.to_string(), record.rust.clone());
        let place = record.place();
        match self.lock.put(record) {
            Some(other) if other != rust => {
                let owners = self.owners.get(&place);
                let line = owners.and_then(|owners| owners.get(&other));
                let line = line.map_or(0, |(_, line)| *line);
                Err(format!(
                    "{scope}: {label} is here `{rust}` and in line {line} `{other}`; delete the \
                     line with the name that your code does not use"
                ))
            }
            _ => Ok(()),
        }
    }
}

impl NamesLock {
    /// Records a name; the one that was there before.
    fn put(&mut self, record: Record) -> Option<String> {
        let Record {
            object,
            kind,
            field,
            api,
            rust,
        } = record;
        let lock: &mut ObjectLock = self.objects.entry(object).or_default();
        match kind {
            Kind::Type => lock.ty.replace(rust),
            Kind::Module => lock.module.replace(rust),
            Kind::Value => lock.values.entry(field).or_default().insert(api, rust),
            kind => lock.names.entry(kind).or_default().insert(api, rust),
        }
    }
}

impl Record {
    fn parse(line: &str) -> Option<Self> {
        let (what, rust) = line.rsplit_once(" = ")?;
        let (object, rest) = what.split_once(' ').unwrap_or((what, ""));
        let (tag, rest) = match rest.split_once(' ') {
            Some((tag, rest)) => (tag, Some(rest)),
            None => (rest, None),
        };
        let kind = Kind::from_tag(tag)?;
        let (field, api) = match (kind, rest) {
            (Kind::Type | Kind::Module, None) => ("\\e", "\\e"),
            (Kind::Value, Some(rest)) => rest.split_once(' ')?,
            (Kind::Type | Kind::Module | Kind::Value, _) | (_, None) => return None,
            (_, Some(rest)) => ("\\e", rest),
        };
        Some(Self {
            object: unescape(object)?,
            kind,
            field: unescape(field)?,
            api: unescape(api)?,
            rust: rust.trim_end().to_owned(),
        })
    }

    fn place(&self) -> Place {
        let scope = self.kind.scope();
        match scope {
            Scope::Root => (scope, String::new(), String::new()),
            _ => (scope, self.object.clone(), self.field.clone()),
        }
    }

    fn scope(&self) -> String {
        match self.kind {
            Kind::Value => format!("{}.{}", self.object, self.field),
            _ => self.object.clone(),
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            object, kind, api, ..
        } = self;
        match kind {
            Kind::Type | Kind::Module => write!(f, "the {} of {object}", kind.tag()),
            Kind::Value => write!(f, "the value {api:?}"),
            _ => write!(f, "the {} {api}", kind.tag()),
        }
    }
}

fn escape_name(name: &str) -> String {
    escape(name, |c, _| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
    })
}

fn escape_value(value: &str) -> String {
    let last = value.len().saturating_sub(1);
    // A space at an end is lost too easily.
    escape(value, |c, at| {
        c.is_ascii_graphic() && !matches!(c, '\\' | '=') || c == ' ' && at != 0 && at != last
    })
}

/// The text with all ASCII escaped that is not `plain`, and what cannot be seen beyond ASCII.
fn escape(text: &str, plain: impl Fn(char, usize) -> bool) -> String {
    if text.is_empty() {
        return "\\e".to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            c if plain(c, at) || !c.is_ascii() && is_visible(c) => escaped.push(c),
            ' ' => escaped.push_str("\\s"),
            '=' | '\\' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    escaped
}

fn is_visible(c: char) -> bool {
    !c.is_control()
        && !c.is_whitespace()
        && !matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{206f}' | '\u{feff}')
}

/// The text that was escaped; none where an escape is not known.
fn unescape(text: &str) -> Option<String> {
    if text == "\\e" {
        return Some(String::new());
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = after.chars().next()?;
        rest = &after[escape.len_utf8()..];
        plain.push(match escape {
            's' => ' ',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '=' | '\\' => escape,
            'u' => {
                let (code, after) = rest.strip_prefix('{')?.split_once('}')?;
                rest = after;
                char::from_u32(u32::from_str_radix(code, 16).ok()?)?
            }
            _ => return None,
        });
    }
    plain.push_str(rest);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for text in [
            "",
            " ",
            "a",
            "a b",
            " a ",
            "a = b",
            "=",
            "\\",
            "\\e",
            "\\s",
            "#",
            "\t\n\r",
            "\u{85}",
            "\u{2028}x",
            "Cafe\u{301}",
            "日本",
            "<<<<<<<",
            "a\u{202e}b",
            "\u{0}",
        ] {
            for escaped in [escape_name(text), escape_value(text)] {
                assert_eq!(unescape(&escaped).as_deref(), Some(text), "{escaped}");
                assert!(!escaped.contains(" = ") && escaped.lines().count() == 1);
            }
            assert!(!escape_name(text).contains(' '));
        }
        for text in ["\\", "\\x", "\\u", "\\u{", "\\u{d800}", "\\u{zz}", "\\é"] {
            assert_eq!(unescape(text), None, "{text}");
        }
    }
}
