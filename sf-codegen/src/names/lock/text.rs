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
//! API names and values are escaped, see the module beside this one.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fmt;

use super::escape::{escape_name, escape_value, unescape};
use super::{NamesLock, ObjectLock};
use crate::names::kind::{Kind, Scope};
use crate::parallel;

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
    let objects: Vec<(&String, &ObjectLock)> = lock.objects.iter().collect();
    let parts = parallel::map(&objects, |(object, lock)| render_object(object, lock));
    let mut text = format!("{HEADER}{VERSION}\n");
    text.reserve(parts.iter().map(String::len).sum());
    text.extend(parts);
    text
}

fn render_object(object: &str, lock: &ObjectLock) -> String {
    let mut text = String::new();
    let object = escape_name(object);
    let mut line = |kind: Kind, api: &[Cow<'_, str>], rust: &str| {
        text.extend([&object, " ", kind.tag()]);
        for name in api {
            text.extend([" ", name]);
        }
        text.extend([" = ", rust, "\n"]);
    };
    for (kind, rust) in [(Kind::Type, &lock.ty), (Kind::Module, &lock.module)] {
        if let Some(rust) = rust {
            line(kind, &[], rust);
        }
    }
    for (kind, names) in &lock.names {
        for (api, rust) in names {
            line(*kind, &[escape_name(api)], rust);
        }
    }
    for (field, values) in &lock.values {
        for (value, rust) in values {
            line(
                Kind::Value,
                &[escape_name(field), escape_value(value)],
                rust,
            );
        }
    }
    text
}

pub(super) fn parse(text: &str) -> Result<NamesLock, LockError> {
    match parse_flawless(text) {
        Some(lock) => Ok(lock),
        None => parse_with_care(text),
    }
}

/// The lock if nothing at all is to be said about it; the rest is for
/// [`parse_with_care`], which remembers each line and costs more.
fn parse_flawless(text: &str) -> Option<NamesLock> {
    let mut lock = NamesLock::default();
    let mut lines = text.lines();
    if lines.next()?.strip_prefix(HEADER)? != VERSION {
        return None;
    }
    for line in lines {
        let record = Record::parse(line)?;
        if !record.kind.accepts(record.rust) || lock.put(record).is_some() {
            return None;
        }
    }
    lock.has_no_rivals().then_some(lock)
}

fn parse_with_care(text: &str) -> Result<NamesLock, LockError> {
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
struct Record<'a> {
    object: Cow<'a, str>,
    kind: Kind,
    /// Only for a value.
    field: Cow<'a, str>,
    api: Cow<'a, str>,
    rust: &'a str,
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
        if !record.kind.accepts(record.rust) {
            return Err(format!(
                "{scope}: `{}`, the name of {record}, is no Rust identifier or one that generated \
                 code needs for itself; delete the line to have a name assigned anew",
                record.rust
            ));
        }
        let owners = self.owners.entry(record.place()).or_default();
        match owners.entry(record.rust.to_owned()) {
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
        let (label, rust) = (record.to_string(), record.rust);
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
    fn put(&mut self, record: Record<'_>) -> Option<String> {
        let lock = self.objects.entry(record.object.into_owned()).or_default();
        let rust = record.rust.to_owned();
        let names = match record.kind {
            Kind::Type => return lock.ty.replace(rust),
            Kind::Module => return lock.module.replace(rust),
            Kind::Value => lock.values.entry(record.field.into_owned()).or_default(),
            kind => lock.names.entry(kind).or_default(),
        };
        names.insert(record.api.into_owned(), rust)
    }

    /// Whether no name is there twice in one scope.
    fn has_no_rivals(&self) -> bool {
        let mut seen = HashSet::new();
        let locks = || self.objects.values();
        let mut root = locks().flat_map(|lock| lock.ty.iter().chain(&lock.module));
        if !root.all(|rust| seen.insert(rust.as_str())) {
            return false;
        }
        for lock in locks() {
            let mut scope = None;
            // Kinds of one scope follow each other.
            for (kind, names) in &lock.names {
                if scope.replace(kind.scope()) != Some(kind.scope()) {
                    seen.clear();
                }
                if !names.values().all(|rust| seen.insert(rust.as_str())) {
                    return false;
                }
            }
            for values in lock.values.values() {
                seen.clear();
                if !values.values().all(|rust| seen.insert(rust.as_str())) {
                    return false;
                }
            }
        }
        true
    }
}

impl<'a> Record<'a> {
    fn parse(line: &'a str) -> Option<Self> {
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
            rust: rust.trim_end(),
        })
    }

    fn place(&self) -> Place {
        let scope = self.kind.scope();
        match scope {
            Scope::Root => (scope, String::new(), String::new()),
            _ => (scope, self.object.to_string(), self.field.to_string()),
        }
    }

    fn scope(&self) -> String {
        match self.kind {
            Kind::Value => format!("{}.{}", self.object, self.field),
            _ => self.object.to_string(),
        }
    }
}

impl fmt::Display for Record<'_> {
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
