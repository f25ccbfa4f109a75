//! `soql!`: from the call to the query.

pub(crate) mod text;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use sf_schema::Diagnostic;
use sf_schema::soql::check::{CheckOptions, Resolution, Rows, check, check_text};
use sf_schema::soql::{Options, parse};

use crate::binds::{self, Filled};
use crate::findings;
use crate::input::{Input, Named};
use crate::rows::{self, Naming};
use crate::schema::{Snapshot, tracked};
use crate::source::{Source, Spans};
use crate::types::Types;

/// The expansion of a call.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => {
            let said = error.to_compile_error();
            return quote!({ #said });
        }
    };
    let snapshot = match Snapshot::open() {
        Ok(snapshot) => snapshot,
        Err(said) => {
            let span = input.source.spans(sf_schema::Span::new(0, 1)).first;
            return stub(
                &input,
                findings::error(
                    &said,
                    Spans {
                        first: span,
                        last: span,
                    },
                ),
            );
        }
    };
    let expansion = checked(&input, &snapshot);
    let files = tracked(snapshot.files());
    match input.named {
        Some(_) => quote!(#files #expansion),
        None => quote!({ #files #expansion }),
    }
}

/// The query, or what is wrong with it and a stub.
fn checked(input: &Input, snapshot: &Snapshot) -> TokenStream {
    let source = &input.source;
    let options = Options { binds: true };
    let check_options = CheckOptions {
        lints: input.options.lints(&snapshot.settings.lints),
        ..CheckOptions::default()
    };
    let parsed = parse(&source.text, &options);
    let query = match (&parsed.query, parsed.findings.is_empty()) {
        (Some(query), true) => query,
        _ => {
            let found = check_text(&source.text, &options, snapshot, &check_options);
            return refused(input, &found);
        }
    };
    let outcome = check(query, snapshot, &check_options);
    let Some(resolution) = &outcome.resolution else {
        return refused(input, &outcome.findings);
    };
    let types = match Types::new(snapshot, input.options.bindings.as_ref()) {
        Ok(types) => types,
        Err(said) => {
            let span = Span::call_site();
            return stub(
                input,
                findings::error(
                    &said,
                    Spans {
                        first: span,
                        last: span,
                    },
                ),
            );
        }
    };
    let binds = match binds::filled(&resolution.binds, source, &types) {
        Ok(binds) => binds,
        Err((said, place)) => {
            let found = Diagnostic::error("bind", said, place);
            return refused(input, &[found]);
        }
    };
    let warnings = findings::items(&outcome.findings, source);
    let known = resolution.binds.iter().map(|bound| bound.bind);
    let Some(text) = text::marked(query, known) else {
        let found = Diagnostic::error(
            "bind",
            "there is a bind where no value can be bound",
            query.span,
        );
        return refused(input, &[found]);
    };
    let made = Made {
        text: &text,
        resolution,
        types: &types,
        binds: &binds,
    };
    match &input.named {
        None => made.expression(&warnings),
        Some(named) => made.item(named, &warnings),
    }
}

/// A query that is in order.
struct Made<'a> {
    text: &'a str,
    resolution: &'a Resolution<'a>,
    types: &'a Types<'a>,
    binds: &'a [Filled],
}

impl Made<'_> {
    /// The statements and the value of a block.
    fn expression(&self, warnings: &TokenStream) -> TokenStream {
        let selection = &self.resolution.selection;
        let text = self.text;
        let values = self.binds.iter().map(binds::literal);
        let (items, row) = if selection.rows == Rows::Count {
            let object = self.types.object(&selection.object.name.api);
            let row = quote!(::sf_runtime::__private::Count<#object>);
            (TokenStream::new(), row)
        } else {
            let naming = Naming {
                root: format_ident!("Row"),
                before: String::new(),
                after: "Row",
                visibility: quote!(pub),
                attributes: TokenStream::new(),
            };
            let row = rows::tree(selection, self.types);
            let mut items = rows::emit(&row, self.types, &naming);
            if selection.rows == Rows::Records {
                items.extend(quote!(impl ::sf_runtime::__private::Records for Row {}));
            }
            (items, quote!(Row))
        };
        quote! {
            #warnings
            #items
            ::sf_runtime::__private::Query::<#row>::new(
                ::sf_runtime::__private::Soql::checked(#text, [#(#values),*])
            )
        }
    }

    /// The row's struct and the function that makes the query.
    fn item(&self, _named: &Named, _warnings: &TokenStream) -> TokenStream {
        TokenStream::new()
    }
}

/// The findings, and a stub.
fn refused(input: &Input, findings: &[Diagnostic]) -> TokenStream {
    stub(input, findings::items(findings, &input.source))
}

/// What stands for a query that is refused, so that the rest of the function is not refused too.
fn stub(input: &Input, errors: TokenStream) -> TokenStream {
    let _: &Source = &input.source;
    match &input.named {
        None => quote! {{
            #errors
            ::core::panic!()
        }},
        Some(_) => errors,
    }
}
