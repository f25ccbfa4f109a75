//! What a call of `soql!` says besides the query.

use proc_macro2::Ident;
use sf_schema::Level;
use sf_schema::diagnostic::nearest;
use sf_schema::schema::index::Settings;
use sf_schema::soql::check::{API_VERSION, CheckOptions, Lint, Lints};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Path, Token, Visibility, parenthesized};

use crate::source::Source;

/// `in my_org::bindings, allow(offset-without-order), pub struct OpenDeal: "SELECT …"`
pub(crate) struct Input {
    pub(crate) options: Options,
    pub(crate) named: Option<Named>,
    pub(crate) source: Source,
}

/// What may be said before the query.
#[derive(Default)]
pub(crate) struct Options {
    /// Where the bindings are.
    pub(crate) bindings: Option<Path>,
    /// Lints and what is made of them.
    pub(crate) lints: Vec<(Lint, Option<Level>)>,
}

/// The name of the row's type, if it has one.
pub(crate) struct Named {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let options = input.parse()?;
        let named = Named::parse(input)?;
        let source = Source::parse(input)?;
        Ok(Self {
            options,
            named,
            source,
        })
    }
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Self::default();
        loop {
            if input.peek(Token![in]) {
                input.parse::<Token![in]>()?;
                options.bindings = Some(input.call(Path::parse_mod_style)?);
            } else if let Some(level) = level(input) {
                input.parse::<Ident>()?;
                let names;
                parenthesized!(names in input);
                while !names.is_empty() {
                    options.lints.push((lint(&names)?, level));
                    if !names.is_empty() {
                        names.parse::<Token![,]>()?;
                    }
                }
            } else {
                return Ok(options);
            }
            input.parse::<Token![,]>()?;
        }
    }
}

/// What is made of the lints that follow, if that is what follows.
pub(crate) fn level(input: ParseStream<'_>) -> Option<Option<Level>> {
    if !input.peek2(syn::token::Paren) {
        return None;
    }
    let word = input.fork().parse::<Ident>().ok()?;
    match word.to_string().as_str() {
        "allow" => Some(None),
        "warn" => Some(Some(Level::Warning)),
        "deny" => Some(Some(Level::Error)),
        _ => None,
    }
}

/// `offset-without-order`, of which Rust makes words and minuses; underscores do as well.
pub(crate) fn lint(names: ParseStream<'_>) -> syn::Result<Lint> {
    let span = names.span();
    let name = name(names)?;
    Lint::from_name(&name).ok_or_else(|| {
        let all = Lint::ALL.iter().map(|lint| lint.name());
        let said = match nearest(&name, all.clone()) {
            Some(near) => format!("no lint `{name}`: did you mean `{near}`?"),
            None => format!(
                "no lint `{name}`: there is {}",
                all.collect::<Vec<_>>().join(", ")
            ),
        };
        syn::Error::new(span, said)
    })
}

/// The name of a lint.
fn name(names: ParseStream<'_>) -> syn::Result<String> {
    let mut name = String::new();
    loop {
        name.push_str(&names.call(Ident::parse_any)?.to_string().replace('_', "-"));
        if !names.peek(Token![-]) {
            return Ok(name);
        }
        names.parse::<Token![-]>()?;
        name.push('-');
    }
}

impl Options {
    /// How strict the check is: as the settings say, with the lints of the call on top, and for the API
    /// version of the snapshot.
    pub(crate) fn check(&self, settings: &Settings) -> CheckOptions {
        CheckOptions {
            api_version: settings.api_version.unwrap_or(API_VERSION),
            lints: self.lints(settings),
        }
    }

    fn lints(&self, settings: &Settings) -> Lints {
        let mut lints = Lints::default();
        for (name, level) in &settings.lints {
            let level = match level.as_str() {
                "off" => None,
                "error" => Some(Level::Error),
                _ => Some(Level::Warning),
            };
            if let Some(lint) = Lint::from_name(name) {
                lints = lints.with(lint, level);
            }
        }
        let own = self.lints.iter();
        own.fold(lints, |lints, (lint, level)| lints.with(*lint, *level))
    }
}

impl Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Option<Self>> {
        let begins = input.peek(Token![#]) || input.peek(Token![pub]) || input.peek(Token![struct]);
        if !begins {
            return Ok(None);
        }
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Some(Self {
            attributes,
            visibility,
            name,
        }))
    }
}
