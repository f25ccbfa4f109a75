//! The validated model of an org.
//!
//! A [`Schema`] is made once, from a snapshot, by `sf-codegen`; everything after that only reads
//! it. Look-ups are case-insensitive, because API names are.

mod field;
mod flags;
mod object;
mod picklist;
mod refusal;

pub mod index;

// What the macros do not call is `inline`, so that it is compiled where it is called and not for them.

use std::collections::BTreeMap;
use std::fmt;

pub use field::{Field, FieldType, Reference};
pub use flags::{FieldFlags, ObjectFlags};
pub use object::{ChildRelationship, Object, RecordType, Scope};
pub use picklist::{Controller, Picklist, PicklistValue};
pub use refusal::{Operation, Refusal};

/// A Salesforce name and the Rust name that stands for it.
///
/// `api` keeps the org's spelling. `rust` is always a valid Rust identifier in ASCII, or empty
/// where the model has no Rust item for the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Name {
    /// The name as the org spells it.
    pub api: String,
    /// The Rust identifier.
    pub rust: String,
}

impl Name {
    /// A pair of an API name and its Rust name.
    pub fn new(api: impl Into<String>, rust: impl Into<String>) -> Self {
        Self {
            api: api.into(),
            rust: rust.into(),
        }
    }
}

/// All objects of a snapshot, ordered by API name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// Keyed by the API name in lower case.
    objects: BTreeMap<String, Object>,
    /// API names of objects that are not here, as describe spells them, keyed likewise.
    outside: BTreeMap<String, String>,
}

/// Two objects of one snapshot have the same API name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateObject {
    /// The API name that occurs twice.
    pub object: String,
}

impl fmt::Display for DuplicateObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the object {} is in the schema twice (API names do not differ by case)",
            self.object
        )
    }
}

impl std::error::Error for DuplicateObject {}

impl Schema {
    /// A schema of these objects.
    ///
    /// # Errors
    /// Two objects have the same API name; Salesforce does not tell API names apart by case.
    #[inline]
    pub fn new(objects: impl IntoIterator<Item = Object>) -> Result<Self, DuplicateObject> {
        let mut by_name = BTreeMap::new();
        for object in objects {
            let key = object.name.api.to_lowercase();
            if let Some(earlier) = by_name.insert(key, object) {
                return Err(DuplicateObject {
                    object: earlier.name.api,
                });
            }
        }
        let outside = outside(&by_name);
        Ok(Self {
            objects: by_name,
            outside,
        })
    }

    /// The object of this API name, in any case.
    #[inline]
    pub fn object(&self, api: &str) -> Option<&Object> {
        self.objects.get(&api.to_lowercase())
    }

    /// The objects, ordered by API name without regard to case.
    #[inline]
    pub fn objects(&self) -> impl ExactSizeIterator<Item = &Object> {
        self.objects.values()
    }

    /// The names of objects that the org has and the schema has not: lookups lead there, or child
    /// relationships. Ordered without regard to case.
    #[inline]
    pub fn outside(&self) -> impl ExactSizeIterator<Item = &str> {
        self.outside.values().map(String::as_str)
    }

    /// Whether an object of this API name, in any case, is known to be in the org and not here.
    #[inline]
    pub fn is_outside(&self, api: &str) -> bool {
        self.outside.contains_key(&api.to_lowercase())
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// Whether there is no object.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }
}

/// What objects refer to and is not among them.
#[inline]
fn outside(objects: &BTreeMap<String, Object>) -> BTreeMap<String, String> {
    let mut outside = BTreeMap::new();
    for object in objects.values() {
        let references = object.fields.iter().filter_map(|f| f.reference.as_ref());
        let parents = references.flat_map(|reference| &reference.to);
        let children = object.children.iter().map(|child| &child.object);
        for api in parents.chain(children) {
            let key = api.to_lowercase();
            if !objects.contains_key(&key) {
                outside.entry(key).or_insert_with(|| api.clone());
            }
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(api: &str) -> Object {
        Object {
            name: Name::new(api, api),
            ..Object::default()
        }
    }

    #[test]
    fn objects_are_found_in_any_case_and_ordered() {
        let schema = Schema::new(["Contact", "account", "Invoice__c", "Account2"].map(object));
        let schema = schema.expect("no duplicates");
        for api in ["Invoice__c", "invoice__c", "INVOICE__C"] {
            let found = schema.object(api).map(|object| object.name.api.as_str());
            assert_eq!(found, Some("Invoice__c"));
        }
        assert_eq!(schema.object("Invoice"), None);
        let names: Vec<_> = schema.objects().map(|o| o.name.api.as_str()).collect();
        assert_eq!(names, ["account", "Account2", "Contact", "Invoice__c"]);
        assert_eq!((schema.len(), schema.is_empty()), (4, false));
        assert!(Schema::default().is_empty());
    }

    #[test]
    fn what_is_referred_to_and_not_there_is_outside() {
        let to = |to: &[&str]| Field {
            reference: Some(Reference {
                to: to.iter().map(|to| (*to).to_owned()).collect(),
                ..Reference::default()
            }),
            ..Field::default()
        };
        let account = Object {
            fields: vec![to(&["User", "contact"]), to(&["User", "Account"])],
            children: vec![ChildRelationship {
                object: "Asset".to_owned(),
                ..ChildRelationship::default()
            }],
            ..object("Account")
        };
        let schema = Schema::new([account, object("Contact")]).expect("no duplicates");
        assert_eq!(schema.outside().collect::<Vec<_>>(), ["Asset", "User"]);
        assert!(schema.is_outside("USER") && !schema.is_outside("Contact"));
        assert_eq!(Schema::default().outside().len(), 0);
    }

    #[test]
    fn duplicates_are_refused_whatever_their_case() {
        for second in ["Account", "ACCOUNT"] {
            let error = Schema::new(["Account", second].map(object));
            let error = error.expect_err("a duplicate");
            assert_eq!(error.object, "Account");
            assert!(error.to_string().contains("Account"), "{error}");
        }
    }
}
