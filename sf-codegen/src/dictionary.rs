//! The org's data dictionary as pages of HTML: one an object, and an index that searches them all.
//!
//! The pages need no server: opened from a folder they search and link as well. Everything from
//! the org enters through `Html`, which has no way in for it but escaped text, so
//! that no label becomes markup. This module reads no snapshot and finds no query: what uses a field
//! is told to it.

mod html;
mod index_page;
mod object_page;
mod uses;

#[cfg(test)]
mod tests;

use std::path::Path;

use sf_schema::Schema;
use sf_schema::schema::{Field, FieldType, index};

use crate::fileset::FileSet;
use crate::{Changes, Error, parallel};

pub use uses::{Use, Uses};

use html::Html;

const STYLE: &str = include_str!("dictionary/style.css");
const SEARCH: &str = include_str!("dictionary/search.js");

/// The pages of a data dictionary.
///
/// ```
/// use sf_codegen::dictionary::{Dictionary, Uses};
/// use sf_schema::{Name, Object, Schema};
///
/// # let folder = tempfile::tempdir()?;
/// let object = Object { name: Name::new("Invoice__c", "Invoice__c"), ..Object::default() };
/// let schema = Schema::new([object])?;
/// Dictionary::of(&schema, &Uses::default()).write(folder.path())?;
/// assert!(folder.path().join("index.html").exists());
/// assert!(folder.path().join("invoice__c.sobject.html").exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Dictionary {
    files: FileSet,
}

impl Dictionary {
    /// The pages of every object of the schema, with the places that use its fields.
    pub fn of(schema: &Schema, uses: &Uses) -> Self {
        let objects: Vec<_> = schema.objects().collect();
        let pages = parallel::map(&objects, |object| {
            let page = object_page::write(schema, object, uses);
            (page_name(&object.name.api), page.finish())
        });
        let mut files = FileSet::default();
        for (name, page) in pages {
            files.add(name, page);
        }
        files.add("index.html", index_page::write(schema).finish());
        files.add("entries.js", index_page::entries(schema));
        files.add("search.js", SEARCH.to_owned());
        files.add("style.css", STYLE.to_owned());
        Self { files }
    }

    /// Writes the pages that changed, and removes those of objects that are gone. Files of others
    /// are left alone.
    ///
    /// # Errors
    /// A file cannot be written, or has the name of a page and is none.
    pub fn write(&self, folder: &Path) -> Result<Changes, Error> {
        self.files.persist(folder)
    }
}

/// The type of a field with its limits, and where a lookup points: at most `targets` objects.
pub fn type_text(field: &Field, targets: usize) -> String {
    let mut text = field.data.name().to_owned();
    let is_text = field.data.is_text() || field.data == FieldType::MultiPicklist;
    if is_text && field.length > 0 {
        text.push_str(&format!("({})", field.length));
    } else if field.data.is_decimal() && field.precision > 0 {
        text.push_str(&format!("({}, {})", field.precision, field.scale));
    } else if field.data == FieldType::Int && field.digits > 0 {
        text.push_str(&format!("({})", field.digits));
    }
    let Some(reference) = field.reference.as_ref().filter(|r| !r.to.is_empty()) else {
        return text;
    };
    let shown: Vec<&str> = reference
        .to
        .iter()
        .map(String::as_str)
        .take(targets)
        .collect();
    text.push_str(&format!(" to {}", shown.join(", ")));
    match reference.to.len().saturating_sub(targets) {
        0 => {}
        more => text.push_str(&format!(" and {more} more")),
    }
    text
}

/// The file of an object's page.
fn page_name(api: &str) -> String {
    index::file_name(api) + ".html"
}

/// The head of a page, up to its content.
fn head(title: &str) -> Html {
    let mut page = Html::page();
    page.raw("<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        .text(title)
        .raw("</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n")
        .raw("<script src=\"entries.js\" defer></script>\n")
        .raw("<script src=\"search.js\" defer></script>\n</head>\n<body>\n<header>\n")
        .raw("<a href=\"index.html\">All objects</a>\n")
        .raw("<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" ")
        .raw("placeholder=\"Objects and fields\" aria-label=\"Search objects and fields\" ")
        .raw("aria-controls=\"found\">\n<ol id=\"found\" hidden></ol>\n</header>\n<main>\n");
    page
}

/// The end of a page.
fn foot(page: &mut Html) {
    page.raw("</main>\n</body>\n</html>\n");
}

/// The orgs of several that do not have a thing; nothing where all have it.
fn missing_in(page: &mut Html, before: &'static str, orgs: &[String], after: &'static str) {
    if !orgs.is_empty() {
        page.raw(before)
            .raw("missing in ")
            .text(&orgs.join(", "))
            .raw(after);
    }
}

/// A link to an object's page, or its name where it has none.
fn link(page: &mut Html, schema: &Schema, api: &str) {
    match schema.object(api) {
        Some(object) => {
            page.raw("<a href=\"")
                .url(&page_name(&object.name.api))
                .raw("\">")
                .text(&object.name.api)
                .raw("</a>");
        }
        None => {
            page.raw("<span class=\"outside\" title=\"not in the snapshot\">")
                .text(api)
                .raw("</span>");
        }
    }
}
