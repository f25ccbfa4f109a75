//! The tokens of a row's structs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use sf_schema::Object;

use super::{Member, Struct, Value};
use crate::runtime::RT;
use crate::types::{Read, Types, identifier};

/// How the structs are called and who sees them.
pub(crate) struct Naming {
    /// The name of the row.
    pub(crate) root: Ident,
    /// Before the relationship in the names of what is inside: the row's own name, or nothing.
    pub(crate) before: String,
    /// After it.
    pub(crate) after: &'static str,
    pub(crate) visibility: TokenStream,
    /// What stands before the row's struct.
    pub(crate) attributes: TokenStream,
    /// Whether the row has a name of the program's own.
    pub(crate) is_named: bool,
}

/// The structs of a row, and what reads them.
pub(crate) fn emit(root: &Struct<'_>, types: &Types<'_>, naming: &Naming) -> TokenStream {
    let mut writer = Writer {
        types,
        naming,
        names: vec![naming.root.to_string()],
        items: TokenStream::new(),
    };
    writer.row(root, &naming.root, &naming.before, &naming.attributes);
    writer.origin(root, &naming.root);
    writer.items
}

struct Writer<'a> {
    types: &'a Types<'a>,
    naming: &'a Naming,
    /// The names of all structs so far.
    names: Vec<String>,
    items: TokenStream,
}

impl Writer<'_> {
    fn row(&mut self, row: &Struct<'_>, name: &Ident, before: &str, attributes: &TokenStream) {
        let (fields, reads) = self.members(row, before);
        let derives = self.derives();
        let visibility = &self.naming.visibility;
        self.items.extend(quote! {
            #attributes
            #derives
            #[allow(dead_code, non_camel_case_types, non_snake_case, unreachable_pub)]
            #visibility struct #name { #fields }

            impl #RT::QueryRow for #name {
                fn read(cells: &mut #RT::Cells<'_>) -> Self {
                    Self { #reads }
                }
            }
        });
        if !self.naming.is_named {
            self.debug(row, name);
        }
    }

    /// What a row with a name can do besides. One without can only be looked at: the compiler would
    /// spend more on the rest than on the query.
    fn derives(&self) -> Option<TokenStream> {
        let derives =
            quote!(#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]);
        self.naming.is_named.then_some(derives)
    }

    /// `Debug`, for less than what a derive costs.
    fn debug(&mut self, row: &Struct<'_>, name: &Ident) {
        let mut names = name.to_string();
        let mut values = TokenStream::new();
        for member in &row.members {
            if let Some(ident) = identifier(&member.rust) {
                names.push(' ');
                names.push_str(&member.rust);
                values.extend(quote!(&self.#ident,));
            }
        }
        self.items.extend(quote! {
            impl ::core::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #RT::debug_row(f, #names, &[#values])
                }
            }
        });
    }

    /// What the row is of.
    fn origin(&mut self, row: &Struct<'_>, name: &Ident) {
        let object = self.types.object(&row.object.name.api);
        let origin = match row.is_group {
            true => quote!(Selected),
            false => quote!(Records),
        };
        self.items.extend(quote! {
            impl #RT::#origin for #name {
                type Object = #object;
            }
        });
    }

    /// The members as fields of the struct, and what reads them.
    fn members(&mut self, row: &Struct<'_>, before: &str) -> (TokenStream, TokenStream) {
        let (mut fields, mut reads) = (TokenStream::new(), TokenStream::new());
        for member in &row.members {
            let Some(name) = identifier(&member.rust) else {
                continue;
            };
            let Read { ty, method } = self.value(member, before);
            let key = &member.key;
            // Nobody reads what is written of a struct inside of a function.
            let docs = self.naming.is_named.then(|| member.docs());
            let (ty, method) = match member.nillable {
                true => (
                    quote!(::core::option::Option<#ty>),
                    format_ident!("{method}_or_null"),
                ),
                false => (ty, Ident::new(method, Span::call_site())),
            };
            fields.extend(quote!(#docs pub #name: #ty,));
            reads.extend(quote!(#name: cells.#method(#key),));
        }
        (fields, reads)
    }

    fn value(&mut self, member: &Member<'_>, before: &str) -> Read {
        match &member.value {
            Value::Plain(shape) => self.types.read(shape),
            Value::Parent(parent) => {
                let (name, inner) = self.name(before, &member.key);
                self.row(parent, &name, &inner, &self.docs(&member.about));
                Read {
                    ty: quote!(#name),
                    method: "parent",
                }
            }
            Value::Children(children) => {
                let (name, inner) = self.name(before, &member.key);
                self.row(children, &name, &inner, &self.docs(&member.about));
                Read {
                    ty: quote!(#RT::Page<#name>),
                    method: "children",
                }
            }
            Value::ByType {
                branches,
                otherwise,
            } => {
                let (name, inner) = self.name(before, &member.key);
                let docs = self.docs(&member.about);
                self.by_type(&name, &inner, &docs, branches, otherwise.as_ref());
                Read {
                    ty: quote!(#name),
                    method: "typed",
                }
            }
        }
    }

    fn by_type(
        &mut self,
        name: &Ident,
        before: &str,
        docs: &TokenStream,
        branches: &[Struct<'_>],
        otherwise: Option<&Struct<'_>>,
    ) {
        let (mut arms, mut reads) = (TokenStream::new(), TokenStream::new());
        let mut other = "Other".to_owned();
        for branch in branches {
            let Object { name: object, .. } = branch.object;
            let Some(arm) = identifier(&object.rust) else {
                continue;
            };
            if object.rust == other {
                other.push('_');
            }
            let (row, inner) = self.name(before, &object.rust);
            let api = &object.api;
            self.row(branch, &row, &inner, &self.docs(api));
            let docs = format!(" A record of `{api}`.");
            arms.extend(quote!(#[doc = #docs] #arm(#row),));
            reads.extend(quote!(#api => Self::#arm(#RT::QueryRow::read(cells)),));
        }
        let other = format_ident!("{other}");
        match otherwise {
            Some(row) => {
                let (ty, inner) = self.name(before, "Other");
                self.row(row, &ty, &inner, &self.docs(&row.object.name.api));
                arms.extend(quote! {
                    /// A record of any other object.
                    #other(#ty),
                });
                reads.extend(quote!(_ => Self::#other(#RT::QueryRow::read(cells)),));
            }
            None => {
                arms.extend(quote! {
                    /// A record of any other object, whose API name this is.
                    #other(#RT::String),
                });
                reads.extend(quote! {
                    _ => Self::#other(#RT::From::from(object)),
                });
            }
        }
        let derives = self
            .derives()
            .unwrap_or_else(|| quote!(#[derive(::core::fmt::Debug)]));
        let visibility = &self.naming.visibility;
        self.items.extend(quote! {
            #docs
            #derives
            #[allow(dead_code, non_camel_case_types, unreachable_pub)]
            #visibility enum #name { #arms }

            impl #RT::RowByType for #name {
                #[allow(unused_variables)]
                fn read(object: &str, cells: &mut #RT::Cells<'_>) -> Self {
                    match object { #reads }
                }
            }
        });
    }

    /// Documentation of what is inside, where it can be seen from outside: a crate may deny that
    /// there is none.
    fn docs(&self, about: &str) -> TokenStream {
        if self.naming.visibility.is_empty() {
            return TokenStream::new();
        }
        let docs = format!(" What is selected of `{about}`.");
        quote!(#[doc = #docs])
    }

    /// A name for what is inside, and what the names inside of that begin with.
    fn name(&mut self, before: &str, key: &str) -> (Ident, String) {
        let inner = format!("{before}{key}");
        let mut name = format!("{inner}{}", self.naming.after);
        while self.names.contains(&name) {
            name.push('_');
        }
        self.names.push(name.clone());
        let name = identifier(&name).unwrap_or_else(|| format_ident!("Row_"));
        (name, inner)
    }
}
