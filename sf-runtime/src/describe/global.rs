//! The list of an org's objects.

use std::borrow::Cow;

keyed! {
    /// The answer of `/sobjects`: every object that the user may see, without its fields.
    pub struct GlobalDescribe<'a> require text() present(sobjects) {
        /// `encoding` of the answer, such as `UTF-8`.
        pub encoding: Cow<'a, str> = "encoding",
        /// `maxBatchSize`: how many records one query page holds at most.
        pub max_batch_size: u32 = "maxBatchSize",
        /// `sobjects`, in the order of the answer.
        pub sobjects: Vec<GlobalSObject<'a>> = "sobjects",
    }
}

keyed! {
    /// An object in the list of `/sobjects`.
    pub struct GlobalSObject<'a> require text(name) present() {
        /// `activateable`: reserved by Salesforce.
        pub activateable: bool = "activateable",
        /// `associateEntityType`: what this object is to its parent, such as `History`, `Share`,
        /// `Feed` or `ChangeEvent` (v50 and later).
        pub associate_entity_type: Option<Cow<'a, str>> = "associateEntityType",
        /// `associateParentEntity`: the object whose history, share, feed or change event this is
        /// (v50 and later).
        pub associate_parent_entity: Option<Cow<'a, str>> = "associateParentEntity",
        /// `createable`: records can be created.
        pub createable: bool = "createable",
        /// `custom`: made in the org or a package, not by Salesforce.
        pub custom: bool = "custom",
        /// `customSetting`: a custom setting.
        pub custom_setting: bool = "customSetting",
        /// `deepCloneable`: a clone can take the children along.
        pub deep_cloneable: bool = "deepCloneable",
        /// `deletable`: records can be deleted.
        pub deletable: bool = "deletable",
        /// `deprecatedAndHidden`: not available in this API version.
        pub deprecated_and_hidden: bool = "deprecatedAndHidden",
        /// `feedEnabled`: Chatter feeds are on.
        pub feed_enabled: bool = "feedEnabled",
        /// `hasSubtypes`: reserved by Salesforce.
        pub has_subtypes: bool = "hasSubtypes",
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
        /// `mergeable`: records can be merged.
        pub mergeable: bool = "mergeable",
        /// `mruEnabled`: the list of recently used records is on.
        pub mru_enabled: bool = "mruEnabled",
        /// `name`: the API name.
        pub name: Cow<'a, str> = "name",
        /// `queryable`: SOQL can select from it.
        pub queryable: bool = "queryable",
        /// `replicateable`: `getUpdated` and `getDeleted` answer for it.
        pub replicateable: bool = "replicateable",
        /// `retrieveable`: a record can be read by id.
        pub retrieveable: bool = "retrieveable",
        /// `searchable`: SOSL can search it.
        pub searchable: bool = "searchable",
        /// `triggerable`: Apex triggers can be written for it.
        pub triggerable: bool = "triggerable",
        /// `undeletable`: deleted records can be restored.
        pub undeletable: bool = "undeletable",
        /// `updateable`: records can be updated.
        pub updateable: bool = "updateable",
    }
}
