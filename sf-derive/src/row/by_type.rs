//! An enum of rows for a parent that may be of several objects: TYPEOF.
//!
//! Each arm with `#[soql(from = "...")]` holds a row of that object, and the last one stands for any
//! other. What is selected is in the constants of the rows, as of other parents.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use sf_schema::diagnostic::nearest;
use sf_schema::soql::check::{Lookup, Objects};
use syn::spanned::Spanned;
use syn::{DataEnum, DeriveInput, Fields, LitStr, Type, Variant};

use super::emit::deserialize;
use super::input::{last_name, of_arm, of_enum};
use super::stub;
use crate::input::Options;
use crate::runtime::RT;
use crate::schema::{Snapshot, tracked};
use crate::types::Types;

/// The expansion of an enum.
pub(super) fn expand(derive: &DeriveInput, data: &DataEnum) -> TokenStream {
    let snapshot = match Snapshot::open() {
        Ok(snapshot) => snapshot,
        Err(said) => return stub::refused(derive, &syn::Error::new(derive.ident.span(), said)),
    };
    let expansion =
        made(derive, data, &snapshot).unwrap_or_else(|refused| stub::refused(derive, &refused));
    let files = tracked(snapshot.files());
    quote!(#files #expansion)
}

/// A variant.
struct Arm<'a> {
    name: &'a Ident,
    /// None for any other object.
    from: Option<LitStr>,
    holds: Holds<'a>,
}

enum Holds<'a> {
    Row(&'a Type),
    /// The API name of the object.
    Name,
    Nothing,
}

impl<'a> Arm<'a> {
    fn of(variant: &'a Variant) -> syn::Result<Self> {
        let from = of_arm(&variant.attrs)?;
        let holds = match &variant.fields {
            Fields::Unit if from.is_none() => Holds::Nothing,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                match fields.unnamed.first().map(|field| &field.ty) {
                    Some(ty) if from.is_none() && last_name(ty).as_deref() == Some("String") => {
                        Holds::Name
                    }
                    Some(ty) => Holds::Row(ty),
                    None => Holds::Nothing,
                }
            }
            _ => {
                let said = "an arm holds one row: `Account(Company)`; that of any other object may \
                            hold the object's name, `Other(String)`, or nothing";
                return Err(syn::Error::new(variant.ident.span(), said));
            }
        };
        Ok(Self {
            name: &variant.ident,
            from,
            holds,
        })
    }
}

fn made(derive: &DeriveInput, data: &DataEnum, snapshot: &Snapshot) -> syn::Result<TokenStream> {
    let name = &derive.ident;
    if let Some(parameter) = derive.generics.params.first() {
        let said = "a row takes no generics or lifetimes";
        return Err(syn::Error::new_spanned(parameter, said));
    }
    let options: Options = of_enum(&derive.attrs)?;
    let types = Types::new(snapshot, options.bindings.as_ref())
        .map_err(|said| syn::Error::new(name.span(), said))?;
    let mut arms = Vec::new();
    for variant in &data.variants {
        arms.push(Arm::of(variant)?);
    }
    let shape = "an enum of rows has an arm for each object, #[soql(from = \"Account\")] \
                 Account(Company), and then one for any other, such as Other(String)";
    let whens = match arms.split_last() {
        Some((other, whens)) if other.from.is_none() && !whens.is_empty() => whens,
        _ => return Err(syn::Error::new(name.span(), shape)),
    };
    if let Some(arm) = whens.iter().find(|arm| arm.from.is_none()) {
        return Err(syn::Error::new(arm.name.span(), shape));
    }
    let mut tokens = Tokens {
        name,
        types: &types,
        select: TokenStream::new(),
        reads: TokenStream::new(),
        asserts: TokenStream::new(),
    };
    let mut seen: Vec<String> = Vec::new();
    for arm in &arms {
        let object = arm
            .from
            .as_ref()
            .map(|from| object(snapshot, from))
            .transpose()?;
        if let (Some(object), Some(from)) = (&object, &arm.from) {
            if seen.contains(object) {
                return Err(syn::Error::new(
                    from.span(),
                    format!("a second arm for {object}"),
                ));
            }
            seen.push(object.clone());
        }
        tokens.arm(arm, object.as_deref());
    }
    Ok(tokens.all())
}

/// The object of an arm, as describe spells it.
fn object(snapshot: &Snapshot, from: &LitStr) -> syn::Result<String> {
    let api = from.value();
    let said = match snapshot.lookup(&api) {
        Lookup::Found(object) => return Ok(object.name.api.clone()),
        Lookup::Unknown => match nearest(&api, snapshot.names()) {
            Some(near) => format!("no object `{api}`: did you mean `{near}`?"),
            None => format!("no object `{api}`"),
        },
        Lookup::NotInSnapshot => {
            format!("{api} is not in the snapshot\n   = help: sf-codegen fetch --objects {api}")
        }
        Lookup::Unreadable(why) => format!("{api} cannot be read from the snapshot: {why}"),
        _ => format!("{api} cannot be read"),
    };
    Err(syn::Error::new(from.span(), said))
}

struct Tokens<'a> {
    name: &'a Ident,
    types: &'a Types<'a>,
    select: TokenStream,
    reads: TokenStream,
    asserts: TokenStream,
}

impl Tokens<'_> {
    /// An arm; any other object where there is none.
    fn arm(&mut self, arm: &Arm<'_>, object: Option<&str>) {
        let name = arm.name;
        let pattern = match object {
            Some(object) => quote!(#object),
            None => quote!(_),
        };
        let row = match &arm.holds {
            Holds::Row(row) => row,
            Holds::Name => {
                self.reads
                    .extend(quote!(#pattern => Self::#name(#RT::From::from(object)),));
                return;
            }
            Holds::Nothing => {
                self.reads.extend(quote!(#pattern => Self::#name,));
                return;
            }
        };
        let span = row.span();
        let of = self.types.object(object.unwrap_or("Name"));
        let items = quote_spanned!(span=> <#row as #RT::ParentRow<#of>>::ITEMS);
        self.select.extend(match object {
            Some(object) => quote!(#RT::Item::When(#object, #items),),
            None => quote!(#RT::Item::Else(#items),),
        });
        self.reads
            .extend(quote!(#pattern => Self::#name(#RT::Row::read_in_order(cells)),));
        let said =
            format!("the row of `{name}` has an enum of rows, and a TYPEOF has no other in it");
        self.asserts.extend(quote_spanned! {span=>
            const _: () = ::core::assert!(!#RT::has_type_of(#items), #said);
        });
    }

    fn all(&self) -> TokenStream {
        let Self {
            name,
            types,
            select,
            reads,
            asserts,
        } = self;
        let object = types.object("Name");
        let deserialize = deserialize(name);
        quote! {
            impl #RT::RowByType for #name {
                #[allow(unused_variables)]
                fn read(object: &str, cells: &mut #RT::Cells<'_>) -> Self {
                    match object { #reads }
                }
            }
            impl #RT::Row for #name {
                const COLUMNS: &'static [&'static str] = &[];
                fn read(cells: &mut #RT::Cells<'_>) -> Self {
                    <Self as #RT::RowByType>::read("", cells)
                }
                fn from_text(text: &str) -> ::core::result::Result<Self, #RT::Fault> {
                    #RT::read_by_type(text)
                }
            }
            impl #RT::SoqlRow for #name {
                const SELECT: &'static [#RT::Item] = &[#select];
                const REST: &'static str = "";
            }
            impl #RT::ParentRow<#object> for #name {}
            #asserts
            #deserialize
        }
    }
}
