//! One field: the constructors, and what each type has by default.

use serde_json::{Map, Value, json};

use super::label_for;
use super::picklist::PickValue;

/// A field of a describe body, under construction.
///
/// A new field is an optional, writable one of its type. The methods change what differs, and
/// [`set`](Self::set) can overwrite any key with anything.
#[derive(Debug, Clone)]
pub struct FieldSpec {
    pub(super) keys: Map<String, Value>,
    /// What the parent calls its list of these records.
    pub(super) child_name: Option<String>,
}

/// What SOQL may do with a type.
struct Abilities {
    filter: bool,
    group: bool,
    sort: bool,
    aggregate: bool,
}

impl FieldSpec {
    /// A field of the type that describe calls `kind`, which may be one that nobody knows.
    pub fn new(name: impl Into<String>, kind: impl Into<String>) -> Self {
        let (name, kind) = (name.into(), kind.into());
        let custom = ["__c", "__pc", "__s"].iter().any(|end| name.ends_with(end));
        let compound = matches!(kind.as_str(), "address" | "location");
        let writable = !compound && kind != "id";
        let boolean = kind == "boolean";
        let able = abilities(&kind);
        let (length, bytes) = lengths(&kind);
        let (precision, scale) = match kind.as_str() {
            "currency" => (18, 2),
            "double" => (18, 0),
            "percent" => (5, 2),
            // The number of lines that the page shows.
            "multipicklist" => (4, 0),
            _ => (0, 0),
        };
        let digits = match kind.as_str() {
            "int" => 8,
            "long" => 18,
            _ => 0,
        };
        let extra = (kind == "textarea").then_some("plaintextarea");
        let keys = [
            ("aggregatable", json!(able.aggregate)),
            ("aiPredictionField", json!(false)),
            ("autoNumber", json!(false)),
            ("byteLength", json!(bytes)),
            ("calculated", json!(false)),
            ("calculatedFormula", Value::Null),
            ("cascadeDelete", json!(false)),
            ("caseSensitive", json!(false)),
            ("compoundFieldName", Value::Null),
            ("controllerName", Value::Null),
            ("createable", json!(writable)),
            ("custom", json!(custom)),
            (
                "defaultValue",
                if boolean { json!(false) } else { Value::Null },
            ),
            ("defaultValueFormula", Value::Null),
            ("defaultedOnCreate", json!(boolean)),
            ("dependentPicklist", json!(false)),
            ("deprecatedAndHidden", json!(false)),
            ("digits", json!(digits)),
            ("displayLocationInDecimal", json!(kind == "location")),
            ("encrypted", json!(false)),
            ("externalId", json!(false)),
            ("extraTypeInfo", json!(extra)),
            ("filterable", json!(able.filter)),
            ("filteredLookupInfo", Value::Null),
            ("formulaTreatNullNumberAsZero", json!(false)),
            ("groupable", json!(able.group)),
            ("highScaleNumber", json!(false)),
            ("htmlFormatted", json!(false)),
            ("idLookup", json!(false)),
            ("inlineHelpText", Value::Null),
            ("label", json!(label_for(&name))),
            ("length", json!(length)),
            ("mask", Value::Null),
            ("maskType", Value::Null),
            ("name", json!(name)),
            ("nameField", json!(false)),
            ("namePointing", json!(false)),
            ("nillable", json!(!boolean)),
            ("permissionable", json!(true)),
            ("picklistValues", json!([])),
            ("polymorphicForeignKey", json!(false)),
            ("precision", json!(precision)),
            ("queryByDistance", json!(compound)),
            ("referenceTargetField", Value::Null),
            ("referenceTo", json!([])),
            ("relationshipName", Value::Null),
            ("relationshipOrder", Value::Null),
            ("restrictedDelete", json!(false)),
            ("restrictedPicklist", json!(false)),
            ("scale", json!(scale)),
            ("searchPrefilterable", json!(kind == "reference")),
            ("soapType", json!(soap_type(&kind))),
            ("sortable", json!(able.sort)),
            ("type", json!(kind)),
            ("unique", json!(false)),
            ("updateable", json!(writable)),
            ("writeRequiresMasterRead", json!(false)),
        ];
        Self {
            keys: keys.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
            child_name: None,
        }
    }

    /// The record's own `Id`.
    pub fn id() -> Self {
        Self::new("Id", "id")
            .label("Record ID")
            .system()
            .set("idLookup", true)
    }

    /// A text field of up to `length` characters.
    pub fn string(name: impl Into<String>, length: u32) -> Self {
        Self::new(name, "string").length(length)
    }

    /// A text area; one of more than 255 characters cannot be filtered, grouped or sorted.
    pub fn text_area(name: impl Into<String>, length: u32) -> Self {
        let field = Self::new(name, "textarea").length(length);
        if length > 255 {
            field.query(false, false, false, false)
        } else {
            field
        }
    }

    /// A rich text area.
    pub fn rich_text(name: impl Into<String>, length: u32) -> Self {
        Self::text_area(name, length)
            .set("extraTypeInfo", "richtextarea")
            .set("htmlFormatted", true)
    }

    /// A checkbox, unchecked by default.
    pub fn boolean(name: impl Into<String>) -> Self {
        Self::new(name, "boolean")
    }

    /// A whole number of up to `digits` digits (standard fields only).
    pub fn int(name: impl Into<String>, digits: u32) -> Self {
        Self::new(name, "int").set("digits", digits)
    }

    /// A number of `precision` digits, `scale` of them after the point.
    pub fn double(name: impl Into<String>, precision: i32, scale: i32) -> Self {
        Self::new(name, "double").number(precision, scale)
    }

    /// An amount of money.
    pub fn currency(name: impl Into<String>, precision: i32, scale: i32) -> Self {
        Self::new(name, "currency").number(precision, scale)
    }

    /// A percentage.
    pub fn percent(name: impl Into<String>, precision: i32, scale: i32) -> Self {
        Self::new(name, "percent").number(precision, scale)
    }

    /// A date.
    pub fn date(name: impl Into<String>) -> Self {
        Self::new(name, "date")
    }

    /// A date and time.
    pub fn datetime(name: impl Into<String>) -> Self {
        Self::new(name, "datetime")
    }

    /// A time of day.
    pub fn time(name: impl Into<String>) -> Self {
        Self::new(name, "time")
    }

    /// A phone number.
    pub fn phone(name: impl Into<String>) -> Self {
        Self::new(name, "phone")
    }

    /// An email address.
    pub fn email(name: impl Into<String>) -> Self {
        Self::new(name, "email")
    }

    /// A URL.
    pub fn url(name: impl Into<String>) -> Self {
        Self::new(name, "url")
    }

    /// A picklist with these values, unrestricted.
    pub fn picklist<V: Into<PickValue>>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new(name, "picklist").values(values)
    }

    /// A multi-select picklist with these values, unrestricted.
    pub fn multi_picklist<V: Into<PickValue>>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new(name, "multipicklist").values(values)
    }

    /// A lookup to `targets`; `relationship` is how SOQL goes to the parent.
    pub fn reference(name: impl Into<String>, targets: &[&str], relationship: &str) -> Self {
        Self::new(name, "reference").lookup(targets, relationship)
    }

    /// The key `key`, if the field has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.keys.get(key)
    }

    /// The API name, empty if it was taken away.
    pub fn name(&self) -> &str {
        self.text("name")
    }

    /// The whole field as describe writes it.
    pub fn to_json(&self) -> Value {
        let mut value = Value::Object(self.keys.clone());
        value.sort_all_objects();
        value
    }

    pub(super) fn text(&self, key: &str) -> &str {
        self.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// The objects that it refers to.
    pub(super) fn targets(&self) -> Vec<String> {
        let targets = self.get("referenceTo").and_then(Value::as_array);
        let texts = targets.into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or_default()
    }
}

fn abilities(kind: &str) -> Abilities {
    let (filter, group, sort, aggregate) = match kind {
        "id"
        | "reference"
        | "string"
        | "phone"
        | "url"
        | "email"
        | "picklist"
        | "textarea"
        | "int"
        | "long"
        | "date"
        | "time"
        | "datacategorygroupreference" => (true, true, true, true),
        "boolean" => (true, true, true, false),
        "currency" | "percent" | "double" | "datetime" | "combobox" => (true, false, true, true),
        "multipicklist" | "address" | "location" => (true, false, false, false),
        _ => (false, false, false, false),
    };
    Abilities {
        filter,
        group,
        sort,
        aggregate,
    }
}

/// The length in characters and in bytes.
fn lengths(kind: &str) -> (u32, u32) {
    match kind {
        "id" | "reference" => (18, 18),
        "multipicklist" => (4099, 4099),
        "phone" => (40, 120),
        "email" | "datacategorygroupreference" => (80, 240),
        "encryptedstring" => (175, 525),
        "string" | "textarea" | "picklist" | "combobox" | "url" | "anyType" => (255, 765),
        _ => (0, 0),
    }
}

fn soap_type(kind: &str) -> &'static str {
    match kind {
        "id" | "reference" => "tns:ID",
        "boolean" => "xsd:boolean",
        "int" => "xsd:int",
        "long" => "xsd:long",
        "double" | "currency" | "percent" => "xsd:double",
        "date" => "xsd:date",
        "datetime" => "xsd:dateTime",
        "time" => "xsd:time",
        "base64" => "xsd:base64Binary",
        "address" => "urn:address",
        "location" => "urn:location",
        "anyType" => "xsd:anyType",
        "json" => "tns:json",
        _ => "xsd:string",
    }
}
