//! An object and what hangs on it besides its fields.

use super::{Field, FieldType, Name, ObjectFlags};

/// An SObject, as describe gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    /// API name and the name of the Rust type.
    pub name: Name,
    /// Name of the Rust module that holds what belongs to the object.
    pub module: String,
    /// `label`; empty where describe gives none.
    pub label: String,
    /// `labelPlural`; empty where describe gives none.
    pub label_plural: String,
    /// `keyPrefix`: the first three characters of the object's ids.
    pub key_prefix: Option<String>,
    /// The yes-or-no facts.
    pub flags: ObjectFlags,
    /// The fields, ordered by API name (byte order).
    pub fields: Vec<Field>,
    /// `childRelationships`, ordered by relationship name, child object and field.
    pub children: Vec<ChildRelationship>,
    /// `recordTypeInfos`, ordered by developer name.
    pub record_types: Vec<RecordType>,
    /// `supportedScopes`, ordered by name.
    pub scopes: Vec<Scope>,
    /// In a schema of several orgs, the names of those that have it not.
    pub missing_in: Vec<String>,
}

/// An object that looks up to this one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ChildRelationship {
    /// `relationshipName` and the Rust name of its getter; without one the children cannot be queried.
    pub name: Option<Name>,
    /// `childSObject`
    pub object: String,
    /// `field`: the child's field that looks up to this object.
    pub field: String,
    /// `cascadeDelete`
    pub cascade_delete: bool,
    /// `restrictedDelete`
    pub restricted_delete: bool,
    /// `deprecatedAndHidden`
    pub deprecated_and_hidden: bool,
}

/// A record type. Which ones a user may use, and which is the default, is no fact of the org, so it is
/// not here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RecordType {
    /// `developerName` (API v43 and later) and the Rust name that stands for it.
    pub name: Name,
    /// `name`: the label.
    pub label: String,
    /// `recordTypeId`, 18 characters; differs between orgs.
    pub id: String,
    /// `active`
    pub active: bool,
    /// `master`
    pub master: bool,
}

/// A `USING SCOPE` that the object supports.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Scope {
    /// `name`
    pub name: String,
    /// `label`
    pub label: String,
}

impl Object {
    /// The field of this API name, in any case.
    pub fn field(&self, api: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.name.api.eq_ignore_ascii_case(api))
    }

    /// The field whose relationship name this is, in any case.
    pub fn parent(&self, relationship: &str) -> Option<&Field> {
        self.fields.iter().find(|field| {
            field
                .relationship()
                .is_some_and(|name| name.api.eq_ignore_ascii_case(relationship))
        })
    }

    /// The child relationship of this name, in any case.
    pub fn child(&self, relationship: &str) -> Option<&ChildRelationship> {
        self.children.iter().find(|child| {
            child
                .name
                .as_ref()
                .is_some_and(|name| name.api.eq_ignore_ascii_case(relationship))
        })
    }

    /// Whether a record may have no value of this field of the object. Of `Name` each field but the id
    /// is of some of the objects that it stands for: `IsActive` "contains a value only if the related
    /// record is a user", says the reference, and describe that it is not nillable.
    pub fn may_lack(&self, field: &Field) -> bool {
        field.may_be_absent() || field.data != FieldType::Id && self.name.api == "Name"
    }

    /// The fields by which a record can be upserted, the id aside.
    pub fn external_ids(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_external_id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FieldFlags, FieldType, Reference};

    fn contact() -> Object {
        let lookup = |api: &str, relationship: Option<&str>| Field {
            name: Name::new(api, ""),
            data: FieldType::Reference,
            reference: Some(Reference {
                relationship: relationship.map(|name| Name::new(name, "")),
                ..Reference::default()
            }),
            ..Field::default()
        };
        let child = |name: Option<&str>| ChildRelationship {
            name: name.map(|name| Name::new(name, "")),
            ..ChildRelationship::default()
        };
        let id = Field {
            name: Name::new("Id", "id"),
            data: FieldType::Id,
            flags: FieldFlags::ID_LOOKUP,
            ..Field::default()
        };
        let external = Field {
            name: Name::new("Ext__c", "ext__c"),
            flags: FieldFlags::EXTERNAL_ID,
            ..Field::default()
        };
        Object {
            name: Name::new("Contact", "Contact"),
            fields: vec![
                lookup("AccountId", Some("Account")),
                external,
                id,
                lookup("Hidden__c", None),
            ],
            children: vec![child(None), child(Some("Cases"))],
            ..Object::default()
        }
    }

    #[test]
    fn look_ups_ignore_case() {
        let contact = contact();
        for api in ["AccountId", "accountid", "ACCOUNTID"] {
            let found = contact.field(api).map(|field| field.name.api.as_str());
            assert_eq!(found, Some("AccountId"));
        }
        for relationship in ["Account", "account", "ACCOUNT"] {
            let found = contact.parent(relationship);
            assert_eq!(found.map(|f| f.name.api.as_str()), Some("AccountId"));
        }
        for relationship in ["Cases", "cases", "CASES"] {
            assert_eq!(contact.child(relationship), contact.children.get(1));
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let contact = contact();
        assert_eq!(contact.field("Account"), None);
        assert_eq!(contact.parent("AccountId"), None);
        assert_eq!(contact.child("Contacts"), None);
        for nothing in ["", "Hidden__r", "Ext__c "] {
            assert_eq!(contact.field(nothing), None);
            assert_eq!(contact.parent(nothing), None);
            assert_eq!(contact.child(nothing), None);
        }
    }

    #[test]
    fn the_id_is_no_external_id() {
        let contact = contact();
        let found: Vec<_> = contact.external_ids().map(|f| &*f.name.api).collect();
        assert_eq!(found, ["Ext__c"]);
    }
}
