//! `#[derive(SoqlRow)]`: from a struct to its query.
//!
//! ```text
//! struct -> input (what it says) -> members (what each field is) -> text (one query, with the place
//! of each part) -> sf_schema::soql -> hold (do the types fit?) -> emit
//! ```

mod asserts;
mod by_type;
mod emit;
mod hold;
mod input;
mod members;
mod read;
mod stub;
mod text;

use proc_macro2::TokenStream;
use sf_schema::soql::check::{Lints, Objects, Resolution, check, check_text};
use sf_schema::soql::row::WithName;
use sf_schema::soql::{Options, Query, parse};
use syn::{Data, DeriveInput};

use crate::schema::{Snapshot, tracked};
use crate::types::Types;

use input::RowInput;
use members::Member;
use text::Composite;

/// The expansion of a struct.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let derive: DeriveInput = match syn::parse2(input) {
        Ok(derive) => derive,
        Err(error) => return error.to_compile_error(),
    };
    if let Data::Enum(data) = &derive.data {
        return by_type::expand(&derive, data);
    }
    let input = match RowInput::new(&derive) {
        Ok(input) => input,
        Err(refused) => return stub::refused(&derive, &refused),
    };
    let snapshot = match Snapshot::open() {
        Ok(snapshot) => snapshot,
        Err(said) => {
            return stub::stub(&input, None, &syn::Error::new(input.name.span(), said));
        }
    };
    let expansion = checked(&input, &snapshot);
    let files = tracked(snapshot.files());
    quote::quote!(#files #expansion)
}

/// A row that is in order, as far as one struct tells.
struct Made<'a> {
    input: &'a RowInput,
    types: &'a Types<'a>,
    members: &'a [Member<'a>],
    composite: &'a Composite,
    query: &'a Query,
    resolution: &'a Resolution<'a>,
    /// Whether the row can be queried, and not only be read of a parent.
    is_queryable: bool,
    /// What is made of lints.
    lints: &'a Lints,
}

fn checked(input: &RowInput, snapshot: &Snapshot) -> TokenStream {
    let types = match Types::new(snapshot, input.options.bindings.as_ref()) {
        Ok(types) => types,
        Err(said) => {
            return stub::stub(input, None, &syn::Error::new(input.name.span(), said));
        }
    };
    // A parent has no clauses.
    let name = match input.clauses.is_empty() {
        true => WithName::of(snapshot, &input.from.value()),
        false => None,
    };
    let objects: &dyn Objects = match &name {
        Some(name) => name,
        None => snapshot,
    };
    let (members, mut errors) = members::of(input, objects);
    let composite = Composite::of(input, &members);
    let options = Options { binds: true };
    let check_options = input.options.check(&snapshot.settings);
    let parsed = parse(&composite.text, &options);
    let (findings, query) = match &parsed.query {
        Some(query) if parsed.findings.is_empty() => {
            (check(query, objects, &check_options), Some(query))
        }
        _ => {
            let findings = check_text(&composite.text, &options, objects, &check_options);
            let nothing = sf_schema::soql::check::Checked {
                findings,
                resolution: None,
            };
            (nothing, None)
        }
    };
    let (warnings, refused) = composite.findings(&findings.findings);
    if let Some(refused) = refused {
        errors.push(refused);
    }
    if let (Some(query), Some(resolution)) = (query, &findings.resolution) {
        let made = Made {
            input,
            types: &types,
            members: &members,
            composite: &composite,
            query,
            resolution,
            is_queryable: name.is_none(),
            lints: &check_options.lints,
        };
        let (needless, wrong) = hold::check(&made);
        errors.extend(wrong);
        if errors.is_empty() {
            match emit::row(&made) {
                Ok(row) => return quote::quote!(#warnings #needless #row),
                Err(error) => errors.push(error),
            }
        }
    }
    let mut errors = errors.into_iter();
    let Some(mut all) = errors.next() else {
        // The check gives a meaning or an error.
        let said = "the query cannot be checked";
        return stub::stub(
            input,
            Some(&types),
            &syn::Error::new(input.name.span(), said),
        );
    };
    all.extend(errors);
    stub::stub(input, Some(&types), &all)
}
