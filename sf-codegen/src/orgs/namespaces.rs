//! The names of one org as another has them.
//!
//! A package's objects have no namespace in the org where it is made (`X__c`), and have one where it
//! is installed (`acme__X__c`). This module knows how an API name holds its namespace, and which
//! parts of the model are API names.

use std::collections::BTreeMap;

use sf_schema::Object;
use sf_schema::schema::Controller;

/// For each namespace of one org the namespace of another; an empty text is none.
///
/// ```
/// use sf_codegen::orgs::Namespaces;
///
/// // There the package is made, here it is installed.
/// let packaging = Namespaces::from_iter([("", "acme")]);
/// assert_eq!(packaging.name("Invoice__c"), "acme__Invoice__c");
/// assert_eq!(packaging.name("Site__Latitude__s"), "acme__Site__Latitude__s");
/// assert_eq!(packaging.name("Account"), "Account", "what is no custom name has no namespace");
/// let customer = Namespaces::from_iter([("acme", "")]);
/// assert_eq!(customer.name("acme__Invoice__c"), "Invoice__c");
/// assert_eq!(customer.name("other__Invoice__c"), "other__Invoice__c");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Namespaces(BTreeMap<String, String>);

impl Namespaces {
    /// Whether no name changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of an object, a field or a relationship there, as it is here.
    pub fn name(&self, api: &str) -> String {
        let Some((namespace, rest)) = split(api) else {
            return api.to_owned();
        };
        match self.0.get(&namespace.to_lowercase()).map(String::as_str) {
            None => api.to_owned(),
            Some("") => rest.to_owned(),
            Some(here) => format!("{here}__{rest}"),
        }
    }

    /// Gives every name in the objects the namespace that it has here.
    pub fn apply(&self, objects: &mut [Object]) {
        if self.is_empty() {
            return;
        }
        let change = |name: &mut String| *name = self.name(name);
        for object in objects {
            change(&mut object.name.api);
            for field in &mut object.fields {
                change(&mut field.name.api);
                field.compound.iter_mut().for_each(change);
                if let Some(reference) = &mut field.reference {
                    reference.to.iter_mut().for_each(change);
                    reference.target_field.iter_mut().for_each(change);
                    if let Some(name) = &mut reference.relationship {
                        change(&mut name.api);
                    }
                    reference.to.sort();
                }
                if let Some(Controller::Picklist(field) | Controller::Checkbox(field)) = field
                    .picklist
                    .as_mut()
                    .and_then(|picklist| picklist.controller.as_mut())
                {
                    change(field);
                }
            }
            object.fields.sort_by(|a, b| a.name.api.cmp(&b.name.api));
            for child in &mut object.children {
                change(&mut child.object);
                change(&mut child.field);
                if let Some(name) = &mut child.name {
                    change(&mut name.api);
                }
            }
            object.children.sort();
        }
    }
}

impl<A: Into<String>, B: Into<String>> FromIterator<(A, B)> for Namespaces {
    /// From the namespace there and the one here.
    fn from_iter<I: IntoIterator<Item = (A, B)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(there, here)| (there.into().to_lowercase(), here.into()))
                .collect(),
        )
    }
}

/// The namespace of a custom name, empty where it has none, and the name without it. None for what
/// is no custom name.
fn split(api: &str) -> Option<(&str, &str)> {
    let (body, _) = api.rsplit_once("__")?;
    // The components of a location have a suffix of two parts.
    let body = match body.rsplit_once("__") {
        Some((location, part))
            if ["latitude", "longitude"]
                .iter()
                .any(|known| part.eq_ignore_ascii_case(known)) =>
        {
            location
        }
        _ => body,
    };
    if body.is_empty() {
        return None;
    }
    Some(match body.split_once("__") {
        Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
            (namespace, api.get(namespace.len() + 2..)?)
        }
        _ => ("", api),
    })
}
