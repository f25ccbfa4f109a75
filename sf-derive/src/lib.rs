//! The macros of `sf-runtime`, which re-exports them: SOQL checked against the org's schema when
//! the crate compiles.
//!
//! ```text
//! tokens -> input -> source (a text and its spans) -> sf_schema::soql (parse, check)
//!                      schema (the index, read lazily) ^          |
//!        rows, binds, query -> tokens  <- types  <-  resolution  /  findings -> compile errors
//! ```
//!
//! This package parses, calls `sf-schema`, and quotes. What a query means is decided there, how a
//! row is read in `sf-runtime`. It never panics, whatever it is given, and reads no file but those
//! of the schema index.

mod binds;
mod findings;
mod input;
mod query;
mod row;
mod rows;
mod runtime;
mod schema;
mod source;
mod types;

use proc_macro::TokenStream;

// What users read of the macros stands where sf-runtime re-exports them.
#[allow(missing_docs)]
#[proc_macro]
pub fn soql(input: TokenStream) -> TokenStream {
    query::expand(input.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(SoqlRow, attributes(soql))]
pub fn soql_row(input: TokenStream) -> TokenStream {
    row::expand(input.into()).into()
}
