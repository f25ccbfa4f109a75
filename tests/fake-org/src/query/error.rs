//! Why a query is refused, and how the org says so: the line with a caret, the place, the reason.

use sf_schema::diagnostic::{Diagnostic, Span};
use sf_schema::soql::MALFORMED_QUERY;

use crate::api::ApiError;

/// How much of the text is repeated before and after the place, in characters [M].
const AROUND: usize = 40;

const WSDL: &str = "Please reference your WSDL or the describe call for the appropriate names.";

/// Why a query is refused, and where.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// None where the org names no place.
    pub(crate) span: Option<Span>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            code,
            message: message.into(),
            span: Some(span),
        }
    }

    pub(crate) fn malformed(message: impl Into<String>, span: Span) -> Self {
        Self::new(MALFORMED_QUERY, message, span)
    }

    pub(crate) fn without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            span: None,
        }
    }

    /// The org reports the first.
    pub(crate) fn of_findings(findings: &[Diagnostic]) -> Self {
        match findings.first() {
            Some(first) => Self::malformed(first.message.clone(), first.span),
            None => Self::without_place(MALFORMED_QUERY, "unexpected token: '<EOF>'"),
        }
    }

    pub(crate) fn no_object(name: &str, span: Span) -> Self {
        let message = format!(
            "sObject type '{name}' is not supported. If you are attempting to use a custom object, \
             be sure to append the '__c' after the entity name. {WSDL}"
        );
        Self::new("INVALID_TYPE", message, span)
    }

    pub(crate) fn no_field(name: &str, entity: &str, span: Span) -> Self {
        let message = format!(
            "No such column '{name}' on entity '{entity}'. If you are attempting to use a custom \
             field, be sure to append the '__c' after the custom field name. {WSDL}"
        );
        Self::new("INVALID_FIELD", message, span)
    }

    pub(crate) fn no_parent(name: &str, span: Span) -> Self {
        let message = format!(
            "Didn't understand relationship '{name}' in field path. If you are attempting to use a \
             custom relationship, be sure to append the '__r' after the custom relationship name. \
             {WSDL}"
        );
        Self::new("INVALID_FIELD", message, span)
    }

    pub(crate) fn no_child(name: &str, span: Span) -> Self {
        let message = format!(
            "Didn't understand relationship '{name}' in FROM part of query call. If you are \
             attempting to use a custom relationship, be sure to append the '__r' after the custom \
             relationship name. {WSDL}"
        );
        Self::new("INVALID_TYPE", message, span)
    }

    /// The answer to a request for `text`.
    pub(crate) fn api(&self, text: &str) -> ApiError {
        let Some(span) = self.span else {
            return ApiError::new(400, self.code, self.message.clone());
        };
        let start = span.start.min(text.len());
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let lead = before.get(line_start..).unwrap_or_default();
        let tail = text.get(start..).unwrap_or_default();
        let tail = tail.split(['\n', '\r']).next().unwrap_or_default();
        let place = span.position(text);
        // Leading blank lines are not counted.
        let blank = text
            .lines()
            .take_while(|line| line.trim().is_empty())
            .count();
        let row = place.row.saturating_sub(blank).max(1);
        let cut = lead.chars().count().saturating_sub(AROUND);
        let lead: String = lead.chars().skip(cut).collect();
        let tail: String = tail.chars().take(AROUND).collect();
        let caret = " ".repeat(lead.chars().count());
        let message = format!(
            "\n{lead}{tail}\n{caret}^\nERROR at Row:{row}:Column:{}\n{}",
            place.column, self.message
        );
        ApiError::new(400, self.code, message)
    }
}
