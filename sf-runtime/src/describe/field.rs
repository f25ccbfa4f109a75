//! A field of an object.

use std::borrow::Cow;

use serde::Deserializer;
use serde_json::Value;

use super::tolerant::{Tolerant, object};

keyed! {
    /// A field, as the user who asked may see it.
    pub struct FieldDescribe<'a> require text(name kind) present() {
        /// `aggregatable`: aggregate functions take it.
        pub aggregatable: bool = "aggregatable",
        /// `aiPredictionField`: holds a prediction of Einstein.
        pub ai_prediction_field: bool = "aiPredictionField",
        /// `autoNumber`: numbered by the org.
        pub auto_number: bool = "autoNumber",
        /// `byteLength`: up to three times the length.
        pub byte_length: u32 = "byteLength",
        /// `calculated`: a formula or a roll-up summary.
        pub calculated: bool = "calculated",
        /// `calculatedFormula`: the text of a formula; none for a roll-up summary.
        pub calculated_formula: Option<Cow<'a, str>> = "calculatedFormula",
        /// `cascadeDelete`: deleting the parent deletes the record.
        pub cascade_delete: bool = "cascadeDelete",
        /// `caseSensitive`: compared with regard to case.
        pub case_sensitive: bool = "caseSensitive",
        /// `compoundFieldName`: what the field is a component of. May be the field itself, and may
        /// name no field.
        pub compound_field_name: Option<Cow<'a, str>> = "compoundFieldName",
        /// `controllerName`: the field that a dependent picklist depends on.
        pub controller_name: Option<Cow<'a, str>> = "controllerName",
        /// `createable`: may be set when the record is created.
        pub createable: bool = "createable",
        /// `custom`: made in the org or a package, not by Salesforce.
        pub custom: bool = "custom",
        /// `defaultValue`: null, a flag, a number or text as a rule.
        pub default_value: Value = "defaultValue",
        /// `defaultValueFormula`: the formula that gives the default on the page.
        pub default_value_formula: Option<Cow<'a, str>> = "defaultValueFormula",
        /// `defaultedOnCreate`: the org gives a value on create where the caller gives none.
        pub defaulted_on_create: bool = "defaultedOnCreate",
        /// `dependentPicklist`: which values are valid depends on another field.
        pub dependent_picklist: bool = "dependentPicklist",
        /// `deprecatedAndHidden`: not available in this API version.
        pub deprecated_and_hidden: bool = "deprecatedAndHidden",
        /// `digits` of an integer.
        pub digits: u32 = "digits",
        /// `displayLocationInDecimal`: a location is shown in decimals, not in degrees.
        pub display_location_in_decimal: bool = "displayLocationInDecimal",
        /// `encrypted` at rest by Shield.
        pub encrypted: bool = "encrypted",
        /// `externalId`: a key of another system, by which records can be upserted.
        pub external_id: bool = "externalId",
        /// `extraTypeInfo`: says more about the type, such as `richtextarea` or `personname`.
        pub extra_type_info: Option<Cow<'a, str>> = "extraTypeInfo",
        /// `filterable`: `WHERE` takes it.
        pub filterable: bool = "filterable",
        /// `filteredLookupInfo`: of a lookup with a filter.
        pub filtered_lookup_info: Option<FilteredLookupInfo<'a>> = "filteredLookupInfo",
        /// `formulaTreatNullNumberAsZero`: a formula counts empty numbers as zero.
        pub formula_treat_null_number_as_zero: bool = "formulaTreatNullNumberAsZero",
        /// `groupable`: `GROUP BY` takes it.
        pub groupable: bool = "groupable",
        /// `highScaleNumber`: eight digits after the point whatever the scale.
        pub high_scale_number: bool = "highScaleNumber",
        /// `htmlFormatted`: holds HTML.
        pub html_formatted: bool = "htmlFormatted",
        /// `idLookup`: records can be found by it, in an upsert among others.
        pub id_lookup: bool = "idLookup",
        /// `inlineHelpText`: what the page says about the field.
        pub inline_help_text: Option<Cow<'a, str>> = "inlineHelpText",
        /// `label`: what users see.
        pub label: Cow<'a, str> = "label",
        /// `length` in characters; 0 where it means nothing.
        pub length: u32 = "length",
        /// `mask`: reserved by Salesforce.
        pub mask: Option<Cow<'a, str>> = "mask",
        /// `maskType`: reserved by Salesforce.
        pub mask_type: Option<Cow<'a, str>> = "maskType",
        /// `name`: the API name.
        pub name: Cow<'a, str> = "name",
        /// `nameField`: the record's name. Mostly one an object, but there may be none or several.
        pub name_field: bool = "nameField",
        /// `namePointing`: the name of the parent can be read whichever object it is.
        pub name_pointing: bool = "namePointing",
        /// `nillable`: may be empty.
        pub nillable: bool = "nillable",
        /// `permissionable`: field-level security can hide it.
        pub permissionable: bool = "permissionable",
        /// `picklistValues`, inactive ones included, in the order of the page.
        pub picklist_values: Vec<PicklistEntry<'a>> = "picklistValues",
        /// `polymorphicForeignKey`: looks up to several objects.
        pub polymorphic_foreign_key: bool = "polymorphicForeignKey",
        /// `precision`: all digits of a number.
        pub precision: u32 = "precision",
        /// `queryByDistance`: `DISTANCE` takes it.
        pub query_by_distance: bool = "queryByDistance",
        /// `referenceTargetField`: the parent's external ID that an indirect lookup matches.
        pub reference_target_field: Option<Cow<'a, str>> = "referenceTargetField",
        /// `referenceTo`: the objects that a lookup may point to.
        pub reference_to: Vec<Cow<'a, str>> = "referenceTo",
        /// `relationshipName`: by which SOQL reaches the parent; without one it cannot.
        pub relationship_name: Option<Cow<'a, str>> = "relationshipName",
        /// `relationshipOrder`: 0 or 1 for a master-detail field, none for a lookup.
        pub relationship_order: Option<u32> = "relationshipOrder",
        /// `restrictedDelete`: a parent that has such records cannot be deleted.
        pub restricted_delete: bool = "restrictedDelete",
        /// `restrictedPicklist`: the API takes listed values only.
        pub restricted_picklist: bool = "restrictedPicklist",
        /// `scale`: the digits after the point.
        pub scale: u32 = "scale",
        /// `searchPrefilterable`: SOSL can filter by it before it searches.
        pub search_prefilterable: bool = "searchPrefilterable",
        /// `soapType`: the XML type, such as `xsd:string`.
        pub soap_type: Cow<'a, str> = "soapType",
        /// `sortable`: `ORDER BY` takes it.
        pub sortable: bool = "sortable",
        /// `type`, such as `string` or `reference`.
        pub kind: Cow<'a, str> = "type",
        /// `unique`: no two records have the same value.
        pub unique: bool = "unique",
        /// `updateable`: may be set when the record is updated.
        pub updateable: bool = "updateable",
        /// `writeRequiresMasterRead`: who may read the master may edit the detail.
        pub write_requires_master_read: bool = "writeRequiresMasterRead",
    }
}

keyed! {
    /// A value of a picklist.
    pub struct PicklistEntry<'a> require text() present() {
        /// `active`: may be chosen.
        pub active: bool = "active",
        /// `defaultValue`: is the default.
        pub default_value: bool = "defaultValue",
        /// `label`: what users see.
        pub label: Option<Cow<'a, str>> = "label",
        /// `validFor`: which values of the controlling field allow this one, a bit each, in base64.
        pub valid_for: Option<Cow<'a, str>> = "validFor",
        /// `value`: what the API reads and writes.
        pub value: Cow<'a, str> = "value",
    }
}

keyed! {
    /// The filter of a lookup.
    pub struct FilteredLookupInfo<'a> require text() present() {
        /// `controllingFields`: the fields of the record that the filter refers to.
        pub controlling_fields: Vec<Cow<'a, str>> = "controllingFields",
        /// `dependent`: the filter refers to fields of the record.
        pub dependent: bool = "dependent",
        /// `optionalFilter`: a user may search beyond the filter.
        pub optional_filter: bool = "optionalFilter",
    }
}

impl<'de: 'a, 'a> Tolerant<'de> for Option<FilteredLookupInfo<'a>> {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        object(from)
    }
}
