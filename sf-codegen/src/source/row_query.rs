//! The query that a `SoqlRow` stands for.
//!
//! A field is found in the object by its Rust name: a field, a parent, children. A row that it nests
//! is found by the name of its struct, in the same file before all others. What is not found there
//! is left out of the query, so that nothing is said that could be wrong.

use std::collections::HashMap;

use sf_schema::diagnostic::nearest;
use sf_schema::schema::{ChildRelationship, Field, FieldFlags};
use sf_schema::soql::MAX_CHARACTERS;
use sf_schema::{Diagnostic, Name, Object, Schema};

use super::map::{Place, Text};
use super::row::{Row, RowField, Settings};
use super::row_types::{HeldField, RustType, What};
use super::{Finding, Query, QueryKind, SourceFile};

/// How deep rows are nested, circles included: more than the org takes, so that it is refused.
const MAX_DEPTH: usize = 7;

/// Every row of a source tree.
pub(super) struct Rows<'a> {
    /// By name: the file and the row.
    by_name: HashMap<&'a str, Vec<(usize, &'a Row)>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(files: &'a [SourceFile]) -> Self {
        let mut by_name: HashMap<&str, Vec<_>> = HashMap::new();
        for (number, file) in files.iter().enumerate() {
            for row in &file.found.rows {
                by_name.entry(&row.name).or_default().push((number, row));
            }
        }
        Self { by_name }
    }

    /// The query of a row; none where it does not say what it is of.
    pub(super) fn query(&self, file: usize, row: &Row, schema: &Schema) -> Option<Query> {
        let from = row.settings.from.as_ref()?;
        let mut writer = Writer {
            rows: self,
            schema,
            length: 0,
            findings: row.settings.findings.clone(),
            held: Vec::new(),
        };
        let mut text = Text::default();
        let object = schema.object(from.text.trim());
        writer.select(file, row, object, &row.settings, from, 0, &mut text);
        Some(Query {
            file,
            span: row.span,
            kind: QueryKind::Row(row.name.clone()),
            text: text.text,
            map: text.map,
            lints: row.settings.lints.clone(),
            findings: writer.findings,
            is_sure: true,
            is_named: true,
            held: writer.held,
        })
    }

    /// The row that a type names: the only one in the same file, or elsewhere. Which of several it is,
    /// as in two functions, only the compiler knows.
    fn of_type(&self, file: usize, ty: &[String]) -> Option<(usize, &'a Row)> {
        // The innermost name: `Option<Box<AccountRow>>`.
        let found = ty.iter().rev().find_map(|name| self.by_name.get(&**name))?;
        let mut here = found.iter().filter(|(there, _)| *there == file);
        match (here.next(), here.next(), found.as_slice()) {
            (Some(row), None, _) | (None, _, [row]) => Some(*row),
            _ => None,
        }
    }
}

struct Writer<'r, 'a> {
    rows: &'r Rows<'a>,
    schema: &'r Schema,
    /// How much was written, in bytes: nested rows can multiply.
    length: usize,
    findings: Vec<Finding>,
    /// The fields of the row itself, not of those that it nests.
    held: Vec<HeldField>,
}

/// What a field selects.
struct Column<'r> {
    text: Text,
    /// The type that holds it; none where it is several columns, or other rows.
    ty: Option<&'r RustType>,
}

/// What the name of a field means.
enum Meaning<'s> {
    Field(&'s str),
    /// The relationship, and the object where it is known.
    Parent(&'s str, Option<&'s Object>),
    Children(&'s str, Option<&'s Object>),
}

impl<'r> Writer<'r, '_> {
    /// `SELECT … FROM …` and what follows.
    #[allow(clippy::too_many_arguments)]
    fn select(
        &mut self,
        file: usize,
        row: &'r Row,
        object: Option<&'r Object>,
        settings: &Settings,
        from: &Text,
        depth: usize,
        text: &mut Text,
    ) {
        text.unwritten("SELECT ");
        let mut columns = Vec::new();
        self.columns(file, row, object, &Text::default(), depth, &mut columns);
        if columns.is_empty() {
            // What is wrong with the rest of the query can be said all the same.
            let span = row.span;
            text.instead("Id", Place { file, span });
        }
        for (number, column) in columns.iter().enumerate() {
            if number > 0 {
                text.unwritten(", ");
            }
            if let Some(ty) = column.ty.filter(|_| depth == 0) {
                self.hold(What::Column(text.text.len()), ty);
            }
            text.append(&column.text);
        }
        text.unwritten(" FROM ");
        text.append(from);
        for (clause, words) in [
            ("scope", " USING SCOPE "),
            ("filter", " WHERE "),
            ("group_by", " GROUP BY "),
            ("having", " HAVING "),
            ("order_by", " ORDER BY "),
            ("limit", " LIMIT "),
            ("offset", " OFFSET "),
        ] {
            if let Some(value) = settings.clause(clause) {
                text.unwritten(words);
                text.append(value);
            }
        }
    }

    fn columns(
        &mut self,
        file: usize,
        row: &'r Row,
        object: Option<&'r Object>,
        prefix: &Text,
        depth: usize,
        columns: &mut Vec<Column<'r>>,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        for field in &row.fields {
            if self.length > MAX_CHARACTERS {
                return;
            }
            let mut column = prefix.clone();
            let own = field.held.as_ref().filter(|_| prefix.text.is_empty());
            let mut ty = None;
            match self.meaning(field, object) {
                Some(Meaning::Parent(name, parent)) => {
                    if let Some(ty) = own.filter(|_| depth == 0) {
                        let path = field.path.as_ref().map_or(name, |path| path.text.trim());
                        self.hold(What::Parent(path.to_owned()), ty);
                    }
                    let Some((file, row)) = self.rows.of_type(file, &field.ty) else {
                        continue;
                    };
                    if row.is_enum {
                        let mut column = Text::default();
                        column.unwritten("TYPEOF ");
                        column.append(prefix);
                        named(field, name, &mut column);
                        self.type_of(file, row, depth, &mut column);
                        self.length += column.text.len();
                        columns.push(Column {
                            text: column,
                            ty: None,
                        });
                        continue;
                    }
                    named(field, name, &mut column);
                    column.unwritten(".");
                    self.columns(file, row, parent, &column, depth + 1, columns);
                    continue;
                }
                Some(Meaning::Children(name, child)) if prefix.text.is_empty() => {
                    let Some((file, row)) = self.rows.of_type(file, &field.ty) else {
                        continue;
                    };
                    let mut from = Text::default();
                    named(field, name, &mut from);
                    column.unwritten("(");
                    let settings = &row.settings;
                    self.select(file, row, child, settings, &from, depth + 1, &mut column);
                    column.unwritten(")");
                }
                Some(Meaning::Field(name)) => {
                    ty = own;
                    named(field, name, &mut column);
                }
                // Children of a parent: no query says that.
                Some(Meaning::Children(..)) => continue,
                None => match &field.path {
                    Some(path) => {
                        ty = own;
                        column.append(path);
                    }
                    None => {
                        self.unknown(field, object);
                        continue;
                    }
                },
            }
            self.length += column.text.len();
            columns.push(Column { text: column, ty });
        }
    }

    fn hold(&mut self, what: What, ty: &RustType) {
        let ty = ty.clone();
        self.held.push(HeldField { what, ty });
    }

    /// The arms of an enum of rows. What a row selects that is not found is its id.
    fn type_of(&mut self, file: usize, row: &'r Row, depth: usize, text: &mut Text) {
        for arm in &row.fields {
            let found = self.rows.of_type(file, &arm.ty);
            let object = match &arm.path {
                Some(from) => {
                    text.unwritten(" WHEN ");
                    text.append(from);
                    text.unwritten(" THEN ");
                    self.schema.object(from.text.trim())
                }
                None if found.is_none() => continue,
                None => {
                    text.unwritten(" ELSE ");
                    self.schema.object("Name")
                }
            };
            let mut columns = Vec::new();
            if let Some((file, row)) = found.filter(|(_, row)| !row.is_enum) {
                self.columns(file, row, object, &Text::default(), depth + 1, &mut columns);
            }
            if columns.is_empty() {
                text.instead("Id", arm.place);
            }
            for (number, column) in columns.iter().enumerate() {
                if number > 0 {
                    text.unwritten(", ");
                }
                text.append(&column.text);
            }
        }
        text.unwritten(" END");
    }

    /// What the field stands for; with a path only where that leads to a relationship, which tells
    /// what a nested row is of.
    fn meaning(&self, field: &RowField, object: Option<&'r Object>) -> Option<Meaning<'r>> {
        let object = object?;
        if let Some(path) = &field.path {
            return self.relationship(path.text.trim(), object);
        }
        // `r#type` is `type_` in the bindings; a name that another one ends like is not taken for it.
        let plain = |rust: &str| rust.trim_end_matches('_').to_owned();
        let exactly = |name: &Name| !name.rust.is_empty() && bare(&name.rust) == field.name;
        let nearly = |name: &Name| {
            let rust = plain(bare(&name.rust));
            !rust.is_empty() && rust == plain(&field.name)
        };
        self.named(object, &exactly)
            .or_else(|| self.named(object, &nearly))
    }

    /// The first that is it: a field, a parent, children.
    fn named(&self, object: &'r Object, is_it: &dyn Fn(&Name) -> bool) -> Option<Meaning<'r>> {
        if let Some(found) = object.fields.iter().find(|found| is_it(&found.name)) {
            return Some(Meaning::Field(&found.name.api));
        }
        let mut lookups = object.fields.iter();
        let is_parent = |field: &&Field| field.relationship().is_some_and(is_it);
        if let Some(lookup) = lookups.find(is_parent) {
            return Some(Meaning::Parent(
                &lookup.relationship()?.api,
                self.parent(lookup),
            ));
        }
        let mut children = object.children.iter();
        let child = children.find(|child| child.name.as_ref().is_some_and(is_it))?;
        Some(self.children(child))
    }

    /// What a path of relationships leads to.
    fn relationship(&self, path: &str, object: &'r Object) -> Option<Meaning<'r>> {
        let mut at = Some(object);
        let mut last = None;
        for (number, name) in path.split('.').enumerate() {
            let Some(lookup) = at?.parent(name) else {
                let is_only = number == 0 && name == path;
                let child = object.child(path).filter(|_| is_only)?;
                return Some(self.children(child));
            };
            at = self.parent(lookup);
            last = lookup.relationship();
        }
        Some(Meaning::Parent(&last?.api, at))
    }

    /// The object to which a lookup leads, as far as a query can ask it.
    fn parent(&self, lookup: &Field) -> Option<&'r Object> {
        let reference = lookup.reference.as_ref()?;
        match reference.to.as_slice() {
            [only] if !lookup.is(FieldFlags::NAME_POINTING) => self.schema.object(only),
            _ => self.schema.object("Name"),
        }
    }

    fn children(&self, child: &'r ChildRelationship) -> Meaning<'r> {
        let name = child.name.as_ref().map_or("", |name| &name.api);
        Meaning::Children(name, self.schema.object(&child.object))
    }

    fn unknown(&mut self, field: &RowField, object: Option<&Object>) {
        let Some(object) = object else {
            return;
        };
        let parents = object
            .fields
            .iter()
            .filter_map(|field| field.relationship());
        let children = object
            .children
            .iter()
            .filter_map(|child| child.name.as_ref());
        let fields = object.fields.iter().map(|field| &field.name);
        let names = fields.chain(parents).chain(children);
        let near = nearest(&field.name, names.map(|name| bare(&name.rust)));
        let message = format!("no field `{}` on {}", field.name, object.name.api);
        let found = Diagnostic::error("INVALID_FIELD", message, field.place.span);
        let diagnostic = match near {
            Some(near) => found
                .with_help(format!("did you mean `{near}`?"))
                .with_replacement(near),
            None => found.with_help(
                "a field is named as in the bindings, or says what it is: #[soql(\"Account.Name\")]",
            ),
        };
        let finding = Finding {
            file: field.place.file,
            diagnostic,
        };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// Appends the API name that a field stands for, or its own path where it says one.
fn named(field: &RowField, api: &str, text: &mut Text) {
    match &field.path {
        Some(path) => text.append(path),
        None => text.instead(api, field.place),
    }
}

fn bare(rust: &str) -> &str {
    rust.strip_prefix("r#").unwrap_or(rust)
}
