//! What stands for a query that is refused, so that nothing else is said of what is done with it.
//!
//! The rows keep their struct: with every field that has a type, also those that were most likely
//! meant, and with an error as the type of what is not known. So what is done with the rows is
//! checked as far as it can be. Where nothing is known, a named row is such a type as a whole, and a
//! query without a name an error as an expression.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use sf_schema::soql::check::{CheckOptions, Lints, Rows, check_text, sketch};
use sf_schema::soql::{Options, Parse, parse};
use sf_schema::{Diagnostic, Level};
use syn::ext::IdentExt;

use super::naming;
use crate::binds;
use crate::findings::Refusal;
use crate::input::Input;
use crate::rows::{self, Naming, Struct};
use crate::runtime::RT;
use crate::schema::Snapshot;
use crate::types::Types;

/// How many names on the way to a field are put right, one after another.
const LEVELS: usize = 6;

/// The findings, and what stands for the query.
pub(super) fn refused(input: &Input, snapshot: &Snapshot, findings: &[Diagnostic]) -> TokenStream {
    let refusal = Refusal::new(findings, &input.source);
    let stub = row(input, snapshot, &refusal);
    stub.unwrap_or_else(|| self::stub(input, refusal))
}

/// What stands for a query of which nothing is known.
pub(super) fn stub(input: &Input, refusal: Refusal) -> TokenStream {
    let Refusal { items, last } = refusal;
    let Some(named) = &input.named else {
        return quote!({ #items #last });
    };
    let (name, visibility) = (&named.name, &named.visibility);
    let conditions = named
        .attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    let conditions = quote!(#(#conditions)*);
    let nothing = format_ident!("__{}", name.unraw());
    quote! {
        #items
        #conditions
        #[doc(hidden)]
        #[allow(dead_code, non_camel_case_types)]
        #visibility struct #nothing<const N: usize>;
        #conditions
        #[allow(dead_code)]
        #visibility type #name = #nothing<{ #last }>;
    }
}

/// A type that the compiler knows to be wrong, because a constant in it is. In the place of the type
/// itself an error is taken for `()`.
fn error_type(error: &TokenStream) -> TokenStream {
    quote!([(); #error])
}

/// The row, as far as its columns are known.
fn row(input: &Input, snapshot: &Snapshot, refusal: &Refusal) -> Option<TokenStream> {
    let Refusal { items, last } = refusal;
    let types = Types::new(snapshot, input.options.bindings.as_ref())
        .ok()?
        .with_unknown(&error_type(last));
    let written = &input.source.text;
    let readings = readings(written, snapshot);
    let read = readings.first().filter(|read| is_selection_whole(read))?;
    let mut row: Option<Struct<'_>> = None;
    for read in readings.iter().rev() {
        match (&mut row, tree(read, snapshot, &types)) {
            (Some(meant), Some(written)) => meant.add_unknown(written),
            (None, read) => row = read,
            (Some(_), None) => {}
        }
    }
    let row = row?;
    // The types of the fields say it.
    let said = if row.has_unknown() { None } else { Some(last) }.into_iter();
    let binds = binds::names_in(&[written]);
    let Some(named) = &input.named else {
        let rows = rows::emit(&row, &types, &Naming::of_block());
        // The binds are used, outside of the block whose rows have names of their own. In what is no
        // SOQL a colon need not be one of a bind.
        let binds = binds.iter().filter(|_| read.findings.is_empty());
        return Some(quote!({
            #items
            #(#said;)*
            #(let _ = &#binds;)*
            {
                #rows
                #RT::Query::<Row>::new("")
            }
        }));
    };
    let rows = rows::emit(&row, &types, &naming(named));
    let (name, visibility) = (&named.name, &named.visibility);
    Some(quote! {
        #items
        #(#said;)*
        #rows

        impl #name {
            #[allow(dead_code, unused_variables)]
            #visibility fn query(
                #(#binds: impl ::core::marker::Sized),*
            ) -> #RT::Query<#name> {
                ::core::unreachable!()
            }
        }
    })
}

/// Whether all that is selected was read: of a row that lacks some of it more would be said.
fn is_selection_whole(read: &Parse) -> bool {
    let Some(query) = &read.query else {
        return false;
    };
    let from = query.from.span.start;
    read.findings.iter().all(|found| found.span.start >= from)
}

fn tree<'a>(parsed: &'a Parse, snapshot: &'a Snapshot, types: &Types<'a>) -> Option<Struct<'a>> {
    let selection = sketch(parsed.query.as_ref()?, snapshot)?;
    (selection.rows != Rows::Count).then(|| rows::tree(&selection, types))
}

/// The query as it is written, and each time with the names that were most likely meant, until there
/// are no more: what is below a wrong name is known when that is put right.
fn readings(text: &str, snapshot: &Snapshot) -> Vec<Parse> {
    let options = Options { binds: true };
    let check_options = CheckOptions {
        lints: Lints::off(),
        ..CheckOptions::default()
    };
    let mut text = text.to_owned();
    let mut readings = vec![parse(&text, &options)];
    for _ in 0..LEVELS {
        let corrected = corrected(
            &text,
            &check_text(&text, &options, snapshot, &check_options),
        );
        if corrected == text {
            break;
        }
        readings.push(parse(&corrected, &options));
        text = corrected;
    }
    readings
}

/// The text with the names that are offered for those that are wrong.
fn corrected(text: &str, findings: &[Diagnostic]) -> String {
    let mut corrected = String::with_capacity(text.len());
    let mut copied = 0;
    let errors = findings
        .iter()
        .filter(|finding| finding.level == Level::Error && finding.span.start < finding.span.end);
    for finding in errors {
        let Some(meant) = &finding.replacement else {
            continue;
        };
        if let Some(before) = text.get(copied..finding.span.start) {
            corrected.push_str(before);
            corrected.push_str(meant);
            copied = finding.span.end;
        }
    }
    corrected + text.get(copied..).unwrap_or_default()
}
