//! A field: what of its describe decides how it is read and written.

use std::collections::HashSet;

use serde_json::Value as Json;
use sf_runtime::describe::FieldDescribe;

/// What a field's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldType {
    Id,
    Reference,
    Text,
    Email,
    Picklist,
    MultiPicklist,
    Encrypted,
    Boolean,
    Int,
    Double,
    Date,
    DateTime,
    Time,
    Base64,
    Address,
    Location,
    /// Any JSON: `anyType`, `complexvalue` and what is not known yet.
    Any,
}

/// What a query may do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Queryable {
    pub(crate) filterable: bool,
    pub(crate) sortable: bool,
    pub(crate) groupable: bool,
    pub(crate) aggregatable: bool,
}

/// A field of an object.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) kind: FieldType,
    /// `type` as describe has it, for messages.
    pub(crate) type_name: String,
    pub(crate) custom: bool,
    pub(crate) createable: bool,
    pub(crate) updateable: bool,
    pub(crate) nillable: bool,
    pub(crate) defaulted_on_create: bool,
    pub(crate) calculated: bool,
    pub(crate) auto_number: bool,
    pub(crate) unique: bool,
    pub(crate) external_id: bool,
    pub(crate) id_lookup: bool,
    pub(crate) case_sensitive: bool,
    pub(crate) name_field: bool,
    pub(crate) cascade_delete: bool,
    pub(crate) restricted_delete: bool,
    /// In characters; 0 where it means nothing.
    pub(crate) length: usize,
    /// All digits; 0 where it means nothing.
    pub(crate) precision: u32,
    pub(crate) scale: u32,
    /// The digits of an integer; 0 where it means nothing.
    pub(crate) digits: u32,
    /// The active values of a restricted picklist.
    pub(crate) restricted_to: Option<HashSet<String>>,
    pub(crate) reference_to: Vec<String>,
    pub(crate) relationship: Option<String>,
    /// Whether it may lead to records of several objects, of which only what `Name` has is known.
    pub(crate) polymorphic: bool,
    /// `polymorphicForeignKey`
    pub(crate) polymorphic_key: bool,
    pub(crate) compound: Option<String>,
    /// What a query may do with it.
    pub(crate) query: Queryable,
    /// The values of a picklist and their labels, in the org's order, inactive ones too.
    pub(crate) picklist: Vec<(String, String)>,
    pub(crate) default: Json,
    pub(crate) default_formula: Option<String>,
}

impl Field {
    pub(super) fn of(describe: &FieldDescribe<'_>) -> Self {
        let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
        // Lookups to and from external objects hold an external ID, not a record id.
        let by_external_id = describe.reference_target_field.is_some()
            || matches!(
                describe.extra_type_info.as_deref(),
                Some("externallookup" | "indirectlookup")
            );
        let kind = match FieldType::of(&describe.kind) {
            FieldType::Reference if by_external_id => FieldType::Text,
            kind => kind,
        };
        let values = || {
            let active = describe.picklist_values.iter().filter(|value| value.active);
            active.map(|value| value.value.to_string()).collect()
        };
        let default = match &describe.default_value {
            Json::Null => describe
                .picklist_values
                .iter()
                .find(|value| value.default_value && value.active)
                .map_or(Json::Null, |value| Json::String(value.value.to_string())),
            // The docs show an object for Id.
            Json::Object(_) | Json::Array(_) => Json::Null,
            value => value.clone(),
        };
        Self {
            name: describe.name.to_string(),
            label: describe.label.to_string(),
            kind,
            type_name: describe.kind.to_string(),
            custom: describe.custom,
            createable: describe.createable,
            updateable: describe.updateable,
            nillable: describe.nillable,
            defaulted_on_create: describe.defaulted_on_create,
            calculated: describe.calculated,
            auto_number: describe.auto_number,
            unique: describe.unique,
            external_id: describe.external_id,
            id_lookup: describe.id_lookup,
            case_sensitive: describe.case_sensitive,
            name_field: describe.name_field,
            cascade_delete: describe.cascade_delete,
            restricted_delete: describe.restricted_delete,
            length: usize::try_from(describe.length).unwrap_or(usize::MAX),
            precision: describe.precision,
            scale: if describe.high_scale_number {
                describe.scale.max(8)
            } else {
                describe.scale
            },
            digits: describe.digits,
            restricted_to: describe.restricted_picklist.then(values),
            reference_to: describe
                .reference_to
                .iter()
                .map(ToString::to_string)
                .collect(),
            relationship: text(&describe.relationship_name),
            polymorphic: describe.name_pointing || describe.reference_to.len() > 1,
            polymorphic_key: describe.polymorphic_foreign_key,
            compound: text(&describe.compound_field_name),
            query: Queryable {
                filterable: describe.filterable,
                sortable: describe.sortable,
                groupable: describe.groupable,
                aggregatable: describe.aggregatable,
            },
            picklist: describe
                .picklist_values
                .iter()
                .map(|entry| {
                    let label = entry.label.as_deref().unwrap_or(&entry.value);
                    (entry.value.to_string(), label.to_owned())
                })
                .collect(),
            default,
            default_formula: text(&describe.default_value_formula),
        }
    }

    /// Whether a create must name it.
    pub(crate) fn required(&self) -> bool {
        self.createable && !self.nillable && !self.defaulted_on_create
    }

    /// Whether records are looked up by it, in an upsert among others.
    pub(crate) fn is_key(&self) -> bool {
        (self.external_id || self.id_lookup || self.unique) && self.kind != FieldType::Id
    }

    /// Whether an upsert or a parent reference may name it.
    pub(crate) fn is_external_id(&self) -> bool {
        self.external_id || self.id_lookup
    }

    /// Whether `values` of a parent are kept by it: not the user of every record, which would be
    /// one long list.
    pub(crate) fn is_parent_index(&self) -> bool {
        self.kind == FieldType::Reference
            && !matches!(self.name.as_str(), "CreatedById" | "LastModifiedById")
    }
}

impl FieldType {
    /// Whether a record shows the value as it is stored. Other values are composed, masked or linked to.
    pub(crate) fn is_as_stored(self) -> bool {
        !matches!(
            self,
            Self::Address | Self::Location | Self::Encrypted | Self::Base64
        )
    }

    fn of(kind: &str) -> Self {
        match kind {
            "id" => Self::Id,
            "reference" => Self::Reference,
            "boolean" => Self::Boolean,
            "int" | "long" => Self::Int,
            "double" | "currency" | "percent" => Self::Double,
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "time" => Self::Time,
            "picklist" => Self::Picklist,
            "multipicklist" => Self::MultiPicklist,
            "email" => Self::Email,
            "encryptedstring" => Self::Encrypted,
            "base64" => Self::Base64,
            "address" => Self::Address,
            "location" => Self::Location,
            "string" | "textarea" | "phone" | "url" | "combobox" | "datacategorygroupreference" => {
                Self::Text
            }
            _ => Self::Any,
        }
    }
}
