//! Picklists: an enum of the active values, and which of them another field allows.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::Object;
use sf_schema::schema::{Controller, Field, FieldType, Picklist, PicklistValue};

use super::{Context, docs, ident, number, text};

/// The enums of an object's picklists.
pub(super) fn picklists(context: &Context<'_>, object: &Object) -> TokenStream {
    object
        .fields
        .iter()
        .filter_map(|field| Some((field, typed(field)?)))
        .map(|(field, picklist)| one(context, object, field, picklist))
        .collect()
}

/// For each active value, the controlling values that allow it, as the table keeps them; with the
/// controlling field's place.
pub(super) fn dependency(object: &Object, field: &Field) -> Option<(usize, TokenStream)> {
    let picklist = typed(field)?;
    let controller = picklist.controller.as_ref()?;
    let place = object
        .fields
        .iter()
        .position(|field| field.name.api == controller.field())?;
    let controlling = object.fields.get(place)?;
    // Describe counts all values of the controlling picklist, Rust has only the active ones.
    let active: HashMap<u16, usize> = match controller {
        Controller::Checkbox(_) => HashMap::from([(0, 0), (1, 1)]),
        _ => typed(controlling)?
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.name.rust.is_empty())
            .enumerate()
            .filter_map(|(active, (all, _))| Some((u16::try_from(all).ok()?, active)))
            .collect(),
    };
    let rows = variants(picklist).map(|value| {
        let valid = value
            .valid_for
            .iter()
            .filter_map(|controlling| active.get(controlling))
            .map(|place| number(*place));
        quote!(&[#(#valid),*])
    });
    Some((place, quote!(&[#(#rows),*])))
}

/// The picklist of a field that has an enum.
pub(super) fn typed(field: &Field) -> Option<&Picklist> {
    matches!(field.data, FieldType::Picklist | FieldType::MultiPicklist)
        .then_some(field.picklist.as_ref())?
        .filter(|picklist| !picklist.rust.is_empty())
}

/// The values that have a variant.
fn variants(picklist: &Picklist) -> impl Iterator<Item = &PicklistValue> {
    picklist
        .values
        .iter()
        .filter(|value| !value.name.rust.is_empty())
}

fn one(context: &Context<'_>, object: &Object, field: &Field, picklist: &Picklist) -> TokenStream {
    let name = ident(&picklist.rust);
    let about = context.docs(&about(field, picklist));
    let api = text(&format!("{}.{}", object.name.api, field.name.api));
    let mut values = TokenStream::new();
    let mut entries = TokenStream::new();
    let mut all = TokenStream::new();
    for value in variants(picklist) {
        let variant = ident(&value.name.rust);
        let label = if value.label.is_empty() {
            &value.name.api
        } else {
            &value.label
        };
        let docs = context.docs(&[variant_docs(value)]);
        values.extend(quote!(#docs #variant,));
        let (value, label) = (text(&value.name.api), text(label));
        entries.extend(quote!(__rt::PicklistEntry::new(#value, #label),));
        all.extend(quote!(Self::#variant,));
    }
    let dependent = dependency(object, field).and_then(|(place, valid_for)| {
        let controlling = match typed(object.fields.get(place)?) {
            Some(picklist) => {
                let name = ident(&picklist.rust);
                quote!(#name)
            }
            None => quote!(bool),
        };
        Some(quote! {
            impl __rt::DependentPicklist for #name {
                type Controller = #controlling;
                const VALID_FOR: &'static [&'static [u16]] = #valid_for;
            }
        })
    });
    quote! {
        #about
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum #name { #values }

        impl __rt::PicklistValue for #name {
            const FIELD: &'static str = #api;
            const ENTRIES: &'static [__rt::PicklistEntry] = &[#entries];
            const ALL: &'static [Self] = &[#all];

            #[inline]
            fn index(self) -> usize {
                self as usize
            }
        }

        #dependent
    }
}

fn about(field: &Field, picklist: &Picklist) -> Vec<String> {
    let mut paragraphs = vec![format!(
        "The active values of {}",
        docs::code(&field.name.api)
    )];
    if let Some(controller) = &picklist.controller {
        paragraphs.push(format!(
            "Which of them are valid depends on {}",
            docs::code(controller.field())
        ));
    }
    let inactive: Vec<String> = picklist
        .values
        .iter()
        .filter(|value| !value.active)
        .take(20)
        .map(|value| docs::code(&value.name.api))
        .collect();
    if !inactive.is_empty() {
        paragraphs.push(format!(
            "Inactive, so read as other values and not written: {}",
            inactive.join(", ")
        ));
    }
    paragraphs
}

fn variant_docs(value: &PicklistValue) -> String {
    let label = docs::plain(&value.label);
    let default = if value.default { "; the default" } else { "" };
    if label.is_empty() || value.label == value.name.api {
        format!("{}{default}", docs::code(&value.name.api))
    } else {
        format!("{label} ({}){default}", docs::code(&value.name.api))
    }
}
