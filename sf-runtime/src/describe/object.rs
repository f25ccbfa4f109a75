//! An object and what hangs on it besides its fields.

use std::borrow::Cow;

use super::FieldDescribe;

keyed! {
    /// The answer of `/sobjects/{name}/describe`, as the user who asked may see it.
    pub struct SObjectDescribe<'a> require text(name) present(fields) {
        /// `activateable`: reserved by Salesforce.
        pub activateable: bool = "activateable",
        /// `associateEntityType`: what this object is to its parent, such as `History`, `Share`,
        /// `Feed` or `ChangeEvent` (v50 and later).
        pub associate_entity_type: Option<Cow<'a, str>> = "associateEntityType",
        /// `associateParentEntity`: the object whose history, share, feed or change event this is
        /// (v50 and later).
        pub associate_parent_entity: Option<Cow<'a, str>> = "associateParentEntity",
        /// `childRelationships`: the objects that look up to this one.
        pub child_relationships: Vec<ChildRelationship<'a>> = "childRelationships",
        /// `compactLayoutable`: there can be compact layouts.
        pub compact_layoutable: bool = "compactLayoutable",
        /// `createable`: records can be created.
        pub createable: bool = "createable",
        /// `custom`: made in the org or a package, not by Salesforce.
        pub custom: bool = "custom",
        /// `customSetting`: a custom setting.
        pub custom_setting: bool = "customSetting",
        /// `dataTranslationEnabled`: field values can be translated (v49 and later, not in every
        /// answer).
        pub data_translation_enabled: bool = "dataTranslationEnabled",
        /// `deepCloneable`: a clone can take the children along.
        pub deep_cloneable: bool = "deepCloneable",
        /// `defaultImplementation`: of an interface; reserved by Salesforce.
        pub default_implementation: Option<Cow<'a, str>> = "defaultImplementation",
        /// `deletable`: records can be deleted.
        pub deletable: bool = "deletable",
        /// `deprecatedAndHidden`: not available in this API version.
        pub deprecated_and_hidden: bool = "deprecatedAndHidden",
        /// `extendedBy`: of an interface; reserved by Salesforce.
        pub extended_by: Option<Cow<'a, str>> = "extendedBy",
        /// `extendsInterfaces`: of an interface; reserved by Salesforce.
        pub extends_interfaces: Option<Cow<'a, str>> = "extendsInterfaces",
        /// `feedEnabled`: Chatter feeds are on.
        pub feed_enabled: bool = "feedEnabled",
        /// `fields` that the user may see; field-level security leaves out the others.
        pub fields: Vec<FieldDescribe<'a>> = "fields",
        /// `hasSubtypes`: reserved by Salesforce.
        pub has_subtypes: bool = "hasSubtypes",
        /// `implementedBy`: of an interface; reserved by Salesforce.
        pub implemented_by: Option<Cow<'a, str>> = "implementedBy",
        /// `implementsInterfaces`: reserved by Salesforce.
        pub implements_interfaces: Option<Cow<'a, str>> = "implementsInterfaces",
        /// `isInterface`: reserved by Salesforce.
        pub is_interface: bool = "isInterface",
        /// `isSubtype`: reserved by Salesforce.
        pub is_subtype: bool = "isSubtype",
        /// `keyPrefix`: the first three characters of the object's ids; none for objects without ids
        /// of their own.
        pub key_prefix: Option<Cow<'a, str>> = "keyPrefix",
        /// `label`: what users see.
        pub label: Cow<'a, str> = "label",
        /// `labelPlural`: what users see for several.
        pub label_plural: Cow<'a, str> = "labelPlural",
        /// `layoutable`: there are page layouts.
        pub layoutable: bool = "layoutable",
        /// `listviewable`: there can be list views; null in every answer seen.
        pub listviewable: bool = "listviewable",
        /// `lookupLayoutable`: there can be lookup layouts; null in every answer seen.
        pub lookup_layoutable: bool = "lookupLayoutable",
        /// `mergeable`: records can be merged.
        pub mergeable: bool = "mergeable",
        /// `mruEnabled`: the list of recently used records is on.
        pub mru_enabled: bool = "mruEnabled",
        /// `name`: the API name.
        pub name: Cow<'a, str> = "name",
        /// `networkScopeFieldName`: the field that ties a record to an Experience Cloud site.
        pub network_scope_field_name: Option<Cow<'a, str>> = "networkScopeFieldName",
        /// `queryable`: SOQL can select from it.
        pub queryable: bool = "queryable",
        /// `recordTypeInfos`, the master record type among them.
        pub record_type_infos: Vec<RecordTypeInfo<'a>> = "recordTypeInfos",
        /// `replicateable`: `getUpdated` and `getDeleted` answer for it.
        pub replicateable: bool = "replicateable",
        /// `retrieveable`: a record can be read by id.
        pub retrieveable: bool = "retrieveable",
        /// `searchLayoutable`: there can be search layouts.
        pub search_layoutable: bool = "searchLayoutable",
        /// `searchable`: SOSL can search it.
        pub searchable: bool = "searchable",
        /// `sobjectDescribeOption`: how much the answer holds, `FULL` as a rule.
        pub sobject_describe_option: Option<Cow<'a, str>> = "sobjectDescribeOption",
        /// `supportedScopes`: what may stand after `USING SCOPE`.
        pub supported_scopes: Vec<SupportedScope<'a>> = "supportedScopes",
        /// `triggerable`: Apex triggers can be written for it.
        pub triggerable: bool = "triggerable",
        /// `undeletable`: deleted records can be restored.
        pub undeletable: bool = "undeletable",
        /// `updateable`: records can be updated.
        pub updateable: bool = "updateable",
    }
}

keyed! {
    /// A relationship from a child object to the object described.
    pub struct ChildRelationship<'a> require text() present() {
        /// `cascadeDelete`: deleting the parent deletes the children.
        pub cascade_delete: bool = "cascadeDelete",
        /// `childSObject`: the API name of the child.
        pub child_sobject: Cow<'a, str> = "childSObject",
        /// `deprecatedAndHidden`: not available in this API version.
        pub deprecated_and_hidden: bool = "deprecatedAndHidden",
        /// `field`: the child's field that looks up to the object.
        pub field: Cow<'a, str> = "field",
        /// `junctionIdListNames`: the lists of ids by which a junction's children are set.
        pub junction_id_list_names: Vec<Cow<'a, str>> = "junctionIdListNames",
        /// `junctionReferenceTo`: the objects on the other side of a junction.
        pub junction_reference_to: Vec<Cow<'a, str>> = "junctionReferenceTo",
        /// `relationshipName`: what a subquery selects from; without one there is no subquery.
        pub relationship_name: Option<Cow<'a, str>> = "relationshipName",
        /// `restrictedDelete`: a parent with children cannot be deleted.
        pub restricted_delete: bool = "restrictedDelete",
    }
}

keyed! {
    /// A record type of the object.
    pub struct RecordTypeInfo<'a> require text() present() {
        /// `active`
        pub active: bool = "active",
        /// `available` to the user who asked.
        pub available: bool = "available",
        /// `defaultRecordTypeMapping`: the default of the user who asked.
        pub default_record_type_mapping: bool = "defaultRecordTypeMapping",
        /// `developerName`: the API name (v43 and later).
        pub developer_name: Option<Cow<'a, str>> = "developerName",
        /// `master`: the record type that every object has.
        pub master: bool = "master",
        /// `name`: the label.
        pub name: Cow<'a, str> = "name",
        /// `recordTypeId`, which differs between orgs.
        pub record_type_id: Cow<'a, str> = "recordTypeId",
    }
}

keyed! {
    /// What may stand after `USING SCOPE` in a query of the object.
    pub struct SupportedScope<'a> require text() present() {
        /// `label`: what users see.
        pub label: Cow<'a, str> = "label",
        /// `name`: what the query says, such as `mine`.
        pub name: Cow<'a, str> = "name",
    }
}
