//! The tokens of a row: how it is read, what it selects, and its query.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use sf_schema::soql::Right;
use sf_schema::soql::check::{Column, ColumnKind, Rows};
use sf_schema::soql::row::Shape;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::Made;
use super::asserts::asserts;
use super::members::{Children, What};
use super::read::Reader;
use crate::binds::Arguments;
use crate::query::text::{CONDITION, marked, marked_part};
use crate::runtime::RT;

impl<'a> Made<'a> {
    /// The columns that a field of the struct stands for.
    pub(super) fn columns_of(&self, member: usize) -> impl Iterator<Item = &Column<'a>> {
        let columns = self.resolution.selection.columns.iter();
        columns.filter(move |column| self.composite.member_at(column.span) == Some(member))
    }

    pub(super) fn shape(&self, column: &Column<'a>) -> Shape<'a> {
        self.types.column(column)
    }

    pub(super) fn is_of_records(&self) -> bool {
        self.resolution.selection.rows == Rows::Records
    }
}

/// The row.
///
/// # Errors
/// A bind that is no name, or that stands where none can.
pub(super) fn row(made: &Made<'_>) -> syn::Result<TokenStream> {
    let input = made.input;
    let name = &input.name;
    let object = made
        .types
        .object(&made.resolution.selection.object.name.api);
    let mut known = made.resolution.binds.iter().map(|bound| bound.bind);
    let Some(text) = marked(made.query, &mut known) else {
        let said = "there is a bind where no value can be bound";
        return Err(syn::Error::new(name.span(), said));
    };
    let rest = text.find(CONDITION).and_then(|at| text.get(at..));
    let rest = match &made.query.scope {
        Some(scope) => format!(" USING SCOPE {scope}{}", rest.unwrap_or_default()),
        None => rest.unwrap_or_default().to_owned(),
    };
    let mut reader = Reader::new(made);
    let reads: TokenStream = (0..made.members.len())
        .map(|place| reader.member(place))
        .collect();
    let keys = &reader.keys;
    let (items, has_rows) = items(made);
    let asserts = asserts(made, &items, has_rows);
    let items = items.iter().map(|(_, _, item)| item);
    let nested = nested(made, &object);
    let arguments = arguments(made)?;
    let binds = arguments.of_row(name);
    let names = arguments.names().map(|name| name.unraw().to_string());
    let query = match made.is_queryable {
        true => query(made, &arguments, (!has_rows).then_some(&text)),
        false => TokenStream::new(),
    };
    Ok(quote! {
        impl #RT::Row for #name {
            const COLUMNS: &'static [&'static str] = &[#(#keys),*];
            fn read(cells: &mut #RT::Cells<'_>) -> Self {
                Self { #reads }
            }
        }

        impl #RT::SoqlRow for #name {
            const SELECT: &'static [#RT::Item] = &[#(#items),*];
            const REST: &'static str = #rest;
            const BINDS: ::core::option::Option<&'static [&'static str]> =
                ::core::option::Option::Some(&[#(#names),*]);
        }
        #binds

        #nested
        #asserts
        #query
    }
    .into_iter()
    .chain(deserialize(name))
    .collect())
}

pub(super) fn deserialize(name: &Ident) -> TokenStream {
    quote! {
        impl<'de> #RT::serde::Deserialize<'de> for #name {
            fn deserialize<D: #RT::serde::Deserializer<'de>>(
                json: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #RT::read_row(json)
            }
        }
    }
}

/// The binds: those of columns and child rows in the order of the fields, then those of the clauses.
fn arguments(made: &Made<'_>) -> syn::Result<Arguments> {
    let refuse = |(said, place)| syn::Error::new(made.composite.span(place), said);
    let mut arguments = Arguments::default();
    let mut own = made.resolution.binds.iter().peekable();
    for (place, member) in made.members.iter().enumerate() {
        let is_here = |span| made.composite.member_at(span) == Some(place);
        while let Some(bound) = own.next_if(|bound| is_here(bound.bind.span)) {
            arguments.add(bound, made.types).map_err(refuse)?;
        }
        if let What::Children(children) = &member.what
            && !children.binds.is_empty()
        {
            arguments.add_rows(children.row, children.binds);
        }
    }
    for bound in own {
        arguments.add(bound, made.types).map_err(refuse)?;
    }
    Ok(arguments)
}

/// The function that makes the query, its arguments the binds; of a row without others in it, whose
/// text is known.
fn query(made: &Made<'_>, arguments: &Arguments, text: Option<&String>) -> TokenStream {
    let (name, visibility) = (&made.input.name, &made.input.visibility);
    let (generics, parameters, bounds) = arguments.parameters();
    let names: Vec<_> = arguments.names().collect();
    let soql = match text {
        Some(text) => {
            let values = arguments.literals();
            quote!(#RT::Soql::checked(#text, #values))
        }
        None => {
            let from = &made.resolution.selection.object.name.api;
            let values = match names.is_empty() {
                true => quote!(::std::vec::Vec::new()),
                false => quote!(<#name as #RT::RowBinds<_>>::values((#(&#names,)*))),
            };
            quote!(#RT::soql_of::<#name>(#from, #values))
        }
    };
    quote! {
        impl #name {
            /// The query of these rows.
            #[allow(dead_code)]
            #visibility fn query #generics (#parameters) -> #RT::Query<#name> #bounds {
                #RT::Query::new(#soql)
            }
        }
    }
}

/// In which other rows this one may be.
fn nested(made: &Made<'_>, object: &TokenStream) -> TokenStream {
    let name = &made.input.name;
    if !made.is_of_records() {
        return quote! {
            impl #RT::Selected for #name {
                type Object = #object;
            }
        };
    }
    let mut tokens = quote! {
        impl #RT::Records for #name {
            type Object = #object;
        }
    };
    let columns = &made.resolution.selection.columns;
    let has_functions = columns
        .iter()
        .any(|column| !matches!(column.kind, ColumnKind::Field(_)));
    let has_children = made
        .members
        .iter()
        .any(|member| matches!(member.what, What::Children(_)));
    if made.input.clauses.is_empty() && !has_functions && !has_children {
        tokens.extend(quote!(impl #RT::ParentRow<#object> for #name {}));
    }
    let mut has_semi_join = false;
    if let Some(filter) = &made.query.filter {
        filter.each_predicate(&mut |predicate| {
            has_semi_join |= matches!(predicate.right, Right::Query(_));
        });
    }
    let is_child = made.is_queryable
        // Of the query: `limit = "5 OFFSET 5"` has one too.
        && made.query.offset.is_none()
        && made.query.scope.is_none()
        && !has_semi_join;
    if is_child {
        tokens.extend(quote!(impl #RT::ChildRow<#object> for #name {}));
    }
    tokens
}

/// What each field of the struct selects, with the relationship that it begins with, and whether any
/// of it is another row.
fn items(made: &Made<'_>) -> (Vec<(usize, String, TokenStream)>, bool) {
    let mut own = made.query.select.iter();
    let mut binds = made.resolution.binds.iter().map(|bound| bound.bind);
    let mut has_rows = false;
    let mut items = Vec::new();
    for (place, member) in made.members.iter().enumerate() {
        match &member.what {
            What::Column(_) => {
                if let Some(item) = own.next() {
                    let text = item.to_string();
                    let first = match text.split_once('.') {
                        Some((first, _)) if !text.contains('(') => first.to_ascii_lowercase(),
                        _ => String::new(),
                    };
                    // That each bind is known was seen of the whole query.
                    let text = marked_part(&text, &mut binds).unwrap_or(text);
                    items.push((place, first, quote!(#RT::Item::Column(#text))));
                }
            }
            What::Parent(parent) => {
                has_rows = true;
                let (row, object) = (parent.row, made.types.object(&parent.to.object));
                let span = row.span();
                let inside = quote_spanned!(span=> <#row as #RT::ParentRow<#object>>::ITEMS);
                let mut path = parent.to.names.iter().rev();
                let last = path.next();
                let mut item = quote!(#RT::Item::Parent(#last, #inside));
                for step in path {
                    item = quote!(#RT::Item::Parent(#step, &[#item]));
                }
                let first = parent
                    .to
                    .names
                    .first()
                    .map_or_else(String::new, |name| name.to_ascii_lowercase());
                items.push((place, first, item));
            }
            What::Children(children) => {
                has_rows = true;
                let Children {
                    relationship, row, ..
                } = children;
                let object = made.types.object(&children.object);
                let span = row.span();
                let row = quote_spanned!(span=> <#row as #RT::ChildRow<#object>>);
                let item = quote!(#RT::Item::Children(#relationship, #row::ITEMS, #row::TAIL));
                items.push((place, String::new(), item));
            }
            What::Unknown => {}
        }
    }
    (items, has_rows)
}
