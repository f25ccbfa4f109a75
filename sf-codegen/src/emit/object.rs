//! Everything of one object: the contents of its module.

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::Object;

use super::{
    Context, docs, draft, fields, ident, optional_text, picklist, record_type, reference, table,
    text,
};

/// The module of an object that gets bindings.
pub fn object(context: &Context<'_>, object: &Object) -> TokenStream {
    let ty = ident(&object.name.rust);
    let api = text(&object.name.api);
    let (label, label_plural) = (text(&object.label), text(&object.label_plural));
    let key_prefix = optional_text(object.key_prefix.as_deref());
    let docs = context.docs(&about(object));
    let entry_points = draft::entry_points(context, object);
    let getters = fields::getters(context, object);
    let draft = draft::draft(context, object);
    let table = table::table(context, object);
    let picklists = picklist::picklists(context, object);
    let references = reference::polymorphic(context, object);
    let record_types = record_type::record_types(context, object);
    let markers = markers(object);
    quote! {
        use ::sf_runtime::__private as __rt;

        #docs
        #[derive(Clone, PartialEq)]
        pub struct #ty(__rt::Record);

        impl #ty {
            /// API name of the object.
            pub const API_NAME: &'static str = #api;
            /// Label of the object.
            pub const LABEL: &'static str = #label;
            /// Plural label of the object.
            pub const LABEL_PLURAL: &'static str = #label_plural;
            /// First three characters of the object's ids in the org of the snapshot.
            pub const KEY_PREFIX: ::core::option::Option<&'static str> = #key_prefix;

            #entry_points
            #getters
        }

        ::sf_runtime::__sobject!(#ty);
        #draft
        #picklists
        #references
        #record_types
        #markers
        #table
    }
}

fn about(object: &Object) -> Vec<String> {
    let label = docs::plain(&object.label);
    let api = docs::code(&object.name.api);
    let title = if label.is_empty() {
        format!("A record of {api}, as it was read")
    } else {
        format!("{label} ({api}): a record as it was read")
    };
    vec![title]
}

/// One type a field, for setters to name in their messages.
fn markers(object: &Object) -> TokenStream {
    let mut markers = TokenStream::new();
    for field in &object.fields {
        let marker = ident(&field.marker);
        markers.extend(quote!(pub enum #marker {}));
    }
    quote! {
        /// A type for each field, by its API name.
        pub mod fields {
            #markers
        }
    }
}
