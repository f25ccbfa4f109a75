//! The names of the bindings, and which differences touch a use of one.

use std::collections::{HashMap, HashSet};

use sf_schema::schema::{ChildRelationship, Field, ObjectFlags};
use sf_schema::{Object, Schema};

use super::About;
use crate::diff::{Change, Class, Difference};

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
    /// A setter; whether it is given `Null`.
    Set(&'s Field, Operation, bool),
    /// A field of `Required`.
    Required(&'s Field),
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

/// The record type whose constant this is.
pub(super) fn record_type<'s>(object: &'s Object, name: &str) -> Option<&'s str> {
    let mut all = object.record_types.iter();
    let found = all.find(|ty| bare(&ty.name.rust) == name)?;
    Some(&found.name.api)
}

impl Used<'_> {
    /// The differences that touch the use, by their numbers.
    pub(super) fn touched_by(self, about: &About<'_>, object: &Object) -> Vec<usize> {
        let api = &object.name.api;
        let touched = |number: (usize, &Difference)| self.is_touched(number.1).then_some(number.0);
        match self.field() {
            None if matches!(self, Used::Draft) => undrafted(about, object),
            Some(field) => about.of(api, &field.name.api).filter_map(touched).collect(),
            // What is demanded on create is said of fields.
            None if matches!(self, Used::Demands) => {
                about.of_whole(api).filter_map(touched).collect()
            }
            None => about.of(api, "").filter_map(touched).collect(),
        }
    }

    fn field(&self) -> Option<&Field> {
        match self {
            Used::Upsert(field)
            | Used::Reference(field)
            | Used::Get(field)
            | Used::GetParent(field)
            | Used::Set(field, ..)
            | Used::Required(field)
            | Used::Named(field)
            | Used::Item(field)
            | Used::Marker(field, _)
            | Used::Value(field, _) => Some(field),
            _ => None,
        }
    }

    fn is_touched(self, difference: &Difference) -> bool {
        let change = difference.change;
        let is_breaking = difference.class == Class::Breaking;
        let is_part = |text: &str| {
            let part = difference.part.as_deref();
            part.is_some_and(|part| part.eq_ignore_ascii_case(text))
        };
        // What is gone, or of another kind, touches every use of it.
        let is_other = matches!(
            change,
            Change::FieldRemoved | Change::Type | Change::Deprecated | Change::ReferenceTo
        );
        match self {
            Used::Type => matches!(change, Change::ObjectRemoved | Change::Deprecated),
            Used::Module => change == Change::ObjectRemoved,
            // Said of the object as a whole.
            Used::Draft => false,
            Used::Done(flag) => change == Change::OperationLost && is_part(flag),
            Used::Create => change == Change::OperationLost && is_part("createable"),
            Used::Demands => is_breaking && matches!(change, Change::Required | Change::FieldAdded),
            Used::Update => change == Change::OperationLost && is_part("updateable"),
            Used::Upsert(_) | Used::Reference(_) => is_other || change == Change::ExternalId,
            Used::Get(_) => {
                is_other
                    || matches!(change, Change::Formula | Change::Spelling)
                    || change == Change::Nullable && !is_breaking
            }
            Used::GetParent(_) => is_other || change == Change::RelationshipName,
            Used::GetChildren(child) => {
                let name = child.name.as_ref();
                let is_change = matches!(change, Change::ChildRemoved | Change::ChildName);
                is_change && name.is_some_and(|name| is_part(&name.api))
            }
            Used::Set(_, operation, is_null) => {
                let create = operation != Operation::Update;
                let update = operation != Operation::Create;
                is_other
                    || change == Change::Createable && is_breaking && create
                    || change == Change::Updateable && is_breaking && update
                    || change == Change::Nullable && is_breaking && is_null
                    || is_refused(difference)
            }
            Used::Required(_) => {
                is_other
                    || is_refused(difference)
                    || change == Change::Createable && is_breaking
                    || change == Change::Required && !is_breaking
            }
            Used::Named(_) => matches!(change, Change::FieldRemoved | Change::Deprecated),
            Used::Item(_) => is_other,
            Used::Marker(_, place) => {
                is_other
                    || change == Change::Filterable && place == Place::Where
                    || change == Change::Sortable && place == Place::OrderBy
            }
            Used::Value(_, value) => {
                let is_gone = matches!(
                    change,
                    Change::ValueRemoved | Change::ValueDeactivated | Change::ValidFor
                );
                is_gone && is_part(value)
            }
            Used::RecordType(name) => change == Change::RecordTypeRemoved && is_part(name),
        }
    }
}

/// The differences that touch an upsert as a whole, by their numbers: it may create a record, for which
/// something is demanded that it does not set, or the object takes no such call any more.
pub(super) fn upserted(about: &About<'_>, object: &Object, set: &[&Field]) -> Vec<usize> {
    let is_set = |difference: &Difference| {
        let field = difference.field.as_deref().unwrap_or_default();
        set.iter()
            .any(|set| set.name.api.eq_ignore_ascii_case(field))
    };
    let all = about.of_whole(&object.name.api);
    let touched = all.filter(|(_, difference)| match difference.change {
        Change::OperationLost => {
            let part = difference.part.as_deref().unwrap_or_default();
            matches!(part, "createable" | "updateable")
        }
        _ => Used::Demands.is_touched(difference) && !is_set(difference),
    });
    touched.map(|(number, _)| number).collect()
}

/// The differences by which nothing can be written any more, so that there are no drafts.
fn undrafted(about: &About<'_>, object: &Object) -> Vec<usize> {
    let mut left = 0;
    let mut lost = Vec::new();
    for (flag, name) in [
        (ObjectFlags::CREATEABLE, "createable"),
        (ObjectFlags::UPDATEABLE, "updateable"),
    ] {
        let used = Used::Done(name).touched_by(about, object);
        left += usize::from(object.flags.contains(flag) && used.is_empty());
        lost.extend(used);
    }
    match left {
        0 => lost,
        _ => Vec::new(),
    }
}

/// Whether values that were taken can be refused.
fn is_refused(difference: &Difference) -> bool {
    difference.class == Class::Breaking
        && matches!(
            difference.change,
            Change::Length
                | Change::Precision
                | Change::Scale
                | Change::Unique
                | Change::Restricted
                | Change::Controller
        )
}
