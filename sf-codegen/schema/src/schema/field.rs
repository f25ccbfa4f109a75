//! A field and its type.

use super::{FieldFlags, Name, Picklist};

/// A field of an object, as describe gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// API name and the Rust name of its getter and setter.
    pub name: Name,
    /// Name of the Rust marker type; empty for a field without bindings in an index.
    pub marker: String,
    /// `label`; empty where describe gives none.
    pub label: String,
    /// `inlineHelpText`
    pub help: Option<String>,
    /// `calculatedFormula`; none for a roll-up summary.
    pub formula: Option<String>,
    /// `defaultValueFormula`
    pub default_formula: Option<String>,
    /// `type`
    pub data: FieldType,
    /// The yes-or-no facts.
    pub flags: FieldFlags,
    /// `length` in characters; 0 where it means nothing.
    pub length: u32,
    /// `precision`: all digits of a number.
    pub precision: u8,
    /// `scale`: the digits after the point.
    pub scale: u8,
    /// `digits` of an integer.
    pub digits: u8,
    /// `compoundFieldName`: what this field is a component of. May name no field of the object.
    pub compound: Option<String>,
    /// `extraTypeInfo`, such as `richtextarea` or `indirectlookup`.
    pub extra_type_info: Option<String>,
    /// Where a lookup points.
    pub reference: Option<Reference>,
    /// The values of a picklist.
    pub picklist: Option<Picklist>,
    /// In a schema of several orgs, the names of those that have the object and not the field.
    pub missing_in: Vec<String>,
}

/// Where a lookup points.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// `referenceTo`: API names, ordered by name. May be empty, and may name objects outside the schema.
    pub to: Vec<String>,
    /// `relationshipName` and the Rust name of its getter; without one the parent cannot be queried.
    pub relationship: Option<Name>,
    /// `relationshipOrder`: 0 or 1 for a master-detail field, none for a lookup.
    pub order: Option<u8>,
    /// `referenceTargetField`: the parent's external ID that an indirect lookup matches.
    pub target_field: Option<String>,
    /// The Rust enum of ids where there are several targets; empty otherwise, and for a field without
    /// bindings in an index.
    pub rust: String,
}

/// `type` of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[allow(missing_docs)] // each is the describe type of the same name
pub enum FieldType {
    #[default]
    String,
    Boolean,
    Int,
    Long,
    Double,
    Currency,
    Percent,
    Date,
    DateTime,
    Time,
    Id,
    Reference,
    Picklist,
    MultiPicklist,
    Combobox,
    Textarea,
    Phone,
    Url,
    Email,
    EncryptedString,
    Base64,
    Address,
    Location,
    AnyType,
    ComplexValue,
    DataCategoryGroupReference,
    /// A type that this version does not know, by its name in describe.
    Other(String),
}

impl FieldType {
    const NAMES: &'static [(FieldType, &'static str)] = &[
        (FieldType::String, "string"),
        (FieldType::Boolean, "boolean"),
        (FieldType::Int, "int"),
        (FieldType::Long, "long"),
        (FieldType::Double, "double"),
        (FieldType::Currency, "currency"),
        (FieldType::Percent, "percent"),
        (FieldType::Date, "date"),
        (FieldType::DateTime, "datetime"),
        (FieldType::Time, "time"),
        (FieldType::Id, "id"),
        (FieldType::Reference, "reference"),
        (FieldType::Picklist, "picklist"),
        (FieldType::MultiPicklist, "multipicklist"),
        (FieldType::Combobox, "combobox"),
        (FieldType::Textarea, "textarea"),
        (FieldType::Phone, "phone"),
        (FieldType::Url, "url"),
        (FieldType::Email, "email"),
        (FieldType::EncryptedString, "encryptedstring"),
        (FieldType::Base64, "base64"),
        (FieldType::Address, "address"),
        (FieldType::Location, "location"),
        (FieldType::AnyType, "anyType"),
        (FieldType::ComplexValue, "complexvalue"),
        (
            FieldType::DataCategoryGroupReference,
            "datacategorygroupreference",
        ),
    ];

    /// The type of this name in describe; a name not known is kept.
    pub fn from_name(name: &str) -> Self {
        Self::NAMES
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name))
            .map_or_else(|| FieldType::Other(name.to_owned()), |(ty, _)| ty.clone())
    }

    /// The name in describe.
    pub fn name(&self) -> &str {
        match self {
            FieldType::Other(name) => name,
            known => Self::NAMES
                .iter()
                .find(|(ty, _)| ty == known)
                .map_or("string", |(_, name)| name),
        }
    }

    /// Whether a value is plain text on the wire and a string in Rust.
    pub fn is_text(&self) -> bool {
        matches!(
            self,
            FieldType::String
                | FieldType::Combobox
                | FieldType::Textarea
                | FieldType::Phone
                | FieldType::Url
                | FieldType::Email
                | FieldType::EncryptedString
                | FieldType::DataCategoryGroupReference
        )
    }

    /// Whether a value is a number with digits after the point.
    pub fn is_decimal(&self) -> bool {
        matches!(
            self,
            FieldType::Double | FieldType::Currency | FieldType::Percent
        )
    }
}

impl Field {
    /// Whether all these flags are set.
    pub fn is(&self, flags: FieldFlags) -> bool {
        self.flags.contains(flags)
    }

    /// Whether the org wants a value on create: `createable && !nillable && !defaultedOnCreate`.
    pub fn is_required_on_create(&self) -> bool {
        self.is(FieldFlags::CREATEABLE)
            && !self.is(FieldFlags::NILLABLE)
            && !self.is(FieldFlags::DEFAULTED_ON_CREATE)
    }

    /// Whether a value that is read may be null: the field is nillable, or one of several orgs has
    /// it not.
    pub fn may_be_absent(&self) -> bool {
        self.is(FieldFlags::NILLABLE) || self.is(FieldFlags::SOMETIMES_ABSENT)
    }

    /// Whether a record can be upserted by this field. The id is not meant, though it is an
    /// `idLookup` too.
    pub fn is_external_id(&self) -> bool {
        self.is(FieldFlags::EXTERNAL_ID)
            && matches!(
                self.data,
                FieldType::String
                    | FieldType::Email
                    | FieldType::Phone
                    | FieldType::Url
                    | FieldType::EncryptedString
                    | FieldType::Double
                    | FieldType::Int
                    | FieldType::Long
            )
    }

    /// The relationship by which the parent is reached.
    pub fn relationship(&self) -> Option<&Name> {
        self.reference.as_ref()?.relationship.as_ref()
    }

    /// Whether this is a master-detail field: it has a `relationshipOrder`.
    pub fn is_master_detail(&self) -> bool {
        self.reference
            .as_ref()
            .is_some_and(|reference| reference.order.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_on_create() {
        let create = FieldFlags::CREATEABLE;
        let nillable = FieldFlags::NILLABLE;
        let defaulted = FieldFlags::DEFAULTED_ON_CREATE;
        for (flags, required) in [
            (FieldFlags::none(), false),
            (create, true),
            (create | FieldFlags::UPDATEABLE | FieldFlags::CUSTOM, true),
            (create | nillable, false),
            (create | defaulted, false),
            (create | nillable | defaulted, false),
            (FieldFlags::UPDATEABLE, false),
            (nillable, false),
        ] {
            let field = Field {
                flags,
                ..Field::default()
            };
            assert_eq!(field.is_required_on_create(), required, "{flags:?}");
        }
    }

    #[test]
    fn type_names_round_trip() {
        for (data, name) in FieldType::NAMES {
            assert_eq!(data.name(), *name);
            assert_eq!(FieldType::from_name(name), *data);
            assert_eq!(FieldType::from_name(&name.to_uppercase()), *data);
        }
        let other = FieldType::from_name("Hologram");
        assert_eq!(other, FieldType::Other("Hologram".to_owned()));
        assert_eq!(other.name(), "Hologram");
    }

    #[test]
    fn external_ids_by_type() {
        for (data, expected) in [
            (FieldType::String, true),
            (FieldType::Double, true),
            (FieldType::Email, true),
            (FieldType::Id, false),
            (FieldType::Boolean, false),
            (FieldType::Other("x".to_owned()), false),
        ] {
            let field = Field {
                data,
                flags: FieldFlags::EXTERNAL_ID,
                ..Field::default()
            };
            assert_eq!(field.is_external_id(), expected, "{:?}", field.data);
        }
        assert!(!Field::default().is_external_id());
    }

    #[test]
    fn master_detail_has_an_order() {
        let field = |order| Field {
            reference: Some(Reference {
                order,
                ..Reference::default()
            }),
            ..Field::default()
        };
        assert!(field(Some(0)).is_master_detail());
        assert!(!field(None).is_master_detail());
        assert!(!Field::default().is_master_detail());
    }
}
