//! Binds: what each place wants, and the expression that fills it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use sf_schema::soql::check::{BindPlace, BoundBind, Compared};
use sf_schema::soql::{Function, Operator};

use crate::source::Source;
use crate::types::{Shape, Types};

/// A bind, in tokens.
pub(crate) struct Filled {
    /// What the place wants: the parameters of `Bind`.
    pub(crate) wanted: TokenStream,
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
    let filled = binds.iter().map(|bound| {
        let place = bound.bind.span;
        let value = source
            .bind(&bound.bind.text, place)
            .map_err(|said| (said, place))?;
        Ok(Filled {
            wanted: wanted(&bound.place, types),
            value,
            span: source.spans(place).first,
        })
    });
    filled.collect()
}

/// The literal that a bind becomes when the query is made.
pub(crate) fn literal(bind: &Filled) -> TokenStream {
    let Filled {
        wanted,
        value,
        span,
    } = bind;
    quote_spanned!(*span=> ::sf_runtime::__private::Bind::<#wanted>::bind(&(#value)))
}

/// Binds as the arguments of a function: its parameters, and the literals that they become.
pub(crate) struct Arguments {
    pub(crate) parameters: Vec<TokenStream>,
    pub(crate) values: Vec<TokenStream>,
}

/// The binds in the order in which their names first stand in the text.
///
/// # Errors
/// A bind that is no name, and where it stands.
pub(crate) fn arguments(
    binds: &[BoundBind<'_>],
    types: &Types<'_>,
) -> Result<Arguments, (String, sf_schema::Span)> {
    let mut arguments: Vec<(Ident, Vec<TokenStream>)> = Vec::new();
    let mut values = Vec::new();
    for bound in binds {
        let text = &bound.bind.text;
        let parsed = syn::parse_str::<Ident>(text)
            .ok()
            .filter(|_| !bound.bind.braced);
        let Some(argument) = parsed else {
            let said = format!(
                "the binds of a row are the arguments of its `query`, so a bind is a name: `:min`, \
                 not `:{{{text}}}`"
            );
            return Err((said, bound.bind.span));
        };
        let wanted = wanted(&bound.place, types);
        values.push(quote!(::sf_runtime::__private::Bind::<#wanted>::bind(&#argument)));
        match arguments.iter_mut().find(|(known, _)| *known == argument) {
            Some((_, all)) => all.push(wanted),
            None => arguments.push((argument, vec![wanted])),
        }
    }
    let parameters = arguments.iter().map(
        |(argument, wanted)| quote!(#argument: impl #(::sf_runtime::__private::Bind<#wanted>)+*),
    );
    Ok(Arguments {
        parameters: parameters.collect(),
        values,
    })
}

/// The parameters of the trait that a bind must have: what is wanted, and the field.
pub(crate) fn wanted(place: &BindPlace<'_>, types: &Types<'_>) -> TokenStream {
    let rt = quote!(::sf_runtime::__private);
    let none = quote!(#rt::NoField);
    match place {
        BindPlace::Value(compared) => {
            let (kind, field) = compared_with(compared, types);
            match compared.operator {
                Operator::Equal | Operator::NotEqual => quote!(#rt::OrNull<#kind>, #field),
                _ => quote!(#kind, #field),
            }
        }
        BindPlace::Element(compared) => {
            let (kind, field) = compared_with(compared, types);
            quote!(#kind, #field)
        }
        BindPlace::List(compared) => {
            let (kind, field) = compared_with(compared, types);
            quote!(#rt::ListOf<#kind>, #field)
        }
        BindPlace::Limit => quote!(#rt::HowMany, #rt::Limit),
        BindPlace::Offset => quote!(#rt::HowMany, #rt::Offset),
        BindPlace::DateNumber => quote!(#rt::HowMany, #rt::DateLiteralNumber),
        BindPlace::Coordinate => quote!(#rt::Number, #none),
        _ => quote!(#rt::Text, #none),
    }
}

fn compared_with(compared: &Compared<'_>, types: &Types<'_>) -> (TokenStream, TokenStream) {
    let field = types.marker(compared.path.as_ref());
    if compared.operator == Operator::Like {
        return (quote!(::sf_runtime::__private::Pattern), field);
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
pub(crate) fn names_in<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Ident> {
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
        let names = names_in(texts.into_iter());
        let names: Vec<String> = names.iter().map(Ident::to_string).collect();
        assert_eq!(names, ["min", "days", "names"]);
    }
}
