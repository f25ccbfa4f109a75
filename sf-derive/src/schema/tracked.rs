//! Tells cargo which files of the index the crate depends on.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use proc_macro2::TokenStream;
use quote::quote;

use super::place::VARIABLE;

/// The files that this process has told of: it compiles one crate, and a thousand queries need not
/// say the same a thousand times. (An editor's macro server compiles many, and tells nobody.)
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Items that make the crate depend on the files, and on where the index is looked for.
pub(crate) fn tracked(files: Vec<PathBuf>) -> TokenStream {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let is_first = told.is_empty();
    let mut tokens = TokenStream::new();
    for file in files {
        // A path that is no text cannot be written down.
        let Some(path) = file.to_str().map(str::to_owned) else {
            continue;
        };
        if !told.contains(&path) {
            tokens.extend(quote!(
                const _: &[u8] = ::core::include_bytes!(#path);
            ));
            told.push(path);
        }
    }
    if is_first {
        tokens.extend(quote!(
            const _: ::core::option::Option<&str> = ::core::option_env!(#VARIABLE);
        ));
    }
    tokens
}
