//! What a user may change: which objects and fields get bindings, names and types, and how strictly
//! queries are checked.
//!
//! Written in `sf.toml` beside the describes, or set on the [`Builder`](crate::Builder). Every
//! setting must match something: one that does not is most likely a slip, and is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};
use sf_schema::Level;
use sf_schema::diagnostic::nearest;
use sf_schema::soql::check::{Lint, Lints};

use crate::orgs::Mode;
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
///
/// [lints]
/// offset-without-order = "error"                  # off, warn or error; default: warn
///
/// [fetch]                                         # what `sf-codegen fetch` asks for, and of whom
/// objects = ["Account", "acme__*"]
/// with-parents = 1
/// org = "my-sandbox"
/// [macros]
/// bindings = "my_org::bindings"                   # where soql! finds the bindings; default: crate::org
///
/// [orgs]                                          # of several orgs, see sf_codegen::orgs
/// name = "production"                             # the one of this snapshot
/// mode = "union"                                  # or intersection, the default
///
/// [orgs.others.packaging]
/// path = "../packaging"                           # from the folder of this file
/// namespaces = { "" = "acme" }                    # there X__c, here acme__X__c
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
    /// What is made of what queries should not say, by the lint's name.
    #[serde(default, deserialize_with = "lints_by_name")]
    pub lints: BTreeMap<Lint, LintLevel>,
    /// What `sf-codegen fetch` does where its arguments do not say.
    #[serde(default)]
    pub fetch: FetchConfig,
    /// What the macros are told.
    #[serde(default)]
    pub macros: MacrosConfig,
    /// Other orgs with which this snapshot makes one schema.
    pub orgs: Option<OrgsConfig>,
}

/// Several orgs of one schema.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgsConfig {
    /// What the org of this snapshot is called.
    #[serde(default = "this_org")]
    pub name: String,
    /// What of the orgs a program may rely on.
    #[serde(default)]
    pub mode: ModeConfig,
    /// The others, by what they are called.
    pub others: BTreeMap<String, OrgConfig>,
}

/// Another org.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgConfig {
    /// Its snapshot; a relative path starts at the folder of the settings.
    pub path: PathBuf,
    /// Namespaces there, and what they are here; an empty text is none.
    #[serde(default)]
    pub namespaces: BTreeMap<String, String>,
}

/// What of several orgs a program may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModeConfig {
    /// What every org has and allows, which is the default.
    #[default]
    Intersection,
    /// What any org has or allows.
    Union,
}

fn this_org() -> String {
    "this org".to_owned()
}

impl From<ModeConfig> for Mode {
    fn from(mode: ModeConfig) -> Self {
        match mode {
            ModeConfig::Intersection => Self::Intersection,
            ModeConfig::Union => Self::Union,
        }
    }
}

/// Settings of `soql!` and the derive macros.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MacrosConfig {
    /// The Rust path of the bindings, as the crates with queries name it. None means `crate::org`.
    #[serde(default, deserialize_with = "path_of_module")]
    pub bindings: Option<String>,
}

/// What `sf-codegen fetch` does where neither its arguments nor the environment say.
///
/// No secret can stand here: only where the file is that holds one. Paths start at the folder where
/// the command is run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FetchConfig {
    /// Which objects are fetched: API names, with `*` and `?`.
    pub objects: Vec<String>,
    /// Which objects are not, whatever names them.
    pub exclude: Vec<String>,
    /// How many lookups are followed to other objects.
    pub with_parents: Option<u32>,
    /// The version of the API, as in `66.0`.
    pub api_version: Option<String>,
    /// How to log in: `sf-cli`, `jwt`, `client-credentials`, `refresh-token`, `sfdx-auth-url`,
    /// `token`, `browser`, or for tests alone `username-password`. Only where that is not clear from
    /// what is there.
    pub auth: Option<String>,
    /// The org's alias or username in the `sf` tool.
    pub org: Option<String>,
    /// Where logins are asked for, as in `https://login.salesforce.com`.
    pub login_url: Option<String>,
    /// The org's own URL, for an access token.
    pub instance_url: Option<String>,
    /// The app's consumer key.
    pub client_id: Option<String>,
    /// Who logs in, by JWT or password.
    pub username: Option<String>,
    /// The audience of a JWT, if it is not that of the login URL.
    pub jwt_audience: Option<String>,
    /// Where the browser comes back to.
    pub redirect_uri: Option<String>,
    /// The file of the private key that signs a JWT.
    pub jwt_key_file: Option<String>,
    /// The file of the app's consumer secret.
    pub client_secret_file: Option<String>,
    /// The file of a refresh token.
    pub refresh_token_file: Option<String>,
    /// The file of an SFDX auth URL.
    pub sfdx_auth_url_file: Option<String>,
    /// The file of an access token.
    pub access_token_file: Option<String>,
    /// The file of the user's password.
    pub password_file: Option<String>,
    /// The file of the security token that goes with the password.
    pub security_token_file: Option<String>,
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

/// What is made of a lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LintLevel {
    /// Nothing is said.
    Off,
    /// A warning, which is the default.
    Warn,
    /// An error.
    Error,
}

impl LintLevel {
    /// The name of the level.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    /// The level of this name: `off`, `warn` or `error`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            "warn" => Some(Self::Warn),
            "error" => Some(Self::Error),
            _ => None,
        }
    }

    /// The level of the findings; none where the lint is off.
    pub fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::Warn => Some(Level::Warning),
            Self::Error => Some(Level::Error),
        }
    }
}

/// The lint of this name.
///
/// ```
/// use sf_codegen::config::lint;
///
/// assert_eq!(lint("apex-onyl").unwrap_err(), "no lint `apex-onyl` (did you mean `apex-only`?)");
/// ```
///
/// # Errors
/// There is none: said with the nearest name, or with all of them where none is near.
pub fn lint(name: &str) -> Result<Lint, String> {
    Lint::from_name(name).ok_or_else(|| {
        let names = || Lint::ALL.iter().map(|lint| lint.name());
        match nearest(name, names()) {
            Some(near) => format!("no lint `{name}` (did you mean `{near}`?)"),
            None => {
                let all: Vec<&str> = names().collect();
                format!("no lint `{name}` (there is {})", all.join(", "))
            }
        }
    })
}

/// Whether this is a path of modules, such as `crate::org`. It becomes code, so nothing else may.
pub(crate) fn is_path(path: &str) -> bool {
    let is_name = |name: &str| {
        !name.starts_with(|c: char| c.is_ascii_digit())
            && !matches!(name, "" | "_")
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let path = path.strip_prefix("::").unwrap_or(path);
    path.split("::").all(is_name)
}

fn path_of_module<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let path = String::deserialize(deserializer)?;
    if is_path(&path) {
        Ok(Some(path))
    } else {
        Err(de::Error::custom(format!(
            "{path:?} is not the path of a module, such as `crate::org`"
        )))
    }
}

fn lints_by_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Lint, LintLevel>, D::Error> {
    let named = BTreeMap::<String, LintLevel>::deserialize(deserializer)?;
    let lints = named
        .into_iter()
        .map(|(name, level)| Ok((lint(&name)?, level)));
    lints
        .collect::<Result<_, String>>()
        .map_err(de::Error::custom)
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

    /// Every lint at its level.
    pub fn lints(&self) -> Lints {
        let set = self.lints.iter();
        set.fold(Lints::default(), |lints, (lint, level)| {
            lints.with(*lint, level.level())
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
        self.lints.extend(over.lints);
        self.orgs = over.orgs.or(self.orgs);
        if over.macros.bindings.is_some() {
            self.macros = over.macros;
        }
        self
    }
}
