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
    for record_type in &mut record_types {
        record_type.available = false;
        record_type.default_record_type_mapping = false;
    }
    record_types.sort_by(|a, b| {
        let one = (&a.developer_name, &a.name, &a.record_type_id);
        one.cmp(&(&b.developer_name, &b.name, &b.record_type_id))
    });
    let mut scopes = std::mem::take(&mut describe.supported_scopes);
    scopes.sort_by(|a, b| (&a.name, &a.label).cmp(&(&b.name, &b.label)));

    let mut out = Out(Vec::with_capacity(400 * fields.len()));
    out.text("{\n  \"name\": ");
    out.line(&describe.name)?;
    if let Value::Object(head) = serde_json::to_value(&describe)? {
        for (key, value) in head {
            if !matches!(key.as_str(), "name" | "fields") {
                out.text(",\n  ");
                out.line(&key)?;
                out.text(": ");
                out.line(&value)?;
            }
        }
    }
    out.list("childRelationships", children, Out::line)?;
    out.list("fields", fields, Out::field)?;
    out.list("recordTypeInfos", record_types, Out::line)?;
    out.list("supportedScopes", scopes, Out::line)?;
    out.text("\n}\n");
    // JSON is UTF-8.
    String::from_utf8(out.0).map_err(<serde_json::Error as serde::ser::Error>::custom)
}

/// What is written so far. An org's describes are many, so nothing is written apart and copied.
struct Out(Vec<u8>);

impl Out {
    fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// JSON in one line, with a space after each comma and colon.
    fn line<T: Serialize>(&mut self, value: T) -> serde_json::Result<()> {
        let mut to = serde_json::Serializer::with_formatter(&mut self.0, OneLine);
        value.serialize(&mut to)
    }

    /// A list with an item a line; nothing where there is none, but for the fields.
    fn list<T>(
        &mut self,
        key: &str,
        items: Vec<T>,
        write: fn(&mut Self, T) -> serde_json::Result<()>,
    ) -> serde_json::Result<()> {
        if items.is_empty() && key != "fields" {
            return Ok(());
        }
        self.text(",\n  \"");
        self.text(key);
        self.text("\": [");
        let mut separator = "\n    ";
        for item in items {
            self.text(separator);
            write(self, item)?;
            separator = ",\n    ";
        }
        self.text(if separator == "\n    " { "]" } else { "\n  ]" });
        Ok(())
    }

    fn field(&mut self, mut field: FieldDescribe<'_>) -> serde_json::Result<()> {
        field.soap_type = Cow::Borrowed("");
        field.byte_length = 0;
        field.reference_to.sort();
        let values = std::mem::take(&mut field.picklist_values);
        self.line(&field)?;
        if values.is_empty() {
            return Ok(());
        }
        // The values go before the brace that ends the field.
        self.0.pop();
        self.text(", \"picklistValues\": [");
        let mut separator = "\n      ";
        for value in values {
            self.text(separator);
            self.picklist_value(value)?;
            separator = ",\n      ";
        }
        self.text("\n    ]}");
        Ok(())
    }

    /// The value first, and its label only where that is another text.
    fn picklist_value(&mut self, mut entry: PicklistEntry<'_>) -> serde_json::Result<()> {
        if entry.label.as_ref() == Some(&entry.value) {
            entry.label = None;
        }
        self.text("{\"value\": ");
        self.line(std::mem::take(&mut entry.value))?;
        let brace = self.0.len();
        self.line(&entry)?;
        if self.0.get(brace..) == Some(b"{}") {
            self.0.remove(brace);
        } else {
            // What else is said comes behind a comma instead of a brace of its own.
            drop(self.0.splice(brace..=brace, *b", "));
        }
        Ok(())
    }
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
