//! The text of an object's file.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::Formatter;
use sf_runtime::describe::{FieldDescribe, PicklistEntry, SObjectDescribe};

use crate::{Error, Problem};

/// The object as it stands in a snapshot; see the [module](super) for what is kept.
///
/// ```
/// use sf_codegen::snapshot::render;
///
/// let describe = r#"{"name": "Thing__c", "urls": {"sobject": "/x"}, "custom": true, "fields": [
///     {"label": "Size", "length": 0, "name": "Size__c", "nillable": true, "type": "double"},
///     {"label": "Id", "name": "Id", "type": "id", "idLookup": true}]}"#;
/// let describe = serde_json::from_str(describe)?;
/// assert_eq!(render(describe)?, r#"{
///   "name": "Thing__c",
///   "custom": true,
///   "fields": [
///     {"name": "Id", "type": "id", "idLookup": true, "label": "Id"},
///     {"name": "Size__c", "type": "double", "label": "Size", "nillable": true}
///   ]
/// }
/// "#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A value cannot be written as JSON, which no describe that was read as JSON has.
pub fn render(describe: SObjectDescribe<'_>) -> Result<String, Error> {
    let name = describe.name.to_string();
    written(describe).map_err(|error| {
        Problem::new(format!("the describe cannot be written: {error}"))
            .object(name)
            .into()
    })
}

fn written(mut describe: SObjectDescribe<'_>) -> serde_json::Result<String> {
    describe.sobject_describe_option = None;
    let mut children = std::mem::take(&mut describe.child_relationships);
    children.sort_by(|a, b| {
        let one = (&a.child_sobject, &a.field, &a.relationship_name);
        one.cmp(&(&b.child_sobject, &b.field, &b.relationship_name))
    });
    let mut fields = std::mem::take(&mut describe.fields);
    fields.sort_by(|a, b| a.name.cmp(&b.name));
    let mut record_types = std::mem::take(&mut describe.record_type_infos);
    record_types.sort_by(|a, b| {
        let one = (&a.developer_name, &a.name, &a.record_type_id);
        one.cmp(&(&b.developer_name, &b.name, &b.record_type_id))
    });
    let mut scopes = std::mem::take(&mut describe.supported_scopes);
    scopes.sort_by(|a, b| (&a.name, &a.label).cmp(&(&b.name, &b.label)));

    let mut out = format!("{{\n  \"name\": {}", line(&describe.name)?);
    if let Value::Object(head) = serde_json::to_value(&describe)? {
        for (key, value) in head {
            if !matches!(key.as_str(), "name" | "fields") {
                out.push_str(&format!(",\n  {}: {}", line(&key)?, line(&value)?));
            }
        }
    }
    list(&mut out, "childRelationships", children, line)?;
    list(&mut out, "fields", fields, field)?;
    list(&mut out, "recordTypeInfos", record_types, line)?;
    list(&mut out, "supportedScopes", scopes, line)?;
    out.push_str("\n}\n");
    Ok(out)
}

/// A list with an item a line; nothing where there is none, but for the fields.
fn list<T>(
    out: &mut String,
    key: &str,
    items: Vec<T>,
    write: fn(T) -> serde_json::Result<String>,
) -> serde_json::Result<()> {
    if items.is_empty() && key != "fields" {
        return Ok(());
    }
    out.push_str(&format!(",\n  \"{key}\": ["));
    let mut separator = "\n    ";
    for item in items {
        out.push_str(separator);
        out.push_str(&write(item)?);
        separator = ",\n    ";
    }
    out.push_str(if separator == "\n    " { "]" } else { "\n  ]" });
    Ok(())
}

fn field(mut field: FieldDescribe<'_>) -> serde_json::Result<String> {
    field.soap_type = Cow::Borrowed("");
    field.byte_length = 0;
    field.reference_to.sort();
    let values = std::mem::take(&mut field.picklist_values);
    let mut out = line(&field)?;
    if values.is_empty() {
        return Ok(out);
    }
    out.pop();
    out.push_str(", \"picklistValues\": [");
    let mut separator = "\n      ";
    for value in values {
        out.push_str(separator);
        out.push_str(&picklist_value(value)?);
        separator = ",\n      ";
    }
    out.push_str("\n    ]}");
    Ok(out)
}

/// The value first, and its label only where that is another text.
fn picklist_value(mut entry: PicklistEntry<'_>) -> serde_json::Result<String> {
    if entry.label.as_ref() == Some(&entry.value) {
        entry.label = None;
    }
    let value = std::mem::take(&mut entry.value);
    let rest = line(&entry)?;
    let rest = rest.strip_prefix('{').unwrap_or(&rest);
    let separator = if rest == "}" { "" } else { ", " };
    Ok(format!("{{\"value\": {}{separator}{rest}", line(&value)?))
}

/// JSON in one line, with a space after each comma and colon.
fn line<T: Serialize>(value: T) -> serde_json::Result<String> {
    let mut out = Vec::new();
    let mut to = serde_json::Serializer::with_formatter(&mut out, OneLine);
    value.serialize(&mut to)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

struct OneLine;

impl Formatter for OneLine {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        to.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }
}
