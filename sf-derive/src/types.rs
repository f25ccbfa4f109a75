//! From a column or a bind of the schema to the tokens of its Rust type.
//!
//! The same table as that of the generated bindings, whose types are named here.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use sf_schema::Object;
use sf_schema::soql::check::{Column, FieldPath, ValueType};
use sf_schema::soql::row::Shape;

use crate::runtime::RT;
use crate::schema::Snapshot;

/// What the types are named by.
pub(crate) struct Types<'a> {
    pub(crate) snapshot: &'a Snapshot,
    /// The path of the bindings.
    bindings: TokenStream,
    /// What stands for a type that is not known.
    unknown: TokenStream,
}

/// A value's type, and the method of `Cells` that reads it.
pub(crate) struct Read {
    pub(crate) ty: TokenStream,
    pub(crate) method: &'static str,
}

impl<'a> Types<'a> {
    /// Types of the bindings at this path: the one of the call, or that of the settings.
    ///
    /// # Errors
    /// The path of the settings is none.
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        bindings: Option<&syn::Path>,
    ) -> Result<Self, String> {
        let bindings = match bindings {
            Some(path) => quote!(#path),
            None => {
                let path = &snapshot.settings.bindings;
                let parsed = syn::parse_str::<ModPath>(path);
                let parsed = parsed.map_err(|_| format!("{path:?} is not the path of a module"))?;
                let path = respan(parsed.0);
                quote!(#path)
            }
        };
        Ok(Self {
            snapshot,
            bindings,
            unknown: quote!(#RT::JsonValue),
        })
    }

    /// The same with an error as the type that is not known: the compiler says no more of what is done
    /// with such a value.
    pub(crate) fn with_unknown(self, error: &TokenStream) -> Self {
        Self {
            unknown: error.clone(),
            ..self
        }
    }

    /// The type of an object, which is no more than a marker where it has no bindings.
    pub(crate) fn object(&self, api: &str) -> TokenStream {
        match self.object_name(api) {
            Some(rust) => {
                let bindings = &self.bindings;
                quote!(#bindings::#rust)
            }
            None => quote!(#RT::AnyObject),
        }
    }

    /// The name of an object's type in the bindings.
    fn object_name(&self, api: &str) -> Option<Ident> {
        let settings = &self.snapshot.settings;
        let rust = match self.snapshot.rust_name(api) {
            Some(rust) if !settings.is_unbound(api) => Some(rust),
            _ => settings.marker(api),
        };
        rust.and_then(identifier)
    }

    /// The marker of a field, for messages.
    pub(crate) fn marker(&self, path: Option<&FieldPath<'_>>) -> TokenStream {
        let marker = path.and_then(|path| {
            let module = self.module(path.object)?;
            let marker = identifier(&path.field.marker)?;
            Some(quote!(#module::fields::#marker))
        });
        marker.unwrap_or_else(|| quote!(#RT::NoField))
    }

    /// How the values of a field look.
    pub(crate) fn shape(&self, path: &FieldPath<'a>) -> Shape<'a> {
        Shape::of(path, &|object| self.is_bound(object))
    }

    /// How a value looks that may be a function's.
    pub(crate) fn value(&self, data: ValueType<'a>, path: Option<&FieldPath<'a>>) -> Shape<'a> {
        Shape::of_value(data, path, &|object| self.is_bound(object))
    }

    /// How the values of a column look.
    pub(crate) fn column(&self, column: &Column<'a>) -> Shape<'a> {
        Shape::of_column(column, &|object| self.is_bound(object))
    }

    fn is_bound(&self, object: &Object) -> bool {
        self.module(object).is_some()
    }

    /// What a value is read as.
    pub(crate) fn read(&self, shape: &Shape<'_>) -> Read {
        let (ty, method) = match shape {
            Shape::Text => (quote!(#RT::String), "text"),
            Shape::Boolean => (quote!(bool), "boolean"),
            Shape::Int => (quote!(i32), "int"),
            Shape::Long => (quote!(i64), "long"),
            Shape::Number => (quote!(#RT::Decimal), "decimal"),
            Shape::Float => (quote!(f64), "float"),
            Shape::Date => (quote!(#RT::Date), "date"),
            Shape::DateTime => (quote!(#RT::Timestamp), "datetime"),
            Shape::Time => (quote!(#RT::Time), "time"),
            Shape::Id(api) => {
                let object = self.target(*api);
                (quote!(#RT::Id<#object>), "id")
            }
            Shape::OneOf(object, reference) => (self.item(object, &reference.rust), "polymorphic"),
            Shape::Picklist(object, picklist) => {
                let values = self.item(object, &picklist.rust);
                (quote!(#RT::Picklist<#values>), "picklist")
            }
            Shape::MultiPicklist(object, picklist) => {
                let values = self.item(object, &picklist.rust);
                (quote!(#RT::MultiPicklist<#values>), "multi_picklist")
            }
            Shape::Blob => (quote!(#RT::BlobRef), "blob"),
            Shape::Address => (quote!(#RT::Address), "address"),
            Shape::Location => (quote!(#RT::Location), "location"),
            Shape::Json => (quote!(#RT::JsonValue), "json_value"),
            Shape::Unknown => (self.unknown.clone(), "json_value"),
        };
        Read { ty, method }
    }

    /// What a bind is asked to be: the first parameter of `Bind`.
    pub(crate) fn bound(&self, shape: &Shape<'_>) -> TokenStream {
        match shape {
            Shape::Boolean => quote!(#RT::Checkbox),
            Shape::Int => quote!(#RT::Int),
            Shape::Long => quote!(#RT::Long),
            Shape::Number => quote!(#RT::Number),
            Shape::Float => quote!(#RT::Float),
            Shape::Date => quote!(#RT::CivilDate),
            Shape::DateTime => quote!(#RT::Instant),
            Shape::Time => quote!(#RT::CivilTime),
            Shape::Id(api) => match api.and_then(|api| self.object_name(api)) {
                Some(object) => {
                    let bindings = &self.bindings;
                    quote!(#RT::IdOf<#bindings::#object>)
                }
                None => quote!(#RT::AnyId),
            },
            Shape::OneOf(object, reference) => {
                let ids = self.item(object, &reference.rust);
                quote!(#RT::IdOfOne<#ids>)
            }
            Shape::Picklist(object, picklist) => {
                let values = self.item(object, &picklist.rust);
                quote!(#RT::ValueOf<#values>)
            }
            Shape::MultiPicklist(object, picklist) => {
                let values = self.item(object, &picklist.rust);
                quote!(#RT::ValuesOf<#values>)
            }
            Shape::Text
            | Shape::Blob
            | Shape::Address
            | Shape::Location
            | Shape::Json
            | Shape::Unknown => quote!(#RT::Text),
        }
    }

    fn target(&self, api: Option<&str>) -> TokenStream {
        match api {
            Some(api) => self.object(api),
            None => quote!(#RT::AnyObject),
        }
    }

    /// An item in an object's module.
    fn item(&self, object: &Object, rust: &str) -> TokenStream {
        match (self.module(object), identifier(rust)) {
            (Some(module), Some(rust)) => quote!(#module::#rust),
            _ => quote!(#RT::AnyObject),
        }
    }

    /// The module of an object, if it has bindings.
    fn module(&self, object: &Object) -> Option<TokenStream> {
        if self.snapshot.settings.is_unbound(&object.name.api) {
            return None;
        }
        let module = identifier(&object.module)?;
        let bindings = &self.bindings;
        Some(quote!(#bindings::#module))
    }
}

/// Words that need `r#` to be names. To ask the compiler costs a parser each time.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that are no names even with `r#`.
const PATH_WORDS: &[&str] = &["self", "Self", "super", "crate"];

/// Whether this is a name in ASCII that needs no `r#`.
pub(crate) fn is_plain_name(name: &str) -> bool {
    is_word(name) && !KEYWORDS.contains(&name) && !PATH_WORDS.contains(&name)
}

fn is_word(name: &str) -> bool {
    name != "_"
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A name of the index as an identifier. The index may be damaged, so nothing is taken for granted.
pub(crate) fn identifier(name: &str) -> Option<Ident> {
    is_word(name).then(|| {
        if PATH_WORDS.contains(&name) {
            format_ident!("{name}_")
        } else if KEYWORDS.contains(&name) {
            Ident::new_raw(name, Span::call_site())
        } else {
            Ident::new(name, Span::call_site())
        }
    })
}

/// The path of a module, in which `crate` may stand.
struct ModPath(syn::Path);

impl syn::parse::Parse for ModPath {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        input.call(syn::Path::parse_mod_style).map(Self)
    }
}

/// The path as if it were written at the call, so that `crate` is the crate of the query.
fn respan(mut path: syn::Path) -> syn::Path {
    for segment in &mut path.segments {
        segment.ident.set_span(Span::call_site());
    }
    path
}
