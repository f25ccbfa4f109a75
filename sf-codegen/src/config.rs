//! What a user may change about the bindings: which objects and fields, and names and types.
//!
//! Written in `sf.toml` beside the describes, or set on the [`Builder`](crate::Builder). Every
//! setting must match something: one that does not is most likely a slip, and is refused.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::{Error, Problem};

/// The settings.
///
/// ```toml
/// objects = ["Account", "Contact", "acme__*"]     # default: every object of the snapshot
///
/// [object.Account]
/// rename = "Customer"                             # the Rust type
/// fields = ["Name", "Industry", "*__c"]           # default: all
///
/// [field."Account.AnnualRevenue"]
/// rename = "revenue"                              # the Rust name of getter and setter
/// type = "f64"                                    # for a number: f64 instead of Decimal
///
/// [value."Account.Industry"]
/// "Food & Beverage" = "FoodAndBeverage"           # the variant of a picklist value
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Which objects get bindings: API names, with `*` and `?`. None means every one.
    #[serde(default)]
    pub objects: Vec<String>,
    /// Settings of an object, by API name.
    #[serde(default)]
    pub object: BTreeMap<String, ObjectConfig>,
    /// Settings of a field, by `Object.Field`.
    #[serde(default)]
    pub field: BTreeMap<String, FieldConfig>,
    /// Variant names of picklist values, by `Object.Field` and value.
    #[serde(default)]
    pub value: BTreeMap<String, BTreeMap<String, String>>,
}

/// Settings of an object.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectConfig {
    /// The name of the Rust type.
    pub rename: Option<String>,
    /// Which fields get bindings: API names, with `*` and `?`. None means all. The id and the
    /// fields that the org demands on create are always there.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// Settings of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldConfig {
    /// The Rust name of the getter and the setter.
    pub rename: Option<String>,
    /// Another Rust type than the default one.
    #[serde(rename = "type")]
    pub ty: Option<FieldTypeConfig>,
}

/// Another Rust type for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FieldTypeConfig {
    /// `f64` for a `double`, `currency` or `percent`.
    F64,
    /// An exact decimal, which is the default.
    Decimal,
}

impl Config {
    /// Reads `sf.toml`.
    ///
    /// # Errors
    /// The file is no TOML, or has a setting that does not exist.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        basic_toml::from_str(text).map_err(|error| {
            Error::new(vec![Problem::new(error.to_string()).path(path).help(
                "settings are described in the documentation of sf_codegen::Config",
            )])
        })
    }

    /// These settings with those of `over` on top.
    pub(crate) fn overlaid(mut self, over: Config) -> Config {
        if !over.objects.is_empty() {
            self.objects = over.objects;
        }
        for (object, settings) in over.object {
            let entry = self.object.entry(object).or_default();
            if settings.rename.is_some() {
                entry.rename = settings.rename;
            }
            if !settings.fields.is_empty() {
                entry.fields = settings.fields;
            }
        }
        for (field, settings) in over.field {
            let entry = self.field.entry(field).or_default();
            if settings.rename.is_some() {
                entry.rename = settings.rename;
            }
            if settings.ty.is_some() {
                entry.ty = settings.ty;
            }
        }
        for (field, values) in over.value {
            self.value.entry(field).or_default().extend(values);
        }
        self
    }
}
