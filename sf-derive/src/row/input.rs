//! What a struct says: the attributes of it and of its fields.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{
    Attribute, Data, DeriveInput, Fields, GenericArgument, LitInt, LitStr, Path, PathArguments,
    Token, Type, Visibility, parenthesized,
};

use crate::input::{self, Options};

/// A struct with its attributes.
pub(super) struct RowInput {
    pub(super) name: Ident,
    pub(super) visibility: Visibility,
    pub(super) from: LitStr,
    /// In the order of SOQL.
    pub(super) clauses: Vec<Clause>,
    pub(super) options: Options,
    pub(super) fields: Vec<RowField>,
}

/// A field of the struct.
pub(super) struct RowField {
    pub(super) name: Ident,
    pub(super) ty: Type,
    /// What it is, where its name does not tell.
    pub(super) column: Option<LitStr>,
    /// The binds of its rows: `binds(min, name)`.
    pub(super) binds: Option<Vec<Ident>>,
}

/// A clause of the query.
pub(super) struct Clause {
    /// The name of the attribute.
    pub(super) name: &'static str,
    pub(super) text: String,
    pub(super) span: Span,
}

/// The clauses: the attribute, and the words that it stands for, in the order of SOQL.
pub(super) const CLAUSES: [(&str, &str); 7] = [
    ("scope", "USING SCOPE"),
    ("filter", "WHERE"),
    ("group_by", "GROUP BY"),
    ("having", "HAVING"),
    ("order_by", "ORDER BY"),
    ("limit", "LIMIT"),
    ("offset", "OFFSET"),
];

const WRITE: &str = "write #[soql(from = \"Account\")]";

/// What names the binds of child rows.
pub(super) const BINDS: &str = "binds";

impl RowInput {
    pub(super) fn new(derive: &DeriveInput) -> syn::Result<Self> {
        let name = &derive.ident;
        let refuse = |said: &str| Err(syn::Error::new(name.span(), said));
        let fields = match &derive.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => &fields.named,
                Fields::Unnamed(_) => {
                    return refuse(
                        "a row is a struct with named fields: columns are found by the names",
                    );
                }
                Fields::Unit => return refuse("a row has fields, one for each column"),
            },
            Data::Enum(_) | Data::Union(_) => return refuse("a row is a struct, not a union"),
        };
        if let Some(parameter) = derive.generics.params.first() {
            let said = "a row takes no generics or lifetimes: its columns are read as types that own \
                        their values";
            return Err(syn::Error::new_spanned(parameter, said));
        }
        let mut said = Said::of(&derive.attrs)?;
        let mut errors: Option<syn::Error> = None;
        let mut rows = Vec::new();
        for field in fields {
            let Some(name) = &field.ident else { continue };
            let (mut column, mut binds) = (None, None);
            for attribute in own(&field.attrs) {
                match attribute.parse_args::<OfField>() {
                    Ok(said) => {
                        column = said.column.or(column);
                        binds = said.binds.or(binds);
                    }
                    Err(error) => {
                        let said = format!(
                            "{error}: a field says what it is as #[soql(\"Account.Name\")]"
                        );
                        let error = syn::Error::new(error.span(), said);
                        match &mut errors {
                            Some(errors) => errors.combine(error),
                            None => errors = Some(error),
                        }
                    }
                }
            }
            rows.push(RowField {
                name: name.clone(),
                ty: field.ty.clone(),
                column,
                binds,
            });
        }
        if let Some(errors) = errors {
            return Err(errors);
        }
        if rows.is_empty() {
            return refuse("a row has fields, one for each column");
        }
        let Some(from) = said.from else {
            return refuse(&format!("the object of the row is missing: {WRITE}"));
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if from.value().is_empty() || !from.value().chars().all(is_name) {
            let said = format!("{:?} is not the API name of an object", from.value());
            return Err(syn::Error::new(from.span(), said));
        }
        let mut clauses = Vec::new();
        for (name, _) in &CLAUSES {
            let at = said.clauses.iter().position(|clause| clause.name == *name);
            if let Some(at) = at {
                clauses.push(said.clauses.swap_remove(at));
            }
        }
        Ok(Self {
            name: name.clone(),
            visibility: derive.vis.clone(),
            from,
            clauses,
            options: said.options,
            fields: rows,
        })
    }
}

/// The attributes that are ours.
pub(super) fn own(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("soql"))
}

/// `"Contacts", binds(min)`: what an attribute of a field says.
struct OfField {
    column: Option<LitStr>,
    binds: Option<Vec<Ident>>,
}

impl Parse for OfField {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_binds = |input: ParseStream<'_>| {
            let word = input.fork().parse::<Ident>().ok();
            word.is_some_and(|word| word == BINDS) && input.peek2(syn::token::Paren)
        };
        let column = match is_binds(input) {
            true => None,
            false => Some(input.parse::<LitStr>()?),
        };
        if column.is_some() && !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let mut binds = None;
        if is_binds(input) {
            input.parse::<Ident>()?;
            let names;
            parenthesized!(names in input);
            let names = names.parse_terminated(Ident::parse, Token![,])?;
            binds = Some(names.into_iter().collect());
        }
        Ok(Self { column, binds })
    }
}

/// What an enum of rows says: where the bindings are.
pub(super) fn of_enum(attributes: &[Attribute]) -> syn::Result<Options> {
    let said = Said::of(attributes)?;
    match &said.from {
        Some(from) => Err(syn::Error::new(
            from.span(),
            "an enum is of several objects: each arm has its own #[soql(from = \"...\")]",
        )),
        None => Ok(said.options),
    }
}

/// The object of an arm: `#[soql(from = "Account")]`.
pub(super) fn of_arm(attributes: &[Attribute]) -> syn::Result<Option<LitStr>> {
    let said = Said::of(attributes)?;
    match said.clauses.first() {
        Some(clause) => Err(syn::Error::new(
            clause.span,
            format!("an arm has no `{}`: it is read of a parent", clause.name),
        )),
        None => Ok(said.from),
    }
}

#[derive(Default)]
struct Said {
    from: Option<LitStr>,
    clauses: Vec<Clause>,
    options: Options,
}

impl Said {
    /// What all attributes that are ours say.
    fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut said = Self::default();
        for attribute in own(attributes) {
            attribute.parse_args_with(|input: ParseStream<'_>| said.read(input))?;
        }
        Ok(said)
    }

    fn read(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        while !input.is_empty() {
            self.one(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    }

    fn one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if let Some(level) = input::level(input) {
            input.parse::<Ident>()?;
            let names;
            parenthesized!(names in input);
            while !names.is_empty() {
                self.options.lints.push((input::lint(&names)?, level));
                if !names.is_empty() {
                    names.parse::<Token![,]>()?;
                }
            }
            return Ok(());
        }
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        if name == "in" {
            self.options.bindings = Some(input.call(Path::parse_mod_style)?);
            return Ok(());
        }
        let known = CLAUSES.iter().find(|(clause, _)| name == clause);
        let Some((clause, _)) = known else {
            if name == "from" {
                self.from = Some(input.parse()?);
                return Ok(());
            }
            let said = format!(
                "a row has no `{name}`: it has `from`, `filter`, `order_by`, `limit`, `offset`, \
                 `group_by`, `having`, `scope` and `in`"
            );
            return Err(syn::Error::new(name.span(), said));
        };
        if self.clauses.iter().any(|known| known.name == *clause) {
            return Err(syn::Error::new(name.span(), format!("a second `{clause}`")));
        }
        let (text, span) = if input.peek(LitInt) {
            let number: LitInt = input.parse()?;
            (number.base10_digits().to_owned(), number.span())
        } else {
            let text: LitStr = input.parse()?;
            (text.value(), text.span())
        };
        self.clauses.push(Clause {
            name: clause,
            text,
            span,
        });
        Ok(())
    }
}

/// A type and what is around it.
pub(super) enum Around<'t> {
    Nothing(&'t Type),
    Option(&'t Type),
    Vec(&'t Type),
    Page(&'t Type),
}

/// Takes an `Option`, a `Vec` or a `Page` off a type.
pub(super) fn around(ty: &Type) -> Around<'_> {
    let Type::Path(path) = ty else {
        return Around::Nothing(ty);
    };
    let Some(last) = path.path.segments.last() else {
        return Around::Nothing(ty);
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return Around::Nothing(ty);
    };
    let inside = match arguments.args.first() {
        Some(GenericArgument::Type(inside)) if arguments.args.len() == 1 => inside,
        _ => return Around::Nothing(ty),
    };
    match last.ident.to_string().as_str() {
        "Option" => Around::Option(inside),
        "Vec" => Around::Vec(inside),
        "Page" => Around::Page(inside),
        _ => Around::Nothing(ty),
    }
}

/// The last name of a type's path.
pub(super) fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        Type::Reference(reference) => Some(format!("&{}", last_name(&reference.elem)?)),
        _ => None,
    }
}
