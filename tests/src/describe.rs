//! Writes describe bodies: a compact description of an object becomes the whole JSON that the
//! REST API (v66.0) answers with.
//!
//! The names go in as they are: nothing here refuses a name, a label or a value, so that tests can
//! describe what no org would hold.

mod field;
mod modify;
mod object;
mod parts;
mod picklist;
mod relations;
mod synthetic;

pub use field::FieldSpec;
pub use object::ObjectSpec;
pub use parts::{address_fields, person_name_fields};
pub use picklist::{PickValue, valid_for};
pub use relations::{ChildSpec, RecordTypeSpec, link};
pub use synthetic::synthetic;

/// The API version whose shape is written.
pub const API_VERSION: &str = "66.0";

/// The keys that every object has (`fields` among them).
pub const OBJECT_KEYS: &[&str] = &[
    "actionOverrides",
    "activateable",
    "associateEntityType",
    "associateParentEntity",
    "childRelationships",
    "compactLayoutable",
    "createable",
    "custom",
    "customSetting",
    "deepCloneable",
    "defaultImplementation",
    "deletable",
    "deprecatedAndHidden",
    "extendedBy",
    "extendsInterfaces",
    "feedEnabled",
    "fields",
    "hasSubtypes",
    "implementedBy",
    "implementsInterfaces",
    "isInterface",
    "isSubtype",
    "keyPrefix",
    "label",
    "labelPlural",
    "layoutable",
    "listviewable",
    "lookupLayoutable",
    "mergeable",
    "mruEnabled",
    "name",
    "namedLayoutInfos",
    "networkScopeFieldName",
    "queryable",
    "recordTypeInfos",
    "replicateable",
    "retrieveable",
    "searchLayoutable",
    "searchable",
    "sobjectDescribeOption",
    "supportedScopes",
    "triggerable",
    "undeletable",
    "updateable",
    "urls",
];

/// The keys that every field has.
pub const FIELD_KEYS: &[&str] = &[
    "aggregatable",
    "aiPredictionField",
    "autoNumber",
    "byteLength",
    "calculated",
    "calculatedFormula",
    "cascadeDelete",
    "caseSensitive",
    "compoundFieldName",
    "controllerName",
    "createable",
    "custom",
    "defaultValue",
    "defaultValueFormula",
    "defaultedOnCreate",
    "dependentPicklist",
    "deprecatedAndHidden",
    "digits",
    "displayLocationInDecimal",
    "encrypted",
    "externalId",
    "extraTypeInfo",
    "filterable",
    "filteredLookupInfo",
    "formulaTreatNullNumberAsZero",
    "groupable",
    "highScaleNumber",
    "htmlFormatted",
    "idLookup",
    "inlineHelpText",
    "label",
    "length",
    "mask",
    "maskType",
    "name",
    "nameField",
    "namePointing",
    "nillable",
    "permissionable",
    "picklistValues",
    "polymorphicForeignKey",
    "precision",
    "queryByDistance",
    "referenceTargetField",
    "referenceTo",
    "relationshipName",
    "relationshipOrder",
    "restrictedDelete",
    "restrictedPicklist",
    "scale",
    "searchPrefilterable",
    "soapType",
    "sortable",
    "type",
    "unique",
    "updateable",
    "writeRequiresMasterRead",
];

/// The field types that the API documents.
pub const FIELD_TYPES: &[&str] = &[
    "address",
    "anyType",
    "base64",
    "boolean",
    "combobox",
    "complexvalue",
    "currency",
    "datacategorygroupreference",
    "date",
    "datetime",
    "double",
    "email",
    "encryptedstring",
    "id",
    "int",
    "location",
    "long",
    "multipicklist",
    "percent",
    "phone",
    "picklist",
    "reference",
    "string",
    "textarea",
    "time",
    "url",
];

/// A label as an admin would write it for the API name `name`: `Health_Score__c` is "Health Score",
/// `BillingCity` is "Billing City", `AccountId` is "Account ID".
pub fn label_for(name: &str) -> String {
    let stem = ["__c", "__pc", "__s", "__r", "__mdt", "__e", "__b", "__x"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name);
    let stem = stem.rsplit_once("__").map_or(stem, |(_, own)| own);
    let mut label = String::with_capacity(stem.len() + 8);
    let mut before = ' ';
    for c in stem.chars() {
        if c == '_' {
            label.push(' ');
        } else {
            if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
                label.push(' ');
            }
            label.push(c);
        }
        before = c;
    }
    if let Some(start) = label.strip_suffix(" Id") {
        label = format!("{start} ID");
    }
    label
}
