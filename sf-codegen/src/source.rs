//! The queries in a source tree, found without compiling it.
//!
//! ```text
//! paths -> walk (files) -> tokens -> calls of soql! and of the runtime, rows of SoqlRow -> queries (a text and a map)
//!                                            + schema ^             -> check -> findings
//! ```
//!
//! Rust is read as tokens, not as a tree: so a query is found wherever it stands, in the arguments
//! of other macros too, the newest syntax hides nothing, and no nesting exhausts a stack. Each query
//! comes with a [`Map`] from its text to the source, so that a finding is put where its cause was
//! written, inside of a literal too.
//!
//! Sources are hostile: file names and texts may hold anything. This module must not know how
//! findings are shown.

mod call;
mod literal;
mod map;
mod row;
mod row_query;
mod row_types;
mod soql_file;
mod text;
pub(crate) mod tokens;
mod unread;
mod walk;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use sf_schema::soql::check::{
    CheckOptions, Checked, Lint, Objects, Resolution, Use, check, check_text, uses,
};
use sf_schema::soql::row::{BINDS_ARE_NAMES, WithName};
use sf_schema::soql::{Bind, Options, parse};
use sf_schema::{Diagnostic, Level, Schema, Span};

use crate::{Error, Problem, parallel};
use row::Row;
use row_query::Rows;
use row_types::HeldField;
use tokens::Tokens;

pub use map::{Map, Place};
pub use soql_file::after_comments;

/// The code of the finding about a file whose queries could not be looked for.
pub const UNREADABLE_FILE: &str = "unreadable-file";
/// The code of the finding about a call of `soql!` that holds no query, a query that does not parse, and a
/// `SoqlRow` that is none.
pub const UNREADABLE_QUERY: &str = "unreadable-query";

/// The files of a source tree in which queries can be, as they were read.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Files and folders that could not be read; they hide nothing else.
    pub problems: Vec<Problem>,
}

/// A file of Rust, or of one query.
#[derive(Debug)]
pub struct SourceFile {
    /// Where it is, as it was reached from the path that was given.
    pub path: PathBuf,
    /// What it holds, without a byte order mark.
    pub text: String,
    /// What stands in the file itself; none for what is not text.
    found: Found,
}

/// What a file holds.
#[derive(Debug, Default)]
struct Found {
    queries: Vec<Query>,
    rows: Vec<Row>,
    findings: Vec<Diagnostic>,
}

/// A query and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query {
    /// Its file, by its number in [`Sources::files`].
    pub file: usize,
    /// What stands for the whole of it in the file: the call, the name of the struct, the text.
    pub span: Span,
    /// In which form it was written.
    pub kind: QueryKind,
    /// The text in SOQL.
    pub text: String,
    /// Where each part of the text was written.
    pub map: Map,
    /// What is made of lints in this query, whatever the settings say; none is off.
    pub lints: Vec<(Lint, Option<Level>)>,
    /// What was found wrong before there was a text.
    pub findings: Vec<Finding>,
    /// Whether its rows have a name, so that its binds are the arguments of a function.
    is_named: bool,
    /// Whether it is a query of Salesforce for certain.
    is_sure: bool,
    /// Of a row: its fields, as far as names tell their types.
    held: Vec<HeldField>,
}

/// The form of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryKind {
    /// A call of `soql!`.
    Macro,
    /// A struct that derives `SoqlRow`, by its name.
    Row(String),
    /// A `.soql` file.
    File,
    /// A text that is given to the runtime: `Query::new("…")`, `Soql::new("…")` or `sf.query("…")`.
    Text,
}

/// A finding and its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, by its number in [`Sources::files`].
    pub file: usize,
    /// What was found, with its span in the file.
    pub diagnostic: Diagnostic,
}

impl Sources {
    /// Reads files, and all `.rs` and `.soql` files below folders.
    ///
    /// Below a folder these are passed over: hidden files and folders, what cargo builds into
    /// (`target` beside a `Cargo.toml`, and whatever is tagged as a cache), `node_modules`, and
    /// folders behind links, which can lead in circles. A file that is reached twice is read once.
    /// The files are ordered by the paths as given, then by name.
    ///
    /// # Errors
    /// There is nothing at one of the paths.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Error> {
        let (paths, problems) = walk::files(paths)?;
        let read = parallel::map(&paths, |path| SourceFile::read(path));
        let mut sources = Self {
            files: Vec::with_capacity(read.len()),
            problems,
        };
        for read in read {
            match read {
                Ok(mut file) => {
                    file.number(sources.files.len());
                    sources.files.push(file);
                }
                Err(error) => sources.problems.extend(error.into_problems()),
            }
        }
        Ok(sources)
    }

    /// Sources of these texts, which need not exist on disk.
    ///
    /// ```
    /// use sf_codegen::source::Sources;
    /// use sf_schema::Schema;
    ///
    /// let text = "fn main() { run(vec![soql!(\"SELECT Id FROM Account\")]) }";
    /// let sources = Sources::of([("src/main.rs", text)]);
    /// let queries = sources.queries(&Schema::default());
    /// assert_eq!(queries[0].text, "SELECT Id FROM Account");
    /// assert_eq!(&text[queries[0].map.place(15..22).expect("a place").span.start..][..7], "Account");
    /// ```
    pub fn of<P: Into<PathBuf>, T: Into<String>>(texts: impl IntoIterator<Item = (P, T)>) -> Self {
        let texts = texts.into_iter().enumerate();
        let files = texts.map(|(number, (path, text))| {
            let mut file = SourceFile::of(path.into(), text.into());
            file.number(number);
            file
        });
        Self {
            files: files.collect(),
            problems: Vec::new(),
        }
    }

    /// The files, in order.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file of a query or a finding.
    pub fn file(&self, number: usize) -> Option<&SourceFile> {
        self.files.get(number)
    }

    /// Every query, in the order of the files and their texts.
    ///
    /// The fields of rows are found in the schema by their Rust names, so it must have these; a row
    /// that is only nested in others is no query of its own, and one that the macro refuses for its
    /// outside has no text, and a finding that says why. A text that is given to the runtime is one
    /// where the schema has its object; else it may be another library's.
    pub fn queries(&self, schema: &Schema) -> Vec<Query> {
        let rows = Rows::new(&self.files);
        let mut queries = Vec::new();
        for (number, file) in self.files.iter().enumerate() {
            let start = queries.len();
            let of_file = file.found.queries.iter();
            let is_soql = |query: &&Query| query.kind != QueryKind::Text || query.is_soql(schema);
            queries.extend(of_file.filter(is_soql).cloned());
            for row in &file.found.rows {
                queries.extend(rows.query(number, row, schema));
            }
            if let Some(of_file) = queries.get_mut(start..) {
                of_file.sort_by_key(|query| query.span);
            }
        }
        queries
    }

    /// What is to be said of the files themselves: those that are no Rust.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.files.iter().enumerate().flat_map(|(file, source)| {
            let findings = source.found.findings.iter().cloned();
            findings.map(move |diagnostic| Finding { file, diagnostic })
        })
    }
}

/// The code of the checker for an object that the org has and the snapshot has not.
const NOT_IN_SNAPSHOT: &str = "not-in-snapshot";

/// The object that stands for several.
const NAME: &str = "Name";

impl Query {
    /// Checks the query: what is found, in the order of its text, each put where its cause stands.
    pub fn check(&self, objects: &dyn Objects, options: &CheckOptions) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        if self.text.is_empty() {
            return findings;
        }
        let own = self.lints.iter();
        let options = CheckOptions {
            lints: own.fold(options.lints.clone(), |lints, (lint, level)| {
                lints.with(*lint, *level)
            }),
            ..options.clone()
        };
        let with_name = match self.is_of_name() {
            true => WithName::of(objects, NAME),
            false => None,
        };
        let objects = with_name
            .as_ref()
            .map_or(objects, |with| with as &dyn Objects);
        let parsed = parse(&self.text, &self.syntax());
        let checked = match &parsed.query {
            Some(query) if parsed.findings.is_empty() => check(query, objects, &options),
            // The names in it all the same.
            _ => Checked {
                findings: check_text(&self.text, &self.syntax(), objects, &options),
                resolution: None,
            },
        };
        for diagnostic in checked.findings {
            // The rows of a text are whatever serde reads, of objects without bindings too.
            if self.kind == QueryKind::Text && diagnostic.code == NOT_IN_SNAPSHOT {
                continue;
            }
            let mut diagnostic = self.of_one_query(diagnostic);
            let Place { file, span } = self.place(diagnostic.span);
            diagnostic.span = span;
            findings.push(Finding { file, diagnostic });
        }
        if let Some(resolution) = &checked.resolution {
            let found = row_types::check(&self.held, &self.text, resolution, objects, &options);
            findings.extend(found);
            if self.is_named {
                findings.extend(self.binds_without_names(resolution));
            }
        }
        findings
    }

    /// Says that a file is of one query, where another one follows a semicolon.
    fn of_one_query(&self, found: Diagnostic) -> Diagnostic {
        let Span { start, end } = found.span;
        let is_end = self.text.get(start..end) == Some(";");
        let rest = self.text.get(end..).unwrap_or_default();
        match self.kind == QueryKind::File && is_end && !rest.trim().is_empty() {
            true => found.with_help("a file is of one query: give what follows a file of its own"),
            false => found,
        }
    }

    /// The binds that are no arguments of a function. Which names are none in Rust the compiler tells.
    fn binds_without_names(&self, resolution: &Resolution<'_>) -> Vec<Finding> {
        let is_name = |bind: &Bind| !bind.braced && !bind.text.contains('.');
        let binds = resolution.binds.iter().map(|bound| bound.bind);
        let found = binds.filter(|bind| !is_name(bind)).map(|bind| {
            let Place { file, span } = self.place(bind.span);
            let diagnostic = Diagnostic::error("bind", BINDS_ARE_NAMES, span)
                .with_help("write `:min`, and give the value to `query`");
            Finding { file, diagnostic }
        });
        found.collect()
    }

    /// Whether it is a row of what a lookup to several objects leads to. Such a row is inside of
    /// others, and is never queried for itself.
    fn is_of_name(&self) -> bool {
        let from = self.text.rsplit(' ').next().unwrap_or_default();
        matches!(self.kind, QueryKind::Row(..)) && from.eq_ignore_ascii_case(NAME)
    }

    /// Tells everything of the schema that the query uses, and where that was written. What has no
    /// meaning in the schema is left out.
    ///
    /// ```
    /// use sf_codegen::source::Sources;
    /// use sf_schema::schema::{Field, ObjectFlags};
    /// use sf_schema::soql::check::Used;
    /// use sf_schema::{Name, Object, Schema};
    ///
    /// let schema = Schema::new([Object {
    ///     name: Name::new("Account", "Account"),
    ///     flags: ObjectFlags::QUERYABLE,
    ///     fields: vec![Field { name: Name::new("Fax", "fax"), ..Field::default() }],
    ///     ..Object::default()
    /// }])?;
    /// let sources = Sources::of([("src/main.rs", "fn f() { soql!(SELECT Fax FROM Account) }")]);
    /// sources.queries(&schema)[0].uses(&schema, |used, place| {
    ///     if let Used::Field(field) = used.what {
    ///         assert_eq!((&*field.name.api, place.span.start), ("Fax", 22));
    ///     }
    /// });
    /// # Ok::<(), sf_schema::schema::DuplicateObject>(())
    /// ```
    pub fn uses(&self, objects: &dyn Objects, mut tell: impl FnMut(&Use<'_>, Place)) {
        let parsed = parse(&self.text, &self.syntax());
        let uses = parsed.query.iter().flat_map(|query| uses(query, objects));
        for used in uses {
            tell(&used, self.place(used.span));
        }
    }

    /// How the text is read: a file is sent to the org as it is, which knows no binds.
    fn syntax(&self) -> Options {
        Options {
            binds: self.kind != QueryKind::File,
        }
    }

    /// Where a part of the text was written; the whole query where that is not known.
    fn place(&self, span: Span) -> Place {
        self.map.place(span).unwrap_or(Place {
            file: self.file,
            span: self.span,
        })
    }

    fn number(&mut self, file: usize) {
        self.file = file;
        self.map.number(file);
        for finding in &mut self.findings {
            finding.file = file;
        }
    }
}

impl QueryKind {
    /// The form, as a user names it: `soql!`, `SoqlRow`, `.soql`, `Query::new`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Macro => "soql!",
            Self::Row(_) => "SoqlRow",
            Self::File => ".soql",
            Self::Text => "Query::new",
        }
    }
}

impl SourceFile {
    fn read(path: &Path) -> Result<Self, Error> {
        let bytes = walk::read(path)?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => Self::of(path.to_owned(), text),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let mut file = Self::empty(path.to_owned(), text);
                file.unreadable("the file is not UTF-8", Span::new(valid, valid));
                file
            }
        })
    }

    fn of(path: PathBuf, mut text: String) -> Self {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let mut file = Self::empty(path, text);
        if walk::is_soql(&file.path) {
            file.found.queries.extend(soql_file::query(&file.text));
        } else if [call::may_be_in, row::may_be_in, text::may_be_in]
            .iter()
            .any(|may_be_in| may_be_in(&file.text))
        {
            match Tokens::read(&file.text) {
                Ok(tokens) => {
                    file.found.queries = call::queries(&tokens);
                    file.found.queries.extend(text::queries(&tokens));
                    let (rows, refused) = row::rows(&tokens);
                    file.found.rows = rows;
                    file.found.queries.extend(refused);
                }
                Err((message, span)) => file.unreadable(&message, span),
            }
        }
        file
    }

    fn empty(path: PathBuf, text: String) -> Self {
        Self {
            path,
            text,
            found: Found::default(),
        }
    }

    fn unreadable(&mut self, message: &str, span: Span) {
        let help = "no query in it was checked";
        let finding = Diagnostic::warning(UNREADABLE_FILE, message, span).with_help(help);
        self.found.findings.push(finding);
    }

    fn number(&mut self, file: usize) {
        for query in &mut self.found.queries {
            query.number(file);
        }
        for row in &mut self.found.rows {
            row.number(file);
        }
    }
}
