//! What only the compiler can tell of a row, because it is about several structs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use sf_schema::Level;
use sf_schema::soql::check::Lint;
use sf_schema::soql::{MAX_CHARACTERS, Operand, Query};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::Made;
use super::members::{Children, Parent, What};
use crate::runtime::RT;

/// An org follows so many lookups to a field, and so many levels of child records.
const MOST: usize = 5;
/// And so many relationships to child records, and to parents (D66).
const CHILDREN: usize = 20;
const PARENTS: usize = 55;
/// And so many characters.
const LENGTH: usize = MAX_CHARACTERS;

/// The assertions of a row. Each item has its field's place and the relationship that it begins with.
pub(super) fn asserts(
    made: &Made<'_>,
    items: &[(usize, String, TokenStream)],
    has_rows: bool,
) -> TokenStream {
    let mut tokens = TokenStream::new();
    if has_rows {
        overlaps(made, items, &mut tokens);
        for member in made.members {
            match &member.what {
                What::Parent(parent) if !parent.to.targets.is_empty() => {
                    tokens.extend(targets(made, parent));
                }
                What::Children(children) => {
                    tokens.extend(binds(made, children, &member.field.name));
                }
                _ => {}
            }
        }
        tokens.extend(limits(made));
    }
    tokens
}

/// An assertion. Every token stands at the span, as the compiler's error then does.
fn assertion(span: Span, holds: &TokenStream, said: &str) -> TokenStream {
    quote_spanned!(span=> ::core::assert!(#holds, #said);)
}

/// No two fields of the struct select the same.
fn overlaps(made: &Made<'_>, items: &[(usize, String, TokenStream)], tokens: &mut TokenStream) {
    let name = &made.input.name;
    for (at, (place, first, item)) in items.iter().enumerate() {
        for (other_place, other_first, other) in items.iter().skip(at + 1) {
            let both = (made.members.get(*place), made.members.get(*other_place));
            let (Some(a), Some(b)) = both else { continue };
            let is_row = [a, b]
                .iter()
                .any(|member| matches!(member.what, What::Parent(_)));
            if first.is_empty() || first != other_first || !is_row {
                continue;
            }
            let (a, b) = (&a.field.name, &b.field.name);
            let said = format!("`{a}` and `{b}` of {name} select the same column of `{first}`");
            let span = b.span();
            let holds = quote_spanned!(span=> !#RT::overlap(&#item, &#other));
            let assertion = assertion(span, &holds, &said);
            tokens.extend(quote_spanned!(span=> const _: () = #assertion));
        }
    }
}

/// The lookup leads to every object of an enum of rows.
fn targets(made: &Made<'_>, parent: &Parent<'_>) -> TokenStream {
    let (row, targets) = (parent.row, &parent.to.targets);
    let object = made.types.object(&parent.to.object);
    let path = parent.to.path();
    let said = format!("`{path}` does not lead to every object of the enum");
    let span = row.span();
    let holds = quote_spanned! {span=>
        #RT::are_targets(<#row as #RT::ParentRow<#object>>::ITEMS, &[#(#targets),*])
    };
    let assertion = assertion(span, &holds, &said);
    quote_spanned!(span=> const _: () = #assertion)
}

/// The binds of child rows are those that the field names.
fn binds(made: &Made<'_>, children: &Children<'_>, field: &Ident) -> TokenStream {
    let row = children.row;
    let object = made.types.object(&children.object);
    let names = children.binds.iter().map(|name| name.unraw().to_string());
    let said = format!("the rows of `{field}` have binds of their own, and they are named: ");
    let none = format!("the rows of `{field}` have no binds");
    let span = children.binds.first().map_or(row.span(), Ident::span);
    quote_spanned! {span=>
        const _: () = {
            const BINDS: ::core::option::Option<&[&str]> =
                <#row as #RT::ChildRow<#object>>::NAMES;
            const SAID: #RT::Said = #RT::Said::binds(#said, BINDS);
            if !#RT::has_binds(BINDS, &[#(#names),*]) {
                if #RT::has_binds(BINDS, &[]) {
                    ::core::panic!(#none);
                }
                ::core::panic!("{}", SAID.text());
            }
        };
    }
}

/// What an org follows, its rows counted.
fn limits(made: &Made<'_>) -> TokenStream {
    let name = &made.input.name;
    let span = name.span();
    let many = format!("{name} has more than {CHILDREN} relationships to child records");
    let mut asserts = TokenStream::new();
    let mut check = |holds, said: &str| asserts.extend(assertion(span, &holds, said));
    check(
        quote_spanned!(span=> #RT::parents(SELECT) <= #MOST),
        &format!("{name} has a path of more than {MOST} parents"),
    );
    check(
        quote_spanned!(span=> #RT::levels(SELECT) <= #MOST),
        &format!("{name} has more than {MOST} levels of child records"),
    );
    check(
        quote_spanned!(span=> #RT::children(SELECT) <= #CHILDREN),
        &many,
    );
    check(
        quote_spanned!(span=> #RT::relationships(SELECT, ELSEWHERE) <= #PARENTS),
        &format!(
            "{name} uses more than {PARENTS} relationships to parents, those of its rows counted"
        ),
    );
    check(
        quote_spanned!(span=> !#RT::is_longer(SELECT, <#name as #RT::SoqlRow>::REST, #LENGTH)),
        &format!("{name} has more than {LENGTH} characters as a query"),
    );
    asserts.extend(match made.lints.level(Lint::Doubtful) {
        None => TokenStream::new(),
        // Every token stands at the name: in what a derive makes nothing deprecated is warned of.
        Some(Level::Warning) => quote_spanned! {span=>
            const MANY: bool = ::sf_runtime::__private::all_children(SELECT) > #CHILDREN;
            let () = ::sf_runtime::__private::Doubt::<MANY>::MANY_CHILDREN;
        },
        Some(Level::Error) => {
            let said = format!("{many}, those of its rows counted");
            quote!(::core::assert!(#RT::all_children(SELECT) <= #CHILDREN, #said);)
        }
    });
    let elsewhere = elsewhere(made.query);
    quote_spanned! {span=>
        const _: () = {
            const SELECT: &[#RT::Item] = <#name as #RT::SoqlRow>::SELECT;
            const ELSEWHERE: &[#RT::Item] = &[#elsewhere];
            #asserts
        };
    }
}

/// The paths of the clauses as items, without the name of the object itself.
fn elsewhere(query: &Query) -> TokenStream {
    let mut operands: Vec<&Operand> = Vec::new();
    for condition in [&query.filter, &query.having] {
        let Some(condition) = condition else { continue };
        condition.each_predicate(&mut |predicate| operands.push(&predicate.left));
    }
    for item in &query.order_by {
        operands.push(&item.operand);
    }
    let object = query.from.object.path.last();
    let mut items = TokenStream::new();
    for operand in operands {
        let path = match operand {
            Operand::Field(path) => Some(path),
            Operand::Call(call) => call.field(),
        };
        let Some(path) = path else { continue };
        let mut names: Vec<&str> = path.names.iter().map(|name| &*name.text).collect();
        let is_object = |name: &&str| name.eq_ignore_ascii_case(object);
        if names.first().is_some_and(is_object) {
            names.remove(0);
        }
        if names.len() > 1 {
            let path = names.join(".");
            items.extend(quote!(#RT::Item::Column(#path),));
        }
    }
    items
}
