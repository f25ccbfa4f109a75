//! One object as text. Each record has its writer and its reader next to each other; their
//! columns must agree.
//!
//! | tag | record | belongs to |
//! |---|---|---|
//! | `o` | the object, once and first | |
//! | `f` | a field | |
//! | `r` | where a lookup points | the field before it |
//! | `p` | a picklist | the field before it |
//! | `v` | a picklist value | the picklist before it |
//! | `c` | a child relationship | |
//! | `t` | a record type | |
//! | `s` | a scope | |

use super::IndexError;
use super::record::{Columns, Reader, Writer, quote};
use crate::schema::{
    ChildRelationship, Controller, Field, FieldFlags, FieldType, Object, ObjectFlags, Picklist,
    PicklistValue, RecordType, Reference, Scope,
};

const KIND: &str = "object";

/// Before the name of a field type that this version does not know.
const OTHER_TYPE: char = '?';

/// The text of an object.
#[inline]
pub fn write_object(object: &Object) -> String {
    let mut writer = Writer::new(KIND);
    write_head(&mut writer, object);
    for field in &object.fields {
        write_field(&mut writer, field);
        if let Some(reference) = &field.reference {
            write_reference(&mut writer, reference);
        }
        if let Some(picklist) = &field.picklist {
            write_picklist(&mut writer, picklist);
            for value in &picklist.values {
                write_value(&mut writer, value);
            }
        }
    }
    for child in &object.children {
        write_child(&mut writer, child);
    }
    for record_type in &object.record_types {
        write_record_type(&mut writer, record_type);
    }
    for scope in &object.scopes {
        write_scope(&mut writer, scope);
    }
    writer.finish()
}

/// Reads what [`write_object`] wrote.
///
/// # Errors
/// The text is of another version, is no object, or is damaged. The error names the line.
///
/// ```
/// use sf_schema::schema::index::{read_object, write_object};
/// use sf_schema::{Name, Object};
///
/// let account = Object { name: Name::new("Account", "Account"), ..Object::default() };
/// assert_eq!(read_object(&write_object(&account)), Ok(account));
/// ```
pub fn read_object(text: &str) -> Result<Object, IndexError> {
    let mut reader = Reader::open(text, KIND)?;
    let mut object = match reader.next()? {
        Some(("o", columns)) => read_head(columns)?,
        Some((tag, columns)) => {
            return Err(columns.error(format!("{} where `o` is due", quote(tag))));
        }
        None => return Err(IndexError::damaged(2, "no object")),
    };
    while let Some((tag, columns)) = reader.next()? {
        match tag {
            "f" => object.fields.push(read_field(columns)?),
            "r" => match object.fields.last_mut() {
                Some(field) if field.reference.is_none() => {
                    field.reference = Some(read_reference(columns)?);
                }
                _ => return Err(columns.error("`r` follows no field that lacks it")),
            },
            "p" => match object.fields.last_mut() {
                Some(field) if field.picklist.is_none() => {
                    field.picklist = Some(read_picklist(columns)?);
                }
                _ => return Err(columns.error("`p` follows no field that lacks it")),
            },
            "v" => match object.fields.last_mut().and_then(|f| f.picklist.as_mut()) {
                Some(picklist) => picklist.values.push(read_value(columns)?),
                None => return Err(columns.error("`v` follows no picklist")),
            },
            "c" => object.children.push(read_child(columns)?),
            "t" => object.record_types.push(read_record_type(columns)?),
            "s" => object.scopes.push(read_scope(columns)?),
            _ => return Err(columns.error(format!("unknown record {}", quote(tag)))),
        }
    }
    Ok(object)
}

fn write_head(writer: &mut Writer, object: &Object) {
    writer
        .record("o")
        .name(&object.name)
        .text(&object.module)
        .text(&object.flags.letters())
        .optional(object.key_prefix.as_deref())
        .text(&object.label)
        .text(&object.label_plural)
        .list(&object.missing_in)
        .end();
}

fn read_head(mut columns: Columns<'_>) -> Result<Object, IndexError> {
    let object = Object {
        name: columns.name(),
        module: columns.text(),
        flags: columns.flags(ObjectFlags::from_letters),
        key_prefix: columns.optional(),
        label: columns.text(),
        label_plural: columns.text(),
        missing_in: columns.rest(),
        ..Object::default()
    };
    columns.end()?;
    Ok(object)
}

// What most fields lack stands last, where it costs nothing.
fn write_field(writer: &mut Writer, field: &Field) {
    let record = writer.record("f").name(&field.name).text(&field.marker);
    let record = match &field.data {
        FieldType::Other(name) => record.text(&format!("{OTHER_TYPE}{name}")),
        known => record.text(known.name()),
    };
    record
        .text(&field.flags.letters())
        .text(&field.label)
        .number(field.length)
        .number(field.precision.into())
        .number(field.scale.into())
        .number(field.digits.into())
        .optional(field.help.as_deref())
        .optional(field.formula.as_deref())
        .optional(field.default_formula.as_deref())
        .optional(field.compound.as_deref())
        .optional(field.extra_type_info.as_deref())
        .list(&field.missing_in)
        .end();
}

fn read_field(mut columns: Columns<'_>) -> Result<Field, IndexError> {
    let field = Field {
        name: columns.name(),
        marker: columns.text(),
        data: read_type(&mut columns),
        flags: columns.flags(FieldFlags::from_letters),
        label: columns.text(),
        length: columns.number(),
        precision: columns.number(),
        scale: columns.number(),
        digits: columns.number(),
        help: columns.optional(),
        formula: columns.optional(),
        default_formula: columns.optional(),
        compound: columns.optional(),
        extra_type_info: columns.optional(),
        missing_in: columns.rest(),
        reference: None,
        picklist: None,
    };
    columns.end()?;
    Ok(field)
}

fn read_type(columns: &mut Columns<'_>) -> FieldType {
    let text = columns.text();
    if let Some(other) = text.strip_prefix(OTHER_TYPE) {
        return FieldType::Other(other.to_owned());
    }
    match FieldType::from_name(&text) {
        FieldType::Other(name) => columns.refuse(format!("unknown field type {}", quote(&name))),
        known => known,
    }
}

fn write_reference(writer: &mut Writer, reference: &Reference) {
    writer
        .record("r")
        .optional_name(reference.relationship.as_ref())
        .optional_number(reference.order.map(u32::from))
        .optional(reference.target_field.as_deref())
        .text(&reference.rust)
        .list(&reference.to)
        .end();
}

fn read_reference(mut columns: Columns<'_>) -> Result<Reference, IndexError> {
    let reference = Reference {
        relationship: columns.optional_name(),
        order: columns.optional_number(),
        target_field: columns.optional(),
        rust: columns.text(),
        to: columns.rest(),
    };
    columns.end()?;
    Ok(reference)
}

fn write_picklist(writer: &mut Writer, picklist: &Picklist) {
    let (kind, field) = match &picklist.controller {
        None => ("", ""),
        Some(Controller::Picklist(field)) => ("p", field.as_str()),
        Some(Controller::Checkbox(field)) => ("c", field.as_str()),
    };
    writer
        .record("p")
        .text(&picklist.rust)
        .text(kind)
        .text(field)
        .end();
}

fn read_picklist(mut columns: Columns<'_>) -> Result<Picklist, IndexError> {
    let rust = columns.text();
    let kind = columns.text();
    let field = columns.text();
    let controller = match kind.as_str() {
        "" => None,
        "p" => Some(Controller::Picklist(field)),
        "c" => Some(Controller::Checkbox(field)),
        _ => columns.refuse(format!("unknown controller {}", quote(&kind))),
    };
    columns.end()?;
    Ok(Picklist {
        rust,
        values: Vec::new(),
        controller,
    })
}

fn write_value(writer: &mut Writer, value: &PicklistValue) {
    writer
        .record("v")
        .name(&value.name)
        .booleans(&[('a', value.active), ('d', value.default)])
        .text(&value.label)
        .numbers(&value.valid_for)
        .end();
}

fn read_value(mut columns: Columns<'_>) -> Result<PicklistValue, IndexError> {
    let name = columns.name();
    let letters = columns.letters("ad");
    let value = PicklistValue {
        name,
        label: columns.text(),
        active: letters.contains('a'),
        default: letters.contains('d'),
        valid_for: columns.numbers(),
    };
    columns.end()?;
    Ok(value)
}

fn write_child(writer: &mut Writer, child: &ChildRelationship) {
    writer
        .record("c")
        .text(&child.object)
        .text(&child.field)
        .booleans(&[
            ('c', child.cascade_delete),
            ('r', child.restricted_delete),
            ('X', child.deprecated_and_hidden),
        ])
        .optional_name(child.name.as_ref())
        .end();
}

fn read_child(mut columns: Columns<'_>) -> Result<ChildRelationship, IndexError> {
    let object = columns.text();
    let field = columns.text();
    let letters = columns.letters("crX");
    let child = ChildRelationship {
        name: columns.optional_name(),
        object,
        field,
        cascade_delete: letters.contains('c'),
        restricted_delete: letters.contains('r'),
        deprecated_and_hidden: letters.contains('X'),
    };
    columns.end()?;
    Ok(child)
}

fn write_record_type(writer: &mut Writer, record_type: &RecordType) {
    writer
        .record("t")
        .name(&record_type.name)
        .text(&record_type.label)
        .text(&record_type.id)
        .booleans(&[('a', record_type.active), ('m', record_type.master)])
        .end();
}

fn read_record_type(mut columns: Columns<'_>) -> Result<RecordType, IndexError> {
    let name = columns.name();
    let label = columns.text();
    let id = columns.text();
    let letters = columns.letters("am");
    columns.end()?;
    Ok(RecordType {
        name,
        label,
        id,
        active: letters.contains('a'),
        master: letters.contains('m'),
    })
}

fn write_scope(writer: &mut Writer, scope: &Scope) {
    writer
        .record("s")
        .text(&scope.name)
        .text(&scope.label)
        .end();
}

fn read_scope(mut columns: Columns<'_>) -> Result<Scope, IndexError> {
    let scope = Scope {
        name: columns.text(),
        label: columns.text(),
    };
    columns.end()?;
    Ok(scope)
}
