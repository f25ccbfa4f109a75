//! `soql!`: from the call to the query.

mod stub;
pub(crate) mod text;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use sf_schema::Diagnostic;
use sf_schema::soql::check::{Resolution, Rows, check, check_text};
use sf_schema::soql::{Options, parse};
use syn::ext::IdentExt;

use crate::binds::{self, Arguments};
use crate::findings::{self, Refusal};
use crate::input::{Input, Named};
use crate::rows::{self, Naming};
use crate::runtime::RT;
use crate::schema::{Snapshot, tracked};
use crate::source::{Source, Spans};
use crate::types::Types;

/// The expansion of a call.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let is_item = names_a_row(&input);
    let input: Input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => {
            let said = error.to_compile_error();
            return if is_item { said } else { quote!({ #said }) };
        }
    };
    let snapshot = match Snapshot::open() {
        Ok(snapshot) => snapshot,
        Err(said) => {
            let spans = input.source.spans(sf_schema::Span::new(0, 1));
            return stub::stub(&input, Refusal::of(&said, spans));
        }
    };
    let expansion = checked(&input, &snapshot);
    let files = tracked(snapshot.files());
    match input.named {
        Some(_) => quote!(#files #expansion),
        None => quote!({ #files #expansion }),
    }
}

/// Whether a struct is named, so that the macro stands where an item does, even if what is said of it
/// cannot be read.
fn names_a_row(input: &TokenStream) -> bool {
    let is_struct = |token: TokenTree| matches!(token, TokenTree::Ident(word) if word == "struct");
    input.clone().into_iter().any(is_struct)
}

/// The query, or what is wrong with it and a stub.
fn checked(input: &Input, snapshot: &Snapshot) -> TokenStream {
    let source = &input.source;
    let refused = |findings: &[Diagnostic]| stub::refused(input, snapshot, findings);
    let options = Options { binds: true };
    let check_options = input.options.check(&snapshot.settings);
    let parsed = parse(&source.text, &options);
    let query = match (&parsed.query, parsed.findings.is_empty()) {
        (Some(query), true) => query,
        _ => {
            let found = check_text(&source.text, &options, snapshot, &check_options);
            return refused(&found);
        }
    };
    let outcome = check(query, snapshot, &check_options);
    let Some(resolution) = &outcome.resolution else {
        return refused(&outcome.findings);
    };
    let types = match Types::new(snapshot, input.options.bindings.as_ref()) {
        Ok(types) => types,
        Err(said) => {
            let span = Span::call_site();
            let spans = Spans {
                first: span,
                last: span,
            };
            return stub::stub(input, Refusal::of(&said, spans));
        }
    };
    let warnings = findings::warnings(&outcome.findings, source);
    let mut known = resolution.binds.iter().map(|bound| bound.bind);
    let Some(text) = text::marked(query, &mut known) else {
        let found = Diagnostic::error(
            "bind",
            "there is a bind where no value can be bound",
            query.span,
        );
        return refused(&[found]);
    };
    let made = Made {
        text: &text,
        resolution,
        types: &types,
    };
    let made = match &input.named {
        None => made.expression(source, &warnings),
        Some(named) => made.item(named, &warnings),
    };
    made.unwrap_or_else(|(said, place)| refused(&[Diagnostic::error("bind", said, place)]))
}

/// What cannot be made of a query, and where in it.
type Unmade = (String, sf_schema::Span);

/// A query that is in order.
struct Made<'a> {
    text: &'a str,
    resolution: &'a Resolution<'a>,
    types: &'a Types<'a>,
}

impl Made<'_> {
    /// The statements and the value of a block.
    fn expression(&self, source: &Source, warnings: &TokenStream) -> Result<TokenStream, Unmade> {
        let selection = &self.resolution.selection;
        let text = self.text;
        let binds = binds::filled(&self.resolution.binds, source, self.types)?;
        let values = binds.iter().map(binds::literal);
        let (items, row) = if selection.rows == Rows::Count {
            let object = self.types.object(&selection.object.name.api);
            let row = quote!(#RT::Count<#object>);
            (TokenStream::new(), row)
        } else {
            (self.rows(&Naming::of_block()), quote!(Row))
        };
        // The values are made outside of the block that holds the rows' structs, whose names would
        // stand before those of the program.
        let made = Ident::new("values", Span::mixed_site());
        Ok(quote! {
            #warnings
            match [#(#values),*] {
                #made => {
                    #items
                    #RT::Query::<#row>::checked(#text, #made)
                }
            }
        })
    }

    /// The structs of the rows.
    fn rows(&self, naming: &Naming) -> TokenStream {
        let selection = &self.resolution.selection;
        rows::emit(&rows::tree(selection, self.types), self.types, naming)
    }

    /// The row's struct and the function that makes the query.
    fn item(&self, named: &Named, warnings: &TokenStream) -> Result<TokenStream, Unmade> {
        let selection = &self.resolution.selection;
        if selection.rows == Rows::Count {
            let said = "SELECT COUNT() has no rows that could have a name: write the query alone";
            return Err((said.to_owned(), sf_schema::Span::new(0, self.text.len())));
        }
        let arguments = Arguments::of(&self.resolution.binds, self.types)?;
        let ((_, parameters, _), values) = (arguments.parameters(), arguments.literals());
        let (name, visibility) = (&named.name, &named.visibility);
        let items = self.rows(&naming(named));
        let text = self.text;
        Ok(quote! {
            #warnings
            #items

            impl #name {
                /// The query of these rows.
                #[allow(dead_code)]
                #visibility fn query(#parameters) -> #RT::Query<#name> {
                    #RT::Query::checked(#text, #values)
                }
            }
        })
    }
}

impl Naming {
    /// How the structs of a row without a name are called.
    fn of_block() -> Self {
        Self {
            root: format_ident!("Row"),
            before: String::new(),
            after: "Row",
            visibility: quote!(pub),
            attributes: TokenStream::new(),
            is_named: false,
        }
    }
}

/// How the structs of a named row are called.
fn naming(named: &Named) -> Naming {
    let Named {
        attributes,
        visibility,
        name,
    } = named;
    let mut tokens = TokenStream::new();
    for attribute in attributes {
        attribute.to_tokens(&mut tokens);
    }
    Naming {
        root: name.clone(),
        before: name.unraw().to_string(),
        after: "",
        visibility: quote!(#visibility),
        attributes: tokens,
        is_named: true,
    }
}
