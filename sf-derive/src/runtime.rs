//! The path of what an expansion calls.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// `::sf_runtime::__private`, as `#RT` in `quote!`: one call there instead of four. In a
/// repetition it has to be written out.
pub(crate) const RT: Runtime = Runtime;

pub(crate) struct Runtime;

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(quote!(::sf_runtime::__private));
    }
}
