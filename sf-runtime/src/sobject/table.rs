//! The static description of an object, which generated code fills in.

use serde::de::DeserializeOwned;

use crate::types::{PicklistEntry, PicklistValue, SObject};

use super::Record;

/// An object whose fields are known: what generated code implements.
pub trait Described: SObject + DeserializeOwned {
    /// The object's table.
    const TABLE: &'static Table;

    /// The record behind this value.
    fn record(&self) -> &Record;

    /// A typed view of `record`, which must have been read with this object's table.
    fn from_record(record: Record) -> Self;
}

/// What the runtime knows of an object.
#[derive(Debug)]
pub struct Table {
    /// API name.
    pub api: &'static str,
    /// `label`
    pub label: &'static str,
    /// `labelPlural`
    pub label_plural: &'static str,
    /// `keyPrefix` in the org of the snapshot; custom objects have another one in each org.
    pub key_prefix: Option<&'static str>,
    /// The fields, ordered by API name (byte order).
    pub fields: &'static [FieldDef],
    /// Parents and children that can be queried through this object.
    pub relationships: &'static [Relationship],
}

/// What the runtime knows of a field.
#[derive(Debug)]
pub struct FieldDef {
    /// API name.
    pub api: &'static str,
    /// How the value is kept.
    pub kind: Kind,
    /// `length` in characters; 0 where there is none.
    pub length: u32,
    /// `precision`: all digits of a number; 0 where there is none.
    pub precision: u8,
    /// `scale`: digits after the point.
    pub scale: u8,
    /// Whether `null` may be written.
    pub nillable: bool,
    /// Whether only active values of the picklist may be written.
    pub restricted: bool,
    /// The active values of a picklist.
    pub picklist: &'static [PicklistEntry],
    /// Which values of another field allow which of these.
    pub dependency: Option<Dependency>,
    /// The name by which the parent is reached.
    pub relationship: Option<&'static str>,
}

/// A dependent picklist's controlling field and table.
#[derive(Debug, Clone, Copy)]
pub struct Dependency {
    /// Index of the controlling field in the table.
    pub controller: u16,
    /// For each active value, the controlling values that allow it.
    pub valid_for: &'static [&'static [u16]],
}

/// How a value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Text of any sort.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with an exact decimal value.
    Decimal,
    /// A number kept as `f64`, as the user of the generator asked.
    Float,
    /// A civil date.
    Date,
    /// An instant.
    DateTime,
    /// A time of day.
    Time,
    /// An id.
    Id,
    /// One value of a picklist.
    Picklist,
    /// Several values of a picklist, joined by `;`.
    MultiPicklist,
    /// The path of a body that is fetched on demand; bytes on write.
    Blob,
    /// Any JSON, kept as its text.
    Json,
}

/// A relationship by which records are reached in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relationship {
    /// From this object to the one that it looks up to.
    Parent {
        /// Relationship name, such as `Owner`.
        name: &'static str,
        /// The lookup field, such as `OwnerId`.
        field: &'static str,
        /// API names of the objects that it may point to.
        to: &'static [&'static str],
    },
    /// From this object to those that look up to it.
    Child {
        /// Relationship name, such as `Contacts`.
        name: &'static str,
        /// API name of the child object.
        object: &'static str,
        /// The child's lookup field.
        field: &'static str,
        /// Whether deleting the parent deletes the children.
        cascade_delete: bool,
    },
}

impl Table {
    /// The field's place in [`fields`](Self::fields).
    pub fn index_of(&self, api: &str) -> Option<u16> {
        let index = self
            .fields
            .binary_search_by(|field| field.api.cmp(api))
            .ok()?;
        u16::try_from(index).ok()
    }
}

impl Relationship {
    /// The relationship of a lookup field to these objects.
    pub const fn parent(
        name: &'static str,
        field: &'static str,
        to: &'static [&'static str],
    ) -> Self {
        Self::Parent { name, field, to }
    }

    /// The relationship to the objects that look up to this one.
    pub const fn child(
        name: &'static str,
        object: &'static str,
        field: &'static str,
        cascade_delete: bool,
    ) -> Self {
        Self::Child {
            name,
            object,
            field,
            cascade_delete,
        }
    }
}

impl FieldDef {
    /// A field with no bound on its value.
    pub const fn new(api: &'static str, kind: Kind) -> Self {
        Self {
            api,
            kind,
            length: 0,
            precision: 0,
            scale: 0,
            nillable: true,
            restricted: false,
            picklist: &[],
            dependency: None,
            relationship: None,
        }
    }

    /// A field whose text is at most `length` characters.
    pub const fn text(api: &'static str, length: u32) -> Self {
        let mut field = Self::new(api, Kind::Text);
        field.length = length;
        field
    }

    /// A number of `precision` digits, `scale` of them after the point.
    pub const fn number(api: &'static str, precision: u8, scale: u8) -> Self {
        let mut field = Self::new(api, Kind::Decimal);
        field.precision = precision;
        field.scale = scale;
        field
    }

    /// A number kept as `f64`, of `precision` digits, `scale` of them after the point.
    pub const fn float(api: &'static str, precision: u8, scale: u8) -> Self {
        let mut field = Self::number(api, precision, scale);
        field.kind = Kind::Float;
        field
    }

    /// A lookup whose parent is reached by `relationship`.
    pub const fn lookup(api: &'static str, relationship: &'static str) -> Self {
        let mut field = Self::new(api, Kind::Id);
        field.relationship = Some(relationship);
        field
    }

    /// A picklist, of which only active values may be written if it is `restricted`.
    pub const fn picklist<E: PicklistValue>(api: &'static str, restricted: bool) -> Self {
        let mut field = Self::new(api, Kind::Picklist);
        field.restricted = restricted;
        field.picklist = E::ENTRIES;
        field
    }

    /// A multi-select picklist, of which only active values may be written if it is `restricted`.
    pub const fn multi_picklist<E: PicklistValue>(api: &'static str, restricted: bool) -> Self {
        let mut field = Self::picklist::<E>(api, restricted);
        field.kind = Kind::MultiPicklist;
        field
    }

    /// The field, not nillable.
    #[must_use]
    pub const fn filled(mut self) -> Self {
        self.nillable = false;
        self
    }

    /// The field, its values dependent on those of the field at `controller`.
    #[must_use]
    pub const fn controlled_by(
        mut self,
        controller: u16,
        valid_for: &'static [&'static [u16]],
    ) -> Self {
        self.dependency = Some(Dependency {
            controller,
            valid_for,
        });
        self
    }
}
