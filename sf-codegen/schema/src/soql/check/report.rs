//! Where rules put what they find.

use super::objects::Objects;
use super::options::{CheckOptions, Lint};
use crate::diagnostic::{Diagnostic, Level, Span, in_order, nearest};
use crate::soql::{MALFORMED_QUERY, MAX_FINDINGS};
use crate::steps::step;

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
    /// The rule that is looking.
    pub(super) rule: &'static str,
    findings: Vec<Diagnostic>,
    errors: usize,
}

impl<'o> Report<'o> {
    pub(super) fn new(objects: &'o dyn Objects, options: &'o CheckOptions) -> Self {
        Self {
            objects,
            options,
            rule: "",
            findings: Vec::new(),
            errors: 0,
        }
    }

    /// A finding of the rule that is looking, unless it is one of another's kind.
    pub(super) fn push(&mut self, mut found: Diagnostic) {
        if found.rule.is_empty() {
            found.rule = self.rule;
        }
        step(self.findings.len() + 1);
        if !self.has_room(found.level) || self.findings.contains(&found) {
            return;
        }
        self.errors += usize::from(found.level == Level::Error);
        self.findings.push(found);
    }

    /// What is to be said once, wherever it holds.
    pub(super) fn push_once(&mut self, found: Diagnostic) {
        if self
            .findings
            .iter()
            .all(|other| other.message != found.message)
        {
            self.push(found);
        }
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
        !self.has_room(Level::Error)
    }

    /// Whether a lint is taken, likewise.
    pub(super) fn takes(&self, lint: Lint) -> bool {
        let level = self.options.lints.level(lint);
        level.is_some_and(|level| self.has_room(level))
    }

    /// Each level has its own room, so that warnings cannot crowd out an error.
    fn has_room(&self, level: Level) -> bool {
        let count = match level {
            Level::Error => self.errors,
            Level::Warning => self.findings.len() - self.errors,
        };
        count < MAX_FINDINGS
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        in_order(self.findings)
    }
}

/// The finding with the nearest of some names, or with another help where none is near.
pub(super) fn with_nearest(
    found: Diagnostic,
    name: &str,
    candidates: &[&str],
    otherwise: Option<String>,
) -> Diagnostic {
    let candidates = candidates.iter().copied();
    // A namespace that was left out makes a name long, not another one.
    let spaced = candidates
        .clone()
        .find(|there| is_in_namespace(there, name));
    if let Some(near) = spaced.or_else(|| nearest(name, candidates)) {
        return found
            .with_help(format!("did you mean `{near}`?"))
            .with_replacement(near);
    }
    match otherwise {
        Some(help) => found.with_help(help),
        None => found,
    }
}

/// Whether `candidate` is the custom name with a namespace before it: `ns__Name__c`.
fn is_in_namespace(candidate: &str, name: &str) -> bool {
    let is_custom = name.len() > 3 && name.get(name.len() - 3..).is_some_and(is_suffix);
    let at = candidate.len().checked_sub(name.len());
    let parts = at.and_then(|at| candidate.split_at_checked(at));
    is_custom
        && parts.is_some_and(|(namespace, rest)| {
            namespace.len() > 2 && namespace.ends_with("__") && rest.eq_ignore_ascii_case(name)
        })
}

fn is_suffix(ending: &str) -> bool {
    ending.eq_ignore_ascii_case("__c") || ending.eq_ignore_ascii_case("__r")
}

#[cfg(test)]
mod tests {
    use super::is_in_namespace;

    #[test]
    fn namespaces() {
        assert!(is_in_namespace("acme__Invoice__c", "invoice__c"));
        assert!(is_in_namespace("acme__Invoices__r", "Invoices__r"));
        for (candidate, name) in [
            ("Invoice__c", "Invoice__c"),
            ("acme__Invoice__c", "Invoice"),
            ("My_Invoice__c", "Invoice__c"),
            ("__Invoice__c", "Invoice__c"),
            ("acme__Invoice__c", "__c"),
            ("é", "x__c"),
        ] {
            assert!(!is_in_namespace(candidate, name), "{candidate} {name}");
        }
    }
}
