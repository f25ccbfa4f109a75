//! Why a query is refused, and how the org says so: the line with a caret, the place, the reason.

use sf_schema::diagnostic::{Diagnostic, Span};
use sf_schema::soql::MALFORMED_QUERY;

use super::wording;
use crate::api::ApiError;

/// How much of the text is repeated before and after the place, in characters [M].
const AROUND: usize = 40;

/// Why a query is refused, and where.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// None where the org names no place.
    pub(crate) span: Option<Span>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            status: 400,
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
            status: 400,
            code,
            message: message.into(),
            span: None,
        }
    }

    /// The first finding in the text: the org reports one, and which of several is not known. [?]
    pub(super) fn of(findings: &[Diagnostic]) -> Option<Self> {
        findings.first().map(wording::refusal)
    }

    /// What the check takes and nothing here has a meaning for: a mistake of this org.
    pub(crate) fn unforeseen(span: Span) -> Self {
        let message = "the fake org takes this query and cannot evaluate what stands here";
        Self {
            status: 500,
            ..Self::new("UNKNOWN_EXCEPTION", message, span)
        }
    }

    /// The answer to a request for `text`.
    pub(crate) fn api(&self, text: &str) -> ApiError {
        let Some(span) = self.span else {
            return ApiError::new(self.status, self.code, self.message.clone());
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
        ApiError::new(self.status, self.code, message)
    }
}
