//! Whether the struct's fields can hold what the query selects, as far as the names of their types
//! tell. What these do not tell, the compiler does: see `ReadAs` in sf-runtime.

use proc_macro2::TokenStream;
use sf_schema::Level;
use sf_schema::soql::check::{Column, ColumnKind, Lint, Rows};
use syn::Type;
use syn::spanned::Spanned;

use super::Made;
use super::input::{Around, RowField, around, last_name};
use super::members::{Children, Parent, What};
use crate::findings;
use crate::source::Spans;
use crate::types::Shape;

/// Names of types that are what they are called, in every program.
const KNOWN: &[&str] = &[
    "Address",
    "BTreeMap",
    "BlobRef",
    "Cow",
    "Date",
    "Decimal",
    "HashMap",
    "Id",
    "Location",
    "MultiPicklist",
    "Picklist",
    "String",
    "Time",
    "Timestamp",
    "Value",
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// What a column holds: the type that is advised, and others that lose nothing.
struct Fit {
    wanted: String,
    also: &'static [&'static str],
}

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
        let said = self.subject(column);
        let fit = fit(&self.made.shape(column));
        let option = |ty: &str| match column.nillable {
            true => format!("Option<{ty}>"),
            false => ty.to_owned(),
        };
        let name = last_name(ty).unwrap_or_default();
        let fits = name == base(&fit.wanted) || fit.also.contains(&name.as_str());
        let is_enum = is_enum_of(&self.made.shape(column), &name);
        if !fits
            && (KNOWN.contains(&name.trim_start_matches('&')) || name.starts_with('&') || is_enum)
        {
            let mut message = format!(
                "{said} is not read as `{}`: write `{}`",
                written(ty),
                option(&fit.wanted)
            );
            for other in fit.also {
                message.push_str(&format!(" or `{}`", option(other)));
            }
            if is_enum {
                message.push_str("\n   = note: the org may have values that the snapshot does not");
            }
            return self.refuse_type(field, message);
        }
        if column.nillable && !is_option {
            let wanted = if fits { written(ty) } else { fit.wanted };
            self.refuse_type(
                field,
                format!("{said} may be null: write `Option<{wanted}>`"),
            );
        } else if !column.nillable && is_option {
            let message = format!("{said} is never null: write `{}`", written(ty));
            self.needless(field, &message);
        }
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
        let path = parent.path.join(".");
        if self.is_endless(field, parent.row) {
            return;
        }
        if let Some(name) = last_name(parent.row).filter(|name| KNOWN.contains(&name.as_str())) {
            return self.refuse_type(
                field,
                format!(
                    "`{path}` is a parent, and `{name}` is no row: write a struct with \
                     #[derive(SoqlRow)] and #[soql(from = \"{}\")], or name one of its fields with \
                     #[soql(\"{path}.Name\")]",
                    parent.object
                ),
            );
        }
        if parent.nillable && !parent.is_option {
            self.refuse_type(
                field,
                format!(
                    "there may be no `{path}`: write `Option<{}>`",
                    written(parent.row)
                ),
            );
        } else if !parent.nillable && parent.is_option {
            let message = format!(
                "there always is a `{path}`: write `{}`",
                written(parent.row)
            );
            self.needless(field, &message);
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

    fn needless(&mut self, field: &RowField, message: &str) {
        let lint = Lint::NeedlessOption;
        match self.made.lints.level(lint) {
            None => {}
            Some(Level::Error) => self.refuse_type(field, message.to_owned()),
            Some(Level::Warning) => {
                let span = field.ty.span();
                let spans = Spans {
                    first: span,
                    last: span,
                };
                self.warnings
                    .extend(findings::warning(message, lint.name(), spans));
            }
        }
    }

    /// A column at the start of a sentence.
    fn subject(&self, column: &Column<'_>) -> String {
        let object = &self.made.resolution.selection.object.name.api;
        match &column.kind {
            ColumnKind::Field(path) => format!("`{}` of {object}", path.api()),
            _ => {
                let (start, end) = (column.span.start, column.span.end);
                let text = self.made.composite.text.get(start..end).unwrap_or_default();
                format!("`{text}`")
            }
        }
    }
}

/// Whether it is the enum of the picklist, without `Picklist` around it.
fn is_enum_of(shape: &Shape<'_>, name: &str) -> bool {
    match shape {
        Shape::Picklist(_, picklist) | Shape::MultiPicklist(_, picklist) => picklist.rust == name,
        _ => false,
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

/// The name of a type without what is in its angle brackets.
fn base(ty: &str) -> &str {
    ty.split('<').next().unwrap_or(ty)
}

fn fit(shape: &Shape<'_>) -> Fit {
    let wanted: (&str, &'static [&'static str]) = match shape {
        Shape::Text => ("String", &[]),
        Shape::Boolean => ("bool", &[]),
        Shape::Int => ("i32", &["i64", "f64", "Decimal"]),
        Shape::Long => ("i64", &["Decimal"]),
        Shape::Number => ("Decimal", &["f64"]),
        Shape::Float => ("f64", &["Decimal"]),
        Shape::Date => ("Date", &[]),
        Shape::DateTime => ("Timestamp", &[]),
        Shape::Time => ("Time", &[]),
        Shape::Id(None) => ("Id", &["String"]),
        Shape::Id(Some(object)) => {
            return Fit {
                wanted: format!("Id<{object}>"),
                also: &["String"],
            };
        }
        Shape::OneOf(_, reference) => {
            return Fit {
                wanted: reference.rust.clone(),
                also: &["String"],
            };
        }
        Shape::Picklist(_, picklist) => {
            return Fit {
                wanted: format!("Picklist<{}>", picklist.rust),
                also: &["String"],
            };
        }
        Shape::MultiPicklist(_, picklist) => {
            return Fit {
                wanted: format!("MultiPicklist<{}>", picklist.rust),
                also: &["String"],
            };
        }
        Shape::Blob => ("BlobRef", &[]),
        Shape::Address => ("Address", &[]),
        Shape::Location => ("Location", &[]),
        Shape::Json | Shape::Unknown => ("Value", &[]),
    };
    Fit {
        wanted: wanted.0.to_owned(),
        also: wanted.1,
    }
}
