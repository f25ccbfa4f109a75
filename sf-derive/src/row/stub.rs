//! What stands for a row that is refused, so that no more is said of it.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::{DeriveInput, GenericParam, Generics, LitStr, Meta, Visibility, parse_quote};

use super::input::{RowInput, own};
use crate::binds;
use crate::runtime::RT;
use crate::types::Types;

/// What stands for a type that cannot be a row.
pub(super) fn refused(derive: &DeriveInput, error: &syn::Error) -> TokenStream {
    let said = error.to_compile_error();
    let mut texts = Vec::new();
    for attribute in own(&derive.attrs) {
        if let Meta::List(list) = &attribute.meta {
            literals(list.tokens.clone(), &mut texts);
        }
    }
    let stub = Stub {
        name: &derive.ident,
        visibility: &derive.vis,
        generics: &derive.generics,
        object: &quote!(#RT::AnyObject),
        arguments: &binds::names_in(&texts.iter().map(String::as_str).collect::<Vec<_>>()),
    };
    let stub = stub.tokens();
    quote!(#said #stub)
}

/// What stands for a row whose query is refused.
pub(super) fn stub(input: &RowInput, types: Option<&Types<'_>>, error: &syn::Error) -> TokenStream {
    let said = error.to_compile_error();
    let object = match types {
        Some(types) => types.object(&input.from.value()),
        None => quote!(#RT::AnyObject),
    };
    let mut arguments = Vec::new();
    for field in &input.fields {
        let column = field.column.as_ref().map(LitStr::value);
        arguments.extend(binds::names_in(&[&column.unwrap_or_default()]));
        arguments.extend_from_slice(field.binds.as_deref().unwrap_or_default());
    }
    for clause in &input.clauses {
        arguments.extend(binds::names_in(&[&clause.text]));
    }
    let mut known = Vec::new();
    arguments.retain(|name| {
        let is_new = !known.contains(name);
        known.push(name.clone());
        is_new
    });
    let stub = Stub {
        name: &input.name,
        visibility: &input.visibility,
        generics: &Generics::default(),
        object: &object,
        arguments: &arguments,
    };
    let stub = stub.tokens();
    quote!(#said #stub)
}

/// The literals of an attribute, those in parentheses too.
fn literals(tokens: TokenStream, texts: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => literals(group.stream(), texts),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse2::<LitStr>(TokenTree::Literal(literal).into()) {
                    texts.push(text.value());
                }
            }
            _ => {}
        }
    }
}

struct Stub<'a> {
    name: &'a Ident,
    visibility: &'a Visibility,
    generics: &'a Generics,
    object: &'a TokenStream,
    /// Those of `query`.
    arguments: &'a [Ident],
}

impl Stub<'_> {
    fn tokens(&self) -> TokenStream {
        let Self {
            name,
            visibility,
            generics,
            object,
            arguments,
        } = self;
        let (own, ty, bounds) = generics.split_for_impl();
        // As a row of any object, and read from any JSON: lifetimes stand before types.
        let with = |parameter: GenericParam| {
            let mut generics = (*generics).clone();
            match parameter {
                GenericParam::Lifetime(_) => generics.params.insert(0, parameter),
                _ => generics.params.push(parameter),
            }
            generics
        };
        let of_any = with(parse_quote!(__O));
        let (of_any, _, _) = of_any.split_for_impl();
        let read = with(parse_quote!('__de));
        let (read, _, _) = read.split_for_impl();
        quote! {
            impl #own #RT::Row for #name #ty #bounds {
                const COLUMNS: &'static [&'static str] = &[];
                fn read(_: &mut #RT::Cells<'_>) -> Self {
                    ::core::unreachable!()
                }
            }
            impl #own #RT::SoqlRow for #name #ty #bounds {
                const SELECT: &'static [#RT::Item] = &[];
                const REST: &'static str = "";
                const BINDS: ::core::option::Option<&'static [&'static str]> =
                    ::core::option::Option::None;
            }
            impl #of_any #RT::RowBinds<__O> for #name #ty #bounds {
                fn values(_: __O) -> ::std::vec::Vec<#RT::Literal> {
                    ::core::unreachable!()
                }
            }
            impl #own #RT::Records for #name #ty #bounds {
                type Object = #object;
            }
            impl #of_any #RT::ParentRow<__O> for #name #ty #bounds {}
            impl #of_any #RT::ChildRow<__O> for #name #ty #bounds {}
            impl #own #name #ty #bounds {
                #[allow(dead_code, unused_variables)]
                #visibility fn query(#(#arguments: impl ::core::marker::Sized),*)
                    -> #RT::Query<Self>
                {
                    ::core::unreachable!()
                }
            }
            impl #read #RT::serde::Deserialize<'__de> for #name #ty #bounds {
                fn deserialize<__D: #RT::serde::Deserializer<'__de>>(
                    _: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    ::core::unreachable!()
                }
            }
        }
    }
}
