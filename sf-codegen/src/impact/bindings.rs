//! The names of the bindings, and the uses of them.

mod touched;

use std::collections::{HashMap, HashSet};

use sf_schema::schema::{ChildRelationship, Field};
use sf_schema::{Object, Schema};

use super::About;
use crate::source::tokens::Tokens;

pub(super) use touched::upserted;

/// The bindings of all objects, by Rust names.
pub(super) struct Bindings<'s> {
    types: HashMap<&'s str, &'s Object>,
    modules: HashMap<&'s str, &'s Object>,
    /// The names of what can be touched.
    differ: HashSet<&'s str>,
    /// Getters of other objects that lead there.
    ways: HashSet<&'s str>,
    /// Getters of custom fields that several objects have, one of which differs.
    shared: HashSet<&'s str>,
}

/// What is done with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Create,
    Update,
    Upsert,
    /// One of them.
    Any,
}

/// What a field is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// `Null`, in some case.
    Null,
    /// A value that the picklist lists, by its variant.
    Listed,
    Other,
}

/// What is done with the constant of a field in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Where,
    OrderBy,
    /// It is selected, or what is done with it is not said where it is named.
    Any,
}

impl Place {
    /// Of a method of the constant.
    pub(super) fn of(method: &str) -> Self {
        match method {
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "is_in" | "is_not_in" | "like"
            | "includes" | "excludes" | "is_null" | "is_not_null" | "in_query" | "not_in_query" => {
                Self::Where
            }
            "asc" | "desc" => Self::OrderBy,
            _ => Self::Any,
        }
    }
}

/// A use of the bindings of an object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Used<'s> {
    /// The type itself.
    Type,
    /// Its module.
    Module,
    /// `account::Draft`
    Draft,
    /// What is done with records by the flag of the object that allows it: `sf.get::<Account>(…)`.
    Done(&'static str),
    /// `Account::create(…)`
    Create,
    /// All that is demanded on create: `account::Required { … }`, or `create()` where that is nothing.
    Demands,
    /// `Account::update(…)`
    Update,
    /// `Account::upsert_by_…(…)`
    Upsert(&'s Field),
    /// `Account::ref_by_…(…)`
    Reference(&'s Field),
    /// A getter.
    Get(&'s Field),
    /// The getter of a parent.
    GetParent(&'s Field),
    /// The getter of children.
    GetChildren(&'s ChildRelationship),
    /// A setter, and what it is given.
    Set(&'s Field, Operation, Given),
    /// A field of `Required`, and what it is given.
    Required(&'s Field, Given),
    /// A field named by a text: `sf.retrieve_all::<Account, _, _>(ids, ["Name"])`.
    Named(&'s Field),
    /// The enum of a picklist or of ids.
    Item(&'s Field),
    /// The marker of a field, or its constant, and what is done with it.
    Marker(&'s Field, Place),
    /// A value of a picklist, by its API value.
    Value(&'s Field, &'s str),
    /// A record type, by its developer name.
    RecordType(&'s str),
}

impl<'s> Bindings<'s> {
    /// Of a schema, some of whose objects differ.
    pub(super) fn new(about: &About<'_>, old: &'s Schema) -> Self {
        let differ: Vec<&Object> = old
            .objects()
            .filter(|object| about.knows(&object.name.api))
            .collect();
        let apis: HashSet<&str> = differ.iter().map(|object| &*object.name.api).collect();
        let leads = |api: &str| apis.contains(api);
        let parents = old.objects().flat_map(|object| &object.fields);
        let parents = parents.filter(|field| {
            let reference = field.reference.as_ref();
            reference.is_some_and(|reference| match reference.to.as_slice() {
                [one] => leads(one),
                _ => leads("Name"),
            })
        });
        let children = old.objects().flat_map(|object| &object.children);
        let children = children.filter(|child| leads(&child.object));
        let names = parents.filter_map(Field::relationship);
        let names = names.chain(children.filter_map(|child| child.name.as_ref()));
        Self {
            types: old.objects().map(|o| (bare(&o.name.rust), o)).collect(),
            modules: old.objects().map(|o| (bare(&o.module), o)).collect(),
            differ: differ
                .iter()
                .flat_map(|object| [bare(&object.name.rust), bare(&object.module)])
                .collect(),
            ways: names.map(|name| bare(&name.rust)).collect(),
            shared: shared(&differ, old),
        }
    }

    /// Whether a getter of a custom field does not say whose it is.
    pub(super) fn is_shared(&self, name: &str) -> bool {
        self.shared.contains(name)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.differ.is_empty()
    }

    pub(super) fn of_type(&self, name: &str) -> Option<&'s Object> {
        self.types.get(name).copied()
    }

    pub(super) fn of_module(&self, name: &str) -> Option<&'s Object> {
        self.modules.get(name).copied()
    }

    /// Whether a word can lead to what can be touched.
    pub(super) fn leads(&self, word: &str) -> bool {
        self.differ.contains(word) || self.ways.contains(word)
    }
}

/// The names of custom getters of these objects that others have as well.
fn shared<'s>(differ: &[&'s Object], old: &'s Schema) -> HashSet<&'s str> {
    let wanted: HashSet<&str> = differ.iter().flat_map(|object| getters(object)).collect();
    let mut found = HashMap::new();
    let mut shared = HashSet::new();
    for object in old.objects() {
        for name in getters(object).filter(|name| wanted.contains(name)) {
            // A name that an object has twice is still its own.
            let first = *found.entry(name).or_insert(object);
            if !std::ptr::eq(first, object) {
                shared.insert(name);
            }
        }
    }
    shared
}

/// The names of the custom getters of an object.
fn getters(object: &Object) -> impl Iterator<Item = &str> {
    let fields = object.fields.iter();
    let fields = fields.flat_map(|field| [Some(&field.name), field.relationship()]);
    let children = object.children.iter().map(|child| child.name.as_ref());
    let names = fields
        .chain(children)
        .flatten()
        .map(|name| bare(&name.rust));
    names.filter(|name| name.contains("__"))
}

/// A Rust name as source has it without `r#`.
pub(super) fn bare(rust: &str) -> &str {
    rust.strip_prefix("r#").unwrap_or(rust)
}

/// The field of this Rust name.
pub(super) fn field<'s>(object: &'s Object, rust: &str) -> Option<&'s Field> {
    let mut fields = object.fields.iter();
    fields.find(|field| bare(&field.name.rust) == rust)
}

/// What a getter of this Rust name reads.
pub(super) fn getter<'s>(object: &'s Object, rust: &str) -> Option<Used<'s>> {
    if let Some(field) = field(object, rust) {
        return Some(Used::Get(field));
    }
    let named = |name: Option<&sf_schema::Name>| name.is_some_and(|n| bare(&n.rust) == rust);
    let mut fields = object.fields.iter();
    if let Some(field) = fields.find(|field| named(field.relationship())) {
        return Some(Used::GetParent(field));
    }
    let mut children = object.children.iter();
    let child = children.find(|child| named(child.name.as_ref()))?;
    Some(Used::GetChildren(child))
}

/// What `Account::name` is, where it is about an external ID or makes a draft.
pub(super) fn associated<'s>(object: &'s Object, name: &str) -> Option<Used<'s>> {
    match name {
        "create" => Some(Used::Create),
        "update" => Some(Used::Update),
        _ => {
            let by = |prefix: &str| field(object, name.strip_prefix(prefix)?);
            let upsert = by("upsert_by_").map(Used::Upsert);
            upsert.or_else(|| by("ref_by_").map(Used::Reference))
        }
    }
}

/// What `account::name` stands for: the enum of a picklist or of ids.
pub(super) fn item<'s>(object: &'s Object, name: &str) -> Option<&'s Field> {
    let mut fields = object.fields.iter();
    fields.find(|field| enums(field).any(|rust| rust == name))
}

fn enums(field: &Field) -> impl Iterator<Item = &str> {
    let picklist = field.picklist.as_ref().map(|picklist| &picklist.rust);
    let ids = field.reference.as_ref().map(|reference| &reference.rust);
    let all = [picklist, ids].into_iter().flatten();
    all.map(|rust| bare(rust)).filter(|rust| !rust.is_empty())
}

/// What `account::fields::name` stands for: the marker of a field, or its constant, or that of a parent.
pub(super) fn marker<'s>(object: &'s Object, name: &str) -> Option<Used<'s>> {
    // A name that describe gives twice has no Rust name.
    let is_constant = !name.is_empty() && !name.contains(char::is_lowercase);
    let is = |rust: &str| is_constant && bare(rust).eq_ignore_ascii_case(name);
    let mut fields = object.fields.iter();
    let own = fields.find(|field| bare(&field.marker) == name || is(&field.name.rust));
    if let Some(field) = own {
        return Some(Used::Marker(field, Place::Any));
    }
    let mut fields = object.fields.iter();
    let parent = fields.find(|field| field.relationship().is_some_and(|name| is(&name.rust)));
    parent.map(Used::GetParent)
}

/// The value whose variant this is.
pub(super) fn variant<'s>(field: &'s Field, name: &str) -> Option<&'s str> {
    let values = &field.picklist.as_ref()?.values;
    let mut values = values.iter();
    let value = values.find(|value| bare(&value.name.rust) == name)?;
    Some(&value.name.api)
}

/// What a field is given by what stands between two tokens.
pub(super) fn given(tokens: &Tokens<'_>, field: &Field, start: usize, end: usize) -> Given {
    if (start..end).any(|at| tokens.ident(at) == Some("Null")) {
        return Given::Null;
    }
    // `account::Rating::Hot`
    let last = end.checked_sub(1).filter(|last| *last >= start + 3);
    let is_path = (start..end).all(|at| tokens.ident(at).is_some() || tokens.is_punct(at, ':'));
    let name = last.and_then(|last| tokens.ident(last));
    let values = field.picklist.as_ref().map(|picklist| &picklist.values);
    let mut values = values.into_iter().flatten();
    let is_listed = values.any(|value| value.active && name == Some(bare(&value.name.rust)));
    match is_listed && is_path {
        true => Given::Listed,
        false => Given::Other,
    }
}

/// The record type whose constant this is.
pub(super) fn record_type<'s>(object: &'s Object, name: &str) -> Option<&'s str> {
    let mut all = object.record_types.iter();
    let found = all.find(|ty| bare(&ty.name.rust) == name)?;
    Some(&found.name.api)
}
