//! Lookups to several objects: an enum of typed ids, told apart by key prefix.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::Object;
use sf_schema::schema::Reference;

use super::{Context, docs, ident, text};

/// The enums of an object's polymorphic lookups.
pub(super) fn polymorphic(context: &Context<'_>, object: &Object) -> TokenStream {
    object
        .fields
        .iter()
        .filter_map(|field| Some((field, field.reference.as_ref()?)))
        .filter(|(_, reference)| !reference.rust.is_empty())
        .map(|(field, reference)| one(context, &field.name.api, reference))
        .collect()
}

fn one(context: &Context<'_>, field: &str, reference: &Reference) -> TokenStream {
    let name = ident(&reference.rust);
    // API names do not differ by case, so two of them may be one object.
    let mut seen = BTreeSet::new();
    let targets: Vec<(&str, &str)> = reference
        .to
        .iter()
        .filter_map(|api| Some((api.as_str(), context.object_rust(api)?)))
        .filter(|(_, rust)| seen.insert(*rust))
        .collect();
    let mut other = "Other".to_owned();
    while targets.iter().any(|(_, rust)| *rust == other) {
        other.push('_');
    }
    let other = ident(&other);

    // A prefix that two targets share does not tell them apart.
    let mut by_prefix: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (api, rust) in &targets {
        if let Some(prefix) = context.key_prefix(api) {
            by_prefix.entry(prefix).or_default().push(rust);
        }
    }
    let arms = by_prefix
        .iter()
        .filter(|(_, rusts)| rusts.len() == 1)
        .flat_map(|(prefix, rusts)| rusts.iter().map(move |rust| (prefix, rust)))
        .map(|(prefix, rust)| {
            let (prefix, variant) = (text(prefix), ident(rust));
            quote!(#prefix => Self::#variant(id.cast()),)
        });
    let variants = targets.iter().map(|(api, rust)| {
        let docs = context.docs(&[format!("A record of {}", docs::code(api))]);
        let (variant, ty) = (ident(rust), context.object_type(api));
        quote!(#docs #variant(__rt::Id<#ty>),)
    });
    let ids = targets.iter().map(|(_, rust)| {
        let variant = ident(rust);
        quote!(Self::#variant(id) => id.erase(),)
    });
    let conversions = targets.iter().map(|(api, rust)| {
        let (variant, ty) = (ident(rust), context.object_type(api));
        quote! {
            impl ::core::convert::From<__rt::Id<#ty>> for #name {
                #[inline]
                fn from(id: __rt::Id<#ty>) -> Self {
                    Self::#variant(id)
                }
            }
        }
    });
    let docs = context.docs(&[format!(
        "The records that {} may point to",
        docs::code(field)
    )]);
    quote! {
        #docs
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum #name {
            #(#variants)*
            /// A record of an object that the key prefix does not tell.
            #other(__rt::Id),
        }

        impl __rt::PolymorphicId for #name {
            fn from_id(id: __rt::Id) -> Self {
                match id.key_prefix() {
                    #(#arms)*
                    _ => Self::#other(id),
                }
            }

            fn id(self) -> __rt::Id {
                match self {
                    #(#ids)*
                    Self::#other(id) => id,
                }
            }
        }

        #(#conversions)*
    }
}
