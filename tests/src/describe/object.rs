//! One object: its flags, its system fields, and the whole body.

use serde_json::{Map, Value, json};

use super::API_VERSION;
use super::field::FieldSpec;
use super::label_for;
use super::relations::{ChildSpec, RecordTypeSpec};

/// An object of a describe body, under construction.
///
/// A new object can be created, queried, updated and deleted and has no field at all.
#[derive(Debug, Clone)]
pub struct ObjectSpec {
    keys: Map<String, Value>,
    fields: Vec<FieldSpec>,
    children: Vec<ChildSpec>,
    record_types: Vec<RecordTypeSpec>,
}

impl ObjectSpec {
    /// An object without fields, and without a key prefix if that is empty; it is custom if its name
    /// ends like one.
    pub fn new(name: impl Into<String>, key_prefix: &str) -> Self {
        let name = name.into();
        let custom = ["__c", "__mdt", "__e", "__b", "__x"]
            .iter()
            .any(|end| name.ends_with(end));
        let label = label_for(&name);
        let mut keys = Map::new();
        for on in [
            "compactLayoutable",
            "createable",
            "deletable",
            "layoutable",
            "mruEnabled",
            "queryable",
            "replicateable",
            "retrieveable",
            "searchLayoutable",
            "searchable",
            "triggerable",
            "undeletable",
            "updateable",
        ] {
            keys.insert(on.to_owned(), json!(true));
        }
        for off in [
            "activateable",
            "customSetting",
            "deepCloneable",
            "deprecatedAndHidden",
            "feedEnabled",
            "hasSubtypes",
            "isInterface",
            "isSubtype",
            "mergeable",
        ] {
            keys.insert(off.to_owned(), json!(false));
        }
        for null in [
            "associateEntityType",
            "associateParentEntity",
            "defaultImplementation",
            "extendedBy",
            "extendsInterfaces",
            "implementedBy",
            "implementsInterfaces",
            "listviewable",
            "lookupLayoutable",
            "networkScopeFieldName",
        ] {
            keys.insert(null.to_owned(), Value::Null);
        }
        keys.insert("actionOverrides".to_owned(), json!([]));
        keys.insert("namedLayoutInfos".to_owned(), json!([]));
        keys.insert("sobjectDescribeOption".to_owned(), json!("FULL"));
        keys.insert("custom".to_owned(), json!(custom));
        let prefix = Some(key_prefix).filter(|prefix| !prefix.is_empty());
        keys.insert("keyPrefix".to_owned(), json!(prefix));
        keys.insert("urls".to_owned(), urls(&name, key_prefix));
        keys.insert("name".to_owned(), json!(name));
        let object = Self {
            keys,
            fields: Vec::new(),
            children: Vec::new(),
            record_types: vec![RecordTypeSpec::master().default_mapping()],
        };
        let plural = format!("{label}s");
        object.label(label, plural)
    }

    /// A standard object that starts with `Id`.
    pub fn standard(name: &str, key_prefix: &str) -> Self {
        Self::new(name, key_prefix).id().is_deleted()
    }

    /// A custom object with an owner, a text name and the system fields.
    pub fn custom(name: &str, key_prefix: &str) -> Self {
        Self::new(name, key_prefix)
            .id()
            .owner(&["Group", "User"])
            .is_deleted()
            .record_name(80)
            .audit()
    }

    /// A custom object whose master decides who sees it: no owner, and a number for a name.
    pub fn detail(name: &str, key_prefix: &str) -> Self {
        let number = FieldSpec::string("Name", 80).auto_number().name_field();
        Self::new(name, key_prefix)
            .id()
            .is_deleted()
            .field(number)
            .audit()
    }

    /// The labels for one and for many.
    pub fn label(self, one: impl Into<String>, many: impl Into<String>) -> Self {
        let many = many.into();
        let lower = many.to_lowercase();
        let scopes = json!([
            { "label": format!("All {lower}"), "name": "everything" },
            { "label": format!("My {lower}"), "name": "mine" },
        ]);
        self.set("label", one.into())
            .set("labelPlural", many)
            .set("supportedScopes", scopes)
    }

    /// Overwrites any key but `fields`, `childRelationships` and `recordTypeInfos`.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.keys.insert(key.to_owned(), value.into());
        self
    }

    /// Takes a key away.
    pub fn without(mut self, key: &str) -> Self {
        self.keys.remove(key);
        self
    }

    /// Sets flags.
    pub fn on(self, flags: &[&str]) -> Self {
        flags
            .iter()
            .fold(self, |object, flag| object.set(flag, true))
    }

    /// Clears flags.
    pub fn off(self, flags: &[&str]) -> Self {
        flags
            .iter()
            .fold(self, |object, flag| object.set(flag, false))
    }

    /// Nobody writes it through the API.
    pub fn read_only(self) -> Self {
        self.off(&["createable", "deletable", "undeletable", "updateable"])
    }

    /// Appends a field.
    pub fn field(mut self, field: FieldSpec) -> Self {
        self.fields.push(field);
        self
    }

    /// Appends fields.
    pub fn fields(mut self, fields: impl IntoIterator<Item = FieldSpec>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Appends `Id`, labelled after the object.
    pub fn id(self) -> Self {
        let custom = self.keys.get("custom") == Some(&Value::Bool(true));
        let label = self.text("label");
        let id = FieldSpec::id();
        let id = if custom {
            id
        } else {
            id.label(format!("{label} ID"))
        };
        self.field(id)
    }

    /// Appends `IsDeleted`.
    pub fn is_deleted(self) -> Self {
        self.field(FieldSpec::boolean("IsDeleted").label("Deleted").system())
    }

    /// Appends `Name`, which create fills with the id when it is not given.
    pub fn record_name(self, length: u32) -> Self {
        let label = self.text("label");
        let name = FieldSpec::string("Name", length)
            .label(format!("{label} Name"))
            .name_field()
            .set("defaultedOnCreate", true)
            .set("permissionable", false);
        self.field(name)
    }

    /// Appends `OwnerId`.
    pub fn owner(self, targets: &[&str]) -> Self {
        let owner = FieldSpec::reference("OwnerId", targets, "Owner").defaulted();
        self.field(owner)
    }

    /// Appends who created and changed the record, and when.
    pub fn audit(self) -> Self {
        self.created().fields([
            FieldSpec::datetime("LastModifiedDate").system(),
            FieldSpec::reference("LastModifiedById", &["User"], "LastModifiedBy")
                .label("Last Modified By ID")
                .system(),
            FieldSpec::datetime("SystemModstamp").system(),
        ])
    }

    /// Appends who created the record, and when.
    pub fn created(self) -> Self {
        self.fields([
            FieldSpec::datetime("CreatedDate").system(),
            FieldSpec::reference("CreatedById", &["User"], "CreatedBy")
                .label("Created By ID")
                .system(),
        ])
    }

    /// Appends when the user last saw the record.
    pub fn viewed(self) -> Self {
        self.fields([
            FieldSpec::datetime("LastViewedDate").system_optional(),
            FieldSpec::datetime("LastReferencedDate").system_optional(),
        ])
    }

    /// Appends child relationships.
    pub fn children(mut self, children: impl IntoIterator<Item = ChildSpec>) -> Self {
        self.children.extend(children);
        self
    }

    /// Replaces the record types, which are the master alone by default.
    pub fn record_types(mut self, types: impl IntoIterator<Item = RecordTypeSpec>) -> Self {
        self.record_types = types.into_iter().collect();
        self
    }

    /// The API name.
    pub fn name(&self) -> &str {
        self.text("name")
    }

    /// The fields so far.
    pub fn field_specs(&self) -> &[FieldSpec] {
        &self.fields
    }

    /// The whole body as describe writes it, keys in alphabetical order.
    pub fn to_json(&self) -> Value {
        let sobject = sobject_url(self.name());
        let list = |values: Vec<Value>| Value::Array(values);
        let mut body = self.keys.clone();
        body.insert(
            "fields".to_owned(),
            list(self.fields.iter().map(FieldSpec::to_json).collect()),
        );
        body.insert(
            "childRelationships".to_owned(),
            list(self.children.iter().map(ChildSpec::to_json).collect()),
        );
        body.insert(
            "recordTypeInfos".to_owned(),
            list(
                self.record_types
                    .iter()
                    .map(|t| t.to_json(&sobject))
                    .collect(),
            ),
        );
        let mut body = Value::Object(body);
        body.sort_all_objects();
        body
    }

    fn text(&self, key: &str) -> &str {
        self.keys
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

fn sobject_url(name: &str) -> String {
    format!("/services/data/v{API_VERSION}/sobjects/{name}")
}

fn urls(name: &str, key_prefix: &str) -> Value {
    let sobject = sobject_url(name);
    let mut urls = json!({
        "approvalLayouts": format!("{sobject}/describe/approvalLayouts"),
        "compactLayouts": format!("{sobject}/describe/compactLayouts"),
        "defaultValues": format!("{sobject}/defaultValues?recordTypeId&fields"),
        "describe": format!("{sobject}/describe"),
        "layouts": format!("{sobject}/describe/layouts"),
        "listviews": format!("{sobject}/listviews"),
        "quickActions": format!("{sobject}/quickActions"),
        "rowTemplate": format!("{sobject}/{{ID}}"),
        "sobject": sobject,
    });
    if !key_prefix.is_empty() {
        let page = "https://northgate.my.salesforce.com";
        urls["uiDetailTemplate"] = json!(format!("{page}/{{ID}}"));
        urls["uiEditTemplate"] = json!(format!("{page}/{{ID}}/e"));
        urls["uiNewRecord"] = json!(format!("{page}/{key_prefix}/e"));
    }
    urls
}
