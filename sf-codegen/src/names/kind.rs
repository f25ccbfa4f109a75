//! What a name stands for, and the scope in which it must be unique.

use super::{identifier, reserved};

/// What a name stands for. Within a scope, an earlier kind has the first claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// An object's type, or its marker type where the object is not loaded.
    Type,
    /// An object's module.
    Module,
    /// A field's getter and setter.
    Field,
    /// The getter of a parent relationship.
    Parent,
    /// The getter of a child relationship.
    Child,
    /// A field's marker type.
    Marker,
    /// The enum of a picklist.
    Picklist,
    /// The enum of ids of a lookup with several targets.
    Ids,
    /// A record type.
    RecordType,
    /// The variant of a picklist value.
    Value,
}

/// Where names of one or more kinds must differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Scope {
    /// The root of the generated code.
    Root,
    /// The methods of an object's records and drafts.
    Methods,
    /// The marker types of an object's fields.
    Markers,
    /// The module of an object.
    Items,
    /// The record types of an object.
    RecordTypes,
    /// The variants of a picklist.
    Variants,
}

impl Kind {
    const TAGS: &'static [(Kind, &'static str)] = &[
        (Kind::Type, "type"),
        (Kind::Module, "module"),
        (Kind::Field, "field"),
        (Kind::Parent, "parent"),
        (Kind::Child, "child"),
        (Kind::Marker, "marker"),
        (Kind::Picklist, "picklist"),
        (Kind::Ids, "ids"),
        (Kind::RecordType, "record-type"),
        (Kind::Value, "value"),
    ];

    /// The word for this kind in the lock.
    pub(super) fn tag(self) -> &'static str {
        Self::TAGS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("name", |(_, tag)| tag)
    }

    /// The kind of this word.
    pub(super) fn from_tag(tag: &str) -> Option<Self> {
        Self::TAGS
            .iter()
            .find(|(_, known)| *known == tag)
            .map(|(kind, _)| *kind)
    }

    /// Where names of this kind live.
    pub(super) fn scope(self) -> Scope {
        match self {
            Kind::Type | Kind::Module => Scope::Root,
            Kind::Field | Kind::Parent | Kind::Child => Scope::Methods,
            Kind::Marker => Scope::Markers,
            Kind::Picklist | Kind::Ids => Scope::Items,
            Kind::RecordType => Scope::RecordTypes,
            Kind::Value => Scope::Variants,
        }
    }

    /// Whether names of this kind are snake case.
    pub(super) fn is_snake(self) -> bool {
        matches!(
            self,
            Kind::Module | Kind::Field | Kind::Parent | Kind::Child
        )
    }

    /// Whether `name` can stand for this kind as it is.
    pub(super) fn accepts(self, name: &str) -> bool {
        identifier::is_identifier(name) && !reserved::is_reserved(self.scope(), name)
    }

    /// Whether the Rust name of `api` is `api` itself, should it have the choice.
    pub(super) fn keeps(self, api: &str) -> bool {
        api.len() <= identifier::LONGEST
            && !(self.is_snake() && api.bytes().any(|b| b.is_ascii_uppercase()))
            && self.accepts(api)
    }

    /// Whether nobody who comes later can take `rust` from `api`, so that it need not be locked.
    ///
    /// Modules and relationships can be displaced even from their API name: by the type or the
    /// field of the same name.
    pub(super) fn is_safe(self, api: &str, rust: &str) -> bool {
        rust == api && !matches!(self, Kind::Module | Kind::Parent | Kind::Child)
    }
}
