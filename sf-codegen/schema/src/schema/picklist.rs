//! Picklists: their values, and which value of a controlling field allows which of them.

use super::Name;

/// The values of a picklist or multi-select picklist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picklist {
    /// Name of the Rust enum; empty where no value is active, since then there is none, and for a field
    /// without bindings in an index.
    pub rust: String,
    /// The values in the org's order, inactive ones included.
    pub values: Vec<PicklistValue>,
    /// The field that decides which values are valid, for a dependent picklist.
    pub controller: Option<Controller>,
}

/// One value of a picklist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PicklistValue {
    /// The API value and the Rust variant; the Rust name is empty for an inactive value.
    pub name: Name,
    /// What users see; empty where it is the value itself.
    pub label: String,
    /// Whether the value may be chosen.
    pub active: bool,
    /// Whether it is the default.
    pub default: bool,
    /// For a dependent picklist: the controlling values that allow this one, as indexes into the
    /// controller's values (inactive ones included); for a checkbox 0 is false and 1 is true.
    pub valid_for: Vec<u16>,
}

/// What controls a dependent picklist.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Controller {
    /// Another picklist of the object, by API name.
    Picklist(String),
    /// A checkbox of the object, by API name.
    Checkbox(String),
}

impl Picklist {
    /// The values that may be chosen, in the org's order.
    pub fn active(&self) -> impl Iterator<Item = &PicklistValue> {
        self.values.iter().filter(|value| value.active)
    }
}

impl Controller {
    /// The API name of the controlling field.
    pub fn field(&self) -> &str {
        match self {
            Controller::Picklist(field) | Controller::Checkbox(field) => field,
        }
    }
}
