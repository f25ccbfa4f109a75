//! The static table that the runtime reads records and checks drafts by.

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::Object;
use sf_schema::schema::{Field, FieldFlags};

use super::fields::Shape;
use super::{Context, ident, number, optional_text, picklist, text};

/// The table of an object.
pub(super) fn table(context: &Context<'_>, object: &Object) -> TokenStream {
    let api = text(&object.name.api);
    let (label, label_plural) = (text(&object.label), text(&object.label_plural));
    let key_prefix = optional_text(object.key_prefix.as_deref());
    let fields = object.fields.iter().map(|field| entry(object, field));
    let parents = object.fields.iter().filter_map(parent);
    let children = object.children.iter().filter_map(|child| {
        let name = text(&child.name.as_ref()?.api);
        let (of, field) = (text(&child.object), text(&child.field));
        let cascade_delete = child.cascade_delete;
        (!child.deprecated_and_hidden).then(|| {
            quote!(__rt::Relationship::Child {
                name: #name, object: #of, field: #field, cascade_delete: #cascade_delete
            })
        })
    });
    let _ = context;
    quote! {
        static __TABLE: __rt::Table = __rt::Table {
            api: #api,
            label: #label,
            label_plural: #label_plural,
            key_prefix: #key_prefix,
            fields: &[#(#fields),*],
            relationships: &[#(#parents,)* #(#children,)*],
        };
    }
}

fn entry(object: &Object, field: &Field) -> TokenStream {
    let api = text(&field.name.api);
    let kind = |kind: &str| {
        let kind = ident(kind);
        quote!(__rt::FieldDef::new(#api, __rt::Kind::#kind))
    };
    let mut entry = match Shape::of(field) {
        Shape::Text => {
            let length = number(field.length as usize);
            quote!(__rt::FieldDef::text(#api, #length))
        }
        Shape::Number => {
            let (precision, scale) = (number(field.precision.into()), number(field.scale.into()));
            quote!(__rt::FieldDef::number(#api, #precision, #scale))
        }
        Shape::Id => kind("Id"),
        Shape::Reference(_) | Shape::Polymorphic(_) => match field.relationship() {
            Some(relationship) => {
                let relationship = text(&relationship.api);
                quote!(__rt::FieldDef::lookup(#api, #relationship))
            }
            None => kind("Id"),
        },
        Shape::Picklist(values) => picklist_entry(field, "Picklist", &values.rust),
        Shape::MultiPicklist(values) => picklist_entry(field, "MultiPicklist", &values.rust),
        Shape::Boolean => kind("Boolean"),
        Shape::Int | Shape::Long => kind("Integer"),
        Shape::Float => kind("Float"),
        Shape::Date => kind("Date"),
        Shape::DateTime => kind("DateTime"),
        Shape::Time => kind("Time"),
        Shape::Blob => kind("Blob"),
        Shape::Address | Shape::Location | Shape::Any => kind("Json"),
    };
    if let Some((place, valid_for)) = picklist::dependency(object, field) {
        let place = number(place);
        entry.extend(quote!(.controlled_by(#place, #valid_for)));
    }
    if !field.is(FieldFlags::NILLABLE) {
        entry.extend(quote!(.filled()));
    }
    entry
}

fn picklist_entry(field: &Field, kind: &str, rust: &str) -> TokenStream {
    let (api, kind, values) = (text(&field.name.api), ident(kind), ident(rust));
    let restricted = field.is(FieldFlags::RESTRICTED_PICKLIST);
    quote!(__rt::FieldDef::picklist(
        #api, __rt::Kind::#kind, #restricted, <#values as __rt::PicklistValue>::ENTRIES
    ))
}

fn parent(field: &Field) -> Option<TokenStream> {
    let reference = field.reference.as_ref()?;
    let name = text(&reference.relationship.as_ref()?.api);
    let api = text(&field.name.api);
    let to = reference.to.iter().map(|to| text(to));
    Some(quote!(__rt::Relationship::Parent { name: #name, field: #api, to: &[#(#to),*] }))
}
