//! The root of the bindings: the modules of the objects and the types of those without any.

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::Object;

use super::{Context, docs, ident, optional_text, text};

/// Where the modules of the objects are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Each in a file of its own.
    Files,
    /// All in the root's file.
    Single,
}

/// The root module; with [`Layout::Single`] `modules` are the contents of the objects' modules.
pub fn root(
    context: &Context<'_>,
    layout: Layout,
    modules: &[(&Object, TokenStream)],
) -> TokenStream {
    let mut tokens = TokenStream::new();
    for (object, contents) in modules {
        let (module, ty) = (ident(&object.module), ident(&object.name.rust));
        let docs = context.docs(&[format!("What belongs to {}", docs::code(&object.name.api))]);
        tokens.extend(match layout {
            Layout::Files => {
                let file = module_file(&object.module);
                let path = (file != format!("{}.rs", object.module)).then(|| {
                    let file = text(&file);
                    quote!(#[path = #file])
                });
                quote!(#docs #path pub mod #module;)
            }
            Layout::Single => quote!(#docs pub mod #module { #contents }),
        });
        tokens.extend(quote!(#[doc(inline)] pub use self::#module::#ty;));
    }
    let unselected = context
        .schema
        .objects()
        .filter(|object| !context.selected.contains(&object.name.api))
        .map(|object| (object.name.api.as_str(), object.name.rust.as_str()));
    let outside = context
        .outside
        .iter()
        .map(|(api, rust)| (api.as_str(), rust.as_str()));
    for (api, rust) in unselected.chain(outside) {
        if context.referenced.contains(api) {
            tokens.extend(marker(context, api, rust));
        }
    }
    tokens
}

/// The file of a module. Windows has names that no file may have.
pub fn module_file(module: &str) -> String {
    let device = matches!(module, "aux" | "con" | "nul" | "prn")
        || module.len() == 4
            && (module.starts_with("com") || module.starts_with("lpt"))
            && module.ends_with(|c: char| c.is_ascii_digit());
    if device {
        format!("{module}_.rs")
    } else {
        format!("{module}.rs")
    }
}

/// A type for the ids of an object that has no bindings.
fn marker(context: &Context<'_>, api: &str, rust: &str) -> TokenStream {
    let name = ident(rust);
    let docs = context.docs(&[format!(
        "{}, which has no bindings here: a type for its ids",
        docs::code(api)
    )]);
    let (api, prefix) = (text(api), optional_text(context.key_prefix(api)));
    quote! {
        #docs
        pub enum #name {}

        impl ::sf_runtime::__private::SObject for #name {
            const API_NAME: &'static str = #api;
            const KEY_PREFIX: ::core::option::Option<&'static str> = #prefix;
        }
    }
}
