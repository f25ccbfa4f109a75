//! Findings as errors and warnings of the compiler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use sf_schema::{Diagnostic, Level};

use crate::source::{Source, Spans};

/// Items that make the compiler say all findings.
pub(crate) fn items(findings: &[Diagnostic], source: &Source) -> TokenStream {
    let mut items = TokenStream::new();
    for finding in findings {
        let spans = source.spans(finding.span);
        let message = message(finding, source);
        items.extend(match finding.level {
            Level::Error => error(&message, spans),
            Level::Warning => warning(&message, finding.code, spans),
        });
    }
    items
}

/// One error.
pub(crate) fn error(message: &str, spans: Spans) -> TokenStream {
    // The compiler underlines from the first token's place to the last one's.
    let (first, last) = (spans.first, spans.last);
    let path = quote_spanned!(first=> ::core::compile_error!);
    let message = quote_spanned!(last=> { #message });
    quote!(#path #message)
}

/// One warning. There is no stable way to say one but the use of something deprecated.
fn warning(message: &str, lint: &str, spans: Spans) -> TokenStream {
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
fn message(finding: &Diagnostic, source: &Source) -> String {
    let mut message = finding.message.clone();
    let mut help = finding.help.as_deref();
    // What was most likely meant belongs in the first line, which is all that some editors show.
    if let Some(meant) = help.filter(|help| help.starts_with("did you mean")) {
        message.push_str(": ");
        message.push_str(meant);
        help = None;
    }
    if !source.is_tokens {
        message.push('\n');
        message.push_str(&finding.excerpt(&source.text));
    }
    if let Some(help) = help {
        message.push_str("\n   = help: ");
        message.push_str(help);
    }
    message
}
