//! From a field's type to Rust: what a getter gives, what a setter takes.

use sf_schema::schema::{Field, FieldFlags, FieldType, Picklist, Reference};
use sf_schema::{Name, Object};

use super::code::{Code, Docs, Ident, Literal, put};
use super::{Context, Path, Ty, docs};

/// How a field's values look in Rust.
pub(super) enum Shape<'a> {
    Text,
    Boolean,
    Int,
    Long,
    Number,
    Float,
    Date,
    DateTime,
    Time,
    /// The object's own id.
    Id,
    /// A record of one object, by API name, or of an object that nobody names.
    Reference(Option<&'a str>),
    /// A record of several objects.
    Polymorphic(&'a Reference),
    Picklist(&'a Picklist),
    MultiPicklist(&'a Picklist),
    Blob,
    Address,
    Location,
    Any,
}

impl<'a> Shape<'a> {
    pub(super) fn of(field: &'a Field) -> Self {
        match &field.data {
            ty if ty.is_text() => Shape::Text,
            ty if ty.is_decimal() && field.is(FieldFlags::F64) => Shape::Float,
            ty if ty.is_decimal() => Shape::Number,
            FieldType::Boolean => Shape::Boolean,
            FieldType::Int => Shape::Int,
            FieldType::Long => Shape::Long,
            FieldType::Date => Shape::Date,
            FieldType::DateTime => Shape::DateTime,
            FieldType::Time => Shape::Time,
            FieldType::Id => Shape::Id,
            // An external object's lookup holds the parent's external ID, not its id.
            FieldType::Reference
                if matches!(
                    field.extra_type_info.as_deref(),
                    Some("indirectlookup" | "externallookup")
                ) =>
            {
                Shape::Text
            }
            FieldType::Reference => match &field.reference {
                Some(reference) if !reference.rust.is_empty() => Shape::Polymorphic(reference),
                Some(reference) => Shape::Reference(reference.to.first().map(String::as_str)),
                None => Shape::Reference(None),
            },
            FieldType::Picklist | FieldType::MultiPicklist => match &field.picklist {
                Some(picklist) if !picklist.rust.is_empty() => {
                    if field.data == FieldType::Picklist {
                        Shape::Picklist(picklist)
                    } else {
                        Shape::MultiPicklist(picklist)
                    }
                }
                _ => Shape::Text,
            },
            FieldType::Base64 => Shape::Blob,
            FieldType::Address => Shape::Address,
            FieldType::Location => Shape::Location,
            _ => Shape::Any,
        }
    }
}

impl<'a> Context<'a> {
    /// What the getter gives, inside `FieldValue`, and the accessor of the record that reads it.
    pub(super) fn getter<'b>(&self, object: &'b Object, shape: &Shape<'b>) -> (Ty<'b>, &'static str)
    where
        'a: 'b,
    {
        match shape {
            Shape::Text => (Ty::fixed("&str"), "text"),
            Shape::Boolean => (Ty::fixed("bool"), "boolean"),
            Shape::Int => (Ty::fixed("i32"), "int"),
            Shape::Long => (Ty::fixed("i64"), "long"),
            Shape::Number => (Ty::fixed("__rt::Decimal"), "decimal"),
            Shape::Float => (Ty::fixed("f64"), "float"),
            Shape::Date => (Ty::fixed("__rt::Date"), "date"),
            Shape::DateTime => (Ty::fixed("__rt::Timestamp"), "datetime"),
            Shape::Time => (Ty::fixed("__rt::Time"), "time"),
            Shape::Id => {
                let own = Path::Own(&object.name.rust);
                (Ty::of("__rt::Id<", own, ">"), "reference")
            }
            Shape::Reference(_) => (Ty::of("__rt::Id<", self.target(shape), ">"), "reference"),
            Shape::Polymorphic(reference) => {
                (Ty::of("", Path::Own(&reference.rust), ""), "polymorphic")
            }
            Shape::Picklist(picklist) => {
                let values = Path::Own(&picklist.rust);
                (Ty::of("__rt::Picklist<", values, ">"), "picklist")
            }
            Shape::MultiPicklist(picklist) => {
                let values = Path::Own(&picklist.rust);
                (
                    Ty::of("__rt::MultiPicklist<", values, ">"),
                    "multi_picklist",
                )
            }
            Shape::Blob => (Ty::fixed("__rt::BlobRef"), "blob"),
            Shape::Address => (Ty::fixed("__rt::Address"), "address"),
            Shape::Location => (Ty::fixed("__rt::Location"), "location"),
            Shape::Any => (Ty::fixed("__rt::JsonValue"), "any"),
        }
    }

    /// What the setter asks of its argument.
    pub(super) fn kind<'b>(&self, field: &Field, shape: &Shape<'b>) -> Ty<'b>
    where
        'a: 'b,
    {
        match shape {
            Shape::Text => Ty::fixed("__rt::Text"),
            Shape::Boolean => Ty::fixed("__rt::Checkbox"),
            Shape::Int => Ty::fixed("__rt::Int"),
            Shape::Long => Ty::fixed("__rt::Long"),
            Shape::Number => Ty::fixed("__rt::Number"),
            Shape::Float => Ty::fixed("__rt::Float"),
            Shape::Date => Ty::fixed("__rt::CivilDate"),
            Shape::DateTime => Ty::fixed("__rt::Instant"),
            Shape::Time => Ty::fixed("__rt::CivilTime"),
            Shape::Id | Shape::Reference(_) => Ty::of("__rt::Ref<", self.target(shape), ">"),
            Shape::Polymorphic(reference) => Ty::of("__rt::Poly<", Path::Own(&reference.rust), ">"),
            Shape::Picklist(picklist) => {
                let values = Path::Own(&picklist.rust);
                if field.is(FieldFlags::RESTRICTED_PICKLIST) {
                    Ty::of("__rt::Restricted<", values, ">")
                } else {
                    Ty::of("__rt::Unrestricted<", values, ">")
                }
            }
            Shape::MultiPicklist(picklist) => Ty::of("__rt::Set<", Path::Own(&picklist.rust), ">"),
            Shape::Blob => Ty::fixed("__rt::Bytes"),
            Shape::Address | Shape::Location | Shape::Any => Ty::fixed("__rt::Json"),
        }
    }

    /// The type of the field in `Required`.
    pub(super) fn owned<'b>(&self, field: &Field, shape: &Shape<'b>) -> Ty<'b>
    where
        'a: 'b,
    {
        match shape {
            Shape::Text => Ty::fixed("__rt::String"),
            Shape::Boolean => Ty::fixed("bool"),
            Shape::Int => Ty::fixed("i32"),
            Shape::Long => Ty::fixed("i64"),
            Shape::Number => Ty::fixed("__rt::Decimal"),
            Shape::Float => Ty::fixed("f64"),
            Shape::Date => Ty::fixed("__rt::Date"),
            Shape::DateTime => Ty::fixed("__rt::Timestamp"),
            Shape::Time => Ty::fixed("__rt::Time"),
            Shape::Id | Shape::Reference(_) => Ty::of("__rt::Reference<", self.target(shape), ">"),
            Shape::Polymorphic(reference) => Ty::of("", Path::Own(&reference.rust), ""),
            Shape::Picklist(picklist) => {
                let values = Path::Own(&picklist.rust);
                if field.is(FieldFlags::RESTRICTED_PICKLIST) {
                    Ty::of("", values, "")
                } else {
                    Ty::of("__rt::Picklist<", values, ">")
                }
            }
            Shape::MultiPicklist(picklist) => {
                Ty::of("__rt::MultiPicklist<", Path::Own(&picklist.rust), ">")
            }
            Shape::Blob => Ty::fixed("__rt::Blob"),
            Shape::Address | Shape::Location | Shape::Any => Ty::fixed("__rt::JsonValue"),
        }
    }

    /// What the parent is read as: its object, or a `Name` where it may be one of several.
    pub(super) fn parent(&self, field: &Field) -> Option<&'a Object> {
        match field.reference.as_ref()?.to.as_slice() {
            [one] => self.described(one),
            [] => None,
            _ => self.described("Name"),
        }
    }

    fn target(&self, shape: &Shape<'_>) -> Path<'a> {
        match shape {
            Shape::Reference(Some(api)) => self.object_path(api),
            _ => Path::AnyObject,
        }
    }
}

/// The getters of an object's fields and relationships.
pub(super) fn getters(context: &Context<'_>, object: &Object, code: &mut Code) {
    for (place, field) in object.fields.iter().enumerate() {
        let (ty, accessor) = context.getter(object, &Shape::of(field));
        put!(
            code,
            "\n",
            Docs("    ", &docs::field(field)),
            "    #[inline]\n    pub fn ",
            Ident(&field.name.rust),
            "(&self) -> __rt::FieldValue<",
            ty,
            "> {\n        self.0.",
            accessor,
            "(",
            place,
            ")\n    }\n"
        );
    }
    for field in &object.fields {
        parent_getter(context, field, code);
    }
    for child in &object.children {
        if let Some(name) = &child.name
            && let Some(of) = context.described(&child.object)
        {
            let ty = Ty::of("__rt::Page<", context.object_path(&of.name.api), ">");
            related(name, of, "children", ty, code);
        }
    }
}

fn parent_getter(context: &Context<'_>, field: &Field, code: &mut Code) {
    if let (Some(name), Some(of)) = (field.relationship(), context.parent(field)) {
        let ty = Ty::of("", context.object_path(&of.name.api), "");
        related(name, of, "parent", ty, code);
    }
}

fn related(name: &Name, of: &Object, accessor: &'static str, ty: Ty<'_>, code: &mut Code) {
    // A relationship name that describe gives twice has one getter.
    if name.rust.is_empty() {
        return;
    }
    let about = [format!(
        "The {} under {}, if the query selected it; parsed at each call",
        docs::code(&of.name.api),
        docs::code(&name.api)
    )];
    put!(
        code,
        "\n",
        Docs("    ", &about),
        "    #[inline]\n    pub fn ",
        Ident(&name.rust),
        "(&self) -> __rt::FieldValue<",
        ty,
        "> {\n        self.0.",
        accessor,
        "(",
        Literal(&name.api),
        ")\n    }\n"
    );
}
