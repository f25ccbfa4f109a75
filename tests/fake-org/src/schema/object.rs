//! An object and the relationships that hang on it.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};
use sf_runtime::describe::SObjectDescribe;

use super::{Field, FieldIx, FieldType, ObjectIx};
use crate::id::{Id, KeyPrefix};

/// The describe keys that the list of objects repeats.
const ENTRY_KEYS: [&str; 27] = [
    "activateable",
    "associateEntityType",
    "associateParentEntity",
    "createable",
    "custom",
    "customSetting",
    "deepCloneable",
    "deletable",
    "deprecatedAndHidden",
    "feedEnabled",
    "hasSubtypes",
    "isInterface",
    "isSubtype",
    "keyPrefix",
    "label",
    "labelPlural",
    "layoutable",
    "mergeable",
    "mruEnabled",
    "name",
    "queryable",
    "replicateable",
    "retrieveable",
    "searchable",
    "triggerable",
    "undeletable",
    "updateable",
];

/// An object of the org.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) key_prefix: Option<KeyPrefix>,
    pub(crate) createable: bool,
    pub(crate) updateable: bool,
    pub(crate) deletable: bool,
    pub(crate) queryable: bool,
    pub(crate) retrieveable: bool,
    pub(crate) replicateable: bool,
    pub(crate) searchable: bool,
    /// The names that USING SCOPE may have.
    pub(crate) scopes: Vec<String>,
    pub(crate) record_types: Vec<RecordType>,
    /// Records of the snapshot that refer to this object.
    pub(crate) children: Vec<Child>,
    /// The describe as it was recorded.
    pub(crate) describe: String,
    /// Its entry in the list of objects.
    pub(crate) entry: Json,
    fields: Vec<Field>,
    by_name: HashMap<String, FieldIx>,
    declared: Vec<Declared>,
}

/// A reference field of another object to this one.
#[derive(Debug, Clone)]
pub(crate) struct Child {
    pub(crate) object: ObjectIx,
    pub(crate) field: FieldIx,
    /// What a URL or a subquery calls it; none for a relationship that cannot be followed.
    pub(crate) name: Option<String>,
    /// Deleting the parent deletes the children.
    pub(crate) cascade: bool,
    /// A parent with children cannot be deleted.
    pub(crate) restricted: bool,
}

/// A record type.
#[derive(Debug)]
pub(crate) struct RecordType {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) developer_name: String,
    pub(crate) active: bool,
    pub(crate) available: bool,
    pub(crate) default: bool,
    pub(crate) master: bool,
}

/// A relationship as the describe of the parent has it.
#[derive(Debug)]
pub(super) struct Declared {
    object: String,
    field: String,
    pub(super) name: Option<String>,
    pub(super) cascade: bool,
    pub(super) restricted: bool,
}

impl Object {
    /// `text` is the describe's own JSON.
    pub(super) fn of(text: &str, describe: &SObjectDescribe<'_>) -> serde_json::Result<Self> {
        let fields: Vec<Field> = describe.fields.iter().map(Field::of).collect();
        let mut by_name = HashMap::new();
        let names = || (0..).zip(fields.iter().map(|field: &Field| &field.name));
        for (index, name) in names() {
            by_name.insert(name.clone(), index);
        }
        for (index, name) in names() {
            by_name.entry(name.to_lowercase()).or_insert(index);
        }
        let mut whole: Map<String, Json> = serde_json::from_str(text)?;
        let mut entry = Map::new();
        for key in ENTRY_KEYS {
            entry.insert(key.to_owned(), whole.remove(key).unwrap_or_default());
        }
        let urls = |key: &str| ["sobject", "describe", "rowTemplate"].contains(&key);
        if let Some(Json::Object(all)) = whole.remove("urls") {
            let few = all.into_iter().filter(|(key, _)| urls(key)).collect();
            entry.insert("urls".to_owned(), Json::Object(few));
        }
        // A snapshot does not tell what is available to whom; a describe at least names the master.
        let is_told = describe.record_type_infos.iter().any(|info| info.available);
        let record_types = describe.record_type_infos.iter().filter_map(|info| {
            Some(RecordType {
                id: Id::parse(&info.record_type_id)?,
                name: info.name.to_string(),
                developer_name: info
                    .developer_name
                    .as_deref()
                    .unwrap_or(&info.name)
                    .to_owned(),
                active: info.active,
                available: info.available || !is_told,
                default: info.default_record_type_mapping,
                master: info.master,
            })
        });
        let declared = describe.child_relationships.iter().map(|child| Declared {
            object: child.child_sobject.to_string(),
            field: child.field.to_string(),
            name: child.relationship_name.as_deref().map(str::to_owned),
            cascade: child.cascade_delete,
            restricted: child.restricted_delete,
        });
        Ok(Self {
            name: describe.name.to_string(),
            label: describe.label.to_string(),
            key_prefix: describe
                .key_prefix
                .as_deref()
                .and_then(|prefix| prefix.as_bytes().try_into().ok()),
            createable: describe.createable,
            updateable: describe.updateable,
            deletable: describe.deletable,
            queryable: describe.queryable,
            retrieveable: describe.retrieveable,
            replicateable: describe.replicateable,
            searchable: describe.searchable,
            scopes: describe
                .supported_scopes
                .iter()
                .map(|scope| scope.name.to_string())
                .collect(),
            record_types: record_types.collect(),
            children: Vec::new(),
            describe: text.to_owned(),
            entry: Json::Object(entry),
            declared: declared.collect(),
            fields,
            by_name,
        })
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = (FieldIx, &Field)> {
        (0..).zip(&self.fields)
    }

    pub(crate) fn field(&self, index: FieldIx) -> &Field {
        &self.fields[usize::from(index)]
    }

    /// By API name, without regard to case.
    pub(crate) fn find(&self, name: &str) -> Option<FieldIx> {
        match self.by_name.get(name) {
            Some(index) => Some(*index),
            None => self.by_name.get(&name.to_lowercase()).copied(),
        }
    }

    /// The reference field that a relationship name stands for, such as `Owner` or `Parent__r`.
    pub(crate) fn relationship(&self, name: &str) -> Option<FieldIx> {
        let named = |field: &Field| {
            let relationship = field.relationship.as_deref();
            relationship.is_some_and(|known| known.eq_ignore_ascii_case(name))
        };
        let found = self.fields().find(|(_, field)| named(field));
        found.map(|(index, _)| index)
    }

    /// The children that a relationship name stands for, such as `Contacts`.
    pub(crate) fn child(&self, name: &str) -> Option<&Child> {
        self.children.iter().find(|child| {
            let known = child.name.as_deref();
            known.is_some_and(|known| known.eq_ignore_ascii_case(name))
        })
    }

    /// The field that names the record.
    pub(crate) fn name_field(&self) -> Option<FieldIx> {
        let named = |(_, field): &(FieldIx, &Field)| field.name_field;
        self.find("Name")
            .filter(|index| self.field(*index).name_field)
            .or_else(|| self.fields().find(named).map(|(index, _)| index))
    }

    /// The field of this object that `Name` has under this name: its name is in whichever field names
    /// the record, such as the number of a case.
    pub(crate) fn field_of_name(&self, name: &str) -> Option<FieldIx> {
        let is_name = name.eq_ignore_ascii_case("Name");
        self.find(name)
            .or_else(|| self.name_field().filter(|_| is_name))
    }

    /// The fields of which a compound field is made.
    pub(crate) fn components(&self, compound: FieldIx) -> impl Iterator<Item = (FieldIx, &Field)> {
        let name = &self.field(compound).name;
        self.fields().filter(move |(index, field)| {
            *index != compound && field.compound.as_ref() == Some(name)
        })
    }

    /// `Name`, where it is made of a first and a last name.
    pub(crate) fn compound_name(&self) -> Option<FieldIx> {
        let name = self.find("Name")?;
        let is_last = |(_, field): (FieldIx, &Field)| field.name == "LastName";
        self.components(name).any(is_last).then_some(name)
    }

    /// Whether this is a platform event, of which publishing is all that can be done.
    pub(crate) fn is_event(&self) -> bool {
        self.name.ends_with("__e")
    }

    pub(super) fn declared_child(&self, object: &str, field: &str) -> Option<&Declared> {
        self.declared
            .iter()
            .find(|child| child.object == object && child.field == field)
    }

    /// The base64 field that a URL names.
    pub(crate) fn blob(&self, name: &str) -> Option<FieldIx> {
        self.find(name)
            .filter(|index| self.field(*index).kind == FieldType::Base64)
    }
}
