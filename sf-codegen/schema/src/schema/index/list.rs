//! The list of all objects: enough to find an object's file, and to say which names there are.

use std::cmp::Ordering;

use super::record::{Columns, Reader, Writer, quote};
use super::{IndexError, file_name};
use crate::schema::{Object, ObjectFlags};

const KIND: &str = "list";
const ENTRY: &str = "e";
const OUTSIDE: &str = "x";

/// What the list says of an object.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// API name, in the org's spelling.
    pub api: String,
    /// Name of the Rust type.
    pub rust: String,
    /// Name of the Rust module that holds what belongs to the object.
    pub module: String,
    /// `keyPrefix`: the first three characters of the object's ids.
    pub key_prefix: Option<String>,
    /// Name of the file that holds the object, beside the list; see [`file_name`].
    pub file: String,
    /// The yes-or-no facts.
    pub flags: ObjectFlags,
}

/// The list of all objects, as read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Ordered by API name without regard to case, no two alike.
    entries: Vec<Entry>,
    /// Likewise.
    outside: Vec<String>,
}

impl From<&Object> for Entry {
    fn from(object: &Object) -> Self {
        Self {
            api: object.name.api.clone(),
            rust: object.name.rust.clone(),
            module: object.module.clone(),
            key_prefix: object.key_prefix.clone(),
            file: file_name(&object.name.api),
            flags: object.flags,
        }
    }
}

impl List {
    /// The object of this API name, in any case.
    pub fn entry(&self, api: &str) -> Option<&Entry> {
        self.entries
            .binary_search_by(|entry| compare(&entry.api, api))
            .ok()
            .and_then(|found| self.entries.get(found))
    }

    /// The objects, ordered by API name without regard to case.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The API names of objects that the org has and the index has not.
    pub fn outside(&self) -> &[String] {
        &self.outside
    }

    /// Whether an object of this API name, in any case, is one of them.
    pub fn is_outside(&self, api: &str) -> bool {
        self.outside
            .binary_search_by(|outside| compare(outside, api))
            .is_ok()
    }
}

/// The text of the list, with the names of objects that the org has and the index has not
/// ([`Schema::outside`](crate::Schema::outside)). The order of neither matters.
#[inline]
pub fn write_list<'a>(entries: &[Entry], outside: impl IntoIterator<Item = &'a str>) -> String {
    let mut ordered: Vec<&Entry> = entries.iter().collect();
    // The spelling settles the order of names that should not be there twice.
    ordered.sort_by(|a, b| compare(&a.api, &b.api).then_with(|| a.api.cmp(&b.api)));
    let mut writer = Writer::new(KIND);
    for entry in ordered {
        writer
            .record(ENTRY)
            .text(&entry.api)
            .text(&entry.rust)
            .text(&entry.module)
            .text(&entry.flags.letters())
            .optional(entry.key_prefix.as_deref())
            .text(&entry.file)
            .end();
    }
    let mut outside: Vec<&str> = outside.into_iter().collect();
    outside.sort_by(|a, b| compare(a, b).then_with(|| a.cmp(b)));
    for api in outside {
        writer.record(OUTSIDE).text(api).end();
    }
    writer.finish()
}

/// Reads what [`write_list`] wrote.
///
/// # Errors
/// The text is of another version, is no list, names an object twice, or is damaged.
///
/// ```
/// use sf_schema::schema::index::{Entry, read_list, write_list};
/// use sf_schema::{Name, Object};
///
/// let invoice = Object { name: Name::new("Invoice__c", "Invoice__c"), ..Object::default() };
/// let list = read_list(&write_list(&[Entry::from(&invoice)], ["User"]))?;
/// let entry = list.entry("INVOICE__C");
/// assert_eq!(entry.map(|entry| entry.file.as_str()), Some("invoice__c.sobject"));
/// assert!(list.is_outside("user"));
/// # Ok::<(), sf_schema::schema::index::IndexError>(())
/// ```
pub fn read_list(text: &str) -> Result<List, IndexError> {
    let mut reader = Reader::open(text, KIND)?;
    let (mut entries, mut outside): (Vec<Entry>, Vec<String>) = Default::default();
    while let Some((tag, mut columns)) = reader.next()? {
        if tag == OUTSIDE {
            let api = columns.text();
            let last = outside.last().map(String::as_str);
            check_order(last, &api, &mut columns);
            columns.end()?;
            outside.push(api);
            continue;
        }
        if tag != ENTRY {
            return Err(columns.error(format!("unknown record {}", quote(tag))));
        }
        let entry = Entry {
            api: columns.text(),
            rust: columns.text(),
            module: columns.text(),
            flags: columns.flags(ObjectFlags::from_letters),
            key_prefix: columns.optional(),
            file: columns.text(),
        };
        let last = entries.last().map(|last| last.api.as_str());
        check_order(last, &entry.api, &mut columns);
        columns.end()?;
        entries.push(entry);
    }
    Ok(List { entries, outside })
}

/// Looking a name up relies on the order.
fn check_order(last: Option<&str>, api: &str, columns: &mut Columns<'_>) {
    if last.is_some_and(|last| compare(last, api) != Ordering::Less) {
        columns.refuse(format!("{} is listed twice or out of order", quote(api)))
    }
}

/// By bytes, without regard to the case of ASCII letters.
fn compare(a: &str, b: &str) -> Ordering {
    let a = a.bytes().map(|byte| byte.to_ascii_lowercase());
    a.cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}
