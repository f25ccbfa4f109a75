//! From a field's type to Rust: what a getter gives, what a setter takes.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags, FieldType, Picklist, Reference};

use super::{Context, ident, number};

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

impl Context<'_> {
    /// What the getter gives, inside `FieldValue`, and the accessor of the record that reads it.
    pub(super) fn getter(&self, object: &Object, shape: &Shape<'_>) -> (TokenStream, &'static str) {
        match shape {
            Shape::Text => (quote!(&str), "text"),
            Shape::Boolean => (quote!(bool), "boolean"),
            Shape::Int => (quote!(i32), "int"),
            Shape::Long => (quote!(i64), "long"),
            Shape::Number => (quote!(__rt::Decimal), "decimal"),
            Shape::Float => (quote!(f64), "float"),
            Shape::Date => (quote!(__rt::Date), "date"),
            Shape::DateTime => (quote!(__rt::Timestamp), "datetime"),
            Shape::Time => (quote!(__rt::Time), "time"),
            Shape::Id => {
                let own = ident(&object.name.rust);
                (quote!(__rt::Id<#own>), "reference")
            }
            Shape::Reference(_) => {
                let target = self.target(shape);
                (quote!(__rt::Id<#target>), "reference")
            }
            Shape::Polymorphic(reference) => {
                let ids = ident(&reference.rust);
                (quote!(#ids), "polymorphic")
            }
            Shape::Picklist(picklist) => {
                let values = ident(&picklist.rust);
                (quote!(__rt::Picklist<#values>), "picklist")
            }
            Shape::MultiPicklist(picklist) => {
                let values = ident(&picklist.rust);
                (quote!(__rt::MultiPicklist<#values>), "multi_picklist")
            }
            Shape::Blob => (quote!(__rt::BlobRef), "blob"),
            Shape::Address => (quote!(__rt::Address), "address"),
            Shape::Location => (quote!(__rt::Location), "location"),
            Shape::Any => (quote!(__rt::JsonValue), "any"),
        }
    }

    /// What the setter asks of its argument.
    pub(super) fn kind(&self, field: &Field, shape: &Shape<'_>) -> TokenStream {
        match shape {
            Shape::Text => quote!(__rt::Text),
            Shape::Boolean => quote!(__rt::Checkbox),
            Shape::Int => quote!(__rt::Int),
            Shape::Long => quote!(__rt::Long),
            Shape::Number => quote!(__rt::Number),
            Shape::Float => quote!(__rt::Float),
            Shape::Date => quote!(__rt::CivilDate),
            Shape::DateTime => quote!(__rt::Instant),
            Shape::Time => quote!(__rt::CivilTime),
            Shape::Id | Shape::Reference(_) => {
                let target = self.target(shape);
                quote!(__rt::Ref<#target>)
            }
            Shape::Polymorphic(reference) => {
                let ids = ident(&reference.rust);
                quote!(__rt::Poly<#ids>)
            }
            Shape::Picklist(picklist) => {
                let values = ident(&picklist.rust);
                if field.is(FieldFlags::RESTRICTED_PICKLIST) {
                    quote!(__rt::Restricted<#values>)
                } else {
                    quote!(__rt::Unrestricted<#values>)
                }
            }
            Shape::MultiPicklist(picklist) => {
                let values = ident(&picklist.rust);
                quote!(__rt::Set<#values>)
            }
            Shape::Blob => quote!(__rt::Bytes),
            Shape::Address | Shape::Location | Shape::Any => quote!(__rt::Json),
        }
    }

    /// The type of the field in `Required`.
    pub(super) fn owned(&self, field: &Field, shape: &Shape<'_>) -> TokenStream {
        match shape {
            Shape::Text => quote!(::std::string::String),
            Shape::Boolean => quote!(bool),
            Shape::Int => quote!(i32),
            Shape::Long => quote!(i64),
            Shape::Number => quote!(__rt::Decimal),
            Shape::Float => quote!(f64),
            Shape::Date => quote!(__rt::Date),
            Shape::DateTime => quote!(__rt::Timestamp),
            Shape::Time => quote!(__rt::Time),
            Shape::Id | Shape::Reference(_) => {
                let target = self.target(shape);
                quote!(__rt::Reference<#target>)
            }
            Shape::Polymorphic(reference) => {
                let ids = ident(&reference.rust);
                quote!(#ids)
            }
            Shape::Picklist(picklist) => {
                let values = ident(&picklist.rust);
                if field.is(FieldFlags::RESTRICTED_PICKLIST) {
                    quote!(#values)
                } else {
                    quote!(__rt::Picklist<#values>)
                }
            }
            Shape::MultiPicklist(picklist) => {
                let values = ident(&picklist.rust);
                quote!(__rt::MultiPicklist<#values>)
            }
            Shape::Blob => quote!(__rt::Blob),
            Shape::Address | Shape::Location | Shape::Any => quote!(__rt::JsonValue),
        }
    }

    fn target(&self, shape: &Shape<'_>) -> TokenStream {
        match shape {
            Shape::Reference(Some(api)) => self.object_type(api),
            _ => quote!(__rt::AnyObject),
        }
    }
}

/// A field with its place in the object's table.
pub(super) fn placed(object: &Object) -> impl Iterator<Item = (Literal, &Field)> {
    object
        .fields
        .iter()
        .enumerate()
        .map(|(place, field)| (number(place), field))
}

/// The getters of an object's fields and relationships.
pub(super) fn getters(context: &Context<'_>, object: &Object) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (place, field) in placed(object) {
        let docs = context.docs(&super::docs::field(field));
        let name = ident(&field.name.rust);
        let (ty, accessor) = context.getter(object, &Shape::of(field));
        let accessor = ident(accessor);
        tokens.extend(quote! {
            #docs
            #[inline]
            pub fn #name(&self) -> __rt::FieldValue<#ty> {
                self.0.#accessor(#place)
            }
        });
    }
    for field in &object.fields {
        tokens.extend(parent_getter(context, field));
    }
    for child in &object.children {
        if let Some(name) = &child.name
            && let Some(of) = context.described(&child.object)
        {
            tokens.extend(related(
                context,
                name,
                of,
                &ident("children"),
                |ty| quote!(__rt::Page<#ty>),
            ));
        }
    }
    tokens
}

/// A parent of one object is read as that object, one of several as a `Name`.
fn parent_getter(context: &Context<'_>, field: &Field) -> TokenStream {
    let Some(reference) = &field.reference else {
        return TokenStream::new();
    };
    let parent = match reference.to.as_slice() {
        [one] => context.described(one),
        [] => None,
        _ => context.described("Name"),
    };
    match (&reference.relationship, parent) {
        (Some(name), Some(of)) => related(context, name, of, &ident("parent"), |ty| ty),
        _ => TokenStream::new(),
    }
}

fn related(
    context: &Context<'_>,
    name: &sf_schema::Name,
    of: &Object,
    accessor: &Ident,
    wrap: impl Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    // A relationship name that describe gives twice has one getter.
    if name.rust.is_empty() {
        return TokenStream::new();
    }
    let ty = wrap(context.object_type(&of.name.api));
    let api = super::text(&name.api);
    let rust = ident(&name.rust);
    let docs = context.docs(&[format!(
        "The {} under {}, if the query selected it; parsed at each call",
        super::docs::code(&of.name.api),
        super::docs::code(&name.api)
    )]);
    quote! {
        #docs
        #[inline]
        pub fn #rust(&self) -> __rt::FieldValue<#ty> {
            self.0.#accessor(#api)
        }
    }
}
