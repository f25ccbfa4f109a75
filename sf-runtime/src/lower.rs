//! Describe becomes the schema model.
//!
//! One describe in, one object out, ordered by API names whatever the order of the answer. Nothing
//! can fail here: what describe leaves out or gets wrong has the model's default. Every Rust name is
//! left empty, for `sf-codegen` to assign.
//!
//! Of all modules this and `verify` alone know `sf-schema`. This one must not know files, Rust names,
//! the network or what is generated.

mod field;
mod valid_for;

use std::borrow::Cow;

use sf_schema::schema::{ChildRelationship, Name, Object, ObjectFlags, RecordType, Scope};

use crate::describe::{self, SObjectDescribe};

/// The object that this answer describes, without Rust names.
///
/// Fields, child relationships, record types and scopes are ordered and there once; picklist values
/// keep the order of the org, because `validFor` counts by it.
pub fn lower(describe: &SObjectDescribe<'_>) -> Object {
    let mut fields: Vec<_> = describe
        .fields
        .iter()
        .map(|field| field::lower(field, &describe.fields))
        .collect();
    fields.sort_by(|a, b| a.name.api.cmp(&b.name.api));
    fields.dedup_by(|later, earlier| later.name.api == earlier.name.api);
    Object {
        name: api(&describe.name),
        module: String::new(),
        label: describe.label.to_string(),
        label_plural: describe.label_plural.to_string(),
        key_prefix: given(describe.key_prefix.as_ref()),
        flags: flags(describe),
        fields,
        children: ordered(
            describe
                .child_relationships
                .iter()
                .filter(|child| !child.child_sobject.is_empty())
                .map(child),
        ),
        record_types: ordered(describe.record_type_infos.iter().map(record_type)),
        scopes: ordered(
            describe
                .supported_scopes
                .iter()
                .filter(|scope| !scope.name.is_empty())
                .map(|scope| Scope {
                    name: scope.name.to_string(),
                    label: scope.label.to_string(),
                }),
        ),
        missing_in: Vec::new(),
    }
}

fn flags(describe: &SObjectDescribe<'_>) -> ObjectFlags {
    use ObjectFlags as Flag;

    let all = [
        (Flag::CREATEABLE, describe.createable),
        (Flag::UPDATEABLE, describe.updateable),
        (Flag::DELETABLE, describe.deletable),
        (Flag::UNDELETABLE, describe.undeletable),
        (Flag::QUERYABLE, describe.queryable),
        (Flag::RETRIEVEABLE, describe.retrieveable),
        (Flag::SEARCHABLE, describe.searchable),
        (Flag::REPLICATEABLE, describe.replicateable),
        (Flag::MERGEABLE, describe.mergeable),
        (Flag::TRIGGERABLE, describe.triggerable),
        (Flag::LAYOUTABLE, describe.layoutable),
        (Flag::FEED_ENABLED, describe.feed_enabled),
        (Flag::MRU_ENABLED, describe.mru_enabled),
        (Flag::CUSTOM, describe.custom),
        (Flag::CUSTOM_SETTING, describe.custom_setting),
        (Flag::DEPRECATED_AND_HIDDEN, describe.deprecated_and_hidden),
    ];
    all.into_iter()
        .fold(Flag::none(), |set, (flag, on)| set.with(flag, on))
}

fn child(child: &describe::ChildRelationship<'_>) -> ChildRelationship {
    ChildRelationship {
        name: given(child.relationship_name.as_ref()).map(|name| Name::new(name, "")),
        object: child.child_sobject.to_string(),
        field: child.field.to_string(),
        cascade_delete: child.cascade_delete,
        restricted_delete: child.restricted_delete,
        deprecated_and_hidden: child.deprecated_and_hidden,
    }
}

fn record_type(info: &describe::RecordTypeInfo<'_>) -> RecordType {
    RecordType {
        // There is no developer name before v43.
        name: Name::new(
            given(info.developer_name.as_ref()).unwrap_or_else(|| info.name.to_string()),
            "",
        ),
        label: info.name.to_string(),
        id: info.record_type_id.to_string(),
        active: info.active,
        master: info.master,
    }
}

/// An API name for which the Rust name is not decided.
fn api(name: &str) -> Name {
    Name::new(name, "")
}

/// Text that is there and not empty.
fn given(text: Option<&Cow<'_, str>>) -> Option<String> {
    text.filter(|text| !text.is_empty())
        .map(ToString::to_string)
}

fn ordered<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = items.collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests;
