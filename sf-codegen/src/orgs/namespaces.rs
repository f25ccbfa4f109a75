//! The names of one org as another has them.
//!
//! A package's objects have no namespace in the org where it is made (`X__c`), and have one where it
//! is installed (`acme__X__c`). This module knows how an API name holds its namespace, and which
//! parts of the model are API names.

use std::collections::{BTreeMap, BTreeSet};

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

    /// A formula there, as it is here.
    ///
    /// ```
    /// use sf_codegen::orgs::Namespaces;
    ///
    /// let packaging = Namespaces::from_iter([("", "acme")]);
    /// let formula = r#"IF(Total__c > 0, Owner__r.Name, "Total__c")"#;
    /// assert_eq!(
    ///     packaging.formula(formula),
    ///     r#"IF(acme__Total__c > 0, acme__Owner__r.Name, "Total__c")"#
    /// );
    /// ```
    pub fn formula(&self, formula: &str) -> String {
        let mut here = String::with_capacity(formula.len());
        let mut rest = formula;
        while let Some(c) = rest.chars().next() {
            let length = match c {
                '"' | '\'' => quoted(rest),
                c if is_part(c) => rest.find(|c| !is_part(c)).unwrap_or(rest.len()),
                c => c.len_utf8(),
            };
            let (part, after) = rest.split_at(length);
            rest = after;
            let suffix = part.rsplit_once("__").map(|(_, suffix)| suffix);
            if suffix.is_some_and(|suffix| SUFFIXES.iter().any(|s| s.eq_ignore_ascii_case(suffix)))
            {
                here.push_str(&self.name(part));
            } else {
                here.push_str(part);
            }
        }
        here
    }

    /// Gives every name in the objects the namespace that it has here. What has such a name already
    /// gives way: in a customer's org a `Size__c` of the customer is not the package's `acme__Size__c`.
    pub fn apply(&self, objects: &mut Vec<Object>) {
        if self.is_empty() {
            return;
        }
        self.give_way(objects, |object| vec![&object.name.api]);
        let change = |name: &mut String| *name = self.name(name);
        for object in objects {
            self.give_way(&mut object.fields, |field| vec![&field.name.api]);
            self.give_way(&mut object.children, |child| {
                vec![&child.object, &child.field]
            });
            change(&mut object.name.api);
            for field in &mut object.fields {
                change(&mut field.name.api);
                field.compound.iter_mut().for_each(change);
                for formula in field.formula.iter_mut().chain(&mut field.default_formula) {
                    *formula = self.formula(formula);
                }
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

    /// Takes away what keeps its names where something else comes to have them.
    fn give_way<T>(&self, all: &mut Vec<T>, names: impl Fn(&T) -> Vec<&String>) {
        let here = |item: &T| -> Vec<String> {
            let names = names(item).into_iter();
            names.map(|name| self.name(name).to_lowercase()).collect()
        };
        let is_changed = |item: &T| names(item).iter().any(|name| self.name(name) != **name);
        let changed = all.iter().filter(|item| is_changed(item));
        let taken: BTreeSet<Vec<String>> = changed.map(here).collect();
        if !taken.is_empty() {
            all.retain(|item| is_changed(item) || !taken.contains(&here(item)));
        }
    }
}

/// What the custom names in a formula end in, behind `__`.
const SUFFIXES: &[&str] = &["c", "r", "s", "pc", "pr", "mdt", "e", "b", "x", "kav"];

/// Whether a name can have it.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The length of the text literal that the formula begins with.
fn quoted(formula: &str) -> usize {
    let mut characters = formula.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    let mut is_escaped = false;
    for (at, c) in characters {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if Some(c) == quote => return at + 1,
            _ => {}
        }
    }
    formula.len()
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
