//! The objects of the snapshot, as the fake org looks them up: by name without regard to case, by
//! key prefix, by relationship.
//!
//! Must not know: records, HTTP.

use std::collections::HashMap;
use std::path::Path;

use crate::clock::{self, Millis};
use crate::error::Error;
use crate::id::KeyPrefix;

mod field;
mod load;
mod object;
mod soql;

pub(crate) use field::{Field, FieldType};
pub(crate) use object::{Child, Object};

/// Where an object stands in the schema.
pub(crate) type ObjectIx = usize;
/// Where a field stands in its object.
pub(crate) type FieldIx = u16;

/// Every object of the snapshot, sorted by name.
#[derive(Debug)]
pub(crate) struct Schema {
    objects: Vec<Object>,
    by_name: HashMap<String, ObjectIx>,
    by_prefix: HashMap<KeyPrefix, Vec<ObjectIx>>,
    /// The same objects, for the checker of queries.
    checked: sf_schema::Schema,
    /// When the describes last changed, in whole seconds.
    pub(crate) modified: Millis,
}

impl Schema {
    /// Reads every `.json` file of a folder whose name does not begin with an underscore.
    pub(crate) fn load(folder: &Path) -> Result<Self, Error> {
        let mut objects = load::folder(folder)?;
        objects.sort_by(|a, b| a.name.cmp(&b.name));
        let mut by_name = HashMap::new();
        let mut by_prefix: HashMap<KeyPrefix, Vec<ObjectIx>> = HashMap::new();
        for (index, object) in objects.iter().enumerate() {
            by_name.insert(object.name.clone(), index);
            by_name.insert(object.name.to_lowercase(), index);
            if let Some(prefix) = object.key_prefix {
                by_prefix.entry(prefix).or_default().push(index);
            }
        }
        let mut schema = Self {
            objects,
            by_name,
            by_prefix,
            checked: sf_schema::Schema::default(),
            modified: clock::now_in_seconds(),
        };
        schema.link();
        schema.checked = schema.lower();
        Ok(schema)
    }

    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }

    pub(crate) fn objects(&self) -> &[Object] {
        &self.objects
    }

    pub(crate) fn object(&self, index: ObjectIx) -> &Object {
        &self.objects[index]
    }

    /// By API name, without regard to case.
    pub(crate) fn find(&self, name: &str) -> Option<ObjectIx> {
        match self.by_name.get(name) {
            Some(index) => Some(*index),
            None => self.by_name.get(&name.to_lowercase()).copied(),
        }
    }

    /// The objects whose ids begin with a prefix; several can share one.
    pub(crate) fn with_prefix(&self, prefix: KeyPrefix) -> &[ObjectIx] {
        self.by_prefix.get(&prefix).map_or(&[], Vec::as_slice)
    }

    /// Hangs every reference field under the objects that it refers to.
    fn link(&mut self) {
        let mut found: Vec<(ObjectIx, Child)> = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            for (field_ix, field) in object.fields() {
                for parent in field.reference_to.iter().filter_map(|name| self.find(name)) {
                    let declared = self.objects[parent].declared_child(&object.name, &field.name);
                    found.push((
                        parent,
                        Child {
                            object: index,
                            field: field_ix,
                            name: declared.and_then(|child| child.name.clone()),
                            cascade: field.cascade_delete
                                || declared.is_some_and(|child| child.cascade),
                            restricted: field.restricted_delete
                                || declared.is_some_and(|child| child.restricted),
                        },
                    ));
                }
            }
        }
        for (parent, child) in found {
            self.objects[parent].children.push(child);
        }
    }
}
