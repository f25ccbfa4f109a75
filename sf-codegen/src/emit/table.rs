//! The static table that the runtime reads records and checks drafts by.

use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags, Picklist};

use super::code::{Code, Ident, Literal, OptionalLiteral, put};
use super::fields::Shape;
use super::picklist::dependency;

/// The table of an object.
pub(super) fn table(object: &Object, code: &mut Code) {
    put!(
        code,
        "\nstatic __TABLE: __rt::Table = __rt::Table {\n    api: ",
        Literal(&object.name.api),
        ",\n    label: ",
        Literal(&object.label),
        ",\n    label_plural: ",
        Literal(&object.label_plural),
        ",\n    key_prefix: ",
        OptionalLiteral(object.key_prefix.as_deref()),
        ",\n    fields: &[\n"
    );
    for field in &object.fields {
        put!(code, "        __rt::FieldDef::");
        entry(field, code);
        if let Some(dependency) = dependency(object, field) {
            put!(
                code,
                "\n            .controlled_by(",
                dependency.place,
                ", "
            );
            let rows = dependency.valid_for.iter();
            code.list("            ", "&[", rows, "])");
        }
        let end = if field.is(FieldFlags::NILLABLE) {
            ",\n"
        } else {
            ".filled(),\n"
        };
        put!(code, end);
    }
    put!(code, "    ],\n    relationships: &[\n");
    for field in &object.fields {
        if let Some(reference) = &field.reference
            && let Some(name) = &reference.relationship
        {
            put!(
                code,
                "        __rt::Relationship::parent(",
                Literal(&name.api),
                ", ",
                Literal(&field.name.api),
                ", "
            );
            let to = reference.to.iter().map(|to| Literal(to));
            code.list("        ", "&[", to, "]),\n");
        }
    }
    for child in &object.children {
        if let Some(name) = &child.name
            && !child.deprecated_and_hidden
        {
            put!(
                code,
                "        __rt::Relationship::child(",
                Literal(&name.api),
                ", ",
                Literal(&child.object),
                ", ",
                Literal(&child.field),
                ", ",
                child.cascade_delete,
                "),\n"
            );
        }
    }
    put!(code, "    ],\n};\n");
}

/// The constructor of a field's entry.
fn entry(field: &Field, code: &mut Code) {
    let api = Literal(&field.name.api);
    let kind = match Shape::of(field) {
        Shape::Text => {
            return put!(code, "text(", api, ", ", field.length as usize, ")");
        }
        Shape::Number => {
            let (precision, scale) = (usize::from(field.precision), usize::from(field.scale));
            return put!(code, "number(", api, ", ", precision, ", ", scale, ")");
        }
        Shape::Float => {
            let (precision, scale) = (usize::from(field.precision), usize::from(field.scale));
            return put!(code, "float(", api, ", ", precision, ", ", scale, ")");
        }
        Shape::Picklist(values) => {
            return picklist(code, "picklist::<", values, field);
        }
        Shape::MultiPicklist(values) => {
            return picklist(code, "multi_picklist::<", values, field);
        }
        Shape::Reference(_) | Shape::Polymorphic(_) => match field.relationship() {
            Some(relationship) => {
                return put!(code, "lookup(", api, ", ", Literal(&relationship.api), ")");
            }
            None => "Id",
        },
        Shape::Id => "Id",
        Shape::Boolean => "Boolean",
        Shape::Int | Shape::Long => "Integer",
        Shape::Date => "Date",
        Shape::DateTime => "DateTime",
        Shape::Time => "Time",
        Shape::Blob => "Blob",
        Shape::Address | Shape::Location | Shape::Any => "Json",
    };
    put!(code, "new(", api, ", __rt::Kind::", kind, ")");
}

fn picklist(code: &mut Code, constructor: &'static str, values: &Picklist, field: &Field) {
    let restricted = field.is(FieldFlags::RESTRICTED_PICKLIST);
    let api = Literal(&field.name.api);
    let values = Ident(&values.rust);
    put!(code, constructor, values, ">(", api, ", ", restricted, ")");
}
