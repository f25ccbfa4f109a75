//! The rival emission: what a generator without a runtime would write.
//!
//! For each object a struct with `derive(Serialize, Deserialize)`, every field an `Option` renamed
//! to its API name; a struct each for create and update with `derive(Serialize)` and chained
//! setters; for each picklist an enum, renamed as well, with `#[serde(untagged)] Other(String)` so
//! that a value which the org adds later survives. No doc comment, no field metadata, no dependent
//! picklists: it is the least that still holds the same types.

use std::error::Error;
use std::fmt::Write;

use serde_json::Value;

/// The crates that the code needs.
pub(super) fn dependencies() -> String {
    let mut dependencies = crate::scratch::runtime();
    dependencies.push_str(
        "jiff = { version = \"0.2\", default-features = false, features = [\"std\", \"serde\"] }\n\
         rust_decimal = { version = \"1\", default-features = false, features = [\"std\", \"serde\"] }\n\
         serde = { version = \"1\", features = [\"derive\"] }\n",
    );
    dependencies
}

/// A crate of these objects.
pub(super) fn source(describes: &[Value]) -> Result<String, Box<dyn Error>> {
    let mut out = String::from(
        "//! Objects as derived structs.\n\
         #![allow(non_camel_case_types, non_snake_case, unused_imports)]\n\
         use jiff::{Timestamp, civil::{Date, Time}};\n\
         use rust_decimal::Decimal;\n\
         use serde::{Deserialize, Serialize};\n\
         use sf_runtime::{Address, Id};\n\
         \n\
         #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n\
         #[serde(rename_all = \"camelCase\")]\n\
         pub struct Page<T> {\n    pub total_size: u64,\n    pub done: bool,\n    pub records: Vec<T>,\n}\n",
    );
    for describe in describes {
        object(&mut out, describe)?;
    }
    Ok(out)
}

struct Field<'a> {
    api: &'a str,
    rust: String,
    ty: String,
    createable: bool,
    updateable: bool,
}

fn object(out: &mut String, describe: &Value) -> Result<(), Box<dyn Error>> {
    let name = text(describe, "name")?;
    let mut fields = Vec::new();
    for field in describe["fields"].as_array().into_iter().flatten() {
        let api = text(field, "name")?;
        let kind = text(field, "type")?;
        let ty = match kind {
            "id" | "reference" => "Id".to_owned(),
            "boolean" => "bool".to_owned(),
            "int" => "i32".to_owned(),
            "double" | "currency" | "percent" => "Decimal".to_owned(),
            "date" => "Date".to_owned(),
            "datetime" => "Timestamp".to_owned(),
            "time" => "Time".to_owned(),
            "address" => "Address".to_owned(),
            "picklist" => format!("{name}_{api}"),
            _ => "String".to_owned(),
        };
        if kind == "picklist" {
            picklist(out, &ty, &field["picklistValues"])?;
        }
        fields.push(Field {
            api,
            rust: snake(api),
            ty,
            createable: field["createable"] == true,
            updateable: field["updateable"] == true,
        });
    }
    writeln!(
        out,
        "\n#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]\npub struct {name} {{"
    )?;
    for field in &fields {
        let Field { api, rust, ty, .. } = field;
        writeln!(
            out,
            "    #[serde(rename = {api:?})]\n    pub {rust}: Option<{ty}>,"
        )?;
    }
    out.push_str("}\n");
    let (create, update) = (format!("{name}Create"), format!("{name}Update"));
    body(out, &create, fields.iter().filter(|field| field.createable))?;
    body(out, &update, fields.iter().filter(|field| field.updateable))
}

/// A struct of what is written, and its setters.
fn body<'a>(
    out: &mut String,
    name: &str,
    fields: impl Iterator<Item = &'a Field<'a>> + Clone,
) -> Result<(), Box<dyn Error>> {
    writeln!(
        out,
        "\n#[derive(Debug, Clone, PartialEq, Default, Serialize)]\npub struct {name} {{"
    )?;
    for Field { api, rust, ty, .. } in fields.clone() {
        writeln!(
            out,
            "    #[serde(rename = {api:?}, skip_serializing_if = \"Option::is_none\")]\n    \
             pub {rust}: Option<{ty}>,"
        )?;
    }
    writeln!(out, "}}\n\nimpl {name} {{")?;
    for Field { rust, ty, .. } in fields {
        writeln!(
            out,
            "    pub fn {rust}(mut self, value: impl Into<{ty}>) -> Self {{\n        \
             self.{rust} = Some(value.into());\n        self\n    }}"
        )?;
    }
    out.push_str("}\n");
    Ok(())
}

fn picklist(out: &mut String, name: &str, values: &Value) -> Result<(), Box<dyn Error>> {
    writeln!(
        out,
        "\n#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]\npub enum {name} {{"
    )?;
    for (place, value) in values.as_array().into_iter().flatten().enumerate() {
        let value = text(value, "value")?;
        writeln!(out, "    #[serde(rename = {value:?})]\n    V{place},")?;
    }
    out.push_str("    #[serde(untagged)]\n    Other(String),\n}\n");
    Ok(())
}

/// `BillingCity` is `billing_city`.
fn snake(api: &str) -> String {
    let mut rust = String::with_capacity(api.len() + 4);
    let mut before = '_';
    for c in api.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            rust.push('_');
        }
        rust.extend(c.to_lowercase());
        before = c;
    }
    rust
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, Box<dyn Error>> {
    value[key]
        .as_str()
        .ok_or_else(|| format!("a describe without {key:?}").into())
}
