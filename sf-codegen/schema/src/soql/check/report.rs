//! Where rules put what they find.

use super::objects::Objects;
use super::options::{CheckOptions, Lint};
use crate::diagnostic::{Diagnostic, Level, Span, nearest};
use crate::soql::{MALFORMED_QUERY, MAX_FINDINGS};

/// A name in a place where there is no such.
pub(super) const INVALID_FIELD: &str = "INVALID_FIELD";
/// An object that there is not, or a child relationship.
pub(super) const INVALID_TYPE: &str = "INVALID_TYPE";
/// An operator that the field's type does not take.
pub(super) const INVALID_OPERATOR: &str = "INVALID_QUERY_FILTER_OPERATOR";
/// Not an org's code: the snapshot lacks an object that the org has.
pub(super) const NOT_IN_SNAPSHOT: &str = "not-in-snapshot";

/// The findings of a check.
pub(super) struct Report<'o> {
    pub(super) objects: &'o dyn Objects,
    pub(super) options: &'o CheckOptions,
    findings: Vec<Diagnostic>,
    errors: usize,
}

impl<'o> Report<'o> {
    pub(super) fn new(objects: &'o dyn Objects, options: &'o CheckOptions) -> Self {
        Self {
            objects,
            options,
            findings: Vec::new(),
            errors: 0,
        }
    }

    pub(super) fn push(&mut self, found: Diagnostic) {
        // Each level has its own room, so that warnings cannot crowd out an error.
        let room = match found.level {
            Level::Error => self.errors,
            Level::Warning => self.findings.len() - self.errors,
        };
        if room >= MAX_FINDINGS || self.findings.contains(&found) {
            return;
        }
        self.errors += usize::from(found.level == Level::Error);
        self.findings.push(found);
    }

    /// What the org calls malformed.
    pub(super) fn malformed(&mut self, message: impl Into<String>, span: Span, help: &str) {
        self.push(Diagnostic::error(MALFORMED_QUERY, message, span).with_help(help));
    }

    /// What may be written and should not be.
    pub(super) fn lint(&mut self, lint: Lint, message: impl Into<String>, span: Span, help: &str) {
        let Some(level) = self.options.lints.level(lint) else {
            return;
        };
        let found = match level {
            Level::Error => Diagnostic::error(lint.name(), message, span),
            Level::Warning => Diagnostic::warning(lint.name(), message, span),
        };
        self.push(if help.is_empty() {
            found
        } else {
            found.with_help(help)
        });
    }

    /// Whether no more errors are taken: then looking for the nearest names is not worth it.
    pub(super) fn is_full(&self) -> bool {
        self.errors >= MAX_FINDINGS
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    pub(super) fn into_findings(mut self) -> Vec<Diagnostic> {
        // Of the findings at one place the error comes first.
        self.findings
            .sort_by_key(|found| (found.span, std::cmp::Reverse(found.level)));
        self.findings
    }
}

/// The finding with the nearest of some names, or with another help where none is near.
pub(super) fn with_nearest<'c>(
    found: Diagnostic,
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    otherwise: impl FnOnce() -> Option<String>,
) -> Diagnostic {
    if let Some(near) = nearest(name, candidates) {
        return found
            .with_help(format!("did you mean `{near}`?"))
            .with_replacement(near);
    }
    match otherwise() {
        Some(help) => found.with_help(help),
        None => found,
    }
}
