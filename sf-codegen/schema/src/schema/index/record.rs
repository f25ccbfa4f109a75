//! Lines, columns and escapes: the syntax of the index, without any meaning.

use std::fmt::Write as _;
use std::iter::Enumerate;
use std::str::{Lines, Split};

use super::{IndexError, VERSION};
use crate::schema::Name;

const MAGIC: &str = "sf-schema-index";
const END: &str = "end";

/// Stands for an empty text where nothing would mean that there is none.
const EMPTY: &str = "\\e";

/// A file being written.
pub(super) struct Writer {
    text: String,
}

/// A line being written.
#[must_use]
pub(super) struct Record<'a> {
    text: &'a mut String,
}

/// A file being read.
pub(super) struct Reader<'a> {
    lines: Enumerate<Lines<'a>>,
    read: usize,
}

/// A line being read. A column that was left off reads as an empty one. What is wrong with a column
/// is said at the [`end`](Self::end), so that reading one is a call and no branch: a wide record is
/// cheap to compile.
pub(super) struct Columns<'a> {
    line: usize,
    columns: Split<'a, char>,
    problem: Option<String>,
}

impl Writer {
    pub(super) fn new(kind: &str) -> Self {
        Self {
            text: format!("{MAGIC} {VERSION} {kind}\n"),
        }
    }

    pub(super) fn record(&mut self, tag: &str) -> Record<'_> {
        self.text.push_str(tag);
        Record {
            text: &mut self.text,
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push_str(END);
        self.text.push('\n');
        self.text
    }
}

impl Record<'_> {
    pub(super) fn text(self, text: &str) -> Self {
        self.text.push('\t');
        escape(text, self.text);
        self
    }

    pub(super) fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some("") => {
                self.text.push('\t');
                self.text.push_str(EMPTY);
                self
            }
            other => self.text(other.unwrap_or_default()),
        }
    }

    pub(super) fn name(self, name: &Name) -> Self {
        self.text(&name.api).text(&name.rust)
    }

    pub(super) fn optional_name(self, name: Option<&Name>) -> Self {
        self.optional(name.map(|name| name.api.as_str()))
            .text(name.map_or("", |name| &name.rust))
    }

    pub(super) fn number(self, number: u32) -> Self {
        self.optional_number((number != 0).then_some(number))
    }

    pub(super) fn optional_number(self, number: Option<u32>) -> Self {
        self.text.push('\t');
        if let Some(number) = number {
            // Writing to a string does not fail.
            let _ = write!(self.text, "{number}");
        }
        self
    }

    /// Texts that are there, one a column, at the end of a line.
    pub(super) fn list(self, texts: &[String]) -> Self {
        texts
            .iter()
            .fold(self, |record, text| record.optional(Some(text)))
    }

    /// Numbers separated by commas, in one column.
    pub(super) fn numbers(self, numbers: &[u16]) -> Self {
        self.text.push('\t');
        for (i, number) in numbers.iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            let _ = write!(self.text, "{number}");
        }
        self
    }

    pub(super) fn booleans(self, letters: &[(char, bool)]) -> Self {
        self.text.push('\t');
        let set = letters.iter().filter(|(_, on)| *on);
        self.text.extend(set.map(|(letter, _)| letter));
        self
    }

    pub(super) fn end(self) {
        let kept = self.text.trim_end_matches('\t').len();
        self.text.truncate(kept);
        self.text.push('\n');
    }
}

impl<'a> Reader<'a> {
    /// Checks the first line.
    pub(super) fn open(text: &'a str, kind: &'static str) -> Result<Self, IndexError> {
        // A checkout may have turned the line ends into CRLF; `lines` takes both.
        let mut lines = text.lines().enumerate();
        let mut words = lines.next().map_or("", |(_, line)| line).split(' ');
        let magic = words.next();
        let version = words.next().and_then(|word| word.parse().ok());
        let is_kind = words.eq([kind]);
        match (magic, version) {
            (Some(MAGIC), Some(VERSION)) if is_kind => Ok(Self { lines, read: 1 }),
            (Some(MAGIC), Some(found)) if found != VERSION => Err(IndexError::Version { found }),
            _ => Err(IndexError::Foreign { expected: kind }),
        }
    }

    /// The tag and columns of the next record; none at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<(&'a str, Columns<'a>)>, IndexError> {
        let Some((index, line)) = self.lines.next() else {
            return Err(IndexError::damaged(
                self.read,
                format!("no `{END}` follows, the file was cut off"),
            ));
        };
        self.read = index + 1;
        if line == END {
            return match self.lines.next() {
                None => Ok(None),
                Some((index, _)) => Err(IndexError::damaged(
                    index + 1,
                    format!("a line after `{END}`"),
                )),
            };
        }
        let mut columns = line.split('\t');
        let tag = columns.next().unwrap_or_default();
        let line = self.read;
        Ok(Some((
            tag,
            Columns {
                line,
                columns,
                problem: None,
            },
        )))
    }
}

impl<'a> Columns<'a> {
    pub(super) fn text(&mut self) -> String {
        match unescape(self.next()) {
            Ok(text) => text,
            Err(problem) => self.refuse(problem),
        }
    }

    pub(super) fn optional(&mut self) -> Option<String> {
        match unescape_optional(self.next()) {
            Ok(text) => text,
            Err(problem) => self.refuse(problem),
        }
    }

    pub(super) fn name(&mut self) -> Name {
        Name {
            api: self.text(),
            rust: self.text(),
        }
    }

    pub(super) fn optional_name(&mut self) -> Option<Name> {
        let api = self.optional();
        let rust = self.text();
        api.map(|api| Name { api, rust })
    }

    /// All columns that are left, as optional texts that are there.
    pub(super) fn rest(&mut self) -> Vec<String> {
        let mut texts = Vec::new();
        while let Some(column) = self.columns.next() {
            match unescape_optional(column) {
                Ok(Some(text)) => texts.push(text),
                Ok(None) => self.refuse("an empty column inside a list".to_owned()),
                Err(problem) => self.refuse(problem),
            }
        }
        texts
    }

    pub(super) fn number<T: TryFrom<u32> + Default>(&mut self) -> T {
        self.optional_number().unwrap_or_default()
    }

    pub(super) fn optional_number<T: TryFrom<u32>>(&mut self) -> Option<T> {
        match self.next() {
            "" => None,
            column => self.parse(column),
        }
    }

    pub(super) fn numbers(&mut self) -> Vec<u16> {
        match self.next() {
            "" => Vec::new(),
            column => column.split(',').filter_map(|n| self.parse(n)).collect(),
        }
    }

    /// A set of flags, by the function that knows its letters.
    pub(super) fn flags<T: Default>(&mut self, from_letters: fn(&str) -> Result<T, char>) -> T {
        match from_letters(self.next()) {
            Ok(flags) => flags,
            Err(letter) => self.refuse(format!("unknown flag {letter:?}")),
        }
    }

    /// Some of these letters.
    pub(super) fn letters(&mut self, known: &str) -> &'a str {
        let column = self.next();
        match column.chars().find(|c| !known.contains(*c)) {
            None => column,
            Some(letter) => self.refuse(format!("unknown flag {letter:?}")),
        }
    }

    /// Notes what is wrong with the line. What stands for the column is never seen.
    pub(super) fn refuse<T: Default>(&mut self, problem: String) -> T {
        self.problem.get_or_insert(problem);
        T::default()
    }

    /// What is wrong with the line, if anything is. Nothing may be left: a column that is not
    /// understood must not be lost.
    pub(super) fn end(mut self) -> Result<(), IndexError> {
        if let Some(column) = self.columns.next() {
            self.refuse(format!("one column too many: {}", quote(column)))
        }
        match self.problem.take() {
            None => Ok(()),
            Some(problem) => Err(self.error(problem)),
        }
    }

    pub(super) fn error(&self, problem: impl Into<String>) -> IndexError {
        IndexError::damaged(self.line, problem)
    }

    fn next(&mut self) -> &'a str {
        self.columns.next().unwrap_or_default()
    }

    fn parse<T: TryFrom<u32>>(&mut self, column: &str) -> Option<T> {
        let number: Option<u32> = column.parse().ok();
        let number = number.and_then(|number| T::try_from(number).ok());
        if number.is_none() {
            self.refuse(format!("{} is not a number that fits", quote(column)))
        }
        number
    }
}

/// A short, printable form of a text that may be anything.
pub(super) fn quote(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(40).collect();
    let more = if chars.next().is_some() { "…" } else { "" };
    format!("{start:?}{more}")
}

fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((i, c)) = rest.char_indices().find(|(_, c)| breaks_lines(*c)) {
        out.push_str(&rest[..i]);
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
        }
        rest = &rest[i + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Control characters and separators go too: editors and version control take some of them for
/// line ends, or the file for a binary one.
fn breaks_lines(c: char) -> bool {
    c == '\\' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn unescape(column: &str) -> Result<String, String> {
    if !column.as_bytes().contains(&b'\\') {
        return Ok(column.to_owned());
    }
    let mut text = String::with_capacity(column.len());
    let mut rest = column;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut chars = escaped.chars();
        let c = match chars.next() {
            Some('\\') => Some('\\'),
            Some('t') => Some('\t'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('u') => match code_point(chars.as_str()) {
                Some((c, after)) => {
                    chars = after.chars();
                    Some(c)
                }
                None => None,
            },
            _ => None,
        };
        match c {
            Some(c) => text.push(c),
            None => return Err(format!("unknown escape in {}", quote(column))),
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    Ok(text)
}

fn unescape_optional(column: &str) -> Result<Option<String>, String> {
    match column {
        "" => Ok(None),
        EMPTY => Ok(Some(String::new())),
        column => unescape(column).map(Some),
    }
}

/// `{85}` and what follows it.
fn code_point(text: &str) -> Option<(char, &str)> {
    let (hex, after) = text.strip_prefix('{')?.split_once('}')?;
    let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
    Some((c, after))
}
