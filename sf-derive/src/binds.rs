//! Binds: what each place wants, and the expression that fills it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use sf_schema::soql::check::{BindPlace, BoundBind, Compared};
use sf_schema::soql::row::{BINDS_ARE_NAMES, Shape};
use sf_schema::soql::{Function, Operator};
use syn::spanned::Spanned;

use crate::runtime::RT;
use crate::source::Source;
use crate::types::Types;

/// A bind, in tokens.
pub(crate) struct Filled {
    /// What the place wants: a `Bind`, or a `BindWhole`.
    pub(crate) wanted: Wanted,
    /// The expression.
    pub(crate) value: TokenStream,
    pub(crate) span: Span,
}

/// The binds of a query in the order of the text.
///
/// # Errors
/// A bind that is no Rust, and where it stands.
pub(crate) fn filled(
    binds: &[BoundBind<'_>],
    source: &Source,
    types: &Types<'_>,
) -> Result<Vec<Filled>, (String, sf_schema::Span)> {
    let mut filled = Vec::new();
    for bound in binds {
        let place = bound.bind.span;
        let value = source
            .bind(&bound.bind.text, place)
            .map_err(|said| (said, place))?;
        filled.push(Filled {
            wanted: wanted(&bound.place, types),
            value,
            span: source.spans(place).first,
        });
    }
    Ok(filled)
}

/// The literal that a bind becomes when the query is made.
pub(crate) fn literal(bind: &Filled) -> TokenStream {
    let Filled {
        wanted,
        value,
        span,
    } = bind;
    let wanted = wanted.at(*span);
    quote_spanned!(*span=> #wanted::bind(&(#value)))
}

/// Binds as the arguments of a function, in the order in which they first stand in the text.
#[derive(Default)]
pub(crate) struct Arguments {
    /// What each has to be; nothing where only the rows of a child know.
    names: Vec<(Ident, Vec<Wanted>)>,
    /// The literals that they become, in the order of the text.
    values: Vec<Values>,
}

/// Literals of a query.
enum Values {
    /// One: what it has to be, and the argument.
    One(Wanted, Ident),
    /// All of the query of child rows.
    OfRows(Box<syn::Type>, Vec<Ident>),
}

impl Arguments {
    /// The arguments of a query whose binds all are its own.
    ///
    /// # Errors
    /// A bind that is no name, and where it stands.
    pub(crate) fn of(
        binds: &[BoundBind<'_>],
        types: &Types<'_>,
    ) -> Result<Self, (String, sf_schema::Span)> {
        let mut arguments = Self::default();
        for bound in binds {
            arguments.add(bound, types)?;
        }
        Ok(arguments)
    }

    /// Adds a bind of the query's own.
    ///
    /// # Errors
    /// As above.
    pub(crate) fn add(
        &mut self,
        bound: &BoundBind<'_>,
        types: &Types<'_>,
    ) -> Result<(), (String, sf_schema::Span)> {
        let text = &bound.bind.text;
        let parsed = syn::parse_str::<Ident>(text)
            .ok()
            .filter(|_| !bound.bind.braced);
        let Some(name) = parsed else {
            let written = match bound.bind.braced {
                true => format!("{{{text}}}"),
                false => text.clone(),
            };
            let said = format!("{BINDS_ARE_NAMES}: `:min`, not `:{written}`");
            return Err((said, bound.bind.span));
        };
        let wanted = wanted(&bound.place, types);
        self.values.push(Values::One(wanted.clone(), name.clone()));
        self.named(&name).push(wanted);
        Ok(())
    }

    /// Adds the binds of child rows.
    pub(crate) fn add_rows(&mut self, row: &syn::Type, names: &[Ident]) {
        for name in names {
            self.named(name);
        }
        let row = Box::new(row.clone());
        self.values.push(Values::OfRows(row, names.to_vec()));
    }

    fn named(&mut self, name: &Ident) -> &mut Vec<Wanted> {
        let known = self.names.iter().position(|(known, _)| known == name);
        let place = known.unwrap_or_else(|| {
            self.names.push((name.clone(), Vec::new()));
            self.names.len() - 1
        });
        &mut self.names[place].1
    }

    /// Their names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.names.iter().map(|(name, _)| name)
    }

    /// Whether any is of child rows.
    fn has_rows(&self) -> bool {
        let mut values = self.values.iter();
        values.any(|value| matches!(value, Values::OfRows(..)))
    }

    /// The type parameter of each.
    fn types(&self) -> Vec<Ident> {
        let places = 0..self.names.len();
        places.map(|place| format_ident!("__Bind{place}")).collect()
    }

    /// The generics and the parameters of the function, and what must hold.
    pub(crate) fn parameters(&self) -> (TokenStream, TokenStream, TokenStream) {
        let names = self.names();
        if self.has_rows() {
            let (types, bounds) = (self.types(), self.bounds());
            return (quote!(<#(#types),*>), quote!(#(#names: #types),*), bounds);
        }
        let parameters = self
            .names
            .iter()
            .map(|(name, wanted)| quote!(#name: impl #(#wanted)+*));
        let none = TokenStream::new;
        (none(), quote!(#(#parameters),*), none())
    }

    fn bounds(&self) -> TokenStream {
        let types = self.types();
        let own = types
            .iter()
            .zip(&self.names)
            .map(|(ty, (_, wanted))| quote!(#ty: #(#wanted)+*,));
        let rows = self.values.iter().filter_map(|values| match values {
            Values::One(..) => None,
            Values::OfRows(row, names) => {
                let types = names.iter().filter_map(|name| {
                    let place = self.names().position(|known| known == name)?;
                    types.get(place)
                });
                let span = row.span();
                Some(quote_spanned! {span=>
                    for<'__bind> #row: ::sf_runtime::__private::RowBinds<(#(&'__bind #types,)*)>,
                })
            }
        });
        quote!(where #(#own)* #(#rows)*)
    }

    /// The literals of a query that has no child rows, as an array.
    pub(crate) fn literals(&self) -> TokenStream {
        let values = self.values.iter().filter_map(|values| match values {
            Values::One(wanted, name) => Some(quote!(#wanted::bind(&#name))),
            Values::OfRows(..) => None,
        });
        quote!([#(#values),*])
    }

    /// What makes the literals for whoever holds the row: an implementation for the row.
    pub(crate) fn of_row(&self, row: &Ident) -> TokenStream {
        if self.names.is_empty() {
            return TokenStream::new();
        }
        let (types, bounds) = (self.types(), self.bounds());
        let names: Vec<_> = self.names().collect();
        // No argument has this name.
        let made = Ident::new("values", Span::mixed_site());
        let values = self.values.iter().map(|values| match values {
            Values::One(wanted, name) => quote!(#made.push(#wanted::bind(#name));),
            Values::OfRows(row, names) => quote! {
                #made.extend(<#row as #RT::RowBinds<_>>::values((#(#names,)*)));
            },
        });
        quote! {
            impl<'__values, #(#types),*> #RT::RowBinds<(#(&'__values #types,)*)> for #row #bounds {
                fn values((#(#names,)*): (#(&'__values #types,)*)) -> ::std::vec::Vec<#RT::Literal> {
                    let mut #made = ::std::vec::Vec::new();
                    #(#values)*
                    #made
                }
            }
        }
    }
}

/// The trait that a bind must have, with its parameters: what is wanted, and the field.
#[derive(Clone)]
pub(crate) struct Wanted {
    /// Whether it is `BindWhole`, which names the types that there are, and not `Bind`.
    is_whole: bool,
    parameters: TokenStream,
}

impl Wanted {
    /// The path of the trait; the compiler's error stands at the span.
    fn at(&self, span: Span) -> TokenStream {
        let parameters = &self.parameters;
        match self.is_whole {
            true => quote_spanned!(span=> ::sf_runtime::__private::BindWhole::<#parameters>),
            false => quote_spanned!(span=> ::sf_runtime::__private::Bind::<#parameters>),
        }
    }
}

impl ToTokens for Wanted {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.at(Span::call_site()));
    }
}

/// What a place wants.
pub(crate) fn wanted(place: &BindPlace<'_>, types: &Types<'_>) -> Wanted {
    let parameters = match place {
        BindPlace::Value(compared) => {
            let (kind, field) = compared_with(compared, types);
            match compared.operator {
                Operator::Equal | Operator::NotEqual => quote!(#RT::OrNull<#kind>, #field),
                _ => quote!(#kind, #field),
            }
        }
        BindPlace::Element(compared) => {
            let (kind, field) = compared_with(compared, types);
            quote!(#kind, #field)
        }
        BindPlace::List(compared) => {
            let (kind, field) = compared_with(compared, types);
            quote!(#RT::ListOf<#kind>, #field)
        }
        BindPlace::Limit => quote!(#RT::WholeNumber, #RT::Limit),
        BindPlace::Offset => quote!(#RT::WholeNumberTo2000, #RT::Offset),
        BindPlace::DateNumber => quote!(#RT::WholeNumber, #RT::DateLiteralNumber),
        BindPlace::Coordinate => quote!(#RT::Number, #RT::NoField),
        _ => quote!(#RT::Text, #RT::NoField),
    };
    let is_whole = matches!(
        place,
        BindPlace::Limit | BindPlace::Offset | BindPlace::DateNumber
    );
    Wanted {
        is_whole,
        parameters,
    }
}

fn compared_with(compared: &Compared<'_>, types: &Types<'_>) -> (TokenStream, TokenStream) {
    let field = types.marker(compared.path.as_ref());
    if compared.operator == Operator::Like {
        return (quote!(#RT::Pattern), field);
    }
    let shape = match compared.function {
        // A label is any text.
        Some(Function::ToLabel) => Shape::Text,
        _ => types.value(compared.data, compared.path.as_ref()),
    };
    (types.bound(&shape), field)
}

/// The names after colons outside of quotes, in order, each once: what the arguments of
/// `query` would be, had the query a meaning.
pub(crate) fn names_in(texts: &[&str]) -> Vec<Ident> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_of_a_stub_are_the_binds_in_order() {
        let texts = [
            r"A = ':no\':no' AND B > :min AND D = LAST_N_DAYS:7 AND E = LAST_N_DAYS::days",
            "C IN :names OR B = :min OR E = 2026-01-01T10:00:00Z",
            ":",
            "'",
            "é:é",
        ];
        let names = names_in(&texts);
        let names: Vec<String> = names.iter().map(Ident::to_string).collect();
        assert_eq!(names, ["min", "days", "names"]);
    }
}
