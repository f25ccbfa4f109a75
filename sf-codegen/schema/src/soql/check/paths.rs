//! Rules about the paths to fields: how far they go, and where they pass. What their names mean is
//! for the files below.

mod polymorphic;
mod unknown;

use super::bound::Bound;
use super::keys::Keys;
use super::options::Lint;
use super::report::Report;
use super::resolution::Step;
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::{Field, FieldFlags};
use crate::soql::MALFORMED_QUERY;

pub(super) use polymorphic::{SEARCHED, polymorphic_field, polymorphic_or_not};
pub(super) use unknown::{before, distinct, unknown_field, unknown_relationship};

/// How many lookups a path may have (D66).
pub(super) const MAX_HOPS: usize = 5;

/// How many different lookups to parents a query may use (D66).
const MAX_PARENTS: usize = 55;

/// Row 35: a path has no more than five lookups.
pub(super) fn too_many_hops(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut see = |steps: &[Step<'_>], span: Span| {
        if steps.len() > MAX_HOPS {
            let message = format!(
                "the path has {} lookups, and the org follows {MAX_HOPS}",
                steps.len()
            );
            report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
        }
    };
    for expr in query.exprs_and_branches() {
        if let Some(path) = &expr.path {
            see(&path.steps, expr.span());
        }
    }
    for type_of in query.type_ofs() {
        see(&type_of.steps, type_of.syntax.relationship.span);
    }
    for (alias, item) in query.aliases.iter().zip(&query.query.from.aliases) {
        see(alias.as_deref().unwrap_or_default(), item.path.span);
    }
}

/// Row 36: no more than 55 different lookups; each branch of a TYPEOF counts.
pub(super) fn too_many_parents(query: &Bound<'_>, report: &mut Report<'_>) {
    let mut seen = Keys::default();
    for (_, expr) in query.all_exprs() {
        let Some(path) = &expr.path else { continue };
        let mut key = String::new();
        for step in path.steps.iter().take(MAX_HOPS) {
            key.push_str(step.name());
            key.push('.');
            seen.insert(key.clone());
        }
    }
    let branches: usize = query.type_ofs().map(|t| t.syntax.branches.len()).sum();
    let count = seen.len() + branches;
    if count > MAX_PARENTS {
        let message = format!(
            "the query uses {count} relationships to parents, and the org takes {MAX_PARENTS}"
        );
        let span = query.query.from.object.path.span;
        report.push(Diagnostic::error(MALFORMED_QUERY, message, span));
    }
}

/// Row 43: fields and lookups that are on their way out.
pub(super) fn deprecated_fields(query: &Bound<'_>, report: &mut Report<'_>) {
    for expr in query.exprs_and_branches() {
        let Some(path) = &expr.path else { continue };
        for step in path.steps.iter().take(MAX_HOPS) {
            deprecated_field(step.field, expr.span(), report);
        }
        deprecated_field(path.field, expr.span(), report);
    }
    for type_of in query.type_ofs() {
        if let Some(field) = type_of.field {
            deprecated_field(field, type_of.syntax.relationship.span, report);
        }
    }
}

fn deprecated_field(field: &Field, span: Span, report: &mut Report<'_>) {
    if field.is(FieldFlags::DEPRECATED_AND_HIDDEN) {
        let message = format!("field `{}` is deprecated and hidden", field.name.api);
        report.lint(Lint::Deprecated, message, span, "");
    }
}
