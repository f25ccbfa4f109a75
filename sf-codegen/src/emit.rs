//! From the schema to Rust tokens.
//!
//! One function an emitted concept, each from values to tokens. Everything from describe enters
//! through an identifier that the names module decided or through a literal, so it cannot become
//! code. This module decides no name and reads no file.

mod docs;
mod draft;
mod fields;
mod object;
mod picklist;
mod record_type;
mod reference;
mod root;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use sf_schema::schema::Field;
use sf_schema::{Object, Schema};

pub use object::object;
pub use root::{Layout, module_file, root};

/// What an object's code may need to know of the others.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Every object of the snapshot, selected or not.
    pub schema: &'a Schema,
    /// API names of the objects that get bindings.
    pub selected: &'a BTreeSet<String>,
    /// The marker type of each object that is referenced and not in the snapshot.
    pub outside: &'a BTreeMap<String, String>,
    /// API names of all objects that a selected field points to.
    pub referenced: &'a BTreeSet<String>,
    /// Whether the code is for people to read: a doc line becomes a comment line of its own.
    pub pretty: bool,
}

impl<'a> Context<'a> {
    /// The type of an object, from inside an object's module.
    fn object_type(&self, api: &str) -> TokenStream {
        match self.object_rust(api) {
            Some(rust) => {
                let rust = ident(rust);
                quote!(super::#rust)
            }
            None => quote!(__rt::AnyObject),
        }
    }

    /// The name of an object's type.
    fn object_rust(&self, api: &str) -> Option<&'a str> {
        match self.schema.object(api) {
            Some(object) => Some(&object.name.rust),
            None => self.outside.get(api).map(String::as_str),
        }
    }

    /// The object, if it gets bindings.
    fn described(&self, api: &str) -> Option<&'a Object> {
        self.schema
            .object(api)
            .filter(|object| self.selected.contains(&object.name.api))
    }

    /// The key prefix of an object, from its describe or from what Salesforce documents.
    fn key_prefix(&self, api: &str) -> Option<&'a str> {
        match self.schema.object(api) {
            Some(object) => object.key_prefix.as_deref(),
            None => crate::key_prefix::standard(api),
        }
    }
}

/// What the getter of a field gives, inside `FieldValue`.
pub fn read_type(context: &Context<'_>, object: &Object, field: &Field) -> TokenStream {
    let (ty, _) = context.getter(object, &fields::Shape::of(field));
    ty
}

/// An identifier that the names module decided.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

fn text(text: &str) -> Literal {
    Literal::string(text)
}

fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}

fn optional_text(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => {
            let value = text(value);
            quote!(::core::option::Option::Some(#value))
        }
        None => quote!(::core::option::Option::None),
    }
}
