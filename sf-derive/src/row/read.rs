//! How each field of the struct is read from the cells of a record.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use sf_schema::soql::Function;
use sf_schema::soql::check::{Column, ColumnKind, Step};
use sf_schema::soql::row::Shape;
use syn::Type;
use syn::spanned::Spanned;

use super::Made;
use super::input::{Around, around};
use super::members::{Children, Parent, What};
use crate::runtime::RT;

/// Writes how each field is read.
pub(super) struct Reader<'r, 'a> {
    made: &'r Made<'a>,
    /// The keys, in the order of the answer.
    pub(super) keys: Vec<String>,
    /// The key that is read next if nothing else is said.
    next: usize,
}

impl<'r, 'a> Reader<'r, 'a> {
    pub(super) fn new(made: &'r Made<'a>) -> Self {
        Self {
            made,
            keys: Vec::new(),
            next: 0,
        }
    }

    pub(super) fn member(&mut self, place: usize) -> TokenStream {
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
        let mut names = Vec::new();
        for step in steps {
            names.push(step.name());
        }
        self.within(&names, &column.key, &read, is_option)
    }

    /// Reads below these relationships.
    fn within(
        &mut self,
        steps: &[&str],
        key: &str,
        read: &TokenStream,
        is_option: bool,
    ) -> TokenStream {
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
        match self.made.shape_of(column) {
            Shape::Blob => quote!(#RT::Bytes),
            Shape::Address => quote!(#RT::Address),
            Shape::Location => quote!(#RT::Location),
            Shape::Json => quote!(#RT::Json),
            shape => self.made.types.bound(&shape),
        }
    }

    fn parent(&mut self, parent: &Parent<'_>) -> TokenStream {
        let row = parent.row;
        let span = row.span();
        let read = match parent.is_option {
            true => quote_spanned!(span=> parent_of_or_null::<#row>()),
            false => quote_spanned!(span=> parent_of::<#row>()),
        };
        let Some((last, steps)) = parent.to.names.split_last() else {
            return TokenStream::new();
        };
        let mut names = Vec::new();
        for step in steps {
            names.push(step.as_str());
        }
        self.within(&names, last, &read, parent.is_option)
    }

    fn children(&mut self, children: &Children<'_>) -> TokenStream {
        let row = children.row;
        let span = row.span();
        let cells = self.cells(&children.relationship);
        let read = match children.all {
            true => quote_spanned!(span=> all_children_of::<#row>()),
            false => quote_spanned!(span=> children_of::<#row>()),
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
