//! What a row of a parent is of: a path of relationships, and the object `Name`.

use crate::schema::{Object, ObjectFlags};
use crate::soql::check::{CheckOptions, ColumnKind, FieldPath, Lints, Lookup, Objects, check};
use crate::soql::{Options, parse};

/// Relationships that lead to a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// Their names.
    pub names: Vec<String>,
    /// Whether there may be no such parent.
    pub is_nillable: bool,
    /// The object that it is of, by API name.
    pub object: String,
    /// The objects that it may be of, where the last lookup is polymorphic.
    pub targets: Vec<String>,
}

impl Parent {
    /// The parent at the end of this path of relationships, if there is one.
    pub fn of(objects: &dyn Objects, object: &Object, path: &str) -> Option<Self> {
        let mut parent = None;
        with_path(objects, object, &format!("{path}.Id"), &mut |found| {
            let steps = &found.steps;
            let Some(last) = steps.last() else { return };
            let reference = last.field.reference.as_ref().filter(|_| last.polymorphic);
            parent = Some(Self {
                names: steps.iter().map(|step| step.name().to_owned()).collect(),
                is_nillable: found.is_nillable(),
                object: last.object.name.api.clone(),
                targets: reference.map_or_else(Vec::new, |reference| reference.to.clone()),
            });
        });
        parent
    }

    /// The names with dots between them.
    pub fn path(&self) -> String {
        self.names.join(".")
    }
}

/// Whether a path of the object leads to a field, and not to a parent.
pub fn is_field(objects: &dyn Objects, object: &Object, path: &str) -> bool {
    let mut is_field = false;
    with_path(objects, object, path, &mut |_| is_field = true);
    is_field
}

/// Does this with what a path of the object means, if it is a field.
fn with_path(
    objects: &dyn Objects,
    object: &Object,
    path: &str,
    with: &mut dyn FnMut(&FieldPath<'_>),
) {
    let text = format!("SELECT {path} FROM {}", object.name.api);
    let Ok(query) = parse(&text, &Options::default()).into_result() else {
        return;
    };
    let options = CheckOptions {
        lints: Lints::off(),
        ..CheckOptions::default()
    };
    let resolution = check(&query, objects, &options).resolution;
    let selection = resolution.as_ref().map(|resolution| &resolution.selection);
    let column = selection.and_then(|selection| selection.columns.first());
    if let Some(ColumnKind::Field(path)) = column.map(|column| &column.kind) {
        with(path);
    }
}

/// The object that stands for the records that a lookup to several objects leads to.
const NAME: &str = "Name";

/// A schema as if `Name` could be queried. It cannot, but a row of it can be read of such a parent.
pub struct WithName<'a> {
    objects: &'a dyn Objects,
}

impl<'a> WithName<'a> {
    /// None where the row is of another object.
    pub fn of(objects: &'a dyn Objects, from: &str) -> Option<Self> {
        if !from.eq_ignore_ascii_case(NAME) {
            return None;
        }
        match objects.lookup(from) {
            Lookup::Found(name) if !name.flags.contains(ObjectFlags::QUERYABLE) => {
                Some(Self { objects })
            }
            _ => None,
        }
    }
}

impl Objects for WithName<'_> {
    fn lookup(&self, api: &str) -> Lookup<'_> {
        self.objects.lookup(api)
    }

    fn names(&self) -> Vec<&str> {
        self.objects.names()
    }

    fn is_queryable(&self, object: &Object) -> bool {
        object.name.api.eq_ignore_ascii_case(NAME) || self.objects.is_queryable(object)
    }

    fn key_prefix(&self, api: &str) -> Option<&str> {
        self.objects.key_prefix(api)
    }
}
