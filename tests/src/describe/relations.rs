//! What an object knows of others: child relationships and record types.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::object::ObjectSpec;

/// One entry of `childRelationships`.
#[derive(Debug, Clone)]
pub struct ChildSpec {
    json: Value,
}

/// One entry of `recordTypeInfos`.
#[derive(Debug, Clone)]
pub struct RecordTypeSpec {
    json: Value,
}

impl ChildSpec {
    /// Records of `object` whose `field` refers to this object, without a relationship name.
    pub fn new(object: &str, field: &str) -> Self {
        Self {
            json: json!({
                "cascadeDelete": false,
                "childSObject": object,
                "deprecatedAndHidden": false,
                "field": field,
                "junctionIdListNames": [],
                "junctionReferenceTo": [],
                "relationshipName": null,
                "restrictedDelete": false,
            }),
        }
    }

    /// The name that a subquery uses.
    pub fn named(self, relationship: impl Into<Value>) -> Self {
        self.set("relationshipName", relationship)
    }

    /// Deleted with the parent.
    pub fn cascade(self) -> Self {
        self.set("cascadeDelete", true)
    }

    /// Hidden in new code.
    pub fn hidden(self) -> Self {
        self.set("deprecatedAndHidden", true)
    }

    /// A junction: lists of ids that reach `targets`.
    pub fn junction(self, id_lists: &[&str], targets: &[&str]) -> Self {
        self.set("junctionIdListNames", id_lists.to_vec())
            .set("junctionReferenceTo", targets.to_vec())
    }

    /// Overwrites any key.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.json[key] = value.into();
        self
    }

    /// The entry as describe writes it.
    pub fn to_json(&self) -> Value {
        self.json.clone()
    }
}

impl RecordTypeSpec {
    /// A record type of an object; `number` makes its id.
    pub fn new(developer_name: &str, name: &str, number: u32) -> Self {
        Self::with_id(
            developer_name,
            name,
            &checked_id(&format!("0128W{number:010}")),
        )
    }

    /// The master record type, which every object has.
    pub fn master() -> Self {
        Self::with_id("Master", "Master", "012000000000000AAA").set("master", true)
    }

    fn with_id(developer_name: &str, name: &str, id: &str) -> Self {
        Self {
            json: json!({
                "active": true,
                "available": true,
                "defaultRecordTypeMapping": false,
                "developerName": developer_name,
                "master": false,
                "name": name,
                "recordTypeId": id,
                "urls": {},
            }),
        }
    }

    /// The one that the user's new records get.
    pub fn default_mapping(self) -> Self {
        self.set("defaultRecordTypeMapping", true)
    }

    /// No longer used.
    pub fn inactive(self) -> Self {
        self.set("active", false).set("available", false)
    }

    /// Overwrites any key.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.json[key] = value.into();
        self
    }

    /// Takes a key away.
    pub fn without(mut self, key: &str) -> Self {
        if let Value::Object(map) = &mut self.json {
            map.remove(key);
        }
        self
    }

    /// The entry as the describe of `object` writes it.
    pub(super) fn to_json(&self, sobject_url: &str) -> Value {
        let mut json = self.json.clone();
        let id = json["recordTypeId"].as_str().unwrap_or_default();
        json["urls"] = json!({ "layout": format!("{sobject_url}/describe/layouts/{id}") });
        json
    }
}

/// Gives each object the child relationships that the reference fields of all of them make, and
/// writes them all.
pub fn link(objects: Vec<ObjectSpec>) -> Vec<Value> {
    let mut children: BTreeMap<String, Vec<ChildSpec>> = BTreeMap::new();
    for object in &objects {
        for field in object.field_specs() {
            for target in field.targets() {
                let mut child = ChildSpec::new(object.name(), field.name());
                if let Some(name) = &field.child_name {
                    child = child.named(name.as_str());
                }
                for key in ["cascadeDelete", "restrictedDelete"] {
                    child = child.set(key, field.flag(key));
                }
                children.entry(target).or_default().push(child);
            }
        }
    }
    objects
        .into_iter()
        .map(|object| {
            let own = children.remove(object.name()).unwrap_or_default();
            object.children(own).to_json()
        })
        .collect()
}

/// The 18-character form of a 15-character id.
fn checked_id(id: &str) -> String {
    let mut full = id.to_owned();
    for block in id.as_bytes().chunks(5) {
        let bits = block
            .iter()
            .enumerate()
            .filter(|(_, byte)| byte.is_ascii_uppercase())
            .fold(0_u8, |bits, (place, _)| bits | 1 << place);
        full.push(char::from(
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[usize::from(bits)],
        ));
    }
    full
}

#[cfg(test)]
mod tests {
    use super::checked_id;

    #[test]
    fn ids_have_their_suffix() {
        assert_eq!(checked_id("001D000000IqhSL"), "001D000000IqhSLIAZ");
        assert_eq!(checked_id("a00D0000008pQRA"), "a00D0000008pQRAIA2");
    }
}
