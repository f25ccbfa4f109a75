//! Rules about the ids that fields are compared with.

use super::bound::{Bound, Comparison};
use super::literals::values;
use super::names::list;
use super::options::Lint;
use super::report::{INVALID_OPERATOR, Report};
use super::resolution::{FieldPath, ValueType};
use crate::diagnostic::{Diagnostic, Span};
use crate::schema::{Field, FieldType};
use crate::soql::tree::Literal;

/// Every text that an id is compared with.
fn ids<'q, 'a>(query: &'q Bound<'a>) -> Vec<(&'q FieldPath<'a>, &'a str, Span)> {
    let mut ids = Vec::new();
    for comparison in query.comparisons() {
        let Some(path) = id_path(comparison) else {
            continue;
        };
        for value in values(comparison) {
            if let Literal::Text(text) = &value.literal {
                ids.push((path, text.as_str(), value.span));
            }
        }
    }
    ids
}

/// The id field of a comparison, if its values are ids of this org's kind.
fn id_path<'q, 'a>(comparison: &'q Comparison<'a>) -> Option<&'q FieldPath<'a>> {
    let path = comparison.left.path.as_ref()?;
    let is_value = matches!(comparison.left.value_type(), Some(ValueType::Field(_)));
    let is_id = matches!(path.field.data, FieldType::Id | FieldType::Reference);
    (is_value && is_id && !is_external(path.field)).then_some(path)
}

/// Whether the values of a comparison are ids of this org's kind, none of which is another text.
pub(super) fn is_of_ids(comparison: &Comparison<'_>) -> bool {
    id_path(comparison).is_some_and(|path| !has_other_ids(path))
}

/// A lookup from or to an external system holds that system's ids, and one to `EntityDefinition` or
/// its like holds names.
fn is_external(field: &Field) -> bool {
    let reference = field.reference.as_ref();
    let is_name = |to: &String| to.ends_with("Definition") || to.ends_with("Particle");
    if reference.is_some_and(|reference| reference.to.iter().any(is_name)) {
        return true;
    }
    let kind = field.extra_type_info.as_deref().unwrap_or_default();
    let by_other_field = reference.is_some_and(|reference| reference.target_field.is_some());
    by_other_field || kind.ends_with("lookup") || !matches!(field.length, 0 | 18)
}

/// What has no key prefix may have ids of another kind, such as two in one.
fn has_other_ids(path: &FieldPath<'_>) -> bool {
    path.field.reference.is_none() && path.object.key_prefix.is_none()
}

/// Row 12: an id has 15 or 18 letters and digits.
pub(super) fn malformed_id(query: &Bound<'_>, report: &mut Report<'_>) {
    for (path, text, span) in ids(query) {
        if text.is_empty() {
            let message = "an empty text is no id";
            report.lint(Lint::Doubtful, message, span, "compare with NULL");
        } else if !has_shape(text) {
            let message = format!("invalid id for `{}`", path.field.name.api);
            let help = "an id has 15 or 18 letters and digits";
            if has_other_ids(path) {
                report.lint(Lint::Doubtful, message, span, help);
            } else {
                let found = Diagnostic::error(INVALID_OPERATOR, message, span);
                report.push(found.with_help(help).naming(&[text]));
            }
        } else if text.len() == 18 && !has_checksum(text) {
            let message = "the last three characters do not fit the id before them";
            report.lint(Lint::Doubtful, message, span, "was a character changed?");
        }
    }
}

/// Row 43: the first three characters of an id say of which object it is.
pub(super) fn id_of_another_object(query: &Bound<'_>, report: &mut Report<'_>) {
    for (path, text, span) in ids(query) {
        if !report.takes(Lint::IdOfAnotherObject) {
            return;
        }
        let Some(prefix) = text.get(..3).filter(|_| has_shape(text)) else {
            continue;
        };
        let own = [path.object.name.api.as_str()];
        let targets: Vec<&str> = match &path.field.reference {
            Some(reference) => reference.to.iter().map(String::as_str).collect(),
            // The id of `Name` is that of any object.
            None if path.steps.last().is_some_and(|step| step.polymorphic) => continue,
            None => own.to_vec(),
        };
        let objects = report.objects;
        let prefixes: Vec<&str> = targets
            .iter()
            .filter_map(|target| objects.key_prefix(target))
            .collect();
        // One that is not known may be the one.
        let all_known = !targets.is_empty() && prefixes.len() == targets.len();
        if all_known && !prefixes.contains(&prefix) {
            let message = format!(
                "ids that begin with {prefix} are not of {}",
                list(&targets).replace('`', "")
            );
            let help = format!("expected {}", prefixes.join(" or "));
            report.lint(Lint::IdOfAnotherObject, message, span, &help);
        }
    }
}

/// Whether a text has as many characters as an id, and those alone that an id has.
pub(super) fn has_shape(text: &str) -> bool {
    matches!(text.len(), 15 | 18) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether the last three of 18 characters tell the case of the fifteen before them.
fn has_checksum(id: &str) -> bool {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    let bytes = id.as_bytes();
    (0..3).all(|chunk| {
        let bits = (0..5).fold(0_usize, |bits, i| {
            let upper = bytes.get(chunk * 5 + i).is_some_and(u8::is_ascii_uppercase);
            bits | usize::from(upper) << i
        });
        ALPHABET.get(bits).copied() == bytes.get(15 + chunk).map(u8::to_ascii_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_and_checksum() {
        for id in [
            "001D000000IqhSLIAZ",
            "001d000000iqhsliaz",
            "001D000000IqhSL",
        ] {
            assert!(has_shape(id), "{id}");
        }
        for id in [
            "",
            "001",
            "001D000000IqhSLI",
            "001D000000IqhS-",
            "001D000000Iqhé",
        ] {
            assert!(!has_shape(id), "{id}");
        }
        assert!(has_checksum("001D000000IqhSLIAZ"));
        assert!(!has_checksum("001D000000IqhSLIAA"));
        assert!(!has_checksum("001d000000IqhSLIAZ"));
    }
}
