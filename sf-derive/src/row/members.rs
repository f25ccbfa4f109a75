//! What each field of the struct is: a column, a parent, or child records.

use proc_macro2::Ident;
use sf_schema::Object;
use sf_schema::diagnostic::nearest;
use sf_schema::soql::check::{Lookup, Objects};
use sf_schema::soql::row::{Parent as ParentPath, is_field};
use syn::Type;
use syn::ext::IdentExt;

use super::input::{Around, RowField, RowInput, around};

/// A field of the struct, understood.
pub(super) struct Member<'a> {
    pub(super) field: &'a RowField,
    pub(super) what: What<'a>,
}

pub(super) enum What<'a> {
    /// Of its own: what stands in the SELECT.
    Column(String),
    /// A parent, read as another row.
    Parent(Parent<'a>),
    /// Child records, read as other rows.
    Children(Children<'a>),
    /// Nothing that is known; it was said why.
    Unknown,
}

pub(super) struct Parent<'a> {
    pub(super) to: ParentPath,
    pub(super) row: &'a Type,
    pub(super) is_option: bool,
}

pub(super) struct Children<'a> {
    pub(super) relationship: String,
    pub(super) object: String,
    pub(super) row: &'a Type,
    /// All of them at once, instead of the first page.
    pub(super) all: bool,
    /// The binds of their query.
    pub(super) binds: &'a [Ident],
}

/// The members, and what is wrong with their names.
pub(super) fn of<'a>(
    input: &'a RowInput,
    objects: &'a dyn Objects,
) -> (Vec<Member<'a>>, Vec<syn::Error>) {
    let object = match objects.lookup(&input.from.value()) {
        Lookup::Found(object) => Some(object),
        // The check says so.
        _ => None,
    };
    let mut errors = Vec::new();
    let mut members = Vec::new();
    for field in &input.fields {
        let what = match (object, &field.column) {
            (Some(object), Some(column)) => explicit(objects, object, field, &column.value()),
            (Some(object), None) => by_name(objects, object, field),
            (None, _) => Ok(What::Unknown),
        };
        let what = what.unwrap_or_else(|said| {
            let span = match &field.column {
                Some(column) => column.span(),
                None => field.name.span(),
            };
            errors.push(syn::Error::new(span, said));
            What::Unknown
        });
        if let (Some(binds), What::Column(_) | What::Parent(_)) = (&field.binds, &what) {
            let span = binds.first().map_or(field.name.span(), Ident::span);
            let said = "only child records have binds of their own";
            errors.push(syn::Error::new(span, said));
        }
        members.push(Member { field, what });
    }
    (members, errors)
}

/// What an attribute says.
fn explicit<'a>(
    objects: &dyn Objects,
    object: &Object,
    field: &'a RowField,
    column: &str,
) -> Result<What<'a>, String> {
    let column = column.trim();
    let first = column.split_ascii_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("TYPEOF") {
        return Err(
            "a TYPEOF is a field of the relationship's name whose type is an enum of rows: \
             #[derive(SoqlRow)], an arm for each object, #[soql(from = \"Account\")] \
             Account(Company), and one for any other"
                .to_owned(),
        );
    }
    let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    if column.is_empty() || !column.chars().all(is_path) {
        return Ok(What::Column(column.to_owned()));
    }
    if object.field(column).is_none()
        && let Some(child) = object.child(column)
    {
        return children(field, column_name(child), &child.object);
    }
    match parent(objects, object, field, column) {
        Some(parent) if !is_field(objects, object, column) => parent,
        _ => Ok(What::Column(column.to_owned())),
    }
}

fn column_name(child: &sf_schema::schema::ChildRelationship) -> &str {
    child.name.as_ref().map_or("", |name| &name.api)
}

/// What the name of the field says.
fn by_name<'a>(
    objects: &dyn Objects,
    object: &Object,
    field: &'a RowField,
) -> Result<What<'a>, String> {
    let name = field.name.unraw().to_string();
    let is =
        |rust: &str| !rust.is_empty() && rust.trim_end_matches('_') == name.trim_end_matches('_');
    let exactly = |rust: &str| rust == name;
    // A name that another one ends like is not taken for it.
    for fits in [&exactly as &dyn Fn(&str) -> bool, &is] {
        if let Some(found) = object.fields.iter().find(|field| fits(&field.name.rust)) {
            return Ok(What::Column(found.name.api.clone()));
        }
        let mut lookups = object
            .fields
            .iter()
            .filter_map(|field| field.relationship());
        if let Some(found) = lookups.find(|relationship| fits(&relationship.rust)) {
            let parent = parent(objects, object, field, &found.api);
            return parent
                .unwrap_or_else(|| Err(format!("the parent `{}` cannot be queried", found.api)));
        }
        let mut named = object
            .children
            .iter()
            .filter_map(|child| Some((child, child.name.as_ref()?)));
        if let Some((child, found)) = named.find(|(_, found)| fits(&found.rust)) {
            return children(field, &found.api, &child.object);
        }
    }
    let fields = object.fields.iter().map(|field| field.name.rust.as_str());
    let parents = object
        .fields
        .iter()
        .filter_map(|field| field.relationship());
    let children = object
        .children
        .iter()
        .filter_map(|child| child.name.as_ref());
    let all = fields.chain(parents.chain(children).map(|name| name.rust.as_str()));
    let api = &object.name.api;
    Err(match nearest(&name, all) {
        Some(near) => {
            format!("no field, parent or child records `{name}` on {api}: did you mean `{near}`?")
        }
        None => format!(
            "no field, parent or child records `{name}` on {api}: name the field as its getter is \
             named, or say what it is with #[soql(\"...\")]"
        ),
    })
}

fn children<'a>(field: &'a RowField, relationship: &str, object: &str) -> Result<What<'a>, String> {
    let (row, all) = match around(&field.ty) {
        Around::Vec(row) => (row, true),
        Around::Page(row) => (row, false),
        _ => {
            return Err(format!(
                "`{relationship}` are child records: write `Vec<Row>` or `Page<Row>`, where `Row` \
                 is a row of {object}"
            ));
        }
    };
    Ok(What::Children(Children {
        relationship: relationship.to_owned(),
        object: object.to_owned(),
        row,
        all,
        binds: field.binds.as_deref().unwrap_or_default(),
    }))
}

/// The parent of this path, if there is one.
fn parent<'a>(
    objects: &dyn Objects,
    object: &Object,
    field: &'a RowField,
    path: &str,
) -> Option<Result<What<'a>, String>> {
    let to = ParentPath::of(objects, object, path)?;
    let (row, is_option) = match around(&field.ty) {
        Around::Option(row) => (row, true),
        Around::Nothing(row) => (row, false),
        Around::Vec(_) | Around::Page(_) => {
            return Some(Err(format!("`{path}` is one parent, not several records")));
        }
    };
    Some(Ok(What::Parent(Parent { to, row, is_option })))
}
