//! The tokens of a row: how it is read, what it selects, and its query.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use sf_schema::soql::check::{Column, ColumnKind, Rows, Step};
use sf_schema::soql::{Function, Right};
use syn::spanned::Spanned;
use syn::{DeriveInput, Type};

use super::Made;
use super::input::{Around, RowInput, around};
use super::members::{Children, Parent, What};
use crate::binds::{self, Arguments};
use crate::query::text::{CONDITION, marked};
use crate::types::{Shape, Types};

/// An org follows so many lookups to a field, and so many levels of child records.
const MOST: usize = 5;

impl<'a> Made<'a> {
    /// The columns that a field of the struct stands for.
    pub(super) fn columns_of(&self, member: usize) -> impl Iterator<Item = &Column<'a>> {
        let columns = self.resolution.selection.columns.iter();
        columns.filter(move |column| self.composite.member_at(column.span) == Some(member))
    }

    pub(super) fn shape(&self, column: &Column<'a>) -> Shape<'a> {
        match &column.kind {
            ColumnKind::Field(path) => self.types.shape(path),
            ColumnKind::Value { path, data, .. } => self.types.value(*data, path.as_ref()),
            _ => Shape::Json,
        }
    }

    fn is_of_records(&self) -> bool {
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
    let known = made.resolution.binds.iter().map(|bound| bound.bind);
    let Some(text) = marked(made.query, known) else {
        let said = "there is a bind where no value can be bound";
        return Err(syn::Error::new(name.span(), said));
    };
    let rest = text.find(CONDITION).and_then(|at| text.get(at..));
    let rest = rest.unwrap_or_default();
    let mut reader = Reader {
        made,
        keys: Vec::new(),
        next: 0,
    };
    let reads: TokenStream = (0..made.members.len())
        .map(|place| reader.member(place))
        .collect();
    let keys = &reader.keys;
    let (items, has_rows) = items(made);
    let asserts = asserts(made, &items, has_rows);
    let items = items.iter().map(|(_, _, item)| item);
    let nested = nested(made, &object);
    let soql = if has_rows {
        quote!(::sf_runtime::__private::soql_of::<#name, _>)
    } else {
        quote!((|values| ::sf_runtime::__private::Soql::checked(#text, values)))
    };
    let query = query(made, &soql)?;
    Ok(quote! {
        impl ::sf_runtime::__private::Row for #name {
            type Object = #object;
            const COLUMNS: &'static [&'static str] = &[#(#keys),*];
            fn read(cells: &mut ::sf_runtime::__private::Cells<'_>) -> Self {
                Self { #reads }
            }
        }

        impl ::sf_runtime::__private::SoqlRow for #name {
            const SELECT: &'static [::sf_runtime::__private::Item] = &[#(#items),*];
            const REST: &'static str = #rest;
        }

        #nested
        #asserts
        #query
    }
    .into_iter()
    .chain(deserialize(name))
    .collect())
}

fn deserialize(name: &Ident) -> TokenStream {
    quote! {
        impl<'de> ::sf_runtime::__private::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::sf_runtime::__private::serde::Deserializer<'de>>(
                json: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::sf_runtime::__private::read_row(json)
            }
        }
    }
}

/// The function that makes the query, its arguments the binds.
fn query(made: &Made<'_>, soql: &TokenStream) -> syn::Result<TokenStream> {
    let (name, visibility) = (&made.input.name, &made.input.visibility);
    let Arguments { parameters, values } = binds::arguments(&made.resolution.binds, made.types)
        .map_err(|(said, place)| syn::Error::new(made.composite.span(place), said))?;
    Ok(quote! {
        impl #name {
            /// The query of these rows.
            #[allow(dead_code)]
            #visibility fn query(#(#parameters),*) -> ::sf_runtime::__private::Query<#name> {
                ::sf_runtime::__private::Query::new(#soql([#(#values),*]))
            }
        }
    })
}

/// In which other rows this one may be.
fn nested(made: &Made<'_>, object: &TokenStream) -> TokenStream {
    let name = &made.input.name;
    if !made.is_of_records() {
        return TokenStream::new();
    }
    let mut tokens = quote!(impl ::sf_runtime::__private::Records for #name {});
    let columns = &made.resolution.selection.columns;
    let has_functions = columns
        .iter()
        .any(|column| !matches!(column.kind, ColumnKind::Field(_)));
    let has_children = made
        .members
        .iter()
        .any(|member| matches!(member.what, What::Children(_)));
    if made.input.clauses.is_empty() && !has_functions && !has_children {
        tokens.extend(quote!(impl ::sf_runtime::__private::ParentRow<#object> for #name {}));
    }
    let mut has_semi_join = false;
    if let Some(filter) = &made.query.filter {
        filter.each_predicate(&mut |predicate| {
            has_semi_join |= matches!(predicate.right, Right::Query(_));
        });
    }
    let is_child = made.input.clause("offset").is_none()
        && made.input.clause("scope").is_none()
        && made.resolution.binds.is_empty()
        && !has_semi_join;
    if is_child {
        tokens.extend(quote!(impl ::sf_runtime::__private::ChildRow<#object> for #name {}));
    }
    tokens
}

/// What each field of the struct selects, with the relationship that it begins with, and whether any
/// of it is another row.
fn items(made: &Made<'_>) -> (Vec<(usize, String, TokenStream)>, bool) {
    let rt = quote!(::sf_runtime::__private);
    let mut own = made.query.select.iter();
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
                    items.push((place, first, quote!(#rt::Item::Column(#text))));
                }
            }
            What::Parent(parent) => {
                has_rows = true;
                let (row, object) = (parent.row, made.types.object(&parent.object));
                let span = row.span();
                let inside = quote_spanned!(span=> <#row as #rt::ParentRow<#object>>::ITEMS);
                let mut path = parent.path.iter().rev();
                let last = path.next();
                let mut item = quote!(#rt::Item::Parent(#last, #inside));
                for step in path {
                    item = quote!(#rt::Item::Parent(#step, &[#item]));
                }
                let first = parent
                    .path
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
                let row = quote_spanned!(span=> <#row as #rt::ChildRow<#object>>);
                let item = quote!(#rt::Item::Children(#relationship, #row::ITEMS, #row::TAIL));
                items.push((place, String::new(), item));
            }
            What::Unknown => {}
        }
    }
    (items, has_rows)
}

/// What only the compiler can tell, because it is about several structs.
fn asserts(made: &Made<'_>, items: &[(usize, String, TokenStream)], has_rows: bool) -> TokenStream {
    if !has_rows {
        return TokenStream::new();
    }
    let rt = quote!(::sf_runtime::__private);
    let name = &made.input.name;
    let field = |place: usize| made.members.get(place).map(|member| &member.field.name);
    let is_row = |place: usize| {
        let member = made.members.get(place);
        member.is_some_and(|member| matches!(member.what, What::Parent(_)))
    };
    let mut tokens = TokenStream::new();
    for (at, (place, first, item)) in items.iter().enumerate() {
        for (other_place, other_first, other) in items.iter().skip(at + 1) {
            let may_overlap = !first.is_empty() && first == other_first;
            if !may_overlap || !(is_row(*place) || is_row(*other_place)) {
                continue;
            }
            let (Some(a), Some(b)) = (field(*place), field(*other_place)) else {
                continue;
            };
            let said = format!("`{a}` and `{b}` of {name} select the same column of `{first}`");
            let span = b.span();
            tokens.extend(quote_spanned! {span=>
                const _: () = ::core::assert!(!#rt::overlap(&#item, &#other), #said);
            });
        }
    }
    let too_far = format!("{name} has a path of more than {MOST} parents");
    let too_deep = format!("{name} has more than {MOST} levels of child records");
    let span = name.span();
    tokens.extend(quote_spanned! {span=>
        const _: () = {
            const SELECT: &[#rt::Item] = <#name as #rt::SoqlRow>::SELECT;
            ::core::assert!(#rt::parents(SELECT) <= #MOST, #too_far);
            ::core::assert!(#rt::levels(SELECT) <= #MOST, #too_deep);
        };
    });
    tokens
}

/// Writes how each field is read.
struct Reader<'r, 'a> {
    made: &'r Made<'a>,
    keys: Vec<String>,
    /// The key that is read next if nothing else is said.
    next: usize,
}

impl Reader<'_, '_> {
    fn member(&mut self, place: usize) -> TokenStream {
        let Some(member) = self.made.members.get(place) else {
            return TokenStream::new();
        };
        let name = &member.field.name;
        let read = match &member.what {
            What::Column(_) => {
                let column = self.made.columns_of(place).next();
                column.map(|column| self.column(&member.field.ty, column))
            }
            What::Parent(parent) => Some(self.parent(parent)),
            What::Children(children) => Some(self.children(children)),
            What::Unknown => None,
        };
        quote!(#name: #read,)
    }

    /// The cells at a key.
    fn cells(&mut self, key: &str) -> TokenStream {
        let place = match self.keys.iter().position(|known| known == key) {
            Some(place) => place,
            None => {
                self.keys.push(key.to_owned());
                self.keys.len() - 1
            }
        };
        let is_next = place == self.next;
        self.next = place + 1;
        if is_next {
            quote!(cells)
        } else {
            quote!(cells.at(#place))
        }
    }

    fn column(&mut self, ty: &Type, column: &Column<'_>) -> TokenStream {
        let (ty, is_option) = match around(ty) {
            Around::Option(inside) => (inside, true),
            _ => (ty, false),
        };
        let (path, steps) = match &column.kind {
            ColumnKind::Field(path) => (Some(path), path.steps.as_slice()),
            ColumnKind::Value {
                path: Some(path),
                function: Function::Format | Function::ToLabel | Function::ConvertCurrency,
                ..
            } if column.alias.is_none() => (None, path.steps.as_slice()),
            _ => (None, &[] as &[Step<'_>]),
        };
        // A group has its values side by side.
        let steps = if self.made.is_of_records() {
            steps
        } else {
            &[]
        };
        let kind = self.kind(column);
        let marker = self.made.types.marker(path);
        let span = ty.span();
        let read = match is_option {
            true => quote_spanned!(span=> value_or_null::<#kind, #marker, #ty>()),
            false => quote_spanned!(span=> value::<#kind, #marker, #ty>()),
        };
        self.within(
            steps.iter().map(|step| step.name()),
            &column.key,
            &read,
            is_option,
        )
    }

    /// Reads below these relationships.
    fn within<'s>(
        &mut self,
        steps: impl Iterator<Item = &'s str>,
        key: &str,
        read: &TokenStream,
        is_option: bool,
    ) -> TokenStream {
        let steps: Vec<&str> = steps.collect();
        let Some((first, below)) = steps.split_first() else {
            let cells = self.cells(key);
            return quote!(#cells.#read);
        };
        let method = match is_option {
            true => quote!(inside_or_null),
            false => quote!(inside),
        };
        let mut inside = quote!(cells.#read);
        let mut column = key;
        for step in below.iter().rev() {
            inside = quote!(cells.#method(&[#column], |cells| #inside));
            column = step;
        }
        let cells = self.cells(first);
        quote!(#cells.#method(&[#column], |cells| #inside))
    }

    fn kind(&self, column: &Column<'_>) -> TokenStream {
        let rt = quote!(::sf_runtime::__private);
        match self.made.shape_of(column) {
            Shape::Blob => quote!(#rt::Bytes),
            Shape::Address => quote!(#rt::Address),
            Shape::Location => quote!(#rt::Location),
            Shape::Json => quote!(#rt::Json),
            shape => self.made.types.bound(&shape),
        }
    }

    fn parent(&mut self, parent: &Parent<'_>) -> TokenStream {
        let row = parent.row;
        let span = row.span();
        let read = match parent.is_option {
            true => quote_spanned!(span=> parent_or_null::<#row>()),
            false => quote_spanned!(span=> parent::<#row>()),
        };
        let Some((last, steps)) = parent.path.split_last() else {
            return TokenStream::new();
        };
        let steps = steps.iter().map(String::as_str);
        self.within(steps, last, &read, parent.is_option)
    }

    fn children(&mut self, children: &Children<'_>) -> TokenStream {
        let row = children.row;
        let span = row.span();
        let cells = self.cells(&children.relationship);
        let read = match children.all {
            true => quote_spanned!(span=> all_children::<#row>()),
            false => quote_spanned!(span=> children::<#row>()),
        };
        quote!(#cells.#read)
    }
}

impl Made<'_> {
    fn shape_of<'s>(&'s self, column: &Column<'_>) -> Shape<'s> {
        let own = self.resolution.selection.columns.iter();
        let same = |known: &&Column<'_>| known.span == column.span;
        own.clone()
            .find(same)
            .map_or(Shape::Json, |column| self.shape(column))
    }
}

/// What stands for a struct that cannot be a row, so that no more is said of it.
pub(super) fn refused(derive: &DeriveInput, error: &syn::Error) -> TokenStream {
    let said = error.to_compile_error();
    if !derive.generics.params.is_empty() || !matches!(derive.data, syn::Data::Struct(_)) {
        return said;
    }
    let any = quote!(::sf_runtime::__private::AnyObject);
    let stub = stub_of(&derive.ident, &derive.vis, &any, &[]);
    quote!(#said #stub)
}

/// What stands for a row whose query is refused.
pub(super) fn stub(input: &RowInput, types: Option<&Types<'_>>, error: &syn::Error) -> TokenStream {
    let said = error.to_compile_error();
    let object = match types {
        Some(types) => types.object(&input.from.value()),
        None => quote!(::sf_runtime::__private::AnyObject),
    };
    let texts = input.clauses.iter().map(|clause| clause.text.as_str());
    let stub = stub_of(&input.name, &input.visibility, &object, &arguments(texts));
    quote!(#said #stub)
}

fn stub_of(
    name: &Ident,
    visibility: &syn::Visibility,
    object: &TokenStream,
    arguments: &[Ident],
) -> TokenStream {
    let deserialize = deserialize(name);
    quote! {
        impl ::sf_runtime::__private::Row for #name {
            type Object = #object;
            const COLUMNS: &'static [&'static str] = &[];
            fn read(_: &mut ::sf_runtime::__private::Cells<'_>) -> Self {
                ::core::unreachable!()
            }
        }
        impl ::sf_runtime::__private::SoqlRow for #name {
            const SELECT: &'static [::sf_runtime::__private::Item] = &[];
            const REST: &'static str = "";
        }
        impl ::sf_runtime::__private::Records for #name {}
        impl<O> ::sf_runtime::__private::ParentRow<O> for #name {}
        impl<O> ::sf_runtime::__private::ChildRow<O> for #name {}
        impl #name {
            #[allow(dead_code, unused_variables)]
            #visibility fn query(#(#arguments: impl ::core::marker::Sized),*)
                -> ::sf_runtime::__private::Query<#name>
            {
                ::core::unreachable!()
            }
        }
        #deserialize
    }
}

/// The names after colons outside of quotes, in order: what the arguments of `query` would be.
fn arguments<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Ident> {
    let mut names: Vec<Ident> = Vec::new();
    for text in texts {
        let mut chars = text.char_indices().peekable();
        let mut is_quoted = false;
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if is_quoted => {
                    chars.next();
                }
                '\'' => is_quoted = !is_quoted,
                ':' if !is_quoted => {
                    let rest = text.get(at + 1..).unwrap_or_default();
                    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                    let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
                    if let Ok(name) = syn::parse_str::<Ident>(word)
                        && !names.contains(&name)
                    {
                        names.push(name);
                    }
                }
                _ => {}
            }
        }
    }
    for name in &mut names {
        name.set_span(Span::call_site());
    }
    names
}
