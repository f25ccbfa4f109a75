//! How the values of a column look in Rust.

use crate::schema::{Field, FieldFlags, FieldType, Object, Picklist, Reference};
use crate::soql::check::{Column, ColumnKind, FieldPath, ValueType};

/// How a value looks in Rust: the table of the generated bindings, for one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape<'a> {
    /// Any text.
    Text,
    /// A checkbox.
    Boolean,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// An exact number.
    Number,
    /// A number that the settings want as `f64`.
    Float,
    /// A day.
    Date,
    /// An instant.
    DateTime,
    /// A time of day.
    Time,
    /// A record of one object, by API name, or of one that nobody names.
    Id(Option<&'a str>),
    /// A record of several objects: the object and the lookup that has the enum.
    OneOf(&'a Object, &'a Reference),
    /// A value of the object's picklist.
    Picklist(&'a Object, &'a Picklist),
    /// Values of the object's multi-select picklist.
    MultiPicklist(&'a Object, &'a Picklist),
    /// Where the body of a binary field is.
    Blob,
    /// A compound address.
    Address,
    /// A geolocation.
    Location,
    /// Any JSON.
    Json,
    /// Of what was selected and is not known: in a stub.
    Unknown,
}

/// What holds a column: the type that is advised, and others that lose nothing.
pub(super) struct Fit {
    pub(super) wanted: String,
    pub(super) also: &'static [&'static str],
}

/// `is_bound` is whether an object has bindings, so that there are enums of its picklists and lookups.
impl<'a> Shape<'a> {
    /// Of a column of a row.
    pub fn of_column(column: &Column<'a>, is_bound: &dyn Fn(&Object) -> bool) -> Self {
        match &column.kind {
            ColumnKind::Field(path) => Self::of(path, is_bound),
            ColumnKind::Value { path, data, .. } => Self::of_value(*data, path.as_ref(), is_bound),
            _ => Self::Json,
        }
    }

    /// Of a value that may be a function's.
    pub fn of_value(
        data: ValueType<'a>,
        path: Option<&FieldPath<'a>>,
        is_bound: &dyn Fn(&Object) -> bool,
    ) -> Self {
        match data {
            ValueType::Field(_) => path.map_or(Self::Text, |path| Self::of(path, is_bound)),
            ValueType::Integer => Self::Long,
            // The sum of numbers that are read as `f64` is one too.
            ValueType::Double if path.is_some_and(|path| path.field.is(FieldFlags::F64)) => {
                Self::Float
            }
            ValueType::Double => Self::Number,
            ValueType::Date => Self::Date,
            _ => Self::Text,
        }
    }

    /// Of the values of a field.
    pub fn of(path: &FieldPath<'a>, is_bound: &dyn Fn(&Object) -> bool) -> Self {
        let (object, field) = (path.object, path.field);
        // The id of a record that may be of several objects is told by the lookup that leads there.
        if field.data == FieldType::Id
            && let Some(step) = path.steps.last().filter(|step| step.polymorphic)
        {
            return match &step.field.reference {
                Some(reference) => Self::of_lookup(step.from, reference, is_bound),
                None => Self::Id(None),
            };
        }
        Self::of_field(object, field, is_bound)
    }

    fn of_field(object: &'a Object, field: &'a Field, is_bound: &dyn Fn(&Object) -> bool) -> Self {
        match &field.data {
            ty if ty.is_text() => Self::Text,
            ty if ty.is_decimal() && field.is(FieldFlags::F64) => Self::Float,
            ty if ty.is_decimal() => Self::Number,
            FieldType::Boolean => Self::Boolean,
            FieldType::Int => Self::Int,
            FieldType::Long => Self::Long,
            FieldType::Date => Self::Date,
            FieldType::DateTime => Self::DateTime,
            FieldType::Time => Self::Time,
            FieldType::Id => Self::Id(Some(&object.name.api)),
            // An external object's lookup holds the parent's external ID, not its id.
            FieldType::Reference
                if matches!(
                    field.extra_type_info.as_deref(),
                    Some("indirectlookup" | "externallookup")
                ) =>
            {
                Self::Text
            }
            FieldType::Reference => match &field.reference {
                Some(reference) => Self::of_lookup(object, reference, is_bound),
                None => Self::Id(None),
            },
            FieldType::Picklist | FieldType::MultiPicklist => match &field.picklist {
                Some(picklist) if !picklist.rust.is_empty() && is_bound(object) => {
                    if field.data == FieldType::Picklist {
                        Self::Picklist(object, picklist)
                    } else {
                        Self::MultiPicklist(object, picklist)
                    }
                }
                _ => Self::Text,
            },
            FieldType::Base64 => Self::Blob,
            FieldType::Address => Self::Address,
            FieldType::Location => Self::Location,
            _ => Self::Json,
        }
    }

    fn of_lookup(
        object: &'a Object,
        reference: &'a Reference,
        is_bound: &dyn Fn(&Object) -> bool,
    ) -> Self {
        if !reference.rust.is_empty() {
            if !is_bound(object) {
                return Self::Id(None);
            }
            return Self::OneOf(object, reference);
        }
        // A field that the settings leave out has no enum of its targets.
        match reference.to.as_slice() {
            [only] => Self::Id(Some(only)),
            _ => Self::Id(None),
        }
    }

    /// Whether it is the enum of the picklist, without `Picklist` around it.
    pub(super) fn is_enum(&self, name: &str) -> bool {
        match self {
            Self::Picklist(_, picklist) | Self::MultiPicklist(_, picklist) => picklist.rust == name,
            _ => false,
        }
    }

    pub(super) fn fit(&self) -> Fit {
        let (wanted, also): (&str, &'static [&'static str]) = match self {
            Self::Text => ("String", &[]),
            Self::Boolean => ("bool", &[]),
            Self::Int => ("i32", &["i64", "f64", "Decimal"]),
            Self::Long => ("i64", &["Decimal"]),
            Self::Number => ("Decimal", &["f64"]),
            Self::Float => ("f64", &["Decimal"]),
            Self::Date => ("Date", &[]),
            Self::DateTime => ("Timestamp", &[]),
            Self::Time => ("Time", &[]),
            Self::Id(None) => ("Id", &["String"]),
            Self::Id(Some(object)) => return Fit::or_text(format!("Id<{object}>")),
            Self::OneOf(_, reference) => return Fit::or_text(reference.rust.clone()),
            Self::Picklist(_, picklist) => {
                return Fit::or_text(format!("Picklist<{}>", picklist.rust));
            }
            Self::MultiPicklist(_, picklist) => {
                return Fit::or_text(format!("MultiPicklist<{}>", picklist.rust));
            }
            Self::Blob => ("BlobRef", &[]),
            Self::Address => ("Address", &[]),
            Self::Location => ("Location", &[]),
            Self::Json | Self::Unknown => ("Value", &[]),
        };
        Fit {
            wanted: wanted.to_owned(),
            also,
        }
    }
}

impl Fit {
    fn or_text(wanted: String) -> Self {
        Self {
            wanted,
            also: &["String"],
        }
    }

    /// Whether a type of this name is one of them.
    pub(super) fn is_of(&self, name: &str) -> bool {
        let wanted = self.wanted.split('<').next();
        wanted == Some(name) || self.also.contains(&name)
    }
}
