//! What will be written: a sparse set of values and the record that they are for.

use std::fmt;
use std::marker::PhantomData;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::types::{AnyObject, Id, SObject};

use super::value::Repr;
use super::write::Wire;
use super::{NewId, Table, Value};

/// What is done with a record: [`Create`], [`Update`] or [`Upsert`].
pub trait Operation: sealed::Sealed + 'static {
    /// The word for it, in messages.
    const NAME: &'static str;
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {}

        impl sealed::Sealed for $name {}
        impl Operation for $name {
            const NAME: &'static str = $word;
        }
    )*};
}

operations! {
    /// A new record. Takes what is `createable`.
    Create = "create";
    /// A change to a record known by its id. Takes what is `updateable`.
    Update = "update";
    /// Create or update, by an external ID. Takes what is both.
    Upsert = "upsert";
}

mod sealed {
    pub trait Sealed {}
}

/// A draft of whatever type: the runtime's own, or that of a generated object.
pub trait IntoDraft<O: Operation> {
    /// The object; [`AnyObject`] where the draft does not say.
    type Object: SObject;

    /// The draft without its object's type, as calls take it.
    fn into_draft(self) -> Draft<O>;
}

/// The fields to write, and nothing else: an unset field is not in the body, a cleared one is
/// `null`, a set one has its value.
pub struct Draft<O> {
    table: &'static Table,
    target: Target,
    slots: Vec<(u16, Repr)>,
    operation: PhantomData<fn() -> O>,
}

/// The record that a draft is for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Target {
    /// A record that does not exist yet.
    New,
    /// The record of this id.
    Id(Id<AnyObject>),
    /// The record that an earlier subrequest of the same composite creates.
    NewId(NewId<AnyObject>),
    /// The record whose external ID has this value.
    ExternalId(ExternalKey),
}

/// An external-ID field and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct ExternalKey {
    /// API name of the field.
    pub field: &'static str,
    pub(super) value: Value,
}

/// A parent named by one of its external IDs, to be set where its id could be: the org looks the
/// parent up when it writes the record.
pub struct ParentRef<T> {
    pub(super) object: &'static str,
    pub(super) field: &'static str,
    pub(super) key: Value,
    /// A lookup to several objects must be told which one is meant.
    pub(super) polymorphic: bool,
    parent: PhantomData<fn() -> T>,
}

/// A parent, by id or by external ID.
#[non_exhaustive]
pub enum Reference<T> {
    /// By id.
    Id(Id<T>),
    /// By the id that an earlier part of the same composite will bring.
    NewId(NewId<T>),
    /// By external ID.
    ExternalId(ParentRef<T>),
}

impl<O: Operation> Draft<O> {
    /// A draft of no fields.
    pub fn new(table: &'static Table, target: Target) -> Self {
        Self {
            table,
            target,
            slots: Vec::new(),
            operation: PhantomData,
        }
    }

    /// Sets the field at a place of the table. The last value set counts.
    #[must_use]
    pub fn set(mut self, field: u16, value: Value) -> Self {
        match self.slots.iter_mut().find(|(known, _)| *known == field) {
            Some((_, known)) => *known = value.0,
            None => self.slots.push((field, value.0)),
        }
        self
    }
}

impl<O> Draft<O> {
    /// The table of the object.
    pub fn table(&self) -> &'static Table {
        self.table
    }

    /// The record that this is for.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Whether no field is set.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// API names of the fields that are set, in the order in which they were.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.slots
            .iter()
            .filter_map(|(field, _)| self.table.fields.get(usize::from(*field)))
            .map(|field| field.api)
    }

    /// Whether a value or the record to write is the id of a record that is still to be created.
    pub fn has_new_id(&self) -> bool {
        matches!(self.target, Target::NewId(_))
            || self
                .slots
                .iter()
                .any(|(_, repr)| matches!(repr, Repr::NewId(_)))
    }

    /// The fields that are set to the ids of records still to be created.
    #[cfg(feature = "client")]
    pub(crate) fn new_ids(&self) -> impl Iterator<Item = (&'static str, &NewId<AnyObject>)> {
        self.slots.iter().filter_map(|(field, repr)| {
            let def = self.table.fields.get(usize::from(*field))?;
            match repr {
                Repr::NewId(id) => Some((def.api, id)),
                _ => None,
            }
        })
    }

    /// Writes the fields, except `left_out`, into a body that holds more than them.
    pub(crate) fn serialize_fields<M: SerializeMap>(
        &self,
        map: &mut M,
        left_out: Option<&str>,
    ) -> Result<(), M::Error> {
        for (field, repr) in &self.slots {
            let def = self.table.fields.get(usize::from(*field));
            let Some(def) = def.filter(|def| Some(def.api) != left_out) else {
                continue;
            };
            let key = match (repr, def.relationship) {
                (Repr::Parent(_), Some(relationship)) => relationship,
                _ => def.api,
            };
            map.serialize_entry(key, &Wire::to_org(repr, Some(def)))?;
        }
        Ok(())
    }

    pub(super) fn slots(&self) -> &[(u16, Repr)] {
        &self.slots
    }
}

impl<O: Operation> IntoDraft<O> for Draft<O> {
    type Object = AnyObject;

    fn into_draft(self) -> Self {
        self
    }
}

impl Target {
    /// The record whose external-ID field has this value.
    pub fn external_id(field: &'static str, value: Value) -> Self {
        Self::ExternalId(ExternalKey { field, value })
    }
}

impl ExternalKey {
    /// The value as it stands in a body.
    #[cfg(feature = "client")]
    pub(crate) fn wire(&self) -> impl Serialize {
        Wire::to_org(&self.value.0, None)
    }

    /// The value as text, not yet encoded for a URL.
    pub fn text(&self) -> String {
        match serde_json::to_value(Wire::to_org(&self.value.0, None)) {
            Ok(serde_json::Value::String(text)) => text,
            Ok(_) | Err(_) => match &self.value.0 {
                Repr::Decimal(number) => number.normalize().to_string(),
                Repr::Int(number) => number.to_string(),
                Repr::Float(number) => number.to_string(),
                _ => String::new(),
            },
        }
    }
}

impl<T: SObject> ParentRef<T> {
    /// The record of `T` whose external-ID field has this value.
    pub fn new(field: &'static str, key: Value) -> Self {
        Self {
            object: T::API_NAME,
            field,
            key,
            polymorphic: false,
            parent: PhantomData,
        }
    }
}

impl<T> ParentRef<T> {
    pub(super) fn into_value(self, polymorphic: bool) -> Value {
        Value(Repr::Parent(Box::new(ParentRef {
            object: self.object,
            field: self.field,
            key: self.key,
            polymorphic,
            parent: PhantomData,
        })))
    }
}

impl<O> Clone for Draft<O> {
    fn clone(&self) -> Self {
        Self {
            table: self.table,
            target: self.target.clone(),
            slots: self.slots.clone(),
            operation: PhantomData,
        }
    }
}

impl<T> Clone for Reference<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Id(id) => Self::Id(*id),
            Self::NewId(id) => Self::NewId(id.clone()),
            Self::ExternalId(parent) => Self::ExternalId(parent.clone()),
        }
    }
}

impl<T> PartialEq for Reference<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Id(mine), Self::Id(theirs)) => mine == theirs,
            (Self::NewId(mine), Self::NewId(theirs)) => mine == theirs,
            (Self::ExternalId(mine), Self::ExternalId(theirs)) => mine == theirs,
            _ => false,
        }
    }
}

impl<O> PartialEq for Draft<O> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table)
            && self.target == other.target
            && self.slots == other.slots
    }
}

impl<T> Clone for ParentRef<T> {
    fn clone(&self) -> Self {
        Self {
            object: self.object,
            field: self.field,
            key: self.key.clone(),
            polymorphic: self.polymorphic,
            parent: PhantomData,
        }
    }
}

impl<T> PartialEq for ParentRef<T> {
    fn eq(&self, other: &Self) -> bool {
        self.object == other.object
            && self.field == other.field
            && self.key == other.key
            && self.polymorphic == other.polymorphic
    }
}

impl<T> From<Id<T>> for Reference<T> {
    fn from(id: Id<T>) -> Self {
        Self::Id(id)
    }
}

impl<T> From<NewId<T>> for Reference<T> {
    fn from(id: NewId<T>) -> Self {
        Self::NewId(id)
    }
}

impl<T> From<&NewId<T>> for Reference<T> {
    fn from(id: &NewId<T>) -> Self {
        Self::NewId(id.clone())
    }
}

impl<T> From<ParentRef<T>> for Reference<T> {
    fn from(parent: ParentRef<T>) -> Self {
        Self::ExternalId(parent)
    }
}

impl<O> Serialize for Draft<O> {
    /// The body of the call: exactly the fields that were set, in that order.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.slots.len()))?;
        self.serialize_fields(&mut map, None)?;
        map.end()
    }
}

impl<O: Operation> fmt::Debug for Draft<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?} ", O::NAME, self.table.api, self.target)?;
        let mut map = f.debug_map();
        for (name, (_, repr)) in self.fields().zip(&self.slots) {
            match repr {
                Repr::Bytes(bytes) => map.entry(&name, &format_args!("{} bytes", bytes.len())),
                _ => {
                    let json = serde_json::to_string(&Wire::to_org(repr, None));
                    map.entry(&name, &format_args!("{}", json.unwrap_or_default()))
                }
            };
        }
        map.finish()
    }
}

impl<T> fmt::Debug for Reference<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => fmt::Debug::fmt(id, f),
            Self::NewId(id) => fmt::Debug::fmt(id, f),
            Self::ExternalId(parent) => fmt::Debug::fmt(parent, f),
        }
    }
}

impl<T> fmt::Debug for ParentRef<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} = {:?}", self.object, self.field, self.key)
    }
}
