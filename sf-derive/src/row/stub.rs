//! What stands for a row that is refused, so that no more is said of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::DeriveInput;

use super::emit::deserialize;
use super::input::RowInput;
use crate::types::Types;

/// What stands for a struct that cannot be a row, so that no more is said of it.
pub(super) fn refused(derive: &DeriveInput, error: &syn::Error) -> TokenStream {
    let said = error.to_compile_error();
    if !derive.generics.params.is_empty() || !matches!(derive.data, syn::Data::Struct(_)) {
        return said;
    }
    let any = quote!(::sf_runtime::__private::AnyObject);
    let stub = stub_of(&derive.ident, &derive.vis, &any, &[]);
    quote!(#said #stub)
}

/// What stands for a row whose query is refused.
pub(super) fn stub(input: &RowInput, types: Option<&Types<'_>>, error: &syn::Error) -> TokenStream {
    let said = error.to_compile_error();
    let object = match types {
        Some(types) => types.object(&input.from.value()),
        None => quote!(::sf_runtime::__private::AnyObject),
    };
    let texts = input.clauses.iter().map(|clause| clause.text.as_str());
    let stub = stub_of(&input.name, &input.visibility, &object, &arguments(texts));
    quote!(#said #stub)
}

fn stub_of(
    name: &Ident,
    visibility: &syn::Visibility,
    object: &TokenStream,
    arguments: &[Ident],
) -> TokenStream {
    let deserialize = deserialize(name);
    quote! {
        impl ::sf_runtime::__private::Row for #name {
            type Object = #object;
            const COLUMNS: &'static [&'static str] = &[];
            fn read(_: &mut ::sf_runtime::__private::Cells<'_>) -> Self {
                ::core::unreachable!()
            }
        }
        impl ::sf_runtime::__private::SoqlRow for #name {
            const SELECT: &'static [::sf_runtime::__private::Item] = &[];
            const REST: &'static str = "";
        }
        impl ::sf_runtime::__private::Records for #name {}
        impl<O> ::sf_runtime::__private::ParentRow<O> for #name {}
        impl<O> ::sf_runtime::__private::ChildRow<O> for #name {}
        impl #name {
            #[allow(dead_code, unused_variables)]
            #visibility fn query(#(#arguments: impl ::core::marker::Sized),*)
                -> ::sf_runtime::__private::Query<#name>
            {
                ::core::unreachable!()
            }
        }
        #deserialize
    }
}

/// The names after colons outside of quotes, in order: what the arguments of `query` would be.
fn arguments<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Ident> {
    let mut names: Vec<Ident> = Vec::new();
    for text in texts {
        let mut chars = text.char_indices().peekable();
        let mut is_quoted = false;
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if is_quoted => {
                    chars.next();
                }
                '\'' => is_quoted = !is_quoted,
                ':' if !is_quoted => {
                    let rest = text.get(at + 1..).unwrap_or_default();
                    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                    let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
                    if let Ok(name) = syn::parse_str::<Ident>(word)
                        && !names.contains(&name)
                    {
                        names.push(name);
                    }
                }
                _ => {}
            }
        }
    }
    for name in &mut names {
        name.set_span(Span::call_site());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_of_a_stub_are_the_binds_in_order() {
        let texts = [
            r"A = ':no\':no' AND B > :min AND D = LAST_N_DAYS:7",
            "C IN :names OR B = :min OR E = 2026-01-01T10:00:00Z",
            ":",
            "'",
            "é:é",
        ];
        let names = arguments(texts.into_iter());
        let names: Vec<String> = names.iter().map(Ident::to_string).collect();
        assert_eq!(names, ["min", "names"]);
    }
}
