//! Findings as errors and warnings of the compiler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use sf_schema::{Diagnostic, Level};

use crate::source::{Source, Spans};

/// What the compiler is to say of a query that it refuses.
pub(crate) struct Refusal {
    /// The warnings and all errors but the last, as items.
    pub(crate) items: TokenStream,
    /// The last error, without a semicolon: as an expression or a type it is one that the compiler
    /// knows to be wrong, so it says no more of whatever is done with it.
    pub(crate) last: TokenStream,
}

impl Refusal {
    /// One error.
    pub(crate) fn of(message: &str, spans: Spans) -> Self {
        Self {
            items: TokenStream::new(),
            last: error(message, spans),
        }
    }

    /// All findings, of which there is an error.
    pub(crate) fn new(findings: &[Diagnostic], source: &Source) -> Self {
        let is_error = |finding: &Diagnostic| finding.level == Level::Error;
        let last = findings.iter().rposition(is_error);
        let mut refusal = Self::of(
            "the query is refused",
            source.spans(sf_schema::Span::new(0, source.text.len())),
        );
        for (place, finding) in findings.iter().enumerate() {
            let spans = source.spans(finding.span);
            let message = message(finding, source.literal());
            match finding.level {
                Level::Error if Some(place) == last => refusal.last = error(&message, spans),
                Level::Error => {
                    let error = error(&message, spans);
                    refusal.items.extend(quote!(#error;));
                }
                Level::Warning => {
                    refusal.items.extend(warning(&message, finding.code, spans));
                }
            }
        }
        refusal
    }
}

/// Items that make the compiler say all warnings.
pub(crate) fn warnings(findings: &[Diagnostic], source: &Source) -> TokenStream {
    let mut said = TokenStream::new();
    for finding in findings {
        let (message, spans) = (
            message(finding, source.literal()),
            source.spans(finding.span),
        );
        said.extend(warning(&message, finding.code, spans));
    }
    said
}

/// One error.
pub(crate) fn error(message: &str, spans: Spans) -> TokenStream {
    // The compiler underlines from the first token's place to the last one's.
    let (first, last) = (spans.first, spans.last);
    let path = quote_spanned!(first=> ::core::compile_error!);
    let message = quote_spanned!(last=> ( #message ));
    quote!(#path #message)
}

/// One warning. There is no stable way to say one but the use of something deprecated.
pub(crate) fn warning(message: &str, lint: &str, spans: Spans) -> TokenStream {
    let name = proc_macro2::Ident::new("soql_lint", spans.first);
    let message = format!("{message}\n   = note: the lint is `{lint}`");
    quote_spanned! {spans.first=>
        const _: () = {
            #[deprecated(note = #message)]
            #[allow(non_upper_case_globals)]
            const #name: () = ();
            #name
        };
    }
}

/// The message, and for a literal the line of the query with carets below.
pub(crate) fn message(finding: &Diagnostic, literal: Option<&str>) -> String {
    let mut message = finding.message.clone();
    let mut help = finding.help.as_deref();
    // What was most likely meant belongs in the first line, which is all that some editors show.
    if let Some(meant) = help.filter(|help| help.starts_with("did you mean")) {
        message.push_str(": ");
        message.push_str(meant);
        help = None;
    }
    if let Some(text) = literal {
        message.push('\n');
        message.push_str(&finding.excerpt(text));
    }
    if let Some(help) = help {
        message.push_str("\n   = help: ");
        message.push_str(help);
    }
    message
}
