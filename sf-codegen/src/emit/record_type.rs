//! Record types by developer name.

use proc_macro2::TokenStream;
use quote::quote;
use sf_schema::Object;

use super::{Context, docs, ident, text};

/// A constant for each record type of the object.
pub(super) fn record_types(context: &Context<'_>, object: &Object) -> TokenStream {
    let named = || {
        object
            .record_types
            .iter()
            .filter(|record_type| !record_type.name.rust.is_empty())
    };
    if named().next().is_none() {
        return TokenStream::new();
    }
    let constants = named().map(|record_type| {
        let name = ident(&record_type.name.rust);
        let docs = context.docs(&[if record_type.label.is_empty() {
            docs::code(&record_type.name.api)
        } else {
            docs::plain(&record_type.label)
        }]);
        let (developer_name, label, id) = (
            text(&record_type.name.api),
            text(&record_type.label),
            text(&record_type.id),
        );
        let (active, available, default, master) = (
            record_type.active,
            record_type.available,
            record_type.default,
            record_type.master,
        );
        quote! {
            #docs
            pub const #name: __rt::RecordType = __rt::RecordType {
                developer_name: #developer_name,
                label: #label,
                id: #id,
                active: #active,
                available: #available,
                default: #default,
                master: #master,
            };
        }
    });
    let all = named().map(|record_type| ident(&record_type.name.rust));
    quote! {
        /// The record types of the object, by developer name. Their ids are those of the org of
        /// the snapshot; another org has the same developer names and other ids.
        pub mod record_types {
            use ::sf_runtime::__private as __rt;

            #(#constants)*

            /// Every record type of the object.
            pub const __ALL: &[__rt::RecordType] = &[#(#all),*];
        }
    }
}
