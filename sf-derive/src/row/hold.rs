//! Whether the struct's fields can hold what the query selects, as far as the names of their types
//! tell. What these do not tell, the compiler does: see `ReadAs` in sf-runtime.

use proc_macro2::TokenStream;
use sf_schema::Level;
use sf_schema::soql::check::{Column, Lint, Rows};
use sf_schema::soql::row::{self, Held, Misfit, MisfitKind};
use syn::Type;
use syn::spanned::Spanned;

use super::Made;
use super::input::{Around, RowField, around, last_name};
use super::members::{Children, Parent, What};
use crate::findings;
use crate::source::Spans;

/// Warnings, and what is wrong.
pub(super) fn check(made: &Made<'_>) -> (TokenStream, Vec<syn::Error>) {
    let mut checked = Checked {
        made,
        warnings: TokenStream::new(),
        errors: Vec::new(),
    };
    let selection = &made.resolution.selection;
    for (place, member) in made.members.iter().enumerate() {
        let field = member.field;
        match &member.what {
            What::Column(text) => {
                let mut columns = made.columns_of(place);
                match (columns.next(), columns.next()) {
                    (Some(column), None) => checked.column(field, column),
                    _ => checked.refuse(
                        field
                            .column
                            .as_ref()
                            .map_or(field.name.span(), |text| text.span()),
                        format!("a field of a row is one column, and `{text}` is not"),
                    ),
                }
            }
            What::Parent(_) | What::Children(_) if selection.rows != Rows::Records => checked
                .refuse(
                    field.name.span(),
                    "a row of groups has columns alone, no parents or child records".to_owned(),
                ),
            What::Parent(parent) => checked.parent(field, parent),
            What::Children(children) => checked.children(field, children, place),
            What::Unknown => {}
        }
    }
    (checked.warnings, checked.errors)
}

struct Checked<'c, 'a> {
    made: &'c Made<'a>,
    warnings: TokenStream,
    errors: Vec<syn::Error>,
}

impl Checked<'_, '_> {
    fn refuse(&mut self, span: proc_macro2::Span, said: String) {
        self.errors.push(syn::Error::new(span, said));
    }

    /// Refuses the type of a field.
    fn refuse_type(&mut self, field: &RowField, said: String) {
        self.errors.push(syn::Error::new_spanned(&field.ty, said));
    }

    fn column(&mut self, field: &RowField, column: &Column<'_>) {
        let (ty, is_option) = match around(&field.ty) {
            Around::Option(inside) => (inside, true),
            _ => (&field.ty, false),
        };
        let object = self.made.resolution.selection.object;
        let (text, shape) = (&self.made.composite.text, self.made.shape(column));
        self.fits(field, ty, is_option, &|held| {
            row::column(column, object, text, &shape, held)
        });
    }

    /// Whether the row is in itself, so that its query would have no end.
    fn is_endless(&mut self, field: &RowField, row: &Type) -> bool {
        let own = self.made.input.name.to_string();
        let is_endless = last_name(row).is_some_and(|name| name == own || name == "Self");
        if is_endless {
            self.refuse_type(
                field,
                format!(
                    "`{own}` would be selected in itself without an end: write another struct for \
                     this level"
                ),
            );
        }
        is_endless
    }

    fn parent(&mut self, field: &RowField, parent: &Parent<'_>) {
        if !self.is_endless(field, parent.row) {
            self.fits(field, parent.row, parent.is_option, &|held| {
                row::parent(&parent.to, held)
            });
        }
    }

    /// Says whether the type holds what is selected.
    fn fits(
        &mut self,
        field: &RowField,
        ty: &Type,
        is_option: bool,
        fits: &dyn Fn(Held<'_>) -> Result<(), Misfit>,
    ) {
        let (name, text) = (last_name(ty).unwrap_or_default(), written(ty));
        let held = Held {
            name: &name,
            text: &text,
            is_option,
        };
        let Err(misfit) = fits(held) else { return };
        let mut said = format!("{}: {}", misfit.message, misfit.write);
        if let Some(note) = misfit.note {
            said.push_str("\n   = note: ");
            said.push_str(note);
        }
        match misfit.kind {
            MisfitKind::NeedlessOption => self.needless(field, said),
            _ => self.refuse_type(field, said),
        }
    }

    fn children(&mut self, field: &RowField, children: &Children<'_>, place: usize) {
        if self.is_endless(field, children.row) {
            return;
        }
        let is_second = self
            .made
            .members
            .iter()
            .take(place)
            .any(|other| match &other.what {
                What::Children(other) => other.relationship == children.relationship,
                _ => false,
            });
        if is_second {
            self.refuse(
                field.name.span(),
                format!("`{}` is selected twice", children.relationship),
            );
        }
    }

    fn needless(&mut self, field: &RowField, said: String) {
        let lint = Lint::NeedlessOption;
        match self.made.lints.level(lint) {
            None => {}
            Some(Level::Error) => self.refuse_type(field, said),
            Some(Level::Warning) => {
                let span = field.ty.span();
                let spans = Spans {
                    first: span,
                    last: span,
                };
                self.warnings
                    .extend(findings::warning(&said, lint.name(), spans));
            }
        }
    }
}

/// A type as it was written.
fn written(ty: &Type) -> String {
    let text = quote::quote!(#ty).to_string();
    text.replace(" < ", "<")
        .replace(" >", ">")
        .replace("< ", "<")
        .replace(" :: ", "::")
        .replace("& ", "&")
}
